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
from typing import TextIO

from sociogram.graph.errors import StoreError

_MOST_LINKS = 40
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)  # Windows would write CR LF

_CURES = {
    errno.ENOSPC: "Free some space, or choose another disk.",
    errno.EDQUOT: "Free some space, or choose another disk.",
    errno.EFBIG: "Raise the limit on file size (`ulimit -f`), or write less.",
    errno.EROFS: "Choose another folder.",
    errno.ENAMETOOLONG: "Choose a shorter name.",
    errno.ELOOP: "Choose a path whose symbolic links end somewhere.",
}


@contextmanager
def atomic_writer(path: str | os.PathLike[str]) -> Iterator[TextIO]:
    """Open a file for UTF-8 text; if the block succeeds, the text replaces the old file.

    The mode of an existing file stays. A symbolic link stays one: the file that it leads to is replaced.
    Line feeds are written as they are.

    Raises:
        StoreError: the file cannot be written; names it and the cure. The old file is untouched.
    """
    target = Path(path)
    try:
        stream = _open_stream(target)
        if stream is not None:
            with stream:
                yield stream
            return
        with _replacing(Path(os.path.realpath(target))) as file:
            yield file
    except BrokenPipeError:
        raise  # the reader of a pipe has stopped; the caller decides what that means
    except OSError as error:
        raise write_error(target, error) from error
    except UnicodeEncodeError as error:
        raise StoreError(f"Cannot write '{target}': {lone_surrogate(error)}") from error


@contextmanager
def atomic_folder(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Provide a folder to fill; if the block succeeds, its files become those of ``path``.

    A new folder appears as a whole. In a folder that exists, files of the same names are replaced,
    each as a whole, once all are written; other files stay.

    Raises:
        StoreError: the folder cannot be written; names it and the cure. Existing files are untouched.
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
                _force_to_disk(file)
            if is_new:
                beside.rename(target)
                undo.pop_all()
            else:
                for file in sorted(beside.iterdir()):
                    if (mode := _mode_of(target / file.name)) is not None:
                        file.chmod(mode)
                    file.replace(target / file.name)
            _force_to_disk(target)
    except OSError as error:
        raise write_error(Path(path), error) from error


def write_error(path: Path, error: OSError) -> StoreError:
    """Return the error for a file or folder that cannot be written: which, why, and the cure."""
    reason = (error.strerror or str(error)).lower()
    cure = _CURES.get(error.errno or 0, "")
    if error.errno in {errno.EACCES, errno.EPERM}:
        cure = f"Choose another folder, or allow writing there: `ls -ld {path.parent} {path}` shows who may."
    elif error.errno in {errno.ENOENT, errno.ENOTDIR}:
        reason, cure = f"there is no folder '{path.parent}'", "Create it first, or choose another folder."
    elif error.errno == errno.EISDIR:
        reason, cure = "it is a folder", "Name a file in it."
    elif error.errno in {errno.EEXIST, errno.ENOTEMPTY}:
        reason, cure = "another program made it meanwhile", "Choose another name."
    return StoreError(f"Cannot write '{path}': {reason}. {cure}".rstrip())


def lone_surrogate(error: UnicodeEncodeError) -> str:
    """Describe the character of a text that no file can hold."""
    character = ord(error.object[error.start])
    return (
        f"the text holds U+{character:04X}, half of a surrogate pair, which {error.encoding} cannot hold. "
        "Write the whole character in the data or the query."
    )


def _open_stream(target: Path) -> TextIO | None:
    """Open what cannot be replaced: a descriptor of this process, a pipe, a device."""
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
    """Return the number of the descriptor of a path such as ``/dev/stdout``."""
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


@contextmanager
def _replacing(target: Path) -> Iterator[TextIO]:
    mode = _mode_of(target)
    beside = target.with_name(_temporary_name())
    handle = os.open(beside, _NEW_FILE, 0o666 if mode is None else mode)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            if mode is not None:
                beside.chmod(mode)
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    _force_to_disk(target.parent)


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
    return f".sociogram-{secrets.token_hex(8)}.tmp"


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


def _force_to_disk(path: Path) -> None:
    if sys.platform == "win32":  # opens no folder, and renames durably
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
