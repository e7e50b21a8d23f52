"""The server for tests: what it says where something is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from _pytest.outcomes import Failed, Skipped

from support.neo4j import server as harness
from support.neo4j.fixtures import skip_or_fail


def test_maven_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("SOCIOGRAM_CACHE", str(tmp_path))
    with pytest.raises(harness.ServerUnavailableError, match="apt-get install maven"):
        harness.jars("5.26.30")


@pytest.mark.parametrize(
    ("version", "package"), [("5.26.30", "openjdk-17-jre-headless"), ("2026.08.1", "a JDK of 21 or later")]
)
def test_java_is_named_where_it_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str, package: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setattr(harness, "JVM_FOLDERS", (tmp_path,))
    with pytest.raises(harness.ServerUnavailableError, match=package):
        harness.find_java(version)


def test_jars_that_are_there_are_not_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "neo4j-5.26.30").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("SOCIOGRAM_CACHE", str(tmp_path))
    assert harness.jars("5.26.30") == tmp_path / "neo4j-5.26.30"


@pytest.mark.parametrize(("ci", "outcome"), [("true", Failed), ("", Skipped)])
def test_what_is_missing_fails_on_a_build_server(
    monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="install maven"):
        skip_or_fail("install maven")


def test_a_server_that_does_not_start_shows_its_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(harness, "jars", lambda version: tmp_path)
    server = harness.Neo4jServer(home=tmp_path / "home")
    with pytest.raises(harness.ServerFailedError, match="ended while starting") as caught:
        server.start()
    assert "CommunityEntryPoint" in str(caught.value)
