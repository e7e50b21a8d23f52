"""Every stored query on a large graph with hubs and cycles: a folder and a Neo4j server.

    python benchmarks/stored.py [RELATIONS] [--stores folder,neo4j] [--queries NAME,…] [--make FOLDER]

Makes RELATIONS (default 1,000,000) over a tenth as many actors, so that every stored query has rows: actors
with two labels and aliases, all types of relation that the queries name, hierarchies with cycles, claimants,
sources, dates, paragraphs, disputes. The server (Maven and Java 17, see tests/support/neo4j/server.py) gets
them from our own load. ``--make`` only writes the data.

Each query runs once, in a process of its own, which has opened the graph before the clock starts. Queries
about actors run twice: for the hub, the actor with most ties, and for an ordinary one, in the middle of the
order. Prints the seconds to the first thousand rows and to the last one, the rows, and the most memory that
the process took, the graph included; the server's own memory is bounded by its settings. Rows stream.
Seconds are CPU time for a folder, and the clock's for a server, which works in another process.
Exit code 1 where a bar is missed: 2 s to the last row with an actor, 10 s to the first thousand without,
1 GB each; or where a query has no rows for anybody.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from claims_data import make

ROOT = Path(__file__).resolve().parents[1]
STORES = ("folder", "neo4j")
SECONDS_WITH_ACTOR, SECONDS, MEGABYTES = 2.0, 10.0, 1_000.0
PAGE = 1_000
CPU_SECONDS = 120
"""CPU time of one query, with the opening of the graph."""
PATIENCE = 1800.0
"""Seconds by the clock that one query may take on a busy machine."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the queries of one case are about.

    Attributes:
        actors: the id of an actor, followed by some that it is tied to.
        voice: a claimant.
    """

    actors: list[str]
    voice: str


def chosen_cases(folder: Path) -> dict[str, Chosen]:
    """Choose for ``hub`` the actor with most ties and the voice with most claims, for ``ordinary`` the middle."""
    import sociogram

    graph = sociogram.open(folder)
    ids = [
        key
        for key, _ in graph.run(
            "MATCH (a:Entity) RETURN a.id, COUNT { (a)--() } AS ties ORDER BY ties DESC, a.id"
        )
    ]
    voices = [
        key
        for key, _ in graph.run(
            "MATCH ()-[r]->() WHERE r.claimed_by IS NOT NULL "
            "RETURN r.claimed_by AS voice, count(*) AS claims ORDER BY claims DESC, voice"
        )
    ]
    near = (
        "MATCH (a:Entity {id: $id})--(b:Entity) WHERE b <> a RETURN DISTINCT b.id AS id ORDER BY id LIMIT 5"
    )
    return {
        case: Chosen([actor, *(other for (other,) in graph.run(near, id=actor))], voice)
        for case, actor, voice in (
            ("hub", ids[0], voices[0]),
            ("ordinary", ids[len(ids) // 2], voices[len(voices) // 2]),
        )
    }


def cases_of(folder: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give query, case and parameters."""
    from sociogram.queries.stored.catalogue import Catalogue

    chosen = chosen_cases(folder)
    for query in Catalogue().all():
        wanted = [parameter for parameter in query.parameters if parameter.is_actor]
        others = OTHERS.get(query.name, {})
        if not wanted or not any(parameter.required for parameter in wanted):
            yield query.name, "all", others
        for case in ("hub", "ordinary") if wanted else ():
            is_voice = wanted[0].name == "voice"
            rest = iter([chosen[case].voice] if is_voice else chosen[case].actors)
            given = {
                parameter.name: [next(rest) for _ in range(3)]
                if "LIST" in str(parameter.type)
                else next(rest)
                for parameter in wanted
            }
            yield query.name, case, {**others, **given}


OTHERS: dict[str, dict[str, Any]] = {
    "ties-as-of": {"date": "2022-12"},
    "timeline": {"since": "2023-01", "until": "2023-01-31"},
    "ties-in-paragraph": {"paragraph": 18},
    "find-actors": {"name": "bace"},
    "claim-chain": {"claim": "r1000"},
    "claims-in-source": {"source": "s1"},
    "new-in": {"source": "s1"},
}


