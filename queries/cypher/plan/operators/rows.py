"""Plan operators on rows: immutable records, linked to their input by ``source``.

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

A variable's column has the variable's name; generated names start with a space, which no variable can.
``rows`` is the planner's estimate. ``row`` names the column of row numbers that assigns a subquery's rows
to outer rows: operators that combine rows (aggregation, DISTINCT, LIMIT) work within one row number.

Each clause finishes before the next one begins, as far as a query can observe: an operator that writes (and
``Apply`` over one) consumes all its input before its first write, and yields nothing before its last. Later
operators may stop early, but request at least one row.
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
    """The rows that the plan is given: one without columns, or a subquery's outer rows."""

    variables: tuple[str, ...] = ()
    """The types of the columns, as far as the planner needs them."""


class NodeScan(Operator):
    """Every node, or those that match the labels, for each row of ``source``."""

    source: Operator
    variable: str
    labels: ast.LabelExpression | None = None


class NodeSeek(Operator):
    """The nodes whose property ``key`` equals ``value`` (or one of its values, with ``many``)."""

    source: Operator
    variable: str
    label: str | None
    key: str
    value: Expression
    many: bool = False


class NodeSeekAny(Operator):
    """The nodes found by one of several look-ups, each once: ``n.id = $x OR n.name = $x``."""

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
    direction: Direction
    types: Types


class TypeCounts(Operator):
    """Each relationship type in the graph with its number of relationships, from the stored counts."""

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
    """Each row of ``left`` with each row of ``right``, which runs once, on its own."""

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

    ``unit``: it has no columns and leaves the rows unchanged. ``each``: rows run one by one, because they
    write. ``transactions``: in batches that commit or roll back separately.
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
    """The rows of both, without duplicates unless ``all``."""

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
    """New columns; ``keep`` keeps the others."""

    source: Operator
    items: tuple[tuple[str, Expression], ...]
    keep: bool = False
    also: tuple[str, ...] = ()
    """Columns that stay without ``keep``: row numbers."""


class Aggregate(Operator):
    """One row per group of ``keys``; the column ``weight`` has the number of rows that a row stands for."""

    source: Operator
    keys: tuple[tuple[str, Expression], ...]
    aggregates: tuple[tuple[str, ast.FunctionCall | ast.CountStar], ...]
    weight: str | None = None
    row: str | None = None
    constants: tuple[str, ...] = ()
    """Columns that are constant for each row number."""


class Distinct(Operator):
    """Each combination of the columns once.

    Columns in ``settled`` have one value for each ``row`` and need not be compared.
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

    ``unit``: it returns nothing and rows pass through.
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
    """A name for what was made: the nodes and relationships of a path, in order."""

    variable: str
    elements: tuple[tuple[OneOf["node", "relationship"], tuple[str, ...]], ...]


class Create(Operator):
    """New nodes and relationships for each row."""

    source: Operator
    elements: tuple[NewNode | NewRelationship | NewPath, ...]


class MergePattern(Operator):
    """For each row the matches of ``match``, or else what ``create`` creates."""

    source: Operator
    match: Operator
    create: tuple[NewNode | NewRelationship | NewPath, ...]
    variables: tuple[str, ...]
    """The nodes and relationships of ``create``, which ``match`` binds too."""
    on_create: tuple[ast.SetItem, ...]
    on_match: tuple[ast.SetItem, ...]
    row: str


class SetItems(Operator):
    """Properties and labels to set, for each row."""

    source: Operator
    items: tuple[ast.SetItem, ...]


class RemoveItems(Operator):
    """Properties and labels to remove."""

    source: Operator
    items: tuple[ast.RemoveProperty | ast.RemoveLabels, ...]


class Delete(Operator):
    """Nodes, relationships and paths to delete."""

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
    """Return an operator, its main input, the main input of that, and so on."""
    found = [operator]
    while below := children(found[-1]):
        found.append(below[0])
    return found
