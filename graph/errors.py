"""Every error that sociogram raises on purpose.

    SociogramError
    ├── DataError           a file or a row is at fault; says file, line, column and cure
    ├── ActorError          no actor, or more than one, answers to a name; lists the nearest
    ├── StoredQueryError    no stored query of that name, or its file or a parameter is at fault
    ├── StoreError          the store cannot be reached, read or written
    │   └── OverwriteError  an output would replace an input, a graph's file or a filled folder
    │   └── ConflictError   somebody else changed the data since it was read; nothing was written
    ├── LimitExceeded       a query ran into a limit; names it and how to raise it
    └── CypherError         the query is at fault; named after openCypher's error types
        ├── CypherSyntaxError
        ├── CypherSemanticError
        ├── CypherParameterMissing
        ├── CypherTypeError
        ├── CypherArgumentError
        ├── CypherArithmeticError
        ├── CypherConstraintVerificationFailed
        ├── CypherConstraintValidationFailed
        ├── CypherEntityNotFound
        ├── CypherPropertyNotFound
        ├── CypherLabelNotFound
        └── CypherProcedureError

A message says what happened, where, and what to do about it. The library raises; the command line
turns each into words and an exit code in one place.
"""

from __future__ import annotations

from typing import ClassVar


class SociogramError(Exception):
    """The base of every error that sociogram raises on purpose."""


class DataError(SociogramError):
    """A file or a row that cannot be taken as it is.

    Args:
        message: what is wrong, in a sentence.
        file: the file's name as the user gave it.
        line: line in the file, from 1.
        column: the column's title in the header.
        cure: what to write instead, in a sentence.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: str | None = None,
        cure: str | None = None,
    ) -> None:
        self.message = message
        self.file = file
        self.line = line
        self.column = column
        self.cure = cure
        super().__init__(str(self))

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        text = f"{place}: {self.message}" if place else self.message
        return f"{text} {self.cure}" if self.cure else text


class ActorError(SociogramError):
    """No actor, or more than one, answers to a name. ``nearest`` lists the candidates' names."""

    def __init__(self, message: str, *, nearest: tuple[str, ...] = ()) -> None:
        self.nearest = nearest
        super().__init__(message)


class StoredQueryError(SociogramError):
    """A stored query that does not exist, cannot be read, or was given wrong parameters."""


class StoreError(SociogramError):
    """The store cannot be reached, opened, read or written. ``code`` is the server's own, if any."""

    def __init__(self, message: str, *, code: str | None = None) -> None:
        self.code = code
        super().__init__(message)


class OverwriteError(StoreError):
    """An output would replace what nobody asked to replace; the message names what allows it."""


class ConflictError(StoreError):
    """Somebody else changed the data since it was read; nothing was written."""


class SociogramWarning(UserWarning):
    """Something about the data that its owner should know, and that does not stop the work."""


class LimitExceeded(SociogramError):  # noqa: N818 - the public name
    """A query ran into a limit; ``limit`` names it, the message tells how to raise it."""

    def __init__(self, message: str, *, limit: str) -> None:
        self.limit = limit
        super().__init__(message)


COMPILE_TIME = "compile time"
RUNTIME = "runtime"


class CypherError(SociogramError):
    """A query that is at fault.

    ``type``, ``phase`` and ``detail`` are the openCypher TCK's words (tck/README.adoc, "Cypher
    errors"); ``code`` is the Neo4j server's, where the error comes from one. ``line`` and ``column``
    count from 1 and are None where no place in the text is at fault. ``hint`` names the nearest
    known name or what could stand there; ``excerpt`` is the line of the query with a caret below.
    """

    type: ClassVar[str] = "Error"

    def __init__(
        self,
        message: str,
        *,
        phase: str = RUNTIME,
        detail: str = "",
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
        excerpt: str | None = None,
        code: str | None = None,
    ) -> None:
        self.message = message
        self.phase = phase
        self.detail = detail
        self.line = line
        self.column = column
        self.hint = hint
        self.excerpt = excerpt
        self.code = code
        super().__init__(str(self))

    def __str__(self) -> str:
        text = self.message
        if self.line is not None:
            text += f" (line {self.line}, column {self.column})"
        if self.hint:
            text += f" {self.hint}" if text.endswith((".", "?", "!")) else f". {self.hint}"
        return f"{text}\n{self.excerpt}" if self.excerpt else text


class CypherSyntaxError(CypherError):
    """The statement contains invalid or unsupported syntax."""

    type = "SyntaxError"


class CypherSemanticError(CypherError):
    """The statement is valid, but says something that the graph cannot do."""

    type = "SemanticError"


class CypherParameterMissing(CypherError):  # noqa: N818 - openCypher's name
    """The statement refers to a parameter that was not given."""

    type = "ParameterMissing"


class CypherTypeError(CypherError):
    """An operation on values of types that it does not support."""

    type = "TypeError"


class CypherArgumentError(CypherError):
    """An operation with invalid arguments."""

    type = "ArgumentError"


class CypherArithmeticError(CypherError):
    """Invalid arithmetic: division by zero, integer overflow."""

    type = "ArithmeticError"


class CypherConstraintVerificationFailed(CypherError):  # noqa: N818 - openCypher's name
    """A constraint that the request imposes is violated by the data."""

    type = "ConstraintVerificationFailed"


class CypherConstraintValidationFailed(CypherError):  # noqa: N818 - openCypher's name
    """A constraint of the graph would be violated."""

    type = "ConstraintValidationFailed"


class CypherEntityNotFound(CypherError):  # noqa: N818 - openCypher's name
    """The statement refers to a node or relationship that is not there."""

    type = "EntityNotFound"


class CypherPropertyNotFound(CypherError):  # noqa: N818 - openCypher's name
    """The statement refers to a property that is not there."""

    type = "PropertyNotFound"


class CypherLabelNotFound(CypherError):  # noqa: N818 - openCypher's name
    """The statement refers to a label that is not there."""

    type = "LabelNotFound"


class CypherProcedureError(CypherError):
    """A procedure that does not exist or failed."""

    type = "ProcedureError"
