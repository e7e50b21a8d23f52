"""Options of the commands that need a data folder with its history."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from sociogram.cli.options import say, wait_option
from sociogram.sources import is_server

if TYPE_CHECKING:
    from sociogram.loaders.folder.undo import Restored

F = TypeVar("F", bound=Callable[..., Any])

_MOST_LINES = 20


def folder_option(function: F) -> F:
    """Add ``-g/--graph``, which must be a data folder."""
    return click.option(
        "-g",
        "--graph",
        "folder",
        envvar="SOCIOGRAM_GRAPH",
        metavar="FOLDER",
        callback=_data_folder,
        help="The data folder.",
    )(function)


def folder_argument(function: F) -> F:
    """Add the folder as an optional argument, as an alternative to ``-g``."""

    def combined(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
        if value is not None:
            _set_folder(ctx, param, value)

    return click.argument("given", metavar="[FOLDER]", required=False, expose_value=False, callback=combined)(
        folder_option(function)
    )


def need_folder(folder: Path | None) -> Path:
    """Return the folder of ``-g``, or raise a usage error if there is none."""
    if folder is None:
        raise click.UsageError("Name the data folder: -g FOLDER.")
    return folder


def restore_options(function: F) -> F:
    """Add the options of undo and redo: N and FOLDER in either order, ``--dry-run`` and ``--wait``."""
    for option in (
        wait_option,
        click.option("--dry-run", is_flag=True, help="Show what would change; write nothing."),
        folder_option,
        click.argument("steps", metavar="[N] [FOLDER]", nargs=-1, callback=_steps),
    ):
        function = option(function)
    return function


def _steps(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> int:
    """Return the number of changes; store another value as the folder."""
    numbers = [value for value in values if value.isdecimal()]
    folders = [value for value in values if not value.isdecimal()]
    if len(numbers) > 1 or len(folders) > 1:
        raise click.UsageError("Give at most one number of changes and one folder.")
    for folder in folders:
        _set_folder(ctx, param, folder)
    steps = int(numbers[0]) if numbers else 1
    if steps < 1:
        raise click.UsageError("The number of changes must be at least 1.")
    return steps


def _set_folder(ctx: click.Context, param: click.Parameter, value: str) -> None:
    if ctx.get_parameter_source("folder") is ParameterSource.COMMANDLINE:
        raise click.UsageError("Give the folder once, as FOLDER or with -g.")
    ctx.params["folder"] = _data_folder(ctx, param, value)


def print_restored(restored: Restored, verb: str, opposite: str = "") -> None:
    """Print the changes that were undone or redone, the first rows that this changed, and how to go back."""
    from sociogram.loaders.folder.history.wording import change_lines, event_line

    for event in restored.events:
        click.echo(f"{verb}: {event_line(event).strip()}")
    lines = list(change_lines(restored.changes, restored.names))
    for line in lines[:_MOST_LINES]:
        click.echo(line)
    if len(lines) > _MOST_LINES:
        click.echo(f"… and {len(lines) - _MOST_LINES:,} more lines: `sociogram diff` shows all.")
    count = len(restored.events)
    if opposite and count > 1:
        say(f"That was {count} changes. `sociogram {opposite} {count}` goes back.")


def _data_folder(ctx: click.Context, param: click.Parameter, value: str | None) -> Path | None:  # noqa: ARG001
    if value is not None and is_server(value):
        raise click.UsageError(
            "Only a data folder has a history; a Neo4j server has none. There, merge, rename, split, remove "
            "and set print the Cypher that undoes them."
        )
    return None if value is None else Path(value)
