"""The engine in memory answers what a real Neo4j server answers, but where ``docs/neo4j.md`` says why not.

A few hundred queries of a fixed seed; ``run.py`` beside this runs as many as wanted. What a run finds is
printed as a line to paste into ``found.txt``, which keeps all that was ever found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sociogram.graph.neo4j.store import Neo4jStore
from sociogram.queries.cypher.functions.registry import names
from support.differential.compare import Pair, Tally, differences
from support.differential.known_differences import KNOWN, known
from support.differential.outcomes import MemorySide, Outcome, compared
from support.grammar.base import Chance, Query
from support.grammar.functions import ONLY_OURS
from support.grammar.graphs import GraphText, graph
from support.grammar.minimise import shrink
from support.grammar.queries import call, query
from support.grammar.vocabulary import ARTICLE, MADE_UP

HERE = Path(__file__).parent
PAGE = Path(__file__).parents[2] / "docs" / "neo4j.md"
HOW_MANY = 200
SEED = 5
SHOWING = """
    CREATE (a:Person {name: 'Ann', list: [1, 2]}), (b:Person {age: 1}),
           (a)-[:OWNS]->(b), (a)-[:OWNS]->(b), (b)-[:OWNS]->(a)
"""


def found() -> Iterator[tuple[str, str]]:
    """Give what was ever found: the query that makes the graph, and the query that was answered otherwise."""
    script = ""
    for line in (HERE / "found.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("+"):
            script = line.removeprefix("+").strip()
        elif line and not line.startswith("#"):
            yield script, line


def documented() -> dict[str, str]:
    """Return the table of the page: the name of a difference, and a query that shows it, where one does."""
    table = PAGE.read_text(encoding="utf-8").partition("| difference |")[2]
    rows = re.findall(r"^\| ([A-Za-z0-9' ]+) \| `?(.*?)`? ?(?<!\\)\|", table, re.MULTILINE)
    return {name: text.replace(r"\|", "|") for name, text in rows}


@pytest.mark.neo4j
def test_queries_by_chance(neo4j_store: Neo4jStore) -> None:
    tally = Tally()
    shown = [str(difference) for difference in differences(SEED, HOW_MANY, neo4j_store, tally=tally)]
    assert not shown, "\n".join(shown)
    assert tally.with_rows > HOW_MANY / 4  # or they compare nothing with nothing
    assert tally.writing > HOW_MANY / 10


@pytest.mark.neo4j
def test_what_was_found_before(neo4j_store: Neo4jStore) -> None:
    pair = Pair(neo4j_store)
    wrong = {}
    for script, text in found():
        pair.load(GraphText(made_by=script))
        writes = re.search(r"\b(CREATE|MERGE|SET|REMOVE|DELETE)\b", text) is not None
        asked = Query(text, writes=writes, ordered="ORDER BY" in text)
        ours, theirs, what = pair.ask(asked)
        if what is not None:
            wrong[script, text] = (what, str(ours), str(theirs))
    assert not wrong


@pytest.mark.neo4j
def test_known_differences_are_there(neo4j_store: Neo4jStore) -> None:
    pair = Pair(neo4j_store)
    pair.load(GraphText(made_by=SHOWING))
    explained = {}
    shown = {name: text for name, text in documented().items() if text}
    for name, text in shown.items():
        asked = Query(text, writes=re.search("CREATE|SET|DELETE", text) is not None)
        ours, theirs, what = pair.ask(asked)
        explained[name] = what is not None and known(asked, ours, theirs)
    assert explained == {name: name for name in shown}


@pytest.mark.parametrize("where", ["rows", "graph"])
def test_a_known_difference_may_be_in_the_rows_or_in_the_graph(where: str) -> None:
    def outcome(*texts: str) -> Outcome:
        return Outcome(rows=(texts,)) if where == "rows" else Outcome(graph=frozenset({(texts, 1)}))

    asked = Query("CREATE (a {tags: split('😀', '')}) RETURN a", writes=True)
    assert known(asked, outcome("😀"), outcome("?", "?")) == "splitting characters beyond 16 bits"


def test_the_page_lists_the_known_differences() -> None:
    assert set(documented()) == set(KNOWN)


def test_the_same_seed_makes_the_same_queries() -> None:
    assert [query(Chance(f"a {place}")) for place in range(50)] == [
        query(Chance(f"a {place}")) for place in range(50)
    ]


FEATURES = {
    "directions": r"\)<-.*\)-\[.*\]->|\)--\(",
    "four hops": r"(\)[<-][^()]*[->]\([^()]*){4}",
    "several paths": r"MATCH [^{]*\), \w* ?=? ?\(",
    "label expressions": r":\w+\|\w+|:!\w+|&!",
    "labels as values": r"\$\('",
    "any length": r"\*\d?\.\.\d",
    "quantified relationship": r"\]->\{",
    "quantified path": r"\)\)\{|\) WHERE .*\)\{",
    "shortest, both ways": r"shortestPath\(|allShortestPaths\(|SHORTEST",
    "conditions inside": r"\(\w+ WHERE",
    "optional": "OPTIONAL MATCH",
    "aggregates": r"(count|sum|avg|min|max|collect|stDev|percentile\w+)\(",
    "EXISTS": r"EXISTS \{",
    "COUNT": r"COUNT \{",
    "COLLECT": r"COLLECT \{",
    "CALL with imports": r"CALL \(\w+",
    "CALL of everything": r"CALL \(\*\)",
    "CALL with an importing WITH": r"CALL \{ WITH",
    "pattern comprehension": r"\[\(.*-.*\(.*\| ",
    "list comprehension": r"\[x\d+ IN ",
    "reduce": r"reduce\(",
    "quantifiers": r"(all|any|none|single)\(\w+ IN",
    "CASE, both ways": r"CASE WHEN|CASE \w",
    "null": r"\bnull\b|\$nothing",
    "maps": r"\{i: ",
    "map projections": r"\w \{\.",
    "parameters": r"\$(zero|name|numbers)",
    "UNWIND": "UNWIND",
    "UNION": r"UNION (?!ALL)",
    "UNION ALL": "UNION ALL",
    "ordering": "ORDER BY",
    "paging": r"(SKIP|OFFSET) .*LIMIT",
    "DISTINCT": "DISTINCT",
    "CREATE": "CREATE",
    "MERGE": r"MERGE .*ON (CREATE|MATCH) SET",
    "MERGE of itself": r"MERGE \((m\d+):[^)]*\).*\{\w+: \1\.",
    "a path in its own WHERE": r"SHORTEST[^(]*\((p\d+) = .* WHERE (length|size)\(.*\1\)",
    "SET of all": r"SET \w+ \+?= ",
    "REMOVE": "REMOVE",
    "DELETE": r"(?<!DETACH )DELETE",
    "DETACH DELETE": "DETACH DELETE",
    "FOREACH": "FOREACH",
    "writing in CALL": r"CALL \([^)]*\) \{ (CREATE|MERGE|SET)",
    "in transactions": "IN TRANSACTIONS",
    "errors in transactions": "ON ERROR (CONTINUE|BREAK)",
    "a match behind a writing CALL": r"CALL \([^)]*\) \{ (CREATE|MERGE|SET).*\} MATCH \(z",
    "counting behind a writing CALL": r"CALL \([^)]*\) \{ (CREATE|MERGE|SET).*RETURN.*COUNT \{",
    "a limit behind a writing CALL": r"CALL \([^)]*\) \{ (CREATE|MERGE|SET).*WITH \* LIMIT",
    "a writing CALL in another": r"CALL \([^)]*\) \{ UNWIND [^{}]* CALL \(j\) \{ CREATE",
}
"""What people write, and how it looks."""


def test_the_grammar_makes_what_people_write() -> None:
    made = [
        query(Chance(f"all {place}", words)).text for place in range(1500) for words in (MADE_UP, ARTICLE)
    ]
    often = {name: sum(re.search(look, text) is not None for text in made) for name, look in FEATURES.items()}
    assert not {name: times for name, times in often.items() if times < 5}


def test_some_graphs_are_empty() -> None:
    empty = sum(not graph(Chance(f"some {place}")).nodes for place in range(200))
    assert 5 < empty < 40


def test_the_grammar_calls_every_function() -> None:
    made = {query(Chance(f"all {place}")).text for place in range(3000)}
    made |= {call(Chance(f"all {place}")).text for place in range(6000)}
    called = {name.lower() for text in made for name in re.findall(r"\b([a-zA-Z][\w.]*)\(", text)}
    stores_own = {"elementId", "id"}
    wanted = {name.lower() for name in names() if name not in ONLY_OURS | stores_own}
    assert wanted <= called


def test_what_differs_is_told() -> None:
    asked, ordered, loose, bags = (
        Query("", **{name: True} if name else {}) for name in ("", "ordered", "loose", "bags")
    )
    one, two = ("integer", 1), ("integer", 2)
    rows, turned = Outcome(rows=((one,), (two,))), Outcome(rows=((two,), (one,)))
    assert compared(asked, rows, turned) is None
    assert compared(ordered, rows, turned) == "order"
    assert compared(asked, rows, Outcome(rows=((one,),))) == "rows"
    assert compared(asked, rows, Outcome(rows=rows.rows, columns=("x",))) == "columns"
    floats = Outcome(rows=((("float", 1.0),), (two,)))
    assert (compared(asked, rows, floats), compared(loose, rows, floats)) == ("rows", None)
    lists = [Outcome(rows=((("list", items),),)) for items in ((one, two), (two, one))]
    assert (compared(asked, *lists), compared(bags, *lists)) == ("rows", None)
    assert compared(asked, rows, Outcome(failed="TypeError")) == "error"


def test_a_find_is_shrunk() -> None:
    memory = MemorySide()

    def shows(graph: GraphText, asked: Query) -> bool:
        memory.load(graph)
        return ("string", "Ann") in [row[-1] for row in memory.ask(asked).rows]

    graph = GraphText(
        nodes=((("Person",), {"name": "'Ann'", "age": "1"}), ((), {"name": "'Bob'"})),
        relationships=((0, 1, "KNOWS", {"id": "1"}), (1, 1, "LIKES", {})),
    )
    asked = Query(
        "MATCH (n:Person)-[r]->(m) WHERE n.age > 0 WITH n, m, 1 AS one RETURN one, m, n.name AS name"
    )
    small, shrunk = shrink(graph, asked, shows)
    assert small.script == "CREATE (n0 {name: 'Ann'})"
    assert shrunk.text == "MATCH (n) RETURN n.name AS name"
