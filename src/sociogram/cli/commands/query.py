"""``sociogram query``."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, TextIO

import click

from sociogram.api.queries import Mode
from sociogram.cli.actor_options import actor_options
from sociogram.cli.commands.query_writes import write as write_all
from sociogram.cli.options import (
    complete_queries,
    folders_option,
    given_values,
    graph_option,
    open_graph,
    overwrite_option,
    pairs_to_dict,
    parameters_option,
    read_text,
    safe_cells_option,
    timeout_option,
    wait_option,
)
from sociogram.cli.streams import Terminal
from sociogram.graph.common.files import atomic_writer
from sociogram.loaders.folder.overwriting import check_output
from sociogram.queries.cypher.syntax.source_text import requested_mode, statements_of
from sociogram.queries.results.result import Result
from sociogram.queries.results.safe_cells import BOM, safe_cell, safe_rows
from sociogram.queries.results.writers import WRITERS, limited

_FORMATS = {
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".htm": "html",
    ".html": "html",
}
_NOT_WRITTEN = {
    **dict.fromkeys((".xlsx", ".xls", ".ods"), "Spreadsheet programs open .csv: -o FILE.csv --safe-cells."),
    **dict.fromkeys(
        (".dta", ".sav", ".db", ".sqlite", ".docx"), "Name a .csv, .tsv, .json, .jsonl or .html file."
    ),
    **dict.fromkeys((".parquet", ".arrow", ".feather"), "In Python, use graph.query(…).to_arrow()."),
    **dict.fromkeys((".graphml", ".gexf"), "Write: sociogram export FILE --query NAME."),
    **dict.fromkeys((".pdf", ".png", ".svg"), "Write a page, which can be printed and saved: -o FILE.html."),
}
"""Suffixes of other formats that people expect, and what to write instead; any other suffix gives tsv."""


@click.command(
    epilog="""\b
Examples:
  sociogram query connections-of "Lisa Kenna"
  sociogram query how-connected -p from=Kenna -p to=Castillo -o path.csv
  sociogram query -c 'MATCH (a:Person)-[r]->(b) RETURN a.name, type(r), b.name' --format csv
""",
)
@click.argument("name", required=False, metavar="[NAME]", shell_complete=complete_queries)
@click.argument("given", metavar="[VALUE]...", nargs=-1)
@click.option("-c", "--command", "text", metavar="CYPHER", help="Cypher to run instead of a stored query.")
@click.option(
    "-f",
    "--file",
    type=click.File(encoding="utf-8"),
    help="A file with Cypher to run; '-' is standard input.",
)
@graph_option
@actor_options
@folders_option
@parameters_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(WRITERS)),
    help="The output format. Default: by the suffix of -o, table on a terminal, tsv otherwise.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to a file; an existing file is replaced.",
)
@overwrite_option
@safe_cells_option
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Write at most N rows.")
@timeout_option
@click.option("--write", is_flag=True, help="Allow the query to change the graph; print what it changed.")
@click.option("--dry-run", is_flag=True, help="With --write: show what would change; write nothing.")
@wait_option
@click.option("--explain", is_flag=True, help="Show the plan without running the query.")
@click.option("--profile", is_flag=True, help="Run the query and show the plan with rows and times.")
def query(
    name: str | None,
    given: tuple[str, ...],
    text: str | None,
    file: TextIO | None,
    source: str | None,
    folders: tuple[Path, ...],
    pairs: tuple[str, ...],
    format_: str | None,
    output: Path | None,
    overwrite: bool,
    safe_cells: bool,
    limit: int | None,
    timeout: float,
    write: bool,
    dry_run: bool,
    wait: float,
    explain: bool,
    profile: bool,
) -> None:
    """Run the stored query NAME, or your own Cypher with -c or -f.

    Each VALUE is for the next parameter of the query; -p names the parameter.

    With --write, your Cypher may be several statements separated by semicolons. The graph gets the changes
    of all of them, or none. Only on a server, constraints, indexes and CALL … IN TRANSACTIONS commit what is
    before them.
    """
    name, text = _name_or_text(name, text, file, folders)
    if name is None and given:
        raise click.UsageError(f"Cypher takes values by name only. Write: -p NAME={shlex.quote(given[0])}")
    mode = _mode(explain=explain, profile=profile)
    if dry_run and (not write or name is not None or mode):
        raise click.UsageError("--dry-run needs --write and your own Cypher: -c or -f.")
    format_ = _format_of(output, format_)
    if safe_cells and format_ not in {None, "csv", "tsv"}:
        raise click.UsageError("--safe-cells needs --format csv or tsv.")
    if file is not None:
        text = read_text(file)
    script_folder = source if write and file is not None else None
    with _made_folder(script_folder), open_graph(source, queries=folders) as graph:
        if write and not graph.can_save:
            raise click.UsageError("--write needs a graph that can be saved: -g FOLDER or a Neo4j URI.")
        if output is not None:
            check_output(output, inputs=[*graph.inputs, *_files_of(file)], overwrite=overwrite)
        if name is not None:
            values = given_values(graph.queries.get(name), given, pairs)
            result = graph.query(name, timeout=timeout, mode=mode, parameters=values)
        else:
            typed = {key: _literal_or_text(value) for key, value in pairs_to_dict(pairs).items()}
            statements = statements_of(str(text)) if write and not mode else [f"{mode} {text}".lstrip()]
            last = statements[-1]
            if write and mode != "EXPLAIN":  # before printing: the reader may stop early
                result = write_all(graph, statements, typed, timeout=timeout, wait=wait, dry_run=dry_run)
            else:
                result = graph.run(last, typed, write=write, timeout=timeout)
        if mode or (name is None and requested_mode(last)):
            list(result)
            click.echo(result.summary.plan_text())
        else:
            _write_rows(result, output, format_, limit, safe_cells=safe_cells)


def _format_of(output: Path | None, format_: str | None) -> str | None:
    """Return the given format, else that of the output's suffix; None if neither determines it."""
    if format_ is not None or output is None:
        return format_
    suffix = output.suffix.lower()
    if suffix in _NOT_WRITTEN:
        raise click.UsageError(f"Queries are not written as {suffix}. {_NOT_WRITTEN[suffix]}")
    return None if output.is_char_device() else _FORMATS.get(suffix, "tsv")


