"""Sheets written on the spot, read or loaded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from sociogram.loaders.options import LoadOptions
from sociogram.loaders.read import Loaded, read


def lines(text: str) -> str:
    """Return a sheet written as an indented block."""
    return dedent(text).lstrip("\n")


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, so that reports name files shortly."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def write(in_folder: Path) -> Callable[[str, str], str]:
    """Write a sheet and give its name."""

    def write_sheet(name: str, text: str) -> str:
        (in_folder / name).write_text(lines(text))
        return name

    return write_sheet


@pytest.fixture
def read_sheets(in_folder: Path) -> Callable[..., Loaded]:
    """Write sheets by name and read them together."""

    def write_and_read(sheets: dict[str, str | bytes], **options: object) -> Loaded:
        for name, content in sheets.items():
            data = content if isinstance(content, bytes) else lines(content).encode()
            (in_folder / name).write_bytes(data)
        return read(list(sheets), LoadOptions(**options))

    return write_and_read
