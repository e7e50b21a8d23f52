"""Dictionaries that log changes made to a NetworkX graph directly.

NetworkX stores a graph in dictionaries of dictionaries and exposes them: ``g.nodes[n]["x"] = 1`` calls no
method of the graph. So a mirrored graph uses these dictionaries instead of plain ones. They hold the same
keys and values in the same order, read at a dictionary's speed, and record which node, or which pair of
nodes, was changed; the next query reads only those again. Copies and pickles are plain dictionaries.
docs/decisions/0003-seeing-changes-to-networkx.md describes the alternatives and the cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from typing import Any, ClassVar, NamedTuple, Protocol

from sociogram.graph.memory.networkx.change_log import ChangeLog

_ABSENT = object()


class Tracked(dict[Any, Any]):
    """A dictionary that logs its changes. ``log`` is the graph's: each graph has its own classes."""

    __slots__ = ()
    log: ClassVar[ChangeLog]

    def _changed(self, key: Any) -> None:
        raise NotImplementedError

    def _attach(self, key: Any, value: Any) -> None:
        """Record in a dictionary stored under ``key`` which node or edge it belongs to."""

    def __setitem__(self, key: Any, value: Any) -> None:
        dict.__setitem__(self, key, value)
        self._attach(key, value)
        self._changed(key)

    def _detach(self, value: Any) -> None:
        """Log what was removed along with a dictionary."""

    def __delitem__(self, key: Any) -> None:
        self._detach(dict.pop(self, key))
        self._changed(key)

    def pop(self, key: Any, default: Any = _ABSENT) -> Any:
        """Remove a key and return its value; see ``dict.pop``."""
        if key not in self and default is not _ABSENT:
            return default
        value = dict.pop(self, key)
        self._detach(value)
        self._changed(key)
        return value

    def popitem(self) -> tuple[Any, Any]:
        """Remove the last pair and return it."""
        key, value = dict.popitem(self)
        self._detach(value)
        self._changed(key)
        return key, value

    def clear(self) -> None:
        """Remove every pair."""
        for key in list(self):
            del self[key]

    def update(self, *others: Any, **values: Any) -> None:
        """Set pairs one by one."""
        for key, value in dict(*others, **values).items():
            self[key] = value

    def setdefault(self, key: Any, default: Any = None) -> Any:
        """Return the value of a key, after setting it to ``default`` if it is missing."""
        if key not in self:
            self[key] = default
        return self[key]

    def __ior__(self, other: Any) -> Tracked:  # type: ignore[misc]
        self.update(other)
        return self

    def __copy__(self) -> dict[Any, Any]:
        return dict(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[Any, Any]:
        copy: dict[Any, Any] = {}
        memo[id(self)] = copy
        for key, value in self.items():
            copy[deepcopy(key, memo)] = deepcopy(value, memo)
        return copy

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        return dict, (dict(self),)


class Attributes(Tracked):
    """Attributes of a node or an edge; any change counts as a change of their owner."""

    __slots__ = ()

    def clear(self) -> None:
        """Remove every attribute."""
        dict.clear(self)
        self._changed(None)

    def update(self, *others: Any, **values: Any) -> None:
        """Set attributes."""
        dict.update(self, *others, **values)
        self._changed(None)


class NodeAttributes(Attributes):
    """Attributes of a node."""

    __slots__ = ("node",)
    node: Any

    def _changed(self, key: Any) -> None:  # noqa: ARG002 - any attribute
        if self.node is not _ABSENT:
            self.log.node(self.node)


class _Between(Tracked):
    """A dictionary that belongs to a pair of nodes."""

    __slots__ = ()
    start: Any
    end: Any

    def _changed(self, key: Any) -> None:  # noqa: ARG002 - any item
        if self.start is not _ABSENT:
            self.log.pair(self.start, self.end)


class EdgeAttributes(_Between, Attributes):
    """Attributes of an edge."""

    __slots__ = ("end", "start")


class ParallelEdges(_Between):
    """The edges between two nodes of a multigraph, by key."""

    __slots__ = ("end", "start")

    def _attach(self, key: Any, value: Any) -> None:  # noqa: ARG002 - any edge
        if self.start is not _ABSENT:
            _own(value, self.start, self.end, self.log)


class Nodes(Tracked):
    """Attributes by node."""

    __slots__ = ()

    def _attach(self, key: Any, value: Any) -> None:
        if not isinstance(value, NodeAttributes):
            self.log.everything()
        elif value.node is _ABSENT:
            value.node = key

    def _changed(self, key: Any) -> None:
        self.log.node(key)


class TrackedNeighbours(Tracked):
    """Edges of a node by neighbour: outgoing, or incoming if ``back``."""

    __slots__ = ("back", "node")
    back: bool
    node: Any

    def _attach(self, key: Any, value: Any) -> None:
        if self.node is not _ABSENT:
            start, end = (key, self.node) if self.back else (self.node, key)
            _own(value, start, end, self.log)

    def _changed(self, key: Any) -> None:
        if self.node is not _ABSENT:
            if self.back:
                self.log.pair(key, self.node)
            else:
                self.log.pair(self.node, key)


class TrackedAdjacency(Tracked):
    """Edges by node and neighbour."""

    __slots__ = ("back",)
    back: bool
    tracker: ClassVar[AdjacencyTracker]

    def __setitem__(self, key: Any, value: Any) -> None:
        if key in self:
            self.log.everything()
        super().__setitem__(key, value)

    def _detach(self, value: Any) -> None:
        if isinstance(value, TrackedNeighbours):
            for key in value:
                value._changed(key)

    def _attach(self, key: Any, value: Any) -> None:
        if not isinstance(value, TrackedNeighbours) or (value and value.node is _ABSENT):
            self.log.everything()
        elif value.node is _ABSENT:
            value.node = key
            value.back = self.back

    def _changed(self, key: Any) -> None:
        self.log.node(key)


class AdjacencyTracker(Protocol):
    """Replaces the dictionaries of a graph with tracked ones."""

    def row(self, rows: LazyAdjacency, key: Any) -> Any:
        """Track the adjacency of one node and everything in it."""

    def everything(self) -> None:
        """Track everything that is not tracked yet."""


class LazyAdjacency(TrackedAdjacency):
    """Adjacency of a user's graph: that of each node is tracked on first access.

    Once every node's is tracked, the class becomes ``TrackedAdjacency``, which reads at a dictionary's speed.
    """

    __slots__ = ()

    def __getitem__(self, key: Any) -> Any:
        found = dict.__getitem__(self, key)
        return found if isinstance(found, TrackedNeighbours) else self.tracker.row(self, key)

    def get(self, key: Any, default: Any = None) -> Any:
        """Return the adjacency of a node."""
        found = dict.get(self, key, default)
        return found if found is default else self[key]

    def values(self) -> Any:
        """Return the adjacency of all nodes."""
        self.tracker.everything()
        return dict.values(self)

    def items(self) -> Any:
        """Return all nodes with their adjacency."""
        self.tracker.everything()
        return dict.items(self)

    def __iter__(self) -> Iterator[Any]:
        # ``dict(self)`` then calls __getitem__ for each key, because the class defines __iter__.
        return dict.__iter__(self)

    def copy(self) -> dict[Any, Any]:
        """Return a plain dictionary of the adjacency."""
        return dict(self)

    def __or__(self, other: Any) -> Any:
        return dict(self) | other

    def __delitem__(self, key: Any) -> None:
        self.pop(key)

    def pop(self, key: Any, default: Any = _ABSENT) -> Any:
        """Remove a node's adjacency and return it."""
        if key in self:
            # Track it, so that its edges are logged; if it is the last, the class of self changes.
            self[key]
        return TrackedAdjacency.pop(self, key, default)

    def popitem(self) -> tuple[Any, Any]:
        """Remove the last node's adjacency and return it."""
        key = next(reversed(self), _ABSENT)
        return TrackedAdjacency.popitem(self) if key is _ABSENT else (key, self.pop(key))


def stored_rows(rows: Any) -> list[Any]:
    """Return the adjacency of each node as stored, tracked or not."""
    return list(dict.values(rows) if isinstance(rows, dict) else rows.values())


def _own(value: Any, start: Any, end: Any, log: ChangeLog) -> None:
    """Record in edges which nodes they connect."""
    if not isinstance(value, EdgeAttributes | ParallelEdges):
        log.everything()
        return
    if value.start is _ABSENT:
        value.start = start
        value.end = end
    if isinstance(value, ParallelEdges):
        for attributes in value.values():
            _own(attributes, start, end, log)


class DictClasses(NamedTuple):
    """The dictionary classes of one graph."""

    nodes: type[Nodes]
    node_attributes: type[NodeAttributes]
    rows: type[TrackedAdjacency]
    lazy_adjacency: type[LazyAdjacency]
    neighbours: type[TrackedNeighbours]
    parallel_edges: type[ParallelEdges]
    edge_attributes: type[EdgeAttributes]


def new_classes(log: ChangeLog | None = None) -> DictClasses:
    """Create the classes of one graph, which share a log."""
    log = log or ChangeLog()
    made = (
        type(kind.__name__, (kind,), {"__slots__": (), "log": log})
        for kind in (
            Nodes,
            NodeAttributes,
            TrackedAdjacency,
            LazyAdjacency,
            TrackedNeighbours,
            ParallelEdges,
            EdgeAttributes,
        )
    )
    return DictClasses(*made)


class _Factory:
    """Creates dictionaries for a mirrored graph; a copy of the graph gets plain ones."""

    __slots__ = ("_kind", "_owners")

    def __init__(self, kind: type[Tracked], owners: Iterable[str]) -> None:
        self._kind = kind
        self._owners = tuple(owners)

    def __call__(self) -> Tracked:
        made = self._kind()
        for owner in self._owners:
            setattr(made, owner, _ABSENT)
        return made

    def __reduce__(self) -> tuple[Callable[[], Any], tuple[()]]:
        return _plain_factory, ()


def _plain_factory() -> type[dict[Any, Any]]:
    return dict


def set_factories(graph: Any, classes: DictClasses) -> None:
    """Make the graph use tracked dictionaries for everything added to it from now on."""
    graph.node_attr_dict_factory = _Factory(classes.node_attributes, ("node",))
    graph.edge_attr_dict_factory = _Factory(classes.edge_attributes, ("start", "end"))
    # NetworkX has one factory for both directions; TrackedAdjacency sets the direction.
    graph.adjlist_inner_dict_factory = _Factory(classes.neighbours, ("node",))
    if graph.is_multigraph():
        graph.edge_key_dict_factory = _Factory(classes.parallel_edges, ("start", "end"))
