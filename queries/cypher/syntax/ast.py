"""The syntax tree, which the parser builds, the check verifies and the planner reads.

All classes are immutable. ``pos`` is the offset of the first character in the query text; equality ignores
it, so that expressions with the same text are equal, as grouping and ORDER BY require. The names are those of
openCypher's grammar rules where it has them.
"""

from __future__ import annotations

from typing import Literal as OneOf
from typing import TypeAlias

from sociogram.graph.model import Direction
from sociogram.queries.cypher.syntax.frozen import Frozen, uncompared


class Syntax(Frozen):
    """A node of the syntax tree; ``variables.reads`` caches its result in ``_reads``."""

    __slots__ = ("_reads",)

    pos: int = uncompared(default=-1, kw_only=True)


# ── Expressions ────────────────────────────────────────────────────────────────────────────────


class Literal(Syntax):
    """``1``, ``1.5``, ``'text'``, ``true``, ``null``; integers may have any size, which the check limits."""

    value: int | float | str | bool | None

    def __eq__(self, other: object) -> bool:
        # in Python, 1 == 1.0 == True, but in Cypher these are different literals
        return (
            isinstance(other, Literal) and type(self.value) is type(other.value) and self.value == other.value
        )

    def __hash__(self) -> int:
        return hash((type(self.value), self.value))


class Parameter(Syntax):
    """``$name``, ``$0``."""

    name: str


class Variable(Syntax):
    name: str


class Property(Syntax):
    """``subject.key``."""

    subject: Expression
    key: str


class Subscript(Syntax):
    """``subject[index]``."""

    subject: Expression
    index: Expression


class Slice(Syntax):
    """``subject[start..end]``; either bound may be missing."""

    subject: Expression
    start: Expression | None
    end: Expression | None


class ListLiteral(Syntax):
    items: tuple[Expression, ...]


class MapLiteral(Syntax):
    """``{key: value}``; keys are in text order and may repeat, in which case the last one counts."""

    items: tuple[tuple[str, Expression], ...]


class MapProjection(Syntax):
    """``subject {.key, .*, name: expression, variable}``."""

    subject: Variable
    items: tuple[tuple[str, Expression], ...]
    """``.key`` is stored as ``(key, Property(subject, key))``, ``variable`` as ``(name, Variable)``."""
    all_properties: bool


class Unary(Syntax):
    operator: OneOf["NOT", "+", "-"]
    operand: Expression


BinaryOperator: TypeAlias = OneOf[
    "OR", "XOR", "AND", "+", "-", "*", "/", "%", "^", "||", "IN", "STARTS WITH", "ENDS WITH", "CONTAINS", "=~"
]


class Binary(Syntax):
    operator: BinaryOperator
    left: Expression
    right: Expression


class Chain(Syntax):
    """``first + a - b …``, a left-associative arithmetic chain that is too long for nested ``Binary``."""

    first: Expression
    steps: tuple[tuple[BinaryOperator, Expression], ...]


ComparisonOperator: TypeAlias = OneOf["=", "<>", "<", "<=", ">", ">="]


class Comparison(Syntax):
    """``a < b <= c``, the conjunction of its comparisons; there is one operator fewer than operands."""

    operands: tuple[Expression, ...]
    operators: tuple[ComparisonOperator, ...]


class IsNull(Syntax):
    operand: Expression
    negated: bool


class HasLabels(Syntax):
    """``n:A|B`` or ``r IS T``, a test of the labels of a node or of the type of a relationship."""

    subject: Expression
    labels: LabelExpression


class TypeName(Syntax):
    """A type of Cypher: ``INTEGER NOT NULL``, ``LIST<STRING>``, ``INTEGER | FLOAT``."""

    name: str
    """In upper case and in one spelling: BOOLEAN, STRING, INTEGER, FLOAT, DATE, LOCAL TIME, ZONED TIME,
    LOCAL DATETIME, ZONED DATETIME, DURATION, POINT, NODE, RELATIONSHIP, PATH, MAP, LIST, ANY, PROPERTY
    VALUE, NULL, NOTHING, UNION."""
    inner: tuple[TypeName, ...] = ()
    not_null: bool = False


class IsType(Syntax):
    """``x IS :: INTEGER``, ``x IS NOT TYPED STRING``."""

    operand: Expression
    type: TypeName
    negated: bool