def _name_or_text(
    name: str | None, text: str | None, file: TextIO | None, folders: Sequence[Path]
) -> tuple[str | None, str | None]:
    """Return the name of a stored query and the Cypher of ``-c``, one of them None; both with ``-f``.

    A text in place of the name is Cypher if a space or a bracket follows its first word, unless a stored
    query has this name.
    """
    from sociogram.queries.stored.catalogue import Catalogue

    if sum(one is not None for one in (name, text, file)) != 1:
        raise click.UsageError("Give one of: the NAME of a stored query, -c CYPHER, -f FILE.")
    is_text = name is not None and re.match(r"\s*[A-Za-z]+\s*[\s({\[*]", name) is not None
    if is_text and name not in Catalogue(folders).names():
        return None, name
    return name, text


def _mode(*, explain: bool, profile: bool) -> Mode:
    if explain and profile:
        raise click.UsageError("Give --explain or --profile, not both.")
    return "EXPLAIN" if explain else "PROFILE" if profile else ""


@contextmanager
def _made_folder(source: str | None) -> Iterator[None]:
    """Create the data folder for a script if it does not exist; remove it again if nothing was saved."""
    from sociogram.sources import is_path

    folder = Path(source) if source is not None and is_path(source) else None
    if folder is None or folder.exists() or folder.suffix or not folder.parent.is_dir():
        yield
        return
    folder.mkdir()
    entities = folder / "entities.csv"
    entities.touch()
    try:
        yield
    finally:
        if not entities.stat().st_size:  # a reader may stop early after the graph was saved
            shutil.rmtree(folder)


def _write_rows(
    result: Result, output: Path | None, format_: str | None, limit: int | None, *, safe_cells: bool
) -> None:
    """Write the rows; on a terminal, also their number."""
    with nullcontext(sys.stdout) if output is None else atomic_writer(output) as opened:
        on_terminal = opened.isatty()
        stream: Any = Terminal(opened) if on_terminal and output is not None else opened
        chosen = format_ or ("table" if on_terminal else "tsv")
        columns, rows = result.columns, limited(result.stream(), limit)
        if safe_cells:
            columns, rows = tuple(map(safe_cell, columns)), safe_rows(rows)
            if output is not None and chosen == "csv":
                stream.write(BOM)
        number = WRITERS[chosen](columns, rows, stream)
    for line in result.summary.notifications:
        click.echo(line, err=True)
    if on_terminal:
        click.echo(f"{number} row{'' if number == 1 else 's'}", err=True)


def _files_of(file: TextIO | None) -> list[str]:
    """Return the file that ``-f`` names."""
    if file is None:
        return []
    return [file.name if Path(file.name).is_file() else "/dev/stdin"]


def _literal_or_text(value: str) -> Any:
    """Read a value as a Cypher literal (``2``, ``true``, ``['a']``), or else as a string.

    A number must have its canonical form: ``007`` stays a string.
    """
    from sociogram.graph.errors import SociogramError
    from sociogram.queries.stored.typed_values import literal_value

    try:
        read = literal_value(value)
    except (SociogramError, ValueError):
        return value
    return (
        value if isinstance(read, int | float) and not isinstance(read, bool) and str(read) != value else read
    )
