"""Distinguishes an article from a table, so that a text is not read as a sheet of one odd column."""

from __future__ import annotations

import re

_LEAST_WORDS = 6
_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_DELIMITERS = ",;\t|"


def is_prose(text: str) -> bool:
    """Return whether a text is paragraphs of sentences with blank lines between them."""
    paragraphs = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n"))
    blocks = [words for paragraph in paragraphs if (words := paragraph.split())]
    if len(blocks) < 2 and "\n" in text.strip():
        return False  # rows without a blank line between them
    sentences = [words for words in blocks if len(words) >= _LEAST_WORDS and _END.search(words[-1])]
    return 2 * len(sentences) >= len(blocks) and not _has_columns(text)


def _has_columns(text: str) -> bool:
    """Return whether a delimiter occurs equally often in all lines that are not empty."""
    lines = [line for line in text.splitlines() if line.strip()]
    counts = [{line.count(delimiter) for line in lines} for delimiter in _DELIMITERS]
    return any(len(found) == 1 and 0 not in found for found in counts)
