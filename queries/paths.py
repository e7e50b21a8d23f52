"""How two actors connect: all shortest ways, in words, with the claim and the source of each hop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sociogram.graph.model import Node, Path, Relationship
from sociogram.graph.store import GraphStore
from sociogram.queries.actors import Actor, actor_pattern
from sociogram.queries.run import run
from sociogram.queries.wording import Wording

DEFAULT_MOST = 10


@dataclass(frozen=True, slots=True)
class Hop:
    """One tie of a way, read in the way's direction."""

    start: str
    phrase: str
    end: str
    role: str
    evidence: str

    def __str__(self) -> str:
        sentence = f"{self.start} {self.phrase} {self.end}"
        return f"{sentence}: {self.role}" if self.role else sentence


def shortest_ways(
    store: GraphStore,
    start: Actor,
    end: Actor,
    *,
    most: int = DEFAULT_MOST,
    without: Sequence[Actor] = (),
    as_of: str | None = None,
) -> list[Path]:
    """Return all shortest ways between two actors, along ties in either direction.

    Args:
        store: where to look.
        start: one end.
        end: the other.
        most: the number of ways at most.
        without: actors that no way may pass through (a hub that everybody knows says nothing).
        as_of: an ISO date, whole or partial; ties that had ended or not begun by then do not count.
            An undated tie always counts.
    """
    a, b = actor_pattern(store, "a"), actor_pattern(store, "b")
    query = f"""
        MATCH {a}, {b} WHERE a.id = $start AND b.id = $end
        MATCH p = allShortestPaths((a)-[*]-(b))
        WHERE none(n IN nodes(p) WHERE n.id IN $without)
          AND all(r IN relationships(p) WHERE $as_of IS NULL
              OR (coalesce(r.start_date, '') <= $as_of + '~'
                  AND coalesce(r.end_date, '9999') >= left($as_of, size(coalesce(r.end_date, '')))))
        RETURN p LIMIT $most"""
    parameters: dict[str, Any] = {
        "start": start.id,
        "end": end.id,
        "without": [actor.id for actor in without],
        "as_of": as_of,
        "most": most,
    }
    return sorted((path for (path,) in run(store, query, parameters)), key=_path_order)


def hops_of(path: Path, wording: Wording) -> list[Hop]:
    """Put a way into words, hop by hop."""
    return [
        Hop(
            start=_name(before),
            phrase=wording.phrase(tie.type, forward=tie.start == before.id),
            end=_name(after),
            role=str(tie.get("role", "")),
            evidence=wording.evidence(tie),
        )
        for before, tie, after in zip(path.nodes, path.relationships, path.nodes[1:], strict=False)
    ]


def _name(node: Node) -> str:
    return str(node.get("name", node.get("id", node.id)))


def _path_order(path: Path) -> tuple[list[str], list[str]]:
    return [_name(node) for node in path.nodes], [_tie_order(tie) for tie in path.relationships]


def _tie_order(tie: Relationship) -> str:
    return f"{tie.type} {tie.get('id', tie.id)}"
