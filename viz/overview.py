"""The overview of a graph too large for one picture: groups of actors, each of which opens on a click.

A group is a community found by the Leiden algorithm (Traag, Waltman and van Eck 2019): actors with more ties
among each other than to the rest. The overview draws each group as one node, and one line for each certainty
between two groups, with the number of its ties. A line counts claims; it is not a claim. A note names
everything that is not drawn.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sociogram.graph.model import ENTITY_LABEL, Node, Relationship
from sociogram.graph.subgraph import Subgraph
from sociogram.viz.layout import SEED
from sociogram.viz.scene import Scene, arrange, certainties_of, drawn_nodes, name_of
from sociogram.viz.style import assign_styles, line_of
from sociogram.viz.text import as_text, as_texts, folded, label_lines

LIMIT = 40_000
"""The maximum number of actors and ties in one picture; see docs/decisions/0009-pages-at-size.md."""
MOST_GROUPS = 150
SMALLEST_GROUP = 4
"""At most ``MOST_GROUPS`` groups with at least ``SMALLEST_GROUP`` actors; all other actors form one group."""
NAMED = 12
"""The number of best-connected actors that the panel of a group lists."""


@dataclass(frozen=True, slots=True)
class Community:
    """A group of actors, the best connected first, and the ties among them."""

    number: int
    members: tuple[Node, ...]
    ties: tuple[Relationship, ...]
    is_rest: bool = False
    """Whether it holds the actors of all small groups."""

    @property
    def name(self) -> str:
        """A short name: the best-connected actor and the number of the others."""
        if self.is_rest:
            return f"{len(self.members):,} actors of small groups"
        others = len(self.members) - 1
        first = name_of(self.members[0])
        return f"{first} and {others:,} other{'' if others == 1 else 's'}" if others else first


def is_too_large(subgraph: Subgraph, limit: int | None) -> bool:
    """Return whether the number of actors and ties exceeds ``limit``; None is no limit."""
    return limit is not None and len(subgraph.nodes) + len(subgraph.relationships) > limit


def strongest(subgraph: Subgraph, count: int) -> Subgraph:
    """Return the ``count`` actors with the most ties, and every tie among them."""
    degrees = _degrees(subgraph)
    ranked = sorted(subgraph.nodes, key=lambda node: (-degrees[node.id], name_of(node), node.id))
    selected = {node.id for node in ranked[:count]}
    return Subgraph(
        tuple(node for node in subgraph.nodes if node.id in selected),
        tuple(tie for tie in subgraph.relationships if tie.start in selected and tie.end in selected),
    )


def groups_of(subgraph: Subgraph, *, seed: int = SEED, most: int = MOST_GROUPS) -> list[Community]:
    """Return the communities of a part of a graph, the largest first."""
    nodes = sorted(drawn_nodes(subgraph), key=lambda node: node.id)
    places = {node.id: place for place, node in enumerate(nodes)}
    ties = [tie for tie in subgraph.relationships if tie.start in places and tie.end in places]
    pairs = Counter(
        (min(a, b), max(a, b)) for tie in ties if (a := places[tie.start]) != (b := places[tie.end])
    )
    degrees = _degrees(subgraph)
    found = [[nodes[place] for place in part] for part in _communities(len(nodes), pairs, seed)]
    for part in found:
        part.sort(key=lambda node: (-degrees[node.id], name_of(node), node.id))
    found.sort(key=lambda part: (-len(part), part[0].id))
    large = [part for part in found[: most - 1] if len(part) >= SMALLEST_GROUP]
    small = found[len(large) :]
    parts = [(part, False) for part in large]
    if small:
        rest = sorted(
            (node for part in small for node in part), key=lambda node: (-degrees[node.id], node.id)
        )
        parts.append((rest, True))
    owner = {node.id: number for number, (part, _) in enumerate(parts) for node in part}
    within: list[list[Relationship]] = [[] for _ in parts]
    for tie in ties:
        if owner[tie.start] == owner[tie.end]:
            within[owner[tie.start]].append(tie)
    return [
        Community(number, tuple(part), tuple(within[number]), is_rest)
        for number, (part, is_rest) in enumerate(parts)
    ]


def _communities(count: int, pairs: Mapping[tuple[int, int], int], seed: int) -> list[list[int]]:
    import igraph

    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - a picture, not a secret
    try:
        ordered = sorted(pairs)
        graph = igraph.Graph(n=count, edges=ordered)
        clusters = graph.community_leiden(
            objective_function="modularity", weights=[pairs[pair] for pair in ordered], n_iterations=4
        )
    finally:
        igraph.set_random_number_generator(random)
    return [list(part) for part in clusters]


def outside_of(subgraph: Subgraph, groups: Sequence[Community]) -> list[dict[str, int]]:
    """Count, for each group's members by id, their ties to actors of other groups."""
    owner = {node.id: group.number for group in groups for node in group.members}
    counts: list[Counter[str]] = [Counter() for _ in groups]
    for tie in subgraph.relationships:
        if tie.start in owner and tie.end in owner and owner[tie.start] != owner[tie.end]:
            for end in (tie.start, tie.end):
                counts[owner[end]][end] += 1
    return [dict(count) for count in counts]


