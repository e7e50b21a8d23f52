"""``sociogram page``."""

from __future__ import annotations

from pathlib import Path

import click

from sociogram.cli.actor_options import actor_options
from sociogram.cli.options import (
    SelectedPart,
    folders_option,
    graph_argument,
    open_graph,
    overwrite_option,
    selection_options,
    time_limit_option,
)
from sociogram.viz.texts import LANGUAGES

DEFAULT_FILE = "sociogram.html"


@click.command(
    epilog="""\b
Examples:
  sociogram page -o article.html
  sociogram page --around "Pedro Castillo" --depth 2 --open
  sociogram page --query supporters-and-trainers
  sociogram page --strongest 50 -o strongest.html
"""
)
@graph_argument
@actor_options
@selection_options
@folders_option
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=DEFAULT_FILE,
    show_default=True,
    help="The file to write; an existing page is replaced.",
)
@overwrite_option
@click.option(
    "--strongest",
    type=click.IntRange(min=1),
    metavar="N",
    help="Draw only the N actors with the most affirmed ties.",
)
@click.option(
    "--whole",
    is_flag=True,
    help="Draw every actor and tie; by default, a large graph is drawn as groups.",
)
@click.option(
    "--as-of",
    metavar="DATE",
    help="Open with the ties that held on DATE (2023, 2023-05 or 2023-05-23), and undated ties.",
)
@click.option("--color", metavar="PROPERTY", help="Colour actors by a property, such as community.")
@click.option("--size", metavar="PROPERTY", help="Size actors by a property, a number such as pagerank.")
@click.option(
    "--width", metavar="PROPERTY", help="Draw ties as wide as a property of claims, a number such as amount."
)
@click.option(
    "--without-property",
    "without_properties",
    multiple=True,
    metavar="PROPERTY",
    help="Leave a property out of the file, such as private notes. Repeatable.",
)
@click.option("--title", help="The heading of the page.")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=LANGUAGES[0],
    show_default=True,
    help="The language of the page's own texts; the reader can switch it.",
)
@time_limit_option
@click.option("--open", "open_", is_flag=True, help="Open it in the browser.")
def page(
    source: str | None,
    part: SelectedPart,
    folders: tuple[Path, ...],
    output: Path,
    overwrite: bool,
    strongest: int | None,
    whole: bool,
    as_of: str | None,
    color: str | None,
    size: str | None,
    width: str | None,
    without_properties: tuple[str, ...],
    title: str | None,
    language: str,
    open_: bool,
) -> None:
    """Write an HTML page that works offline: the whole graph, or a part of it."""
    with open_graph(source, queries=folders) as graph:
        question = None
        if part.query is not None:
            stored = graph.queries.get(part.query)
            title, question = title or stored.title, stored.question
        result = part.result(graph)
        drawn = graph.page(
            around=part.around,
            depth=part.depth,
            between=part.between,
            result=result,
            title=title,
            question=question,
            strongest=strongest,
            whole=whole,
            as_of=as_of,
            color=color,
            size=size,
            width=width,
            without_properties=without_properties,
            language=language,
        )
        written = drawn.write(output, overwrite=overwrite)
        notes = [drawn.note] if drawn.note else []
        notes += () if result is None else result.summary.notifications
    for note in notes:
        click.echo(note, err=True)
    click.echo(written)
    if open_:
        click.launch(str(written))
