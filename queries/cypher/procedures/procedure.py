"""A procedure that CALL can name: its typed signature and its function."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sociogram.queries.cypher.syntax.frozen import Frozen

Fields = tuple[tuple[str, str], ...]
"""Names and types, as Cypher writes them: ``INTEGER``, ``LIST<STRING>``, ``STRING?``."""

ProcedureFunction = Callable[..., Iterable[Any] | None]


class Procedure(Frozen):
    """A procedure that a query can call.

    Attributes:
        name: with its namespaces.
        inputs: the arguments.
        outputs: the fields of its rows; none means that it gives nothing and rows stay as they are.
        function: called with the arguments, and before them with the query's context where
            ``needs_context``; gives rows as tuples in the order of ``outputs``, as mappings, or as
            bare values where there is one field.
        description: one line.
    """

    name: str
    inputs: Fields
    outputs: Fields
    function: ProcedureFunction
    description: str = ""
    needs_context: bool = False
    defaults: tuple[Any, ...] = ()
    """Values for the last arguments where a call leaves them out."""

    @property
    def signature(self) -> str:
        """How it is called: ``?`` stands behind an argument that may be left out."""
        needed = len(self.inputs) - len(self.defaults)
        inputs = ", ".join(
            f"{name}{'?' if place >= needed else ''} :: {kind}"
            for place, (name, kind) in enumerate(self.inputs)
        )
        outputs = ", ".join(f"{name} :: {kind}" for name, kind in self.outputs)
        return f"{self.name}({inputs}) :: ({outputs})"