class IsNormalized(Syntax):
    """``x IS NFC NORMALIZED``."""

    operand: Expression
    form: OneOf["NFC", "NFD", "NFKC", "NFKD"]
    negated: bool


class FunctionCall(Syntax):
    """``name`` is the qualified name as written: ``date.truncate``."""

    name: str
    arguments: tuple[Expression, ...]
    distinct: bool = False


class CountStar(Syntax):
    """``count(*)``."""


class Case(Syntax):
    """``CASE``; in the simple form, each WHEN is compared with the ``subject``.

    Neo4j 5's extended WHEN (``WHEN < 5``, ``WHEN IS NULL``, ``WHEN 1, 2``) is stored as an expression over
    ``CaseSubject``.
    """

    subject: Expression | None
    whens: tuple[tuple[Expression, Expression], ...]
    default: Expression | None


class CaseSubject(Syntax):
    """The value of the subject of CASE, inside a WHEN."""


class ListComprehension(Syntax):
    """``[variable IN list WHERE where | projection]``."""

    variable: str
    list: Expression
    where: Expression | None
    projection: Expression | None


class Quantifier(Syntax):
    """``all(variable IN list WHERE where)`` and similar."""

    kind: OneOf["all", "any", "none", "single"]
    variable: str
    list: Expression
    where: Expression


class Reduce(Syntax):
    """``reduce(accumulator = initial, variable IN list | expression)``."""

    accumulator: str
    initial: Expression
    variable: str
    list: Expression
    expression: Expression


class PatternExpression(Syntax):
    """A pattern as a predicate, true if it matches; inside ``size()`` (deprecated), its number of matches."""

    pattern: PatternPart


class ShortestPathExpression(Syntax):
    """``shortestPath((a)-[*]-(b))`` as a value, a path or null; or ``allShortestPaths``, a list."""

    pattern: PatternPart

    @property
    def single(self) -> bool:
        """Whether it is ``shortestPath``, which returns one path."""
        return self.pattern.selector is None or self.pattern.selector.kind == "shortestPath"


class PatternComprehension(Syntax):
    """``[variable = pattern WHERE where | projection]``."""

    pattern: PatternPart
    where: Expression | None
    projection: Expression


class SubqueryExpression(Syntax):
    """``EXISTS { … }``, ``COUNT { … }``, ``COLLECT { … }``; a bare pattern is stored as its MATCH."""

    kind: OneOf["EXISTS", "COUNT", "COLLECT"]
    query: Query


Expression: TypeAlias = (
    Literal
    | Parameter
    | Variable
    | Property
    | Subscript
    | Slice
    | ListLiteral
    | MapLiteral
    | MapProjection
    | Unary
    | Binary
    | Chain
    | Comparison
    | IsNull
    | HasLabels
    | IsType
    | IsNormalized
    | FunctionCall
    | CountStar
    | Case
    | CaseSubject
    | ListComprehension
    | Quantifier
    | Reduce
    | PatternExpression
    | ShortestPathExpression
    | PatternComprehension
    | SubqueryExpression
)


# ── Labels and types ───────────────────────────────────────────────────────────────────────────


class Label(Syntax):
    """One label, or one relationship type."""

    name: str


class DynamicLabel(Syntax):
    """``$(expression)``, whose value is a string or a list of strings; with ``any``, ``$any(…)``."""

    expression: Expression
    any: bool = False


class LabelWildcard(Syntax):
    """``%``: any label."""


class LabelNot(Syntax):
    operand: LabelExpression


class LabelAnd(Syntax):
    """``A&B`` and ``:A:B``; ``colons`` records that it was written with colons."""

    operands: tuple[LabelExpression, ...]
    colons: bool = uncompared(default=False, kw_only=True)


class LabelOr(Syntax):
    operands: tuple[LabelExpression, ...]


LabelExpression: TypeAlias = Label | DynamicLabel | LabelWildcard | LabelNot | LabelAnd | LabelOr


# ── Patterns ───────────────────────────────────────────────────────────────────────────────────


class NodePattern(Syntax):
    """``(variable:labels {properties} WHERE where)``."""

    variable: str | None = None
    labels: LabelExpression | None = None
    properties: MapLiteral | Parameter | None = None
    where: Expression | None = None


