"""Sociogram: who is connected to whom, who says so, and where.

import sociogram

graph = sociogram.open("data")
graph.run("MATCH (a:Person)-[r]->(b) RETURN a.name, type(r), b.name")
"""

from sociogram.api import Graph, open  # noqa: A004 - the public name
from sociogram.graph.common.version import __version__
from sociogram.graph.errors import (
    ActorError,
    ConflictError,
    CypherError,
    DataError,
    LimitExceeded,
    SociogramError,
    StoredQueryError,
    StoreError,
)
from sociogram.graph.model import Node, Path, Relationship

__all__ = [
    "ActorError",
    "ConflictError",
    "CypherError",
    "DataError",
    "Graph",
    "LimitExceeded",
    "Node",
    "Path",
    "Relationship",
    "SociogramError",
    "StoreError",
    "StoredQueryError",
    "__version__",
    "open",
]
