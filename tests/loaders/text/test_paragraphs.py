"""The paragraphs of a text are its blocks between blank lines."""

from __future__ import annotations

import pytest

from sociogram.loaders.text.paragraphs import paragraphs_of

TEXTS = [
    # text, paragraphs
    ("The quay", ["The quay"]),
    ("The quay\n\nIt rained.\n", ["The quay", "It rained."]),
    ("\n\nThe quay\n\n\n\nIt rained.", ["The quay", "It rained."]),
    ("The quay\nIt rained.", ["The quay\nIt rained."]),
    ("The quay\r\n\r\nIt rained.\r\nThe ship left.", ["The quay", "It rained.\nThe ship left."]),
    ("The quay\r\rIt rained.", ["The quay", "It rained."]),
    ("The quay\n \t \n\u00a0\nIt rained.", ["The quay", "It rained."]),
    ("The quay\n\u200b\nIt rained.", ["The quay", "It rained."]),
    ("The quay\n\f\nIt rained.", ["The quay", "It rained."]),
    ("", []),
    (" \n \n", []),
]


@pytest.mark.parametrize(("text", "paragraphs"), TEXTS, ids=[repr(text) for text, _ in TEXTS])
def test_paragraphs_are_the_blocks_between_blank_lines(text: str, paragraphs: list[str]) -> None:
    assert paragraphs_of(text) == paragraphs
