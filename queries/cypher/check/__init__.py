"""The check stage: whether a parsed statement can be run, and what it will give.

Most of what can be wrong with a query is found here, before anything runs: 84 of 100 of the error
scenarios of openCypher's TCK. Each module knows those below it:

======================= ====================================================================
module                  checks
======================= ====================================================================
``kinds``               (what is known of types)
``base``                (variables in sight, errors)
``expressions``         variables, types, functions, where aggregation may stand
``patterns``            what MATCH binds, what CREATE and MERGE can make
``projections``         columns, grouping, ORDER BY, SKIP, LIMIT
``clauses``             each clause; procedures
``queries``             the order of clauses, UNION, subqueries
======================= ====================================================================

Where an error is raised, the docstring states its TYPE, PHASE and DETAIL as the TCK names them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sociogram.queries.cypher.check.model import (
    Checked,
    FunctionTable,
    Procedure,
    ProcedureTable,
)
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
        statement: what the parser made.
        functions: where functions are looked up.
        procedures: where procedures are looked up.
        parameters: those that the query is run with; None where it is only looked at, and any may come.

    Raises:
        CypherError: the statement cannot be run; at compile time, with its place in the text.
        LimitExceeded: it is nested too deeply.
    """
    checks = QueryChecks(statement, functions, procedures, parameters)
    try:
        columns = checks.statement(statement)
    except RecursionError:
        # the caller's own stack was nearly full; the parser bounds the tree
        raise too_deep() from None
    return Checked(
        statement,
        columns,
        checks.writes,
        frozenset(checks.parameters),
        frozenset(checks.called),
    )
