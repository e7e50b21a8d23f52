"""``sociogram draft``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sociogram.cli.options import say, wait_option, warnings_on_stderr

if TYPE_CHECKING:
    from sociogram.loaders.drafting.drafted import Draft


@click.command(
    epilog="""\b
Examples:
  sociogram draft interview.txt --to my-graph --language en
  sociogram draft interview.txt --to my-graph --schema > instructions.txt
"""
)
@click.argument("file", required=False, metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "-g",
    "--graph",
    "folder",
    envvar="SOCIOGRAM_GRAPH",
    metavar="FOLDER",
    help="The data folder; created if it does not exist.",
)
@click.option(
    "--language", metavar="CODE", help="The text's language: de, en, es, fr, it, nl, pt or another."
)
@click.option("--source", metavar="ID", help="The text's id in sources.csv. [default: the file's name]")
@click.option(
    "--encoding", metavar="NAME", help="The encoding of FILE, if it is not UTF-8. [default: a guess]"
)
@click.option(
    "--schema",
    is_flag=True,
    help="Print instructions and a JSON schema for a language model, with the text if FILE is given and the "
    "known actors if --to is.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be drafted; write nothing.")
@wait_option
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table", show_default=True)
def draft(
    file: Path | None,
    folder: str | None,
    language: str | None,
    source: str | None,
    encoding: str | None,
    schema: bool,
    dry_run: bool,
    wait: float,
    format_: str,
) -> None:
    """Draft a graph from a text: candidate actors, and an empty claim for each pair in a paragraph.

    No language model is used. Names are found by their capitals, and actors in FOLDER by their names and
    aliases. Every claim is a draft (review=draft), which is neither drawn nor counted until you fill it in.
    Drafting a text again changes nothing.
    """
    from sociogram.loaders.drafting.draft import draft_file
    from sociogram.sources import is_server

    if folder is not None and is_server(folder):
        raise click.BadParameter(
            "A draft goes into a folder, to be reviewed there. Load the folder into the server afterwards.",
            param_hint="--to",
        )
    if schema:
        click.echo(_instructions(file, folder, encoding), nl=False)
        return
    if file is None:
        raise _missing("FILE")
    if folder is None:
        raise _missing("--to FOLDER")
    if language is None:
        raise _missing("--language CODE")
    with warnings_on_stderr():
        drafted = draft_file(
            file,
            folder,
            language=language,
            source=source,
            encoding=encoding,
            dry_run=dry_run,
            wait=wait,
            notify=say,
        )
    if format_ == "json":
        click.echo(json.dumps(drafted.to_dict(), ensure_ascii=False, indent=2))
    else:
        for line in _table(drafted):
            click.echo(line)
        for remark in drafted.remarks:
            say(str(remark))
    say(drafted.summary())


def _missing(what: str) -> click.UsageError:
    return click.UsageError(f"Missing {what}. Example: sociogram draft text.txt --to graph --language en")


def _instructions(file: Path | None, folder: str | None, encoding: str | None) -> str:
    from sociogram.loaders.folder.data_folder import read_folder
    from sociogram.loaders.readers.plain_text import read_text
    from sociogram.loaders.text.extraction import instructions
    from sociogram.loaders.text.paragraphs import paragraphs_of

    actors: Iterable[tuple[str, str]] = ()
    if folder is not None and Path(folder).exists():
        rows = read_folder(folder).entities.rows()
        actors = [(str(row["id"]), str(row.get("name", row["id"]))) for row in rows]
    with warnings_on_stderr():
        paragraphs = () if file is None else paragraphs_of(read_text(file, encoding))
    return instructions(paragraphs, actors)


def _table(drafted: Draft) -> Iterable[str]:
    """Yield a line for each actor: whether it is new, its name, id, type and paragraphs."""
    rows = [("", "actor", "id", "type", "paragraphs")] + [
        (
            "new" if actor.is_new else "known",
            actor.name,
            actor.id,
            ", ".join(actor.types) or "–",
            ", ".join(map(str, actor.paragraphs)),
        )
        for actor in drafted.actors
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        yield "  ".join([*cells, row[4]]).rstrip()
