"""The Python API: ``sociogram.open`` and the ``Graph`` that it returns."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from sociogram.deduplication import Deduplication
from sociogram.graph.errors import ConflictError, OverwriteError, SociogramError, StoreError
from sociogram.sources import input_files, is_frame, is_path, open_store, read_store, read_tables, title_of

if TYPE_CHECKING:
    import networkx as nx

    from sociogram.graph.store import GraphStore, ProcedureRegistry
    from sociogram.graph.subgraph import Subgraph
    from sociogram.loaders.drafted import Draft
    from sociogram.loaders.folder.history import Event
    from sociogram.loaders.folder.undo import Restored
    from sociogram.loaders.options import OnUnknown, TableSource
    from sociogram.loaders.report import LoadReport
    from sociogram.queries.compare import Comparison
    from sociogram.queries.paths import ShortestPaths
    from sociogram.queries.results.result import Result
    from sociogram.queries.stats import Stats
    from sociogram.queries.stored.catalogue import Catalogue
    from sociogram.sources import Source
    from sociogram.viz.page import Page
    from sociogram.viz.review import ReviewPage

Mode = Literal["", "EXPLAIN", "PROFILE"]


def open(  # noqa: A001 - the public name
    source: Source = None, *tables: TableSource, queries: Sequence[Path] = (), cache: bool = True
) -> Graph:
    """Open a graph.

        >>> graph = sociogram.open("data")
        >>> graph = sociogram.open(people_frame, ties_frame)
        >>> article = sociogram.open()

    Args:
        source: a data folder, a file that ``load`` reads, a frame (pandas, Polars, pyarrow or whatever has
            ``__arrow_c_stream__``), a NetworkX graph of any class, the URI of a Neo4j server (``neo4j``
            alone means ``$NEO4J_URI``; credentials come from ``NEO4J_USERNAME``, ``NEO4J_PASSWORD`` and
            ``NEO4J_DATABASE``), or a store. The default is the article that ships with the package.
        tables: more files and frames, read together with the first.
        queries: folders with your own stored queries.
        cache: whether to save the index of a large folder or file, and to reuse it while the files are
            unchanged (``sociogram cache`` shows where). ``SOCIOGRAM_NO_CACHE=1`` turns this off everywhere.

    Raises:
        DataError: a file cannot be read; with its line, column and cure.
        StoreError: the folder or file does not exist, the server does not answer, or the source is of
            another type.
    """
    if tables or is_frame(source):
        named = [table for table in (source, *tables) if isinstance(table, str | os.PathLike)]
        inputs = [file for table in named or [""] for file in input_files(table, queries)]
        return Graph(read_tables((source, *tables)), queries=queries, inputs=inputs)
    inputs = input_files(source, queries)
    if not isinstance(source, str | os.PathLike) or not is_path(source):
        return Graph(open_store(source), queries=queries, inputs=inputs)
    path = Path(source)
    if not path.exists():
        raise StoreError(f"There is no folder or file {path}.")
    store, digest = read_store(path, str(path), cache=cache)
    home = path if path.is_dir() else None
    return Graph(store, home=home, digest=digest, queries=queries, inputs=inputs)


class Graph(Deduplication):
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
        adapted = stored.adapted(self.store)
        result = self.run(
            f"{mode} {adapted or stored.text}", stored.bound(self.store, values), timeout=timeout
        )
        top = values.get("top")
        result.top = top if isinstance(top, int) else None
        result.is_adapted = adapted is not None
        return result

    def _actor_id(self, value: Any) -> Any:
        from sociogram.queries.actors import find_actor

        if isinstance(value, list):
            return [find_actor(self.store, name).key for name in value]
        return find_actor(self.store, value).key

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
        including: Collection[str] = (),
    ) -> ShortestPaths:
        """Return the shortest paths between two actors, given by name, alias or id.

        They follow ties that somebody affirms, disputed ones too, in either direction. They are sorted by the
        names along them, then by the types and ids of their ties: every store returns the same paths in the
        same order.

            >>> print(graph.path("Lisa Kenna", "Pedro Castillo"))

        Args:
            start: the first actor.
            end: the last actor.
            limit: the maximum number of paths returned; ``total`` counts all of them.
            without: actors that no path may visit.
            as_of: an ISO date, whole or partial: use only ties that held then, and undated ties.
            including: other claims to follow: ``denied``, ``planned``, ``intended``, ``possible``,
                ``demanded``, ``retracted`` or ``draft``.

        Returns:
            A list of ``Path``. A step is a tie, however many claims are about it; the relationship that
            stands for it is the first of its claims, by id, that affirms it. ``alternatives`` says which
            other claims would connect the two, or would do so in fewer ties.

        Raises:
            ActorError: a name matches no actor or several, or both ends are the same actor.
            SociogramError: ``as_of`` is not an ISO date, or a word of ``including`` is none of the above.
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
            including=including,
        )

    def compare(self, a: str, b: str) -> Comparison:
        """Compare what two texts say, tie by tie: where they agree, contradict and correct each other.

            >>> graph.compare("courier-2031-03-03", "bode-2031-03-05").counts()

        Args:
            a: the id or the title of a source.
            b: that of another one.

        Raises:
            SociogramError: a source does not exist, or both are the same.
        """
        from sociogram.queries.compare import compare_sources

        return compare_sources(self.store, a, b)

    def compare_with(self, other: Graph) -> Comparison:
        """Compare the claims of this graph with those of another, such as an earlier version of it."""
        from sociogram.queries.compare import compare_stores

        return compare_stores(self.store, other.store)

    # ── data ───────────────────────────────────────────────────────────────────────────────────

    @property
    def networkx(self) -> nx.MultiDiGraph[Any]:
        """The live ``networkx.MultiDiGraph`` of a graph in memory; a copy of a graph on Neo4j."""
        return self.store.networkx

    def load(
        self,
        *tables: TableSource,
        mapping: Mapping[str, str] | None = None,
        cite: str | None = None,
        require_source: bool = False,
        on_unknown: OnUnknown = "stub",
        clear_empty: bool = False,
        replace: str | None = None,
        show_changes: bool = False,
        dry_run: bool = False,
        encoding: str | None = None,
        sheets: Sequence[str] = (),
        texts: Mapping[str, str] | None = None,
        decisions: str | os.PathLike[str] | None = None,
        wait: float | None = None,
    ) -> LoadReport:
        """Merge files and frames into the graph, and into the folder that it was read from.

            >>> report = graph.load("more.csv", cite="https://example.org/article")
            >>> report.rejected
            0

        Args:
            tables: paths of files (CSV, TSV, JSON Lines, .xlsx, .xls, .ods, Parquet, Arrow) and of folders
                of such files, and frames (pandas, Polars, pyarrow or whatever has ``__arrow_c_stream__``).
            mapping: column titles to fields, for titles that are not recognised; ``ignored`` drops a column.
            cite: the id or URL of a source to add to every tie of this load.
            require_source: reject ties without a source.
            on_unknown: for a tie to an actor that no row describes, ``stub`` creates a placeholder actor and
                ``reject`` rejects the row.
            clear_empty: empty cells of rows whose id is known empty those of the claim.
            replace: the id of a source of which the tables say everything: claims that cite it and are not in
                them are removed.
            show_changes: report what was and what is, row by row, in ``row_changes`` of the report.
            dry_run: check and report, but write nothing.
            encoding: of the files (``cp1250``, ``mac_roman``); None finds out and says what was guessed.
            sheets: the names of the sheets to read of a workbook; by default all.
            texts: texts by the ids of their sources. Every tie must quote its text word for word, or its row
                is rejected; the others are drafts, unless ``review`` says otherwise.
            decisions: a file that says which actors are the same; a folder adds its rows to its own
                ``decisions.csv``, which every load follows.
            wait: seconds to wait for another process that writes to the folder; None is 10.

        Returns:
            The outcome of every row; rejected rows are in the report and not in the graph.

        Raises:
            ConflictError: the folder changed since it was read; nothing was loaded.
            DataError: a whole file or frame cannot be read; nothing was loaded.
        """
        from sociogram.loaders.folder.data_folder import write_locked, writing
        from sociogram.loaders.folder.decide import combined_decisions
        from sociogram.loaders.folder.files import compare
        from sociogram.loaders.folder.history import step_of
        from sociogram.loaders.folder.lock import PATIENCE
        from sociogram.loaders.load import LoadOptions, load
        from sociogram.loaders.text.given import Texts

        held, written = combined_decisions(self.home, None if decisions is None else Path(decisions))
        options = LoadOptions(
            mapping=mapping or {},
            cite=cite,
            require_source=require_source,
            on_unknown=on_unknown,
            clear_empty=clear_empty,
            replace=replace,
            shows_changes=show_changes or replace is not None,
            dry_run=dry_run,
            encoding=encoding,
            sheets=sheets,
            texts=Texts(texts) if texts else None,
            decisions=held,
            wait=PATIENCE if wait is None else wait,
        )
        home = self.home
        if home is None or dry_run:
            return load(tables, self.store, options)
        with writing(home, wait=options.wait):
            expected = self._digests[home.resolve()]
            compare(home, expected)
            report = load(tables, self.store, options)
            self._digests[home.resolve()] = write_locked(
                self.store.to_dataset(),
                home,
                expected=expected,
                step=step_of("load", tables),
                decisions=written,
            )
        return report

    def draft(
        self,
        file: str | os.PathLike[str],
        *,
        language: str,
        source: str | None = None,
        dry_run: bool = False,
        wait: float | None = None,
    ) -> Draft:
        """Draft a text into the graph, and into the folder that it was read from.

        Adds the actors that the text may name, and an empty claim (``review=draft``) for each two that a
        paragraph names. No language model is used. What is there stays as it is.

            >>> graph.draft("interview.txt", language="en").new_actors
            12

        Args:
            file: a file with plain text; blank lines part its paragraphs.
            language: the text's language, a code such as ``nl``.
            source: the id of the text as a source; by default the file's name.
            dry_run: find the names, but write nothing.
            wait: seconds to wait for another process that writes to the folder; None is 10.

        Raises:
            ConflictError: the folder changed since it was read; nothing was drafted.
            DataError: the file is no text or names nobody, or the language is no code.
            StoreError: the graph is on a server: draft into a folder, and load that after review.
        """
        from sociogram.loaders.draft import draft_text, source_id
        from sociogram.loaders.folder.data_folder import write_locked, writing
        from sociogram.loaders.folder.files import compare
        from sociogram.loaders.folder.history import step_of
        from sociogram.loaders.folder.lock import PATIENCE
        from sociogram.loaders.readers.plain_text import read_text

        if self.store.is_remote:
            raise StoreError("A draft goes into a folder. Load the folder into the server after its review.")
        text, name, home = read_text(file), source_id(file, source), self.home
        if home is None or dry_run:
            draft = draft_text(text, self.store.to_dataset(), source=name, language=language)
            if not dry_run:
                self.store.merge(draft.dataset)
        else:
            with writing(home, wait=PATIENCE if wait is None else wait):
                expected = self._digests[home.resolve()]
                compare(home, expected)
                draft = draft_text(text, self.store.to_dataset(), source=name, language=language)
                if not draft.dataset.is_empty:
                    self.store.merge(draft.dataset)
                    self._digests[home.resolve()] = write_locked(
                        self.store.to_dataset(), home, expected=expected, step=step_of("draft", [name])
                    )
        draft.target, draft.dry_run = self.name, dry_run
        return draft

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
        note: str = "save",
        record: bool = True,
    ) -> None:
        """Write a graph in memory to its folder, or to another one; a server saves all changes at once.

        A save replaces only the data that this graph has read from the folder or written to it.

        Args:
            folder: where to write; the default is ``home``.
            overwrite: replace any data in the folder.
            wait: seconds to wait for another process that writes to the folder; None is 10.
            notify: called with a sentence before waiting.
            note: what was done, for the folder's history (``log``).
            record: whether the history records this, so that it can be undone.

        Raises:
            ConflictError: the folder changed since it was read.
            DataError: the graph holds values that a data folder cannot store without loss.
            OverwriteError: another folder already holds data.
            StoreError: there is no folder to save to, or it cannot be written.
        """
        from sociogram.loaders.folder.data_folder import write_folder
        from sociogram.loaders.folder.files import NO_FILES
        from sociogram.loaders.folder.history import Step
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
                self.store.to_dataset(),
                path,
                expected=expected,
                wait=patience,
                notify=notify,
                step=Step(note, is_recorded=record),
            )
        except ConflictError:
            if target in self._digests:
                raise
            raise OverwriteError(
                f"The folder '{path}' already holds a graph. Choose another folder, or replace it with "
                "overwrite=True."
            ) from None

    # ── history ────────────────────────────────────────────────────────────────────────────────

    def log(self) -> Sequence[Event]:
        """Return what happened to the graph's folder, the earliest first.

            >>> [event.command for event in graph.log()]
            ['load people.csv ties.csv', 'save']

        Raises:
            StoreError: the graph has no folder, or its history is damaged.
        """
        from sociogram.loaders.folder.files import need_files
        from sociogram.loaders.folder.history import History

        home = self._home_with_history()
        return History(home, need_files(home)).events

    def undo(self, steps: int = 1, *, wait: float | None = None) -> Restored:
        """Take back the last saved changes of the graph's folder; the graph is read again.

            >>> graph.undo().events[0].command
            'load ties.csv'

        Changes that are not saved are lost.

        Args:
            steps: how many changes to take back.
            wait: seconds to wait for another process that writes to the folder; None is 10.

        Raises:
            StoreError: the graph has no folder, there are fewer changes, or another program has edited
                the files since.
        """
        from sociogram.loaders.folder.undo import undo

        return self._restored(undo, steps, wait)

    def redo(self, steps: int = 1, *, wait: float | None = None) -> Restored:
        """Do again what ``undo`` took back last; see there for arguments and errors."""
        from sociogram.loaders.folder.undo import redo

        return self._restored(redo, steps, wait)

    def _restored(self, restore: Callable[..., Restored], steps: int, wait: float | None) -> Restored:
        from sociogram.loaders.folder.lock import PATIENCE

        home = self._home_with_history()
        restored = restore(home, steps, wait=PATIENCE if wait is None else wait)
        self.store, self._digests[home.resolve()] = read_store(home, str(home))
        return restored

    def _home_with_history(self) -> Path:
        if self.home is None:
            raise StoreError(f"{self.name} has no history: only a data folder has one.")
        return self.home

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
            left_out,
            whole,
            with_catalogue,
            with_catalogue_apart,
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
        if is_whole:
            part = whole(self.store)
        else:
            part = self.select(around=around, depth=depth, between=between, result=result)
        if format == "csv":
            words = self._export_csv(part, path, is_whole=is_whole and not lost, safe_cells=safe_cells)
        elif can_stream:
            part = with_catalogue(self.store, part)
            words = write_file(part, path) if format is None else write_folder(part, path, format)
        else:
            part = with_directions(self.store, with_catalogue_apart(self.store, part, is_whole=is_whole))
            words = write_file(part, path)
        return [words[0], *lost, *words[1:]]

    def _export_csv(self, part: Subgraph, folder: Path, *, is_whole: bool, safe_cells: bool) -> list[str]:
        """Write a data folder; with safe cells, one for reading only."""
        from sociogram.graph.common.files import atomic_folder
        from sociogram.graph.formats import counted
        from sociogram.loaders.folder.data_folder import write_folder
        from sociogram.queries.cypher.store import MemoryStore
        from sociogram.queries.results.safe_cells import make_folder_safe
        from sociogram.queries.selection import has_directions, with_catalogue

        if is_whole and has_directions(self.store) and not self.store.is_remote:
            dataset = self.store.to_dataset()  # rows and columns in their order
        else:
            part = with_catalogue(self.store, part)
            dataset = MemoryStore.from_subgraph(part).to_dataset()
        if safe_cells:
            with atomic_folder(folder) as temporary:
                write_folder(dataset, temporary)
                make_folder_safe(temporary)
        else:
            write_folder(dataset, folder)
        return [counted(part)]

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
        as_of: str | None = None,
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
            strongest: draw only this many actors, those with the most ties that somebody affirms.
            whole: draw every actor and tie, however many; by default, a graph too large for one picture is
                drawn as groups that open on a click.
            as_of: an ISO date, whole or partial: the page opens with the ties of that date, and undated ties.

        Raises:
            ActorError: a name matches no actor or several, or both ends are the same actor.
            SociogramError: the result holds no part of a graph, no path connects the two actors, or ``as_of``
                is not an ISO date.
        """
        from sociogram.queries import selection
        from sociogram.queries.actors import find_actor
        from sociogram.queries.claims.dates import check_date
        from sociogram.queries.claims.read import claims_of, taken_back
        from sociogram.queries.claims.wording import read_wording
        from sociogram.viz.overview import LIMIT
        from sociogram.viz.page import Page

        if as_of is not None:
            check_date(as_of)
        actors: int | None = None
        if strongest is not None and around is None and between is None and result is None:
            actors = selection.count(self.store)
            part = selection.strongest(self.store, strongest)
        else:
            part = self.select(around=around, depth=depth, between=between, result=result)
        heading, default_question = "What the query found", ""
        if result is None:
            centre = None if around is None else find_actor(self.store, around).name
            heading, default_question = _heading(centre, depth, between, title_of(self.store.location))
        ends = {end: end for claim in part.relationships for end in (claim.start, claim.end)}
        ends |= {node.id: str(node.get("id", node.id)) for node in part.nodes}
        authors = claims_of(self.store, part.relationships, ends).sources.authors
        wording = read_wording(self.store, part.relationships, authors)
        page = Page(
            part,
            authors=authors,
            later=taken_back(self.store).values(),
            sources=wording.sources.values(),
            relation_types=wording.relation_types.values(),
            actors_by_id=wording.claimants,
            title=title or heading,
            question=question or default_question,
            strongest=strongest,
            of=actors,
            limit=None if whole else LIMIT,
            as_of=as_of,
        )
        page.inputs = self.inputs
        return page

    def review(self, text: str, *, source: str | None = None, language: str | None = None) -> ReviewPage:
        """Return a page where a text and the claims that stand in it are reviewed; ``write`` saves it.

            >>> graph.review(Path("ledger.txt").read_text(), source="ledger").write("review.html")

        Claims are accepted, corrected, retracted and added on the page, which saves a file for ``load``.

        Args:
            text: the text; blank lines part its paragraphs.
            source: the id of the source that it is the text of. May be left out where all claims are of one
                text.
            language: the text's language, a code such as ``nl``; by default the one that the source gives.

        Raises:
            SourceError: the source does not exist, or the claims cite several texts and none was chosen.
        """
        from sociogram.queries.review import read_review
        from sociogram.viz.review import ReviewPage

        review = read_review(self.store, text, source=source, language=language)
        return ReviewPage(review, inputs=self.inputs)


def _heading(around: str | None, depth: int, between: tuple[str, str] | None, name: str) -> tuple[str, str]:
    """Return a title, and the question that the page answers."""
    if around is not None:
        return (
            f"Around {around}",
            f"Who is at most {depth} tie{'' if depth == 1 else 's'} away from {around}?",
        )
    if between is not None:
        return f"{between[0]} – {between[1]}", f"How are {between[0]} and {between[1]} connected?"
    whole = "Who is connected to whom"
    return name or whole, f"{whole}, and who says so?"
