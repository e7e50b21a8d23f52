"""Merging of a data set into a server, in retried transactions.

Rows are grouped by statement and sent some thousand in a transaction. If rows are expected to be new, they
are merged first, and only if the server created fewer than were sent, the others are compared. If they are
expected to exist, they are compared first. So a first load needs no comparison, and loading the same data
again writes nothing. Relationships that cannot exist yet are created without a search, in two parallel
transactions (``load_lock``). While the server executes one transaction, the next is prepared.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from sociogram.graph.columns import Column, IntArray, TextColumn
from sociogram.graph.columns.distinct import unique
from sociogram.graph.common.cypher_names import quoted
from sociogram.graph.common.equality import same_value, united
from sociogram.graph.dataset import CellChange, CellChanges, Dataset, MergeCounts, Merged
from sociogram.graph.errors import CypherError, DataError, LimitExceeded, SociogramError, StoreError
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, REVIEWS, SOURCE_LABEL
from sociogram.graph.neo4j.merge.held_relations import NOTHING_HELD, Moved, find_held, move, note_moved
from sociogram.graph.neo4j.merge.load_lock import LANES, HeldLock, LoadLock, LockLostError, hold_lock
from sociogram.graph.neo4j.merge.parallel import side_by_side
from sociogram.graph.neo4j.merge.row_groups import RowGroup, are_distinct, groups_of
from sociogram.graph.neo4j.merge.statements import STUB, RelationshipStatements
from sociogram.graph.store import Progress

if TYPE_CHECKING:
    import neo4j

    from sociogram.graph.neo4j.connection import Connection

ROWS_AT_ONCE = 10_000
TRANSACTIONS_IN_A_TURN = 40
"""The lock is released after this many transactions, some seconds, so that other loads can proceed."""

_FEWEST_ROWS = 10
TABLES = ("entities", "relations", "sources", "relation_types")
UNIQUE = ((ENTITY_LABEL, "id"), (SOURCE_LABEL, "id"), (RELATION_TYPE_LABEL, "type"))


@dataclass(frozen=True)
class WriteBatch:
    """The rows of a group that go into one transaction; ``row_numbers`` are their numbers in the table."""

    group: RowGroup
    row_numbers: IntArray

    def __len__(self) -> int:
        return len(self.row_numbers)

    @cached_property
    def values(self) -> list[list[Any]]:
        """The values of each field."""
        return self.group.values(self.row_numbers)

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """The parameters that hold the rows."""
        return self.group.statements.parameters(self.values)

    def rows(self, rows: slice | Sequence[int]) -> WriteBatch:
        """Return some of the rows."""
        return WriteBatch(self.group, self.row_numbers[rows])


class WriteCounts:
    """Counts of rows created and updated in one transaction, by table."""

    __slots__ = ("changes", "created", "kept", "updated")

    def __init__(self) -> None:
        self.created = dict.fromkeys(TABLES, 0)
        self.updated = dict.fromkeys(TABLES, 0)
        self.changes = CellChanges()
        self.kept = CellChanges()

    def add(self, other: WriteCounts) -> None:
        """Add the counts of another transaction."""
        for table in TABLES:
            self.created[table] += other.created[table]
            self.updated[table] += other.updated[table]
        self.changes.extend(other.changes)
        self.kept.extend(other.kept)


class Parts(list[WriteBatch]):
    """The batches of one transaction.

    Attributes:
        sent: what they wrote when they were last sent, whether or not the server committed it.
    """

    sent: WriteCounts | None = None

    def settled(self, tally: WriteCounts) -> WriteCounts:
        """Return what the batches wrote in total, given that the latest attempt wrote ``tally``.

        If a retry creates nothing although the first attempt created something, the first commit succeeded
        and only its acknowledgement was lost.
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
        self._held = NOTHING_HELD
        self._turns = LoadLock(are_distinct(dataset.relations))

    def run(self) -> MergeCounts:
        """Merge, and return the counts of created, updated and unchanged rows."""
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
        self._clear(tally)
        counts = {
            table: Merged(created, updated, sizes[table] - created - updated)
            for table in TABLES
            for created, updated in [(tally.created[table], tally.updated[table])]
        }
        counts["relations"] = replace(counts["relations"], changes=tally.changes, kept=tally.kept)
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
        """Return whether the constraint exists already; False if this user may not list constraints."""
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
        """Raise DataError for relations between entities that neither the data set nor the server has."""
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
            self._held = find_held(self._connection, self._dataset.relations)

    # Rows

    def _write_all(self) -> Iterator[tuple[Parts, WriteCounts]]:
        """Write everything; yield the batches of each transaction with its counts."""
        groups = list(groups_of(self._dataset, self._held.given))
        if sum(len(group.rows) for group in groups) <= self._rows_at_once:
            yield from self._one_by_one(self._transactions(groups))
            return
        ties = [group for group in groups if group.table == "relations"]
        yield from self._one_by_one(
            self._transactions(group for group in groups if group.table != "relations")
        )
        waiting: deque[Parts] = deque()
        # Parallel transactions together get the memory of one.
        transactions = self._transactions(ties, share=LANES if self._may_share() else 1)
        yield from self._side_by_side(waiting, transactions)
        yield from self._one_by_one(chain(waiting, transactions))

    def _may_share(self) -> bool:
        """Return whether relations may be created in parallel transactions, as far as is known."""
        return self._expects_new["relations"] and self._turns.may_create and self._has_lanes

    def _transactions(self, groups: Iterable[RowGroup], share: int = 1) -> Iterator[Parts]:
        """Split groups into transactions of 1/``share`` of the usual size; small groups share one."""
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
        """Create relations in two parallel transactions, as long as they cannot exist yet.

        Batches that were taken from ``transactions`` but not written are left in ``waiting``.
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
                # This retries while the server is away, and searches for existing rows if it must.
                yield parts, self._write(parts)

    def _create(self, turn: HeldLock, parts: Parts, lane: int) -> WriteCounts:
        """Create relations that cannot exist yet, in one of several parallel transactions."""

        def work(tx: neo4j.Transaction) -> WriteCounts:
            turn.enter(tx, lane)
            tally = WriteCounts()
            for part in parts:
                tally.created["relations"] += _written(tx, part, part.group.statements.create)
            return parts.settled(tally)

        for part in parts:
            part.parameters  # noqa: B018 - the property is cached
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
                self._has_lanes = False  # one transaction at a time needs less of the server's memory
            return None
        self._turns.written += tally.created["relations"]
        return tally

    def _write(self, parts: Parts) -> WriteCounts:
        """Write batches in one transaction, or in several smaller ones if the server lacks the memory."""
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
        if self._held.moved and isinstance(group.statements, RelationshipStatements):
            if group.completes:
                # A correction moved them, and it takes precedence.
                part = _without_moved(part, self._held.moved, tally.kept)
                count = len(part)
            else:
                moved = move(tx, group.statements, part.values, self._held.moved, tally.changes)
        if self._expects_new[group.table]:
            created = _written(tx, part, ensure)
            if created == count:
                tally.created[group.table] += created
                return
        missing, differing = _compare(tx, part)
        if missing:
            created += _written(tx, part.rows(missing), ensure)
            if created < len(missing) and not self._expects_new[group.table]:
                # The batch has a row twice, and the second may say more than the first.
                differing = _compare(tx, part)[1]
        self._expects_new[group.table] = created > count // 2
        tally.created[group.table] += created
        updated = _update(tx, part, differing, tally)
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


def _without_moved(part: WriteBatch, moved: Mapping[str, Moved], kept: CellChanges) -> WriteBatch:
    """Remove rows without an id whose relation was given other ends by a correction."""
    statements = cast("RelationshipStatements", part.group.statements)
    names = [field.name for field in statements.fields]
    columns = [part.values[names.index(name)] for name in ("id", "source", "target")]
    remaining = []
    for row, (own, source, target) in enumerate(zip(*columns, strict=True)):
        if own in moved:
            note_moved(moved[own], own, (source, statements.type_name, target), kept)
        else:
            remaining.append(row)
    return part.rows(remaining)


def _unknown(ends: Column, entities: Column) -> list[str]:
    """Return the ends that are not entities of the data set, sorted."""
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
    """Yield transactions, and prepare the next one while the caller handles the current one."""

    def next_one() -> Parts:
        parts = next(waiting, Parts())
        for part in parts:
            part.parameters  # noqa: B018 - the property is cached
        return parts

    waiting = iter(transactions)
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next_one)
        while parts := coming.result():
            coming = thread.submit(next_one)
            yield parts


def _run(tx: neo4j.Transaction, text: str, parameters: dict[str, Any]) -> neo4j.Result:
    """Run a statement with rows as parameters.

    Raises:
        DataError: a row holds a value that Neo4j cannot store.
    """
    try:
        return tx.run(cast("Any", text), parameters)
    except (OverflowError, TypeError, ValueError) as error:
        raise DataError(
            f"A row holds a value that Neo4j cannot store: {error}.",
            cure="Give it as text, or as a number of at most 64 bits.",
        ) from error


def _written(tx: neo4j.Transaction, part: WriteBatch, text: str) -> int:
    """Run a statement that creates rows and return how many it created."""
    counters = _run(tx, text, part.parameters).consume().counters
    is_relations = part.group.table == "relations"
    return counters.relationships_created if is_relations else counters.nodes_created


def _compare(tx: neo4j.Transaction, part: WriteBatch) -> tuple[list[int], dict[int, str]]:
    """Return the rows that are missing, and the element id for each row that differs."""
    missing: list[int] = []
    differing: dict[int, str] = {}
    group, values = part.group, part.values
    for row, element, *there in _run(tx, group.statements.find, part.parameters):
        if element is None:
            missing.append(row)
        elif not there or any(_news(group, there[0], set(there[1]), [column[row] for column in values])):
            differing[row] = element
    return missing, differing


def _update(
    tx: neo4j.Transaction, part: WriteBatch, differing: Mapping[int, str], tally: WriteCounts
) -> set[int]:
    """Write the differences of rows and return the rows that made any."""
    if not differing:
        return set()
    group = part.group
    ids = list(dict.fromkeys(differing.values()))
    # Writing before reading locks the elements, so nobody can change them in between.
    locked = _run(tx, group.statements.lock, {"ids": ids})
    there = {element: (properties, set(labels)) for element, properties, labels in locked}
    changes: dict[str, dict[str, Any]] = {}
    updated: set[int] = set()
    for row in sorted(differing):
        element = differing[row]
        if element not in there:
            continue  # deleted meanwhile
        properties, labels = there[element]
        changed, more_labels = _news(group, properties, labels, [column[row] for column in part.values])
        if group.table == "relations":
            changed = _noted(group, properties, changed, tally)
        if changed or more_labels:
            properties.update(changed)
            labels |= more_labels
            changes.setdefault(element, {}).update(changed)
            updated.add(row)
    _run(tx, group.statements.update, {"changes": [list(change) for change in changes.items()]}).consume()
    return updated


def _noted(
    group: RowGroup, there: Mapping[str, Any], changed: dict[str, Any], tally: WriteCounts
) -> dict[str, Any]:
    """Record a row's changes to a relation; return those allowed: a row without an id only fills in nulls."""
    allowed = {}
    for name, value in changed.items():
        change = CellChange(str(there.get("id")), name, there.get(name), value)
        if group.completes and change.old is None and (name, value) == ("review", REVIEWS[1]):
            continue  # A claim without a review is confirmed; another draft of it does not undo that.
        if group.completes and change.old is not None:
            tally.kept.add(change)
        else:
            tally.changes.add(change)
            allowed[name] = value
    return allowed


