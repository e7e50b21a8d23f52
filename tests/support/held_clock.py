"""A clock that a test holds: it goes on when it is looked at, and whenever the test moves it."""

from __future__ import annotations

import pytest

from sociogram.graph.common import timer


class HeldClock:
    """Seconds that do not depend on the machine.

    Attributes:
        now: what the clock shows.
        step: seconds by which each look moves it on.
        looks: how often it was looked at.
    """

    def __init__(self) -> None:
        self.now = 1000.0
        self.step = 0.0
        self.looks = 0

    def __call__(self) -> float:
        """Look at the clock."""
        self.looks += 1
        self.now += self.step
        return self.now


@pytest.fixture
def held_clock(monkeypatch: pytest.MonkeyPatch) -> HeldClock:
    """The clock that limits go by, in the test's hands."""
    clock = HeldClock()
    monkeypatch.setattr(timer, "monotonic", clock)
    return clock
