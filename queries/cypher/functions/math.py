"""Functions of numbers; ``trig`` has the trigonometric ones."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sociogram.graph.columns import Column, FloatColumn, IntColumn
from sociogram.graph.errors import CypherArgumentError, CypherArithmeticError
from sociogram.queries.cypher.functions.registry import Function, Kernel, define
from sociogram.queries.cypher.values.comparison import INT64_MIN

if TYPE_CHECKING:
    from sociogram.queries.cypher.context import Context


def absolute(value: int | float) -> int | float:
    """Return the absolute value."""
    if value == INT64_MIN and isinstance(value, int):
        raise CypherArithmeticError(f"abs({value}) does not fit into 64 bits.", detail="IntegerOverflow")
    return abs(value)


def ceiling(value: float) -> float:
    """Return the smallest integer that is not less than the number."""
    return _whole(value, math.ceil)


def floor(value: float) -> float:
    """Return the greatest integer that is not greater than the number."""
    return _whole(value, math.floor)


def _whole(value: float, toward: Callable[[float], int]) -> float:
    number = float(value)
    if math.isnan(number) or math.isinf(number):
        return number
    return math.copysign(float(toward(number)), number)


_MODES = ("UP", "DOWN", "CEILING", "FLOOR", "HALF_UP", "HALF_DOWN", "HALF_EVEN")


def round_number(value: float, precision: int | float = 0, mode: str | None = None) -> float:
    """Round a number to a number of decimals.

    By default, ties round towards positive infinity; with a precision, they round away from zero.
    """
    if not 0 <= precision < math.inf:
        raise CypherArgumentError(
            f"The precision of round() must be 0 or more, but got {precision}.", detail="NumberOutOfRange"
        )
    decimals, number = int(precision), float(value)
    rounding = "HALF_UP" if mode is None else mode
    if rounding not in _MODES:
        raise CypherArgumentError(
            f"Unknown rounding mode {mode!r}.",
            detail="InvalidArgumentValue",
            hint=f"Use one of {', '.join(_MODES)}.",
        )
    if math.isnan(number) or math.isinf(number):
        return number
    if mode is None and decimals == 0:
        return _half_up(number)
    if decimals > 400:
        return number
    from decimal import Context as DecimalContext
    from decimal import Decimal

    exact = Decimal(repr(number))
    return float(
        exact.quantize(
            Decimal(1).scaleb(-decimals), rounding=f"ROUND_{rounding}", context=DecimalContext(prec=800)
        )
    )


def _half_up(number: float) -> float:
    """Round as Java's Math.round does, which saturates at the limits of 64-bit integers."""
    whole = float(math.floor(number))
    rounded = whole + 1.0 if number - whole >= 0.5 else whole
    return max(-(2.0**63), min(2.0**63, rounded))


def sign(value: int | float) -> int:
    """Return the sign: -1, 0 or 1."""
    return (value > 0) - (value < 0)


def square_root(value: float) -> float:
    """Return the square root; NaN below 0."""
    return math.sqrt(value) if value >= 0 else math.nan


def exponential(value: float) -> float:
    """Return e to the power of a number."""
    try:
        return math.exp(value)
    except OverflowError:
        return math.inf


def logarithm(value: float) -> float:
    """Return the natural logarithm; NaN below 0."""
    return _logarithm(value, math.log)


def logarithm_10(value: float) -> float:
    """Return the logarithm to base 10; NaN below 0."""
    return _logarithm(value, math.log10)


def _logarithm(value: float, function: Callable[[float], float]) -> float:
    if value > 0:
        return function(value)
    return -math.inf if value == 0 else math.nan


def is_nan(value: float) -> bool:
    """Return whether a number is NaN."""
    return math.isnan(value)


def euler() -> float:
    """Return e."""
    return math.e


def rand(context: Context) -> float:
    """Return a random number in [0, 1)."""
    return context.random.random()


def _abs_kernel(columns: Sequence[Column], length: int, context: Any) -> Column | None:  # noqa: ARG001
    column = columns[0]
    if isinstance(column, FloatColumn):
        return FloatColumn(np.abs(column.values), column.nulls)
    if isinstance(column, IntColumn) and not (column.values == INT64_MIN).any():
        return IntColumn(np.abs(column.values), column.nulls)
    return None


def _float_kernel(function: Callable[[Any], Any]) -> Kernel:
    def run(columns: Sequence[Column], length: int, context: Any) -> Column | None:  # noqa: ARG001
        column = columns[0]
        if not isinstance(column, IntColumn | FloatColumn):
            return None
        with np.errstate(all="ignore"):
            return FloatColumn(function(column.stored.astype(np.float64)), column.nulls)

    return run


def _round_kernel(columns: Sequence[Column], length: int, context: Any) -> Column | None:  # noqa: ARG001
    column = columns[0]
    if len(columns) > 1 or not isinstance(column, IntColumn | FloatColumn):
        return None
    values = column.stored.astype(np.float64)
    with np.errstate(all="ignore"):
        whole = np.floor(values) + 0.0  # 0.0 for -0.0, as math.floor returns
        rounded = np.clip(np.where(values - whole >= 0.5, whole + 1.0, whole), -(2.0**63), 2.0**63)
        rounded = np.where(np.isinf(values), values, rounded)
    return FloatColumn(rounded, column.nulls)


FUNCTIONS: tuple[Function, ...] = (
    define(
        "abs(input :: INTEGER | FLOAT) :: INTEGER | FLOAT",
        "The absolute value.",
        absolute,
        kernel=_abs_kernel,
    ),
    define(
        "ceil(input :: FLOAT) :: FLOAT",
        "The smallest integer that is not less than the number.",
        ceiling,
        kernel=_float_kernel(np.ceil),
    ),
    define("e() :: FLOAT", "The base of the natural logarithm.", euler),
    define("exp(input :: FLOAT) :: FLOAT", "e to the power of a number.", exponential),
    define(
        "floor(input :: FLOAT) :: FLOAT",
        "The greatest integer that is not greater than the number.",
        floor,
        kernel=_float_kernel(np.floor),
    ),
    define("isNaN(input :: INTEGER | FLOAT) :: BOOLEAN", "Whether it is NaN.", is_nan),
    define("log(input :: FLOAT) :: FLOAT", "The natural logarithm.", logarithm),
    define("log10(input :: FLOAT) :: FLOAT", "The logarithm to base 10.", logarithm_10),
    define(
        "rand() :: FLOAT",
        "A random number in [0, 1).",
        rand,
        needs_context=True,
        deterministic=False,
    ),
    define(
        "round(value :: FLOAT, precision? :: INTEGER | FLOAT, mode? :: STRING) :: FLOAT",
        "The number rounded to a precision; ties round up.",
        round_number,
        kernel=_round_kernel,
    ),
    define("sign(input :: INTEGER | FLOAT) :: INTEGER", "The sign: -1, 0 or 1.", sign),
    define("sqrt(input :: FLOAT) :: FLOAT", "The square root.", square_root, kernel=_float_kernel(np.sqrt)),
)
