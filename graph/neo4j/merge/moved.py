"""Relationships that a row with a known id gives other ends or another type.

A relationship's ends and type cannot be changed, so that another one takes its place, with its properties.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sociogram.graph.dataset import Table
from sociogram.graph.model import ENTITY_LABEL
from sociogram.graph.neo4j.merge.statements import RelationshipStatements, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import neo4j

    from sociogram.graph.neo4j.connection import Connection

_IDS_AT_ONCE = 50_000
"""No index finds relationships of any type by id: each question reads all of them."""

_FIND = "MATCH (a)-[r]->(b) WHERE r.id IN $ids RETURN r.id, elementId(r), a.id, type(r), b.id"


def find_moved(connection: Connection, relations: Table, fallback_type: str) -> dict[str, str]:
    """Return the element id of each relationship that a row calls by its id and puts elsewhere."""
    columns = [relations.column(name).to_list() for name in ("id", "source", "type", "target")]
    places = {
        str(own): (source, name or fallback_type, target)
        for own, source, name, target in zip(*columns, strict=True)
        if own is not None
    }
    moved: dict[str, str] = {}
    ids = list(places)
    for first in range(0, len(ids), _IDS_AT_ONCE):
        found = connection.fetch(_FIND, {"ids": ids[first : first + _IDS_AT_ONCE]})
        in_place = {own for own, _, *there in found if tuple(there) == places[own]}
        moved.update((own, element) for own, element, *_ in found if own not in in_place)
    return moved


def move(
    tx: neo4j.Transaction,
    statements: RelationshipStatements,
    values: Sequence[Sequence[Any]],
    moved: dict[str, str],
) -> set[int]:
    """Move relationships to where rows put them; return the rows' numbers. Doing it twice moves nothing."""
    names = [field.name for field in statements.fields]
    ids, sources, targets = (values[names.index(name)] for name in ("id", "source", "target"))
    rows = [[row, moved[own], sources[row], targets[row]] for row, own in enumerate(ids) if own in moved]
    if not rows:
        return set()
    entity = quoted(ENTITY_LABEL)
    text = (
        "UNWIND $rows AS row MATCH ()-[old]->() WHERE elementId(old) = row[1]\n"
        f"MATCH (a:{entity} {{id: row[2]}}) MATCH (b:{entity} {{id: row[3]}})\n"
        f"CREATE (a)-[new:{quoted(statements.type_name)}]->(b) SET new = properties(old) DELETE old\n"
        "RETURN row[0]"
    )
    return {record[0] for record in tx.run(cast("Any", text), {"rows": rows})}
