"""The position of each actor: computed in advance, deterministic for a graph.

Each connected part is laid out on its own (stress for small parts, force-directed for large ones, both
by igraph), its boxes (node and label) are pushed apart until none covers another, and the parts are
packed side by side. See docs/decisions/0005-layout.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sociogram.graph.columns import FloatArray, IntArray

SEED = 7
STRESS_LIMIT = 400
"""Parts up to this size are laid out by stress (Kamada and Kawai), at a cost quadratic in their size. In
larger parts, igraph lets only nearby nodes repel each other."""
ASPECT = 1.45
"""The ratio of width to height of the whole picture: that of a screen without the page's panels."""
GAP = 36.0
"""The space between two parts, in units of the layout."""
NAMES_LIMIT = 160
"""Parts up to this size have room for all names at the zoom that shows the whole part."""
MAX_ROUNDS = 120
"""The number of rounds in which overlapping boxes are moved apart; large pictures have half as many."""
CLUSTERED = 0.4
"""From this modularity on, each community of a large part has an area of its own: one ball shows none."""
NESTED_LIMIT = 12
"""Up to this many parts, small ones are put into corners that large ones leave empty."""
SCREEN = np.array([1080.0, 620.0])
SPACIOUS_LIMIT = 8
"""A picture of up to this many actors fills the screen, with room for the labels of its ties."""
STRETCH = (1.8, 6.0)
"""How much longer than necessary ties may become to fill the screen: with many actors, with few."""
MIN_ZOOM = 0.62
"""The smallest zoom at which the layout has room for all names; at a smaller one, some are hidden."""


Pairs = dict[tuple[int, int], int]
"""The pairs of tied nodes, each once, and how many ties there are between the two."""


@dataclass(frozen=True, slots=True)
class Box:
    """The area that a node and its label cover: its width, and its extent above and below the centre."""

    width: float
    above: float
    below: float


def lay_out(
    count: int, ties: Sequence[tuple[int, int]], boxes: Sequence[Box], *, seed: int = SEED
) -> list[tuple[int, int]]:
    """Return the centre of each of ``count`` nodes, in pixels at a zoom of 1, y growing downwards."""
    if count == 0:
        return []
    sizes = np.array([(box.width, box.above + box.below) for box in boxes], dtype=np.float64)
    shift = np.array([(box.below - box.above) / 2 for box in boxes], dtype=np.float64)
    centres = np.zeros((count, 2))
    parts: list[IntArray] = []
    alone: list[int] = []
    components = _components(count, ties)
    stretch = _stretch(count if len(components) == 1 else 2 * count)  # several parts share the screen
    for members, pairs in components:
        if len(members) == 1:
            alone.append(members[0])
            continue
        nodes = np.array(members, dtype=np.int64)
        centres[nodes] = _lay_out_part(pairs, sizes[nodes], seed, stretch)
        parts.append(nodes)
    if alone:
        nodes = np.array(alone, dtype=np.int64)
        centres[nodes] = _grid(sizes[nodes])
        parts.append(nodes)
    _pack(centres, sizes, parts)
    centres[:, 1] -= shift
    middle = (centres.min(axis=0) + centres.max(axis=0)) / 2
    rounded = np.rint(centres - middle).astype(np.int64)
    return [(x, y) for x, y in rounded.tolist()]


def _stretch(count: int) -> float:
    """Return how much longer ties may become in a picture of so many actors."""
    least, most = STRETCH
    return max(least, most * min(1.0, SPACIOUS_LIMIT / count))


def _components(count: int, ties: Sequence[tuple[int, int]]) -> list[tuple[list[int], Pairs]]:
    """Split into connected parts, the largest first; pairs are renumbered within their part."""
    import igraph

    numbers = Counter((min(a, b), max(a, b)) for a, b in ties if a != b)
    pairs = sorted(numbers)
    parts = [sorted(part) for part in igraph.Graph(n=count, edges=pairs).connected_components()]
    parts.sort(key=lambda part: (-len(part), part[0]))
    ranks = [0] * count
    owner = [0] * count
    for number, part in enumerate(parts):
        for rank, node in enumerate(part):
            ranks[node], owner[node] = rank, number
    within: list[Pairs] = [{} for _ in parts]
    for a, b in pairs:
        within[owner[a]][ranks[a], ranks[b]] = numbers[a, b]
    return list(zip(parts, within, strict=True))


