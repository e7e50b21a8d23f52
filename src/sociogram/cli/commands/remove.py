"""``sociogram remove``."""

from __future__ import annotations

import sys

import click

from sociogram.api.corrections import RowKind
from sociogram.cli.correction_options import (
    correction_options,
    kind_option,
    open_to_correct,
    print_correction,
    print_notes,
)
from sociogram.cli.options import complete_actors, say


@click.command(
    epilog="""\b
Examples:
  sociogram remove r17 -g my-graph --yes
  sociogram remove "A. Bee" ledger -g my-graph --dry-run
"""
)
@click.argument("rows", metavar="ID...", nargs=-1, required=True, shell_complete=complete_actors)
@kind_option
@click.option("--yes", is_flag=True, help="Remove without asking.")
@correction_options
def remove(
    rows: tuple[str, ...],
    kind: RowKind | None,
    yes: bool,
    source: str | None,
    dry_run: bool,
    format_: str,
    wait: float,
) -> None:
    """Remove actors, claims and sources, after showing what else is removed with them.

    ID is a claim's or a source's id, or an actor's name, alias or id; the only claim of a tie may be written
    "A TYPE B". An actor is removed with all claims that name it as an end or a voice; a source with the
    claims that cite only it. On a terminal, the command asks first unless --yes is given.
    """
    with open_to_correct(source) as graph:
        if not yes and not dry_run:
            planned = graph.remove(*rows, kind=kind, dry_run=True)
            say(planned.to_text().rstrip())
            print_notes(planned)
            if not sys.stdin.isatty():
                raise click.UsageError("Nothing was removed. Add --yes to remove all of this.")
            click.confirm("Remove all of this?", abort=True, err=True)
        print_correction(graph.remove(*rows, kind=kind, dry_run=dry_run, wait=wait), format_)
