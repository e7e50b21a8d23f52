"""Compile function calls: find the function, check the argument types, select the kernel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final

from sociogram.graph.columns import LIST_LIMIT, Column, IntColumn
from sociogram.graph.errors import (
    COMPILE_TIME,
    CypherArgumentError,
    CypherError,
    CypherSyntaxError,
    CypherTypeError,
)
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.expressions.boolean import coalesce
from sociogram.queries.cypher.functions.registry import Function, lookup
from sociogram.queries.cypher.kernels.compiled import (
    Compiled,
    Compiler,
    apply,
    apply_each_row,
    folded,
)
from sociogram.queries.cypher.kernels.lists import as_lists
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.values.comparison import own, type_name
from sociogram.queries.cypher.values.points import Point
from sociogram.queries.cypher.values.references import NodeRef, PathRef, RelationshipRef, article, shown
from sociogram.queries.cypher.values.temporal.types import (
    Date,
    Duration,
    LocalDateTime,
    LocalTime,
    ZonedDateTime,
    ZonedTime,
)

_PYTHON_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "BOOLEAN": (bool,),
    "STRING": (str,),
    "INTEGER": (int,),
    "FLOAT": (float, int),
    "LIST": (list,),
    "MAP": (dict,),
    "NODE": (NodeRef,),
    "RELATIONSHIP": (RelationshipRef,),
    "PATH": (PathRef,),
    "POINT": (Point,),
    "DATE": (Date,),
    "LOCAL TIME": (LocalTime,),
    "ZONED TIME": (ZonedTime,),
    "LOCAL DATETIME": (LocalDateTime,),
    "ZONED DATETIME": (ZonedDateTime,),
    "DURATION": (Duration,),
}


def compile_function(expression: ast.FunctionCall, compiler: Compiler) -> Compiled:
    """Compile ``name(arguments)``."""
    function = lookup(expression.name)
    if function is None or function.aggregate:
        raise _unknown(expression)
    arguments = expression.arguments
    if function.name in _PATTERN_ARGUMENT and len(arguments) == 1:
        special = _PATTERN_ARGUMENT[function.name](arguments[0], compiler)
        if special is not None:
            return special
    _check_count(function, expression)
    parts = [compiler.compile(argument) for argument in arguments]
    if function.name == "coalesce":
        return coalesce(parts)
    compiled = call(function, parts)
    if function.deterministic and not function.needs_context:
        return folded(compiled, parts)
    return compiled


def call(function: Function, parts: Sequence[Compiled]) -> Compiled:
    """Compile a call whose arguments are already compiled."""
    kernel, deterministic = function.kernel, function.deterministic
    fewest = 0 if function.handles_lists else LIST_LIMIT + 1
    scalar = checked(function)
    keeps = deterministic and not function.needs_context and function.nulls == "propagate"
    cache_name = function.name if keeps else None

    def run(batch: Batch, context: Context) -> Column:
        columns = [part(batch, context) for part in parts]
        length = batch.length
        if kernel is not None and length >= fewest:
            quick = kernel(columns, length, context)
            if quick is not None:
                return quick
        bound = _with_context(scalar, context) if function.needs_context else scalar
        if not deterministic:
            return apply_each_row(bound, columns, length)
        return apply(bound, columns, length, cache_name)

    return run


def _with_context(scalar: Callable[..., Any], context: Context) -> Callable[..., Any]:
    def bound(*arguments: Any) -> Any:
        return scalar(context, *arguments)

    return bound


def checked(function: Function) -> Callable[..., Any]:
    """Return a function's scalar with null propagation and type checks added."""
    scalar = function.scalar
    if scalar is None:
        raise TypeError(f"{function.name} has no scalar function")
    propagate, refuse = function.nulls == "propagate", function.nulls == "refuse"
    accepted = [_accepted(parameter.types) for parameter in function.parameters]
    if not propagate and not any(accepted):
        return scalar
    skip = 1 if function.needs_context else 0
    if propagate and not skip and len(accepted) == 1:
        return _checked_unary(function, scalar, accepted[0])
    if accepted and function.parameters[-1].variadic:
        accepted += [accepted[-1]] * 32

    fitting: set[tuple[type, ...]] = set()
    """The combinations of argument types that have turned out to need no conversion."""

    def run(*arguments: Any) -> Any:
        found = tuple(map(type, arguments))
        if found in fitting:
            return scalar(*arguments)
        given = arguments[skip:]
        if propagate and None in given:
            return None
        for value, types in zip(given, accepted, strict=False):
            if types and type(value) not in types and (refuse or value is not None):
                return scalar(*arguments[:skip], *_converted(function, given, accepted))
        fitting.add(found)
        return scalar(*arguments)

    return run


