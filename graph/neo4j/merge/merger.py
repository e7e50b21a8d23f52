"""A data set merged into a server, in managed transactions.

Rows go in groups that one statement takes, some thousand in a transaction. Where rows are expected to be
new, they are merged first, and only where the server created fewer than were sent are the others
compared; where they are expected to be there, they are compared first. So a first load pays for no
comparison, and loading the same again writes nothing. Relationships that cannot be there yet are not
even looked for, and go in two transactions at once (``turns``). While the server works on one
transaction, the next is prepared.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from sociogram.graph.columns import Column, IntArray, TextColumn
from sociogram.graph.columns.distinct import unique
from sociogram.graph.common.equality import same_value, united
from sociogram.graph.dataset import Dataset, MergeCounts, Merged
from sociogram.graph.errors import CypherError, DataError, LimitExceeded, SociogramError, StoreError
from sociogram.graph.merge_rules import DEFAULT_TYPE, UNION_PROPERTIES
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL
from sociogram.graph.neo4j.merge.load_lock import LANES, HeldLock, LoadLock, LockLostError, hold_lock
from sociogram.graph.neo4j.merge.moved import find_moved, move
from sociogram.graph.neo4j.merge.parallel import side_by_side
from sociogram.graph.neo4j.merge.row_groups import RowGroup, are_distinct, groups_of
from sociogram.graph.neo4j.merge.statements import STUB, RelationshipStatements, quoted
from sociogram.graph.store import Progress

if TYPE_CHECKING:
    import neo4j

    from sociogram.graph.neo4j.connection import Connection

ROWS_AT_ONCE = 10_000
TRANSACTIONS_IN_A_TURN = 40
"""So many go before another load has its turn: some seconds."""

_FEWEST_ROWS = 10
TABLES = ("entities", "relations", "sources", "relation_types")
UNIQUE = ((ENTITY_LABEL, "id"), (SOURCE_LABEL, "id"), (RELATION_TYPE_LABEL, "type"))


@dataclass(frozen=True)
class WriteBatch:
    """Rows of a group that go into one transaction; ``places`` are their numbers in the table."""

    group: RowGroup
    places: IntArray

    def __len__(self) -> int:
        return len(self.places)

    @cached_property
    def values(self) -> list[list[Any]]:
        """The values of each field."""
        return self.group.values(self.places)

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """The rows as a statement takes them."""
        return self.group.statements.parameters(self.values)

    def rows(self, rows: slice | Sequence[int]) -> WriteBatch:
        """Return some of the rows."""
        return WriteBatch(self.group, self.places[rows])


class WriteCounts:
    """Rows created and updated in one transaction, by table."""

    __slots__ = ("created", "updated")

    def __init__(self) -> None:
        self.created = dict.fromkeys(TABLES, 0)
        self.updated = dict.fromkeys(TABLES, 0)

    def add(self, other: WriteCounts) -> None:
        """Count what another transaction did."""
        for table in TABLES:
            self.created[table] += other.created[table]
            self.updated[table] += other.updated[table]


class Parts(list[WriteBatch]):
    """Parts that go into one transaction.

    Attributes:
        sent: what they wrote when they were last sent; whether the server committed that is not known.
    """

    sent: WriteCounts | None = None

    def settled(self, tally: WriteCounts) -> WriteCounts:
        """Return what the parts came to, when sent once more they wrote ``tally``.

        Where nothing is created that was created before, the commit before went through, and only its
        acknowledgement was lost.
        """
        was_done = (
            self.sent is not None
            and not any(tally.created.values())
            and (any(self.sent.created.values()) or not any(tally.updated.values()))
        )
        if self.sent is None or not was_done:
            self.sent = tally
        return self.sent


class Merger:
    """One merge of one data set into one store."""

    def __init__(self, connection: Connection, dataset: Dataset, progress: Progress | None) -> None:
        self._connection = connection
        self.warnings: list[str] = []
        self._dataset = dataset
        self._progress = progress
        self._rows_at_once = ROWS_AT_ONCE
        self._expects_new: dict[str, bool] = {}
        self._has_lanes = True
        self._moved: dict[str, str] = {}
        self._turns = LoadLock(are_distinct(dataset.relations))

    def run(self) -> MergeCounts:
        """Merge, and count what was created, updated and there already."""
        sizes = {table: len(getattr(self._dataset, table)) for table in TABLES}
        total, done, tally = sum(sizes.values()), 0, WriteCounts()
        self._make_constraints()
        self._check_ends()
        self._look_what_is_there()
        try:
            for parts, written in self._write_all():
                tally.add(written)
                done += sum(map(len, parts))
                if self._progress is not None:
                    self._progress(done, total)
        except (StoreError, CypherError, LimitExceeded) as error:
            raise _interrupted(error, done, total) from error
        return {
            table: Merged(created, updated, sizes[table] - created - updated)
            for table in TABLES
            for created, updated in [(tally.created[table], tally.updated[table])]
        }

    # Before

    def _make_constraints(self) -> None:
        for label, key in UNIQUE:
            statement = (
                f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{quoted(label)}) REQUIRE n.{quoted(key)} IS UNIQUE"
            )
            try:
                self._connection.fetch(statement)
            except SociogramError as error:
                code = getattr(error, "code", None) or ""
                if not (code.endswith(".Forbidden") or ".Schema." in code):
                    raise
                if self._is_unique(label, key):
                    continue
                self.warnings.append(
                    f"No constraint keeps {key} unique among {label} nodes, and loading is slow without. "
                    f"Ask who administers the server to run: {statement} ({error})"
                )
                if label == ENTITY_LABEL:
                    self._turns.may_create = False

    def _is_unique(self, label: str, key: str) -> bool:
        """Tell whether a constraint is there, made by somebody who may; who may not see it is told of it."""
        text = (
            "SHOW CONSTRAINTS YIELD type, labelsOrTypes, properties "
            "WHERE (type ENDS WITH 'UNIQUENESS' OR type = 'NODE_KEY') "
            "AND labelsOrTypes = [$label] AND properties = [$key] RETURN count(*)"
        )
        try:
            [(count,)] = self._connection.fetch(text, {"label": label, "key": key})
        except StoreError as error:
            if not (error.code or "").endswith(".Forbidden"):
                raise
            return False
        return bool(count)

    def _check_ends(self) -> None:
        """Refuse relations between entities that are neither in the data set nor on the server."""
        entities = self._dataset.entities.column("id")
        for title in ("source", "target"):
            unknown = _unknown(self._dataset.relations.column(title), entities)
            for first in range(0, len(unknown), ROWS_AT_ONCE):
                missing = self._missing(unknown[first : first + ROWS_AT_ONCE])
                if missing:
                    raise DataError(
                        f"A relation names {missing[0]!r} as its {title}, and no entity has that id.",
                        column=title,
                        cure="Add the entity, or correct the id.",
                    )

    def _missing(self, ids: Sequence[str]) -> list[str]:
        text = (
            f"UNWIND $ids AS id OPTIONAL MATCH (n:{quoted(ENTITY_LABEL)} {{id: id}})\n"
            "WITH id, n WHERE n IS NULL RETURN id"
        )
        return [missing for (missing,) in self._connection.fetch(text, {"ids": ids})]

    def _look_what_is_there(self) -> None:
        texts = {
            "entities": f"MATCH (n:{quoted(ENTITY_LABEL)}) RETURN count(n)",
            "sources": f"MATCH (n:{quoted(SOURCE_LABEL)}) RETURN count(n)",
            "relation_types": f"MATCH (n:{quoted(RELATION_TYPE_LABEL)}) RETURN count(n)",
            "relations": "MATCH ()-[r]->() RETURN count(r)",
        }
        for table, text in texts.items():
            self._expects_new[table] = self._connection.fetch(text) == [(0,)]
        if not self._expects_new["relations"]:
            self._moved = find_moved(self._connection, self._dataset.relations, DEFAULT_TYPE)

    # Rows

    def _write_all(self) -> Iterator[tuple[Parts, WriteCounts]]:
        """Write everything; give the parts of each transaction and what it did."""
        groups = list(groups_of(self._dataset))
        if sum(len(group.rows) for group in groups) <= self._rows_at_once:
            yield from self._one_by_one(self._transactions(groups))
            return
        ties = [group for group in groups if group.table == "relations"]
        yield from self._one_by_one(
            self._transactions(group for group in groups if group.table != "relations")
        )
        waiting: deque[Parts] = deque()
        # Several at once take as much of the server's memory as one would.
        transactions = self._transactions(ties, share=LANES if self._may_share() else 1)
        yield from self._side_by_side(waiting, transactions)
        yield from self._one_by_one(chain(waiting, transactions))

    def _may_share(self) -> bool:
        """Tell whether relations may be created, as far as is known, in several transactions at once."""
        return self._expects_new["relations"] and self._turns.may_create and self._has_lanes

    def _transactions(self, groups: Iterable[RowGroup], share: int = 1) -> Iterator[Parts]:
        """Cut groups into what goes into one transaction of ``share`` at once; small groups go together."""
        parts = Parts()
        room = max(self._rows_at_once // share, 1)
        for group in groups:
            rows = group.rows
            while len(rows):
                parts.append(WriteBatch(group, rows[:room]))
                rows = rows[room:]
                room -= len(parts[-1])
                if not room:
                    yield parts
                    parts, room = Parts(), max(self._rows_at_once // share, 1)
        if parts:
            yield parts

    def _one_by_one(self, transactions: Iterable[Parts]) -> Iterator[tuple[Parts, WriteCounts]]:
        for parts in _prepared(transactions):
            yield parts, self._write(parts)

    def _side_by_side(
        self, waiting: deque[Parts], transactions: Iterator[Parts]
    ) -> Iterator[tuple[Parts, WriteCounts]]:
        """Create relations in two transactions at once, as long as they cannot be there yet.

        What was taken from ``transactions`` and is not written in the end is left in ``waiting``.
        """
        while self._may_share():
            waiting.extend(islice(transactions, TRANSACTIONS_IN_A_TURN - len(waiting)))
            if not waiting:
                return
            unsure: list[Parts] = []
            with hold_lock(self._connection, self._turns) as turn:
                if turn is not None:
                    work = partial(self._create, turn)
                    for parts, done in side_by_side(waiting, work, LANES):
                        tally = self._outcome(done)
                        if tally is None:
                            unsure.append(parts)
                        else:
                            yield parts, tally
                elif self._turns.may_create:
                    unsure.append(waiting.popleft())
            for parts in unsure:
                # On its own it waits for the server, and looks for what it writes where it must.
                yield parts, self._write(parts)

    def _create(self, turn: HeldLock, parts: Parts, lane: int) -> WriteCounts:
        """Create relations that cannot be there, in one transaction of several at once."""

        def work(tx: neo4j.Transaction) -> WriteCounts:
            turn.enter(tx, lane)
            tally = WriteCounts()
            for part in parts:
                tally.created["relations"] += _written(tx, part, part.group.statements.create)
            return parts.settled(tally)

        for part in parts:
            part.parameters  # noqa: B018 - it is kept
        return self._connection.attempt(work)

    def _outcome(self, done: Future[WriteCounts]) -> WriteCounts | None:
        """Return what a transaction did; None where it failed, or may have."""
        from neo4j.exceptions import DriverError, Neo4jError

        try:
            tally = done.result()
        except LockLostError:
            return None
        except (Neo4jError, DriverError) as error:
            if isinstance(self._connection.failure(error), LimitExceeded):
                self._has_lanes = False  # one at a time takes less of the server's memory
            return None
        self._turns.written += tally.created["relations"]
        return tally

    def _write(self, parts: Parts) -> WriteCounts:
        """Write parts in one transaction, or in several smaller ones where the server lacks the memory."""
        count = sum(map(len, parts))
        if count > self._rows_at_once:
            return self._write_halves(parts)
        try:
            tally = self._connection.managed(lambda tx: self._in_transaction(tx, parts))
        except LimitExceeded as error:
            if error.limit != "memory" or self._rows_at_once <= _FEWEST_ROWS:
                raise
            self._rows_at_once = max(count // 2, _FEWEST_ROWS)
            return self._write_halves(parts)
        except StoreError as error:
            if not self._turns.gives_up(error):
                raise
            return self._write(parts)
        self._turns.written += sum(len(part) for part in parts if part.group.table == "relations")
        return tally

    def _write_halves(self, parts: Parts) -> WriteCounts:
        tally = WriteCounts()
        for part in parts:
            middle = (len(part) + 1) // 2 if len(parts) == 1 else len(part)
            for half in (part.rows(slice(middle)), part.rows(slice(middle, None))):
                if len(half):
                    tally.add(self._write(Parts([half])))
        return tally

    def _in_transaction(self, tx: neo4j.Transaction, parts: Parts) -> WriteCounts:
        tally = WriteCounts()
        are_new = False
        if any(part.group.table == "relations" for part in parts):
            self._turns.wait(tx)
            are_new = self._expects_new["relations"] and self._turns.are_all_new(tx)
        for part in parts:
            if are_new and part.group.table == "relations":
                tally.created["relations"] += _written(tx, part, part.group.statements.create)
            else:
                self._merge_part(tx, part, tally)
        return parts.settled(tally)

    def _merge_part(self, tx: neo4j.Transaction, part: WriteBatch, tally: WriteCounts) -> None:
        group, count, created = part.group, len(part), 0
        ensure = group.statements.ensure
        moved: set[int] = set()
        if self._moved and isinstance(group.statements, RelationshipStatements):
            moved = move(tx, group.statements, part.values, self._moved)
        if self._expects_new[group.table]:
            created = _written(tx, part, ensure)
            if created == count:
                tally.created[group.table] += created
                return
        missing, differing = _compare(tx, part)
        if missing:
            created += _written(tx, part.rows(missing), ensure)
            if created < len(missing) and not self._expects_new[group.table]:
                # The same row twice in one part: the second may say more than the first.
                differing = _compare(tx, part)[1]
        self._expects_new[group.table] = created > count // 2
        tally.created[group.table] += created
        tally.updated[group.table] += _update(tx, part, differing) + len(moved - differing.keys())


def _unknown(ends: Column, entities: Column) -> list[str]:
    """Return the ends, sorted, that are no entity of the data set."""
    found: Iterable[Any]
    if isinstance(ends, TextColumn) and not ends.has_nulls():
        used = unique(ends.codes)
        if isinstance(entities, TextColumn) and entities.dictionary is ends.dictionary:
            is_known = np.zeros(len(ends.dictionary) + 1, dtype=np.bool_)  # one more, for null
            is_known[entities.codes] = True
            used = used[~is_known[used]]
        if not len(used):
            return []
        found = ends.dictionary.texts(used)
    else:
        found = ends.to_list()
    known = set(entities.to_list())
    return sorted({str(end) for end in found if end not in known})


def _prepared(transactions: Iterable[Parts]) -> Iterator[Parts]:
    """Give transactions, and prepare the next one while the caller is busy with this one."""

    def next_one() -> Parts:
        parts = next(waiting, Parts())
        for part in parts:
            part.parameters  # noqa: B018 - it is kept
        return parts

    waiting = iter(transactions)
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next_one)
        while parts := coming.result():
            coming = thread.submit(next_one)
            yield parts


def _run(tx: neo4j.Transaction, text: str, parameters: dict[str, Any]) -> neo4j.Result:
    """Run one of our statements."""
    try:
        return tx.run(cast("Any", text), parameters)
    except (OverflowError, TypeError, ValueError) as error:
        raise DataError(
            f"A row holds a value that Neo4j cannot store: {error}.",
            cure="Give it as text, or as a number of at most 64 bits.",
        ) from error


def _written(tx: neo4j.Transaction, part: WriteBatch, text: str) -> int:
    """Run a statement that creates rows and tell how many it did."""
    counters = _run(tx, text, part.parameters).consume().counters
    is_relations = part.group.table == "relations"
    return counters.relationships_created if is_relations else counters.nodes_created


def _compare(tx: neo4j.Transaction, part: WriteBatch) -> tuple[list[int], dict[int, str]]:
    """Return the rows that are missing, and those that say something new with the element's id."""
    missing: list[int] = []
    differing: dict[int, str] = {}
    group, values = part.group, part.values
    for row, element, *there in _run(tx, group.statements.find, part.parameters):
        if element is None:
            missing.append(row)
        elif not there or any(_news(group, there[0], set(there[1]), [column[row] for column in values])):
            differing[row] = element
    return missing, differing


