"""The command line: one thin file a command, each imported only when it is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from sociogram.graph.errors import SociogramError
from sociogram.graph.version import __version__

COMMANDS = {
    "demo": "See what it does: the article's counts, a query, a page.",
    "load": "Merge CSV files into a folder or into Neo4j.",
    "check": "Tell what is wrong with a data set, with line, column and cure.",
    "query": "Run a stored query, or Cypher of your own.",
    "queries": "List, show and check the stored queries.",
    "path": "Tell how two actors connect, in words and with sources.",
    "page": "Write one HTML page that works offline.",
    "export": "Write GraphML, GEXF, JSON, Cypher, CSV or neo4j-admin files.",
    "stats": "Count what a graph holds.",
    "shell": "Cypher at a prompt.",
    "cache": "Show or remove the indexes kept of large folders.",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called, and listed without importing any."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order of a first acquaintance."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"sociogram.cli.{cmd_name}"), cmd_name)
        if not isinstance(command, click.Command):
            raise TypeError(f"sociogram.cli.{cmd_name} holds no command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; one that is not there brings the nearest to mind."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from sociogram.queries.names import did_you_mean, nearest

            offer = did_you_mean(nearest(args[0], COMMANDS))
            raise click.UsageError(f"{error.message} {offer}".rstrip(), ctx) from None

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a reader that has had enough (``sociogram query … | head``) is no error."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands from the table above."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Each command tells more, with an example: sociogram COMMAND --help",
)
@click.version_option(__version__, prog_name="sociogram")
def cli() -> None:
    """Who is connected to whom, who says so, and where.

    Actors and typed relations from CSV, in memory or on Neo4j; the same Cypher on both.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; every error becomes words on stderr and an exit code here.

    0 done, 1 the data or the query is at fault, 2 usage (click's own).
    """
    try:
        code = cli.main(arguments, prog_name="sociogram", standalone_mode=False)
    except SociogramError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except OSError as error:
        click.echo(f"Error: {error.filename or ''}: {error.strerror}", err=True)
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)
