"""What a query answers: columns, records, and what else is known of it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

from sociogram.graph.errors import SociogramError
from sociogram.graph.model import Node, Path, Relationship
from sociogram.graph.store import Answer
from sociogram.graph.summary import Summary

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

SHOWN_IN_NOTEBOOK = 100

BLOCK = 4096
"""Rows that are read at once."""


class Record(tuple[Any, ...]):
    """One row: a tuple of values, which also go by the names of their columns."""

    __slots__ = ()
    columns: ClassVar[tuple[str, ...]] = ()

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            try:
                key = self.columns.index(key)
            except ValueError:
                raise KeyError(f"no column {key!r}; there are {', '.join(self.columns)}") from None
        return tuple.__getitem__(self, key)

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value in a column, or ``default`` where there is none of that name."""
        return self[key] if key in self.columns else default

    def keys(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return self.columns

    def values(self) -> tuple[Any, ...]:
        """Return the values, in the order of the columns."""
        return tuple(self)

    def data(self) -> dict[str, Any]:
        """Return the row as a dict."""
        return dict(zip(self.columns, self, strict=True))

    def __repr__(self) -> str:
        inner = ", ".join(f"{name}={value!r}" for name, value in self.data().items())
        return f"<Record {inner}>"


@lru_cache(maxsize=256)
def _record_of(columns: tuple[str, ...]) -> type[Record]:
    """Return the class of records with these columns: names once a query, not once a row."""
    return type("Record", (Record,), {"__slots__": (), "columns": columns})


def _records(columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]], most: int) -> list[Record]:
    """Read rows; meanwhile the garbage collector does not go over them: none is garbage yet."""
    running = gc.isenabled()
    gc.disable()
    try:
        return list(map(_record_of(columns), islice(rows, most)))
    finally:
        if running:
            gc.enable()


