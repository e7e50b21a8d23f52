"""Attacks on the limits of a query, each in a process of its own, with the machine's clock.

    python tests/durability/attack.py [NAME …]

An attack holds if its query ends, in an answer or in a LimitExceeded, within twice its timeout, and the
process takes no more memory than the query may: half of what a machine with ``MACHINE`` bytes has free.
Exit code 1 tells that one did not. To add an attack, write a line in ``ATTACKS``.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from queue import Empty

TIMEOUT = 3.0
MACHINE = 2_000_000_000
SLACK = 400_000_000
"""Bytes that the interpreter, the libraries and one step beyond the limit take."""
SAFETY = 8 << 30
"""Bytes of address space at which the system ends an attack."""

DOUBLED = "WITH reduce(t = '{text}', x IN range(1, {times}) | t + t) AS t "
LONG = DOUBLED.format(text="ab", times=20)
NESTED = "WITH reduce(m = [1], x IN range(1, 40) | [m, m]) AS m "

WRITTEN = "UNWIND range(1, 100000) AS i CREATE (:X {i: i})-[:R]->(:Y) WITH count(*) AS written "
ENDLESS = (
    "WITH count(*) AS written UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b)"
)


def hops(number: int, step: str = "-->") -> str:
    """Return a pattern of so many steps."""
    return step.join(f"(n{i})" for i in range(number + 1))


def repeated(form: str, number: int, between: str = " ") -> str:
    """Return a form so many times, with its number for ``#``."""
    return between.join(form.replace("#", str(i)) for i in range(number))


