"""Trigonometric functions; angles are in radians."""

from __future__ import annotations

import math
from collections.abc import Callable

from sociogram.queries.cypher.functions.registry import Function, define


def _or_nan(function: Callable[[float], float]) -> Callable[[float], float]:
    """Return a function that gives NaN outside its domain and infinity on overflow."""

    def run(value: float) -> float:
        try:
            return function(value)
        except ValueError:
            return math.nan
        except OverflowError:
            return math.copysign(math.inf, value) if function is math.sinh else math.inf

    return run


def cotangent(value: float) -> float:
    """Return the cotangent; infinite at 0."""
    return math.inf if value == 0 else 1.0 / tangent(value)


def hyperbolic_cotangent(value: float) -> float:
    """Return the hyperbolic cotangent; NaN at 0."""
    return math.nan if value == 0 else 1.0 / math.tanh(value)


def haversine(value: float) -> float:
    """Return half the versine."""
    return (1.0 - cosine(value)) / 2.0


def arc_tangent_2(y: float, x: float) -> float:
    """Return the angle between the positive x axis and the point (x, y)."""
    return math.atan2(y, x)


def pi() -> float:
    """Return pi."""
    return math.pi


sine = _or_nan(math.sin)
cosine = _or_nan(math.cos)
tangent = _or_nan(math.tan)

FUNCTIONS: tuple[Function, ...] = (
    define("acos(input :: FLOAT) :: FLOAT", "The arc cosine.", _or_nan(math.acos)),
    define("asin(input :: FLOAT) :: FLOAT", "The arc sine.", _or_nan(math.asin)),
    define("atan(input :: FLOAT) :: FLOAT", "The arc tangent.", math.atan),
    define("atan2(y :: FLOAT, x :: FLOAT) :: FLOAT", "The angle of a point (x, y).", arc_tangent_2),
    define("cos(input :: FLOAT) :: FLOAT", "The cosine.", cosine),
    define("cosh(input :: FLOAT) :: FLOAT", "The hyperbolic cosine.", _or_nan(math.cosh)),
    define("cot(input :: FLOAT) :: FLOAT", "The cotangent.", cotangent),
    define("coth(input :: FLOAT) :: FLOAT", "The hyperbolic cotangent.", hyperbolic_cotangent),
    define("degrees(input :: FLOAT) :: FLOAT", "Radians as degrees.", math.degrees),
    define("haversin(input :: FLOAT) :: FLOAT", "Half the versine.", haversine),
    define("pi() :: FLOAT", "The ratio of a circle's circumference to its diameter.", pi),
    define("radians(input :: FLOAT) :: FLOAT", "Degrees as radians.", math.radians),
    define("sin(input :: FLOAT) :: FLOAT", "The sine.", sine),
    define("sinh(input :: FLOAT) :: FLOAT", "The hyperbolic sine.", _or_nan(math.sinh)),
    define("tan(input :: FLOAT) :: FLOAT", "The tangent.", tangent),
    define("tanh(input :: FLOAT) :: FLOAT", "The hyperbolic tangent.", math.tanh),
)
