"""The state that all parts of a graph's API share: its store and its folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sociogram.loaders.folder.lock import PATIENCE

if TYPE_CHECKING:
    from sociogram.graph.store import GraphStore, QueryRunner
    from sociogram.loaders.folder.data_folder import WriteOptions
    from sociogram.loaders.report import LoadReport

Outcome = TypeVar("Outcome")


class GraphBase:
    """The store that holds a graph, and the folder that it was read from.

    Attributes:
        store: the store that holds the graph.
        home: the folder that the graph was read from and is saved to, or None.
        inputs: the files that the graph was read from; exports and pages replace them only on request.
        report: the outcome for the rows of the frames that ``open`` read; otherwise None.
    """

    def __init__(
        self,
        store: GraphStore,
        *,
        home: Path | None = None,
        digest: str | None = None,
        queries: Sequence[Path] = (),
        inputs: Sequence[Path] = (),
        report: LoadReport | None = None,
    ) -> None:
        self.store = store
        self.home: Path | None = None if home is None else home.absolute()
        # The digest of the data last read from or written to each folder; a save replaces only this data.
        self._digests = {} if home is None else {home.resolve(): digest}
        self.inputs: tuple[Path, ...] = tuple(inputs)
        self.report = report
        self._folders = tuple(queries)

    @property
    def name(self) -> str:
        """A name for display: the path of a folder or file, or the address of a server."""
        return self.store.location

    def _change_and_save(
        self, home: Path, change: Callable[[], tuple[Outcome, WriteOptions | None]], wait: float | None
    ) -> Outcome:
        """Change the graph and save it to its folder; if saving fails, the graph is unchanged.

        Args:
            home: the folder.
            change: changes the graph, and returns the outcome and the options for saving it, or None to save
                nothing.
            wait: seconds to wait for another process that writes to the folder; None means 10.

        Raises:
            ConflictError: the folder changed since it was read.
        """
        from sociogram.loaders.folder.data_folder import write_locked, writing
        from sociogram.loaders.folder.files import compare

        expected = self._digests[home.resolve()]

        def work(_runner: QueryRunner) -> tuple[Outcome, str | None]:
            outcome, options = change()
            if options is None:
                return outcome, expected
            return outcome, write_locked(self.store, home, expected=expected, **options)

        with writing(home, wait=patience(wait)):
            compare(home, expected)
            outcome, digest = self.store.run_together(work)
            if digest != expected:
                self._is_saved_as(home, digest)
        return outcome

    def _is_saved_as(self, folder: Path, digest: str | None) -> None:
        """Record that a folder holds the graph; a later save replaces only these files."""
        from sociogram.loaders.cache import cache_changes

        self._digests[folder.resolve()] = digest
        if digest is not None:
            self.store.written_as(digest)
            cache_changes(self.store, digest)

    def _decisions_for(self, target: Path) -> bytes | None:
        """Return the decisions to copy to another folder; None if there are none."""
        from sociogram.loaders.folder.commit import DECISIONS_FILE
        from sociogram.loaders.folder.files import read_file

        if self.home is None or self.home.resolve() == target or not self.home.is_dir():
            return None
        return read_file(self.home, DECISIONS_FILE)


def patience(wait: float | None) -> float:
    """Return the seconds to wait for another process that writes to a folder."""
    return PATIENCE if wait is None else wait
