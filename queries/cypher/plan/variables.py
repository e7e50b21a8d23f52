"""Which variables an expression or a pattern reads from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sociogram.queries.cypher import ast

NONE: frozenset[str] = frozenset()


def reads(syntax: Any) -> frozenset[str]:
    """Return the names that ``syntax`` takes from its surroundings."""
    if isinstance(syntax, tuple):
        return NONE.union(*map(reads, syntax)) if syntax else NONE
    if not isinstance(syntax, ast.Syntax):
        return NONE
    found: frozenset[str] | None = getattr(syntax, "_reads", None)
    if found is None:
        found = _SCOPED.get(type(syntax), _parts)(syntax)
        object.__setattr__(syntax, "_reads", found)
    return found


def pattern_variables(pattern: ast.PatternPart | tuple[Any, ...] | Any) -> Iterator[str]:
    """Give the names that a pattern binds, from left to right, its path's last."""
    if isinstance(pattern, tuple):
        for part in pattern:
            yield from pattern_variables(part)
    elif isinstance(pattern, (ast.PatternPart, ast.QuantifiedPath)):
        yield from pattern_variables(pattern.elements)
        if pattern.variable is not None:
            yield pattern.variable
    elif isinstance(pattern, (ast.NodePattern, ast.RelationshipPattern)) and pattern.variable is not None:
        yield pattern.variable


def _parts(syntax: ast.Syntax) -> frozenset[str]:
    return NONE.union(*map(reads, syntax.__dict__.values()))


def _variable(syntax: ast.Variable) -> frozenset[str]:
    return frozenset((syntax.name,))


def _comprehension(syntax: ast.ListComprehension | ast.Quantifier) -> frozenset[str]:
    projection = syntax.projection if isinstance(syntax, ast.ListComprehension) else None
    return reads(syntax.list) | (reads((syntax.where, projection)) - {syntax.variable})


def _reduce(syntax: ast.Reduce) -> frozenset[str]:
    inner = reads(syntax.expression) - {syntax.accumulator, syntax.variable}
    return reads((syntax.initial, syntax.list)) | inner


def _pattern_element(syntax: ast.NodePattern | ast.RelationshipPattern) -> frozenset[str]:
    inner = _parts(syntax)
    return inner if syntax.variable is None else inner | {syntax.variable}


def _pattern_comprehension(syntax: ast.PatternComprehension) -> frozenset[str]:
    # A name that the pattern mentions may be bound outside or new; both count as read here,
    # and the caller intersects with what is bound.
    inner = reads((syntax.pattern, syntax.where, syntax.projection))
    return inner - ({syntax.pattern.variable} if syntax.pattern.variable else NONE)


def _single_query(syntax: ast.SingleQuery) -> frozenset[str]:
    outer: frozenset[str] = NONE
    known: frozenset[str] = NONE
    for clause in syntax.clauses:
        outer |= reads(clause) - known
        known |= _binds(clause)
    return outer


def _binds(clause: ast.Clause) -> frozenset[str]:
    match clause:
        case ast.Unwind(variable=name):
            return frozenset((name,))
        case ast.With(projection=projection):
            return frozenset(item.name for item in projection.items)
        case ast.CallProcedure(yields=yields):
            return frozenset(item.name for item in yields or ())
        case _:
            # names that a pattern mentions stay outer: they may be bound there
            return NONE


def _call_subquery(syntax: ast.CallSubquery) -> frozenset[str]:
    if syntax.imports is not None:
        return frozenset(syntax.imports)
    return reads(syntax.query)


def _foreach(syntax: ast.Foreach) -> frozenset[str]:
    return reads(syntax.list) | (reads(syntax.clauses) - {syntax.variable})


_SCOPED: dict[type, Callable[[Any], frozenset[str]]] = {
    ast.Variable: _variable,
    ast.ListComprehension: _comprehension,
    ast.Quantifier: _comprehension,
    ast.Reduce: _reduce,
    ast.NodePattern: _pattern_element,
    ast.RelationshipPattern: _pattern_element,
    ast.PatternComprehension: _pattern_comprehension,
    ast.SingleQuery: _single_query,
    ast.CallSubquery: _call_subquery,
    ast.Foreach: _foreach,
}


def conjuncts(expression: ast.Expression | None) -> list[ast.Expression]:
    """Split ``a AND b AND c`` into its parts."""
    if expression is None:
        return []
    if isinstance(expression, ast.Binary) and expression.operator == "AND":
        return conjuncts(expression.left) + conjuncts(expression.right)
    return [expression]


def replaced(syntax: Any, swap: Callable[[Any], Any]) -> Any:
    """Return the tree with each node for which ``swap`` gives something replaced by that."""
    if isinstance(syntax, tuple):
        parts = tuple(replaced(part, swap) for part in syntax)
        return syntax if all(new is old for new, old in zip(parts, syntax, strict=True)) else parts
    if not isinstance(syntax, ast.Syntax):
        return syntax
    found = swap(syntax)
    if found is not None:
        return found
    changes: dict[str, Any] = {}
    for name, value in syntax.__dict__.items():
        new = replaced(value, swap)
        if new is not value:
            changes[name] = new
    return syntax.replace(**changes) if changes else syntax


def renamed_inside(element: ast.QuantifiedPath, names: dict[str, str]) -> ast.QuantifiedPath:
    """Give the inner variables names of their own, since outside they are lists."""

    def swap(syntax: ast.Syntax) -> ast.Syntax | None:
        if isinstance(syntax, ast.Variable):
            return ast.Variable(names[syntax.name]) if syntax.name in names else None
        if isinstance(syntax, (ast.NodePattern, ast.RelationshipPattern)) and syntax.variable in names:
            inner = replaced(syntax.replace(variable=None), swap)
            renamed: ast.Syntax = inner.replace(variable=names[syntax.variable])
            return renamed
        return None

    elements = replaced(element.elements, swap)
    where = replaced(element.where, swap)
    variable = names.get(element.variable or "")
    return element.replace(elements=elements, where=where, variable=variable)
