"""The result of a query: columns, records and a summary."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from sociogram.graph.common.gc_pause import gc_paused
from sociogram.graph.common.unknown_attribute import unknown_attribute
from sociogram.graph.errors import SociogramError
from sociogram.graph.model import Node, Relationship
from sociogram.graph.reserved_names import with_labels, with_type
from sociogram.graph.store import Answer
from sociogram.graph.summary import Summary
from sociogram.queries.results.entities import entities_of
from sociogram.queries.results.record import Record, record_class

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import polars as pl
    import pyarrow as pa

BLOCK = 4096
"""The number of rows that are read at once."""


def _records(columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]], limit: int) -> list[Record]:
    """Read at most ``limit`` rows, without garbage collection, which would find nothing to free."""
    with gc_paused(promote=False):
        return list(map(record_class(columns), islice(rows, limit)))


class HtmlPage(Protocol):
    """An HTML page; ``sociogram.Page`` is one."""

    def html(self) -> str:
        """Return the whole page."""
        ...

    def write(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> pathlib.Path:
        """Write the page to a file and return its path."""
        ...

    def _repr_html_(self) -> str:
        """Show the page in a notebook."""
        ...


PageFactory: TypeAlias = Callable[["Result", str | None, str | None], HtmlPage]
"""Result, title, question → page."""


_MEANT = {
    **dict.fromkeys(("data", "rows", "records", "values", "fetchall"), "result.to_dicts() returns the rows"),
    **dict.fromkeys(("df", "to_df", "to_dataframe"), "result.to_pandas() returns a DataFrame"),
    **dict.fromkeys(("first", "fetchone"), "result[0] is the first row"),
    **dict.fromkeys(("count", "rowcount", "shape"), "len(result) counts the rows"),
    "keys": "result.columns names the columns",
}
"""Hints for attributes that results of other libraries have."""


class Result:
    """The result of a query. Rows are read on demand and buffered, so they can be iterated several times.

    ``stream`` yields the rows without buffering them, for results larger than memory.

        >>> result = graph.run("MATCH (a:Person) RETURN a.name AS name")
        >>> [record["name"] for record in result]

    Attributes:
        columns: the names of the columns, in order.
        page_factory: creates the page of a result; ``Graph.run`` sets it.
        networkx_keys: returns the keys of nodes in ``graph.networkx``; ``Graph.run`` sets it.
        all_lack_direction: returns whether all the given ties are undirected; ``Graph.run`` sets it.
        top: the value of the parameter ``top``, which limits the rows of a stored query; None without it.
        find_notices: returns notices that the store did not send; ``Graph.run`` sets it for a server.
        hides_notices: whether to leave out notices about names that the graph lacks; stored queries read
        names
            that only some graphs have.
        lacking: what a stored query reads but the graph lacks; a notification names it if there are no rows.
    """

    __slots__ = (
        "__weakref__",
        "_cached_summary",
        "_count",
        "_more",
        "_read",
        "_rows",
        "_streamed",
        "_summary",
        "all_lack_direction",
        "columns",
        "find_notices",
        "hides_notices",
        "lacking",
        "networkx_keys",
        "page_factory",
        "top",
    )

    def __init__(self, answer: Answer) -> None:
        self.columns: tuple[str, ...] = answer.columns
        self._rows = answer.rows
        self._summary = answer.summary
        self._cached_summary: Summary | None = None
        self._read: list[Record] = []
        self._count = 0
        self._more = True
        self._streamed = False
        self.page_factory: PageFactory | None = None
        self.networkx_keys: Callable[[Collection[str]], Mapping[str, Any]] | None = None
        self.all_lack_direction: Callable[[Sequence[Relationship]], bool] | None = None
        self.top: int | None = None
        self.find_notices: Callable[[], tuple[str, ...]] | None = None
        self.hides_notices: bool = False
        self.lacking: tuple[str, ...] = ()

    if not TYPE_CHECKING:  # with it, type checkers would accept any name

        def __getattr__(self, name: str) -> Any:
            raise unknown_attribute(self, name, _MEANT)

    def leave_out(self, names: Collection[str]) -> None:
        """Drop columns before the first row is read, unless no column would be left."""
        chosen = [number for number, name in enumerate(self.columns) if name not in names]
        if 0 < len(chosen) < len(self.columns):
            rows = self._rows
            self.columns = tuple(self.columns[number] for number in chosen)
            self._rows = (tuple(row[number] for number in chosen) for row in rows)

    def stream(self) -> Iterator[Record]:
        """Yield the rows once, without buffering them, so that memory does not grow with their number.

            >>> rows = graph.run("UNWIND range(1, 1000000) AS n RETURN n").stream()
            >>> sum(row["n"] for row in rows)
            500000500000

        If you stop early, ``summary`` is still available; it discards the remaining rows.

        Raises:
            SociogramError: the rows have already been streamed.
        """
        self._check_not_streamed()
        self._streamed = True
        read, self._read = self._read, []
        return self._stream(read)

    def _stream(self, read: list[Record]) -> Iterator[Record]:
        yield from read
        read.clear()
        while self._more:
            block = _records(self.columns, self._rows, BLOCK)
            self._count += len(block)
            self._more = len(block) == BLOCK
            yield from block
            del block  # before the next block is created

    def _check_not_streamed(self) -> None:
        if self._streamed:
            raise SociogramError(
                "The rows of this result were streamed, so they are gone. Run the query again and iterate "
                "over the result itself to buffer them."
            )

    def __iter__(self) -> Iterator[Record]:
        self._check_not_streamed()
        if not self._read:  # a result of one block is iterated as a plain list
            self._read_block()
        return self._buffered() if self._more else iter(self._read)

    def _buffered(self) -> Iterator[Record]:
        position = 0
        while position < len(self._read) or self._read_block():
            block = self._read[position:] if position else list(self._read)
            position += len(block)
            yield from block

    def _read_block(self) -> bool:
        self._check_not_streamed()
        if not self._more:
            return False
        size = max(BLOCK, len(self._read))
        block = _records(self.columns, self._rows, size)
        self._count += len(block)
        self._more = len(block) == size
        self._read += block
        return bool(block)

    def __len__(self) -> int:
        self._check_not_streamed()
        while self._more:
            self._read_block()
        return len(self._read)

    def __bool__(self) -> bool:
        return bool(self._read) or self._read_block()

    def __getitem__(self, position: int) -> Record:
        while (position < 0 or position >= len(self._read)) and self._read_block():
            pass
        return self._read[position]

    @property
    def summary(self) -> Summary:
        """The write counters, the time, the notifications, and the plan after EXPLAIN or PROFILE.

        >>> graph.run("CREATE (:Person {id: 'ada'})", write=True).summary.counters.nodes_created
        1
        """
        if self._cached_summary is None:
            if not self._streamed:
                len(self)
            self._more = False
            self._cached_summary = self._with_top(self._summary())
        return self._cached_summary

    def _with_top(self, summary: Summary) -> Summary:
        """Add notices, and a note if ``top`` limited the rows."""
        if self.hides_notices:
            summary = replace(summary, notifications=self._lacks())
        elif self.find_notices is not None:
            summary = replace(summary, notifications=(*summary.notifications, *self.find_notices()))
        if self.top is None or self._count < self.top:
            return summary
        more = 10 * max(self.top, 1)
        note = f"Only the first {self.top:,} rows are shown; -p top={more} shows more, if there are any."
        return replace(summary, notifications=(*summary.notifications, note))

    def _lacks(self) -> tuple[str, ...]:
        """Return a notification if a stored query found nothing in a graph that lacks what it reads."""
        if self._count or not self.lacking:
            return ()
        return (f"No rows, because this graph lacks what the query reads: {', '.join(self.lacking)}.",)

    def single(self) -> Record:
        """Return the only row.

            >>> graph.run("RETURN 1 AS one, 2 AS two").single().data()
            {'one': 1, 'two': 2}

        Raises:
            SociogramError: the result has no row, or more than one.
        """
        if len(self) != 1:
            raise SociogramError(f"Expected one row, but the query returned {len(self)} rows.")
        return self._read[0]

    def value(self) -> Any:
        """Return the first value of the only row.

            >>> graph.run("UNWIND [1, 2, 3] AS n RETURN sum(n)").value()
            6

        Raises:
            SociogramError: the result has no row, or more than one.
        """
        return self.single()[0]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return all rows as dicts, keyed by column name.

        >>> graph.run("UNWIND [1, 2] AS n RETURN n, n * n AS square").to_dicts()
        [{'n': 1, 'square': 1}, {'n': 2, 'square': 4}]
        """
        return [record.data() for record in self]

    def to_pandas(self) -> pd.DataFrame:
        """Return all rows as a pandas DataFrame.

            >>> graph.run("MATCH (a:Person) RETURN a.id AS id, a.name AS name").to_pandas().columns.to_list()
            ['id', 'name']

        Dates and times become values of ``datetime``; a column of only these has the dtype of pandas for
        them. Nodes, ties and paths are unchanged.

        Raises:
            SociogramError: pandas is not installed.
        """
        from sociogram.queries.results.frames import pandas_frame

        return pandas_frame(self.columns, list(self))

    def to_arrow(self) -> pa.Table:
        """Return all rows as a pyarrow table; nodes, ties, paths and mixed values become text.

            >>> graph.run("UNWIND [1, 2] AS n RETURN n").to_arrow().to_pydict()
            {'n': [1, 2]}

        Raises:
            SociogramError: pyarrow is not installed.
        """
        from sociogram.queries.results.frames import arrow_table

        return arrow_table(self.columns, list(self))

    def to_polars(self) -> pl.DataFrame:
        """Return all rows as a Polars DataFrame, with the types of ``to_arrow``.

            >>> graph.run("UNWIND [1, 2] AS n RETURN n").to_polars()["n"].to_list()
            [1, 2]

        Raises:
            SociogramError: Polars or pyarrow is not installed.
        """
        from sociogram.queries.results.frames import needed

        frame: pl.DataFrame = needed("polars", "to_polars()").from_arrow(self.to_arrow())
        return frame

    def entities(self) -> tuple[list[Node], list[Relationship]]:
        """Return the distinct nodes and relationships in the rows, including those in paths, lists and maps.

        >>> nodes, ties = graph.run("MATCH p = ({id: 'lisa-kenna'})-[]-() RETURN p LIMIT 1").entities()
        >>> len(nodes), len(ties)
        (2, 1)
        """
        return entities_of(value for record in self for value in record)

    def to_networkx(self) -> nx.MultiGraph[Any]:
        """Return the nodes and relationships in the rows as a graph, with the keys of ``graph.networkx``.

            >>> graph.run("MATCH p = ({id: 'lisa-kenna'})--() RETURN p LIMIT 1").to_networkx().size()
            1

        It is a ``MultiDiGraph``, or a ``MultiGraph`` if all ties are undirected. Ends of relationships that
        are not in the rows become nodes without attributes.
        """
        import networkx as nx

        nodes, ties = self.entities()
        ids = dict.fromkeys(node.id for node in nodes)
        ids.update(dict.fromkeys(end for tie in ties for end in (tie.start, tie.end)))
        keys = {} if self.networkx_keys is None else self.networkx_keys(ids)
        is_undirected = self.all_lack_direction is not None and self.all_lack_direction(ties)
        graph: nx.MultiGraph[Any] = nx.MultiGraph() if is_undirected else nx.MultiDiGraph()
        for node in nodes:
            graph.add_node(keys.get(node.id, node.id), **with_labels(node.properties, node.labels))
        for tie in ties:
            start, end = (keys.get(node, node) for node in (tie.start, tie.end))
            graph.add_edge(start, end, key=tie.id, **with_type(tie.properties, tie.type))
        return graph

    def page(self, *, title: str | None = None, question: str | None = None) -> HtmlPage:
        """Return an HTML page of the nodes and ties in the result, each tie with all its claims.

        ``write`` saves it.

            >>> page = graph.run("MATCH p = ({id: 'lisa-kenna'})--() RETURN p").page(title="Lisa Kenna")
            >>> page.write("kenna.html").name
            'kenna.html'

        Raises:
            SociogramError: the result has no node, relationship or path.
        """
        if self.page_factory is None:
            raise SociogramError("Only results of Graph.run and Graph.query can be drawn.")
        return self.page_factory(self, title, question)

    @property
    def total(self) -> int | None:
        """The number of rows if the last one has been read, otherwise None.

        >>> result = graph.run("UNWIND range(1, 10000) AS n RETURN n")
        >>> result.total, len(result), result.total
        (None, 10000, 10000)
        """
        return None if self._more else self._count

    def _repr_html_(self) -> str:
        from sociogram.queries.results.shown import html_of

        return html_of(self)

    def __repr__(self) -> str:
        """Return the first rows as a table, as a prompt and ``print`` show it."""
        from sociogram.queries.results.shown import text_of

        if self._streamed:
            return f"<Result {', '.join(self.columns)}; its rows were streamed>"
        return text_of(self)
