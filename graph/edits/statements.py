"""Writes edits as Cypher, to carry them out in any store and to print a script that undoes them.

Values are parameters or escaped literals, never part of a query; labels and types are quoted. Relations are
deleted first and created last, so that no node is deleted while it has one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sociogram.graph.common.cypher_names import labels_text, quoted
from sociogram.graph.common.equality import same_value
from sociogram.graph.edits.model import ENTITIES, Edits, NodeEdit, Relation, RelationEdit
from sociogram.graph.errors import ConflictError
from sociogram.graph.formats.cypher import literal
from sociogram.graph.model import SOURCE_LABEL, Node
from sociogram.graph.store import QueryRunner


@dataclass(frozen=True, slots=True)
class Statement:
    """One query for many rows.

    Attributes:
        body: the clauses that process each ``row``.
        rows: a list of values per row.
    """

    body: str
    rows: list[Any]

    @property
    def query(self) -> str:
        """The query, which takes the rows as ``$rows`` and returns the number of rows that it found."""
        return f"UNWIND $rows AS row\n{self.body}\nRETURN count(*)"

    @property
    def script(self) -> str:
        """The query with its rows as literals, for a person to run on Neo4j."""
        return f"UNWIND {literal(self.rows)} AS row\n{self.body};\n"


def carry_out(runner: QueryRunner, edits: Edits, *, actors: str = ENTITIES) -> None:
    """Carry out edits; to be called within one transaction.

    Args:
        runner: the transaction.
        edits: what to change.
        actors: the label expression that matches all actors, such as ``:Person|Company``; empty for any node.

    Raises:
        ConflictError: the graph no longer contains what the edits change.
    """
    for statement in statements(edits, actors=actors):
        [(found,)] = runner.execute(statement.query, {"rows": statement.rows}, write=True).rows
        if found != len(statement.rows):
            raise ConflictError(
                "The graph changed while this was prepared; nothing was written. Run the command again."
            )


def undo_script(edits: Edits, *, actors: str = ENTITIES) -> str:
    """Return the Cypher that undoes edits, for ``cypher-shell`` or ``sociogram query --write -f``."""
    undone = statements(edits.inverse(), actors=actors, has_keys=False)
    return "".join(statement.script for statement in undone)


def statements(edits: Edits, *, actors: str = ENTITIES, has_keys: bool = True) -> Iterator[Statement]:
    """Yield the statements that carry out edits, in the order in which they must run.

    Args:
        edits: what to change.
        actors: the label expression that matches all actors, such as ``:Person|Company``; empty for any node.
        has_keys: whether the keys of relations to delete are the store's; a relation that was moved has
            another key, which a script cannot know.
    """
    ids = {
        edit.before.get("id"): edit.after.get("id")
        for edit in edits.nodes
        if edit.before is not None and edit.after is not None
    }
    in_place = [edit for edit in edits.relations if _in_place(edit, ids)]
    others = [edit for edit in edits.relations if not _in_place(edit, ids)]
    deleted = [edit.before for edit in others if edit.before is not None]
    created = [edit.after for edit in others if edit.after is not None]
    alike = [] if has_keys else [relation for relation in deleted if relation.id is None]
    found = [relation for relation in deleted if has_keys or relation.id is not None]
    yield from _grouped(found, _statement_key, lambda key: f"{_match(actors, *key)} DELETE r", _address)
    yield from _deleted_alike(alike, actors)
    yield from _node_statements(edits.nodes, is_loaded=actors == ENTITIES)
    yield from _changed(in_place, actors)
    yield from _grouped(
        created,
        lambda relation: relation.type,
        lambda name: (
            f"MATCH (a{actors} {{id: row[0]}}) MATCH (b{actors} {{id: row[1]}})\n"
            f"CREATE (a)-[r:{quoted(name)}]->(b) SET r = row[2]"
        ),
        lambda relation: [relation.source, relation.target, dict(relation.properties)],
    )


def _in_place(edit: RelationEdit, ids: dict[Any, Any]) -> bool:
    """Return whether a relation keeps its ends and its type, so that it can be changed in place."""
    before, after = edit.before, edit.after
    if before is None or after is None:
        return False
    ends = ids.get(before.source, before.source), ids.get(before.target, before.target)
    return ends == (after.source, after.target) and before.type == after.type


def _statement_key(relation: Relation) -> tuple[str, bool]:
    """Return what relations of one statement have in common: the type, and whether they have an id."""
    return relation.type, relation.id is not None


def _address(relation: Relation) -> list[Any]:
    return [relation.source, relation.target, relation.handle]


def _match(actors: str, name: str, has_id: bool) -> str:
    """Return the clause that finds a relation: by its id, or by ``elementId()`` if it has none."""
    ends = f"(a{actors} {{id: row[0]}})-[r:{quoted(name)}", f"]->(b{actors} {{id: row[1]}})"
    if has_id:
        return f"MATCH {ends[0]} {{id: row[2]}}{ends[1]}"
    return f"MATCH {ends[0]}{ends[1]} WHERE elementId(r) = row[2]"


def _deleted_alike(relations: Iterable[Relation], actors: str) -> Iterator[Statement]:
    """Yield the statements that delete relations by their properties, as many as there are of each."""
    rows: dict[str, dict[str, list[Any]]] = {}
    for relation in relations:
        comparable = {name: value for name, value in relation.properties.items() if not _has_nan(value)}
        row = [relation.source, relation.target, comparable, len(relation.properties), 0]
        rows.setdefault(relation.type, {}).setdefault(literal(row), row)[-1] += 1
    for name, some in rows.items():
        yield Statement(
            f"MATCH (a{actors} {{id: row[0]}})-[r:{quoted(name)}]->(b{actors} {{id: row[1]}})\n"
            "WHERE size(keys(r)) = row[3] AND all(name IN keys(row[2]) WHERE r[name] = row[2][name])\n"
            "WITH row, collect(r) AS alike UNWIND alike[..row[4]] AS r DELETE r",
            list(some.values()),
        )


def _has_nan(value: Any) -> bool:
    """Return whether a value is NaN or a list with NaN, which equals nothing in Cypher."""
    return any(item != item for item in (value if isinstance(value, list) else [value]))


def _changed(edits: Iterable[RelationEdit], actors: str) -> Iterator[Statement]:
    """Yield the statements for relations changed in place; by then, their ends have their new ids."""
    rows: dict[tuple[str, bool], list[Any]] = {}
    for edit in edits:
        if edit.before is not None and edit.after is not None:
            differing = _differing(edit.before.properties, edit.after.properties)
            if differing:
                row = [edit.after.source, edit.after.target, edit.before.handle, differing]
                rows.setdefault(_statement_key(edit.before), []).append(row)
    for key, some in rows.items():
        yield Statement(f"{_match(actors, *key)} SET r += row[3]", some)


def _node_statements(edits: Iterable[NodeEdit], *, is_loaded: bool) -> Iterator[Statement]:
    deleted = [edit.before for edit in edits if edit.before is not None and edit.after is None]
    new = [edit.after for edit in edits if edit.before is None and edit.after is not None]
    yield from _grouped(
        deleted,
        lambda node: _labels_of(node, is_loaded=is_loaded),
        lambda label: f"MATCH (n{label} {{id: row[0]}}) DELETE n",
        lambda node: [node["id"]],
    )
    changes: dict[tuple[str, str, str], list[Any]] = {}
    for edit in edits:
        if edit.before is None or edit.after is None:
            continue
        added = labels_text(label for label in edit.after.labels if label not in edit.before.labels)
        removed = labels_text(label for label in edit.before.labels if label not in edit.after.labels)
        row = [edit.before["id"], _differing(edit.before.properties, edit.after.properties)]
        changes.setdefault((_labels_of(edit.before, is_loaded=is_loaded), added, removed), []).append(row)
    for (label, added, removed), rows in changes.items():
        labels = (f" SET n{added}" if added else "") + (f" REMOVE n{removed}" if removed else "")
        yield Statement(f"MATCH (n{label} {{id: row[0]}}) SET n += row[1]{labels}", rows)
    yield from _grouped(
        new,
        lambda node: labels_text(node.labels),
        lambda labels: f"CREATE (n{labels}) SET n = row[0]",
        lambda node: [dict(node.properties)],
    )


def _labels_of(node: Node, *, is_loaded: bool) -> str:
    """Return the labels that find a node: in another program's graph all, since ids repeat across labels."""
    if not is_loaded:
        return labels_text(node.labels)
    return f":{quoted(SOURCE_LABEL)}" if SOURCE_LABEL in node.labels else ENTITIES


def _differing(before: Any, after: Any) -> dict[str, Any]:
    """Return the properties that differ, with their new values; null removes a property."""
    return {
        name: after.get(name)
        for name in dict.fromkeys([*before, *after])
        if not same_value(before.get(name), after.get(name))
    }


def _grouped(
    values: Iterable[Any],
    key_of: Callable[[Any], Any],
    body_of: Callable[[Any], str],
    row_of: Callable[[Any], list[Any]],
) -> Iterator[Statement]:
    """Yield one statement for all values that can share it."""
    groups: dict[Any, list[Any]] = {}
    for value in values:
        groups.setdefault(key_of(value), []).append(row_of(value))
    for key, rows in groups.items():
        yield Statement(body_of(key), rows)
