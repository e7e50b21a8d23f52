"""The rows that one transaction of a merge writes, and the counts of what it wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sociogram.graph.columns import IntArray
from sociogram.graph.dataset import CellChanges
from sociogram.graph.neo4j.merge.row_groups import RowGroup

TABLES = ("entities", "relations", "sources", "relation_types")


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

    __slots__ = ("changes", "created", "retained", "updated")

    def __init__(self) -> None:
        self.created = dict.fromkeys(TABLES, 0)
        self.updated = dict.fromkeys(TABLES, 0)
        self.changes = CellChanges()
        self.retained = CellChanges()

    def add(self, other: WriteCounts) -> None:
        """Add the counts of another transaction."""
        for table in TABLES:
            self.created[table] += other.created[table]
            self.updated[table] += other.updated[table]
        self.changes.extend(other.changes)
        self.retained.extend(other.retained)


class TransactionBatches(list[WriteBatch]):
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
