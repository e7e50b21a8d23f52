"""Keys pressed on a page."""

from __future__ import annotations

from typing import Any


def press(tab: Any, *keys: str) -> None:
    for key in keys:
        tab.keyboard.press(key)
