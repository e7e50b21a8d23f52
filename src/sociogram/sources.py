"""Where a graph comes from: a folder, a file, a server, a NetworkX graph, or the article in the package."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from sociogram.graph.errors import StoreError

if TYPE_CHECKING:
    import networkx as nx

    from sociogram.graph.neo4j.store import Neo4jStore
    from sociogram.graph.store import GraphStore

    Source: TypeAlias = str | os.PathLike[str] | nx.Graph[Any] | GraphStore | None

NEO4J_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def is_path(source: Source) -> bool:
    """Return whether a source names a folder or a file."""
    return isinstance(source, os.PathLike) or (
        isinstance(source, str) and source != "" and not is_server(source)
    )


def is_server(source: str) -> bool:
    """Return whether a source is the URI of a Neo4j server, or ``neo4j``, which means ``$NEO4J_URI``."""
    return source == "neo4j" or source.partition("://")[0] in NEO4J_SCHEMES


def open_store(source: Source) -> GraphStore:
    """Return the store of a source that is not a path.

    Raises:
        StoreError: the source is of a type that cannot be opened.
    """
    if source is None or source == "":
        return read_store(_article(), "the article")[0]
    if isinstance(source, str):
        return open_server(source)
    if hasattr(source, "merge") and hasattr(source, "location"):
        return cast("GraphStore", source)
    if hasattr(source, "adj") and hasattr(source, "nodes"):
        from sociogram.queries.cypher.store import MemoryStore

        return MemoryStore.from_networkx(source)
    kind = type(source).__name__
    raise StoreError(
        f"Cannot open {'an' if kind[0] in 'aeiou' else 'a'} {kind} as a graph. "
        "Pass a folder, a file, a Neo4j URI or a NetworkX graph."
    )


def read_store(path: Path, location: str, *, cache: bool = True) -> tuple[GraphStore, str]:
    """Return the graph of a folder or a file, and the digest of its files."""
    from sociogram.loaders.cache import open_tables
    from sociogram.queries.cypher.store import MemoryStore

    tables, digest = open_tables(path, cache=cache)
    return MemoryStore(tables, location=location, enforces_keys=path.is_dir()), digest


def open_server(uri: str) -> Neo4jStore:
    """Open a Neo4j server; credentials come from the environment.

    Raises:
        StoreError: ``neo4j`` is given but ``$NEO4J_URI`` is not set, or the URI is invalid.
    """
    from sociogram.graph.neo4j.store import Neo4jStore

    if uri == "neo4j":
        uri = os.environ.get("NEO4J_URI", "")
        if not uri:
            raise StoreError("'neo4j' means the server in $NEO4J_URI, which is not set.")
    return Neo4jStore.from_environment(uri)


def input_files(source: Source, queries: Sequence[Path]) -> list[Path]:
    """Return the files of a graph and of its stored queries, whether they exist or not."""
    from sociogram.loaders.folder.overwriting import files_of_graph

    stored = [file.absolute() for folder in queries for file in sorted(folder.glob("*.cypher"))]
    if not isinstance(source, str | os.PathLike) or not is_path(source):
        return stored
    path = Path(source).absolute()
    return [*stored, *(files_of_graph(path) if path.is_dir() else [path])]


def csv_files(source: str | None) -> list[Path]:
    """Return the CSV files of a folder, or the file itself; without a source, those of the article.

    Raises:
        StoreError: there is no such folder or file, or no CSV file in it, or one cannot be read.
    """
    from sociogram.loaders.folder.files import csv_files_in

    path = Path(source) if source else _article()
    files = csv_files_in(path) if path.is_dir() else [path] if path.is_file() else []
    if not files:
        raise StoreError(f"There is no CSV file at {path}.")
    return files


def _article() -> Path:
    import sociogram.data

    return Path(str(sociogram.data.__file__)).parent
