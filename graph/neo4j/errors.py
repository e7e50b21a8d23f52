"""Translation of driver and server errors into ours, with the server's own message and code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from sociogram.graph.common.graph_data_science import LIKE_OURS
from sociogram.graph.errors import (
    COMPILE_TIME,
    RUNTIME,
    CypherArgumentError,
    CypherArithmeticError,
    CypherConstraintValidationFailed,
    CypherConstraintVerificationFailed,
    CypherEntityNotFound,
    CypherError,
    CypherLabelNotFound,
    CypherParameterMissing,
    CypherProcedureError,
    CypherPropertyNotFound,
    CypherSemanticError,
    CypherSyntaxError,
    CypherTypeError,
    LimitExceeded,
    SociogramError,
    StoreError,
    writing_is_off,
)

_STATEMENT = "Neo.ClientError.Statement."

# The longest matching prefix of the server's code decides.
_OF_QUERY: dict[str, tuple[type[CypherError], str]] = {
    f"{_STATEMENT}SyntaxError": (CypherSyntaxError, COMPILE_TIME),
    f"{_STATEMENT}SemanticError": (CypherSemanticError, COMPILE_TIME),
    f"{_STATEMENT}ParameterMissing": (CypherParameterMissing, RUNTIME),
    f"{_STATEMENT}TypeError": (CypherTypeError, RUNTIME),
    f"{_STATEMENT}ArgumentError": (CypherArgumentError, RUNTIME),
    f"{_STATEMENT}ArithmeticError": (CypherArithmeticError, RUNTIME),
    f"{_STATEMENT}EntityNotFound": (CypherEntityNotFound, RUNTIME),
    f"{_STATEMENT}PropertyNotFound": (CypherPropertyNotFound, RUNTIME),
    f"{_STATEMENT}LabelNotFound": (CypherLabelNotFound, RUNTIME),
    f"{_STATEMENT}ConstraintVerificationFailed": (CypherConstraintVerificationFailed, RUNTIME),
    f"{_STATEMENT}ConstraintViolation": (CypherConstraintValidationFailed, RUNTIME),
    f"{_STATEMENT}FeatureDeprecationWarning": (CypherSyntaxError, COMPILE_TIME),
    _STATEMENT: (CypherError, RUNTIME),
    "Neo.ClientError.Schema.ConstraintValidationFailed": (CypherConstraintValidationFailed, RUNTIME),
    "Neo.ClientError.Schema.ConstraintViolation": (CypherConstraintValidationFailed, RUNTIME),
    "Neo.ClientError.Schema.": (CypherError, RUNTIME),
    "Neo.ClientError.Procedure.": (CypherProcedureError, RUNTIME),
    "Neo.DatabaseError.Statement.": (CypherError, RUNTIME),
}

# Messages for which the server's code differs from openCypher's: the fault is a value.
_OF_VALUE: tuple[tuple[str, str, type[CypherError]], ...] = (
    (
        f"{_STATEMENT}SyntaxError",
        r"Text cannot be parsed to an? |Invalid value for \w+|Invalid date ",
        CypherArgumentError,
    ),
    (
        "Neo.ClientError.Procedure.ProcedureCallFailed",
        r"Invalid call signature for \w+: Provided input was",
        CypherTypeError,
    ),
    (f"{_STATEMENT}ArgumentError", r"(SKIP|LIMIT): Invalid input", CypherSyntaxError),
)

_MORE_TIME = "Give it more time: timeout=, or --timeout on the command line."

_OF_LIMIT: dict[str, tuple[str, str]] = {
    "Neo.ClientError.Transaction.TransactionTimedOut": (
        "timeout",
        _MORE_TIME,
    ),
    "Neo.TransientError.Transaction.TransactionTimedOut": (
        "timeout",
        _MORE_TIME,
    ),
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError": (
        "memory",
        "Request less at once, or have dbms.memory.transaction.total.max raised on the server.",
    ),
    "Neo.TransientError.General.TransactionOutOfMemoryError": (
        "memory",
        "Request less at once, or have db.memory.transaction.max raised on the server.",
    ),
    "Neo.TransientError.General.OutOfMemoryError": (
        "memory",
        "Request less at once, or give the server more memory.",
    ),
}

_OF_STORE: dict[str, str] = {
    "Neo.ClientError.Security.Unauthorized": (
        "{uri} rejected the login of {user}. Check NEO4J_USERNAME and NEO4J_PASSWORD."
    ),
    "Neo.ClientError.Security.AuthenticationRateLimit": (
        "{uri} rejected the login of {user} too often and now waits. "
        "Check NEO4J_USERNAME and NEO4J_PASSWORD and try again in a minute."
    ),
    "Neo.ClientError.Security.CredentialsExpired": (
        "The password of {user} on {uri} must be changed first: "
        "ALTER CURRENT USER SET PASSWORD FROM … TO …, on the database 'system'."
    ),
    "Neo.ClientError.Security.Forbidden": "{user} may not do this on {uri}: {message}.",
    "Neo.ClientError.Database.DatabaseNotFound": (
        "{uri} has no database {database}. Check NEO4J_DATABASE; leave it empty for the server's default."
    ),
    "Neo.TransientError.Database.DatabaseUnavailable": (
        "The database {database} on {uri} is not available now. Is it starting? Try again."
    ),
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase": ("The database {database} on {uri} is read-only."),
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase": (
        "The database {database} on {uri} is read-only."
    ),
    "Neo.TransientError.": "{uri} could not run this now ({message}). Try again.",
    "Neo.": "{uri} failed: {message}.",
}

_INT64_MIN = -(2**63)
_INT64_MAX = 2**63 - 1

Found = TypeVar("Found")

_POSITION = r"\s*\(line (\d+), column (\d+) \(offset: \d+\)\)"


class Failures:
    """Translates the errors of one server; knows its address and user, but no password."""

    __slots__ = ("database", "uri", "user")

    def __init__(self, uri: str, user: str, database: str | None) -> None:
        self.uri: str = uri
        self.user: str = user
        self.database: str | None = database

    @contextmanager
    def translated(self, timeout: float | None = None) -> Iterator[None]:
        """Translate errors of the driver raised inside the block."""
        from neo4j.exceptions import DriverError, Neo4jError

        try:
            yield
        except (Neo4jError, DriverError) as error:
            raise self.translate(error, timeout) from error

    def translate(self, error: Exception, timeout: float | None = None) -> SociogramError:
        """Return the error of sociogram that corresponds to an error of the driver."""
        _forget_frames(error)
        code: str | None = getattr(error, "code", None)
        if not code:
            return self._of_connection(error)
        message = str(getattr(error, "message", None) or error)
        if code == f"{_STATEMENT}AccessMode":
            return writing_is_off(code=code)
        limit = _longest(_OF_LIMIT, code)
        if limit is not None:
            return self._of_limit(limit[0], limit[1], timeout, message)
        of_query = _longest(_OF_QUERY, code)
        if of_query is not None:
            return _of_query(code, message, *of_query)
        text = _longest(_OF_STORE, code) or "{uri} failed: {message}."
        database = repr(self.database) if self.database else "of that name"
        if not self.database:
            text = text.replace("The database {database} on", "The database on")
        return StoreError(
            text.format(
                uri=self.uri, user=self.user or "nobody", database=database, message=_one_line(message)
            ),
            code=code,
        )

    def _of_limit(self, limit: str, cure: str, timeout: float | None, text: str) -> LimitExceeded:
        if limit == "memory":
            # One code covers both the limit of a transaction and that of the server.
            if setting := re.search(r"db(?:ms)?\.memory\.transaction\.[a-z.]*[a-z]", text):
                cure = f"Request less at once, or have {setting[0]} raised on the server."
            message = f"The query needs more memory than {self.uri} gives it."
        elif timeout is None:
            message = f"The query did not finish within the time limit of {self.uri}."
            cure = "Have db.transaction.timeout raised on the server, or request less."
        else:
            message = f"The query did not finish within {timeout:g} s on {self.uri}."
        return LimitExceeded(f"{message} {cure}", limit=limit)

    def _of_connection(self, error: Exception) -> StoreError:
        from neo4j import exceptions

        if isinstance(error, exceptions.AuthConfigurationError | exceptions.ConfigurationError):
            return StoreError(f"The driver rejects the settings for {self.uri}: {_one_line(str(error))}")
        if isinstance(error, exceptions.ServiceUnavailable | exceptions.SessionExpired):
            if "SSLCertVerificationError" in f"{error!r}{error.__cause__!r}":
                return StoreError(
                    f"The certificate of {self.uri} is not trusted, or is for another host name. Set "
                    "SSL_CERT_FILE to the certificate of the authority that signed it, or accept any "
                    "certificate: neo4j+ssc:// or bolt+ssc://."
                )
            return StoreError(
                f"No connection to {self.uri} ({_one_line(str(error))}). Is the server running, and are "
                "host, port and scheme right (neo4j+s or bolt+s if it requires TLS)?"
            )
        return StoreError(f"{self.uri}: {_one_line(str(error))}")


def _forget_frames(error: BaseException | None) -> None:
    """Drop the driver's frames: their variables hold the password, and some tools print variables."""
    while error is not None:
        error.__traceback__ = None
        error = error.__cause__ or error.__context__


