"""What Python users touch: ``sociogram.open`` and the ``Graph`` that it gives."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from sociogram.graph.errors import ConflictError, OverwriteError, SociogramError, StoreError

if TYPE_CHECKING:
    import networkx as nx

    from sociogram.graph.dataset import Dataset
    from sociogram.graph.neo4j.store import Neo4jStore
    from sociogram.graph.store import GraphStore
    from sociogram.graph.subgraph import Subgraph
    from sociogram.loaders.report import LoadReport
    from sociogram.queries.cypher.procedures.registry import Procedures
    from sociogram.queries.paths import ShortestPaths
    from sociogram.queries.results.result import Result
    from sociogram.queries.stats import Stats
    from sociogram.queries.stored.catalogue import Catalogue
    from sociogram.viz.page import Page

Mode = Literal["", "EXPLAIN", "PROFILE"]
NEO4J_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def open(source: Any = None, *, queries: Sequence[Path] = (), cache: bool = True) -> Graph:  # noqa: A001 - the public name
    """Open a graph.

    Args:
        source: a folder of CSV files, one CSV file, a NetworkX graph of any class, the URI of a Neo4j
            server (``neo4j`` alone means ``$NEO4J_URI``; sign-in comes from ``NEO4J_USERNAME``,
            ``NEO4J_PASSWORD``, ``NEO4J_DATABASE``), or a store. Nothing means the article that ships
            with the package.
        queries: folders of stored queries of one's own.
        cache: whether the index of a large folder or file may be kept, and used when they are unchanged
            (``sociogram cache`` tells where). ``SOCIOGRAM_NO_CACHE=1`` means no everywhere.

    Raises:
        DataError: a file that cannot be read, with its line, column and cure.
        StoreError: there is no such folder or file, or the server does not answer.
    """
    inputs = _files_read(source, queries)
    if isinstance(source, os.PathLike) or (isinstance(source, str) and source and not is_server(source)):
        return _open_path(Path(source), queries, inputs, cache=cache)
    return Graph(_open_store(source), queries=queries, inputs=inputs)


def _files_read(source: Any, queries: Sequence[Path]) -> list[Path]:
    """Return the files that a graph and the stored queries come from, whether they are there or not."""
    from sociogram.loaders.folder.overwriting import files_of_graph

    stored = [file.absolute() for folder in queries for file in sorted(folder.glob("*.cypher"))]
    if not isinstance(source, str | os.PathLike) or not source or is_server(str(source)):
        return stored
    path = Path(source).absolute()
    return [*stored, *(files_of_graph(path) if path.is_dir() else [path])]


def _open_store(source: Any) -> GraphStore:
    """Return the store of a graph that is kept in no folder."""
    if source is None or source == "":
        return _read_store(_article(), "the article")[0]
    if isinstance(source, str):
        return open_server(source)
    if hasattr(source, "merge") and hasattr(source, "location"):
        store: GraphStore = source
        return store
    if hasattr(source, "adj") and hasattr(source, "nodes"):
        from sociogram.graph.memory.graph import MemoryStore

        return MemoryStore.from_networkx(source)
    raise StoreError(
        f"A {type(source).__name__} is no graph: give a folder, a file, a URI or a NetworkX graph."
    )


def files_of(source: str | None) -> list[Path]:
    """Return the CSV files of a folder, a file itself, or the article's files where nothing is named.

    Raises:
        StoreError: there is no such folder or file, or no CSV file in it.
    """
    path = Path(source) if source else _article()
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path] if path.is_file() else []
    if not files:
        raise StoreError(f"There is no CSV file at {path}.")
    return files


def is_server(source: str) -> bool:
    """Tell whether a source is the URI of a Neo4j server, or the word that stands for ``$NEO4J_URI``."""
    return source == "neo4j" or source.partition("://")[0] in NEO4J_SCHEMES


def open_server(uri: str) -> Neo4jStore:
    """Open a Neo4j server; sign-in comes from the environment.

    Raises:
        StoreError: ``neo4j`` is given and ``$NEO4J_URI`` is not set, or the URI cannot be one.
    """
    from sociogram.graph.neo4j.store import Neo4jStore

    if uri == "neo4j":
        uri = os.environ.get("NEO4J_URI", "")
        if not uri:
            raise StoreError("'neo4j' means the server that $NEO4J_URI names, and that is not set.")
    return Neo4jStore.from_environment(uri)


def _article() -> Path:
    import sociogram.data

    return Path(str(sociogram.data.__file__)).parent


def _open_path(path: Path, queries: Sequence[Path], inputs: Sequence[Path], *, cache: bool) -> Graph:
    is_folder = path.is_dir()
    if not is_folder and not path.is_file():
        raise StoreError(f"There is no folder or file {path}.")
    store, digest = _read_store(path, str(path), cache=cache)
    return Graph(store, home=path if is_folder else None, digest=digest, queries=queries, inputs=inputs)


def _read_store(path: Path, location: str, *, cache: bool = True) -> tuple[GraphStore, str]:
    """Return the graph of a folder or a file, and the digest of a folder's files."""
    from sociogram.graph.memory.graph import MemoryStore
    from sociogram.loaders.cache import open_tables

    tables, digest = open_tables(path, cache=cache)
    return MemoryStore(tables, location=location, keeps_keys=path.is_dir()), digest