def overview(subgraph: Subgraph, groups: Sequence[Community], *, title: str, seed: int = SEED) -> Scene:
    """Return the scene in which each group is one node.

    Its ``actors`` are groups: ``size`` in actors, the number of ``ties`` among them, ``inside`` the same by
    certainty, and the ``best`` connected with their degrees. Each of its ``ties`` is the ``count`` of ties of
    one certainty between two groups, with the number of ``voices`` (claimants) and ``cited`` sources.
    """
    scene = Scene(as_text(title) or "Untitled", overview=True)
    owner = {node.id: group.number for group in groups for node in group.members}
    between: dict[tuple[int, int, str], list[Relationship]] = defaultdict(list)
    inside: list[Counter[str]] = [Counter() for _ in groups]
    all_certainties: list[str] = []
    for tie in subgraph.relationships:
        if tie.start not in owner or tie.end not in owner:
            continue
        a, b, certainty = owner[tie.start], owner[tie.end], as_text(tie.get("certainty")).strip().lower()
        all_certainties.append(certainty)
        if a == b:
            inside[a][certainty] += 1
        else:
            between[min(a, b), max(a, b), certainty].append(tie)
    scene.certainties = certainties_of(all_certainties)
    for entry in scene.certainties:  # the legend counts what it can switch off
        entry["count"] = sum(len(some) for (_, _, key), some in between.items() if key == entry["key"])
    number = {entry["key"]: place for place, entry in enumerate(scene.certainties)}
    degrees = _degrees(subgraph)
    _add_groups(scene, groups, degrees)
    for group, actor in zip(groups, scene.actors, strict=True):
        actor["inside"] = sorted([number[key], count] for key, count in inside[group.number].items())
    for a, b, certainty in sorted(between):
        some = between[a, b, certainty]
        voices = {as_text(tie.get("claimed_by")).strip() for tie in some}
        cited = {source for tie in some for source in as_texts(tie.get("sources"))}
        width = round(line_of(certainty).width * (0.5 + min(math.log2(len(some) + 1) / 2, 3.0)), 1)
        stands = {"count": len(some), "voices": len(voices - {""}), "cited": len(cited), "width": width}
        line = {"a": a, "b": b, "type": 0, "certainty": number[certainty], "claimant": 0}
        scene.ties.append({"id": f"{a}-{b}-{certainty}", **line, **stands})
        for end in (a, b):
            scene.actors[end]["degree"] += len(some)
    total = sum(tie["count"] for tie in scene.ties)
    scene.facts = (
        f"{len(owner):,} actors, {len(all_certainties):,} ties, {len(groups):,} groups; "
        f"{total:,} ties run between groups"
    )
    scene.types = [{"name": "", "words": "–", "backward": "–", "directed": False, "count": total}]
    scene.claimants = [{"name": "different voices", "count": total}]
    arrange(scene, seed)
    return scene


def _add_groups(scene: Scene, groups: Sequence[Community], degrees: Mapping[str, int]) -> None:
    """Add each group, styled by the most frequent label of its members."""
    labels = [
        Counter(label for node in group.members for label in node.labels if label != ENTITY_LABEL)
        for group in groups
    ]
    drawn = [min(count, key=lambda label: (-count[label], label)) if count else "" for count in labels]
    counts = Counter(drawn)
    look = assign_styles(counts)
    kinds = sorted(counts, key=lambda kind: (kind == "", -counts[kind], kind))
    scene.kinds = [
        {
            "name": f"mostly {as_text(kind)}" if kind else "",
            "colour": look[kind].colour,
            "shape": look[kind].shape,
            "count": counts[kind],
        }
        for kind in kinds
    ]
    largest = max((len(group.members) for group in groups), default=1)
    for group, count, label in zip(groups, labels, drawn, strict=True):
        names = [name_of(node) for node in group.members]
        aliases = [alias for node in group.members for alias in as_texts(node.get("aliases"))]
        scene.actors.append(
            {
                "id": f"group-{group.number}",
                "name": group.name,
                "lines": label_lines(group.name),
                "keys": [folded(text) for text in (group.name, *names, *aliases)],
                "aliases": [*names, *aliases],
                "labels": [f"{as_text(label)} ({many:,})" for label, many in count.most_common(8)],
                "kind": kinds.index(label),
                "degree": 0,
                "reach": round(7 + 33 * (len(group.members) / largest) ** 0.5, 1),
                "size": len(group.members),
                "ties": len(group.ties),
                "best": [[name_of(node), degrees[node.id]] for node in group.members[:NAMED]],
            }
        )


def _degrees(subgraph: Subgraph) -> Counter[str]:
    degrees: Counter[str] = Counter()
    for tie in subgraph.relationships:
        degrees[tie.start] += 1
        if tie.end != tie.start:
            degrees[tie.end] += 1
    return degrees


def part_of(group: Community) -> Subgraph:
    """Return a group as a part of a graph."""
    return Subgraph(group.members, group.ties)


def describe(subgraph: Subgraph, groups: Sequence[Community], closed: int) -> str:
    """Return a note that explains the overview."""
    between = len(subgraph.relationships) - sum(len(group.ties) for group in groups)
    counts = f"{len(subgraph.nodes):,} actors and {len(subgraph.relationships):,} ties"
    text = (
        f"{counts} are too many for one picture: they are drawn as {len(groups):,} groups of actors "
        f"with many ties among each other. Each line between two groups combines the ties of one certainty, "
        f"{between:,} in all; the others are inside groups."
    )
    if closed:
        text += f" {closed:,} groups do not fit into this file: use sociogram page --around ACTOR."
    return text
