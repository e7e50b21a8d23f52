"""Sociogram: who is connected to whom, who says so, and where.

    >>> import sociogram
    >>> graph = sociogram.open("data")
    >>> graph.run("MATCH (a:Person)-[r]->(b) RETURN a.name, type(r), b.name")

All names except the errors are imported on first use, to keep ``import sociogram`` fast.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sociogram.graph.common.version import __version__
from sociogram.graph.errors import (
    ActorError,
    ConflictError,
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
    DataError,
    LimitExceeded,
    OverwriteError,
    SociogramError,
    SociogramWarning,
    SourceError,
    StoredQueryError,
    StoreError,
)

if TYPE_CHECKING:
    from sociogram.api import Graph, open  # noqa: A004 - the public name
    from sociogram.graph.duplicates import Duplicate
    from sociogram.graph.duplicates.decisions import Decision
    from sociogram.graph.model import Node, Path, Relationship
    from sociogram.graph.store import ProcedureRegistry
    from sociogram.graph.subgraph import Subgraph
    from sociogram.graph.summary import Counters, PlanNode, Summary
    from sociogram.loaders.folder.history import Event, RowChange
    from sociogram.loaders.folder.undo import Restored
    from sociogram.loaders.report import FileReport, LoadReport, RejectedRow, Remark, Stub
    from sociogram.queries.duplicates import Duplicates
    from sociogram.queries.edits import Correction
    from sociogram.queries.paths.in_words import PathStep, ShortestPaths
    from sociogram.queries.results.record import Record
    from sociogram.queries.results.result import Result
    from sociogram.queries.stats import Stats
    from sociogram.queries.stored.catalogue import Catalogue
    from sociogram.queries.stored.stored_query import QueryParameter, StoredQuery
    from sociogram.viz.page import Page

_LAZY = {
    "Graph": "sociogram.api",
    "open": "sociogram.api",
    "Decision": "sociogram.graph.duplicates.decisions",
    "Duplicate": "sociogram.graph.duplicates",
    "Duplicates": "sociogram.queries.duplicates",
    "Node": "sociogram.graph.model",
    "Path": "sociogram.graph.model",
    "Relationship": "sociogram.graph.model",
    "Subgraph": "sociogram.graph.subgraph",
    "Counters": "sociogram.graph.summary",
    "PlanNode": "sociogram.graph.summary",
    "Summary": "sociogram.graph.summary",
    "Event": "sociogram.loaders.folder.history",
    "Restored": "sociogram.loaders.folder.undo",
    "RowChange": "sociogram.loaders.folder.history",
    "FileReport": "sociogram.loaders.report",
    "LoadReport": "sociogram.loaders.report",
    "RejectedRow": "sociogram.loaders.report",
    "Remark": "sociogram.loaders.report",
    "Stub": "sociogram.loaders.report",
    "ProcedureRegistry": "sociogram.graph.store",
    "Correction": "sociogram.queries.edits",
    "PathStep": "sociogram.queries.paths.in_words",
    "ShortestPaths": "sociogram.queries.paths.in_words",
    "Record": "sociogram.queries.results.record",
    "Result": "sociogram.queries.results.result",
    "Stats": "sociogram.queries.stats",
    "Catalogue": "sociogram.queries.stored.catalogue",
    "QueryParameter": "sociogram.queries.stored.stored_query",
    "StoredQuery": "sociogram.queries.stored.stored_query",
    "Page": "sociogram.viz.page",
}

__all__ = [
    "ActorError",
    "Catalogue",
    "ConflictError",
    "Correction",
    "Counters",
    "CypherArgumentError",
    "CypherArithmeticError",
    "CypherConstraintValidationFailed",
    "CypherConstraintVerificationFailed",
    "CypherEntityNotFound",
    "CypherError",
    "CypherLabelNotFound",
    "CypherParameterMissing",
    "CypherProcedureError",
    "CypherPropertyNotFound",
    "CypherSemanticError",
    "CypherSyntaxError",
    "CypherTypeError",
    "DataError",
    "Decision",
    "Duplicate",
    "Duplicates",
    "Event",
    "FileReport",
    "Graph",
    "LimitExceeded",
    "LoadReport",
    "Node",
    "OverwriteError",
    "Page",
    "Path",
    "PathStep",
    "PlanNode",
    "ProcedureRegistry",
    "QueryParameter",
    "Record",
    "RejectedRow",
    "Relationship",
    "Remark",
    "Restored",
    "Result",
    "RowChange",
    "ShortestPaths",
    "SociogramError",
    "SociogramWarning",
    "SourceError",
    "Stats",
    "StoreError",
    "StoredQuery",
    "StoredQueryError",
    "Stub",
    "Subgraph",
    "Summary",
    "__version__",
    "open",
]

_MEANT_OPEN = frozenset({"load", "read", "read_csv", "connect", "graph", "from_networkx", "from_csv"})

if not TYPE_CHECKING:  # a type checker would accept any name

    def __getattr__(name: str) -> Any:
        if name not in _LAZY:
            hint = ": sociogram.open(SOURCE) returns a graph." if name in _MEANT_OPEN else ""
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}{hint}", name=name)
        value = globals()[name] = getattr(import_module(_LAZY[name]), name)
        return value

    def __dir__() -> list[str]:
        return __all__
