"""Uniqueness: no two nodes with a label have the same value of a property."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sociogram.graph.errors import CypherConstraintValidationFailed, CypherConstraintVerificationFailed
from sociogram.graph.memory.index import GraphIndex
from sociogram.graph.memory.lookup import value_key


class Constraints:
    """The uniqueness constraints of a store, by label and property."""

    __slots__ = ("_keys", "names")

    def __init__(self) -> None:
        self.names: dict[tuple[str, str], str] = {}
        self._keys: dict[str, list[str]] = {}

    def __bool__(self) -> bool:
        return bool(self.names)

    def add(self, index: GraphIndex, label: str, key: str, name: str) -> bool:
        """Keep a constraint from now on; False where it is kept already.

        Raises:
            CypherConstraintVerificationFailed: the graph breaks it as it is.
        """
        if (label, key) in self.names:
            return False
        seen: dict[Any, Any] = {}
        for value in index.node_property(key).take(index.nodes_with_label(label)).to_list():
            found = value_key(value)
            if found is not None and found in seen:
                raise CypherConstraintVerificationFailed(
                    f"Cannot keep {key} of :{label} unique: more than one node has {value!r}. "
                    "Give each a value of its own first.",
                    detail="CreateConstraint",
                )
            seen[found] = None
        self.names[label, key] = name
        self._keys.setdefault(label, []).append(key)
        return True

    def drop(self, label: str, key: str) -> bool:
        """Keep a constraint no longer; False where there was none."""
        if self.names.pop((label, key), None) is None:
            return False
        self._keys[label].remove(key)
        return True

    def check(
        self, index: GraphIndex, labels: Iterable[str], values: Mapping[str, Any], slot: int | None = None
    ) -> None:
        """Raise where a node with ``labels`` and ``values`` would break a constraint.

        Args:
            index: the graph as it is.
            labels: labels of the node.
            values: properties of the node, those that are new at least.
            slot: the node, where it exists.

        Raises:
            CypherConstraintValidationFailed: another node has the value.
        """
        for label in labels:
            for key in self._keys.get(label, ()):
                value = values.get(key)
                if value is None:
                    continue
                if any(other != slot for other in index.nodes_with_value(key, value, label).tolist()):
                    raise CypherConstraintValidationFailed(
                        f"A :{label} with {key} {value!r} exists already, and its {key} must be unique. "
                        "MERGE finds the one that exists.",
                        detail="ConstraintValidationFailed",
                    )
