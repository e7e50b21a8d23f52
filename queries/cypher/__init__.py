"""The Cypher engine: from text to tokens, syntax tree, checked tree, plan, batches of columns, and result."""
