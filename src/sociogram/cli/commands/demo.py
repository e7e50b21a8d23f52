"""``sociogram demo``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import sociogram
from sociogram.cli.options import overwrite_option
from sociogram.queries.results.writers import WRITERS

QUERY = "connections-of"
ACTOR = "Lisa Kenna"


@click.command(epilog="\b\nExample:\n  sociogram demo -o article.html")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default="sociogram.html",
    show_default=True,
    help="The page to write; an existing page is replaced.",
)
@overwrite_option
def demo(output: Path, overwrite: bool) -> None:
    """Show what sociogram does with an article of May 2023 about US troops in Peru."""
    with sociogram.open() as graph:
        numbers = graph.stats()
        click.echo(
            f"The article names {numbers.actors} actors and states {numbers.ties} ties of "
            f"{len(numbers.types)} types, in {numbers.live_claims} claims; {numbers.with_source} "
            f"of these cite a source, {numbers.with_claimant} name who makes them.\n"
        )
        stored = graph.queries.get(QUERY)
        click.echo(f"{stored.question} (sociogram query {QUERY} -p actor='{ACTOR}')\n")
        result = graph.query(QUERY, actor=ACTOR)
        WRITERS["table"](result.columns, result, sys.stdout)
        written = graph.page(
            title="US troops to Peru, May 2023", question="Who does the article connect to whom?"
        )
        path = written.write(output, overwrite=overwrite).resolve()
        click.echo(f"The page, in one file that works offline: {path}\n")
    click.echo(
        "What to try next:\n"
        '  sociogram path "Lisa Kenna" "Pedro Castillo"    how two actors are connected, in words\n'
        "  sociogram queries list                          the other questions\n"
        "  sociogram load my.csv --to my-graph             load your own data\n"
        "  sociogram shell                                 run Cypher at a prompt"
    )
