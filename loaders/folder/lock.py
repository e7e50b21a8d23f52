"""A lock that allows one writer of a folder at a time; it needs no lock file."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sociogram.graph.errors import StoreError

PATIENCE = 10.0
"""Seconds that a command waits for another writer by default."""

_PAUSE = 0.05

Notify = Callable[[str], None]


@contextmanager
def locked(folder: Path, *, wait: float = 0.0, notify: Notify | None = None) -> Iterator[None]:
    """Hold the folder's lock.

    Args:
        folder: an existing folder.
        wait: seconds to wait for a lock that another process holds.
        notify: called once with a sentence, before waiting.

    Raises:
        StoreError: another process still holds the lock, or the folder cannot be locked.
    """
    try:
        handle = _open_lock(folder)
    except OSError as error:
        raise _unlockable(folder, error) from None
    try:
        _acquire(handle, folder, wait, notify)
        yield
    finally:
        os.close(handle)


def _acquire(handle: int, folder: Path, wait: float, notify: Notify | None) -> None:
    deadline = time.monotonic() + wait
    is_notified = False
    while not _try_lock(handle, folder):
        # Not `>=`, so that a deadline of NaN also ends the wait.
        if not time.monotonic() < deadline:
            raise StoreError(
                f"{folder}: another load is writing here: {_holder(handle)}. "
                "Try again when it has finished, or wait longer with --wait SECONDS."
            )
        if notify is not None and not is_notified:
            notify(f"Waiting up to {wait:g} s for {_holder(handle)}, which is writing to {folder}.")
            is_notified = True
        time.sleep(_PAUSE)


def _unlockable(folder: Path, error: OSError) -> StoreError:
    return StoreError(
        f"{folder}: the folder cannot be locked against other writers: {error.strerror}. "
        "Use a folder that you can read, on a disk with file locks, such as a local one."
    )


if sys.platform == "win32":
    import hashlib
    import msvcrt
    import tempfile

    def _open_lock(folder: Path) -> int:
        # Windows cannot open a folder as a file, so the lock is on a file outside the data.
        name = hashlib.blake2b(str(folder.resolve()).encode(), digest_size=8).hexdigest()
        path = Path(tempfile.gettempdir()) / f"sociogram-{name}.lock"
        return os.open(path, os.O_RDWR | os.O_CREAT)

    def _try_lock(handle: int, folder: Path) -> bool:  # noqa: ARG001 - the same signature on every system
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _open_lock(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY)

    def _try_lock(handle: int, folder: Path) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            raise _unlockable(folder, error) from None
        return True


def _holder(handle: int) -> str:
    """Describe the process that holds the lock (Linux only)."""
    status = os.fstat(handle)
    file = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
    with suppress(OSError, ValueError):
        for line in Path("/proc/locks").read_text(encoding="utf-8").splitlines():
            fields = line.split()
            if fields[1] == "FLOCK" and fields[5] == file and int(fields[4]) > 0:
                return f"process {fields[4]}{_command_of(fields[4])}"
    return "another process"


def _command_of(process: str) -> str:
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().decode("utf-8", "replace").split("\0")
    except OSError:
        return ""
    command = " ".join(word for word in words if word)
    if not command.isprintable():
        return ""
    return f" ({command[:77]}…)" if len(command) > 78 else f" ({command})"
