"""``sociogram path``."""

from __future__ import annotations

import click

from sociogram.cli.actor_options import actor_options
from sociogram.cli.options import complete_actors, graph_option, open_graph, time_limit_option
from sociogram.queries.claims.conditions import KINDS


@click.command(
    epilog="""\b
Examples:
  sociogram path "Lisa Kenna" "Pedro Castillo"
  sociogram path Kenna Castillo --without "Dina Boluarte" --as-of 2023-05
  sociogram path Kenna Castillo --types SOUGHT_REMOVAL_OF,DEPOSED --directed
"""
)
@click.argument("ends", metavar="A B", nargs=-1, shell_complete=complete_actors)
@click.option("--from", "start", hidden=True)
@click.option("--to", "end", hidden=True)
@graph_option
@actor_options
@click.option(
    "--max",
    "limit",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    metavar="N",
    help="Show at most N paths.",
)
@click.option(
    "--without",
    multiple=True,
    metavar="HUB",
    shell_complete=complete_actors,
    help="An actor that no path may visit. Repeatable.",
)
@click.option(
    "--as-of",
    metavar="DATE",
    help="Use only ties that held on DATE (2023, 2023-05 or 2023-05-23), and undated ties.",
)
@click.option(
    "--with",
    "including",
    multiple=True,
    type=click.Choice(KINDS, case_sensitive=False),
    help="Also follow ties that are only denied, planned … Repeatable.",
)
@click.option(
    "--types",
    metavar="TYPES",
    help="Follow only ties of these types, such as OWNS,CONTROLS.",
)
@click.option(
    "--directed", is_flag=True, help="Follow ties from A to B only; those without a direction, both ways."
)
@time_limit_option
def path(
    ends: tuple[str, ...],
    start: str | None,
    end: str | None,
    source: str | None,
    limit: int,
    without: tuple[str, ...],
    as_of: str | None,
    including: tuple[str, ...],
    types: str | None,
    directed: bool,
) -> None:
    """Show how two actors are connected: all shortest paths in words, with the claims behind each tie.

    Paths follow affirmed ties, including disputed ones. If other claims, such as denied or planned ties,
    would connect the two or shorten the path, a line says so.
    """
    ends = tuple(name for name in (start, *ends, end) if name is not None)
    if len(ends) != 2:
        raise click.UsageError(
            'Name two actors, in quotes if a name has spaces: sociogram path "Lisa Kenna" "Pedro Castillo".'
        )
    with open_graph(source) as graph:
        paths = graph.path(
            *ends,
            limit=limit,
            without=without,
            as_of=as_of,
            including=including,
            types=[name.strip() for name in (types or "").split(",") if name.strip()],
            directed=directed,
        )
    more = "; --max shows more" if len(paths) < paths.total else ""
    click.echo(f"{paths.summary()}{more}", err=True)
    for note in paths.notes:
        click.echo(note, err=True)
    for alternative in paths.alternatives:
        options = " ".join(f"--with {kind}" for kind in alternative.kinds)
        click.echo(f"{alternative}; {options} shows it.", err=True)
    if not paths:
        raise click.exceptions.Exit(1)
    click.echo(paths.to_text(), nl=False)
