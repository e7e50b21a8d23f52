"""The Cypher engine: text, tokens, syntax tree, checked tree, plan, batches of columns, result."""
