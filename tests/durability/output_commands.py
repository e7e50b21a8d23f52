"""The command line in this process: what it prints, how it ends, and what stands in a folder."""

from __future__ import annotations

import contextlib
import io
import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sociogram.cli import main

ENTITIES = "id,name,type\nada,Ada,Person\nbabbage,Charles Babbage,Person\n"
RELATIONS = "source,target,type\nada,babbage,KNOWS\n"


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


class Screen(io.StringIO):
    """A stream that says it is a terminal, and keeps what it was sent."""

    def isatty(self) -> bool:
        return True


def run(*arguments: object, screen: bool = False, stdin: str = "") -> Done:
    """Run a command; with ``screen`` it prints to a terminal."""
    streams = [Screen() if screen else io.StringIO() for _ in range(2)]
    before = sys.stdin
    sys.stdin = io.StringIO(stdin)
    try:
        with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
            main([str(argument) for argument in arguments])
    except SystemExit as ending:
        return Done(int(ending.code or 0), *(stream.getvalue() for stream in streams))
    finally:
        sys.stdin = before
    raise AssertionError("main ends by SystemExit")


def write_graph(folder: Path, entities: str = ENTITIES, relations: str = RELATIONS) -> Path:
    folder.mkdir()
    (folder / "entities.csv").write_text(entities, encoding="utf-8", newline="")
    (folder / "relations.csv").write_text(relations, encoding="utf-8", newline="")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, hidden ones too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextlib.contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """Let no file grow beyond ``size`` bytes, as a full disk or a quota would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
