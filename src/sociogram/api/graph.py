"""The class ``Graph``, and ``open``, which returns one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from sociogram.api.deduplication import Deduplication
from sociogram.api.files import Files
from sociogram.api.guesses import MEANT
from sociogram.api.queries import Queries
from sociogram.config import actor_choice
from sociogram.graph.actor_rules import ActorChoice
from sociogram.graph.common.unknown_attribute import unknown_attribute
from sociogram.graph.errors import StoreError
from sociogram.sources import input_files, is_frame, is_path, open_store, read_store, read_tables

if TYPE_CHECKING:
    import networkx as nx

    from sociogram.loaders.options import TableSource
    from sociogram.sources import Source


def open(  # noqa: A001 - the public name
    source: Source = None,
    *tables: TableSource,
    queries: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = (),
    cache: bool = True,
    actors: str | Sequence[str] | None = None,
    name: str | Sequence[str] | None = None,
    dates: str | Sequence[str] | None = None,
) -> Graph:
    """Open a graph.

        >>> graph = sociogram.open("data")
        >>> graph = sociogram.open(people_frame, ties_frame)
        >>> article = sociogram.open()

    Args:
        source: a data folder, a file that ``load`` reads, a frame (pandas, Polars, pyarrow or any object with
            ``__arrow_c_stream__``), a NetworkX graph of any class, the URI of a Neo4j server (``neo4j``
            alone means ``$NEO4J_URI``; credentials come from ``NEO4J_USERNAME``, ``NEO4J_PASSWORD`` and
            ``NEO4J_DATABASE``), or a store. The default is the article that ships with the package.
        tables: more files and frames, read together with the first.
        queries: folders with your own stored queries, as strings or paths.
        cache: whether to cache the tables of a large folder or file, and to reuse them while the files are
            unchanged (``sociogram cache`` shows where). ``SOCIOGRAM_NO_CACHE=1`` turns this off everywhere.
        actors: in a graph that sociogram did not load, the labels of actors, such as ``["Person", "Movie"]``
            or ``"Person,Movie"``. The default is set in ``sociogram.toml`` (beside the folder, or named by
            ``$SOCIOGRAM_CONFIG``); without it, every node is an actor.
        name: the properties with their names; the first that a node has is used. The default is set in
            ``sociogram.toml``; without it, common properties are used: ``name``, ``title``, ``companyName`` …
        dates: the properties with the beginning and the end of a tie, such as ``"since,until"``. The
            default is set likewise: ``since``, ``startDate``, ``until`` …

    Raises:
        DataError: a file cannot be read; the error has the line, the column and a cure.
        StoreError: the folder or file does not exist, the server does not answer, or the source is of
            another type.
    """
    folders = [Path(folder) for folder in ([queries] if isinstance(queries, str | os.PathLike) else queries)]
    graph = _opened(source, tables, folders, cache=cache)
    path = Path(source) if isinstance(source, str | os.PathLike) and is_path(source) else None
    choice = actor_choice(path, actors, name, dates)
    if choice != ActorChoice():
        graph.store.choose_actors(choice)
    return graph


def _opened(source: Source, tables: Sequence[TableSource], queries: Sequence[Path], *, cache: bool) -> Graph:
    if tables or is_frame(source):
        named = [table for table in (source, *tables) if isinstance(table, str | os.PathLike)]
        inputs = [file for table in named or [""] for file in input_files(table, queries)]
        store, report = read_tables((source, *tables))
        return Graph(store, queries=queries, inputs=inputs, report=report)
    inputs = input_files(source, queries)
    if not isinstance(source, str | os.PathLike) or not is_path(source):
        return Graph(open_store(source), queries=queries, inputs=inputs)
    path = Path(source)
    if not path.exists():
        raise StoreError(f"There is no folder or file {path}.")
    store, digest = read_store(path, str(path), cache=cache)
    home = path if path.is_dir() else None
    return Graph(store, home=home, digest=digest, queries=queries, inputs=inputs)


class Graph(Queries, Files, Deduplication):
    """A graph of actors and typed ties, in memory or on a Neo4j server.

    As a context manager, it closes the connections to the server on exit.

        >>> with sociogram.open("neo4j://localhost") as graph:
        ...     graph.run("MATCH (a:Person) RETURN a.name").to_dicts()

    Attributes:
        store: the store that holds the graph.
        home: the folder that the graph was read from and is saved to, or None.
        inputs: the files that the graph was read from; exports and pages replace them only on request.
        report: the outcome for the rows and columns of the frames that ``open`` read; otherwise None.
    """

    def __repr__(self) -> str:
        counts = "" if self.store.is_remote else f": {self._size()}"
        return f"<sociogram.Graph of {self.name}{counts}>"

    def _size(self) -> str:
        rule = self.store.actor_rule
        ties = f"{rule.pattern('a')}-[r]->{rule.pattern('b')}"
        counts = self.run(f"RETURN COUNT {{ {rule.pattern('a')} }}, COUNT {{ {ties} }}").single()
        words = zip(counts, ("actor", "claim"), strict=True)
        return ", ".join(f"{count:,} {word}{'' if count == 1 else 's'}" for count, word in words)

    if not TYPE_CHECKING:  # a type checker would accept any name

        def __getattr__(self, name: str) -> Any:
            raise unknown_attribute(self, name, MEANT)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections to a server; a graph in memory has none."""
        self.store.close()

    @property
    def networkx(self) -> nx.MultiDiGraph[Any]:
        """The actors and ties as a ``networkx.MultiDiGraph``: live in memory, a copy on Neo4j.

        Queries see your changes to the live graph, and it shows the changes that queries make. It contains
        sources and relation types only if they have relationships; ``sources`` and ``relation_types`` return
        all of them. Every node that you add is part of it, whatever its labels. It is directed even if all
        ties are undirected, unless you opened an undirected graph; compute undirected measures on
        ``nx.Graph(graph.networkx)``.

            >>> nx.density(graph.networkx)

        Raises:
            StoreError: a graph on Neo4j has more than 100,000 relationships.
        """
        return self.store.networkx

    @property
    def sources(self) -> dict[str, dict[str, Any]]:
        """The current sources by id, each as a dictionary of its columns.

            >>> graph.sources["anatomia-golpe-2023-05-27"]["title"]
            >>> pandas.DataFrame(graph.sources.values())

        Changes to these dictionaries do not change the graph; ``set`` and queries with ``write=True`` do.
        """
        from sociogram.queries.tables import sources

        return sources(self.store)

    @property
    def relation_types(self) -> dict[str, dict[str, Any]]:
        """The current relation types by name, each as a dictionary of its columns.

            >>> graph.relation_types["COMMANDS"]["backward"]
            'is commanded by'

        Types that no sheet describes are missing; ``stats().types`` counts all that are used.
        """
        from sociogram.queries.tables import relation_types

        return relation_types(self.store)

    def write_back(self, values: Any, name: str) -> int:
        """Write values that another library computed for nodes as a property; return the number of nodes.

            >>> graph.write_back(nx.betweenness_centrality(nx.Graph(graph.networkx)), "betweenness")
            >>> graph.page(size="betweenness").write("betweenness.html")

        A server stores them immediately; ``save`` writes them to a data folder.

        Args:
            values: a dict or a pandas Series by the nodes of ``networkx``, or by the strings that
                ``stats().degrees`` shows for numbers and tuples, if they are unique; a list with a value
                for each node, or an igraph clustering, in the order of ``networkx.nodes``; or a list of
                sets of nodes, such as the communities of NetworkX, which get the numbers 0, 1 …
            name: the property.

        Raises:
            SociogramError: a key is not a node, or is the string of two nodes; a list does not have one value
                for each node; or the property identifies nodes.
        """
        from sociogram.queries.write_back import write_back

        return write_back(self.store, values, name)