def _lay_out_part(pairs: Pairs, sizes: FloatArray, seed: int, most_stretch: float) -> FloatArray:
    """Lay out one connected part and push its overlapping boxes apart."""
    count = len(sizes)
    points = _fit_aspect(_rotate_flat(_igraph_positions(count, pairs, seed)))
    starts, ends = np.array(list(pairs), dtype=np.int64).T
    lengths = np.hypot(*(points[starts] - points[ends]).T)
    typical = float(np.median(lengths)) or 1.0
    # a tie should be about as long as two neighbours' boxes are wide, and the boxes fill about a third
    points *= float(np.mean(sizes.max(axis=1))) * 1.2 / typical
    span = np.ptp(points, axis=0) + sizes.mean(axis=0)
    crowded = float((sizes[:, 0] * sizes[:, 1]).sum()) * 2.6 / float(span.prod())
    points *= max(1.0, crowded) ** 0.5
    if count > NAMES_LIMIT:
        return _push_apart(_spread_out(points, sizes), sizes)
    points = _push_apart(points, sizes)
    room = float((SCREEN / (np.ptp(points, axis=0) + sizes.mean(axis=0))).min())
    points *= min(max(room, 1.0), most_stretch)  # longer ties, so that arrows and names stand clear
    # A picture larger than the screen is shown at a smaller zoom, but its names keep their size and need more
    # room. So make room for them at the zoom that shows the whole picture, then scale that zoom back to 1.
    for _ in range(4):
        shown = max(MIN_ZOOM, min(1.0, float((SCREEN / np.maximum(np.ptp(points, axis=0), 1.0)).min())))
        points = _push_apart(points * 0.95, sizes / shown)
    points *= shown
    return points


def _spread_out(points: FloatArray, sizes: FloatArray) -> FloatArray:
    """Spread a dense picture until few enough boxes overlap to be pushed apart in a moderate time."""
    for _ in range(12):
        if len(_overlaps(points, sizes)[0]) <= len(points):
            break
        points = points * 1.2
    return points


def _fit_aspect(points: FloatArray) -> FloatArray:
    """Stretch the picture to a screen's shape, and pull in its far ends, which leave most room empty."""
    points = points - points.mean(axis=0)
    reach = np.hypot(*points.T)
    points = points * np.power(np.maximum(reach, 1e-9) / max(float(reach.max()), 1e-9), -0.2)[:, None]
    spread = np.maximum(points.std(axis=0), 1e-9)
    shape = float(spread[0] / spread[1])
    if 1 / 6 < shape < ASPECT:
        points[:, 0] *= ASPECT / shape
    return points


def _igraph_positions(count: int, pairs: Pairs, seed: int) -> FloatArray:
    """Return igraph's positions. A fixed start and a seed for its random numbers make them deterministic."""
    import random

    import igraph

    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - a picture, not a secret
    try:
        graph = igraph.Graph(n=count, edges=list(pairs))
        if count <= STRESS_LIMIT:
            # many parallel ties are drawn as a fan, as wide as its ends are apart
            lengths = [min(max(1.0, number / 8), 3.0) for number in pairs.values()]
            layout = graph.layout_kamada_kawai(seed=_spiral(graph), maxiter=60 * count, weights=lengths)
        elif (communities := _communities(graph)) is not None:
            return _apart(graph, communities)
        else:
            # a hub's ties attract less, because its many neighbours need a wide ring around it
            degrees = graph.degree()
            weights = [max(degrees[a], degrees[b]) ** -0.5 for a, b in pairs]
            layout = graph.layout_fruchterman_reingold(
                seed=_spiral(graph),
                niter=500,
                start_temp=count**0.5,
                grid="grid",
                weights=weights,
            )
    finally:
        igraph.set_random_number_generator(random)
    return np.array(layout.coords, dtype=np.float64)


def _communities(graph: Any) -> IntArray | None:
    """Return the community of each node, or None if the graph has no clear ones."""
    found = graph.community_leiden(objective_function="modularity", n_iterations=2)
    if len(found) < 2 or found.modularity < CLUSTERED:
        return None
    return np.array(found.membership, dtype=np.int64)


