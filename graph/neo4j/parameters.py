"""Why the driver did not take the parameters of a query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sociogram.graph.errors import CypherArithmeticError, CypherError, CypherTypeError

_INT64_MIN = -(2**63)
_INT64_MAX = 2**63 - 1


def refusal(parameters: Mapping[str, Any], error: Exception) -> CypherError:
    """Return the error that names the parameter at fault, as the engine in memory names it."""
    for name, value in parameters.items():
        for item in _items(value):
            if isinstance(item, int) and not _INT64_MIN <= item <= _INT64_MAX:
                return CypherArithmeticError(
                    f"${name} holds the integer {item}, which does not fit into 64 bits.",
                    detail="IntegerOverflow",
                    hint="Give it as a float or a string.",
                )
            if not _is_value(item):
                return CypherTypeError(
                    f"${name} holds a {type(item).__name__}, which is no value of Cypher: "
                    "give a string, a number, a list, a dict, a date or a time.",
                    detail="InvalidArgumentType",
                )
    return CypherTypeError(f"A parameter is no value of Cypher: {error}.", detail="InvalidArgumentType")


def _items(value: Any) -> list[Any]:
    """Return a value, or what the lists and maps in it hold, keys included."""
    if isinstance(value, list | tuple) and not type(value).__module__.startswith("neo4j."):
        return [inner for item in value for inner in _items(item)]
    if isinstance(value, Mapping):
        return [inner for pair in value.items() for inner in _items(list(pair))]
    return [value]


def _is_value(value: Any) -> bool:
    if value is None or isinstance(value, str | int | float | bytes | bytearray):
        return True
    return type(value).__module__.partition(".")[0] in {"datetime", "neo4j", "numpy", "pandas"}