class Length(Syntax):
    """``*``, ``*2``, ``*1..3``, ``*..3``, and the quantifiers ``+``, ``*``, ``{1,3}``.

    ``minimum`` is 1 if a variable length omits it; ``maximum`` is None if there is no upper bound.
    """

    minimum: int
    maximum: int | None


class RelationshipPattern(Syntax):
    """``-[variable:types*length {properties} WHERE where]->``.

    With a variable ``length``, the variable is a list. With a ``quantifier``, which follows the arrow, it is
    a group variable, which is also a list.
    """

    direction: Direction
    variable: str | None = None
    types: LabelExpression | None = None
    length: Length | None = None
    properties: MapLiteral | Parameter | None = None
    where: Expression | None = None
    quantifier: Length | None = None


class QuantifiedPath(Syntax):
    """``((a)-[r]->(b) WHERE where){1,5}``; outside, its variables are lists.

    If ``quantifier`` is None, it is a parenthesised path that is matched once.
    """

    elements: tuple[PatternElement, ...]
    where: Expression | None
    quantifier: Length | None
    variable: str | None = None
    """The variable of the path inside the parentheses: ``(p = (a)-[r]->(b))``."""


PatternElement: TypeAlias = NodePattern | RelationshipPattern | QuantifiedPath


class Selector(Syntax):
    """The choice among the matching paths.

    ======================= =====================================================================
    ``shortestPath``        one of the shortest, written as a function
    ``allShortestPaths``    all of the shortest length, written as a function
    ``ANY``                 any ``count`` paths for each pair of ends
    ``SHORTEST``            the ``count`` shortest for each pair of ends (``ANY SHORTEST`` is 1)
    ``ALL SHORTEST``        all of the shortest length
    ``SHORTEST GROUPS``     all of the ``count`` shortest lengths
    ======================= =====================================================================
    """

    kind: OneOf["shortestPath", "allShortestPaths", "ANY", "SHORTEST", "ALL SHORTEST", "SHORTEST GROUPS"]
    count: int = 1


class PatternPart(Syntax):
    """``variable = selector elements``.

    The elements alternate: node, relationship, node … If a node next to a QuantifiedPath is missing, the
    parser inserts an anonymous NodePattern, so that a path always starts and ends with a node, and no two
    relationships or quantified paths are adjacent.
    """

    elements: tuple[PatternElement, ...]
    variable: str | None = None
    selector: Selector | None = None

    @property
    def parentheses(self) -> QuantifiedPath | None:
        """The parentheses around the whole path, if any: ``SHORTEST 1 (p = (a)-->+(b))``."""
        match self.elements:
            case (NodePattern() as start, QuantifiedPath(quantifier=None) as inner, NodePattern() as end):
                return inner if start == NodePattern() == end else None
        return None


# ── Clauses ────────────────────────────────────────────────────────────────────────────────────


class Match(Syntax):
    pattern: tuple[PatternPart, ...]
    where: Expression | None = None
    optional: bool = False
    repeatable: bool = False
    """``MATCH REPEATABLE ELEMENTS``: relationships may repeat (Cypher 25)."""


class Unwind(Syntax):
    expression: Expression
    variable: str


class ProjectionItem(Syntax):
    """``expression AS name``; without AS, ``name`` is the text of the expression and ``aliased`` is False."""

    expression: Expression
    name: str
    aliased: bool


class SortItem(Syntax):
    expression: Expression
    descending: bool = False


class Projection(Syntax):
    """The common part of WITH and RETURN; ``star`` means that ``*`` precedes the items."""

    items: tuple[ProjectionItem, ...]
    star: bool = False
    distinct: bool = False
    order_by: tuple[SortItem, ...] = ()
    skip: Expression | None = None
    limit: Expression | None = None


class With(Syntax):
    projection: Projection
    where: Expression | None = None


class Return(Syntax):
    projection: Projection


class Finish(Syntax):
    """``FINISH``, which ends a query without rows."""


class Create(Syntax):
    pattern: tuple[PatternPart, ...]


class Merge(Syntax):
    pattern: PatternPart
    on_create: tuple[SetItem, ...] = ()
    on_match: tuple[SetItem, ...] = ()


class SetProperty(Syntax):
    """``subject.key = value``, or ``subject[key] = value`` if ``key`` is an expression."""

    subject: Expression
    key: str | Expression
    value: Expression


