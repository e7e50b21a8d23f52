"""Changes of entity ids and of the relationships that refer to them, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from sociogram.graph.common.cypher_names import labels_text, quoted
from sociogram.graph.merge_rules import renamed_relation, united_entity
from sociogram.graph.model import ENTITY_LABEL

if TYPE_CHECKING:
    import neo4j

    from sociogram.graph.neo4j.connection import Connection

_ENTITY = quoted(ENTITY_LABEL)
_HELD = f"MATCH (n:{_ENTITY}) WHERE n.id IN $ids RETURN n.id, labels(n), properties(n)"
_RELATIONS = (
    f"MATCH (a:{_ENTITY})-[r]->(b:{_ENTITY}) WHERE a.id IN $ids OR b.id IN $ids OR r.claimed_by IN $ids "
    "OR any(name IN [] + coalesce(r.via, []) WHERE name IN $ids) "
    "RETURN elementId(r), type(r), a.id, b.id, properties(r)"
)
_RENAME = f"UNWIND $rows AS row MATCH (n:{_ENTITY} {{id: row[0]}}) SET n.id = row[1]"
_GAIN = f"MATCH (n:{_ENTITY} {{id: $id}}) SET n += $gained"
_DROP = f"MATCH (n:{_ENTITY}) WHERE n.id IN $ids DELETE n"
_SET = "UNWIND $rows AS row MATCH ()-[r]->() WHERE elementId(r) = row[0] SET r = row[1]"


def rename_entities(connection: Connection, renames: Mapping[str, str]) -> None:
    """Change the ids of entities; ids that no entity has are ignored."""
    connection.managed(lambda tx: _rename(tx, renames))


def _rename(tx: neo4j.Transaction, renames: Mapping[str, str]) -> None:
    ids = sorted({*renames, *renames.values()})
    held = {own: (labels, properties) for own, labels, properties in _run(tx, _HELD, ids=ids)}
    moved = [old for old in renames if old in held]
    relations = list(_run(tx, _RELATIONS, ids=moved))
    holders = {name: dict(held[name][1]) for name in renames.values() if name in held}
    plain: list[list[str]] = []
    joined: list[str] = []
    for old in moved:
        if renames[old] in holders:
            joined.append(old)
        else:
            plain.append([old, renames[old]])
            holders[renames[old]] = dict(held[old][1])
    _run(tx, _RENAME, rows=plain)
    for old in joined:
        labels, properties = held[old]
        gained = united_entity(holders[renames[old]], properties)
        holders[renames[old]] |= gained
        _run(tx, _GAIN + f" SET n{labels_text(labels)}", id=renames[old], gained=gained)
    _follow(tx, relations, renames, set(joined))
    _run(tx, _DROP, ids=joined)


def _follow(
    tx: neo4j.Transaction, relations: Iterable[Sequence[Any]], renames: Mapping[str, str], joined: set[str]
) -> None:
    """Update the relationships of renamed entities; drop those that become duplicates."""
    stay: list[list[Any]] = []
    move: list[tuple[tuple[str, bool], list[Any]]] = []
    for element, name, source, target, properties in relations:
        before = {**properties, "source": source, "target": target, "type": name}
        after = renamed_relation(before, renames)
        changed = {key: after[key] for key in properties}
        if joined & {source, target}:
            move.append(((name, "id" in changed), [element, after["source"], after["target"], changed]))
        elif changed != properties:
            stay.append([element, changed])
    _run(tx, _SET, rows=stay)
    for (name, has_id), group in groupby(sorted(move, key=lambda row: row[0]), key=lambda row: row[0]):
        new = f"(a)-[new:{quoted(name)}{' {id: row[3].id}' if has_id else ''}]->(b)"
        text = (
            "UNWIND $rows AS row MATCH ()-[old]->() WHERE elementId(old) = row[0]\n"
            f"MATCH (a:{_ENTITY} {{id: row[1]}}) MATCH (b:{_ENTITY} {{id: row[2]}})\n"
            f"DELETE old {'MERGE' if has_id else 'CREATE'} {new} SET new += row[3]"
        )
        _run(tx, text, rows=[row for _, row in group])


def _run(tx: neo4j.Transaction, text: str, **parameters: Any) -> list[tuple[Any, ...]]:
    return [tuple(record) for record in tx.run(cast("Any", text), parameters)]
