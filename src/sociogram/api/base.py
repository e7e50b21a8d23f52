"""What all parts of a graph's API share: its store, its folder, and writing to that folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sociogram.loaders.folder.lock import PATIENCE

if TYPE_CHECKING:
    from sociogram.graph.store import GraphStore
    from sociogram.loaders.folder.history import Step


class GraphBase:
    """The store that holds a graph, and the folder that it was read from.

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

    @contextmanager
    def _changing(self, home: Path, wait: float | None) -> Iterator[None]:
        """Hold the lock of the graph's folder, in the state in which the graph was read from it.

        Raises:
            ConflictError: the folder changed since it was read.
        """
        from sociogram.loaders.folder.data_folder import writing
        from sociogram.loaders.folder.files import compare

        with writing(home, wait=patience(wait)):
            compare(home, self._digests[home.resolve()])
            yield

    def _write_home(
        self,
        home: Path,
        step: Step,
        *,
        keeps_order: bool = False,
        renamed: Mapping[str, str] | None = None,
        decisions: bytes | None = None,
    ) -> None:
        """Write the graph to its folder, whose lock is held; see ``write_locked``."""
        from sociogram.loaders.folder.data_folder import write_locked

        self._digests[home.resolve()] = write_locked(
            self.store.to_dataset(),
            home,
            expected=self._digests[home.resolve()],
            keeps_order=keeps_order,
            step=step,
            renamed=renamed or {},
            decisions=decisions,
        )


def patience(wait: float | None) -> float:
    """Return the seconds to wait for another process that writes to a folder."""
    return PATIENCE if wait is None else wait
