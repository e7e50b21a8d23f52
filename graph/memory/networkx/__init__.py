"""The live NetworkX graph: how it is made, and how changes to it are noticed."""
