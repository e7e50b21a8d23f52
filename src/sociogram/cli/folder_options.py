"""Options of commands that work on a data folder and its history, not on any graph."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sociogram.sources import is_server

if TYPE_CHECKING:
    from sociogram.loaders.folder.undo import Restored

F = TypeVar("F", bound=Callable[..., Any])

_MOST_LINES = 20


def folder_option(function: F) -> F:
    """Add ``-g/--graph``, which must name a data folder here."""
    return click.option(
        "-g",
        "--graph",
        "folder",
        envvar="SOCIOGRAM_GRAPH",
        metavar="FOLDER",
        callback=_data_folder,
        help="The data folder.",
    )(function)


def need_folder(folder: Path | None) -> Path:
    """Return the folder of ``-g``, or raise a usage error if there is none."""
    if folder is None:
        raise click.UsageError("Name the data folder: -g FOLDER.")
    return folder


def steps_argument(function: F) -> F:
    """Add the argument N: how many changes."""
    return click.argument("steps", metavar="[N]", type=click.IntRange(min=1), default=1)(function)


def print_restored(restored: Restored, verb: str) -> None:
    """Print the changes that were undone or redone, and the first rows that this changed."""
    from sociogram.loaders.folder.history.wording import change_lines, event_line

    for event in restored.events:
        click.echo(f"{verb}: {event_line(event).strip()}")
    lines = list(change_lines(restored.changes, restored.names))
    for line in lines[:_MOST_LINES]:
        click.echo(line)
    if len(lines) > _MOST_LINES:
        click.echo(f"… and {len(lines) - _MOST_LINES:,} more lines: `sociogram diff` shows all.")


def _data_folder(ctx: click.Context, param: click.Parameter, value: str | None) -> Path | None:  # noqa: ARG001
    if value is not None and is_server(value):
        raise click.UsageError(
            "Only a data folder has a history; a Neo4j server has none. There, merge, rename, split, remove "
            "and set print the Cypher that undoes them."
        )
    return None if value is None else Path(value)
