"""The statements that merge rows: nodes with the same labels, or relationships of the same type.

``ensure`` creates what is missing; ``differing`` finds the rows that are missing or say something new;
``locked`` and ``update`` change those.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sociogram.graph.neo4j.encode import Field

UNITED = frozenset({"aliases", "sources"})
"""Properties that are lists and grow when rows are merged; any other is replaced."""


def quoted(name: str) -> str:
    """Return a label, a type or a property name as Cypher takes any such name."""
    return f"`{name.replace('`', '``')}`"


def labels_text(labels: Iterable[str]) -> str:
    """Return labels as they follow a variable; nothing for none."""
    return "".join(f":{quoted(label)}" for label in labels)


def _rows(fields: Sequence[Field]) -> str:
    lists = ", ".join(f"{field.unpacked(f'c{place}')} AS c{place}" for place, field in enumerate(fields))
    items = ", ".join(f"{field.item(f'c{place}')} AS v{place}" for place, field in enumerate(fields))
    return f"WITH {lists}\nUNWIND range(0, $n - 1) AS i\nWITH i, {items}\n"


def _assignments(variable: str, fields: Sequence[Field], skip: frozenset[str]) -> list[str]:
    return [
        f"{variable}.{quoted(field.name)} = v{place}"
        for place, field in enumerate(fields)
        if field.name not in skip
    ]


def _differs(variable: str, fields: Sequence[Field], skip: frozenset[str]) -> list[str]:
    """Return conditions, each true where a row says something that is not there yet."""
    conditions = []
    for place, field in enumerate(fields):
        there, new = f"{variable}.{quoted(field.name)}", f"v{place}"
        if field.name in skip:
            continue
        if field.name in UNITED:
            conditions.append(f"any(x IN coalesce({new}, []) WHERE NOT x IN coalesce({there} + [], []))")
        else:
            conditions.append(f"coalesce({there} <> {new}, {new} IS NOT NULL)")
    return conditions


class NodeStatements:
    """For nodes that are found by a label and a key, and have the same other labels."""

    def __init__(self, label: str, key: str, others: Sequence[str], fields: Sequence[Field]) -> None:
        self.fields = tuple(fields)
        places = {field.name: place for place, field in enumerate(fields)}
        rows, found = _rows(fields), f"(n:{quoted(label)} {{{quoted(key)}: v{places[key]}}})"
        skip = frozenset({key})
        more = [f"n{labels_text(others)}"] if others else []
        changes = ", ".join(more + _assignments("n", fields, skip))
        self.ensure = f"{rows}MERGE {found}" + (f"\nON CREATE SET {changes}" if changes else "")
        conditions = [f"NOT ({' AND '.join(f'n:{quoted(label)}' for label in others)})"] if others else []
        conditions += _differs("n", fields, skip)
        self.differing = (
            f"{rows}OPTIONAL MATCH {found}\n"
            f"WITH i, n WHERE {' OR '.join(['n IS NULL', *conditions])}\n"
            "RETURN i, elementId(n)"
        )
        self.locked = (
            "UNWIND $ids AS id MATCH (n) WHERE elementId(n) = id\n"
            f"SET n.{quoted(key)} = n.{quoted(key)} RETURN id, properties(n), labels(n)"
        )
        self.update = (
            "UNWIND $changes AS change MATCH (n) WHERE elementId(n) = change[0]\n"
            f"SET n += change[1]{', n' + labels_text(others) if others else ''}"
        )


class RelationshipStatements:
    """For relationships of one type between entities; ``id`` is their key, the ends are fields too."""

    def __init__(self, label: str, type_name: str, fields: Sequence[Field]) -> None:
        self.fields = tuple(fields)
        places = {field.name: place for place, field in enumerate(fields)}
        rows = _rows(fields)
        start = f":{quoted(label)} {{id: v{places['source']}}}"
        end = f":{quoted(label)} {{id: v{places['target']}}}"
        relationship = f"(a)-[r:{quoted(type_name)} {{id: v{places['id']}}}]->(b)"
        skip = frozenset({"source", "target", "id"})
        changes = ", ".join(_assignments("r", fields, skip))
        self.ensure = f"{rows}MATCH (a{start}) MATCH (b{end})\nMERGE {relationship}" + (
            f"\nON CREATE SET {changes}" if changes else ""
        )
        conditions = ["r IS NULL", *_differs("r", fields, skip)]
        self.differing = (
            f"{rows}MATCH (a{start}) MATCH (b{end})\nOPTIONAL MATCH {relationship}\n"
            f"WITH i, r WHERE {' OR '.join(conditions)}\n"
            "RETURN i, elementId(r)"
        )
        self.locked = (
            "UNWIND $ids AS id MATCH ()-[r]->() WHERE elementId(r) = id\n"
            "SET r.id = r.id RETURN id, properties(r), []"
        )
        self.update = (
            "UNWIND $changes AS change MATCH ()-[r]->() WHERE elementId(r) = change[0]\nSET r += change[1]"
        )
