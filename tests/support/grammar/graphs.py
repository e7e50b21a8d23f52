"""Graphs by chance, small and awkward: parallel relationships, self-loops, what is missing or mixed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from sociogram.graph.dataset import Dataset
from sociogram.loaders.folder.data_folder import read_folder
from support.grammar.base import Chance
from support.grammar.vocabulary import LITERALS, MADE_UP, MIXED

ARTICLE_FOLDER = Path(__file__).parents[3] / "data"

Properties = Mapping[str, str]


@dataclass(frozen=True)
class GraphText:
    """A graph as text: nodes are labels and properties, relationships have places of nodes as ends."""

    nodes: tuple[tuple[tuple[str, ...], Properties], ...] = ()
    relationships: tuple[tuple[int, int, str, Properties], ...] = ()
    made_by: str = ""
    """The query that makes it, where it is given as such."""
    article: bool = False
    """Whether it is the graph of the article, which no query makes."""

    @property
    def dataset(self) -> Dataset | None:
        """What is loaded where no query makes the graph."""
        return read_folder(ARTICLE_FOLDER) if self.article else None

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
    """Make a graph of up to seven nodes and ten relationships; one in twelve is empty."""
    if chance.happens(0.08):
        return GraphText()
    count = chance.number(1, 7)
    nodes = tuple(
        (
            tuple(chance.some(MADE_UP.labels, 2)) if chance.happens(0.9) else (),
            _properties(chance, MADE_UP.nodes, place),
        )
        for place in range(count)
    )
    edges: list[tuple[int, int, str, Properties]] = []
    for place in range(chance.number(0, 10)):
        ends = (chance.number(0, count - 1), chance.number(0, count - 1))
        if edges and chance.happens(0.2):
            ends = edges[-1][:2]  # a parallel one
        properties = _properties(chance, MADE_UP.relationships, 100 + place)
        edges.append((*ends, chance.one(MADE_UP.types), properties))
    return GraphText(nodes, tuple(edges))


def _properties(chance: Chance, kinds: Mapping[str, str], number: int) -> Properties:
    found = {"id": str(number)}
    for key, kind in kinds.items():
        if key != "id" and chance.happens(0.6):
            found[key] = chance.one(LITERALS[chance.one(MIXED) if kind == "any" else kind])
    return found
