"""``sociogram path``."""

from __future__ import annotations

import click

from sociogram.cli.options import complete_actors, graph_option, open_graph


@click.command(
    epilog="""\b
Examples:
  sociogram path "Lisa Kenna" "Pedro Castillo"
  sociogram path Kenna Fujimori --without "Dina Boluarte" --as-of 2023-05
"""
)
@click.argument("start", metavar="A", shell_complete=complete_actors)
@click.argument("end", metavar="B", shell_complete=complete_actors)
@graph_option
@click.option(
    "--max",
    "most",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    metavar="N",
    help="Tell at most N ways.",
)
@click.option(
    "--without",
    multiple=True,
    metavar="HUB",
    shell_complete=complete_actors,
    help="An actor that no way may pass through; may be given again.",
)
@click.option(
    "--as-of",
    metavar="DATE",
    help="Only ties that held then (2023, 2023-05 or 2023-05-23), and undated ones.",
)
def path(
    start: str, end: str, source: str | None, most: int, without: tuple[str, ...], as_of: str | None
) -> None:
    """Tell all shortest ways from A to B in words, with the claim and the source of each tie."""
    from sociogram.queries.claims.wording import read_wording
    from sociogram.queries.paths import path_steps

    with open_graph(source) as graph:
        ways = graph.ways(start, end, most=most, without=without, as_of=as_of)
        if not ways:
            click.echo(f"No way leads from {start} to {end}.", err=True)
            raise click.exceptions.Exit(1)
        wording = read_wording(graph.store, [tie for way in ways for tie in way.relationships])
        click.echo(_counted(len(ways), ways.total, len(ways[0])), err=True)
        for number, way in enumerate(ways, start=1):
            if len(ways) > 1:
                click.echo(f"{'' if number == 1 else chr(10)}Way {number}")
            for hop in path_steps(way, wording):
                click.echo(f"  {hop}")
                click.echo(f"      {hop.evidence}")


def _counted(shown: int, total: int, length: int) -> str:
    ties = f"{length} tie{'' if length == 1 else 's'}"
    if shown < total:
        return f"Ways of {ties}: {shown:,} of {total:,}; --max shows more"
    return f"{total:,} way{'' if total == 1 else 's'} of {ties}"
