"""The openCypher TCK before anything runs: every query parses and checks, every compile-time error is right.

One test a feature file; the whole scenarios run in ``tests/tck``.
"""

from __future__ import annotations

from collections import defaultdict

import pytest

from sociogram.graph.errors import CypherError
from sociogram.queries.cypher import functions
from sociogram.queries.cypher.check import Checked, check
from sociogram.queries.cypher.syntax.parser import parse
from support.cypher.unparse import unparse
from support.tck.scenarios import Failure, Rows, Scenario, missing, parameter_value, read_value, scenarios

pytestmark = pytest.mark.skipif(missing() is not None, reason=str(missing()))

FEATURES: dict[str, list[Scenario]] = defaultdict(list)
for _scenario in scenarios():
    FEATURES[_scenario.feature].append(_scenario)

feature = pytest.mark.parametrize("name", sorted(FEATURES))


def checked(scenario: Scenario, query: str) -> Checked:
    procedures = {procedure.name: procedure for procedure in scenario.procedures}
    parameters = {name: parameter_value(value) for name, value in scenario.parameters}
    return check(parse(query), functions=functions, procedures=procedures, parameters=parameters)


def is_compile_time(scenario: Scenario) -> bool:
    return isinstance(scenario.expectation, Failure) and scenario.expectation.phase == "compile time"


@feature
def test_what_is_right_passes(name: str) -> None:
    for scenario in FEATURES[name]:
        for query in (*scenario.setup, *(control for control, _ in scenario.controls)):
            checked(scenario, query)
        if is_compile_time(scenario):
            continue
        expected = scenario.expectation
        if isinstance(expected, Failure) and expected.phase == "any time":
            continue  # which may well be before the query runs
        found = checked(scenario, scenario.query)
        if isinstance(expected, Rows) and expected.columns:
            assert found.columns == expected.columns, scenario.id


@feature
def test_what_is_wrong_is_told(name: str) -> None:
    for scenario in filter(is_compile_time, FEATURES[name]):
        expected = scenario.expectation
        with pytest.raises(CypherError) as caught:
            checked(scenario, scenario.query)
        error = caught.value
        assert (error.type, error.phase, error.detail) == (expected.type, expected.phase, expected.detail), (
            scenario.id,
            str(error),
        )


@feature
def test_trees_go_back_to_text(name: str) -> None:
    for scenario in FEATURES[name]:
        if is_compile_time(scenario):
            continue
        for query in (*scenario.setup, scenario.query):
            statement = parse(query)
            assert parse(unparse(statement)) == statement, query


def test_the_notation_of_values() -> None:
    assert len(scenarios()) == 3896
    for scenario in scenarios():
        if isinstance(scenario.expectation, Rows):
            for row in scenario.expectation.rows:
                for cell in row:
                    assert read_value(cell)
