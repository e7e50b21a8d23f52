"""The syntax tree: what the parser makes, the checker checks and the planner reads.

Every class is an immutable record. ``pos`` is the offset of the first character in the query text; it
does not take part in equality, so that two expressions that read the same are equal (which is what
grouping and ORDER BY ask). The names are openCypher's grammar rules where it has one.
"""

from __future__ import annotations

from enum import Enum
from typing import Literal as OneOf
from typing import TypeAlias

from sociogram.queries.cypher.syntax.frozen import Frozen, uncompared


class Syntax(Frozen):
    """Anything that stands in a query text; ``_reads`` is kept by ``variables.reads``."""

    __slots__ = ("_reads",)

    pos: int = uncompared(default=-1, kw_only=True)


# ── Expressions ────────────────────────────────────────────────────────────────────────────────


class Literal(Syntax):
    """``1``, ``1.5``, ``'text'``, ``true``, ``null``; an int of any size (the checker bounds it)."""

    value: int | float | str | bool | None

    def __eq__(self, other: object) -> bool:
        # 1, 1.0 and true are equal in Python and different in Cypher
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
    """``subject[start..end]``; either end may be absent."""

    subject: Expression
    start: Expression | None
    end: Expression | None


class ListLiteral(Syntax):
    items: tuple[Expression, ...]


class MapLiteral(Syntax):
    """Keys in the order written; a key written twice stands twice (the last counts)."""

    items: tuple[tuple[str, Expression], ...]


class MapProjection(Syntax):
    """``subject {.key, .*, name: expression, variable}``."""

    subject: Variable
    items: tuple[tuple[str, Expression], ...]
    """``.key`` stands as ``(key, Property(subject, key))``, ``variable`` as ``(name, Variable)``."""
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
    """``first + a - b …``: a chain of arithmetic that leans left, too long for a tree of ``Binary``."""

    first: Expression
    steps: tuple[tuple[BinaryOperator, Expression], ...]


ComparisonOperator: TypeAlias = OneOf["=", "<>", "<", "<=", ">", ">="]


class Comparison(Syntax):
    """``a < b <= c``: one operator fewer than operands; a chain is the AND of its neighbours."""

    operands: tuple[Expression, ...]
    operators: tuple[ComparisonOperator, ...]


class IsNull(Syntax):
    operand: Expression
    negated: bool


class HasLabels(Syntax):
    """``n:A|B``, ``r IS T``: for nodes labels, for relationships types."""

    subject: Expression
    labels: LabelExpression


class TypeName(Syntax):
    """A type of Cypher: ``INTEGER NOT NULL``, ``LIST<STRING>``, ``INTEGER | FLOAT``."""

    name: str
    """In capitals, one spelling each: BOOLEAN, STRING, INTEGER, FLOAT, DATE, LOCAL TIME, ZONED TIME,
    LOCAL DATETIME, ZONED DATETIME, DURATION, POINT, NODE, RELATIONSHIP, PATH, MAP, LIST, ANY,
    PROPERTY VALUE, NULL, NOTHING, UNION."""
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
    """``name`` as written, with its namespaces: ``date.truncate``."""

    name: str
    arguments: tuple[Expression, ...]
    distinct: bool = False


class CountStar(Syntax):
    """``count(*)``."""


class Case(Syntax):
    """With ``subject`` the simple form: each WHEN is compared with it.

    Neo4j 5's extended WHEN (``WHEN < 5``, ``WHEN IS NULL``, ``WHEN 1, 2``) stands as an expression
    over ``CaseSubject``.
    """

    subject: Expression | None
    whens: tuple[tuple[Expression, Expression], ...]
    default: Expression | None


class CaseSubject(Syntax):
    """The value of CASE's subject, inside a WHEN."""


class ListComprehension(Syntax):
    """``[variable IN list WHERE where | projection]``."""

    variable: str
    list: Expression
    where: Expression | None
    projection: Expression | None


class Quantifier(Syntax):
    """``all(variable IN list WHERE where)`` and its kin."""

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
    """A pattern as a predicate: true where it matches; inside ``size()``, deprecated, its matches."""

    pattern: PatternPart


class ShortestPathExpression(Syntax):
    """``shortestPath((a)-[*]-(b))`` as a value: a path or null; ``allShortestPaths``: a list."""

    pattern: PatternPart

    @property
    def single(self) -> bool:
        """Whether it is one path."""
        return self.pattern.selector is None or self.pattern.selector.kind == "shortestPath"


class PatternComprehension(Syntax):
    """``[variable = pattern WHERE where | projection]``."""

    pattern: PatternPart
    where: Expression | None
    projection: Expression


class SubqueryExpression(Syntax):
    """``EXISTS { … }``, ``COUNT { … }``, ``COLLECT { … }``; a bare pattern stands as its MATCH."""

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
    """``$(expression)``: a string or a list of strings; ``any`` for ``$any(…)``."""

    expression: Expression
    any: bool = False


class LabelWildcard(Syntax):
    """``%``: any label at all."""


class LabelNot(Syntax):
    operand: LabelExpression


class LabelAnd(Syntax):
    """``A&B`` and ``:A:B``; ``colons`` tells that it was written with colons."""

    operands: tuple[LabelExpression, ...]
    colons: bool = uncompared(default=False, kw_only=True)


class LabelOr(Syntax):
    operands: tuple[LabelExpression, ...]


LabelExpression: TypeAlias = Label | DynamicLabel | LabelWildcard | LabelNot | LabelAnd | LabelOr


# ── Patterns ───────────────────────────────────────────────────────────────────────────────────