def _news(
    group: RowGroup, there: Mapping[str, Any], labels: set[str], values: Sequence[Any]
) -> tuple[dict[str, Any], set[str]]:
    """Return the properties that a row changes and the labels that it adds."""
    is_stub = there.get(STUB) is True
    row_is_stub = any(
        field.name == STUB and value is True
        for field, value in zip(group.statements.fields, values, strict=True)
    )
    if group.table != "entities" or is_stub == row_is_stub:
        return _changed(group, there, values), set(group.labels) - labels
    if row_is_stub:
        return {}, set()  # a stub adds nothing to a described entity
    return {STUB: None, **_changed(group, there, values)}, set(group.labels) - labels


def _changed(group: RowGroup, there: Mapping[str, Any], values: Sequence[Any]) -> dict[str, Any]:
    """Return the properties that a row changes."""
    changed: dict[str, Any] = {}
    for field, given in zip(group.statements.fields, values, strict=True):
        name = field.name
        if given is None or name in group.statements.keys:
            continue
        if name == STUB and given is False:
            continue  # false is the same as missing
        value = list(given) if isinstance(given, tuple) else given
        old = there.get(name)
        if name in group.statements.unites:
            before = old if isinstance(old, list) else [] if old is None else [old]
            together = united(before, value)
            if len(together) > len(before):
                changed[name] = together
        elif not same_value(old, value):
            changed[name] = value
    return changed


def _interrupted(error: SociogramError, done: int, total: int) -> SociogramError:
    """Return the error with a note on how far the load came."""
    if isinstance(error, LimitExceeded):
        return LimitExceeded(f"{error} {_so_far(done, total)}", limit=error.limit)
    return StoreError(f"{error} {_so_far(done, total)}", code=getattr(error, "code", None))


def _so_far(done: int, total: int) -> str:
    return f"{done:,} of {total:,} rows are in and stay; the same load again adds the rest."
