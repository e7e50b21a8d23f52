"""Makes a query and a graph smaller as long as they still show the same: by the tree, not by the letter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from sociogram.graph.errors import CypherError, LimitExceeded
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.parser import parse
from support.cypher.unparse import unparse
from support.grammar.base import Query
from support.grammar.graphs import GraphText

Shows = Callable[[GraphText, Query], bool]
MOST_ROUNDS = 400
"""Trials of a query; each asks a server."""

SMALL = (ast.Literal(None), ast.Literal(1), ast.Literal(True), ast.Literal("a"))


def shrink(graph: GraphText, query: Query, shows: Shows) -> tuple[GraphText, Query]:
    """Return the smallest graph and query found that still show what these show."""
    query = _smaller_query(graph, query, shows)
    graph = _smaller_graph(graph, query, shows)
    return graph, _smaller_query(graph, query, shows)


def _smaller_graph(graph: GraphText, query: Query, shows: Shows) -> GraphText:
    found = True
    while found:
        found = False
        for smaller in _graphs(graph):
            if shows(smaller, query):
                graph, found = smaller, True
                break
    return graph


def _graphs(graph: GraphText) -> Iterator[GraphText]:
    if graph.nodes:
        yield GraphText()
    for place in range(len(graph.nodes)):
        yield graph.without_node(place)
    for place in range(len(graph.relationships)):
        yield graph.without_relationship(place)
    for place, (labels, properties) in enumerate(graph.nodes):
        smaller = [((), properties)] if labels else []
        smaller += [(labels, {})] if properties else []
        smaller += [(labels, _without(properties, key)) for key in properties]
        for node in smaller:
            yield replace(graph, nodes=(*graph.nodes[:place], node, *graph.nodes[place + 1 :]))
    for place, (*ends, properties) in enumerate(graph.relationships):
        for key in properties:
            edge: Any = (*ends, _without(properties, key))
            edges = (*graph.relationships[:place], edge, *graph.relationships[place + 1 :])
            yield replace(graph, relationships=edges)


def _without(properties: Any, key: str) -> dict[str, str]:
    return {other: value for other, value in properties.items() if other != key}


def _smaller_query(graph: GraphText, query: Query, shows: Shows) -> Query:
    tried = 0
    found = True
    while found and tried < MOST_ROUNDS:
        found = False
        try:
            tree = parse(query.text)
        except (CypherError, LimitExceeded):
            return query
        seen = {query.text}
        for smaller in _trees(tree):
            candidate = _written(query, smaller)
            if candidate.text in seen or len(candidate.text) >= len(query.text) + 2:
                continue
            seen.add(candidate.text)
            tried += 1
            if shows(graph, candidate):
                query, found = candidate, True
                break
    return query


def _written(query: Query, tree: Any) -> Query:
    text = unparse(tree)
    return replace(query, text=text, ordered=query.ordered and " ORDER BY " in text)


def _trees(node: Any) -> Iterator[Any]:
    """Give every tree that is one step smaller, larger steps first."""
    yield from _own(node)
    for field in getattr(node, "class_fields", ()):
        inner = getattr(node, field)
        if isinstance(inner, tuple):
            yield from (_with(node, field, smaller) for smaller in _tuples(node, field, inner))
        elif isinstance(inner, ast.Syntax) and not isinstance(inner, ast.Variable):
            for smaller in _trees(inner):
                yield _with(node, field, smaller)


def _with(node: Any, field: str, value: Any) -> Any:
    values = {name: getattr(node, name) for name in node.class_fields}
    return type(node)(**{**values, field: value})


def _tuples(node: Any, field: str, inner: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    least = 1 if field in ("clauses", "elements", "operands", "pattern", "whens", "expressions") else 0
    fixed = field in ("elements", "operands", "operators", "order_by", "imports", "labels")
    if not fixed and len(inner) > least:
        for place in range(len(inner)):
            yield inner[:place] + inner[place + 1 :]
    if field == "elements" and len(inner) >= 3:
        yield inner[2:]
        yield inner[:-2]
    for place, item in enumerate(inner):
        if isinstance(item, ast.Syntax):
            for smaller in _trees(item):
                yield (*inner[:place], smaller, *inner[place + 1 :])
        elif isinstance(item, tuple):
            for smaller in _tuples(node, "pair", item) if field != "items" else _pairs(item):
                if len(smaller) == len(item):
                    yield (*inner[:place], smaller, *inner[place + 1 :])


def _pairs(item: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    for smaller in _trees(item[1]):
        yield (item[0], smaller)


def _own(node: Any) -> Iterator[Any]:
    """Give what may stand in a node's place, or the node without one of its parts."""
    match node:
        case ast.Union(left, right):
            yield left
            yield right
        case ast.Projection():
            yield from _projections(node)
        case ast.NodePattern():
            yield from _parts(node, ("labels", "properties", "where", "variable"))
        case ast.RelationshipPattern():
            yield from _parts(node, ("types", "properties", "where", "variable", "quantifier", "length"))
        case ast.Match(_, where, optional):
            if where is not None:
                yield node.replace(where=None)
            if optional:
                yield node.replace(optional=False)
        case ast.With() | ast.ListComprehension() | ast.PatternComprehension():
            yield from _parts(node, ("where",))
    if isinstance(node, _EXPRESSIONS) and not isinstance(node, ast.Literal):
        yield from SMALL
        yield from _children(node)


def _projections(node: Any) -> Iterator[Any]:
    if node.limit is not None or node.skip is not None:
        yield node.replace(skip=None, limit=None)
    elif node.order_by:
        yield node.replace(order_by=())
    if node.distinct:
        yield node.replace(distinct=False)


def _parts(node: Any, names: tuple[str, ...]) -> Iterator[Any]:
    for name in names:
        if getattr(node, name) is not None:
            yield node.replace(**{name: None})


_EXPRESSIONS: Any = ast.Expression.__args__  # type: ignore[attr-defined]


def _children(node: Any) -> Iterator[Any]:
    for field in node.class_fields:
        inner = getattr(node, field)
        for item in inner if isinstance(inner, tuple) else (inner,):
            for part in item if isinstance(item, tuple) else (item,):
                if isinstance(part, _EXPRESSIONS):
                    yield part
