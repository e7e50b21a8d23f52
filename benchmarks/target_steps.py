"""What ``targets.py`` measures: each step runs in a process of its own and prints what it found as JSON.

python benchmarks/target_steps.py STEP SIZE     one step on one of the sizes of ``graphs.SIZES``
"""

from __future__ import annotations

import gc
import importlib
import json
import pkgutil
import resource
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from graphs import TYPES, BenchGraph, dataset_of, make
from questions import cast_of, queries_of

Found = dict[str, Any]

ROUNDS = 9
AT_ONCE = 20
BUDGET = 1.0
"""Seconds for which one query is timed, where it is quicker than its rounds."""
WARM = 20
PLANNED = 20
WRITES = 200
STREAM = 10_000
READERS = 2
PAUSE = 0.01
"""Seconds between two writes beside readers, so that these read in between."""
SIMILAR_ACTORS = 20
NEIGHBOURHOOD = (4, 16, 64)
"""How many actors are one, two and three steps away from the actors whose neighbourhoods are timed."""

ADD = "MATCH (a:Entity {id: $a}), (b:Entity {id: $b}) CREATE (a)-[:KNOWS {year: 1900}]->(b)"
TWO_HOPS = "MATCH (a:Entity {id: $a})-[:KNOWS]->()-[:KNOWS]->(c) RETURN count(*) AS n"


def best(function: Callable[[], Any]) -> float:
    """Return the least milliseconds of several calls, after one that is not counted.

    What is over in a moment is timed some calls at once, since a processor's clock may be coarse.
    """
    many = 1 if timed(function, time.perf_counter) > 1 else AT_ONCE
    times: list[float] = []
    begun = time.perf_counter()
    while len(times) < ROUNDS or (len(times) < 1000 and time.perf_counter() - begun < BUDGET / 5):
        if len(times) >= 3 and time.perf_counter() - begun > BUDGET:
            break
        times.append(timed(lambda: [function() for _ in range(many)]) / many)
    return min(times)


def timed(function: Callable[[], Any], clock: Callable[[], float] = time.process_time) -> float:
    """Return the milliseconds of one call: of the processor, which other programs do not disturb."""
    begun = clock()
    function()
    return (clock() - begun) * 1000


def peak_megabytes() -> float:
    """Return the most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def megabytes() -> float:
    """Return the memory that this process has now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def store_of(graph: BenchGraph) -> Any:
    """Hold a graph in memory."""
    from sociogram.queries.cypher.store import MemoryStore

    return MemoryStore.from_dataset(dataset_of(graph))


def rows(
    store: Any, text: str, parameters: dict[str, Any] | None = None, *, write: bool = False
) -> list[Any]:
    """Run a query and fetch what it gives."""
    from sociogram.queries.run import run

    return list(run(store, text, parameters, write=write))


# ── Ten times the data ─────────────────────────────────────────────────────────────────────────


def similar_actors(graph: BenchGraph) -> list[str]:
    """Return actors who have about as many others around them as ``NEIGHBOURHOOD`` says."""
    knows = graph.types == TYPES.index("KNOWS")
    start, end = graph.source[knows], graph.target[knows]
    around = np.ones(len(graph.ids))
    apart = np.zeros(len(graph.ids))
    for wanted in NEIGHBOURHOOD:
        around = np.bincount(start, weights=around[end], minlength=len(graph.ids))
        apart += np.abs(np.log((around + 0.1) / wanted))
    every = np.bincount(graph.source, minlength=len(graph.ids))
    apart += np.abs(np.log((every + 0.1) / 10))
    return [graph.ids[place] for place in np.argsort(apart, kind="stable")[:SIMILAR_ACTORS].tolist()]


def growing(size: str) -> Found:
    """Time look-ups, neighbourhoods of one size, and what goes through the whole graph."""
    graph = make("skewed", size)
    actors = similar_actors(graph)
    names = [graph.names[graph.ids.index(actor)] for actor in actors]
    asked = queries_of(graph)
    store = store_of(graph)
    del graph
    by_name = {query.name: query for query in asked}

    def each(name: str, key: str, values: list[str]) -> float:
        text = by_name[name].text
        return best(lambda: [rows(store, text, {key: value}) for value in values]) / len(values)

    near = {
        "by_id": each("by_id", "id", actors),
        "by_name": each("by_name", "name", names),
        **{
            name: each(name, "id", actors)
            for name in ("one_hop", "one_hop_any", "two_hops", "two_hops_distinct", "three_hops")
        },
    }
    # UNWIND makes its rows itself: as many, however large the graph
    whole = [
        query for query in asked if not query.parameters and not query.texts and query.family != "UNWIND"
    ]
    return {
        "near": near,
        "whole": {query.name: best(lambda text=query.text: rows(store, text)) for query in whole},  # type: ignore[misc]
        "peak": peak_megabytes(),
    }


