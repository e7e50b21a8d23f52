"""The overview of a graph too large for one picture: groups of actors, each of which opens on a click.

A group is a community found by the Leiden algorithm (Traag, Waltman and van Eck 2019): actors with more ties
among each other than to the rest. The overview draws each group as one node, and one line for each certainty
between two groups, with the number of its ties. A tie counts once if any claim affirms it, under the firmest
certainty of these claims. A note names everything that is not drawn.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sociogram.graph.claims.encode import Encoded
from sociogram.graph.columns import IntArray
from sociogram.graph.model import Node, types_of
from sociogram.graph.subgraph import Subgraph
from sociogram.viz.picture.by_property import group_of
from sociogram.viz.picture.claims import certainties_of
from sociogram.viz.picture.layout import SEED
from sociogram.viz.picture.network import Network
from sociogram.viz.picture.plain import Plain
from sociogram.viz.picture.scales import Scale, colour_of, legend_entry
from sociogram.viz.picture.scene import Scene, arrange, name_of
from sociogram.viz.picture.style import assign_styles
from sociogram.viz.text import as_text, as_texts, label_lines
from sociogram.viz.texts import LANGUAGES, Texts, message, number_of

LIMIT = 40_000
"""The maximum number of actors and claims in one picture; see docs/decisions/0009-pages-at-size.md."""
MOST_GROUPS = 150
SMALLEST_GROUP = 4
"""At most ``MOST_GROUPS`` groups with at least ``SMALLEST_GROUP`` actors; all other actors form one group."""
SMALLEST_ALONE = 25
"""A group without ties to others needs this many actors, or a tenth of the largest group's: many tiny groups
would take the space of what is connected."""
THICKEST = 3.6
"""The additional width of the line with the most ties; it grows with the square root of their number."""
NAMED = 12
"""The number of best-connected actors that the panel of a group lists."""


@dataclass(frozen=True, slots=True)
class Community:
    """A group of actors.

    Attributes:
        number: its position among the groups.
        positions: those of its actors among the nodes of the network, the best connected first.
        members: these actors.
        degrees: the number of ties of each actor.
        rows: the claims about the ties among them.
        is_rest: whether it holds the actors of all small groups.
    """

    number: int
    positions: IntArray
    members: tuple[Node, ...]
    degrees: tuple[int, ...]
    rows: IntArray
    is_rest: bool = False

    @property
    def title(self) -> Plain:
        """A short name, as a message: the best-connected actor and the number of the others."""
        if self.is_rest:
            return message("{actors} of small groups", actors=number_of(len(self.members), "actor", "actors"))
        first, *others = self.members
        return message("{first} and {count} others", first=name_of(first), count=len(others))


def is_too_large(items: int, limit: int | None) -> bool:
    """Return whether the number of actors and claims exceeds ``limit``; None means no limit."""
    return limit is not None and items > limit


def groups_of(network: Network, *, seed: int = SEED, most: int = MOST_GROUPS) -> list[Community]:
    """Return the communities of a part of a graph, the largest first."""
    nodes, degrees = network.nodes, network.degrees.tolist()
    drawn = sorted(network.drawn.tolist(), key=lambda position: nodes[position].id)
    found = [[drawn[rank] for rank in part] for part in _communities(network, drawn, seed)]
    for part in found:
        part.sort(key=lambda one: (-degrees[one], name_of(nodes[one]), nodes[one].id))
    found.sort(key=lambda part: (-len(part), nodes[part[0]].id))
    large, small = _large_and_small(network, found, most)
    parts = [(part, False) for part in large]
    if small:
        rest = (one for part in small for one in part)
        parts.append((sorted(rest, key=lambda one: (-degrees[one], nodes[one].id)), True))
    owner = _owners(len(nodes), [part for part, _ in parts])
    inside = np.flatnonzero((owner[network.starts] == owner[network.ends]) & (owner[network.starts] >= 0))
    inside = inside[np.argsort(owner[network.starts[inside]], kind="stable")]
    counts = np.bincount(owner[network.starts[inside]], minlength=len(parts))
    rows = np.split(inside, np.cumsum(counts)[:-1])
    return [
        Community(
            number,
            np.array(part, dtype=np.int64),
            tuple(nodes[one] for one in part),
            tuple(degrees[one] for one in part),
            rows[number],
            is_rest,
        )
        for number, (part, is_rest) in enumerate(parts)
    ]


def _large_and_small(
    network: Network, found: list[list[int]], most: int
) -> tuple[list[list[int]], list[list[int]]]:
    """Separate the communities that are drawn from those that form one group together."""
    owner = _owners(len(network.nodes), found)
    a, b = owner[network.tie_starts], owner[network.tie_ends]
    tied = {*a[a != b].tolist(), *b[a != b].tolist()}
    smallest_alone = max(SMALLEST_GROUP, min(SMALLEST_ALONE, len(found[0]) // 10 if found else 0))
    is_large = [
        len(part) >= (SMALLEST_GROUP if number in tied else smallest_alone)
        for number, part in enumerate(found)
    ]
    drawn = [number for number, large in enumerate(is_large) if large][: most - 1]
    rest = sorted({*range(len(found))}.difference(drawn))
    return [found[number] for number in drawn], [found[number] for number in rest]


def _communities(network: Network, drawn: Sequence[int], seed: int) -> list[list[int]]:
    """Divide the actors at some positions; return ranks among these."""
    import igraph

    ranks = np.full(len(network.nodes), -1, dtype=np.int64)
    ranks[drawn] = np.arange(len(drawn))
    a, b = ranks[network.tie_starts], ranks[network.tie_ends]
    low, high = np.minimum(a, b), np.maximum(a, b)
    pairs, weights = np.unique(
        np.column_stack((low, high))[(low != high) & (low >= 0)], axis=0, return_counts=True
    )
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - a picture, not a secret
    try:
        graph = igraph.Graph(n=len(drawn), edges=pairs.tolist())
        clusters = graph.community_leiden(
            objective_function="modularity", weights=weights.tolist(), n_iterations=4
        )
    finally:
        igraph.set_random_number_generator(random)
    return [list(part) for part in clusters]


def outside_of(network: Network, groups: Sequence[Community]) -> list[dict[str, int]]:
    """Count, for each group's members by id, their ties to actors of other groups."""
    starts, ends = network.tie_starts, network.tie_ends
    owner = _owners(len(network.nodes), [group.positions for group in groups])
    across = (owner[starts] != owner[ends]) & (owner[starts] >= 0) & (owner[ends] >= 0)
    counts = np.bincount(np.concatenate((starts[across], ends[across])), minlength=len(network.nodes))
    return [
        {
            node.id: count
            for node, count in zip(group.members, counts[group.positions].tolist(), strict=True)
            if count
        }
        for group in groups
    ]


