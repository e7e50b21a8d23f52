"""The options and the output that the commands for correcting a graph share."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

import sociogram
from sociogram.cli.options import graph_option, open_graph, say, wait_option
from sociogram.queries.cypher.syntax.source_text import split_statements

if TYPE_CHECKING:
    from sociogram.queries.edits import Correction

F = TypeVar("F", bound=Callable[..., Any])

_SEVERAL_STATEMENTS = (
    "To undo this, run all of these statements. They are one transaction with `sociogram query --write -f`, "
    "and in cypher-shell between :begin and :commit."
)


def correction_options(function: F) -> F:
    """Add ``-g``, ``--dry-run``, ``--format`` and ``--wait``."""
    for option in (
        wait_option,
        click.option(
            "--format",
            "format_",
            type=click.Choice(["text", "json"]),
            default="text",
            show_default=True,
            help="How to print what changed.",
        ),
        click.option("--dry-run", is_flag=True, help="Show what would change; write nothing."),
        graph_option,
    ):
        function = option(function)
    return function


def kind_option(function: F) -> F:
    """Add ``--kind``."""
    return click.option(
        "--kind",
        type=click.Choice(["actor", "claim", "source"]),
        help="The kind of row, if rows of several kinds match.",
    )(function)


def open_to_correct(source: str | None) -> sociogram.Graph:
    """Open the graph of ``-g``, or raise a usage error if changes to it cannot be saved."""
    graph = open_graph(source)
    if not graph.can_save:
        graph.close()
        raise click.UsageError("Name the graph to correct: -g FOLDER or a Neo4j URI.")
    return graph


def print_correction(correction: Correction, format_: str) -> None:
    """Print the rows that changed, and on a server the Cypher that undoes it; notes go to stderr."""
    if format_ == "json":
        click.echo(json.dumps(correction.to_dict(), ensure_ascii=False, indent=2))
        return
    click.echo(correction.to_text(), nl=False)
    print_notes(correction)
    if not correction.changes:
        say("Nothing changes.")
    elif correction.dry_run:
        say("Nothing was written (dry run).")
    elif correction.undo_script:
        statements, _ = split_statements(correction.undo_script)
        how = "To undo this, run:" if len(statements) == 1 else _SEVERAL_STATEMENTS
        click.echo(f"// {how}\n{correction.undo_script}", nl=False)


def print_notes(correction: Correction) -> None:
    """Print the notes of a correction on stderr."""
    for note in correction.notes:
        say(f"Note: {note}")
