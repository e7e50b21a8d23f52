"""Protects inputs, a graph's own files and folders with files from being overwritten without a flag.

Any other output file is replaced, as other programs do.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from sociogram.graph.errors import OverwriteError, StoreError
from sociogram.loaders.folder.commit import DATA_FILES
from sociogram.loaders.folder.files import is_data_folder

_OWN_PREFIX = ".sociogram"
_ALLOW = "Choose another name, or pass --overwrite (overwrite=True in Python) to replace it."


def check_output(
    path: str | os.PathLike[str], *, inputs: Iterable[str | os.PathLike[str]] = (), overwrite: bool = False
) -> None:
    """Raise OverwriteError for an output that is an input or one of a graph's files, under any path or link.

    Args:
        path: the output file.
        inputs: files that are read; they may be missing.
        overwrite: whether to allow any output.

    Raises:
        OverwriteError: names the file, what it is, and how to allow it.
    """
    if overwrite:
        return
    for file in inputs:
        if _is_same(path, file):
            raise OverwriteError(f"'{path}' is one of the files this command reads ('{file}'). {_ALLOW}")
    graph = _graph_of(Path(os.path.realpath(path)))
    if graph is not None:
        raise OverwriteError(f"'{path}' belongs to the graph in '{graph}'. {_ALLOW}")


def check_output_folder(path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
    """Raise an error if a set of files would be written into a folder that has files.

    Raises:
        OverwriteError: names the folder, what it holds, and how to allow it.
        StoreError: it is a file.
    """
    folder = Path(path)
    if folder.is_file():
        raise StoreError(f"Cannot write '{folder}': it is a file. Name a folder.")
    if overwrite or not folder.is_dir() or not any(folder.iterdir()):
        return
    holds = "a graph" if is_data_folder(folder) else "files"
    raise OverwriteError(
        f"The folder '{folder}' holds {holds} already. Choose a new folder, or pass --overwrite "
        "(overwrite=True in Python) to replace files of the same names in it."
    )


def files_of_graph(folder: str | os.PathLike[str]) -> list[Path]:
    """Return the paths of a data folder's files, including missing ones."""
    return [Path(folder) / name for name in DATA_FILES]


def _graph_of(target: Path) -> Path | None:
    """Return the data folder that a file belongs to: as one of its tables, or as part of its history."""
    name, folder = target.name.lower(), target.parent
    if (name in DATA_FILES or name.startswith(_OWN_PREFIX)) and is_data_folder(folder):
        return folder
    is_in_own = folder.name.lower().startswith(_OWN_PREFIX) and is_data_folder(folder.parent)
    return folder.parent if is_in_own else None


def _is_same(path: str | os.PathLike[str], other: str | os.PathLike[str]) -> bool:
    if os.path.normcase(os.path.realpath(path)) == os.path.normcase(os.path.realpath(other)):
        return True
    try:
        return Path(path).samefile(other)  # a hard link, or a name in other letter case
    except OSError:
        return False
