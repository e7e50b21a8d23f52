"""A scene: everything that a page shows, as plain data.

``Scene.of`` accepts any part of a graph. Missing data (claimant, source, certainty) stays empty here, so that
the page can show that it is not given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sociogram.graph.common.partial_date import first_day, last_day
from sociogram.graph.model import (
    ENTITY_LABEL,
    RELATION_TYPE_LABEL,
    SOURCE_LABEL,
    Node,
    Relationship,
    caption,
    is_directed,
)
from sociogram.graph.subgraph import Subgraph
from sociogram.viz.layout import SEED, Box, lay_out
from sociogram.viz.style import VAGUE, assign_styles, certainty_rank, line_of, radius
from sociogram.viz.text import (
    as_text,
    as_texts,
    day_after,
    folded,
    label_lines,
    web_link,
)

_SHOWN_OF_ACTOR = {"id", "name", "aliases", "summary", "country", "url", "labels"}
_SHOWN_OF_TIE = {
    "id", "role", "start_date", "end_date", "sources", "paragraph",
    "claimed_by", "certainty", "summary", "mention", "type", "contradicted_by",
}  # fmt: skip
LABELLED_LIMIT = 160
"""Up to this many actors the layout keeps room for every name; above, for the names of the best tied."""

Plain = dict[str, Any]


@dataclass(slots=True)
class Scene:
    """What one page shows. ``actors`` and ``ties`` refer to each other and to the lists by place."""

    title: str
    question: str = ""
    data_date: str = ""
    actors: list[Plain] = field(default_factory=list)
    ties: list[Plain] = field(default_factory=list)
    kinds: list[Plain] = field(default_factory=list)
    """The labels that are drawn: name, look, count."""
    types: list[Plain] = field(default_factory=list)
    """The relation types: name, wording in both directions, directed or not, count."""
    certainties: list[Plain] = field(default_factory=list)
    claimants: list[Plain] = field(default_factory=list)
    sources: list[Plain] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    """The days on which any tie begins or has just ended, in order; empty where nothing is dated."""
    positions: list[tuple[int, int]] = field(default_factory=list)
    note: str = ""
    """What of the graph is not drawn, or not one by one, in a sentence; empty where all is."""
    facts: str = ""
    """What is drawn, in numbers; empty where the counts of the lists say it."""
    overview: bool = False
    """Whether ``actors`` are groups, and a tie stands for ``count`` ties (see ``viz/overview.py``)."""

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
        outside: Mapping[str, int] | None = None,
        note: str = "",
        seed: int = SEED,
    ) -> Scene:
        """Return the scene of a part of a graph.

        Args:
            subgraph: what is drawn.
            title: the page's title.
            question: what the page answers, in a sentence.
            data_date: the date of the data, as it shall be shown; else the latest source's.
            sources: the nodes that describe sources (``id``, ``title``, ``publisher``, ``date``, ``url`` …).
            relation_types: the nodes that give wordings (``type``, ``forward``, ``backward``, ``directed``).
            actors_by_id: names of claimants that are not drawn themselves, by their ``id``.
            outside: how many ties of an actor, by its node's id, run to actors that are not drawn.
            note: what of the graph is not drawn, in a sentence.
            seed: of the layout.
        """
        scene = cls(as_text(title) or "Untitled", as_text(question), note=note)
        nodes = sorted(drawn_nodes(subgraph), key=_order)
        ties = sorted(subgraph.relationships, key=lambda tie: (_property_id(tie), tie.id))
        places = {node.id: place for place, node in enumerate(nodes)}
        ties = [tie for tie in ties if tie.start in places and tie.end in places]
        _add_actors(scene, nodes, ties, places)
        for node_id in places.keys() & (outside or {}).keys():
            scene.actors[places[node_id]]["outside"] = (outside or {})[node_id]
        _add_types(scene, ties, relation_types)
        _TieWriter(scene, nodes, sources, actors_by_id or {}).add(ties, places)
        scene._order_claimants()
        scene.data_date = as_text(data_date) or max((s.get("date", "") for s in scene.sources), default="")
        arrange(scene, seed)
        return scene

    def _order_claimants(self) -> None:
        """Sort claimants by their number of claims, ties without a claimant last."""
        old = self.claimants
        order = sorted(
            range(len(old)), key=lambda n: ("name" not in old[n], -old[n]["count"], old[n].get("name", ""))
        )
        self.claimants = [old[place] for place in order]
        new = {place: rank for rank, place in enumerate(order)}
        for tie in self.ties:
            tie["claimant"] = new[tie["claimant"]]

    def to_dict(self) -> Plain:
        """Return what the page's script reads; positions are drawn, not read."""
        return {
            "title": self.title,
            "question": self.question,
            "dataDate": self.data_date,
            "actors": self.actors,
            "ties": self.ties,
            "kinds": self.kinds,
            "types": self.types,
            "certainties": self.certainties,
            "claimants": self.claimants,
            "sources": self.sources,
            "days": self.days,
        } | _without_empty({"note": self.note, "overview": self.overview or None})


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


