"""The types of values, as far as they are known before the query runs.

A kind is a type as written in Cypher: ``INTEGER``, ``LIST<STRING>``. ``ANY`` is a value of unknown type (a
property, a parameter), ``NUMBER`` is INTEGER or FLOAT, ``NULL`` is null. A check only rejects what is
certainly wrong, so ``ANY`` and ``NULL`` are always accepted.
"""

from __future__ import annotations

from collections.abc import Iterable

LEAST_INTEGER = -(2**63)
GREATEST_INTEGER = 2**63 - 1

ANY = "ANY"
NULL = "NULL"
BOOLEAN = "BOOLEAN"
INTEGER = "INTEGER"
FLOAT = "FLOAT"
NUMBER = "NUMBER"
STRING = "STRING"
MAP = "MAP"
NODE = "NODE"
RELATIONSHIP = "RELATIONSHIP"
PATH = "PATH"
LIST = "LIST<ANY>"

NUMBERS = frozenset((INTEGER, FLOAT, NUMBER))
ENTITIES = frozenset((NODE, RELATIONSHIP))
PLAIN = frozenset((BOOLEAN, INTEGER, FLOAT, NUMBER, STRING))
"""Kinds of values that contain no other values."""


def list_of(inner: str) -> str:
    """Return the kind of a list with elements of this kind."""
    return f"LIST<{inner}>"


def is_list(kind: str) -> bool:
    """Return whether values of this kind are lists."""
    return kind.startswith("LIST")


def inner_of(kind: str) -> str:
    """Return the kind of a list's elements; ANY if the kind is not a list's."""
    return kind[5:-1] if kind.startswith("LIST<") else ANY


def common(kinds: Iterable[str]) -> str:
    """Return the most specific kind that covers all given kinds; NULL is ignored."""
    found = {kind for kind in kinds if kind != NULL}
    if not found:
        return ANY
    if len(found) == 1:
        return found.pop()
    if found <= NUMBERS:
        return NUMBER
    return LIST if all(map(is_list, found)) else ANY


def fits(kind: str, wanted: Iterable[str]) -> bool:
    """Return whether a value of ``kind`` may have one of the types ``wanted``."""
    if kind in (ANY, NULL):
        return True
    for choice in wanted:
        if choice in (kind, ANY, "PROPERTY VALUE") or (kind in NUMBERS and choice in (FLOAT, NUMBER)):
            return True
        if kind == NUMBER and choice == INTEGER:
            return True
        if choice == MAP and kind in ENTITIES:
            return True
        if is_list(choice) and is_list(kind):
            return True
    return False


def shown(kind: str) -> str:
    """Return the kind as used in messages."""
    names = {NODE: "a node", RELATIONSHIP: "a relationship", PATH: "a path", MAP: "a map", NUMBER: "a number"}
    if is_list(kind):
        return "a list"
    vowel = kind[0] in "AEIOU"
    return names.get(kind, f"{'an' if vowel else 'a'} {kind}")


def known(result: str) -> str:
    """Return the kind of a function's result type as written in the registry."""
    parts = result.split(" | ")
    if len(parts) == 1:
        return result
    return NUMBER if set(parts) <= NUMBERS else ANY
