"""Write files completely or not at all.

A file is written under a temporary name in the same folder, synced to disk and renamed: a reader finds the
old file or the new one, and a failure leaves nothing behind. A pipe or a device (``/dev/stdout``,
``/dev/null``, a fifo) is written to directly, because it cannot be replaced.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TextIO

from sociogram.graph.errors import StoreError

TEMPORARY_NAMES = ".sociogram-*.tmp"
"""The name pattern of temporary files, including those left by a killed process."""

_MOST_LINKS = 40
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)  # Windows would write CR LF
_NEW_MODE = 0o666

_CURES = {
    errno.ENOSPC: "Free some space, or choose another disk.",
    errno.EDQUOT: "Free some space, or choose another disk.",
    errno.EFBIG: "Raise the limit on file size (`ulimit -f`), or write less.",
    errno.EROFS: "Choose another folder.",
    errno.EIO: "Check the disk.",
    errno.ENAMETOOLONG: "Choose a shorter name.",
    errno.ELOOP: "Choose a path without broken or circular symbolic links.",
}


@contextmanager
def atomic_writer(path: str | os.PathLike[str]) -> Iterator[TextIO]:
    """Open a file for UTF-8 text; if the block succeeds, the text replaces the old file.

    An existing file's mode is preserved. If the path is a symbolic link, the file that it leads to is
    replaced. Line feeds are written unchanged.

    Raises:
        StoreError: the file cannot be written. The old file is untouched.
    """
    target = Path(path)
    try:
        stream = _open_stream(target)
        if stream is not None:
            with stream:
                yield stream
            return
        with replacing(Path(os.path.realpath(target)), "w", encoding="utf-8", newline="") as file:
            yield file
    except BrokenPipeError:
        raise  # the reader of a pipe has stopped; the caller decides what that means
    except OSError as error:
        raise write_error(target, error) from error
    except UnicodeEncodeError as error:
        raise StoreError(f"Cannot write '{target}': {lone_surrogate(error)}") from error


@contextmanager
def replacing(target: Path, mode: str, **options: Any) -> Iterator[Any]:
    """Open a new file that replaces ``target`` if the block succeeds, even if ``target`` is a symbolic link.

    Args:
        target: the path to replace; its permissions are preserved.
        mode: ``w`` or ``wb``.
        options: as for ``open``.

    Raises:
        OSError: the file cannot be written. The old one is untouched.
    """
    permissions = _mode_of(target)
    beside = target.with_name(_temporary_name())
    try:
        with new_file(beside, mode, permissions=permissions, **options) as file:
            yield file
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    force_to_disk(target.parent)


@contextmanager
def new_file(path: Path, mode: str, *, permissions: int | None = None, **options: Any) -> Iterator[Any]:
    """Open a new file; when the block ends, its content has been synced to disk.

    Args:
        path: the new file; no file or link of this name may exist.
        mode: ``w`` or ``wb``.
        permissions: the exact permissions; None leaves them to the system.
        options: as for ``open``.

    Raises:
        OSError: the file exists or cannot be written; an incomplete file remains.
    """
    handle = os.open(path, _NEW_FILE, _NEW_MODE if permissions is None else permissions)
    with os.fdopen(handle, mode, **options) as file:
        if permissions is not None:
            path.chmod(permissions)
        yield file
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def atomic_folder(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Provide a folder to fill; if the block succeeds, its files move to ``path``.

    A new folder appears as a whole. In an existing folder, files of the same names are replaced one by one
    after all are written; other files stay.

    Raises:
        StoreError: the folder cannot be written. Existing files are untouched.
    """
    target = Path(os.path.realpath(path))
    try:
        with ExitStack() as undo:
            is_new = not target.exists()
            if is_new:
                _make_folders(target.parent, undo)
            beside = (target.parent if is_new else target) / _temporary_name()
            beside.mkdir()
            undo.callback(shutil.rmtree, beside, ignore_errors=True)
            yield beside
            for file in beside.iterdir():
                force_to_disk(file)
            if is_new:
                beside.rename(target)
                undo.pop_all()
            else:
                for file in sorted(beside.iterdir()):
                    if (mode := _mode_of(target / file.name)) is not None:
                        file.chmod(mode)
                    file.replace(target / file.name)
            force_to_disk(target)
    except OSError as error:
        raise write_error(Path(path), error) from error


def write_error(path: Path, error: OSError, *, note: str = "") -> StoreError:
    """Return the error for a file or folder that cannot be written, with the reason, the cure and a note."""
    reason = (error.strerror or str(error)).lower()
    cure = _CURES.get(error.errno or 0, "")
    if error.errno in {errno.EACCES, errno.EPERM}:
        cure = f"Choose another folder, or allow writing there: `ls -ld {path.parent} {path}` shows who may."
    elif error.errno in {errno.ENOENT, errno.ENOTDIR}:
        reason, cure = f"there is no folder '{path.parent}'", "Create it first, or choose another folder."
    elif error.errno == errno.EISDIR:
        reason, cure = "it is a folder", "Name a file in it."
    elif error.errno in {errno.EEXIST, errno.ENOTEMPTY}:
        reason, cure = "another program created it in the meantime", "Choose another name."
    return StoreError(" ".join(filter(None, [f"Cannot write '{path}': {reason}.", cure, note])))


def lone_surrogate(error: UnicodeEncodeError) -> str:
    """Describe a lone surrogate, a character that no file can hold."""
    character = ord(error.object[error.start])
    return (
        f"the text holds U+{character:04X}, half of a surrogate pair, which {error.encoding} cannot hold. "
        "Write the whole character in the data or the query."
    )


def _open_stream(target: Path) -> TextIO | None:
    """Open a target that cannot be replaced: a descriptor of this process, a pipe, a device."""
    descriptor = _descriptor(target)
    if descriptor is not None:
        return os.fdopen(os.dup(descriptor), "w", encoding="utf-8", newline="")
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return None
    return target.open("w", encoding="utf-8", newline="")


def _descriptor(target: Path) -> int | None:
    """Return the descriptor number of a path such as ``/dev/stdout``, or None."""
    path = target.absolute()
    own = Path("/proc") / str(os.getpid()) / "fd"
    for _ in range(_MOST_LINKS):
        path = Path(os.path.realpath(path.parent), path.name)
        if path.parent == own and path.name.isdigit():
            return int(path.name)
        try:
            path = path.parent / path.readlink()
        except OSError:
            return None
    return None


def _mode_of(target: Path) -> int | None:
    """Return the mode of a file; None if it does not exist yet."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not os.access(target, os.W_OK):  # a rename would replace even a write-protected file
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return stat.S_IMODE(mode)


def _temporary_name() -> str:
    return TEMPORARY_NAMES.replace("*", secrets.token_hex(8))


def _make_folders(folder: Path, undo: ExitStack) -> None:
    """Create a folder and its parents; ``undo`` removes the new ones."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for made in reversed(missing):
        made.mkdir()
        undo.callback(_remove_empty, made)


def _remove_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()


def force_to_disk(path: Path) -> None:
    """Wait until a file, or the entries of a folder, are on disk."""
    if sys.platform == "win32":  # cannot open folders, and renames durably
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
