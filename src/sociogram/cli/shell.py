"""``sociogram shell``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

import sociogram
from sociogram.cli.options import graph_option, open_graph, say, timeout_option
from sociogram.graph.errors import SociogramError
from sociogram.queries.results.terminal import visible
from sociogram.queries.results.writers import WRITERS

if TYPE_CHECKING:
    from sociogram.queries.results.result import Result

WELCOME = "Type Cypher and end it with a semicolon. :help lists the commands, :quit leaves."
HELP = """\
:help            list these commands
:queries         list the stored queries
:run NAME        run a stored query with its defaults
:quit            leave (or Ctrl-D)
MATCH … RETURN … ;   run Cypher, on one or more lines"""


@click.command(epilog="\b\nExample:\n  sociogram shell -g data")
@graph_option
@timeout_option
@click.option("--write", is_flag=True, help="Allow queries to change the graph.")
def shell(source: str | None, timeout: float, write: bool) -> None:
    """Run Cypher at a prompt, with history and completion.

    Standard input may be a script; the exit code is 1 if any of its statements fails.
    """
    with open_graph(source) as graph:
        _prepare_line_editing(graph)
        click.echo(WELCOME, err=True)
        is_typed = sys.stdin.isatty()
        all_ran = True
        for statement in _statements():
            if statement.startswith(":"):
                all_ran &= _guarded(_command, graph, statement)
            else:
                all_ran &= _guarded(_run, graph, statement, timeout, write)
    if not (all_ran or is_typed):  # who types sees the error; a script looks at the exit code
        raise click.exceptions.Exit(1)


def _statements() -> Iterator[str]:
    """Give what is entered: a command in one line, or Cypher up to a semicolon.

    Cypher without a semicolon at the end of a script is run, too; at a prompt, Ctrl-D drops it.
    """
    lines: list[str] = []
    while (line := _read("..> " if lines else "sociogram> ")) is not None:
        if not lines and line.strip() in {":quit", ":exit"}:
            return
        if not lines and line.strip().startswith(":"):
            yield line.strip()
            continue
        lines.append(line)
        if line.rstrip().endswith(";"):
            yield "\n".join(lines)
            lines = []
    if "".join(lines).strip() and not sys.stdin.isatty():
        yield "\n".join(lines)


def _read(prompt: str) -> str | None:
    try:
        return input(prompt if sys.stdin.isatty() else "")
    except EOFError:
        return None


def _guarded(function: Callable[..., None], *arguments: object) -> bool:
    """Call a function; print an error and return to the prompt. Return whether it succeeded."""
    try:
        function(*arguments)
    except SociogramError as error:
        click.echo(f"Error: {error}", err=True)
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
    else:
        return True
    return False


def _command(graph: sociogram.Graph, line: str) -> None:
    word, _, rest = line.partition(" ")
    if word == ":queries":
        for name in graph.queries.names():
            click.echo(name)
    elif word == ":run" and rest:
        _write(graph.query(rest.strip()))
    else:
        click.echo(HELP)


def _run(graph: sociogram.Graph, text: str, timeout: float, write: bool) -> None:
    result = graph.run(text, write=write, timeout=timeout)
    if write:
        list(result)  # the query finishes when all rows are read
        graph.save(notify=say)
    _write(result)


def _write(result: Result) -> None:
    number = WRITERS["table"](result.columns, result, sys.stdout)
    click.echo(f"{number} row{'' if number == 1 else 's'}", err=True)
    for message in result.summary.notifications:
        click.echo(message, err=True)


def _prepare_line_editing(graph: sociogram.Graph) -> None:
    """Add history and completion to the prompt, if Python has readline."""
    if not sys.stdin.isatty():
        return
    try:
        import readline
    except ImportError:  # Windows
        return
    words = sorted(_words(graph))

    def complete(text: str, state: int) -> str | None:
        matching = [word for word in words if word.lower().startswith(text.lower())]
        return matching[state] if state < len(matching) else None

    readline.set_completer_delims(" \t\n()[]{}:,.|&!")
    readline.set_completer(complete)
    readline.parse_and_bind("tab: complete")


KEYWORDS = (
    "MATCH", "OPTIONAL", "WHERE", "RETURN", "WITH", "UNWIND", "ORDER BY", "SKIP", "LIMIT", "DISTINCT",
    "UNION", "CALL", "CREATE", "MERGE", "SET", "REMOVE", "DELETE", "DETACH", "EXISTS", "COUNT", "AS",
)  # fmt: skip


def _words(graph: sociogram.Graph) -> set[str]:
    words = {*KEYWORDS, ":queries", ":run", ":help", ":quit", *graph.queries.names()}
    for query in ("CALL db.labels()", "CALL db.relationshipTypes()", "CALL db.propertyKeys()"):
        words.update(str(record[0]) for record in graph.run(query))
    return {word for word in words if word == visible(word)}  # readline prints them unchanged
