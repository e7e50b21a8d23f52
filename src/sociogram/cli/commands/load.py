"""``sociogram load``."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from sociogram.cli.options import (
    decisions_option,
    overwrite_option,
    pairs_to_dict,
    say,
    wait_option,
    warnings_on_stderr,
)
from sociogram.cli.streams import unguarded
from sociogram.cli.text_options import TextFile, text_option, texts_to_load
from sociogram.sources import is_on_disk, is_server

if TYPE_CHECKING:
    from sociogram.graph.neo4j.store import Neo4jStore
    from sociogram.loaders.load import LoadOptions
    from sociogram.loaders.options import OnUnknown
    from sociogram.loaders.report import LoadReport


@click.command(
    epilog="""\b
Examples:
  sociogram load people.csv ties.csv --to my-graph
  sociogram load extracted.jsonl --text ledger=ledger.txt --to my-graph
  sociogram load book.xlsx --sheet People --sheet Ties --to my-graph
  sociogram load ledger.csv --to my-graph --replace ledger --dry-run
  sociogram load sheet.csv --to neo4j://localhost --cite https://example.org/article
"""
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@click.option(
    "--to",
    "-g",
    "--graph",
    "target",
    envvar="SOCIOGRAM_GRAPH",
    metavar="SOURCE",
    help="The graph to load into: a folder, new or existing, or a Neo4j URI.",
)
@click.option("--dry-run", is_flag=True, help="Check and report; write nothing.")
@click.option("--explain", is_flag=True, help="Describe the cells, and the possible readings of each sheet.")
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
@click.option(
    "--encoding",
    metavar="NAME",
    help="The encoding of the files (cp1250, mac_roman …), if the guess is wrong.",
)
@click.option(
    "--sheet",
    "sheets",
    multiple=True,
    metavar="NAME",
    help="Read only this sheet of a workbook; repeat for more. The default is all sheets.",
)
@text_option(
    "Accept only ties whose quote is in this text word for word, as drafts; reject the others. Repeatable; "
    "SOURCE_ID may be omitted if the file is called after it, or all rows cite one text."
)
@click.option(
    "--clear-empty",
    is_flag=True,
    help="In a row with a claim's id, an empty cell clears the claim's value; by default it changes nothing.",
)
@click.option(
    "--replace",
    metavar="SOURCE",
    help="The files hold all claims of this source (an id): others that cite it are removed.",
)
@click.option(
    "--beside",
    is_flag=True,
    help="Load into a database whose nodes sociogram did not load; the actors become new nodes beside them.",
)
@click.option("--show-changes", is_flag=True, help="List each change by id, with the old and the new value.")
@decisions_option(
    "Follow the decisions in this file about which actors are the same; a folder adds them to its "
    "decisions.csv."
)
@click.option("--no-history", is_flag=True, help="Leave this load out of the folder's history (log, undo).")
@wait_option
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing unless rows were rejected.")
def load(
    files: tuple[str, ...],
    target: str | None,
    dry_run: bool,
    explain: bool,
    rejects: Path | None,
    overwrite: bool,
    mapping: tuple[str, ...],
    cite: str | None,
    require_source: bool,
    on_unknown: OnUnknown,
    text_files: tuple[TextFile, ...],
    encoding: str | None,
    sheets: tuple[str, ...],
    clear_empty: bool,
    replace: str | None,
    beside: bool,
    show_changes: bool,
    decisions: Path | None,
    no_history: bool,
    wait: float,
    format_: str,
    quiet: bool,
) -> None:
    """Merge tables into a folder or into Neo4j; all rows are checked before any is written.

    FILE is CSV, TSV, JSON Lines, a workbook (.xlsx, .xls, .ods), Parquet, Arrow, a graph (GraphML, GEXF, GML,
    Pajek, node-link or Cytoscape JSON), FollowTheMoney entities, a folder of such files, or '-' for standard
    input. Loading a file twice changes nothing. Exits with 1 if any rows were rejected; all other rows are
    loaded.
    """
    from sociogram.graph.duplicates.decisions import Decisions
    from sociogram.loaders.folder.decide import decisions_in
    from sociogram.loaders.load import LoadOptions, write_rejects

    if not target:
        raise click.UsageError("Say where to load: --to FOLDER (new or existing), or --to a Neo4j URI.")
    _check_files(files, target)
    if rejects is not None and not overwrite:
        read = [Path(text.path) for text in text_files] + ([] if decisions is None else [decisions])
        _check_rejects(rejects, files, target, read)
    options = LoadOptions(
        mapping=pairs_to_dict(mapping, "--map"),
        cite=cite,
        require_source=require_source,
        on_unknown=on_unknown,
        explain=explain,
        clear_empty=clear_empty,
        replace=replace,
        beside=beside,
        shows_changes=show_changes or replace is not None,
        dry_run=dry_run,
        texts=None if not text_files else texts_to_load(text_files),
        encoding=encoding,
        sheets=sheets,
        decisions=Decisions() if decisions is None else decisions_in(decisions),
        wait=wait,
        is_recorded=not no_history,
    )
    with warnings_on_stderr(), _progress(quiet) as progress:
        report, warnings = _load_into(target, files, options, progress)
    written: list[Path] = []
    try:  # before the report, whose reader may stop early; the report is printed in any case
        if rejects is not None:
            written = write_rejects(report, rejects, overwrite=overwrite)
    finally:
        _print_report(report, warnings, format_, quiet=quiet, whole=explain)
    for path in written:
        click.echo(f"Correct the rows in {path}, then load that file{_with_options(path)}", err=True)
    if report.rejected:
        raise click.exceptions.Exit(1)


def _check_files(files: Sequence[str], target: str) -> None:
    """Reject the address of a server as a file; the error says how to export its graph to a folder."""
    if server := next((file for file in files if is_server(file) and not is_on_disk(file)), None):
        folder, then = ("my-graph", ", then load that folder") if is_server(target) else (target, "")
        raise click.UsageError(
            f"A server is not a file. Write its graph as a folder{then}: "
            f"sociogram export --format csv {shlex.quote(folder)} -g {shlex.quote(server)}"
        )


def _check_rejects(rejects: Path, files: Sequence[str], target: str, read: Sequence[Path]) -> None:
    """Reject a file for rejected rows that is an input of the load or belongs to its folder."""
    from sociogram.loaders.rejects import check_rejects

    check_rejects(rejects, files, None if is_server(target) else target, others=read)


_OF_ROWS = ("mapping", "cite", "require_source", "on_unknown", "text_files", "clear_empty", "decisions")
"""The options that a file of rejected rows needs too. Its encoding and sheet do not depend on the input's."""


