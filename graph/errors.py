"""Every error that sociogram raises on purpose.

    SociogramError
    ├── DataError           a file or a row is at fault; has file, line, column and cure
    ├── ActorError          a name matches no actor, or several; lists the nearest
    ├── SourceError         no source, or several, could be the text that is meant
    ├── StoredQueryError    no stored query has the name, or its file or a parameter is at fault
    ├── StoreError          the store cannot be reached, read or written
    │   ├── OverwriteError  an output would replace an input, a graph's file or a filled folder
    │   └── ConflictError   someone else changed the data since it was read; nothing was written
    ├── LimitExceeded       a query exceeded a limit; names it and how to raise it
    └── CypherError         the query is at fault; subclasses are named after openCypher's error types
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

A message says what happened, where, and how to fix it. The library raises errors; the command line prints
them and chooses the exit code in one module. Where a message names an option or a command, the error has a
note (``add_note``) with what to write in Python, which tracebacks and notebooks show.
"""

from __future__ import annotations

from typing import ClassVar

from sociogram.graph.in_python import in_python


class SociogramError(Exception):
    """The base of every error that sociogram raises on purpose.

    >>> try:
    ...     sociogram.open("data").query("hub")
    ... except sociogram.SociogramError as error:
    ...     print(error)
    There is no stored query 'hub'. Did you mean 'hubs'?
    """

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        for note in in_python(str(self)):
            self.add_note(note)


class DataError(SociogramError):
    """A file or a row that cannot be used.

    >>> try:
    ...     graph.load("nothing.csv")
    ... except sociogram.DataError as error:
    ...     print(error.file, error.cure)

    Args:
        message: what is wrong, in a sentence.
        file: the file's name as the user gave it.
        line: the line in the file, from 1.
        column: the column's title in the header.
        cure: how to fix it, in a sentence.
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
        location = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        text = f"{location}: {self.message}" if location else self.message
        return f"{text} {self.cure}" if self.cure else text


class ActorError(SociogramError):
    """A name matches no actor, or several. ``nearest`` lists the candidates' names.

    >>> try:
    ...     graph.path("Lisa Kena", "Pedro Castillo")
    ... except sociogram.ActorError as error:
    ...     print(error.nearest)
    ('Lisa Kenna',)
    """

    def __init__(self, message: str, *, nearest: tuple[str, ...] = ()) -> None:
        self.nearest = nearest
        super().__init__(message)


class SourceError(SociogramError):
    """No source, or several, could be the text that is meant.

    >>> graph.compare("wsws-2023-05-29", "wsws-2024")
    Traceback (most recent call last):
        ...
    sociogram.graph.errors.SourceError: ...
    """


class StoredQueryError(SociogramError):
    """A stored query that does not exist, cannot be read, or was called with wrong parameters.

    >>> graph.query("hub")
    Traceback (most recent call last):
        ...
    sociogram.graph.errors.StoredQueryError: There is no stored query 'hub'. Did you mean 'hubs'?
    """


class StoreError(SociogramError):
    """The store cannot be reached, opened, read or written. ``code`` is the server's error code, if any."""

    def __init__(self, message: str, *, code: str | None = None) -> None:
        self.code = code
        super().__init__(message)


class OverwriteError(StoreError):
    """An output would replace a file or folder without permission; the message names the option to use.

    >>> graph.export("data", format="csv")
    Traceback (most recent call last):
        ...
    sociogram.graph.errors.OverwriteError: ...
    """


class ConflictError(StoreError):
    """Someone else changed the data since it was read; nothing was written."""


class SociogramWarning(UserWarning):
    """A remark about the data that does not stop the work."""


class LimitExceeded(SociogramError):  # noqa: N818 - the public name
    """A query exceeded a limit; ``limit`` names it, the message says how to raise it.

    >>> try:
    ...     graph.run("UNWIND range(1, 99999) AS a UNWIND range(1, 99999) AS b RETURN max(b)", timeout=0.1)
    ... except sociogram.LimitExceeded as error:
    ...     print(error.limit)
    timeout
    """

    def __init__(self, message: str, *, limit: str) -> None:
        self.limit = limit
        super().__init__(message)


COMPILE_TIME = "compile time"
RUNTIME = "runtime"


