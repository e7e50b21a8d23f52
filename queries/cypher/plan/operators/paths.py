"""The operators that go along relationships, and those that choose among paths."""

from __future__ import annotations

from typing import Literal as OneOf

from sociogram.queries.cypher.plan.operators.base import Operator, Types
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.ast import Expression


class Expand(Operator):
    """From a bound node along its relationships; ``unlike`` are relationships it must not repeat.

    Only to nodes that have ``label``, where one is named.
    """

    source: Operator
    start: str
    relationship: str
    end: str
    direction: ast.Direction
    types: Types
    unlike: tuple[str, ...] = ()
    label: str | None = None


class ExpandInto(Operator):
    """The relationships between two bound nodes."""

    source: Operator
    start: str
    relationship: str
    end: str
    direction: ast.Direction
    types: Types
    unlike: tuple[str, ...] = ()


class KeepApart(Operator):
    """The rows in which no pair of columns walks the same relationship."""

    source: Operator
    pairs: tuple[tuple[str, str], ...]


class ExpandCount(Operator):
    """How many rows Expand would give for each row, as a column; the rows are never made.

    Multiplied with what ``times`` holds already, where it names a column. Where both count from the
    same node, ``overlap`` says along which relationships the other one goes: pairs of one and the same
    relationship do not count. ``keep_zero`` keeps rows that have none.
    """

    source: Operator
    start: str
    direction: ast.Direction
    types: Types
    unlike: tuple[str, ...]
    count: str
    times: str | None = None
    keep_zero: bool = False
    overlap: tuple[ast.Direction, Types] | None = None


class VarExpand(Operator):
    """Trails of ``minimum`` to ``maximum`` relationships; ``relationship`` becomes a list.

    ``where`` holds for each relationship, under the name ``each``. ``into``: ``end`` is bound.
    ``reach``: only the set of ends counts, each is given once for a row. ``repeatable``: relationships
    may repeat within it.
    """

    source: Operator
    start: str
    relationship: str
    end: str
    direction: ast.Direction
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
    """The ends of a walk along a list of relationships that is bound already."""

    source: Operator
    start: str
    relationship: str
    end: str
    direction: ast.Direction
    types: Types
    minimum: int
    maximum: int | None
    start_bound: bool
    end_bound: bool
    repeatable: bool = False


class QuantifiedExpand(Operator):
    """A path pattern walked ``minimum`` to ``maximum`` times; its variables become lists.

    ``inner`` walks it once: it is given ``inner_start`` and gives ``inner_end``. ``groups`` pairs the
    name inside with the name of the list outside. ``relationships`` are the inner ones, none of which
    may repeat unless all is ``repeatable``.
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

    ``where`` holds for each relationship (``each``) and its ends along the path (``near``, ``far``);
    ``check`` for the whole path, which is then found by trying the lengths in turn. ``groups``: ``count``
    counts lengths, not paths. ``function``: the old form, where equal ends are an error unless
    ``minimum`` is 0. ``nears`` and ``fars``: the lists of the ends of all steps, with ``near`` only.
    ``unread``: nobody asks which paths they are, nor how many. ``repeatable``: relationships may repeat.
    """

    source: Operator
    start: str
    end: str
    relationship: str
    path: str
    direction: ast.Direction
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
    """Shortest paths between two bound nodes, each step of which is a whole pattern.

    ``inner`` walks it from ``inner_start`` to ``inner_end``, ``inner_back`` the other way. ``parts`` are
    its nodes and relationships in turn. The rest is as for ShortestPath and QuantifiedExpand.
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
    """The variables outside, in the order of ``parts``."""
    minimum: int
    maximum: int | None
    check: tuple[Expression, ...]
    count: int
    groups: bool
    row: str
    repeatable: bool = False


class SelectPaths(Operator):
    """Of the paths that ``source`` gives, the shortest for each row number and pair of ends."""

    source: Operator
    partition: tuple[str, ...]
    lengths: tuple[str, ...]
    """Columns whose sizes add up to a path's length: lists of relationships."""
    fixed: int
    count: int
    groups: bool


class PathProjection(Operator):
    """A path value put together from its nodes and relationships, in order."""

    source: Operator
    variable: str
    elements: tuple[tuple[OneOf["node", "relationship", "list", "groups"], tuple[str, ...]], ...]
    """``list`` is a list of relationships; ``groups`` the lists of a quantified path, in order."""