ATTACKS: dict[str, str] = {
    "regex: nested repetition": f"RETURN '{'a' * 60}' =~ '(a|aa)+b'",
    "regex: many repetitions": f"RETURN '{'a' * 3000}' =~ '.*.*.*.*.*.*.*x'",
    "regex: of each row": f"UNWIND range(1, 1000000) AS i RETURN count('{'a' * 60}' + i =~ '(a|aa)+b')",
    "planning 160 hops": f"EXPLAIN MATCH {hops(160)} RETURN 1",
    "planning 320 hops": f"EXPLAIN MATCH {hops(320)} RETURN 1",
    "planning 320 hops of any length": f"EXPLAIN MATCH {hops(320, '-[*1..3]->')} RETURN 1",
    "planning 1,000 parts": f"EXPLAIN MATCH {repeated('(n#)', 1000, ', ')} RETURN 1",
    "running 160 hops": f"MATCH {hops(160, '--')} RETURN count(*)",
    "a text of 1 MB: a list": f"RETURN size([{repeated('#', 120_000, ', ')}])",
    "a text of 1 MB: maps": f"RETURN size([{repeated('{a: #}', 80_000, ', ')}])",
    "a text of 1 MB: a sum": f"RETURN {repeated('1', 240_000, ' + ')} AS x",
    "a text of 1 MB: clauses": repeated("CREATE (:P {x: #})", 40_000),
    "a text of 1 MB: parts": f"MATCH {repeated('(n#)', 90_000, ', ')} RETURN 1",
    "a text of 1 MB: new parts": f"CREATE {repeated('(n#)', 90_000, ', ')}",
    "a text of 1 MB: paths": f"MATCH {repeated('p# = (n#)-->(m#)', 30_000, ', ')} RETURN 1",
    "a text of 1 MB: new paths": f"CREATE {repeated('p# = (n#)-[:T]->(m#)', 30_000, ', ')}",
    "a text of 1 MB: a chain": f"MATCH {hops(90_000)} RETURN 1",
    "a text of 1 MB: columns": f"RETURN {repeated('# AS c#', 60_000, ', ')}",
    "a text of 1 MB: WITHs": "WITH 0 AS x " + repeated("WITH x + 1 AS x", 60_000) + " RETURN x",
    "a text of 1 MB: UNWINDs": repeated("UNWIND [1] AS x#", 45_000) + " RETURN 1",
    "a text of 1 MB: variables": repeated("WITH *, 1 AS x#", 50_000) + " RETURN 1",
    "a text of 1 MB: MATCHes": repeated("MATCH (n#)", 65_000) + " RETURN 1",
    "a text of 1 MB: UNIONs": repeated("RETURN # AS x", 38_000, " UNION "),
    "a text of 1 MB: conditions": f"MATCH (n) WHERE {repeated('n.x <> #', 55_000, ' AND ')} RETURN 1",
    "a text of 1 MB: SETs": f"MATCH (n) SET {repeated('n.x# = #', 55_000, ', ')}",
    "a text of 1 MB: CASE": f"RETURN CASE 1 {repeated('WHEN # THEN #', 40_000)} END AS x",
    "a text of 1 MB: subqueries": repeated("CALL () { RETURN 1 AS x# }", 30_000) + " RETURN 1",
    "a text of 1 MB: labels": f"MATCH (n:{repeated('L#', 120_000, '|')}) RETURN 1",
    "a text of 1 MB: MERGEs": repeated("MERGE (:P {x: #})", 40_000),
    "a text of 1 MB: REMOVEs": f"MATCH (n) REMOVE {repeated('n.x#', 90_000, ', ')}",
    "a text of 1 MB: DELETEs": f"MATCH (n) WITH n LIMIT 1 DETACH DELETE {repeated('n', 300_000, ', ')}",
    "a text of 1 MB: sort keys": f"MATCH (n) RETURN n ORDER BY {repeated('n.x#', 90_000, ', ')}",
    "a text of 1 MB: groups": f"MATCH (n) RETURN count(*) AS c, {repeated('n.x# AS y#', 45_000, ', ')}",
    "a text of 1 MB: distinct": f"MATCH (n) RETURN DISTINCT {repeated('n.x# AS y#', 45_000, ', ')}",
    "a text of 1 MB: a map": f"RETURN {{{repeated('k#: #', 60_000, ', ')}}} AS m",
    "a text of 1 MB: a node's map": f"MATCH (n {{{repeated('k#: #', 60_000, ', ')}}}) RETURN n",
    "a text of 1 MB: a new node's map": f"CREATE (n {{{repeated('k#: #', 60_000, ', ')}}}) RETURN n",
    "a text of 1 MB: OR": f"MATCH (n) WHERE {repeated('n.x = #', 60_000, ' OR ')} RETURN 1",
    "a text of 1 MB: OPTIONAL MATCHes": repeated("OPTIONAL MATCH (n#)", 42_000) + " RETURN 1",
    "a text of 1 MB: FOREACHes": repeated("FOREACH (x IN [1] | CREATE (:P))", 28_000),
    "a text of 1 MB: EXISTS": f"RETURN {repeated('EXISTS { (n#) }', 40_000, ' OR ')} AS x",
    "a text of 1 MB: comprehensions": f"RETURN size([{repeated('[x IN [1] | x]', 55_000, ', ')}])",
    "a text of 1 MB: texts": f"RETURN size([{repeated(chr(39) + 'a#' + chr(39), 90_000, ', ')}])",
    "a text of 1 MB: comparisons": f"RETURN {repeated('1', 240_000, ' < ')} AS x",
    "a text of 1 MB: powers": f"RETURN {repeated('1', 240_000, ' ^ ')} AS x",
    "a text of 1 MB: NOTs": f"RETURN {'NOT ' * 240_000}true AS x",
    "a text of 1 MB: dots": f"RETURN n{'.x' * 480_000} AS x",
    "a text of 1 MB: quantified": f"MATCH (a) {repeated('(()-->())+', 90_000, ' ')} (b) RETURN 1",
    "a text of 1 MB: brackets": f"RETURN {'(' * 490_000}1{')' * 490_000}",
    "reduce: a million items": "RETURN reduce(t = 0, x IN range(1, 1000000) | t + x) AS x",
    "reduce: lists that double": (
        "UNWIND range(1, 100000) AS i RETURN sum(size(reduce(l = [i], x IN range(1, 22) | l + l)))"
    ),
    "reduce: texts that double": (
        "UNWIND range(1, 100000) AS i RETURN sum(size(reduce(l = 'a', x IN range(1, 26) | l + l)))"
    ),
    "reduce: a list that grows": "RETURN size(reduce(l = [], x IN range(1, 1000000) | l + x))",
    # a delimiter per row, so that no result can serve two rows
    "reduce: lists in lists, compared": NESTED + "RETURN m = m, m < m",
    "reduce: lists in lists, told apart": NESTED + "RETURN count(DISTINCT m)",
    "reduce: lists in lists, stored": NESTED + "CREATE (n {x: m})",
    "split": LONG + "UNWIND range(1, 100000) AS i RETURN sum(size(split(t, 'a' + i)))",
    "split by several": LONG + "UNWIND range(1, 100000) AS i RETURN sum(size(split(t, ['a', 'b' + i])))",
    "replace": LONG + "UNWIND range(1, 100000) AS i RETURN sum(size(replace(t, 'a', 'xyz' + i)))",
    "collect of long texts": LONG + "UNWIND range(1, 1000000) AS i RETURN size(collect(t + i))",
    "collect past a list's size": (
        "UNWIND range(1, 3) AS a UNWIND range(1, 10000000) AS b RETURN size(collect(b))"
    ),
    "lists of lists": "UNWIND range(1, 100000) AS i RETURN size(collect(range(1, 1000) + i))",
    "products of comprehensions": (
        "RETURN size([x IN range(1, 100000) | [y IN range(1, 100000) | toString(x * y)]])"
    ),
    "products of rows": ("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN DISTINCT a * b"),
    "texts sorted": "UNWIND range(1, 20000000) AS i RETURN toString(i) AS s ORDER BY s DESC",
    "texts told apart": "UNWIND range(1, 20000000) AS i WITH DISTINCT toString(i) AS s RETURN count(*)",
    "CASE of 300 branches": (
        f"UNWIND range(1, 3000000) AS n RETURN sum(CASE {repeated('WHEN n % (# + 5) = 0 THEN #', 300)} END)"
    ),
    "all trails": "MATCH p = (a)-[*]-(b) RETURN count(p)",
    "all trails, several ties at a time": "MATCH (a)(()--()--()){1,12}(b) RETURN count(*)",
    "rolling back a large write": (
        "UNWIND range(1, 5000000) AS i CREATE (:X {i: i})-[:R]->(:Y) RETURN count(*)"
    ),
    "rolling back SET": WRITTEN + "MATCH (n:X) UNWIND range(1, 100) AS k SET n.x = k, n:L RETURN count(*)",
    "rolling back REMOVE": (
        WRITTEN + "UNWIND range(1, 100) AS k MATCH (n:X) REMOVE n.i, n:X SET n.i = k, n:X RETURN count(*)"
    ),
    "rolling back DELETE": WRITTEN + "MATCH (n:X) DETACH DELETE n " + ENDLESS,
    "rolling back MERGE": "UNWIND range(1, 5000000) AS i MERGE (:X {i: i})-[:R]->(:Y)",
    "rolling back FOREACH": "FOREACH (i IN range(1, 5000000) | CREATE (:X {i: i})-[:R]->(:Y))",
    "rolling back CALL": "UNWIND range(1, 5000000) AS i CALL (i) { CREATE (:X {i: i})-[:R]->(:Y) } "
    + ENDLESS,
    "rolling back IN TRANSACTIONS": (
        "UNWIND range(1, 9000000) AS i CALL (i) { CREATE (:X {i: i}) } IN TRANSACTIONS OF 300000 ROWS"
    ),
    "500 MERGE": repeated("MERGE (n#:P {x: #})", 500),
    "500 UNION": repeated("RETURN # AS x", 500, " UNION "),
    "500 WITH": "WITH 0 AS x " + repeated("WITH x + 1 AS x", 500) + " RETURN x",
    "1,000 terms": f"UNWIND [1, 2] AS n RETURN {repeated('n', 1000, ' + ')} AS x",
}