class SetProperties(Syntax):
    """``variable = map``, or with ``add`` ``variable += map``."""

    variable: Variable
    value: Expression
    add: bool


class SetLabels(Syntax):
    variable: Variable
    labels: tuple[Label | DynamicLabel, ...]


SetItem: TypeAlias = SetProperty | SetProperties | SetLabels


class Set(Syntax):
    items: tuple[SetItem, ...]


class RemoveProperty(Syntax):
    subject: Expression
    key: str | Expression


class RemoveLabels(Syntax):
    variable: Variable
    labels: tuple[Label | DynamicLabel, ...]


class Remove(Syntax):
    items: tuple[RemoveProperty | RemoveLabels, ...]


class Delete(Syntax):
    expressions: tuple[Expression, ...]
    detach: bool


class Foreach(Syntax):
    variable: str
    list: Expression
    clauses: tuple[Clause, ...]


class YieldItem(Syntax):
    """``field AS name``."""

    field: str
    name: str


class CallProcedure(Syntax):
    """``CALL name(arguments) YIELD …``.

    ``arguments`` is None without parentheses: parameters of the same names are then the arguments. ``yields``
    is None without YIELD. ``star`` means ``YIELD *``.
    """

    name: str
    arguments: tuple[Expression, ...] | None
    yields: tuple[YieldItem, ...] | None = None
    star: bool = False
    where: Expression | None = None
    optional: bool = False


class InTransactions(Syntax):
    """``IN 3 CONCURRENT TRANSACTIONS OF n ROWS ON ERROR … REPORT STATUS AS name``."""

    rows: Expression | None = None
    on_error: OneOf["CONTINUE", "BREAK", "FAIL"] = "FAIL"
    status: str | None = None
    concurrency: Expression | None = None


class CallSubquery(Syntax):
    """``CALL (imports) { query }``.

    ``imports`` is None in the deprecated form, whose query begins with WITH. ``import_all`` means
    ``CALL (*) { … }``.
    """

    query: Query
    imports: tuple[str, ...] | None = None
    import_all: bool = False
    optional: bool = False
    in_transactions: InTransactions | None = None


class Forbidden(Syntax):
    """A clause that accesses anything but the graph (LOAD CSV, USE, user management), which is rejected."""

    name: str


Clause: TypeAlias = (
    Match
    | Unwind
    | With
    | Return
    | Finish
    | Create
    | Merge
    | Set
    | Remove
    | Delete
    | Foreach
    | CallProcedure
    | CallSubquery
    | Forbidden
)


# ── Queries ────────────────────────────────────────────────────────────────────────────────────


class SingleQuery(Syntax):
    clauses: tuple[Clause, ...]


class Union(Syntax):
    """``left UNION right``, or with ``all`` UNION ALL; short chains are left-deep, long ones balanced."""

    left: Query
    right: Query
    all: bool


Query: TypeAlias = SingleQuery | Union


def united(query: Query) -> list[SingleQuery]:
    """Return the queries that UNIONs combine, in text order."""
    return [*united(query.left), *united(query.right)] if isinstance(query, Union) else [query]


def unions_in(query: Query) -> list[Union]:
    """Return the UNIONs between the queries of ``united``, in text order."""
    if not isinstance(query, Union):
        return []
    return [*unions_in(query.left), query, *unions_in(query.right)]


class SchemaCommand(Syntax):
    """``CREATE INDEX``, ``DROP CONSTRAINT`` …

    ``properties`` are those that are indexed or constrained; ``labels`` are labels or relationship types.
    """

    action: OneOf["CREATE", "DROP"]
    object: OneOf["INDEX", "CONSTRAINT"]
    name: str | Parameter | None = None
    kind: str = ""
    """``UNIQUE``, ``NOT NULL``, ``NODE KEY``, ``RANGE``, ``TEXT``, ``POINT``, ``LOOKUP`` …"""
    labels: tuple[str, ...] = ()
    on_relationship: bool = False
    properties: tuple[str, ...] = ()
    if_exists: bool = False
    """Whether it has IF NOT EXISTS (CREATE) or IF EXISTS (DROP)."""


class Statement(Syntax):
    """A whole query text; ``mode`` is its prefix."""

    body: Query | SchemaCommand
    mode: OneOf["", "EXPLAIN", "PROFILE"] = ""
    text: str = uncompared(default="", kw_only=True)
