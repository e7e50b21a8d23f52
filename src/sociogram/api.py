"""The Python API: ``sociogram.open`` and the ``Graph`` that it returns."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from sociogram.graph.errors import ConflictError, OverwriteError, SociogramError, StoreError
from sociogram.sources import input_files, is_path, open_store, read_store

if TYPE_CHECKING:
    import networkx as nx

    from sociogram.graph.store import GraphStore, ProcedureRegistry
    from sociogram.graph.subgraph import Subgraph
    from sociogram.loaders.options import OnUnknown
    from sociogram.loaders.report import LoadReport
    from sociogram.queries.paths import ShortestPaths
    from sociogram.queries.results.result import Result
    from sociogram.queries.stats import Stats
    from sociogram.queries.stored.catalogue import Catalogue
    from sociogram.sources import Source
    from sociogram.viz.page import Page

Mode = Literal["", "EXPLAIN", "PROFILE"]


def open(source: Source = None, *, queries: Sequence[Path] = (), cache: bool = True) -> Graph:  # noqa: A001 - the public name
    """Open a graph.

        >>> graph = sociogram.open("data")
        >>> article = sociogram.open()

    Args:
        source: a folder of CSV files, one CSV file, a NetworkX graph of any class, the URI of a Neo4j
            server (``neo4j`` alone means ``$NEO4J_URI``; credentials come from ``NEO4J_USERNAME``,
            ``NEO4J_PASSWORD`` and ``NEO4J_DATABASE``), or a store. The default is the article that ships
            with the package.
        queries: folders with your own stored queries.
        cache: whether to save the index of a large folder or file, and to reuse it while the files are
            unchanged (``sociogram cache`` shows where). ``SOCIOGRAM_NO_CACHE=1`` turns this off everywhere.

    Raises:
        DataError: a file cannot be read; with its line, column and cure.
        StoreError: the folder or file does not exist, the server does not answer, or the source is of
            another type.
    """
    inputs = input_files(source, queries)
    if not isinstance(source, str | os.PathLike) or not is_path(source):
        return Graph(open_store(source), queries=queries, inputs=inputs)
    path = Path(source)
    if not path.exists():
        raise StoreError(f"There is no folder or file {path}.")
    store, digest = read_store(path, str(path), cache=cache)
    home = path if path.is_dir() else None
    return Graph(store, home=home, digest=digest, queries=queries, inputs=inputs)


class Graph:
    """A graph of actors and typed ties, in memory or on a Neo4j server.

    Used in a ``with`` statement, it closes the connections to the server at the end.

        >>> with sociogram.open("neo4j://localhost") as graph:
        ...     graph.run("MATCH (a:Person) RETURN a.name").to_dicts()

    Attributes:
        store: the store that holds the graph.
        home: the folder that the graph was read from and is saved to, or None.
        inputs: the files that the graph was read from; exports and pages replace them only on request.
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
        """A name to show: the path of a folder or file, or the address of a server."""
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
        """Close the connections to a server; a graph in memory has none."""
        self.store.close()

    # ── queries ────────────────────────────────────────────────────────────────────────────────

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
        """Run a Cypher query.

            >>> graph.run("MATCH (a {name: $name}) RETURN a", name="Lisa Kenna").to_dicts()

        Args:
            text: one statement of openCypher.
            parameters: values for its ``$parameters``.
            write: allow the query to change the graph.
            timeout: seconds after which the query is cancelled; None is no limit.
            named_parameters: more parameters; these override ``parameters``.

        Raises:
            CypherError: the query is invalid, fails, or writes without ``write=True``.
            LimitExceeded: the query exceeds the time or memory limit.
            StoreError: the server does not answer.
        """
        from sociogram.queries.run import run

        values = {**(parameters or {}), **named_parameters}
        result = run(self.store, text, values, write=write, timeout=timeout)
        result.page_factory = self._result_page
        return result

    def _result_page(self, result: Result, title: str | None, question: str | None) -> Page:
        return self.page(result=result, title=title, question=question)

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
        """Run a stored query.

            >>> graph.query("connections-of", actor="Dina Boluarte").to_dicts()

        Args:
            name: the name of the query, as ``queries.names()`` lists it.
            parameters: values for its parameters; an actor may be given by name, alias or id, in any case.
            timeout: seconds after which the query is cancelled; None is no limit.
            mode: ``EXPLAIN`` to plan only, ``PROFILE`` to measure each operator.
            named_parameters: more parameters; these override ``parameters``.

        Raises:
            StoredQueryError: there is no such query, or a parameter is wrong.
            ActorError: a name matches no actor or several.
            LimitExceeded: the query exceeds the time or memory limit.
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
        """The stored queries: your own folders first, then the package's."""
        from sociogram.queries.stored.catalogue import Catalogue

        return Catalogue(self._folders)

    @property
    def procedures(self) -> ProcedureRegistry:
        """The procedures for ``CALL``; ``register`` adds a Python function."""
        return self.store.procedures

    def explain(self, text: str, parameters: Mapping[str, Any] | None = None) -> str:
        """Return the plan of a query as text, without running it.

        Raises:
            CypherError: the query is invalid.
        """
        return self.run(f"EXPLAIN {text}", parameters).summary.plan_text()

    def profile(self, text: str, parameters: Mapping[str, Any] | None = None) -> str:
        """Run a query and return its plan as text, with the rows and milliseconds of each operator.

        Raises:
            CypherError: the query is invalid or fails.
            LimitExceeded: the query exceeds the memory limit.
        """
        return self.run(f"PROFILE {text}", parameters).summary.plan_text()

    def stats(self) -> Stats:
        """Count what the graph holds: actors, ties, sources, components, and how much is sourced."""
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

    # ── data ───────────────────────────────────────────────────────────────────────────────────

    @property
    def networkx(self) -> nx.MultiDiGraph[Any]:
        """The live ``networkx.MultiDiGraph`` of a graph in memory; a copy of a graph on Neo4j."""
        return self.store.networkx

    def load(
        self,
        *files: str | os.PathLike[str],
        mapping: Mapping[str, str] | None = None,
        cite: str | None = None,
        require_source: bool = False,
        on_unknown: OnUnknown = "stub",
        dry_run: bool = False,
        wait: float | None = None,
    ) -> LoadReport:
        """Merge CSV files into the graph, and into the folder that it was read from.

            >>> report = graph.load("more.csv", cite="https://example.org/article")
            >>> report.rejected
            0

        Args:
            files: paths of CSV files.
            mapping: column titles to fields, for titles that are not recognised; ``ignored`` drops a column.
            cite: the id or URL of a source to add to every tie of this load.
            require_source: reject ties without a source.
            on_unknown: for a tie to an actor that no row describes, ``stub`` creates a placeholder actor and
                ``reject`` rejects the row.
            dry_run: check and report, but write nothing.
            wait: seconds to wait for another process that writes to the folder; None is 10.

        Returns:
            The outcome of every row; rejected rows are in the report and not in the graph.

        Raises:
            ConflictError: the folder changed since it was read; nothing was loaded.
            DataError: a whole file cannot be read; nothing was loaded.
        """
        from sociogram.loaders.folder.data_folder import write_locked, writing
        from sociogram.loaders.folder.files import compare
        from sociogram.loaders.folder.lock import PATIENCE
        from sociogram.loaders.load import LoadOptions, load

        options = LoadOptions(
            mapping=mapping or {},
            cite=cite,
            require_source=require_source,
            on_unknown=on_unknown,
            dry_run=dry_run,
            wait=PATIENCE if wait is None else wait,
        )
        paths, home = [Path(file) for file in files], self.home
        if home is None or dry_run:
            return load(paths, self.store, options)
        with writing(home, wait=options.wait):
            expected = self._digests[home.resolve()]
            compare(home, expected)
            report = load(paths, self.store, options)
            self._digests[home.resolve()] = write_locked(self.store.to_dataset(), home, expected=expected)
        return report

    @property
    def can_save(self) -> bool:
        """Whether changes can be saved: on a server, or in the folder that the graph was read from."""
        return self.home is not None or self.store.is_persistent

    def save(
        self,
        folder: str | os.PathLike[str] | None = None,
        *,
        overwrite: bool = False,
        wait: float | None = None,
        notify: Callable[[str], None] | None = None,
    ) -> None:
        """Write a graph in memory to its folder, or to another one; a server saves all changes at once.

        A save replaces only the data that this graph has read from the folder or written to it.

        Args:
            folder: where to write; the default is ``home``.
            overwrite: replace any data in the folder.
            wait: seconds to wait for another process that writes to the folder; None is 10.
            notify: called with a sentence before waiting.

        Raises:
            ConflictError: the folder changed since it was read.
            DataError: the graph holds values that a data folder cannot store without loss.
            OverwriteError: another folder already holds data.
            StoreError: there is no folder to save to, or it cannot be written.
        """
        from sociogram.loaders.folder.data_folder import write_folder
        from sociogram.loaders.folder.files import NO_FILES
        from sociogram.loaders.folder.lock import PATIENCE

        if folder is None and self.store.is_persistent:
            return
        path = self.home if folder is None else Path(folder)
        if path is None:
            raise StoreError(
                "There is no folder to save to. Name one: `graph.save(FOLDER)`. "
                "On the command line, `sociogram export --format csv FOLDER` creates one to open."
            )
        target = path.resolve()
        expected = None if overwrite else self._digests.get(target, NO_FILES)
        patience = PATIENCE if wait is None else wait
        try:
            self._digests[target] = write_folder(
                self.store.to_dataset(), path, expected=expected, wait=patience, notify=notify
            )
        except ConflictError:
            if target in self._digests:
                raise
            raise OverwriteError(
                f"The folder '{path}' already holds a graph. Choose another folder, or replace it with "
                "overwrite=True."
            ) from None

    # ── pages and exports ──────────────────────────────────────────────────────────────────────

    def select(
        self,
        *,
        around: str | None = None,
        depth: int = 1,
        between: tuple[str, str] | None = None,
        result: Result | None = None,
    ) -> Subgraph:
        """Return a part of the graph: around an actor, between two actors, or in a result; else all of it.

        Args:
            around: an actor, by name, alias or id.
            depth: with ``around``, the maximum number of ties away from it.
            between: two actors, for the shortest paths between them.
            result: a result, for the nodes, relationships and paths in it.

        Raises:
            ActorError: a name matches no actor or several, or both ends are the same actor.
            SociogramError: the result holds no part of a graph, or no path connects the two actors.
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
                    "The result holds no node, relationship or path, so there is nothing to draw or write."
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
        """Write the graph or a part of it for another program; return messages about the output.

        A file or folder is written as a whole or not at all.

            >>> graph.export("castillo.gexf", around="Pedro Castillo", depth=2)

        Args:
            target: a file, whose suffix names the format (``.graphml``, ``.gexf``, ``.json``,
                ``.cypher``), or with ``format`` a folder.
            format: ``csv`` for a data folder, ``neo4j-admin`` for the files of ``neo4j-admin import``.
                These two and ``.cypher`` include the sources and the wordings. The last two stream a whole
                graph, so that its size does not matter.
            around: see ``select``.
            depth: see ``select``.
            between: see ``select``.
            result: see ``select``.
            overwrite: allow the output to replace a file that the graph was read from, or files in a folder.
            safe_cells: with ``csv``, put an apostrophe before cells that a spreadsheet would run as
                formulas. Such a folder is for reading, not for loading again.

        Raises:
            OverwriteError: the target is a file that the graph was read from, or a folder with files.
            StoreError: no format has that suffix, or the target cannot be written.
        """
        from sociogram.graph.formats import is_streamed, write_file, write_folder
        from sociogram.loaders.folder.overwriting import check_output, check_output_folder
        from sociogram.queries.selection import (
            has_directions,
            held,
            left_out,
            with_catalogue,
            with_directions,
        )

        path = Path(target)
        if format is None:
            check_output(path, inputs=self.inputs, overwrite=overwrite)
        else:
            check_output_folder(path, overwrite=overwrite)
        is_whole = around is None and between is None and result is None
        can_stream = is_streamed(path, format)
        lost = left_out(self.store) if is_whole else []
        if is_whole and can_stream and has_directions(self.store):
            everything = self.store.view()
            words = write_file(everything, path) if format is None else write_folder(everything, path, format)
            return [words[0], *lost, *words[1:]]
        if is_whole and (can_stream or format == "csv"):
            part = held(self.store.view())
        else:
            part = self.select(around=around, depth=depth, between=between, result=result)
        with_rest = with_directions if format is None and not can_stream else with_catalogue
        part = with_rest(self.store, part)
        if format == "csv":
            words = _export_csv(part, path, safe_cells=safe_cells)
        else:
            words = write_file(part, path) if format is None else write_folder(part, path, format)
        return [words[0], *lost, *words[1:]]

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
        """Return the HTML page of the graph or a part of it; ``write`` saves it.

            >>> graph.page(around="Castillo", depth=2).write("castillo.html")

        Args:
            around: see ``select``.
            depth: see ``select``.
            between: see ``select``.
            result: see ``select``.
            title: the heading of the page.
            question: the question that the page answers, below the heading.
            strongest: draw only this many actors, those with the most ties.
            whole: draw every actor and tie, however many; by default, a graph too large for one picture is
                drawn as groups that open on a click.

        Raises:
            ActorError: a name matches no actor or several, or both ends are the same actor.
            SociogramError: the result holds no part of a graph, or no path connects the two actors.
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
        heading, default_question = "What the query found", ""
        if result is None:
            centre = None if around is None else find_actor(self.store, around).name
            heading, default_question = _heading(centre, depth, between, self.name)
        wording = read_wording(self.store, part.relationships)
        page = Page(
            part,
            sources=wording.sources.values(),
            relation_types=wording.relation_types.values(),
            actors_by_id=wording.claimants,
            title=title or heading,
            question=question or default_question,
            strongest=strongest,
            of=counts,
            limit=None if whole else LIMIT,
        )
        page.inputs = self.inputs
        return page


def _export_csv(part: Subgraph, folder: Path, *, safe_cells: bool) -> list[str]:
    """Write a data folder; with safe cells, one for reading only."""
    from sociogram.graph.common.files import atomic_folder
    from sociogram.graph.formats import counted
    from sociogram.loaders.folder.data_folder import write_folder
    from sociogram.queries.cypher.store import MemoryStore
    from sociogram.queries.results.safe_cells import make_folder_safe

    dataset = MemoryStore.from_subgraph(part).to_dataset()
    if not safe_cells:
        write_folder(dataset, folder)
        return [counted(part)]
    with atomic_folder(folder) as temporary:
        write_folder(dataset, temporary)
        make_folder_safe(temporary)
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