def attack(text: str, answers: multiprocessing.Queue[tuple[float, int, str]]) -> None:
    """Run one query in this process, and say how long it took, what it took and how it ended."""
    resource.setrlimit(resource.RLIMIT_AS, (SAFETY, SAFETY))
    import sociogram
    from sociogram.graph.errors import LimitExceeded
    from sociogram.queries.cypher import memory_limit as memory

    memory.free_memory = lambda: MACHINE
    graph = sociogram.open()
    list(graph.run("MATCH (n) RETURN count(n)"))
    begun = time.monotonic()
    try:
        list(graph.run(text, write=True, timeout=TIMEOUT))
        ended = "answered"
    except LimitExceeded as error:
        ended = error.limit
    taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    answers.put((time.monotonic() - begun, taken, ended))


def main(names: list[str]) -> int:
    """Run the attacks, or those whose names contain one of ``names``, and print what came of each."""
    context = multiprocessing.get_context("spawn")
    failed = 0
    print(f"{'attack':36} {'limit':>7} {'seconds':>8} {'MB':>6}  ended by")
    for name, text in ATTACKS.items():
        if names and not any(part in name for part in names):
            continue
        answers = context.Queue()
        process = context.Process(target=attack, args=(text, answers))
        process.start()
        try:
            seconds, taken, ended = answers.get(timeout=60 + 10 * TIMEOUT)
        except Empty:
            process.kill()
            seconds, taken, ended = float("inf"), 0, "nothing: killed"
        process.join()
        holds = seconds <= 2 * TIMEOUT and taken <= MACHINE // 2 + SLACK
        failed += not holds
        verdict = "" if holds else "  EXCEEDED"
        print(f"{name:36} {TIMEOUT:5.0f} s {seconds:8.2f} {taken / 1e6:6.0f}  {ended}{verdict}", flush=True)
    print(f"{failed} exceeded" if failed else "every limit holds")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
