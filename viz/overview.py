"""The overview of a graph too large for one picture: groups of actors, each of which opens on a click.

A group is a community found by the Leiden algorithm (Traag, Waltman and van Eck 2019): actors with more ties
among each other than to the rest. The overview draws each group as one node, and one line for each certainty
between two groups, with the number of its ties. A tie counts once if any claim affirms it, under the firmest
certainty of these claims. A note names everything that is not drawn.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sociogram.graph.model import Node, Relationship, is_directed, types_of
from sociogram.graph.subgraph import Subgraph
from sociogram.queries.claims.conditions import kinds_of
from sociogram.viz.picture.claims import Plain, certainties_of
from sociogram.viz.picture.layout import SEED
from sociogram.viz.picture.scene import Scene, arrange, drawn_nodes, name_of
from sociogram.viz.picture.style import assign_styles, certainty_rank, line_of
from sociogram.viz.text import as_text, as_texts, label_lines
from sociogram.viz.texts import message

LIMIT = 40_000
"""The maximum number of actors and claims in one picture; see docs/decisions/0009-pages-at-size.md."""
MOST_GROUPS = 150
SMALLEST_GROUP = 4
"""At most ``MOST_GROUPS`` groups with at least ``SMALLEST_GROUP`` actors; all other actors form one group."""
NAMED = 12
"""The number of best-connected actors that the panel of a group lists."""


@dataclass(frozen=True, slots=True)
class Community:
    """A group of actors, the best connected first, and the claims about the ties among them."""

    number: int
    members: tuple[Node, ...]
    claims: tuple[Relationship, ...]
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


@dataclass(frozen=True, slots=True)
class AffirmedTie:
    """A tie that somebody says holds: its ends, as the store calls them, and the claims that affirm it."""

    start: str
    end: str
    claims: tuple[Relationship, ...]

    @property
    def certainty(self) -> str:
        """The firmest certainty of its claims."""
        return min(
            (as_text(claim.get("certainty")).strip().lower() for claim in self.claims), key=certainty_rank
        )


def affirmed_ties(subgraph: Subgraph, later: Iterable[Relationship] = ()) -> list[AffirmedTie]:
    """Return the ties that some claim affirms as actual.

    Args:
        subgraph: actors and claims; it knows which types of ties have no direction.
        later: claims that take others back, which then affirm nothing.
    """
    superseded = {key for claim in later for key in as_texts(claim.get("supersedes"))}
    ends = {node.id for node in subgraph.nodes}
    found: dict[tuple[str, str, str], list[Relationship]] = defaultdict(list)
    for claim in subgraph.relationships:
        if (
            kinds_of(claim.properties)
            or claim.get("id") in superseded
            or not {claim.start, claim.end} <= ends
        ):
            continue
        start, end = claim.start, claim.end
        if claim.type in subgraph.undirected_types or not is_directed(claim.get("directed")):
            start, end = sorted((start, end))
        found[start, claim.type, end].append(claim)
    return [AffirmedTie(start, end, tuple(claims)) for (start, _, end), claims in found.items()]


def is_too_large(subgraph: Subgraph, limit: int | None) -> bool:
    """Return whether the number of actors and claims exceeds ``limit``; None means no limit."""
    return limit is not None and len(subgraph.nodes) + len(subgraph.relationships) > limit


def strongest(subgraph: Subgraph, ties: Sequence[AffirmedTie], count: int) -> Subgraph:
    """Return the ``count`` actors with the most ties, and every claim about ties among them."""
    degrees = _degrees(ties)
    ranked = sorted(subgraph.nodes, key=lambda node: (-degrees[node.id], name_of(node), node.id))
    selected = {node.id for node in ranked[:count]}
    return replace(
        subgraph,
        nodes=tuple(node for node in subgraph.nodes if node.id in selected),
        relationships=tuple(
            claim for claim in subgraph.relationships if claim.start in selected and claim.end in selected
        ),
    )


def groups_of(
    subgraph: Subgraph, ties: Sequence[AffirmedTie], *, seed: int = SEED, most: int = MOST_GROUPS
) -> list[Community]:
    """Return the communities of a part of a graph, the largest first."""
    nodes = sorted(drawn_nodes(subgraph), key=lambda node: node.id)
    positions = {node.id: position for position, node in enumerate(nodes)}
    pairs = Counter(
        (min(a, b), max(a, b))
        for tie in ties
        if tie.start in positions
        and tie.end in positions
        and (a := positions[tie.start]) != (b := positions[tie.end])
    )
    degrees = _degrees(ties)
    found = [[nodes[position] for position in part] for part in _communities(len(nodes), pairs, seed)]
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
    for claim in subgraph.relationships:
        if claim.start in owner and owner[claim.start] == owner.get(claim.end):
            within[owner[claim.start]].append(claim)
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


def outside_of(ties: Iterable[AffirmedTie], groups: Sequence[Community]) -> list[dict[str, int]]:
    """Count, for each group's members by id, their ties to actors of other groups."""
    owner = _owners(groups)
    counts: list[Counter[str]] = [Counter() for _ in groups]
    for tie in ties:
        if tie.start in owner and tie.end in owner and owner[tie.start] != owner[tie.end]:
            for end in (tie.start, tie.end):
                counts[owner[end]][end] += 1
    return [dict(count) for count in counts]


