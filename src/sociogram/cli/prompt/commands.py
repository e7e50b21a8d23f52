"""The commands of the prompt: lines that begin with a colon."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click

from sociogram.cli.options import given_values
from sociogram.cli.prompt.session import Session
from sociogram.graph.common.text import did_you_mean, nearest
from sociogram.graph.errors import SociogramError
from sociogram.queries.results.terminal import visible
from sociogram.queries.results.writers import cell

_ASSIGNMENT = re.compile(r"(`[^`]+`|\w+)\s*(?:=>|:|=)\s*(.+)", re.DOTALL)
_session = click.make_pass_decorator(Session)


class Commands(click.Group):
    """A group whose errors and help show each command with its colon."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; the error for an unknown one suggests the nearest."""
        if self.get_command(ctx, args[0]) is None:
            offer = did_you_mean([f":{name}" for name in nearest(args[0], self.commands)])
            raise click.UsageError(f"There is no command :{args[0]}. {offer or ':help lists them.'}")
        return super().resolve_command(ctx, args)


def leaves(line: str) -> bool:
    """Return whether a line ends the session: ``:quit``, or a synonym that other prompts have."""
    return line.strip().removesuffix(";").casefold() in {":quit", ":exit", ":q", "quit", "exit", "\\q"}


@click.group(cls=Commands, add_help_option=False)
def commands() -> None:
    """Run a command of the prompt."""


def run_command(session: Session, line: str) -> None:
    """Run one line that begins with a colon.

    Raises:
        SociogramError: the command does not exist, its arguments are wrong, or it fails.
    """
    word, _, rest = line.strip().removeprefix(":").removesuffix(";").partition(" ")
    try:
        arguments = [rest.strip()] if word == "param" else shlex.split(rest)
        commands.main([word, *arguments], prog_name=":", standalone_mode=False, obj=session)
    except click.ClickException as error:
        raise SociogramError(error.format_message()) from None
    except ValueError as error:  # shlex: a quotation mark is not closed
        raise SociogramError(f"{error}. Close it, or remove it.") from None


@commands.command("help", add_help_option=False)
def help_() -> None:
    """List the commands."""
    rows = [(usage, commands.commands[name].get_short_help_str(80)) for name, usage in USAGE.items()]
    rows.append((":quit", "Leave (or Ctrl-D)."))
    rows.append(("MATCH … RETURN … ;", "Run Cypher, on one or more lines."))
    width = max(len(usage) for usage, _ in rows)
    for usage, what in rows:
        click.echo(f"{usage.ljust(width)}  {what}")


@commands.command(add_help_option=False)
@_session
def queries(session: Session) -> None:
    """List the stored queries."""
    stored = session.graph.queries.all()
    width = max(len(query.name) for query in stored)
    for query in stored:
        click.echo(f"{query.name.ljust(width)}  {query.title}")


@commands.command()
@click.argument("name")
@click.argument("values", nargs=-1)
@click.option("-p", "--param", "pairs", multiple=True, metavar="NAME=VALUE", help="A value for a parameter.")
@_session
def run(session: Session, name: str, values: tuple[str, ...], pairs: tuple[str, ...]) -> None:
    """Run a stored query."""
    given = given_values(session.graph.queries.get(name), values, pairs)
    session.show(session.graph.query(name, parameters=given, timeout=session.timeout))


@commands.command(add_help_option=False)
@click.argument("assignment")
@_session
def param(session: Session, assignment: str) -> None:
    """Set a parameter to the value of an expression."""
    if assignment.startswith("{"):
        session.parameters.update(session.evaluate(assignment))
        return
    match = _ASSIGNMENT.fullmatch(assignment)
    if match is None:
        raise SociogramError("Write `:param name => value`, such as `:param from => '2023-05-29'`.")
    session.parameters[match[1].strip("`")] = session.evaluate(match[2])


@commands.command(add_help_option=False)
@click.argument("action", required=False, type=click.Choice(["clear"]))
@_session
def params(session: Session, action: str | None) -> None:
    """List the parameters; `:params clear` forgets them."""
    if action:
        session.parameters.clear()
    for name, value in session.parameters.items():
        click.echo(f"{name} => {_shown(value)}")


def _shown(value: object) -> str:
    """Return a value as in tables, but a string in quotation marks."""
    return visible(f"'{value}'" if isinstance(value, str) else cell(value))


@commands.command(add_help_option=False)
@_session
def schema(session: Session) -> None:
    """List labels, relationship types, property keys, indexes and constraints."""
    for title, query in _SCHEMA.items():
        if query is None:
            names = sorted(session.graph.store.property_keys())
        else:
            names = [str(record[0]) for record in session.graph.run(query, timeout=session.timeout)]
        click.echo(f"{title}: {visible(', '.join(names)) or '–'}")


_SCHEMA: dict[str, str | None] = {
    "labels": "CALL db.labels() YIELD label RETURN label ORDER BY label",
    "types": "CALL db.relationshipTypes() YIELD relationshipType AS type RETURN type ORDER BY type",
    "properties": None,  # read from the store
    "indexes": "SHOW INDEXES YIELD name RETURN name ORDER BY name",
    "constraints": "SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name",
}

_around = click.option("--around", metavar="ACTOR", help="Only an actor and its neighbours.")
_depth = click.option(
    "--depth", type=click.IntRange(min=0), default=1, show_default=True, help="Ties away from the actor."
)
_overwrite = click.option("--overwrite", is_flag=True, help="Allow replacing a file of the graph.")


@commands.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_around
@_depth
@_overwrite
@_session
def page(session: Session, file: Path, around: str | None, depth: int, overwrite: bool) -> None:
    """Write an HTML page of the graph."""
    drawn = session.graph.page(around=around, depth=depth)
    click.echo(drawn.write(file, overwrite=overwrite))
    if drawn.note:
        click.echo(drawn.note, err=True)


@commands.command()
@click.argument("file", type=click.Path(path_type=Path))
@_around
@_depth
@_overwrite
@_session
def export(session: Session, file: Path, around: str | None, depth: int, overwrite: bool) -> None:
    """Write the graph for another program; the suffix names the format."""
    for message in session.graph.export(file, around=around, depth=depth, overwrite=overwrite):
        click.echo(message)


USAGE = {
    "help": ":help",
    "queries": ":queries",
    "run": ":run NAME [VALUE]… [-p NAME=VALUE]…",
    "param": ":param NAME => VALUE",
    "params": ":params [clear]",
    "schema": ":schema",
    "page": ":page FILE [--around ACTOR]",
    "export": ":export FILE [--around ACTOR]",
}