# ── Writes ─────────────────────────────────────────────────────────────────────────────────────


def adding(size: str) -> Found:
    """Add one relation and count two hops, again and again: the changes grow, and are folded at last."""
    graph = make("skewed", size)
    actors, cast = graph.ids, cast_of(graph)
    store = store_of(graph)
    rows(store, TWO_HOPS, {"a": cast.usual})
    random = np.random.default_rng(5)
    pairs = random.integers(0, len(actors), size=(STREAM, 2)).tolist()

    def once(start: int, end: int) -> None:
        rows(store, ADD, {"a": actors[start], "b": actors[end]}, write=True)
        rows(store, TWO_HOPS, {"a": actors[start]})

    for pair in pairs[:WARM]:  # texts are parsed and planned, and the names get their dictionary
        once(*pair)
    times = [timed(lambda pair=pair: once(*pair)) for pair in pairs]  # type: ignore[misc]
    few = times[:WRITES]
    return {
        "best": min(few),
        "median": float(np.median(few)),
        "worst": max(few),
        "few": WRITES,
        "stream": STREAM,
        "stream_total": sum(times) / 1000,
        "stream_worst": max(times),
        "stream_last": float(np.median(times[-WRITES:])),
    }


def reading_while_writing(size: str) -> Found:
    """Ask from several threads while another adds pairs of relations: nobody may see half a pair."""
    graph = make("skewed", size)
    actors, cast = graph.ids, cast_of(graph)
    store = store_of(graph)
    count = "MATCH ()-[r:KNOWS]->() WHERE r.year = 1900 RETURN count(*) AS n"
    pair = (
        "MATCH (a:Entity {id: $a}), (b:Entity {id: $b}) "
        "CREATE (a)-[:KNOWS {year: 1900}]->(b), (b)-[:KNOWS {year: 1900}]->(a)"
    )
    rows(store, TWO_HOPS, {"a": cast.usual})
    rows(store, count)
    done = threading.Event()
    reads: list[float] = []
    writes: list[float] = []
    torn: list[int] = []

    def reader() -> None:
        over = False
        while not over:
            over = done.is_set()  # each looks once at least
            reads.append(timed(lambda: rows(store, TWO_HOPS, {"a": cast.usual}), time.perf_counter))
            seen = rows(store, count)[0][0]
            if seen % 2:
                torn.append(seen)

    threads = [threading.Thread(target=reader) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    for start, end in np.random.default_rng(6).integers(0, len(actors), size=(WRITES, 2)).tolist():
        values = {"a": actors[start], "b": actors[end]}
        writes.append(timed(lambda given=values: rows(store, pair, given, write=True), time.perf_counter))  # type: ignore[misc]
        time.sleep(PAUSE)
    done.set()
    for thread in threads:
        thread.join()
    return {
        "torn": len(torn),
        "readers": READERS,
        "reads": len(reads),
        "writes": WRITES,
        "read_median": float(np.median(reads)),
        "read_worst": max(reads),
        "write_median": float(np.median(writes)),
        "write_worst": max(writes),
    }


# ── NetworkX ───────────────────────────────────────────────────────────────────────────────────


def edge_list(graph: BenchGraph, *, ids: list[str] | None = None) -> tuple[list[Any], list[Any]]:
    """Return nodes and edges as ``add_nodes_from`` and ``add_edges_from`` take them."""
    from sociogram.graph.columns import ConstantColumn

    dataset = dataset_of(graph)
    count = len(graph.ids)

    def lists(table: Any) -> tuple[list[str], list[list[Any]]]:
        return list(table.columns), [column.to_list() for column in table.columns.values()]

    names, columns = lists(dataset.entities)
    nodes = [
        (row[0], {name: value for name, value in zip(names, row, strict=True) if value is not None})
        for row in zip(*columns, strict=True)
    ]
    names, columns = lists(dataset.relations)
    keys = ConstantColumn(None, len(graph.source)).to_list() if ids is None else ids
    edges = [
        (
            row[0],
            row[1],
            key,
            {name: value for name, value in zip(names[2:], row[2:], strict=True) if value is not None},
        )
        for key, row in zip(keys, zip(*columns, strict=True), strict=True)
    ]
    if len(nodes) != count:
        raise ValueError("an actor is missing")
    return nodes, edges


def networkx_base(size: str) -> Found:
    """Time NetworkX's own ``add_edges_from``, of what our columns hold: the ids of relations are the keys."""
    import networkx as nx

    graph = make("skewed", size)
    store = store_of(graph)
    ids = store.snapshot.relationship_property("id").to_list()
    nodes, edges = edge_list(graph, ids=ids)
    for edge in edges:
        edge[3]["id"] = edge[2]
    del store
    made = nx.MultiDiGraph()
    made.add_nodes_from(nodes)
    return {"seconds": timed(lambda: made.add_edges_from(edges)) / 1000, "edges": made.number_of_edges()}


def networkx_face(size: str) -> Found:
    """Time ``graph.networkx``."""
    import networkx as nx  # noqa: F401 - the import is not what is timed

    store = store_of(make("skewed", size))
    rows(store, "RETURN 1")
    return {"seconds": timed(lambda: store.networkx) / 1000, "edges": store.networkx.number_of_edges()}


def opening(size: str) -> Found:
    """Open a graph that a user built with NetworkX, and ask it."""
    import networkx as nx

    import sociogram

    graph = make("skewed", size)
    asked = {"a": cast_of(graph).usual}
    nodes, edges = edge_list(graph)
    before = megabytes()
    made = nx.MultiDiGraph()
    made.add_nodes_from(nodes)
    build = timed(lambda: made.add_edges_from(edges)) / 1000
    # what the lists and the graph share is the graph's; the lists themselves are not
    own = megabytes() - before
    opened: list[Any] = []

    def first_answer() -> None:
        opened.append(sociogram.open(made))
        list(opened[0].run(TWO_HOPS, asked))

    importlib.import_module("sociogram.queries.cypher.engine")
    seconds = timed(first_answer) / 1000
    after = megabytes()
    return {
        "seconds": seconds,
        "build": build,
        "graph_megabytes": own,
        "added_megabytes": after - before - own,
        "peak_megabytes": peak_megabytes() - before - own,
        "two_hops": best(lambda: list(opened[0].run(TWO_HOPS, asked))),
        "scan": best(lambda: list(opened[0].run("MATCH ()-[r:KNOWS]->() RETURN sum(r.amount) AS s"))),
    }


def opened_columns(size: str) -> Found:
    """Ask a store made of columns what ``opening`` asks."""
    import sociogram

    graph = make("skewed", size)
    asked = {"a": cast_of(graph).usual}
    opened = sociogram.open(store_of(graph))
    return {
        "two_hops": best(lambda: list(opened.run(TWO_HOPS, asked))),
        "scan": best(lambda: list(opened.run("MATCH ()-[r:KNOWS]->() RETURN sum(r.amount) AS s"))),
    }


# ── Stored queries ─────────────────────────────────────────────────────────────────────────────


def stored_query(name: str) -> Found:
    """Time the first run of a stored query on the article, when everything is imported, and the next ones."""
    import sociogram
    from sociogram.queries.run import run
    from sociogram.queries.stored.graph_values import values_to_try

    for package in ("sociogram.graph.memory", "sociogram.queries"):
        found = importlib.import_module(package)
        for module in pkgutil.walk_packages(found.__path__, f"{package}."):
            importlib.import_module(module.name)
    graph = sociogram.open()
    query = graph.queries.get(name)
    values = values_to_try(graph.store, query)
    gc.collect()  # what the imports left is not the query's
    cold = timed(lambda: list(run(graph.store, query.text, values)))
    return {
        "cold": cold,
        # a text that differs is planned anew
        "planned": min(
            timed(lambda text=f"{query.text}\n// {number}": list(run(graph.store, text, values)))
            for number in range(PLANNED)
        ),
        "warm": best(lambda: list(run(graph.store, query.text, values))),
        "whole": best(lambda: list(graph.query(name))),
        "rows": len(list(graph.query(name))),
    }


STEPS: dict[str, Callable[[str], Found]] = {
    step.__name__: step
    for step in (
        growing,
        adding,
        reading_while_writing,
        networkx_base,
        networkx_face,
        opening,
        opened_columns,
        stored_query,
    )
}

if __name__ == "__main__":
    print(json.dumps(STEPS[sys.argv[1]](sys.argv[2])))
