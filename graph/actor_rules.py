"""Which nodes are actors, and which property names them: chosen by the user, or detected in the graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sociogram.graph.common.cypher_names import written_name
from sociogram.graph.common.keys import key_text
from sociogram.graph.common.text import did_you_mean, nearest
from sociogram.graph.errors import StoreError
from sociogram.graph.model import (
    ENTITY_LABEL,
    NAME_PROPERTIES,
    RELATION_TYPE_LABEL,
    SOURCE_LABEL,
    Node,
    caption,
    caption_of,
)
from sociogram.graph.nameless import described, description

SAMPLE = 1_000
"""The number of nodes of each label that are sampled to detect the property with the name."""

MOST_LABELS = 50
"""The number of labels that are sampled, those that the user chose first."""
MOST_KEYS = 10
"""The number of properties besides names and ids by which an actor can be found."""
CODE = r"\S*\d\S*"
"""A text that may be a number in a register; a town, too, may differ for each node."""
_NAME_WORDS = ("name", "title", "caption")


@dataclass(frozen=True, slots=True)
class ActorChoice:
    """The user's choice of actors and their names, and of the dates of ties.

    Attributes:
        labels: actors have one of these; empty if not chosen.
        names: properties with the name of an actor; the first that a node has is used; empty if not chosen.
        dates: the property with the beginning of a tie, and the one with its end; empty if not chosen.
    """

    labels: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeySample:
    """Counts of one property in a sample of a label's nodes.

    Attributes:
        nodes: how many nodes have it.
        texts: how many of these values are text.
        distinct: how many distinct texts there are.
        codes: how many of the texts have a digit and no space, as register numbers do.
    """

    nodes: int
    texts: int
    distinct: int
    codes: int = 0

    @property
    def distinguishes(self) -> bool:
        """Whether most values are different texts, as names are; forms of address repeat."""
        return self.texts * 2 > self.nodes and (self.distinct * 2 > self.texts or self.texts < 4)

    @property
    def description_rank(self) -> int:
        """Rank as a description, best first: 0 if all texts differ, 1 if there are no texts, else 2."""
        return 1 if not self.texts else 0 if 1 < self.texts == self.distinct else 2


Samples = Mapping[str, Mapping[str, KeySample]]
"""The samples by label; nodes without a label have an empty one."""


@dataclass(frozen=True, slots=True)
class Ids:
    """How well the property ``id`` identifies the nodes.

    Attributes:
        differ: whether no two have the same text, and none is the store's identifier of another node.
        are_text: whether all are texts.
        look_alike: whether a number has the same text as an id that is a text.
    """

    differ: bool = True
    are_text: bool = True
    look_alike: bool = False


@dataclass(frozen=True, slots=True)
class ActorRule:
    """Which nodes are actors, and which property names them.

    Attributes:
        labels: actors have one of these; empty for any.
        names: properties with the name; the first that a node has is used.
        without: nodes with one of these labels are not actors.
        has_ids: whether the property ``id`` identifies actors; otherwise only the node itself does.
        is_default: whether these are the entities of a graph that sociogram loaded.
        has_others: whether the graph also has nodes that sociogram did not load.
        has_text_ids: whether every ``id`` is a text; otherwise its text identifies an actor.
        quotes_ids: whether ids that are texts are shown in quotes: a number looks the same as one of them.
        described_by: properties that tell apart nodes without a name and an id; None if there are none.
        are_complete: whether every actor is known to have the properties ``name`` and ``id``.
        keys: other properties that identify an actor: a constraint keeps them unique, or their codes differ.
        names_label: whether the user chose ``label`` as a name; otherwise a ``label`` that repeats a label of
            the node is not a name.
    """

    labels: tuple[str, ...] = (ENTITY_LABEL,)
    names: tuple[str, ...] = NAME_PROPERTIES
    without: tuple[str, ...] = ()
    has_ids: bool = True
    is_default: bool = True
    has_others: bool = False
    has_text_ids: bool = True
    quotes_ids: bool = False
    described_by: tuple[str, ...] | None = None
    are_complete: bool = False
    names_label: bool = False
    keys: tuple[str, ...] = ()

    def pattern(self, variable: str) -> str:
        """Return the Cypher node pattern that matches actors."""
        if self.labels:
            return f"({variable}:{'|'.join(map(written_name, self.labels))})"
        excluded = "&".join(f"!{written_name(label)}" for label in self.without)
        return f"({variable}:{excluded})" if excluded else f"({variable})"

    def name(self, variable: str) -> str:
        """Return the Cypher expression for an actor's name; null if it has only an ``id``.

        As ``name_of`` does, it ignores a property ``label`` that repeats a label of the node, unless chosen.
        """
        parts = [f"{variable}.{written_name(name)}" for name in self.names]
        if "label" in self.names and not self.names_label:
            of_label = f"CASE WHEN NOT {variable}.label IN labels({variable}) THEN {variable}.label END"
            parts[self.names.index("label")] = of_label
        if self.described_by is not None:
            parts.append(description(variable, self.described_by))
        return f"coalesce({', '.join((*parts, 'null'))})"

    def shown(self, variable: str) -> str:
        """Return the Cypher expression for an actor's name, or else the text of its id, or else its node."""
        own = f"toStringOrNull({variable}.id)"
        if self.quotes_ids:
            own = f'CASE WHEN {variable}.id = {own} THEN "\'" + {variable}.id + "\'" ELSE {own} END'
        return f"coalesce({self.name(variable)}, {own}, elementId({variable}))"

    def key(self, variable: str) -> str:
        """Return the Cypher expression for the text that identifies an actor."""
        if not self.has_ids:
            return f"elementId({variable})"
        own = f"{variable}.id" if self.has_text_ids else f"toStringOrNull({variable}.id)"
        return f"coalesce({own}, elementId({variable}))"

    def other_keys(self, variable: str) -> str:
        """Return the Cypher expression for the list of the texts of an actor's other keys."""
        return f"[{', '.join(f'toStringOrNull({variable}.{written_name(key)})' for key in self.keys)}]"

    def own_id(self, variable: str) -> str:
        """Return the Cypher expression for an actor's ``id`` as it is; its node if ids do not differ."""
        return f"coalesce({variable}.id, elementId({variable}))" if self.has_ids else f"elementId({variable})"

    def key_of(self, node: Node) -> str:
        """Return the text that identifies an actor, as ``key`` does in Cypher."""
        return self.key_at(node.id, node.get("id"))

    def key_at(self, node: str, own: Any) -> str:
        """Return the text that identifies an actor, by the ``elementId()`` of its node and its ``id``."""
        found = key_text(own) if self.has_ids else None
        return node if found is None else found

    def name_of(self, node: Node) -> str:
        """Return the name of an actor for people, or of another node that a path visits."""
        is_actor = not self.labels or not set(self.labels).isdisjoint(node.labels)
        names = self.names if is_actor else (*self.names, *NAME_PROPERTIES)
        repeated = () if self.names_label else node.labels
        found = (caption_of(key, node.get(key), repeated) for key in names)
        if name := next(filter(None, found), ""):
            return name
        if self.described_by is not None and node.get("id") is None:
            return described(node, self.described_by)
        return self.shown_of(node.id, node.get("id"))

    def shown_of(self, node: str, own: Any) -> str:
        """Return what an actor without a name is called: the text of its id, or else its node."""
        if self.quotes_ids and isinstance(own, str):
            return f"'{own}'"
        found = None if isinstance(own, list | tuple) else caption_of("id", own, ())
        return found or node

    def name_key(self, node: Node) -> str:
        """Return the property that names an actor; if none does, the property to set."""
        if self.is_default:
            return NAME_PROPERTIES[0]
        held = (key for key in self.names if caption(node, [key]) not in (node.id, str(node.get("id"))))
        return next(held, next(iter(self.names), NAME_PROPERTIES[0]))

    def __str__(self) -> str:
        """Return the rule in words.

        >>> print(ActorRule(("Person", "Movie"), ("title",), is_default=False))
        nodes labelled Person or Movie, named by title
        """
        if self.labels:
            which = f"nodes labelled {' or '.join(self.labels)}{' alone' if self.has_others else ''}"
        elif self.without:
            which = f"nodes not labelled {' or '.join(self.without)}"
        else:
            which = "all nodes"
        return f"{which}, named by {', else '.join(self.names)}" if self.names else f"{which}, named by id"


