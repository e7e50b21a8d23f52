"""Runs scenarios of the TCK on a store, over the public ``run``."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sociogram.graph.errors import CypherError
from sociogram.graph.store import GraphStore
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run
from support.tck.scenarios import (
    Failure,
    Rows,
    Scenario,
    TckProcedure,
    canonical,
    named_graph,
    parameter_value,
    read_value,
)

Observed = dict[str, set[Any]]


def text_of(value: Any) -> str:
    """Return the text of a temporal or spatial value, as toString() gives it."""
    from sociogram.queries.cypher.values.conversion import from_python

    return str(from_python(value))


def observed(store: GraphStore) -> Observed:
    """Return what the TCK counts: nodes, relationships, the labels there are, properties."""
    if not isinstance(store, MemoryStore):
        return _observed_by_queries(store)
    snapshot = store.snapshot
    nodes = snapshot.all_nodes().tolist()
    relationships = snapshot.all_relationships().tolist()
    properties: set[Any] = set()
    for slot in nodes:
        properties.update(
            ("node", slot, key, repr(value)) for key, value in snapshot.node_properties(slot).items()
        )
    for slot in relationships:
        found = snapshot.relationship_properties(slot)
        properties.update(("relationship", slot, key, repr(value)) for key, value in found.items())
    return {
        "nodes": set(nodes),
        "relationships": set(relationships),
        "labels": set(snapshot.labels),
        "properties": properties,
    }


def _observed_by_queries(store: GraphStore) -> Observed:
    nodes = [node for (node,) in run(store, "MATCH (n) RETURN n")]
    relationships = [step for (step,) in run(store, "MATCH ()-[r]->() RETURN r")]
    properties = {
        (type(entity), entity.id, key, repr(value))
        for entity in (*nodes, *relationships)
        for key, value in entity.properties.items()
    }
    return {
        "nodes": {node.id for node in nodes},
        "relationships": {step.id for step in relationships},
        "labels": {label for node in nodes for label in node.labels},
        "properties": properties,
    }


def effects(before: Observed, after: Observed) -> dict[str, int]:
    """Return what came and what went."""
    changed = {}
    for kind in before:
        changed[f"+{kind}"] = len(after[kind] - before[kind])
        changed[f"-{kind}"] = len(before[kind] - after[kind])
    return {name: number for name, number in changed.items() if number}


def register(store: GraphStore, procedures: tuple[TckProcedure, ...]) -> None:
    """Register the procedures of a scenario."""
    for procedure in procedures:
        table = [tuple(parameter_value(cell) for cell in row) for row in procedure.rows]
        width = len(procedure.inputs)

        def answer(*arguments: Any, table: Any = table, width: int = width) -> Any:
            return [row[width:] for row in table if row[:width] == arguments]

        store.procedures.register(procedure.name, procedure.inputs, procedure.outputs, answer)


def difference(scenario: Scenario, store: GraphStore | None = None) -> str | None:
    """Run a scenario on an empty store, by default one in memory; return how it went wrong, or None."""
    store = MemoryStore() if store is None else store
    register(store, scenario.procedures)
    if scenario.graph not in ("any", "empty"):
        run(store, named_graph(scenario.graph), write=True)
    for query in scenario.setup:
        run(store, query, write=True)
    before = observed(store)
    parameters = {name: parameter_value(text) for name, text in scenario.parameters}
    try:
        result = run(store, scenario.query, parameters, write=True)
        rows = [tuple(record) for record in result]
    except CypherError as error:
        wrong = _failed(scenario.expectation, error, exactly=isinstance(store, MemoryStore))
        return wrong or _effects(scenario, before, store)
    if isinstance(scenario.expectation, Failure):
        return f"expected {scenario.expectation}, got {result.columns} {rows}"
    wrong = _rows(scenario.expectation, result.columns, rows) or _effects(scenario, before, store)
    for query, expected in scenario.controls:
        if wrong is None:
            control = run(store, query, parameters, write=True)
            wrong = _rows(expected, control.columns, [tuple(record) for record in control])
    return wrong


def _failed(expected: Rows | Failure, error: CypherError, *, exactly: bool) -> str | None:
    """Tell how an error is another; a server does not say the TCK's details, nor always its phase."""
    if isinstance(expected, Rows):
        return f"expected rows, got {type(error).__name__} {error.phase} {error.detail}: {error}"
    if not exactly:
        # a misfit of types it tells before the query runs, and always as a syntax error
        same = bool(error.code) and (error.type == expected.type or error.message.startswith("Type mismatch"))
        return None if same else f"expected {expected}, got {error.type}: {error.message}"
    same = (
        error.type == expected.type
        and expected.phase in (error.phase, "any time")
        and expected.detail in (error.detail, "*")
    )
    if same:
        return None
    return f"expected {expected}, got {error.type} at {error.phase}: {error.detail}: {error.message}"


def _rows(expected: Rows, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str | None:
    if columns != expected.columns and expected.columns:
        return f"columns {columns}, expected {expected.columns}"
    loose = expected.lists_unordered
    wanted = [tuple(read_value(cell, lists_unordered=loose) for cell in row) for row in expected.rows]
    found = [tuple(canonical(cell, lists_unordered=loose, text_of=text_of) for cell in row) for row in rows]
    same = found == wanted if expected.ordered else Counter(found) == Counter(wanted)
    return None if same else f"rows {found}\nexpected {wanted}"


def _effects(scenario: Scenario, before: Observed, store: GraphStore) -> str | None:
    if scenario.side_effects is None:
        return None
    wanted = {name: number for name, number in scenario.side_effects.items() if number}
    found = effects(before, observed(store))
    return None if found == wanted else f"side effects {found}, expected {wanted}"