def _longest(table: dict[str, Found], code: str) -> Found | None:
    found = [prefix for prefix in table if code.startswith(prefix)]
    return table[max(found, key=len)] if found else None


def _one_line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


def _of_query(code: str, message: str, kind: type[CypherError], phase: str) -> CypherError:
    text, line, column, excerpt = _placed(message)
    if kind is CypherConstraintValidationFailed and "still has relationships" in text:
        return CypherConstraintVerificationFailed(
            text, detail="DeleteConnectedNode", code=code, hint="Write DETACH DELETE to delete them as well."
        )
    for known, words, of_value in _OF_VALUE:
        if code == known and line is None and re.match(words, text):
            return of_value(text, phase=RUNTIME, code=code)
    return kind(
        text,
        phase=phase,
        detail=_detail(kind, text),
        line=line,
        column=column,
        hint=_gds_hint(text) if kind is CypherProcedureError else None,
        excerpt=excerpt,
        code=code,
    )


def _detail(kind: type[CypherError], text: str) -> str:
    if kind is CypherParameterMissing:
        return "MissingParameter"
    return "ProcedureNotFound" if kind is CypherProcedureError and "no procedure" in text else ""


def _placed(message: str) -> tuple[str, int | None, int | None, str | None]:
    """Split a server message into its text, line, column, and the query line with a caret."""
    found = re.search(_POSITION, message)
    if found is None:
        # Without a position, the quoted text below is a value, not the query.
        return message.partition('\n"')[0].strip(), None, None, None
    line, column = int(found[1]), int(found[2])
    text = message[: found.start()].strip()
    if line == 0:  # the server writes line 0 if it knows no position
        return text, None, None, None
    below = message[found.end() :].strip("\n").split("\n")
    excerpt = None
    if len(below) == 2 and below[0].startswith('"') and below[0].endswith('"'):
        excerpt = f"{below[0][1:-1]}\n{below[1][1:]}"
    return text, line, column, excerpt


