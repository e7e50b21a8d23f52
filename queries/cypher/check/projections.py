"""Checks of WITH and RETURN: columns, grouping, and what ORDER BY and WHERE can see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from typing import Any

from sociogram.queries.cypher.check import kinds
from sociogram.queries.cypher.check.base import ALLOWED, FORBIDDEN, Scope
from sociogram.queries.cypher.check.creation import CreationChecks
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.frozen import Frozen


class _Projected(Frozen):
    """A projection whose items have been checked.

    ``columns`` maps each item's expression to whether it aggregates and its kind; ``names`` maps it to a
    generated name, by which ORDER BY and WHERE can refer to it.
    """

    items: tuple[ast.ProjectionItem, ...]
    columns: Mapping[ast.Expression, tuple[bool, str]]
    names: Mapping[ast.Expression, str]
    before: Scope
    after: Scope
    distinct: bool

    @property
    def groups(self) -> bool:
        """Whether any item aggregates."""
        return any(is_aggregating for is_aggregating, _ in self.columns.values())


class ProjectionChecks(CreationChecks):
    """Mixin with the checks of projections."""

    def with_clause(self, clause: ast.With) -> None:
        """Check WITH; only its columns stay in scope.

        TYPE SyntaxError, PHASE compile time, DETAIL NoExpressionAlias or VariableAlreadyBound.
        """
        projected = self.projection(clause.projection, clause.where)
        for item in clause.projection.items:
            if not item.aliased and not isinstance(item.expression, ast.Variable | ast.MapProjection):
                hint = f"Write {item.name} AS name."
                raise self.error(item, "An expression in WITH needs a name", "NoExpressionAlias", hint)
        for item in projected.items:
            if item.name in self.outer and item.expression != ast.Variable(item.name):
                message = f"{item.name} is already defined outside the subquery"
                raise self.error(item, message, "VariableAlreadyBound", "Rename this column.")
        self.scope = {**self.outer, **projected.after}

    def return_clause(self, clause: ast.Return) -> tuple[str, ...]:
        """Check RETURN; return its columns.

        TYPE SyntaxError, PHASE compile time, DETAIL NoVariablesInScope.
        """
        if clause.projection.star and not self.scope:
            hint = "Name a node, as in MATCH (n), or return an expression."
            raise self.error(
                clause, "RETURN * needs at least one variable in scope", "NoVariablesInScope", hint
            )
        projected = self.projection(clause.projection, None)
        self.scope = projected.after
        return tuple(projected.after)

    def projection(self, projection: ast.Projection, where: ast.Expression | None) -> _Projected:
        """Check items, ORDER BY, SKIP, LIMIT, and the WHERE of a WITH."""
        projected = self._items(projection)
        if projected.groups:
            self._grouping(projected)
        visible = self._visible(projected)
        for item in projection.order_by:
            self._sort_key(item.expression, projected, visible)
        self._count(projection.skip, "SKIP")
        self._count(projection.limit, "LIMIT")
        if where is not None:
            self._where(where, projected, visible)
        return projected

    # ── items ───────────────────────────────────────────────────────────────────────────────

    def _items(self, projection: ast.Projection) -> _Projected:
        """TYPE SyntaxError, PHASE compile time, DETAIL ColumnNameConflict."""
        items: list[ast.ProjectionItem] = []
        if projection.star:
            items.extend(
                ast.ProjectionItem(ast.Variable(name, pos=projection.pos), name, False, pos=projection.pos)
                for name in sorted(self.scope)
            )
        starred = {item.name for item in items}
        items.extend(projection.items)
        after: Scope = {}
        columns: dict[ast.Expression, tuple[bool, str]] = {}
        for item in items:
            before = self.aggregates
            self.aggregation = ALLOWED
            kind = self.expression(item.expression)
            self.aggregation: str = FORBIDDEN
            columns[item.expression] = (self.aggregates > before, kind)
            if item.name in after and item.name not in starred:
                hint = "Rename one of them with AS."
                raise self.error(item, f"Two columns are named {item.name}", "ColumnNameConflict", hint)
            after[item.name] = kind
        names: dict[ast.Expression, str] = {
            expression: f" {position}"
            for position, expression in enumerate(columns)
            if not isinstance(expression, ast.Literal)
        }
        return _Projected(tuple(items), columns, names, self.scope, after, projection.distinct)

    def _grouping(self, projected: _Projected) -> None:
        """Check that expressions next to aggregates consist of grouping keys.

        TYPE SyntaxError, PHASE compile time, DETAIL AmbiguousAggregationExpression.
        """
        keys = {
            expression
            for expression, (is_aggregating, _) in projected.columns.items()
            if not is_aggregating and _is_simple(expression)
        }
        for expression, (is_aggregating, _) in projected.columns.items():
            if is_aggregating:
                self._only_keys(expression, keys, frozenset())

    def _only_keys(self, node: Any, keys: Set[ast.Expression], own: frozenset[str]) -> None:
        """Check that each part outside aggregates is constant or one of ``keys``."""
        if self._is_aggregate(node) or node in keys:
            return
        name = _read_name(node)
        if name in self.scope and name not in own and ast.Variable(name) not in keys:
            message = f"{name} is neither aggregated nor a column"
            hint = f"Project it with WITH {name}, … before, or add it as a column."
            raise self.error(node, message, "AmbiguousAggregationExpression", hint)
        own = own | _local_variables(node)
        for child in children(node):
            self._only_keys(child, keys, own)

    def _is_aggregate(self, node: Any) -> bool:
        if isinstance(node, ast.CountStar):
            return True
        if not isinstance(node, ast.FunctionCall):
            return False
        function = self.functions.lookup(node.name)
        return function is not None and function.aggregate

    # ── ORDER BY, WHERE ─────────────────────────────────────────────────────────────────────

    def _visible(self, projected: _Projected) -> Scope:
        """Return what ORDER BY and WHERE can see: without grouping or DISTINCT, also the earlier
        variables.
        """
        if projected.groups or projected.distinct:
            generated_names = {
                name: projected.columns[expression][1] for expression, name in projected.names.items()
            }
            return {**self.outer, **projected.after, **generated_names}
        return {**projected.before, **projected.after}

    def _sort_key(self, key: ast.Expression, projected: _Projected, visible: Scope) -> None:
        """TYPE SyntaxError, PHASE compile time, DETAIL InvalidAggregation."""
        if not projected.groups and not projected.distinct:
            outer, self.scope = self.scope, visible
            self.expression(key)
            self.scope = outer
            return
        if not self._holds_aggregate(key):
            outer, self.scope = self.scope, visible
            self.expression(self._over_columns(key, projected))
            self.scope = outer
            return
        if not projected.groups:
            hint = "Compute it in a WITH before."
            raise self.error(
                key, "ORDER BY cannot aggregate unless the projection does", "InvalidAggregation", hint
            )
        self._sort_aggregate(key, projected, visible)

    def _sort_aggregate(self, node: Any, projected: _Projected, visible: Scope) -> None:
        """Check an ORDER BY expression with an aggregate, which must also be part of a column.

        TYPE SyntaxError, PHASE compile time, DETAIL AmbiguousAggregationExpression, UndefinedVariable
        or InvalidAggregation.
        """
        column = projected.columns.get(node)
        if column is not None:
            is_aggregating, _ = column
            if not is_aggregating and not _is_simple(node):
                message = "This column cannot be part of an expression that aggregates"
                hint = "Name it with AS and use the name."
                raise self.error(node, message, "AmbiguousAggregationExpression", hint)
            return
        if self._is_aggregate(node):
            self._projected_aggregate(node, projected, visible)
            return
        if isinstance(node, ast.Variable) and node.name not in visible:
            raise self._unseen(node, visible)
        for child in children(node):
            self._sort_aggregate(child, projected, visible)

    def _projected_aggregate(self, node: ast.Expression, projected: _Projected, visible: Scope) -> None:
        if any(_holds(item.expression, node) for item in projected.items):
            return
        for name in _names(node):
            if name.name not in visible:
                raise self._unseen(name, visible)
        message = "Only aggregates that are columns are allowed here"
        raise self.error(node, message, "InvalidAggregation", "Add it as a column.")

    def _over_columns(self, node: ast.Expression, projected: _Projected) -> ast.Expression:
        """Replace each part that equals a column's expression with its generated name."""

        def placeholder(part: ast.Syntax) -> ast.Syntax | None:
            column = projected.names.get(part)  # type: ignore[call-overload]
            return None if column is None else ast.Variable(column, pos=part.pos)

        rewritten: ast.Expression = replaced(node, placeholder)
        return rewritten

    def _where(self, where: ast.Expression, projected: _Projected, visible: Scope) -> None:
        """TYPE SyntaxError, PHASE compile time, DETAIL InvalidAggregation."""
        if self._holds_aggregate(where):
            if projected.groups:
                self._sort_aggregate(where, projected, visible)
                return
            hint = "Name the aggregate with AS and use the name."
            raise self.error(where, "WHERE cannot aggregate", "InvalidAggregation", hint)
        outer, self.scope = self.scope, visible
        if projected.groups or projected.distinct:
            where = self._over_columns(where, projected)
        self.predicate(where)
        self.scope = outer

    def _holds_aggregate(self, node: Any) -> bool:
        if self._is_aggregate(node):
            return True
        if isinstance(node, ast.SubqueryExpression):
            return False
        return any(map(self._holds_aggregate, children(node)))

    def _unseen(self, node: ast.Variable, visible: Scope) -> Exception:
        """TYPE SyntaxError, PHASE compile time, DETAIL UndefinedVariable."""
        outer, self.scope = self.scope, visible
        error = self.undefined(node.name, node)
        self.scope: Scope = outer
        return error

    # ── SKIP and LIMIT ──────────────────────────────────────────────────────────────────────

    def _count(self, node: ast.Expression | None, word: str, least: int = 0) -> None:
        """Check a row count that must be known before the first row: SKIP, LIMIT, OF … ROWS.

        TYPE SyntaxError, PHASE compile time, DETAIL NonConstantExpression, NegativeIntegerArgument or
        InvalidArgumentType.
        """
        if node is None:
            return
        if any(True for _ in _names(node)):
            hint = "Pass it as a parameter, or slice a list: collect(…)[..n]."
            raise self.error(node, f"{word} cannot depend on variables", "NonConstantExpression", hint)
        if _reads_graph(node):
            hint = "Count in a separate query and pass the number as a parameter."
            raise self.error(node, f"{word} cannot depend on the graph", "NonConstantExpression", hint)
        kind = self.expression(node)
        hint = f"{word} takes {'a positive integer' if least else 'an integer of 0 or more'}."
        if kind == kinds.NULL or not kinds.fits(kind, (kinds.INTEGER,)):
            message = f"{word} got {'null' if kind == kinds.NULL else kinds.shown(kind)}"
            raise self.error(node, message, "InvalidArgumentType", hint)
        if isinstance(node, ast.Literal) and isinstance(node.value, int) and node.value < least:
            raise self.error(node, f"{word} got {node.value}", "NegativeIntegerArgument", hint)


