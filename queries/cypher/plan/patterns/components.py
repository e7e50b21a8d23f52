"""Find the connected components of a pattern, in the order in which they are planned."""

from __future__ import annotations

from collections.abc import Callable

from sociogram.queries.cypher.plan.patterns.partial import Predicate, Predicates
from sociogram.queries.cypher.plan.patterns.query_graph import QueryGraph
from sociogram.queries.cypher.syntax.variables import reads

StartRows = Callable[[str, tuple[Predicate, ...], frozenset[str]], float]
"""Node, the predicates on it, bound variables → the estimated number of rows if the plan starts there."""


def components(graph: QueryGraph, bound: frozenset[str], start_rows: StartRows) -> list[list[str]]:
    """Group the unbound nodes into connected components.

    The components that are connected to bound nodes come first; the others are in ascending order of the rows
    to start from.
    """
    neighbours: dict[str, set[str]] = {name: set() for name in graph.nodes}
    for connection in graph.connections:
        if connection.selector is None:
            neighbours[connection.left].add(connection.right)
            neighbours[connection.right].add(connection.left)
    touching = {
        end
        for connection in graph.connections
        if connection.variable in bound
        for end in (connection.left, connection.right)
    }
    seen: set[str] = set()
    anchored: list[list[str]] = []
    free: list[list[str]] = []
    for name in graph.nodes:
        if name in seen or name in bound:
            continue
        component = _reached(name, neighbours, bound)
        seen.update(component)
        touches = any(member in touching or not neighbours[member].isdisjoint(bound) for member in component)
        (anchored if touches else free).append(component)
    if len(free) > 1:
        predicates = Predicates((predicate, reads(predicate)) for predicate in graph.predicates)
        free.sort(
            key=lambda component: min(start_rows(name, predicates.about(name), bound) for name in component)
        )
    return anchored + free


def _reached(name: str, neighbours: dict[str, set[str]], bound: frozenset[str]) -> list[str]:
    """Return a node and the unbound nodes that are connected to it without a bound node in between."""
    component: list[str] = []
    seen = {name}
    stack = [name]
    while stack:
        current = stack.pop()
        component.append(current)
        for other in sorted(neighbours[current] - bound - seen):
            seen.add(other)
            stack.append(other)
    return component
