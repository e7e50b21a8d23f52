"""Patterns by chance: up to four hops, all directions, any length, conditions inside."""

from __future__ import annotations

from collections.abc import Mapping

from support.grammar.base import Chance, Scope
from support.grammar.expressions import label_text, leaf, predicate

ARROWS = (("-", "->"), ("-", "->"), ("<-", "-"), ("-", "-"))
LENGTHS = ("*1..2", "*0..1", "*2", "*..2", "*1..3", "*0..2")
QUANTIFIERS = ("{1,2}", "{2}", "{0,1}", "{,2}")
NODE_TESTS = ("name", "age", "ok", "id", "mix", "country")
RELATIONSHIP_TESTS = ("role", "weight", "mix", "certainty")


def path(chance: Chance, scope: Scope, hops: int, *, reuse: float = 0.35) -> tuple[str, Scope]:
    """Make a path of so many hops; return it with what is in sight afterwards."""
    held = dict(scope)
    text = _node(chance, scope, held, reuse)
    for _ in range(hops):
        if chance.quantified and chance.happens(0.2):
            text += _quantified(chance, held)
        else:
            text += _relationship(chance, held)
        text += _node(chance, scope, held, reuse)
    return text, held


def parts(chance: Chance, scope: Scope) -> tuple[str, Scope]:
    """Make the pattern of a MATCH: one path or two."""
    hops = min(chance.random.choices((0, 1, 2, 3, 4), (3, 8, 4, 2, 1))[0], max(0, 4 - chance.hops))
    chance.hops += hops
    text, held = _named_path(chance, scope, hops)
    if chance.happens(0.2) and chance.hops < 4 and not chance.words.large:
        chance.hops += 1
        more, held = _named_path(chance, held, chance.number(0, 1))
        text += f", {more}"
    return text, held


def _named_path(chance: Chance, scope: Scope, hops: int) -> tuple[str, Scope]:
    text, held = path(chance, scope, hops)
    if chance.happens(0.12):
        name = chance.fresh("p")
        return f"{name} = {text}", {**held, name: "path"}
    return text, held


def shortest(chance: Chance, scope: Scope) -> tuple[str, Scope]:
    """Make a MATCH of two ends and the shortest paths between them."""
    one, other, name = chance.fresh("a"), chance.fresh("b"), chance.fresh("p")
    held = {**scope, one: "node", other: "node"}
    ends = f"MATCH ({one}{_labels(chance)}), ({other}{_labels(chance)}) WHERE {one}.id <> {other}.id"
    types = f":{'|'.join(chance.some(chance.words.types, 2))}" if chance.happens(0.5) else ""
    left, right = chance.one(ARROWS)
    chance.quantified = chance.happens(0.5)
    step = f"({one}){left}[{types}*..4]{right}({other})"
    new = f"({one}){left}[{types}]{right}{{1,4}}({other})"
    optional = "OPTIONAL " if chance.happens(0.2) else ""
    where = f" WHERE {predicate(chance, held, 1)}" if chance.happens(0.2) else ""
    if chance.quantified and chance.happens(0.3):
        # the path is read where it is found; of several as long as it, each would do
        length = chance.one((f"length({name})", f"size(relationships({name}))", f"size(nodes({name}))"))
        test = f"{length} {chance.one(('>', '>=', '<', '='))} {chance.number(1, 3)}"
        if chance.happens(0.6):
            selector = chance.one(("SHORTEST 1", "ANY SHORTEST", "ALL SHORTEST", "SHORTEST 1 GROUPS"))
            found = f"{optional}MATCH {selector} ({name} = {new} WHERE {test})"
        else:
            found = f"{optional}MATCH {name} = ALL SHORTEST {new} WHERE {test}"
        length = chance.fresh("v")
        item = chance.one((f"length({name}) AS {length}", f"{name} IS NULL AS {length}"))
        return f"{ends} {found} WITH DISTINCT {one}, {other}, {item}", {
            one: "node",
            other: "node",
            length: "int" if "length" in item else "bool",
        }
    if chance.happens(0.5):  # which one of several is not said: only its length is
        found = chance.one((f"shortestPath({step})", f"SHORTEST 1 {new}", f"ANY SHORTEST {new}"))
        length = chance.fresh("v")
        text = f"{ends} {optional}MATCH {name} = {found}{where}"
        return f"{text} WITH {one}, {other}, length({name}) AS {length}", {
            one: "node",
            other: "node",
            length: "int",
        }
    found = chance.one((f"allShortestPaths({step})", f"ALL SHORTEST {new}", f"SHORTEST 1 GROUPS {new}"))
    return f"{ends} {optional}MATCH {name} = {found}{where}", {**held, name: "path"}