def one(source: str, name: str, parameters: dict[str, Any]) -> dict[str, float]:
    """Run one query here, to its last row."""
    import sociogram

    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    clock = time.perf_counter if "://" in source else time.process_time
    with sociogram.open(source) as graph:
        graph.run("RETURN 1").to_dicts()
        begun = clock()
        rows = graph.query(name, parameters=parameters).stream()
        first = sum(1 for _ in islice(rows, PAGE))
        page = clock() - begun
        number = first + sum(1 for _ in rows)
        seconds = clock() - begun
    scale = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6
    return {"page": page, "seconds": seconds, "rows": number, "megabytes": peak}


def measured(
    source: str, name: str, parameters: dict[str, Any], environment: dict[str, str]
) -> dict[str, Any]:
    """Run one query in a process of its own."""
    try:
        done = subprocess.run(
            [sys.executable, __file__, "--one", name, "--source", source],
            input=json.dumps(parameters),
            capture_output=True,
            check=False,
            text=True,
            timeout=PATIENCE,
            env={**os.environ, **environment},
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"no answer in {PATIENCE:.0f} s"}
    if done.returncode:
        ended = f"over {CPU_SECONDS} s" if done.returncode < 0 else f"exit code {done.returncode}"
        return {"failed": (done.stderr.strip().splitlines() or [ended])[-1]}
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def verdict(found: dict[str, Any], *, actor: bool) -> str:
    """Return what a measured query misses, or nothing."""
    if "failed" in found:
        return str(found["failed"])
    faults = []
    limit = SECONDS_WITH_ACTOR if actor else SECONDS
    if found["seconds" if actor else "page"] > limit:
        faults.append(f"over {limit:.0f} s")
    if found["megabytes"] > MEGABYTES:
        faults.append(f"over {MEGABYTES:,.0f} MB")
    return ", ".join(faults)


def run_store(store: str, source: str, folder: Path, chosen: set[str], environment: dict[str, str]) -> int:
    """Run all queries on one store, print a table; return how many miss a bar."""
    missed = 0
    rows: Counter[str] = Counter()
    print(f"\n{store}\n{'query':28} {'actor':9} {'page s':>8} {'all s':>8} {'rows':>9} {'MB':>6}")
    for name, case, parameters in cases_of(folder):
        if chosen and name not in chosen:
            continue
        found = measured(source, name, parameters, environment)
        fault = verdict(found, actor=case != "all")
        missed += bool(fault)
        figures = ""
        if "failed" not in found:
            rows[name] += found["rows"]
            figures = (
                f"{found['page']:8.2f} {found['seconds']:8.2f} {found['rows']:9,} {found['megabytes']:6,.0f}"
            )
        print(f"{name:28} {case:9} {figures:34} {fault}".rstrip(), flush=True)
    empty = sorted(name for name, number in rows.items() if not number)
    if empty:
        print(f"no rows: {', '.join(empty)}")
    return missed + len(empty)


def compare(options: argparse.Namespace, folder: Path) -> int:
    """Run the chosen stores; return how many queries miss a bar."""
    missed = 0
    if "folder" in options.stores:
        missed += run_store("folder", str(folder), folder, options.queries, {})
    if "neo4j" in options.stores:
        sys.path.insert(0, str(ROOT / "tests"))
        from support.neo4j.server import Neo4jServer

        with Neo4jServer() as server:
            environment = {"NEO4J_USERNAME": server.user, "NEO4J_PASSWORD": server.password}
            load = [sys.executable, "-m", "sociogram", "load", *map(str, folder.glob("*.csv"))]
            subprocess.run([*load, "--to", server.uri], env={**os.environ, **environment}, check=True)
            missed += run_store(f"neo4j {server.version}", server.uri, folder, options.queries, environment)
    return missed


def main() -> int:
    def names(text: str) -> set[str]:
        return set(filter(None, text.split(",")))

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("relations", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--stores", type=names, default=set(STORES), help="folder, neo4j or both")
    parser.add_argument("--queries", type=names, default=set(), help="only these, by name")
    parser.add_argument("--make", type=Path, metavar="FOLDER", help="only write the data into a folder")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--source", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make is not None:
        options.make.mkdir(parents=True)
        make(options.make, options.relations)
        return 0
    if options.one is not None:
        print(json.dumps(one(options.source, options.one, json.load(sys.stdin))), flush=True)
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, options.relations)
        missed = compare(options, folder)
    print(f"\n{missed} over a bar" if missed else "\nall within the bars")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
