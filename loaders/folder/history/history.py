"""The history of a data folder: recording changes and restoring earlier versions.

Events form a sequence and are never rewritten. Undoing one is an event too, as ``git revert`` is a commit, so
undoing loses nothing. Version N is the folder after event N; version 0 is its state before the first event.
"""

from __future__ import annotations

import getpass
import os
import stat
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, reduce
from operator import and_
from pathlib import Path

from sociogram.graph.errors import SociogramWarning, StoreError
from sociogram.loaders.folder.commit import has_committed, writing_errors
from sociogram.loaders.folder.files import digest_of
from sociogram.loaders.folder.history.changes import RowChange, changed_rows, row_counts
from sociogram.loaders.folder.history.delta import reverse_delta
from sociogram.loaders.folder.history.events import Deltas, Event, EventFiles

OFF = "SOCIOGRAM_NO_HISTORY"
"""The environment variable that turns histories off."""

MOST_EVENTS = 500
"""Older events are deleted."""

_LEAST_BYTES = 1 << 24
_TIMES_DATA = 4
"""The deltas of a history take at most this many times the size of the data, or ``_LEAST_BYTES``."""

Contents = Mapping[str, bytes]
"""The files of a data folder by name."""


@dataclass(frozen=True, slots=True)
class Step:
    """The description of a write for the history.

    Attributes:
        command: the command, as ``sociogram log`` shows it, without paths and secrets.
        undoes: the numbers of the events that it undoes, latest first.
        redoes: the numbers of the events that it redoes, earliest first.
        is_recorded: False leaves the history unchanged.
        updates: whether rows without an id changed claims, and none with an id did.
    """

    command: str = ""
    undoes: tuple[int, ...] = ()
    redoes: tuple[int, ...] = ()
    is_recorded: bool = True
    updates: bool = False


NOT_RECORDED = Step(is_recorded=False)


def step_of(
    command: str, sources: Iterable[object], *, is_recorded: bool = True, updates: bool = False
) -> Step:
    """Return the step of a command that reads files or tables; only the names of files are recorded.

    >>> step_of("load", ["sheets/ties.csv"]).command
    'load ties.csv'
    """
    names = (
        Path(source).name if isinstance(source, str | os.PathLike) else f"a {type(source).__name__}"
        for source in sources
    )
    return Step(" ".join([command, *names]), is_recorded=is_recorded, updates=updates)


