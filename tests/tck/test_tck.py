"""openCypher's Technology Compatibility Kit: every scenario, one test each.

``known_failures.txt`` lists scenarios that fail, each with its reason; one of them that passes fails
here too, so that the list says how things are.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from support.neo4j.fixtures import skip_or_fail
from support.neo4j.server import ServerUnavailableError
from support.tck.run import difference
from support.tck.scenarios import HOW_MANY, Scenario, missing, scenarios, tck_folder


def known_failures() -> dict[str, str]:
    lines = (Path(__file__).parent / "known_failures.txt").read_text(encoding="utf-8").splitlines()
    entries = [line.partition(" — ") for line in lines if line.strip() and not line.startswith("//")]
    return {name.strip(): reason.strip() for name, _, reason in entries}


KNOWN = known_failures()


def test_the_kit_is_there():
    if reason := missing():
        skip_or_fail(reason)
    assert len(scenarios()) == HOW_MANY


def test_maven_is_named_where_the_kit_cannot_be_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    for name, value in {"PATH": tmp_path, "SOCIOGRAM_CACHE": tmp_path, "SOCIOGRAM_TCK": ""}.items():
        monkeypatch.setenv(name, str(value))
    with pytest.raises(ServerUnavailableError, match="apt-get install maven"):
        tck_folder.__wrapped__()


@pytest.mark.parametrize("scenario", [pytest.param(scenario, id=scenario.id) for scenario in scenarios()])
def test_scenario(scenario: Scenario):
    wrong = difference(scenario)
    if scenario.id in KNOWN:
        assert wrong is not None, f"passes, but known_failures.txt says: {KNOWN[scenario.id]}"
        pytest.xfail(KNOWN[scenario.id])
    assert wrong is None, f"{scenario.name}\n{scenario.query}\n{wrong}"


def test_known_failures_are_scenarios():
    if missing():
        pytest.skip("openCypher's kit is not here")
    assert set(KNOWN) <= {scenario.id for scenario in scenarios()}
