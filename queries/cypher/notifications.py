"""Notifications: names that do not exist in the graph, and conditions that are probably mistakes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sociogram.graph.dataset import CLAIM_FIELDS
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.frozen import Frozen

if TYPE_CHECKING:
    from sociogram.graph.memory.storage.snapshot import Snapshot

_SAMPLE = 16
"""The number of nodes, and of relationships, whose values show the type of a property."""
_FUNCTIONS = {"type": "type(r)", "label": "labels(n)", "labels": "labels(n)", "id": "elementId(n)"}
"""The functions that read what users take for a property of a node or relationship."""
_WRITING = (ast.Create, ast.Merge, ast.Set, ast.Remove, ast.SchemaCommand)


class NameReferences(Frozen):
    """The names that a query reads from the graph, in order of first occurrence."""

    labels: tuple[str, ...]
    types: tuple[str, ...]
    properties: tuple[str, ...]

    def all_in(self, snapshot: Snapshot) -> bool:
        """Return whether the graph has all the names; this is faster than listing its names."""
        return (
            all(snapshot.label_count(name) or snapshot.type_count(name) for name in self.labels)
            and all(map(snapshot.type_count, self.types))
            and all(map(snapshot.has_property, self.properties))
        )

    def lacking(
        self, labels: Collection[str], types: Collection[str], properties: Collection[str]
    ) -> NameReferences:
        """Return the names that a graph with these names lacks.

        A label in a predicate may be a relationship type, so it only has to exist as one of the two. The
        optional properties of claims always count as known; if no claim has one, all have its default.
        """
        known, keys = {*labels, *types}, {*properties, *CLAIM_FIELDS}
        return NameReferences(
            tuple(name for name in self.labels if name not in known),
            tuple(name for name in self.types if name not in types),
            tuple(name for name in self.properties if name not in keys),
        )

    def unknown(
        self, labels: Collection[str], types: Collection[str], properties: Collection[str]
    ) -> tuple[str, ...]:
        """Return a message for each name that does not exist, with the nearest existing name."""
        lacking = self.lacking(labels, types, properties)
        return (
            *_lines("label", lacking.labels, labels, properties, "x.{}"),
            *_lines("relationship type", lacking.types, types, labels, "(:{})"),
            *_lines("property", lacking.properties, properties, labels, "x:{}"),
        )


def walk(syntax: Any, *, without: tuple[type, ...] = ()) -> Iterator[ast.Syntax]:
    """Yield the nodes of a tree in pre-order, without the subtrees of the classes ``without``."""
    pending = [syntax]
    while pending:
        current = pending.pop()
        if isinstance(current, tuple):
            pending.extend(reversed(current))
        elif isinstance(current, ast.Syntax) and not isinstance(current, without):
            yield current
            pending.extend(reversed(current.__dict__.values()))


def referenced_names(statement: ast.Statement) -> NameReferences:
    """Collect the names that a statement reads from the graph, not those that it writes.

    Only properties of variables that a pattern binds are collected; other variables may be arbitrary maps.
    """
    labels: dict[str, None] = {}
    types: dict[str, None] = {}
    properties: dict[str, None] = {}
    bound: set[str] = set()
    read: list[tuple[str, str]] = []
    for syntax in walk(statement.body, without=_WRITING):
        match syntax:
            case ast.NodePattern():
                labels.update(_names(syntax.labels))
                properties.update(_keys(syntax.properties))
                bound.add(syntax.variable or "")
            case ast.RelationshipPattern():
                types.update(_names(syntax.types))
                properties.update(_keys(syntax.properties))
                bound.add(syntax.variable or "")
            case ast.HasLabels():
                labels.update(_names(syntax.labels))
            case ast.Property(ast.Variable(name), key):
                read.append((name, key))
    properties.update((key, None) for name, key in read if name in bound)
    return NameReferences(tuple(labels), tuple(types), tuple(properties))


def suspects(statement: ast.Statement) -> tuple[ast.Syntax, ...]:
    """Return what may be a mistake: comparisons, and variables in patterns without a label or type."""
    found: list[ast.Syntax] = []
    labelled: set[str | None] = {None}
    for clause in walk(statement.body, without=_WRITING):
        if isinstance(clause, ast.NodePattern | ast.RelationshipPattern):
            names = clause.labels if isinstance(clause, ast.NodePattern) else clause.types
            if names is None and clause.variable not in labelled:
                found.append(clause)
            labelled.add(clause.variable)
            found += [] if clause.properties is None else [clause.properties]
        elif isinstance(clause, ast.ProjectionItem):
            labelled.add(clause.name)
        elif isinstance(clause, ast.Unwind):
            labelled.add(clause.variable)
        comparisons = walk(getattr(clause, "where", None))
        found += [syntax for syntax in comparisons if isinstance(syntax, ast.Comparison) or _is_in(syntax)]
    return tuple(found)


def notices(
    found: Iterable[ast.Syntax], snapshot: Snapshot, parameters: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return a message for each of the ``suspects`` that is a mistake in this graph."""
    lines: dict[str, None] = {}
    for syntax in found:
        for key, values, where in _tests(syntax, parameters):
            notice = _type_notice(key, values, where, snapshot)
            lines.update({notice: None} if notice else {})
        if isinstance(syntax, ast.Comparison):
            for position, operator in enumerate(syntax.operators):
                left, right = syntax.operands[position : position + 2]
                notice = _comparison_notice(left, right, operator)
                lines.update({notice: None} if notice else {})
        elif isinstance(syntax, ast.NodePattern) and snapshot.label_count(syntax.variable or ""):
            name = syntax.variable
            lines[f"{name} is a variable here and matches any node. For the label, write (:{name})."] = None
        elif isinstance(syntax, ast.RelationshipPattern) and snapshot.type_count(syntax.variable or ""):
            name = syntax.variable
            lines[f"{name} is a variable here and matches any type. For the type, write [:{name}]."] = None
    return tuple(lines)


