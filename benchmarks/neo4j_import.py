"""The way past loading: an export for Neo4j's import tool, the tool, a server on the outcome.

    python benchmarks/neo4j_import.py [RELATIONS] [--heap 6g] [--folder FOLDER]

Makes RELATIONS (default 100,000) over a tenth as many actors as they are written, so that no part of the
memory is the graph's; has the tool import them (Maven and Java 17, see tests/support/neo4j/server.py);
starts a server on loopback and compares counts. Prints seconds, memory and bytes of each step.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sociogram.graph.formats.neo4j_admin import command, write
from sociogram.graph.model import Node, Relationship
from sociogram.graph.subgraph import Subgraph, Triplet

ROOT = Path(__file__).resolve().parents[1]
TYPES = ("KNOWS", "WORKS_FOR", "OWNS", "MET", "FUNDS")
TIES_OF_ONE = 10


class Made:
    """A graph that is nowhere: each reading makes it anew, ten ties for each actor."""

    def __init__(self, relations: int) -> None:
        self._relations = relations
        self._actors = max(relations // TIES_OF_ONE, 1)

    def count(self) -> tuple[int, int]:
        """Return how many nodes and how many relationships there are."""
        return self._actors, self._relations

    def hold(self) -> Subgraph:
        """Return all of it in memory."""
        return Subgraph(tuple(self.read_nodes()), tuple(tie for tie, _, _ in self.read_ties()))

    def read_nodes(self) -> Iterator[Node]:
        """Give the nodes."""
        for number in range(self._actors):
            yield Node(str(number), ("Entity", "Person"), {"id": f"a{number}", "name": f"Actor {number}"})

    def read_ties(self) -> Iterator[Triplet]:
        """Give the relationships, those that leave the same node one after the other."""
        for number in range(self._relations):
            start, end = number // TIES_OF_ONE % self._actors, number * 7_919 % self._actors
            said = {
                "id": f"r{number}",
                "start": str(1990 + number % 35),
                "excerpt": f"They are said to have met {number} times.",
                "paragraph": number + 1,
            }
            ends = (Node(str(start), ("Entity",), {}), Node(str(end), ("Entity",), {}))
            yield Relationship(str(number), TYPES[number % 5], str(start), str(end), said), *ends


def export(relations: int, folder: Path) -> None:
    """Write the import folder; print seconds and the most memory that this process took."""
    begun = time.perf_counter()
    write(Made(relations), folder)
    seconds = time.perf_counter() - begun
    scale = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6
    print(json.dumps({"seconds": seconds, "megabytes": peak}))


def size(folder: Path) -> float:
    """Return the megabytes that a folder takes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def compare(relations: int, heap: str, folder: Path) -> None:
    """Export, import, start a server on it, count; print."""
    sys.path.insert(0, str(ROOT / "tests"))
    from sociogram.graph.neo4j.store import Neo4jStore
    from support.neo4j.server import Neo4jServer

    target, own = folder / "import", [sys.executable, __file__, str(relations), "--export-to"]
    print(f"{relations:,} relations", flush=True)
    done = subprocess.run([*own, str(target)], check=True, stdout=subprocess.PIPE, text=True)
    found = json.loads(done.stdout)
    print(
        f"export {found['seconds']:8.1f} s {found['megabytes']:6.0f} MB of memory, {size(target):8.1f} MB written",
        flush=True,
    )
    server = Neo4jServer(home=folder / "home")
    begun = time.perf_counter()
    said = server.run_import(command(target), heap)
    peak = re.search(r"Peak memory usage: (\S+)", said)
    print(
        f"import {time.perf_counter() - begun:8.1f} s, {peak[1] if peak else '?'} of memory beside the heap, "
        f"{size(folder / 'home'):8.1f} MB on disk",
        flush=True,
    )
    with server, Neo4jStore(server.uri, server.user, server.password) as store:
        begun = time.perf_counter()
        [(nodes,)] = store.execute("MATCH (n:Entity) RETURN count(n)").rows
        [(ties, last)] = store.execute("MATCH ()-[r]->() RETURN count(r), max(r.paragraph)").rows
        if (nodes, ties, last) != (*Made(relations).count(), relations):
            raise SystemExit(f"{nodes:,} nodes and {ties:,} relations are there, to {last:,}.")
        print(f"counts {time.perf_counter() - begun:8.1f} s: all there")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("relations", nargs="?", type=int, default=100_000)
    parser.add_argument("--heap", default="2g", help="of the import tool")
    parser.add_argument("--folder", type=Path, help="for the files (default: a temporary one)")
    parser.add_argument("--export-to", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.export_to is not None:
        export(options.relations, options.export_to)
        return
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        compare(options.relations, options.heap, Path(name))


if __name__ == "__main__":
    main()
