r"""Standard output and standard error, safe to write anything to.

What a terminal would obey (escape sequences, other control characters, marks that turn the direction of
text) reaches it as ``\u001b`` and the like, whoever prints it. Pipes and files get the text as it is.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from sociogram.queries.results.terminal import visible


class OutputError(OSError):
    """Standard output takes no more: a full disk, a quota, a closed descriptor."""


class _Output(io.FileIO):
    """Standard output, whose failures can be told from those of other files."""

    def write(self, data: Any) -> int:
        """Write bytes; a reader that has gone is a ``BrokenPipeError`` as everywhere."""
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(error.errno, error.strerror) from error


class Terminal:
    """A text stream to a terminal that shows control characters and never sends them."""

    def __init__(self, stream: TextIO) -> None:
        self.terminal = stream

    def __getattr__(self, name: str) -> Any:
        if name == "buffer":  # bytes would come by
            raise AttributeError(name)
        return getattr(self.terminal, name)

    def write(self, text: str) -> int:
        """Write text, with its control characters shown."""
        self.terminal.write(visible(text))
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Write several texts."""
        for line in lines:
            self.write(line)


class Words(Terminal):
    """Standard error: words that nobody reads any more are no reason to stop."""

    def write(self, text: str) -> int:
        """Write text; a closed pipe or a full disk swallows it."""
        with suppress(OSError):
            self.terminal.write(visible(text) if self.terminal.isatty() else text)
        return len(text)

    def flush(self) -> None:
        """Send on what was written, where it can be."""
        with suppress(OSError):
            self.terminal.flush()


@contextmanager
def guarded_streams() -> Iterator[None]:
    """Put the guards in front of ``sys.stdout`` and ``sys.stderr`` while a command runs."""
    before = sys.stdout, sys.stderr
    out: Any = _output(sys.stdout)
    err: Any = sys.stderr if sys.stderr is not None else io.StringIO()
    sys.stdout = Terminal(out) if out.isatty() else out
    sys.stderr = Words(err)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def _output(stream: Any) -> Any:
    """Return standard output with failures of its own, in UTF-8 where no terminal says otherwise."""
    if stream is None:  # closed: what is written to it shall fail
        stream = os.fdopen(os.open(os.devnull, os.O_RDONLY), "r", encoding="utf-8")
    try:
        descriptor = stream.fileno()
    except OSError:  # a program that calls us has put a stream of its own there
        return stream
    stream.flush()
    is_terminal = stream.isatty()
    return io.TextIOWrapper(
        io.BufferedWriter(_Output(descriptor, "w", closefd=False)),
        encoding=stream.encoding if is_terminal else "utf-8",
        # a file name may hold any byte
        errors="backslashreplace" if is_terminal else "surrogateescape",
        line_buffering=is_terminal,
    )


def stop_writing() -> None:
    """Send what is still to be printed nowhere: the reader has gone, or the disk is full."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def unguarded(stream: TextIO) -> TextIO:
    """Return the terminal itself, for a program that draws on it and prints no data."""
    terminal: TextIO = getattr(stream, "terminal", stream)
    return terminal
