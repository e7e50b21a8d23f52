"""Match by Java's regular expressions with ``regex``, which can be interrupted."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import regex

from sociogram.graph.common import timer
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.values.regex.required_text import Required
from sociogram.queries.cypher.values.regex.translate import MAXIMUM_LENGTH, Translation, invalid

UNTIMED_STEPS: Final = 100_000
"""A match of at most this many steps needs no timeout: it takes a millisecond, and a timer is slow."""
FIRST_TRY: Final = 0.05
"""The seconds of CPU time of a match; a second try gets twice as many, if the query has time left."""


class Matcher:
    """A compiled pattern that matches whole strings."""

    __slots__ = ("_fullmatch", "_repetitions")

    def __init__(self, pattern: regex.Pattern[str], repetitions: int | None) -> None:
        self._fullmatch = pattern.fullmatch
        self._repetitions = repetitions

    def __call__(self, text: str) -> bool:
        """Return whether the whole text matches.

        Raises:
            LimitExceeded: the query exceeded its time limit.
        """
        if self._repetitions is not None and (len(text) + 1) ** self._repetitions <= UNTIMED_STEPS:
            return self._fullmatch(text) is not None
        # ``regex`` counts CPU time, not wall-clock time, so on a busy machine it must get less
        given = FIRST_TRY
        while True:
            watch.check()
            begun = timer.monotonic()
            try:
                return self._fullmatch(text, timeout=given) is not None
            except TimeoutError:
                spent = timer.monotonic() - begun
                left = watch.left()
                given = 2 * given if left is None else min(2 * given, left * given / max(spent, given))


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Matcher:
    """Return a function that matches texts by a Java pattern; raise CypherSyntaxError if it is invalid."""
    if len(pattern) > MAXIMUM_LENGTH:
        raise invalid(pattern[:40] + "…", f"it is longer than {MAXIMUM_LENGTH} characters")
    translation = Translation(pattern)
    try:
        return Matcher(regex.compile(translation.result(), regex.V0), translation.repetitions)
    except (regex.error, OverflowError, RecursionError) as error:
        raise invalid(pattern, str(error)) from error


@lru_cache(maxsize=256)
def required(pattern: str) -> tuple[Required, ...]:
    """Return what a text must contain to match a valid Java pattern: one of several requirements."""
    translation = Translation(pattern)
    translation.result()
    return tuple(collector.required() for collector in translation.collectors)