def _order(node: Node) -> tuple[str, str, str]:
    return (_property_id(node), name_of(node), node.id)


def _without_empty(plain: Plain) -> Plain:
    """Return the fields that have a value: most fields of most ties are empty."""
    return {key: value for key, value in plain.items() if value not in (None, "", [], {})}


def _more(properties: Mapping[str, Any], shown: set[str]) -> Plain:
    """Return the properties that the page shows in its list of other properties."""
    return {as_text(key): as_text(properties[key]) for key in sorted(properties, key=str) if key not in shown}


def _add_actors(scene: Scene, nodes: list[Node], ties: list[Relationship], places: Mapping[str, int]) -> None:
    degrees: Counter[int] = Counter()
    for tie in ties:
        degrees[places[tie.start]] += 1
        if tie.end != tie.start:
            degrees[places[tie.end]] += 1
    spread = Counter(label for node in nodes for label in node.labels if label != ENTITY_LABEL)
    drawn = [_drawn_label(node, spread) for node in nodes]
    counts = Counter(drawn)
    look = assign_styles(counts)
    kin = Counter({look[label].colour: 0 for label in counts})
    for label in counts:
        kin[look[label].colour] += counts[label]
    # kin stand together in the legend, the largest first
    kinds = sorted(counts, key=lambda k: (k == "", -kin[look[k].colour], look[k].colour, -counts[k], k))
    scene.kinds = [
        {"name": as_text(k), "colour": look[k].colour, "shape": look[k].shape, "count": counts[k]}
        for k in kinds
    ]
    number = {label: place for place, label in enumerate(kinds)}
    for place, node in enumerate(nodes):
        name = name_of(node)
        aliases = as_texts(node.get("aliases"))
        scene.actors.append(
            _without_empty(
                {
                    "id": _property_id(node),
                    "name": name,
                    "lines": label_lines(name),
                    "keys": [folded(text) for text in (name, *aliases)],
                    "labels": [as_text(label) for label in node.labels if label != ENTITY_LABEL],
                    "aliases": aliases,
                    "summary": as_text(node.get("summary")),
                    "country": as_text(node.get("country")),
                    "url": as_text(node.get("url")),
                    "link": web_link(node.get("url")),
                    "more": _more(node.properties, _SHOWN_OF_ACTOR),
                }
            )
            | {"kind": number[drawn[place]], "degree": degrees[place]}
        )


def _drawn_label(node: Node, spread: Mapping[str, int]) -> str:
    """Return the label that most actors share, so that the picture needs few colours."""
    labels = [label for label in node.labels if label != ENTITY_LABEL]
    return min(labels, key=lambda label: (label in VAGUE, -spread[label], label)) if labels else ""


def _add_types(scene: Scene, ties: list[Relationship], relation_types: Iterable[Node]) -> None:
    wordings = {as_text(node.get("type")): node for node in relation_types}
    counts = Counter(tie.type for tie in ties)
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        wording = wordings.get(name)
        plain = " ".join(as_text(name).replace("_", " ").split()).lower() or "is tied to"
        directed = True if wording is None else is_directed(wording.get("directed"))
        forward = as_text(wording.get("forward")) if wording else ""
        backward = as_text(wording.get("backward")) if wording else ""
        scene.types.append(
            _without_empty(
                {
                    "name": as_text(name),
                    "words": forward or plain,
                    "backward": backward or ("" if directed else forward or plain),
                    "description": as_text(wording.get("description")) if wording else "",
                }
            )
            | {"directed": directed, "count": counts[name]}
        )


