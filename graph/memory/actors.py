"""Detects which nodes of a graph in memory are actors."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from sociogram.graph.actor_rules import (
    CODE,
    MOST_LABELS,
    SAMPLE,
    ActorChoice,
    ActorRule,
    Ids,
    KeySample,
    NodeCounts,
    rule_of,
    settled,
)
from sociogram.graph.columns import BoolArray, Column, IntArray, TextColumn
from sociogram.graph.common.keys import key_text
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL

_CODE = re.compile(CODE)


def actor_rule(snapshot: Snapshot, choice: ActorChoice) -> ActorRule:
    """Return the rule for a snapshot."""
    counts = node_counts(snapshot)
    if (rule := settled(choice, counts)) is not None and _have_texts(snapshot):
        return replace(rule, are_complete=_are_complete(snapshot))
    labels = [*choice.labels, *(label for label in snapshot.labels if label not in choice.labels)]
    samples = {label: _sample(snapshot, snapshot.nodes_with_label(label)) for label in labels[:MOST_LABELS]}
    first = snapshot.all_nodes()[:SAMPLE].tolist()
    unlabelled = [slot for slot in first if not snapshot.node_labels(slot)]
    samples[""] = _sample(snapshot, np.array(unlabelled, dtype=np.int64))
    return rule_of(choice, samples, is_loaded=counts.are_loaded, ids=_ids(snapshot))


def node_counts(snapshot: Snapshot) -> NodeCounts:
    """Return how many nodes sociogram loaded, and how many others there are."""
    entities, *described = map(snapshot.label_count, (ENTITY_LABEL, SOURCE_LABEL, RELATION_TYPE_LABEL))
    return NodeCounts(entities, snapshot.node_count - entities - sum(described))


def _have_texts(snapshot: Snapshot) -> bool:
    """Return whether the ids of all entities are texts."""
    ids = snapshot.node_property("id")
    return _are_texts(ids) or _are_texts(ids.take(snapshot.nodes_with_label(ENTITY_LABEL)))


def _are_complete(snapshot: Snapshot) -> bool:
    """Return whether every entity has a name and an id."""
    entities = snapshot.nodes_with_label(ENTITY_LABEL)
    return not any(snapshot.node_property(name).take(entities).null_mask().any() for name in ("name", "id"))


def actor_mask(snapshot: Snapshot, rule: ActorRule) -> BoolArray:
    """Return which slots hold actors; the mask may be true where no node is left."""
    mask = np.zeros(snapshot.node_slots, dtype=np.bool_)
    for label in rule.labels or rule.without:
        mask |= snapshot.label_mask(label)
    return mask if rule.labels else ~mask


def _sample(snapshot: Snapshot, slots: IntArray) -> dict[str, KeySample]:
    found = {}
    for key in snapshot.node_property_keys:
        values = [
            value for value in snapshot.node_property(key).take(slots[:SAMPLE]).to_list() if value is not None
        ]
        texts = [value for value in values if isinstance(value, str)]
        if values:
            codes = sum(_CODE.fullmatch(text) is not None for text in texts)
            found[key] = KeySample(len(values), len(texts), len(set(texts)), codes)
    return found


def _are_texts(column: Column) -> bool:
    """Return whether a column has only texts, without reading it if its class says so."""
    return isinstance(column, TextColumn) or all(
        value is None or isinstance(value, str) for value in column.to_list()
    )


def _ids(snapshot: Snapshot) -> Ids:
    """Compare the ids of all nodes, as texts; a node without an id is known by the store's identifier.

    Dates, durations and points do not identify nodes, because stores write their texts differently.
    """
    slots = snapshot.all_nodes()
    column = snapshot.node_property("id").take(slots)
    values = column.to_list()
    found = list(map(key_text, values))
    texts = [str(slot) if text is None else text for slot, text in zip(slots.tolist(), found, strict=True)]
    pairs = list(zip(values, found, strict=True))
    are_keys = all(text is not None or value is None or isinstance(value, list) for value, text in pairs)
    differ = are_keys and len(set(texts)) == len(texts)
    if _are_texts(column):
        return Ids(differ)
    words = {value for value in values if isinstance(value, str)}
    numbers = (text for value, text in pairs if not isinstance(value, str))
    return Ids(differ, are_text=False, look_alike=not words.isdisjoint(numbers))
