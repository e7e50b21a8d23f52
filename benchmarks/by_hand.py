# ruff: noqa: ARG001 - every question has the same two arguments
"""Twenty of the questions answered by hand in NumPy: how fast Python can be, and what the engine adds.

Nothing is general here: every function knows the one question that it answers, and takes whatever
shortcut is right for it. ``Arrays`` is made once, like the engine's index.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import Any

import numpy as np
from graphs import LABELS, TYPES, BenchGraph

Array = Any
Rows = list[tuple[Any, ...]]
KNOWS, WORKS_FOR, OWNS, PAID, FOUNDED = range(len(TYPES))
PERSON, COMPANY, PLACE = range(len(LABELS))


class Arrays:
    """The graph as compressed rows in both directions, sorted by type and actor."""

    def __init__(self, graph: BenchGraph) -> None:
        self.n = len(graph.ids)
        self.graph = graph
        self.ids, self.names = graph.ids, graph.names
        self.kinds = graph.kinds.astype(np.int8)
        self.ages = graph.ages.astype(np.int16)
        self.place = {key: place for place, key in enumerate(graph.ids)}
        self.by_name = {name: place for place, name in enumerate(graph.names)}
        self.sorted_names = sorted(graph.names)
        self.cities = graph.cities
        self.out = self._order(graph.types, graph.source)
        self.into = self._order(graph.types, graph.target)
        self.head = graph.target[self.out].astype(np.int32)
        self.tail = graph.source[self.into].astype(np.int32)
        self.start = self._starts(graph.types, graph.source)
        self.in_start = self._starts(graph.types, graph.target)
        self.years = graph.years[self.out].astype(np.int16)
        self.amounts = graph.amounts[self.out]
        self.roles = graph.roles[self.out]
        self.days = graph.days[self.out]

    def _order(self, types: Array, ends: Array) -> Array:
        return np.argsort(types.astype(np.int64) * self.n + ends, kind="stable")

    def _starts(self, types: Array, ends: Array) -> Array:
        counts = np.bincount(types.astype(np.int64) * self.n + ends, minlength=self.n * len(TYPES))
        return np.concatenate(([0], np.cumsum(counts)))

    def part(self, kind: int) -> slice:
        """Return where one type's relations are."""
        return slice(self.start[kind * self.n], self.start[(kind + 1) * self.n])

    def degrees(self, kind: int) -> Array:
        """Return how many relations of a type leave each actor."""
        return np.diff(self.start[kind * self.n : (kind + 1) * self.n + 1])

    def sources(self, kind: int) -> Array:
        """Return where each relation of a type begins."""
        return np.repeat(np.arange(self.n), self.degrees(kind))

    def row(self, kind: int, place: int) -> slice:
        """Return where one actor's relations of a type are."""
        key = kind * self.n + place
        return slice(self.start[key], self.start[key + 1])

    def in_row(self, kind: int, place: int) -> slice:
        """Return the same for relations that arrive."""
        key = kind * self.n + place
        return slice(self.in_start[key], self.in_start[key + 1])

    def expand(self, kind: int, places: Array) -> tuple[Array, Array]:
        """Return the relations of many actors, and which of them each comes from."""
        begin = self.start[kind * self.n + places]
        counts = self.start[kind * self.n + places + 1] - begin
        rows = np.repeat(np.arange(len(places)), counts)
        offset = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
        return rows, np.repeat(begin, counts) + offset


def count_label(a: Arrays, p: dict[str, Any]) -> Rows:
    return [(int(np.count_nonzero(a.kinds == PERSON)),)]


def filter_age(a: Arrays, p: dict[str, Any]) -> Rows:
    return [(int(np.count_nonzero((a.kinds == PERSON) & (a.ages > 60))),)]


def filter_relations(a: Arrays, p: dict[str, Any]) -> Rows:
    part = a.part(KNOWS)
    return [(int(np.count_nonzero((a.years[part] >= 2015) & (a.amounts[part] < 1000))),)]


def sum_relations(a: Arrays, p: dict[str, Any]) -> Rows:
    return [(int(a.amounts.sum()), float(a.years.mean(dtype=np.float64)))]


def by_id(a: Arrays, p: dict[str, Any]) -> Rows:
    place = a.place[p["id"]]
    age = int(a.ages[place])
    return [(a.names[place], None if age < 0 else age)]


def one_hop(a: Arrays, p: dict[str, Any]) -> Rows:
    return [(a.ids[b], a.names[b]) for b in a.head[a.row(KNOWS, a.place[p["id"]])].tolist()]


def two_hops(a: Arrays, p: dict[str, Any]) -> Rows:
    begin = a.row(KNOWS, a.place[p["id"]])
    near = a.head[begin]
    walked = a.start[near + 1].sum() - a.start[near].sum()  # KNOWS is type 0
    return [(int(walked) - int(np.count_nonzero(near == a.place[p["id"]])),)]


