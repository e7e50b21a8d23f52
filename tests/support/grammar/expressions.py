"""Expressions by chance: typed, so that most of them mean something, with nulls and now and then a misfit.

The kinds are those of ``grammar_words``.
"""

from __future__ import annotations

from collections.abc import Callable

from support.grammar.base import Chance, Scope
from support.grammar.functions import called
from support.grammar.graphs import named
from support.grammar.vocabulary import MIXED, PARAMETER_KINDS

RULES = {
    "int": """
        6 (<int> + <int>)
        3 (<int> - <int>)
        3 (<int> * <int>)
        1 (<int> / <int>)
        2 (<int> / 2)
        2 (<int> % 3)
        2 -(<int>)
        2 abs(<int>)
        2 sign(<float>)
        3 size(<str>)
        3 size(<ints>)
        3 size(<strs>)
        2 size(<bag>)
        2 toInteger(<str>)
        2 toInteger(<float>)
        3 coalesce(<int>, <int>)
        3 CASE WHEN <bool> THEN <int> ELSE <int> END
        2 CASE <int> WHEN <int> THEN <int> WHEN <int> THEN <int> END
        2 CASE <str> WHEN <str> THEN <int> ELSE <int> END
        2 <ints>[0]
        1 <ints>[-1]
        1 <ints>[<int>]
        2 head(<ints>)
        2 last(<ints>)
        2 <date>.year
        1 <date>.dayOfWeek
        1 <moment>.minute
        1 <span>.days
        1 <span>.seconds
        1 <zoned>.epochSeconds
        1 <zoned>.offsetMinutes
        1 <clock>.second
        1 <ztime>.hour
        1 <date>.week
        1 <date>.quarter
        1 duration.inSeconds(<clock>, <ztime>).seconds
        1 duration.between(<date>, <date>).months
        1 duration.inDays(<date>, <moment>).days
        3 <reduced>
        4 <count>
        1 <map>.i
        1 char_length(<str>)
        1 toIntegerOrNull(<any>)
        1 nullIf(<int>, <int>)
    """,
    "float": """
        4 (<float> + <float>)
        3 (<float> - <int>)
        3 (<float> * <float>)
        2 (<int> + <float>)
        2 (<float> / <int>)
        1 (<float> % 2)
        2 toFloat(<int>)
        2 toFloat(<str>)
        2 sqrt(abs(<float>))
        2 round(<float>)
        2 round(<float>, 1)
        1 ceil(<float>)
        1 floor(<float>)
        1 (<int> ^ 2)
        1 <point>.x
        1 point.distance(<point>, <point>)
        1 exp(<float> / 100)
        1 log(abs(<float>) + 1)
        1 sin(<float>)
        1 atan2(<float>, 2)
        3 coalesce(<float>, <float>)
        2 CASE WHEN <bool> THEN <float> ELSE <float> END
        1 abs(<float>)
        1 toFloatOrNull(<any>)
    """,
    "str": """
        5 (<str> + <str>)
        2 (<str> || <str>)
        2 (<str> + <int>)
        2 toString(<int>)
        2 toString(<float>)
        2 toString(<bool>)
        2 toString(<date>)
        1 toString(<moment>)
        1 toString(<span>)
        1 toString(<zoned>)
        1 toString(<clock>)
        1 toString(<ztime>)
        1 toString(<point>)
        1 <zoned>.timezone
        3 toUpper(<str>)
        3 toLower(<str>)
        2 trim(<str>)
        1 ltrim(<str>)
        1 rtrim(<str>)
        2 substring(<str>, 1)
        2 substring(<str>, <small>, 2)
        2 left(<str>, 2)
        2 right(<str>, 1)
        2 replace(<str>, <str>, <str>)
        2 reverse(<str>)
        2 split(<str>, ' ')[0]
        3 coalesce(<str>, <str>)
        3 CASE WHEN <bool> THEN <str> ELSE <str> END
        2 head(<strs>)
        2 <strs>[1]
        1 <strs>[<int>]
        1 <map>.s
        1 btrim(<str>, 'a')
        1 toStringOrNull(<any>)
        1 valueType(<int>)
        1 CASE WHEN <str> IS NULL THEN <str> WHEN <bool> THEN <str> END
    """,
    "bool": """
        6 <int> <cmp> <int>
        3 <float> <cmp> <float>
        2 <int> <cmp> <float>
        5 <str> <cmp> <str>
        3 <date> <cmp> <date>
        2 <moment> <cmp> <moment>
        1 <span> = <span>
        1 <zoned> <cmp> <zoned>
        1 <clock> <cmp> <clock>
        1 <ztime> <cmp> <ztime>
        1 <point> = <point>
        1 <str> <cmp> <str> <cmp> <str>
        3 <any> <cmp> <any>
        3 <any> = <any>
        2 <any> <> <any>
        1 <int> < <int> <= <int>
        2 <ints> = <ints>
        1 <ints> <cmp> <ints>
        1 <map> = <map>
        5 (<bool> AND <bool>)
        5 (<bool> OR <bool>)
        2 (<bool> XOR <bool>)
        5 NOT (<bool>)
        4 <any> IS NULL
        4 <any> IS NOT NULL
        4 <int> IN <ints>
        3 <str> IN <strs>
        3 <str> IN <bag>
        2 <any> IN [<any>, <any>, <int>]
        4 <str> STARTS WITH <str>
        2 <str> ENDS WITH <str>
        4 <str> CONTAINS <str>
        2 <str> =~ '(?i).*a.*'
        1 <any> STARTS WITH <str>
        2 isEmpty(<str>)
        1 isEmpty(<ints>)
        2 toBoolean(<str>)
        2 coalesce((<bool>), <bool>)
        2 <any> IS :: INTEGER
        1 <any> IS :: STRING NOT NULL
        1 <any> IS NOT :: FLOAT
        6 <labelled>
        6 <exists>
        6 <quantified>
        1 CASE WHEN <bool> THEN <bool> ELSE <bool> END
        1 toBooleanOrNull(<any>)
    """,
    "date": """
        3 (<date> + <span>)
        2 (<date> - <span>)
        2 date(<moment>)
        2 date.truncate('month', <date>)
        1 date.truncate('week', <moment>)
        2 date({year: 2020, month: 5, day: <day>})
        1 date({year: 2000 + <day>, ordinalDay: 60})
        2 coalesce(<date>, <date>)
        1 CASE WHEN <bool> THEN <date> ELSE <date> END
    """,
    "moment": """
        3 (<moment> + <span>)
        2 (<moment> - <span>)
        2 localdatetime({date: <date>, hour: 12})
        2 localdatetime.truncate('hour', <moment>)
        2 coalesce(<moment>, <moment>)
        1 localdatetime({year: 2021, month: 2, day: <day>, hour: 3, minute: 4, second: 5})
    """,
    "zoned": """
        3 (<zoned> + <span>)
        1 (<zoned> - <span>)
        2 datetime({date: <date>, hour: 12, timezone: 'Europe/Berlin'})
        2 datetime.truncate('day', <zoned>)
        2 datetime({datetime: <moment>, timezone: '+05:00'})
        1 datetime({epochSeconds: <int>})
        1 coalesce(<zoned>, <zoned>)
    """,
    "clock": """
        3 (<clock> + <span>)
        1 (<clock> - <span>)
        2 localtime(<moment>)
        1 localtime({hour: 3, minute: <day>})
        1 localtime.truncate('hour', <clock>)
        1 coalesce(<clock>, <clock>)
    """,
    "ztime": """
        3 (<ztime> + <span>)
        1 (<ztime> - <span>)
        2 time(<zoned>)
        1 time({time: <clock>, timezone: '-03:00'})
        1 time.truncate('minute', <ztime>)
        1 coalesce(<ztime>, <ztime>)
    """,
    "point": """
        2 point({x: <float>, y: <float>})
        1 point({longitude: <day>, latitude: <small>})
        1 coalesce(<point>, <point>)
    """,
    "span": """
        2 (<span> + <span>)
        1 (<span> - <span>)
        1 (<span> * 2)
        1 (<span> / 2)
        2 duration.between(<date>, <date>)
        2 duration.between(<moment>, <moment>)
        1 duration.between(<date>, <moment>)
        1 duration.inMonths(<date>, <date>)
        1 duration.inSeconds(<moment>, <moment>)
        1 duration.between(<zoned>, <zoned>)
        1 duration.between(<clock>, <ztime>)
        1 duration.inDays(<zoned>, <date>)
        2 duration({days: <small>, hours: <small>})
        1 coalesce(<span>, <span>)
    """,
    "ints": """
        3 [<int>, <int>]
        1 [<int>]
        3 range(0, <small>)
        1 range(<small>, 0, -2)
        3 <int_list>
        2 (<ints> + <ints>)
        1 (<ints> + <int>)
        1 (<int> + <ints>)
        2 tail(<ints>)
        2 reverse(<ints>)
        2 <ints>[1..]
        1 <ints>[..<int>]
        1 <ints>[0..-1]
        1 coalesce(<ints>, <ints>)
        1 <ints>[<int>..<int>]
        1 [<int>, null, <int>]
        1 CASE WHEN <bool> THEN <ints> ELSE [] END
        1 reduce(l = [], x IN <ints> | [x] + l)
    """,
    "strs": """
        3 [<str>, <str>]
        3 split(<str>, 'a')
        1 split('a bc', '')
        3 <str_list>
        2 (<strs> + <strs>)
        1 (<strs> + <str>)
        2 tail(<strs>)
        1 reverse(<strs>)
        1 <strs>[..1]
        1 coalesce(<strs>, <strs>)
    """,
    "bag": """
        2 <strs>
        2 <ints>
        3 <labels>
        4 <found>
    """,
    "map": """
        3 {i: <int>, s: <str>}
        1 {i: <int>, s: <str>, inner: {list: <ints>, nothing: null}}
        1 {i: [<int>, <int>][0], s: head(<strs>)}
        1 $props
        2 <projected>
    """,
    "any": """
        3 <int>
        3 <str>
        2 <float>
        2 (<bool>)
        2 <date>
        1 <moment>
        1 <ints>
        1 coalesce(<any>, <any>)
        1 CASE WHEN <bool> THEN <any> ELSE <any> END
    """,
}  # fmt: skip
COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")
ORDERABLE = (
    "int",
    "str",
    "float",
    "bool",
    "date",
    "moment",
    "zoned",
    "clock",
    "ztime",
    "any",
    "ints",
    "strs",
)
BIG = ("9223372036854775807", "-9223372036854775808", "9007199254740993", "4611686018427387904")


