"""Open the source of a graph: a folder, a file, a server, a NetworkX graph, or the article in the package."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from sociogram.graph.common.text import did_you_mean, nearest
from sociogram.graph.errors import SociogramWarning, StoreError

if TYPE_CHECKING:
    import networkx as nx

    from sociogram.graph.neo4j.store import Neo4jStore
    from sociogram.graph.store import GraphStore
    from sociogram.loaders.options import TableSource
    from sociogram.loaders.report import LoadReport

    Source: TypeAlias = TableSource | nx.Graph[Any] | GraphStore | None

ARTICLE = "the article"
ARTICLE_TITLE = "US troops to Peru, May 2023"

NEO4J_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")

_ADDRESS = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]+):/+|(?P<bare>(?:neo4j|bolt)(?:\+s|\+ssc)?)//+)(?P<rest>.*)|(?P<host>localhost|[\w-]+(\.[\w-]+)*(?=:\d))(:\d{2,5})?/?",
    re.IGNORECASE,
)
"""A string that may be meant as the address of a server: with any scheme, or a host with a port."""


def is_path(source: Source) -> bool:
    """Return whether a source names a folder or a file."""
    return isinstance(source, os.PathLike) or (
        isinstance(source, str) and source != "" and not is_server(source)
    )


def is_server(source: str) -> bool:
    """Return whether a source is the URI of a Neo4j server, or ``neo4j``, which means ``$NEO4J_URI``.

    Raises:
        StoreError: it is an address, but not of a Neo4j server; the message says how to write it.
    """
    if source == "neo4j" or source.partition("://")[0] in NEO4J_SCHEMES:
        return True
    address = _ADDRESS.fullmatch(source)
    if address is not None and not Path(source).exists():
        raise StoreError(_cure(source, address))
    return False


def is_on_disk(source: str) -> bool:
    """Return whether a source is an existing file or folder; false for a string too long for a path."""
    try:
        return Path(source).exists()
    except OSError:
        return False


def _cure(source: str, address: re.Match[str]) -> str:
    scheme = (address["scheme"] or address["bare"] or "").lower()
    if not scheme:
        return f"'{source}' is not a folder or file. For a Neo4j server there, write neo4j://{source.rstrip('/')}."
    if scheme in NEO4J_SCHEMES:
        return f"An address needs a colon and two slashes: write {scheme}://{address['rest']}."
    if scheme in ("http", "https"):
        host = address["rest"].partition("/")[0].partition(":")[0]
        return (
            f"'{scheme}' is for Neo4j's web pages. Queries go over Bolt, most often on port 7687: "
            f"write neo4j://{host}:7687. A file on the web has to be downloaded first."
        )
    offer = did_you_mean(nearest(scheme, NEO4J_SCHEMES))
    return f"'{scheme}' is not a scheme of a Neo4j server. {offer or 'Write neo4j://HOST:7687.'}"


def open_store(source: Source) -> GraphStore:
    """Return the store of a source that is not a path.

    Raises:
        StoreError: the source is of a type that cannot be opened.
    """
    if source is None or (isinstance(source, str) and not source):
        return read_store(_article(), ARTICLE)[0]
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
        "Pass a folder, a file, a frame, a Neo4j URI or a NetworkX graph."
    )


def is_frame(source: object) -> bool:
    """Return whether a source is a frame of pandas, Polars, pyarrow or another library."""
    return hasattr(source, "__arrow_c_stream__")


def read_tables(tables: Sequence[object]) -> tuple[GraphStore, LoadReport]:
    """Return the graph from files and frames that are read together, and the report on their rows.

    Raises:
        DataError: a row is invalid, or a table is neither a path nor a frame.
    """
    from sociogram.graph.memory.from_dataset import tables_of
    from sociogram.loaders.read import read
    from sociogram.loaders.report import MERGED
    from sociogram.loaders.report_words import DOUBT, kind_in_words
    from sociogram.queries.cypher.store import MemoryStore

    names = [os.fspath(table) if isinstance(table, str | os.PathLike) else "a frame" for table in tables]
    loaded = read(cast("Sequence[TableSource]", tables))
    store = MemoryStore(tables_of(loaded.accepted()), location=", ".join(names))
    for file in loaded.report.files:
        for said in (one for one in file.columns if one.startswith(DOUBT)):
            warnings.warn(
                f"{file.file}: read as {kind_in_words(file.kind)}. {said} "
                "These are flags of `sociogram load`; in Python, rename the columns.",
                SociogramWarning,
                stacklevel=4,  # the line that calls ``open``
            )
        if file.kind == "relations" and (repeats := file.count(MERGED)):
            counts = f"{repeats:,} of {file.read:,} rows"
            warnings.warn(
                f"{file.file}: rows that repeat another are one tie with it ({counts}). "
                "If they are ties of their own, add a column id with a different value in each row.",
                SociogramWarning,
                stacklevel=4,  # the line that calls ``open``
            )
    return store, loaded.report


def read_store(path: Path, location: str, *, cache: bool = True) -> tuple[GraphStore, str]:
    """Return the graph of a folder or a file, and the digest of its files."""
    from sociogram.loaders.cache import open_tables
    from sociogram.queries.cypher.store import MemoryStore

    opened = open_tables(path, cache=cache)
    make = partial(MemoryStore, location=location, enforces_keys=path.is_dir())
    return opened.graph(make), opened.digest


def title_of(location: str) -> str:
    """Return the title of a graph for a page: the name of its folder or file, without the path.

    It is empty for a graph on a server or in memory; addresses are not published.
    """
    if location == ARTICLE:
        return ARTICLE_TITLE
    path = Path(location)
    if is_server(location) or not path.exists():
        return ""
    return path.resolve().name if path.is_dir() else path.stem


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
        StoreError: the folder or file does not exist, the folder has no CSV file, or a file cannot be read.
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
