"""Plan execution: each operator is a generator of batches, ``run_…``, built by a function ``build_…``."""
