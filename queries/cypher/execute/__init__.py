"""Plan execution: each operator is a function from rows to batches, named ``run_…`` after the plan
operator.
"""
