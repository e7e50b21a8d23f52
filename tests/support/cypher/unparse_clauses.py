"""From clauses, queries and statements back to text; the writers that ``unparse`` adds to its own."""

from __future__ import annotations

from typing import Any

from sociogram.queries.cypher.syntax import ast
from support.cypher.unparse import WRITERS, _inside, _joined, _labels, _plain_name, _text, name


def _where(node: Any) -> str:
    return "" if node.where is None else f" WHERE {_text(node.where)}"


def _match(node: ast.Match) -> str:
    head = "OPTIONAL MATCH" if node.optional else "MATCH"
    mode = " REPEATABLE ELEMENTS" if node.repeatable else ""
    return f"{head}{mode} {_joined(node.pattern)}{_where(node)}"


def _item(node: ast.ProjectionItem) -> str:
    # the name of an item without AS is its text as written, which may be spaced in any way
    if node.aliased:
        return f"{_text(node.expression)} AS {name(node.name)}"
    return _text(node.expression) if isinstance(node.expression, ast.MapProjection) else node.name


def _projection(node: ast.Projection) -> str:
    items = (["*"] if node.star else []) + [_text(item) for item in node.items]
    text = ("DISTINCT " if node.distinct else "") + ", ".join(items)
    if node.order_by:
        text += f" ORDER BY {_joined(node.order_by)}"
    if node.skip is not None:
        text += f" SKIP {_text(node.skip)}"
    if node.limit is not None:
        text += f" LIMIT {_text(node.limit)}"
    return text


def _set_items(items: tuple[ast.SetItem, ...]) -> str:
    return _joined(items)


def _target(subject: ast.Expression, key: str | ast.Expression) -> str:
    text = _inside(subject, 11)
    return f"{text}.{_plain_name(key)}" if isinstance(key, str) else f"{text}[{_text(key)}]"


def _set_labels(node: ast.SetLabels | ast.RemoveLabels) -> str:
    return name(node.variable.name) + "".join(f":{_labels(label)}" for label in node.labels)


def _merge(node: ast.Merge) -> str:
    text = f"MERGE {_text(node.pattern)}"
    if node.on_create:
        text += f" ON CREATE SET {_set_items(node.on_create)}"
    if node.on_match:
        text += f" ON MATCH SET {_set_items(node.on_match)}"
    return text


def _foreach(node: ast.Foreach) -> str:
    inner = " ".join(map(_text, node.clauses))
    return f"FOREACH ({name(node.variable)} IN ({_text(node.list)}) | {inner})"


def _call_procedure(node: ast.CallProcedure) -> str:
    text = "OPTIONAL CALL " if node.optional else "CALL "
    text += ".".join(map(_plain_name, node.name.split(".")))
    if node.arguments is not None:
        text += f"({_joined(node.arguments)})"
    if node.star:
        text += " YIELD *"
    elif node.yields is not None:
        items = [f"{name(item.field)} AS {name(item.name)}" for item in node.yields]
        text += f" YIELD {', '.join(items) or '-'}"
    return text + _where(node)


def _call_subquery(node: ast.CallSubquery) -> str:
    text = "OPTIONAL CALL " if node.optional else "CALL "
    if node.import_all:
        text += "(*) "
    elif node.imports is not None:
        text += f"({', '.join(map(name, node.imports))}) "
    text += f"{{ {_text(node.query)} }}"
    batches = node.in_transactions
    if batches is not None:
        at_once = "" if batches.concurrency is None else f"{_text(batches.concurrency)} CONCURRENT "
        text += f" IN {at_once}TRANSACTIONS"
        text += "" if batches.rows is None else f" OF {_text(batches.rows)} ROWS"
        text += f" ON ERROR {batches.on_error}"
        text += "" if batches.status is None else f" REPORT STATUS AS {name(batches.status)}"
    return text


def _union(node: ast.Union) -> str:
    return f"{_text(node.left)} UNION {'ALL ' if node.all else ''}{_text(node.right)}"


WRITERS.update(
    {
        ast.Match: _match,
        ast.Unwind: lambda node: f"UNWIND {_text(node.expression)} AS {name(node.variable)}",
        ast.ProjectionItem: _item,
        ast.SortItem: lambda node: _text(node.expression) + (" DESC" if node.descending else ""),
        ast.Projection: _projection,
        ast.With: lambda node: f"WITH {_text(node.projection)}{_where(node)}",
        ast.Return: lambda node: f"RETURN {_text(node.projection)}",
        ast.Finish: lambda _: "FINISH",
        ast.Create: lambda node: f"CREATE {_joined(node.pattern)}",
        ast.Merge: _merge,
        ast.SetProperty: lambda node: f"{_target(node.subject, node.key)} = {_text(node.value)}",
        ast.SetProperties: lambda node: (
            f"{name(node.variable.name)} {'+=' if node.add else '='} {_text(node.value)}"
        ),
        ast.SetLabels: _set_labels,
        ast.Set: lambda node: f"SET {_set_items(node.items)}",
        ast.RemoveProperty: lambda node: _target(node.subject, node.key),
        ast.RemoveLabels: _set_labels,
        ast.Remove: lambda node: f"REMOVE {_joined(node.items)}",
        ast.Delete: lambda node: f"{'DETACH ' if node.detach else ''}DELETE {_joined(node.expressions)}",
        ast.Foreach: _foreach,
        ast.CallProcedure: _call_procedure,
        ast.CallSubquery: _call_subquery,
        ast.SingleQuery: lambda node: " ".join(map(_text, node.clauses)),
        ast.Union: _union,
        ast.Statement: lambda node: f"{node.mode} {_text(node.body)}".strip(),
    }
)
