"""The text of values that identify nodes: ids and NetworkX keys."""

from __future__ import annotations

import math
from collections.abc import Iterable, Set
from typing import Any

import numpy as np


def written_key(value: Any) -> str:
    """Return the text of a NetworkX key that is not a plain value; tuples and sets look as in Python.

    >>> written_key((0, 1)), written_key(frozenset({"b", "a"}))
    ('(0, 1)', "{'a', 'b'}")
    """
    if isinstance(value, tuple):
        items = list(map(_item, value))
        return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"
    if isinstance(value, Set):
        return f"{{{', '.join(_in_order(value))}}}"
    return str(value)


def _item(value: Any) -> str:
    plain = value.item() if isinstance(value, np.generic) else value
    return written_key(plain) if isinstance(plain, tuple | Set) else repr(plain)


def _in_order(items: Iterable[Any]) -> list[str]:
    """Return the texts of a set's items in an order that is the same on every run."""
    keys = ((0, item, "") if isinstance(item, int | float) else (1, 0, _item(item)) for item in items)
    return [text or _item(number) for _, number, text in sorted(keys)]


def key_text(value: Any) -> str | None:
    """Return a plain id as text, as ``toStringOrNull`` of Cypher does; None if it is not plain.

    >>> key_text(7), key_text(1e10), key_text(True), key_text([0, 1])
    ('7', '1.0E10', 'true', None)
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return float_text(value)
    return str(value) if isinstance(value, int) else None


def float_text(value: float) -> str:
    """Format a float as Java and Neo4j do: ``1.0E10``, ``Infinity``."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        text = repr(value)
        return text if "e" not in text else f"{value:f}"
    mantissa, _, exponent = np.format_float_scientific(value, trim="0").partition("e")
    return f"{mantissa}E{int(exponent)}"
