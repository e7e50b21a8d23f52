"""How two actors connect: all shortest ways, in words, with the claim and the source of each hop."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sociogram.graph.errors import ActorError, SociogramError
from sociogram.graph.model import Path
from sociogram.graph.store import GraphStore
from sociogram.queries.actors import Actor
from sociogram.queries.claims.wording import Wording
from sociogram.queries.ways import Between, Search, caption

DEFAULT_MOST = 10
_DATE = r"\d{4}(-\d\d(-\d\d)?)?"


class Ways(list[Path]):
    """The first of the shortest ways between two actors; ``total`` counts them all."""

    def __init__(self, ways: Iterable[Path], total: int) -> None:
        super().__init__(ways)
        self.total = total


@dataclass(frozen=True, slots=True)
class PathStep:
    """One tie of a way, read in the way's direction."""

    start: str
    phrase: str
    end: str
    role: str
    evidence: str

    def __str__(self) -> str:
        sentence = f"{self.start} {self.phrase} {self.end}"
        return f"{sentence}: {self.role}" if self.role else sentence


def shortest_paths(
    store: GraphStore,
    start: Actor,
    end: Actor,
    *,
    most: int = DEFAULT_MOST,
    without: Sequence[Actor] = (),
    as_of: str | None = None,
) -> Ways:
    """Return the shortest ways between two actors, along ties in either direction.

    They come by the names along them, then by the types and ids of their ties: the same ones, in the same
    order, from every store.

    Args:
        store: where to look.
        start: one end.
        end: the other.
        most: the number of ways at most; ``total`` of the answer counts those left out, too.
        without: actors that no way may pass through (a hub that everybody knows says nothing).
        as_of: an ISO date, whole or partial; ties that had ended or not begun by then do not count.
            An undated tie always counts.

    Raises:
        ActorError: both ends are the same actor.
        SociogramError: ``as_of`` is no such date.
    """
    between = all_ways(store, start, end, without=without, as_of=as_of)
    return Ways(between.first(most), between.count())


def all_ways(
    store: GraphStore,
    start: Actor,
    end: Actor,
    *,
    without: Sequence[Actor] = (),
    as_of: str | None = None,
) -> Between:
    """Return all shortest ways between two actors, not listed yet; see ``shortest_paths``."""
    if start.node == end.node:
        raise ActorError(f"Both ends are {start.name}. Give two different actors.", nearest=(start.name,))
    if as_of is not None and not re.fullmatch(_DATE, as_of):
        raise SociogramError(f"'{as_of}' is not a date. Write 2023, 2023-05 or 2023-05-23.")
    search = Search(store, frozenset(actor.node for actor in without), as_of)
    return search.between(start.node, end.node)


def path_steps(path: Path, wording: Wording) -> list[PathStep]:
    """Put a way into words, hop by hop."""
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
