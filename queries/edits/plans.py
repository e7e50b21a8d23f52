"""Plan corrections. Names are looked up when a plan is created, and rows are read when it is carried out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sociogram.graph.edits import Edits, merge, rename
from sociogram.graph.edits.read import rows_naming
from sociogram.graph.errors import ActorError, SociogramError
from sociogram.graph.store import GraphStore, QueryRunner, entity_pattern
from sociogram.queries.edits.rows import actor_with_id


@dataclass(frozen=True, slots=True)
class Plan:
    """A correction that is ready to run.

    Attributes:
        command: its command, for the history of a folder.
        edits: reads rows in a transaction and returns the edits.
    """

    command: str
    edits: Callable[[QueryRunner], Edits]


def plan_merge(store: GraphStore, keep: str, others: Sequence[str]) -> Plan:
    """Plan to merge several actors into one.

    Args:
        store: the graph.
        keep: the actor to keep, by name, alias or id.
        others: the actors to merge into it.

    Raises:
        ActorError: a name matches no actor or several, or two names match the same actor.
    """
    if not others:
        raise SociogramError(f"Name at least one actor to merge into '{keep}'.")
    target = actor_with_id(store, keep)
    found: dict[Any, str] = {target.id: keep}
    for name in others:
        actor = actor_with_id(store, name)
        if actor.id in found:
            raise ActorError(
                f"'{found[actor.id]}' and '{name}' are already one actor: {actor.name} (id {actor.id}).",
            )
        found[actor.id] = name
    merged = [one for one in found if one != target.id]

    def edits(runner: QueryRunner) -> Edits:
        return merge(rows_naming(runner, merged, also=[target.id]), target.id, merged, runner.actor_rule)

    return Plan(" ".join(map(str, ["merge", target.id, *merged])), edits)


def plan_rename(store: GraphStore, actor: str, *, name: str | None = None, new_id: str | None = None) -> Plan:
    """Plan to give an actor another name, another id, or both.

    Raises:
        ActorError: the actor is not found, or another one has the new id.
        SociogramError: neither a name nor an id is given, or one is empty.
    """
    if name is None and new_id is None:
        raise SociogramError("Give the actor a new name, a new id, or both.")
    if any(text is not None and not text.strip() for text in (name, new_id)):
        raise SociogramError("A name or an id cannot be empty.")
    found = actor_with_id(store, actor)
    if new_id is not None and new_id != found.id and (holder := _called(store, "e.id", new_id)):
        raise ActorError(
            f"The id '{new_id}' belongs to {holder[0][1]}. To make them one actor, merge them.", nearest=()
        )

    def edits(runner: QueryRunner) -> Edits:
        rule = runner.actor_rule
        planned = rename(rows_naming(runner, [found.id]), found.id, name=name, new_id=new_id, rule=rule)
        called = [] if name is None else _called(runner, rule.name("e"), name)
        namesakes = [own for own, _ in called if own != found.id]
        notes = [f"{own} is called '{name}', too. If they are one actor, merge them." for own in namesakes]
        return Edits(planned.nodes, planned.relations, notes)

    words = [found.id, *([] if name is None else [name]), *([] if new_id is None else ["--id", new_id])]
    return Plan(" ".join(map(str, ["rename", *words])), edits)


def _called(runner: QueryRunner, expression: str, value: str) -> list[tuple[Any, Any]]:
    """Return the ids and names of the actors for which an expression of ``e`` has a value."""
    name = f"coalesce({runner.actor_rule.name('e')}, e.id)"
    query = f"MATCH {entity_pattern(runner, 'e')} WHERE {expression} = $value RETURN e.id, {name}"
    return [(own, shown) for own, shown in runner.execute(query, {"value": value}).rows]
