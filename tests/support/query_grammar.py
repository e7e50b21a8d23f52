"""Queries by chance, weighted towards what people write; the same seed makes the same queries.

    read(Chance(7)).text, write(Chance(7)).text

``grammar_graphs`` makes the graphs that they are for, ``grammar_patterns`` what MATCH takes,
``grammar_expressions`` values and conditions.
"""

from __future__ import annotations

from collections.abc import Callable

from support.grammar import Chance, Query, Scope
from support.grammar_expressions import ORDERABLE, predicate, value
from support.grammar_graphs import LABELS, LITERALS, NODE_KINDS, TYPES, named
from support.grammar_patterns import parts, path, shortest

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
    2 sum(DISTINCT <int>)
    1 (count(*) + 1)
    1 (1.0 * sum(<int>) / count(*))
    1 CASE WHEN count(*) > 2 THEN 'many' ELSE 'few' END
    4 size(collect(<str>))
    3 size(collect(DISTINCT <any>))
"""
SORTABLE = {*ORDERABLE, "node", "relationship", "span"} - {"span"}


def read(chance: Chance) -> Query:
    """Make a query that only reads."""
    text, kinds = _single(chance)
    ordered = False
    if chance.happens(0.06) and all(name.isidentifier() for name, _ in kinds):
        again, _ = _single(chance, kinds)
        text = f"{text} UNION {'ALL ' if chance.happens(0.5) else ''}{again}"
        chance.loose = True
    else:
        end, ordered = _ending(chance, text, kinds)
        text += end
    return Query(text, ordered=ordered, loose=chance.loose, bags=chance.bags)


def query(chance: Chance) -> Query:
    """Make a query; one in five writes."""
    return write(chance) if chance.happens(0.2) else read(chance)


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
    for place in range(chance.random.choices((0, 1, 2, 3), (1, 8, 5, 3))[0]):
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
    kind = chance.one(("ints", "strs"))
    name = chance.fresh("u")
    return f"UNWIND {value(chance, kind, scope)} AS {name}", {**scope, name: kind[:-1]}


def _with(chance: Chance, scope: Scope) -> tuple[str, Scope]:
    kept = chance.some(list(scope), 3)
    held = {name: scope[name] for name in kept}
    name = chance.fresh("v")
    grouped = chance.happens(0.4)
    if grouped:
        item, kind = _aggregate(chance, scope)
        if any(scope[name] == "any" for name in kept):
            chance.loose = True
    else:
        kind = chance.one(("int", "str", "float", "bool", "any", "date", "ints", "strs", "map"))
        item = value(chance, kind, scope)
    distinct = "DISTINCT " if chance.happens(0.15) else ""
    held[name] = kind
    text = f"WITH {distinct}{', '.join([*kept, f'{item} AS {name}'])}"
    if chance.happens(0.15) and all(kind in SORTABLE for kind in held.values()):
        text += f" ORDER BY {_order(chance, held)} LIMIT {chance.number(1, 4)}"
    if chance.happens(0.3):
        text += f" WHERE {predicate(chance, held, 1)}"
    return text, held


def _order(chance: Chance, held: Scope) -> str:
    """Order by all there is, so that nothing is left open."""
    keys = [f"{name}.id" if kind in ("node", "relationship") else name for name, kind in held.items()]
    chance.random.shuffle(keys)
    return ", ".join(key + (" DESC" if chance.happens(0.35) else "") for key in keys)


def _call(chance: Chance, scope: Scope) -> tuple[str, Scope]:
    kept = chance.some(list(scope), 2)
    imported = {name: scope[name] for name in kept}
    name = chance.fresh("c")
    chance.hops += 1
    pattern, inner = path(chance, imported, 1, reuse=0.8)
    where = f" WHERE {predicate(chance, inner, 1)}" if chance.happens(0.3) else ""
    if chance.happens(0.5):
        item, kind = _aggregate(chance, inner)
    else:
        kind = chance.one(("int", "str", "any"))
        item = value(chance, kind, inner, 1)
    body = f"MATCH {pattern}{where} RETURN {item} AS {name}"
    if chance.happens(0.15):
        body += f" UNION {body}" if chance.happens(0.5) else f" UNION ALL {body}"
        chance.loose = True
    if kept and chance.happens(0.3):
        return f"CALL {{ WITH {', '.join(kept)} {body} }}", {**scope, name: kind}
    optional = "OPTIONAL " if chance.happens(0.1) else ""
    return f"{optional}CALL ({', '.join(kept)}) {{ {body} }}", {**scope, name: kind}


CLAUSES: list[tuple[int, Callable[[Chance, Scope], tuple[str, Scope]]]] = [
    (55, _match),
    (14, _optional),
    (9, _unwind),
    (16, _with),
    (8, _call),
    (5, shortest),
]


def _aggregate(chance: Chance, scope: Scope) -> tuple[str, str]:
    rule = chance.rule(AGGREGATES)
    text = chance.filled(rule, lambda kind: value(chance, kind, scope, 1))
    if rule.startswith("max(<str>"):
        return text, "str"
    if rule.startswith("max(<date>"):
        return text, "date"
    if "span" in rule:
        return text, "span"
    if rule.startswith("CASE"):
        return text, "str"
    if rule.startswith(
        ("count", "size", "sum(<int>", "sum(DISTINCT", "min(<int>", "(count", "percentileDisc")
    ):
        return text, "int"
    return text, "any" if "<any>" in rule else "float"


def _returned(chance: Chance, scope: Scope) -> tuple[str, Columns]:
    """Make what stands behind RETURN, up to ORDER BY."""
    columns: Columns = []
    items: list[str] = []
    for name in chance.some(list(scope), 3):
        items.append(name)
        columns.append((name, scope[name]))
    grouped = chance.happens(0.3)
    for _ in range(chance.number(0 if items else 1, 2)):
        if grouped:
            text, kind = _aggregate(chance, scope)
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
                    "span",
                    "ints",
                    "strs",
                    "map",
                    "bag",
                ),
                (6, 6, 4, 6, 4, 2, 2, 2, 3, 3, 2, 2),
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
    distinct = "DISTINCT " if chance.happens(0.12) else ""
    return distinct + ", ".join(items), columns


def _ending(chance: Chance, text: str, columns: Columns) -> tuple[str, bool]:
    held = dict(columns)
    if not (chance.happens(0.4) and all(name and kind in SORTABLE for name, kind in columns)):
        return "", False
    end = f" ORDER BY {_order(chance, held)}"
    if chance.happens(0.25):
        end += f" SKIP {chance.number(0, 3)}"
    if chance.happens(0.35):
        end += f" LIMIT {chance.number(0, 5)}"
    return end, True


# ── writing ────────────────────────────────────────────────────────────────────────────────────


def write(chance: Chance) -> Query:
    """Make a query that writes; what it does never depends on the order of rows."""
    scope: Scope = {}
    text = ""
    if chance.happens(0.8):
        chance.hops = 3  # at most two hops
        pattern, scope = parts(chance, {})
        where = f" WHERE {predicate(chance, scope, 1)}" if chance.happens(0.4) else ""
        text = f"{'OPTIONAL ' if chance.happens(0.1) else ''}MATCH {pattern}{where} "
    if chance.happens(0.15):
        name = chance.fresh("u")
        text += f"UNWIND {value(chance, 'ints', scope, 1)} AS {name} "
        scope[name] = "int"
    deleted = False
    for _ in range(chance.random.choices((1, 2), (3, 1))[0]):
        if deleted:
            break
        made = chance.random.choices((_create, _merge, _set, _remove, _delete, _foreach), (5, 5, 6, 2, 4, 1))[
            0
        ]
        deleted = made is _delete
        text += made(chance, scope) + " "
    if chance.happens(0.5):
        text += "RETURN count(*) AS c"
    elif (
        not deleted and chance.happens(0.4) and (names := [n for n, kind in scope.items() if kind == "node"])
    ):
        text += f"RETURN DISTINCT {chance.one(names)} AS n"
    return Query(text.strip(), writes=True, loose=chance.loose, bags=chance.bags)


def _own(chance: Chance, scope: Scope, name: str) -> str:
    """Make properties of what is known of one thing alone."""
    seen: Scope = {name: scope[name]} if name in scope else {}
    kinds = chance.some([(key, kind) for key, kind in NODE_KINDS.items() if key != "id"], 2)
    inner = ", ".join(f"{named(key)}: {value(chance, kind, seen, 1)}" for key, kind in kinds)
    return f"{{{inner}}}"


def _end(chance: Chance, scope: Scope) -> str:
    nodes = [name for name, kind in scope.items() if kind == "node"]
    if nodes and chance.happens(0.6):
        return f"({chance.one(nodes)})"
    label = named(chance.one(LABELS))
    return f"(:{label})" if chance.happens(0.6) else f"(:{label} {_own(chance, {}, '')})"


def _create(chance: Chance, scope: Scope) -> str:
    if chance.happens(0.4):
        name = chance.fresh("w")
        row = next((n for n, kind in scope.items() if kind == "int"), "1")
        return (
            f"CREATE ({name}:{named(chance.one(LABELS))} {{age: {row}, name: {value(chance, 'str', {}, 1)}}})"
        )
    properties = f" {{weight: {value(chance, 'int', {}, 1)}}}" if chance.happens(0.5) else ""
    left, right = chance.one((("-", "->"), ("<-", "-")))
    step = f"{left}[:{chance.one(TYPES)}{properties}]{right}"
    return f"CREATE {_end(chance, scope)}{step}{_end(chance, scope)}"


def _merge(chance: Chance, scope: Scope) -> str:
    name = chance.fresh("m")
    if chance.happens(0.5):
        key = chance.one(("name", "age", "ok"))
        known = value(chance, NODE_KINDS[key], scope if chance.happens(0.5) else {}, 0)
        text = f"MERGE ({name}:{named(chance.one(LABELS))} {{{key}: {known}}})"
    else:
        left, right = chance.one((("-", "->"), ("<-", "-"), ("-", "-")))
        properties = " {weight: 1}" if chance.happens(0.3) else ""
        step = f"{left}[{name}:{chance.one(TYPES)}{properties}]{right}"
        text = f"MERGE {_end(chance, scope)}{step}{_end(chance, scope)}"
    if chance.happens(0.4):
        text += f" ON CREATE SET {name}.mix = {value(chance, 'str', {}, 1)}"
    if chance.happens(0.4):
        text += f" ON MATCH SET {name}.mix = 'found', {name}.weight = {value(chance, 'int', {}, 1)}"
    return text


def _set(chance: Chance, scope: Scope) -> str:
    names = [name for name, kind in scope.items() if kind in ("node", "relationship")]
    if not names:
        return _create(chance, scope)
    name = chance.one(names)
    if scope[name] == "node" and chance.happens(0.25):
        return f"SET {name}:{named(chance.one(LABELS))}"
    if chance.happens(0.25):
        return (
            f"SET {name} {chance.one(('=', '+='))} {_own(chance, {} if chance.happens(0.5) else scope, name)}"
        )
    key = chance.one(("age", "name", "mix", "marks", "lasts", "fresh one"))
    kind = NODE_KINDS.get(key, "any")
    return f"SET {name}.{named(key)} = {value(chance, kind, {name: scope[name]}, 1)}"


def _remove(chance: Chance, scope: Scope) -> str:
    names = [name for name, kind in scope.items() if kind in ("node", "relationship")]
    if not names:
        return _create(chance, scope)
    name = chance.one(names)
    if scope[name] == "node" and chance.happens(0.4):
        return f"REMOVE {name}:{named(chance.one(LABELS))}"
    return f"REMOVE {name}.{chance.one(('age', 'name', 'mix', 'since'))}"


def _delete(chance: Chance, scope: Scope) -> str:
    names = [
        name for name, kind in scope.items() if kind in ("node", "relationship", "path", "relationships")
    ]
    if not names:
        return _create(chance, scope)
    name = chance.one(names)
    if scope[name] == "relationships":
        return f"FOREACH (d IN {name} | DELETE d)"
    detach = "DETACH " if scope[name] in ("node", "path") and chance.happens(0.7) else ""
    return f"{detach}DELETE {name}"


def _foreach(chance: Chance, scope: Scope) -> str:
    name = chance.fresh("f")
    return (
        f"FOREACH ({name} IN {value(chance, 'ints', {}, 1)} | "
        f"CREATE (:{named(chance.one(LABELS))} {{age: {name}}}))"
    )
