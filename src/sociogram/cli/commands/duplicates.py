"""``sociogram duplicates``."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sociogram.cli.correction_options import print_correction
from sociogram.cli.options import (
    decisions_option,
    graph_argument,
    open_graph,
    overwrite_option,
    safe_cells_option,
    say,
    wait_option,
)

if TYPE_CHECKING:
    from sociogram.api import Graph
    from sociogram.queries.duplicates import Duplicates

_FORMATS = {".html": "page", ".htm": "page", ".csv": "csv", ".json": "json"}
_MOST_ON_A_PAGE = 5_000


@click.command(
    epilog="""\b
Examples:
  sociogram duplicates my-graph
  sociogram duplicates -g my-graph -o duplicates.html --open
  sociogram duplicates -g my-graph -o duplicates.csv --least 0.8
  sociogram duplicates -g my-graph --apply
"""
)
@graph_argument
@decisions_option("The decisions so far. [default: decisions.csv in the folder]")
@click.option(
    "--least",
    type=click.FloatRange(min=0, max=1),
    default=0.5,
    show_default=True,
    metavar="SCORE",
    help="Leave out pairs with a lower score.",
)
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="List at most N pairs. [default: 50 as a table]"
)
@click.option("--format", "format_", type=click.Choice(["table", "csv", "json"]), help="[default: table]")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a page (.html), CSV or JSON to a file; an existing file is replaced.",
)
@click.option(
    "--page",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a page to decide pair by pair, whatever the file's suffix.",
)
@overwrite_option
@safe_cells_option
@click.option("--open", "open_", is_flag=True, help="Open the page in the browser.")
@click.option(
    "--apply", is_flag=True, help="Merge the actors that were decided to be the same; list nothing."
)
@click.option("--dry-run", is_flag=True, help="With --apply: show what would change; write nothing.")
@wait_option
def duplicates(
    source: str | None,
    decisions: Path | None,
    least: float,
    limit: int | None,
    format_: str | None,
    output: Path | None,
    page: Path | None,
    overwrite: bool,
    safe_cells: bool,
    open_: bool,
    apply: bool,
    dry_run: bool,
    wait: float,
) -> None:
    """List pairs of actors that may be the same, the likeliest first, with reasons.

    Names are compared regardless of accents, script, company form and word order. Nothing is
    merged. Decide on a page (-o FILE.html), in a spreadsheet (-o FILE.csv: fill in the column verdict), or
    one pair at a time with `sociogram decide`. Decisions hold for every later load; --apply merges the
    actors that were decided to be the same.
    """
    from sociogram.loaders.folder.overwriting import check_output

    form = _form(format_, output, page)
    if open_ and form != "page":
        raise click.UsageError("--open needs a page: -o FILE.html or --page FILE.")
    if safe_cells and form != "csv":
        raise click.UsageError("--safe-cells needs CSV.")
    if dry_run and not apply:
        raise click.UsageError("--dry-run needs --apply.")
    with open_graph(source) as graph:
        if apply:
            _apply(graph, decisions, form, dry_run=dry_run, wait=wait)
            return
        if form == "page":
            written = _write_page(graph, page or output, decisions, least, limit, overwrite=overwrite)
            click.echo(written)
        else:
            found = graph.duplicates(least=least, decisions=decisions)
            listed = found.top(limit or (50 if form == "table" else len(found)))
            if output is not None:
                inputs = [*graph.inputs, *filter(None, [decisions])]
                check_output(output, inputs=inputs, overwrite=overwrite)
            _write(listed, form, output, safe_cells=safe_cells)
            say(listed.summary())
    if open_:
        click.launch(str(page or output))


def _form(format_: str | None, output: Path | None, page: Path | None) -> str:
    """Return what to write: ``page``, ``table``, ``csv`` or ``json``."""
    if page is not None:
        if output is not None or format_ is not None:
            raise click.UsageError("Give --page, or -o and --format, not both.")
        return "page"
    by_name = _FORMATS.get(output.suffix.lower()) if output is not None else None
    if format_ is not None and by_name not in (None, format_):
        raise click.UsageError(f"The suffix of '{output}' is not that of the format {format_}.")
    if output is not None and format_ is None and by_name is None:
        raise click.UsageError(f"'{output}': end the name in .html, .csv or .json, or give --format.")
    return format_ or by_name or "table"


def _write_page(
    graph: Graph,
    file: Path | None,
    decisions: Path | None,
    least: float,
    limit: int | None,
    *,
    overwrite: bool,
) -> Path:
    made = graph.duplicates_page(least=least, decisions=decisions, limit=limit or _MOST_ON_A_PAGE)
    written = made.write(str(file), overwrite=overwrite)
    say(made.duplicates.summary())
    return written


def _write(found: Duplicates, form: str, output: Path | None, *, safe_cells: bool) -> None:
    from sociogram.graph.common.files import atomic_writer
    from sociogram.queries.duplicates import COLUMNS
    from sociogram.queries.results.safe_cells import BOM, safe_rows
    from sociogram.queries.results.writers import WRITERS

    with nullcontext(sys.stdout) if output is None else atomic_writer(output) as opened:
        stream: Any = opened
        if form == "csv":
            rows = found.to_rows()
            if safe_cells and output is not None:
                stream.write(BOM)
            WRITERS["csv"](COLUMNS, safe_rows(rows) if safe_cells else rows, stream)
        elif form == "json":
            stream.write(json.dumps(found.to_dict(), ensure_ascii=False, indent=2) + "\n")
        else:
            stream.write(found.to_text())
    if output is not None:
        click.echo(output)


def _apply(graph: Graph, decisions: Path | None, form: str, *, dry_run: bool, wait: float) -> None:
    if not graph.can_save:
        raise click.UsageError("--apply needs a graph that can be saved: -g FOLDER or a Neo4j URI.")
    corrections = graph.apply_decisions(decisions=decisions, dry_run=dry_run, wait=wait)
    if form == "json":
        click.echo(json.dumps([one.to_dict() for one in corrections], ensure_ascii=False, indent=2))
        return
    for correction in corrections:
        print_correction(correction, "text")
    if not corrections:
        say("No pairs that were decided to be the same are left to merge.")
