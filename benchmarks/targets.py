"""What must hold besides single queries against peers: each with its bar, measured by one command.

    python benchmarks/targets.py                        all; writes benchmarks/last-targets.json
    python benchmarks/targets.py --only stored,starting
    python benchmarks/targets.py --docs                 and the table in docs/performance.md

Each step runs in a process of its own (``target_steps.py``), several times, and the best counts. Where a
bar is a multiple of something else, that is measured in the same run, in turn. Times are the
processor's; those of whole processes and of threads are the clock's.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graphs import SIZES, make, write_csv
from process import HOME
from questions import cast_of
from report import as_markdown, as_text, machine, mean, milliseconds, ran_on, replace_part

STEPS = Path(__file__).resolve().parent / "target_steps.py"
LAST = Path(__file__).resolve().parent / "last-targets.json"
SAME = 1.25
"""What costs the same may differ by a quarter: a larger graph has more of itself outside the cache."""
PROCESSES = 3
"""Processes are started so many times as often as steps: they are short, and what disturbs them is not."""
SETTLED = 2.5
"""Seconds after which files that were just written are taken to be at rest."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that must hold.

    Attributes:
        what: what is measured.
        bar: the most that it may be; None where it is only told.
        measured: what it was, in the same unit.
        unit: ``ms``, ``s``, ``×`` or a word.
        note: what else the run told.
    """

    what: str
    bar: float | None
    measured: float
    unit: str
    note: str = ""

    @property
    def verdict(self) -> str:
        """Whether it holds."""
        return "" if self.bar is None else "met" if self.measured <= self.bar else "not met"

    def cells(self) -> list[str]:
        """Return the line as a row of the table."""
        bar = "" if self.bar is None else f"{self.bar:g} {self.unit}"
        return [self.what, bar, f"{milliseconds(self.measured)} {self.unit}", self.verdict, self.note]


HEAD = ["what", "at most", "measured", "", "besides"]


def step(name: str, argument: str) -> dict[str, Any]:
    """Run a step in a process of its own."""
    run = subprocess.run(
        [sys.executable, str(STEPS), name, argument], check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def least(found: Sequence[dict[str, Any]], key: str) -> float:
    """Return the best of several runs."""
    return float(min(one[key] for one in found))


# ── Whole processes ────────────────────────────────────────────────────────────────────────────

COMPLETION = {"_SOCIOGRAM_COMPLETE": "bash_complete", "COMP_WORDS": "sociogram query con", "COMP_CWORD": "2"}


def starting(settings: argparse.Namespace) -> Iterator[Line]:
    """Whole processes of the command line, against one that imports what it must."""
    import sociogram

    root = Path(str(sociogram.__file__)).parent
    for folder in (root, *(path for path in root.iterdir() if path.is_dir())):  # of which some are links
        compileall.compile_dir(folder, quiet=2)  # as an install leaves it
    graph = make("skewed", settings.size)
    folder = HOME / "graphs" / graph.name
    write_csv(graph, folder)
    look_up = f"MATCH (a:Entity {{id: '{cast_of(graph).usual}'}}) RETURN a.name"
    ours = [sys.executable, "-m", "sociogram"]
    commands: dict[str, tuple[list[str], dict[str, str]]] = {
        "base": ([sys.executable, "-c", "import numpy, click"], {}),
        f"{len(graph.source):,} relations, unchanged: `sociogram query` with a look-up by id": (
            [*ours, "query", "-g", str(folder), "-c", look_up],
            {"SOCIOGRAM_CACHE_DIR": str(HOME / "kept")},
        ),
        "the article: `sociogram query connections-of`": (
            [*ours, "query", "connections-of", "Dina Boluarte"],
            {},
        ),
        "`sociogram --help`": ([*ours, "--help"], {}),
        "completing `sociogram query con…`": (ours, COMPLETION),
    }
    time.sleep(SETTLED)
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(settings.rounds * PROCESSES + 1):  # in turn, so that a busy moment falls on all
        for name, (command, extra) in commands.items():
            begun = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **extra})
            times[name].append(time.perf_counter() - begun)
    base = min(times.pop("base"))
    for name, found in times.items():
        best = min(found[1:])  # the first makes the index
        note = f"{best * 1000:.0f} ms; `import numpy, click` {base * 1000:.0f} ms"
        yield Line(f"new process, {name}", 4, best / base, "×", note)


# ── Growth ─────────────────────────────────────────────────────────────────────────────────────


def growing(settings: argparse.Namespace) -> Iterator[Line]:
    """The same questions on a graph ten times as large."""
    found = {size: step("growing", size) for size in settings.growth}
    for small, large in zip(settings.growth, settings.growth[1:], strict=False):
        sizes = f"{SIZES[small][1]:,} → {SIZES[large][1]:,} relations"
        for kind, what, bar in (
            ("near", "look-ups and neighbourhoods of one size", SAME),
            ("whole", "scans and joins", 12.0),
        ):
            times = {name: found[large][kind][name] / time for name, time in found[small][kind].items()}
            worst = max(times, key=times.__getitem__)
            over = sum(ratio > bar for ratio in times.values())
            note = (
                f"the worst of {len(times)}, {worst}; {over} above; geometric mean {mean(times.values()):.2f}"
            )
            yield Line(f"{sizes}: {what}", bar, times[worst], "×", note)
    last = settings.growth[-1]
    yield Line(f"most memory, {SIZES[last][1]:,} relations made and asked", 4000, found[last]["peak"], "MB")


# ── Writes ─────────────────────────────────────────────────────────────────────────────────────


def adding(settings: argparse.Namespace) -> Iterator[Line]:
    """One relation added, then a two-hop query; and ten thousand times."""
    found = min((step("adding", settings.size) for _ in range(settings.rounds)), key=lambda one: one["worst"])
    note = f"the worst of {found['few']}; median {found['median']:.2f} ms"
    yield Line("one relation added, then a two-hop query", 10, found["worst"], "ms", note)
    note = (
        f"the worst; {found['stream_total']:.1f} s in all, the last {found['few']} in {found['stream_last']:.2f} ms "
        "each (median)"
    )
    yield Line(f"{found['stream']:,} times so, one after another", 10, found["stream_worst"], "ms", note)


def reading(settings: argparse.Namespace) -> Iterator[Line]:
    """Readers in other threads while one adds."""
    found = step("reading_while_writing", settings.size)
    note = (
        f"{found['reads']:,} reads in {found['readers']} threads beside {found['writes']:,} writes: "
        f"a read {found['read_median']:.1f} ms (median), {found['read_worst']:.0f} at worst; "
        f"a write {found['write_median']:.1f} ms, {found['write_worst']:.0f} at worst"
    )
    yield Line("readers that saw half a transaction", 0, found["torn"], "of them", note)


# ── NetworkX ───────────────────────────────────────────────────────────────────────────────────


def face(settings: argparse.Namespace) -> Iterator[Line]:
    """``graph.networkx``, against NetworkX's own way."""
    pairs = [
        (step("networkx_base", settings.size), step("networkx_face", settings.size))
        for _ in range(settings.rounds)
    ]
    base, ours = (least(found, "seconds") for found in zip(*pairs, strict=True))
    note = f"{ours:.2f} s; `add_edges_from` {base:.2f} s"
    yield Line("`graph.networkx` from the columns", 1.5, ours / base, "×", note)