def _comparison_notice(left: ast.Expression, right: ast.Expression, operator: str) -> str | None:
    if isinstance(left, ast.Literal):
        left, right = right, left
    if isinstance(right, ast.Binary) and right.operator == "||":
        return "|| joins text. To join conditions, write OR." if operator == "=" else None
    if isinstance(right, ast.Literal) and right.value is None:
        test = "IS NOT NULL" if operator == "<>" else "IS NULL"
        return f"A comparison with null is never true. Write {_shown(left)} {test}."
    return None


def _is_in(syntax: ast.Syntax) -> bool:
    return isinstance(syntax, ast.Binary) and syntax.operator == "IN"


_Test = tuple[str, list[Any], str]
"""A property, the values that it is compared with, and the name of their parameter, if any."""


def _tests(syntax: ast.Syntax, parameters: Mapping[str, Any]) -> Iterator[_Test]:
    """Yield each property that is compared with literals or parameters."""
    pairs: list[tuple[str, ast.Syntax]] = []
    match syntax:
        case ast.Comparison():
            for position, operator in enumerate(syntax.operators):
                ends = syntax.operands[position : position + 2]
                for one, other in (ends, ends[::-1]):
                    if operator != "<>" and isinstance(one, ast.Property):
                        pairs += [(one.key, other)] if isinstance(one.subject, ast.Variable) else []
        case ast.Binary(_, ast.Property(ast.Variable(), key), listed):
            for values, name in _known(listed, parameters):
                yield key, values if isinstance(values, list) else [], name
        case ast.MapLiteral():
            pairs += syntax.items
    for key, expression in pairs:
        for value, name in _known(expression, parameters):
            yield key, [value], name


def _known(expression: ast.Syntax, parameters: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    """Yield the value of a literal, a list of literals or a parameter, with the parameter's ``$name``."""
    match expression:
        case ast.Literal(value):
            yield value, ""
        case ast.ListLiteral(items) if all(isinstance(item, ast.Literal) for item in items):
            yield [item.value for item in items if isinstance(item, ast.Literal)], ""
        case ast.Parameter(name):
            yield parameters.get(name), f"${name}"


def _type_notice(key: str, values: Sequence[Any], name: str, snapshot: Snapshot) -> str | None:
    """Return a notice if ``values`` are strings and the sampled values are numbers, or the reverse.

    Args:
        key: the property.
        values: the values that it is compared with.
        name: the parameter with the values; empty for literals.
        snapshot: the graph.
    """
    types = set(map(type, values))
    if not types or not types <= {str, int, float} or (str in types and len(types) > 1):
        return None
    found: set[type] = set()
    for sample in (_sample_of_nodes, _sample_of_relationships):
        found |= {type(one) for one in sample(snapshot, key) if one is not None}
        if found & types:
            return None  # ids of relationships take long to compute: nodes come first
    value = values[0]
    where = f" in {name}" if name else ""
    if found and found <= {int, float} and types == {str}:
        cure = f"Give {name} a number." if name else "Write a number without quotes."
        remark = f"'{value}'{where} is text, which never equals a number. {cure}"
        return f"Property {key} seems to hold numbers, and {remark}"
    if found == {str} and str not in types:
        cure = f"Give {name} a text: '{value}'." if name else f"Put it in quotes: '{value}'."
        remark = f"{value}{where} is a number, which never equals text. {cure}"
        return f"Property {key} seems to hold text, and {remark}"
    return None


def _sample_of_nodes(snapshot: Snapshot, key: str) -> list[Any]:
    return snapshot.node_property_values(list(range(min(_SAMPLE, snapshot.node_slots))), key)


def _sample_of_relationships(snapshot: Snapshot, key: str) -> list[Any]:
    return snapshot.relationship_property_values(list(range(min(_SAMPLE, snapshot.relationship_slots))), key)


def _shown(operand: ast.Expression) -> str:
    match operand:
        case ast.Property(ast.Variable(name), key):
            return f"{name}.{key}"
        case ast.Variable(name):
            return name
    return "x"


def _lines(
    kind: str, names: Iterable[str], known: Collection[str], others: Collection[str], form: str
) -> list[str]:
    """Return a message for each unknown name; ``form`` is the syntax for a name that is in ``others``."""
    from sociogram.graph.common.text import did_you_mean, nearest

    def cure(name: str) -> str:
        if name in others:
            return f"Write {form.format(name)}."
        if kind == "property" and name.lower() in _FUNCTIONS:
            return f"Write {_FUNCTIONS[name.lower()]}."
        return did_you_mean(nearest(name, known, most=1))

    return [f"The graph has no {kind} '{name}'. {cure(name)}".rstrip() for name in names]


def _keys(properties: ast.MapLiteral | ast.Parameter | None) -> dict[str, None]:
    return dict.fromkeys(key for key, _ in properties.items) if isinstance(properties, ast.MapLiteral) else {}


def _names(labels: ast.LabelExpression | None) -> dict[str, None]:
    return dict.fromkeys(syntax.name for syntax in walk(labels) if isinstance(syntax, ast.Label))
