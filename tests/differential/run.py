"""Runs queries by chance on the engine in memory and on a real Neo4j server, and prints what differs.

    make differential N=10000 [SEED=1] [NEO4J=2026.08.1]

Uses the server that NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD name (its database is wiped), or
starts one for the run.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sociogram.graph.neo4j.store import Neo4jStore
from support.differential.compare import Tally, differences
from support.neo4j.server import DEFAULT_VERSION, Neo4jServer


@contextlib.contextmanager
def opened(version: str, uri: str | None) -> Iterator[Neo4jStore]:
    if uri:
        with Neo4jStore.from_environment(uri) as store:
            yield store
    else:
        with Neo4jServer(version) as server, Neo4jStore(server.uri, server.user, server.password) as store:
            yield store


ended: list[int] = []
"""The signal that asked for the end, if one did."""


def progress(tally: Tally) -> None:
    """Say now and then how far the run is; end it as Ctrl-C does where that was asked for."""
    if tally.queries % 1000 == 0:
        print(f"{tally.queries:,} queries", file=sys.stderr, flush=True)
    if ended:
        raise KeyboardInterrupt


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare the engine in memory with a real Neo4j server.")
    parser.add_argument("-n", type=int, default=10_000, help="how many queries")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--neo4j", default=os.environ.get("NEO4J") or DEFAULT_VERSION, help="its version")
    parser.add_argument("--stop-after", type=int, default=20, help="differences to find at most")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda number, _frame: ended.append(number))
    tally = Tally()
    begun = time.monotonic()
    found = 0
    with contextlib.suppress(KeyboardInterrupt), opened(options.neo4j, os.environ.get("NEO4J_URI")) as store:
        for difference in differences(options.seed, options.n, store, tally=tally, progress=progress):
            print(difference, flush=True)
            found += 1
            if found >= options.stop_after:
                break
    print(
        f"{tally.queries:,} queries (seed {options.seed}) in {time.monotonic() - begun:.0f} s: "
        f"{tally.with_rows:,} with rows, {tally.writing:,} writing, {tally.failing:,} failing, "
        f"{tally.not_compared:,} too large to compare; "
        f"{found} unexplained differences"
    )
    for reason, times in sorted(tally.known.items()):
        print(f"  {times:6,} × {reason}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