def value(chance: Chance, kind: str, scope: Scope, depth: int = 2) -> str:
    """Make an expression of a kind over the variables in sight."""
    if kind in FORMS:
        return FORMS[kind](chance, scope, depth)
    if kind == "any":
        chance.loose = True
    if depth > 0 and chance.happens(0.16):
        found = (
            reached(chance, kind, scope) if chance.happens(0.4) else called(chance, kind, scope, depth, value)
        )
        if found is not None:
            return found
    rule = chance.rule(RULES[kind])
    if kind not in ("map", "bag") and (depth <= 0 or chance.happens(0.35)):
        return leaf(chance, kind, scope)
    if chance.careful and rule.endswith("/ <int>)"):
        return leaf(chance, kind, scope)
    return chance.filled(rule, lambda inner: value(chance, inner, scope, depth - 1))


def leaf(chance: Chance, kind: str, scope: Scope) -> str:
    """Make a variable, a property or a literal."""
    known = [name for name, held in scope.items() if held == kind]
    known += properties(chance, scope, kind) * 2
    if known and chance.happens(0.75):
        return chance.one(known)
    if chance.happens(0.06):
        return "null"
    if kind == "int" and not chance.careful and chance.happens(0.02):
        return chance.one(BIG)
    if kind in PARAMETER_KINDS and chance.happens(0.06):
        return chance.one(PARAMETER_KINDS[kind])
    return chance.one(chance.words.literals[chance.one(MIXED) if kind == "any" else kind])


