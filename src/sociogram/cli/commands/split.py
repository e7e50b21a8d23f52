"""``sociogram split``."""

from __future__ import annotations

import click

from sociogram.cli.correction_options import correction_options, open_to_correct, print_correction
from sociogram.cli.options import complete_actors


@click.command(
    epilog="""\b
Examples:
  sociogram split "J. Brook" --to jane-brook --name "Jane Brook" --source ledger -g my-graph
  sociogram split brook --to john-brook --relation r4 --relation r9 -g my-graph --dry-run
"""
)
@click.argument("actor", metavar="ACTOR", shell_complete=complete_actors)
@click.option(
    "--to",
    required=True,
    metavar="NEW",
    help="The other actor: the id of an existing one, or the id or name of a new one.",
)
@click.option("--name", metavar="NAME", help="The name of the new actor; by default NEW.")
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="SOURCE",
    help="Move the claims that cite this source to the other actor. Repeatable.",
)
@click.option(
    "--relation",
    "relations",
    multiple=True,
    metavar="ID",
    help="Move the claim with this id to the other actor. Repeatable.",
)
@correction_options
def split(
    actor: str,
    to: str,
    name: str | None,
    sources: tuple[str, ...],
    relations: tuple[str, ...],
    source: str | None,
    dry_run: bool,
    format_: str,
    wait: float,
) -> None:
    """Split an actor into two: the claims that you choose move to the other actor.

    In these claims, the other actor takes over every role: end of the tie, claimant and relay. All other
    claims stay.
    """
    if not sources and not relations:
        raise click.UsageError("Say which claims move to the other actor: --source SOURCE or --relation ID.")
    with open_to_correct(source) as graph:
        correction = graph.split(
            actor, to, name=name, sources=sources, relations=relations, dry_run=dry_run, wait=wait
        )
        print_correction(correction, format_)
