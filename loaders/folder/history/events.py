"""The events of a data folder: one file each, with who changed what and the delta to the version before.

An event's file is complete before the data is replaced. If the process dies in between, the last event
describes a change that never happened: its ``after`` is not the digest of the files. The next writer deletes
it.

A folder from elsewhere may hold anything under the name of the history. Only plain files in a real folder are
read or written; links are never followed.
"""

from __future__ import annotations

import json
import re
import stat
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sociogram.graph.common.files import force_to_disk, new_file
from sociogram.graph.errors import StoreError
from sociogram.loaders.folder.history.delta import Delta, Hunk

FOLDER = ".sociogram-history"

_FORMAT = 2
_NAME = re.compile(r"(\d{6,})\.event")
_GITIGNORE = ".gitignore"
_CURE = "Move it away or delete it; the data itself is in the CSV files."


@dataclass(frozen=True, slots=True)
class RowCounts:
    """The numbers of rows of a table that an event added, changed and removed."""

    added: int = 0
    changed: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """One change of a data folder.

        >>> changed = graph.rename("lisa-kenna", "Lisa D. Kenna")
        >>> graph.log()[-1].command
        'rename lisa-kenna Lisa D. Kenna'

    Attributes:
        number: its number, from 1.
        when: the time in UTC, ISO 8601.
        who: the user's name on that computer.
        command: the command, for example ``load ties.csv``.
        before: the digest of the files before.
        after: the digest of the files after.
        rows: the numbers of changed rows, by table.
        undoes: the numbers of the events that this one undoes, latest first.
        redoes: the numbers of the events that this one redoes, earliest first.
        updates: whether rows without an id changed claims, and none with an id did: no claim was corrected.
    """

    number: int
    when: str
    who: str
    command: str
    before: str
    after: str
    rows: Mapping[str, RowCounts] = field(default_factory=dict)
    undoes: tuple[int, ...] = ()
    redoes: tuple[int, ...] = ()
    updates: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the event as plain data.

        >>> changed = graph.rename("lisa-kenna", "Lisa D. Kenna")
        >>> graph.log()[-1].to_dict()["number"]
        1
        """
        return {name: value for name, value in asdict(self).items() if value not in ({}, (), False)}


Deltas = Mapping[str, Delta | None]
"""The delta to the previous version by file; None if the file did not exist."""


class EventFiles:
    """The files of a history.

    Args:
        data: the data folder.
    """

    def __init__(self, data: Path) -> None:
        self.folder = data / FOLDER

    def numbers(self) -> list[int]:
        """Return the numbers of the events, ascending.

        Raises:
            StoreError: something else has the name of the history folder.
        """
        try:
            mode = self.folder.lstat().st_mode
        except FileNotFoundError:
            return []
        if not stat.S_ISDIR(mode):
            kind = "a link" if stat.S_ISLNK(mode) else "not a folder"
            raise StoreError(f"{self.folder} is {kind}, so it is not a history of sociogram. {_CURE}")
        matches = (_NAME.fullmatch(path.name) for path in self.folder.iterdir())
        return sorted(int(match[1]) for match in matches if match)

    def path(self, number: int) -> Path:
        """Return the path of an event's file."""
        return self.folder / f"{number:06}.event"

    def read(self, number: int) -> Event:
        """Read an event without its deltas.

        Raises:
            StoreError: the file is damaged or was not written by this program.
        """
        with self._open(number) as file:
            return self._event(number, file.readline())

    def read_deltas(self, number: int) -> Deltas:
        """Read the deltas of an event.

        Raises:
            StoreError: the file is damaged or was not written by this program.
        """
        with self._open(number) as file:
            head, packed = file.readline(), file.read()
        try:
            json.loads(head)
            extents, _, content = zlib.decompress(packed).partition(b"\n")
            return _deltas(json.loads(extents), content)
        except (zlib.error, ValueError, KeyError, TypeError, AttributeError):
            raise self._damaged(number) from None

    def write(self, event: Event, deltas: Deltas, permissions: int | None) -> None:
        """Write an event to disk, with the permissions of the data, because the deltas contain parts of it.

        Raises:
            OSError: the file cannot be written; nothing of it remains.
        """
        extents = {
            name: delta and [[hunk.start, hunk.length, len(hunk.old)] for hunk in delta.hunks]
            for name, delta in deltas.items()
        }
        head = json.dumps({"format": _FORMAT, **event.to_dict()}, ensure_ascii=False)
        olds = (hunk.old for delta in deltas.values() if delta for hunk in delta.hunks)
        content = b"\n".join([json.dumps(extents).encode(), b"".join(olds)])
        self.folder.mkdir(exist_ok=True)
        try:
            with suppress(FileExistsError):
                _write_new(self.folder / _GITIGNORE, b"*\n")
            _write_new(
                self.path(event.number), head.encode() + b"\n" + zlib.compress(content, 1), permissions
            )
            force_to_disk(self.folder)
        except BaseException:
            self.remove(event.number)
            raise

    def remove(self, number: int) -> None:
        """Delete an event; deleting the last one also removes the folder."""
        self.path(number).unlink(missing_ok=True)
        if not self.numbers():
            (self.folder / _GITIGNORE).unlink(missing_ok=True)
            with suppress(OSError):  # the folder has a file of another program
                self.folder.rmdir()

    def size(self, number: int) -> int:
        """Return the size of an event on disk in bytes."""
        return self.path(number).lstat().st_size

    def _open(self, number: int) -> Any:
        path = self.path(number)
        try:
            status = path.lstat()
            if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
                raise StoreError(f"{path} is not a regular file, so sociogram did not write it. {_CURE}")
            return path.open("rb")
        except OSError as error:
            raise StoreError(f"{path} cannot be read: {error.strerror}.") from None

    def _event(self, number: int, line: bytes) -> Event:
        try:
            head = json.loads(line)
            if head.pop("format") != _FORMAT:
                raise StoreError(f"{self.path(number)} is of another version of sociogram. {_CURE}")
            rows = {table: RowCounts(**counts) for table, counts in head.pop("rows", {}).items()}
            undoes, redoes = (tuple(head.pop(name, ())) for name in ("undoes", "redoes"))
            return Event(**head, undoes=undoes, redoes=redoes, rows=rows)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise self._damaged(number) from None

    def _damaged(self, number: int) -> StoreError:
        return StoreError(
            f"{self.path(number)} is damaged, so versions before it cannot be restored. "
            f"Delete {self.folder} to start a new history; the data itself is in the CSV files."
        )


def _deltas(extents: Mapping[str, Any], content: bytes) -> Deltas:
    """Return the deltas whose hunks have these extents: start, length, and number of old bytes."""
    deltas: dict[str, Delta | None] = {}
    position = 0
    for name, hunks in extents.items():
        found = []
        for start, length, size in hunks or ():
            found.append(Hunk(start, length, content[position : position + size]))
            position += size
        deltas[name] = None if hunks is None else Delta(tuple(found))
    return deltas


def _write_new(path: Path, content: bytes, permissions: int | None = None) -> None:
    try:
        with new_file(path, "wb", permissions=permissions) as file:
            file.write(content)
    except OSError as error:
        error.filename = str(path)
        raise
