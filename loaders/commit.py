"""Several files replaced as one: a kill at any moment leaves the old set or the new one.

1. The new files are written into ``.sociogram-commit.new`` and forced to disk.
2. That folder is renamed to ``.sociogram-commit``. This one rename is the commit.
3. Each file is moved to its place, and the empty folder is removed.

Whoever opens the folder next finishes what a dead process began: before step 2 the new files are
thrown away, after it the moves are completed. A lock on the folder itself (no lock file that
would be left behind) keeps two loads apart.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sociogram.graph.errors import StoreError

PREPARED = ".sociogram-commit.new"
COMMITTED = ".sociogram-commit"

_LOCK_WAIT = 0.05


@contextmanager
def locked(folder: Path, *, wait: float = 0.0) -> Iterator[None]:
    """Hold the folder's lock; a lock that another process holds is waited for ``wait`` seconds."""
    handle = _open_lock(folder)
    try:
        deadline = time.monotonic() + wait
        while not _try_lock(handle):
            if time.monotonic() >= deadline:
                raise StoreError(f"{folder}: another load is writing here. Start again when it has ended.")
            time.sleep(_LOCK_WAIT)
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import hashlib
    import msvcrt
    import tempfile

    def _open_lock(folder: Path) -> int:
        # Windows opens no folder as a file: a file outside the data stands for it.
        name = hashlib.blake2b(str(folder.resolve()).encode(), digest_size=8).hexdigest()
        path = Path(tempfile.gettempdir()) / f"sociogram-{name}.lock"
        return os.open(path, os.O_RDWR | os.O_CREAT)

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _open_lock(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY)

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def replace_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Replace ``files`` (name to content) in ``folder`` as one. Hold the lock while calling this."""
    prepared = folder / PREPARED
    _discard(prepared)
    prepared.mkdir()
    for name, content in files.items():
        with (prepared / name).open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
    _sync_folder(prepared)
    prepared.rename(folder / COMMITTED)
    _sync_folder(folder)
    _complete(folder)


def recover(folder: Path) -> None:
    """Finish or discard what a process that died has left. Hold the lock while calling this."""
    _discard(folder / PREPARED)
    if (folder / COMMITTED).is_dir():
        _complete(folder)


def _complete(folder: Path) -> None:
    committed = folder / COMMITTED
    for path in sorted(committed.iterdir()):
        path.replace(folder / path.name)
    _sync_folder(folder)
    committed.rmdir()


def _discard(prepared: Path) -> None:
    if prepared.is_dir():
        for path in prepared.iterdir():
            path.unlink()
        prepared.rmdir()


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
