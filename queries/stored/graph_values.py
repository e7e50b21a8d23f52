"""Find the values that the parameters of a stored query can have in a graph."""

from __future__ import annotations

from typing import Any

from sociogram.graph.common.text import did_you_mean, first_few, nearest
from sociogram.graph.errors import SociogramError, StoredQueryError
from sociogram.graph.store import GraphStore
from sociogram.queries.claims.source_names import source_named
from sociogram.queries.run import run
from sociogram.queries.stored.foreign import adapted, for_incomplete_actors
from sociogram.queries.stored.stored_query import QueryParameter, StoredQuery

_LISTED = 5
_PATIENCE = 10.0
"""The seconds that an error message may wait for its examples."""


def suggested(store: GraphStore, parameter: QueryParameter, most: int = 3) -> list[Any]:
    """Return the first values that the suggestion in the header yields; empty without one.

    Raises:
        SociogramError: the values cannot be read, or not in time.
    """
    if not parameter.suggestion:
        return []
    text = parameter.suggestion
    text = adapted(text, store) or for_incomplete_actors(text, store)
    return [value for (value,) in run(store, f"{text} LIMIT {most}", timeout=_PATIENCE) if value is not None]


def examples(store: GraphStore, parameter: QueryParameter) -> str:
    """Return a sentence with some values for a parameter, or an empty string.

    >>> examples(store, query.parameters[0])
    "This graph has, for example, 'China' or 'Congress of Peru'."
    """
    if not parameter.suggestion:
        return ""
    try:
        found = [f"'{value}'" for value in suggested(store, parameter)]
    except SociogramError:  # the missing value is the error to report
        return ""
    if not found:
        return "This graph has none."
    return f"This graph has, for example, {', '.join(found[:-1])}{' or ' if found[1:] else ''}{found[-1]}."


def values_to_try(store: GraphStore, query: StoredQuery) -> dict[str, Any]:
    """Return values with which a query can run: defaults, else the first suggestion, else null."""
    return {parameter.name: _value_to_try(store, parameter) for parameter in query.parameters}


def _value_to_try(store: GraphStore, parameter: QueryParameter) -> Any:
    if not parameter.required:
        return parameter.default
    try:
        first = next(iter(suggested(store, parameter, most=1)), None)
    except SociogramError:  # the validation also runs the suggestions and reports their errors
        first = None
    return [first] if parameter.type.startswith("LIST") and first is not None else first


def known_type(store: GraphStore, wanted: str) -> str:
    """Return a relation type in the spelling of the graph; case, spaces and hyphens do not matter.

    Raises:
        StoredQueryError: the graph has no tie of this type, or it has several that are written alike.
    """
    call = "CALL db.relationshipTypes() YIELD relationshipType AS type RETURN type ORDER BY type"
    names = [str(type_) for (type_,) in run(store, call)]
    if wanted in names:
        return wanted
    alike = [name for name in names if _folded(name) == _folded(wanted)]
    if len(alike) == 1:
        return alike[0]
    if alike:
        raise StoredQueryError(f"'{wanted}' may be any of {', '.join(alike)}. Write one of them.")
    offer = did_you_mean(nearest(wanted, names)) or f"It has: {first_few(names, _LISTED) or 'none'}."
    raise StoredQueryError(f"This graph has no tie of type '{wanted}'. {offer}")


def _folded(name: str) -> str:
    return name.casefold().replace(" ", "_").replace("-", "_")


def known_source(store: GraphStore, wanted: str) -> str:
    """Return the id of a source that the graph describes or a claim cites, given by id or title.

    Raises:
        SourceError: there is none, or there are several.
    """
    cited = (
        "MATCH ()-[r]->() WITH r.sources AS sources, r.cites AS cites "
        "UNWIND [] + coalesce(sources, []) + coalesce(cites, []) AS id RETURN DISTINCT id"
    )
    titles: dict[str, str | None] = {str(id_): None for (id_,) in run(store, cited)}
    described = run(store, "MATCH (s:Source) RETURN s.id, s.title")
    titles |= {str(id_): None if title is None else str(title) for id_, title in described}
    return source_named(wanted, titles)
