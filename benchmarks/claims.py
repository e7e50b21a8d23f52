"""What claims cost: deriving what follows from many of them, the ties one by one, a path, and a review.

    python benchmarks/claims.py [RELATIONS] [--steps NAME,…] [--folder FOLDER]

Makes RELATIONS (default 1,000,000) claims of every kind and a text of 5 MB with 5,000 claims about it; ``--folder``
keeps both for the next run. Each step runs in a process of its own. Seconds are CPU time: of the step alone for
``derive`` and ``ties``, which read the folder first, and of the whole process for the commands. Memory is the
peak of the process, with the folder. Exit code 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from claims_data import make
from graphs import make_of
from work import measured

TEXT_BYTES = 5_000_000
QUOTED_CLAIMS = 5_000
NAMES_SHARE = 0.04
"""How many words of the text are an actor's name."""
BARS: dict[str, tuple[float, float] | None] = {
    "derive": (5, 500),
    "ties": None,
    "path": (3, 400),
    "review": None,
}
"""The most CPU seconds and megabytes of each step, where there is a bar."""


def derive_all(folder: Path) -> dict[str, float]:
    """Derive everything that the rules say about ties."""
    return _timed(folder, ties=False)


def read_ties(folder: Path) -> dict[str, float]:
    """Read the supports and the voices of every tie."""
    return _timed(folder, ties=True)


def _timed(folder: Path, *, ties: bool) -> dict[str, float]:
    from sociogram.graph.claims import derive
    from sociogram.graph.claims.charges import charges_of
    from sociogram.loaders.folder.data_folder import read_folder

    data = read_folder(folder)
    begun = time.process_time()
    claims = derive(data.relations, data.sources, data.relation_types)
    if ties:
        begun = time.process_time()
        counted = sum(len(tie.supports()) + len(tie.voices()) for tie in claims.ties())
    else:
        masks = (claims.disputed, claims.conflicting, claims.corroborated, claims.single_voice)
        more = (claims.safe_to_print, claims.called_disputed, claims.on_unread_alone, claims.only("planned"))
        counted = sum(int(mask.sum()) for mask in masks + more) + len(charges_of(claims))
    seconds = time.process_time() - begun
    scale = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6
    return {"seconds": seconds, "megabytes": peak, "counted": counted}


def make_review(folder: Path) -> None:
    """Write a text of invented words and names, and claims that quote it; the same each time."""
    dice = np.random.default_rng(11)
    names = make_of("skewed", 2_000, 20_000).names
    words = ["".join(letters) for letters in dice.choice(list("aeioulnrst"), size=(8_000, 6)).tolist()]
    paragraphs: list[list[str]] = []
    ends: list[list[int]] = []
    size = 0
    while size < TEXT_BYTES:
        length = int(dice.integers(60, 140))
        named = dice.random(length) < NAMES_SHARE
        actors = dice.integers(0, len(names), size=length)
        chosen = dice.integers(0, len(words), size=length)
        paragraphs.append(
            [names[a] if is_name else words[w] for is_name, a, w in zip(named, actors, chosen, strict=True)]
        )
        ends.append(list(dict.fromkeys(actors[named].tolist())))
        size += sum(map(len, paragraphs[-1])) + length + 2
    folder.mkdir(parents=True)
    (folder.parent / "text.txt").write_text("\n\n".join(map(" ".join, paragraphs)) + ".\n", encoding="utf-8")
    tables: dict[str, list[Sequence[Any]]] = {
        "entities": [("id", "name", "type"), *((f"a{n}", name, "Person") for n, name in enumerate(names))],
        "sources": [("id", "title", "read"), ("t1", "Text", "yes")],
        "relation_types": [("type", "forward", "backward"), ("MET", "met", "met")],
        "relations": [("id", "source", "target", "type", "claimed_by", "sources", "paragraph", "quote")],
    }
    tellable = [number for number, found in enumerate(ends) if len(found) > 1]
    for claim in range(QUOTED_CLAIMS):
        number = tellable[claim % len(tellable)]
        start, end = (f"a{actor}" for actor in ends[number][:2])
        quote = " ".join(paragraphs[number][10:17])
        tables["relations"].append((f"k{claim}", start, end, "MET", start, "t1", number + 1, quote))
    for table, rows in tables.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)


def prepare(folder: Path, relations: int) -> None:
    """Make the data in a process of its own, whose memory the steps do not inherit; not what is there already."""
    command = [sys.executable, __file__, str(relations), "--step", "prepare", "--folder", str(folder)]
    subprocess.run(command, check=True)


def make_data(folder: Path, relations: int) -> None:
    """Make the data, if the folder does not hold them yet."""
    if not (folder / "claims").exists():
        (folder / "claims").mkdir(parents=True)
        make(folder / "claims", relations)
    if not (folder / "reviewed").exists():
        make_review(folder / "reviewed")


def run(step: str, folder: Path) -> dict[str, float]:
    """Run one step in a process of its own."""
    ours = [sys.executable, "-m", "sociogram"]
    if step == "path":
        command = [*ours, "path", "-g", str(folder / "claims"), "a0000042", "a0000900"]
        measured(command)  # makes the index
    elif step == "review":
        text, page = folder / "text.txt", folder / "review.html"
        command = [*ours, "review", f"t1={text}", "-g", str(folder / "reviewed"), "-o", str(page)]
    else:
        command = [sys.executable, __file__, "--step", step, "--folder", str(folder)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found: dict[str, float] = json.loads(done.stdout)
        return found
    seconds, megabytes = measured(command)
    return {"seconds": seconds, "megabytes": megabytes}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("relations", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--steps", type=lambda text: text.split(","), default=list(BARS), metavar="NAME,…")
    parser.add_argument("--folder", type=Path, help="keeps the data for the next run")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step == "prepare":
        make_data(options.folder, options.relations)
        return 0
    if options.step is not None:
        ask = {"derive": derive_all, "ties": read_ties}[options.step]
        print(json.dumps(ask(options.folder / "claims")))
        return 0
    missed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) if options.folder is None else options.folder
        prepare(folder, options.relations)
        print(f"{'':10} {'CPU s':>7} {'MB':>6}")
        for step in options.steps:
            found, bar = run(step, folder), BARS[step]
            is_over = bar is not None and (found["seconds"] > bar[0] or found["megabytes"] > bar[1])
            missed += is_over
            over = f"  over {bar[0]:g} s, {bar[1]:g} MB" if bar is not None and is_over else ""
            print(f"{step:10} {found['seconds']:7.2f} {found['megabytes']:6,.0f}{over}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
