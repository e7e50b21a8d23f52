"""Operators that expand along relationships or select paths."""

from __future__ import annotations

from typing import Literal as OneOf

from sociogram.graph.model import Direction
from sociogram.queries.cypher.plan.operators.base import Operator, Types
from sociogram.queries.cypher.syntax.ast import Expression


class Expand(Operator):
    """Expands a bound node along its relationships, except those in the columns ``unlike``.

    If ``label`` is set, only nodes with this label are reached.
    """

    source: Operator
    start: str
    relationship: str
    end: str
    direction: Direction
    types: Types
    unlike: tuple[str, ...] = ()
    label: str | None = None


class ExpandInto(Operator):
    """The relationships between two bound nodes, except those in the columns ``unlike``."""

    source: Operator
    start: str
    relationship: str
    end: str
    direction: Direction
    types: Types
    unlike: tuple[str, ...] = ()


class DistinctRelationships(Operator):
    """The rows in which no pair of columns contains the same relationship."""

    source: Operator
    pairs: tuple[tuple[str, str], ...]


class ExpandCount(Operator):
    """The number of rows that Expand would yield for each row, as a column, without creating them.

    ``times`` names a column to multiply by. If that column counts another expansion from the same node,
    ``overlap`` is the direction and types of that one: pairs with the same relationship twice do not count.
    With ``keep_zeros``, rows without relationships remain.
    """

    source: Operator
    start: str
    direction: Direction
    types: Types
    unlike: tuple[str, ...]
    count: str
    times: str | None = None
    keep_zeros: bool = False
    overlap: tuple[Direction, Types] | None = None


class VarExpand(Operator):
    """Trails of ``minimum`` to ``maximum`` relationships; ``relationship`` becomes a list.

    ``where`` tests each relationship, bound to ``each``. With ``into``, ``end`` is already bound. With
    ``reach``, only the set of ends matters, and each is yielded once per row. With ``backwards``, the lists
    are in reverse order. With ``repeatable``, relationships may repeat (walks instead of trails).
    """

    source: Operator
    start: str
    relationship: str
    end: str
    direction: Direction
    types: Types
    minimum: int
    maximum: int | None
    each: str
    where: tuple[Expression, ...] = ()
    into: bool = False
    unlike: tuple[str, ...] = ()
    reach: bool = False
    backwards: bool = False
    repeatable: bool = False


class WalkList(Operator):
    """The ends of a walk along a list of relationships that is already bound."""

    source: Operator
    start: str
    relationship: str
    end: str
    direction: Direction
    types: Types
    minimum: int
    maximum: int | None
    start_bound: bool
    end_bound: bool
    repeatable: bool = False


class QuantifiedExpand(Operator):
    """A path pattern repeated ``minimum`` to ``maximum`` times; its variables become lists.

    ``inner`` matches it once, from ``inner_start`` to ``inner_end``. ``groups`` maps inner variables to the
    outer lists. ``relationships`` are the inner relationships, none of which may repeat unless the pattern is
    ``repeatable``.
    """

    source: Operator
    start: str
    end: str
    inner: Operator
    inner_start: str
    inner_end: str
    groups: tuple[tuple[str, str], ...]
    relationships: tuple[str, ...]
    minimum: int
    maximum: int | None
    into: bool
    backwards: bool
    unlike: tuple[str, ...] = ()
    row: str = ""
    repeatable: bool = False


class ShortestPath(Operator):
    """Shortest paths between two bound nodes along one relationship pattern of variable length.

    ``where`` tests each relationship (``each``) and its ends in path order (``near``, ``far``). ``check``
    tests the whole path, so lengths are tried in ascending order. ``count`` is the number of paths, or with
    ``groups`` the number of lengths. ``function`` marks ``shortestPath()``, for which equal ends are an error
    unless ``minimum`` is 0. ``nears`` and ``fars`` name the lists of the ends of all steps, if ``near`` is
    set. With ``unread``, neither the paths nor their number is read. With ``repeatable``, relationships may
    repeat.
    """

    source: Operator
    start: str
    end: str
    relationship: str
    path: str
    direction: Direction
    types: Types
    minimum: int
    maximum: int | None
    each: str
    where: tuple[Expression, ...]
    check: tuple[Expression, ...]
    count: int
    groups: bool
    function: bool
    near: str = ""
    far: str = ""
    nears: str = ""
    fars: str = ""
    unread: bool = False
    repeatable: bool = False


class ShortestWalk(Operator):
    """Shortest paths between two bound nodes, where each step is a whole pattern.

    ``inner`` matches the pattern from ``inner_start`` to ``inner_end``, ``inner_back`` in reverse. ``parts``
    are its nodes and relationships in order. The other fields are as in ShortestPath and QuantifiedExpand.
    """

    source: Operator
    start: str
    end: str
    path: str
    inner: Operator
    inner_back: Operator
    inner_start: str
    inner_end: str
    parts: tuple[str, ...]
    lists: tuple[str, ...]
    """The outer variables, in the order of ``parts``."""
    minimum: int
    maximum: int | None
    check: tuple[Expression, ...]
    count: int
    groups: bool
    row: str
    repeatable: bool = False


class SelectPaths(Operator):
    """The shortest paths of ``source`` for each row number and pair of ends."""

    source: Operator
    partition: tuple[str, ...]
    lengths: tuple[str, ...]
    """The columns of lists of relationships whose lengths add up to the length of a path."""
    fixed: int
    count: int
    groups: bool


class PathProjection(Operator):
    """A path value assembled from its nodes and relationships, in order."""

    source: Operator
    variable: str
    elements: tuple[tuple[OneOf["node", "relationship", "list", "groups"], tuple[str, ...]], ...]
    """``list`` is a list of relationships; ``groups`` are the lists of a quantified path, in order."""
