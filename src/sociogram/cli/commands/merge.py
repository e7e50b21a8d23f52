"""``sociogram merge``."""

from __future__ import annotations

import click

from sociogram.cli.correction_options import correction_options, open_to_correct, print_correction
from sociogram.cli.options import complete_actors


@click.command(
    epilog="""\b
Examples:
  sociogram merge "Pedro Castillo" "P. Castillo" -g my-graph
  sociogram merge ann ann-b ann-c -g my-graph --dry-run
"""
)
@click.argument("keep", metavar="KEEP", shell_complete=complete_actors)
@click.argument("others", metavar="OTHER...", nargs=-1, required=True, shell_complete=complete_actors)
@correction_options
def merge(
    keep: str, others: tuple[str, ...], source: str | None, dry_run: bool, format_: str, wait: float
) -> None:
    """Merge actors: all ties of each OTHER become ties of KEEP.

    Names, aliases and ids of the others become aliases of KEEP, by which look-ups and later loads find it.
    KEEP becomes the voice of all claims that the others made or relayed. To undo this, run `sociogram undo`
    for a folder, or the printed Cypher on Neo4j.
    """
    with open_to_correct(source) as graph:
        print_correction(graph.merge_actors(keep, *others, dry_run=dry_run, wait=wait), format_)