def three_hops(a: Arrays, p: dict[str, Any]) -> Rows:
    first = np.arange(*a.row(KNOWS, a.place[p["id"]]).indices(len(a.head)))
    rows, second = a.expand(KNOWS, a.head[first])
    apart = second != first[rows]
    rows, second = rows[apart], second[apart]
    far, middle = a.head[second], a.head[first][rows]
    walked = (a.start[far + 1] - a.start[far]).sum()
    # the third hop would walk the first's or the second's relation again
    again = np.count_nonzero(far == a.place[p["id"]]) + np.count_nonzero(far == middle)
    return [(int(walked - again),)]


def label_hop(a: Arrays, p: dict[str, Any]) -> Rows:
    hit = (a.kinds == COMPANY)[a.head[a.part(WORKS_FOR)]]
    before = np.concatenate(([0], np.cumsum(hit)))
    starts = a.start[WORKS_FOR * a.n : (WORKS_FOR + 1) * a.n + 1] - a.part(WORKS_FOR).start
    return [(int(np.diff(before[starts])[a.kinds == PERSON].sum()),)]


def all_two_hops(a: Arrays, p: dict[str, Any]) -> Rows:
    heads = a.head[a.part(KNOWS)]
    loops = np.count_nonzero(heads == a.sources(KNOWS))
    return [(int(a.degrees(KNOWS)[heads].sum() - loops),)]


def two_hops_compared(a: Arrays, p: dict[str, Any]) -> Rows:
    part = a.part(OWNS)
    rows, second = a.expand(OWNS, a.head[part].astype(np.int64))
    return [(int(np.count_nonzero(a.years[part][rows] < a.years[second])),)]


def triangles_of_one(a: Arrays, p: dict[str, Any]) -> Rows:
    place = a.place[p["id"]]
    first = np.arange(*a.row(KNOWS, place).indices(len(a.head)))
    rows, second = a.expand(KNOWS, a.head[first])
    last = np.bincount(a.tail[a.in_row(KNOWS, place)], minlength=a.n)
    apart = np.flatnonzero(second != first[rows])
    far, middle = a.head[second[apart]], a.head[first[rows[apart]]]
    # round one actor with two loops or more the third hop would walk the first or the second again
    again = 2 * np.count_nonzero((far == place) & (middle == place))
    return [(int(last[far].sum() - again),)]


def triangles_all(a: Arrays, p: dict[str, Any]) -> Rows:
    """Walk two hops; a table of bits by a hash of both ends leaves few pairs to look up."""
    part = a.part(OWNS)
    starts, heads = a.sources(OWNS), a.head[part].astype(np.int64)
    rows, second = a.expand(OWNS, heads)
    second -= part.start
    far, start = heads[second], starts[rows]
    some = np.flatnonzero(_hashed(starts, heads)[_hash(far, start)] & (rows != second))
    far, start, middle = far[some], start[some], heads[rows[some]]
    pairs = starts * a.n + heads
    pairs.sort()
    wanted = far * a.n + start
    found = np.searchsorted(pairs, wanted, side="right") - np.searchsorted(pairs, wanted)
    # round one actor with two loops or more the third hop would walk the first or the second again
    again = 2 * ((far == start) & (middle == start))
    return [(int((found - again)[found > 0].sum()),)]


BITS = 22


def _hash(left: Array, right: Array) -> Array:
    return (left * 1_000_003 + right * 7919) & ((1 << BITS) - 1)


def _hashed(left: Array, right: Array) -> Array:
    table = np.zeros(1 << BITS, dtype=np.bool_)
    table[_hash(left, right)] = True
    return table


def mutual(a: Arrays, p: dict[str, Any]) -> Rows:
    part = a.part(KNOWS)
    starts, heads = a.sources(KNOWS), a.head[part].astype(np.int64)
    some = np.flatnonzero(_hashed(heads, starts)[_hash(starts, heads)])
    starts, heads = starts[some], heads[some]
    pairs = np.sort(starts * a.n + heads)
    back = heads * a.n + starts
    found = np.searchsorted(pairs, back, side="right") - np.searchsorted(pairs, back)
    return [(int(found.sum() - np.count_nonzero(starts == heads)),)]


def prefix(a: Arrays, p: dict[str, Any]) -> Rows:
    return [(bisect_left(a.sorted_names, "Bacf") - bisect_left(a.sorted_names, "Bace"),)]


def top_ages(a: Arrays, p: dict[str, Any]) -> Rows:
    counts = np.bincount(a.ages[a.ages >= 0])
    least = len(counts) - 1 - int(np.searchsorted(np.cumsum(counts[::-1]), 10))
    some = np.flatnonzero(a.ages >= least)
    order = some[np.lexsort((some, -a.ages[some]))][:10]  # ids ascend with places
    return [(a.ids[place], int(a.ages[place])) for place in order.tolist()]


