"""Calls of every function of the registry, by chance: with arguments that fit, and now and then a misfit.

What a function takes and gives is read from the registry, so that a new function is called as soon as it
is there. ``ARGUMENTS`` tells what a parameter takes whose type says too little.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from sociogram.queries.cypher.functions.registry import Function, FunctionParameter, functions
from support.grammar.base import Chance, Scope

Make = Callable[[Chance, str, Scope, int], str]
"""Makes an expression of a kind: ``grammar_expressions.value``."""

ONLY_OURS = frozenset({"exists", "distance", "cosh", "coth", "sinh", "tanh"})
"""Not in Neo4j 5, see ``docs/cypher.md``; ``exists()`` takes there no expressions."""

KINDS = {
    "INTEGER": "int", "FLOAT": "float", "STRING": "str", "BOOLEAN": "bool", "DATE": "date",
    "LOCAL DATETIME": "moment", "ZONED DATETIME": "zoned", "LOCAL TIME": "clock", "ZONED TIME": "ztime",
    "DURATION": "span", "MAP": "map", "POINT": "point", "LIST<INTEGER>": "ints", "LIST<STRING>": "strs",
    "NODE": "node", "RELATIONSHIP": "relationship", "PATH": "path", "LIST<NODE>": "nodes",
    "LIST<RELATIONSHIP>": "relationships", "ANY": "any",
}  # fmt: skip
HELD = ("node", "relationship", "path", "nodes", "relationships")
"""Kinds that only a variable has."""

UNITS = (
    "'millennium'", "'century'", "'decade'", "'year'", "'weekYear'", "'quarter'", "'month'", "'week'",
    "'day'", "'hour'", "'minute'", "'second'", "'millisecond'", "'microsecond'",
)  # fmt: skip
DAY_UNITS = UNITS[:9]
ZONES = ("'Z'", "'+02:00'", "'Europe/Berlin'", "'America/Lima'")
# none of their numbers is null: Neo4j leaves such a part out, see docs/neo4j.md
DATE_PARTS = (
    "{year: 2020, month: 5, day: 31}", "{year: 2021}", "{year: 2020, week: 53, dayOfWeek: 5}",
    "{year: 2019, ordinalDay: 59}", "{year: 2024, quarter: 3, dayOfQuarter: 92}", "{date: <date>, day: 1}",
    "{date: <moment>}", "{year: 2000 + <small>, month: <day>}", "null",
)  # fmt: skip
TIME_PARTS = (
    "{hour: 4}", "{hour: 23, minute: 59, second: 59, nanosecond: 5}", "{hour: 12, millisecond: 7}",
    "{time: <clock>, minute: 0}", "{time: <moment>}", "{hour: <day>}",
)  # fmt: skip
ZONED_PARTS = (
    "{hour: 4, timezone: '+01:00'}", "{time: <ztime>, timezone: '-05:00'}", "{time: <clock>}", "{hour: 7}",
)  # fmt: skip
BOTH_PARTS = (
    "{year: 2020, month: 5, day: 31, hour: 4}", "{date: <date>, time: <clock>}",
    "{datetime: <moment>, day: 2}",
    "{year: 2021, hour: 3, minute: 4, second: 5, microsecond: 6}", "{datetime: <zoned>}",
)  # fmt: skip
BOTH_ZONED_PARTS = (
    *BOTH_PARTS, "{date: <date>, time: <ztime>}", "{datetime: <zoned>, timezone: 'America/Lima'}",
    "{year: 2023, timezone: 'Europe/Berlin'}", "{epochSeconds: <sure>}",
    "{epochMillis: <sure>, nanosecond: 1}",
)  # fmt: skip

ARGUMENTS: dict[str, tuple[str, ...]] = {
    "date.input": (
        "'2020-02-29'", "'2020W05'", "'2020-060'", "'20211231'", "<date>", "<moment>", "<zoned>", *DATE_PARTS,
    ),
    "time.input": (
        "'12:30'", "'1230+02'", "'21:40:32.142+0100'", "<clock>", "<zoned>", "<ztime>", *ZONED_PARTS,
    ),
    "localtime.input": (
        "'12:30'", "'214032.5'", "'2350'", "<clock>", "<ztime>", "<moment>", *TIME_PARTS,
    ),
    "localdatetime.input": (
        "'2015-07-21T21:40:32.142'", "'2015202T21'", "'2015-W30-2T214032'", "<moment>", "<zoned>",
        *BOTH_PARTS,
    ),
    "datetime.input": (
        "'2015-07-21T21:40-01:30'", "'2015-W30T2140-02'", "'2015-07-21T21:40[Europe/London]'", "<zoned>",
        "<moment>", *BOTH_ZONED_PARTS,
    ),
    "duration.input": (
        "'P14DT16H12M'", "'P5M1.5D'", "'P0.75M'", "'P2012-02-02T14:37:21.545'", "'-P1Y'",
        "{days: <sure>, hours: <small>}", "{months: 1.5, nanoseconds: -1}", "{weeks: 0.5 * <sure>}",
        "{seconds: 0.25 * <sure>}",
    ),
    "date.truncate.unit": DAY_UNITS,
    "date.truncate.input": ("<date>", "<moment>", "<zoned>"),
    "localtime.truncate.unit": UNITS[8:],
    "localtime.truncate.input": ("<clock>", "<ztime>", "<moment>", "<zoned>"),
    "time.truncate.unit": UNITS[8:],
    "time.truncate.input": ("<clock>", "<ztime>", "<moment>", "<zoned>"),
    "localdatetime.truncate.input": ("<date>", "<moment>", "<zoned>"),
    "datetime.truncate.input": ("<date>", "<moment>", "<zoned>"),
    "time.truncate.fields": ("{minute: 5}", "{nanosecond: 2}", "{timezone: '+03:00'}"),
    "localtime.truncate.fields": ("{minute: 5}", "{nanosecond: 2}"),
    "datetime.truncate.fields": (
        "{day: 2}", "{nanosecond: 2}", "{timezone: 'America/Lima'}", "{hour: <day>}",
    ),
    "localdatetime.truncate.fields": ("{day: 2}", "{nanosecond: 2}", "{hour: <day>}"),
    "fields": ("{day: 2}", "{dayOfWeek: 3}", "{month: <day>}"),
    "unit": UNITS,
    "timezone": ZONES,
    "point.input": (
        "{x: <float>, y: <int>}", "{x: 1, y: 2, z: <float>}", "{longitude: <float>, latitude: 52.5}",
        "{latitude: 1, longitude: 2, height: 3}", "{x: 1, y: 2, crs: 'cartesian'}",
        "{x: 1, y: 2, srid: 4326}", "{x: null, y: 1}", "{x: 1}",
    ),
    # of characters that are all trimmed Neo4j leaves one, see docs/neo4j.md
    "rtrim.characters": ("'ï本'", "'😀ï'"),
    "precision": ("0", "1", "2", "<int>"),
    "mode": ("'UP'", "'DOWN'", "'CEILING'", "'FLOOR'", "'HALF_UP'", "'HALF_DOWN'", "'HALF_EVEN'"),
    "form": ("NFC", "NFD", "NFKC", "NFKD"),
    "percentile": ("0.5", "0", "1.0", "0.9"),
    # a step that leads away from the end is answered wrongly by Neo4j 5, see docs/cypher.md
    "range.start": ("0", "1", "<small>"),
    "range.end": ("4", "7", "(4 + <small>)", "null"),
    "step": ("1", "2", "3", "(1 + <small>)"),
    "delimiters": ("' '", "'a'", "''", "['a', ' ']", "<str>"),
    "others": ("<same>",),
    "v2": ("<same>",),
    "exp.input": ("<small>", "(<float> / 1000)", "-2.5"),
    "toInteger.input": ("<float>", "<str>", "<int>", "' 7'", "'1e3'", "'-0'", "1e18"),
    "toFloat.input": ("<int>", "<str>", "'.5'", "'-1e3'", "'Infinity'", "'0x1'"),
    "toBoolean.input": ("<bool>", "<str>", "<int>", "' TRUE '", "'False'"),
    "toIntegerList.list": ("<ints>", "<strs>", "[1.7, '2', true, null]"),
    "valueType.input": ("<any>", "<ints>", "<point>", "<span>", "<map>", "[<any>, <any>]", "[[<int>], []]"),
}  # fmt: skip


@cache
def giving(kind: str) -> tuple[Function, ...]:
    """Return the functions that give a kind, and always the same for the same arguments."""
    return tuple(
        function
        for function in functions()
        if not function.aggregate
        and function.name not in ONLY_OURS
        and function.name not in ("elementId", "id", "keys", "labels")  # a store's own, or in any order
        and not is_of_the_moment(function)
        and kind in (KINDS.get(function.result, "any"), *_results(function))
    )


@cache
def of_the_moment() -> tuple[Function, ...]:
    """Return the functions that give something else each time."""
    return tuple(function for function in functions() if is_of_the_moment(function))


def is_of_the_moment(function: Function) -> bool:
    tail = function.name.rpartition(".")[2]
    return function.name in ("rand", "randomUUID", "timestamp") or tail in (
        "realtime",
        "statement",
        "transaction",
    )


def _results(function: Function) -> tuple[str, ...]:
    """Return the kinds that a function gives where it gives what it is given, or a list of anything."""
    return {"tail": ("ints", "strs"), "reverse": ("ints", "strs", "str")}.get(function.name, ())


def called(chance: Chance, kind: str, scope: Scope, depth: int, make: Make) -> str | None:
    """Call a function that gives a kind; None where there is none that could be called here."""
    if chance.careful:
        return None
    known = [function for function in giving(kind) if _can_be_called(function, scope)]
    if kind == "str" and chance.happens(0.1):
        return f"valueType({call(chance, chance.one(of_the_moment()), 'any', scope, depth, make)})"
    return call(chance, chance.one(known), kind, scope, depth, make) if known else None


def any_call(chance: Chance, scope: Scope, depth: int, make: Make) -> tuple[str, str]:
    """Call a function, whatever it gives, and return the kind that it gives; arguments may misfit."""
    if chance.happens(0.04):
        return f"valueType({call(chance, chance.one(of_the_moment()), 'any', scope, depth, make)})", "str"
    kind = chance.one(sorted({*KINDS.values()}))
    known = [function for function in giving(kind) if _can_be_called(function, scope)]
    if not known:
        return any_call(chance, scope, depth, make)
    return call(chance, chance.one(known), kind, scope, depth, make, misfits=0.12), kind


def _can_be_called(function: Function, scope: Scope) -> bool:
    return all(
        any(KINDS.get(name) not in HELD or KINDS[name] in scope.values() for name in parameter.types)
        for parameter in function.parameters
        if not parameter.optional
    )


def call(
    chance: Chance, function: Function, kind: str, scope: Scope, depth: int, make: Make, misfits: float = 0.0
) -> str:
    """Call a function; ``kind`` is what it should give where that follows from its arguments."""
    made: list[str] = []
    for parameter in function.parameters:
        # without its first argument a temporal function gives the present
        if parameter.optional and parameter.name != "input" and chance.happens(0.6):
            break
        for _ in range(chance.number(1, 2) if parameter.variadic else 1):
            if chance.happens(misfits):
                made.append(make(chance, chance.one(sorted({*KINDS.values()} - {*HELD})), scope, 0))
            else:
                made.append(_argument(chance, function, parameter, kind, scope, depth, make))
    return f"{function.name}({', '.join(made)})"


def _argument(
    chance: Chance,
    function: Function,
    parameter: FunctionParameter,
    kind: str,
    scope: Scope,
    depth: int,
    make: Make,
) -> str:
    known = ARGUMENTS.get(f"{function.name}.{parameter.name}") or ARGUMENTS.get(parameter.name)
    if known is not None:
        return chance.filled(
            chance.one(known),
            lambda inner: make(chance, kind if inner == "same" else inner, scope, depth - 1),
        )
    kinds = [KINDS.get(name, "any") for name in parameter.types if not name.startswith("LIST")]
    kinds = [name for name in kinds if name not in HELD or name in scope.values()]
    if any(name.startswith("LIST") for name in parameter.types):
        kinds.append(kind if kind in ("ints", "strs") else chance.one(("ints", "strs")))
    chosen = kind if kind in kinds and kind != "any" else chance.one(kinds)
    if parameter.type == "ANY" and kind != "any" and function.name in ("coalesce", "nullIf"):
        chosen = kind
    if chosen in HELD:
        return chance.one([name for name, held in scope.items() if held == chosen])
    return make(chance, "int" if chosen == "float" and chance.happens(0.3) else chosen, scope, depth - 1)