def _apart(graph: Any, communities: IntArray) -> FloatArray:
    """Lay out each community by itself, and the communities beside each other by the ties between them."""
    points = np.empty((graph.vcount(), 2))
    radii = np.empty(communities.max() + 1)
    for number in range(len(radii)):
        members = np.flatnonzero(communities == number)
        inner = graph.induced_subgraph(members.tolist())
        own = np.array(
            inner.layout_fruchterman_reingold(seed=_spiral(inner), niter=200, grid="nogrid").coords
        )
        own -= own.mean(axis=0)
        reach = np.hypot(*own.T)
        radii[number] = np.sqrt(len(members))
        points[members] = own * radii[number] / max(float(np.percentile(reach, 90)), 1e-9)
    outer = graph.copy()
    outer.es["ties"] = 1
    outer.contract_vertices(communities.tolist())
    outer.simplify(combine_edges="sum")
    layout = outer.layout_fruchterman_reingold(seed=_spiral(outer), niter=500, grid="nogrid", weights="ties")
    centres = _fit_aspect(np.array(layout.coords))
    lengths = [float(np.hypot(*(centres[edge.source] - centres[edge.target]))) for edge in outer.es]
    centres *= 2.4 * float(radii.mean()) / (float(np.median(lengths)) or 1.0)
    boxes = np.column_stack((radii, radii)) * 2.4
    points += _push_apart(centres, boxes)[communities]
    return points


def _spiral(graph: Any) -> list[tuple[float, float]]:
    """Start on a sunflower's spiral, the nodes in breadth-first order from the one with most ties."""
    count = graph.vcount()
    degrees = graph.degree()
    root = max(range(count), key=lambda node: (degrees[node], -node))
    order = np.array(graph.bfs(root)[0], dtype=np.int64)
    turn = np.arange(count) * 2.399963229728653
    reach = np.sqrt(np.arange(count) + 0.5)
    points = np.empty((count, 2))
    points[order] = np.column_stack((reach * np.cos(turn), reach * np.sin(turn)))
    return [(x, y) for x, y in points.tolist()]


def _rotate_flat(points: FloatArray) -> FloatArray:
    """Rotate the picture so that its longest side is horizontal: screens are wider than high."""
    centred: FloatArray = points - points.mean(axis=0)
    xx, yy = (centred**2).mean(axis=0)
    xy = float((centred[:, 0] * centred[:, 1]).mean())
    angle = 0.5 * float(np.arctan2(2 * xy, xx - yy))
    cosine, sine = np.cos(angle), np.sin(angle)
    turned: FloatArray = centred @ np.array([[cosine, -sine], [sine, cosine]])
    return turned


