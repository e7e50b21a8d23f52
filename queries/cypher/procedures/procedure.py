"""The description of a procedure for CALL: its typed signature and its function."""

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
        name: the qualified name, such as ``db.labels``.
        inputs: the arguments.
        outputs: the fields of its rows; if empty, it returns nothing and rows pass through.
        function: receives the arguments, after the context of the query if ``needs_context``; returns rows as
            tuples in the order of ``outputs``, as mappings, or as single values if there is one field.
        description: one line.
    """

    name: str
    inputs: Fields
    outputs: Fields
    function: ProcedureFunction
    description: str = ""
    needs_context: bool = False
    defaults: tuple[Any, ...] = ()
    """The defaults of the last arguments."""

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
