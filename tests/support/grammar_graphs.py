"""Graphs by chance, small and awkward: parallel relationships, self-loops, what is missing or mixed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from support.grammar import Chance

LABELS = ("Person", "Company", "Town", "Odd name")
TYPES = ("KNOWS", "OWNS", "LIKES")

NODE_KINDS = {
    "id": "int", "name": "str", "age": "int", "score": "float", "ok": "bool", "since": "date",
    "at": "moment", "lasts": "span", "tags": "strs", "marks": "ints", "mix": "any", "odd key": "str",
}  # fmt: skip
RELATIONSHIP_KINDS = {
    "id": "int", "weight": "int", "share": "float", "role": "str", "since": "date", "mix": "any",
}  # fmt: skip

LITERALS = {
    "int": ("0", "1", "2", "3", "7", "-1", "-4", "42", "100"),
    # halves and quarters: sums of them do not depend on the order
    "float": ("0.0", "0.5", "1.0", "2.25", "-1.5", "1e3", "12.75", "3.0"),
    "str": (
        "''", "'a'", "'Ann'", "'bob'", "'Ünï'", "'ß'", "'日本'", "'a b'", "' x '", "'10'", "'2.5'", "'true'",
        "'😀y'", "'it\\'s'",
    ),
    "bool": ("true", "false"),
    "date": ("date('2020-02-29')", "date('1999-12-31')", "date('2023-05-29')", "date('2024-01-01')"),
    "moment": (
        "localdatetime('2020-02-29T12:30')", "localdatetime('2023-05-29T00:00:00.5')",
        "localdatetime('1969-12-31T23:59:59')",
    ),
    "span": (
        "duration('P1D')", "duration('P1M')", "duration('PT36H')", "duration('P1Y2M3DT4H5M6.789S')",
        "duration('-PT1.5S')",
    ),
    "strs": ("[]", "['a', 'b']", "['b']", "['a', 'a', '']", "['x', 'Ünï', 'b']"),
    "ints": ("[]", "[1, 2, 3]", "[2]", "[0, -1, 5, 5]"),
}  # fmt: skip
MIXED = ("int", "int", "float", "str", "bool", "date", "ints", "strs")

Properties = Mapping[str, str]


@dataclass(frozen=True)
class GraphText:
    """A graph as text: nodes are labels and properties, relationships have places of nodes as ends."""

    nodes: tuple[tuple[tuple[str, ...], Properties], ...] = ()
    relationships: tuple[tuple[int, int, str, Properties], ...] = ()
    made_by: str = ""
    """The query that makes it, where it is given as such."""

    @cached_property
    def script(self) -> str:
        """The query that makes the graph; empty for the empty graph."""
        if self.made_by:
            return self.made_by
        parts = [
            f"(n{place}{''.join(f':{named(label)}' for label in labels)}{_map(properties)})"
            for place, (labels, properties) in enumerate(self.nodes)
        ]
        parts += [
            f"(n{start})-[:{kind}{_map(properties)}]->(n{end})"
            for start, end, kind, properties in self.relationships
        ]
        return f"CREATE {', '.join(parts)}" if parts else ""

    def without_node(self, place: int) -> GraphText:
        """Return the graph without a node and what hangs on it."""
        kept = [edge for edge in self.relationships if place not in edge[:2]]
        moved = [(s - (s > place), e - (e > place), kind, values) for s, e, kind, values in kept]
        return GraphText(self.nodes[:place] + self.nodes[place + 1 :], tuple(moved))

    def without_relationship(self, place: int) -> GraphText:
        return replace(self, relationships=self.relationships[:place] + self.relationships[place + 1 :])


def named(name: str) -> str:
    return name if name.isidentifier() else f"`{name}`"


def _map(properties: Properties) -> str:
    inner = ", ".join(f"{named(key)}: {value}" for key, value in properties.items())
    return f" {{{inner}}}" if inner else ""


def graph(chance: Chance) -> GraphText:
    """Make a graph of up to seven nodes and ten relationships."""
    count = chance.number(1, 7)
    nodes = tuple(
        (tuple(chance.some(LABELS, 2)) if chance.happens(0.9) else (), _properties(chance, NODE_KINDS, place))
        for place in range(count)
    )
    edges: list[tuple[int, int, str, Properties]] = []
    for place in range(chance.number(0, 10)):
        ends = (chance.number(0, count - 1), chance.number(0, count - 1))
        if edges and chance.happens(0.2):
            ends = edges[-1][:2]  # a parallel one
        properties = _properties(chance, RELATIONSHIP_KINDS, 100 + place)
        edges.append((*ends, chance.one(TYPES), properties))
    return GraphText(nodes, tuple(edges))


def _properties(chance: Chance, kinds: Mapping[str, str], number: int) -> Properties:
    found = {"id": str(number)}
    for key, kind in kinds.items():
        if key != "id" and chance.happens(0.6):
            found[key] = chance.one(LITERALS[chance.one(MIXED) if kind == "any" else kind])
    return found