ENTITIES = ActorRule()
"""The rule for a graph that sociogram loaded."""


@dataclass(frozen=True, slots=True)
class NodeCounts:
    """How many nodes of a graph sociogram loaded as actors, and how many it did not load.

    A few entities among many other nodes are not a graph that sociogram loaded: the others stay actors.

    Attributes:
        entities: the nodes labelled ``Entity``.
        others: the nodes that are neither entities nor labelled as sources or relation types.
    """

    entities: int
    others: int

    @property
    def are_loaded(self) -> bool:
        """Whether sociogram loaded the graph: most of its nodes are entities."""
        return 0 < self.entities >= self.others


def settled(choice: ActorChoice, counts: NodeCounts) -> ActorRule | None:
    """Return the rule for entities, without a sample, if they are chosen or most of the nodes; else None."""
    if choice.names:
        return None
    if choice.labels == (ENTITY_LABEL,) or (not choice.labels and counts.are_loaded):
        return ActorRule(has_others=counts.others > 0)
    return None


def rule_of(
    choice: ActorChoice, samples: Samples, *, is_loaded: bool, ids: Ids, keys: Sequence[str] = ()
) -> ActorRule:
    """Return the rule for a graph that is not settled.

    Args:
        choice: the user's choice.
        samples: the properties in samples of its nodes.
        is_loaded: whether sociogram loaded the graph.
        ids: how well the ids identify the nodes.
        keys: properties with a uniqueness constraint.
    """
    _check(choice, samples)
    labels = choice.labels or ((ENTITY_LABEL,) if is_loaded else ())
    without = () if labels else tuple(label for label in _OURS if _is_ours(label, samples))
    of_actors = {
        label: found
        for label, found in samples.items()
        if label not in without and (not labels or label in labels)
    }
    names = choice.names or naming_properties(of_actors, keys)
    return ActorRule(
        labels=labels,
        names=names,
        without=without,
        has_ids=ids.differ,
        is_default=False,
        has_text_ids=ids.are_text,
        quotes_ids=ids.look_alike,
        described_by=_described_by(of_actors, names),
        names_label="label" in choice.names,
        keys=_keys(of_actors, names, keys),
    )