class History:
    """The events of a data folder. The caller must hold the folder's lock to record one.

    Args:
        folder: the data folder.
        now: its current files.
        digest: their digest, if the caller has it.
    """

    def __init__(self, folder: Path, now: Contents, *, digest: str | None = None) -> None:
        self.folder = folder
        self._now = now
        self._known_digest = digest
        self._files = EventFiles(folder)

    @cached_property
    def _digest(self) -> str:
        """The digest of the files; a write that is not recorded never needs it."""
        return digest_of(self._now) if self._known_digest is None else self._known_digest

    @cached_property
    def events(self) -> Sequence[Event]:
        """The events that happened, earliest first.

        Raises:
            StoreError: a file is damaged or was not written by this program.
        """
        events = [self._files.read(number) for number in self._files.numbers()]
        return events[:-1] if events and self._never_happened(events[-1]) else events

    @property
    def was_edited(self) -> bool:
        """Whether another program changed the files after the last event."""
        return bool(self.events) and self.events[-1].after != self._digest

    @property
    def latest(self) -> int:
        """The number of the last event; 0 if there is none."""
        return self.events[-1].number if self.events else 0

    def latest_before(self, moment: datetime) -> int:
        """Return the version at a moment: the number of the last event before it."""
        earlier = [event.number for event in self.events if datetime.fromisoformat(event.when) < moment]
        return earlier[-1] if earlier else self.events[0].number - 1 if self.events else 0

    def edited_after(self) -> set[int]:
        """Return the events after which another program changed the files."""
        nexts = [*(event.before for event in self.events[1:]), self._digest]
        return {
            event.number for event, follows in zip(self.events, nexts, strict=False) if event.after != follows
        }

    @property
    def done(self) -> list[Event]:
        """The events that can be undone, latest last."""
        return self._stacks()[0]

    @property
    def undone(self) -> list[Event]:
        """The undone events that can be redone, next one last."""
        return self._stacks()[1]

    def _stacks(self) -> tuple[list[Event], list[Event]]:
        done: list[Event] = []
        undone: list[Event] = []
        for event in self.events:
            if event.undoes:
                undone += [done.pop() for _ in event.undoes if done]
            elif event.redoes:
                done += [undone.pop() for _ in event.redoes if undone]
            else:
                done.append(event)
                undone.clear()
        return done, undone

    def before(self, number: int) -> dict[str, bytes]:
        """Return the files of the folder before an event.

        Raises:
            StoreError: another program has edited the files since, or the history is damaged.
        """
        contents, digest = dict(self._now), self._digest
        for event in reversed(self.events):
            if event.number < number:
                break
            self._check(event, digest)
            contents = _restored(self._files.read_deltas(event.number), contents)
            digest = event.before
        if digest_of(contents) != digest:
            raise StoreError(
                f"{self.folder}: the history is damaged: the state before event {number} is lost."
            )
        return contents

    def walk_back(self) -> Iterator[tuple[Event, Contents, Contents]]:
        """Yield events with the files before and after, latest first, as far as versions can be restored.

        Raises:
            StoreError: the history is damaged.
        """
        after, digest = self._now, self._digest
        for event in reversed(self.events):
            if event.after != digest:
                return
            before = _restored(self._files.read_deltas(event.number), after)
            yield event, before, after
            after, digest = before, event.before

    def version(self, number: int) -> dict[str, bytes]:
        """Return the files of the folder after an event; version 0 precedes the oldest event.

        Raises:
            StoreError: the version does not exist, or another program has edited the files since.
        """
        events = {event.number: event for event in self.events}
        if not events:
            raise StoreError(f"{self.folder}: no changes are recorded yet, so there is no earlier version.")
        if number + 1 not in events and number not in events:
            raise StoreError(f"{self.folder}: there is no version {number}. `sociogram log` lists them.")
        contents = self.before(number + 1)
        if number in events:
            self._check(events[number], digest_of(contents))
        return contents

    def _check(self, event: Event, digest: str) -> None:
        if event.after != digest:
            raise StoreError(
                f"{self.folder}: another program changed the files after version {event.number} "
                f"({event.command}), so versions up to that one cannot be restored. "
                "`sociogram log` shows where."
            )

    @contextmanager
    def recording(
        self,
        after: Contents,
        step: Step,
        changes: Sequence[RowChange] | None = None,
        *,
        digest: str | None = None,
    ) -> Iterator[None]:
        """Record the change that the block makes; if it fails before the commit, nothing is recorded.

        Args:
            after: the content of the files after the change.
            step: the description of the change.
            changes: the rows that differ, if the caller has them already.
            digest: the digest of ``after``, if the caller has it.
        """
        is_off = not step.is_recorded or bool(os.environ.get(OFF))
        if not is_off and digest is None:
            digest = digest_of(after)
        if is_off or digest is None or digest == self._digest or not self._is_usable():
            yield
            return
        number = self._write(
            after, digest, step, changed_rows(self._now, after) if changes is None else changes
        )
        try:
            yield
        except BaseException:
            if not has_committed(self.folder):  # else the data is saved, and the next command moves it
                self._files.remove(number)
            raise
        self._prune(sum(map(len, after.values())))

    def _write(self, after: Contents, digest: str, step: Step, changes: Sequence[RowChange]) -> int:
        """Write the event of a change and return its number."""
        before = self._now
        event = Event(
            number=self.latest + 1,
            when=datetime.now(UTC).isoformat(timespec="seconds"),
            who=user_name(),
            command=step.command,
            before=self._digest,
            after=digest,
            rows=row_counts(changes),
            undoes=step.undoes,
            redoes=step.redoes,
            updates=step.updates,
        )
        deltas: Deltas = {
            name: reverse_delta(before[name], content) if name in before else None
            for name, content in after.items()
            if before.get(name) != content
        }
        with writing_errors(self.folder):
            self._files.write(event, deltas, self._permissions(after))
        return event.number

    def _never_happened(self, last: Event) -> bool:
        """Return whether the process that recorded the last event died before it replaced the files."""
        return last.after != self._digest and last.before == self._digest

    def _is_usable(self) -> bool:
        """Return whether an event can be added; a foreign or damaged history must not prevent a save."""
        try:
            latest = self.latest
            for number in self._files.numbers():
                if number > latest:
                    self._files.remove(number)
        except StoreError as error:
            warnings.warn(f"{error} This change is not recorded.", SociogramWarning, stacklevel=2)
            return False
        return True

    def _permissions(self, names: Contents) -> int | None:
        """Return the permissions common to the data files, if any; the event must not exceed them."""
        modes = [
            stat.S_IMODE((self.folder / name).stat().st_mode)
            for name in names
            if (self.folder / name).exists()
        ]
        return reduce(and_, modes) if modes else None

    def _prune(self, data: int) -> None:
        """Delete the oldest events beyond the limits, but never the latest one."""
        numbers = self._files.numbers()
        sizes = [self._files.size(number) for number in numbers]
        most = max(_TIMES_DATA * data, _LEAST_BYTES)
        while len(numbers) > 1 and (len(numbers) > MOST_EVENTS or sum(sizes) > most):
            self._files.remove(numbers.pop(0))
            sizes.pop(0)


def _restored(deltas: Deltas, contents: Contents) -> dict[str, bytes]:
    restored = dict(contents)
    for name, delta in deltas.items():
        if delta is None:
            del restored[name]
        else:
            restored[name] = delta.apply(contents[name])
    return restored


def in_git(folder: Path) -> bool:
    """Return whether a folder is inside a git checkout."""
    path = folder.resolve()
    return any((parent / ".git").exists() for parent in (path, *path.parents))


def user_name() -> str:
    """Return the name of the user on this computer, or an empty string."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # the user id has no name
        return ""
