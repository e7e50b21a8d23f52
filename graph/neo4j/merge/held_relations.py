"""The relations of a data set that a server already holds, looked up once before anything is written.

A relation is found by its id. A row without an id has the one computed from its key fields, or the one that a
user gave to the relationship with the same key fields. A row may also change the ends or the type of an
existing relationship; Cypher cannot do that, so a new relationship with the same properties replaces it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast

from sociogram.graph.common.cypher_names import quoted
from sociogram.graph.dataset import RELATION_KEY_FIELDS, CellChange, CellChanges, Table
from sociogram.graph.merge_rules import DEFAULT_TYPE, relation_key, relation_keys
from sociogram.graph.model import ENTITY_LABEL
from sociogram.graph.neo4j.merge.statements import RelationshipStatements

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    import neo4j

    from sociogram.graph.neo4j.connection import Connection

_MOST_IDS = 50_000
"""Up to this many ids, the server filters its relationships; for more, all are read and filtered here.

Either way the server reads all of them, because no index on ``id`` covers relationships of every type.
"""

_ENDS_AT_ONCE = 10_000

_FIND = "MATCH (a)-[r]->(b){} RETURN r.id, elementId(r), a.id, type(r), b.id"

_ENTITY = quoted(ENTITY_LABEL)
_KEY_PROPERTIES = RELATION_KEY_FIELDS[3:]
_BETWEEN = (
    f"UNWIND $ends AS ends MATCH (a:{_ENTITY} {{id: ends[0]}}) MATCH (b:{_ENTITY} {{id: ends[2]}})\n"
    "MATCH (a)-[r]->(b) WHERE type(r) = ends[1] AND r.id IS NOT NULL\n"
    f"RETURN r.id, ends[0], ends[1], ends[2], {', '.join(f'r.{name}' for name in _KEY_PROPERTIES)}"
)

Ends: TypeAlias = "tuple[str, str, str]"
"""Source, type and target."""


class Moved(NamedTuple):
    """A relationship whose ends or type differ from those of the row with its id."""

    element: str
    there: Ends


class HeldRelations(NamedTuple):
    """The relations of a data set that a server already holds.

    Attributes:
        moved: by id, given or computed, the relationships to which a row gives other ends or another type.
        given: by computed id, the given id of the relationship that has the key fields of a row without an
            id.
    """

    moved: Mapping[str, Moved]
    given: Mapping[str, str]


NOTHING_HELD = HeldRelations({}, {})


def find_held(connection: Connection, relations: Table) -> HeldRelations:
    """Look up the relations of a data set on a server."""
    if not len(relations):
        return NOTHING_HELD
    made = relation_keys([relations.column(name) for name in RELATION_KEY_FIELDS])
    columns = [relations.column(name).to_list() for name in ("id", "source", "type", "target")]
    ends: dict[str, Ends] = {}
    unnamed: set[str] = set()
    for made_id, own, source, name, target in zip(made, *columns, strict=True):
        ends[made_id if own is None else str(own)] = (source, name or DEFAULT_TYPE, target)
        if own is None:
            unnamed.add(made_id)
    moved: dict[str, Moved] = {}
    in_place: set[str] = set()
    for own, element, *there in _called(connection, ends):
        if tuple(there) == ends[own]:
            in_place.add(own)
        else:
            moved[own] = Moved(element, tuple(there))
    unnamed -= in_place | moved.keys()
    given = _find_given(connection, unnamed, {ends[made_id] for made_id in unnamed})
    return HeldRelations({own: one for own, one in moved.items() if own not in in_place}, given)


def _called(connection: Connection, ids: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield id, element id, source, type and target of the relationships that have these ids."""
    if len(ids) <= _MOST_IDS:
        yield from connection.fetch(_FIND.format(" WHERE r.id IN $ids"), {"ids": list(ids)})
    else:
        rows = connection.execute(_FIND.format("")).rows
        yield from (row for row in rows if isinstance(row[0], str) and row[0] in ids)


def _find_given(connection: Connection, made: Collection[str], ends: Iterable[Ends]) -> dict[str, str]:
    """Return the ids of relationships between some ends, by the computed id, for the ids in ``made``."""
    found: dict[str, str] = {}
    wanted = sorted(ends)
    for first in range(0, len(wanted), _ENDS_AT_ONCE):
        some = [list(each) for each in wanted[first : first + _ENDS_AT_ONCE]]
        for own, *key_fields in connection.fetch(_BETWEEN, {"ends": some}):
            source, name, target, *values = key_fields
            made_id = relation_key([source, target, name, *values])
            if made_id in made:
                found.setdefault(made_id, str(own))
    return found


def note_moved(moved: Moved, own: str, ends: Ends, noted: CellChanges) -> None:
    """Record where a relationship's ends and type differ from a row's."""
    for column, old, new in zip(("source", "type", "target"), moved.there, ends, strict=True):
        if old != new:
            noted.add(CellChange(own, column, old, new))


def move(
    tx: neo4j.Transaction,
    statements: RelationshipStatements,
    values: Sequence[Sequence[Any]],
    moved: Mapping[str, Moved],
    noted: CellChanges,
) -> set[int]:
    """Replace relationships whose ends or type the rows change; return the row numbers. Idempotent."""
    names = [field.name for field in statements.fields]
    ids, sources, targets = (values[names.index(name)] for name in ("id", "source", "target"))
    rows = [
        [row, moved[own].element, sources[row], targets[row]] for row, own in enumerate(ids) if own in moved
    ]
    if not rows:
        return set()
    text = (
        "UNWIND $rows AS row MATCH ()-[old]->() WHERE elementId(old) = row[1]\n"
        f"MATCH (a:{_ENTITY} {{id: row[2]}}) MATCH (b:{_ENTITY} {{id: row[3]}})\n"
        f"CREATE (a)-[new:{quoted(statements.type_name)}]->(b) SET new = properties(old) DELETE old\n"
        "RETURN row[0]"
    )
    done = {record[0] for record in tx.run(cast("Any", text), {"rows": rows})}
    for row in done:
        ends = sources[row], statements.type_name, targets[row]
        note_moved(moved[ids[row]], ids[row], ends, noted)
    return done
