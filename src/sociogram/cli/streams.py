r"""Standard output and standard error, safe for any text.

On a terminal, control characters (escape sequences, marks that change the direction of text) are escaped, as
in ``\u001b``. Pipes and files get the text unchanged.
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
    """Standard output cannot be written: a full disk, a quota, a closed descriptor."""


class _Output(io.FileIO):
    """Standard output, whose errors have a class that differs from those of other files."""

    def write(self, data: Any) -> int:
        """Write bytes; a closed pipe raises ``BrokenPipeError``, as for other files."""
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(error.errno, error.strerror) from error


class Terminal:
    """A text stream that escapes control characters instead of sending them to the terminal."""

    def __init__(self, stream: TextIO) -> None:
        self.terminal = stream

    def __getattr__(self, name: str) -> Any:
        if name == "buffer":  # bytes would bypass the guard
            raise AttributeError(name)
        return getattr(self.terminal, name)

    def write(self, text: str) -> int:
        """Write text with its control characters escaped."""
        self.terminal.write(visible(text))
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Write several texts."""
        for line in lines:
            self.write(line)


class Messages(Terminal):
    """Standard error; a message that cannot be written does not stop the program."""

    def write(self, text: str) -> int:
        """Write text; ignore a closed pipe or a full disk."""
        with suppress(OSError):
            self.terminal.write(visible(text) if self.terminal.isatty() else text)
        return len(text)

    def flush(self) -> None:
        """Flush; ignore a closed pipe or a full disk."""
        with suppress(OSError):
            self.terminal.flush()


@contextmanager
def guarded_streams() -> Iterator[None]:
    """Replace ``sys.stdout`` and ``sys.stderr`` with guarded streams while a command runs."""
    before = sys.stdout, sys.stderr
    out: Any = _output(sys.stdout)
    err: Any = sys.stderr if sys.stderr is not None else io.StringIO()
    sys.stdout = Terminal(out) if out.isatty() else out
    sys.stderr = Messages(err)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def _output(stream: Any) -> Any:
    """Return standard output that raises ``OutputError``, in UTF-8 unless a terminal has another encoding."""
    if stream is None:  # closed: writing to it must fail
        stream = os.fdopen(os.open(os.devnull, os.O_RDONLY), "r", encoding="utf-8")
    try:
        descriptor = stream.fileno()
    except OSError:  # a calling program replaced the stream
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
    """Discard all further output: the reader has stopped, or the disk is full."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def unguarded(stream: TextIO) -> TextIO:
    """Return the stream without the guard, for a progress bar."""
    terminal: TextIO = getattr(stream, "terminal", stream)
    return terminal
