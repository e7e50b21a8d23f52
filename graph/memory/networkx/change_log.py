"""The log of changes that a user makes to a NetworkX graph, and the inboxes of the stores that mirror it."""

from __future__ import annotations

import weakref
from typing import Any


class Inbox:
    """The changes that one store has not read yet: nodes and pairs of nodes, in the order of the changes."""

    __slots__ = ("all", "muted", "nodes", "pairs")

    def __init__(self) -> None:
        self.nodes: dict[Any, None] = {}
        self.pairs: dict[tuple[Any, Any], None] = {}
        self.all: bool = False
        self.muted: bool = False

    def __bool__(self) -> bool:
        return bool(self.nodes or self.pairs or self.all)

    def clear(self) -> None:
        """Drop the changes that have been read."""
        self.nodes = {}
        self.pairs = {}
        self.all = False


class ChangeLog:
    """Passes the changes of one graph on to the stores that mirror it."""

    __slots__ = ("inboxes",)

    def __init__(self) -> None:
        self.inboxes: list[Inbox] = []

    def subscribe(self, holder: Any) -> Inbox:
        """Return an inbox that receives changes as long as ``holder`` lives."""
        inbox = Inbox()
        self.inboxes.append(inbox)
        weakref.finalize(holder, self.inboxes.remove, inbox).atexit = False
        return inbox

    def node(self, key: Any) -> None:
        """Record that a node or one of its attributes has changed."""
        for inbox in self.inboxes:
            if not inbox.muted:
                inbox.nodes[key] = None

    def pair(self, start: Any, end: Any) -> None:
        """Record that edges between two nodes or their attributes have changed."""
        for inbox in self.inboxes:
            if not inbox.muted:
                inbox.pairs[start, end] = None

    def everything(self) -> None:
        """Record a change that cannot be located, such as the replacement of a whole dictionary."""
        for inbox in self.inboxes:
            if not inbox.muted:
                inbox.all = True
