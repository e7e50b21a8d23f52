"""Find the expansions at the end of a plan whose rows are only counted, and so need not be created."""

from __future__ import annotations

from typing import TypeGuard

from sociogram.queries.cypher.plan.operators import Expand, Operator


def collapsible(source: Operator, read: frozenset[str]) -> list[Expand]:
    """Return the expansions at the end of a plan that counts can replace, the last one first.

    Nothing may read their ends and relationships, with one exception: if two expansions start from the same
    node, the second must not traverse the relationship of the first. Degrees give the number of such pairs as
    well.
    """
    steps: list[Expand] = []
    while _counts_all(source) and not {source.end, source.relationship} & read:
        steps.append(source)
        before = source.source
        if _counts_all(before) and len(steps) == 1 and is_fork(source, before):
            unread = not {before.end, before.relationship} & read
            return [source, before] if unread else [source]
        read |= {source.start, *source.unlike}
        source = before
    return steps


def _counts_all(plan: Operator) -> TypeGuard[Expand]:
    """Return whether a plan ends in an expansion to nodes of any label, so that degrees count its rows."""
    return isinstance(plan, Expand) and plan.label is None


def is_fork(step: Expand, before: Expand) -> bool:
    """Return whether two expansions start at the same node and need only differ from each other."""
    return step.start == before.start and step.unlike == (before.relationship,) and not before.unlike