class Graph:
    """A graph of actors and typed relations, in memory or on a Neo4j server.

    ``with sociogram.open(…) as graph`` closes a server's connections at the end.

    Attributes:
        store: the store behind it.
        home: the folder that it came from and is saved to; None elsewhere.
        inputs: the files that it came from; an export or a page does not replace them unasked.
    """

    def __init__(
        self,
        store: GraphStore,
        *,
        home: Path | None = None,
        digest: str | None = None,
        queries: Sequence[Path] = (),
        inputs: Sequence[Path] = (),
    ) -> None:
        self.store = store
        self.home: Path | None = None if home is None else home.absolute()
        # What was last read from or written to a folder: a save replaces that, and nothing newer.
        self._digests = {} if home is None else {home.resolve(): digest}
        self.inputs: tuple[Path, ...] = tuple(inputs)
        self._folders = tuple(queries)

    @property
    def name(self) -> str:
        """What the graph is, for people: a folder's name, a server's address."""
        return self.store.location

    def __repr__(self) -> str:
        return f"<sociogram.Graph of {self.name}>"

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
        """Let go of connections. A graph in memory has none."""
        self.store.close()

    # ── asking ─────────────────────────────────────────────────────────────────────────────────

    def run(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        /,
        *,
        write: bool = False,
        timeout: float | None = None,
        **named_parameters: Any,
    ) -> Result:
        """Run Cypher.

        Args:
            text: one query.
            parameters: values of its ``$parameters``; those given by name count before these.
            write: let it change the graph; without it a writing query is refused.
            timeout: seconds after which it is given up.
            named_parameters: values of parameters.

        Raises:
            CypherError: the query is at fault.
            LimitExceeded: it ran into a limit.
            StoreError: the server does not answer.
        """
        from sociogram.queries.run import run

        values = {**(parameters or {}), **named_parameters}
        result = run(self.store, text, values, write=write, timeout=timeout)
        result.drawer = self.page
        return result

    def query(
        self,
        name: str,
        /,
        *,
        parameters: Mapping[str, Any] | None = None,
        timeout: float | None = None,
        mode: Mode = "",
        **named_parameters: Any,
    ) -> Result:
        """Run a stored query. An actor may be given by name, alias or id, in any case.

        Raises:
            StoredQueryError: no such query, or a parameter is wrong.
            ActorError: no actor, or more than one, answers to a name.
        """
        stored = self.queries.get(name)
        values = stored.values({**(parameters or {}), **named_parameters})
        for parameter in stored.parameters:
            if parameter.is_actor and values[parameter.name] is not None:
                values[parameter.name] = self._actor_id(values[parameter.name])
        text = f"{mode} {stored.text}" if mode else stored.text
        result = self.run(text, values, timeout=timeout)
        top = values.get("top")
        result.top = top if isinstance(top, int) else None
        return result

    def _actor_id(self, value: Any) -> Any:
        from sociogram.queries.actors import find_actor

        if isinstance(value, list):
            return [find_actor(self.store, str(name)).key for name in value]
        return find_actor(self.store, str(value)).key

    @property
    def queries(self) -> Catalogue:
        """The stored queries: one's own folders first, then the package's."""
        from sociogram.queries.stored.catalogue import Catalogue

        return Catalogue(self._folders)

    @property
    def procedures(self) -> Procedures:
        """The procedures that ``CALL`` knows; ``register`` adds a Python function."""
        from sociogram.queries.run import procedures_of

        return procedures_of(self.store)

    def explain(self, text: str, parameters: Mapping[str, Any] | None = None) -> str:
        """Return the plan of a query as text, without running it."""
        result = self.run(f"EXPLAIN {text}", parameters)
        return result.summary.plan_text()

    def profile(self, text: str, parameters: Mapping[str, Any] | None = None) -> str:
        """Run a query and return its plan as text, with the rows and the time of each operator."""
        result = self.run(f"PROFILE {text}", parameters)
        list(result)
        return result.summary.plan_text()

    def stats(self) -> Stats:
        """Count what the graph holds."""
        from sociogram.queries.stats import read_stats

        return read_stats(self.store)

    def path(
        self,
        start: str,
        end: str,
        *,
        limit: int = 10,
        without: Iterable[str] = (),
        as_of: str | None = None,
    ) -> ShortestPaths:
        """Return the shortest paths between two actors, given by name, alias or id.

        They follow ties in either direction and are sorted by the names along them, then by the types and
        ids of their ties: every store returns the same paths in the same order.

            >>> print(graph.path("Lisa Kenna", "Pedro Castillo"))

        Args:
            start: the first actor.
            end: the last actor.
            limit: the maximum number of paths returned; ``total`` counts all of them.
            without: actors that no path may visit.
            as_of: an ISO date, whole or partial: use only ties that held then, and undated ties.

        Raises:
            ActorError: a name matches no actor or several, or both ends are the same actor.
            SociogramError: ``as_of`` is not an ISO date.
        """
        from sociogram.queries.actors import find_actor
        from sociogram.queries.paths import shortest_paths

        return shortest_paths(
            self.store,
            find_actor(self.store, start),
            find_actor(self.store, end),
            limit=limit,
            without=[find_actor(self.store, name) for name in without],
            as_of=as_of,
        )

    # ── the graph itself ───────────────────────────────────────────────────────────────────────

    @property
    def networkx(self) -> nx.MultiDiGraph[Any]:
        """The ``networkx.MultiDiGraph`` itself, in memory; a copy of what is there, on Neo4j."""
        return self.store.networkx

    def load(self, *files: str | os.PathLike[str], **options: Any) -> LoadReport:
        """Merge CSV files into the graph, and into the folder that it came from.

        ``options`` are those of ``sociogram.loaders.load.LoadOptions``.

        Raises:
            ConflictError: somebody else changed the folder since it was read; nothing was loaded.
            DataError: a file that cannot be read at all; rows that cannot be taken are in the report.
        """
        from sociogram.loaders.folder.data_folder import write_locked, writing
        from sociogram.loaders.folder.files import compare
        from sociogram.loaders.load import LoadOptions, load

        wanted, home = LoadOptions(**options), self.home
        paths = [Path(file) for file in files]
        if home is None or wanted.dry_run or not self._is_in_memory:
            return load(paths, self.store, wanted)
        with writing(home, wait=wanted.wait):
            expected = self._digests[home.resolve()]
            compare(home, expected)
            report = load(paths, self.store, wanted)
            self._digests[home.resolve()] = write_locked(self._dataset(), home, expected=expected)
        return report

    @property
    def can_save(self) -> bool:
        """Whether what is written lasts: on a server, or in a folder."""
        return self.home is not None or not self._is_in_memory

    @property
    def _is_in_memory(self) -> bool:
        from sociogram.graph.memory.graph import MemoryStore

        return isinstance(self.store, MemoryStore)

    def _dataset(self) -> Dataset:
        from sociogram.graph.memory.graph import MemoryStore

        if not isinstance(self.store, MemoryStore):
            raise StoreError("A server keeps its graph itself. `export` writes a copy of it.")
        return self.store.to_dataset()

    def save(
        self,
        folder: str | os.PathLike[str] | None = None,
        *,
        overwrite: bool = False,
        wait: float | None = None,
        notify: Callable[[str], None] | None = None,
    ) -> None:
        """Write a graph in memory to its folder, or to another one; a server has kept all that was written.

        A save replaces what this graph has read there or has written there, and nothing else.

        Args:
            folder: where to write; its own folder if it is not given.
            overwrite: replace whatever data is there.
            wait: seconds to wait for another writer; a few by default.
            notify: called with a sentence before waiting.

        Raises:
            ConflictError: somebody else changed the folder since it was read.
            DataError: the graph holds what a data folder cannot, and would not read back the same.
            OverwriteError: another folder holds data already.
            StoreError: no folder is given and the graph came from none, or the folder cannot be written.
        """
        from sociogram.loaders.folder.data_folder import write_folder
        from sociogram.loaders.folder.files import NO_FILES
        from sociogram.loaders.folder.lock import PATIENCE

        if folder is None and not self._is_in_memory:
            return
        path = self.home if folder is None else Path(folder)
        if path is None:
            raise StoreError(
                "There is no folder to save to: name one, `graph.save(FOLDER)`. "
                "On the command line, `sociogram export --format csv FOLDER` makes one to open."
            )
        place = path.resolve()
        expected = None if overwrite else self._digests.get(place, NO_FILES)
        patience = PATIENCE if wait is None else wait
        try:
            self._digests[place] = write_folder(
                self._dataset(), path, expected=expected, wait=patience, notify=notify
            )
        except ConflictError:
            if place in self._digests:
                raise
            raise OverwriteError(
                f"The folder '{path}' holds a graph already. Choose another folder, or replace it with "
                "overwrite=True."
            ) from None

    # ── showing ────────────────────────────────────────────────────────────────────────────────

    def select(
        self,
        *,
        around: str | None = None,
        depth: int = 1,
        between: tuple[str, str] | None = None,
        result: Result | None = None,
    ) -> Subgraph:
        """Return a part of the graph: around an actor, between two, in a result; or all of it.

        Raises:
            ActorError: no actor, or more than one, answers to a name, or both ends are the same.
            SociogramError: the result holds no part of a graph, or no way leads between the two.
        """
        from sociogram.queries import selection
        from sociogram.queries.actors import find_actor

        if around is not None:
            return selection.around(self.store, find_actor(self.store, around), depth)
        if between is not None:
            return selection.between(self.store, *(find_actor(self.store, name) for name in between))
        if result is not None:
            part = selection.of_values(self.store, [value for record in result for value in record])
            if not part.nodes:
                raise SociogramError(
                    "The answer holds no node, relationship or path, so there is nothing to draw or write."
                )
            return part
        return selection.everything(self.store)

    def export(
        self,
        target: str | os.PathLike[str],
        *,
        format: Literal["csv", "neo4j-admin"] | None = None,  # noqa: A002 - the plain word
        around: str | None = None,
        depth: int = 1,
        between: tuple[str, str] | None = None,
        result: Result | None = None,
        overwrite: bool = False,
        safe_cells: bool = False,
    ) -> list[str]:
        """Write the graph or a part of it for another program; return what to tell about it.

        A file or folder is written as a whole or not at all.

        Args:
            target: a file, whose suffix names the format (``.graphml``, ``.gexf``, ``.json``,
                ``.cypher``), or with ``format`` a folder.
            format: ``csv`` for a data folder, ``neo4j-admin`` for that program's import. These two and
                ``.cypher`` carry the sources and the wordings along. The last two are written as the
                graph is read, where they are written from all of it.
            around: see ``page``.
            depth: see ``page``.
            between: see ``page``.
            result: see ``page``.
            overwrite: allow it to replace a file that the graph was read from, or files in a folder that
                holds some already.
            safe_cells: with ``csv``: keep a spreadsheet from running cells as formulas. An apostrophe
                before them does, so that such a folder is for reading, not for loading again.

        Raises:
            OverwriteError: the target is a file that the graph was read from, or a folder with files.
            StoreError: no format has that suffix, or the target cannot be written.
        """
        from sociogram.graph.formats import is_streamed, write_file, write_folder
        from sociogram.loaders.folder.overwriting import check_output, check_output_folder
        from sociogram.queries.selection import has_directions, held, with_catalogue, with_directions
        from sociogram.queries.whole import whole

        path = Path(target)
        if format is None:
            check_output(path, inputs=self.inputs, overwrite=overwrite)
        else:
            check_output_folder(path, overwrite=overwrite)
        is_whole = around is None and between is None and result is None
        can_stream = is_streamed(path, format)
        if is_whole and can_stream and has_directions(self.store):
            everything = whole(self.store)
            return write_file(everything, path) if format is None else write_folder(everything, path, format)
        if is_whole and (can_stream or format == "csv"):
            part = held(whole(self.store))
        else:
            part = self.select(around=around, depth=depth, between=between, result=result)
        with_rest = with_directions if format is None and not can_stream else with_catalogue
        part = with_rest(self.store, part)
        if format == "csv":
            return _export_csv(part, path, safe_cells=safe_cells)
        return write_file(part, path) if format is None else write_folder(part, path, format)

    def page(
        self,
        *,
        around: str | None = None,
        depth: int = 1,
        between: tuple[str, str] | None = None,
        result: Result | None = None,
        title: str | None = None,
        question: str | None = None,
        strongest: int | None = None,
        whole: bool = False,
    ) -> Page:
        """Return the HTML page of the graph or a part of it; ``.write(path)`` writes it.

        Args:
            around: an actor; with ``depth``, how many ties away the picture reaches.
            depth: see ``around``.
            between: two actors: all shortest ways between them.
            result: what a query gave.
            title: the page's heading.
            question: the question that the page answers, shown below it.
            strongest: draw only so many actors, those with most ties.
            whole: draw all one by one, however many; else a graph that is larger than one picture bears is
                drawn as groups, each of which opens.
        """
        from sociogram.queries import selection
        from sociogram.queries.actors import find_actor
        from sociogram.queries.claims.wording import read_wording
        from sociogram.viz.overview import LIMIT
        from sociogram.viz.page import Page

        counts: tuple[int, int] | None = None
        if strongest is not None and around is None and between is None and result is None:
            counts = selection.count(self.store)
            part = selection.strongest(self.store, strongest)
        else:
            part = self.select(around=around, depth=depth, between=between, result=result)
        heading, asked = "What the query found", ""
        if result is None:
            centre = None if around is None else find_actor(self.store, around).name
            heading, asked = _heading(centre, depth, between, self.name)
        wording = read_wording(self.store, part.relationships)
        page = Page(
            part,
            sources=wording.sources.values(),
            relation_types=wording.relation_types.values(),
            actors_by_id=wording.claimants,
            title=title or heading,
            question=question or asked,
            strongest=strongest,
            of=counts,
            limit=None if whole else LIMIT,
        )
        page.inputs = self.inputs
        return page


def _export_csv(part: Subgraph, folder: Path, *, safe_cells: bool) -> list[str]:
    """Write a data folder; with safe cells it is one for reading, and no change to a graph."""
    from sociogram.graph.common.files import atomic_folder
    from sociogram.graph.formats import counted
    from sociogram.graph.memory.graph import MemoryStore
    from sociogram.loaders.folder.data_folder import write_folder
    from sociogram.queries.results.safe_cells import make_folder_safe

    dataset = MemoryStore.from_subgraph(part).to_dataset()
    if not safe_cells:
        write_folder(dataset, folder)
        return [counted(part)]
    with atomic_folder(folder) as beside:
        write_folder(dataset, beside)
        make_folder_safe(beside)
    return [counted(part)]


def _heading(
    around: str | None, depth: int, between: tuple[str, str] | None, location: str
) -> tuple[str, str]:
    """Return a title, and the question that the page answers."""
    if around is not None:
        return (
            f"Around {around}",
            f"Who is at most {depth} tie{'' if depth == 1 else 's'} away from {around}?",
        )
    if between is not None:
        return f"{between[0]} – {between[1]}", f"How are {between[0]} and {between[1]} connected?"
    return "Who is connected to whom", f"All actors and all ties of {location}"
