"""A script as a user writes it, with every public name; the tests check its types and do not run it."""

from __future__ import annotations

import warnings
from typing import Any, assert_type

import sociogram
from sociogram import (
    ActorError,
    Catalogue,
    ConflictError,
    Correction,
    Counters,
    CypherError,
    CypherSyntaxError,
    DataError,
    Decision,
    Duplicate,
    Duplicates,
    Event,
    FileReport,
    Graph,
    LimitExceeded,
    LoadReport,
    Node,
    OverwriteError,
    Page,
    Path,
    PathStep,
    PlanNode,
    ProcedureRegistry,
    QueryParameter,
    Record,
    RejectedRow,
    Relationship,
    Remark,
    Restored,
    Result,
    RowChange,
    ShortestPaths,
    SociogramError,
    SociogramWarning,
    SourceError,
    Stats,
    StoredQuery,
    StoredQueryError,
    StoreError,
    Stub,
    Subgraph,
    Summary,
)


def ask(graph: Graph) -> None:
    result = graph.run("MATCH (a)-[r]->(b) WHERE a.name = $name RETURN a, r, b", name="Lisa Kenna", timeout=5)
    assert_type(result, Result)
    assert_type(result.columns, tuple[str, ...])
    for record in result:
        assert_type(record, Record)
        assert_type(record.keys(), tuple[str, ...])
        node = record["a"]
        if isinstance(node, Node):
            assert_type(node.labels, tuple[str, ...])
        tie = record[1]
        if isinstance(tie, Relationship):
            assert_type((tie.type, tie.start, tie.end), tuple[str, str, str])
    assert_type(len(result), int)
    summary = result.summary
    assert_type(summary, Summary)
    assert_type(summary.counters, Counters)
    assert_type(summary.plan, PlanNode | None)
    assert_type(summary.notifications, tuple[str, ...])
    result.page(title="Kenna").write("kenna.html", overwrite=True)
    assert_type(graph.explain("RETURN 1"), str)


def ask_stored(graph: Graph) -> None:
    queries = graph.queries
    assert_type(queries, Catalogue)
    stored = queries.get("connections-of")
    assert_type(stored, StoredQuery)
    assert_type(stored.parameters, tuple[QueryParameter, ...])
    assert_type(graph.query("connections-of", actor="Dina Boluarte"), Result)


def connect(graph: Graph) -> None:
    paths = graph.path("Kenna", "Castillo", limit=5, without=["Peru"], as_of="2023-05")
    assert_type(paths, ShortestPaths)
    assert_type(paths.total, int)
    for path in paths:
        assert_type(path, Path)
        assert_type(path.nodes, tuple[Node, ...])
    for steps in paths.steps():
        assert_type(steps, list[PathStep])


class Table:
    """Any table that gives its columns as Arrow."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        raise NotImplementedError


def load(graph: Graph) -> None:
    together = sociogram.open("people.xlsx", Table(), queries=[])
    report = together.load(Table(), sheets=["People"])
    report = graph.load("more.csv", cite="https://example.org", on_unknown="reject", mapping={"Who": "name"})
    assert_type(report, LoadReport)
    assert_type(report.files, list[FileReport])
    assert_type(report.rejects, list[RejectedRow])
    assert_type(report.stubs, list[Stub])
    assert_type(report.warnings, list[Remark])
    graph.save("copy", overwrite=True, wait=1.5, notify=print)


def take_back(graph: Graph) -> None:
    for event in graph.log():
        assert_type(event, Event)
        assert_type((event.number, event.command), tuple[int, str])
    undone = graph.undo(2)
    assert_type(undone, Restored)
    for change in undone.changes:
        assert_type(change, RowChange)
        assert_type(change.cells(), dict[str, tuple[str, str]])
    assert_type(graph.redo(), Restored)


def correct(graph: Graph) -> None:
    correction = graph.merge_actors("ann", "bob", dry_run=True)
    assert_type(correction, Correction)
    assert_type((correction.to_text(), correction.undo_script), tuple[str, str])
    assert_type(graph.rename("ann", "Ann Bee", id="ann-bee", wait=2), Correction)
    assert_type(graph.split("ann", "ann-2", name="Ann", sources=["s1"], relations=["r4"]), Correction)
    assert_type(graph.remove("r1", "s1", kind="claim"), Correction)
    assert_type(graph.set("r1", {"url": ""}, kind="claim", certainty="alleged"), Correction)


def deduplicate(graph: Graph) -> None:
    found = graph.duplicates(least=0.8)
    assert_type(found, Duplicates)
    for pair in found:
        assert_type(pair, Duplicate)
        assert_type((pair.a.name, pair.score), tuple[str, float])
    decision = graph.decide("ann", "same", "ann-b", by="Bode", why="one passport")
    assert_type(decision, Decision)
    graph.add_decisions([decision])
    assert_type(graph.apply_decisions(dry_run=True), list[Correction])
    graph.duplicates_page().write("who.html")


def show(graph: Graph) -> None:
    assert_type(graph.page(around="Castillo", depth=2), Page)
    assert_type(graph.select(between=("Kenna", "Castillo")), Subgraph)
    assert_type(graph.export("castillo.gexf", around="Castillo"), list[str])
    assert_type((graph.node_table(), graph.edge_table()), tuple[Result, Result])
    stats = graph.stats()
    assert_type(stats, Stats)
    assert_type(stats.labels, dict[str, int])
    graph.networkx.add_node("ada")
    assert_type(graph.sources, dict[str, dict[str, Any]])
    assert_type(graph.relation_types, dict[str, dict[str, Any]])
    assert_type(graph.write_back({"ada": 1}, "community"), int)
    assert_type(graph.page(color="community", size="pagerank"), Page)
    assert_type(graph.page(language="nl"), Page)
    graph.path("Kenna", "Castillo").page().write("paths.html", overwrite=True)
    sociogram.open("films.csv", queries="my-queries", actors=["Person"], name="title")


def double(x: int) -> list[int]:
    return [2 * x]


def extend(graph: Graph) -> None:
    assert_type(graph.procedures, ProcedureRegistry)
    graph.procedures.register("my.double", "x :: INTEGER", "y :: INTEGER", double, description="Twice x.")


def main() -> str:
    warnings.simplefilter("ignore", SociogramWarning)
    try:
        with sociogram.open("data", cache=False) as graph:
            assert_type(graph, Graph)
            for step in (ask, ask_stored, connect, load, take_back, show, extend):
                step(graph)
    except DataError as error:
        return f"{error.file}:{error.line}:{error.column} {error.message} {error.cure}"
    except ActorError as error:
        return ", ".join(error.nearest)
    except CypherSyntaxError as error:
        return f"{error.line}:{error.column} {error.excerpt}"
    except CypherError as error:
        return f"{error.type} {error.phase} {error.detail} {error.hint}"
    except LimitExceeded as error:
        return error.limit
    except (OverwriteError, ConflictError, SourceError, StoredQueryError):
        return "try again"
    except StoreError as error:
        return error.code or ""
    except SociogramError as error:
        return str(error)
    return sociogram.__version__
