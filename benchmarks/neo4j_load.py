"""Loading into a Neo4j server: what anybody writes first, our load, and our load once more.

    python benchmarks/neo4j_load.py [RELATIONS] [--make FOLDER]

Makes RELATIONS (default 100,000) over a tenth as many actors, starts a server of its own on loopback
(Maven and Java 17, see tests/support/neo4j/server.py), and loads them three ways, each by a process of
its own that has read the rows before the clock starts:

=====  ==========================================================================
plain  ``UNWIND … MATCH … MATCH … CREATE`` in batches of 10,000, on an empty server
ours   what ``sociogram load`` does, on an empty server: each text column as one string, relations in two
       transactions at once (docs/decisions/0010)
again  the same once more, with nothing changed
=====  ==========================================================================

The server has loaded 5,000 both ways before. ``--make`` only writes the data. Prints seconds, relations a second, the
ratio to plain, and the most memory that the process took, with what it took to read the rows.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BATCH = 10_000
WARM_UP = 5_000
TYPES = ("KNOWS", "WORKS_FOR", "OWNS", "MET", "FUNDS")
WAYS = ("plain", "ours", "again")


def make(folder: Path, relations: int) -> None:
    """Write a data folder; the same number gives the same files."""
    dice = random.Random(7)  # noqa: S311 - no secret
    actors = max(relations // 10, 2)
    with (folder / "entities.csv").open("w", encoding="utf-8", newline="") as file:
        file.write("id,type,name\n")
        file.writelines(f"a{number},Person,Actor number {number}\n" for number in range(actors))
    with (folder / "relations.csv").open("w", encoding="utf-8", newline="") as file:
        file.write("source,target,type,start,excerpt,paragraph\n")
        for number in range(relations):
            file.write(
                f"a{dice.randrange(actors)},a{dice.randrange(actors)},{dice.choice(TYPES)},"
                f"{1990 + number % 35},They are said to have met {number} times.,{number + 1}\n"
            )


def plain(folder: Path, sign_in: dict[str, Any]) -> float:
    """Load as anybody would; return the seconds that writing took."""
    import neo4j

    nodes, ties = ([*rows(folder / f"{name}.csv")] for name in ("entities", "relations"))
    with neo4j.GraphDatabase.driver(sign_in["uri"], auth=(sign_in["user"], sign_in["password"])) as driver:
        begun = time.perf_counter()
        run = driver.execute_query
        run("CREATE CONSTRAINT IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE")
        for batch in batches(nodes):
            run("UNWIND $rows AS row CREATE (n:Entity:Person {id: row.id, name: row.name})", rows=batch)
        for name in TYPES:
            text = (
                "UNWIND $rows AS row MATCH (a:Entity {id: row.source}) MATCH (b:Entity {id: row.target}) "
                f"CREATE (a)-[r:{name}]->(b) SET r.start = row.start, r.excerpt = row.excerpt, "
                "r.paragraph = row.paragraph"
            )
            for batch in batches([row for row in ties if row["type"] == name]):
                run(text, rows=batch)
        return time.perf_counter() - begun


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row | ({"paragraph": int(row["paragraph"])} if "paragraph" in row else {})


def batches(items: list[Any]) -> Iterator[list[Any]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch


def ours(folder: Path, sign_in: dict[str, Any]) -> float:
    """Load as ``sociogram load`` does; return the seconds that writing took."""
    from sociogram.graph.neo4j.store import Neo4jStore
    from sociogram.loaders.read import read

    dataset = read([folder / "entities.csv", folder / "relations.csv"]).dataset
    with Neo4jStore(sign_in["uri"], sign_in["user"], sign_in["password"]) as store:
        begun = time.perf_counter()
        store.merge(dataset)
        return time.perf_counter() - begun


def measured(way: str, folder: Path, sign_in: dict[str, Any]) -> dict[str, float]:
    """Load one way in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--way", way, "--folder", str(folder)],
        input=json.dumps(sign_in),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def emptied(sign_in: dict[str, Any]) -> None:
    """Delete everything, constraints included."""
    import neo4j

    with neo4j.GraphDatabase.driver(sign_in["uri"], auth=(sign_in["user"], sign_in["password"])) as driver:
        with driver.session() as session:
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
        for record in driver.execute_query("SHOW CONSTRAINTS YIELD name").records:
            driver.execute_query(f"DROP CONSTRAINT {record['name']}")


def compare(relations: int) -> None:
    """Start a server, load all ways, print."""
    sys.path.insert(0, str(ROOT / "tests"))
    from support.neo4j.server import Neo4jServer

    with Neo4jServer() as server, tempfile.TemporaryDirectory() as name:
        sign_in = {"uri": server.uri, "user": server.user, "password": server.password}
        folder, small = Path(name, "data"), Path(name, "small")
        for path, size in ((folder, relations), (small, WARM_UP)):
            path.mkdir()
            make(path, size)
        for way in ("plain", "ours"):  # the server compiles what it runs often
            measured(way, small, sign_in)
            emptied(sign_in)
        print(f"{relations:,} relations, {max(relations // 10, 2):,} actors, Neo4j {server.version}")
        base = 0.0
        for way in WAYS:
            if way == "ours":
                emptied(sign_in)
            found = measured(way, folder, sign_in)
            base = base or found["seconds"]
            print(
                f"{way:6} {found['seconds']:8.1f} s {relations / found['seconds']:10,.0f} relations/s "
                f"{found['seconds'] / base:5.0%} of plain {found['megabytes']:6.0f} MB",
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("relations", nargs="?", type=int, default=100_000)
    parser.add_argument("--make", type=Path, metavar="FOLDER", help="only write the data into a folder")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make is not None:
        options.make.mkdir(parents=True)
        make(options.make, options.relations)
        return
    if options.way is None:
        compare(options.relations)
        return
    sign_in = json.load(sys.stdin)  # a password has no place in a command line
    seconds = (plain if options.way == "plain" else ours)(options.folder, sign_in)
    scale = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6
    print(json.dumps({"seconds": seconds, "megabytes": peak}), flush=True)


if __name__ == "__main__":
    main()
