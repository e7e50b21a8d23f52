"""Reject queries that write before they are sent to a server.

Neo4j rejects writes in a read-only session, but other servers with the Bolt protocol execute them.
"""

from __future__ import annotations

from functools import lru_cache

from sociogram.graph.errors import CypherError, CypherSemanticError, writing_is_off
from sociogram.graph.store import GraphStore
from sociogram.queries.cypher.notifications import walk
from sociogram.queries.cypher.procedures.registry import Procedures
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.parser import parse

_WRITING = (
    ast.Create,
    ast.Merge,
    ast.Set,
    ast.Remove,
    ast.Delete,
    ast.Foreach,
    ast.SchemaCommand,
)


def check_read_only(store: GraphStore, text: str) -> None:
    """Check that a query does not write, as far as the server does not check it itself.

    Raises:
        CypherSemanticError: the query writes, or it may write and the server does not reject writes.
    """
    doubt = _doubt(text)
    if doubt and not store.rejects_writes:
        raise CypherSemanticError(
            f"Cannot tell whether this query writes: {doubt} {store.location} would carry out a write, so "
            "nothing was sent.",
            detail="WriteNotAllowed",
            hint="If the query may write, pass write=True, or --write on the command line.",
        )


@lru_cache(maxsize=256)
def _doubt(text: str) -> str:
    """Return why it is unclear whether a query writes; empty if it only reads.

    Raises:
        CypherSemanticError: it writes.
    """
    try:
        statement = parse(text)
    except CypherError as error:
        return str(error).partition("\n")[0]
    except RecursionError:
        return "It is nested too deeply."
    if statement.mode == "EXPLAIN":
        return ""
    doubt = ""
    for syntax in walk(statement.body):
        if isinstance(syntax, _WRITING):
            raise writing_is_off()
        if isinstance(syntax, ast.CallProcedure) and syntax.name not in Procedures():
            doubt = f"{syntax.name} is a procedure of the server."
        if isinstance(syntax, ast.Forbidden):
            doubt = f"{syntax.name} is not supported."
    return doubt