class Result:
    """The answer to a query. Rows are read as they are asked for, and kept: it can be gone over again.

    ``stream`` gives them without keeping them, for more rows than memory should hold.

    Attributes:
        columns: their names, in order.
        drawer: makes the page of a result; whoever can draw sets it.
        top: the most rows that the query was asked for, by its parameter ``top``; None where it has none.
    """

    __slots__ = (
        "__weakref__",
        "_count",
        "_known",
        "_more",
        "_read",
        "_rows",
        "_streamed",
        "_summary",
        "columns",
        "drawer",
        "top",
    )

    def __init__(self, answer: Answer) -> None:
        self.columns: tuple[str, ...] = answer.columns
        self._rows = answer.rows
        self._summary = answer.summary
        self._known: Summary | None = None
        self._read: list[Record] = []
        self._count = 0
        self._more = True
        self._streamed = False
        self.drawer: Callable[..., Any] | None = None
        self.top: int | None = None

    def stream(self) -> Iterator[Record]:
        """Give the rows once, without keeping them: memory does not grow with their number.

        Whoever stops early may still ask for the summary; the rows not read are given up then.
        """
        self._check_kept()
        self._streamed = True
        read, self._read = self._read, []
        return self._passing(read)

    def _passing(self, read: list[Record]) -> Iterator[Record]:
        yield from read
        read.clear()
        while self._more:
            block = _records(self.columns, self._rows, BLOCK)
            self._count += len(block)
            self._more = len(block) == BLOCK
            yield from block
            del block  # before the next one is made

    def _check_kept(self) -> None:
        if self._streamed:
            raise SociogramError(
                "The rows of this result were streamed and not kept. Run the query again, and go over the "
                "result itself to keep them."
            )

    def __iter__(self) -> Iterator[Record]:
        self._check_kept()
        if not self._read:  # what fits one block needs no more than its list
            self._read_block()
        return self._kept() if self._more else iter(self._read)

    def _kept(self) -> Iterator[Record]:
        place = 0
        while place < len(self._read) or self._read_block():
            block = self._read[place:] if place else list(self._read)
            place += len(block)
            yield from block

    def _read_block(self) -> bool:
        self._check_kept()
        if not self._more:
            return False
        size = max(BLOCK, len(self._read))
        block = _records(self.columns, self._rows, size)
        self._count += len(block)
        self._more = len(block) == size
        self._read += block
        return bool(block)

    def __len__(self) -> int:
        self._check_kept()
        while self._more:
            self._read_block()
        return len(self._read)

    def __bool__(self) -> bool:
        return bool(self._read) or self._read_block()

    def __getitem__(self, place: int) -> Record:
        while (place < 0 or place >= len(self._read)) and self._read_block():
            pass
        return self._read[place]

    @property
    def summary(self) -> Summary:
        """What was written, the plan where it was asked for, the time, and notifications."""
        if self._known is None:
            if not self._streamed:
                len(self)
            self._more = False
            self._known = self._with_top(self._summary())
        return self._known

    def _with_top(self, summary: Summary) -> Summary:
        """Add that the rows end where ``top`` ends them."""
        if self.top is None or self._count < self.top:
            return summary
        more = 10 * max(self.top, 1)
        note = f"These are the first {self.top:,} rows; -p top={more} shows more, if there are any."
        return replace(summary, notifications=(*summary.notifications, note))

    def single(self) -> Record:
        """Return the only row, or raise where there is none or more than one."""
        if len(self) != 1:
            raise SociogramError(f"The query gives {len(self)} rows, where one is expected.")
        return self._read[0]

    def value(self) -> Any:
        """Return the first value of the only row."""
        return self.single()[0]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return all rows as dicts."""
        return [record.data() for record in self]

    def to_pandas(self) -> pd.DataFrame:
        """Return all rows as a pandas DataFrame."""
        try:
            import pandas as pd
        except ImportError:
            raise SociogramError(
                "to_pandas() needs pandas, which is not installed. Install it: pip install pandas."
            ) from None
        return pd.DataFrame.from_records(list(self), columns=list(self.columns))

    def entities(self) -> tuple[list[Node], list[Relationship]]:
        """Return the nodes and relationships in the answer, each once, in paths, lists and maps too."""
        return entities_of(value for record in self for value in record)

    def to_networkx(self) -> nx.MultiDiGraph[Any]:
        """Return the nodes and relationships in the answer as a graph.

        A relationship whose ends are not in the answer brings them along as bare nodes.
        """
        import networkx as nx

        nodes, relationships = self.entities()
        graph = nx.MultiDiGraph()
        for node in nodes:
            graph.add_node(node.id, **_attributes(node.properties, "labels", node.labels))
        for step in relationships:
            attributes = _attributes(step.properties, "type", step.type)
            graph.add_edge(step.start, step.end, key=step.id, **attributes)
        return graph

    def page(self, *, title: str | None = None, question: str | None = None) -> Any:
        """Return the HTML page (``viz.page.Page``) of the nodes and relationships in the answer.

        The layer above knows how to draw: ``Graph.run`` and ``Graph.query`` give results that can.
        """
        if self.drawer is None:
            raise SociogramError("This result came from no sociogram.Graph, so nothing can draw it.")
        return self.drawer(result=self, title=title, question=question)

    def _repr_html_(self) -> str:
        from sociogram.queries.results.writers import cell  # only notebooks need it

        rows = []
        for place, record in enumerate(self):
            if place == SHOWN_IN_NOTEBOOK:
                break
            rows.append("<tr>" + "".join(f"<td>{escape(cell(value))}</td>" for value in record) + "</tr>")
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        more = len(self) - len(rows)
        note = f"<p>… and {more:,} more rows</p>" if more > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>{note}"

    def __repr__(self) -> str:
        return f"<Result {', '.join(self.columns) or 'without columns'}>"


def entities_of(values: Iterable[Any]) -> tuple[list[Node], list[Relationship]]:
    """Return the nodes and relationships in some values, each once, in paths, lists and maps too."""
    nodes: dict[str, Node] = {}
    relationships: dict[str, Relationship] = {}
    for value in values:
        _collect(value, nodes, relationships)
    return list(nodes.values()), list(relationships.values())


def _collect(value: Any, nodes: dict[str, Node], relationships: dict[str, Relationship]) -> None:
    match value:
        case Node():
            nodes.setdefault(value.id, value)
        case Relationship():
            relationships.setdefault(value.id, value)
        case Path():
            _collect(value.nodes, nodes, relationships)
            _collect(value.relationships, nodes, relationships)
        case list() | tuple():
            for item in value:
                _collect(item, nodes, relationships)
        case Mapping():
            for item in value.values():
                _collect(item, nodes, relationships)


def _attributes(properties: Mapping[str, Any], word: str, value: Any) -> dict[str, Any]:
    """Return attributes with ``word`` for our own use; a property of that name moves aside."""
    attributes = dict(properties)
    if word in attributes:
        attributes[f"property:{word}"] = attributes.pop(word)
    attributes[word] = value
    return attributes
