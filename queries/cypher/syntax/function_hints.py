"""Hints for functions and constants of other languages: what to write instead."""

from __future__ import annotations

WINDOW = "Cypher has no window functions. Group with WITH and aggregate, or use collect(…)[..n]."

_FUNCTIONS: dict[str, str] = {
    **dict.fromkeys(("len", "strlen", "datalength", "cardinality", "array_length"), "Use size(x)."),
    **dict.fromkeys(("ucase", "uppercase", "touppercase"), "Use toUpper(x)."),
    **dict.fromkeys(("lcase", "lowercase", "tolowercase"), "Use toLower(x)."),
    **dict.fromkeys(("concat", "concat_ws", "textjoin"), "Join text with +: 'a' + 'b'."),
    **dict.fromkeys(("nvl", "ifnull", "isnull", "zeroifnull"), "Use coalesce(x, default), or x IS NULL."),
    **dict.fromkeys(("isnotnull", "notnull"), "Write x IS NOT NULL."),
    **dict.fromkeys(("substr", "mid"), "Use substring(text, start, length), where start counts from 0."),
    **dict.fromkeys(
        ("instr", "charindex", "indexof", "strpos", "locate", "position", "contains", "includes"),
        "Write x CONTAINS 'a'; for a position, size(split(x, 'a')[0]).",
    ),
    "startswith": "Write x STARTS WITH 'a'.", "endswith": "Write x ENDS WITH 'a'.",
    **dict.fromkeys(("like", "regexp_like", "regexp", "matches"), "Write x =~ 'pattern', or x CONTAINS 'a'."),
    **dict.fromkeys(("now", "getdate", "sysdate", "current_timestamp", "sysdatetime"), "Use datetime()."),
    **dict.fromkeys(("curdate", "current_date", "today"), "Use date()."),
    **dict.fromkeys(("curtime", "current_time"), "Use time()."),
    **dict.fromkeys(
        ("datediff", "date_diff", "timestampdiff", "months_between", "age"),
        "Use duration.between(a, b), or duration.inDays(a, b).days.",
    ),
    **dict.fromkeys(("dateadd", "date_add", "adddate"), "Add a duration: date + duration({days: 1})."),
    **dict.fromkeys(("datesub", "date_sub"), "Subtract a duration: date - duration({days: 1})."),
    **dict.fromkeys(("year", "month", "day", "hour", "minute", "second"), "Read it from x: x.{name}."),
    **dict.fromkeys(("datepart", "extract", "date_part"), "Read a part from the value: x.year, x.month."),
    **dict.fromkeys(("date_trunc", "trunc_date"), "Use date.truncate('month', x)."),
    **dict.fromkeys(("to_date", "str_to_date", "todate"), "Use date('2026-01-31')."),
    **dict.fromkeys(("date_format", "to_char", "tochar", "str", "string", "text"), "Use toString(x)."),
    **dict.fromkeys(
        ("cast", "convert", "try_cast"), "Use toInteger(x), toFloat(x), toString(x) or toBoolean(x)."
    ),
    **dict.fromkeys(("int", "integer", "toint", "to_number", "parseint", "tonumber"), "Use toInteger(x)."),
    **dict.fromkeys(("float", "double", "decimal", "parsefloat"), "Use toFloat(x)."),
    **dict.fromkeys(("bool", "boolean"), "Use toBoolean(x)."),
    **dict.fromkeys(("if", "iif", "decode"), "Write CASE WHEN condition THEN a ELSE b END."),
    **dict.fromkeys(
        ("group_concat", "string_agg", "listagg", "array_agg", "list"), "Use collect(x) to make a list."
    ),
    **dict.fromkeys(("average", "mean"), "Use avg(x)."),
    **dict.fromkeys(("stddev", "stdev_samp", "std"), "Use stDev(x)."),
    "median": "Use percentileCont(x, 0.5).", "countdistinct": "Use count(DISTINCT x).",
    **dict.fromkeys(("maximum", "greatest"), "Use max(x), or CASE WHEN a > b THEN a ELSE b END."),
    **dict.fromkeys(("minimum", "least"), "Use min(x), or CASE WHEN a < b THEN a ELSE b END."),
    **dict.fromkeys(("ceiling",), "Use ceil(x)."),
    **dict.fromkeys(("pow", "power"), "Write x ^ 2."), "mod": "Write a % b.",
    **dict.fromkeys(("trunc", "truncate"), "Use floor(x), or round(x, 2)."),
    **dict.fromkeys(("ln",), "Use log(x)."), "random": "Use rand().", "newid": "Use randomUUID().",
    "uuid": "Use randomUUID().", "typeof": "Use valueType(x), or type(r) for a relationship.",
    "label": "Use labels(n), which returns a list.", "nodeid": "Use elementId(n).",
    **dict.fromkeys(("rels", "edges"), "Use relationships(path)."),
    **dict.fromkeys(("degree", "outdegree", "indegree"), "Write COUNT { (n)--() }."),
    **dict.fromkeys(("row_number", "rank", "dense_rank", "lag", "lead", "ntile"), WINDOW),
    **dict.fromkeys(("match", "select"), "Write a subquery in braces: EXISTS { MATCH … }."),
    "in": "Write x IN [1, 2].", "not": "Write NOT condition.", "values": "Use properties(n).",
    "print": "Write RETURN x.", "append": "Write list + [x].", "join": "Join text with + in reduce(…).",
    "ifelse": "Write CASE WHEN condition THEN a ELSE b END.",
}  # fmt: skip

_CONSTANTS = {
    "in": "Name what is tested: NOT x IN [1, 2].",
    "none": "Write null.", "nil": "Write null.", "undefined": "Write null.",
    "current_date": "Use date().", "current_timestamp": "Use datetime().", "sysdate": "Use datetime().",
    "current_time": "Use time().", "now": "Use datetime().", "today": "Use date().",
    "rownum": "End the query with LIMIT 10.",
}  # fmt: skip


def function_hint(name: str) -> str | None:
    """Return what to write instead of a function of another language; None for an unknown function."""
    last = name.lower().rpartition(".")[2]
    hint = _FUNCTIONS.get(last)
    return hint.replace("{name}", last) if hint is not None else None


def constant_hint(name: str) -> str | None:
    """Return what to write instead of an undefined variable that is a keyword in other languages."""
    return _CONSTANTS.get(name.lower())
