"""``algo.…``: network measures, mostly computed by igraph (docs/decisions/0006-graph-algorithms.md).

The order of rows is deterministic: highest score first, largest community first, ties in slot order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from sociogram.graph.columns import AnyArray, FloatArray, IntArray
from sociogram.graph.columns.arrays import unique_inverse
from sociogram.graph.components import component_labels
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.procedures.algorithm_graph import DIRECTIONS, FILTERS, AlgorithmGraph, seeded
from sociogram.queries.cypher.procedures.eigenvector import eigenvector_centrality
from sociogram.queries.cypher.procedures.procedure import Procedure
from sociogram.queries.cypher.procedures.settings import Settings
from sociogram.queries.cypher.values.references import NodeRef, RelationshipRef

Rows = Iterator[tuple[Any, ...]]
Algorithm = Callable[[Context, Settings], Rows]

_SOURCES_AT_ONCE = 8
"""The number of searches between two checks of the limits; on a large graph they take a second."""

_QUICK_DAMPING = 0.9
"""Up to this damping, PageRank converges in a few hundred iterations; above, igraph's method is faster."""
_SETTLED = 1e-13
"""The convergence threshold of PageRank: the total change of the scores, whose sum is 1."""

_LEIDEN_ROUNDS = 10
_LEIDEN_GAIN = 1e-4
"""Leiden stops if an iteration improves the modularity by less. On graphs without communities, it would
otherwise take minutes."""


# ── Centrality ─────────────────────────────────────────────────────────────────────────────────


def _pagerank(context: Context, settings: Settings) -> Rows:
    damping = settings.number("damping", 0.85, 0.0, 1.0)
    scope, directed = _directed_scope(context, settings, "OUT")
    if not directed:
        scope = scope.both_ways(np.ones(len(scope.relationships), dtype=np.bool_))
    weights = scope.weights(context, settings)
    if not scope.count:
        return iter(())
    if damping > _QUICK_DAMPING:
        found = scope.graph(directed=True).pagerank(damping=damping, weights=_listed(weights))
        return _ranked(scope.nodes, np.array(found))
    return _ranked(scope.nodes, _surfed(context, scope.count, scope.start, scope.end, weights, damping))


def _surfed(
    context: Context, count: int, start: IntArray, end: IntArray, weights: FloatArray | None, damping: float
) -> FloatArray:
    """Compute PageRank by power iteration.

    A node without outgoing relationships links to all nodes. Each iteration reduces the error at least by the
    factor ``damping``.
    """
    order = np.argsort(end, kind="stable")
    start, end = start[order], end[order]
    given = np.ones(len(start)) if weights is None else weights[order]
    out = np.bincount(start, weights=given, minlength=count)
    given = given / np.where(out > 0, out, 1.0)[start]
    first = np.flatnonzero(np.diff(end, prepend=-1))
    reached = end[first]
    stuck = out == 0
    scores = np.full(count, 1 / count)
    while True:
        context.check()
        after = np.full(count, (1 - damping + damping * scores[stuck].sum()) / count)
        if len(first):
            after[reached] += damping * np.add.reduceat(scores[start] * given, first)
        after /= after.sum()
        change = float(np.abs(after - scores).sum())
        scores = after
        if change < _SETTLED:
            return scores


def _betweenness(context: Context, settings: Settings) -> Rows:
    samples = settings.integer("samples", None, 1)
    seed = settings.integer("seed", 0, 0) or 0
    normalized = settings.flag("normalized", usual=True)
    scope, directed = _directed_scope(context, settings, "OUT")
    graph, distances = _with_distances(context, settings, scope, directed)
    sources = _sample(scope.count, samples, seed)
    scores = np.zeros(scope.count)
    for at in range(0, len(sources), _SOURCES_AT_ONCE):
        context.check()
        chosen = sources[at : at + _SOURCES_AT_ONCE]
        scores += np.array(graph.betweenness(directed=directed, sources=chosen, weights=distances))
    if sources:
        scores *= scope.count / len(sources)
    others = (scope.count - 1) * (scope.count - 2)
    if normalized and others > 0:
        scores *= (1 if directed else 2) / others
    return _ranked(scope.nodes, scores)


def _closeness(context: Context, settings: Settings) -> Rows:
    samples = settings.integer("samples", None, 1)
    seed = settings.integer("seed", 0, 0) or 0
    scope, directed = _directed_scope(context, settings, "IN")
    graph, distances = _with_distances(context, settings, scope, directed)
    sources = _sample(scope.count, samples, seed)
    # The distance of each node from the sources; for direction IN, the relationships have been reversed.
    reached, far = np.zeros(scope.count), np.zeros(scope.count)
    mode = "in" if directed else "all"
    for at in range(0, len(sources), _SOURCES_AT_ONCE):
        context.check()
        chosen = sources[at : at + _SOURCES_AT_ONCE]
        steps = np.array(graph.distances(source=chosen, mode=mode, weights=distances))
        found = np.isfinite(steps) & (steps > 0)
        reached += found.sum(axis=0)
        far += np.where(found, steps, 0.0).sum(axis=0)
    return _ranked(scope.nodes, _closeness_of(scope.count, len(sources), reached, far))


