"""The operators of a plan: one immutable record each, linked to what feeds it by ``source``.

============== =======================================================================================
where rows     Argument, NodeScan, NodeSeek, NodeSeekAny, NodeByElementId, RelationshipScan,
begin          RelationshipEnds, TypeCounts
along          Expand, ExpandInto, ExpandCount, VarExpand, WalkList, QuantifiedExpand, ShortestPath,
relationships  ShortestWalk, SelectPaths, KeepApart, PathProjection
joining        CartesianProduct, HashJoin, Optional, Apply, Union
rows and       Filter, Project, Aggregate, Distinct, Sort, Top, Skip, Limit, Unwind, ProduceResults,
columns        EmptyResult
procedures     ProcedureCall
writing        Create, MergePattern, SetItems, RemoveItems, Delete, Foreach, SchemaChange
============== =======================================================================================

A variable's column has the variable's name; what the planner makes up starts with a blank, which no
variable can. ``rows`` is the planner's estimate. ``row`` names the column of row numbers that ties a
subquery's rows to the row they belong to: operators that look across rows (aggregation, DISTINCT,
LIMIT) look within one number only.

A clause is over before the next one begins, as far as anybody can see: an operator that writes (and
``Apply``, when what it runs writes) takes all its rows before it writes for the first, and gives none
before it has written for the last. What follows may stop asking for rows, but asks at least once.
"""

from __future__ import annotations

from typing import Literal as OneOf

from sociogram.queries.cypher.plan.operators.base import Operator, Types, children
from sociogram.queries.cypher.plan.operators.paths import (
    Expand,
    ExpandCount,
    ExpandInto,
    KeepApart,
    PathProjection,
    QuantifiedExpand,
    SelectPaths,
    ShortestPath,
    ShortestWalk,
    VarExpand,
    WalkList,
)
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.ast import Expression
from sociogram.queries.cypher.syntax.frozen import Frozen

__all__ = [
    "WRITING",
    "Aggregate",
    "Apply",
    "Argument",
    "CartesianProduct",
    "Create",
    "Delete",
    "Distinct",
    "EmptyResult",
    "Expand",
    "ExpandCount",
    "ExpandInto",
    "Filter",
    "Foreach",
    "HashJoin",
    "KeepApart",
    "Limit",
    "MergePattern",
    "NewNode",
    "NewPath",
    "NewRelationship",
    "NodeByElementId",
    "NodeScan",
    "NodeSeek",
    "NodeSeekAny",
    "Operator",
    "Optional",
    "PathProjection",
    "ProcedureCall",
    "ProduceResults",
    "Project",
    "QuantifiedExpand",
    "RelationshipEnds",
    "RelationshipScan",
    "RemoveItems",
    "SchemaChange",
    "SelectPaths",
    "SetItems",
    "ShortestPath",
    "ShortestWalk",
    "Skip",
    "Sort",
    "Top",
    "TypeCounts",
    "Types",
    "Union",
    "Unwind",
    "VarExpand",
    "WalkList",
    "children",
    "writes",
]

# ── Where rows begin ───────────────────────────────────────────────────────────────────────────


class Argument(Operator):
    """The rows that the plan is given: one without columns, or a subquery's outer rows."""

    variables: tuple[str, ...] = ()
    """What the rows hold, as far as the planner has to know."""


class NodeScan(Operator):
    """Every node, or those whose labels fit, for each row of ``source``."""

    source: Operator
    variable: str
    labels: ast.LabelExpression | None = None


class NodeSeek(Operator):
    """The nodes that have ``value`` (one of its values, with ``many``) under ``key``."""

    source: Operator
    variable: str
    label: str | None
    key: str
    value: Expression
    many: bool = False


class NodeSeekAny(Operator):
    """The nodes that one of several look-ups finds, each once: ``n.id = $x OR n.name = $x``."""

    source: Operator
    variable: str
    label: str | None
    seeks: tuple[tuple[str, Expression, bool], ...]
    """Property, value, and whether the value is a list of values."""


class NodeByElementId(Operator):
    """The node whose element id (``id()`` with ``number``) is ``value``."""

    source: Operator
    variable: str
    value: Expression
    number: bool = False
    many: bool = False


class RelationshipScan(Operator):
    """Every relationship of the types, with its ends, read along ``direction``."""

    source: Operator
    start: str
    relationship: str
    end: str
    direction: ast.Direction
    types: Types


class TypeCounts(Operator):
    """Each type that some relationship has, and how many have it: from the counts that the graph keeps."""

    source: Operator
    types: Types
    type: str
    count: str


class RelationshipEnds(Operator):
    """The ends of a relationship that is bound already; an end that is bound too must be the same."""

    source: Operator
    relationship: str
    start: str
    end: str
    direction: ast.Direction
    types: Types
    start_bound: bool
    end_bound: bool
    unlike: tuple[str, ...] = ()


# ── Joining ────────────────────────────────────────────────────────────────────────────────────


class CartesianProduct(Operator):
    """Each row of ``left`` with each of ``right``, which is run once, on its own."""

    left: Operator
    right: Operator


class HashJoin(Operator):
    """The rows of ``left`` and ``right`` whose keys are equal; null equals nothing."""

    left: Operator
    right: Operator
    left_keys: tuple[Expression, ...]
    right_keys: tuple[Expression, ...]


class Optional(Operator):
    """Each row with its matches in ``inner``; a row without one is kept, with nulls."""

    source: Operator
    inner: Operator
    variables: tuple[tuple[str, OneOf["node", "relationship", "value"]], ...]
    row: str


