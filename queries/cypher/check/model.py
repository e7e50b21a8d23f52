"""The inputs of the check besides the syntax tree, and its result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.frozen import Frozen


class ParameterOfFunction(Protocol):
    """One parameter of a function."""

    @property
    def name(self) -> str:
        """The parameter's name in the signature."""
        ...

    @property
    def types(self) -> tuple[str, ...]:
        """The accepted types; ``("ANY",)`` for all."""
        ...


class FunctionOfTable(Protocol):
    """What the check needs to know about a function."""

    @property
    def name(self) -> str:
        """The name as spelled in Cypher."""
        ...

    @property
    def parameters(self) -> Sequence[ParameterOfFunction]:
        """The parameters in order; the last may be variadic."""
        ...

    @property
    def minimum(self) -> int:
        """The smallest number of arguments."""
        ...

    @property
    def maximum(self) -> int | None:
        """The largest number of arguments; None if unlimited."""
        ...

    @property
    def result(self) -> str:
        """The result type."""
        ...

    @property
    def signature(self) -> str:
        """The signature shown in hints."""
        ...

    @property
    def aggregate(self) -> bool:
        """Whether it is an aggregate."""
        ...

    @property
    def deterministic(self) -> bool:
        """Whether the same arguments give the same result throughout a query."""
        ...


class FunctionTable(Protocol):
    """A collection of known functions, such as the package ``functions``."""

    def lookup(self, name: str) -> FunctionOfTable | None:
        """Return the function of that name, ignoring case."""
        ...

    def names(self) -> Iterable[str]:
        """Return the names of all functions."""
        ...


class Procedure(Protocol):
    """What the check needs to know about a procedure; types are written as in Cypher: ``INTEGER?``."""

    @property
    def inputs(self) -> Sequence[tuple[str, str]]:
        """Name and type of each argument."""
        ...

    @property
    def defaults(self) -> Sequence[object]:
        """The defaults of the last arguments."""
        ...

    @property
    def outputs(self) -> Sequence[tuple[str, str]]:
        """Name and type of each column."""
        ...


class ProcedureTable(Protocol):
    """A collection of known procedures, by name."""

    def get(self, name: str, /) -> Procedure | None:
        """Return the procedure of that name."""
        ...

    def __iter__(self) -> Iterator[str]: ...


class Checked(Frozen):
    """A statement that can run, with what the check found out about it.

    Attributes:
        statement: the parsed statement.
        columns: the result's column names, with ``*`` expanded; empty if there is no result.
        writes: whether the statement may change the graph or its schema.
        parameters: the names of the parameters that it reads.
        procedures: the names of the procedures that it calls.
    """

    statement: ast.Statement
    columns: tuple[str, ...]
    writes: bool
    parameters: frozenset[str]
    procedures: frozenset[str]
