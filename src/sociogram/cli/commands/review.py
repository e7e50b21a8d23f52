"""``sociogram review``."""

from __future__ import annotations

from pathlib import Path

import click

from sociogram.cli.options import graph_option, open_graph, overwrite_option
from sociogram.cli.text_options import TextFile, text_argument, with_sources
from sociogram.graph.errors import SourceError

DEFAULT_FILE = "review.html"


@click.command(
    epilog="""\b
Examples:
  sociogram review ledger=ledger.txt -g my-graph
  sociogram review interview.txt -g my-graph -o interview.html --open
"""
)
@text_argument
@graph_option
@click.option("--language", metavar="CODE", help="The language of the text. [default: that of its source]")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=DEFAULT_FILE,
    show_default=True,
    help="The file to write; an existing page is replaced.",
)
@overwrite_option
@click.option("--open", "open_", is_flag=True, help="Open it in the browser.")
def review(
    file: TextFile,
    source: str | None,
    language: str | None,
    output: Path,
    overwrite: bool,
    open_: bool,
) -> None:
    """Write a page that shows a text beside the claims that cite it.

    On the page, which works offline, claims are accepted, corrected, retracted and added. It saves your
    decisions as a CSV file for `sociogram load`. SOURCE_ID may be omitted if all claims cite one text, or if
    FILE is named after its source.
    """
    text = file.read()
    with open_graph(source) as graph:
        [file] = with_sources([file], graph.sources)
        try:
            page = graph.review(text, source=file.source, language=language)
        except SourceError as error:
            raise click.BadParameter(str(error), param_hint="[SOURCE_ID=]FILE") from None
        page.inputs = (*page.inputs, *([] if file.path == "-" else [Path(file.path)]))
        written = page.write(output, overwrite=overwrite)
    claims = page.review.claims
    drafts = sum(claim.claim.standing == "draft" for claim in claims)
    astray = sum(not claim.is_quoted for claim in claims)
    parts = [
        _count(len(claims), "claim"),
        _count(drafts, "draft"),
        f"{astray:,} whose quote is not in its paragraph",
    ]
    click.echo(
        f"{page.review.source}: {_count(len(page.review.paragraphs), 'paragraph')}, {', '.join(parts)}.",
        err=True,
    )
    click.echo(written)
    if open_:
        click.launch(str(written))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