def _keys(samples: Samples, names: Sequence[str], unique: Sequence[str]) -> tuple[str, ...]:
    """Return the properties besides names and ids that identify nodes, as far as a sample shows."""
    found: dict[str, None] = {}
    for sample in samples.values():
        most = max((one.nodes for one in sample.values()), default=0)
        found |= dict.fromkeys(
            key
            for key, one in sample.items()
            if key in unique or (1 < most == one.nodes == one.distinct == one.codes)
        )
    return tuple(key for key in found if key not in (*names, "id"))[:MOST_KEYS]


def _described_by(samples: Samples, names: Sequence[str]) -> tuple[str, ...] | None:
    """Return the properties that describe nodes whose label guarantees neither a name nor an id.

    Each label adds two: those that most of its nodes have; among these, first the texts that all differ.
    """
    found: dict[str, None] | None = None
    for label, sample in samples.items():
        most = max((one.nodes for one in sample.values()), default=0)
        if any(key in sample and sample[key].nodes == most for key in (*names, "id")) or not (
            label or sample
        ):
            continue
        candidates = [
            key for key, one in sample.items() if key not in names and (not one.texts or one.distinguishes)
        ]
        candidates.sort(key=lambda key: (-sample[key].nodes, sample[key].description_rank, key))
        found = {**(found or {}), **dict.fromkeys(candidates[:2])}
    return None if found is None else tuple(found)


def _check(choice: ActorChoice, samples: Samples) -> None:
    """Raise an error if a label or a property that the user chose does not exist."""
    for label in choice.labels:
        if not samples.get(label):
            there = [known for known, found in samples.items() if known and found]
            offer = did_you_mean(nearest(label, there)) or f"It has {', '.join(there) or 'none'}."
            raise StoreError(f"The graph has no nodes with the label '{label}'. {offer}")
    keys = {key for found in samples.values() for key in found}
    for name in choice.names:
        if name not in keys:
            offer = did_you_mean(nearest(name, keys)) or f"They have {', '.join(sorted(keys)) or 'none'}."
            raise StoreError(f"No node has the property '{name}'. {offer}")


_OURS = (SOURCE_LABEL, RELATION_TYPE_LABEL)


def _is_ours(label: str, samples: Samples) -> bool:
    """Return whether nodes of a label are sources or relation types as sociogram knows them."""
    found = samples.get(label, {})
    return ("id" if label == SOURCE_LABEL else "type") in found and "name" not in found


def naming_properties(samples: Samples, keys: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the properties that name nodes, in an order that gives each label its best property first.

    If persons have ``name`` and ``title`` and films only ``title``, ``name`` comes first: Ann Verhoef is not
    called ``Dr``.

    Args:
        samples: the properties in samples of the nodes.
        keys: properties with a uniqueness constraint.
    """
    best: Counter[str] = Counter()
    passed_over: Counter[str] = Counter()
    rejected: set[str] = set()
    for found in samples.values():
        candidates = sorted(
            (key for key, sample in found.items() if _rank(key, keys) and sample.distinguishes),
            key=lambda key: (_rank(key, keys), -found[key].texts, key),
        )
        of_label = _most_nodes_named(candidates, found)
        best.update(of_label)
        passed_over.update(key for key in found if key not in of_label)
        rejected.update(key for key in found if key not in candidates)
    chosen = sorted(best, key=lambda key: (passed_over[key], _rank(key, keys), key))
    held = {key for found in samples.values() for key in found}
    rest = [key for key in NAME_PROPERTIES if key in held and key not in best and key not in rejected]
    return (*chosen, *rest)


def _most_nodes_named(candidates: Sequence[str], found: Mapping[str, KeySample]) -> list[str]:
    """Return the first candidate that names many nodes of a label, and one for the nodes that lack it.

    A property of a few nodes does not come first, unless it is ``name``.
    """
    if not candidates:
        return []
    most = max(candidates, key=lambda key: found[key].nodes)
    name = NAME_PROPERTIES[0]
    first = next(key for key in candidates if key == name or found[key].nodes * 2 >= found[most].nodes)
    return [first] if found[first].nodes == found[most].nodes else [first, most]


def _rank(key: str, unique: Sequence[str]) -> int:
    """Return how likely a property is to hold names: 1 is the likeliest, 0 means that it does not."""
    if key in NAME_PROPERTIES:
        return 1 + NAME_PROPERTIES.index(key)
    letters = key.lower().replace("_", "")
    if any(letters.endswith(word) for word in _NAME_WORDS):
        return 10
    return 20 if key in unique and key != "id" else 0
