"""Replace several files as one: after a kill at any moment, either the old set or the new one counts.

1. The new files are written into ``.sociogram-commit.new`` and forced to disk.
2. That folder is renamed to ``.sociogram-commit``. This one rename is the commit.
3. Each file is moved into the data folder, and the empty folder is removed.

The next writer recovers from a killed process: before step 2 it discards the new files, after step 2 it
completes the moves. A reader reads the files of ``.sociogram-commit`` instead of those in the folder, so it
needs no write permission.

A folder from elsewhere may hold anything under these names. Only what this program could have created is
followed, moved or deleted: a real folder with plain files named as in ``DATA_FILES``.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from sociogram.graph.errors import SociogramWarning, StoreError

DATA_FILES = ("entities.csv", "relations.csv", "sources.csv", "relation_types.csv")
"""The files of a data folder that are replaced together."""

PREPARED = ".sociogram-commit.new"
COMMITTED = ".sociogram-commit"

_CURES = {
    errno.ENOSPC: "Free some space on the disk and try again.",
    errno.EDQUOT: "Your disk quota is used up: delete something and try again.",
    errno.EFBIG: "The file would be larger than the system allows (ulimit -f, or the file system).",
    errno.EROFS: "The file system is read-only: write to another folder.",
    errno.EACCES: "You have no permission to write here: change it (chmod), or write to another folder.",
    errno.EPERM: "You have no permission to write here: change it (chmod), or write to another folder.",
}


@contextmanager
def writing_errors(folder: Path) -> Iterator[None]:
    """Turn an ``OSError`` while a folder is written into a ``StoreError`` with a cure."""
    try:
        yield
    except OSError as error:
        cure = _CURES.get(error.errno or 0, "Check the folder and the disk.")
        raise StoreError(
            f"Cannot write '{error.filename or folder}': {error.strerror}. {cure} The data is unchanged."
        ) from error


def replace_files(
    folder: Path, files: Mapping[str, bytes], *, verify: Callable[[], None] | None = None
) -> None:
    """Replace ``files`` (name to content) in ``folder`` as one. Hold the lock while calling this.

    Files keep their permissions, and their owner and group where that is allowed.

    Args:
        folder: the data folder.
        files: content by name, one of ``DATA_FILES``.
        verify: called right before the commit; what it raises prevents the commit.

    Raises:
        StoreError: a file is a link or cannot be written; the folder is as it was.
    """
    recover(folder)
    before = {name: _replaceable(folder / name) for name in files}
    prepared = folder / PREPARED
    with writing_errors(folder):
        try:
            prepared.mkdir()
            for name, content in files.items():
                _write(prepared / name, content, before[name])
            _sync_folder(prepared)
            if verify is not None:
                verify()
            prepared.rename(folder / COMMITTED)
        except BaseException:
            _discard(prepared)
            raise
    _complete(folder)


def recover(folder: Path) -> None:
    """Complete or discard the commit of a killed process. Hold the lock while calling this.

    Raises:
        StoreError: the left-over is not of this program, or cannot be moved.
    """
    for path in (folder / PREPARED, folder / COMMITTED):
        reason = _why_stray(path)
        if reason is not None:
            raise StoreError(_stray_text(path, reason))
    with writing_errors(folder):
        _discard(folder / PREPARED)
    if os.path.lexists(folder / COMMITTED):
        _complete(folder)


def committed_files(folder: Path) -> dict[str, Path]:
    """Return the files of an unfinished commit, which count instead of those in the folder.

    A left-over of something else is ignored with a warning.

    Raises:
        StoreError: it is not certain which files count, for there are some of both kinds in the left-over.
    """
    for path in (folder / PREPARED, folder / COMMITTED):
        reason = _why_stray(path)
        if reason is None:
            continue
        text = _stray_text(path, reason)
        if path.name == COMMITTED and not path.is_symlink() and any(map(os.path.lexists, _files_in(path))):
            raise StoreError(text)
        warnings.warn(text, SociogramWarning, stacklevel=2)
        if path.name == COMMITTED:
            return {}
    return {path.name: path for path in _files_in(folder / COMMITTED) if path.exists()}


def has_leftover(folder: Path) -> bool:
    """Return whether a commit is in progress or left over."""
    return any(os.path.lexists(folder / name) for name in (PREPARED, COMMITTED))


def _files_in(folder: Path) -> list[Path]:
    return [folder / name for name in DATA_FILES]


def _why_stray(path: Path) -> str | None:
    """Say why a left-over cannot be ours; None where it can be, or where there is none."""
    try:
        mode = path.lstat().st_mode
        if not stat.S_ISDIR(mode):
            return "is a link" if stat.S_ISLNK(mode) else "is not a folder"
        with os.scandir(path) as entries:
            found = {entry.name: entry.stat(follow_symlinks=False) for entry in entries}
        for name, status in sorted(found.items()):
            if name not in DATA_FILES:
                return f"holds {name!r}"
            if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
                return f"holds {name!r}, which is a link or no plain file"
    except FileNotFoundError:
        return None  # none, or a writer has just finished
    except PermissionError:
        if path.name == COMMITTED:
            raise StoreError(f"{path} cannot be read, and it may hold newer data. Ask its owner.") from None
        return "cannot be read"
    return None


def _stray_text(path: Path, reason: str) -> str:
    return (
        f"{path} {reason}, so no save of sociogram has left it, and it is not touched. "
        "Look what it is, then move it away or delete it."
    )


def _replaceable(path: Path) -> os.stat_result | None:
    """Return the status of a file that may be replaced; None where there is none."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(status.st_mode):
        raise StoreError(
            f"{path} is a link to {str(path.readlink())!r}, and saving would replace it by a plain file. "
            "Save to the folder that holds the file itself, or replace the link by the file."
        )
    if not stat.S_ISREG(status.st_mode):
        raise StoreError(f"{path} is not a file. Move it away, then save again.")
    return status


def _write(path: Path, content: bytes, before: os.stat_result | None) -> None:
    """Write a new file to the disk, with the permissions of the one that it replaces."""
    mode = 0o666 if before is None else stat.S_IMODE(before.st_mode)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        with os.fdopen(handle, "wb") as out:
            if before is not None and sys.platform != "win32":
                with suppress(PermissionError):
                    os.fchown(handle, before.st_uid, before.st_gid)
                os.fchmod(handle, mode)
            out.write(content)
            out.flush()
            os.fsync(handle)
    except OSError as error:
        error.filename = str(path.parent.parent / path.name)  # the file as the user knows it
        raise


def _complete(folder: Path) -> None:
    committed = folder / COMMITTED
    try:
        _sync_folder(folder)
        for path in _files_in(committed):
            with suppress(FileNotFoundError):
                path.replace(folder / path.name)
        _sync_folder(folder)
        committed.rmdir()
    except OSError as error:
        raise StoreError(
            f"The data is saved in {committed}, but cannot be moved into the data folder: "
            f"{error.filename or folder}: {error.strerror}. "
            "Close other programs that use these files; the next command finishes this."
        ) from error


def _discard(prepared: Path) -> None:
    if not os.path.lexists(prepared):
        return
    for path in _files_in(prepared):
        path.unlink(missing_ok=True)
    prepared.rmdir()


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
