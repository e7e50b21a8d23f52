"""What the server and the driver raise, as what sociogram raises."""

from __future__ import annotations

import pytest

from sociogram.graph.errors import CypherError, LimitExceeded, SociogramError, StoreError
from sociogram.graph.neo4j.errors import Failures

FAILURES = Failures("neo4j://host", "ann", "news")


class ServerSaysError(Exception):
    """An error as the driver makes one of a server's failure."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)


def translated(code: str, message: str = "words of the server") -> SociogramError:
    return FAILURES.translate(ServerSaysError(code, message), timeout=5)


KINDS = {
    "Neo.ClientError.Statement.SyntaxError": "CypherSyntaxError",
    "Neo.ClientError.Statement.SemanticError": "CypherSemanticError",
    "Neo.ClientError.Statement.AccessMode": "CypherSemanticError",
    "Neo.ClientError.Statement.ParameterMissing": "CypherParameterMissing",
    "Neo.ClientError.Statement.TypeError": "CypherTypeError",
    "Neo.ClientError.Statement.ArgumentError": "CypherArgumentError",
    "Neo.ClientError.Statement.ArithmeticError": "CypherArithmeticError",
    "Neo.ClientError.Statement.EntityNotFound": "CypherEntityNotFound",
    "Neo.ClientError.Statement.PropertyNotFound": "CypherPropertyNotFound",
    "Neo.ClientError.Statement.LabelNotFound": "CypherLabelNotFound",
    "Neo.ClientError.Statement.ExternalResourceFailed": "CypherError",
    "Neo.ClientError.Schema.ConstraintValidationFailed": "CypherConstraintValidationFailed",
    "Neo.ClientError.Schema.IndexAlreadyExists": "CypherError",
    "Neo.ClientError.Procedure.ProcedureNotFound": "CypherProcedureError",
    "Neo.ClientError.Procedure.ProcedureCallFailed": "CypherProcedureError",
    "Neo.DatabaseError.Statement.ExecutionFailed": "CypherError",
    "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration": "LimitExceeded",
    "Neo.ClientError.Transaction.TransactionTimedOut": "LimitExceeded",
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError": "LimitExceeded",
    "Neo.TransientError.Transaction.DeadlockDetected": "StoreError",
    "Neo.ClientError.Security.Unauthorized": "StoreError",
    "Neo.ClientError.Security.Forbidden": "StoreError",
    "Neo.ClientError.Database.DatabaseNotFound": "StoreError",
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase": "StoreError",
    "Neo.DatabaseError.General.UnknownError": "StoreError",
    "Neo.Something.Never.Seen": "StoreError",
    "Memgraph.ClientError.Odd": "StoreError",
}


@pytest.mark.parametrize(("code", "kind"), KINDS.items(), ids=KINDS)
def test_kinds_and_codes(code: str, kind: str) -> None:
    error = translated(code)
    assert type(error).__name__ == kind
    assert isinstance(error, LimitExceeded) or error.code == code  # type: ignore[attr-defined]


WORDS = {
    "Security.Unauthorized": "neo4j://host rejected the login of ann. Check NEO4J_USERNAME",
    "Security.Forbidden": "ann may not do this on neo4j://host: words of the server.",
    "Database.DatabaseNotFound": "neo4j://host has no database 'news'. Check NEO4J_DATABASE",
    "General.ForbiddenOnReadOnlyDatabase": "is read-only.",
    "Statement.AccessMode": "This query writes to the graph, but writing is off.",
    "Transaction.TransactionTimedOut": "did not finish within 5 s on neo4j://host. Give it more time",
    "General.Odd": "neo4j://host failed: words of the server.",
}


@pytest.mark.parametrize(("code", "words"), WORDS.items(), ids=WORDS)
def test_words_say_what_to_check(code: str, words: str) -> None:
    assert words in str(translated(f"Neo.ClientError.{code}"))


def test_what_may_pass_says_so() -> None:
    busy = translated("Neo.TransientError.Transaction.DeadlockDetected")
    assert str(busy) == "neo4j://host could not run this now (words of the server). Try again."
    full = translated("Neo.TransientError.General.MemoryPoolOutOfMemoryError")
    assert str(full).startswith("The query needs more memory than neo4j://host gives it.")


def test_which_limit_of_memory_was_met() -> None:
    said = "would use more than the limit 4.0 MiB. db.memory.transaction.max threshold reached"
    error = translated("Neo.TransientError.General.MemoryPoolOutOfMemoryError", said)
    assert "have db.memory.transaction.max raised on the server" in str(error)


def test_a_limit_of_the_server_s_own() -> None:
    error = FAILURES.translate(ServerSaysError("Neo.ClientError.Transaction.TransactionTimedOut", ""), None)
    assert "db.transaction.timeout" in str(error)


def test_place_and_excerpt() -> None:
    message = 'Variable `m` not defined (line 2, column 10 (offset: 19))\n"  RETURN m"\n          ^'
    error = translated("Neo.ClientError.Statement.SyntaxError", message)
    assert isinstance(error, CypherError)
    assert (error.message, error.line, error.column) == ("Variable `m` not defined", 2, 10)
    assert error.excerpt == "  RETURN m\n         ^"
    assert error.phase == "compile time"


@pytest.mark.parametrize(
    "message",
    [
        'Expected exactly one statement per query but got: 2 (line 0, column 0 (offset: 0))\n"RETURN"\n ^',
        'Text cannot be parsed to a Date\n"x"\n ^',
        "no place at all",
    ],
)
def test_no_place(message: str) -> None:
    error = translated("Neo.ClientError.Statement.SyntaxError", message)
    assert isinstance(error, CypherError)
    assert (error.line, error.column, error.excerpt) == (None, None, None)
    assert "\n" not in str(error)


VALUES = {
    'Text cannot be parsed to a Date\n"Ann"\n ^': ("Statement.SyntaxError", "CypherArgumentError"),
    "Invalid value for HourOfDay (valid values 0 - 23): 25": ("Statement.SyntaxError", "CypherArgumentError"),
    "Invalid date 'FEBRUARY 30'": ("Statement.SyntaxError", "CypherArgumentError"),
    "Invalid value for x (line 1, column 2 (offset: 1))": ("Statement.SyntaxError", "CypherSyntaxError"),
    "Invalid call signature for DateFunction: Provided input was [Long(1)]": (
        "Procedure.ProcedureCallFailed",
        "CypherTypeError",
    ),
    "LIMIT: Invalid input. '-1' is not a valid value. Must be a non-negative integer.": (
        "Statement.ArgumentError",
        "CypherSyntaxError",
    ),
}


@pytest.mark.parametrize(("message", "said"), VALUES.items(), ids=VALUES)
def test_values_that_do_not_fit_are_not_errors_of_the_text(message: str, said: tuple[str, str]) -> None:
    code, kind = said
    error = translated(f"Neo.ClientError.{code}", message)
    assert type(error).__name__ == kind
    assert isinstance(error, CypherError)
    assert error.code == f"Neo.ClientError.{code}"
    assert error.phase == ("compile time" if "line 1" in message else "runtime")


def test_deleting_a_node_that_has_relationships() -> None:
    error = translated(
        "Neo.ClientError.Schema.ConstraintValidationFailed",
        "Cannot delete node<1>, because it still has relationships.",
    )
    assert type(error).__name__ == "CypherConstraintVerificationFailed"
    assert error.detail == "DeleteConnectedNode"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("algo.pagerank", "gds.pageRank.stream"),
        ("algo.components", "gds.wcc.stream"),
        ("algo.odd", "in memory."),
    ],
)
def test_procedures_of_memory_name_what_neo4j_has(name: str, there: str) -> None:
    message = f"There is no procedure with the name `{name}` registered for this database instance."
    assert there in str(translated("Neo.ClientError.Procedure.ProcedureNotFound", message))


def test_settings_that_the_driver_refuses() -> None:
    from neo4j.exceptions import ConfigurationError

    error = FAILURES.translate(ConfigurationError("no such thing"))
    assert isinstance(error, StoreError)
    assert "no such thing" in str(error)
