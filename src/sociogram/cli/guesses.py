"""What to write instead of commands and options that users guess."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

import click

from sociogram.sources import is_on_disk, is_server

COMMANDS = {
    **dict.fromkeys(("find", "search", "who", "list"), "query find-actors NAME"),
    **dict.fromkeys(("show", "actor", "connections", "ties"), "query connections-of NAME"),
    **dict.fromkeys(("add", "import", "init", "new", "create"), "load FILE --to FOLDER"),
    **dict.fromkeys(("delete", "rm"), "remove"),
    **dict.fromkeys(("edit", "update"), "set"),
    **dict.fromkeys(("html", "draw", "plot", "view", "viz", "graph", "open"), "page --open"),
    **dict.fromkeys(("info", "summary", "count", "schema"), "stats"),
    **dict.fromkeys(("run", "cypher"), "query -c CYPHER"),
    **dict.fromkeys(("validate", "lint"), "check"),
    **dict.fromkeys(("contradictions", "conflicts", "disputes"), "query disputed-ties"),
    **dict.fromkeys(("who-said", "claims", "claims-by", "quotes"), "query claims-by-voice NAME"),
    **dict.fromkeys(("evidence", "claims-about", "why"), "query evidence-for-tie A B"),
    "help": "--help",
    "history": "log",
    "paths": "path A B",
    "revert": "undo",
    "version": "--version",
}
"""What to write instead of other names for commands."""


def command(words: Sequence[str]) -> str | None:
    """Return what to write instead of an unknown command and the words after it, if that is known."""
    if words[0] == "help" and len(words) > 1:
        return f"{words[1]} --help"
    if words[0] not in COMMANDS and (is_on_disk(words[0]) or is_server(words[0])):
        return f"COMMAND -g {shlex.quote(words[0])}, such as: sociogram stats -g {shlex.quote(words[0])}"
    return COMMANDS.get(words[0])


_GRAPH = "-g FOLDER, a file or a Neo4j URI"
_OPTIONS = {
    **dict.fromkeys(("--folder", "--data", "--dir", "--database", "--db", "--uri", "--source"), _GRAPH),
    "--csv": "--format csv",
    "--cypher": "-c CYPHER",
    "--force": "--overwrite",
    "--json": "--format json",
    "--max": "--limit N",
    "--limit": "--max N",
    "--out": "-o FILE",
    "-q": "-c CYPHER",
    "-n": "--limit N",
}
"""What to write instead of other names for options, if the command has the option."""
_OF_COMMAND = {
    ("", "-g"): "sociogram COMMAND -g FOLDER",
    ("", "--graph"): "sociogram COMMAND -g FOLDER",
    ("query", "--source"): "claims-in-source SOURCE",
    ("page", "--source"): "--query claims-in-source -p source=SOURCE",
    ("export", "--source"): "--query claims-in-source -p source=SOURCE",
    ("export", "-o"): "sociogram export FILE",
    ("export", "--output"): "sociogram export FILE",
    ("set", "--actor"): "sociogram set NAME FIELD=VALUE",
    ("split", "--into"): "sociogram split ACTOR --to ID",
}
"""The same for one command; the empty name means no command."""


def with_suggestion(error: click.NoSuchOption) -> click.NoSuchOption:
    """Return the error with what to write instead of the option, if that is known."""
    ctx = error.ctx
    if ctx is None:
        return error
    name = "" if ctx.parent is None else str(ctx.info_name)
    option = error.option_name
    meant = _OF_COMMAND.get((name, option)) or _in_command(option, ctx) or _parameter(name, option)
    if meant is None:
        return error
    return click.NoSuchOption(option, f"{error.message} Write: {meant}", ctx=ctx)


def _in_command(option: str, ctx: click.Context) -> str | None:
    meant = _OPTIONS.get(option)
    if meant is None:
        return None
    own = {name for parameter in ctx.command.params for name in parameter.opts}
    return meant if meant.split()[0] in own else None


def _parameter(command: str, option: str) -> str | None:
    """Return how to set a parameter of a stored query, if the option has the name of one."""
    from sociogram.queries.stored.catalogue import Catalogue

    name = option.lstrip("-")
    if command != "query" or not any(name in query.own_parameters for query in Catalogue()):
        return None
    return f"-p {name}=VALUE"
