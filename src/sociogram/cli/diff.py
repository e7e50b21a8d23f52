"""``sociogram diff``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click

from sociogram.cli.folder_options import folder_option, need_folder
from sociogram.cli.options import say


@click.command(
    epilog="""\b
Examples:
  sociogram diff -g my-graph
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

    A and B are version numbers, as log lists them, or two data folders. Without B, A is compared with the
    folder as it is now; without A, the output shows the last change.
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

    if a is not None and b is not None and not (a.isdigit() and b.isdigit()):
        return need_files(Path(a)), need_files(Path(b))
    folder = need_folder(folder)
    now = need_files(folder)
    if a is not None and not a.isdigit():
        return need_files(Path(a)), now
    history = History(folder, now)
    first = history.latest - 1 if a is None else int(a)
    return history.version(first), now if b is None else history.version(int(b))
