"""Convert expressions to text for plans and messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sociogram.queries.cypher.syntax import ast


def described(syntax: Any) -> str:
    """Return an expression or a label expression as Cypher text; subqueries are abbreviated."""
    if syntax is None:
        return ""
    write = _WRITERS.get(type(syntax))
    return type(syntax).__name__ if write is None else write(syntax)


def _literal(syntax: ast.Literal) -> str:
    value = syntax.value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{escaped}'"
    return repr(value)


def _variable(syntax: ast.Variable) -> str:
    return f"_{syntax.name.strip()}" if syntax.name.startswith(" ") else syntax.name


def _listed(parts: tuple[Any, ...]) -> str:
    return ", ".join(map(described, parts))


def _map(items: tuple[tuple[str, ast.Expression], ...]) -> str:
    return "{" + ", ".join(f"{key}: {described(value)}" for key, value in items) + "}"


def _comparison(syntax: ast.Comparison) -> str:
    text = described(syntax.operands[0])
    for operator, operand in zip(syntax.operators, syntax.operands[1:], strict=True):
        text += f" {operator} {described(operand)}"
    return text


def _case(syntax: ast.Case) -> str:
    text = "CASE" if syntax.subject is None else f"CASE {described(syntax.subject)}"
    for test, value in syntax.whens:
        text += f" WHEN {described(test)} THEN {described(value)}"
    return text + ("" if syntax.default is None else f" ELSE {described(syntax.default)}") + " END"


def _comprehension(syntax: ast.ListComprehension) -> str:
    where = "" if syntax.where is None else f" WHERE {described(syntax.where)}"
    projection = "" if syntax.projection is None else f" | {described(syntax.projection)}"
    return f"[{syntax.variable} IN {described(syntax.list)}{where}{projection}]"


_PRECEDENCE = {"OR": 1, "XOR": 2, "AND": 3}


def _binary(syntax: ast.Binary) -> str:
    return f"{_operand(syntax.left, syntax)} {syntax.operator} {_operand(syntax.right, syntax)}"


def _operand(syntax: ast.Expression, around: ast.Binary) -> str:
    text = described(syntax)
    if isinstance(syntax, ast.Binary) and syntax.operator != around.operator:
        inner, outer = _PRECEDENCE.get(syntax.operator, 4), _PRECEDENCE.get(around.operator, 4)
        return f"({text})" if inner < outer or outer == _PRECEDENCE["AND"] + 1 else text
    return text


def _in_chain(syntax: ast.Expression) -> str:
    text = described(syntax)
    return f"({text})" if isinstance(syntax, ast.Binary) else text


_Writer = Callable[[Any], str]

_WRITERS: dict[type, _Writer] = {
    ast.Literal: _literal,
    ast.Parameter: lambda syntax: f"${syntax.name}",
    ast.Variable: _variable,
    ast.Property: lambda syntax: f"{described(syntax.subject)}.{syntax.key}",
    ast.Subscript: lambda syntax: f"{described(syntax.subject)}[{described(syntax.index)}]",
    ast.Slice: lambda syntax: (
        f"{described(syntax.subject)}[{described(syntax.start)}..{described(syntax.end)}]"
    ),
    ast.ListLiteral: lambda syntax: f"[{_listed(syntax.items)}]",
    ast.MapLiteral: lambda syntax: _map(syntax.items),
    ast.MapProjection: lambda syntax: f"{described(syntax.subject)} {_map(syntax.items)}",
    ast.Unary: lambda syntax: (
        f"{syntax.operator}{' ' if syntax.operator == 'NOT' else ''}{described(syntax.operand)}"
    ),
    ast.Binary: _binary,
    ast.Chain: lambda syntax: " ".join(
        [_in_chain(syntax.first), *(f"{sign} {_in_chain(one)}" for sign, one in syntax.steps)]
    ),
    ast.Comparison: _comparison,
    ast.IsNull: lambda syntax: f"{described(syntax.operand)} IS {'NOT ' if syntax.negated else ''}NULL",
    ast.HasLabels: lambda syntax: f"{described(syntax.subject)}:{described(syntax.labels)}",
    ast.IsType: lambda syntax: f"{described(syntax.operand)} IS :: {syntax.type.name}",
    ast.FunctionCall: lambda syntax: (
        f"{syntax.name}({'DISTINCT ' if syntax.distinct else ''}{_listed(syntax.arguments)})"
    ),
    ast.CountStar: lambda _: "count(*)",
    ast.Case: _case,
    ast.ListComprehension: _comprehension,
    ast.Quantifier: lambda syntax: (
        f"{syntax.kind}({syntax.variable} IN {described(syntax.list)} WHERE {described(syntax.where)})"
    ),
    ast.Reduce: lambda syntax: f"reduce({syntax.accumulator}, {syntax.variable} IN {described(syntax.list)})",
    ast.PatternExpression: lambda _: "EXISTS { … }",
    ast.PatternComprehension: lambda _: "[ … ]",
    ast.SubqueryExpression: lambda syntax: f"{syntax.kind} {{ … }}",
    ast.Label: lambda syntax: syntax.name,
    ast.DynamicLabel: lambda syntax: f"$({described(syntax.expression)})",
    ast.LabelWildcard: lambda _: "%",
    ast.LabelNot: lambda syntax: f"!{described(syntax.operand)}",
    ast.LabelAnd: lambda syntax: "&".join(map(described, syntax.operands)),
    ast.LabelOr: lambda syntax: "|".join(map(described, syntax.operands)),
}