class CypherError(SociogramError):
    """A faulty query.

    >>> try:
    ...     graph.run("RETURN x")
    ... except sociogram.CypherError as error:
    ...     print(error.type, error.detail, error.line, error.column)
    SyntaxError UndefinedVariable 1 8

    Attributes:
        type: openCypher's error type, as in the TCK (tck/README.adoc, "Cypher errors").
        phase: the TCK's phase: ``compile time`` or ``runtime``.
        detail: the TCK's name for the error.
        line: the line of the fault in the query text, from 1; None if it has no position.
        column: its column, from 1; None if it has no position.
        hint: the nearest known name, or what is allowed there.
        excerpt: the line of the query with a caret below.
        code: the Neo4j server's error code, if the error comes from a server.
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
    """The statement contains invalid or unsupported syntax.

    >>> graph.run("RETURN x")
    Traceback (most recent call last):
        ...
    sociogram.graph.errors.CypherSyntaxError: Variable x is not defined (line 1, column 8)
      RETURN x
             ^
    """

    type = "SyntaxError"


class CypherSemanticError(CypherError):
    """The statement is valid, but asks for something that the graph cannot do.

    >>> graph.run("CREATE (:Entity {id: 'ann'})")
    Traceback (most recent call last):
        ...
    sociogram.graph.errors.CypherSemanticError: This query writes to the graph, but writing is off. ...
    """

    type = "SemanticError"


class CypherParameterMissing(CypherError):  # noqa: N818 - openCypher's name
    """The statement refers to a parameter that was not given.

    >>> graph.run("MATCH (a {id: $id}) RETURN a.name")
    Traceback (most recent call last):
        ...
    sociogram.graph.errors.CypherParameterMissing: Parameter $id is missing ...
    """

    type = "ParameterMissing"


class CypherTypeError(CypherError):
    """An operation on values of types that it does not support.

    >>> graph.run("RETURN 1 + $x", {"x": True})
    Traceback (most recent call last):
        ...
    sociogram.graph.errors.CypherTypeError: ...
    """

    type = "TypeError"


class CypherArgumentError(CypherError):
    """An operation with invalid arguments.

    >>> graph.run("RETURN range(1, 3, 0)")
    Traceback (most recent call last):
        ...
    sociogram.graph.errors.CypherArgumentError: The step of range() must not be 0. ...
    """

    type = "ArgumentError"


class CypherArithmeticError(CypherError):
    """Invalid arithmetic: division by zero, integer overflow.

    >>> graph.run("RETURN 1 / 0")
    Traceback (most recent call last):
        ...
    sociogram.graph.errors.CypherArithmeticError: Cannot compute 1 / 0: division by zero. ...
    """

    type = "ArithmeticError"


class CypherConstraintVerificationFailed(CypherError):  # noqa: N818 - openCypher's name
    """The data violates a constraint that the statement imposes.

    >>> graph.run("MATCH (a:Person) DELETE a", write=True)
    Traceback (most recent call last):
        ...
    sociogram.graph.errors.CypherConstraintVerificationFailed: Cannot delete a node that ...
    """

    type = "ConstraintVerificationFailed"


class CypherConstraintValidationFailed(CypherError):  # noqa: N818 - openCypher's name
    """The statement would violate a constraint of the graph.

    >>> graph.run("CREATE (:Entity {id: 'peru', name: 'Peru'})", write=True)
    Traceback (most recent call last):
        ...
    sociogram.graph.errors.CypherConstraintValidationFailed: Two :Entity nodes would have the id 'peru', ...
    """

    type = "ConstraintValidationFailed"


class CypherEntityNotFound(CypherError):  # noqa: N818 - openCypher's name
    """The statement refers to a node or relationship that does not exist.

    >>> graph.run("MATCH (a:Person) DETACH DELETE a RETURN a.name", write=True)
    Traceback (most recent call last):
        ...
    sociogram.graph.errors.CypherEntityNotFound: The query reads a node that it has already deleted. ...
    """

    type = "EntityNotFound"


class CypherPropertyNotFound(CypherError):  # noqa: N818 - openCypher's name
    """The statement refers to a property that does not exist; only a server raises it.

    In memory, as in Neo4j, a query that names an unknown property finds nothing and says so in a notice.
    """

    type = "PropertyNotFound"


class CypherLabelNotFound(CypherError):  # noqa: N818 - openCypher's name
    """The statement refers to a label that does not exist; only a server raises it.

    In memory, as in Neo4j, a query that names an unknown label finds nothing and says so in a notice.
    """

    type = "LabelNotFound"


class CypherProcedureError(CypherError):
    """A procedure that does not exist or failed.

    >>> graph.run("CALL db.nothing()")
    Traceback (most recent call last):
        ...
    sociogram.graph.errors.CypherProcedureError: There is no procedure db.nothing ...
    """

    type = "ProcedureError"


def writing_is_off(code: str | None = None) -> CypherSemanticError:
    """Return the error for a query that writes without permission; ``code`` is a server's error code."""
    return CypherSemanticError(
        "This query writes to the graph, but writing is off.",
        detail="WriteNotAllowed",
        hint="Pass write=True, or --write on the command line.",
        code=code,
    )
