"""A scene: everything that a page shows, as plain data.

``Scene.of`` accepts any part of a graph. Missing data (claimant, source, certainty) stays empty here, so that
the page can show that it is not given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sociogram.graph.model import RELATION_TYPE_LABEL, SOURCE_LABEL, Node, Relationship, caption, types_of
from sociogram.graph.subgraph import Subgraph
from sociogram.queries.claims.wording.support import Links
from sociogram.queries.claims.wording.wording import Wording
from sociogram.viz.picture.by_property import group_of
from sociogram.viz.picture.claims import ClaimWriter
from sociogram.viz.picture.layout import SEED, Box, lay_out
from sociogram.viz.picture.network import Network, drawn_network
from sociogram.viz.picture.plain import Plain, more_of, without_empty
from sociogram.viz.picture.scales import Scale, Shown, colour_of, legend_entry, radius_at, width_at
from sociogram.viz.picture.style import VAGUE, assign_styles, radius
from sociogram.viz.text import as_text, as_texts, label_lines, natural_key, web_link

_SHOWN_OF_ACTOR = frozenset({"id", "name", "aliases", "summary", "country", "url", "labels"})
_NOT_TIED = frozenset({"denied", "plan denied", "draft", "retracted", "taken back"})
"""Kinds of claims that do not bring actors together in the picture, if these have other ties."""
_SCALED: tuple[Shown, ...] = ("color", "size", "width")
LABELLED_LIMIT = 160
"""The layout has room for the names of this many actors, those with the most ties."""


@dataclass(slots=True)
class Scene:
    """What one page shows. ``actors`` and ``ties`` refer to each other and to the lists by position."""

    title: str
    question: str = ""
    data_date: str = ""
    actors: list[Plain] = field(default_factory=list)
    ties: list[Plain] = field(default_factory=list)
    """The ties, each with its claims; in an overview, the lines between groups."""
    claims: list[Plain] = field(default_factory=list)
    kinds: list[Plain] = field(default_factory=list)
    """What actors are drawn by, labels or the values of ``grouped_by``: name, look, number of actors. An
    actor's ``kind`` is the one it is drawn by."""
    grouped_by: str = ""
    """The property of actors whose values are the ``kinds``; empty if labels are."""
    types: list[Plain] = field(default_factory=list)
    """The relation types: name, wording in both directions, directed or not, count."""
    claim_kinds: list[Plain] = field(default_factory=list)
    """The kinds of claims: affirmed, planned, denied …"""
    certainties: list[Plain] = field(default_factory=list)
    claimants: list[Plain] = field(default_factory=list)
    texts: list[Plain] = field(default_factory=list)
    """The sources that claims come from, each with the number of its claims."""
    sources: list[Plain] = field(default_factory=list)
    as_of: str = ""
    """The date, whole or partial, that the page shows when it opens; empty for all dates."""
    positions: list[tuple[int, int]] = field(default_factory=list)
    notes: list[Plain] = field(default_factory=list)
    """Messages of ``texts.py`` about parts of the graph that are not drawn, or only as groups."""
    facts: Plain = field(default_factory=dict)
    """The numbers of what is drawn, as such a message; empty if the lengths of the lists show them."""
    network: Network | None = None
    """The actors and ties as arrays; set by ``of``."""
    heading: dict[str, Plain] = field(default_factory=dict)
    """``title`` and ``question`` as messages that can be translated, unless they are the user's own text."""
    scales: list[Plain] = field(default_factory=list)
    """What numbers decide: colours, sizes and widths, as the legend shows them."""
    overview: bool = False
    """Whether ``actors`` are groups, and a tie represents ``count`` ties (see ``viz/overview.py``)."""

    @classmethod
    def of(
        cls,
        subgraph: Subgraph,
        *,
        title: str,
        question: str = "",
        data_date: str | None = None,
        sources: Iterable[Node] = (),
        relation_types: Iterable[Node] = (),
        actors_by_id: Mapping[str, str] | None = None,
        authors: Mapping[str, str] | None = None,
        later: Iterable[Relationship] = (),
        links: Links | None = None,
        outside: Mapping[str, int] | None = None,
        notes: Sequence[Plain] = (),
        as_of: str = "",
        seed: int = SEED,
        scales: Mapping[str, Scale] | None = None,
        grouped_by: str | None = None,
    ) -> Scene:
        """Return the scene of a part of a graph.

        Args:
            subgraph: the part to draw.
            title: the page's title.
            question: the question that the page answers, in a sentence.
            data_date: the date of the data as shown to readers; by default, that of the latest source.
            sources: the nodes that describe sources (``id``, ``title``, ``publisher``, ``date``, ``url`` …).
            relation_types: the nodes that give wordings (``type``, ``forward``, ``backward``, ``directed``).
            actors_by_id: names of claimants that are not drawn themselves, by their ``id``.
            authors: the ids of the actors who wrote the sources, by the sources' ids.
            later: claims that are not drawn and take back some that are.
            links: the affirmed ties between voices; by default, those that are drawn.
            outside: by node id, the number of an actor's ties to actors that are not drawn.
            notes: messages about what is not drawn.
            as_of: the date, whole or partial, that the page shows when it opens.
            seed: the seed of the layout.
            scales: what numbers decide: ``color`` and ``size`` of actors, ``width`` of ties.
            grouped_by: the property of actors whose values decide their look, instead of labels.
        """
        scene = cls(as_text(title) or "Untitled", as_text(question), notes=list(notes), as_of=as_of)
        scene.grouped_by = as_text(grouped_by)
        nodes = sorted(drawn_nodes(subgraph), key=_order)
        ties = sorted(subgraph.relationships, key=lambda tie: (_property_id(tie), tie.id))
        numbers = {node.id: number for number, node in enumerate(nodes)}
        ties = [tie for tie in ties if tie.start in numbers and tie.end in numbers]
        _add_actors(scene, nodes, grouped_by)
        outside = outside or {}
        for node_id in numbers.keys() & outside.keys():
            scene.actors[numbers[node_id]]["outside"] = outside[node_id]
        keys = _keys(nodes)
        wording = Wording(
            relation_types={as_text(node.get("type")): node for node in relation_types},
            sources={_property_id(node): node for node in sources},
            claimants=actors_by_id or {},
            authors=authors or {},
        ).including(dict(zip(keys, nodes, strict=True)), dict(zip(keys, map(name_of, nodes), strict=True)))
        writer = ClaimWriter(keys, wording)
        writer.write(ties, numbers, later, links)
        scene._take_claims(writer)
        scene.network = drawn_network(nodes, writer.derived, numbers, ties)
        scene._count_ties()
        scene._apply(scales or {}, nodes, ties)
        scene.data_date = as_text(data_date) or max(
            (source.get("date", "") for source in scene.shown_sources()), default=""
        )
        arrange(scene, seed)
        return scene

    def _take_claims(self, writer: ClaimWriter) -> None:
        self.claims, self.ties, self.types = writer.claims, writer.ties, writer.types
        self.claim_kinds, self.certainties = writer.kinds, writer.certainties
        self.claimants, self.texts, self.sources = writer.claimants, writer.texts, writer.sources

    def _count_ties(self) -> None:
        """Count the affirmed ties of each actor."""
        for tie in self.ties:
            if self.is_affirmed(tie):
                for end in {tie["a"], tie["b"]}:
                    self.actors[end]["degree"] += 1

    def _apply(
        self, scales: Mapping[str, Scale], nodes: Sequence[Node], claims: Sequence[Relationship]
    ) -> None:
        """Give actors the colour and size, and claims the width, of their numbers."""
        if scale := scales.get("color"):
            for actor, node in zip(self.actors, nodes, strict=True):
                actor["colour"] = colour_of(scale, node.get(scale.key))
        if scale := scales.get("size"):
            for actor, node in zip(self.actors, nodes, strict=True):
                actor["reach"] = radius_at(scale, node.get(scale.key))
        if scale := scales.get("width"):
            for written, claim in zip(self.claims, claims, strict=True):
                if claim.get(scale.key) is not None:
                    written["width"] = width_at(scale, claim.get(scale.key))
        held: dict[str, Sequence[Node | Relationship]] = {"color": nodes, "size": nodes, "width": claims}
        for shown in _SCALED:
            if scale := scales.get(shown):
                gaps = any(one.get(scale.key) is None for one in held[shown])
                self.scales.append(legend_entry(shown, scale, has_gaps=gaps))

    def is_affirmed(self, tie: Plain) -> bool:
        """Return whether somebody affirms a tie; every line of an overview represents affirmed ties."""
        return self.overview or any(
            self.claim_kinds[self.claims[claim]["kind"]]["key"] == "affirmed" for claim in tie["claims"]
        )

    def shown_sources(self) -> list[Plain]:
        """Return the sources named by the claims that a page shows when it opens."""
        claims = [claim for claim in self.claims if not self.claim_kinds[claim["kind"]].get("hidden")]
        named = {
            source for claim in claims for name in ("sources", "cites") for source in claim.get(name, ())
        }
        return [source for number, source in enumerate(self.sources) if number in named]

    def to_dict(self) -> Plain:
        """Return what the page's script reads; positions are drawn, not read."""
        return {
            "title": self.title,
            "question": self.question,
            "dataDate": self.data_date,
            "actors": self.actors,
            "ties": self.ties,
            "claims": self.claims,
            "claimKinds": self.claim_kinds,
            "kinds": self.kinds,
            "types": self.types,
            "certainties": self.certainties,
            "claimants": self.claimants,
            "texts": self.texts,
            "sources": self.sources,
        } | without_empty(
            {
                "notes": self.notes,
                "facts": self.facts or None,
                "heading": self.heading,
                "overview": self.overview or None,
                "asOf": self.as_of or None,
                "scales": self.scales,
                "groupedBy": self.grouped_by,
            }
        )


