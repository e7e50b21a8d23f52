"""``sociogram check``."""

from __future__ import annotations

from contextlib import closing
from typing import TextIO

import click

from sociogram.cli.options import read_text, warnings_on_stderr


@click.command(
    epilog="""\b
Examples:
  sociogram check data
  sociogram check data --text article.txt
"""
)
@click.argument("source", required=False, envvar="SOCIOGRAM_GRAPH")
@click.option(
    "--text",
    "file",
    type=click.File(encoding="utf-8-sig"),
    metavar="FILE",
    help="Also check that the paragraph of FILE that a tie cites names both of its actors.",
)
@click.option(
    "--most",
    type=click.IntRange(min=0),
    default=100,
    show_default=True,
    metavar="N",
    help="Show at most N findings.",
)
def check(source: str | None, file: TextIO | None, most: int) -> None:
    """Check a data set; report each finding with line, column and cure.

    Exits with 1 if there are errors: a reference to an unknown id, a row that cannot be read, a paragraph
    that does not name an actor of the tie. Warnings (a tie without a claimant, an actor without a tie) do
    not change the exit code.
    """
    from sociogram.queries.datacheck import check_files, check_store
    from sociogram.sources import csv_files, is_server, open_server

    text = None if file is None else read_text(file)
    if source and is_server(source):
        with closing(open_server(source)) as store:
            findings = check_store(store, text)
    else:
        with warnings_on_stderr():
            findings = check_files(csv_files(source), text)
    for finding in findings[:most]:
        click.echo(finding)
    if len(findings) > most:
        click.echo(f"… and {len(findings) - most} more; use --most to show them.", err=True)
    errors = sum(finding.severity == "error" for finding in findings)
    click.echo(f"{_count(errors, 'error')}, {_count(len(findings) - errors, 'warning')}.", err=True)
    if errors:
        raise click.exceptions.Exit(1)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