def _update(tx: neo4j.Transaction, part: WriteBatch, differing: Mapping[int, str]) -> int:
    """Write what rows say that is new; return how many rows did."""
    if not differing:
        return 0
    group = part.group
    ids = list(dict.fromkeys(differing.values()))
    # Writing before reading locks them: nobody changes them between our reading and our writing.
    locked = _run(tx, group.statements.lock, {"ids": ids})
    there = {element: (properties, set(labels)) for element, properties, labels in locked}
    changes: dict[str, dict[str, Any]] = {}
    updated = 0
    for row in sorted(differing):
        element = differing[row]
        if element not in there:
            continue  # deleted by somebody since
        properties, labels = there[element]
        changed, more_labels = _news(group, properties, labels, [column[row] for column in part.values])
        if changed or more_labels:
            properties.update(changed)
            labels |= more_labels
            changes.setdefault(element, {}).update(changed)
            updated += 1
    _run(tx, group.statements.update, {"changes": [list(change) for change in changes.items()]}).consume()
    return updated


def _news(
    group: RowGroup, there: Mapping[str, Any], labels: set[str], values: Sequence[Any]
) -> tuple[dict[str, Any], set[str]]:
    """Return the properties that a row changes, and the labels that it adds."""
    is_stub = there.get(STUB) is True
    row_is_stub = any(
        field.name == STUB and value is True
        for field, value in zip(group.statements.fields, values, strict=True)
    )
    if group.table != "entities" or is_stub == row_is_stub:
        return _changed(group, there, values), set(group.labels) - labels
    if row_is_stub:
        return {}, set()  # a stub says less than what is there
    return {STUB: None, **_changed(group, there, values)}, set(group.labels) - labels


def _changed(group: RowGroup, there: Mapping[str, Any], values: Sequence[Any]) -> dict[str, Any]:
    """Return the properties that a row changes."""
    changed: dict[str, Any] = {}
    for field, given in zip(group.statements.fields, values, strict=True):
        name = field.name
        if given is None or name in group.statements.keys:
            continue
        if name == STUB and given is False:
            continue  # says the same as nothing
        value = list(given) if isinstance(given, tuple) else given
        old = there.get(name)
        if name in UNION_PROPERTIES:
            before = old if isinstance(old, list) else [] if old is None else [old]
            together = united(before, value)
            if len(together) > len(before):
                changed[name] = together
        elif not same_value(old, value):
            changed[name] = value
    return changed


def _interrupted(error: SociogramError, done: int, total: int) -> SociogramError:
    """Say beside the reason how far the load came."""
    if isinstance(error, LimitExceeded):
        return LimitExceeded(f"{error} {_so_far(done, total)}", limit=error.limit)
    return StoreError(f"{error} {_so_far(done, total)}", code=getattr(error, "code", None))


def _so_far(done: int, total: int) -> str:
    return f"{done:,} of {total:,} rows are in and stay; the same load again adds the rest."
