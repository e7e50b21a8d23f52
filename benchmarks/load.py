"""From CSV files to the first answer, each time in a new process: ours and LadybugDB.

    python benchmarks/load.py                          the full graph: 100,000 actors, 1,000,000 relations
    python benchmarks/load.py --sizes tenth,full,tenfold --rounds 1
    python benchmarks/load.py --ways "data folder" --ways "ladybug, on disk"

Every way starts an interpreter, reads the same two files, and answers how many relations leave one actor;
the answers have to agree. Ways take turns, on one core; the best of several counts. What a process took
is what the system says of it at its end: seconds of the processor, and the most memory it ever held.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

# Nothing large is imported here: a process begins with the memory of the one that starts it.
from process import ADAPTERS, HOME, OURS, Peer, python_of

LADYBUG = Peer("ladybug", ("ladybug",))
LADYBUG_AND_ARROW = Peer("ladybug_arrow", ("ladybug", "pyarrow"))
QUOTED = "-quoted"
SETTLED = 2.5
"""Seconds after which a file is taken to be written to the end."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way from files to an answer.

    Attributes:
        peer: whose Python runs it.
        arguments: its command line; FOLDER and ID are filled in.
        files: what is behind the name of the graph's folder.
        keeps: how the cache is used: not at all, with a table file from before, or by writing one.
    """

    peer: Peer
    arguments: tuple[str, ...]
    files: str = ""
    keeps: str = "none"


def _ladybug(peer: Peer, database: str, tables: str) -> Way:
    return Way(peer, (str(ADAPTERS / "load_ladybug.py"), "FOLDER", "ID", database, tables))


_QUERY = "MATCH (a:Entity {id: $id})-[r]->(b) RETURN count(*) AS n"
_COMMAND = ("-m", "sociogram", "query", "-c", _QUERY, "-p", "id=ID", "-g", "FOLDER", "--format", "csv")
_SCRIPT = str(ADAPTERS / "load_sociogram.py")
WAYS = {
    "data folder": Way(OURS, (*_COMMAND, "--no-cache")),
    "data folder, all quoted": Way(OURS, (*_COMMAND, "--no-cache"), files=QUOTED),
    "data folder, index written": Way(OURS, _COMMAND, keeps="written"),
    "data folder, index mapped": Way(OURS, _COMMAND, keeps="mapped"),
    "sheets by id": Way(OURS, (_SCRIPT, "FOLDER", "ID", "sheets")),
    "sheets by alias": Way(OURS, (_SCRIPT, "FOLDER", "ID", "sheets"), files="-alias"),
    "sheets by alias, 100,000 ends misspelt": Way(
        OURS, (_SCRIPT, "FOLDER", "ID", "sheets"), files="-misspelt"
    ),
    "ladybug, on disk": _ladybug(LADYBUG, "disk", "one"),
    "ladybug, on disk, a table a type": _ladybug(LADYBUG, "disk", "typed"),
    "ladybug, in memory, a table a type": _ladybug(LADYBUG, "memory", "typed"),
    "ladybug, from Arrow, a table a type": _ladybug(LADYBUG_AND_ARROW, "memory", "arrow"),
}


PAIRS = (("sheets by id", "data folder"), ("sheets by alias", "sheets by id"))
"""What is a multiple of what."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds of the processor and on the clock, megabytes at most, its answer."""

    processor: float
    clock: float
    memory: float
    answer: str


def make_files(name: str) -> tuple[Path, str]:
    """Write a graph's files, plain and with every cell quoted; return their folder and an actor's id."""
    folder = HOME / "graphs" / name
    write = (
        "import sys, graphs, pathlib; folder = pathlib.Path(sys.argv[3]);"
        "graphs.write_csv(graphs.make(*sys.argv[1:3]), folder); graphs.write_named(folder)"
    )
    shape, _, size = name.partition("-")
    subprocess.run([sys.executable, "-c", write, shape, size, str(folder)], check=True, cwd=ADAPTERS.parent)
    quoted = folder.with_name(name + QUOTED)
    if not (quoted / "done").exists():
        quoted.mkdir(exist_ok=True)
        for file in ("entities.csv", "relations.csv"):
            with (folder / file).open() as rows, (quoted / file).open("w") as out:
                for row in rows:
                    out.write('"' + row.rstrip("\n").replace(",", '","') + '"\n')
        (quoted / "done").touch()
    with (folder / "relations.csv").open() as rows:
        next(rows)
        return folder, next(rows).partition(",")[0]


