"""What every test may use."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# a busy machine is no fault of the code
settings.register_profile("sociogram", deadline=None)
settings.load_profile("sociogram")

pytest_plugins = ["support.held_clock", "support.neo4j.fixtures", "support.arcadedb.fixtures"]


@pytest.fixture(scope="session", autouse=True)
def _cache_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what the tests and their commands cache out of the user's cache."""
    os.environ["SOCIOGRAM_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
