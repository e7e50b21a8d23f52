"""``sociogram check``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

import click

from sociogram.cli.options import say, source_argument, source_option, warnings_on_stderr
from sociogram.cli.text_options import TextFile, check_sources_of, read_texts, text_option, with_sources
from sociogram.graph.common.text import first_few

if TYPE_CHECKING:
    from sociogram.queries.datacheck import DataCheck, FindingGroup


@click.command(
    epilog="""\b
Examples:
  sociogram check data
  sociogram check data --text article.txt
  sociogram check data --text ledger=ledger.txt --text echo=echo.txt
"""
)
@source_argument
@source_option
@text_option(
    "Also check the claims of this text: that each quote is in its paragraph word for word, and that "
    "the paragraph names both actors. Repeatable; SOURCE_ID may be omitted if the file is called "
    "after it, or all claims cite one text."
)
@click.option(
    "--most",
    type=click.IntRange(min=0),
    default=100,
    show_default=True,
    metavar="N",
    help="Show at most N lines: findings, or groups of those that are alike.",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text, or the same findings as a JSON list.",
)
def check(source: str | None, text_files: Sequence[TextFile], most: int, format_name: str) -> None:
    """Check a data set; report each finding with line, column, tie and cure.

    Errors come before warnings. Findings that are alike are one line, with their number and the first ones.

    Exits with 1 if there are errors: a reference to an unknown id, a row that cannot be read, a claim that
    contradicts itself, a quote that is not in the text, a paragraph that does not name an actor of the
    claim. Warnings (a tie without a claimant, an actor without a tie) do not change the exit code.
    """
    from sociogram.queries.datacheck import read_files, read_store
    from sociogram.sources import csv_files, is_server, open_server

    if source and is_server(source):
        with closing(open_server(source)) as store:
            data = read_store(store)
    else:
        with warnings_on_stderr():
            data = read_files(csv_files(source))
    _print(_findings(data, text_files), most, format_name)


def _findings(data: DataCheck, text_files: Sequence[TextFile]) -> list[FindingGroup]:
    from sociogram.queries.datacheck import Texts

    if not text_files:
        return data.groups()
    text_files = with_sources(text_files, data.source_ids)
    check_sources_of(text_files, data.text_ids, data.source_ids)
    texts = Texts(*read_texts(text_files))
    _report_left_out(data.left_out(texts))
    return data.groups(texts)


def _report_left_out(left_out: Mapping[str, int]) -> None:
    """Report the claims that were not checked because their text was not given."""
    if not left_out:
        return
    shown = [f"{source or 'without a source'} ({number:,})" for source, number in sorted(left_out.items())]
    say(f"Not checked, because their text was not given: claims of {first_few(shown, 5)}.")


def _print(groups: Sequence[FindingGroup], most: int, format_name: str) -> None:
    if format_name == "json":
        import json

        shown = [group.to_dict() for group in groups[:most]]
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        for group in groups[:most]:
            click.echo(group)
    if len(groups) > most:
        click.echo(f"… and {len(groups) - most} more; use --most to show them.", err=True)
    errors = sum(group.count for group in groups if group.severity == "error")
    warnings = sum(group.count for group in groups) - errors
    click.echo(f"{_count(errors, 'error')}, {_count(warnings, 'warning')}.", err=True)
    if errors:
        raise click.exceptions.Exit(1)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
