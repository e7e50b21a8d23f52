"""Plan the clauses that write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from sociogram.graph.model import Direction
from sociogram.queries.cypher.plan.operators import (
    Argument,
    Create,
    Delete,
    Foreach,
    MergePattern,
    NewNode,
    NewPath,
    NewRelationship,
    Operator,
    RemoveItems,
    SetItems,
)
from sociogram.queries.cypher.plan.patterns.query_graph import NameGenerator
from sociogram.queries.cypher.plan.projection import Stage
from sociogram.queries.cypher.syntax import ast

Element = NewNode | NewRelationship | NewPath


class _NewElements:
    """The elements that a pattern creates; each path comes after its nodes and relationships."""

    def __init__(self, scope: tuple[str, ...], names: NameGenerator) -> None:
        self.scope = dict.fromkeys(scope)
        self.names = names
        self.elements: list[Element] = []

    def take(self, part: ast.PatternPart) -> None:
        named = self._named(part.elements)
        path: list[tuple[str, tuple[str, ...]]] = []
        nodes = [element for element in named if isinstance(element, ast.NodePattern)]
        for node in nodes:
            self._node(node)
        for position, element in enumerate(named):
            if isinstance(element, ast.RelationshipPattern):
                left, right = named[position - 1], named[position + 1]
                self._relationship(element, _name(left), _name(right))
                path.append(("relationship", (_name(element),)))
            else:
                path.append(("node", (_name(element),)))
        if part.variable is not None:
            self.scope[part.variable] = None
            self.elements.append(NewPath(part.variable, tuple(path)))  # type: ignore[arg-type]

    def _named(self, elements: tuple[ast.PatternElement, ...]) -> list[ast.PatternElement]:
        named: list[ast.PatternElement] = []
        for element in elements:
            if isinstance(element, ast.QuantifiedPath) or element.variable is not None:
                named.append(element)
            else:
                kind = "node" if isinstance(element, ast.NodePattern) else "rel"
                named.append(element.replace(variable=self.names.fresh(kind)))
        return named

    def _node(self, node: ast.NodePattern) -> None:
        name = _name(node)
        if name in self.scope:
            return
        self.scope[name] = None
        self.elements.append(NewNode(name, _labels(node.labels), node.properties))

    def _relationship(self, element: ast.RelationshipPattern, left: str, right: str) -> None:
        if element.direction is Direction.INCOMING:
            left, right = right, left
        kind = element.types
        if not isinstance(kind, (ast.Label, ast.DynamicLabel)):
            raise TypeError("a new relationship has exactly one type")
        name = _name(element)
        self.scope[name] = None
        self.elements.append(NewRelationship(name, left, right, kind, element.properties))


def _name(element: ast.PatternElement) -> str:
    return element.variable or ""


def _labels(labels: ast.LabelExpression | None) -> tuple[ast.Label | ast.DynamicLabel, ...]:
    match labels:
        case None:
            return ()
        case ast.LabelAnd(operands):
            return tuple(label for operand in operands for label in _labels(operand))
        case ast.Label() | ast.DynamicLabel():
            return (labels,)
    raise TypeError("a new node cannot have alternative labels")


class ClausePlanner(Protocol):
    """The interface of the planner that writing clauses use."""

    names: NameGenerator

    def match_pattern(
        self,
        pattern: tuple[ast.PatternPart, ...],
        where: ast.Expression | None,
        source: Operator,
        bound: frozenset[str],
    ) -> Operator:
        """Plan a pattern on the rows of ``source``."""

    def plan_query(self, query: ast.Query, stage: Stage) -> Stage:
        """Plan a query on the rows of a stage."""


def plan_update(planner: ClausePlanner, clause: ast.Clause, stage: Stage) -> Stage:
    """Plan one clause that writes."""
    match clause:
        case ast.Create():
            return _plan_create(clause, stage, planner.names)
        case ast.Merge():
            return _plan_merge(planner, clause, stage)
        case ast.Set():
            return stage.to(SetItems(stage.plan, clause.items, rows=stage.plan.rows))
        case ast.Remove():
            return stage.to(RemoveItems(stage.plan, clause.items, rows=stage.plan.rows))
        case ast.Delete():
            return stage.to(Delete(stage.plan, clause.expressions, clause.detach, rows=stage.plan.rows))
        case ast.Foreach():
            return _plan_foreach(planner, clause, stage)
    raise TypeError(f"{type(clause).__name__} does not write")


def _plan_create(clause: ast.Create, stage: Stage, names: NameGenerator) -> Stage:
    """Plan the creation of the unbound elements of a pattern."""
    new = _NewElements(stage.scope, names)
    for part in clause.pattern:
        new.take(part)
    before, elements = stage.plan, tuple(new.elements)
    if isinstance(before, Create):
        # consecutive CREATEs become one operator, in which each element sees the earlier ones
        create = before.replace(elements=(*before.elements, *elements))
    else:
        create = Create(before, elements, rows=before.rows)
    return stage.to(create, _visible(new.scope))


def _visible(scope: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in scope if not name.startswith(" "))


def _plan_merge(planner: ClausePlanner, clause: ast.Merge, stage: Stage) -> Stage:
    """Plan a MERGE, which matches the whole pattern or creates all of it."""
    names = planner.names
    new = _NewElements(stage.scope, names)
    named = clause.pattern.replace(elements=tuple(new._named(clause.pattern.elements)))
    new.take(named)
    row = names.fresh("row")
    bound = frozenset((*stage.scope, row, *stage.carried))
    match = planner.match_pattern((named.replace(variable=None),), None, Argument((*stage.scope, row)), bound)
    variables = tuple(one.variable for one in new.elements if not isinstance(one, NewPath))
    plan = MergePattern(
        stage.plan,
        match,
        tuple(new.elements),
        variables,
        clause.on_create,
        clause.on_match,
        row,
        rows=stage.plan.rows,
    )
    return stage.to(plan, _visible(new.scope))


def _plan_foreach(planner: ClausePlanner, clause: ast.Foreach, stage: Stage) -> Stage:
    """Plan the updating clauses that FOREACH runs for each element of a list."""
    row = planner.names.fresh("row")
    scope = tuple(dict.fromkeys((*stage.scope, clause.variable)))
    inner = planner.plan_query(ast.SingleQuery(clause.clauses), Stage(Argument((*scope, row)), scope, (row,)))
    plan = Foreach(stage.plan, clause.list, clause.variable, inner.plan, row, rows=stage.plan.rows)
    return stage.to(plan, stage.scope)
