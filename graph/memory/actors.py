"""Detects which nodes of a graph in memory are actors."""

from __future__ import annotations

import numpy as np

from sociogram.graph.actor_rules import (
    MOST_LABELS,
    SAMPLE,
    ActorChoice,
    ActorRule,
    KeySample,
    NodeCounts,
    rule_of,
    settled,
)
from sociogram.graph.columns import BoolArray, IntArray
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL


def actor_rule(snapshot: Snapshot, choice: ActorChoice) -> ActorRule:
    """Return the rule for a snapshot."""
    counts = node_counts(snapshot)
    if (rule := settled(choice, counts)) is not None:
        return rule
    labels = [*choice.labels, *(label for label in snapshot.labels if label not in choice.labels)]
    samples = {label: _sample(snapshot, snapshot.nodes_with_label(label)) for label in labels[:MOST_LABELS]}
    first = snapshot.all_nodes()[:SAMPLE].tolist()
    unlabelled = [slot for slot in first if not snapshot.node_labels(slot)]
    samples[""] = _sample(snapshot, np.array(unlabelled, dtype=np.int64))
    return rule_of(choice, samples, is_loaded=counts.are_loaded, has_ids=_ids_differ(snapshot))


def node_counts(snapshot: Snapshot) -> NodeCounts:
    """Return how many nodes sociogram loaded, and how many others there are."""
    entities, *described = map(snapshot.label_count, (ENTITY_LABEL, SOURCE_LABEL, RELATION_TYPE_LABEL))
    return NodeCounts(entities, snapshot.node_count - entities - sum(described))


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
            found[key] = KeySample(len(values), len(texts), len(set(texts)))
    return found


def _ids_differ(snapshot: Snapshot) -> bool:
    ids = snapshot.node_property("id").take(snapshot.all_nodes()).to_list()
    written = [str(value) for value in ids if value is not None]
    return len(set(written)) == len(written)