def drawn_nodes(subgraph: Subgraph) -> list[Node]:
    """Return the nodes without sources and relation types, unless these have ties themselves."""
    tied = {end for tie in subgraph.relationships for end in (tie.start, tie.end)}
    described = {(SOURCE_LABEL,), (RELATION_TYPE_LABEL,)}
    return [node for node in subgraph.nodes if node.labels not in described or node.id in tied]


def _property_id(thing: Node | Relationship) -> str:
    return as_text(thing.get("id")) or thing.id


def name_of(node: Node) -> str:
    """Return the caption of a node as text that can be encoded."""
    return as_text(caption(node))


def _order(node: Node) -> tuple[Any, ...]:
    return natural_key(_property_id(node)), natural_key(name_of(node)), node.id


def _keys(nodes: list[Node]) -> list[str]:
    """Return the key by which claims name each actor: its id if unique, else the store's identifier."""
    counts = Counter(map(_property_id, nodes))
    return [key if counts[key := _property_id(node)] == 1 else node.id for node in nodes]


def _add_actors(scene: Scene, nodes: list[Node], grouped_by: str | None) -> None:
    if grouped_by is None:
        spread = Counter(label for node in nodes for label in types_of(node.labels))
        drawn = [_drawn_label(node, spread) for node in nodes]
        kinds_of = [_labels_of(node) for node in nodes]
    else:
        drawn = [group_of(node, grouped_by) for node in nodes]
        kinds_of = [[group] for group in drawn]
    counts = Counter(kind for kinds in kinds_of for kind in kinds)
    scene.kinds = _styled(counts)
    number = {kind["name"]: position for position, kind in enumerate(scene.kinds)}
    for node, label, kinds in zip(nodes, drawn, kinds_of, strict=True):
        name = name_of(node)
        scene.actors.append(
            without_empty(
                {
                    "id": _property_id(node),
                    "name": name,
                    "lines": label_lines(name),
                    "labels": [as_text(label) for label in types_of(node.labels)],
                    "kinds": [number[as_text(one)] for one in kinds] if len(kinds) > 1 else None,
                    "aliases": as_texts(node.get("aliases")),
                    "summary": as_text(node.get("summary")),
                    "country": as_text(node.get("country")),
                    "url": as_text(node.get("url")),
                    "link": web_link(node.get("url")),
                    "more": more_of(node.properties, _SHOWN_OF_ACTOR),
                }
            )
            | {"kind": number[as_text(label)], "degree": 0}
        )


