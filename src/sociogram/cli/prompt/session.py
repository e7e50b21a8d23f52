"""A session at the prompt: runs statements on a graph, with parameters."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from sociogram.cli.options import say
from sociogram.queries.cypher.syntax.source_text import requested_mode
from sociogram.queries.results.writers import WRITERS

if TYPE_CHECKING:
    import sociogram
    from sociogram.queries.results.result import Result


@dataclass
class Session:
    """The state of a session between two statements.

    Attributes:
        graph: the open graph.
        timeout: the time limit of a query, in seconds.
        write: whether queries may change the graph.
        parameters: values for ``$name`` in queries, set with ``:param``.
    """

    graph: sociogram.Graph
    timeout: float
    write: bool = False
    parameters: dict[str, Any] = field(default_factory=dict)

    def run(self, text: str) -> None:
        """Run a query, save what it changed, and write its rows or its plan."""
        result = self.graph.run(text, self.parameters, write=self.write, timeout=self.timeout)
        if self.write and requested_mode(text) != "EXPLAIN":
            list(result)  # the query finishes when all rows are read
            self.graph.save(notify=say)
        self.show(result)

    def evaluate(self, expression: str) -> Any:
        """Return the value of a Cypher expression, which may use parameters."""
        result = self.graph.run(f"RETURN {expression} AS value", self.parameters, timeout=self.timeout)
        return next(iter(result))["value"]

    def show(self, result: Result) -> None:
        """Write the rows as a table, then the plan, if there is one; messages go to stderr."""
        explained = bool(result.summary.plan) and not len(result)
        if not explained:
            number = WRITERS["table"](result.columns, result, sys.stdout)
            click.echo(f"{number} row{'' if number == 1 else 's'}", err=True)
        if result.summary.plan is not None:
            click.echo(result.summary.plan_text())
        for message in result.summary.messages():
            click.echo(message, err=True)
