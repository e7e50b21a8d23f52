"""The clock for time limits: seconds since an arbitrary moment.

Read it as ``timer.monotonic()``, so that a test can replace the clock.
"""

from time import monotonic

__all__ = ["monotonic"]
