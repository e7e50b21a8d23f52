"""Queries by chance in which a subquery writes and what follows reads, stops early or writes on.

As in ``grammar_writes``, what they do never depends on the order of rows: only a list has an order that
a batch that fails may depend on.
"""

from __future__ import annotations

from collections.abc import Callable

from support.grammar.base import Chance, Query, Scope
from support.grammar.expressions import value
from support.grammar.graphs import named
from support.grammar.patterns import parts
from support.grammar.writes import create, merge, remove, set_items


def write_in_calls(chance: Chance) -> Query:
    """Make a query with one or two subqueries that write, and clauses behind them."""
    text, scope = _head(chance)
    in_order = "MATCH" not in text
    in_transactions = chance.happens(0.35)
    for _ in range(chance.random.choices((1, 2), (3, 1))[0]):
        text += f" {_call(chance, scope, in_order=in_order, in_transactions=in_transactions)}"
        if "DETACH DELETE" in text:
            scope = {}
            break
    for _ in range(chance.random.choices((0, 1, 2), (2, 5, 2))[0]):
        text += f" {chance.filled(chance.rule(FOLLOWING), lambda kind: _part(chance, kind))}"
    if chance.happens(0.1):
        text += f" CREATE (:{_label(chance)} {{age: 1}})"
    text += f" RETURN {chance.filled(chance.rule(RETURNED), lambda kind: _part(chance, kind))}"
    return Query(text, writes=True, loose=chance.loose, bags=chance.bags)


FOLLOWING = """
    5 MATCH (<z>:<label>)
    4 MATCH (<z>:Nothing)
    3 MATCH (:Nothing)-->(<z>)
    3 MATCH (<z>) WHERE <seen>
    3 MATCH (<z>:<label>)-[:<type>]->()
    3 OPTIONAL MATCH (<z>:<label>) WHERE <seen>
    2 MATCH (<z>:<label>), (:<other>)
    3 CALL () { MATCH (i:<label>) RETURN count(i) AS <z> }
    2 CALL () { MATCH (i:<label>) WHERE i.times > 0 RETURN i.times AS <z> ORDER BY i.times LIMIT 1 }
    2 CALL () { MATCH (i:<label>) SET i.times = coalesce(i.times, 0) + 1 }
    3 WITH * LIMIT <few>
    1 WITH * ORDER BY 1 LIMIT 0
    2 WITH * SKIP <few>
    2 WITH * WHERE EXISTS { (:<label>)-[:<type>]->() }
    2 WITH * WHERE false
    2 WITH *, COUNT { (:<label>) } AS <z>
    1 WITH DISTINCT COUNT { ()-->() } AS <z>
    2 WITH count(*) AS <z>
    1 UNWIND [] AS <z>
    1 UNWIND [1, 2] AS <z>
"""
RETURNED = """
    5 count(*) AS c
    3 count(*) AS c, COUNT { (:<label>) } AS d
    3 COUNT { (:<label>) } AS c
    2 EXISTS { (:<label>)-[:<type>]->() } AS c
    2 sum(COUNT { (:<label>) WHERE true }) AS c
    2 DISTINCT COUNT { MATCH (i:<label>) WHERE i.times IS NULL } AS c
    1 1 AS c LIMIT <few>
    1 DISTINCT size([(i:<label>)-[:<type>]->() | 1]) AS c
"""
BODIES = """
    4 CREATE (:<label> {age: <few>})
    3 CREATE (:<label> {age: <few>})-[:<type>]->(:<other>)
    4 MATCH (i:<label>) SET i.times = coalesce(i.times, 0) + 1
    3 MATCH (i:<label>) CREATE (i)-[:<type>]->(:Fresh)
    2 MATCH (i:<label>)-[j:<type>]->() DELETE j
    2 UNWIND [1, 2] AS j CREATE (:<label> {age: j})
    2 MERGE (i:<label> {age: 1}) SET i.times = coalesce(i.times, 0) + 1
    2 FOREACH (j IN range(1, <few>) | CREATE (:<label> {age: j}))
    1 FOREACH (j IN range(1, <few>) | MERGE (:<label> {age: j}))
    2 UNWIND [1, 2] AS j CALL (j) { CREATE (:<label> {age: j}) } WITH j LIMIT 1 CREATE (:<other>)
    2 UNWIND [1, 2] AS j CALL (j) { CREATE (:Fresh {age: j}) } MATCH (k:Fresh {age: j}) SET k.times = 1
    1 UNWIND [1, 2] AS j CALL (j) { CREATE (:<label>) } MATCH (k:Nothing) SET k.age = 1
    1 CREATE (:<label>) UNION ALL CREATE (:<other>)
    1 CREATE (:<label>) UNION MATCH (i:<other>) SET i.times = coalesce(i.times, 0) + 1
"""
"""What a subquery writes that knows nothing of its row."""