def _closeness_of(count: int, sources: int, reached: FloatArray, far: FloatArray) -> FloatArray:
    """Return the closeness by Wasserman and Faust: the fraction of nodes reached over their mean distance."""
    if count < 2:
        return np.zeros(count)
    share = np.minimum(reached * (count / sources) / (count - 1), 1.0)
    return np.divide(share * reached, far, out=np.zeros(count), where=far > 0)


def _degree(context: Context, settings: Settings) -> Rows:
    direction = settings.choice("direction", DIRECTIONS, "BOTH")
    scope = AlgorithmGraph.of(context, settings)
    weights = scope.weights(context, settings)
    scores = np.zeros(scope.count, dtype=np.int64 if weights is None else np.float64)
    if direction != "IN":
        np.add.at(scores, scope.start, 1 if weights is None else weights)
    if direction != "OUT":
        # A loop counts as one relationship of its node, as in COUNT {(n)--()}.
        counted = scope.start != scope.end if direction == "BOTH" else np.ones(len(scope.end), dtype=np.bool_)
        np.add.at(scores, scope.end[counted], 1 if weights is None else weights[counted])
    return _ranked(scope.nodes, scores)


def _eigenvector(context: Context, settings: Settings) -> Rows:
    scope = AlgorithmGraph.of(context, settings)
    weights = scope.weights(context, settings)
    if weights is None:
        graph, strengths = scope.simple_graph(directed=False), None
    else:
        graph, strengths = scope.simple_weighted(weights, np.add, directed=False)
    return _ranked(scope.nodes, eigenvector_centrality(context, graph, strengths))


# ── Communities and components ──────────────────────────────────────────────────────────────────────


def _louvain(context: Context, settings: Settings) -> Rows:
    resolution = settings.number("resolution", 1.0, 0.0, float("inf"))
    scope, graph, weights = _weighted(context, settings)
    with seeded(settings.integer("seed", 0, 0) or 0):
        found = graph.community_multilevel(weights=weights, resolution=resolution)
    return _grouped(scope.nodes, found.membership)


def _leiden(context: Context, settings: Settings) -> Rows:
    resolution = settings.number("resolution", 1.0, 0.0, float("inf"))
    scope, graph, weights = _weighted(context, settings)
    membership, quality = list(range(scope.count)), -1.0
    with seeded(settings.integer("seed", 0, 0) or 0):
        for _ in range(_LEIDEN_ROUNDS):
            context.check()
            membership = graph.community_leiden(
                objective_function="modularity",
                weights=weights,
                resolution=resolution,
                initial_membership=membership,
                n_iterations=1,
            ).membership
            before, quality = quality, graph.modularity(membership, weights=weights, resolution=resolution)
            if not quality > before + _LEIDEN_GAIN:
                break
    return _grouped(scope.nodes, membership)


def _components(context: Context, settings: Settings) -> Rows:
    strong = settings.flag("strong", usual=False)
    scope = AlgorithmGraph.of(context, settings)
    if strong:
        graph = scope.both_ways(scope.without_direction(context)).graph(directed=True)
        return _grouped(scope.nodes, graph.connected_components(mode="strong").membership)
    return _grouped(scope.nodes, component_labels(scope.count, scope.start, scope.end, context.check))


# ── Structure ──────────────────────────────────────────────────────────────────────────────────


def _triangles(context: Context, settings: Settings) -> Rows:
    scope = AlgorithmGraph.of(context, settings)
    graph = scope.simple_graph(directed=False)
    degrees = np.array(graph.degree(), dtype=np.float64)
    # The fastest count that igraph has: the fraction of each node's pairs of neighbours that are connected.
    shares = np.array(graph.transitivity_local_undirected(mode="zero"), dtype=np.float64)
    counts = np.rint(shares * degrees * (degrees - 1) / 2).astype(np.int64)
    return _ranked(scope.nodes, counts)


def _bridges(context: Context, settings: Settings) -> Rows:
    scope = AlgorithmGraph.of(context, settings)
    found = np.sort(np.array(scope.graph(directed=False).bridges(), dtype=np.int64))
    return ((RelationshipRef(slot),) for slot in scope.relationships[found].tolist())


def _k_core(context: Context, settings: Settings) -> Rows:
    scope = AlgorithmGraph.of(context, settings)
    cores = scope.simple_graph(directed=False).coreness()
    return _ranked(scope.nodes, np.array(cores, dtype=np.int64))


# ── Helpers ────────────────────────────────────────────────────────────────────────────


def _directed_scope(context: Context, settings: Settings, usual: str) -> tuple[AlgorithmGraph, bool]:
    """Return the graph, reversed if OUT is not the direction to follow, and whether it is directed.

    Undirected relationships are followed in both directions, unless the query sets ``direction``.
    """
    direction = settings.choice("direction", DIRECTIONS, usual)
    scope = AlgorithmGraph.of(context, settings)
    both = np.zeros(0, dtype=np.bool_)
    if "direction" not in settings.given:
        both = scope.without_direction(context)
        if both.all():
            return scope, False
    if direction == "IN":
        scope = scope.reversed()
    return (scope.both_ways(both) if both.any() else scope), direction != "BOTH"


