"""Find the actors to which decisions refer, by id or name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sociogram.graph.duplicates import Candidate
from sociogram.graph.duplicates.decisions import Decisions, text_key
from sociogram.graph.errors import ActorError
from sociogram.graph.store import GraphStore, entity_pattern
from sociogram.queries.actors import find_actor
from sociogram.queries.edits import Plan, plan_merge


def decided(decisions: Decisions, candidates: Iterable[Candidate]) -> dict[str, list[str]]:
    """Return the actors that were decided to be the same but have not been merged.

    A decision refers to the actor with that id or else to the only one with that name; aliases do not count.

    >>> decided(Decisions([Decision("a", "b", "same")]), [Candidate("a", "Ana"), Candidate("b", "Anna")])
    {'a': ['b']}

    Returns:
        The ids of the other actors, by the id of the one to keep.
    """
    if not decisions:
        return {}
    ids, names = _indexes(candidates)
    found: dict[str, list[str]] = {}
    seen: set[tuple[str, ...]] = set()
    for decision in decisions:
        group = decisions.group(decision.first) if decision.verdict == "same" else ()
        if group in seen:
            continue
        seen.add(group)
        members = [own for text in group if (own := _actor(text, ids, names)) is not None]
        target, *others = dict.fromkeys(members) or [""]
        if others:
            found[target] = others
    return found


def _indexes(candidates: Iterable[Candidate]) -> tuple[dict[str, str], dict[str, list[str]]]:
    ids: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    for one in candidates:
        ids.setdefault(text_key(one.id), one.id)
        names.setdefault(text_key(one.name), []).append(one.id)
    return ids, names


def _actor(text: str, ids: Mapping[str, str], names: Mapping[str, Sequence[str]]) -> str | None:
    key = text_key(text)
    called = names.get(key, ())
    return ids.get(key) or (called[0] if len(called) == 1 else None)


def plan_merges(store: GraphStore, unmerged: Mapping[str, Sequence[str]]) -> list[Plan]:
    """Plan the merge of each group of actors that were decided to be the same."""
    return [plan_merge(store, target, others) for target, others in unmerged.items()]


def pair_of(store: GraphStore, a: str, b: str) -> tuple[str, str]:
    """Return the ids of two actors for a decision; a text that matches no actor is returned unchanged.

    Such a text may be another spelling, or an id in a sheet that has not yet been loaded.

    Raises:
        ActorError: neither is an actor, one is ambiguous, or both are the same actor.
    """
    found = [_exact(store, text) for text in (a, b)]
    if found[0] is None and found[1] is None:
        found[0] = str(find_actor(store, a).key)
    one, other = found[0] or a, found[1] or b
    if text_key(one) == text_key(other):
        raise ActorError(f"'{a}' and '{b}' are already one actor (id {one}).", nearest=())
    return one, other


def _exact(store: GraphStore, text: str) -> str | None:
    """Return the id of the actor with exactly this id or name; None if there is none."""
    name = store.actor_rule.name("e")
    query = (
        f"MATCH {entity_pattern(store, 'e')} WHERE e.id IS NOT NULL AND (e.id = $text OR {name} = $text) "
        "RETURN e.id AS id ORDER BY id LIMIT 10"
    )
    ids = [str(own) for (own,) in store.execute(query, {"text": text}).rows]
    if text in ids:
        return text
    if len(ids) > 1:
        raise ActorError(
            f"'{text}' is the name of several actors: {', '.join(ids)}. Give the id instead.",
            nearest=tuple(ids),
        )
    return ids[0] if ids else None
