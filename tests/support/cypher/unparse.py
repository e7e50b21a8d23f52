"""From the syntax tree back to query text.

``parse(unparse(tree))`` is ``tree`` again: the parser is held to that. Brackets stand only where
precedence asks for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from sociogram.graph.model import Direction
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.parser.expressions import (
    AND,
    COMPARISON,
    NOT,
    OR,
    POWER,
    PREDICATE,
    PRODUCT,
    SUM,
    XOR,
)

_SIGN, _POSTFIX, _ATOM = POWER + 1, POWER + 2, POWER + 3
_LEVELS = {
    "OR": OR,
    "XOR": XOR,
    "AND": AND,
    **dict.fromkeys(("IN", "STARTS WITH", "ENDS WITH", "CONTAINS", "=~"), PREDICATE),
    **dict.fromkeys(("+", "-", "||"), SUM),
    **dict.fromkeys(("*", "/", "%"), PRODUCT),
    "^": POWER,
}
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
# Words that an expression cannot begin with as names, since they begin something else there
_SPECIAL = {
    "all", "any", "none", "single", "case", "count", "exists", "collect", "reduce", "not", "null",
    "true", "false", "nan", "inf", "infinity", "shortestpath", "allshortestpaths", "trim", "normalize",
    "distinct", "where", "is",
}  # fmt: skip


def unparse(node: ast.Syntax) -> str:
    """Return the text of a statement, a clause, a pattern or an expression."""
    import support.cypher.unparse_clauses  # noqa: F401 - it adds its writers to those here

    return _text(node)


def name(text: str) -> str:
    """Return a name as a query writes it: in backticks where it must be."""
    if re.fullmatch(r"[^\W\d]\w*", text) and text.lower() not in _SPECIAL:
        return text
    return "`" + text.replace("`", "``") + "`"


def string(text: str) -> str:
    """Return a string as a query writes it."""
    return "'" + "".join(_ESCAPES.get(character, character) for character in text) + "'"


def _text(node: Any) -> str:
    return WRITERS[type(node)](node)


def _joined(nodes: Iterable[Any], between: str = ", ") -> str:
    return between.join(map(_text, nodes))


# ── expressions ────────────────────────────────────────────────────────────────────────────────


def _level(node: ast.Expression) -> int:
    """Return how tightly the expression holds together."""
    match node:
        case ast.Binary(operator):
            return _LEVELS[operator]
        case ast.Unary("NOT"):
            return NOT
        case ast.Unary():
            return _SIGN
        case ast.Comparison():
            return COMPARISON
        case ast.IsNull() | ast.IsType() | ast.IsNormalized():
            return PREDICATE
        case ast.Literal(value) if isinstance(value, (int, float)) and not isinstance(value, bool):
            return _SIGN if str(value).startswith("-") else _POSTFIX
        case ast.Property() | ast.Subscript() | ast.Slice():
            return _POSTFIX
        case ast.HasLabels():
            return SUM  # what follows a label, a bar above all, would be read as part of it
        case _:
            return _ATOM


def _inside(node: ast.Expression, floor: int) -> str:
    text = _text(node)
    return text if _level(node) >= floor else f"({text})"


def _literal(node: ast.Literal) -> str:
    value = node.value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return string(value)
    if isinstance(value, float) and value != value:
        return "NaN"
    return repr(value).replace("inf", "Infinity").replace("e+", "e")


def _parameter(node: ast.Parameter) -> str:
    plain = re.fullmatch(r"\w+", node.name, re.ASCII)
    return "$" + (node.name if plain else "`" + node.name.replace("`", "``") + "`")


def _slice(node: ast.Slice) -> str:
    start = "" if node.start is None else _text(node.start)
    end = "" if node.end is None else _text(node.end)
    return f"{_inside(node.subject, _POSTFIX)}[{start}..{end}]"


def _map(node: ast.MapLiteral) -> str:
    return "{" + ", ".join(f"{name(key)}: {_text(value)}" for key, value in node.items) + "}"


def _map_projection(node: ast.MapProjection) -> str:
    items = [".*"] if node.all_properties else []
    for key, value in node.items:
        if value == ast.Property(node.subject, key):
            items.append(f".{name(key)}")
        elif value == ast.Variable(key):
            items.append(name(key))
        else:
            items.append(f"{name(key)}: {_text(value)}")
    return f"{name(node.subject.name)} {{{', '.join(items)}}}"


def _unary(node: ast.Unary) -> str:
    if node.operator == "NOT":
        return f"NOT {_inside(node.operand, NOT)}"
    return f"{node.operator}{_inside(node.operand, _POSTFIX)}"


def _binary(node: ast.Binary) -> str:
    level = _LEVELS[node.operator]
    return f"{_inside(node.left, level)} {node.operator} {_inside(node.right, level + 1)}"


def _comparison(node: ast.Comparison) -> str:
    parts = [_inside(node.operands[0], PREDICATE)]
    for operator, operand in zip(node.operators, node.operands[1:], strict=True):
        parts += [operator, _inside(operand, PREDICATE)]
    return " ".join(parts)


def _is(node: ast.IsNull | ast.IsType | ast.IsNormalized) -> str:
    negation = " NOT" if node.negated else ""
    if isinstance(node, ast.IsType):
        what = f":: {_type(node.type)}"
    elif isinstance(node, ast.IsNormalized):
        what = f"{node.form} NORMALIZED"
    else:
        what = "NULL"
    return f"{_inside(node.operand, PREDICATE)} IS{negation} {what}"


def _type(node: ast.TypeName) -> str:
    ending = " NOT NULL" if node.not_null else ""
    if node.name == "LIST" and node.inner:
        return f"LIST<{_type(node.inner[0])}>{ending}"
    if node.name == "UNION":
        inner = " | ".join(map(_type, node.inner))
        return f"ANY<{inner}>{ending}" if node.not_null else inner
    return node.name + ending


def _call(node: ast.FunctionCall) -> str:
    words = ".".join(map(_plain_name, node.name.split(".")))
    distinct = "DISTINCT " if node.distinct else ""
    return f"{words}({distinct}{_joined(node.arguments)})"


def _plain_name(text: str) -> str:
    return text if re.fullmatch(r"[^\W\d]\w*", text) else name(text)


def _case(node: ast.Case) -> str:
    parts = ["CASE"]
    if node.subject is not None:
        parts.append(_text(node.subject))
    for when, result in node.whens:
        parts.append(f"WHEN {_when(when)} THEN {_text(result)}")
    if node.default is not None:
        parts.append(f"ELSE {_text(node.default)}")
    return " ".join((*parts, "END"))


def _when(node: ast.Expression) -> str:
    """Write a WHEN; the subject of an extended one, and the OR of several conditions, are left out."""
    match node:
        case ast.Binary("OR", left, right) if _over_subject(left):
            return f"{_when(left)}, {_when(right)}"
        case _ if _over_subject(node):
            return _text(node).strip()
        case _:
            return _text(node)


def _over_subject(node: ast.Expression) -> bool:
    first: Any = node
    while not isinstance(first, ast.CaseSubject):
        match first:
            case ast.Comparison(operands):
                first = operands[0]
            case ast.Binary(_, left):
                first = left
            case ast.IsNull(operand) | ast.IsType(operand) | ast.IsNormalized(operand):
                first = operand
            case _:
                return False
    return True


def _list_comprehension(node: ast.ListComprehension) -> str:
    where = "" if node.where is None else f" WHERE {_before_bar(node.where)}"
    projection = "" if node.projection is None else f" | {_text(node.projection)}"
    return f"[{name(node.variable)} IN {_before_bar(node.list)}{where}{projection}]"


def _before_bar(node: ast.Expression) -> str:
    """Write what a bar may follow: a type or label that it could belong to goes into brackets."""
    text = _text(node)
    return f"({text})" if "|" in text and not isinstance(node, ast.ListLiteral) else text


def _quantifier(node: ast.Quantifier) -> str:
    return f"{node.kind}({name(node.variable)} IN {_text(node.list)} WHERE {_text(node.where)})"


def _reduce(node: ast.Reduce) -> str:
    start = f"{name(node.accumulator)} = {_text(node.initial)}"
    each = f"{name(node.variable)} IN {_before_bar(node.list)} | {_text(node.expression)}"
    return f"reduce({start}, {each})"


def _pattern_comprehension(node: ast.PatternComprehension) -> str:
    where = "" if node.where is None else f" WHERE {_before_bar(node.where)}"
    return f"[{_text(node.pattern)}{where} | {_text(node.projection)}]"


def _subquery(node: ast.SubqueryExpression) -> str:
    return f"{node.kind} {{ {_text(node.query)} }}"


# ── labels and patterns ────────────────────────────────────────────────────────────────────────


def _labels(node: ast.LabelExpression) -> str:
    match node:
        case ast.Label(label):
            return _plain_name(label)
        case ast.DynamicLabel(expression, chooses_any):
            return f"${'any' if chooses_any else ''}({_text(expression)})"
        case ast.LabelWildcard():
            return "%"
        case ast.LabelNot(operand):
            return "!" + _label_operand(operand)
        case ast.LabelAnd(operands):
            return (":" if node.colons else "&").join(map(_label_operand, operands))
        case ast.LabelOr(operands):
            return "|".join(
                f"({_labels(operand)})" if isinstance(operand, ast.LabelOr) else _labels(operand)
                for operand in operands
            )


def _label_operand(node: ast.LabelExpression) -> str:
    return f"({_labels(node)})" if isinstance(node, ast.LabelAnd | ast.LabelOr) else _labels(node)


def _detail(
    variable: str | None,
    labels: ast.LabelExpression | None,
    length: ast.Length | None,
    properties: ast.Expression | None,
    where: ast.Expression | None,
) -> str:
    head = "" if variable is None else name(variable)
    if labels is not None:
        head += f":{_labels(labels)}"
    if length is not None:
        head += _length(length)
    parts = [head] if head else []
    if properties is not None:
        parts.append(_text(properties))
    if where is not None:
        parts.append(f"WHERE {_text(where)}")
    return " ".join(parts)


def _node(node: ast.NodePattern) -> str:
    return f"({_detail(node.variable, node.labels, None, node.properties, node.where)})"


def _relationship(node: ast.RelationshipPattern) -> str:
    inner = _detail(node.variable, node.types, node.length, node.properties, node.where)
    start, end = {
        Direction.OUTGOING: ("-", "->"),
        Direction.INCOMING: ("<-", "-"),
        Direction.BOTH: ("-", "-"),
    }[node.direction]
    middle = f"[{inner}]" if inner else ""
    return f"{start}{middle}{end}{_quantifier_of(node.quantifier)}"


def _length(node: ast.Length) -> str:
    if node.minimum == node.maximum:
        return f"*{node.minimum}"
    if node.maximum is None:
        return "*" if node.minimum == 1 else f"*{node.minimum}.."
    return f"*{node.minimum}..{node.maximum}"


def _quantifier_of(node: ast.Length | None) -> str:
    if node is None:
        return ""
    if node.minimum == node.maximum:
        return f"{{{node.minimum}}}"
    return f"{{{node.minimum},{'' if node.maximum is None else node.maximum}}}"


def _quantified_path(node: ast.QuantifiedPath) -> str:
    head = "" if node.variable is None else f"{name(node.variable)} = "
    where = "" if node.where is None else f" WHERE {_text(node.where)}"
    return f"({head}{_elements(node.elements)}{where}){_quantifier_of(node.quantifier)}"


def _elements(elements: tuple[ast.PatternElement, ...]) -> str:
    return "".join(map(_text, elements))


def _part(node: ast.PatternPart) -> str:
    head = "" if node.variable is None else f"{name(node.variable)} = "
    selector = node.selector
    elements = _elements(node.elements)
    if selector is None:
        return head + elements
    if selector.kind in ("shortestPath", "allShortestPaths"):
        return f"{head}{selector.kind}({elements})"
    if selector.kind == "SHORTEST GROUPS":
        return f"{head}SHORTEST {selector.count} GROUPS {elements}"
    count = "" if selector.kind == "ALL SHORTEST" else f" {selector.count}"
    return f"{head}{selector.kind}{count} {elements}"


WRITERS: dict[type, Callable[[Any], str]] = {
    ast.Literal: _literal,
    ast.Parameter: _parameter,
    ast.Variable: lambda node: name(node.name),
    ast.Property: lambda node: f"{_inside(node.subject, _ATOM - 1)}.{_plain_name(node.key)}",
    ast.Subscript: lambda node: f"{_inside(node.subject, _POSTFIX)}[{_text(node.index)}]",
    ast.Slice: _slice,
    ast.ListLiteral: lambda node: f"[{_joined(node.items)}]",
    ast.MapLiteral: _map,
    ast.MapProjection: _map_projection,
    ast.Unary: _unary,
    ast.Binary: _binary,
    ast.Comparison: _comparison,
    ast.IsNull: _is,
    ast.IsType: _is,
    ast.IsNormalized: _is,
    ast.TypeName: _type,
    ast.HasLabels: lambda node: f"{_inside(node.subject, _POSTFIX)}:{_labels(node.labels)}",
    ast.FunctionCall: _call,
    ast.CountStar: lambda _: "count(*)",
    ast.Case: _case,
    ast.CaseSubject: lambda _: "",
    ast.ListComprehension: _list_comprehension,
    ast.Quantifier: _quantifier,
    ast.Reduce: _reduce,
    ast.PatternExpression: lambda node: _text(node.pattern),
    ast.ShortestPathExpression: lambda node: _text(node.pattern),
    ast.PatternComprehension: _pattern_comprehension,
    ast.SubqueryExpression: _subquery,
    **dict.fromkeys(
        (ast.Label, ast.DynamicLabel, ast.LabelWildcard, ast.LabelNot, ast.LabelAnd, ast.LabelOr), _labels
    ),
    ast.NodePattern: _node,
    ast.RelationshipPattern: _relationship,
    ast.QuantifiedPath: _quantified_path,
    ast.PatternPart: _part,
}