def opening(settings: argparse.Namespace) -> Iterator[Line]:
    """A graph that a user built with NetworkX."""
    found = [step("opening", settings.size) for _ in range(settings.rounds)]
    columns = [step("opened_columns", settings.size) for _ in range(settings.rounds)]
    seconds = least(found, "seconds")
    build = least(found, "build")
    note = f"NetworkX took {build:.2f} s to build it"
    yield Line("a user's networkx graph: opened, first answer", 3, seconds, "s", note)
    for query in ("two_hops", "scan"):
        ours, theirs = least(found, query), least(columns, query)
        note = f"{milliseconds(ours)} ms; from columns {milliseconds(theirs)} ms"
        yield Line(f"the same afterwards, {query}", SAME, ours / theirs, "×", note)
    before = max(least(found, "graph_megabytes"), 1.0)  # a small one may take what the process had left
    most = least(found, "peak_megabytes")
    note = f"{before:.0f} MB the graph alone, {most:.0f} MB more at the most"
    yield Line("the same, its memory", 2, (before + most) / before, "×", note)


# ── Stored queries ─────────────────────────────────────────────────────────────────────────────


def stored(settings: argparse.Namespace) -> Iterator[Line]:
    """Each stored query on the article."""
    from sociogram.queries.stored.catalogue import Catalogue

    found = {
        name: [step("stored_query", name) for _ in range(settings.rounds)] for name in Catalogue().names()
    }
    for key, what in (
        ("cold", "first run in a process, all imported"),
        ("planned", "planned anew, the engine warm"),
        ("warm", "again, the plan kept"),
    ):
        times = {name: least(runs, key) for name, runs in found.items()}
        slow = sorted((name for name in times if times[name] > 5), key=times.__getitem__, reverse=True)
        worst = max(times, key=times.__getitem__)
        note = f"the worst of {len(times)}, {worst}; mean {mean(times.values()):.1f} ms"
        if len(slow) > 1:
            note += "; above: " + ", ".join(f"{name} {times[name]:.1f}" for name in slow)
        yield Line(f"each stored query on the article, {what}", 5, times[worst], "ms", note)


MEASURES: dict[str, Callable[[argparse.Namespace], Iterator[Line]]] = {
    measure.__name__: measure for measure in (starting, growing, adding, reading, face, opening, stored)
}


def show(lines: Sequence[Line]) -> str:
    """Return the table as text."""
    return as_text(HEAD, [line.cells() for line in lines])


def markdown(found: dict[str, Any]) -> str:
    """Return the table as Markdown."""
    table = [Line(**line).cells() for line in found["lines"]]
    return "\n".join([f"{ran_on(found['machine'])}.", "", *as_markdown(HEAD, table)])


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""

    def names(text: str) -> list[str]:
        return [name for name in text.split(",") if name]

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", type=names, default=list(MEASURES), help=f"of {', '.join(MEASURES)}")
    parser.add_argument("--size", default="full", help=f"of {', '.join(SIZES)}")
    parser.add_argument("--growth", type=names, default=["tenth", "full", "tenfold"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, default=LAST, help="keeps the lines that are not measured anew")
    parser.add_argument("--docs", action="store_true", help="rewrite the table in docs/performance.md")
    return parser.parse_args(arguments)


def _found(kept: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    lines = [line for name in MEASURES for line in kept.get(name, [])]
    return {"machine": machine(), "measures": kept, "lines": lines}


def main(arguments: list[str] | None = None) -> None:
    """Measure, and tell."""
    settings = parse(arguments)
    kept: dict[str, list[dict[str, Any]]] = {}
    if settings.json.exists():
        kept = json.loads(settings.json.read_text(encoding="utf-8"))["measures"]
    found = _found(kept)
    for name in settings.only:
        lines = list(MEASURES[name](settings))
        kept[name] = [asdict(line) for line in lines]
        print(show(lines), flush=True)
        found = _found(kept)
        settings.json.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if settings.docs:
        replace_part("targets", markdown(found))


if __name__ == "__main__":
    main()
