"""What an aggregate function returns, of numbers and of durations."""

from __future__ import annotations

from typing import Any

import pytest

from sociogram.graph.errors import CypherError
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run


def aggregated(function: str, values: str) -> Any:
    """Return the text of an aggregate of values, as Cypher writes it."""
    (row,) = run(MemoryStore(), f"UNWIND {values} AS x RETURN {function}")
    return row[0]


@pytest.mark.parametrize(
    ("values", "percentile", "value"),
    [
        ("[4, 1, 3, 2]", 0.0, 1),
        ("[4, 1, 3, 2]", 0.1, 1),
        ("[4, 1, 3, 2]", 0.25, 1),
        ("[4, 1, 3, 2]", 0.3, 2),
        ("[4, 1, 3, 2]", 0.5, 2),
        ("[4, 1, 3, 2]", 0.75, 3),
        ("[4, 1, 3, 2]", 0.8, 4),
        ("[4, 1, 3, 2]", 1.0, 4),
        ("[10, 20, 30]", 0.5, 20),
        ("[2.5, 1, null]", 0.5, 1),
        ("[7]", 0.5, 7),
    ],
)
def test_the_discrete_percentile_is_the_first_value_that_covers_the_share(
    values: str, percentile: float, value: float
) -> None:
    assert aggregated(f"percentileDisc(x, {percentile})", values) == value


@pytest.mark.parametrize(
    ("percentile", "value"), [(0.0, 1), (0.25, 1.75), (0.5, 2.5), (0.75, 3.25), (1.0, 4)]
)
def test_the_continuous_percentile_interpolates(percentile: float, value: float) -> None:
    assert aggregated(f"percentileCont(x, {percentile})", "[4, 1, 3, 2]") == value


@pytest.mark.parametrize(
    ("durations", "mean"),
    [
        (("PT30H", "PT60H"), "P1DT21H"),
        (("PT24H", "PT24H"), "P1D"),
        (("PT23H", "PT24H"), "PT23H30M"),
        (("-PT30H", "-PT60H"), "PT-45H"),
        (("P1D", "P2D"), "P1DT12H"),
        (("P1M", "P3M"), "P2M"),
        (("PT1S", "PT2S"), "PT1.5S"),
    ],
)
def test_the_mean_of_durations_has_whole_days(durations: tuple[str, ...], mean: str) -> None:
    values = ", ".join(f"duration('{one}')" for one in durations)
    assert aggregated("toString(avg(x))", f"[{values}]") == mean


@pytest.mark.parametrize(
    ("values", "deviation"),
    [
        ("[2, 4, 4, 4, 5, 5, 7, 9]", 2.0),
        ("[1.5, 2.5]", 0.5),
        ("[0.1, 0.1, 0.1]", 0.0),
        ("[9007199254740993, 9007199254740993]", 0.0),
        ("[3]", 0.0),
    ],
)
def test_the_standard_deviation(values: str, deviation: float) -> None:
    assert aggregated("stDevP(x)", values) == deviation


@pytest.mark.parametrize("function", ["sum(x)", "avg(x)"])
@pytest.mark.parametrize("values", ["[1, 'a']", "[1, duration('P1D')]", "[duration('P1D'), 1]", "[1, true]"])
def test_only_numbers_or_only_durations_are_added(function: str, values: str) -> None:
    with pytest.raises(CypherError, match="expects numbers or durations, not both"):
        aggregated(function, values)
