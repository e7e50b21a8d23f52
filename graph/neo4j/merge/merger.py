"""Merging of a data set into a server, in retried transactions.

Rows are grouped by statement and sent in transactions of some thousand. Rows that are expected to be new are
merged first; the others are compared only if the server created fewer than were sent. Rows that are expected
to exist are compared first. So a first load needs no comparison, and loading the same data again writes
nothing. Relationships that cannot exist yet are created without a search, in two parallel transactions
(``load_lock``). While the server executes one transaction, the next is prepared.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, cast

from sociogram.graph.common.cypher_names import quoted
from sociogram.graph.dataset import CellChange, CellChanges, Dataset, MergeCounts, Merged
from sociogram.graph.errors import CypherError, LimitExceeded, SociogramError, StoreError
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL
from sociogram.graph.neo4j.merge.constraints import create_constraints
from sociogram.graph.neo4j.merge.differences import compare, created_rows, update
from sociogram.graph.neo4j.merge.held_relations import NOTHING_HELD, Moved, find_held, move, note_moved
from sociogram.graph.neo4j.merge.load_lock import WORKERS, HeldLock, LoadLock, LockLostError, hold_lock
from sociogram.graph.neo4j.merge.parallel import in_parallel
from sociogram.graph.neo4j.merge.relation_ends import check_ends
from sociogram.graph.neo4j.merge.row_groups import RowGroup, are_distinct, groups_of
from sociogram.graph.neo4j.merge.statements import RelationshipStatements
from sociogram.graph.neo4j.merge.write_batch import TABLES, TransactionBatches, WriteBatch, WriteCounts
from sociogram.graph.store import Progress

if TYPE_CHECKING:
    import neo4j

    from sociogram.graph.neo4j.connection import Connection

ROWS_AT_ONCE = 10_000
"""The number of rows that one transaction writes at most."""
TRANSACTIONS_PER_LOCK = 40
"""The lock is released after this many transactions, some seconds, so that other loads can proceed."""

_FEWEST_ROWS = 10


class Merger:
    """One merge of one data set into one store."""

    def __init__(self, connection: Connection, dataset: Dataset, progress: Progress | None) -> None:
        self._connection = connection
        self.warnings: list[str] = []
        self._dataset = dataset
        self._progress = progress
        self._rows_at_once = ROWS_AT_ONCE
        self._expects_new: dict[str, bool] = {}
        self._may_parallelise = True
        self._held = NOTHING_HELD
        self._load_lock = LoadLock(are_distinct(dataset.relations))

    def run(self) -> MergeCounts:
        """Merge, and return the counts of created, updated and unchanged rows."""
        sizes = {table: len(getattr(self._dataset, table)) for table in TABLES}
        total, done, tally = sum(sizes.values()), 0, WriteCounts()
        self._create_constraints()
        check_ends(self._connection, self._dataset)
        self._count_existing()
        try:
            for batches, written in self._write_all():
                tally.add(written)
                done += sum(map(len, batches))
                if self._progress is not None:
                    self._progress(done, total)
        except (StoreError, CypherError, LimitExceeded) as error:
            raise _interrupted(error, done, total) from error
        self._clear(tally)
        counts = {
            table: Merged(created, updated, sizes[table] - created - updated)
            for table in TABLES
            for created, updated in [(tally.created[table], tally.updated[table])]
        }
        counts["relations"] = replace(counts["relations"], changes=tally.changes, retained=tally.retained)
        return counts

    def _clear(self, tally: WriteCounts) -> None:
        """Remove properties that a correction empties; a row that changes nothing else counts as updated."""
        rows = [[own, list(columns)] for own, columns in self._dataset.cleared.items()]
        if not rows:
            return
        changed = {change.id for change in tally.changes.first}
        cleared = self._connection.managed(lambda tx: _clear(tx, rows))
        for change in cleared:
            tally.changes.add(change)
        tally.updated["relations"] += len({change.id for change in cleared} - changed)

    def _create_constraints(self) -> None:
        warnings = create_constraints(self._connection)
        self.warnings += warnings.values()
        if ENTITY_LABEL in warnings:
            self._load_lock.may_create = False

    def _count_existing(self) -> None:
        texts = {
            "entities": f"MATCH (n:{quoted(ENTITY_LABEL)}) RETURN count(n)",
            "sources": f"MATCH (n:{quoted(SOURCE_LABEL)}) RETURN count(n)",
            "relation_types": f"MATCH (n:{quoted(RELATION_TYPE_LABEL)}) RETURN count(n)",
            "relations": "MATCH ()-[r]->() RETURN count(r)",
        }
        for table, text in texts.items():
            self._expects_new[table] = self._connection.fetch(text) == [(0,)]
        if not self._expects_new["relations"]:
            self._held = find_held(self._connection, self._dataset.relations)

    # Rows

    def _write_all(self) -> Iterator[tuple[TransactionBatches, WriteCounts]]:
        """Write everything; yield the batches of each transaction with its counts."""
        groups = list(groups_of(self._dataset, self._held.given))
        if sum(len(group.rows) for group in groups) <= self._rows_at_once:
            yield from self._one_by_one(self._transactions(groups))
            return
        ties = [group for group in groups if group.table == "relations"]
        yield from self._one_by_one(
            self._transactions(group for group in groups if group.table != "relations")
        )
        waiting: deque[TransactionBatches] = deque()
        # Parallel transactions together get the memory of one.
        transactions = self._transactions(ties, share=WORKERS if self._may_share() else 1)
        yield from self._create_in_parallel(waiting, transactions)
        yield from self._one_by_one(chain(waiting, transactions))

    def _may_share(self) -> bool:
        """Return whether relations may be created in parallel transactions, as far as is known."""
        return self._expects_new["relations"] and self._load_lock.may_create and self._may_parallelise

    def _transactions(self, groups: Iterable[RowGroup], share: int = 1) -> Iterator[TransactionBatches]:
        """Split groups into transactions of 1/``share`` of the usual size; small groups share one."""
        batches = TransactionBatches()
        room = max(self._rows_at_once // share, 1)
        for group in groups:
            rows = group.rows
            while len(rows):
                batches.append(WriteBatch(group, rows[:room]))
                rows = rows[room:]
                room -= len(batches[-1])
                if not room:
                    yield batches
                    batches, room = TransactionBatches(), max(self._rows_at_once // share, 1)
        if batches:
            yield batches

    def _one_by_one(
        self, transactions: Iterable[TransactionBatches]
    ) -> Iterator[tuple[TransactionBatches, WriteCounts]]:
        for batches in _prepared(transactions):
            yield batches, self._write(batches)

    def _create_in_parallel(
        self, waiting: deque[TransactionBatches], transactions: Iterator[TransactionBatches]
    ) -> Iterator[tuple[TransactionBatches, WriteCounts]]:
        """Create relations in two parallel transactions, as long as they cannot exist yet.

        Batches that were taken from ``transactions`` but not written are left in ``waiting``.
        """
        while self._may_share():
            waiting.extend(islice(transactions, TRANSACTIONS_PER_LOCK - len(waiting)))
            if not waiting:
                return
            unsure: list[TransactionBatches] = []
            with hold_lock(self._connection, self._load_lock) as held_lock:
                if held_lock is not None:
                    work = partial(self._create, held_lock)
                    for batches, done in in_parallel(waiting, work, WORKERS):
                        tally = self._outcome(done)
                        if tally is None:
                            unsure.append(batches)
                        else:
                            yield batches, tally
                elif self._load_lock.may_create:
                    unsure.append(waiting.popleft())
            for batches in unsure:
                # This retries while the server is away, and searches for existing rows if it must.
                yield batches, self._write(batches)

    def _create(self, held_lock: HeldLock, batches: TransactionBatches, worker: int) -> WriteCounts:
        """Create relations that cannot exist yet, in one of several parallel transactions."""

        def work(tx: neo4j.Transaction) -> WriteCounts:
            held_lock.enter(tx, worker)
            tally = WriteCounts()
            for batch in batches:
                tally.created["relations"] += created_rows(tx, batch, batch.group.statements.create)
            return batches.settled(tally)

        for batch in batches:
            batch.parameters  # noqa: B018 - the property is cached
        return self._connection.attempt(work)

    def _outcome(self, done: Future[WriteCounts]) -> WriteCounts | None:
        """Return the counts of a transaction; None if it failed or its outcome is unknown."""
        from neo4j.exceptions import DriverError, Neo4jError

        try:
            tally = done.result()
        except LockLostError:
            return None
        except (Neo4jError, DriverError) as error:
            if isinstance(self._connection.failure(error), LimitExceeded):
                self._may_parallelise = False  # one transaction at a time needs less of the server's memory
            return None
        self._load_lock.written += tally.created["relations"]
        return tally

    def _write(self, batches: TransactionBatches) -> WriteCounts:
        """Write batches in one transaction, or in several smaller ones if the server lacks the memory."""
        count = sum(map(len, batches))
        if count > self._rows_at_once:
            return self._write_halves(batches)
        try:
            tally = self._connection.managed(lambda tx: self._in_transaction(tx, batches))
        except LimitExceeded as error:
            if error.limit != "memory" or self._rows_at_once <= _FEWEST_ROWS:
                raise
            self._rows_at_once = max(count // 2, _FEWEST_ROWS)
            return self._write_halves(batches)
        except StoreError as error:
            if not self._load_lock.stops_locking(error):
                raise
            return self._write(batches)
        self._load_lock.written += sum(len(batch) for batch in batches if batch.group.table == "relations")
        return tally

    def _write_halves(self, batches: TransactionBatches) -> WriteCounts:
        tally = WriteCounts()
        for batch in batches:
            middle = (len(batch) + 1) // 2 if len(batches) == 1 else len(batch)
            for half in (batch.rows(slice(middle)), batch.rows(slice(middle, None))):
                if len(half):
                    tally.add(self._write(TransactionBatches([half])))
        return tally

    def _in_transaction(self, tx: neo4j.Transaction, batches: TransactionBatches) -> WriteCounts:
        tally = WriteCounts()
        are_new = False
        if any(batch.group.table == "relations" for batch in batches):
            self._load_lock.wait(tx)
            are_new = self._expects_new["relations"] and self._load_lock.are_all_new(tx)
        for batch in batches:
            if are_new and batch.group.table == "relations":
                tally.created["relations"] += created_rows(tx, batch, batch.group.statements.create)
            else:
                self._merge_batch(tx, batch, tally)
        return batches.settled(tally)

    def _merge_batch(self, tx: neo4j.Transaction, batch: WriteBatch, tally: WriteCounts) -> None:
        group, count, created = batch.group, len(batch), 0
        ensure = group.statements.ensure
        moved: set[int] = set()
        if self._held.moved and isinstance(group.statements, RelationshipStatements):
            if group.completes:
                # A correction moved them, and it takes precedence.
                batch = _without_moved(batch, self._held.moved, tally.retained)
                count = len(batch)
            else:
                moved = move(tx, group.statements, batch.values, self._held.moved, tally.changes)
        if self._expects_new[group.table]:
            created = created_rows(tx, batch, ensure)
            if created == count:
                tally.created[group.table] += created
                return
        missing, differing = compare(tx, batch)
        if missing:
            created += created_rows(tx, batch.rows(missing), ensure)
            if created < len(missing) and not self._expects_new[group.table]:
                # The batch has a row twice, and the second may add to the first.
                differing = compare(tx, batch)[1]
        self._expects_new[group.table] = created > count // 2
        tally.created[group.table] += created
        updated = update(tx, batch, differing, tally)
        tally.updated[group.table] += len(moved | updated)


def _clear(tx: neo4j.Transaction, rows: list[list[Any]]) -> list[CellChange]:
    """Remove properties of relations; each of ``rows`` is an id and the names of the properties."""
    text = (
        "UNWIND $rows AS row MATCH ()-[r]->() WHERE r.id = row[0]\n"
        "SET r.id = r.id RETURN elementId(r), r.id, row[1], properties(r)"
    )
    cleared: list[CellChange] = []
    removals = []
    for element, own, names, there in tx.run(cast("Any", text), {"rows": rows}):
        held = [name for name in names if there.get(name) is not None]
        cleared += [CellChange(own, name, there[name], None) for name in held]
        removals.append([element, dict.fromkeys(held)])
    tx.run(cast("Any", RelationshipStatements.update), {"changes": removals}).consume()
    return cleared


def _without_moved(batch: WriteBatch, moved: Mapping[str, Moved], retained: CellChanges) -> WriteBatch:
    """Remove rows without an id whose relation was given other ends by a correction."""
    statements = cast("RelationshipStatements", batch.group.statements)
    names = [field.name for field in statements.fields]
    columns = [batch.values[names.index(name)] for name in ("id", "source", "target")]
    remaining = []
    for row, (own, source, target) in enumerate(zip(*columns, strict=True)):
        if own in moved:
            note_moved(moved[own], own, (source, statements.type_name, target), retained)
        else:
            remaining.append(row)
    return batch.rows(remaining)


def _prepared(transactions: Iterable[TransactionBatches]) -> Iterator[TransactionBatches]:
    """Yield transactions, and prepare the next one while the caller handles the current one."""

    def next_one() -> TransactionBatches:
        batches = next(waiting, TransactionBatches())
        for batch in batches:
            batch.parameters  # noqa: B018 - the property is cached
        return batches

    waiting = iter(transactions)
    with ThreadPoolExecutor(1) as thread:
        following = thread.submit(next_one)
        while batches := following.result():
            following = thread.submit(next_one)
            yield batches


def _interrupted(error: SociogramError, done: int, total: int) -> SociogramError:
    """Return the error with a note on how far the load got."""
    if isinstance(error, LimitExceeded):
        return LimitExceeded(f"{error} {_so_far(done, total)}", limit=error.limit)
    return StoreError(f"{error} {_so_far(done, total)}", code=getattr(error, "code", None))


def _so_far(done: int, total: int) -> str:
    return f"{done:,} of {total:,} rows were loaded and stay; repeat the load to add the rest."
