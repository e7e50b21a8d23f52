"""``sociogram stats``."""

from __future__ import annotations

import json

import click

from sociogram.cli.options import graph_option, open_graph


@click.command(epilog="\b\nExample:\n  sociogram stats -g data")
@graph_option
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def stats(source: str | None, format_: str) -> None:
    """Count actors, ties and sources: by label and type, degrees, components, ties with a source."""
    with open_graph(source) as graph:
        numbers = graph.stats()
    if format_ == "json":
        click.echo(json.dumps(numbers.to_dict(), ensure_ascii=False, indent=2))
        return
    click.echo(f"actors      {numbers.actors}")
    click.echo(f"ties        {numbers.ties}")
    click.echo(f"sources     {numbers.sources}")
    click.echo(
        f"components  {numbers.components} (largest: {numbers.largest_component} actors; "
        f"isolated actors: {numbers.isolated})"
    )
    for heading, count in (
        ("with a source", numbers.with_source),
        ("with a claimant", numbers.with_claimant),
        ("with a date", numbers.with_date),
    ):
        click.echo(f"ties {heading}: {count} of {numbers.ties}")
    for heading, counts in (
        ("Labels", numbers.labels),
        ("Types of ties", numbers.types),
        ("Certainty", numbers.certainty),
        ("Most ties", numbers.degrees),
    ):
        click.echo(f"\n{heading}")
        for key, number in counts.items():
            click.echo(f"  {number:>6}  {key}")