def _owners(groups: Sequence[Community]) -> dict[str, int]:
    return {node.id: group.number for group in groups for node in group.members}


def overview(
    ties: Sequence[AffirmedTie], groups: Sequence[Community], *, title: str, seed: int = SEED
) -> Scene:
    """Return the scene in which each group is one node.

    Its ``actors`` are groups: ``size`` in actors, the number of ``ties`` among them, ``inside`` the same by
    certainty, and the ``best`` connected with their degrees. Each of its ``ties`` is the ``count`` of ties of
    one certainty between two groups, with the number of ``voices`` (claimants) and ``cited`` sources.
    """
    scene = Scene(as_text(title) or "Untitled", overview=True)
    owner = _owners(groups)
    between: dict[tuple[int, int, str], list[AffirmedTie]] = defaultdict(list)
    inside: list[Counter[str]] = [Counter() for _ in groups]
    drawn = [(tie, tie.certainty) for tie in ties if tie.start in owner and tie.end in owner]
    for tie, certainty in drawn:
        a, b = owner[tie.start], owner[tie.end]
        if a == b:
            inside[a][certainty] += 1
        else:
            between[min(a, b), max(a, b), certainty].append(tie)
    scene.certainties = certainties_of(certainty for _, certainty in drawn)
    for entry in scene.certainties:  # the legend counts what it can switch off
        entry["count"] = sum(len(some) for (_, _, key), some in between.items() if key == entry["key"])
    number = {entry["key"]: position for position, entry in enumerate(scene.certainties)}
    _add_groups(scene, groups, _degrees(ties))
    for group, actor in zip(groups, scene.actors, strict=True):
        actor["ties"] = inside[group.number].total()
        actor["inside"] = sorted([number[key], count] for key, count in inside[group.number].items())
    for a, b, certainty in sorted(between):
        some = between[a, b, certainty]
        claims = [claim for tie in some for claim in tie.claims]
        voices = {as_text(claim.get("claimed_by")).strip() for claim in claims}
        cited = {source for claim in claims for source in as_texts(claim.get("sources"))}
        width = round(line_of(certainty).width * (0.5 + min(math.log2(len(some) + 1) / 2, 3.0)), 1)
        stands = {"count": len(some), "voices": len(voices - {""}), "cited": len(cited), "width": width}
        line = {"a": a, "b": b, "type": 0, "certainty": number[certainty], "claimant": 0}
        scene.ties.append({"id": f"{a}-{b}-{certainty}", **line, **stands})
        for end in (a, b):
            scene.actors[end]["degree"] += len(some)
    total = sum(tie["count"] for tie in scene.ties)
    scene.facts = message(
        "{actors} actors, {ties} affirmed ties, {groups} groups; {between} ties run between groups",
        actors=len(owner),
        ties=len(drawn),
        groups=len(groups),
        between=total,
    )
    scene.types = [{"name": "", "words": "–", "backward": "–", "directed": False, "count": total}]
    scene.claimants = [{"name": "different voices", "count": total}]
    arrange(scene, seed)
    return scene


def _add_groups(scene: Scene, groups: Sequence[Community], degrees: Mapping[str, int]) -> None:
    """Add each group, styled by the most frequent label of its members."""
    labels = [Counter(label for node in group.members for label in types_of(node.labels)) for group in groups]
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
        scene.actors.append(
            {
                "id": f"group-{group.number}",
                "name": group.name,
                "lines": label_lines(group.name),
                "members": [[name_of(node), *as_texts(node.get("aliases"))] for node in group.members],
                "labels": [f"{as_text(label)} ({many:,})" for label, many in count.most_common(8)],
                "kind": kinds.index(label),
                "degree": 0,
                "reach": round(6 + 22 * (len(group.members) / largest) ** 0.5, 1),
                "size": len(group.members),
                "best": [[name_of(node), degrees[node.id]] for node in group.members[:NAMED]],
            }
        )


def _degrees(ties: Iterable[AffirmedTie]) -> Counter[str]:
    degrees: Counter[str] = Counter()
    for tie in ties:
        degrees.update({tie.start, tie.end})
    return degrees


def part_of(group: Community) -> Subgraph:
    """Return a group as a part of a graph."""
    return Subgraph(group.members, group.claims)


def describe(subgraph: Subgraph, scene: Scene, closed: int) -> list[Plain]:
    """Return notes that explain the overview.

    Args:
        subgraph: what it is of.
        scene: the overview.
        closed: how many groups do not fit into the file.
    """
    between = sum(tie["count"] for tie in scene.ties)
    total = between + sum(actor["ties"] for actor in scene.actors)
    notes = [
        message(
            "{actors} actors and {ties} ties that somebody affirms are too many for one picture: they are "
            "drawn as {groups} groups of actors with many ties among each other. Each line between two "
            "groups combines the ties of one certainty, {between} in all; the others are inside groups.",
            actors=len(subgraph.nodes),
            ties=total,
            groups=len(scene.actors),
            between=between,
        )
    ]
    if any(kinds_of(claim.properties) for claim in subgraph.relationships):
        notes.append(
            message("Ties that are only planned or denied, say, are not counted; groups show theirs.")
        )
    if closed:
        notes.append(
            message(
                "{count} groups do not fit into this file: use sociogram page --around ACTOR.", count=closed
            )
        )
    return notes
