"""The query graph of a MATCH: nodes, connections between them, and predicates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.plan.operators import Types
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.variables import conjuncts, pattern_variables, reads, renamed


@dataclass(slots=True, eq=False)
class Connection:
    """One relationship pattern, or one quantified path, between two nodes."""

    left: str
    right: str
    element: ast.RelationshipPattern | ast.QuantifiedPath
    variable: str
    types: Types = None
    length: ast.Length | None = None
    each: str = ""
    """The name of a single relationship of a variable length in ``where``."""
    where: tuple[ast.Expression, ...] = ()
    """The predicates on each relationship of a variable length."""
    selector: ast.Selector | None = None
    path: str = ""
    """The path variable, if the selector searches for whole paths."""
    check: list[ast.Expression] = field(default_factory=list)
    """The predicates on the path that a selector searches for."""
    relationships: tuple[str, ...] = ()
    """The columns of relationships, or of lists of these, that other connections must not repeat."""
    repeatable: bool = False
    """Whether relationships may repeat, as in ``MATCH REPEATABLE ELEMENTS``."""


@dataclass(slots=True)
class QueryGraph:
    """Nodes, connections and predicates of one MATCH."""

    nodes: dict[str, int] = field(default_factory=dict)
    """The position of each node in the pattern, by name."""
    connections: list[Connection] = field(default_factory=list)
    predicates: list[ast.Expression] = field(default_factory=list)
    paths: list[tuple[str, tuple[PathElement, ...]]] = field(default_factory=list)
    aliases: list[tuple[str, str]] = field(default_factory=list)
    """Aliases of paths: ``q = SHORTEST 1 (p = …)``."""
    selections: list[Selection] = field(default_factory=list)
    after: list[ast.Expression] = field(default_factory=list)
    """The predicates on inner variables of a path with a selector; they apply after the selection."""
    repeatable: bool = False

    def in_order(self, names: frozenset[str]) -> list[str]:
        """Return the nodes among some variables, in pattern order."""
        return sorted(self.nodes.keys() & names, key=self.nodes.__getitem__)


PathElement = tuple[str, tuple[str, ...]]


@dataclass(slots=True)
class Selection:
    """A selector over a pattern of several relationship patterns.

    It selects among the paths that satisfy ``checks``.
    """

    selector: ast.Selector
    ends: tuple[str, str]
    lengths: tuple[str, ...]
    fixed: int
    checks: tuple[ast.Expression, ...] = ()


class NameGenerator:
    """Generates names that start with a space, as no variable of a query does."""

    def __init__(self) -> None:
        self._count = 0

    def fresh(self, kind: str) -> str:
        """Return a new name."""
        self._count += 1
        return f" {kind}{self._count}"


def static_types(types: ast.LabelExpression | None) -> tuple[Types, bool]:
    """Return the types that a label expression allows, and whether these express it completely."""
    match types:
        case None:
            return None, True
        case ast.Label(name):
            return (name,), True
        case ast.LabelOr(operands) if all(isinstance(operand, ast.Label) for operand in operands):
            names = [operand.name for operand in operands if isinstance(operand, ast.Label)]
            return tuple(dict.fromkeys(names)), True
    return None, False


class QueryGraphBuilder:
    """Builds a query graph from the parts of a pattern."""

    def __init__(self, names: NameGenerator, bound: Iterable[str] = (), *, repeatable: bool = False) -> None:
        self.names = names
        self.graph: QueryGraph = QueryGraph(repeatable=repeatable)
        self.bound: frozenset[str] = frozenset(bound)
        self._path: str | None = None
        """The variable of the path that is being added."""

    def take(self, pattern: tuple[ast.PatternPart, ...], where: ast.Expression | None) -> QueryGraph:
        """Add the whole pattern of a MATCH with its WHERE."""
        for part in pattern:
            self.add_part(part)
        inside = self._selected_inside()
        for predicate in conjuncts(where):
            after = inside and reads(predicate) & inside
            (self.graph.after if after else self.graph.predicates).append(predicate)
        return self.graph

    def _selected_inside(self) -> frozenset[str]:
        """Return the variables of patterns with a selector, except their ends."""
        if not self.graph.selections:
            return frozenset()
        inside = set(self.graph.nodes)
        for connection in self.graph.connections:
            inside |= {connection.variable, *connection.relationships}
        for selection in self.graph.selections:
            inside.difference_update(selection.ends)
        return frozenset(inside)

    def add_part(self, part: ast.PatternPart) -> None:
        """Add one path pattern."""
        part = self._named_once(part)
        self._path = part.variable
        before, tests = len(self.graph.connections), len(self.graph.predicates)
        elements = self._unwrapped(part.elements)
        inside = self.graph.predicates[tests:]
        path = self._add_chain(elements)
        added = self.graph.connections[before:]
        if part.selector is not None and added:
            self._select(part, part.selector, added, path, inside)
        elif part.variable is not None:
            self.graph.paths.append((part.variable, path))

    def _named_once(self, part: ast.PatternPart) -> ast.PatternPart:
        """Move a path variable out of the outer parentheses: ``SHORTEST 1 (p = …)``."""
        inner = part.parentheses
        if inner is None or inner.variable is None:
            return part
        if part.variable is None:
            return part.replace(variable=inner.variable)
        self.graph.aliases.append((inner.variable, part.variable))
        where = renamed(inner.where, {inner.variable: part.variable})
        start, _, end = part.elements
        return part.replace(elements=(start, inner.replace(where=where), end))

    def _unwrapped(self, elements: tuple[ast.PatternElement, ...]) -> tuple[ast.PatternElement, ...]:
        """Remove parentheses without a quantifier, whose pattern is matched once."""
        flat: list[ast.PatternElement] = []
        for element in elements:
            if isinstance(element, ast.QuantifiedPath) and element.quantifier is None:
                inner = self._unwrapped(element.elements)
                self.graph.predicates.extend(conjuncts(element.where))
                self._splice(flat, inner)
            elif isinstance(element, ast.NodePattern) and flat and isinstance(flat[-1], ast.NodePattern):
                flat[-1] = self._merged(flat[-1], element)
            else:
                flat.append(element)
        return tuple(flat)

    def _splice(self, flat: list[ast.PatternElement], inner: tuple[ast.PatternElement, ...]) -> None:
        for element in inner:
            if isinstance(element, ast.NodePattern) and flat and isinstance(flat[-1], ast.NodePattern):
                flat[-1] = self._merged(flat[-1], element)
            else:
                flat.append(element)

    def _merged(self, left: ast.NodePattern, right: ast.NodePattern) -> ast.NodePattern:
        """Merge two adjacent node patterns; the conditions of the second become predicates."""
        if left == ast.NodePattern():
            return right
        if right == ast.NodePattern():
            return left
        name = left.variable or right.variable or self.names.fresh("node")
        left = left.replace(variable=name)
        if right.variable is not None and right.variable != name:
            self.graph.predicates.append(
                ast.Comparison((ast.Variable(name), ast.Variable(right.variable)), ("=",))
            )
        self._node_predicates(name, right)
        return left

    def _add_chain(self, elements: tuple[ast.PatternElement, ...]) -> tuple[PathElement, ...]:
        path: list[PathElement] = []
        pending: ast.RelationshipPattern | ast.QuantifiedPath | None = None
        previous = ""
        for element in elements:
            watch.step()
            if not isinstance(element, ast.NodePattern):
                pending = element
                continue
            name = self._add_node(element)
            if pending is not None:
                connection = self._add_connection(pending, previous, name)
                path.append(self._path_element(connection))
                pending = None
            path.append(("node", (name,)))
            previous = name
        return tuple(path)

    def _path_element(self, connection: Connection) -> PathElement:
        if isinstance(connection.element, ast.QuantifiedPath):
            return ("groups", connection.relationships)
        return ("relationship" if connection.length is None else "list", (connection.variable,))

    def _add_node(self, node: ast.NodePattern) -> str:
        name = node.variable or self.names.fresh("node")
        self.graph.nodes.setdefault(name, len(self.graph.nodes))
        self._node_predicates(name, node)
        return name

    def _node_predicates(self, name: str, node: ast.NodePattern) -> None:
        variable = ast.Variable(name)
        predicates = self.graph.predicates
        for labels in _label_conjuncts(node.labels):
            predicates.append(ast.HasLabels(variable, labels, pos=node.pos))
        predicates.extend(_property_predicates(variable, node.properties))
        predicates.extend(conjuncts(node.where))

    def _add_connection(
        self, element: ast.RelationshipPattern | ast.QuantifiedPath, left: str, right: str
    ) -> Connection:
        if isinstance(element, ast.QuantifiedPath):
            return self._add_quantified(element, left, right)
        name = element.variable or self.names.fresh("rel")
        types, complete = static_types(element.types)
        length = element.length or element.quantifier
        repeatable = self.graph.repeatable
        connection = Connection(
            left, right, element, name, types, length, relationships=(name,), repeatable=repeatable
        )
        tested = name
        if length is not None:
            connection.each = tested = self.names.fresh("each")
        variable = ast.Variable(tested)
        predicates = _property_predicates(variable, element.properties)
        if not complete and element.types is not None:
            predicates.append(ast.HasLabels(variable, element.types, pos=element.pos))
        if element.where is not None:
            predicates.extend(conjuncts(renamed(element.where, {element.variable or "": tested})))
        if length is None:
            self.graph.predicates.extend(predicates)
        else:
            self._test_steps(connection, predicates)
        self.graph.connections.append(connection)
        return connection

    def _test_steps(self, connection: Connection, tests: list[ast.Expression]) -> None:
        """Test each relationship of a walk: during the walk, or at its end if a test reads all of it."""
        whole = {connection.variable, self._path}
        connection.where = tuple(test for test in tests if not reads(test) & whole)
        for test in tests:
            if reads(test) & whole:
                walk = ast.Variable(connection.variable)
                self.graph.predicates.append(ast.Quantifier("all", connection.each, walk, test))

    def _add_quantified(self, element: ast.QuantifiedPath, left: str, right: str) -> Connection:
        simple = self._simple_walk(element)
        if simple is not None:
            return self._add_connection(simple, left, right)
        named = self._named(element)
        relationships = tuple(
            part.variable
            for part in named.elements
            if isinstance(part, ast.RelationshipPattern) and part.variable
        )
        connection = Connection(
            left,
            right,
            named,
            self.names.fresh("walk"),
            length=element.quantifier,
            relationships=relationships,
            repeatable=self.graph.repeatable,
        )
        self.graph.connections.append(connection)
        return connection

    def _named(self, element: ast.QuantifiedPath) -> ast.QuantifiedPath:
        """Name the anonymous nodes and relationships, so that each has a column."""
        parts: list[ast.PatternElement] = []
        for part in self._unwrapped(element.elements):
            if isinstance(part, (ast.NodePattern, ast.RelationshipPattern)) and part.variable is None:
                kind = "node" if isinstance(part, ast.NodePattern) else "rel"
                parts.append(part.replace(variable=self.names.fresh(kind)))
            else:
                parts.append(part)
        return element.replace(elements=tuple(parts))

    def _simple_walk(self, element: ast.QuantifiedPath) -> ast.RelationshipPattern | None:
        """Convert ``(()-[r]->()){1,3}`` to ``-[r]->{1,3}``; None if the nodes have names or conditions."""
        parts = element.elements
        if len(parts) != 3:
            return None
        left, step, right = parts
        if (
            left != ast.NodePattern()
            or right != ast.NodePattern()
            or not isinstance(step, ast.RelationshipPattern)
            or step.length is not None
            or step.quantifier is not None
        ):
            return None
        if element.where is not None:
            if step.variable is None or step.where is not None:
                return None
            return step.replace(where=element.where, quantifier=element.quantifier)
        return step.replace(quantifier=element.quantifier)

    def _select(
        self,
        part: ast.PatternPart,
        selector: ast.Selector,
        added: list[Connection],
        path: tuple[PathElement, ...],
        inside: list[ast.Expression],
    ) -> None:
        variable = part.variable or self.names.fresh("path")
        only = added[0]
        if len(added) == 1 and only.length is not None and searchable(only.element):
            only.selector = selector
            only.path = variable
            names = {variable, *only.relationships, *pattern_variables(only.element)}
            only.check = self._extract(inside, names)
            return
        lengths = tuple(
            name for kind, names in path if kind != "node" for name in names if kind != "relationship"
        )
        fixed = sum(1 for kind, _ in path if kind == "relationship")
        ends = (path[0][1][0], path[-1][1][0])
        checks = tuple(self._extract(inside, {variable}))
        self.graph.selections.append(Selection(selector, ends, lengths, fixed, checks))
        if part.variable is not None:
            self.graph.paths.append((part.variable, path))

    def _extract(self, tests: list[ast.Expression], names: set[str]) -> list[ast.Expression]:
        """Remove and return the predicates that read one of the given names."""
        extracted = [test for test in tests if reads(test) & names]
        self.graph.predicates[:] = [test for test in self.graph.predicates if test not in extracted]
        return extracted


def searchable(element: ast.RelationshipPattern | ast.QuantifiedPath) -> bool:
    """Return whether a search can find the shortest paths of such steps, without enumerating all paths."""
    if isinstance(element, ast.RelationshipPattern):
        return True
    return all(map(_is_single, element.elements))


def _is_single(part: ast.PatternElement) -> bool:
    if isinstance(part, ast.RelationshipPattern):
        return part.length is None and part.quantifier is None
    return isinstance(part, ast.NodePattern)


def _label_conjuncts(labels: ast.LabelExpression | None) -> list[ast.LabelExpression]:
    if labels is None:
        return []
    if isinstance(labels, ast.LabelAnd):
        return [part for operand in labels.operands for part in _label_conjuncts(operand)]
    return [labels]


def _property_predicates(
    subject: ast.Variable, properties: ast.MapLiteral | ast.Parameter | None
) -> list[ast.Expression]:
    match properties:
        case None:
            return []
        case ast.MapLiteral(items):
            return [
                ast.Comparison((ast.Property(subject, key), value), ("=",), pos=value.pos)
                for key, value in items
            ]
    # the keys of a parameter are known only when the query runs, so each of them is compared then
    key = ast.Variable(" key")
    agrees = ast.Comparison((ast.Subscript(subject, key), ast.Subscript(properties, key)), ("=",))
    keys = ast.FunctionCall("keys", (properties,))
    return [ast.Quantifier("all", " key", keys, agrees)]
