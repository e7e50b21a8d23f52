"""How two actors are connected: all shortest paths, in words, with the claim and the source of each step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from sociogram.graph.errors import ActorError, SociogramError
from sociogram.graph.model import Path, caption
from sociogram.graph.store import GraphStore
from sociogram.queries.actors import Actor
from sociogram.queries.claims.wording import Wording, read_wording
from sociogram.queries.path_search import PathLayers, PathSearch

DEFAULT_LIMIT = 10
_DATE = r"\d{4}(-\d\d(-\d\d)?)?"


@dataclass(frozen=True, slots=True)
class PathStep:
    """One tie of a path, read in the direction of the path.

    Attributes:
        start: the name of the actor that the step leaves.
        phrase: the verb, such as "commands" or "is commanded by".
        end: the name of the actor that the step reaches.
        role: the role that the data gives, or an empty text.
        evidence: who claims the tie, how certain it is, when it held and which source says so.
    """

    start: str
    phrase: str
    end: str
    role: str
    evidence: str

    def __str__(self) -> str:
        sentence = f"{self.start} {self.phrase} {self.end}"
        return f"{sentence}: {self.role}" if self.role else sentence


class ShortestPaths(list[Path]):
    """The shortest paths between two actors: a list of ``Path``; ``str()`` gives them in words.

        >>> print(graph.path("Lisa Kenna", "Pedro Castillo"))
        1 shortest path, 1 tie
          Lisa Kenna …

    Attributes:
        start: the name of the first actor.
        end: the name of the last actor.
        total: the number of all shortest paths; the list may hold fewer.
    """

    def __init__(self, start: str, end: str, paths: Iterable[Path], total: int, wording: Wording) -> None:
        super().__init__(paths)
        self.start = start
        self.end = end
        self.total = total
        self._wording = wording

    def summary(self) -> str:
        """Return the number and the length of the paths, in words."""
        if not self:
            return no_path(self.start, self.end)
        count = f"{self.total:,}" if len(self) == self.total else f"{len(self):,} of {self.total:,}"
        paths = "shortest path" if self.total == 1 else "shortest paths"
        ties = f"{len(self[0])} tie{'' if len(self[0]) == 1 else 's'}"
        return f"{count} {paths}, {ties}{'' if self.total == 1 else ' each'}"

    def steps(self) -> list[list[PathStep]]:
        """Return the steps of each path, in words."""
        return [_steps(path, self._wording) for path in self]

    def to_text(self) -> str:
        """Return each path in words: two lines a step, the sentence and its evidence."""
        texts = ["".join(f"  {step}\n      {step.evidence}\n" for step in steps) for steps in self.steps()]
        if len(texts) > 1:
            texts = [f"Path {number}\n{text}" for number, text in enumerate(texts, start=1)]
        return "\n".join(texts)

    def __str__(self) -> str:
        return f"{self.summary()}\n{self.to_text()}".rstrip()

    def __repr__(self) -> str:
        return f"<ShortestPaths from {self.start} to {self.end}: {len(self):,} of {self.total:,}>"

    def _repr_html_(self) -> str:
        return f"<pre>{escape(str(self))}</pre>"


def no_path(start: str, end: str) -> str:
    """Return the sentence for two actors that are not connected."""
    return f"No path connects {start} and {end}."


def shortest_paths(
    store: GraphStore,
    start: Actor,
    end: Actor,
    *,
    limit: int = DEFAULT_LIMIT,
    without: Sequence[Actor] = (),
    as_of: str | None = None,
) -> ShortestPaths:
    """Return the shortest paths between two actors, along ties in either direction.

    They are sorted by the names along them, then by the types and ids of their ties: every store returns
    the same paths in the same order.

    Args:
        store: the graph.
        start: the first actor.
        end: the last actor.
        limit: the maximum number of paths returned; ``total`` counts all of them.
        without: actors that no path may visit, such as a hub that everybody knows.
        as_of: an ISO date, whole or partial; only ties that held then count, and undated ones.

    Raises:
        ActorError: both ends are the same actor.
        SociogramError: ``as_of`` is not an ISO date.
    """
    layers = search_paths(store, start, end, without=without, as_of=as_of)
    paths = layers.first(limit)
    wording = read_wording(store, [tie for path in paths for tie in path])
    return ShortestPaths(start.name, end.name, paths, layers.count(), wording)


def search_paths(
    store: GraphStore,
    start: Actor,
    end: Actor,
    *,
    without: Sequence[Actor] = (),
    as_of: str | None = None,
) -> PathLayers:
    """Return all shortest paths between two actors, not listed yet; see ``shortest_paths``."""
    if start.node == end.node:
        raise ActorError(f"Both ends are {start.name}. Give two different actors.", nearest=(start.name,))
    if as_of is not None and not re.fullmatch(_DATE, as_of):
        raise SociogramError(f"'{as_of}' is not a date. Write 2023, 2023-05 or 2023-05-23.")
    search = PathSearch(store, frozenset(actor.node for actor in without), as_of)
    return search.between(start.node, end.node)


def _steps(path: Path, wording: Wording) -> list[PathStep]:
    return [
        PathStep(
            start=caption(before),
            phrase=wording.phrase(tie.type, forward=tie.start == before.id),
            end=caption(after),
            role=str(tie.get("role", "")),
            evidence=wording.evidence(tie),
        )
        for before, tie, after in zip(path.nodes, path.relationships, path.nodes[1:], strict=False)
    ]
