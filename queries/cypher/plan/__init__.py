"""From a checked tree to a plan of operators. Independent of the executor and of NetworkX."""
