"""Expansions at the end of a plan that need not create rows, because the rows are only counted."""

from __future__ import annotations

from typing import TypeGuard

from sociogram.queries.cypher.plan.operators import Expand, Operator


def collapsible(source: Operator, read: frozenset[str]) -> list[Expand]:
    """Return the expansions at the end of a plan that counts can replace, the last one first.

    Their ends and relationships must not be read. The one exception: two expansions from the same node,
    where the second must not traverse the first's relationship; the number of such pairs is known from
    degrees too.
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
    """Return whether a plan ends in an expansion to any node, which a degree describes."""
    return isinstance(plan, Expand) and plan.label is None


def is_fork(step: Expand, before: Expand) -> bool:
    """Return whether two expansions start at one node and only have to differ from each other."""
    return step.start == before.start and step.unlike == (before.relationship,) and not before.unlike
