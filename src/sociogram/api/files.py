"""The methods of a graph that read files and write its folder: load, draft, save, undo."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sociogram.api.base import GraphBase, patience
from sociogram.graph.errors import ConflictError, OverwriteError, StoreError
from sociogram.sources import is_on_disk, is_server, read_store

if TYPE_CHECKING:
    from sociogram.loaders.drafting.drafted import Draft
    from sociogram.loaders.folder.data_folder import WriteOptions
    from sociogram.loaders.folder.history import CorrectedCells, Event
    from sociogram.loaders.folder.undo import Restored
    from sociogram.loaders.options import OnUnknown, TableSource
    from sociogram.loaders.report import LoadReport


class Files(GraphBase):
    """Files that are loaded into a graph, and the folder in which it is stored."""

    def load(
        self,
        *tables: TableSource,
        mapping: Mapping[str, str] | None = None,
        cite: str | None = None,
        require_source: bool = False,
        on_unknown: OnUnknown = "stub",
        clear_empty: bool = False,
        replace: str | None = None,
        beside: bool = False,
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
                of such files, and frames (pandas, Polars, pyarrow or any object with ``__arrow_c_stream__``).
            mapping: column titles to fields, for titles that are not recognised; ``ignored`` drops a column.
            cite: the id or URL of a source to add to every tie of this load.
            require_source: reject ties without a source.
            on_unknown: for a tie to an actor that no row describes, ``stub`` creates a placeholder actor and
                ``reject`` rejects the row.
            clear_empty: in rows whose id is known, empty cells empty those of the claim.
            replace: the id of a source. The tables contain all of its claims; others that cite it are
                removed.
            beside: allow loading into a graph whose nodes sociogram did not load; the actors become new
                nodes.
            show_changes: report the old and the new cells of each row, in ``row_changes`` of the report.
            dry_run: check and report, but write nothing.
            encoding: the encoding of the files (``cp1250``, ``mac_roman``); None detects it and reports the
                guess.
            sheets: the names of the sheets of a workbook to read; by default all.
            texts: texts by the ids of their sources. A row that does not quote its text word for word is
                rejected; the other rows are drafts, unless ``review`` says otherwise.
            decisions: a file of decisions about which actors are the same; they are also added to the
                folder's ``decisions.csv``, which every load follows.
            wait: seconds to wait for another process that writes to the folder; None means 10.

        Returns:
            The outcome of every row; rejected rows are in the report and not in the graph.

        Raises:
            ConflictError: the folder changed since it was read; nothing was loaded.
            DataError: a whole file or frame cannot be read; nothing was loaded.
            StoreError: sociogram did not load the graph's nodes, and ``beside`` is false; nothing was loaded.
        """
        from sociogram.loaders.changes.settling import only_updates
        from sociogram.loaders.folder.decide import combined_decisions
        from sociogram.loaders.folder.history import step_of
        from sociogram.loaders.load import LoadOptions, load
        from sociogram.loaders.text.given import Texts

        _check_are_tables(tables)
        held, written = combined_decisions(self.home, None if decisions is None else Path(decisions))
        corrected = self._corrected_cells()
        options = LoadOptions(
            mapping=mapping or {},
            cite=cite,
            require_source=require_source,
            on_unknown=on_unknown,
            clear_empty=clear_empty,
            replace=replace,
            beside=beside,
            shows_changes=show_changes or replace is not None,
            dry_run=dry_run,
            encoding=encoding,
            sheets=sheets,
            texts=Texts(texts) if texts else None,
            decisions=held,
            wait=patience(wait),
            corrected=corrected,
        )
        home = self.home
        if home is None or dry_run:
            return load(tables, self.store, options)

        def work() -> tuple[LoadReport, WriteOptions]:
            report = load(tables, self.store, options)
            # The event also contains unsaved changes; they are corrections, which later rows do not
            # overwrite.
            updates = corrected is not None and only_updates(report.counts["relations"])
            step = step_of("load", tables, updates=updates)
            return report, {"step": step, "decisions": written}

        return self._change_and_save(home, work, wait)

    def _corrected_cells(self) -> CorrectedCells | None:
        """Return the corrected cells of the folder; None if some claims might not be saved there."""
        from sociogram.loaders.folder.history import CorrectedCells

        digest = None if self.home is None else self._digests[self.home.resolve()]
        if self.home is None or digest is None:
            return None
        if self.store.is_written_as(digest):
            return CorrectedCells(self.home, digest)
        changed = self.store.changed_rows(digest)
        is_saved = changed is not None and changed.tables["relations"].is_empty
        return CorrectedCells(self.home, digest) if is_saved else None

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

        Adds the actors that the text may name, and an empty claim (``review=draft``) for each pair that a
        paragraph names. No language model is used. Existing rows do not change.

            >>> graph.draft("interview.txt", language="en").new_actors
            12

        Args:
            file: a file with plain text; blank lines separate its paragraphs.
            language: the language code of the text, such as ``nl``.
            source: the id of the text as a source; by default the file's name.
            dry_run: find the names, but write nothing.
            wait: seconds to wait for another process that writes to the folder; None means 10.

        Raises:
            ConflictError: the folder changed since it was read; nothing was drafted.
            DataError: the file is not text or contains no names, or the language code is invalid.
            StoreError: the graph is on a server; draft into a folder instead, and load it after the review.
        """
        from sociogram.graph.duplicates.decisions import Decisions
        from sociogram.loaders.drafting.draft import draft_text, source_id
        from sociogram.loaders.folder.decide import decisions_of
        from sociogram.loaders.folder.history import step_of
        from sociogram.loaders.readers.plain_text import read_text

        if self.store.is_remote:
            raise StoreError("A draft goes into a folder. Load the folder into the server after its review.")
        text, name, home = read_text(file), source_id(file, source), self.home
        decisions = Decisions() if home is None else decisions_of(home)

        def change() -> tuple[Draft, WriteOptions | None]:
            draft = draft_text(
                text, self.store.to_dataset(), source=name, language=language, decisions=decisions
            )
            if dry_run or draft.dataset.is_empty:
                return draft, None
            self.store.merge(draft.dataset)
            return draft, {"step": step_of("draft", [name])}

        if home is None or dry_run:
            draft, _ = change()
        else:
            draft = self._change_and_save(home, change, wait)
        draft.target, draft.dry_run = self.name, dry_run
        return draft

    @property
    def can_save(self) -> bool:
        """Whether changes can be saved on a server or in the folder that the graph was read from."""
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
        """Write a graph in memory to its folder or to another one; a server saves every change immediately.

            >>> graph.save("my-graph")

        A save replaces only the data that this graph has read from the folder or written to it. Another
        folder gets the decisions on duplicate actors (``decisions.csv``) too.

        Args:
            folder: where to write; the default is ``home``.
            overwrite: replace any data in the folder.
            wait: seconds to wait for another process that writes to the folder; None means 10.
            notify: called with a sentence before waiting.
            note: a description of the change, for the folder's history (``log``).
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
        from sociogram.queries.export import to_save

        if folder is None and self.store.is_persistent:
            return
        path = self.home if folder is None else Path(folder)
        if path is None:
            raise StoreError(
                "There is no folder to save to. Name one: `graph.save(FOLDER)`. "
                "On the command line, `sociogram export --format csv FOLDER` creates one to open."
            )
        target = path.resolve()
        content = to_save(self.store) if self.home is None else self.store
        expected = None if overwrite else self._digests.get(target, NO_FILES)
        try:
            digest = write_folder(
                content,
                path,
                expected=expected,
                wait=patience(wait),
                notify=notify,
                step=Step(note, is_recorded=record),
                decisions=self._decisions_for(target),
            )
        except ConflictError:
            if target in self._digests:
                raise
            raise OverwriteError(
                f"The folder '{path}' already holds a graph. Choose another folder, or replace it with "
                "overwrite=True."
            ) from None
        if content is self.store:
            self._is_saved_as(path, digest)
        else:  # the tables of the folder differ from those of the graph, which must not be cached for it
            self._digests[target] = digest

    def log(self) -> Sequence[Event]:
        """Return the changes of the graph's folder, oldest first.

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
        """Undo the last saved changes of the graph's folder, and read the graph again.

            >>> graph.undo().events[0].command
            'load ties.csv'

        Unsaved changes are lost.

        Args:
            steps: the number of changes to undo.
            wait: seconds to wait for another process that writes to the folder; None means 10.

        Raises:
            StoreError: the graph has no folder, there are fewer changes, or another program has edited
                the files since.
        """
        from sociogram.loaders.folder.undo import undo

        return self._restored(undo, steps, wait)

    def redo(self, steps: int = 1, *, wait: float | None = None) -> Restored:
        """Redo the changes that ``undo`` undid last; see ``undo`` for errors.

            >>> graph.redo().events[0].command
            'load ties.csv'

        Args:
            steps: the number of changes to redo.
            wait: seconds to wait for another process that writes to the folder; None means 10.
        """
        from sociogram.loaders.folder.undo import redo

        return self._restored(redo, steps, wait)

    def _restored(self, restore: Callable[..., Restored], steps: int, wait: float | None) -> Restored:
        home = self._home_with_history()
        restored = restore(home, steps, wait=patience(wait))
        choice = self.store.actor_choice
        self.store, self._digests[home.resolve()] = read_store(home, str(home))
        self.store.choose_actors(choice)
        return restored

    def _home_with_history(self) -> Path:
        if self.home is None:
            raise StoreError(f"{self.name} has no history: only a data folder has one.")
        return self.home


def _check_are_tables(tables: Sequence[TableSource]) -> None:
    for table in tables:
        if isinstance(table, str) and not is_on_disk(table) and is_server(table):
            raise StoreError(
                f"{table} is a server; files and frames can be loaded. To load them into the server, write "
                f"sociogram.open({table!r}).load(FILE)."
            )