def _push_apart(points: FloatArray, sizes: FloatArray) -> FloatArray:
    """Move boxes off each other, each pair along the shorter axis, until none overlaps or the rounds are up.

    The picture also grows a little each time the moves alone no longer help: a ring of labels around
    a hub has no room inside.
    """
    points = points.copy()
    # nodes at equal positions would always move in the same direction, so shift each in its own direction
    points += np.column_stack((np.cos(np.arange(len(points))), np.sin(np.arange(len(points))))) * 1e-3
    before = np.inf
    for _ in range(MAX_ROUNDS if len(points) <= 1000 else MAX_ROUNDS // 2):
        first, second = _overlaps(points, sizes)
        if not len(first):
            break
        gap = points[second] - points[first]
        need = (sizes[first] + sizes[second]) / 2 - np.abs(gap)
        along_x = need[:, 0] <= need[:, 1]
        move = np.zeros_like(gap)
        move[along_x, 0] = np.where(gap[along_x, 0] < 0, -1, 1) * need[along_x, 0]
        move[~along_x, 1] = np.where(gap[~along_x, 1] < 0, -1, 1) * need[~along_x, 1]
        move *= 0.5
        np.add.at(points, first, -move * 0.55)
        np.add.at(points, second, move * 0.55)
        left = float(np.abs(move).sum())
        if left > before * 0.97:
            points *= 1.02
        before = left
    return points


def _overlaps(points: FloatArray, sizes: FloatArray) -> tuple[IntArray, IntArray]:
    """Find all pairs of boxes that overlap: a sweep from left to right."""
    left = points[:, 0] - sizes[:, 0] / 2
    right = left + sizes[:, 0]
    order = np.argsort(left, kind="stable")
    reach = np.searchsorted(left[order], right[order], side="left")
    counts = reach - np.arange(len(order)) - 1
    first = np.repeat(np.arange(len(order)), counts)
    offset = np.arange(len(first)) - np.repeat(np.cumsum(counts) - counts, counts)
    one, other = order[first], order[first + 1 + offset]
    apart = np.abs(points[one, 1] - points[other, 1])
    overlapping = apart < (sizes[one, 1] + sizes[other, 1]) / 2 - 1e-6
    return one[overlapping], other[overlapping]


def _grid(sizes: FloatArray) -> FloatArray:
    """Place nodes without ties in rows."""
    cell = sizes.max(axis=0) + 8
    across = max(1, round((len(sizes) * ASPECT * cell[1] / cell[0]) ** 0.5))
    cells = np.arange(len(sizes))
    rows: FloatArray = np.column_stack((cells % across, cells // across)) * cell
    return rows


def _pack(centres: FloatArray, sizes: FloatArray, parts: list[IntArray]) -> None:
    """Put the parts side by side, without overlap, in about the shape of a screen. Changes ``centres``."""
    frames = [_Frame.around(nodes, centres, sizes) for nodes in parts]
    if len(frames) <= NESTED_LIMIT:
        _nest(centres, sizes, frames)
        return
    widest = max(float(frame.extent[0]) for frame in frames)
    area = sum(float(frame.extent.prod()) for frame in frames)
    limit = max(widest * 1.25, (area * ASPECT) ** 0.5)
    shelf: list[tuple[float, float, float]] = [(0.0, limit, 0.0)]  # (left, right, how far down it is filled)
    for frame in frames:
        left, top, shelf = _lowest_position(shelf, float(frame.extent[0]), float(frame.extent[1]))
        centres[frame.nodes] += np.array([left, top]) - frame.low


@dataclass(frozen=True, slots=True)
class _Frame:
    """The rectangle around a part, with a margin."""

    nodes: IntArray
    low: FloatArray
    extent: FloatArray

    @classmethod
    def around(cls, nodes: IntArray, centres: FloatArray, sizes: FloatArray) -> _Frame:
        low = (centres[nodes] - sizes[nodes] / 2).min(axis=0) - GAP / 2
        high = (centres[nodes] + sizes[nodes] / 2).max(axis=0) + GAP / 2
        return cls(nodes, low, high - low)


def _nest(centres: FloatArray, sizes: FloatArray, frames: list[_Frame]) -> None:
    """Put small parts into the empty corners of the large one, so that the whole grows least."""
    placed = frames[0].nodes
    for frame in frames[1:]:
        low = centres[placed] - sizes[placed] / 2 - GAP / 2
        high = centres[placed] + sizes[placed] / 2 + GAP / 2
        near, far = low.min(axis=0), high.max(axis=0)
        across = np.linspace(near[0] - frame.extent[0], far[0], 60)
        down = np.linspace(near[1] - frame.extent[1], far[1], 40)
        corners = np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2)
        span = np.maximum(far, corners + frame.extent) - np.minimum(near, corners)
        size = np.maximum(span[:, 0], span[:, 1] * ASPECT)
        # among equally good positions, the one farthest from the middle, where the large part has the fewest
        # ties
        aside = np.abs(corners + frame.extent / 2 - (near + far) / 2).sum(axis=1)
        best = _first_free(corners[np.lexsort((-aside, np.rint(size / 8)))], frame.extent, low, high)
        centres[frame.nodes] += best - frame.low
        placed = np.concatenate((placed, frame.nodes))


def _first_free(corners: FloatArray, extent: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """Return the first corner at which a frame overlaps no box; check a few at a time, as one fits early."""
    for some in np.split(corners, range(16, len(corners), 16)):
        overlapping = (some[:, None, :] < high[None]) & (some[:, None, :] + extent > low[None])
        taken = np.any(np.all(overlapping, axis=2), axis=1)
        if not taken.all():
            free: FloatArray = some[int(np.argmin(taken))]
            return free
    raise AssertionError("the last corners lie beyond every box")


def _lowest_position(
    shelf: list[tuple[float, float, float]], width: float, height: float
) -> tuple[float, float, list[tuple[float, float, float]]]:
    """Find where a frame fits highest up under the skyline, and return the skyline with it in place."""
    end = shelf[-1][1]
    options = []
    for left, _, _ in shelf:
        if left + width <= end + 1e-6:
            under = [
                depth for start, stop, depth in shelf if start < left + width - 1e-6 and stop > left + 1e-6
            ]
            options.append((max(under), left))
    top, left = min(options)
    right, bottom = left + width, top + height
    after: list[tuple[float, float, float]] = []
    for start, stop, depth in shelf:
        if start < left:
            after.append((start, min(stop, left), depth))
        if stop > right:
            after.append((max(start, right), stop, depth))
    after.append((left, right, bottom))
    return left, top, sorted(piece for piece in after if piece[1] - piece[0] > 1e-6)
