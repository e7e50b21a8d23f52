"""Queries that change the graph, by chance; what they do never depends on the order of rows."""

from __future__ import annotations

from collections.abc import Callable

from support.grammar.base import Chance, Query, Scope
from support.grammar.expressions import predicate, value
from support.grammar.graphs import named
from support.grammar.patterns import parts


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
    for place in range(chance.random.choices((1, 2), (3, 1))[0]):
        weights = [weight for weight, _ in UPDATES]
        made = chance.random.choices([made for _, made in UPDATES], weights)[0]
        if made is _subquery and place:
            text += "WITH * "
        text += made(chance, scope) + " "
        if made is _delete:
            return _ended(chance, text, {})
    return _ended(chance, text, scope)


def _ended(chance: Chance, text: str, scope: Scope) -> Query:
    nodes = [name for name, kind in scope.items() if kind == "node"]
    if chance.happens(0.4):
        text += "RETURN count(*) AS c"
    elif nodes and chance.happens(0.4):
        text += f"RETURN DISTINCT {chance.one(nodes)} AS n"
    elif chance.happens(0.3):  # what was written is seen
        name = chance.fresh("z")
        held: Scope = {name: "node"}
        where = f" WHERE {predicate(chance, held, 1)}" if chance.happens(0.5) else ""
        text += f"WITH count(*) AS c MATCH ({name}){where} RETURN c, count({name}) AS d"
    return Query(text.strip(), writes=True, loose=chance.loose, bags=chance.bags)


def _own(chance: Chance, scope: Scope, name: str) -> str:
    """Make properties of what is known of one thing alone."""
    seen: Scope = {name: scope[name]} if name in scope else {}
    kinds = chance.some([(key, kind) for key, kind in chance.words.nodes.items() if key != "id"], 2)
    inner = ", ".join(f"{named(key)}: {value(chance, kind, seen, 1)}" for key, kind in kinds)
    return f"{{{inner}}}"


def _end(chance: Chance, scope: Scope) -> str:
    nodes = [name for name, kind in scope.items() if kind == "node"]
    if nodes and chance.happens(0.6):
        return f"({chance.one(nodes)})"
    label = named(chance.one(chance.words.labels))
    return f"(:{label})" if chance.happens(0.6) else f"(:{label} {_own(chance, {}, '')})"


def create(chance: Chance, scope: Scope) -> str:
    """Make a CREATE."""
    if chance.happens(0.4):
        name = chance.fresh("w")
        label = named(chance.one(chance.words.labels))
        if chance.happens(0.15):
            return f"CREATE ({name}:{label} $props)"
        if chance.happens(0.15):
            return f"CREATE ({name}:$('{chance.one(chance.words.labels)}'))"
        row = next((n for n, kind in scope.items() if kind == "int"), "1")
        return f"CREATE ({name}:{label} {{age: {row}, name: {value(chance, 'str', {}, 1)}}})"
    path = f"{chance.fresh('w')} = " if chance.happens(0.15) else ""
    text = f"CREATE {path}{_end(chance, scope)}{_step(chance)}{_end(chance, scope)}"
    while chance.happens(0.2):
        text += f"{_step(chance)}{_end(chance, scope)}"
    return text


def _step(chance: Chance) -> str:
    properties = f" {{weight: {value(chance, 'int', {}, 1)}}}" if chance.happens(0.5) else ""
    left, right = chance.one((("-", "->"), ("<-", "-")))
    return f"{left}[:{chance.one(chance.words.types)}{properties}]{right}"


def merge(chance: Chance, scope: Scope) -> str:
    """Make a MERGE."""
    name = chance.fresh("m")
    if chance.happens(0.15):
        text = _merge_of_itself(chance, name)
    elif chance.happens(0.5):
        key = chance.one([key for key in ("name", "age", "ok", "country") if key in chance.words.nodes])
        known = value(chance, chance.words.nodes[key], scope if chance.happens(0.5) else {}, 0)
        text = f"MERGE ({name}:{named(chance.one(chance.words.labels))} {{{key}: {known}}})"
    else:
        one, other = _end(chance, scope), _end(chance, scope)
        # between two known nodes the row that comes first would decide which way it is made
        ways = (("-", "->"), ("<-", "-")) + ((("-", "-"),) if ":" in one + other else ())
        left, right = chance.one(ways)
        properties = " {weight: 1}" if chance.happens(0.3) else ""
        step = f"{left}[{name}:{chance.one(chance.words.types)}{properties}]{right}"
        text = f"MERGE {one}{step}{other}"
    if chance.happens(0.4):
        text += f" ON CREATE SET {name}.mix = {value(chance, 'str', {}, 1)}"
    if chance.happens(0.4):
        text += f" ON MATCH SET {name}.mix = 'found', {name}.weight = {value(chance, 'int', {}, 1)}"
    return text


def _merge_of_itself(chance: Chance, name: str) -> str:
    """Make a MERGE whose pattern reads what it finds or makes itself."""
    one, other = chance.fresh("m"), chance.fresh("m")
    start, end = (named(chance.one(chance.words.labels)) for _ in range(2))
    text = chance.filled(
        chance.rule(OF_ITSELF),
        lambda kind: value(chance, kind, {}, 0) if kind != "type" else chance.one(chance.words.types),
    )
    for word, meant in (("START", f"{one}:{start}"), ("END", f"{other}:{end}"), ("ONE", one), ("STEP", name)):
        text = text.replace(word, meant)
    return f"MERGE {text}"


