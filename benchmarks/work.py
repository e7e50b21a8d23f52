"""Daily work on a large data folder: CPU seconds and peak memory, beside pandas and NetworkX.

    python benchmarks/work.py [RELATIONS] [--tasks NAME,…] [--folder FOLDER] [--no-peers]

Makes RELATIONS (default 1,000,000) claims over a tenth as many actors and loads them into a folder, which
``--folder`` keeps for the next run. Each task is one command in a process of its own; beside it stands what a
script with pandas and NetworkX needs for the same result. Seconds are CPU time of the whole process, so other
work on the machine does not count. Exit code 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claims_data import make

TABLES = ("entities", "relations", "sources", "relation_types")
ACTOR = "a0000042"
OTHER_ACTOR = "a0000043"
MISSPELT = "mubadi vepejeverifu"


@dataclass(frozen=True)
class Task:
    """One piece of work.

    Attributes:
        name: what it is called on the command line.
        arguments: of ``sociogram``; ``{graph}`` is the folder, ``{out}`` a folder for what is written.
        seconds: the most CPU time that it may take.
        megabytes: the most memory.
        exit_code: of the command.
        is_above_start: whether ``seconds`` are those beyond what a query takes that reads nothing.
    """

    name: str
    arguments: Sequence[str]
    seconds: float
    megabytes: float
    exit_code: int = 0
    is_above_start: bool = False


ALL_SHEETS = [f"{{sheets}}/{table}.csv" for table in TABLES]
SET_COUNTRY = f"MATCH (a:Entity {{{{id: '{ACTOR}'}}}}) SET a.country = 'Peru'"
TASKS = (
    Task("load-again", ["load", *ALL_SHEETS, "--to", "{graph}"], 4, 400),
    Task("one-row", ["load", "{sheets}/one.csv", "--to", "{graph}"], 3, 400),
    Task("check", ["check", "{graph}"], 4, 300, exit_code=1),
    Task("write-property", ["query", "-g", "{graph}", "--write", "-c", SET_COUNTRY], 3, 400),
    Task("set", ["set", ACTOR, "country=Peru", "-g", "{graph}"], 3, 400),
    Task("merge", ["merge", ACTOR, OTHER_ACTOR, "-g", "{graph}"], 3, 400),
    Task("graphml", ["export", "-g", "{graph}", "{out}/graph.graphml"], 10, 300),
    Task("gexf", ["export", "-g", "{graph}", "{out}/graph.gexf"], 10, 300),
    Task("json", ["export", "-g", "{graph}", "{out}/graph.json"], 10, 300),
    Task("csv", ["export", "-g", "{graph}", "--format", "csv", "{out}/folder"], 10, 300),
    Task("page", ["page", "-g", "{graph}", "-o", "{out}/page.html"], 20, 1_000),
    Task("components", ["query", "-g", "{graph}", "components"], 2, 1_000),
    Task("misspelt", ["path", "-g", "{graph}", MISSPELT, ACTOR], 0.5, 400, 1, is_above_start=True),
)


def prepare(folder: Path, relations: int) -> None:
    """Make the sheets and load them, if the folder does not hold them yet."""
    sheets, graph = folder / "sheets", folder / "graph"
    if not graph.exists():
        sheets.mkdir(parents=True)
        # In a process of its own: a process that is started has at least the peak memory of its parent.
        made = multiprocessing.get_context("spawn").Process(target=make, args=(sheets, relations))
        made.start()
        made.join()
        if made.exitcode:
            raise RuntimeError("the sheets could not be made")
        (sheets / "one.csv").write_text(
            "id,source,target,type,claimed_by,sources\nnew-1,a0000001,a0000002,MET,a0000003,s1\n",
            encoding="utf-8",
        )
        command = [sys.executable, "-m", "sociogram", "load"]
        subprocess.run(
            [*command, *(str(sheets / f"{table}.csv") for table in TABLES), "--to", str(graph)], check=True
        )
    subprocess.run(
        [sys.executable, "-m", "sociogram", "stats", "-g", str(graph)], check=True, capture_output=True
    )


def measured(command: Sequence[str], exit_code: int = 0) -> tuple[float, float]:
    """Run a command; return its CPU seconds and its peak memory in megabytes.

    Raises:
        RuntimeError: it ended otherwise than with ``exit_code``.
    """
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != exit_code:
            errors.seek(0)
            last = errors.read().decode(errors="replace").strip().splitlines()[-1:]
            raise RuntimeError(f"exit code {process.returncode}: {' '.join(last)}")
    scale = 1 if sys.platform == "darwin" else 1024
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * scale / 1e6


def run(task: Task, folder: Path, *, peers: bool) -> bool:
    """Run one task on a copy of the graph, print its line; return whether it keeps to its bars."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        out = Path(name)
        graph = out / "graph"
        shutil.copytree(folder / "graph", graph)
        places = {"graph": graph, "out": out, "sheets": folder / "sheets"}
        command = [sys.executable, "-m", "sociogram", *(word.format(**places) for word in task.arguments)]
        try:
            # The second run is the one that counts: the first one reads the copy into the cache.
            nothing = [sys.executable, "-m", "sociogram", "query", "-g", str(graph), "-c", "RETURN 1"]
            measured(nothing)
            seconds, megabytes = measured(command, task.exit_code)
            seconds -= measured(nothing)[0] if task.is_above_start else 0
        except RuntimeError as error:
            print(f"{task.name:16} {error}", flush=True)
            return False
        line = f"{task.name:16} {seconds:8.2f} {task.seconds:6.1f} {megabytes:8,.0f} {task.megabytes:7,.0f}"
        if peers and task.name in PEERS:
            theirs = measured([sys.executable, __file__, "--peer", task.name, "--folder", str(folder)])
            line += f" {theirs[0]:8.2f} {theirs[1]:8,.0f}"
    is_over = seconds > task.seconds or megabytes > task.megabytes
    print(line + ("  over" if is_over else ""), flush=True)
    return not is_over


