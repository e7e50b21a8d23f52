"""FollowTheMoney entities, as Aleph and OpenSanctions write them: one JSON object per line.

    {"id": "a1", "schema": "Person", "properties": {"name": ["Ada Brook"], "topics": ["role.pep"]}}

Entities of the schemata in ``EDGES`` become ties, all others actors with the schema as label. A property of
an actor that names another actor of the file becomes a tie, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sociogram.graph.dataset import ENTITY_FIELDS, RELATION_FIELDS
from sociogram.graph.errors import DataError
from sociogram.graph.reserved_names import reserved_name
from sociogram.loaders.readers.encoding import to_utf8
from sociogram.loaders.readers.graphs.graph_sheets import ENTITIES, RELATIONS, GraphFile, Item
from sociogram.loaders.readers.sheet import ReaderOptions, Sheet, UnreadRow

SUFFIXES = (".jsonl", ".json", ".ijson")


class Edge(NamedTuple):
    """How the entities of a schema become ties: the properties of the ends, and the type."""

    source: str
    target: str
    type: str
    directed: bool = True


EDGES = {
    "Associate": Edge("person", "associate", "ASSOCIATED_WITH", directed=False),
    "ContractAward": Edge("contract", "supplier", "AWARDED_TO"),
    "Control": Edge("controller", "controlled", "CONTROLS"),
    "CourtCaseParty": Edge("party", "case", "INVOLVED_IN"),
    "Debt": Edge("debtor", "creditor", "OWES"),
    "Directorship": Edge("director", "organization", "DIRECTS"),
    "Documentation": Edge("document", "entity", "DOCUMENTS"),
    "Employment": Edge("employee", "employer", "WORKS_FOR"),
    "Family": Edge("person", "relative", "RELATED_TO", directed=False),
    "Membership": Edge("member", "organization", "MEMBER_OF"),
    "Occupancy": Edge("holder", "post", "HOLDS"),
    "Ownership": Edge("owner", "asset", "OWNS"),
    "Payment": Edge("payer", "beneficiary", "PAID"),
    "ProjectParticipant": Edge("participant", "project", "PARTICIPATES_IN"),
    "Representation": Edge("agent", "client", "REPRESENTS"),
    "Succession": Edge("predecessor", "successor", "PRECEDED"),
    "UnknownLink": Edge("subject", "object", "LINKED_TO", directed=False),
}
"""By schema, for those that FollowTheMoney treats as edges."""

_NAMES = ("alias", "weakAlias", "previousName")
_COUNTRIES = ("country", "jurisdiction", "nationality", "citizenship", "mainCountry")
_TEXTS = ("summary", "description")
_ADDRESSES = ("website", "wikipediaUrl")
_ROLES = ("role", "relationship")
_UNNAMED = (
    "full",
    "number",
    "passportNumber",
    "program",
    "authority",
    "title",
    "fileName",
    "registrationNumber",
)
"""Properties that replace the name of an entity without one."""

_ONE_ENTITY = 'Write one entity a line: {"id": …, "schema": …, "properties": {…}}.'


@dataclass(slots=True)
class FtmEntity:
    """An entity with the values of each of its properties, in order."""

    line: int
    id: str
    schema: str
    properties: dict[str, list[str]] = field(default_factory=dict)
    caption: str = ""
    datasets: list[str] = field(default_factory=list)

    def first(self, *names: str) -> str:
        """Return the first value of the first of these properties that has one."""
        return next((value for name in names for value in self.properties.get(name, ())), "")


def matches(data: bytes, file: str) -> bool:  # noqa: ARG001 - the signature of all readers
    """Return whether the first line of a file is an entity."""
    first = data.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0]
    if b'"schema"' not in first:
        return False
    try:
        return _is_entity(json.loads(first))
    except (ValueError, RecursionError):
        return False


def _is_entity(found: Any) -> bool:
    return (
        isinstance(found, dict)
        and isinstance(found.get("id"), str)
        and isinstance(found.get("schema"), str)
        and isinstance(found.get("properties"), dict)
    )


def read(data: bytes, file: str, options: ReaderOptions) -> list[Sheet]:
    """Return the actors and the ties of a file as sheets.

    Raises:
        DataError: the file has no entity.
    """
    decoded = to_utf8(data, file, options.encoding)
    text = decoded.data.decode("utf-8", "replace").removeprefix("\ufeff")
    found: dict[str, FtmEntity] = {}
    unread: list[UnreadRow] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            entity = json.loads(line)
        except (ValueError, RecursionError):
            entity = None
        if _is_entity(entity):
            _add_entity(found, entity, number)
        else:
            unread.append(UnreadRow(number, None, "The line is not an entity.", _ONE_ENTITY, (line,)))
    graph = GraphFile(file, "FollowTheMoney entities", encoding=decoded.encoding)
    return ftm_sheets(graph, found, unread)


def _add_entity(found: dict[str, FtmEntity], written: Mapping[str, Any], line: int) -> None:
    """Add an entity, merged with an earlier one of the same id, and the entities nested in its properties."""
    pending = [written]
    while pending:
        one = pending.pop()
        entity = found.setdefault(one["id"], FtmEntity(line, one["id"], one["schema"]))
        entity.caption = entity.caption or str(one.get("caption") or "")
        _add(entity.datasets, [name for name in one.get("datasets") or () if isinstance(name, str)])
        for name, values in one["properties"].items():
            texts = []
            for value in values if isinstance(values, list) else [values]:
                if _is_entity(value):
                    pending.append(value)
                    texts.append(value["id"])
                elif isinstance(value, str | int | float) and str(value).strip():
                    texts.append(str(value))
            _add(entity.properties.setdefault(name, []), texts)


def _add(values: list[str], more: Iterable[str]) -> None:
    values += [value for value in dict.fromkeys(more) if value not in values]


def ftm_sheets(graph: GraphFile, found: Mapping[str, FtmEntity], unread: list[UnreadRow]) -> list[Sheet]:
    """Return entities as sheets of actors and ties.

    Raises:
        DataError: there are none.
    """
    if not found:
        raise DataError("The file holds no entity.", file=graph.path, cure=_ONE_ENTITY)
    actors: list[tuple[Item, dict[str, Any]]] = []
    ties: list[tuple[Item, dict[str, Any]]] = []
    for entity in found.values():
        edge = EDGES.get(entity.schema)
        if edge is not None:
            rows = list(_ties(entity, edge))
            ties += [(Item(entity.line, ""), row) for row in rows]
            unread += [] if rows else [_without_end(entity, edge)]
        else:
            actors.append((Item(entity.line, ""), _actor(entity, found)))
            ties += [(Item(entity.line, ""), row) for row in _references(entity, found)]
    sheets = [
        graph.sheet(part, kind, [item for item, _ in rows], _columns([row for _, row in rows]))
        for part, kind, rows in (("actors", ENTITIES, actors), ("ties", RELATIONS, ties))
        if rows
    ]
    if not sheets:
        raise DataError(unread[0].message, file=graph.path, line=unread[0].line, cure=unread[0].cure)
    sheets[0].unread += sorted(unread, key=lambda one: one.line)
    return sheets


def _without_end(entity: FtmEntity, edge: Edge) -> UnreadRow:
    missing = next(end for end in (edge.source, edge.target) if not entity.properties.get(end))
    message = f"The {entity.schema} `{entity.id}` has no {missing}."
    return UnreadRow(entity.line, missing, message, "Name the entity at that end.", (entity.id,))


def _columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    titles = dict.fromkeys(title for row in rows for title in row)
    return {title: [row.get(title) for row in rows] for title in titles}


def _actor(entity: FtmEntity, found: Mapping[str, FtmEntity]) -> dict[str, Any]:
    names = entity.properties.get("name", [])
    name = entity.caption or (names[0] if names else "") or entity.first(*_UNNAMED) or entity.id
    aliases = [
        other for key in ("name", *_NAMES) for other in entity.properties.get(key, ()) if other != name
    ]
    countries = list(dict.fromkeys(code for key in _COUNTRIES for code in entity.properties.get(key, ())))
    row: dict[str, Any] = {
        "id": entity.id,
        "name": name,
        "type": entity.schema,
        "aliases": list(dict.fromkeys(aliases)),
        "summary": " ".join(text for key in _TEXTS for text in entity.properties.get(key, ())),
        "country": countries[0] if countries else "",
        "url": entity.first(*_ADDRESSES),
    }
    if len(countries) > 1:
        row["countries"] = countries
    taken = {"name", *_NAMES, *_TEXTS, "country"}
    return row | _rest(entity, taken, {"id", *ENTITY_FIELDS}, found) | {"datasets": entity.datasets}


def _rest(
    entity: FtmEntity, taken: Iterable[str], fields: Iterable[str], found: Mapping[str, FtmEntity]
) -> dict[str, Any]:
    """Return the other properties, several values as a list, without those that become ties."""
    rest: dict[str, Any] = {}
    for name, values in entity.properties.items():
        texts = [value for value in values if value not in found]
        if name not in taken and texts:
            rest[reserved_name(name, frozenset(fields))] = texts if len(texts) > 1 else texts[0]
    return rest


def _ties(entity: FtmEntity, edge: Edge) -> Iterator[dict[str, Any]]:
    """Yield a tie from each source to each target."""
    sources, targets = (entity.properties.get(end, ()) for end in (edge.source, edge.target))
    taken = {edge.source, edge.target, *_TEXTS, *_ROLES, "startDate", "endDate", "date", "sourceUrl"}
    urls = entity.properties.get("sourceUrl", [])
    several = len(sources) * len(targets) > 1
    for source in sources:
        for target in targets:
            yield {
                "id": f"{entity.id}:{source}:{target}" if several else entity.id,
                "source": source,
                "target": target,
                "type": edge.type,
                "role": entity.first(*_ROLES),
                "start_date": entity.first("startDate", "date"),
                "end_date": entity.first("endDate", "date"),
                "sources": urls or entity.datasets,
                "directed": None if edge.directed else False,
                "summary": " ".join(text for key in _TEXTS for text in entity.properties.get(key, ())),
                **_rest(entity, taken, {"id", *RELATION_FIELDS}, {}),
                "datasets": entity.datasets if urls else [],
            }


def _references(entity: FtmEntity, found: Mapping[str, FtmEntity]) -> Iterator[dict[str, Any]]:
    """Yield a tie for each property of an actor that names another actor of the file."""
    for name, values in entity.properties.items():
        for value in values:
            if value in found and value != entity.id and found[value].schema not in EDGES:
                yield {
                    "source": entity.id,
                    "target": value,
                    "type": _type_of(name),
                    "sources": entity.properties.get("sourceUrl") or entity.datasets,
                }


def _type_of(name: str) -> str:
    """Return the type for a property: ``HAS_ADDRESS_ENTITY`` for ``addressEntity``."""
    words = "".join(f"_{letter}" if letter.isupper() else letter for letter in name)
    return f"HAS_{words.upper()}"
