"""Plan corrections that move claims to another actor or remove rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sociogram.graph.edits import Edits, HeldRows, Relation, remove, split
from sociogram.graph.edits.read import relations_where, rows_naming, sources_where
from sociogram.graph.errors import ActorError, SociogramError, SourceError
from sociogram.graph.store import GraphStore, QueryRunner
from sociogram.loaders.values.naming import looks_like_id, slug
from sociogram.queries.edits.plans import Plan
from sociogram.queries.edits.rows import actor_with_id, cited_sources, find_row, source_id

_CITES = "any(own IN [] + coalesce(r.sources, []) + coalesce(r.cites, []) WHERE own IN $sources)"
_REFERS = (
    "r.about IN $gone OR r.supersedes IN $gone "
    "OR any(own IN [] + coalesce(r.contradicts, []) WHERE own IN $gone)"
)


def plan_split(
    store: GraphStore,
    actor: str,
    to: str,
    *,
    name: str | None = None,
    sources: Sequence[str] = (),
    relations: Sequence[str] = (),
) -> Plan:
    """Plan to move some claims of an actor to another one.

    Args:
        store: the graph.
        actor: the actor to split, by name, alias or id.
        to: the id of an existing actor, or the id or the name of a new one.
        name: the name of the new actor.
        sources: sources, by id, title or address; the claims that cite them are moved.
        relations: the ids of further claims to move.

    Raises:
        ActorError: the actor is not found, or is the same as the other one.
        SociogramError: no claim is selected, or a claim does not name the actor.
        SourceError: a source does not exist.
    """
    if not sources and not relations:
        raise SociogramError("Say which claims move to the other actor: by source, by id, or both.")
    if not to.strip():
        raise SociogramError("Name the other actor.")
    found = actor_with_id(store, actor)
    chosen = [source_id(store, source) for source in sources]
    new_id, new_name = (to, name or to) if looks_like_id(to) else (slug(to), name or to)
    if new_id == found.id:
        raise ActorError(f"'{to}' is the id of {found.name} itself. Give the other actor another id.")

    def edits(runner: QueryRunner) -> Edits:
        held = rows_naming(runner, [found.id], also=[new_id], optional=True)
        keys = _chosen(held.relations, chosen, relations)
        _check_chosen(store, held, found.name, relations, keys)
        planned = split(held, found.id, new_id, new_name, keys)
        return Edits(planned.nodes, planned.relations, _split_notes(held, new_id, name))

    words = [f"--source {one}" for one in chosen] + [f"--relation {one}" for one in relations]
    return Plan(" ".join(["split", str(found.id), "--to", new_id, *words]), edits)


def _chosen(held: Iterable[Relation], sources: Sequence[str], ids: Sequence[str]) -> set[str]:
    return {
        relation.key
        for relation in held
        if str(relation.id) in ids or not set(sources).isdisjoint(relation.properties.get("sources") or ())
    }


def _check_chosen(
    store: GraphStore, held: HeldRows, actor: str, ids: Sequence[str], keys: Iterable[str]
) -> None:
    naming = {str(relation.id) for relation in held.relations}
    for own in ids:
        if own not in naming:
            find_row(store, own, kind="claim")
            raise SociogramError(f"The claim '{own}' does not name {actor}.")
    if not keys:
        raise SociogramError(f"No claim in that source names {actor}; nothing would move.")


def _split_notes(held: HeldRows, new_id: str, name: str | None) -> list[str]:
    there = held.entities.get(new_id)
    if there is None:
        return []
    called = f"{there.get('name', new_id)} ({new_id}) already exists: the claims go to that actor."
    ignored = name is not None and name != there.get("name")
    return [called, *(["--name was not used. `sociogram rename` gives it another name."] if ignored else [])]


def plan_remove(store: GraphStore, rows: Sequence[str], *, kind: str | None = None) -> Plan:
    """Plan to remove actors, claims and sources, with the claims that cannot exist without them.

    Args:
        store: the graph.
        rows: actors by name, alias or id, claims and sources by id.
        kind: ``actor``, ``claim`` or ``source``, if an id could be of several kinds.

    Raises:
        SociogramError: a text matches nothing, or rows of several kinds.
    """
    if not rows:
        raise SociogramError("Name what to remove: actors, claims or sources.")
    found = list(dict.fromkeys(_row_to_remove(store, text, kind) for text in rows))
    actors, claims, sources = (
        [own for one, own in found if one == wanted] for wanted in ("actor", "claim", "source")
    )

    def edits(runner: QueryRunner) -> Edits:
        held = _rows_to_remove(runner, actors, claims, sources)
        planned = remove(held, entities=actors, relations=claims, sources=sources)
        return Edits(planned.nodes, planned.relations, _remove_notes(planned, claims))

    return Plan(" ".join(["remove", *(str(own) for _, own in found)]), edits)


def _row_to_remove(store: GraphStore, text: str, kind: str | None) -> tuple[str, Any]:
    """Return the kind and the id of a row; a source may exist only in citations."""
    try:
        return find_row(store, text, kind=kind)
    except (ActorError, SourceError):
        if kind in (None, "source") and text in cited_sources(store):
            return "source", text
        raise


def _rows_to_remove(
    runner: QueryRunner, actors: list[Any], claims: list[Any], sources: list[Any]
) -> HeldRows:
    named = rows_naming(runner, actors) if actors else HeldRows()
    condition = f"r.id IN $claims OR {_CITES}"
    cited = relations_where(runner, condition, claims=claims, sources=sources) if claims or sources else []
    relations = {relation.key: relation for relation in [*named.relations, *cited]}
    ids = [relation.id for relation in relations.values() if relation.id is not None]
    referring = relations_where(runner, _REFERS, gone=ids) if ids else []
    relations |= {relation.key: relation for relation in referring if relation.key not in relations}
    nodes = sources_where(runner, "n.id IN $ids OR n.copy_of IN $ids OR n.translation_of IN $ids", sources)
    return HeldRows(named.entities, nodes if sources else {}, list(relations.values()))


def _remove_notes(planned: Edits, claims: Sequence[Any]) -> list[str]:
    """Return notes on what is removed besides the named rows."""
    with_them = sum(
        edit.after is None and edit.before is not None and edit.before.id not in claims
        for edit in planned.relations
    )
    if not with_them:
        return []
    plural = "" if with_them == 1 else "s"
    return [f"This also removes {with_them:,} claim{plural} that cannot exist without them."]
