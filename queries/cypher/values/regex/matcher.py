"""``=~``: Java's regular expressions on the engine of ``regex``, which can be interrupted."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import regex

from sociogram.graph.common import timer
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.values.regex.required_text import Required
from sociogram.queries.cypher.values.regex.translate import MAXIMUM_LENGTH, Translation, invalid

UNTIMED_STEPS: Final = 100_000
"""Steps of a match that need no timeout: they take a millisecond, and a timer would slow every match."""
FIRST_TRY: Final = 0.05
"""Seconds of CPU time after which a match is retried with more, if the query has time left."""


class Matcher:
    """A compiled pattern that matches whole strings."""

    __slots__ = ("_fullmatch", "_repetitions")

    def __init__(self, pattern: regex.Pattern[str], repetitions: int | None) -> None:
        self._fullmatch = pattern.fullmatch
        self._repetitions = repetitions

    def __call__(self, text: str) -> bool:
        """Return whether the whole text matches.

        Raises: LimitExceeded: the query exceeded its time limit meanwhile.
        """
        if self._repetitions is not None and (len(text) + 1) ** self._repetitions <= UNTIMED_STEPS:
            return self._fullmatch(text) is not None
        # the engine counts CPU time, not wall-clock time: on a busy machine it must get less
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
    """Return a function that matches a text against a Java pattern."""
    if len(pattern) > MAXIMUM_LENGTH:
        raise invalid(pattern[:40] + "…", f"it is longer than {MAXIMUM_LENGTH} characters")
    translation = Translation(pattern)
    try:
        return Matcher(regex.compile(translation.result(), regex.V0), translation.repetitions)
    except (regex.error, OverflowError, RecursionError) as error:
        raise invalid(pattern, str(error)) from error


@lru_cache(maxsize=256)
def required(pattern: str) -> tuple[Required, ...]:
    """Return the alternative requirements on a text for matching a valid Java pattern."""
    translation = Translation(pattern)
    translation.result()
    return tuple(collector.required() for collector in translation.collectors)
