"""``sociogram stats``."""

from __future__ import annotations

import json

import click

from sociogram.cli.actor_options import actor_options
from sociogram.cli.options import graph_argument, open_graph, time_limit_option


@click.command(epilog="\b\nExample:\n  sociogram stats -g data")
@graph_argument
@actor_options
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@time_limit_option
def stats(source: str | None, format_: str) -> None:
    """Count actors, ties, claims and sources: labels, types, degrees, components, and the support of ties."""
    with open_graph(source) as graph:
        numbers = graph.stats()
    if format_ == "json":
        click.echo(json.dumps(numbers.to_dict(), ensure_ascii=False, indent=2))
        return
    click.echo(numbers.to_text(), nl=False)
