"""Plan operators on rows: immutable objects that refer to their input as ``source``.

============== =======================================================================================
where rows     Argument, NodeScan, NodeSeek, NodeSeekAny, NodeByElementId, RelationshipScan,
begin          RelationshipEnds, TypeCounts
along          Expand, ExpandInto, ExpandCount, VarExpand, WalkList, QuantifiedExpand, ShortestPath,
relationships  ShortestWalk, SelectPaths, DistinctRelationships, PathProjection
joining        CartesianProduct, HashJoin, Optional, Apply, Union
rows and       Filter, Project, Aggregate, Distinct, Sort, Top, Skip, Limit, Unwind, ProduceResults,
columns        EmptyResult
procedures     ProcedureCall
writing        Create, MergePattern, SetItems, RemoveItems, Delete, Foreach, SchemaChange
============== =======================================================================================

The column of a variable has the variable's name. Generated names start with a space, as no variable does.
``row`` names the column of row numbers that assigns the rows of a subquery to outer rows; operators that
combine rows (aggregation, DISTINCT, LIMIT) do so separately for each row number.

As far as a query can observe, each clause ends before the next one begins: an operator that writes (or an
``Apply`` that contains one) consumes all its input before its first write and yields nothing before its last.
Later operators may stop early, but they request at least one row.
"""

from __future__ import annotations

from typing import Literal as OneOf

from sociogram.graph.model import Direction
from sociogram.queries.cypher.plan.operators.base import Operator, Types, children
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.ast import Expression
from sociogram.queries.cypher.syntax.frozen import Frozen

# ── Where rows begin ───────────────────────────────────────────────────────────────────────────


class Argument(Operator):
    """The rows that the plan starts from: one without columns, or the outer rows of a subquery."""

    variables: tuple[str, ...] = ()
    """The names of the columns."""


class NodeScan(Operator):
    """Every node, or those that match the labels, for each row of ``source``."""

    source: Operator
    variable: str
    labels: ast.LabelExpression | None = None


class NodeSeek(Operator):
    """The nodes whose property ``key`` equals ``value``, or with ``many`` one of its items."""

    source: Operator
    variable: str
    label: str | None
    key: str
    value: Expression
    many: bool = False


class NodeSeekAny(Operator):
    """The distinct nodes that one of several look-ups finds, as in ``n.id = $x OR n.name = $x``."""

    source: Operator
    variable: str
    label: str | None
    seeks: tuple[tuple[str, Expression, bool], ...]
    """Property, value, and whether the value is a list of values."""


class NodeByElementId(Operator):
    """The node with the ``elementId()`` (or ``id()``, with ``number``) in ``value``, a list with ``many``."""

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
    direction: Direction
    types: Types


class TypeCounts(Operator):
    """Each relationship type with its number of relationships, from the counts of the snapshot."""

    source: Operator
    types: Types
    type: str
    count: str


class RelationshipEnds(Operator):
    """The ends of a bound relationship; an end that is already bound must match."""

    source: Operator
    relationship: str
    start: str
    end: str
    direction: Direction
    types: Types
    start_bound: bool
    end_bound: bool
    unlike: tuple[str, ...] = ()


# ── Joining ────────────────────────────────────────────────────────────────────────────────────


class CartesianProduct(Operator):
    """Each row of ``left`` with each row of ``right``, which runs once, without outer rows."""

    left: Operator
    right: Operator


class HashJoin(Operator):
    """The rows of ``left`` and ``right`` whose keys are equal; null equals nothing."""

    left: Operator
    right: Operator
    left_keys: tuple[Expression, ...]
    right_keys: tuple[Expression, ...]


class Optional(Operator):
    """Each row with its matches in ``inner``; a row without matches gets nulls."""

    source: Operator
    inner: Operator
    variables: tuple[tuple[str, OneOf["node", "relationship", "value"]], ...]
    row: str


class Apply(Operator):
    """``CALL { }``: runs ``inner`` for the rows of ``source`` and appends its columns.

    With ``unit``, it has no columns and leaves the rows unchanged. With ``each``, it runs row by row, because
    it writes. With ``transactions``, it runs in batches that commit or roll back separately.
    """

    source: Operator
    inner: Operator
    columns: tuple[str, ...]
    row: str
    imports: tuple[str, ...] | None = None
    """The only variables that ``inner`` sees; None for all."""
    unit: bool = False
    each: bool = False
    optional: bool = False
    transactions: ast.InTransactions | None = None


