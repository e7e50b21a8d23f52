"""Show a result in a notebook and at a prompt."""

from __future__ import annotations

from html import escape
from itertools import islice
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, Protocol

from sociogram.queries.results.terminal import visible
from sociogram.queries.results.writers import cell, table_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sociogram.graph.summary import Summary

SHOWN_IN_NOTEBOOK = 100
DRAWN_IN_NOTEBOOK = 2_000
"""A notebook draws results of at most this many rows and at most this many nodes and relationships."""

SHOWN_AS_TEXT = 20
"""The maximum number of rows that a prompt shows."""


class Shown(Protocol):
    """What showing a result needs of it."""

    columns: tuple[str, ...]
    page_factory: Any

    def __iter__(self) -> Iterator[tuple[Any, ...]]: ...
    def __len__(self) -> int: ...
    def entities(self) -> tuple[Collection[Any], Collection[Any]]:
        """Return the distinct nodes and relationships in the rows."""
        ...

    def page(self) -> Any:
        """Return the HTML page of the result."""
        ...

    @property
    def total(self) -> int | None:
        """The number of rows if the last one has been read, otherwise None."""
        ...

    @property
    def summary(self) -> Summary:
        """The summary of the query."""
        ...


def text_of(result: Shown) -> str:
    """Return the first rows as a table that fits the terminal, with the messages of the query."""
    rows = list(islice(result, SHOWN_AS_TEXT))
    cells = [[visible(cell(value)) for value in row] for row in rows]
    columns = list(map(visible, result.columns))
    table = table_text(columns, cells, get_terminal_size().columns) if rows else ""
    lines = [line.rstrip() for line in table.splitlines() if line.strip()]
    if result.total is None:
        return "\n".join([*lines, "… and more rows"])
    if more := result.total - len(rows):
        lines.append(f"… and {more:,} more rows")
    if plan := result.summary.plan_text():
        lines.append(plan.rstrip())
    elif columns and not rows:
        lines.append(f"No rows of {', '.join(columns)}.")
    return "\n".join([*lines, *result.summary.messages()])


def html_of(result: Shown) -> str:
    """Return as HTML the page of a small result, the first rows as a table, the notices and the plan."""
    rows = [
        "<tr>" + "".join(f"<td>{escape(cell(value))}</td>" for value in record) + "</tr>"
        for record in islice(result, SHOWN_IN_NOTEBOOK)
    ]
    head = "".join(f"<th>{escape(name)}</th>" for name in result.columns)
    more = len(result) - len(rows)
    note = f"<p>… and {more:,} more rows</p>" if more > 0 else ""
    note += "".join(f"<p>Note: {escape(text)}</p>" for text in result.summary.notifications)
    if plan := result.summary.plan_text():
        note += plan._repr_html_()
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>{note}"
    return _picture(result) + table


def _picture(result: Shown) -> str:
    """Return the page of a small result with nodes or relationships, otherwise an empty string."""
    if result.page_factory is None or len(result) > DRAWN_IN_NOTEBOOK:
        return ""
    nodes, ties = result.entities()
    if not 0 < len(nodes) + len(ties) <= DRAWN_IN_NOTEBOOK:
        return ""
    return str(result.page()._repr_html_())
