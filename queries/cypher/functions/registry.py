"""Every function of Cypher that this engine has: one entry each.

A family of functions is a module beside this one with a table ``FUNCTIONS``; it is imported when a
query first names one of its functions, so that a query pays only for what it uses. ``FAMILIES`` tells
which module has which function, and is what hints and completion read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from sociogram.queries.cypher.syntax.frozen import Frozen

if TYPE_CHECKING:
    from sociogram.graph.columns import Column
    from sociogram.queries.cypher.context import Context

Kernel: TypeAlias = "Callable[[Sequence[Column], int, Context], Column | None]"
"""Columns of the arguments, the number of rows, the context → the answer, or None: not for these."""

Nulls: TypeAlias = Literal["propagate", "handle", "refuse"]


_SEVERAL_TYPES = {
    "NUMBER": ("INTEGER", "FLOAT"),
    "TEMPORAL": ("DATE", "LOCAL TIME", "ZONED TIME", "LOCAL DATETIME", "ZONED DATETIME"),
}


class FunctionParameter(Frozen):
    """One parameter: ``type`` is Cypher's name, several divided by `` | ``, or ANY.

    NUMBER and TEMPORAL stand for several types.
    """

    name: str
    type: str
    optional: bool = False
    variadic: bool = False

    @property
    def types(self) -> tuple[str, ...]:
        """The types that it takes; ``("ANY",)`` for all."""
        return _types(self.type)


@cache
def _types(spelled: str) -> tuple[str, ...]:
    return tuple(kind for name in spelled.split(" | ") for kind in _SEVERAL_TYPES.get(name, (name,)))


class Function(Frozen):
    """A function that a query can call.

    Attributes:
        name: as Cypher spells it.
        parameters: in order; optional ones last; the last may be variadic.
        result: the type it gives.
        description: one line.
        scalar: one row's arguments → one row's answer; aggregates have none.
        nulls: ``propagate``: any null argument gives null, without a call; ``handle``: the scalar sees
            them; ``refuse``: they are arguments of a wrong type.
        kernel: the same for whole columns, where it is faster.
        few_rows: the kernel is asked for a few rows too, because one row may hold a long list.
        needs_context: the scalar's first argument is the ``Context``.
        deterministic: the same arguments give the same answer all through a query.
        aggregate: it is one of ``aggregates.AGGREGATES``.
        deprecated: what to write instead, if it is.
    """

    name: str
    parameters: tuple[FunctionParameter, ...]
    result: str
    description: str
    scalar: Callable[..., Any] | None
    nulls: Nulls
    kernel: Kernel | None
    few_rows: bool
    needs_context: bool
    deterministic: bool
    aggregate: bool
    deprecated: str | None

    @property
    def minimum(self) -> int:
        """How many arguments it must have."""
        return sum(not (parameter.optional or parameter.variadic) for parameter in self.parameters)

    @property
    def maximum(self) -> int | None:
        """How many arguments it may have; None is any number."""
        if self.parameters and self.parameters[-1].variadic:
            return None
        return len(self.parameters)

    @property
    def signature(self) -> str:
        """How it is called: ``left(original :: STRING, length :: INTEGER) :: STRING``."""
        return (
            f"{self.name}({', '.join(_shown(parameter) for parameter in self.parameters)}) :: {self.result}"
        )


def _shown(parameter: FunctionParameter) -> str:
    mark = "..." if parameter.variadic else "?" if parameter.optional else ""
    return f"{parameter.name}{mark} :: {parameter.type}"


def define(
    signature: str,
    description: str,
    scalar: Callable[..., Any] | None,
    *,
    nulls: Nulls = "propagate",
    kernel: Kernel | None = None,
    few_rows: bool = False,
    needs_context: bool = False,
    deterministic: bool = True,
    aggregate: bool = False,
    deprecated: str | None = None,
) -> Function:
    """Make an entry from its signature as ``Function.signature`` gives it back.

    ``?`` behind a parameter's name makes it optional, ``...`` variadic.
    """
    head, _, result = signature.rpartition(") :: ")
    name, _, inner = head.partition("(")
    parameters = tuple(_parameter(part) for part in inner.split(", ")) if inner else ()
    return Function(
        name, parameters, result, description, scalar, nulls, kernel, few_rows,
        needs_context, deterministic, aggregate, deprecated,
    )  # fmt: skip


def _parameter(text: str) -> FunctionParameter:
    name, _, kind = text.partition(" :: ")
    return FunctionParameter(name.rstrip("?."), kind, name.endswith("?"), name.endswith("..."))


FAMILIES: dict[str, tuple[str, ...]] = {
    "aggregating": (
        "avg", "collect", "count", "max", "min", "percentileCont", "percentileDisc", "stDev", "stDevP", "sum",
    ),
    "conversion": (
        "toBoolean", "toBooleanList", "toBooleanOrNull", "toFloat", "toFloatList", "toFloatOrNull",
        "toInteger", "toIntegerList", "toIntegerOrNull", "toString", "toStringList", "toStringOrNull",
    ),
    "duration": (
        "duration", "duration.between", "duration.inDays", "duration.inMonths", "duration.inSeconds",
    ),
    "graph": (
        "elementId", "endNode", "id", "keys", "labels", "length", "nodes", "properties", "relationships",
        "startNode", "type",
    ),
    "list": ("head", "last", "range", "reverse", "size", "tail"),
    "math": (
        "abs", "ceil", "e", "exp", "floor", "isNaN", "log", "log10", "rand", "round", "sign", "sqrt",
    ),
    "predicate": ("exists", "isEmpty"),
    "scalar": ("coalesce", "nullIf", "randomUUID", "timestamp", "valueType"),
    "spatial": ("distance", "point", "point.distance", "point.withinBBox"),
    "string": (
        "btrim", "char_length", "character_length", "left", "lower", "ltrim", "normalize", "replace", "right",
        "rtrim", "split", "substring", "toLower", "toUpper", "trim", "upper",
    ),
    "temporal": (
        "date", "date.realtime", "date.statement", "date.transaction", "date.truncate",
        "datetime", "datetime.fromEpoch", "datetime.fromEpochMillis", "datetime.realtime",
        "datetime.statement", "datetime.transaction", "datetime.truncate",
        "localdatetime", "localdatetime.realtime", "localdatetime.statement", "localdatetime.transaction",
        "localdatetime.truncate",
        "localtime", "localtime.realtime", "localtime.statement", "localtime.transaction",
        "localtime.truncate",
        "time", "time.realtime", "time.statement", "time.transaction", "time.truncate",
    ),
    "trig": (
        "acos", "asin", "atan", "atan2", "cos", "cosh", "cot", "coth", "degrees", "haversin", "pi", "radians",
        "sin", "sinh", "tan", "tanh",
    ),
}  # fmt: skip

_NAMES: dict[str, tuple[str, str]] = {
    name.lower(): (family, name) for family, names in FAMILIES.items() for name in names
}
_LOADED: dict[str, Function] = {}


def lookup(name: str) -> Function | None:
    """Return the function of that name, in whatever case it is written, or None."""
    lowered = name.lower()
    found = _LOADED.get(lowered)
    if found is None and lowered in _NAMES:
        module = import_module(f"sociogram.queries.cypher.functions.{_NAMES[lowered][0]}")
        for function in module.FUNCTIONS:
            _LOADED[function.name.lower()] = function
        found = _LOADED[lowered]
    return found


def is_aggregate(name: str) -> bool:
    """Return whether ``name`` is an aggregating function, without importing anything."""
    return _NAMES.get(name.lower(), ("",))[0] == "aggregating"


def names() -> tuple[str, ...]:
    """Return the names of all functions, in alphabetical order."""
    return tuple(sorted(name for _, name in _NAMES.values()))


def functions() -> Iterator[Function]:
    """Give every function, in alphabetical order (this imports all families)."""
    for name in names():
        function = lookup(name)
        if function is not None:
            yield function
