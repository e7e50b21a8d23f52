"""Our engine against others, on the same graphs, the same questions, the same machine.

    make bench       all peers, the full graph; writes benchmarks/last.json and docs/performance.md
    python benchmarks/run.py --peers ladybug,kglite --sizes tenth --queries two_hops,by_type

Each engine runs in a process of its own; a peer's with the Python of its own environment, made on first
use in the user's cache folder. Pairs are interleaved: ours, theirs, ours, theirs; the best of several
counts. Answers are compared before anything is timed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from graphs import SHAPES, SIZES, make, write_csv
from process import HOME, OURS, PEERS, Engine, EngineError, Peer
from questions import Query, queries_of
from report import machine, show, write_docs

LAST = Path(__file__).resolve().parent / "last.json"
BUDGET = 0.7
"""Seconds for which a pair is timed, at least."""
ROUNDS = (3, 25)
DEATHS = 8
"""An engine that died or hung so often is not started again."""


def time_pair(ours: Engine, theirs: Engine, query: Query) -> tuple[dict[str, Any], dict[str, Any]]:
    """Compare one query's answers, then its times."""
    mine = _answer(ours, query)
    other = _answer(theirs, query)
    if "error" in mine or "error" in other:
        if "error" not in mine:
            _measure([(ours, mine)], query)
        return mine, other
    if mine["answer"] != other["answer"]:
        other["wrong"] = f"{other['rows']} rows {other['shown']}, ours {mine['rows']} rows {mine['shown']}"
    _measure([(ours, mine), (theirs, other)], query)
    return mine, other


def _answer(engine: Engine, query: Query) -> dict[str, Any]:
    if engine.deaths >= DEATHS:
        return {"error": f"died or hung {engine.deaths} times before"}
    try:
        return engine.ask({"do": "answer", "query": query.request(engine.peer.name)})
    except EngineError as error:
        return {"error": str(error)}


def _measure(pair: list[tuple[Engine, dict[str, Any]]], query: Query) -> None:
    """Time engines in turn, so that a busy moment falls on all of them."""
    begun = time.perf_counter()
    turns = 0
    while turns < ROUNDS[0] or (turns < ROUNDS[1] and time.perf_counter() - begun < BUDGET):
        turns += 1
        for engine, found in pair:
            # what is over in a moment is tried more often at a time
            rounds = 1 if found.get("wall", 1000.0) > 5 else 10
            request = {"do": "time", "query": query.request(engine.peer.name), "rounds": rounds}
            try:
                times = engine.ask(request)
            except EngineError as error:
                found["error"] = str(error)
                return
            for clock in ("wall", "cpu"):
                found[clock] = min(times[clock], found.get(clock, times[clock]))


def run_peer(peer: Peer, folder: Path, asked: list[Query], settings: argparse.Namespace) -> dict[str, Any]:
    """Run all queries on our engine and on one peer."""
    core = settings.core if settings.pinned else None
    found: dict[str, Any] = {"queries": {}}
    with (
        Engine(OURS, folder, core=core, patience=settings.patience) as ours,
        Engine(peer, folder, core=core, patience=settings.patience) as theirs,
    ):
        ours.start()
        try:
            theirs.start()
        except (EngineError, OSError) as error:
            return {"error": f"could not be loaded: {error}"}
        found["load"] = theirs.loaded
        found["ours_load"] = ours.loaded
        for query in asked:
            mine, other = time_pair(ours, theirs, query)
            found["queries"][query.name] = {"ours": mine, "theirs": other}
            _tell(peer, query, mine, other)
    return found


def _tell(peer: Peer, query: Query, mine: dict[str, Any], other: dict[str, Any]) -> None:
    clock = "wall" if peer.server else "cpu"
    theirs = other.get("error") or f"{other[clock]:.3f} ms" + (" WRONG" if "wrong" in other else "")
    ours = mine.get("error") or f"{mine[clock]:.3f} ms"
    print(f"{peer.name:12} {query.name:20} ours {ours:>12}   theirs {theirs}", file=sys.stderr, flush=True)


def run_graph(shape: str, size: str, settings: argparse.Namespace) -> dict[str, Any]:
    """Run all peers on one graph."""
    graph = make(shape, size)
    folder = HOME / "graphs" / graph.name
    write_csv(graph, folder)
    asked = [
        query
        for query in queries_of(graph)
        if not settings.queries or {query.name, query.family} & set(settings.queries)
    ]
    results: dict[str, Any] = {
        "shape": shape,
        "size": size,
        "actors": len(graph.ids),
        "relations": len(graph.source),
        "families": {query.name: query.family for query in asked},
        "peers": {},
    }
    for name in settings.peers:
        peer = PEERS[name]
        if peer.sizes and size not in peer.sizes:
            continue
        results["peers"][name] = run_peer(peer, folder, asked, settings)
    return results


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""

    def names(text: str) -> list[str]:
        return [name for name in text.split(",") if name]

    every = [name for name in PEERS if name != "neo4j"]
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--peers", type=names, default=every, help=f"of {', '.join(PEERS)}")
    parser.add_argument("--shapes", type=names, default=["skewed"], help=f"of {', '.join(SHAPES)}")
    parser.add_argument("--sizes", type=names, default=["full"], help=f"of {', '.join(SIZES)}")
    parser.add_argument("--queries", type=names, default=[], help="names or families; all if none")
    parser.add_argument("--free", dest="pinned", action="store_false", help="let engines use every core")
    parser.add_argument("--core", type=int, default=(os.cpu_count() or 1) - 1, help="the core to pin to")
    parser.add_argument("--patience", type=float, default=30.0, help="seconds for one request")
    parser.add_argument(
        "--neo4j", action="store_true", help="also the server of NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD"
    )
    parser.add_argument("--json", type=Path, default=LAST)
    parser.add_argument("--docs", action="store_true", help="rewrite the table in docs/performance.md")
    settings = parser.parse_args(arguments)
    if settings.neo4j:
        settings.peers = [*settings.peers, "neo4j"]
    return settings


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark."""
    settings = parse(arguments)
    runs = [run_graph(shape, size, settings) for shape in settings.shapes for size in settings.sizes]
    found = {"machine": machine(), "pinned": settings.pinned, "runs": runs}
    settings.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    for one in runs:
        print(show(one, pinned=settings.pinned))
    if settings.docs:
        write_docs(found)


if __name__ == "__main__":
    main()
