"""The signatures of the aggregating functions; ``aggregates`` evaluates them over groups."""

from __future__ import annotations

from sociogram.queries.cypher.functions.registry import Function, define


def _aggregate(signature: str, description: str) -> Function:
    return define(signature, description, None, nulls="handle", aggregate=True)


FUNCTIONS: tuple[Function, ...] = (
    _aggregate(
        "avg(input :: INTEGER | FLOAT | DURATION) :: FLOAT | DURATION",
        "The average of the values that are not null; null for none.",
    ),
    _aggregate("collect(input :: ANY) :: LIST<ANY>", "The values that are not null, as a list."),
    _aggregate("count(input :: ANY) :: INTEGER", "How many values are not null; count(*) counts rows."),
    _aggregate("max(input :: ANY) :: ANY", "The greatest value that is not null; null for none."),
    _aggregate("min(input :: ANY) :: ANY", "The smallest value that is not null; null for none."),
    _aggregate(
        "percentileCont(input :: FLOAT, percentile :: FLOAT) :: FLOAT",
        "The percentile (0.0 to 1.0), interpolated between the two nearest values.",
    ),
    _aggregate(
        "percentileDisc(input :: FLOAT, percentile :: FLOAT) :: INTEGER | FLOAT",
        "The percentile (0.0 to 1.0): the value nearest to it.",
    ),
    _aggregate("stDev(input :: FLOAT) :: FLOAT", "The standard deviation of a sample."),
    _aggregate("stDevP(input :: FLOAT) :: FLOAT", "The standard deviation of a whole population."),
    _aggregate(
        "sum(input :: INTEGER | FLOAT | DURATION) :: INTEGER | FLOAT | DURATION",
        "The sum of the values that are not null; 0 for none.",
    ),
)
