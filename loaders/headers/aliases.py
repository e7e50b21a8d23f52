"""Which column titles mean which field: the table that `docs/loading.md` prints.

Titles are compared without regard to case, spaces, ``_``, ``-`` and accents, so one spelling of each
is enough. Where several columns of a sheet could be one field, the title that stands first here is
taken and the others become properties.
"""

from __future__ import annotations

ENTITIES = "entities"
RELATIONS = "relations"
SOURCES = "sources"
RELATION_TYPES = "relation_types"
IGNORED = "ignored"

PROVENANCE = (
    "sources",
    "source(s)",
    "source url",
    "source urls",
    "source",
    "citation",
    "reference",
    "references",
    "proof",
    "url",
    "link",
    "source id",
    "publisher",
    "fuente",
    "fuentes",
    "bron",
    "bronnen",
)

ENTITY_ALIASES: dict[str, tuple[str, ...]] = {
    "id": (":id", "id", "_id", "node id", "entity id", "key", "uid", "uuid", "identifier"),
    "name": (
        "name",
        "full name",
        "caption",
        "label",
        "title",
        "entity",
        "actor",
        "entity name",
        "node name",
        "nombre",
        "naam",
    ),
    "type": (
        ":label",
        "_labels",
        "labels",
        "type",
        "types",
        "node type",
        "entity type",
        "category",
        "kind",
        "schema",
        "class",
        "group",
        "primary ext",
        "tipo",
        "soort",
    ),
    "aliases": ("aliases", "alias", "aka", "also known as", "other names"),
    "summary": ("summary", "description", "blurb", "notes"),
    "country": ("country", "countries", "pais", "land"),
    "url": ("url", "link", "website", "homepage"),
    "sources": tuple(title for title in PROVENANCE if title not in ("url", "link")),
}

END_PAIRS: tuple[tuple[str, str], ...] = (
    (":start_id", ":end_id"),
    ("source", "target"),
    ("source id", "target id"),
    ("from", "to"),
    ("from id", "to id"),
    ("start", "end"),
    ("_start", "_end"),
    ("start id", "end id"),
    ("src", "dst"),
    ("origin", "destination"),
    ("node id start", "node id end"),
    ("node1 id", "node2 id"),
    ("node 1", "node 2"),
    ("entity1 id", "entity2 id"),
    ("subject", "object"),
    ("entity a", "entity b"),
    ("person a", "person b"),
    ("organization a", "organization b"),
    ("source name", "target name"),
    ("from name", "to name"),
    ("origen", "destino"),
    ("van", "naar"),
)
"""A relation's two ends. A pair is looked for before single titles, so that ``source`` beside ``from``
and ``to`` is where the claim comes from and not where the relation starts."""

NAME_PAIRS: tuple[tuple[str, str], ...] = (
    ("source name", "target name"),
    ("from name", "to name"),
    ("start name", "end name"),
    ("entity a name", "entity b name"),
    ("entity1 name", "entity2 name"),
)
TYPE_PAIRS: tuple[tuple[str, str], ...] = (
    ("source type", "target type"),
    ("from type", "to type"),
    ("start type", "end type"),
    ("entity a type", "entity b type"),
    ("entity1 type", "entity2 type"),
    ("node1 type", "node2 type"),
    ("subject type", "object type"),
)

RELATION_ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("id", "relation id", "relationship id", "edge id", "_id"),
    "type": (
        ":type",
        "type",
        "relation",
        "relationship",
        "relation type",
        "relationship type",
        "rel type",
        "connection",
        "connection type",
        "edge type",
        "link type",
        "predicate",
        "data.type",
        "_type",
        "relacion",
        "relatie",
        "label",
    ),
    "role": ("role", "rol"),
    "start_date": (
        "start date",
        "begin date",
        "date start",
        "valid from",
        "from date",
        "since",
        "start",
        "date",
        "when",
    ),
    "end_date": ("end date", "date end", "valid until", "valid to", "to date", "until", "end"),
    "sources": PROVENANCE,
    "paragraph": ("paragraph", "para", "alinea"),
    "claimed_by": ("claimed by", "claimant", "according to", "attributed to"),
    "certainty": ("certainty", "confidence", "grading"),
    "summary": ("summary", "description", "blurb", "notes"),
    "weight": ("weight", "strength", "value", "amount"),
    "is_current": ("is current",),
}

SOURCE_ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("id", "source id", "key", "citation key", "identifier"),
    "title": ("title", "name", "headline", "titel", "titulo"),
    "author": ("author", "authors", "by", "auteur", "autor"),
    "publisher": ("publisher", "publication", "outlet", "journal", "uitgever", "medium"),
    "date": ("date", "published", "publication date", "datum", "fecha"),
    "url": ("url", "link", "source url", "address"),
    "language": ("language", "lang", "taal", "idioma"),
}

RELATION_TYPE_ALIASES: dict[str, tuple[str, ...]] = {
    "type": ("type", "relation type", "relationship type", ":type"),
    "forward": ("forward", "forward wording"),
    "backward": ("backward", "backward wording", "reverse", "inverse"),
    "directed": ("directed",),
    "description": ("description", "summary", "notes"),
}

ALIASES = {
    ENTITIES: ENTITY_ALIASES,
    RELATIONS: RELATION_ALIASES,
    SOURCES: SOURCE_ALIASES,
    RELATION_TYPES: RELATION_TYPE_ALIASES,
}

ENDS = ("source", "target")
END_FIELDS = (*ENDS, "source_name", "target_name", "source_type", "target_type")


def end_key(field: str) -> str:
    """Return the column of checked rows for an attribute of a relation's end, such as ``source_name``.

    No title begins with a space, so a property that happens to have one of these names stays separate.
    """
    return f" {field}"


FILE_NAMES: dict[str, tuple[str, ...]] = {
    RELATION_TYPES: ("relation_types", "relationtypes", "relation-types"),
    SOURCES: ("sources", "bronnen", "fuentes"),
    RELATIONS: ("relations", "relationships", "edges", "links"),
    ENTITIES: ("entities", "nodes", "actors"),
}
"""What a file is, where its columns leave it open, by how its name begins."""

REJECT_TITLES = ("_file", "_line", "_column", "_reason")
"""Columns that a file of rejected rows has before the sheet's own; left out when it is loaded again."""

GENERIC_WORDS = frozenset(("entity", "node", "actor", "name", "item", "element", "side", "party", "id"))
"""Words before A and B, 1 and 2 in a title that say nothing about what kind of actor stands there."""