def properties(chance: Chance, scope: Scope, kind: str) -> list[str]:
    """Return all that hold a kind, of the nodes and relationships in sight."""
    return [f"{name}.{named(key)}" for name, held in scope.items() for key in _keys(chance, held, kind)]


def reached(chance: Chance, kind: str, scope: Scope) -> str | None:
    """Reach a property of a kind in a way that is longer than ``n.key``; None where there is none."""
    walked = {"nodes": "node", "relationships": "relationship", "path": "node"}
    ways = []
    for name, held in scope.items():
        for key in _keys(chance, held, kind):
            ways += [f"{name}['{key}']", f"properties({name}).{named(key)}", f"{name} {{.*}}['{key}']"]
            ways += [f"{name}[{chance.one(('toLower', 'trim'))}('{key}')]"]
        if held == "relationship":
            ends = _keys(chance, "node", kind)
            ways += [f"{end}({name}).{named(key)}" for key in ends for end in ("startNode", "endNode")]
        if held in walked:
            steps = f"nodes({name})" if held == "path" else name
            inner = _keys(chance, walked[held], kind)
            ways += [f"{steps}[{place}].{named(key)}" for key in inner for place in ("0", "-1", "1")]
            item = chance.fresh("x")
            items = _keys(chance, walked[held], {"ints": "int", "strs": "str"}.get(kind, ""))
            ways += [f"[{item} IN {steps} | {item}.{named(key)}]" for key in items]
            ways += [f"size({steps})"] if kind == "int" else []
            if held == "path":
                ways += [f"length({name})", f"size(relationships({name}))"] if kind == "int" else []
                roles = _keys(chance, "relationship", {"ints": "int", "strs": "str"}.get(kind, ""))
                ways += [f"[{item} IN relationships({name}) | {item}.{named(key)}]" for key in roles]
    return chance.one(ways) if ways else None


