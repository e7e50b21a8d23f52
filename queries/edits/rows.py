"""Find the row to which a text refers: a claim or a source by id, an actor by name, alias or id."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, count
from typing import Any

from sociogram.graph.common.text import did_you_mean, nearest
from sociogram.graph.errors import ActorError, SociogramError, SourceError
from sociogram.graph.formats.cypher import literal
from sociogram.graph.model import SOURCE_LABEL
from sociogram.graph.store import GraphStore, QueryRunner, entity_pattern
from sociogram.loaders.values.naming import slug
from sociogram.queries.actors import Actor, find_actor
from sociogram.queries.edits.tie_names import claim_in_cell, claim_of_tie, claims_between

KINDS = ("actor", "claim", "source")
"""The kinds of rows that a correction can change."""

_MOST_IDS = 20_000
"""The maximum number of ids that are compared to find the nearest to a wrong one."""


def actor_with_id(store: GraphStore, name: Any) -> Actor:
    """Return the actor to which a name refers, if it has an id, which corrections need.

    Raises:
        ActorError: a name matches no actor or several, or the actor has no id.
    """
    return _with_id(store, find_actor(store, name))


def _with_id(store: GraphStore, actor: Actor) -> Actor:
    if actor.id is None:
        node, own = literal(actor.node), literal(_free_id(store, actor))
        raise ActorError(
            f"{actor.name} has no id, which a correction needs. Give it one, by a query that may write: "
            f"MATCH (n) WHERE elementId(n) = {node} SET n.id = {own}"
        )
    return actor


def _free_id(store: GraphStore, actor: Actor) -> str:
    """Return an id made from what an actor is called; without a name, the id is what it will be called."""
    made = slug(actor.name)
    names = chain([made], (f"{made}-{number}" for number in count(2)))
    return next(name for name in names if not any(_has_id(store, kind, name) for kind in KINDS))


def find_row(store: GraphStore, text: Any, *, kind: str | None = None) -> tuple[str, Any]:
    """Return the kind of the row to which a text refers (``actor``, ``claim`` or ``source``), and its id.

    Ids take precedence over names. A source may also be given by its title or address, a claim as ``A TYPE
    B`` if it is the only one of its tie, or in the form of tables: ``[:TYPE id]``.

    Args:
        store: the graph.
        text: an id, a name, an alias, a title or an address.
        kind: the required kind; None for any.

    Raises:
        SociogramError: the text matches nothing, rows of several kinds, or a tie of several claims.
    """
    if not isinstance(text, str):  # a node of a NetworkX graph
        return "actor", actor_with_id(store, text).id
    text = claim_in_cell(text) or text
    found = [(one, text) for one in KINDS if kind in (None, one) and _has_id(store, one, text)]
    if len(found) > 1:
        kinds = " and ".join(f"{with_article(one)}" for one, _ in found)
        raise SociogramError(f"'{text}' is the id of {kinds}. Say which: --kind {found[0][0]}.")
    if found:
        return found[0]
    if kind in (None, "source") and (titled := _titled(store, text)) is not None:
        return "source", titled
    if kind in (None, "claim") and (claim := claim_of_tie(store, text)) is not None:
        return "claim", claim
    if kind == "claim":
        raise SociogramError(_no_tie(store, text) or unknown(store, "claim", text))
    if kind == "source":
        raise SourceError(unknown(store, "source", text))
    try:
        actor = find_actor(store, text)
    except ActorError as error:
        if kind == "actor" or "may be any of" in str(error):
            raise
        raise _unknown_row(store, text, error) from None
    return "actor", _with_id(store, actor).id


def _unknown_row(store: GraphStore, text: str, error: ActorError) -> SociogramError:
    """Return the error for a text that matches no row, from the one for an actor."""
    if said := _no_tie(store, text):
        return SociogramError(said)
    offer = did_you_mean(_nearest(store, text)) or str(error).partition(". ")[2]
    return ActorError(
        f"No actor, claim or source is called '{text}'. {offer}".rstrip(), nearest=error.nearest
    )


def _no_tie(store: GraphStore, text: str) -> str:
    """Return the message for the name of a tie that does not exist; empty if the text names no two actors."""
    offer = claims_between(store, text)
    return f"There is no tie '{text}'. {offer}" if offer else ""


def source_id(store: GraphStore, text: str) -> str:
    """Return the id of a source that is given by id, title or address; it may exist only in citations.

    Raises:
        SourceError: no source matches.
    """
    if _has_id(store, "source", text):
        return text
    if (titled := _titled(store, text)) is not None:
        return titled
    if text in cited_sources(store):
        return text
    raise SourceError(unknown(store, "source", text))


def unknown(store: GraphStore, kind: str, text: str) -> str:
    """Return the message for an unknown id of a claim or source, with the nearest id."""
    known = ids_of(store, kind)
    if kind == "source":
        known = list(dict.fromkeys([*known, *cited_sources(store)]))
    return f"There is no {kind} '{text}'. {did_you_mean(nearest(text, known))}".rstrip()


def ids_of(runner: QueryRunner, kind: str) -> Sequence[str]:
    """Return the ids of rows of one kind, at most ``_MOST_IDS``."""
    rows = runner.execute(
        f"MATCH {pattern_of(runner, kind)} WHERE e.id IS NOT NULL RETURN e.id LIMIT {_MOST_IDS}"
    ).rows
    return sorted(str(own) for (own,) in rows)


def _nearest(store: GraphStore, text: str) -> tuple[str, ...]:
    name = store.actor_rule.shown("e")
    names = f"MATCH {pattern_of(store, 'actor')} RETURN {name} LIMIT {_MOST_IDS}"
    known = sorted(str(name) for (name,) in store.execute(names).rows if name is not None)
    return nearest(text, [*(own for kind in KINDS for own in ids_of(store, kind)), *known])


def _has_id(runner: QueryRunner, kind: str, text: str) -> bool:
    query = f"MATCH {pattern_of(runner, kind)} WHERE e.id = $id RETURN 1 LIMIT 1"
    return any(runner.execute(query, {"id": text}).rows)


def _titled(runner: QueryRunner, text: str) -> str | None:
    query = f"MATCH (e:{SOURCE_LABEL}) WHERE e.title = $text OR e.url = $text RETURN e.id LIMIT 2"
    found = [own for (own,) in runner.execute(query, {"text": text}).rows]
    return found[0] if len(found) == 1 else None


def cited_sources(runner: QueryRunner) -> list[str]:
    """Return the ids of the sources that claims cite, whether or not a row describes them."""
    query = (
        f"MATCH {pattern_of(runner, 'claim')} UNWIND [] + coalesce(e.sources, []) "
        "+ coalesce(e.cites, []) AS own RETURN DISTINCT own"
    )
    return sorted(str(own) for (own,) in runner.execute(query).rows)


def pattern_of(runner: QueryRunner, kind: str) -> str:
    """Return the pattern that matches all rows of a kind as ``e``."""
    if kind == "actor":
        return entity_pattern(runner, "e")
    return f"(e:{SOURCE_LABEL})" if kind == "source" else "()-[e]->()"


def with_article(noun: str) -> str:
    """Return a noun with ``a`` or ``an``."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