def _labels(chance: Chance) -> str:
    return f":{label_text(chance, chance.words.labels)}" if chance.happens(0.25) else ""


def _node(chance: Chance, scope: Scope, held: Scope, reuse: float) -> str:
    known = [name for name, kind in held.items() if kind == "node"]
    if known and chance.happens(reuse):
        name = chance.one(known)
        return f"({name}{_labels(chance) if chance.happens(0.1) else ''})"
    name = chance.fresh("n") if chance.happens(0.8) else ""
    tests = _tests(chance, chance.words.nodes, NODE_TESTS, scope) if chance.happens(0.06) else ""
    text = f"{name}{_labels(chance)}{tests}"
    if name:
        if chance.happens(0.06):
            text += f" WHERE {predicate(chance, {**scope, name: 'node'}, 1)}"
        held[name] = "node"
    return f"({text})"


def _tests(chance: Chance, kinds: Mapping[str, str], keys: tuple[str, ...], scope: Scope) -> str:
    key = chance.one([key for key in keys if key in kinds])
    return f" {{{key}: {leaf(chance, kinds[key], scope)}}}"


def _relationship(chance: Chance, held: Scope) -> str:
    left, right = chance.one(ARROWS)
    types = f":{label_text(chance, chance.words.types)}" if chance.happens(0.4) else ""
    chosen = chance.random.random()
    if chosen < 0.14 and not chance.quantified:
        types = f":{'|'.join(chance.some(chance.words.types, 2))}" if types else ""
        chance.hops += 1
        name = chance.fresh("rs") if chance.happens(0.4) else ""
        tests = " {weight: 1}" if chance.happens(0.05) else ""
        if name:
            held[name] = "relationships"
        return f"{left}[{name}{types}{chance.one(LENGTHS)}{tests}]{right}"
    if chosen < 0.25 and chance.quantified:
        chance.hops += 1
        return f"{left}[{types}]{right}{chance.one(QUANTIFIERS)}"
    name = chance.fresh("r") if chance.happens(0.5) else ""
    tests = _tests(chance, chance.words.relationships, RELATIONSHIP_TESTS, {}) if chance.happens(0.05) else ""
    text = f"{name}{types}{tests}"
    if name:
        if chance.happens(0.08):
            text += f" WHERE {predicate(chance, {name: 'relationship'}, 1)}"
        held[name] = "relationship"
    return f"{left}[{text}]{right}" if text else f"{left}{right}"


def _quantified(chance: Chance, held: Scope) -> str:
    """A path pattern walked several times; its variables are lists outside."""
    one, other, step = chance.fresh("q"), chance.fresh("q"), chance.fresh("qr")
    inner: Scope = {one: "node", other: "node", step: "relationship"}
    left, right = chance.one(ARROWS)
    where = f" WHERE {predicate(chance, inner, 1)}" if chance.happens(0.5) else ""
    held.update({one: "nodes", other: "nodes", step: "relationships"})
    return f" (({one}){left}[{step}]{right}({other}){where}){chance.one(QUANTIFIERS)} "
