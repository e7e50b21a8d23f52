"""Parts of a graph written for other programs: one module a format.

The same part gives the same bytes. Each module has ``lines(part)``, text in pieces, or for a folder
``write(part, folder)``.
"""

from __future__ import annotations

import importlib
import os
from pathlib import Path

from sociogram.graph.errors import StoreError
from sociogram.graph.subgraph import Subgraph

SUFFIXES = {".graphml": "graphml", ".gexf": "gexf", ".json": "node_link", ".cypher": "cypher"}
"""The module that writes the files of a suffix."""

FOLDERS = {"neo4j-admin": "neo4j_admin"}
"""The module that writes a folder of a format."""


def write_file(part: Subgraph, target: Path) -> list[str]:
    """Write a file in the format that its suffix names; return what to tell about it.

    The file is written beside and renamed, so that it is never half there.

    Raises:
        StoreError: no format has that suffix, or the file cannot be written.
    """
    module = SUFFIXES.get(target.suffix.lower())
    if module is None:
        raise StoreError(f"No format has the suffix '{target.suffix}'. There are {', '.join(SUFFIXES)}.")
    pieces = importlib.import_module(f"{__name__}.{module}").lines(part)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(pieces)
        beside.replace(target)
    except OSError as error:
        raise StoreError(f"Cannot write '{target}': {error.strerror}.") from error
    finally:
        beside.unlink(missing_ok=True)
    return [f"{len(part.nodes):,} nodes, {len(part.relationships):,} relationships"]


def write_folder(part: Subgraph, target: Path, format: str) -> list[str]:  # noqa: A002 - the plain word
    """Write a folder of files in a format of ``FOLDERS``; return what to tell about it.

    Raises:
        StoreError: there is no such format, or the folder cannot be written.
    """
    module = FOLDERS.get(format)
    if module is None:
        raise StoreError(f"There is no format '{format}' for a folder. There are {', '.join(FOLDERS)}.")
    try:
        words: list[str] = importlib.import_module(f"{__name__}.{module}").write(part, target)
    except OSError as error:
        raise StoreError(f"Cannot write '{target}': {error.strerror}.") from error
    return [f"{len(part.nodes):,} nodes, {len(part.relationships):,} relationships", *words]
