"""Finds, counts and writes the differences between rows and the data on the server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from sociogram.graph.common.equality import same_value, united
from sociogram.graph.dataset import CellChange
from sociogram.graph.errors import DataError
from sociogram.graph.merge_rules import is_draft
from sociogram.graph.neo4j.merge.row_groups import RowGroup
from sociogram.graph.neo4j.merge.statements import STUB
from sociogram.graph.neo4j.merge.write_batch import WriteBatch, WriteCounts

if TYPE_CHECKING:
    import neo4j


def run(tx: neo4j.Transaction, text: str, parameters: dict[str, Any]) -> neo4j.Result:
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


def created_rows(tx: neo4j.Transaction, batch: WriteBatch, text: str) -> int:
    """Run a statement that creates rows and return how many it created."""
    counters = run(tx, text, batch.parameters).consume().counters
    is_relations = batch.group.table == "relations"
    return counters.relationships_created if is_relations else counters.nodes_created


def compare(tx: neo4j.Transaction, batch: WriteBatch) -> tuple[list[int], dict[int, str]]:
    """Return the rows that are missing, and the element id for each row that differs."""
    missing: list[int] = []
    differing: dict[int, str] = {}
    group, values = batch.group, batch.values
    for row, element, *there in run(tx, group.statements.find, batch.parameters):
        if element is None:
            missing.append(row)
        elif not there or any(
            _differences(group, there[0], set(there[1]), [column[row] for column in values])
        ):
            differing[row] = element
    return missing, differing


def update(
    tx: neo4j.Transaction, batch: WriteBatch, differing: Mapping[int, str], tally: WriteCounts
) -> set[int]:
    """Write the differences of rows and return the rows that made any."""
    if not differing:
        return set()
    group = batch.group
    ids = list(dict.fromkeys(differing.values()))
    # Writing before reading locks the elements, so nobody can change them in between.
    locked = run(tx, group.statements.lock, {"ids": ids})
    there = {element: (properties, set(labels)) for element, properties, labels in locked}
    changes: dict[str, dict[str, Any]] = {}
    updated: set[int] = set()
    for row in sorted(differing):
        element = differing[row]
        if element not in there:
            continue  # deleted meanwhile
        properties, labels = there[element]
        changed, more_labels = _differences(
            group, properties, labels, [column[row] for column in batch.values]
        )
        if group.table == "relations":
            changed = _allowed_changes(group, properties, changed, tally)
        if changed or more_labels:
            properties.update(changed)
            labels |= more_labels
            changes.setdefault(element, {}).update(changed)
            updated.add(row)
    run(tx, group.statements.update, {"changes": [list(change) for change in changes.items()]}).consume()
    return updated


def _allowed_changes(
    group: RowGroup, there: Mapping[str, Any], changed: dict[str, Any], tally: WriteCounts
) -> dict[str, Any]:
    """Record a row's changes to a relation; return those allowed: a row without an id only fills in nulls."""
    allowed = {}
    for name, value in changed.items():
        change = CellChange(str(there.get("id")), name, there.get(name), value)
        if group.completes and change.old is None and is_draft(name, value):
            continue
        if group.completes and change.old is not None:
            tally.retained.add(change)
        else:
            tally.changes.add(change)
            allowed[name] = value
    return allowed


def _differences(
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
        value = list(given) if type(given) is tuple else given
        old = there.get(name)
        if name in group.statements.unites:
            before = old if isinstance(old, list) else [] if old is None else [old]
            together = united(before, value)
            if len(together) > len(before):
                changed[name] = together
        elif not same_value(old, value):
            changed[name] = value
    return changed
