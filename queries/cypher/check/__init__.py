"""The semantic check of a parsed statement: whether it can run, and which columns it returns.

Most errors are found here, before anything runs: 84% of the error scenarios of openCypher's TCK. Each
module uses only those above it in this table:

======================= ====================================================================
module                  checks
======================= ====================================================================
``kinds``               (the types of values, as far as they are known)
``base``                (variables in scope, errors)
``expressions``         variables, types, functions, where aggregates are allowed
``patterns``            what MATCH binds; ``creation``: what CREATE and MERGE can create
``projections``         columns, grouping, ORDER BY, SKIP, LIMIT
``clauses``             each clause; procedures
``queries``             the order of clauses, UNION, subqueries
======================= ====================================================================

Docstrings of functions that raise an error state its TYPE, PHASE and DETAIL as named in the TCK.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sociogram.queries.cypher.check.model import Checked, FunctionTable, Procedure, ProcedureTable
from sociogram.queries.cypher.check.queries import QueryChecks
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.parser.cursor import too_deep

__all__ = ["Checked", "FunctionTable", "Procedure", "ProcedureTable", "check"]


def check(
    statement: ast.Statement,
    *,
    functions: FunctionTable,
    procedures: ProcedureTable,
    parameters: Mapping[str, Any] | None = None,
) -> Checked:
    """Check a statement.

    Args:
        statement: the parsed statement.
        functions: the known functions.
        procedures: the known procedures.
        parameters: the parameters of this run; None to accept any, for a query that is only checked.

    Raises:
        CypherError: the statement is invalid; the error has its location in the text.
        LimitExceeded: the statement is nested too deeply.
    """
    checks = QueryChecks(statement, functions, procedures, parameters)
    try:
        columns = checks.statement(statement)
    except RecursionError:
        # the parser limits the depth of the tree, so the caller's stack was nearly full
        raise too_deep() from None
    return Checked(
        statement,
        columns,
        checks.writes,
        frozenset(checks.parameters),
        frozenset(checks.called),
    )