def _with_distances(
    context: Context, settings: Settings, scope: AlgorithmGraph, directed: bool
) -> tuple[Any, list[float] | None]:
    """Return the graph without parallels and the length of each edge, the least of its parallels."""
    distances = scope.distances(context, settings)
    if distances is None:
        return scope.simple_graph(directed=directed), None
    graph, least = scope.simple_weighted(distances, np.minimum, directed=directed)
    return graph, _listed(least)


def _weighted(context: Context, settings: Settings) -> tuple[AlgorithmGraph, Any, list[float] | None]:
    scope = AlgorithmGraph.of(context, settings)
    return scope, scope.graph(directed=False), _listed(scope.weights(context, settings))


def _listed(weights: FloatArray | None) -> list[float] | None:
    """Return weights as a list, because igraph takes an array for the name of an attribute."""
    return None if weights is None else weights.tolist()


def _sample(count: int, samples: int | None, seed: int) -> list[int]:
    """Return the source nodes: all, or a random sample of the requested size."""
    if samples is None or samples >= count:
        return list(range(count))
    with seeded(seed) as numbers:
        drawn: list[int] = sorted(numbers.sample(range(count), samples))
    return drawn


def _ranked(nodes: IntArray, scores: AnyArray) -> Rows:
    order = np.argsort(-scores, kind="stable")
    return zip(map(NodeRef, nodes[order].tolist()), scores[order].tolist(), strict=True)


def _grouped(nodes: IntArray, membership: Sequence[int] | IntArray) -> Rows:
    """Yield each node with the number of its group; groups are numbered by size, then by first node."""
    _, codes = unique_inverse(np.array(membership, dtype=np.int64))
    sizes = np.bincount(codes)
    first = np.zeros(len(sizes), dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    number = np.empty(len(sizes), dtype=np.int64)
    number[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    groups = number[codes]
    order = np.argsort(groups, kind="stable")
    return zip(map(NodeRef, nodes[order].tolist()), groups[order].tolist(), strict=True)


def _defined(
    name: str, field: tuple[str, str], algorithm: Algorithm, settings: tuple[str, ...], description: str
) -> Procedure:
    known = (*FILTERS, *settings)

    def call(context: Context, given: Mapping[str, Any] | None) -> Rows:
        rows = algorithm(context, Settings(name, given, known))
        context.check()
        return rows

    outputs = (field,) if field[1] == "RELATIONSHIP" else (("node", "NODE"), field)
    said = f"{description} Settings: {', '.join(known)}."
    return Procedure(name, (("settings", "MAP"),), outputs, call, said, needs_context=True, defaults=({},))


_SCORE = ("score", "FLOAT")
_COMMUNITY = ("community", "INTEGER")

PROCEDURES: tuple[Procedure, ...] = (
    _defined(
        "algo.pagerank",
        _SCORE,
        _pagerank,
        ("direction", "weight", "damping"),
        "Importance by links from important nodes (PageRank).",
    ),
    _defined(
        "algo.betweenness",
        _SCORE,
        _betweenness,
        ("direction", "distance", "samples", "seed", "normalized"),
        "How often a node lies on shortest paths between others; exact, or from a sample of nodes.",
    ),
    _defined(
        "algo.closeness",
        _SCORE,
        _closeness,
        ("direction", "distance", "samples", "seed"),
        "How close a node is to all others; exact, or to a sample of nodes.",
    ),
    _defined(
        "algo.eigenvector",
        _SCORE,
        _eigenvector,
        ("weight",),
        "Importance by ties to important nodes, whatever the direction; the squares of all scores sum to 1.",
    ),
    _defined(
        "algo.degree",
        ("score", "NUMBER"),
        _degree,
        ("direction", "weight"),
        "The number of relationships of a node, or the sum of their weights.",
    ),
    _defined(
        "algo.louvain",
        _COMMUNITY,
        _louvain,
        ("weight", "resolution", "seed"),
        "Communities by the Louvain method, largest first.",
    ),
    _defined(
        "algo.leiden",
        _COMMUNITY,
        _leiden,
        ("weight", "resolution", "seed"),
        "Communities by the Leiden method, each internally connected; largest first.",
    ),
    _defined(
        "algo.components",
        ("component", "INTEGER"),
        _components,
        ("strong",),
        "Connected components, largest first.",
    ),
    _defined(
        "algo.triangles",
        ("triangles", "INTEGER"),
        _triangles,
        (),
        "The number of triangles that contain a node.",
    ),
    _defined(
        "algo.bridges",
        ("relationship", "RELATIONSHIP"),
        _bridges,
        (),
        "Relationships whose removal would disconnect their component.",
    ),
    _defined(
        "algo.k_core",
        ("core", "INTEGER"),
        _k_core,
        (),
        "The largest k such that a node belongs to a group whose members each have k neighbours in it.",
    ),
)
