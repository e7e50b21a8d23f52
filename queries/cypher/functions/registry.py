"""The registry of all Cypher functions.

Each family of functions is a module of this package with a table ``FUNCTIONS``. It is imported when a query
first uses one of its functions, so that a query pays only for what it uses. ``FAMILIES`` maps modules to the
names of their functions; hints and completion read it as well.
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
"""Argument columns, row count, context → result column, or None if the kernel does not apply."""

Nulls: TypeAlias = Literal["propagate", "handle", "refuse"]


_SEVERAL_TYPES = {
    "NUMBER": ("INTEGER", "FLOAT"),
    "TEMPORAL": ("DATE", "LOCAL TIME", "ZONED TIME", "LOCAL DATETIME", "ZONED DATETIME"),
}


class FunctionParameter(Frozen):
    """A parameter: ``type`` is a Cypher type, a union separated by `` | ``, or ANY.

    NUMBER and TEMPORAL are unions of types.
    """

    name: str
    type: str
    optional: bool = False
    variadic: bool = False

    @property
    def types(self) -> tuple[str, ...]:
        """The accepted types; ``("ANY",)`` for all."""
        return _types(self.type)


@cache
def _types(text: str) -> tuple[str, ...]:
    return tuple(kind for name in text.split(" | ") for kind in _SEVERAL_TYPES.get(name, (name,)))


class Function(Frozen):
    """A function that queries can call.

    Attributes:
        name: the name as spelled in Cypher.
        parameters: in order, optional ones last; the last may be variadic.
        result: the result type.
        description: the description in the docs, one line.
        scalar: the arguments of one row → the result; None for aggregates.
        nulls: what a null argument does. ``propagate``: the result is null, without a call. ``handle``: the
            scalar receives it. ``refuse``: it is an error, like an argument of a wrong type.
        kernel: the function of whole columns, if it has one.
        handles_lists: whether the kernel also runs on few rows, because one row may have a long list.
        needs_context: the scalar's first argument is the ``Context``.
        deterministic: whether the same arguments give the same result throughout a query.
        aggregate: whether it is an aggregate, one of ``kernels.aggregates.AGGREGATES``.
        deprecated: what to write instead of a deprecated function; None for others.
    """

    name: str
    parameters: tuple[FunctionParameter, ...]
    result: str
    description: str
    scalar: Callable[..., Any] | None
    nulls: Nulls
    kernel: Kernel | None
    handles_lists: bool
    needs_context: bool
    deterministic: bool
    aggregate: bool
    deprecated: str | None

    @property
    def minimum(self) -> int:
        """The smallest number of arguments."""
        return sum(not (parameter.optional or parameter.variadic) for parameter in self.parameters)

    @property
    def maximum(self) -> int | None:
        """The largest number of arguments; None if unlimited."""
        if self.parameters and self.parameters[-1].variadic:
            return None
        return len(self.parameters)

    @property
    def signature(self) -> str:
        """The signature: ``left(original :: STRING, length :: INTEGER) :: STRING``."""
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
    handles_lists: bool = False,
    needs_context: bool = False,
    deterministic: bool = True,
    aggregate: bool = False,
    deprecated: str | None = None,
) -> Function:
    """Create a function from a signature in the format of ``Function.signature``.

    ``?`` after a parameter name makes it optional, ``...`` variadic.
    """
    head, _, result = signature.rpartition(") :: ")
    name, _, inner = head.partition("(")
    parameters = tuple(_parameter(part) for part in inner.split(", ")) if inner else ()
    return Function(
        name, parameters, result, description, scalar, nulls, kernel, handles_lists,
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
    """Return the function of that name, ignoring case, or None."""
    lowered = name.lower()
    found = _LOADED.get(lowered)
    if found is None and lowered in _NAMES:
        module = import_module(f"sociogram.queries.cypher.functions.{_NAMES[lowered][0]}")
        for function in module.FUNCTIONS:
            _LOADED[function.name.lower()] = function
        found = _LOADED[lowered]
    return found


def is_aggregate(name: str) -> bool:
    """Return whether ``name`` is an aggregate, without importing its family."""
    return _NAMES.get(name.lower(), ("",))[0] == "aggregating"


def names() -> tuple[str, ...]:
    """Return the names of all functions, in alphabetical order."""
    return tuple(sorted(name for _, name in _NAMES.values()))


def functions() -> Iterator[Function]:
    """Yield every function, in alphabetical order; this imports all families."""
    for name in names():
        function = lookup(name)
        if function is not None:
            yield function