def _owners(count: int, groups: Sequence[Sequence[int] | IntArray]) -> IntArray:
    """Return the group of each of ``count`` nodes; -1 for those that are in none."""
    owner = np.full(count, -1, dtype=np.int64)
    for number, positions in enumerate(groups):
        owner[positions] = number
    return owner


def overview(
    network: Network,
    groups: Sequence[Community],
    *,
    title: str,
    seed: int = SEED,
    language: str = "en",
    color: Scale | None = None,
    grouped_by: str | None = None,
) -> Scene:
    """Return the scene in which each group is one node.

    Its ``actors`` are groups. Each has its number of actors (``size``), the number of ties among them
    (``ties``, and by certainty ``inside``), and its best-connected actors with their degrees (``best``). Its
    ``ties`` are lines: each has the number of ties of one certainty between two groups (``count``), of their
    claimants (``voices``) and of their sources (``cited``). Names of groups are in ``language``, and under
    ``in`` in the others. With ``color``, a group has the colour of the mean of its members' numbers;
    with ``grouped_by``, that of the property's most frequent value among them.
    """
    scene = Scene(as_text(title) or "Untitled", overview=True)
    owner = _owners(len(network.nodes), [group.positions for group in groups])
    a, b = owner[network.tie_starts], owner[network.tie_ends]
    firmest, keys = network.certainties
    drawn = np.flatnonzero((a >= 0) & (b >= 0))
    across = drawn[a[drawn] != b[drawn]]
    scene.certainties = certainties_of(keys[code] for code in firmest[drawn].tolist())
    between = np.bincount(firmest[across], minlength=len(keys)).tolist()
    number = {entry["key"]: position for position, entry in enumerate(scene.certainties)}
    for entry in scene.certainties:  # the legend counts the ties that it can hide
        entry["count"] = between[keys.index(entry["key"])]
    _add_groups(scene, groups, language, grouped_by)
    if color is not None:
        _colour_groups(scene, groups, color)
    inside = drawn[a[drawn] == b[drawn]]
    pairs, counts = np.unique(np.column_stack((a[inside], firmest[inside])), axis=0, return_counts=True)
    for (group, code), count in zip(pairs.tolist(), counts.tolist(), strict=True):
        scene.actors[group]["ties"] += count
        scene.actors[group]["inside"].append([number[keys[code]], count])
    lines = _lines(network, a, b, across)
    most = max((line["count"] for line in lines), default=1)
    for line in lines:
        width = round(0.8 + THICKEST * (line["count"] / most) ** 0.5, 1)
        scene.ties.append(line | {"certainty": number[line["certainty"]], "width": width})
        for end in (line["a"], line["b"]):
            scene.actors[end]["degree"] += line["count"]
    total = len(across)
    scene.facts = message(
        "{actors} actors, {ties} affirmed ties, {groups} groups; {between} ties run between groups",
        actors=int((owner >= 0).sum()),
        ties=len(drawn),
        groups=len(groups),
        between=total,
    )
    scene.types = [{"name": "", "words": "–", "backward": "–", "directed": False, "count": total}]
    scene.claimants = [{"name": "different voices", "count": total}]
    arrange(scene, seed)
    return scene


