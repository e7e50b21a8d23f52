"""``sociogram decide``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from sociogram.cli.options import (
    complete_actors,
    decisions_option,
    graph_option,
    open_graph,
    say,
    wait_option,
)

if TYPE_CHECKING:
    from sociogram.graph.duplicates.decisions import Verdict


@click.command(
    epilog="""\b
Examples:
  sociogram decide "Pedro Castillo" same "P. Castillo" -g my-graph --why "one signature"
  sociogram decide ann different ann-2 -g my-graph
  sociogram decide --from decided.csv -g my-graph
"""
)
@click.argument("a", required=False, metavar="[A]", shell_complete=complete_actors)
@click.argument("decision", required=False, type=click.Choice(["same", "different", "unsure"]))
@click.argument("b", required=False, metavar="[B]", shell_complete=complete_actors)
@graph_option
@decisions_option("The file to write to. [default: decisions.csv in the folder]")
@click.option("--by", metavar="NAME", help="Who decides. [default: your user name on this computer]")
@click.option("--why", default="", metavar="TEXT", help="Why.")
@click.option(
    "--from",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Add all decisions of a file, such as one that the page saved.",
)
@wait_option
def decide(
    a: str | None,
    decision: str | None,
    b: str | None,
    source: str | None,
    decisions: Path | None,
    by: str | None,
    why: str,
    file: Path | None,
    wait: float,
) -> None:
    """Decide whether two actors are the same, different, or that you are unsure.

    A and B are ids or names; if they are the same, A is kept. B may also be another spelling, or an id in a
    sheet that is yet to be loaded. Every later load follows the decision: cells that name B mean A. Actors
    that are different are no longer listed as duplicates. An earlier decision about the two is replaced.
    """
    if (file is None) == (b is None):
        raise click.UsageError("Say which actors: A same|different|unsure B, or --from FILE.")
    if file is not None and a is not None:
        raise click.UsageError("Give two actors or --from FILE, not both.")
    with open_graph(source) as graph:
        if decisions is None and graph.home is None:
            raise click.UsageError("Decisions need a data folder (-g FOLDER), or --decisions FILE.")
        if file is not None:
            from sociogram.loaders.folder.decide import decisions_in

            taken = list(decisions_in(file))
            graph.add_decisions(taken, decisions=decisions, wait=wait)
            say(f"Added {len(taken):,} decision{'' if len(taken) == 1 else 's'}.")
            return
        made = graph.decide(
            str(a),
            cast("Verdict", decision),
            str(b),
            by=by,
            why=why,
            decisions=decisions,
            wait=wait,
        )
        if made.verdict == "same" and graph.home is not None:
            say("If both are actors of the graph, `sociogram duplicates --apply` merges them.")
    click.echo(f"{made.first} {made.verdict} {made.second}")
