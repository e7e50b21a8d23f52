"""The semantic check: whether a parsed statement can run, and which columns it returns.

Most errors are found here, before anything runs: 84% of the error scenarios of openCypher's TCK. Each
module knows those below it:

======================= ====================================================================
module                  checks
======================= ====================================================================
``kinds``               (what is known of types)
``base``                (variables in scope, errors)
``expressions``         variables, types, functions, where aggregates are allowed
``patterns``            what MATCH binds, what CREATE and MERGE can make
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
        parameters: the parameters of this run; None if the query is only checked and any may follow.

    Raises:
        CypherError: the statement cannot be run; found at compile time, with its location in the text.
        LimitExceeded: the statement is nested too deeply.
    """
    checks = QueryChecks(statement, functions, procedures, parameters)
    try:
        columns = checks.statement(statement)
    except RecursionError:
        # the caller's own stack was nearly full; the parser limits the depth of the tree
        raise too_deep() from None
    return Checked(
        statement,
        columns,
        checks.writes,
        frozenset(checks.parameters),
        frozenset(checks.called),
    )
