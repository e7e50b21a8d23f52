"""Constraints of a graph in memory: unique properties, and the keys of a data folder's tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple

import numpy as np

from sociogram.graph.errors import CypherConstraintValidationFailed, CypherConstraintVerificationFailed
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.memory.storage.value_index import value_key
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL

_LOOKUP_LIMIT = 500
"""Up to this many values are looked up one by one; more are counted in one pass."""


class SchemaRule(NamedTuple):
    """An index or a constraint: its name, its kind and its properties.

    ``tokens`` are relationship types if ``on_relationships``, otherwise labels.
    """

    name: str
    kind: str
    on_relationships: bool
    tokens: tuple[str, ...]
    keys: tuple[str, ...]

    @property
    def schema(self) -> tuple[bool, tuple[str, ...], tuple[str, ...]]:
        """What the rule applies to; two rules of one kind with equal schemas are duplicates."""
        return self.on_relationships, self.tokens, self.keys

    def __str__(self) -> str:
        """Return what the rule applies to as a Cypher pattern."""
        tokens = "|".join(self.tokens)
        where = f"()-[:{tokens}]-()" if self.on_relationships else f":{tokens}"
        return f"{where}({', '.join(self.keys)})"


class Constraints:
    """The uniqueness constraints of a store, by name."""

    __slots__ = ("_by_label", "rules")

    def __init__(self) -> None:
        self.rules: dict[str, SchemaRule] = {}
        self._by_label: dict[str, list[SchemaRule]] = {}

    def __bool__(self) -> bool:
        return bool(self.rules)

    def add(self, snapshot: Snapshot, rule: SchemaRule) -> None:
        """Enforce a constraint on the nodes of one label from now on.

        Raises:
            CypherConstraintVerificationFailed: the graph violates it already.
        """
        (label,) = rule.tokens
        slots = snapshot.nodes_with_label(label)
        columns = [snapshot.node_property(key).take(slots).to_list() for key in rule.keys]
        seen: set[tuple[Any, ...]] = set()
        for values in zip(*columns, strict=True):
            found = tuple(map(value_key, values))
            if None in found:
                continue
            if found in seen:
                raise CypherConstraintVerificationFailed(
                    f"Cannot keep {_named(rule.keys)} of :{label} unique: more than one node has "
                    f"{_shown(values)}. Give each a value of its own first.",
                    detail="CreateConstraint",
                )
            seen.add(found)
        self.rules[rule.name] = rule
        self._by_label.setdefault(label, []).append(rule)

    def drop(self, name: str) -> bool:
        """Stop enforcing a constraint; return False if none has this name."""
        rule = self.rules.pop(name, None)
        if rule is None:
            return False
        self._by_label[rule.tokens[0]].remove(rule)
        return True

    def check(
        self, snapshot: Snapshot, labels: Iterable[str], values: Mapping[str, Any], slot: int | None = None
    ) -> None:
        """Check that a node with ``labels`` and ``values`` violates no constraint.

        Args:
            snapshot: the graph before the write.
            labels: the labels of the node.
            values: at least the properties that the write sets.
            slot: the node, if it exists already.

        Raises:
            CypherConstraintValidationFailed: another node has the same values.
        """
        for label in labels:
            for rule in self._by_label.get(label, ()):
                if values.keys().isdisjoint(rule.keys):
                    continue
                own = [_value(snapshot, values, key, slot) for key in rule.keys]
                if None not in own and _is_taken(snapshot, label, rule.keys, own, slot):
                    raise CypherConstraintValidationFailed(
                        f"A :{label} with {_named(rule.keys)} {_shown(own)} already exists, and its "
                        f"{_named(rule.keys)} must be unique. MERGE finds the one that exists.",
                        detail="ConstraintValidationFailed",
                    )


def _value(snapshot: Snapshot, values: Mapping[str, Any], key: str, slot: int | None) -> Any:
    if key in values or slot is None:
        return values.get(key)
    return snapshot.node_property_value(slot, key)


def _is_taken(
    snapshot: Snapshot, label: str, keys: tuple[str, ...], values: list[Any], slot: int | None
) -> bool:
    found = [snapshot.nodes_with_value(key, value, label) for key, value in zip(keys, values, strict=True)]
    return any(other != slot for other in reduce(np.intersect1d, found).tolist())


def _named(keys: tuple[str, ...]) -> str:
    return " and ".join(keys)


def _shown(values: Iterable[Any]) -> str:
    return " and ".join(map(repr, values))


def check_keys(snapshot: Snapshot, nodes: Iterable[int], relationships: Iterable[int]) -> None:
    """Check that what a transaction wrote can be saved to a data folder and opened again.

    Args:
        snapshot: the graph with the transaction's writes.
        nodes: the nodes whose key or labels were written.
        relationships: the relationships whose id was written.

    Raises:
        CypherConstraintValidationFailed: a key is missing, not unique or not text.
    """
    written: dict[str, dict[int, Any]] = {}
    for slot in nodes:
        if snapshot.is_node(slot):
            label, key = table_of(snapshot.node_labels(slot))
            value = snapshot.node_property_value(slot, key)
            _check_key(label, key, value)
            if value is not None:
                written.setdefault(label, {})[slot] = value
    for label, values in written.items():
        _check_unique_nodes(snapshot, label, values)
    ids = {
        slot: snapshot.relationship_property_value(slot, "id")
        for slot in relationships
        if snapshot.is_relationship(slot)
    }
    _check_unique_relationships(snapshot, [value for value in ids.values() if value is not None])


def _check_unique_relationships(snapshot: Snapshot, written: Sequence[Any]) -> None:
    counts: Mapping[Any, int] = {}
    if snapshot.has_text_ids and all(type(value) is str for value in written):
        counts = {own: len(slots) for own, slots in snapshot.relationships_called(written).items()}
    elif written:
        live = snapshot.all_relationships()
        counts = Counter(map(value_key, snapshot.relationship_property("id").take(live).to_list()))
    for value in written:
        if counts[value_key(value)] > 1:
            raise _duplicate("relations", "id", value)


def table_of(labels: Iterable[str]) -> tuple[str, str]:
    """Return the label of the table that stores a node, and the property that is the table's key."""
    if ENTITY_LABEL not in labels:
        if SOURCE_LABEL in labels:
            return SOURCE_LABEL, "id"
        if RELATION_TYPE_LABEL in labels:
            return RELATION_TYPE_LABEL, "type"
    return ENTITY_LABEL, "id"


