"""Check a stored query: it parses, its names exist, its parameters are declared, and it runs."""

from __future__ import annotations

from sociogram.graph.common.text import did_you_mean, nearest
from sociogram.graph.errors import SociogramError
from sociogram.graph.store import GraphStore
from sociogram.queries.cypher.notifications import referenced_names, walk
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.parser import parse
from sociogram.queries.run import run
from sociogram.queries.stored.catalogue import StoredQuery


def check_stored_query(store: GraphStore, query: StoredQuery) -> list[str]:
    """Return the problems of a stored query, in sentences.

    Labels, types and properties are compared with those of the graph.
    """
    try:
        statement = parse(query.text)
    except SociogramError as error:
        return [str(error)]
    return [
        *_unknown_names(store, statement),
        *_wrong_parameters(query, statement),
        *_failed_runs(store, query),
    ]


def _unknown_names(store: GraphStore, statement: ast.Statement) -> tuple[str, ...]:
    return referenced_names(statement).unknown(
        _first_column(store, "CALL db.labels()"),
        _first_column(store, "CALL db.relationshipTypes()"),
        _first_column(store, "CALL db.propertyKeys()"),
    )


def _first_column(store: GraphStore, query: str) -> set[str]:
    return {record[0] for record in run(store, query)}


def _wrong_parameters(query: StoredQuery, statement: ast.Statement) -> list[str]:
    used = {node.name for node in walk(statement.body) if isinstance(node, ast.Parameter)}
    derived = {rows.family for rows in query.derived}
    used |= {name for rows in query.derived for name in rows.parameters}
    declared = {parameter.name for parameter in query.parameters} | derived
    findings = [
        f"${name} is not declared in the header. {did_you_mean(nearest(name, declared))}".rstrip()
        for name in sorted(used - declared)
    ]
    findings += [
        f"The header declares {name}, which the query does not use." for name in sorted(declared - used)
    ]
    return findings


def _failed_runs(store: GraphStore, query: StoredQuery) -> list[str]:
    """Run the query with its defaults, and its queries for suggestions."""
    findings = []
    values = {parameter.name: parameter.default for parameter in query.parameters}
    try:
        values = query.bound(store, values)
    except SociogramError as error:
        return [str(error)]
    runs = [("", query.text, values)]
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