def _checked_unary(
    function: Function, scalar: Callable[..., Any], accepted: frozenset[type]
) -> Callable[[Any], Any]:
    """Return a function of one argument with checks added, a shortcut for the most frequent calls."""
    if not accepted:
        return lambda value: None if value is None else scalar(value)

    def run(value: Any) -> Any:
        if type(value) in accepted:
            return scalar(value)
        return None if value is None else scalar(*_converted(function, (value,), [accepted]))

    return run


@cache
def _accepted(types: tuple[str, ...]) -> frozenset[type]:
    """Return the Python types that a parameter accepts; empty for any type."""
    found: set[type] = set()
    for name in types:
        outer = name.partition("<")[0]
        if outer not in _PYTHON_TYPES:
            return frozenset()
        found.update(_PYTHON_TYPES[outer])
    return frozenset(found)


def _converted(
    function: Function, given: tuple[Any, ...], accepted: list[frozenset[type]]
) -> tuple[Any, ...]:
    """Convert arguments as the graph stores them to Cypher values.

    Raises:
        CypherError: an argument has a type that the function does not accept.
    """
    converted = [own(value) for value in given]
    for position, value in enumerate(converted):
        if not accepted[position] or type(value) in accepted[position]:
            continue
        if value is None and function.nulls != "refuse":
            continue
        if accepted[position] == _ONLY_INTEGER and _is_finite(value) and function.name in _CUTS_FRACTIONS:
            converted[position] = int(value)
        else:
            raise wrong_argument(function, position, value)
    return tuple(converted)


def _is_finite(value: Any) -> bool:
    return type(value) is float and value - value == 0


_ONLY_INTEGER: Final = frozenset({int})
_CUTS_FRACTIONS: Final = frozenset({"left", "right", "substring"})
"""Functions that truncate 1.5 to 1 if only the run time shows that it is a FLOAT."""


def wrong_argument(function: Function, position: int, value: Any) -> CypherError:
    """Return the error for an argument of a type that the function does not accept."""
    parameter = function.parameters[min(position, len(function.parameters) - 1)]
    wanted = " or ".join(article(name) for name in parameter.type.split(" | "))
    message = (
        f"{function.name}() expects {wanted} for {parameter.name}, "
        f"but got {shown(value)}, which is {article(type_name(value))}."
    )
    if function.name == "range":  # openCypher specifies a different error for this one function
        return CypherArgumentError(message, detail="InvalidArgumentType")
    return CypherTypeError(message, detail="InvalidArgumentValue")


def _check_count(function: Function, expression: ast.FunctionCall) -> None:
    count = len(expression.arguments)
    if count < function.minimum or (function.maximum is not None and count > function.maximum):
        raise CypherSyntaxError(
            f"{function.signature} was called with {count} argument{'' if count == 1 else 's'}.",
            phase=COMPILE_TIME,
            detail="InvalidNumberOfArguments",
        )


def _unknown(expression: ast.FunctionCall) -> CypherSyntaxError:
    if lookup(expression.name) is not None:
        return CypherSyntaxError(
            f"{expression.name}() is not allowed here: aggregates belong in WITH, RETURN or ORDER BY.",
            phase=COMPILE_TIME,
            detail="InvalidAggregation",
        )
    return CypherSyntaxError(
        f"There is no function {expression.name}().", phase=COMPILE_TIME, detail="UnknownFunction"
    )


# ── Functions of patterns ──────────────────────────────────────────────────────────────────────


def _exists(argument: ast.Expression, compiler: Compiler) -> Compiled | None:
    """Compile ``exists((a)-->(b))`` as the pattern, and ``exists(n.key)`` as IS NOT NULL."""
    if isinstance(argument, ast.PatternExpression):
        return compiler.compile(argument)
    return compiler.compile(ast.IsNull(argument, negated=True))


def _size(argument: ast.Expression, compiler: Compiler) -> Compiled | None:
    """Compile ``size((a)-->(b))`` (Cypher 4), the number of matches; None for other arguments."""
    if not isinstance(argument, ast.PatternExpression):
        return None
    matches = compiler.compile_subquery(ast.PatternComprehension(argument.pattern, None, ast.Literal(1)))

    def run(batch: Batch, context: Context) -> Column:
        return IntColumn(as_lists(matches(batch, context)).lengths)

    return run


_PATTERN_ARGUMENT: Final[dict[str, Callable[[ast.Expression, Compiler], Compiled | None]]] = {
    "exists": _exists,
    "size": _size,
}
