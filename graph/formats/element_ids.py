"""The ids of nodes and relationships in a file, and which relationships have no direction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice

import numpy as np

from sociogram.graph.columns import BoolArray, BoolColumn, Column, IntArray, ObjectArray, TextColumn
from sociogram.graph.graph_columns import GraphColumns, PropertyColumns
from sociogram.graph.model import RELATION_TYPE_LABEL, is_directed


class ElementIds:
    """An id for each node or relationship: its property ``id`` if no earlier one has it, or a generated one.

    Args:
        elements: the nodes or relationships.
        word: what a generated id begins with.
        written: returns an id as the format writes it; ids must be unique in that form.

    Attributes:
        are_own: whether each id is the property ``id`` as it is.
    """

    def __init__(self, elements: PropertyColumns, word: str, written: Callable[[str], str]) -> None:
        column = elements.properties.get("id")
        self._elements = elements
        self.are_own = column is not None and _are_distinct(column, elements.slots, written)
        self._found: list[str] = [] if self.are_own else _ids(elements, word, written)

    def chunks(self) -> Iterator[list[str]]:
        """Yield the ids in the order of the slots, a few thousand at a time."""
        if self.are_own:
            yield from self._elements.values("id")
            return
        found = iter(self._found)
        for slots in self._elements.chunks():
            yield list(islice(found, len(slots)))

    def by_slot(self, escaped: Callable[[list[str]], list[str]] = list) -> ObjectArray:
        """Return the ids by slot, as ``escaped`` gives them; None where there is no element."""
        found = np.empty(int(self._elements.slots.max(initial=-1)) + 1, dtype=np.object_)
        for slots, ids in zip(self._elements.chunks(), self.chunks(), strict=True):
            found[slots] = escaped(ids)
        return found


def _are_distinct(column: Column, slots: IntArray, written: Callable[[str], str]) -> bool:
    """Return whether all ids are distinct texts that the format writes unchanged."""
    if not isinstance(column, TextColumn):
        return False
    codes = column.codes[slots]
    if not len(codes) or codes.min() < 0 or np.bincount(codes).max() > 1:
        return False
    for begin in range(0, len(codes), _BATCH_SIZE):
        texts = column.dictionary.texts(codes[begin : begin + _BATCH_SIZE])
        joined = "\n".join(texts)
        if "" in texts or written(joined) != joined:
            return False
    return True


_BATCH_SIZE = 8_192


def _ids(elements: PropertyColumns, word: str, written: Callable[[str], str]) -> list[str]:
    """Return the ids, chosen one by one."""
    found: list[str | None] = []
    taken: set[str] = set()
    for values in elements.values("id"):
        for own in values:
            name = written(str(own)) if isinstance(own, str | int) and not isinstance(own, bool) else ""
            found.append(name if name and name not in taken else None)
            taken.add(name)
    named: list[str] = []
    for number, own_name in enumerate(found):
        made = f"{word}-{number}" if own_name is None else own_name
        while own_name is None and made in taken:
            made += "'"
        taken.add(made)
        named.append(made)
    return named


def undirected(part: GraphColumns) -> BoolArray:
    """Return, by position, whether a relationship has no direction by its own ``directed`` or its type's."""
    types = part.undirected_types | _undirected_types(part)
    ties = part.relationships
    of_type = np.array([name in types for name in ties.types.table], dtype=np.bool_)
    found = (
        of_type[ties.types.codes[ties.slots]] if len(of_type) else np.zeros(len(ties.slots), dtype=np.bool_)
    )
    own = ties.properties.get("directed")
    if own is not None:
        values = chain.from_iterable(ties.values("directed"))
        for position, value in enumerate(values):
            if value is not None:
                found[position] = not is_directed(value)
    return found


def _undirected_types(part: GraphColumns) -> frozenset[str]:
    labels = np.array([RELATION_TYPE_LABEL in held for held in part.nodes.labels.table], dtype=np.bool_)
    slots = part.nodes.slots
    drawn = part.nodes.at(slots[labels[part.nodes.labels.codes[slots]]]) if labels.any() else []
    return frozenset(
        node.properties["type"]
        for node in (*drawn, *part.catalogue)
        if RELATION_TYPE_LABEL in node.labels
        and isinstance(node.properties.get("type"), str)
        and not is_directed(node.properties.get("directed"))
    )


def direction(without: BoolArray) -> str:
    """Return what a file declares: ``undirected`` if no relationship has a direction, else ``directed``."""
    return "undirected" if len(without) and bool(without.all()) else "directed"


def missing_directions(part: GraphColumns, without: BoolArray) -> dict[str, Column]:
    """Return ``directed`` by slot: false for undirected relationships that do not have it, else null.

    For files that declare one direction for all edges, since NetworkX cannot read a mixture. Nothing is
    missing if no relationship has a direction: the file's declaration suffices.
    """
    ties = part.relationships
    missing = without & _is_null(ties)
    if without.all() or not missing.any():
        return {}
    nulls = np.ones(int(ties.slots.max()) + 1, dtype=np.bool_)
    nulls[ties.slots[missing]] = False
    return {"directed": BoolColumn(np.zeros(len(nulls), dtype=np.bool_), nulls)}


def own_direction(part: GraphColumns, without: BoolArray, ids: ElementIds) -> list[str]:
    """Return the ids of relationships whose own ``directed`` says that they have no direction."""
    ties = part.relationships
    chosen = without & ~_is_null(ties)
    if not chosen.any():
        return []
    names = ids.by_slot()
    found: list[str] = names[ties.slots[chosen]].tolist()
    return found


def _is_null(ties: PropertyColumns) -> BoolArray:
    own = ties.properties.get("directed")
    return np.ones(len(ties), dtype=np.bool_) if own is None else own.null_mask()[ties.slots]
