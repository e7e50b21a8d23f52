"""The uniqueness constraints on the keys of nodes; without them, merging is slow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sociogram.graph.common.cypher_names import quoted
from sociogram.graph.errors import SociogramError, StoreError
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL

if TYPE_CHECKING:
    from sociogram.graph.neo4j.connection import Connection

UNIQUE = ((ENTITY_LABEL, "id"), (SOURCE_LABEL, "id"), (RELATION_TYPE_LABEL, "type"))


def create_constraints(connection: Connection) -> dict[str, str]:
    """Create the constraints that are missing; return a warning for each label that gets none.

    Only a server's administrator may be allowed to create them.
    """
    warnings = {}
    for label, key in UNIQUE:
        statement = (
            f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{quoted(label)}) REQUIRE n.{quoted(key)} IS UNIQUE"
        )
        try:
            connection.fetch(statement)
        except SociogramError as error:
            code = getattr(error, "code", None) or ""
            if not (code.endswith(".Forbidden") or ".Schema." in code):
                raise
            if not _is_unique(connection, label, key):
                warnings[label] = (
                    f"No constraint keeps {key} unique among {label} nodes, so loading is slow. "
                    f"Ask the server's administrator to run: {statement} ({error})"
                )
    return warnings


def _is_unique(connection: Connection, label: str, key: str) -> bool:
    """Return whether the constraint exists already; False if this user may not list constraints."""
    text = (
        "SHOW CONSTRAINTS YIELD type, labelsOrTypes, properties "
        "WHERE (type ENDS WITH 'UNIQUENESS' OR type = 'NODE_KEY') "
        "AND labelsOrTypes = [$label] AND properties = [$key] RETURN count(*)"
    )
    try:
        [(count,)] = connection.fetch(text, {"label": label, "key": key})
    except StoreError as error:
        if not (error.code or "").endswith(".Forbidden"):
            raise
        return False
    return bool(count)
