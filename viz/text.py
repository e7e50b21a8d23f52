"""Values of any kind as text for the page: labels that wrap, dates as days, links that are safe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from sociogram.graph.common.text import fold, strip_accents

LINE_LENGTH = 18
"""The length of a line of a wrapped name, in characters."""
MAXIMUM_LINES = 3
_ALPHABETS = (range(0xDF, 0x250), range(0x370, 0x588), range(0x5D0, 0x64B), range(0x10D0, 0x1100))
"""Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic and Georgian: a reader may search in any of them."""
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def as_text(value: Any) -> str:
    """Return any value as text that can be shown; it never fails and never contains a lone surrogate."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value if value.isascii() else _whole(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{as_text(key)}: {as_text(item)}" for key, item in value.items())
    if isinstance(value, (set, frozenset)):
        return " | ".join(sorted(as_text(item) for item in value))
    if isinstance(value, (list, tuple)):
        return " | ".join(as_text(item) for item in value)
    return _whole(str(value))


def as_texts(value: Any) -> list[str]:
    """Return a value that may be one or many (a list, ``a | b``, ``a; b``) as texts, empty ones left out."""
    if value is None:
        return []
    if isinstance(value, str):
        if "|" not in value and ";" not in value:
            return [text] if (text := as_text(value).strip()) else []
        parts: Iterable[Any] = re.split(r"\s+\|\s+|\s*;\s+|\|", value)
    elif isinstance(value, (set, frozenset)):
        parts = sorted(value, key=as_text)
    elif isinstance(value, Iterable) and not isinstance(value, (bytes, Mapping)):
        parts = value
    else:
        parts = (value,)
    texts = (as_text(part).strip() for part in parts)
    return list(dict.fromkeys(text for text in texts if text))


def shown(value: Any) -> str:
    """Return a value as text that cannot reverse the words around it."""
    return _BIDI_CONTROLS.sub("", as_text(value))


def natural_key(text: str) -> tuple[tuple[int, str], ...]:
    """Return a key that sorts texts as people expect: "a2" before "a10"."""
    return tuple(
        (int(part), "") if part.isascii() and part.isdigit() else (-1, part)
        for part in re.split(r"(\d+)", text)
    )


def web_link(value: Any) -> str | None:
    """Return the address if it is plain http or https, else None: nothing else becomes a link."""
    text = as_text(value).strip()
    return text if re.fullmatch(r"https?://[^\s<>\"]+", text, re.IGNORECASE) else None


def beyond_ascii(text: str) -> set[str]:
    """Return the characters of a text that are not ASCII.

    >>> sorted(beyond_ascii("Peña, Ño"))
    ['Ñ', 'ñ']
    """
    return set() if text.isascii() else set(_BEYOND_ASCII.findall(text))


def latin_letters(texts: Iterable[str] = ()) -> dict[str, str]:
    """Return the Latin letters for letters beyond ASCII; with them, a script folds text as a load does.

    Args:
        texts: the texts of the page; the table has their letters and those of the common alphabets.
    """
    written = set().union(*texts) | set(map(chr, chain(*_ALPHABETS)))
    plain = strip_accents("".join(written)).lower()
    return {
        letter: latin
        for letter in sorted(set(plain))
        if letter > "\x7f" and (latin := fold(letter)) != letter
    }


def label_lines(name: str) -> list[str]:
    """Wrap a name into a few short lines for the picture; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    line = ""
    for word in _words(name):
        if not line:
            line = word
        elif len(line) + 1 + len(word) <= LINE_LENGTH:
            line += " " + word
        else:
            lines.append(line)
            line = word
        if len(lines) == MAXIMUM_LINES:
            break
    if line and len(lines) < MAXIMUM_LINES:
        lines.append(line)
        line = ""
    if line:
        lines[-1] = lines[-1][: LINE_LENGTH - 1].rstrip() + "…"
    return lines


def _words(name: str) -> list[str]:
    """Split at white space; a word longer than a line is cut into line-long pieces."""
    limit = LINE_LENGTH + 4
    shown = "".join(mark if mark.isprintable() or mark in _JOINERS else " " for mark in name)
    return [word[at : at + limit] for word in shown.split() for at in range(0, len(word), limit)]


_JOINERS = "\u200c\u200d"
"""Join and separate letters and emoji; other invisible characters are not drawn."""


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
