"""Options that name texts: ``--text [SOURCE_ID=]FILE`` and the argument of the same form."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sociogram.cli.options import warnings_on_stderr
from sociogram.graph.common.text import did_you_mean, nearest

if TYPE_CHECKING:
    from sociogram.loaders.text.given import Texts

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file that ``--text`` names.

    Attributes:
        source: the id of the source whose text it is; None if the user did not give one.
        path: the file; ``-`` is standard input.
    """

    source: str | None
    path: str

    def __str__(self) -> str:
        """Return the value of the option that names it."""
        return self.path if self.source is None else f"{self.source}={self.path}"

    def read(self) -> str:
        """Return the text.

        Raises:
            DataError: the file cannot be read, or is not text.
        """
        from sociogram.loaders.readers.plain_text import decode_text, read_text

        with warnings_on_stderr():
            if self.path == "-":
                return decode_text(sys.stdin.buffer.read(), self.path)
            return read_text(self.path)


def with_sources(files: Sequence[TextFile], sources: Collection[str]) -> list[TextFile]:
    """Return the files; one without a source gets the source with its name, if there is one.

    ``draft interview.txt`` creates the source ``interview.txt``; users often omit the suffix.
    """
    return [
        replace(file, source=next((id_ for id_ in _ids_of(file.path) if id_ in sources), None))
        if file.source is None
        else file
        for file in files
    ]


def _ids_of(path: str) -> tuple[str, str]:
    return Path(path).name, Path(path).stem


class _TextFileType(click.ParamType[TextFile]):
    """``[SOURCE_ID=]FILE``. Both may contain ``=``; the first split that gives an existing file is used."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> TextFile:
        if isinstance(value, TextFile):
            return value
        splits = [(value[:at], value[at + 1 :]) for at, letter in enumerate(value) if letter == "="]
        candidates: list[tuple[str | None, str]] = [(None, value), *splits]
        for source, path in candidates:
            if path == "-" or Path(path).is_file():
                return TextFile((source or "").strip() or None, path)
        path = splits[0][1] if splits else value
        what = "is a folder; name a file" if Path(path).is_dir() else "does not exist"
        raise click.BadParameter(f"'{path}' {what}.", ctx=ctx, param=param)


def text_option(help_: str) -> Callable[[F], F]:
    """Add ``--text [SOURCE_ID=]FILE``, repeatable, for ``read_texts``."""
    return click.option(
        "--text", "text_files", type=_TextFileType(), multiple=True, metavar="[SOURCE_ID=]FILE", help=help_
    )


def text_argument(function: F) -> F:
    """Add the argument ``[SOURCE_ID=]FILE``."""
    return click.argument("file", type=_TextFileType(), metavar="[SOURCE_ID=]FILE")(function)


def read_texts(files: Sequence[TextFile]) -> tuple[dict[str, str], str | None]:
    """Read the files of ``--text``; return the texts by source, and that of the file without one.

    Raises:
        click.BadParameter: a source is named twice, or several files have none.
        DataError: a file cannot be read.
    """
    sources = [file.source for file in files]
    for source in sources:
        if sources.count(source) > 1:
            what = "several files have no source" if source is None else f"'{source}' is given twice"
            raise click.BadParameter(f"{what}. Write SOURCE_ID=FILE for each.", param_hint="--text")
    by_source = {file.source: file.read() for file in files}
    return {source: text for source, text in by_source.items() if source}, by_source.get(None)


def texts_to_load(files: Sequence[TextFile]) -> Texts:
    """Read the files of ``--text`` for a load; those without a source are matched by their names.

    Raises:
        click.BadParameter: a source is named twice.
        DataError: a file cannot be read.
    """
    from sociogram.loaders.text.given import Texts

    by_source, _ = read_texts([file for file in files if file.source is not None])
    plain = [file for file in files if file.source is None]
    if len(plain) == 1:
        return Texts(by_source, plain[0].read(), names=_ids_of(plain[0].path))
    for file in plain:
        text = file.read()
        by_source |= {id_: text for id_ in _ids_of(file.path) if id_ not in by_source}
    return Texts(by_source)


def check_sources_of(files: Sequence[TextFile], texts: Collection[str], sources: Collection[str]) -> None:
    """Check that each file of ``--text`` is the text of exactly one source.

    Args:
        files: the values of the option.
        texts: ids of the sources that claims cite as their text.
        sources: ids of all sources.

    Raises:
        click.BadParameter: a source is unknown, or a file without one could be any of several texts.
    """
    for file in files:
        if file.source is not None and file.source not in sources:
            offer = did_you_mean(nearest(file.source, sources))
            message = f"There is no source '{file.source}'. {offer}".rstrip()
            raise click.BadParameter(message, param_hint="--text")
    possible = sorted(set(texts) - {file.source for file in files})
    plain = next((file for file in files if file.source is None), None)
    if plain is not None and len(possible) > 1:
        shown = ", ".join(possible[:5]) + (", …" if len(possible) > 5 else "")
        raise click.BadParameter(
            f"Say which text '{plain.path}' is; the claims are of {len(possible)} ({shown}). "
            f"Write --text SOURCE_ID={plain.path}.",
            param_hint="--text",
        )
