"""Units of time in nanoseconds, and the range of years."""

from __future__ import annotations

SECOND = 1_000_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

MIN_YEAR = -999_999_999
MAX_YEAR = 999_999_999

AVERAGE_SECONDS_PER_MONTH = 2_629_746
SECONDS_PER_DAY = 86_400
