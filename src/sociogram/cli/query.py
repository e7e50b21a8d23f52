"""``sociogram query``."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, TextIO

import click

from sociogram.api import Mode
from sociogram.cli.options import (
    complete_queries,
    folders_option,
    graph_option,
    open_graph,
    pairs_to_dict,
    parameters_option,
    timeout_option,
)
from sociogram.queries.writers import WRITERS, limited


@click.command(
    epilog="""\b
Examples:
  sociogram query connections-of -p actor="Lisa Kenna"
  sociogram query -c 'MATCH (a:Person)-[r]->(b) RETURN a.name, type(r), b.name' --format csv
"""
)
@click.argument("name", required=False, metavar="[NAME]", shell_complete=complete_queries)
@click.option("-c", "--command", "text", metavar="CYPHER", help="Cypher to run instead of a stored query.")
@click.option(
    "-f",
    "--file",
    type=click.File(encoding="utf-8"),
    help="A file of Cypher to run; '-' is standard input.",
)
@graph_option
@folders_option
@parameters_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(WRITERS)),
    help="How to write the rows. A table on a terminal, tab-separated otherwise.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Write at most N rows.")
@timeout_option
@click.option("--write", is_flag=True, help="Let the query change the graph.")
@click.option("--explain", is_flag=True, help="Show the plan; run nothing.")
@click.option("--profile", is_flag=True, help="Run, and show the plan with rows and times.")
def query(
    name: str | None,
    text: str | None,
    file: TextIO | None,
    source: str | None,
    folders: tuple[Path, ...],
    pairs: tuple[str, ...],
    format_: str | None,
    output: Path | None,
    limit: int | None,
    timeout: float,
    write: bool,
    explain: bool,
    profile: bool,
) -> None:
    """Run a stored query by NAME, or Cypher of your own with -c or -f."""
    if sum(given is not None for given in (name, text, file)) != 1:
        raise click.UsageError("Give one of: the NAME of a stored query, -c CYPHER, -f FILE.")
    if explain and profile:
        raise click.UsageError("Give --explain or --profile, not both.")
    if file is not None:
        text = file.read()
    values = pairs_to_dict(pairs)
    with open_graph(source, queries=folders) as graph:
        if write and not graph.can_save:
            raise click.UsageError("--write needs a graph that keeps it: -g FOLDER, or a Neo4j URI.")
        mode: Mode = "EXPLAIN" if explain else "PROFILE" if profile else ""
        if name is not None:
            result = graph.query(name, timeout=timeout, mode=mode, parameters=values)
        else:
            typed = {key: _literal_or_text(value) for key, value in values.items()}
            result = graph.run(f"{mode} {text}" if mode else str(text), typed, write=write, timeout=timeout)
        if explain or profile:
            for _ in result:
                pass
            click.echo(result.summary.plan_text())
            return
        with _opened(output) as stream:
            on_terminal = stream.isatty()
            number = _writer(format_, stream)(result.columns, limited(result.stream(), limit), stream)
        for line in result.summary.notifications:
            click.echo(line, err=True)
        if write:
            graph.save()
        if on_terminal:
            click.echo(f"{number} row{'' if number == 1 else 's'}", err=True)


def _opened(output: Path | None) -> AbstractContextManager[TextIO]:
    return nullcontext(sys.stdout) if output is None else output.open("w", encoding="utf-8", newline="")


def _writer(format_: str | None, stream: TextIO) -> Any:
    return WRITERS[format_ or ("table" if stream.isatty() else "tsv")]


def _literal_or_text(value: str) -> Any:
    """Read a value as Cypher would (``2``, ``true``, ``['a']``); what is no literal is a text.

    A number must be written as Cypher writes it back, so that ``007`` stays a text.
    """
    from sociogram.graph.errors import SociogramError
    from sociogram.queries.catalogue import literal_value

    try:
        read = literal_value(value)
    except (SociogramError, ValueError):
        return value
    return (
        value if isinstance(read, int | float) and not isinstance(read, bool) and str(read) != value else read
    )
