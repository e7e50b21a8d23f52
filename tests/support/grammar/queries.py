"""Queries by chance, weighted towards what people write; the same seed makes the same queries.

    read(Chance(7)).text, write(Chance(7)).text, call(Chance(7)).text

``grammar_graphs`` makes the graphs that they are for, ``grammar_patterns`` what MATCH takes,
``grammar_expressions`` values and conditions, ``grammar_functions`` calls, ``grammar_writes`` what changes
the graph, ``grammar_calls`` what changes it in subqueries.
"""

from __future__ import annotations

from collections.abc import Callable

from support.grammar.base import Chance, Query, Scope
from support.grammar.calls import write_in_calls
from support.grammar.expressions import ORDERABLE, predicate, value
from support.grammar.functions import any_call
from support.grammar.patterns import parts, path, shortest
from support.grammar.vocabulary import LITERALS
from support.grammar.writes import write

AGGREGATES = """
    8 count(*)
    4 count(<any>)
    4 count(DISTINCT <any>)
    4 sum(<int>)
    2 sum(<float>)
    2 avg(<int>)
    2 avg(<float>)
    3 min(<int>)
    3 max(<str>)
    2 min(<any>)
    2 max(<any>)
    2 max(<date>)
    1 sum(<span>)
    1 stDev(<float>)
    1 stDevP(<int>)
    1 percentileCont(<float>, 0.5)
    1 percentileDisc(<int>, 0.75)
    1 percentileCont(<int>, <share>)
    1 percentileDisc(<float>, <share>)
    1 stDev(DISTINCT <int>)
    1 max(<zoned>)
    1 min(<clock>)
    1 min(<ints>)
    1 count(DISTINCT <bool>)
    1 reduce(t = 0, x IN collect(<int>) | t + x)
    2 sum(DISTINCT <int>)
    1 (count(*) + 1)
    1 (1.0 * sum(<int>) / count(*))
    1 CASE WHEN count(*) > 2 THEN 'many' ELSE 'few' END
    4 size(collect(<str>))
    3 size(collect(DISTINCT <any>))
"""
SORTABLE = {*ORDERABLE, "node", "relationship"}


def read(chance: Chance) -> Query:
    """Make a query that only reads."""
    text, kinds = _single(chance)
    ordered = False
    if chance.happens(0.06) and all(name.isidentifier() for name, _ in kinds):
        again, _ = _single(chance, kinds)
        every = chance.happens(0.5) or any(kind == "bag" for _, kind in kinds)
        text = f"{text} UNION {'ALL ' if every else ''}{again}"
        chance.loose = True
    else:
        end, ordered = _ending(chance, text, kinds)
        text += end
    return Query(text, ordered=ordered, loose=chance.loose, bags=chance.bags)


def query(chance: Chance) -> Query:
    """Make a query; one in five writes, a third of these in subqueries; one in eight is about a function."""
    if chance.happens(0.2):
        return write_in_calls(chance) if chance.happens(0.33) else write(chance)
    return call(chance) if chance.happens(0.15) else read(chance)


CALLS = """
    6 RETURN <call> AS c
    6 MATCH (n) RETURN n.id AS i, <call> AS c
    3 MATCH p = (n)-[r]->(m) RETURN r.id AS i, <call> AS c
    2 UNWIND <ints> AS u RETURN u, <call> AS c
    2 UNWIND <strs> AS s WITH s, <call> AS c RETURN s, c
    2 MATCH (n) WITH <call> AS c RETURN DISTINCT c
    3 MATCH (n) RETURN <aggregate> AS c
    1 UNWIND <ints> AS u RETURN <aggregate> AS c
    1 WITH $props AS m RETURN <call> AS c
"""
IN_SIGHT: Scope = {"n": "node", "m": "node", "r": "relationship", "p": "path", "u": "int", "s": "str"}


def call(chance: Chance) -> Query:
    """Make a short query about one function, whose arguments may not fit."""
    rule = chance.rule(CALLS)
    scope = {name: kind for name, kind in IN_SIGHT.items() if f"({name})" in rule or f"AS {name} " in rule}
    scope |= {"r": "relationship", "p": "path"} if "p = " in rule else {}

    def made(kind: str) -> str:
        if kind == "call":
            return any_call(chance, scope, 1, value)[0]
        if kind == "aggregate":
            return aggregate(chance, scope)[0]
        return value(chance, kind, {}, 1)

    text = chance.filled(rule, made)
    return Query(text, loose=chance.loose or "DISTINCT" in rule, bags=chance.bags)


# ── reading ────────────────────────────────────────────────────────────────────────────────────

Columns = list[tuple[str, str]]
"""What RETURN names, and the kinds."""


def _single(chance: Chance, columns: Columns | None = None) -> tuple[str, Columns]:
    text, scope = _leading(chance)
    if columns is None:
        returned, columns = _returned(chance, scope)
        return f"{text}RETURN {returned}", columns
    items = [f"{value(chance, _plain(kind), scope)} AS {name}" for name, kind in columns]
    return f"{text}RETURN {', '.join(items)}", columns


