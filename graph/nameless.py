"""What a node without a name and an id is called: its label and what tells it apart, as ``Payment 1200``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sociogram.graph.common.cypher_names import written_name
from sociogram.graph.common.keys import key_text
from sociogram.graph.common.temporal import is_temporal, iso_text
from sociogram.graph.model import Node

_UNLABELLED = "Node"
_TEXT_LENGTH = 30
_OTHER_LENGTH = 16
"""The length of a date and a time to the minute; all stores write these characters alike."""


def description(variable: str, keys: Sequence[str]) -> str:
    """Return the Cypher expression for what ``described`` returns; null if the node has an ``id``."""
    # Each store has its own order of labels.
    first = "CASE WHEN first < label THEN first ELSE label END"
    label = f"reduce(first = null, label IN labels({variable}) | {first})"
    texts = [_text(f"{variable}.{written_name(key)}") for key in keys]
    parts = "".join(f" + coalesce(' ' + {text}, '')" for text in texts)
    number = f"' #' + last(split(elementId({variable}), ':'))"
    rest = f"CASE WHEN coalesce({', '.join((*texts, 'null'))}) IS NULL THEN {number} ELSE ''{parts} END"
    return f"CASE WHEN {variable}.id IS NULL THEN coalesce({label}, '{_UNLABELLED}') + {rest} END"


def _text(value: str) -> str:
    text = f"toStringOrNull({value})"
    return f"left({text}, CASE WHEN {value} = {text} THEN {_TEXT_LENGTH} ELSE {_OTHER_LENGTH} END)"


def described(node: Node, keys: Sequence[str]) -> str:
    """Return the first label of a node, and its values of some properties, or else its number in the store.

    >>> described(Node("4:f1:12", ("Payment",), {"amount": 1200}), ["amount", "due"])
    'Payment 1200'
    >>> described(Node("4:f1:12", ("Payment",), {}), ["amount", "due"])
    'Payment #12'
    """
    texts = [text for key in keys if (text := _text_of(node.get(key))) is not None]
    return " ".join((min(node.labels, default=_UNLABELLED), *(texts or [f"#{node.id.split(':')[-1]}"])))


def _text_of(value: Any) -> str | None:
    if isinstance(value, str):
        return value[:_TEXT_LENGTH]
    text = iso_text(value) if is_temporal(value) else key_text(value)
    return None if text is None else text[:_OTHER_LENGTH]
