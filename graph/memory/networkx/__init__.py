"""The live NetworkX mirror: how it is built, and how changes to it are detected."""
