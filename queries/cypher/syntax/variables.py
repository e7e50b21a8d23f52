"""Find the outer variables that an expression or a pattern reads, and replace variables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sociogram.queries.cypher.syntax import ast

NONE: frozenset[str] = frozenset()


def reads(syntax: Any) -> frozenset[str]:
    """Return the names of the variables that ``syntax`` reads from its scope."""
    if not isinstance(syntax, ast.Syntax):
        return _parts(syntax) if isinstance(syntax, tuple) else NONE
    found: frozenset[str] | None = getattr(syntax, "_reads", None)
    if found is None:
        scoped: Callable[[Any], frozenset[str]] = _SCOPED.get(type(syntax), _parts)
        found = scoped(syntax)
        object.__setattr__(syntax, "_reads", found)
    return found


def pattern_variables(pattern: ast.PatternPart | tuple[Any, ...] | Any) -> Iterator[str]:
    """Yield the variables that a pattern binds, from left to right, the path variable last."""
    if isinstance(pattern, tuple):
        for part in pattern:
            yield from pattern_variables(part)
    elif isinstance(pattern, (ast.PatternPart, ast.QuantifiedPath)):
        yield from pattern_variables(pattern.elements)
        if pattern.variable is not None:
            yield pattern.variable
    elif isinstance(pattern, (ast.NodePattern, ast.RelationshipPattern)) and pattern.variable is not None:
        yield pattern.variable


def parts_of(syntax: ast.Syntax | tuple[Any, ...]) -> list[Any]:
    """Return the direct children: tree nodes, and tuples that may contain tree nodes."""
    values = syntax if isinstance(syntax, tuple) else syntax.__dict__.values()
    return [value for value in values if isinstance(value, (ast.Syntax, tuple))]


def _parts(syntax: ast.Syntax | tuple[Any, ...]) -> frozenset[str]:
    return NONE.union(*map(reads, parts_of(syntax)))


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
    # A variable of the pattern may be new or bound outside. Both count as read here; callers intersect the
    # result with the bound variables.
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
            # variables of a pattern count as outer ones, because they may be bound outside
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
    """Split ``a AND b AND c`` into its operands."""
    if expression is None:
        return []
    if isinstance(expression, ast.Binary) and expression.operator == "AND":
        return conjuncts(expression.left) + conjuncts(expression.right)
    return [expression]


def replaced(syntax: Any, swap: Callable[[Any], Any]) -> Any:
    """Return the tree with each node replaced for which ``swap`` returns a replacement.

    Patterns and the imports of CALL contain names instead of variables; if ``swap`` returns another variable
    for one, they get its name.
    """
    if isinstance(syntax, tuple):
        parts = tuple(replaced(part, swap) for part in syntax)
        return syntax if all(new is old for new, old in zip(parts, syntax, strict=True)) else parts
    if not isinstance(syntax, ast.Syntax):
        return syntax
    found = swap(syntax)
    if found is not None:
        return found
    values = syntax.__dict__
    inside = {name: part for name, part in values.items() if isinstance(part, (ast.Syntax, tuple))}
    new = {name: replaced(part, swap) for name, part in inside.items()}
    if isinstance(syntax, (ast.NodePattern, ast.RelationshipPattern)) and syntax.variable is not None:
        new["variable"] = _new_name(syntax.variable, swap)
    elif isinstance(syntax, ast.CallSubquery) and syntax.imports is not None:
        new["imports"] = tuple(_new_name(name, swap) for name in syntax.imports)
    changes = {name: value for name, value in new.items() if value is not values[name]}
    return syntax.replace(**changes) if changes else syntax


def _new_name(name: str, swap: Callable[[Any], Any]) -> str:
    other = swap(ast.Variable(name))
    return other.name if isinstance(other, ast.Variable) else name


def renamed(syntax: Any, names: Mapping[str, str]) -> Any:
    """Return the tree with some variables renamed."""

    def swap(part: ast.Syntax) -> ast.Syntax | None:
        return (
            ast.Variable(names[part.name]) if isinstance(part, ast.Variable) and part.name in names else None
        )

    return replaced(syntax, swap)


def renamed_inside(element: ast.QuantifiedPath, names: Mapping[str, str]) -> ast.QuantifiedPath:
    """Rename the inner variables of a quantified path, because their names mean lists outside."""
    elements, where = renamed((element.elements, element.where), names)
    return element.replace(elements=elements, where=where)
