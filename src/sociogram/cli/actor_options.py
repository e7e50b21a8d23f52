"""Options for actors and for the dates of ties, in graphs that sociogram did not load."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

_META = "sociogram.actors"


def actor_options(function: F) -> F:
    """Add ``--actors``, ``--name`` and ``--dates``."""
    function = click.option(
        "--dates",
        "tie_dates",
        metavar="START[,END]",
        expose_value=False,
        callback=_remember,
        help="The properties that hold the dates of ties, such as since,until.",
    )(function)
    function = click.option(
        "--name",
        "actor_names",
        metavar="PROPERTIES",
        expose_value=False,
        callback=_remember,
        help="The properties that hold actors' names, such as title,name; the first that a node has is used.",
    )(function)
    return click.option(
        "--actors",
        "actor_labels",
        metavar="LABELS",
        expose_value=False,
        callback=_remember,
        help="In a graph that sociogram did not load: the labels of actors, such as Person,Movie.",
    )(function)


def _remember(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    ctx.meta.setdefault(_META, {})[param.name] = value


def actor_arguments(ctx: click.Context) -> dict[str, Any]:
    """Return the values of these options, as arguments of ``sociogram.open``."""
    given = ctx.meta.get(_META, {})
    return {
        "actors": given.get("actor_labels"),
        "name": given.get("actor_names"),
        "dates": given.get("tie_dates"),
    }
