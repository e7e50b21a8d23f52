"""Carry out a correction on a store, in one transaction."""

from __future__ import annotations

from sociogram.graph.actor_rules import ActorRule
from sociogram.graph.edits import Edits, carry_out, undo_script
from sociogram.graph.edits.read import actor_labels
from sociogram.graph.store import GraphStore, QueryRunner
from sociogram.queries.edits.correction import Correction, names_in, names_of_nodes, row_changes
from sociogram.queries.edits.plans import Plan


def correct(store: GraphStore, plan: Plan, *, dry_run: bool = False) -> Correction:
    """Carry out a correction, or determine what it would change.

    >>> correct(store, plan_merge(store, "ann", ["ann-b"]), dry_run=True).changes

    Args:
        store: the graph.
        plan: the correction.
        dry_run: whether to write nothing.

    Raises:
        ConflictError: the graph has changed in the meantime; nothing was written.
        StoreError: the server does not answer or rejects the correction; nothing was written.
    """
    labels, rule = actor_labels(store), store.actor_rule

    def work(runner: QueryRunner) -> Edits:
        edits = plan.edits(runner)
        if not dry_run:
            carry_out(runner, edits, actors=labels)
        return edits

    edits = work(store) if dry_run else store.run_together(work)
    return Correction(
        row_changes(edits),
        edits.notes,
        undo_script(edits, actors=labels) if store.is_persistent and not edits.is_empty else "",
        _names(store, edits, rule),
        dry_run,
    )


def _names(store: GraphStore, edits: Edits, rule: ActorRule) -> dict[str, str]:
    """Return the names of the actors at the ends of changed relations, before or after the correction."""
    name = f"coalesce({rule.name('e')}, e.id)"
    query = f"MATCH {rule.pattern('e')} WHERE e.id IN $ids RETURN e.id, {name}"
    found = {str(own): str(name) for own, name in store.execute(query, {"ids": list(names_in(edits))}).rows}
    return found | names_of_nodes(edits, rule)
