"""Comparisons and predicates of single values: ``<``, ``IN``, ``STARTS WITH``, ``=~``, ``XOR``, ``NOT``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sociogram.queries.cypher.values.comparison import compare, equals, own, truth


def not_equal(left: Any, right: Any) -> bool | None:
    """Return ``left <> right``."""
    same = equals(left, right)
    return None if same is None else not same


def less(left: Any, right: Any) -> bool | None:
    """Return ``left < right``."""
    if type(left) is int and type(right) is int:
        return left < right
    order = compare(left, right)
    return None if order is None else order < 0


def less_or_equal(left: Any, right: Any) -> bool | None:
    """Return ``left <= right``."""
    order = compare(left, right)
    return _if_equal(left, right) if order is None else order <= 0


def greater(left: Any, right: Any) -> bool | None:
    """Return ``left > right``."""
    if type(left) is int and type(right) is int:
        return left > right
    order = compare(left, right)
    return None if order is None else order > 0


def greater_or_equal(left: Any, right: Any) -> bool | None:
    """Return ``left >= right``."""
    order = compare(left, right)
    return _if_equal(left, right) if order is None else order >= 0


def _if_equal(left: Any, right: Any) -> bool | None:
    """Return true for equal values, even of types without an order, otherwise unknown."""
    return True if equals(left, right) else None


def in_list(value: Any, items: Any) -> bool | None:
    """Return ``value IN items``."""
    if items is None:
        return None
    if type(items) is not list:
        items = as_list(items)
    answer: bool | None = False
    for item in items:
        same = equals(value, item)
        if same:
            return True
        if same is None:
            answer = None
    return answer


def as_list(value: Any) -> list[Any]:
    """Return a list unchanged, and any other value in a list, as Neo4j does."""
    value = own(value)
    return value if isinstance(value, list) else [value]


def starts_with(text: Any, prefix: Any) -> bool | None:
    """Return ``text STARTS WITH prefix``; null if either is not a string."""
    if isinstance(text, str) and isinstance(prefix, str):
        return text.startswith(prefix)
    return None


def ends_with(text: Any, suffix: Any) -> bool | None:
    """Return ``text ENDS WITH suffix``; null if either is not a string."""
    if isinstance(text, str) and isinstance(suffix, str):
        return text.endswith(suffix)
    return None


def contains(text: Any, part: Any) -> bool | None:
    """Return ``text CONTAINS part``; null if either is not a string."""
    if isinstance(text, str) and isinstance(part, str):
        return part in text
    return None


def matches(text: Any, pattern: Any) -> bool | None:
    """Return ``text =~ pattern``, a match of the whole text as in Java; null if either is no string."""
    if not isinstance(text, str) or not isinstance(pattern, str):
        return None
    from sociogram.queries.cypher.values.regex.matcher import compiled

    return compiled(pattern)(text)


def xor(left: Any, right: Any) -> bool | None:
    """Return ``left XOR right``."""
    one, other = truth(left), truth(right)
    return None if one is None or other is None else one != other


def negation(value: Any) -> bool | None:
    """Return ``NOT value``."""
    known = truth(value)
    return None if known is None else not known


COMPARISONS: Final[dict[str, Callable[[Any, Any], bool | None]]] = {
    "=": equals,
    "<>": not_equal,
    "<": less,
    "<=": less_or_equal,
    ">": greater,
    ">=": greater_or_equal,
}


PREDICATES: Final[dict[str, Callable[[Any, Any], bool | None]]] = {
    "IN": in_list,
    "STARTS WITH": starts_with,
    "ENDS WITH": ends_with,
    "CONTAINS": contains,
    "=~": matches,
    "XOR": xor,
}
