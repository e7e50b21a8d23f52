"""Undo and redo of changes of a data folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sociogram.graph.errors import StoreError
from sociogram.loaders.folder.commit import replace_files
from sociogram.loaders.folder.data_folder import writing
from sociogram.loaders.folder.files import compare, need_files
from sociogram.loaders.folder.history import Event, History, RowChange, Step, changed_rows
from sociogram.loaders.folder.history.wording import names_of
from sociogram.loaders.folder.lock import PATIENCE, Notify


@dataclass(frozen=True, slots=True)
class Restored:
    """The result of an undo or a redo.

    Attributes:
        events: the events that were undone or redone, in the order in which that happened.
        changes: the rows that this changed.
        names: the names of actors by id, for describing the changes.
    """

    events: Sequence[Event]
    changes: Sequence[RowChange]
    names: Mapping[str, str]


def undo(
    folder: str | Path,
    steps: int = 1,
    *,
    wait: float = PATIENCE,
    notify: Notify | None = None,
    dry_run: bool = False,
) -> Restored:
    """Undo the last changes of a data folder; ``redo`` restores them.

    Args:
        folder: the data folder.
        steps: the number of changes to undo.
        wait: seconds to wait for another writer.
        notify: called with a sentence before waiting.
        dry_run: compute the changes, but write nothing.

    Raises:
        StoreError: there are fewer changes, another program has edited the files since, or the folder cannot
            be written.
    """

    def choose(history: History) -> _Choice:
        events, numbers = _last(history.done, steps, folder, "undone")
        return _Choice(events, history.before(numbers[-1]), Step(_words("undo", numbers), undoes=numbers))

    return _restore(Path(folder), choose, wait, notify, dry_run=dry_run)


def redo(
    folder: str | Path,
    steps: int = 1,
    *,
    wait: float = PATIENCE,
    notify: Notify | None = None,
    dry_run: bool = False,
) -> Restored:
    """Redo the changes that ``undo`` undid last; see ``undo`` for arguments and errors."""

    def choose(history: History) -> _Choice:
        events, numbers = _last(history.undone, steps, folder, "redone")
        return _Choice(events, history.version(numbers[-1]), Step(_words("redo", numbers), redoes=numbers))

    return _restore(Path(folder), choose, wait, notify, dry_run=dry_run)


@dataclass(frozen=True, slots=True)
class _Choice:
    """The events to undo or redo, the resulting files, and the step for the history."""

    events: Sequence[Event]
    contents: Mapping[str, bytes]
    step: Step


def _last(
    events: Sequence[Event], steps: int, folder: str | Path, verb: str
) -> tuple[Sequence[Event], tuple[int, ...]]:
    """Return the last events and their numbers, latest first."""
    if steps > len(events):
        count = f"only {len(events)}" if events else "no"
        plural = "" if len(events) == 1 else "s"
        raise StoreError(
            f"{folder}: {count} change{plural} can be {verb}. `sociogram log` lists what happened."
        )
    last = events[: -steps - 1 : -1]
    return last, tuple(event.number for event in last)


def _words(verb: str, numbers: Sequence[int]) -> str:
    return f"{verb} {', '.join(map(str, numbers))}"


def _restore(
    folder: Path,
    choose: Callable[[History], _Choice],
    wait: float,
    notify: Notify | None,
    *,
    dry_run: bool,
) -> Restored:
    need_files(folder)  # before the lock creates the folder
    with writing(folder, wait=wait, notify=notify):
        found = compare(folder, None)
        now = found.files
        history = History(folder, now)
        choice = choose(history)
        # A new file is left empty: the commit cannot delete a file.
        wanted = {name: choice.contents.get(name, b"") for name in now} | dict(choice.contents)
        changes = changed_rows(now, wanted)
        if not dry_run:
            with history.recording(wanted, choice.step, changes):
                replace_files(folder, wanted, verify=found.check)
    return Restored(choice.events, changes, names_of(changes, wanted, now))
