"""The paragraphs of a text, which `paragraph` in `relations.csv` counts from 1."""

from __future__ import annotations

INVISIBLE = "\u00ad\u200b\u2060\ufeff"
"""Soft hyphens, zero-width spaces and byte order marks: a line of nothing else is blank."""


_BLANK = dict.fromkeys(map(ord, INVISIBLE))


def paragraphs_of(text: str) -> list[str]:
    r"""Return the blocks of a text between blank lines; the first is paragraph 1.

    A blank line is empty, or has only white space and invisible characters. Lines end in ``\n``, ``\r\n`` or
    ``\r``; in the paragraphs they end in ``\n``.

    Example:
        >>> paragraphs_of("The quay\n\nIt rained.\nThe ship left.\n")
        ['The quay', 'It rained.\nThe ship left.']
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.translate(_BLANK).strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return ["\n".join(block).strip() for block in blocks if block]
