"""``sociogram compare``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sociogram.cli.actor_options import actor_options
from sociogram.cli.options import graph_option, open_graph, overwrite_option, say
from sociogram.sources import is_server

if TYPE_CHECKING:
    from sociogram.queries.compare import Comparison


@click.command(
    epilog="""\b
Examples:
  sociogram compare wsws-2023-05-29 red-update-2023-06-04
  sociogram compare ledger courier -g my-graph -o compared.html --open
  sociogram compare ledger courier -g my-graph --format json
"""
)
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@graph_option
@actor_options
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write an HTML page instead; an existing page is replaced.",
)
@overwrite_option
@click.option("--open", "open_", is_flag=True, help="With -o: open it in the browser.")
def compare(
    a: str, b: str, source: str | None, format_: str, output: Path | None, overwrite: bool, open_: bool
) -> None:
    """Compare two texts of a graph, or two graphs, tie by tie.

    A and B are ids or titles of sources; or, without -g, two folders. For each tie, the output says whether
    they contradict each other, one corrects the other, one plans what the other says happened, they agree,
    or only one mentions it, with the claims of both and the voices that are new in B.
    """
    if open_ and output is None:
        raise click.UsageError("--open needs -o.")
    if output is not None and format_ == "json":
        raise click.UsageError("-o writes a page; leave out --format.")
    comparison, inputs = _compared(a, b, source)
    if output is not None:
        from sociogram.viz.compare import ComparisonPage

        click.echo(ComparisonPage(comparison, inputs).write(output, overwrite=overwrite))
    elif format_ == "json":
        click.echo(json.dumps(comparison.to_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo(comparison.to_text(), nl=False)
    say(comparison.summary())
    if open_:
        click.launch(str(output))


def _compared(a: str, b: str, source: str | None) -> tuple[Comparison, Sequence[Path]]:
    """Return the comparison and the files that it was read from."""
    if source is None and all(is_server(name) or Path(name).is_dir() for name in (a, b)):
        with open_graph(a) as graph, open_graph(b) as other:
            return graph.compare_with(other), (*graph.inputs, *other.inputs)
    with open_graph(source) as graph:
        return graph.compare(a, b), graph.inputs