def children(node: Any) -> Iterator[Any]:
    """Yield the direct children of a tree node, in text order."""
    for value in node.__dict__.values() if isinstance(node, ast.Syntax) else node:
        if isinstance(value, ast.Syntax):
            yield value
        elif isinstance(value, tuple):
            yield from children(value)


def replaced(node: Any, swap: Callable[[ast.Syntax], ast.Syntax | None]) -> Any:
    """Return the tree with nodes replaced by the result of ``swap``, outermost first."""
    if isinstance(node, tuple):
        return tuple(replaced(part, swap) for part in node)
    if not isinstance(node, ast.Syntax):
        return node
    other = swap(node)
    if other is not None:
        return other
    changes = {
        name: replaced(value, swap)
        for name, value in node.__dict__.items()
        if isinstance(value, (tuple, ast.Syntax))
    }
    return node.replace(**changes) if changes else node


def _read_name(node: Any) -> str:
    """Return the name of the variable that this tree node itself reads; empty if it reads none."""
    if isinstance(node, ast.Variable):
        return node.name
    if isinstance(node, ast.NodePattern | ast.RelationshipPattern):
        return node.variable or ""
    return ""


def _names(node: Any) -> list[ast.Variable]:
    """Return all variables that an expression reads."""
    if isinstance(node, ast.Variable):
        return [node]
    return [name for child in children(node) for name in _names(child)]


_GRAPH_READERS = (
    ast.SubqueryExpression,
    ast.PatternExpression,
    ast.PatternComprehension,
    ast.ShortestPathExpression,
)


def _reads_graph(node: Any) -> bool:
    """Return whether an expression contains a pattern or a subquery."""
    return isinstance(node, _GRAPH_READERS) or any(map(_reads_graph, children(node)))


def _holds(node: Any, part: Any) -> bool:
    return bool(node == part) or any(_holds(child, part) for child in children(node))


def _is_simple(node: ast.Expression) -> bool:
    """Return whether a grouping key can be part of an item that aggregates: a variable or its property."""
    while isinstance(node, ast.Property):
        node = node.subject
    return isinstance(node, ast.Variable)


def _local_variables(node: Any) -> frozenset[str]:
    """Return the variables that an expression defines for its subexpressions."""
    match node:
        case ast.ListComprehension(variable) | ast.Quantifier(_, variable):
            return frozenset((variable,))
        case ast.Reduce(accumulator, _, variable):
            return frozenset((accumulator, variable))
        case _:
            return frozenset()