def _lines(network: Network, a: IntArray, b: IntArray, across: IntArray) -> list[Plain]:
    """Return the lines between groups; each has the counts of the ties that it represents.

    Args:
        network: the actors and ties.
        a: the group where each tie starts.
        b: the group where it ends.
        across: the ties whose groups differ.
    """
    firmest, keys = network.certainties
    ranks = {key: rank for rank, key in enumerate(sorted(keys))}
    order = np.array([ranks[key] for key in keys] or [0], dtype=np.int64)
    described = np.column_stack((np.minimum(a, b), np.maximum(a, b), order[firmest]))[across]
    lines, line_of_tie, counts = np.unique(described, axis=0, return_inverse=True, return_counts=True)
    line_of_claim = np.full(len(network.tie_starts), -1, dtype=np.int64)
    line_of_claim[across] = line_of_tie
    line_of_claim = line_of_claim[network.tie_of]
    columns = (network.claims.voices, network.claims.column("sources"))
    voices, cited = (_distinct(network, column, line_of_claim, len(lines)) for column in columns)
    names = sorted(keys)
    return [
        {
            "id": f"{start}-{end}-{names[rank]}",
            "a": start,
            "b": end,
            "type": 0,
            "certainty": names[rank],
            "claimant": 0,
            "count": count,
            "voices": voices[position],
            "cited": cited[position],
        }
        for position, ((start, end, rank), count) in enumerate(
            zip(lines.tolist(), counts.tolist(), strict=True)
        )
    ]


def _distinct(network: Network, column: Encoded, line_of_claim: IntArray, count: int) -> list[int]:
    """Count the different values of a column among the claims of each line; a list has several."""
    rows = network.affirming[line_of_claim >= 0]
    pairs = np.unique(np.column_stack((line_of_claim[line_of_claim >= 0], column.codes[rows])), axis=0)
    found: list[set[str]] = [set() for _ in range(count)]
    values = [as_texts(value) for value in column.values]
    for line, code in pairs.tolist():
        found[line].update(values[code])
    return list(map(len, found))


def _named(text: Plain, language: str, *, wrapped: bool = False) -> Plain:
    """Return a name that the page itself gives, in its language and, under ``in``, in the others.

    With ``wrapped``, the picture has its short form: "Ana Vega +190" for "Ana Vega and 190 others".
    """
    fields: dict[str, Plain] = {}
    for one in LANGUAGES:
        name = as_text(Texts(one).text_of(text))
        fields[one] = {"name": name}
        if wrapped:
            values = text["values"]
            short = f"{values['first']} +{values['count']}" if "first" in values else name
            fields[one]["lines"] = label_lines(as_text(short))
    return fields[language] | {"in": {one: own for one, own in fields.items() if one != language}}