class Union(Operator):
    """The rows of both sides; unless ``all``, each distinct row once."""

    left: Operator
    right: Operator
    columns: tuple[str, ...]
    all: bool
    row: str | None = None


# ── Rows and columns ───────────────────────────────────────────────────────────────────────────


class Filter(Operator):
    """The rows for which all predicates are true."""

    source: Operator
    predicates: tuple[Expression, ...]


class Project(Operator):
    """New columns; with ``keep``, the existing ones remain."""

    source: Operator
    items: tuple[tuple[str, Expression], ...]
    keep: bool = False
    also: tuple[str, ...] = ()
    """The columns that remain even without ``keep``, such as row numbers."""


class Aggregate(Operator):
    """One row per group of ``keys``; the column ``weight`` has the number of rows that a row stands for."""

    source: Operator
    keys: tuple[tuple[str, Expression], ...]
    aggregates: tuple[tuple[str, ast.FunctionCall | ast.CountStar], ...]
    weight: str | None = None
    row: str | None = None
    constants: tuple[str, ...] = ()
    """The columns that are constant for each row number."""


class Distinct(Operator):
    """The distinct combinations of the columns.

    The columns ``settled`` are constant for each row number and need not be compared.
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
    """The first rows in order, without sorting the others."""

    source: Operator
    items: tuple[ast.SortItem, ...]
    skip: Expression | None
    limit: Expression
    row: str | None = None


class Skip(Operator):
    """All rows except the first ones."""

    source: Operator
    count: Expression
    row: str | None = None


class Limit(Operator):
    """The first rows; no more are requested from the input."""

    source: Operator
    count: Expression
    row: str | None = None


class Unwind(Operator):
    """A row for each item of a list."""

    source: Operator
    expression: Expression
    variable: str


class ProduceResults(Operator):
    """The result columns, in order."""

    source: Operator
    columns: tuple[str, ...]


class EmptyResult(Operator):
    """Runs its input and yields no rows."""

    source: Operator


# ── Procedures ─────────────────────────────────────────────────────────────────────────────────


class ProcedureCall(Operator):
    """A procedure called for each row; ``outputs`` maps its fields to variables.

    With ``unit``, it returns nothing, and the rows pass through.
    """

    source: Operator
    name: str
    arguments: tuple[Expression, ...]
    outputs: tuple[tuple[str, str], ...]
    unit: bool
    optional: bool = False


# ── Writing ────────────────────────────────────────────────────────────────────────────────────


class NewNode(Frozen):
    """A node to create."""

    variable: str
    labels: tuple[ast.Label | ast.DynamicLabel, ...]
    properties: Expression | None


class NewRelationship(Frozen):
    """A relationship to create."""

    variable: str
    start: str
    end: str
    type: ast.Label | ast.DynamicLabel
    properties: Expression | None


class NewPath(Frozen):
    """A path variable for created elements: the nodes and relationships of the path, in order."""

    variable: str
    elements: tuple[tuple[OneOf["node", "relationship"], tuple[str, ...]], ...]


class Create(Operator):
    """New nodes and relationships for each row."""

    source: Operator
    elements: tuple[NewNode | NewRelationship | NewPath, ...]


class MergePattern(Operator):
    """For each row, the matches of ``match`` or else what ``create`` creates."""

    source: Operator
    match: Operator
    create: tuple[NewNode | NewRelationship | NewPath, ...]
    variables: tuple[str, ...]
    """The nodes and relationships of ``create``, which ``match`` binds as well."""
    on_create: tuple[ast.SetItem, ...]
    on_match: tuple[ast.SetItem, ...]
    row: str


class SetItems(Operator):
    """Sets properties and labels for each row."""

    source: Operator
    items: tuple[ast.SetItem, ...]


class RemoveItems(Operator):
    """Removes properties and labels for each row."""

    source: Operator
    items: tuple[ast.RemoveProperty | ast.RemoveLabels, ...]


class Delete(Operator):
    """Deletes nodes, relationships and paths."""

    source: Operator
    expressions: tuple[Expression, ...]
    detach: bool


class Foreach(Operator):
    """Runs ``inner`` for each element of each row's list."""

    source: Operator
    list: Expression
    variable: str
    inner: Operator
    row: str


class SchemaChange(Operator):
    """Creates or drops an index or a constraint."""

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
    """Return an operator, its main input, the main input of that one, and so on."""
    found = [operator]
    while below := children(found[-1]):
        found.append(below[0])
    return found