_OF_THE_ROW: list[tuple[int, Callable[[Chance, Scope], str]]] = [
    (4, create),
    (4, merge),
    (6, set_items),
    (2, remove),
]


def _part(chance: Chance, kind: str) -> str:
    match kind:
        case "z":
            return chance.fresh("z")
        case "label" | "other":
            return named(chance.one(chance.words.labels))
        case "type":
            return chance.one(chance.words.types)
        case "few":
            return str(chance.number(1, 3))
        case "seen":
            last = f"z{chance.made}"
            return chance.one((f"{last}.times IS NULL", f"{last}.times > 1", f"{last}.age = 1", "true"))
    raise ValueError(f"no part is called {kind}")


def _label(chance: Chance) -> str:
    return _part(chance, "label")


def _head(chance: Chance) -> tuple[str, Scope]:
    """Make the rows that the first subquery runs for."""
    if chance.happens(0.4):
        name = chance.fresh("u")
        return f"UNWIND [{', '.join(str(chance.number(0, 3)) for _ in range(4))}] AS {name}", {name: "int"}
    chance.hops = 3
    pattern, scope = parts(chance, {})
    return f"MATCH {pattern}", scope


def _call(chance: Chance, scope: Scope, *, in_order: bool, in_transactions: bool) -> str:
    kept = chance.some(list(scope), 2)
    imported = {name: scope[name] for name in kept}
    # in transactions of their own Neo4j counts a node once for each that deletes it
    doomed = [name for name, kind in imported.items() if kind == "node" and not in_transactions]
    if doomed and chance.happens(0.07):
        body = f"DETACH DELETE {doomed[0]}"
    else:
        body = _body(chance, imported, in_order=in_order)
    optional = "OPTIONAL " if chance.happens(0.1) else ""
    if "UNION" not in body and chance.happens(0.4):
        body += f" RETURN {'count(*)' if chance.happens(0.6) else '1'} AS {chance.fresh('w')}"
        body += " LIMIT 0" if chance.happens(0.1) else ""
    text = f"{optional}CALL ({', '.join(kept)}) {{ {body} }}"
    return text + (_transactions(chance, in_order=in_order) if in_transactions else "")


def _body(chance: Chance, imported: Scope, *, in_order: bool) -> str:
    numbers = [name for name, kind in imported.items() if kind == "int"]
    nodes = [name for name, kind in imported.items() if kind == "node"]
    if in_order and numbers and chance.happens(0.4):  # fails for a row of 0
        return f"CREATE (:{_label(chance)} {{age: 6 / {numbers[0]}}})"
    if nodes and chance.happens(0.15):
        least = value(chance, "int", {}, 0)
        return f"WITH {nodes[0]} AS i WHERE i.age > {least} SET i.times = coalesce(i.times, 0) + 1"
    if imported and chance.happens(0.4):
        weights = [weight for weight, _ in _OF_THE_ROW]
        return chance.random.choices([made for _, made in _OF_THE_ROW], weights)[0](chance, imported)
    return chance.filled(chance.rule(BODIES), lambda kind: _part(chance, kind))


def _transactions(chance: Chance, *, in_order: bool) -> str:
    text = " IN TRANSACTIONS" + (f" OF {chance.number(1, 3)} ROWS" if chance.happens(0.9) else "")
    if not in_order:  # which batch a row is in is open
        return text
    ways = ("", " ON ERROR CONTINUE", " ON ERROR CONTINUE", " ON ERROR BREAK", " ON ERROR FAIL")
    return text + chance.one(ways)
