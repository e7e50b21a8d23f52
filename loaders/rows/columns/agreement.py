"""One type per column across all sheets of a load and the graph: ages are all numbers or all text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from sociogram.graph.columns import Column, TextColumn, column_of
from sociogram.graph.columns.coded import CodedColumn
from sociogram.graph.dataset import Table
from sociogram.loaders.folder.tables.column_format import cell_text
from sociogram.loaders.rows.checked_rows import CheckedRows
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.types import marks_among, parser_of

KindInGraph = Callable[[str, str], str | None]
"""Returns the type of a property in a table of the target; None if there is none, or several."""


def agree_on_types(sheets: Sequence[CheckedRows], kind_in_graph: Callable[[str], str | None]) -> None:
    """Convert columns with the same name to one type; if they differ, they become text as written.

    A mix of integers and decimals becomes decimals; a text next to lists becomes a list of one.

    Args:
        sheets: the sheets of one table.
        kind_in_graph: returns the type of a property in that table of the target.
    """
    names = dict.fromkeys(name for checked in sheets for name in checked.kinds)
    for name in names:
        parts = [checked for checked in sheets if name in checked.kinds and name in checked.values]
        kinds = {checked.kinds[name] for checked in parts}
        held = kind_in_graph(name)
        if held in _TEMPORAL.values():
            _read_as_temporal(parts, name, str(held))
            continue
        if held is not None and kinds != {held} and _common({held, *kinds}) == held:
            # Here rather than after reading, when the cells as written are no longer known.
            for checked in parts:
                if checked.kinds[name] != held:
                    checked.values[name] = _converted(checked, name, held)
                    checked.report.readings.append(
                        f"`{name}` is read as {_WORDS[held]}, as it is in the graph."
                    )
            continue
        if kinds == {"boolean"}:
            _agree_on_x(parts, name)
        if len(kinds) < 2:
            continue
        common = _common(kinds)
        for checked in parts:
            if checked.kinds[name] != common:
                other = next(one for one in parts if one.kinds[name] != checked.kinds[name])
                checked.values[name] = _converted(checked, name, common)
                checked.report.readings.append(
                    f"`{name}` is read as {_WORDS[common]}, because its cells are of another type in "
                    f"{other.sheet.file}."
                )


def _read_as_temporal(parts: Sequence[CheckedRows], name: str, kind: str) -> None:
    """Read texts as the dates, times or durations that a property holds on a server, if all of them are."""
    parse = parser_of(kind)
    for checked in parts:
        texts = checked.texts.get(name) or checked.values[name]
        try:
            checked.values[name] = texts.map(parse)
        except ValueError:
            checked.report.readings.append(
                f"`{name}` stays text, because not every cell is a {kind}, as its values in the graph are."
            )
        else:
            checked.report.readings.append(f"`{name}` is read as {kind}s, as it is in the graph.")


def _agree_on_x(parts: Sequence[CheckedRows], name: str) -> None:
    """Read a column of yes and no as text if an ``x`` means yes in one sheet, and no in another."""
    written = [set(checked.texts[name].used()) for checked in parts]
    if len({marks_among(texts)["x"] for texts in written if texts & {"x", "X"}}) > 1:
        for checked in parts:
            checked.values[name] = checked.texts[name]
            checked.report.readings.append(
                f"`{name}` is read as text after all: `x` means yes in one file, "
                "and no beside the ticks of another."
            )


def agree_with_graph(held: Table, new: Table, fields: Sequence[str]) -> Iterator[str]:
    """Convert properties that a graph and new rows share to one type; yield a sentence for each change.

    Args:
        held: a table of the graph, whose columns may change as well.
        new: the rows to add to it.
        fields: columns with a documented type.
    """
    for name in new.columns.keys() & held.columns.keys() - set(fields) - {"stub"}:
        tables = (held, new)
        kinds = [kind_of_column(table.columns[name]) for table in tables]
        if None in kinds or kinds[0] == kinds[1]:
            continue
        common = _common({str(kind) for kind in kinds})
        for table, kind in zip(tables, kinds, strict=True):
            if kind != common:
                values = table.columns[name].to_list()
                table.columns[name] = column_of([None if one is None else _as(common, one) for one in values])
        changed = "in the graph too" if kinds[0] != common else "as it is in the graph"
        yield f"`{name}` is read as {_WORDS[common]}, {changed}."


def kind_of_column(column: Column) -> str | None:
    """Return the common type of all values of a column, as in ``values.types``; None if there is none."""
    if isinstance(column, TextColumn):
        return None if bool(column.null_mask().all()) else "string"
    values = (
        column.coded.table[np.unique(column.coded.codes)]
        if isinstance(column, CodedColumn)
        else column.to_list()
    )
    return kind_of_values(values)


def kind_of_values(values: Iterable[Any]) -> str | None:
    """Return the common type of some values, as in ``values.types``; None if there is none."""
    kinds = {_KINDS.get(type(value)) for value in values if value is not None}
    return kinds.pop() if len(kinds) == 1 else None


def kind_on_server(values: Sequence[Any]) -> str | None:
    """Return the common type of some values of a server, which has separate types for dates and times."""
    kinds = {_TEMPORAL.get(type(value).__name__) for value in values}
    return kinds.pop() if len(kinds) == 1 and None not in kinds else kind_of_values(values)


_TEMPORAL = {"Date": "date", "DateTime": "datetime", "Time": "time", "Duration": "duration"}
"""The type of a value by the name of its class, so that no other load imports the driver."""

_KINDS: dict[type, str] = {int: "long", float: "double", bool: "boolean", str: "string", list: "string[]"}


def _as(kind: str, value: Any) -> Any:
    if kind == "double":
        return float(value)
    return [value] if kind == "string[]" else cell_text(value)


_WORDS = {"string": "text", "double": "decimal numbers", "string[]": "lists"}


def _common(kinds: set[str]) -> str:
    if kinds == {"long", "double"}:
        return "double"
    return "string[]" if kinds == {"string", "string[]"} else "string"


def _converted(checked: CheckedRows, name: str, kind: str) -> Categorical:
    values, texts = checked.values[name], checked.texts.get(name)
    if kind == "double":
        return values.map(float)
    if kind == "string[]":
        return values.map(lambda text: [text])
    return values.map(str) if texts is None else texts