def _plain(kind: str) -> str:
    return kind if kind in LITERALS or kind in ("any", "map", "bag") else "int"


def _leading(chance: Chance) -> tuple[str, Scope]:
    """Make the clauses before RETURN."""
    scope: Scope = {}
    text = ""
    weights = (1, 8, 3, 0) if chance.words.large else (1, 8, 5, 3)
    for place in range(chance.random.choices((0, 1, 2, 3), weights)[0]):
        clause = CLAUSES[0][1] if place == 0 and chance.happens(0.75) else _chosen(chance)
        made, scope = clause(chance, scope)
        text += f"{made} "
    return text, scope


def _chosen(chance: Chance) -> Callable[[Chance, Scope], tuple[str, Scope]]:
    return chance.random.choices([made for _, made in CLAUSES], [weight for weight, _ in CLAUSES])[0]


def _match(chance: Chance, scope: Scope) -> tuple[str, Scope]:
    pattern, held = parts(chance, scope)
    where = f" WHERE {predicate(chance, held)}" if chance.happens(0.35) else ""
    return f"MATCH {pattern}{where}", held


def _optional(chance: Chance, scope: Scope) -> tuple[str, Scope]:
    text, held = _match(chance, scope)
    return f"OPTIONAL {text}", held


def _unwind(chance: Chance, scope: Scope) -> tuple[str, Scope]:
    name = chance.fresh("u")
    if chance.happens(0.15):
        maps = ", ".join(value(chance, "map", scope, 1) for _ in range(chance.number(1, 2)))
        return f"UNWIND [{maps}] AS {name}", {**scope, name: "map"}
    if chance.happens(0.2) and (lists := [n for n, kind in scope.items() if kind in ("path", "nodes")]):
        found = chance.one(lists)
        steps = f"nodes({found})" if scope[found] == "path" else found
        return f"UNWIND {steps} AS {name}", {**scope, name: "node"}
    kind = chance.one(("ints", "strs"))
    return f"UNWIND {value(chance, kind, scope)} AS {name}", {**scope, name: kind[:-1]}


def _with(chance: Chance, scope: Scope) -> tuple[str, Scope]:
    kept = chance.some(list(scope), 3)
    held = {name: scope[name] for name in kept}
    name = chance.fresh("v")
    grouped = chance.happens(0.4)
    if grouped:
        item, kind = aggregate(chance, scope)
        if any(scope[name] == "any" for name in kept):
            chance.loose = True
    else:
        kind = chance.one(("int", "str", "float", "bool", "any", "date", "ints", "strs", "map"))
        item = value(chance, kind, scope)
    distinct = "DISTINCT " if chance.happens(0.15) else ""
    held[name] = kind
    if not grouped and chance.happens(0.12):
        held = {**scope, name: kind}
        text = f"WITH {distinct}*, {item} AS {name}"
    else:
        text = f"WITH {distinct}{', '.join([*kept, f'{item} AS {name}'])}"
    if chance.happens(0.15) and all(kind in SORTABLE for kind in held.values()):
        skipped = f" SKIP {chance.number(0, 2)}" if chance.happens(0.2) else ""
        text += f" ORDER BY {_order(chance, held)}{skipped} LIMIT {chance.number(1, 4)}"
    if chance.happens(0.3):
        text += f" WHERE {predicate(chance, held, 1)}"
    return text, held


def _order(chance: Chance, held: Scope) -> str:
    """Order by all there is, so that nothing is left open."""
    keys = []
    for name, kind in held.items():
        keys.append(f"{name}.id" if kind in ("node", "relationship") else name)
        if kind == "node" and chance.words.large:
            keys.append(f"{name}.type")  # what has no id there has this
    chance.random.shuffle(keys)
    ways = (" DESC", " DESCENDING", " ASC")
    return ", ".join(key + (chance.one(ways) if chance.happens(0.4) else "") for key in keys)


def _call(chance: Chance, scope: Scope) -> tuple[str, Scope]:
    kept = chance.some(list(scope), 2)
    name = chance.fresh("c")
    chance.hops += 1
    form = chance.random.choices(("(names)", "WITH names", "(*)", "none", "WITH *"), (8, 4, 2, 1, 1))[0]
    if not kept and form != "(names)":
        form = "none"
    imported = {n: scope[n] for n in kept} if "names" in form else {} if form == "none" else dict(scope)
    body, kind = _body(chance, imported, name)
    start = form.replace("names", ", ".join(kept)) + " " if "WITH" in form else ""
    if chance.happens(0.15):
        again = body if chance.happens(0.5) else _body(chance, imported, name, kind)[0]
        body += f" UNION {'ALL ' if chance.happens(0.5) else ''}{start}{again}"
        chance.loose = True
    held = {**scope, name: kind}
    if form in ("WITH names", "WITH *", "none"):
        return f"CALL {{ {start}{body} }}", held
    optional = "OPTIONAL " if chance.happens(0.1) else ""
    return f"{optional}CALL {form.replace('names', ', '.join(kept))} {{ {body} }}", held


