"""Text for a terminal, with control characters escaped."""

from __future__ import annotations

import re

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 except tab and line feed, DEL, C1
    "\u2028\u2029"  # line and paragraph separators
    "\u202a-\u202e\u2066-\u2069]"  # marks that change the direction of text
)


def visible(text: str) -> str:
    r"""Return text with control characters escaped as in Cypher and JSON: ``\u001b``."""
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
