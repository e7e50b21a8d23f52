"""The garbage collector, told to wait."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """Keep the collector from walking over a million new objects again and again while they are made.

    In the end they count as old: they are no garbage, and to look at them all (and at a graph that
    was there before, since there is so much more now) would cost the next query a second or two.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():  # what others have frozen stays so
            gc.freeze()
            gc.unfreeze()
        gc.enable()