def _body(chance: Chance, scope: Scope, name: str, kind: str | None = None) -> tuple[str, str]:
    """Make what stands in CALL { }: it gives one column."""
    wanted = kind
    if chance.happens(0.15):
        list_name = chance.fresh("u")
        text, inner = f"UNWIND {value(chance, 'ints', scope, 1)} AS {list_name}", {**scope, list_name: "int"}
    else:
        pattern, inner = path(chance, scope, 1, reuse=0.8)
        where = f" WHERE {predicate(chance, inner, 1)}" if chance.happens(0.3) else ""
        text = f"{'OPTIONAL ' if chance.happens(0.15) else ''}MATCH {pattern}{where}"
    if wanted is None and chance.happens(0.5):
        item, kind = aggregate(chance, inner)
    else:
        kind = wanted or chance.one(("int", "str", "any"))
        item = value(chance, _plain(kind), inner, 1)
    distinct = "DISTINCT " if chance.happens(0.1) else ""
    text += f" RETURN {distinct}{item} AS {name}"
    if kind in SORTABLE and chance.happens(0.25):
        text += f" ORDER BY {name} LIMIT {chance.number(1, 3)}"
    return text, kind


CLAUSES: list[tuple[int, Callable[[Chance, Scope], tuple[str, Scope]]]] = [
    (55, _match),
    (14, _optional),
    (9, _unwind),
    (16, _with),
    (8, _call),
    (5, shortest),
]


def aggregate(chance: Chance, scope: Scope) -> tuple[str, str]:
    rule = chance.rule(AGGREGATES)
    text = chance.filled(rule, lambda kind: value(chance, kind, scope, 1))
    if rule.startswith("max(<str>"):
        return text, "str"
    if rule.startswith(("max(<date>", "max(<zoned>", "min(<clock>", "min(<ints>")):
        return text, rule[5:].rstrip(">)")
    if "span" in rule:
        return text, "span"
    if rule.startswith("CASE"):
        return text, "str"
    if rule.startswith(
        (
            "count",
            "size",
            "sum(<int>",
            "sum(DISTINCT",
            "min(<int>",
            "(count",
            "percentileDisc(<int>",
            "reduce",
        )
    ):
        return text, "int"
    return text, "any" if "<any>" in rule else "float"


def _returned(chance: Chance, scope: Scope) -> tuple[str, Columns]:
    """Make what stands behind RETURN, up to ORDER BY."""
    if scope and chance.happens(0.05):
        return "*", sorted(scope.items())
    columns: Columns = []
    items: list[str] = []
    for name in chance.some(list(scope), 3):
        items.append(name)
        columns.append((name, scope[name]))
    grouped = chance.happens(0.3)
    for _ in range(chance.number(0 if items else 1, 2)):
        if grouped:
            text, kind = aggregate(chance, scope)
        else:
            kind = chance.random.choices(
                (
                    "int",
                    "str",
                    "float",
                    "bool",
                    "any",
                    "date",
                    "moment",
                    "zoned",
                    "clock",
                    "ztime",
                    "point",
                    "span",
                    "ints",
                    "strs",
                    "map",
                    "bag",
                ),
                (6, 6, 4, 6, 4, 2, 2, 2, 1, 1, 1, 2, 3, 3, 2, 2),
            )[0]
            text = value(chance, kind, scope, 3)
        name = chance.fresh("c")
        if chance.happens(0.08) and not text.startswith("{"):
            items.append(text)  # the column is called what is written
            columns.append((f"`{text}`" if "`" not in text else "", kind))
        else:
            items.append(f"{text} AS {name}")
            columns.append((name, kind))
    if grouped and chance.happens(0.3):
        chance.bags = True
        name = chance.fresh("c")
        word = chance.one(("", "DISTINCT "))
        items.append(f"collect({word}{value(chance, chance.one(('int', 'str', 'any')), scope, 1)}) AS {name}")
        columns.append((name, "bag"))
    # lists whose order is open are the same or not by chance
    bags = any(kind == "bag" for _, kind in columns)
    distinct = "DISTINCT " if chance.happens(0.12) and not bags else ""
    return distinct + ", ".join(items), columns


def _ending(chance: Chance, text: str, columns: Columns) -> tuple[str, bool]:
    held = dict(columns)
    if not (chance.happens(0.4) and all(name and kind in SORTABLE for name, kind in columns)):
        return "", False
    end = f" ORDER BY {_order(chance, held)}"
    if chance.happens(0.25):
        end += f" {chance.one(('SKIP', 'SKIP', 'OFFSET'))} {_number_of_rows(chance)}"
    if chance.happens(0.35):
        end += f" LIMIT {_number_of_rows(chance)}"
    return end, True


def _number_of_rows(chance: Chance) -> str:
    ways = ("$zero", "$seven", "1 + 1", "toInteger('2')", "size($numbers)")
    return chance.one(ways) if chance.happens(0.2) else str(chance.number(0, 5))
