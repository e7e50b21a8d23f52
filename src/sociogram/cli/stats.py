"""``sociogram stats``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from sociogram.cli.actor_options import actor_options
from sociogram.cli.options import graph_argument, open_graph
from sociogram.graph.actor_rules import ENTITIES

if TYPE_CHECKING:
    from sociogram.queries.stats import Stats


@click.command(epilog="\b\nExample:\n  sociogram stats -g data")
@graph_argument
@actor_options
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def stats(source: str | None, format_: str) -> None:
    """Count actors, ties, claims and sources: labels, types, degrees, components, and the support of ties."""
    with open_graph(source) as graph:
        numbers = graph.stats()
    if format_ == "json":
        click.echo(json.dumps(numbers.to_dict(), ensure_ascii=False, indent=2))
        return
    click.echo(f"actors      {numbers.actors}{_which(numbers)}")
    click.echo(f"ties        {numbers.ties}")
    click.echo(f"claims      {numbers.claims}{_not_counted(numbers)}")
    click.echo(f"sources     {numbers.sources}{_only_cited(numbers)}")
    click.echo(
        f"components  {numbers.components} (largest: {numbers.largest_component} actors; "
        f"isolated actors: {numbers.isolated})"
    )
    for heading, count in (
        ("with a source", numbers.with_source),
        ("with a claimant", numbers.with_claimant),
        ("with a date", numbers.with_date),
    ):
        click.echo(f"claims {heading}: {count} of {numbers.live_claims}")
    for heading, count in (
        ("that rest on one voice", numbers.one_voice),
        ("that rest on unread documents alone", numbers.on_unread_documents),
        ("that are disputed", numbers.disputed),
    ):
        click.echo(f"ties {heading}: {count} of {numbers.ties}")
    if beside := _beside(numbers):
        click.echo(f"other ties: {beside}")
    for heading, counts in (
        ("Labels", numbers.labels),
        ("Types of ties", numbers.types),
        ("Certainty", numbers.certainty),
        ("Most ties", numbers.degrees),
    ):
        click.echo(f"\n{heading}")
        for key, number in counts.items():
            click.echo(f"  {number:>6}  {key}")


def _which(numbers: Stats) -> str:
    """Return in brackets which nodes are actors, unless sociogram loaded them."""
    return "" if numbers.actors_are == str(ENTITIES) else f" ({numbers.actors_are})"


def _only_cited(numbers: Stats) -> str:
    """Return in brackets how many sources are cited and not described."""
    return f" (only cited, not described: {numbers.only_cited})" if numbers.only_cited else ""


def _not_counted(numbers: Stats) -> str:
    """Return in brackets why claims do not count."""
    listed = ", ".join(f"{count} {standing}" for standing, count in numbers.standings.items())
    return f" (not counted: {listed})" if listed else ""


def _beside(numbers: Stats) -> str:
    """Return the ties that nobody affirms as actual."""
    parts = [f"{numbers.denied} denied"] if numbers.denied else []
    parts += [f"{count} only {modality}" for modality, count in numbers.unrealised.items()]
    return ", ".join(parts)
