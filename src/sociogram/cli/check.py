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
    help="Check that the paragraph of this text that a tie cites names both its ends.",
)
@click.option(
    "--most",
    type=click.IntRange(min=0),
    default=100,
    show_default=True,
    help="Show at most so many findings.",
)
def check(source: str | None, file: TextIO | None, most: int) -> None:
    """Tell what is wrong with a data set, each with line, column and cure.

    Exit code 1 tells that something misleads: a reference into nothing, a row that cannot be read, a
    paragraph that does not name an end. Gaps (a tie without a claimant, an actor without a tie) are
    told and leave the exit code 0.
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
    grave = sum(finding.grave for finding in findings)
    if len(findings) > most:
        click.echo(f"… and {len(findings) - most} more; --most shows them.", err=True)
    click.echo(
        f"{grave} at fault, {len(findings) - grave} gaps." if findings else "Nothing is wrong.", err=True
    )
    if grave:
        raise click.exceptions.Exit(1)
