"""The clock that limits go by: seconds from a moment that does not matter.

Read it as ``timer.monotonic()``, so that a test can put a clock of its own in its place.
"""

from time import monotonic

__all__ = ["monotonic"]
