"""Export formats: one module per format.

The same part always gives the same bytes. Each module has ``lines(part, notes)``, which yields text in
pieces, or, if the format is a folder, ``write(part, folder, destination)``. It takes a ``SubgraphView``,
which it may read several times, or, if it is in ``COLUMNAR``, a part with ``columns()``. Neither keeps more
than a few thousand nodes and relationships in memory at a time.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Protocol

from sociogram.graph.common.files import atomic_folder, atomic_writer
from sociogram.graph.errors import StoreError
from sociogram.graph.formats.notes import Notes
from sociogram.graph.subgraph import SubgraphView

SUFFIXES = {".graphml": "graphml", ".gexf": "gexf", ".json": "node_link", ".cypher": "cypher"}
"""The module for each file suffix."""

FOLDERS = {"neo4j-admin": "neo4j_admin"}
"""The module for each format that is a folder."""

_TABLES = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".ods", ".parquet"})

COLUMNAR = frozenset({"graphml", "gexf", "node_link"})
"""The modules that write columns: they need the type of each property and the ids before the first node.

They do not write sources and relation types as nodes: the part has them in its catalogue."""


def takes_columns(target: Path) -> bool:
    """Return whether the module for a file's suffix writes columns."""
    return SUFFIXES.get(target.suffix.lower()) in COLUMNAR


def no_format(target: Path) -> str:
    """Return what to do about a file whose suffix names no format."""
    message = f"No format has the suffix '{target.suffix}'. Use one of {', '.join(SUFFIXES)}."
    if target.suffix.lower() in _TABLES:
        message += (
            " For tables, write a folder of CSV files, sociogram export --format csv FOLDER (in Python, "
            f'format="csv"), or the rows of a query, sociogram query NAME -o {target.stem}.csv.'
        )
    return message


def write_file(part: Countable, target: Path) -> list[str]:
    """Write a file in the format of its suffix and return messages about it.

    The file is written completely or not at all.

    Args:
        part: a part that the format's module takes.
        target: the file.

    Raises:
        StoreError: no format has that suffix, or the file cannot be written.
    """
    module = SUFFIXES.get(target.suffix.lower())
    if module is None:
        raise StoreError(no_format(target))
    notes = Notes()
    pieces = importlib.import_module(f"{__name__}.{module}").lines(part, notes)
    with atomic_writer(target) as file:
        file.writelines(pieces)
    return [counted(part), *notes.lines()]


def write_folder(part: SubgraphView, target: Path, format: str) -> list[str]:  # noqa: A002 - the plain word
    """Write a folder of files in a format of ``FOLDERS`` and return messages about it.

    Raises:
        StoreError: the format is unknown, or the folder cannot be written.
    """
    module = FOLDERS.get(format)
    if module is None:
        raise StoreError(f"There is no format '{format}' for a folder. Use one of {', '.join(FOLDERS)}.")
    with atomic_folder(target) as beside:
        words: list[str] = importlib.import_module(f"{__name__}.{module}").write(part, beside, target)
    return [counted(part), *words]


class Countable(Protocol):
    """A part of a graph."""

    def count(self) -> tuple[int, int]:
        """Return the number of nodes and of relationships."""
        ...


def counted(part: Countable) -> str:
    """Return the size of a part in words."""
    nodes, relationships = part.count()
    return (
        f"{nodes:,} node{'' if nodes == 1 else 's'}, "
        f"{relationships:,} relationship{'' if relationships == 1 else 's'}"
    )