def _add_groups(scene: Scene, groups: Sequence[Community], language: str, grouped_by: str | None) -> None:
    """Add each group, styled by the most frequent label of its members, or by that of their values."""
    labels = [Counter(label for node in group.members for label in types_of(node.labels)) for group in groups]
    drawn = [_most_frequent(count) for count in labels]
    if grouped_by is not None:
        drawn = [_most_frequent(Counter(_values_of(group, grouped_by))) for group in groups]
    counts = Counter(drawn)
    look = assign_styles(counts)
    kinds = sorted(counts, key=lambda kind: (kind == "", -counts[kind], kind))
    scene.kinds = [
        (_named(message("mostly {label}", label=as_text(kind)), language) if kind else {"name": ""})
        | {
            "key": as_text(kind),
            "colour": look[kind].colour,
            "shape": look[kind].shape,
            "count": counts[kind],
        }
        for kind in kinds
    ]
    largest = max((len(group.members) for group in groups), default=1)
    for group, count, label in zip(groups, labels, drawn, strict=True):
        scene.actors.append(
            _named(group.title, language, wrapped=True)
            | {
                "id": f"group-{group.number}",
                "members": [[name_of(node), *as_texts(node.get("aliases"))] for node in group.members],
                "labels": [f"{as_text(label)} ({many:,})" for label, many in count.most_common(8)],
                "kind": kinds.index(label),
                "degree": 0,
                "ties": 0,
                "inside": [],
                "reach": round(6 + 22 * (len(group.members) / largest) ** 0.5, 1),
                "size": len(group.members),
                "best": [
                    [name_of(node), degree]
                    for node, degree in zip(group.members[:NAMED], group.degrees, strict=False)
                ],
            }
        )


def _most_frequent(counts: Counter[str]) -> str:
    return min(counts, key=lambda one: (-counts[one], one)) if counts else ""


def _values_of(group: Community, key: str) -> list[str]:
    values = [group_of(node, key) for node in group.members]
    return [f"{key} {value}" if value else f"no {key}" for value in values]


def _colour_groups(scene: Scene, groups: Sequence[Community], scale: Scale) -> None:
    for actor, group in zip(scene.actors, groups, strict=True):
        numbers = [node.get(scale.key) for node in group.members]
        held = [number for number in numbers if number is not None]
        actor["colour"] = colour_of(scale, sum(held) / len(held) if held else None)
    has_gaps = any(actor["colour"] == colour_of(scale, None) for actor in scene.actors)
    scene.scales.append(legend_entry("color", scale, has_gaps=has_gaps) | {"mean": True})


def part_of(network: Network, group: Community) -> Subgraph:
    """Return a group as a part of a graph."""
    return Subgraph(group.members, network.relationships(group.rows))


def describe(network: Network, scene: Scene, closed: int) -> list[Plain]:
    """Return notes that explain the overview.

    Args:
        network: the actors and ties that the overview shows.
        scene: the overview.
        closed: the number of groups that do not fit into the file.
    """
    between = sum(tie["count"] for tie in scene.ties)
    total = between + sum(actor["ties"] for actor in scene.actors)
    notes = [
        message(
            "{actors} actors and {ties} ties that somebody affirms are too many for one picture: they are "
            "drawn as {groups} groups of actors with many ties among each other. Each line between two "
            "groups combines the ties of one certainty, {between} in all; the others are inside groups.",
            actors=len(network.nodes),
            ties=total,
            groups=len(scene.actors),
            between=between,
        )
    ]
    if network.has_other_claims:
        notes.append(
            message(
                "Ties that are only planned, denied and the like are not counted here; groups show theirs."
            )
        )
    if closed:
        notes.append(
            message(
                "{count} groups do not fit into this file: use sociogram page --around ACTOR.", count=closed
            )
        )
    return notes