OF_ITSELF = """
    4 (START {age: <small>})-[STEP:<type>]->(END {age: ONE.age})
    2 (START {age: <small>})<-[STEP:<type>]-(END {age: ONE.age + 1})
    2 (START {name: <str>})-[STEP:<type> {role: ONE.name}]->(END)
    2 (START {age: <small>})-[STEP:<type> {weight: 1}]->(END {age: STEP.weight})
    1 (START {age: <small>})-[STEP:<type>]->(END {name: ONE.nothing})
    1 (START {age: <small>})-[STEP:<type>]->(END {ok: ONE.age = 1})
"""


def set_items(chance: Chance, scope: Scope) -> str:
    """Make a SET of what is in sight."""
    names = [name for name, kind in scope.items() if kind in ("node", "relationship")]
    if not names:
        return create(chance, scope)
    # what one SET does twice to the same property, Neo4j counts once
    many = 2 if chance.happens(0.2) else 1
    chosen = chance.some(names, many)
    if len({scope[name] for name in chosen}) < len(chosen):
        del chosen[1:]  # the same node may have both names, and which row comes last would decide
    items = [_set_item(chance, scope, name) for name in chosen]
    return f"SET {', '.join(items)}"


def _set_item(chance: Chance, scope: Scope, name: str) -> str:
    if scope[name] == "node" and chance.happens(0.25):
        label = chance.one(chance.words.labels)
        return chance.one((f"{name}:{named(label)}", f"{name}:{named(label)}", f"{name}:$('{label}')"))
    if chance.happens(0.25):
        sight = {} if chance.happens(0.5) else scope
        new = "$props" if chance.happens(0.2) else _own(chance, sight, name)
        return f"{name} {chance.one(('=', '+='))} {new}"
    key = chance.one(("age", "name", "mix", "marks", "lasts", "spot", "seen", "fresh one"))
    new = value(chance, chance.words.nodes.get(key, "any"), {name: scope[name]}, 1)
    return f"{name}['{key}'] = {new}" if chance.happens(0.1) else f"{name}.{named(key)} = {new}"


def remove(chance: Chance, scope: Scope) -> str:
    """Make a REMOVE of what is in sight."""
    names = [name for name, kind in scope.items() if kind in ("node", "relationship")]
    if not names:
        return create(chance, scope)
    name = chance.one(names)
    if scope[name] == "node" and chance.happens(0.4):
        label = chance.one(chance.words.labels)
        return f"REMOVE {name}:{named(label)}" if chance.happens(0.8) else f"REMOVE {name}:$('{label}')"
    keys = chance.some(("age", "name", "mix", "since"), 2)
    return f"REMOVE {', '.join(f'{name}.{key}' for key in keys)}"


def _delete(chance: Chance, scope: Scope) -> str:
    names = [
        name for name, kind in scope.items() if kind in ("node", "relationship", "path", "relationships")
    ]
    if not names:
        return create(chance, scope)
    name = chance.one(names)
    if scope[name] == "relationships":
        return f"FOREACH (d IN {name} | DELETE d)"
    detach = "DETACH " if scope[name] in ("node", "path") and chance.happens(0.7) else ""
    also = [other for other in names if other != name and scope[other] == scope[name]]
    return f"{detach}DELETE {name}{f', {chance.one(also)}' if also and chance.happens(0.2) else ''}"


def _foreach(chance: Chance, scope: Scope) -> str:
    name = chance.fresh("f")
    paths = [path for path, kind in scope.items() if kind == "path"]
    if paths and chance.happens(0.5):
        return f"FOREACH ({name} IN nodes({chance.one(paths)}) | {set_items(chance, {name: 'node'})})"
    held: Scope = {name: "int"}
    source = value(chance, "ints", {}, 1)
    if chance.happens(0.2):
        other = chance.fresh("f")
        inner = f"FOREACH ({other} IN [{name}, {name} + 1] | {merge(chance, {other: 'int'})})"
        return f"FOREACH ({name} IN {source} | {inner})"
    label = named(chance.one(chance.words.labels))
    again = f" {merge(chance, held)}" if chance.happens(0.2) else ""
    return f"FOREACH ({name} IN {source} | CREATE (:{label} {{age: {name}}}){again})"


def _subquery(chance: Chance, scope: Scope) -> str:
    """Change the graph in a subquery, for each row or in transactions of some rows."""
    kept = chance.some(list(scope), 2)
    imported = {name: scope[name] for name in kept}
    made = chance.one((create, merge, set_items, remove))
    text = f"CALL ({', '.join(kept)}) {{ {made(chance, imported)} }}"
    if chance.happens(0.3):
        return f"{text} IN TRANSACTIONS OF {chance.number(1, 3)} ROWS"
    if chance.happens(0.3):
        name = chance.fresh("w")
        return f"{text[:-2]} RETURN count(*) AS {name} }}"
    return text


UPDATES: list[tuple[int, Callable[[Chance, Scope], str]]] = [
    (5, create),
    (5, merge),
    (6, set_items),
    (2, remove),
    (4, _delete),
    (2, _foreach),
    (2, _subquery),
]
