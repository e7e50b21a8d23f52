"""``sociogram export``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from sociogram.cli.actor_options import actor_options
from sociogram.cli.options import (
    SelectedPart,
    folders_option,
    graph_argument,
    open_graph,
    overwrite_option,
    safe_cells_option,
    selection_options,
)


@click.command(
    epilog="""\b
Examples:
  sociogram export article.graphml
  sociogram export castillo.gexf --around "Pedro Castillo" --depth 2
  sociogram export --format csv article
"""
)
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    type=click.Choice(["csv", "neo4j-admin"]),
    help="Write a folder: the CSV files of a data folder, or the files for neo4j-admin import.",
)
@graph_argument
@actor_options
@selection_options
@folders_option
@overwrite_option
@safe_cells_option
def export(
    target: Path,
    format_: Literal["csv", "neo4j-admin"] | None,
    source: str | None,
    part: SelectedPart,
    folders: tuple[Path, ...],
    overwrite: bool,
    safe_cells: bool,
) -> None:
    """Write FILE in the format of its suffix: .graphml, .gexf, .json or .cypher; with --format, a folder.

    The output is written completely or not at all. An existing FILE is replaced; a folder must be new or
    empty.
    """
    from sociogram.graph.formats import SUFFIXES, no_format

    if format_ is None and target.suffix.lower() not in SUFFIXES:
        raise click.UsageError(no_format(target))
    if safe_cells and format_ != "csv":
        raise click.UsageError("--safe-cells needs --format csv.")
    with open_graph(source, queries=folders) as graph:
        result = part.result(graph)
        messages = graph.export(
            target,
            format=format_,
            around=part.around,
            depth=part.depth,
            between=part.between,
            result=result,
            overwrite=overwrite,
            safe_cells=safe_cells,
        )
        messages = [*messages, *(() if result is None else result.summary.notifications)]
    click.echo(target)
    for message in messages:
        click.echo(message, err=True)
