"""The planner: from a checked tree to a plan of operators, independent of the executor and of NetworkX."""
