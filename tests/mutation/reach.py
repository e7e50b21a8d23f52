"""A plug-in for pytest: which tests reach a mutant, the CPU time of each, and chosen tests in a chosen order.

CPU time, not the clock's: how busy the machine is must not decide whether a mutant survives.
"""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Generator
from pathlib import Path

import pytest

DURATIONS = "SOCIOGRAM_MUTANTS_DURATIONS"
REACHED = "SOCIOGRAM_MUTANTS_REACHED"
"""A folder, into which each process of a test run writes which of its tests reached which mutants."""
CHOSEN = "SOCIOGRAM_MUTANTS_CHOSEN"
CPU_SECONDS = 100
"""CPU time for the tests of one mutant; the system ends a process that needs more."""
MEMORY = 6_000_000_000
"""Bytes of addresses for one process: a change may make an endless loop that collects what it meets."""

_passed: dict[str, float] = {}
_failed: set[str] = set()
_counted = 0.0
_reached: set[str] = set()
_reached_by: dict[str, list[str]] = {}


def cpu_seconds() -> float:
    """Return the CPU time of this process and of its children that have ended."""
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def reached(line: str) -> None:
    """Record that the running test reached a line; ``try_mutants`` puts this call before each mutant."""
    _reached.add(line)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    _reached.clear()
    outcome = yield
    if _reached:
        _reached_by[item.nodeid] = sorted(_reached)
    return outcome


def pytest_configure() -> None:
    if CHOSEN in os.environ:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    global _counted
    report = yield
    before, _counted = _counted, cpu_seconds()
    report.duration = _counted - before
    return report


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
    if REACHED in os.environ:
        path = Path(os.environ[REACHED]) / f"{os.getpid()}.json"
        path.write_text(json.dumps(_reached_by), encoding="utf-8")
    if DURATIONS in os.environ and not hasattr(session.config, "workerinput"):
        passed = {name: seconds for name, seconds in _passed.items() if name not in _failed}
        Path(os.environ[DURATIONS]).write_text(json.dumps(passed), encoding="utf-8")