def _styled(counts: Mapping[str, int]) -> list[Plain]:
    """Return labels or values with their looks; a family is together, and the largest comes first."""
    look = assign_styles(counts)
    kin = Counter({look[label].colour: 0 for label in counts})
    for label in counts:
        kin[look[label].colour] += counts[label]
    kinds = sorted(counts, key=lambda k: (k == "", -kin[look[k].colour], look[k].colour, -counts[k], k))
    return [
        {"name": as_text(k), "colour": look[k].colour, "shape": look[k].shape, "count": counts[k]}
        for k in kinds
    ]


def _labels_of(node: Node) -> list[str]:
    """Return the labels under which an actor is counted; an empty one if it has none."""
    return types_of(node.labels) or [""]


def _drawn_label(node: Node, spread: Mapping[str, int]) -> str:
    """Return the most frequent of an actor's labels, so that the picture needs few colours."""
    labels = types_of(node.labels)
    return min(labels, key=lambda label: (label in VAGUE, -spread[label], label)) if labels else ""


def radius_of(actor: Plain) -> float:
    """Return an actor's radius, by its ties or a property; that of a group, by its number of members."""
    reach: float = actor.get("reach") or radius(actor["degree"])
    return reach


def arrange(scene: Scene, seed: int) -> None:
    """Compute the positions, with room for the names that are shown first."""
    ranked = sorted(
        range(len(scene.actors)), key=lambda position: (-scene.actors[position]["degree"], position)
    )
    named = set(ranked[:LABELLED_LIMIT])
    boxes = [_box(actor, position in named) for position, actor in enumerate(scene.actors)]
    scene.positions = lay_out(len(scene.actors), _pulling(scene), boxes, seed=seed)


def _pulling(scene: Scene) -> list[tuple[int, int]]:
    """Return the ends of ties that pull actors together; denied ties only pull ends without other ties."""
    tied = {number for number, kind in enumerate(scene.claim_kinds) if kind["key"] not in _NOT_TIED}
    pulling: list[tuple[int, int]] = []
    denied: list[tuple[int, int]] = []
    for tie in scene.ties:
        pulls = scene.overview or any(scene.claims[claim]["kind"] in tied for claim in tie["claims"])
        (pulling if pulls else denied).append((tie["a"], tie["b"]))
    placed = {end for pair in pulling for end in pair}
    return pulling + [(a, b) for a, b in denied if a not in placed or b not in placed]


def _box(actor: Plain, named: bool) -> Box:
    size = radius_of(actor)
    if not named or "lines" not in actor:
        return Box(2 * size + 8, size + 4, size + 4)
    width = max(len(line) for line in actor["lines"]) * 6.6 + 12
    return Box(max(2 * size + 10, width), size + 5, size + 8 + 14.5 * len(actor["lines"]))
