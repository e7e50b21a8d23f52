"""Arithmetic on single values, and ``+`` and ``||`` on strings and lists.

A null operand gives null, unless the docstring says otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

from sociogram.graph.common.keys import float_text
from sociogram.graph.errors import CypherArithmeticError, CypherTypeError, LimitExceeded
from sociogram.queries.cypher.memory_limit import LARGE, watch
from sociogram.queries.cypher.values.comparison import INT64_MAX, INT64_MIN, own, type_name
from sociogram.queries.cypher.values.points import Point
from sociogram.queries.cypher.values.references import article, shown
from sociogram.queries.cypher.values.temporal.types import Duration, Temporal

_NUMBERS: Final = frozenset({int, float})
MAXIMUM_SIZES: Final = {"string": 100_000_000, "list": 20_000_000}
_WITH_A_TEXT: Final = (int, float, str, Temporal, Point)


def unsupported(operator: str, left: Any, right: Any) -> CypherTypeError:
    """Return the error for operands that an operator does not support."""
    return CypherTypeError(
        f"Cannot compute {shown(left)} {operator} {shown(right)}: "
        f"the operator does not accept {article(type_name(left))} and {article(type_name(right))}.",
        detail="InvalidArgumentType",
    )


def bounded(value: int, operator: str, left: Any, right: Any) -> int:
    """Return an integer result; raise CypherArithmeticError if it does not fit into 64 bits."""
    if INT64_MIN <= value <= INT64_MAX:
        return value
    raise CypherArithmeticError(
        f"The result of {left} {operator} {right} does not fit into 64 bits.",
        detail="IntegerOverflow",
        hint="Compute with floats: multiply by 1.0 or use toFloat().",
    )


def check_size(size: int, kind: str) -> None:
    """Check the size of a string or list before it is created, because it might double in a loop.

    Raises:
        LimitExceeded: it would be too long, or the query exceeded its limits.
    """
    if size < LARGE:
        return
    limit = MAXIMUM_SIZES[kind]
    if size > limit:
        raise LimitExceeded(
            f"A {kind} would become longer than {limit:,}. Split it, and work on rows (UNWIND) instead.",
            limit=f"{kind} length",
        )
    watch.make(size if kind == "string" else 8 * size)


def add(left: Any, right: Any) -> Any:
    """Return ``left + right`` of numbers, strings, lists or temporal values."""
    if left is None or right is None:
        return None
    kind, other = type(left), type(right)
    if kind is int and other is int:
        exact = left + right
        return exact if INT64_MIN <= exact <= INT64_MAX else bounded(exact, "+", left, right)
    if kind in _NUMBERS and other in _NUMBERS:
        return left + right
    if kind is str and other is str:
        check_size(len(left) + len(right), "string")
        return left + right
    if kind is list:
        check_size(len(left) + (len(right) if other is list else 1), "list")
        return [*left, *right] if other is list else [*left, right]
    if other is list:
        check_size(len(right) + 1, "list")
        return [left, *right]
    return _add_others(own(left), own(right))


def _add_others(left: Any, right: Any) -> Any:
    if isinstance(left, str) and isinstance(right, _WITH_A_TEXT):
        return add(left, text_of(right))
    if isinstance(right, str) and isinstance(left, _WITH_A_TEXT):
        return add(text_of(left), right)
    if isinstance(left, Temporal) or isinstance(right, Temporal):
        from sociogram.queries.cypher.values.temporal_operations.arithmetic import add_temporal

        result = add_temporal(left, right)
        if result is not None:
            return result
    elif type(left) in _NUMBERS and type(right) in _NUMBERS:
        return add(left, right)
    raise unsupported("+", left, right)


def concatenate(left: Any, right: Any) -> Any:
    """Return ``left || right`` of two strings or two lists."""
    if left is None or right is None:
        return None
    left, right = own(left), own(right)
    if isinstance(left, str) and isinstance(right, str):
        return add(left, right)
    if isinstance(left, list) and isinstance(right, list):
        return add(left, right)
    raise unsupported("||", left, right)


def subtract(left: Any, right: Any) -> Any:
    """Return ``left - right`` of numbers or durations, or of a temporal value and a duration."""
    if left is None or right is None:
        return None
    kind, other = type(left), type(right)
    if kind is int and other is int:
        exact = left - right
        return exact if INT64_MIN <= exact <= INT64_MAX else bounded(exact, "-", left, right)
    if kind in _NUMBERS and other in _NUMBERS:
        return left - right
    left, right = own(left), own(right)
    if isinstance(left, Temporal) and isinstance(right, Duration):
        from sociogram.queries.cypher.values.temporal_operations.arithmetic import add_temporal, negated

        return add_temporal(left, negated(right))
    if type(left) in _NUMBERS and type(right) in _NUMBERS:
        return subtract(left, right)
    raise unsupported("-", left, right)


def multiply(left: Any, right: Any) -> Any:
    """Return ``left * right`` of numbers, or of a duration and a number."""
    if left is None or right is None:
        return None
    kind, other = type(left), type(right)
    if kind is int and other is int:
        exact = left * right
        return exact if INT64_MIN <= exact <= INT64_MAX else bounded(exact, "*", left, right)
    if kind in _NUMBERS and other in _NUMBERS:
        return left * right
    left, right = own(left), own(right)
    if isinstance(right, Duration):
        left, right = right, left
    if isinstance(left, Duration) and type(right) in _NUMBERS:
        from sociogram.queries.cypher.values.temporal_operations.arithmetic import scale

        return scale(left, right)
    if type(left) in _NUMBERS and type(right) in _NUMBERS:
        return multiply(left, right)
    raise unsupported("*", left, right)


def divide(left: Any, right: Any) -> Any:
    """Return ``left / right``: integers truncated, floats as in IEEE 754, a duration by a number.

    Division by the integer 0 always raises, even for a float or null, as in Neo4j.
    """
    kind, other = type(left), type(right)
    if other is int and right == 0 and (left is None or kind in _NUMBERS):
        raise _by_zero("/", left)
    if left is None or right is None:
        return None
    if kind is int and other is int:
        quotient = abs(left) // abs(right)
        return bounded(quotient if (left < 0) == (right < 0) else -quotient, "/", left, right)
    if kind in _NUMBERS and other in _NUMBERS:
        return _divide_floats(float(left), float(right))
    left, right = own(left), own(right)
    if isinstance(left, Duration) and type(right) in _NUMBERS:
        from sociogram.queries.cypher.values.temporal_operations.arithmetic import scale

        if right == 0:
            raise _by_zero("/", left)
        return scale(left, right, divide=True)
    if type(left) in _NUMBERS and type(right) in _NUMBERS:
        return divide(left, right)
    raise unsupported("/", left, right)


def _divide_floats(left: float, right: float) -> float:
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def _by_zero(operator: str, left: Any) -> CypherArithmeticError:
    return CypherArithmeticError(
        f"Cannot compute {shown(left)} {operator} 0: division by zero.",
        detail="DivisionByZero",
        hint="Use nullIf(x, 0) as the divisor to get null instead.",
    )


def modulo(left: Any, right: Any) -> Any:
    """Return ``left % right``, with the sign of ``left``."""
    if left is None or right is None:
        return None
    kind, other = type(left), type(right)
    if kind is int and other is int:
        if right == 0:
            raise _by_zero("%", left)
        if left >= 0 and right > 0:
            return left % right
        rest = abs(left) % abs(right)
        return rest if left >= 0 else -rest
    if kind in _NUMBERS and other in _NUMBERS:
        if right == 0 or math.isinf(left):
            return math.nan
        return math.fmod(left, right)
    left, right = own(left), own(right)
    if type(left) in _NUMBERS and type(right) in _NUMBERS:
        return modulo(left, right)
    raise unsupported("%", left, right)


def power(left: Any, right: Any) -> Any:
    """Return ``left ^ right``, always a float, with NaN and infinity as in Java."""
    if left is None or right is None:
        return None
    left, right = own(left), own(right)
    if type(left) not in _NUMBERS or type(right) not in _NUMBERS:
        raise unsupported("^", left, right)
    base, exponent = float(left), float(right)
    if abs(base) == 1 and math.isinf(exponent):
        return math.nan
    if base == 1 and math.isnan(exponent):
        return math.nan
    try:
        return math.pow(base, exponent)
    except ValueError:
        if base != 0:
            return math.nan
        odd = math.fmod(exponent, 2) == -1
        return math.copysign(math.inf, base) if odd else math.inf
    except OverflowError:
        return -math.inf if base < 0 and math.fmod(exponent, 2) != 0 else math.inf


def negate(value: Any) -> Any:
    """Return ``-value`` of a number or a duration."""
    if value is None:
        return None
    value = own(value)
    if type(value) is int:
        return bounded(-value, "-", 0, value)
    if type(value) is float:
        return -value
    if isinstance(value, Duration):
        from sociogram.queries.cypher.values.temporal_operations.arithmetic import negated

        return negated(value)
    raise _no_number("-", value)


def positive(value: Any) -> Any:
    """Return ``+value``, the same number."""
    value = own(value)
    if value is None or type(value) in _NUMBERS:
        return value
    raise _no_number("+", value)


def _no_number(operator: str, value: Any) -> CypherTypeError:
    return CypherTypeError(
        f"Cannot compute {operator}{shown(value)}: {article(type_name(value))} is not a number.",
        detail="InvalidArgumentType",
    )


def text_of(value: Any) -> str:
    """Return a string, a number, a truth value, a temporal value or a point as Cypher writes it."""
    if type(value) is int or type(value) is str:
        return str(value)
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, Temporal):
        from sociogram.queries.cypher.values.temporal.types import format_temporal

        return format_temporal(value, seconds=True)
    return float_text(value) if isinstance(value, float) else str(value)


ARITHMETIC: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "%": modulo,
    "^": power,
    "||": concatenate,
}