class Apply(Operator):
    """``CALL { }``: ``inner`` run for the rows of ``source``, its columns put beside them.

    ``unit``: it has no columns and leaves the rows as they are. ``each``: rows one after another,
    because they write. ``transactions``: in batches that are kept or taken back each on its own.
    """

    source: Operator
    inner: Operator
    columns: tuple[str, ...]
    row: str
    imports: tuple[str, ...] | None = None
    """The only variables that ``inner`` sees; None is all."""
    unit: bool = False
    each: bool = False
    optional: bool = False
    transactions: ast.InTransactions | None = None


class Union(Operator):
    """The rows of both, without repeats unless ``all``."""

    left: Operator
    right: Operator
    columns: tuple[str, ...]
    all: bool
    row: str | None = None


# ── Rows and columns ───────────────────────────────────────────────────────────────────────────


class Filter(Operator):
    """The rows for which all the predicates are true."""

    source: Operator
    predicates: tuple[Expression, ...]


class Project(Operator):
    """New columns; with ``keep`` the others stay."""

    source: Operator
    items: tuple[tuple[str, Expression], ...]
    keep: bool = False
    also: tuple[str, ...] = ()
    """Columns that stay without ``keep``: row numbers."""


class Aggregate(Operator):
    """One row for each group of ``keys``; ``weight`` says how many rows one row stands for."""

    source: Operator
    keys: tuple[tuple[str, Expression], ...]
    aggregates: tuple[tuple[str, ast.FunctionCall | ast.CountStar], ...]
    weight: str | None = None
    row: str | None = None
    constants: tuple[str, ...] = ()
    """Columns that are the same for all rows of one row number."""


class Distinct(Operator):
    """Each combination of the columns once.

    Those in ``settled`` have one value for each ``row``, and need not be compared.
    """

    source: Operator
    columns: tuple[str, ...]
    row: str | None = None
    settled: frozenset[str] = frozenset()


class Sort(Operator):
    """All rows in order."""

    source: Operator
    items: tuple[ast.SortItem, ...]


class Top(Operator):
    """The first rows in order, without sorting the rest."""

    source: Operator
    items: tuple[ast.SortItem, ...]
    skip: Expression | None
    limit: Expression
    row: str | None = None


class Skip(Operator):
    """All rows but the first."""

    source: Operator
    count: Expression
    row: str | None = None


class Limit(Operator):
    """The first rows; what feeds it is not asked for more."""

    source: Operator
    count: Expression
    row: str | None = None


class Unwind(Operator):
    """A row for each item of a list."""

    source: Operator
    expression: Expression
    variable: str


class ProduceResults(Operator):
    """The columns of the answer, in order."""

    source: Operator
    columns: tuple[str, ...]


class EmptyResult(Operator):
    """Everything is done, no row is given."""

    source: Operator


# ── Procedures ─────────────────────────────────────────────────────────────────────────────────


class ProcedureCall(Operator):
    """A procedure called for each row; ``outputs`` pairs its field with the variable.

    ``unit``: it gives nothing, rows stay as they are.
    """

    source: Operator
    name: str
    arguments: tuple[Expression, ...]
    outputs: tuple[tuple[str, str], ...]
    unit: bool
    optional: bool = False


# ── Writing ────────────────────────────────────────────────────────────────────────────────────


class NewNode(Frozen):
    """A node to be made."""

    variable: str
    labels: tuple[ast.Label | ast.DynamicLabel, ...]
    properties: Expression | None


class NewRelationship(Frozen):
    """A relationship to be made."""

    variable: str
    start: str
    end: str
    type: ast.Label | ast.DynamicLabel
    properties: Expression | None


class NewPath(Frozen):
    """A name for what was made: the nodes and relationships of a path, in order."""

    variable: str
    elements: tuple[tuple[OneOf["node", "relationship"], tuple[str, ...]], ...]


class Create(Operator):
    """New nodes and relationships for each row."""

    source: Operator
    elements: tuple[NewNode | NewRelationship | NewPath, ...]


class MergePattern(Operator):
    """For each row the matches of ``match``, or else what ``create`` makes."""

    source: Operator
    match: Operator
    create: tuple[NewNode | NewRelationship | NewPath, ...]
    variables: tuple[str, ...]
    """Of ``create``, but for a path: what ``match`` finds."""
    on_create: tuple[ast.SetItem, ...]
    on_match: tuple[ast.SetItem, ...]
    row: str


class SetItems(Operator):
    """Properties and labels set, for each row."""

    source: Operator
    items: tuple[ast.SetItem, ...]


class RemoveItems(Operator):
    """Properties and labels taken away."""

    source: Operator
    items: tuple[ast.RemoveProperty | ast.RemoveLabels, ...]


class Delete(Operator):
    """Nodes, relationships and paths deleted."""

    source: Operator
    expressions: tuple[Expression, ...]
    detach: bool


class Foreach(Operator):
    """``inner`` run for each element of each row's list."""

    source: Operator
    list: Expression
    variable: str
    inner: Operator
    row: str


class SchemaChange(Operator):
    """An index or a constraint created or dropped."""

    command: ast.SchemaCommand


WRITING = (Create, MergePattern, SetItems, RemoveItems, Delete, Foreach)


def writes(operator: Operator) -> bool:
    """Return whether the plan writes to the graph."""
    waiting = [operator]
    while waiting:
        one = waiting.pop()
        if isinstance(one, (*WRITING, SchemaChange)):
            return True
        waiting += children(one)
    return False


def sources(operator: Operator) -> list[Operator]:
    """Return an operator, the one that mainly feeds it, what feeds that, and so on."""
    found = [operator]
    while below := children(found[-1]):
        found.append(below[0])
    return found
