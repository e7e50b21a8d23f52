"""The command line: the group of commands, its errors and exit codes."""

from __future__ import annotations

import signal
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from sociogram.cli.streams import OutputError, guarded_streams, stop_writing
from sociogram.graph.common.files import lone_surrogate
from sociogram.graph.common.version import __version__
from sociogram.graph.errors import OverwriteError, SociogramError, SociogramWarning

COMMANDS = {
    "demo": "Try sociogram on its article: counts, a query, a page.",
    "load": "Merge sheets and graph files into a folder or into Neo4j.",
    "draft": "Draft a graph from a text: candidate actors and empty claims.",
    "review": "Write a page where a text and its claims are reviewed side by side.",
    "check": "Check a data set; report each finding with line, column, tie and cure.",
    "query": "Run a stored query, or your own Cypher.",
    "queries": "List, show and check the stored queries.",
    "path": "Show how two actors are connected, in words and with sources.",
    "duplicates": "List pairs of actors that may be the same, with reasons; merge those decided to be.",
    "decide": "Decide whether two actors are the same; every later load follows.",
    "merge": "Merge actors that are the same.",
    "set": "Change single values of an actor, a claim or a source.",
    "rename": "Give an actor another name or id.",
    "split": "Split an actor into two.",
    "remove": "Remove actors, claims and sources.",
    "log": "List the changes of a data folder.",
    "diff": "Show which rows differ between two versions, cell by cell.",
    "undo": "Undo the last changes of a data folder.",
    "redo": "Redo the changes that undo undid.",
    "compare": "Compare two texts, or two graphs, tie by tie.",
    "page": "Write an HTML page that works offline.",
    "export": "Write GraphML, GEXF, JSON, Cypher, CSV or neo4j-admin files.",
    "stats": "Count actors, ties, sources and components.",
    "shell": "Run Cypher at a prompt.",
    "cache": "Show or remove the cached tables of large folders.",
}


class LazyGroup(click.Group):
    """A group that imports a command when it runs, and lists the commands without importing any."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands, in the order in which a new user needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"sociogram.cli.commands.{cmd_name}"), cmd_name)
        if not isinstance(command, click.Command):
            raise TypeError(f"sociogram.cli.commands.{cmd_name} holds no command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; the error for an unknown one suggests what to write instead."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from sociogram.cli import guesses
            from sociogram.graph.common.text import did_you_mean, nearest

            meant = guesses.command(args)
            offer = f"Write: sociogram {meant}" if meant else did_you_mean(nearest(args[0], COMMANDS))
            offer = offer or "`sociogram --help` lists the commands."
            raise click.UsageError(f"{error.message} {offer}", ctx) from None

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a reader that stops early (``sociogram query … | head``) is not an error."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            stop_writing()
            return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands of ``COMMANDS``."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    # click strips escape sequences from output to a pipe; data must stay unchanged
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100, "color": True},
    epilog="Run sociogram COMMAND --help for details and an example.",
)
@click.version_option(__version__, prog_name="sociogram")
def cli() -> None:
    """Who is connected to whom, who says so, and where.

    Actors and typed relations from CSV, in memory or on Neo4j; the same Cypher on both.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; report every error on stderr and by an exit code.

    The codes are 0 for success, 1 for an error in the data, the query or an output, 2 for wrong usage or a
    file that must not be replaced, 130 for Ctrl-C, and 128 plus its number for another signal. A reader of
    standard output that stops early (``| head``) is not an error.
    """
    with guarded_streams(), _clean_exit_on_signals(), _plain_warnings():
        code = _run(arguments)
        failure = _flush()
    sys.exit(code or failure)


def _run(arguments: list[str] | None) -> int:
    try:
        code = cli.main(arguments, prog_name="sociogram", standalone_mode=False)
    except OverwriteError as error:
        return _failed(error, code=2)
    except SociogramError as error:
        return _failed(error)
    except click.NoSuchOption as error:
        from sociogram.cli.guesses import with_suggestion

        with_suggestion(error).show()
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return 130
    except UnicodeEncodeError as error:
        return _failed(f"Cannot write: {lone_surrogate(error)}")
    except OutputError as error:
        return _output_failed(error)
    except OSError as error:
        return _failed(f"{error.filename}: {error.strerror}" if error.filename else error)
    except Exception as error:  # noqa: BLE001 - the last resort: a bug in sociogram
        from sociogram.cli.internal_error import report

        return _failed(report(error))
    return code if isinstance(code, int) else 0


def _failed(reason: object, code: int = 1) -> int:
    click.echo(f"Error: {reason}", err=True, color=True)
    return code


def _flush() -> int:
    """Flush standard output; report a failure and return the exit code."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        stop_writing()
    except OutputError as error:
        return _output_failed(error)
    return 0


def _output_failed(error: OutputError) -> int:
    stop_writing()
    reason = (error.strerror or "").lower()
    return _failed(f"Cannot write to standard output: {reason}. The output is incomplete.")


@contextmanager
def _plain_warnings() -> Iterator[None]:
    """Show the library's warnings as messages, without the line of code that gave them."""
    with warnings.catch_warnings():
        show = warnings.showwarning

        def show_plainly(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
            if issubclass(category, SociogramWarning):
                click.echo(f"Warning: {message}", err=True)
            else:
                show(message, category, *where, **more)

        warnings.simplefilter("always", SociogramWarning)
        warnings.showwarning = show_plainly
        yield


@contextmanager
def _clean_exit_on_signals() -> Iterator[None]:
    """Exit by ``SystemExit`` on signals, so that temporary files are removed, with the shell's exit code."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in signals}
    for number in signals:
        if before[number] == signal.SIG_DFL:  # nohup ignores SIGHUP
            signal.signal(number, lambda number, _: sys.exit(128 + number))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
