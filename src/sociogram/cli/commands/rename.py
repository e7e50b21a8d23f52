"""``sociogram rename``."""

from __future__ import annotations

import click

from sociogram.cli.correction_options import correction_options, open_to_correct, print_correction
from sociogram.cli.options import complete_actors


@click.command(
    epilog="""\b
Examples:
  sociogram rename ann "Ann Bee-Cee" -g my-graph
  sociogram rename ann --id ann-bee-cee -g my-graph
"""
)
@click.argument("actor", metavar="ACTOR", shell_complete=complete_actors)
@click.argument("name", metavar="[NEW-NAME]", required=False)
@click.option("--id", "new_id", metavar="NEW-ID", help="Give the actor another id.")
@correction_options
def rename(
    actor: str,
    name: str | None,
    new_id: str | None,
    source: str | None,
    dry_run: bool,
    format_: str,
    wait: float,
) -> None:
    """Give an actor another name, another id, or both; the old ones become aliases."""
    if name is None and new_id is None:
        raise click.UsageError("Give a NEW-NAME, --id NEW-ID, or both.")
    with open_to_correct(source) as graph:
        print_correction(graph.rename(actor, name, id=new_id, dry_run=dry_run, wait=wait), format_)
