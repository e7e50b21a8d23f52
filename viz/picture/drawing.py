"""The nodes and edges of a scene for vis-network."""

from __future__ import annotations

from typing import Any

from sociogram.viz.picture.scene import Scene, radius_of

MOST_ARROWS_AT_END = 8
"""With more ties between two actors, arrows at the ends of the lines would cover each other."""


def drawn_nodes(scene: Scene) -> list[dict[str, Any]]:
    """Return vis-network's nodes: position and size. Shapes and labels are drawn by the page's script."""
    return [
        {"id": position, "x": x, "y": y, "size": radius_of(actor)}
        for position, (actor, (x, y)) in enumerate(zip(scene.actors, scene.positions, strict=True))
    ]


def drawn_edges(scene: Scene) -> list[dict[str, Any]]:
    """Return vis-network's edges: arrow, and a separate curve for each of several parallel ties.

    The look of a line depends on the claims that are shown, so the page's script decides it.
    """
    beside: dict[tuple[int, int], int] = {}
    for tie in scene.ties:
        pair = (min(tie["a"], tie["b"]), max(tie["a"], tie["b"]))
        beside[pair] = beside.get(pair, 0) + 1
    seen: dict[tuple[int, int], int] = {}
    drawn: list[dict[str, Any]] = []
    for position, tie in enumerate(scene.ties):
        pair = (min(tie["a"], tie["b"]), max(tie["a"], tie["b"]))
        rank = seen.get(pair, 0)
        seen[pair] = rank + 1
        edge: dict[str, Any] = {"id": position, "from": tie["a"], "to": tie["b"]}
        if scene.types[tie["type"]]["directed"] and not tie.get("undirected"):
            edge["arrows"] = "to" if beside[pair] <= MOST_ARROWS_AT_END else "middle"
        if pair[0] == pair[1]:
            edge["selfReference"] = {"size": 18 + 9 * rank, "angle": 0.785}
        elif bend := _bend(rank, beside[pair], tie["a"] > tie["b"]):
            # vis-network flattens a negative roundness; a bend to the other side is a separate type
            kind = "curvedCW" if bend > 0 else "curvedCCW"
            edge["smooth"] = {"enabled": True, "type": kind, "roundness": abs(bend)}
        drawn.append(edge)
    return drawn


def bend_of(edge: dict[str, Any]) -> float:
    """Return how far an edge of ``drawn_edges`` bends, as a share of its length; the sign is the side."""
    smooth = edge.get("smooth", {})
    bend: float = smooth.get("roundness", 0.0)
    return -bend if smooth.get("type") == "curvedCCW" else bend


def _bend(rank: int, of: int, backwards: bool) -> float:
    """Return how far to the right the tie of this rank among ``of`` parallel ones bends; 0 is straight.

    Bends are spread evenly around the straight line: more ties take more room, but lie closer to each
    other. A tie drawn from the other end has its right on the other side, so its sign changes.
    """
    step = min(0.16, (0.6 + 0.01 * of) / max(of - 1, 1))
    bend = round((rank - (of - 1) / 2) * step, 3)
    return -bend if backwards else bend
