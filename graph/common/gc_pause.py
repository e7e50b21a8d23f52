"""Pausing the garbage collector."""

from __future__ import annotations

import gc

_FROZEN_BY_OTHERS = 1_000
"""More objects were frozen by the program and stay frozen; Python 3.12 itself freezes a few hundred."""


class gc_paused:  # noqa: N801 - a class for speed, named like those of contextlib
    """Disable garbage collection while millions of objects are created; enable it again afterwards.

    With ``promote``, the new objects move to the oldest generation at the end: they are not garbage, and
    examining all of them (and an existing graph) would cost the next query a second or two. A small query
    needs no promotion.
    """

    __slots__ = ("_promote", "_was_enabled")

    def __init__(self, *, promote: bool = True) -> None:
        self._promote = promote
        self._was_enabled = False

    def __enter__(self) -> None:
        self._was_enabled = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if not self._was_enabled:
            return
        if self._promote and gc.get_freeze_count() < _FROZEN_BY_OTHERS:
            gc.freeze()
            gc.unfreeze()
        gc.enable()
