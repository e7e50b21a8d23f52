"""Running a plan: each operator is a function from rows to batches, named ``run_…`` as the plan names it."""
