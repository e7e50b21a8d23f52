"""``sociogram shell``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from sociogram.cli.actor_options import actor_options
from sociogram.cli.options import graph_argument, open_graph, timeout_option
from sociogram.cli.prompt.commands import leaves, run_command
from sociogram.cli.prompt.session import Session
from sociogram.graph.errors import SociogramError
from sociogram.queries.cypher.syntax.source_text import split_statements

WELCOME = "Type Cypher and end it with a semicolon. :help lists the commands, :quit leaves."


@click.command(
    epilog="\b\nExamples:\n  sociogram shell -g data\n  echo 'MATCH (a) RETURN count(a);' | sociogram shell"
)
@graph_argument
@actor_options
@timeout_option
@click.option("--write", is_flag=True, help="Allow queries to change the graph.")
@click.option(
    "--no-input-history",
    is_flag=True,
    envvar="SOCIOGRAM_NO_INPUT_HISTORY",
    help="Do not save the history. Lines with passwords or keys are never saved.",
)
def shell(source: str | None, timeout: float, write: bool, no_input_history: bool) -> None:
    """Run Cypher at a prompt, with history and completion.

    Standard input may be a script; the exit code is 1 if any of its statements fails.
    """
    with open_graph(source) as graph:
        session = Session(graph, timeout, write)
        click.echo(WELCOME, err=True)
        is_typed = sys.stdin.isatty()
        entries = _typed(session, keep=not no_input_history) if is_typed else _script()
        all_ran = True
        for entry in entries:
            if leaves(entry):
                break
            if entry.startswith(":"):
                all_ran &= _guarded(run_command, session, entry)
            else:
                all_ran &= _guarded(session.run, entry)
    if not (all_ran or is_typed):  # a user at the prompt sees the error; a script reads the exit code
        raise click.exceptions.Exit(1)


def _typed(session: Session, *, keep: bool) -> Iterator[str]:
    """Yield statements and commands as they are entered; Ctrl-C discards the input, Ctrl-D ends."""
    import platformdirs

    from sociogram.cli.prompt.terminal import prompt_session

    history: Path | None = platformdirs.user_state_path("sociogram") / "shell_history" if keep else None
    editor = prompt_session(session, history=history)
    while True:
        try:
            text = editor.prompt()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        yield from _entries(text)


def _script() -> Iterator[str]:
    """Yield the statements and commands of standard input; the last statement needs no semicolon."""
    pending = ""
    for line in sys.stdin:
        if not pending.strip() and (line.strip().startswith(":") or leaves(line)):
            yield line.strip()
            continue
        statements, pending = split_statements(pending + line)
        yield from filter(str.strip, statements)
    if pending.strip():
        yield pending


def _entries(text: str) -> list[str]:
    if text.strip().startswith(":"):
        return [text.strip()]
    statements, rest = split_statements(text)
    return [statement for statement in (*statements, rest) if statement.strip()]


def _guarded(function: Callable[..., None], *arguments: object) -> bool:
    """Call a function and return whether it succeeded; errors are printed."""
    try:
        function(*arguments)
    except SociogramError as error:
        click.echo(f"Error: {error}", err=True)
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
    else:
        return True
    return False