def _check_key(label: str, key: str, value: Any) -> None:
    # Saving creates an id for an entity without one.
    if value is None and label == ENTITY_LABEL:
        return
    if not isinstance(value, str) or not value.strip():
        raise CypherConstraintValidationFailed(
            f"The {key} of a :{label} must be a string that is not empty, but would be "
            f"{'missing' if value is None else repr(value)}. The graph is saved in a data folder, where the "
            f"{key} identifies the row.",
            detail="ConstraintValidationFailed",
        )


def _check_unique_nodes(snapshot: Snapshot, label: str, written: Mapping[int, Any]) -> None:
    key = table_of((label,))[1]
    if len(written) > _LOOKUP_LIMIT:
        everything = Counter(
            value
            for slot, value in enumerate(snapshot.node_property(key).to_list())
            if value is not None
            and snapshot.is_node(slot)
            and table_of(snapshot.node_labels(slot))[0] == label
        )
        again = next((value for value in written.values() if everything[value] > 1), None)
    else:
        again = next(
            (
                value
                for slot, value in written.items()
                for other in snapshot.nodes_with_value(key, value).tolist()
                if other != slot and table_of(snapshot.node_labels(other))[0] == label
            ),
            None,
        )
    if again is not None:
        raise _duplicate(f":{label} nodes", key, again)


def _duplicate(what: str, key: str, value: Any) -> CypherConstraintValidationFailed:
    return CypherConstraintValidationFailed(
        f"Two {what} would have the {key} {value!r}, and the data folder of this graph could not be opened "
        f"again. Give one of them another {key}; MERGE finds the one that exists.",
        detail="ConstraintValidationFailed",
    )
