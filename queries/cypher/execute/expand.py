"""Going along one relationship: to new nodes, into bound ones, or only counting."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sociogram.graph.columns import (
    AnyArray,
    BoolArray,
    Column,
    IntArray,
    IntColumn,
    ListedColumn,
    NodeColumn,
    RelationshipColumn,
    Rows,
)
from sociogram.graph.memory.adjacency import Few
from sociogram.graph.memory.index import GraphIndex, Way
from sociogram.graph.ranges import ranges
from sociogram.graph.span import Span
from sociogram.queries.cypher import ast
from sociogram.queries.cypher.batch import Batch, Deferred, DeferredReading
from sociogram.queries.cypher.compile_access import check_few, check_nodes
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.builder import Builder, Runner
from sociogram.queries.cypher.execute.slots import (
    as_relationship_column,
    node_slots,
    relationship_slots,
    slots_in,
    unlike_mask,
)
from sociogram.queries.cypher.plan import operators as op

WAYS = {ast.Direction.OUTGOING: Way.OUT, ast.Direction.INCOMING: Way.IN, ast.Direction.BOTH: Way.BOTH}
TURNED = {Way.OUT: Way.IN, Way.IN: Way.OUT, Way.BOTH: Way.BOTH}

FEW = 8
"""Up to so many rows of an array go one by one."""
LISTED = 48
"""Up to so many rows go one by one where they are lists already: that costs less than an array."""
MANY = 256
"""Where they lead to more relationships than this, arrays are quicker."""
LOOKED_THROUGH = 2048
"""Where no more than a hit in so many is wanted, lists still are."""

MANY_OF = 16
"""Asked for more than a sixteenth of the nodes, the degrees of all are kept."""

Followed = tuple[IntArray, IntArray, IntArray]
"""Rows they come from, relationships, neighbours."""


def follow_rows(index: GraphIndex, nodes: Rows, way: Way, types: op.Types) -> Followed | Few:
    """Follow the relationships of each node, a few in lists; null nodes have none."""
    if isinstance(nodes, list):
        few = index.expand_few(nodes, way, types, MANY) if len(nodes) <= LISTED else None
        if few is not None:
            return few
        nodes = np.array(nodes, dtype=np.int64)
    return follow(index, nodes, way, types)


def follow(
    index: GraphIndex, nodes: IntArray, way: Way, types: op.Types, among: BoolArray | None = None
) -> Followed:
    """Follow the relationships of each node to those ``among`` which others are; null nodes have none."""
    if len(nodes) <= FEW and among is None:
        few = index.expand_few(nodes.tolist(), way, types, MANY)
        if few is not None:
            return tuple(np.array(part, dtype=np.int64) for part in few)  # type: ignore[return-value]
    if len(nodes) and nodes.min() < 0:
        present = np.flatnonzero(nodes >= 0)
        rows, relationships, neighbours = index.expand(nodes[present], way, types, among)
        return present[rows], relationships, neighbours
    return index.expand(nodes, way, types, among)


def follow_late(
    index: GraphIndex, nodes: IntArray, way: Way, types: op.Types, among: BoolArray | None
) -> tuple[IntArray, Column | Deferred, Column | Deferred]:
    """Follow the relationships of each node; what is reached is read when somebody asks for it.

    Both lie all over the memory, and often one is not asked for, or only where the other fits.
    """
    found = index.places(nodes, way, types) if len(nodes) > FEW and nodes.min() >= 0 else None
    if found is None:
        rows, relationships, neighbours = follow(index, nodes, way, types, among)
        return rows, RelationshipColumn(relationships, filled=True), NodeColumn(neighbours, filled=True)
    rows, places, held = found
    ends: Column | Deferred
    if among is None:
        ends = DeferredReading(
            IntColumn(places), lambda some: NodeColumn(held.neighbours[some.values], filled=True)
        )
    else:
        reached = held.neighbours.take(places)
        kept = np.flatnonzero(among.take(reached))
        rows, places = rows.take(kept), places.take(kept)
        ends = NodeColumn(reached.take(kept), filled=True)
    return (
        rows,
        DeferredReading(
            IntColumn(places), lambda some: RelationshipColumn(held.relationships[some.values], filled=True)
        ),
        ends,
    )


def pieces(
    index: GraphIndex, nodes: IntArray, way: Way, types: op.Types, chunk: int
) -> Iterator[tuple[int, int]]:
    """Cut rows so that following their relationships gives about ``chunk`` rows at a time."""
    if len(nodes) <= FEW:
        yield 0, len(nodes)
        return
    counts = _degrees(index, nodes, way, types)
    if counts.sum() <= chunk:
        yield 0, len(nodes)
        return
    total = counts.cumsum()
    begin = 0
    while begin < len(nodes):
        done = int(total[begin - 1]) if begin else 0
        end = max(int(np.searchsorted(total, done + chunk, side="right")), begin + 1)
        yield begin, end
        begin = end


def build_expand(plan: op.Expand, builder: Builder) -> Runner:
    """Go from each row's node along its relationships."""
    source = builder.build(plan.source)
    way, types, unlike = WAYS[plan.direction], plan.types, plan.unlike
    start, relationship, end = plan.start, plan.relationship, plan.end
    chunk = builder.chunk

    def run_expand(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            index = context.index
            label = None if plan.label is None or _is_everywhere(plan.label, context) else plan.label
            few = few_slots(batch.columns[start])
            listed = None if few is None else index.expand_few(few, way, types, MANY)
            if listed is not None:
                context.check()
                if plan.label is not None and context.deleted_nodes:
                    check_few(listed[2], context.deleted_nodes, "node")
                if label is not None:
                    listed = _those_with(label, listed, context)
                if listed[0]:
                    yield _expanded_few(batch, listed, unlike, relationship, end)
                continue
            starts = node_slots(batch.columns[start], start)
            among = None if label is None else index.label_mask(label)
            for first, last in pieces(index, starts, way, types, chunk):
                context.check()
                rows, relationships, ends = follow_late(index, starts[first:last], way, types, among)
                if first:
                    rows = rows + first
                made = batch.taken_with(rows, {relationship: relationships, end: ends})
                if plan.label is not None and context.deleted_nodes:
                    check_nodes(node_slots(made.columns[end]), context)
                if unlike:
                    walked = relationship_slots(made.columns[relationship])
                    made = made.where(kept_unlike(batch, rows, walked, unlike))
                yield made

    return run_expand


def few_slots(column: Column) -> list[int] | None:
    """Return nodes that are few enough to be followed one by one, or None."""
    if type(column) is NodeColumn and (few := column.few) is not None and len(few) <= LISTED:
        return few
    return None


def _is_everywhere(label: str, context: Context) -> bool:
    """Tell whether every node has a label, as ``Entity`` often is."""
    index = context.index
    return index.label_count(label) == index.node_count


def _those_with(label: str, found: Few, context: Context) -> Few:
    """Keep what leads to nodes with a label."""
    labels_of = context.index.node_labels
    kept = [step for step in zip(*found, strict=True) if label in labels_of(step[2])]
    return [row for row, _, _ in kept], [slot for _, slot, _ in kept], [node for _, _, node in kept]


def _expanded_few(batch: Batch, found: Few, unlike: tuple[str, ...], relationship: str, end: str) -> Batch:
    rows, relationships, neighbours = found
    for name in unlike:
        walked = walked_by(batch.columns[name])
        kept = [place for place, row in enumerate(rows) if relationships[place] not in walked[row]]
        if len(kept) < len(rows):
            rows, relationships = [rows[place] for place in kept], [relationships[place] for place in kept]
            neighbours = [neighbours[place] for place in kept]
    made: dict[str, Column] = {
        relationship: RelationshipColumn.of(relationships),
        end: NodeColumn.of(neighbours),
    }
    return batch.taken_with(rows, made)


def walked_by(column: Column) -> list[list[int]]:
    """Return the relationships of each row: one, or a list of them."""
    if type(column) is RelationshipColumn:
        return [[slot] for slot in column.listed()]
    return [slots_in(value) for value in column.to_list()]


def kept_unlike(batch: Batch, rows: IntArray, relationships: IntArray, unlike: tuple[str, ...]) -> BoolArray:
    """Tell which relationships are none of those that their row has walked already."""
    keep = np.ones(len(rows), dtype=np.bool_)
    for name in unlike:
        keep &= unlike_mask(relationships, batch.columns[name].take(rows))
    return keep


def build_expand_into(plan: op.ExpandInto, builder: Builder) -> Runner:
    """Give the relationships between two bound nodes."""
    source = builder.build(plan.source)
    way, types, unlike = WAYS[plan.direction], plan.types, plan.unlike
    chunk = builder.chunk

    def run_expand_into(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            index = context.index
            few, others = few_slots(batch.columns[plan.start]), few_slots(batch.columns[plan.end])
            found = None
            if few is not None and others is not None:
                found = _between_few(index, few, others, way, types)
            if found is not None:
                context.check()
                if found[0]:
                    yield _kept_few(batch, found, unlike, plan.relationship)
                continue
            starts = node_slots(batch.columns[plan.start], plan.start)
            ends = node_slots(batch.columns[plan.end], plan.end)
            for rows, relationships in _between(index, starts, ends, way, types, chunk, context):
                keep = kept_unlike(batch, rows, relationships, unlike)
                made: dict[str, Column] = {
                    plan.relationship: RelationshipColumn(relationships[keep], filled=True)
                }
                yield batch.taken_with(rows[keep], made)

    return run_expand_into


def _between_few(
    index: GraphIndex, starts: list[int], ends: list[int], way: Way, types: op.Types
) -> tuple[list[int], list[int]] | None:
    """Find the relationships between a few pairs of nodes; None where there is much to look through."""
    work = index.degrees_of_few(starts, way, types)
    if sum(work) > MANY:
        turned = index.degrees_of_few(ends, TURNED[way], types)
        if sum(turned) < sum(work):
            starts, ends, way, work = ends, starts, TURNED[way], turned
    if sum(work) > LOOKED_THROUGH:
        return None
    rows: list[int] = []
    relationships: list[int] = []
    for row, (start, end, degree) in enumerate(zip(starts, ends, work, strict=True)):
        if degree and end >= 0:
            some, neighbours = index.expand_one(start, way, types)
            if end in neighbours:
                hits = [slot for slot, node in zip(some, neighbours, strict=True) if node == end]
                rows += [row] * len(hits)
                relationships += hits
    return rows, relationships


def _kept_few(
    batch: Batch, found: tuple[list[int], list[int]], unlike: tuple[str, ...], relationship: str
) -> Batch:
    rows, relationships = found
    for name in unlike:
        walked = walked_by(batch.columns[name])
        kept = [place for place, row in enumerate(rows) if relationships[place] not in walked[row]]
        if len(kept) < len(rows):
            rows, relationships = [rows[place] for place in kept], [relationships[place] for place in kept]
    return batch.taken_with(rows, {relationship: RelationshipColumn.of(relationships)})


def _between(
    index: GraphIndex,
    starts: IntArray,
    ends: IntArray,
    way: Way,
    types: op.Types,
    chunk: int,
    context: Context,
) -> Iterator[tuple[IntArray, IntArray]]:
    """Find the relationships between pairs of nodes, from the side that has fewer to look through."""
    present = np.flatnonzero((starts >= 0) & (ends >= 0))
    if not len(present):
        return
    firsts, lasts = starts[present], ends[present]
    if len(present) <= FEW:
        turned = _degree_sum(index, lasts, TURNED[way], types) < _degree_sum(index, firsts, way, types)
        distinct = None
    else:
        distinct, from_start = _work(index, firsts, way, types)
        others, from_end = _work(index, lasts, TURNED[way], types)
        turned = from_end < from_start
        distinct = others if turned else distinct
    if turned:
        firsts, lasts, way = lasts, firsts, TURNED[way]
    if distinct is not None:
        yield _looked_up(index, distinct, firsts, lasts, present, way, types)
        return
    for first, last in pieces(index, firsts, way, types, chunk):
        context.check()
        rows, relationships, neighbours = follow(index, firsts[first:last], way, types)
        hit = neighbours == lasts[first:last][rows]
        yield present[first:last][rows[hit]], relationships[hit]


def _degree_sum(index: GraphIndex, nodes: IntArray, way: Way, types: op.Types) -> int:
    return int(_degrees(index, nodes, way, types).sum(dtype=np.int64))


def _work(index: GraphIndex, nodes: IntArray, way: Way, types: op.Types) -> tuple[IntArray | None, int]:
    """Count what is looked through from this side; nodes that come often are followed once."""
    seen = np.zeros(index.node_slots, dtype=np.bool_)
    seen[nodes] = True
    distinct = np.flatnonzero(seen)
    if len(distinct) * 4 < len(nodes):
        return distinct, _degree_sum(index, distinct, way, types) + len(nodes)
    return None, _degree_sum(index, nodes, way, types)


def _looked_up(
    index: GraphIndex,
    distinct: IntArray,
    firsts: IntArray,
    lasts: IntArray,
    present: IntArray,
    way: Way,
    types: op.Types,
) -> tuple[IntArray, IntArray]:
    """Follow each distinct node once and look the pairs up among what it leads to."""
    rows, relationships, neighbours = index.expand(distinct, way, types)
    reached = np.zeros(index.node_slots, dtype=np.bool_)
    reached[neighbours] = True
    possible = np.flatnonzero(reached[lasts])
    place = np.zeros(index.node_slots, dtype=np.int64)
    place[distinct] = np.arange(len(distinct))
    width = np.int64(index.node_slots)
    found = rows * width + neighbours
    order = np.argsort(found, kind="stable")
    found = found[order]
    wanted = place[firsts[possible]] * width + lasts[possible]
    low = np.searchsorted(found, wanted, side="left")
    if not len(found):
        return present[:0], relationships
    # a pair without parallel relationships is found at one place, or not at all
    hits = np.flatnonzero(found[np.minimum(low, len(found) - 1)] == wanted)
    possible, wanted, low = possible[hits], wanted[hits], low[hits]
    pair, places = ranges(low, np.searchsorted(found, wanted, side="right") - low)
    return present[possible[pair]], relationships[order[places]]


def build_expand_count(plan: op.ExpandCount, builder: Builder) -> Runner:
    """Count what Expand would give for each row, from degrees."""
    source = builder.build(plan.source)
    way, types = WAYS[plan.direction], plan.types

    def simple(batch: Batch) -> bool:
        return plan.overlap is None and all(
            type(batch.columns[name]) is RelationshipColumn for name in plan.unlike
        )

    plain = not (plan.unlike or plan.times or plan.overlap or plan.keep_zero)

    def run_expand_count(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            index = context.index
            context.check()
            few = few_slots(batch.columns[plan.start])
            if few is not None and simple(batch):
                yield _counted_few(index, batch, few, way, plan)
                continue
            if plain and (made := _counted_in_order(index, batch.columns[plan.start], way, types)):
                rows, start, counts = made
                yield batch.taken_with(rows, {plan.start: start, plan.count: IntColumn(counts)})
                continue
            nodes = node_slots(batch.columns[plan.start], plan.start)
            counts = _degrees(index, nodes, way, types)
            if plan.unlike or plan.times is not None or plan.overlap is not None:
                counts = counts.astype(np.int64)
            for name in plan.unlike:
                column = batch.columns[name]
                if isinstance(column, RelationshipColumn):
                    counts = counts - _meets(index, nodes, column, way, types)
                else:
                    counts = _counted_unlike(index, batch, nodes, way, plan)
                    break
            if plan.times is not None:
                earlier = batch.columns[plan.times]
                counts = counts * (earlier.values if isinstance(earlier, IntColumn) else earlier.to_list())
            if plan.overlap is not None:
                counts = counts - _shared(index, nodes, plan, plan.overlap)
            if not plan.keep_zero:
                rows = np.flatnonzero(counts != 0)  # of truth values it takes half as long
                if len(rows) < batch.length:
                    yield batch.taken_with(rows, {plan.count: IntColumn(counts[rows])})
                    continue
            yield batch.with_columns({plan.count: IntColumn(counts)})

    return run_expand_count


def _counted_few(index: GraphIndex, batch: Batch, nodes: list[int], way: Way, plan: op.ExpandCount) -> Batch:
    counts = index.degrees_of_few(nodes, way, plan.types)
    for name in plan.unlike:
        walked = as_relationship_column(batch.columns[name]).listed()
        for row in _meeting(index, nodes, walked, way, plan.types):
            counts[row] -= 1
    if plan.times is not None:
        earlier = batch.columns[plan.times].to_list()
        counts = [count * times for count, times in zip(counts, earlier, strict=True)]
    if not plan.keep_zero and 0 in counts:
        rows = [row for row, count in enumerate(counts) if count]
        return batch.taken_with(rows, {plan.count: ListedColumn([counts[row] for row in rows])})
    return batch.with_columns({plan.count: ListedColumn(counts)})


def _meeting(index: GraphIndex, nodes: list[int], slots: list[int], way: Way, types: op.Types) -> list[int]:
    """Return the rows in which the hop from the node would walk the relationship again."""
    start_of, end_of = index.start_of, index.end_of
    met: set[int] = set()
    if way is not Way.IN:
        met.update(row for row, slot in enumerate(slots) if slot >= 0 and start_of(slot) == nodes[row])
    if way is not Way.OUT:
        met.update(row for row, slot in enumerate(slots) if slot >= 0 and end_of(slot) == nodes[row])
    return [row for row in met if types is None or index.type_name(slots[row]) in types]


def _degrees(index: GraphIndex, nodes: IntArray, way: Way, types: op.Types) -> AnyArray:
    """Return how many relationships each node has, in any type of integers; none has null."""
    nulls = bool(len(nodes)) and nodes.min() < 0
    known = np.maximum(nodes, 0) if nulls else nodes
    if len(nodes) * MANY_OF > index.node_slots:
        counts: AnyArray = index.degrees(way, types)
        if not _is_table(index, nodes):
            counts = counts[known]
    else:
        counts = index.degree(known, way, types)
    return np.where(nodes < 0, 0, counts) if nulls else counts


def _is_table(index: GraphIndex, nodes: IntArray) -> bool:
    """Tell whether these are every node in its order, as a scan gives them, with no hole between."""
    return len(nodes) == index.node_slots and nodes is index.all_nodes()


def _counted_in_order(
    index: GraphIndex, column: Column, way: Way, types: op.Types
) -> tuple[IntArray, NodeColumn, AnyArray] | None:
    """Return the rows that have relationships, their nodes, and how many they have.

    None where the nodes are not those of the table in its order, as a scan of all of them gives them.
    """
    span = column.span if isinstance(column, NodeColumn) else None
    if span is None or span.rows is not None or len(span.slots) != index.node_slots:
        return None
    slots, counts = index.positive_degrees(way, types)
    first, last = np.searchsorted(slots, (span.begin, span.end)).tolist()
    rows = slots[first:last]
    kept = Span(span.of, span.slots, span.begin, span.end, rows)
    return rows - span.begin if span.begin else rows, NodeColumn(None, kept), counts[first:last]


def _shared(
    index: GraphIndex, nodes: IntArray, plan: op.ExpandCount, other: tuple[ast.Direction, op.Types]
) -> IntArray:
    """Count the relationships of each node that both of two hops from it can walk."""

    def degrees(way: Way) -> IntArray:
        counts: IntArray = _degrees(index, nodes, way, types).astype(np.int64)
        return counts

    ways = {WAYS[plan.direction], WAYS[other[0]]}
    types = plan.types
    if other[1] is not None:
        types = other[1] if types is None else tuple(name for name in types if name in other[1])
    if ways == {Way.OUT, Way.IN}:
        # what leaves a node and enters it: the loops, which BOTH counts once
        out, into = degrees(Way.OUT), degrees(Way.IN)
        return out + into - degrees(Way.BOTH)
    narrow = next((way for way in ways if way is not Way.BOTH), Way.BOTH)
    return degrees(narrow)


def _meets(
    index: GraphIndex, nodes: IntArray, walked: RelationshipColumn, way: Way, types: op.Types
) -> BoolArray | int:
    """Tell where the hop from ``nodes`` would walk the relationship again."""
    known = walked if not walked.has_nulls() else RelationshipColumn(np.maximum(walked.slots, 0))
    meets = np.zeros(len(walked), dtype=np.bool_)
    if way is not Way.IN:
        meets |= index.starts_of(known).slots == nodes
    if way is not Way.OUT:
        meets |= index.ends_of(known).slots == nodes
    if known is not walked:
        meets &= ~walked.null_mask()
    rows = np.flatnonzero(meets)
    if types is not None and len(rows):
        table = np.array([name in types for name in index.type_names], dtype=np.bool_)
        meets[rows] = table[index.type_codes[known.slots[rows]]]
    return meets if len(rows) else 0


def _counted_unlike(
    index: GraphIndex, batch: Batch, nodes: IntArray, way: Way, plan: op.ExpandCount
) -> IntArray:
    rows, relationships, _ = follow(index, nodes, way, plan.types)
    keep = kept_unlike(batch, rows, relationships, plan.unlike)
    return np.bincount(rows[keep], minlength=len(nodes))


def build_keep_apart(plan: op.KeepApart, builder: Builder) -> Runner:
    """Drop rows whose two sides walk the same relationship."""
    source = builder.build(plan.source)

    def run_keep_apart(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            keep = np.ones(batch.length, dtype=np.bool_)
            for left, right in plan.pairs:
                first, second = batch.columns[left], batch.columns[right]
                if not isinstance(first, RelationshipColumn):
                    first, second = second, first
                if isinstance(first, RelationshipColumn):
                    keep &= unlike_mask(first.slots, second)
                else:
                    keep &= _disjoint(first, second)
            yield batch if keep.all() else batch.take(np.flatnonzero(keep))

    return run_keep_apart


def _disjoint(first: Column, second: Column) -> BoolArray:
    from sociogram.queries.cypher.execute.slots import slots_in

    pairs = zip(first.to_list(), second.to_list(), strict=True)
    return np.array([set(slots_in(one)).isdisjoint(slots_in(other)) for one, other in pairs], dtype=np.bool_)