def _keys(chance: Chance, held: str, kind: str) -> list[str]:
    tables = {"node": chance.words.nodes, "relationship": chance.words.relationships}
    return [key for key, kind_of_key in tables.get(held, {}).items() if kind_of_key == kind]


def predicate(chance: Chance, scope: Scope, depth: int = 2) -> str:
    """Make a condition that cannot fail: which rows meet it first is not said."""
    chance.careful += 1
    text = value(chance, "bool", scope, depth)
    chance.careful -= 1
    return text


# ── forms that rules cannot say ────────────────────────────────────────────────────────────────


def _labelled(chance: Chance, scope: Scope, depth: int) -> str:
    names = [name for name, held in scope.items() if held in ("node", "relationship")]
    if not names:
        return predicate(chance, scope, depth - 1)
    subject = chance.one(names)
    if scope[subject] == "relationship":
        types = chance.words.types
        return chance.one(
            (f"{subject}:{label_text(chance, types)}", f"type({subject}) = '{chance.one(types)}'")
        )
    return f"{subject}:{label_text(chance, chance.words.labels)}"


def label_text(chance: Chance, names: tuple[str, ...]) -> str:
    """Make a label expression."""
    one, other = map(named, chance.random.sample(names, 2))
    return chance.filled(
        chance.rule(
            """
            12 <one>
            4 <one>|<other>
            2 !<one>
            2 (<one>&!<other>)
            1 (<one>|!<other>)
            1 %
            1 Missing
            """
        ),
        lambda place: one if place == "one" else other,
    )


def _quantified(chance: Chance, scope: Scope, depth: int) -> str:
    kind = chance.one(("ints", "strs"))
    name = chance.fresh("x")
    word = chance.one(("all", "any", "none", "single"))
    held = {**scope, name: kind[:-1]}
    where = predicate(chance, held, min(depth - 1, 1))
    return f"{word}({name} IN {value(chance, kind, scope, depth - 1)} WHERE {where})"


def _reduced(chance: Chance, scope: Scope, depth: int) -> str:
    total, name = chance.fresh("t"), chance.fresh("x")
    held = {**scope, total: "int", name: "int"}
    step = value(chance, "int", held, min(depth - 1, 1))
    return f"reduce({total} = 0, {name} IN {value(chance, 'ints', scope, depth - 1)} | {total} + {step})"


def _listed(kind: str) -> Callable[[Chance, Scope, int], str]:
    def made(chance: Chance, scope: Scope, depth: int) -> str:
        source = chance.one(("ints", "strs"))
        name = chance.fresh("x")
        held = {**scope, name: source[:-1]}
        where = f" WHERE {predicate(chance, held, 1)}" if chance.happens(0.6) else ""
        if where and source == kind and chance.happens(0.3):
            return f"[{name} IN {value(chance, source, scope, depth - 1)}{where}]"
        body = value(chance, kind[:-1], held, 1)
        return f"[{name} IN {value(chance, source, scope, depth - 1)}{where} | {body}]"

    return made


