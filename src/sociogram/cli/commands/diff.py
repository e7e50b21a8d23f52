"""``sociogram diff``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sociogram.cli.folder_options import folder_option, need_folder
from sociogram.cli.options import say

if TYPE_CHECKING:
    from sociogram.loaders.folder.history import History


@click.command(
    epilog="""\b
Examples:
  sociogram diff my-graph
  sociogram diff yesterday -g my-graph
  sociogram diff 3 7 -g my-graph
  sociogram diff old-graph new-graph --format json
"""
)
@click.argument("a", required=False, metavar="[A]")
@click.argument("b", required=False, metavar="[B]")
@folder_option
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def diff(a: str | None, b: str | None, folder: Path | None, format_: str) -> None:
    """Show which rows differ between two versions of a data folder, cell by cell.

    A and B are version numbers, as log lists them, days (2026-11-30, yesterday, today) whose beginning is
    meant, or two data folders. Without B, A is compared with the folder as it is now; without A, the output
    shows the last change.
    """
    from sociogram.loaders.folder.history import changed_rows
    from sociogram.loaders.folder.history.wording import change_lines, change_to_dict, names_of

    old, new = _versions(a, b, folder)
    changes = changed_rows(old, new)
    names = names_of(changes, new, old)
    if format_ == "json":
        rows = [change_to_dict(change, names) for change in changes]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for line in change_lines(changes, names):
        click.echo(line)
    if not changes:
        say("No differences.")


def _versions(
    a: str | None, b: str | None, folder: Path | None
) -> tuple[Mapping[str, bytes], Mapping[str, bytes]]:
    from sociogram.loaders.folder.files import need_files
    from sociogram.loaders.folder.history import History

    if folder is None and a is not None and b is None and Path(a).is_dir():
        folder, a = Path(a), None
    elif folder is None and a is not None and b is not None and _is_version(a) and Path(b).is_dir():
        folder, b = Path(b), None
    if a is not None and b is not None and not (_is_version(a) and _is_version(b)):
        return need_files(Path(a)), need_files(Path(b))
    folder = need_folder(folder)
    now = need_files(folder)
    if a is not None and not _is_version(a):
        return need_files(Path(a)), now
    history = History(folder, now)
    first = history.latest - 1 if a is None else _number(history, a)
    return history.version(first), now if b is None else history.version(_number(history, b))


def _is_version(text: str) -> bool:
    """Return whether a text is the number of a version or a day, and not a folder."""
    return text.isdecimal() or _beginning(text) is not None


def _number(history: History, text: str) -> int:
    day = _beginning(text)
    return int(text) if day is None else history.latest_before(day)


def _beginning(text: str) -> datetime | None:
    """Return the beginning of a day, in UTC as in the log; None if the text is not a day."""
    today = datetime.now(UTC).date()
    days = {"today": today, "yesterday": today - timedelta(days=1)}
    try:
        day = days.get(text.lower()) or date.fromisoformat(text)
    except ValueError:
        return None
    return None if text.isdecimal() else datetime.combine(day, time(), UTC)
