"""Options that several commands share."""

from __future__ import annotations

import shlex
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click
from click.core import ParameterSource

import sociogram
from sociogram.cli.actor_options import actor_arguments
from sociogram.graph.errors import DataError, SociogramError, SociogramWarning
from sociogram.loaders.folder.lock import PATIENCE
from sociogram.sources import is_on_disk, is_server

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from sociogram.queries.results.result import Result
    from sociogram.queries.stored.stored_query import StoredQuery

F = TypeVar("F", bound=Callable[..., Any])

_NO_CACHE = "sociogram.no_cache"

GRAPH_HELP = (
    "The graph: a folder, a file, or a Neo4j URI; 'neo4j' means $NEO4J_URI. "
    "Without it, the article that ships with sociogram."
)


def graph_option(function: F) -> F:
    """Add ``-g/--graph`` and ``--no-cache``, for ``open_graph``."""
    function = click.option(
        "--no-cache",
        is_flag=True,
        envvar="SOCIOGRAM_NO_CACHE",
        expose_value=False,
        callback=_remember_no_cache,
        help="Read the CSV files, and cache nothing.",
    )(function)
    return source_option(function)


def source_option(function: F) -> F:
    """Add ``-g/--graph``."""
    return click.option(
        "-g", "--graph", "source", envvar="SOCIOGRAM_GRAPH", metavar="SOURCE", help=GRAPH_HELP
    )(function)


def _remember_no_cache(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001
    ctx.meta[_NO_CACHE] = value


def graph_argument(function: F) -> F:
    """Add ``graph_option``, and the graph as an optional argument, for commands without other arguments."""
    return source_argument(graph_option(function))


def source_argument(function: F) -> F:
    """Add the graph as an optional argument, as an alternative to ``-g``."""

    def combined(ctx: click.Context, param: click.Parameter, value: str | None) -> None:  # noqa: ARG001
        if value is None:
            return
        if ctx.get_parameter_source("source") is ParameterSource.COMMANDLINE:
            raise click.UsageError("Give the graph once, as GRAPH or with -g.")
        if ctx.params.get("query") and not is_server(value) and not is_on_disk(value):
            raise click.UsageError(
                f"There is no folder or file {value}. For a value of the query, write: "
                f"-p NAME={shlex.quote(value)}"
            )
        draws = any(parameter.name == "around" for parameter in ctx.command.params)
        if draws and not is_server(value) and not is_on_disk(value):
            raise click.UsageError(
                f"There is no folder or file {value}. For an actor, write: --around {shlex.quote(value)}"
            )
        ctx.params["source"] = value

    return click.argument("graph", metavar="[GRAPH]", required=False, expose_value=False, callback=combined)(
        function
    )


def open_graph(source: str | None, *, queries: Sequence[Path] = ()) -> sociogram.Graph:
    """Open the graph of ``-g``, from cached tables unless ``--no-cache`` is given."""
    ctx = click.get_current_context()
    with warnings_on_stderr():
        return sociogram.open(
            source, queries=queries, cache=not ctx.meta.get(_NO_CACHE, False), **actor_arguments(ctx)
        )


@contextmanager
def warnings_on_stderr() -> Iterator[None]:
    """Print the warnings of the library, each once, on stderr."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", SociogramWarning)
        yield
    for message in dict.fromkeys(str(one.message) for one in caught):
        click.echo(f"Warning: {message}", err=True)


def say(message: str) -> None:
    """Print a message on stderr."""
    click.echo(message, err=True)


def wait_option(function: F) -> F:
    """Add ``--wait``."""
    return click.option(
        "--wait",
        type=click.FloatRange(min=0),
        default=PATIENCE,
        show_default=True,
        metavar="SECONDS",
        help="How long to wait for another process that writes to the folder.",
    )(function)


def folders_option(function: F) -> F:
    """Add ``--queries``."""
    return click.option(
        "--queries",
        "folders",
        multiple=True,
        metavar="FOLDER",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="A folder with your own stored queries. Repeatable.",
    )(function)


def parameters_option(function: F) -> F:
    """Add ``-p name=value``."""
    return click.option(
        "-p",
        "--param",
        "pairs",
        multiple=True,
        metavar="NAME=VALUE",
        shell_complete=complete_parameters,
        help="A value for a parameter. Repeatable.",
    )(function)


@dataclass(frozen=True, slots=True)
class SelectedPart:
    """The part of a graph that the user selects by ``selection_options``."""

    around: str | None
    depth: int
    between: tuple[str, str] | None
    query: str | None
    parameters: Mapping[str, str]

    def result(self, graph: sociogram.Graph) -> Result | None:
        """Return the result of the stored query that selects the part; None without one."""
        return None if self.query is None else graph.query(self.query, parameters=self.parameters)


def selection_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add ``--query``, ``-p``, ``--around``, ``--depth`` and ``--between``, as one argument ``part``.

    ``--actor`` is an alias of ``--around``, and ``--from A --to B`` of ``--between A B``.
    """
    gathered = _gather_part(function)
    for option in (
        parameters_option,
        click.option(
            "--between",
            nargs=2,
            metavar="A B",
            shell_complete=complete_actors,
            help="The shortest paths between two actors.",
        ),
        click.option(
            "--depth",
            type=click.IntRange(min=0),
            default=1,
            show_default=True,
            metavar="N",
            help="With --around: the maximum number of ties away.",
        ),
        click.option(
            "--around", metavar="ACTOR", shell_complete=complete_actors, help="An actor and its neighbours."
        ),
        click.option("--actor", hidden=True),
        click.option("--from", "start", hidden=True),
        click.option("--to", "end", hidden=True),
        click.option(
            "--query", metavar="NAME", shell_complete=complete_queries, help="The result of a stored query."
        ),
    ):
        gathered = option(gathered)
    return gathered


def _gather_part(function: Callable[..., None]) -> Callable[..., None]:
    """Pass the values of the selection options as one argument ``part``."""

    @wraps(function)
    def gathered(
        *args: Any,
        around: str | None,
        actor: str | None,
        depth: int,
        between: tuple[str, str] | None,
        start: str | None,
        end: str | None,
        query: str | None,
        pairs: tuple[str, ...],
        **others: Any,
    ) -> None:
        if start is not None or end is not None:
            if start is None or end is None or between is not None:
                raise click.UsageError("Name both actors: --between A B.")
            between = (start, end)
        if sum(given is not None for given in (query, around, actor, between)) > 1:
            raise click.UsageError("Give one of --query, --around and --between.")
        around = actor if around is None else around
        part = SelectedPart(around, depth, between, query, pairs_to_dict(pairs))
        function(*args, part=part, **others)

    return gathered


def timeout_option(function: F) -> F:
    """Add ``--timeout``."""
    return click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=60.0,
        show_default=True,
        metavar="SECONDS",
        help="Cancel a query that takes longer.",
    )(function)