def _subquery(chance: Chance, scope: Scope, inner: Callable[[str, str, Scope], str]) -> str:
    """Make a pattern and a condition, and put them where a form has them."""
    from support.grammar.patterns import path

    text, held = path(chance, scope, chance.number(1, 2), reuse=0.9)
    where = f" WHERE {predicate(chance, held, 1)}" if chance.happens(0.4) else ""
    return inner(text, where, held)


def _exists(chance: Chance, scope: Scope, depth: int) -> str:
    if any(held == "node" for held in scope.values()) and chance.happens(0.3):
        return _bare_pattern(chance, scope)
    forms = ("EXISTS { <p><w> }", "EXISTS { MATCH <p><w> }", "EXISTS { MATCH <p><w> RETURN 1 AS one }")
    form = chance.one(forms)
    return _subquery(chance, scope, lambda p, w, _: form.replace("<p>", p).replace("<w>", w))


def _bare_pattern(chance: Chance, scope: Scope) -> str:
    start = chance.one([name for name, held in scope.items() if held == "node"])
    arrow = (
        "-[:LIKES]-"
        if chance.quantified
        else chance.one(("-->", "<--", "--", "-[:KNOWS]->", "<-[:OWNS|LIKES]-", "-[*1..2]-"))
    )
    end = chance.one(("()", "(:Person)", "(:Company)", "({ok: true})"))
    return f"({start}){arrow}{end}"


def _count(chance: Chance, scope: Scope, depth: int) -> str:
    form = chance.one(
        ("COUNT { <p><w> }", "COUNT { MATCH <p><w> RETURN DISTINCT <v> }", "size([<p><w> | 1])")
    )
    if chance.quantified:
        form = "COUNT { <p><w> }"

    def made(pattern: str, where: str, held: Scope) -> str:
        shown = value(chance, chance.one(("int", "str")), held, 0) + " AS v"
        return form.replace("<p>", pattern).replace("<w>", where).replace("<v>", shown)

    return _subquery(chance, scope, made)


def _found(chance: Chance, scope: Scope, depth: int) -> str:
    """A list of what a pattern finds, in whatever order."""
    chance.bags = True
    form = chance.one(("COLLECT { MATCH <p><w> RETURN <v> AS v }", "[<p><w> | <v>]"))
    if chance.quantified:
        form = "COLLECT { MATCH <p><w> RETURN <v> AS v }"

    def made(pattern: str, where: str, held: Scope) -> str:
        shown = value(chance, chance.one(("int", "str")), held, 1)
        return form.replace("<p>", pattern).replace("<w>", where).replace("<v>", shown)

    return _subquery(chance, scope, made)


def _labels(chance: Chance, scope: Scope, depth: int) -> str:
    nodes = [name for name, held in scope.items() if held == "node"]
    if not nodes:
        return value(chance, "strs", scope, depth - 1)
    chance.bags = True
    return chance.one((f"labels({chance.one(nodes)})", f"keys({chance.one(nodes)})"))


def _projected(chance: Chance, scope: Scope, depth: int) -> str:
    nodes = [name for name, held in scope.items() if held == "node"]
    if not nodes:
        return "{i: 1, s: 'a'}"
    name = chance.one(nodes)
    inner = value(chance, "int", scope, 1)
    return chance.one(
        (
            f"{name} {{.id, .name}}",
            f"{name} {{.*}}",
            f"{name} {{.age, i: {inner}}}",
            f"{name} {{.*, s: 'x'}}",
            f"properties({name})",
        )
    )


FORMS: dict[str, Callable[[Chance, Scope, int], str]] = {
    "cmp": lambda chance, _scope, _depth: chance.one(COMPARISONS),
    "sure": lambda chance, scope, depth: f"coalesce({value(chance, 'int', scope, depth - 1)}, 3)",
    "share": lambda chance, _scope, _depth: chance.one(("0.0", "0.25", "0.5", "0.9", "1.0")),
    "small": lambda chance, _scope, _depth: str(chance.number(0, 4)),
    "day": lambda chance, _scope, _depth: str(chance.number(1, 28)),
    "labelled": _labelled,
    "quantified": _quantified,
    "reduced": _reduced,
    "int_list": _listed("ints"),
    "str_list": _listed("strs"),
    "exists": _exists,
    "count": _count,
    "found": _found,
    "labels": _labels,
    "projected": _projected,
}
