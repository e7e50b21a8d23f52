"""The procedures for CALL: Python functions with typed signatures, and built-in ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sociogram.graph.errors import CypherProcedureError
from sociogram.queries.cypher.procedures.procedure import Fields, Procedure, ProcedureFunction


class Procedures:
    """The procedures of one graph: the built-in ones and those that the user registers."""

    def __init__(self) -> None:
        self._own: dict[str, Procedure] = {}
        self.version: int = 0
        """A number that increases with each change, which invalidates cached plans."""

    def register(
        self,
        name: str,
        inputs: str | Sequence[tuple[str, str]],
        outputs: str | Sequence[tuple[str, str]],
        function: ProcedureFunction,
        *,
        description: str = "",
    ) -> None:
        """Make a Python function available as ``CALL name(…) YIELD …``.

            >>> graph.procedures.register("my.half", "x :: FLOAT", "half :: FLOAT", lambda x: [x / 2])

        Args:
            name: a qualified name, such as ``my.scores``.
            inputs: the names and types of the arguments, as pairs or as
                ``"actor :: STRING, depth :: INTEGER"``.
            outputs: the same for the fields of its rows.
            function: receives the arguments as Python values; returns rows as tuples, as dicts, or as
                single values if there is one field. It is called once for each row that reaches the CALL.
            description: the description, one line.
        """
        self._own[name] = Procedure(name, _fields(inputs), _fields(outputs), function, description)
        self.version += 1

    def unregister(self, name: str) -> None:
        """Remove a procedure added by ``register``."""
        if self._own.pop(name, None) is not None:
            self.version += 1

    def get(self, name: str, /) -> Procedure | None:
        """Return the procedure of that name, or None."""
        found = self._own.get(name)
        return found if found is not None else _built_in().get(name)

    def need(self, name: str) -> Procedure:
        """Return the procedure of that name.

        Raises:
            CypherProcedureError: there is none.
        """
        found = self.get(name)
        if found is None:
            from sociogram.graph.common.text import nearest_spelling

            near = nearest_spelling(name, self)
            raise CypherProcedureError(
                f"There is no procedure {name}.",
                phase="compile time",
                detail="ProcedureNotFound",
                hint=None if near is None else f"Did you mean {near}?",
            )
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*_built_in(), *self._own}))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None


def _fields(given: str | Sequence[tuple[str, str]]) -> Fields:
    if not isinstance(given, str):
        return tuple((name, kind) for name, kind in given)
    parts = [part for part in given.split(",") if part.strip()]
    pairs = [part.partition("::") for part in parts]
    return tuple((name.strip(), kind.strip() or "ANY") for name, _, kind in pairs)


_TABLE: dict[str, Procedure] = {}


def _built_in() -> Mapping[str, Procedure]:
    if not _TABLE:
        from sociogram.queries.cypher.procedures import algorithms, schema

        tables = (*schema.PROCEDURES, *algorithms.PROCEDURES)
        _TABLE.update((procedure.name, procedure) for procedure in tables)
    return _TABLE