def by_type(a: Arrays, p: dict[str, Any]) -> Rows:
    return [(name, int(a.degrees(kind).sum())) for kind, name in enumerate(TYPES)]


def by_city(a: Arrays, p: dict[str, Any]) -> Rows:
    known = a.ages >= 0
    codes = a.cities + 1
    size = len(a.graph.city_names) + 1
    counts = np.bincount(codes, minlength=size)
    with_age = np.bincount(codes[known], minlength=size)
    sums = np.bincount(codes[known], weights=a.ages[known], minlength=size)
    names = [None, *a.graph.city_names]
    rows = [
        (names[code], int(counts[code]), float(sums[code] / with_age[code]) if with_age[code] else None)
        for code in np.flatnonzero(counts).tolist()
    ]
    return sorted(rows, key=lambda row: (-row[1], row[0] is None, row[0] or ""))[:20]


def by_year(a: Arrays, p: dict[str, Any]) -> Rows:
    part = a.part(KNOWS)
    years, amounts = a.years[part], a.amounts[part]
    order = np.argsort(years, kind="stable")
    years, amounts = years[order], amounts[order]
    begin = np.flatnonzero(np.concatenate(([True], years[1:] != years[:-1])))
    counts = np.diff(np.concatenate((begin, [len(years)])))
    columns = (
        years[begin],
        np.add.reduceat(amounts, begin) / counts,
        np.minimum.reduceat(amounts, begin),
        np.maximum.reduceat(amounts, begin),
    )
    return list(zip(*(column.tolist() for column in columns)))


def by_two(a: Arrays, p: dict[str, Any]) -> Rows:
    part = a.part(OWNS)
    keys = (a.roles[part] + 1) * 100 + (a.years[part] - 1970)
    counts = np.bincount(keys)
    found = np.flatnonzero(counts)
    names = [None, *a.graph.role_names]
    return [
        (names[key // 100], key % 100 + 1970, count)
        for key, count in zip(found.tolist(), counts[found].tolist())
    ]


def busiest(a: Arrays, p: dict[str, Any]) -> Rows:
    degrees = a.degrees(WORKS_FOR)
    least = np.partition(degrees, -10)[-10]
    some = np.flatnonzero(degrees >= least)
    order = some[np.lexsort((some, -degrees[some]))][:10]
    return [(a.ids[place], int(degrees[place])) for place in order.tolist()]


def having(a: Arrays, p: dict[str, Any]) -> Rows:
    return [(int(np.count_nonzero(a.degrees(KNOWS) > 12)),)]


def date_range(a: Arrays, p: dict[str, Any]) -> Rows:
    days = a.days[a.part(KNOWS)]
    first, last = (np.datetime64(day).astype(int) for day in ("2015-03-01", "2016-03-01"))
    return [(int(np.count_nonzero((days >= first) & (days < last))),)]


def without_tie(a: Arrays, p: dict[str, Any]) -> Rows:
    return [(int(np.count_nonzero((a.degrees(KNOWS) == 0) & (a.kinds == PERSON))),)]


def not_label(a: Arrays, p: dict[str, Any]) -> Rows:
    return [(int(a.degrees(OWNS)[a.kinds != PERSON].sum()),)]


def shortest_directed(a: Arrays, p: dict[str, Any]) -> Rows:
    """Search from both ends, always on from the side with fewer actors at its edge."""
    start, end = a.place[p["a"]], a.place[p["b"]]
    seen = np.zeros((2, a.n), dtype=np.bool_)
    seen[0, start] = seen[1, end] = True
    edges = [np.array([start]), np.array([end])]
    for steps in range(1, 11):
        side = int(len(edges[1]) < len(edges[0]))
        first, ends = (a.start, a.head) if side == 0 else (a.in_start, a.tail)
        begin = first[KNOWS * a.n + edges[side]]
        counts = first[KNOWS * a.n + edges[side] + 1] - begin
        offset = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        met = ends[np.repeat(begin, counts) + offset]
        if seen[1 - side, met].any():
            return [(steps,)]
        fresh = np.zeros(a.n, dtype=np.bool_)
        fresh[met] = True
        fresh &= ~seen[side]
        seen[side] |= fresh
        edges[side] = np.flatnonzero(fresh)
        if not len(edges[side]):
            break
    return []


BY_HAND: dict[str, Callable[[Arrays, dict[str, Any]], Rows]] = {
    function.__name__: function
    for function in (
        count_label,
        filter_age,
        filter_relations,
        sum_relations,
        by_id,
        one_hop,
        two_hops,
        three_hops,
        label_hop,
        all_two_hops,
        two_hops_compared,
        triangles_of_one,
        triangles_all,
        mutual,
        prefix,
        top_ages,
        by_type,
        by_city,
        by_year,
        by_two,
        busiest,
        having,
        date_range,
        without_tie,
        not_label,
        shortest_directed,
    )
}
