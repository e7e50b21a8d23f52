"""Giving memory back to the system."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any


def release_freed() -> None:
    """Give memory that was freed back to the system.

    The C library of Linux holds freed blocks of up to 32 MB for later ones. Call this between two steps of
    which each needs much memory, or the process holds that of both.
    """
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Any:
    """Return ``malloc_trim`` of glibc; None if the C library is another."""
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # on Windows there is no library without a name
        return None
