"""What stands in a folder, link by link: two states are equal when nothing was moved, written or deleted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def state(folder: Path) -> dict[str, object]:
    """Return each entry: a link's target, a file's content, None for a folder."""
    return {
        str(path.relative_to(folder)): str(path.readlink())
        if path.is_symlink()
        else path.read_bytes()
        if path.is_file()
        else None
        for path in sorted(folder.rglob("*"))
    }


def tables(folder: Path) -> dict[str, bytes]:
    """Return the content of each table."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}


def fill(folder: Path, files: Mapping[str, str]) -> Path:
    """Make a folder with files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
