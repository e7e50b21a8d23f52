"""Signatures of the aggregates; ``kernels.aggregates`` evaluates them over groups."""

from __future__ import annotations

from sociogram.queries.cypher.functions.registry import Function, define


def _aggregate(signature: str, description: str) -> Function:
    return define(signature, description, None, nulls="handle", aggregate=True)


FUNCTIONS: tuple[Function, ...] = (
    _aggregate(
        "avg(input :: INTEGER | FLOAT | DURATION) :: FLOAT | DURATION",
        "The average of the non-null values; null if there are none.",
    ),
    _aggregate("collect(input :: ANY) :: LIST<ANY>", "The non-null values as a list."),
    _aggregate("count(input :: ANY) :: INTEGER", "The number of non-null values; count(*) counts rows."),
    _aggregate("max(input :: ANY) :: ANY", "The greatest non-null value; null if there is none."),
    _aggregate("min(input :: ANY) :: ANY", "The smallest non-null value; null if there is none."),
    _aggregate(
        "percentileCont(input :: FLOAT, percentile :: FLOAT) :: FLOAT",
        "The percentile (0.0 to 1.0), interpolated between the two nearest values.",
    ),
    _aggregate(
        "percentileDisc(input :: FLOAT, percentile :: FLOAT) :: INTEGER | FLOAT",
        "The percentile (0.0 to 1.0), the nearest value.",
    ),
    _aggregate("stDev(input :: FLOAT) :: FLOAT", "The standard deviation of a sample."),
    _aggregate("stDevP(input :: FLOAT) :: FLOAT", "The standard deviation of a whole population."),
    _aggregate(
        "sum(input :: INTEGER | FLOAT | DURATION) :: INTEGER | FLOAT | DURATION",
        "The sum of the non-null values; 0 if there are none.",
    ),
)
