"""Validate a stored query: its syntax, its names, its parameters, and whether it runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sociogram.graph.common.text import did_you_mean, nearest
from sociogram.graph.errors import SociogramError
from sociogram.graph.store import GraphStore
from sociogram.queries.cypher.syntax.parser import parse
from sociogram.queries.run import run
from sociogram.queries.stored.foreign import adapted
from sociogram.queries.stored.graph_values import values_to_try
from sociogram.queries.stored.stored_query import StoredQuery
from sociogram.queries.unknown_names import unknown_names


class Checked(NamedTuple):
    """The findings about a stored query.

    Attributes:
        faults: its problems, in sentences.
        lacking: what the graph lacks for it, in sentences; only for queries of the package, which are for
        many
            graphs. For other queries, this is a fault.
    """

    faults: list[str]
    lacking: list[str]


def check_stored_query(store: GraphStore, query: StoredQuery) -> Checked:
    """Validate a stored query, whose labels, types and properties are compared with those of the graph."""
    try:
        text = adapted(query.text, store) or query.text
        statement = parse(text)
    except SociogramError as error:
        return Checked([str(error)], [])
    unknown = unknown_names(store, statement)
    faults = _wrong_parameters(query)
    try:
        values = query.bound(store, values_to_try(store, query))
    except SociogramError as error:
        unknown = (*unknown, str(error))
    else:
        faults += _failed_runs(store, query, text, values)
    return Checked(faults, list(unknown)) if query.is_built_in else Checked([*unknown, *faults], [])


def _wrong_parameters(query: StoredQuery) -> list[str]:
    declared = {parameter.name for parameter in query.parameters}
    findings = [
        f"${name} is not declared in the header. {did_you_mean(nearest(name, declared))}".rstrip()
        for name in query.undeclared()
    ]
    unused = sorted(declared - query.used_parameters())
    return findings + [f"The header declares {name}, which the query does not use." for name in unused]


def _failed_runs(store: GraphStore, query: StoredQuery, text: str, values: Mapping[str, Any]) -> list[str]:
    """Run the query with some values, and the queries for its suggestions; return the errors."""
    findings = []
    runs: list[tuple[str, str, Mapping[str, Any]]] = [("", text, values)]
    runs += [
        (f"The suggestions for {parameter.name}: ", parameter.suggestion, {})
        for parameter in query.parameters
        if parameter.suggestion
    ]
    for what, text, values in runs:
        try:
            for _ in run(store, text, values):
                pass
        except SociogramError as error:
            findings.append(f"{what}{error}")
    return findings