def _with_options(path: Path) -> str:
    """Return the end of a sentence: the command that loads rejected rows, if options matter for them."""
    ctx = click.get_current_context()
    words: list[str] = []
    for parameter in ctx.command.params:
        name = str(parameter.name)
        if name not in _OF_ROWS or ctx.get_parameter_source(name) is not ParameterSource.COMMANDLINE:
            continue
        value = ctx.params[name]
        for one in value if isinstance(value, tuple) else (value,):
            words += [parameter.opts[0], *(() if one is True else (str(one),))]
    if not words:
        return "."
    command = ["sociogram", "load", str(path), "--to", ctx.params["target"], *words]
    return f" with the same options:\n  {shlex.join(command)}"


def _load_into(
    target: str, files: Sequence[str], options: LoadOptions, progress: Callable[[int, int], None] | None
) -> tuple[LoadReport, Sequence[str]]:
    """Load files into a folder or a server; return the report and the warnings of the server."""
    from sociogram.config import actor_choice
    from sociogram.loaders.load import load as load_files
    from sociogram.sources import open_server

    if is_server(target):
        with closing(open_server(target)) as store:
            store.choose_actors(actor_choice(None, None, None))
            report = load_files(files, store, options, progress=progress)
            return report, [*store.warnings, *_beside(store)]
    return load_files(files, Path(target), options, progress=progress, notify=say), []


def _beside(store: Neo4jStore) -> Iterator[str]:
    """Yield a remark if the database has more other nodes than entities."""
    from sociogram.graph.store import node_counts

    counts = node_counts(store)
    if counts.others > counts.entities:
        yield (
            f"The database has {counts.others:,} other nodes, which a load does not tie, and "
            f"{counts.entities:,} labelled Entity. All of them are actors; with --actors Entity, only those "
            "that were loaded."
        )


def _print_report(
    report: LoadReport, warnings: Sequence[str], format_: str, *, quiet: bool, whole: bool
) -> None:
    for warning in warnings:
        click.echo(f"Warning: {warning}", err=True)
    if format_ == "json":
        click.echo(json.dumps(report.to_dict(), ensure_ascii=False, indent=2))
        return
    if not quiet or report.rejected:
        click.echo(report.to_text(whole=whole), err=True, nl=False)
    for line in () if report.row_changes is None else report.row_changes.lines:
        click.echo(line)


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
