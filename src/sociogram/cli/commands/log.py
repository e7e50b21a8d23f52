"""``sociogram log``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sociogram.cli.folder_options import folder_argument, need_folder
from sociogram.cli.options import say


@click.command(
    epilog="""\b
Examples:
  sociogram log my-graph
  sociogram log my-graph --limit 10
  sociogram log -g my-graph --format json
"""
)
@folder_argument
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="List only the last N changes.")
def log(folder: Path | None, format_: str, limit: int | None) -> None:
    """List the changes of a data folder: when, by whom, by which command, and how many rows.

    The number of a change is also that of the resulting version; see diff and undo.
    """
    from sociogram.loaders.folder.files import need_files
    from sociogram.loaders.folder.history import History, in_git
    from sociogram.loaders.folder.history.wording import event_line

    folder = need_folder(folder)
    history = History(folder, need_files(folder))
    shown = history.events[-limit:] if limit else history.events
    if format_ == "json":
        events = [event.to_dict() for event in shown]
        click.echo(json.dumps({"events": events, "edited_since": history.was_edited}, indent=2))
        return
    gaps = history.edited_after()
    for event in shown:
        click.echo(event_line(event))
        if event.number in gaps:
            click.echo("      The files were then edited by another program.")
    if not history.events:
        say("No changes are recorded yet.")
    if in_git(folder):
        say("This folder is in a git checkout: `git log` has its own history of these files.")