def run(way: Way, folder: Path, actor: str, *, core: int | None, kept: Path) -> Cost:
    """Run a way in a new process and return what it cost."""
    if way.keeps == "written":
        shutil.rmtree(kept, ignore_errors=True)
    filled = {"FOLDER": str(folder) + way.files, "ID": actor, "id=ID": f"id={actor}"}
    command = [python_of(way.peer), *(filled.get(word, word) for word in way.arguments)]
    environment = {**os.environ, "SOCIOGRAM_CACHE_DIR": str(kept)}

    def pin() -> None:
        if core is not None and hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {core})

    with tempfile.TemporaryFile("w+") as out:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, env=environment, preexec_fn=pin)  # noqa: PLW1509
        _, status, used = os.wait4(process.pid, 0)
        clock = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        lines = out.read().split()
    if process.returncode or not lines:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Cost(used.ru_utime + used.ru_stime, clock, used.ru_maxrss / 1024, lines[-1])


def compare(name: str, ways: dict[str, Way], rounds: int, core: int | None) -> dict[str, Cost]:
    """Run ways in turn and return the best of each."""
    folder, actor = make_files(name)
    best: dict[str, Cost] = {}
    with tempfile.TemporaryDirectory() as home:
        for way in ways.values():
            if way.keeps == "mapped":
                # Written; old enough to be trusted; verified. From then on it is only mapped.
                run(way, folder, actor, core=core, kept=Path(home) / way.keeps)
                time.sleep(SETTLED)
                run(way, folder, actor, core=core, kept=Path(home) / way.keeps)
        for _ in range(rounds):
            for title, way in ways.items():
                cost = run(way, folder, actor, core=core, kept=Path(home) / way.keeps)
                before = best.get(title, cost)
                if before.answer != cost.answer:
                    raise SystemExit(f"{title} answers {before.answer} once, then {cost.answer}")
                best[title] = Cost(
                    min(before.processor, cost.processor),
                    min(before.clock, cost.clock),
                    max(before.memory, cost.memory),
                    cost.answer,
                )
    if len({cost.answer for cost in best.values()}) > 1:
        raise SystemExit(f"the answers differ: { {title: cost.answer for title, cost in best.items()} }")
    return best


def show(name: str, costs: dict[str, Cost]) -> str:
    """Return a table, each way also in multiples of LadybugDB's least time and its memory then."""
    peers = [cost for title, cost in costs.items() if title.startswith("ladybug")]
    base = min(peers, key=lambda cost: cost.processor, default=None)
    lines = [f"{name:38}{'processor':>11}{'clock':>10}{'memory':>10}" + ("   of ladybug's" if base else "")]
    for title, cost in costs.items():
        line = f"{title:38}{cost.processor:9.2f} s{cost.clock:8.2f} s{cost.memory:7.0f} MB"
        if base is not None:
            line += f"{cost.processor / base.processor:9.2f} time{cost.memory / base.memory:6.2f} memory"
        lines.append(line)
    for title, other in PAIRS:
        if title in costs and other in costs:
            times = costs[title].processor / costs[other].processor
            lines.append(f"{title}: {times:.2f} x the processor's time of {other}")
    return "\n".join(lines)


def parts(folder: Path, actor: str) -> str:
    """Return where the time of our own process goes."""
    command = [python_of(OURS), _SCRIPT, str(folder), actor, "parts"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark."""

    def names(text: str) -> list[str]:
        return [name.strip() for name in text.split(",") if name.strip()]

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=names, default=["full"], help="of tiny, tenth, full, tenfold")
    parser.add_argument("--ways", action="append", choices=WAYS, help="may be given again; all if none")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--free", dest="pinned", action="store_false", help="let each use every core")
    parser.add_argument("--core", type=int, default=(os.cpu_count() or 1) - 1, help="the core to pin to")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    settings = parser.parse_args(arguments)
    ways = {title: way for title, way in WAYS.items() if not settings.ways or title in settings.ways}
    found = {}
    for size in settings.sizes:
        name = f"skewed-{size}"
        costs = compare(name, ways, settings.rounds, settings.core if settings.pinned else None)
        print(show(name, costs))
        print(parts(*make_files(name)), flush=True)
        found[name] = {title: [cost.processor, cost.clock, cost.memory] for title, cost in costs.items()}
    if settings.json:
        settings.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
