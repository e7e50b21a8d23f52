"""A result as a notebook and a prompt show it."""

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
"""The maximum number of rows, and of nodes and relationships, for which a notebook draws a result."""

SHOWN_AS_TEXT = 20
"""The maximum number of rows that a prompt shows."""


class Shown(Protocol):
    """A result, as far as it is shown."""

    columns: tuple[str, ...]
    page_factory: Any

    def __iter__(self) -> Iterator[tuple[Any, ...]]: ...
    def __len__(self) -> int: ...
    def entities(self) -> tuple[Collection[Any], Collection[Any]]:
        """Return the distinct nodes and relationships in the rows."""
        ...

    def page(self) -> Any:
        """Return the HTML page of these."""
        ...

    @property
    def total(self) -> int | None:
        """The number of rows, if the last one was read; otherwise None."""
        ...

    @property
    def summary(self) -> Summary:
        """What the query did."""
        ...


def text_of(result: Shown) -> str:
    """Return the first rows as a table as wide as the terminal, with the messages of the query."""
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
    """Return the picture of a small part of a graph, the first rows as a table, the notices and the plan."""
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
    """Return the page of a small result that contains part of a graph; otherwise an empty text."""
    if result.page_factory is None or len(result) > DRAWN_IN_NOTEBOOK:
        return ""
    nodes, ties = result.entities()
    if not 0 < len(nodes) + len(ties) <= DRAWN_IN_NOTEBOOK:
        return ""
    return str(result.page()._repr_html_())
