"""A plug-in for pytest: how long each test takes, and running chosen tests in a chosen order."""

from __future__ import annotations

import json
import os
import resource
from pathlib import Path

import pytest

DURATIONS = "SOCIOGRAM_MUTANTS_DURATIONS"
CHOSEN = "SOCIOGRAM_MUTANTS_CHOSEN"
MEMORY = 6_000_000_000
"""Bytes of addresses for one run: a change may make a loop that keeps all it meets."""

_passed: dict[str, float] = {}
_failed: set[str] = set()


def pytest_configure() -> None:
    if CHOSEN in os.environ:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if CHOSEN not in os.environ:
        return
    chosen: list[str] = json.loads(Path(os.environ[CHOSEN]).read_text(encoding="utf-8"))
    order = {name: place for place, name in enumerate(chosen)}
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in order])
    items[:] = sorted((item for item in items if item.nodeid in order), key=lambda item: order[item.nodeid])


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if not report.passed:
        _failed.add(report.nodeid)
    _passed[report.nodeid] = _passed.get(report.nodeid, 0.0) + report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    if DURATIONS in os.environ and not hasattr(session.config, "workerinput"):
        passed = {name: seconds for name, seconds in _passed.items() if name not in _failed}
        Path(os.environ[DURATIONS]).write_text(json.dumps(passed), encoding="utf-8")