def _gds_hint(text: str) -> str | None:
    found = re.search(r"`?algo\.(\w+)", text)
    if found is None:
        return None
    there = LIKE_OURS.get(found[1])
    return "The algo procedures are for graphs in memory" + (
        f"; on Neo4j it is gds.{there}.stream of the Graph Data Science library." if there else "."
    )


def refusal(parameters: Mapping[str, Any], error: Exception) -> CypherError:
    """Return the error for the parameter at fault, worded like the engine in memory."""
    for name, value in parameters.items():
        for item in _items(value):
            if isinstance(item, int) and not _INT64_MIN <= item <= _INT64_MAX:
                return CypherArithmeticError(
                    f"${name} contains the integer {item}, which does not fit into 64 bits.",
                    detail="IntegerOverflow",
                    hint="Give it as a float or a string.",
                )
            if not _is_value(item):
                return CypherTypeError(
                    f"${name} contains a value of type {type(item).__name__}, which is not supported: "
                    "give a string, a number, a list, a dict, a date or a time.",
                    detail="InvalidArgumentType",
                )
    return CypherTypeError(f"Unsupported parameter value: {error}.", detail="InvalidArgumentType")


def _items(value: Any) -> list[Any]:
    """Return a value, or everything inside its lists and maps, keys included."""
    if isinstance(value, list | tuple) and not type(value).__module__.startswith("neo4j."):
        return [inner for item in value for inner in _items(item)]
    if isinstance(value, Mapping):
        return [inner for pair in value.items() for inner in _items(list(pair))]
    return [value]


def _is_value(value: Any) -> bool:
    if value is None or isinstance(value, str | int | float | bytes | bytearray):
        return True
    return type(value).__module__.partition(".")[0] in {"datetime", "neo4j", "numpy", "pandas"}
