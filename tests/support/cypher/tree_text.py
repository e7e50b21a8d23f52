"""Syntax trees as short text, for tables of tests: ``(+ 1 (* 2 n.x))``.

Names stand as they are, operators in front of their operands; of everything else the class's name and
then its fields, those with defaults only where they say something.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from sociogram.queries.cypher.syntax import ast


def tree(node: Any) -> str:  # noqa: C901 - a table
    """Return the text of a tree."""
    match node:
        case ast.Literal(value):
            return str(value).lower() if isinstance(value, bool) else "null" if value is None else repr(value)
        case ast.Variable(name) | ast.Label(name):
            return name
        case ast.Parameter(name):
            return f"${name}"
        case ast.Property(ast.Variable(name), key):
            return f"{name}.{key}"
        case ast.Unary(operator, operand):
            return f"({operator} {tree(operand)})"
        case ast.Binary(operator, left, right):
            return f"({operator} {tree(left)} {tree(right)})"
        case ast.Comparison(operands, operators):
            return f"({' '.join(operators)} {' '.join(map(tree, operands))})"
        case ast.FunctionCall(name, arguments, distinct):
            return f"({' '.join([name, *(['DISTINCT'] if distinct else []), *map(tree, arguments)])})"
        case ast.LabelAnd(operands) | ast.LabelOr(operands):
            sign = "|" if isinstance(node, ast.LabelOr) else "&"
            return f"({sign} {' '.join(map(tree, operands))})"
        case ast.LabelNot(operand):
            return f"(! {tree(operand)})"
        case ast.LabelWildcard():
            return "%"
        case ast.Length(minimum, maximum):
            return f"{minimum}..{'' if maximum is None else maximum}"
        case bool():
            return str(node).lower()
        case Enum():
            return str(node.value)
        case tuple():
            return f"[{' '.join(map(tree, node))}]"
        case ast.Syntax():
            return _general(node)
        case _:
            return str(node)


def _general(node: ast.Syntax) -> str:
    parts = [type(node).__name__]
    for name in node.class_fields:
        value = getattr(node, name)
        if name not in node.class_defaults:
            parts.append("_" if value is None else "not" if name == "negated" and value else tree(value))
        elif name in node.class_defaults and value != node.class_defaults[name]:
            parts.append(name if value is True else f"{name}={tree(value)}")
    return f"({' '.join(parts)})"
