"""Builds a NetworkX graph from columns, dictionary by dictionary: faster than through its methods."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sociogram.graph.columns import Column, IntArray
from sociogram.graph.memory.describing import hidden_nodes, is_hidden
from sociogram.graph.memory.networkx import attributes as rules
from sociogram.graph.memory.networkx.change_log import ChangeLog
from sociogram.graph.memory.networkx.keys import NetworkXKeys
from sociogram.graph.memory.networkx.tracked_dicts import DictClasses, new_classes, set_factories
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.reserved_names import LABELS, TYPE

_put = dict.__setitem__


class Built(NamedTuple):
    """A NetworkX graph that logs its changes, and the key of each node and edge by slot."""

    graph: Any
    log: ChangeLog
    keys: NetworkXKeys


def build_networkx(snapshot: Snapshot) -> Built:
    """Build a ``MultiDiGraph`` of a snapshot, without the sources and relation types that describe ties."""
    from networkx import MultiDiGraph

    graph = MultiDiGraph()
    classes = new_classes()
    live = snapshot.all_nodes()
    live = live[~hidden_nodes(snapshot)[live]]
    node_keys, generated = _node_keys(snapshot, live)
    nodes = classes.nodes()
    outgoing, incoming = classes.rows(), classes.rows()
    outgoing.back, incoming.back = False, True
    attributes = _dictionaries(
        classes.node_attributes,
        snapshot.node_property_keys,
        snapshot.node_property,
        live,
        rules.node_attribute,
    )
    for slot, made in zip(live.tolist(), attributes, strict=True):
        key = node_keys[slot]
        made.node = key
        _put(made, LABELS, snapshot.node_labels(slot))
        _put(nodes, key, made)
        for rows in (outgoing, incoming):
            neighbours = classes.neighbours()
            neighbours.node = key
            neighbours.back = rows.back
            _put(rows, key, neighbours)
    edge_keys = _put_edges(snapshot, classes, node_keys, outgoing, incoming)
    graph._node, graph._adj, graph._pred = nodes, outgoing, incoming
    set_factories(graph, classes)
    return Built(graph, classes.nodes.log, NetworkXKeys(node_keys, edge_keys, generated))


def _node_keys(snapshot: Snapshot, live: IntArray) -> tuple[list[Any], set[int]]:
    """Return the key of each node: its ``id`` if that is usable and unique, otherwise a generated one."""
    keys: list[Any] = [None] * snapshot.node_slots
    generated: set[int] = set()
    taken: set[Any] = set()
    without: list[int] = []
    for slot, value in zip(live.tolist(), snapshot.node_property("id").take(live).to_list(), strict=True):
        if value is None:
            generated.add(slot)
        if not is_key(value) or value in taken:
            without.append(slot)
        else:
            keys[slot] = value
            taken.add(value)
    for slot in without:
        keys[slot] = fresh_key(slot, taken)
        taken.add(keys[slot])
    return keys, generated


def node_key(snapshot: Snapshot, slot: int) -> Any:
    """Return the key that ``build_networkx`` gives to one node: its ``id``, if no earlier node has it."""
    value = snapshot.node_property_value(slot, "id")
    if is_key(value) and _shown_with_id(snapshot, value)[:1] in ([], [slot]):
        return value
    taken: set[str] = set()
    while _shown_with_id(snapshot, key := fresh_key(slot, taken)):
        taken.add(key)
    return key


def _shown_with_id(snapshot: Snapshot, value: Any) -> list[int]:
    """Return the nodes with this ``id`` that NetworkX has, in order."""
    return [one for one in snapshot.nodes_with_value("id", value).tolist() if not is_hidden(snapshot, one)]


def is_key(value: Any) -> bool:
    """Return whether an ``id`` can be a node's key in NetworkX."""
    return isinstance(value, str | int | float) and value == value


def fresh_key(slot: int, taken: Any) -> str:
    """Return an unused key for a node without a usable ``id``."""
    key = f"node-{slot}"
    while key in taken:
        key += "'"
    return key


def _dictionaries(
    make: Callable[..., Any],
    keys: Sequence[str],
    column_of: Callable[[str], Column],
    rows: IntArray,
    attribute: Callable[[str], str],
) -> list[Any]:
    """Return the properties at ``rows`` as dictionaries made by ``make``, without nulls."""
    columns = [(attribute(key), column_of(key).take(rows)) for key in keys]
    whole = [(name, column.to_list()) for name, column in columns if not column.has_nulls()]
    names = [name for name, _ in whole]
    if whole:
        made = [make(zip(names, values, strict=True)) for values in zip(*(v for _, v in whole), strict=True)]
    else:
        made = [make() for _ in range(len(rows))]
    for name, column in columns:
        if name not in names:
            for one, value in zip(made, column.to_list(), strict=True):
                if value is not None:
                    _put(one, name, value)
    return made


def _put_edges(
    snapshot: Snapshot, classes: DictClasses, node_keys: list[Any], outgoing: Any, incoming: Any
) -> list[Any]:
    live = snapshot.all_relationships()
    keys = snapshot.relationship_property_keys
    attributes = _dictionaries(
        classes.edge_attributes, keys, snapshot.relationship_property, live, rules.edge_attribute
    )
    edge_keys: list[Any] = [None] * snapshot.relationship_slots
    names = snapshot.type_names
    make = classes.parallel_edges
    ends = zip(
        live.tolist(),
        map(node_keys.__getitem__, snapshot.start[live].tolist()),
        map(node_keys.__getitem__, snapshot.end[live].tolist()),
        map(names.__getitem__, snapshot.type_codes[live].tolist()),
        attributes,
        strict=True,
    )
    for slot, start, end, name, made in ends:
        _put(made, TYPE, name)
        made.start = start
        made.end = end
        neighbours = outgoing[start]
        parallel = neighbours.get(end)
        if parallel is None:
            parallel = make()
            parallel.start = start
            parallel.end = end
            _put(neighbours, end, parallel)
            _put(incoming[end], start, parallel)
        key = made.get("id")
        if key is None or key in parallel:
            key = len(parallel)
            while key in parallel:
                key += 1
        _put(parallel, key, made)
        edge_keys[slot] = key
    return edge_keys
