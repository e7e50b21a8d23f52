"""What the check stage is given besides the tree, and what it gives on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.frozen import Frozen


class ParameterOfFunction(Protocol):
    """One parameter of a function."""

    @property
    def name(self) -> str:
        """What the signature calls it."""
        ...

    @property
    def types(self) -> tuple[str, ...]:
        """The types that it takes; ``("ANY",)`` for all."""
        ...


class FunctionOfTable(Protocol):
    """A function as far as a query can be wrong about it."""

    @property
    def name(self) -> str:
        """How Cypher spells it."""
        ...

    @property
    def parameters(self) -> Sequence[ParameterOfFunction]:
        """Its parameters, in order; the last may stand for any number."""
        ...

    @property
    def minimum(self) -> int:
        """How many arguments it must have."""
        ...

    @property
    def maximum(self) -> int | None:
        """How many arguments it may have; None is any number."""
        ...

    @property
    def result(self) -> str:
        """The type that it gives."""
        ...

    @property
    def signature(self) -> str:
        """How it is called, as a hint shows it."""
        ...

    @property
    def aggregate(self) -> bool:
        """Whether it takes many rows' values."""
        ...

    @property
    def deterministic(self) -> bool:
        """Whether the same arguments give the same answer all through a query."""
        ...


class FunctionTable(Protocol):
    """Where functions are looked up; the module ``functions`` is one."""

    def lookup(self, name: str) -> FunctionOfTable | None:
        """Return the function of that name, in whatever case it is written."""
        ...

    def names(self) -> Iterable[str]:
        """Return the names of all functions."""
        ...


class Procedure(Protocol):
    """A procedure as far as a query can be wrong about it; types as Cypher writes them, ``INTEGER?``."""

    @property
    def inputs(self) -> Sequence[tuple[str, str]]:
        """Name and type of each argument."""
        ...

    @property
    def defaults(self) -> Sequence[object]:
        """Values for the last arguments where a call leaves them out."""
        ...

    @property
    def outputs(self) -> Sequence[tuple[str, str]]:
        """Name and type of each column."""
        ...


class ProcedureTable(Protocol):
    """Where procedures are looked up: a mapping from name to procedure, or what acts like one."""

    def get(self, name: str, /) -> Procedure | None:
        """Return the procedure of that name."""
        ...

    def __iter__(self) -> Iterator[str]: ...


class Checked(Frozen):
    """A statement that can be run, and what was found out about it.

    Attributes:
        statement: as it was parsed.
        columns: the names of the answer's columns, ``*`` written out; empty where there is no answer.
        writes: whether it may change the graph or its schema.
        parameters: the names of the parameters that it reads.
        procedures: the names of the procedures that it calls.
    """

    statement: ast.Statement
    columns: tuple[str, ...]
    writes: bool
    parameters: frozenset[str]
    procedures: frozenset[str]