# ── the same with pandas and NetworkX ──────────────────────────────────────────────────────────


def _frame(folder: Path, table: str, place: str = "graph") -> Any:
    import pandas as pd

    return pd.read_csv(folder / place / f"{table}.csv", dtype=str, keep_default_na=False)


def _networkx(folder: Path) -> Any:
    import networkx as nx

    graph = nx.MultiDiGraph()
    actors = _frame(folder, "entities")
    graph.add_nodes_from((row.pop("id"), row) for row in actors.to_dict("records"))
    ties = _frame(folder, "relations")
    graph.add_edges_from(
        (row.pop("source"), row.pop("target"), row["id"], row) for row in ties.to_dict("records")
    )
    return graph


def peer_load_again(folder: Path, _: Path) -> None:
    """Compare what is there with what is loaded."""
    for table in TABLES:
        key = "type" if table == "relation_types" else "id"
        held, new = (_frame(folder, table, place).set_index(key) for place in ("graph", "sheets"))
        columns = [name for name in new.columns if name in held.columns]
        changed = (held.reindex(new.index)[columns] != new[columns]).any(axis=1).sum()
        print(table, changed)


def peer_one_row(folder: Path, out: Path) -> None:
    """Add a row and write the table."""
    import pandas as pd

    both = pd.concat([_frame(folder, "relations"), pd.read_csv(folder / "sheets" / "one.csv", dtype=str)])
    both.drop_duplicates("id", keep="last").to_csv(out / "relations.csv", index=False)


def peer_check(folder: Path, _: Path) -> None:
    """Look for ends, claimants and sources that nothing describes, and for ids that stand twice."""
    actors, ties, sources = (_frame(folder, table) for table in TABLES[:3])
    for column in ("source", "target", "claimed_by"):
        print((~ties[column].isin(actors["id"]) & (ties[column] != "")).sum())
    cited = ties["sources"].str.split(r"\s*[|;]\s*", regex=True).explode()
    print((~cited.isin(sources["id"]) & (cited != "")).sum())
    print(ties["id"].duplicated().sum(), actors["id"].duplicated().sum(), actors["name"].duplicated().sum())


def peer_write_property(folder: Path, out: Path) -> None:
    """Set one cell and write the table."""
    actors = _frame(folder, "entities")
    actors.loc[actors["id"] == ACTOR, "country"] = "Peru"
    actors.to_csv(out / "entities.csv", index=False)


def peer_graphml(folder: Path, out: Path) -> None:
    """Write GraphML."""
    import networkx as nx

    nx.write_graphml(_networkx(folder), out / "graph.graphml")


def peer_gexf(folder: Path, out: Path) -> None:
    """Write GEXF."""
    import networkx as nx

    nx.write_gexf(_networkx(folder), out / "graph.gexf")


def peer_json(folder: Path, out: Path) -> None:
    """Write node-link JSON."""
    import networkx as nx

    with (out / "graph.json").open("w", encoding="utf-8") as file:
        json.dump(nx.node_link_data(_networkx(folder), edges="links"), file)


def peer_csv(folder: Path, out: Path) -> None:
    """Read and write all tables."""
    for table in TABLES:
        _frame(folder, table).to_csv(out / f"{table}.csv", index=False)


def peer_components(folder: Path, _: Path) -> None:
    """Count the components."""
    import networkx as nx

    ties = _frame(folder, "relations")
    print(nx.number_connected_components(nx.from_pandas_edgelist(ties)))


def peer_misspelt(folder: Path, _: Path) -> None:
    """Find the nearest name."""
    import difflib

    print(difflib.get_close_matches(MISSPELT, _frame(folder, "entities")["name"]))


PEERS: dict[str, Callable[[Path, Path], None]] = {
    "load-again": peer_load_again,
    "one-row": peer_one_row,
    "check": peer_check,
    "write-property": peer_write_property,
    "graphml": peer_graphml,
    "gexf": peer_gexf,
    "json": peer_json,
    "csv": peer_csv,
    "components": peer_components,
    "misspelt": peer_misspelt,
}


def compare(folder: Path, tasks: set[str], relations: int, *, peers: bool) -> int:
    """Run the tasks; return how many miss a bar."""
    prepare(folder, relations)
    print(f"{'':16} {'CPU s':>8} {'bar':>6} {'MB':>8} {'bar':>7} {'pandas s':>8} {'MB':>8}", flush=True)
    chosen = [task for task in TASKS if not tasks or task.name in tasks]
    return sum(not run(task, folder, peers=peers) for task in chosen)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("relations", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--tasks", type=lambda text: set(text.split(",")), default=set(), metavar="NAME,…")
    parser.add_argument("--folder", type=Path, help="keeps the data for the next run")
    parser.add_argument("--no-peers", action="store_true", help="without pandas and NetworkX")
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) if options.folder is None else options.folder
        if options.peer is not None:
            PEERS[options.peer](folder, Path(name))
            return 0
        missed = compare(folder, options.tasks, options.relations, peers=not options.no_peers)
    print(f"\n{missed} over a bar" if missed else "\nall within the bars")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
