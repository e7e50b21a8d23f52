"""The line editor: history, multi-line input, completion."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer
from prompt_toolkit.completion import Completion as Offer
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from sociogram.cli.prompt.commands import leaves
from sociogram.cli.prompt.completion import Completion
from sociogram.queries.cypher.syntax.source_text import split_statements

if TYPE_CHECKING:
    from sociogram.cli.prompt.session import Session

_SECRET = re.compile(
    r"pass(word|wd|phrase)?\b|secret|token|api[_ -]?key|credential|://[^\s/]*:[^\s/]*@", re.I
)


def prompt_session(session: Session, *, history: Path | None) -> PromptSession[str]:
    """Return an editor that accepts a statement after its semicolon, and a command at the end of its line.

    Args:
        session: the session, from whose graph completion reads names.
        history: the file for the history, with mode 0600; None to save no history.
    """
    return PromptSession(
        "sociogram> ",
        multiline=True,
        prompt_continuation="       ..> ",
        key_bindings=_keys(),
        history=_history(history),
        completer=_GraphCompleter(Completion(session)),
        complete_while_typing=False,
        enable_open_in_editor=False,
    )


def is_complete(text: str) -> bool:
    """Return whether Enter runs the text instead of starting a new line."""
    typed = text.strip()
    if not typed or typed.startswith(":") or leaves(typed):
        return True
    return typed.endswith(";") and not split_statements(typed)[1]


def _keys() -> KeyBindings:
    keys = KeyBindings()

    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if is_complete(buffer.text):
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    return keys


class _GraphCompleter(Completer):
    def __init__(self, completion: Completion) -> None:
        self._completion = completion

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Offer]:  # noqa: ARG002
        for word, replaced in self._completion.offers(document.text_before_cursor):
            yield Offer(word, start_position=-replaced)


class _SafeHistory(FileHistory):
    """A history that omits lines that look like secrets."""

    def store_string(self, string: str) -> None:
        if not _SECRET.search(string):
            super().store_string(string)


def _history(path: Path | None) -> History:
    """Return a history in a file that only its owner can read; in memory if the file cannot be written."""
    if path is None:
        return InMemoryHistory()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(
            path, os.O_CREAT | os.O_APPEND | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0), 0o600
        )
        os.fchmod(descriptor, 0o600)
        os.close(descriptor)
    except OSError:
        return InMemoryHistory()
    return _SafeHistory(path)
