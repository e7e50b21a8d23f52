"""Pausing the garbage collector."""

from __future__ import annotations

import gc


class gc_paused:  # noqa: N801 - a class for its speed, named as those of contextlib
    """Disable garbage collection while millions of objects are created; re-enable it afterwards.

    Without ``promote`` that is all, which is right for a small query. With it the new objects count as old
    in the end: they are not garbage, and examining all of them (and a graph that was there before) would
    cost the next query a second or two.
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
        if self._promote and not gc.get_freeze_count():  # objects frozen by others stay frozen
            gc.freeze()
            gc.unfreeze()
        gc.enable()