class _TieWriter:
    """Writes ties as plain data and collects the claimants, sources, certainties and days they name."""

    def __init__(
        self, scene: Scene, nodes: list[Node], sources: Iterable[Node], names: Mapping[str, str]
    ) -> None:
        self.scene = scene
        self.described = {_property_id(node): node for node in sources}
        self.names = names
        self.actor_places = {_property_id(node): place for place, node in enumerate(nodes)}
        self.source_places: dict[str, int] = {}
        self.claimant_places: dict[str, int] = {}

    def add(self, ties: list[Relationship], places: Mapping[str, int]) -> None:
        """Write all ties; counts of certainties and claimants come with them."""
        types = {entry["name"]: place for place, entry in enumerate(self.scene.types)}
        certainties = [as_text(tie.get("certainty")).strip().lower() for tie in ties]
        self.scene.certainties = certainties_of(certainties)
        order = {entry["key"]: place for place, entry in enumerate(self.scene.certainties)}
        days: set[str] = set()
        for tie, certainty in zip(ties, certainties, strict=True):
            plain = self._written(tie)
            plain |= {"a": places[tie.start], "b": places[tie.end]}
            plain |= {"type": types[as_text(tie.type)], "certainty": order[certainty]}
            plain["claimant"] = self._claimant(as_text(tie.get("claimed_by")).strip())
            first, last = first_day(as_text(tie.get("start_date"))), last_day(as_text(tie.get("end_date")))
            plain |= _without_empty({"first": first, "last": last})
            days |= {day for day in (first, day_after(last) if last else None) if day}
            self.scene.ties.append(plain)
        self.scene.days = sorted(days)

    def _written(self, tie: Relationship) -> Plain:
        shown = {key: as_text(tie.get(key)) for key in ("role", "start_date", "end_date", "paragraph")}
        said = {key: as_text(tie.get(key)) for key in ("summary", "mention")}
        return _without_empty(
            {
                "id": _property_id(tie),
                "nameless": None if as_text(tie.get("id")) else True,  # its id is the store's, not the data's
                "role": shown["role"],
                "start": shown["start_date"],
                "end": shown["end_date"],
                "paragraph": shown["paragraph"],
                "sources": [self._source(text) for text in as_texts(tie.get("sources"))],
                "contradictedBy": [self._voice(text) for text in as_texts(tie.get("contradicted_by"))],
                "more": _more(tie.properties, _SHOWN_OF_TIE),
            }
            | said
        )

    def _voice(self, key: str) -> Plain:
        """Return a voice: an actor in the picture, or one known only by name or id."""
        actor = self.actor_places.get(key) if key else None
        drawn = self.scene.actors[actor]["name"] if actor is not None else ""
        return _without_empty(
            {"name": drawn or as_text(self.names.get(key)) or key, "id": key, "actor": actor}
        )

    def _claimant(self, key: str) -> int:
        place = self.claimant_places.get(key)
        if place is None:
            place = self.claimant_places[key] = len(self.scene.claimants)
            self.scene.claimants.append(self._voice(key) | {"count": 0})
        self.scene.claimants[place]["count"] += 1
        return place

    def _source(self, key: str) -> int:
        place = self.source_places.get(key)
        if place is None:
            place = self.source_places[key] = len(self.scene.sources)
            node = self.described.get(key)
            fields = ("title", "author", "publisher", "date", "url", "language")
            entry = {name: as_text(node.get(name)) for name in fields} if node else {}
            entry["id"] = key
            entry["link"] = web_link(entry.get("url") or key) or ""
            self.scene.sources.append(_without_empty(entry))
        return place


def certainties_of(certainties: Iterable[str]) -> list[Plain]:
    """List the certainties that occur, the firmest first, each with its line and its count."""
    counts = Counter(certainties)
    entries: list[Plain] = []
    for key in sorted(counts, key=certainty_rank):
        line = line_of(key)
        entry = {"key": key, "name": line.name, "meaning": line.meaning, "count": counts[key]}
        entries.append(entry | {"width": line.width, "dashes": list(line.dashes)})
    return entries


def radius_of(actor: Plain) -> float:
    """Return how large an actor is drawn: by its ties; a group, by its members."""
    reach: float = actor.get("reach") or radius(actor["degree"])
    return reach


def arrange(scene: Scene, seed: int) -> None:
    """Lay the scene out, with room for the names that show at first sight."""
    ranked = sorted(range(len(scene.actors)), key=lambda place: (-scene.actors[place]["degree"], place))
    named = set(ranked[:LABELLED_LIMIT])
    boxes = [_box(actor, place in named) for place, actor in enumerate(scene.actors)]
    pairs = [(tie["a"], tie["b"]) for tie in scene.ties]
    scene.positions = lay_out(len(scene.actors), pairs, boxes, seed=seed)


def _box(actor: Plain, named: bool) -> Box:
    size = radius_of(actor)
    if not named or "lines" not in actor:
        return Box(2 * size + 8, size + 4, size + 4)
    width = max(len(line) for line in actor["lines"]) * 6.6 + 12
    return Box(max(2 * size + 10, width), size + 5, size + 8 + 14.5 * len(actor["lines"]))