def time_limit_option(function: Callable[..., None]) -> Callable[..., None]:
    """Add ``--timeout``, which limits the time that all queries of a command take together."""

    @click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        help="Give up if the graph has not answered by then. Default: no limit.",
    )
    @wraps(function)
    def limited(*arguments: Any, timeout: float | None, **values: Any) -> None:
        from sociogram.graph.common.time_limit import time_limit

        with time_limit(timeout):
            function(*arguments, **values)

    return limited


def overwrite_option(function: F) -> F:
    """Add ``--overwrite``."""
    return click.option(
        "--overwrite",
        is_flag=True,
        help="Allow the output to replace an input, a file of the graph, or files in a folder.",
    )(function)


def safe_cells_option(function: F) -> F:
    """Add ``--safe-cells``."""
    return click.option(
        "--safe-cells",
        is_flag=True,
        help="In CSV for a spreadsheet: put an apostrophe before cells that it would execute as formulas.",
    )(function)


def decisions_option(help_: str) -> Callable[[F], F]:
    """Add ``--decisions FILE``."""
    return click.option(
        "--decisions", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help=help_
    )


def read_text(file: TextIO) -> str:
    """Return the text of the file of an option.

    Raises:
        DataError: the file is not UTF-8.
    """
    try:
        return file.read()
    except UnicodeDecodeError as error:
        raise DataError(
            f"The file is not UTF-8: byte {error.start} cannot be read.",
            file=file.name,
            cure="Save it as UTF-8.",
        ) from None


def pairs_to_dict(pairs: tuple[str, ...], option: str = "-p") -> dict[str, str]:
    """Read ``name=value`` pairs of an option.

    Raises:
        click.BadParameter: a pair without ``=``, or a name given twice.
    """
    values: dict[str, str] = {}
    for pair in pairs:
        name, separator, value = pair.partition("=")
        if not separator or not name:
            raise click.BadParameter(f"'{pair}' is not NAME=VALUE.", param_hint=option)
        if name in values:
            raise click.BadParameter(f"'{name}' is given twice.", param_hint=option)
        values[name] = value
    return values


def given_values(stored: StoredQuery, values: Sequence[str], pairs: tuple[str, ...]) -> dict[str, str]:
    """Return the values for a stored query: pairs, and positional values for its other parameters.

    Raises:
        click.BadParameter: a pair without ``=``, or a name given twice.
        StoredQueryError: there are more values than parameters.
    """
    own = stored.own_parameters
    named = [value for value in values if "=" in value and value.partition("=")[0] in own]
    given = pairs_to_dict((*pairs, *named))
    return given | stored.named([value for value in values if value not in named], given)


def complete_queries(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """Complete the name of a stored query."""
    from click.shell_completion import CompletionItem

    from sociogram.queries.stored.catalogue import Catalogue

    queries = Catalogue(ctx.params.get("folders") or ()).all()
    return [
        CompletionItem(query.name, help=query.title) for query in queries if query.name.startswith(incomplete)
    ]


def complete_actors(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """Complete the name of an actor of the graph."""
    return _actor_names(ctx, incomplete)


def complete_parameters(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """Complete ``name=`` from the header of the stored query, and actors after it."""
    from click.shell_completion import CompletionItem

    from sociogram.queries.stored.catalogue import Catalogue

    # while the value of an option is missing, click has not read the arguments before it
    stored = ctx.params.get("name") or next(iter(ctx.args), "")
    try:
        query = Catalogue(ctx.params.get("folders") or ()).get(stored)
    except SociogramError:
        return []
    name, separator, value = incomplete.partition("=")
    if not separator:
        return [
            CompletionItem(f"{parameter.name}=", help=parameter.description)
            for parameter in query.parameters
            if parameter.name.startswith(name)
        ]
    if any(parameter.name == name and parameter.is_actor for parameter in query.parameters):
        return [CompletionItem(f"{name}={actor}") for actor in _actor_names(ctx, value)]
    return []


def _actor_names(ctx: click.Context, incomplete: str) -> list[str]:
    from sociogram.queries.actors import actors_starting
    from sociogram.queries.results.terminal import visible

    try:
        with sociogram.open(ctx.params.get("source"), **actor_arguments(ctx)) as graph:
            names = [actor.name for actor in actors_starting(graph.store, incomplete)]
    except SociogramError:
        return []  # completion cannot show an error
    # The shell prints completions unchanged, one per line.
    return [name for name in names if name == visible(name) and "\n" not in name]
