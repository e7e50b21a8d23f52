"""``sociogram set``."""

from __future__ import annotations

import click

from sociogram.api.corrections import RowKind
from sociogram.cli.correction_options import (
    correction_options,
    kind_option,
    open_to_correct,
    print_correction,
)
from sociogram.cli.options import complete_actors, pairs_to_dict


@click.command(
    name="set",
    epilog="""\b
Examples:
  sociogram set ann country=NL -g my-graph
  sociogram set r17 certainty=alleged paragraph=4 -g my-graph
  sociogram set "Ann Bee OWNS The Mill" certainty=alleged -g my-graph
  sociogram set ledger title="The Ledger" url= -g my-graph
""",
)
@click.argument("row", metavar="ID", shell_complete=complete_actors)
@click.argument("pairs", metavar="FIELD=VALUE...", nargs=-1, required=True)
@kind_option
@correction_options
def set(  # noqa: A001 - the command's name
    row: str,
    pairs: tuple[str, ...],
    kind: RowKind | None,
    source: str | None,
    dry_run: bool,
    format_: str,
    wait: float,
) -> None:
    """Change single values of an actor, a claim or a source, checked as the cells of a sheet are.

    ID is a claim's or a source's id, or an actor's name, alias or id; the only claim of a tie may be written
    "A TYPE B". An empty VALUE empties the cell; several values are separated by ' | '.
    """
    values = pairs_to_dict(pairs, "FIELD=VALUE")
    with open_to_correct(source) as graph:
        print_correction(graph.set(row, values, kind=kind, dry_run=dry_run, wait=wait), format_)