class Direction(Enum):
    """Which way a relationship pattern points, read from left to right."""

    OUTGOING = "->"
    INCOMING = "<-"
    BOTH = "--"


class NodePattern(Syntax):
    """``(variable:labels {properties} WHERE where)``."""

    variable: str | None = None
    labels: LabelExpression | None = None
    properties: MapLiteral | Parameter | None = None
    where: Expression | None = None


class Length(Syntax):
    """``*``, ``*2``, ``*1..3``, ``*..3``, and the quantifiers ``+``, ``*``, ``{1,3}``.

    ``minimum`` is what holds (1 where the old form leaves it out); ``maximum`` is None for no bound.
    """

    minimum: int
    maximum: int | None


class RelationshipPattern(Syntax):
    """``-[variable:types*length {properties} WHERE where]->``.

    ``length`` is the old variable length: the variable is a list. ``quantifier`` is the new one,
    behind the arrow, and makes the variable a group variable, a list as well.
    """

    direction: Direction
    variable: str | None = None
    types: LabelExpression | None = None
    length: Length | None = None
    properties: MapLiteral | Parameter | None = None
    where: Expression | None = None
    quantifier: Length | None = None


class QuantifiedPath(Syntax):
    """``((a)-[r]->(b) WHERE where){1,5}``: its variables are lists outside.

    ``quantifier`` None is a path in parentheses that is walked once.
    """

    elements: tuple[PatternElement, ...]
    where: Expression | None
    quantifier: Length | None
    variable: str | None = None
    """``(p = (a)-[r]->(b))``: the path inside the parentheses."""


PatternElement: TypeAlias = NodePattern | RelationshipPattern | QuantifiedPath


class Selector(Syntax):
    """Which of the matching paths are kept.

    ======================= =====================================================================
    ``shortestPath``        one shortest, the old function form
    ``allShortestPaths``    all of the shortest length, the old function form
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

    Elements alternate node, relationship, node …; beside a QuantifiedPath a node may be missing (the
    parser puts an anonymous NodePattern there, so that a chain always starts and ends with one and no
    two relationships or quantified paths touch).
    """

    elements: tuple[PatternElement, ...]
    variable: str | None = None
    selector: Selector | None = None

    @property
    def parentheses(self) -> QuantifiedPath | None:
        """The parentheses around all of the path, if there are such: ``SHORTEST 1 (p = (a)-->+(b))``."""
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
    """``expression AS name``; without AS, ``name`` is the text as written and ``aliased`` False."""

    expression: Expression
    name: str
    aliased: bool


class SortItem(Syntax):
    expression: Expression
    descending: bool = False


class Projection(Syntax):
    """What WITH and RETURN share. ``star`` is ``*``, which stands before the items."""

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
    """``FINISH``: an end without rows."""


class Create(Syntax):
    pattern: tuple[PatternPart, ...]


class Merge(Syntax):
    pattern: PatternPart
    on_create: tuple[SetItem, ...] = ()
    on_match: tuple[SetItem, ...] = ()


class SetProperty(Syntax):
    """``subject.key = value``; ``subject[key] = value`` with ``key`` an expression."""

    subject: Expression
    key: str | Expression
    value: Expression


class SetProperties(Syntax):
    """``variable = map`` and, with ``add``, ``variable += map``."""

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

    ``arguments`` is None where the parentheses are left out (arguments come from parameters of the
    same names); ``yields`` is None without YIELD; ``star`` is ``YIELD *``.
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
    """``CALL (imports) { query }``; ``imports`` None is the old form, whose query begins with WITH.

    ``import_all`` is ``CALL (*) { … }``.
    """

    query: Query
    imports: tuple[str, ...] | None = None
    import_all: bool = False
    optional: bool = False
    in_transactions: InTransactions | None = None


class Forbidden(Syntax):
    """A clause that reaches out of the data (LOAD CSV, USE, user administration): refused by name."""

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
    """``left UNION right`` and, with ``all``, UNION ALL; short chains lean left, long ones are balanced."""

    left: Query
    right: Query
    all: bool


Query: TypeAlias = SingleQuery | Union


def united(query: Query) -> list[SingleQuery]:
    """Return the queries that UNIONs join, in the order of the text."""
    return [*united(query.left), *united(query.right)] if isinstance(query, Union) else [query]


def unions_in(query: Query) -> list[Union]:
    """Return the UNIONs between them, in the order of the text."""
    if not isinstance(query, Union):
        return []
    return [*unions_in(query.left), query, *unions_in(query.right)]


class SchemaCommand(Syntax):
    """``CREATE INDEX``, ``DROP CONSTRAINT`` …

    ``properties`` are those that the command is on; ``labels`` are the labels or relationship types.
    """

    action: OneOf["CREATE", "DROP"]
    object: OneOf["INDEX", "CONSTRAINT"]
    name: str | None = None
    kind: str = ""
    """``UNIQUE``, ``NOT NULL``, ``NODE KEY``, ``RANGE``, ``TEXT``, ``POINT``, ``LOOKUP`` …"""
    labels: tuple[str, ...] = ()
    on_relationship: bool = False
    properties: tuple[str, ...] = ()
    if_exists: bool = False
    """IF NOT EXISTS of CREATE, IF EXISTS of DROP."""


class Statement(Syntax):
    """One whole query text. ``mode`` is what stands before it."""

    body: Query | SchemaCommand
    mode: OneOf["", "EXPLAIN", "PROFILE"] = ""
    text: str = uncompared(default="", kw_only=True)
