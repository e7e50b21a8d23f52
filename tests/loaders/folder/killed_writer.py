"""Writes a folder in a child that is killed before its first, second … file operation.

Run as a program: ``python killed_writer.py FOLDER``. After each kill it prints which set of files the next
reader finds, ``old``, ``new`` or what else, until a child ends by itself, and whether the folder's history
ends with another version.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from sociogram.graph.columns import column_of
from sociogram.graph.dataset import Dataset, Table
from sociogram.loaders.folder.data_folder import read_folder, write_folder
from sociogram.loaders.folder.files import read_files
from sociogram.loaders.folder.history import History, Step

FILE_EVENTS = ("open", "os.rename", "os.mkdir", "os.rmdir", "os.remove")


def dataset(word: str) -> Dataset:
    ids = [f"{word}-1", f"{word}-2"]
    return Dataset(
        entities=Table(2, {"id": column_of(ids), "name": column_of(ids)}),
        relations=Table(
            1, {"source": column_of(ids[:1]), "target": column_of(ids[1:]), "type": column_of(["KNOWS"])}
        ),
        sources=Table(1, {"id": column_of([word])}),
        relation_types=Table(1, {"type": column_of(["KNOWS"]), "forward": column_of([word])}),
    )


def state(folder: Path) -> str:
    found = read_folder(folder)
    words = {
        found.entities.column("id").to_list()[0][:3],
        found.relations.column("source").to_list()[0][:3],
        found.sources.column("id").to_list()[0],
        found.relation_types.column("forward").to_list()[0],
    }
    left = {path.name for path in folder.iterdir() if path.name.startswith(".")}
    notes = [" and .sociogram-commit"] if ".sociogram-commit" in left else []
    if History(folder, read_files(folder)).was_edited:
        notes.append(", with another history")
    return "+".join(sorted(words)) + "".join(notes)


def write_until(step: int, folder: Path) -> None:
    """Write, and die before file operation number ``step``."""
    done = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal done
        if event in FILE_EVENTS and str(folder) in str(arguments[0]):
            if done == step:
                os.kill(os.getpid(), signal.SIGKILL)
            done += 1

    sys.addaudithook(count)
    write_folder(dataset("new"), folder, step=Step("new"))
    os._exit(0)


def main() -> None:
    step = 0
    while True:
        folder = Path(sys.argv[1], str(step))  # each begins without a history
        write_folder(dataset("old"), folder, step=Step("old"))
        child = os.fork()
        if child == 0:
            write_until(step, folder)
        status = os.waitpid(child, 0)[1]
        print(state(folder), flush=True)
        if status == 0:
            return
        step += 1


if __name__ == "__main__":
    main()
