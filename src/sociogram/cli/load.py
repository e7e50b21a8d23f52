"""``sociogram load``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sociogram.cli.options import (
    GRAPH_HELP,
    overwrite_option,
    pairs_to_dict,
    say,
    wait_option,
    warnings_on_stderr,
)
from sociogram.cli.streams import unguarded

if TYPE_CHECKING:
    from sociogram.loaders.options import OnUnknown
    from sociogram.loaders.report import LoadReport


@click.command(
    epilog="""\b
Examples:
  sociogram load people.csv ties.csv --to my-graph
  sociogram load sheet.csv --to neo4j://localhost --cite https://example.org/article
"""
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@click.option("--to", "target", required=True, metavar="SOURCE", help=GRAPH_HELP.partition(";")[0] + ".")
@click.option("--dry-run", is_flag=True, help="Check and report; write nothing.")
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the rejected rows to a CSV file, each with the reason.",
)
@overwrite_option
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="COLUMN=FIELD",
    help="Read COLUMN as FIELD; repeat for more columns. `ignored` skips the column.",
)
@click.option("--cite", metavar="SOURCE", help="Add this source (an id or a URL) to every tie of this load.")
@click.option("--require-source", is_flag=True, help="Reject ties without a source.")
@click.option(
    "--on-unknown",
    type=click.Choice(["stub", "reject"]),
    default="stub",
    show_default=True,
    help="How to handle a tie to an unknown actor: create a placeholder actor (stub) or reject the row.",
)
@wait_option
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing unless rows were rejected.")
def load(
    files: tuple[str, ...],
    target: str,
    dry_run: bool,
    rejects: Path | None,
    overwrite: bool,
    mapping: tuple[str, ...],
    cite: str | None,
    require_source: bool,
    on_unknown: OnUnknown,
    wait: float,
    format_: str,
    quiet: bool,
) -> None:
    """Merge CSV files into a folder or into Neo4j; all rows are checked before any is written.

    FILE may be '-' for standard input. Loading a file twice changes nothing. Exits with 1 if any
    rows were rejected; all other rows are loaded.
    """
    from sociogram.loaders.load import LoadOptions, write_rejects
    from sociogram.loaders.load import load as load_files
    from sociogram.loaders.rejects import check_rejects
    from sociogram.sources import is_server, open_server

    if rejects is not None and not overwrite:
        check_rejects(rejects, files, None if is_server(target) else target)
    options = LoadOptions(
        mapping=pairs_to_dict(mapping, "--map"),
        cite=cite,
        require_source=require_source,
        on_unknown=on_unknown,
        dry_run=dry_run,
        wait=wait,
    )
    with warnings_on_stderr(), _progress(quiet) as progress:
        if is_server(target):
            with closing(open_server(target)) as store:
                report = load_files(files, store, options, progress=progress)
                warnings = store.warnings
        else:
            report = load_files(files, Path(target), options, progress=progress, notify=say)
            warnings = []
    written: list[Path] = []
    try:  # before the report, whose reader may stop early; the report is printed in any case
        if rejects is not None:
            written = write_rejects(report, rejects, overwrite=overwrite)
    finally:
        _print_report(report, warnings, format_, quiet=quiet)
    for path in written:
        click.echo(f"Correct the rows in {path}, then load that file.", err=True)
    if report.rejected:
        raise click.exceptions.Exit(1)


def _print_report(report: LoadReport, warnings: Sequence[str], format_: str, *, quiet: bool) -> None:
    for warning in warnings:
        click.echo(f"Warning: {warning}", err=True)
    if format_ == "json":
        click.echo(json.dumps(report.to_dict(), ensure_ascii=False, indent=2))
    elif not quiet or report.rejected:
        click.echo(report.to_text(), err=True, nl=False)


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Yield a function that shows rows, rows per second and the remaining time; None without a terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TimeRemainingColumn

    class Speed(ProgressColumn):
        def render(self, task):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            return f"{task.speed or 0:,.0f} rows/s"

    columns = (BarColumn(), MofNCompleteColumn(), Speed(), TimeRemainingColumn())
    # The bar draws numbers only; other output still goes through the guarded streams.
    console = Console(file=unguarded(sys.stderr))
    with Progress(
        *columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False
    ) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
