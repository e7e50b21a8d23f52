"""Convert values between Python, queries and the graph.

``from_python`` converts parameters and the values of a graph, ``to_python`` converts values of results.
Outside the engine, temporal values and points are those of Neo4j's driver (``neo4j.time``,
``neo4j.spatial``), which is imported only when such a value is returned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from sociogram.graph.errors import CypherArithmeticError, CypherTypeError
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.values.points import Point
from sociogram.queries.cypher.values.temporal.types import Temporal

_INT64_MIN: Final = -(2**63)
_INT64_MAX: Final = 2**63 - 1
_AS_THEY_ARE: Final = frozenset({str, bool, float, type(None)})
MAXIMUM_DEPTH: Final = 200


def from_python(value: Any, *, subject: str = "a value", depth: int = 0) -> Any:
    """Return a Python value as a Cypher value; lists and maps are copied.

    Args:
        value: a parameter, or a value of the graph.
        subject: its name in error messages.
        depth: the number of lists and maps around it.

    Raises:
        CypherTypeError: a value has an unsupported type.
        CypherArithmeticError: an integer does not fit into 64 bits.
    """
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is int:
        return _bounded(value, subject)
    if depth > MAXIMUM_DEPTH:
        raise _refused(value, subject, f"lists and maps may nest at most {MAXIMUM_DEPTH} levels deep")
    if kind is list and _AS_THEY_ARE.issuperset(map(type, value)):
        return value.copy()
    if isinstance(value, list | tuple) and not _is_driver_value(value):
        watch.step()
        return [from_python(item, subject=subject, depth=depth + 1) for item in value]
    if kind is dict or isinstance(value, Mapping):
        return _map_from_python(value, subject, depth)
    return _other_from_python(value, subject, depth)


def _map_from_python(value: Mapping[Any, Any], subject: str, depth: int) -> dict[str, Any]:
    watch.step()
    for key in value:
        if not isinstance(key, str):
            raise _refused(value, subject, f"the keys of a map must be strings, not {key!r}")
    return {
        str(key): item if type(item) in _AS_THEY_ARE else from_python(item, subject=subject, depth=depth + 1)
        for key, item in value.items()
    }


def _other_from_python(value: Any, subject: str, depth: int) -> Any:
    if isinstance(value, Temporal | Point):
        return value
    if isinstance(value, bool | np.bool_ | str | int | float):
        return _plain(value, subject)
    if isinstance(value, dt.date | dt.time | dt.timedelta) or _is_driver_value(value):
        from sociogram.queries.cypher.values.temporal.exchange import from_driver

        converted = from_driver(value)
        if converted is not None:
            return converted
    if isinstance(value, np.generic | np.ndarray) or type(value).__module__.partition(".")[0] == "pandas":
        return _from_array(value, subject, depth)
    if type(value).__module__.startswith("sociogram."):
        return _graph_value(value, subject)
    if isinstance(value, set | frozenset):
        raise _refused(value, subject, "a set has no order; pass a list")
    raise _refused(value, subject, "pass a string, a number, a list, a dict, a date or a time")


def _plain(value: bool | np.bool_ | str | float, subject: str) -> Any:
    """Convert an instance of a subclass to its built-in type."""
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, str):
        return str(value)
    return _bounded(int(value), subject) if isinstance(value, int) else float(value)


def _graph_value(value: Any, subject: str) -> Any:
    if type(value).__name__ in {"NodeRef", "RelationshipRef", "PathRef"}:
        return value
    raise _refused(value, subject, "pass its id, and match it by id (elementId(n) = $id)")


def _from_array(value: Any, subject: str, depth: int) -> Any:
    if isinstance(value, np.datetime64 | np.timedelta64):
        from sociogram.queries.cypher.values.temporal.exchange import from_numpy_time

        return from_numpy_time(value)
    plain = value.tolist() if hasattr(value, "tolist") else None
    if plain is None or type(plain) is type(value):
        raise _refused(value, subject, "pass a list")
    return from_python(plain, subject=subject, depth=depth + 1)


def _bounded(value: int, subject: str) -> int:
    if _INT64_MIN <= value <= _INT64_MAX:
        return value
    raise CypherArithmeticError(
        f"{subject} contains the integer {value}, which does not fit into 64 bits.",
        detail="IntegerOverflow",
        hint="Pass it as a float or a string.",
    )


def _is_driver_value(value: Any) -> bool:
    """Return whether a value is the driver's, or of our subclass of its times (see ``exchange``)."""
    return any(kind.__module__.startswith("neo4j.") for kind in type(value).__mro__)


def _refused(value: Any, subject: str, cure: str) -> CypherTypeError:
    return CypherTypeError(
        f"{subject} contains a value of type {type(value).__name__}, which is not supported: {cure}.",
        detail="InvalidArgumentType",
    )


def to_python(value: Any, entity: Callable[[Any], Any] | None = None) -> Any:
    """Convert a Cypher value to a value of a result; lists and maps are copied.

    Args:
        value: any value inside a query.
        entity: converts references to ``model.Node``, ``Relationship`` and ``Path``.
    """
    kind = type(value)
    if kind in _AS_THEY_ARE or kind is int:
        return value
    if kind is list:
        watch.step()
        return [to_python(item, entity) for item in value]
    if kind is dict:
        watch.step()
        return {key: to_python(item, entity) for key, item in value.items()}
    if isinstance(value, Temporal):
        from sociogram.queries.cypher.values.temporal.exchange import driver_value

        return driver_value(value)
    if kind is Point:
        return _driver_point(value)
    if type(value).__name__ in {"NodeRef", "RelationshipRef", "PathRef"}:
        return value if entity is None else entity(value)
    return value


def _driver_point(point: Point) -> Any:
    from neo4j.spatial import CartesianPoint, WGS84Point

    return (WGS84Point if point.geographic else CartesianPoint)(point.coordinates)
