"""Writes decisions into a data folder, as one step of its history, or into a separate file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from sociogram.graph.common.files import atomic_writer
from sociogram.graph.duplicates.decisions import Decision, Decisions
from sociogram.graph.errors import ConflictError, StoreError
from sociogram.loaders.folder.commit import DECISIONS_FILE, replace_files
from sociogram.loaders.folder.data_folder import writing
from sociogram.loaders.folder.decisions import read_decisions, with_decisions
from sociogram.loaders.folder.files import compare, digest_of, is_data_folder, need_files, read_files
from sociogram.loaders.folder.history import History, Step
from sociogram.loaders.folder.lock import PATIENCE, Notify, locked


def decisions_of(folder: Path) -> Decisions:
    """Return the decisions of a data folder.

    Raises:
        DataError: a row of ``decisions.csv`` is invalid or contradicts others.
    """
    return read_decisions(read_files(folder).get(DECISIONS_FILE, b""), str(folder / DECISIONS_FILE))


def decisions_in(file: Path) -> Decisions:
    """Return the decisions in a file.

    Raises:
        DataError: a row is invalid or contradicts others.
        StoreError: the file cannot be read.
    """
    return read_decisions(_content(file), str(file))


def combined_decisions(folder: Path | None, file: Path | None) -> tuple[Decisions, bytes | None]:
    """Return the decisions of a folder and of a file, and the content of the folder's file with both.

    Raises:
        DataError: a row is invalid or contradicts others.
        StoreError: the file cannot be read.
    """
    added = Decisions() if file is None else decisions_in(file)
    if folder is None:
        return added, None
    shown = str(folder / DECISIONS_FILE)
    content = with_decisions(read_files(folder).get(DECISIONS_FILE, b""), tuple(added), shown)
    return read_decisions(content, shown), content


def decide_in_folder(
    folder: Path,
    added: Sequence[Decision],
    *,
    expected: str | None = None,
    step: Step,
    wait: float = PATIENCE,
    notify: Notify | None = None,
) -> str:
    """Add decisions to a data folder; a new decision on a pair replaces the existing one.

    Args:
        folder: the data folder.
        added: the decisions.
        expected: the required digest of the folder's files; None allows any.
        step: the description of this change in the folder's history.
        wait: seconds to wait for another writer.
        notify: called with a sentence before waiting.

    Returns:
        The digest of the files after the change.

    Raises:
        ConflictError: the files do not have the expected digest.
        DataError: the decisions contradict each other, or a row of the file is invalid.
        StoreError: the folder holds no data, or cannot be written.
    """
    need_files(folder)  # before the lock creates the folder
    with writing(folder, wait=wait, notify=notify):
        old = compare(folder, expected)
        before = old.files.get(DECISIONS_FILE, b"")
        after = with_decisions(before, added, str(folder / DECISIONS_FILE))
        contents = {**old.files, DECISIONS_FILE: after}
        if after != before:
            with History(folder, old.files).recording(contents, step):
                replace_files(folder, {DECISIONS_FILE: after}, verify=old.check)
        return digest_of(contents if after != before else old.files)


def decide_in_file(
    file: Path, added: Sequence[Decision], *, wait: float = PATIENCE, notify: Notify | None = None
) -> None:
    """Add decisions to a file of decisions, created if missing.

    Args:
        file: the file; not one that belongs to a data folder.
        added: the decisions.
        wait: seconds to wait for another writer.
        notify: called with a sentence before waiting.

    Raises:
        ConflictError: another program has changed the file meanwhile; nothing was written.
        DataError: the decisions contradict each other, or a row of the file is invalid.
        StoreError: the file cannot be read or written.
    """
    parent = Path(os.path.realpath(file)).parent
    if not parent.is_dir():
        raise StoreError(f"Cannot write '{file}': there is no folder '{file.parent}'. Create it first.")
    with locked(parent, wait=wait, notify=notify):
        before = _content(file) if file.exists() else b""
        after = with_decisions(before, added, str(file))
        if after == before:
            return
        with atomic_writer(file) as out:
            out.write(after.decode("utf-8"))
            if file.exists() and _content(file) != before:  # an editor takes no lock
                raise ConflictError(
                    f"{file}: somebody else changed the file since it was read. "
                    "Nothing was written. Run the command again."
                )


def folder_of(file: Path) -> Path | None:
    """Return the data folder that a file of decisions belongs to, by any path or link; None if to none."""
    target = Path(os.path.realpath(file))
    return target.parent if target.name == DECISIONS_FILE and is_data_folder(target.parent) else None


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise StoreError(f"{file} cannot be read: {error.strerror}.") from None
