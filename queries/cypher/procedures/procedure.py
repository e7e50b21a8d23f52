"""A procedure for CALL: its typed signature and its function."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sociogram.queries.cypher.syntax.frozen import Frozen

Fields = tuple[tuple[str, str], ...]
"""Names and types, as written in Cypher: ``INTEGER``, ``LIST<STRING>``, ``STRING?``."""

ProcedureFunction = Callable[..., Iterable[Any] | None]


class Procedure(Frozen):
    """A procedure that a query can call.

    Attributes:
        name: the name with its namespaces.
        inputs: the arguments.
        outputs: the fields of its rows; if empty, it returns nothing and rows pass through.
        function: called with the arguments, preceded by the query's context if ``needs_context``; returns
            rows as tuples in the order of ``outputs``, as mappings, or as bare values if there is one field.
        description: one line.
    """

    name: str
    inputs: Fields
    outputs: Fields
    function: ProcedureFunction
    description: str = ""
    needs_context: bool = False
    defaults: tuple[Any, ...] = ()
    """Defaults of the last arguments."""

    @property
    def signature(self) -> str:
        """The signature; ``?`` marks optional arguments."""
        needed = len(self.inputs) - len(self.defaults)
        inputs = ", ".join(
            f"{name}{'?' if position >= needed else ''} :: {kind}"
            for position, (name, kind) in enumerate(self.inputs)
        )
        outputs = ", ".join(f"{name} :: {kind}" for name, kind in self.outputs)
        return f"{self.name}({inputs}) :: ({outputs})"
