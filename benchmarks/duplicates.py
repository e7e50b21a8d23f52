"""Duplicates of a large folder: processor time, memory, and how many of those that were put in are found.

    python benchmarks/duplicates.py                                    100,000 actors, 1,000,000 relations
    python benchmarks/duplicates.py --actors 10000 --relations 100000

Names are invented. One actor in fifty is another one again, spelled otherwise in one of six ways; the found
pairs are compared with these. The command runs in a process of its own, from CSV files without a cached index.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

SYLLABLES = (
    "ka",
    "ro",
    "mi",
    "len",
    "tar",
    "vo",
    "ber",
    "dan",
    "gu",
    "el",
    "po",
    "nar",
    "tis",
    "wen",
    "ox",
    "ja",
    "fri",
)
FIRMS = ("Mining", "Shipping", "Energy", "Trading", "Capital", "Media", "Foods", "Rail")
LETTERS = str.maketrans("aeo", "áéö")


def _word(randomly: random.Random, syllables: int) -> str:
    return "".join(randomly.choice(SYLLABLES) for _ in range(syllables)).capitalize()


def _misspelt(name: str, randomly: random.Random) -> str:
    first, last = name.split(" ", 1)
    at = randomly.randrange(1, len(last) - 1)
    return f"{first} {last[:at]}{last[at + 1 :]}"


WAYS: dict[str, Callable[[str, random.Random], str]] = {
    "capitals": lambda name, _: name.upper(),
    "accents": lambda name, _: name.translate(LETTERS),
    "order": lambda name, _: ", ".join(reversed(name.split(" ", 1))),
    "initial": lambda name, _: f"{name[0]}. {name.split(' ', 1)[1]}",
    "typing error": _misspelt,
    "company form": lambda name, randomly: f"{name} {randomly.choice(['Ltd', 'S.A.', 'GmbH'])}",
}


def make(folder: Path, actors: int, relations: int) -> dict[frozenset[str], str]:
    """Write a data folder; return the pairs that are one actor, each with the way in which it is spelled."""
    randomly = random.Random(7)  # noqa: S311 - a benchmark
    given = [_word(randomly, 2) for _ in range(800)]
    names: list[tuple[str, str]] = []
    planted: dict[frozenset[str], str] = {}
    while len(names) < actors:
        if names and randomly.random() < 0.02:
            at = randomly.randrange(len(names))
            name, kind = names[at]
            ways = ["capitals", "accents", "typing error"]
            ways += ["order", "initial"] if kind == "Person" else ["company form"]
            way = randomly.choice(ways)
            other = WAYS[way](name, randomly)
            if kind in ("Person", "Company") and other != name and " " in name and "," not in name:
                planted[frozenset((f"a{at}", f"a{len(names)}"))] = way
                names.append((other, f"{kind} again"))
                continue
        if randomly.random() < 0.6:
            names.append((f"{randomly.choice(given)} {_word(randomly, 4)}", "Person"))
        else:
            names.append((f"{_word(randomly, 4)} {randomly.choice(FIRMS)}", "Company"))
    with (folder / "entities.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("id", "name", "type"))
        out.writerows((f"a{at}", name, kind.split()[0]) for at, (name, kind) in enumerate(names))
    with (folder / "relations.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("id", "source", "target", "type"))
        for row in range(relations):
            ends = int(actors * randomly.random() ** 3), randomly.randrange(actors)  # some have very many
            out.writerow((f"r{row}", f"a{ends[0]}", f"a{ends[1]}", "KNOWS"))
    return planted


def main() -> None:
    """Measure, and print a line for each way of spelling."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actors", type=int, default=100_000)
    parser.add_argument("--relations", type=int, default=1_000_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "graph"
        folder.mkdir()
        planted = make(folder, given.actors, given.relations)
        found_file = Path(name) / "found.csv"
        command = [
            sys.executable,
            "-m",
            "sociogram",
            "duplicates",
            "-g",
            str(folder),
            "--no-cache",
            "-o",
            str(found_file),
        ]
        subprocess.run(command, check=True, env={**os.environ, "SOCIOGRAM_GRAPH": ""})
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        with found_file.open(encoding="utf-8", newline="") as file:
            found = {frozenset((row["a"], row["b"])): float(row["score"]) for row in csv.DictReader(file)}
    print(
        f"{given.actors:,} actors, {given.relations:,} relations: {used.ru_utime + used.ru_stime:.1f} s CPU, "
        f"{used.ru_maxrss / 1024:,.0f} MB, {len(found):,} pairs"
    )
    for way in WAYS:
        pairs = [pair for pair, own in planted.items() if own == way]
        print(f"  {way:14} {sum(pair in found for pair in pairs):5} of {len(pairs):5} found")
    surest = [pair for pair, score in found.items() if score >= 0.9]
    print(
        f"  of {len(surest):,} pairs at 0.9 or more, {sum(pair in planted for pair in surest):,} were put in"
    )


if __name__ == "__main__":
    main()
