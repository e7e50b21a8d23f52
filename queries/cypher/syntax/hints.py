"""Hints on what to write instead, for habits from SQL and other languages and for common slips.

Hints only improve the message of an error that is raised anyway; they never change what is accepted.

A pattern lists the keys of the tokens around the error: ``^`` precedes the token at which the parser failed,
``/`` separates alternatives, ``NAME`` is any name and ``ANY`` is any token. ``{0}`` in a hint stands for the
text of the first token of the pattern.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sociogram.queries.cypher.syntax.function_hints import WINDOW, function_hint

_COMMENT = "Comments begin with //, or are enclosed in /* and */."
_LIST = "Write a list in square brackets: x IN [1, 2]."
_MAPS = "A map has a colon between a property and its value: {{name: 'x'}}."
_ONE_DASH = "Write a relationship with one dash on each side of the brackets: (a)-[:TYPE]->(b)."
_TYPE_BRACKETS = "Write the type in square brackets, with one dash on each side: (a)-[:TYPE]->(b)."
_QUOTED_NAME = (
    "Quotes make text, not a name. Write the name without quotes, or in backticks if it has spaces: `a name`."
)
_SUBQUERY = "Write a subquery in braces; it begins with MATCH, not SELECT: EXISTS {{ MATCH (a)-->(b) }}."
_JOIN = "Cypher has no JOIN: follow relationships in a pattern, as in MATCH (a)-[:TYPE]->(b)."
_ROWS_FIRST = "To keep the first rows, end the query with LIMIT 10."
_TEXT_TEST = "Write x STARTS WITH 'a', x ENDS WITH 'a', x CONTAINS 'a', or x =~ '(?i)a.*' for a pattern."
_NOT_PREFIX = "Put NOT before the whole condition: NOT x {1} …."
_NO_TABLES = (
    "There are no tables: nodes have labels and properties. "
    "Write CREATE (:Person {{name: 'x'}}) to add a node."
)
_SORT_ORDER = "The order is RETURN … ORDER BY … SKIP … LIMIT …."
_REGEX = "Write x =~ '.*pattern.*' to match a regular expression."

_PATTERNS: tuple[tuple[str, str], ...] = (
    # Operators
    ("& ^ &", "Write AND in place of &&."),
    ("^ & &", "Write AND in place of &&."),
    ("| ^ |", "Write OR in place of ||."),
    ("^ ! =", "Write <> for inequality."),
    ("= ^ =", "Write one = in place of ==."),
    ("= ^ <", "Write <= in place of =<."),
    ("= ^ >", "Write >= in place of =>."),
    ("> ^ <", "Write <> for inequality."),
    (">/>=/</<=/<> ^ =/>/<", "Comparison operators are =, <>, <, <=, > and >=."),
    ("^ : =", "Write = in place of :=."),
    ("^ !", "Write NOT in place of !, and <> for inequality."),
    ("* ^ *", "Write x ^ 2 for a power."),
    ("^ ~/!~", _REGEX),
    ("^ ?", "Write CASE WHEN condition THEN a ELSE b END."),
    ("^ NOT IN/CONTAINS", _NOT_PREFIX),
    ("^ NOT STARTS/ENDS", "Put NOT before the whole condition: NOT x {1} WITH …."),
    ("^ NOT LIKE/ILIKE/RLIKE/REGEXP/SIMILAR", f"Cypher has no {{1}}. {_TEXT_TEST} Put NOT before it."),
    ("^ NOT BETWEEN", "Cypher has no BETWEEN. Write NOT 1 <= x <= 9, or x < 1 OR x > 9."),
    ("^ NOT NULL", "Write x IS NOT NULL."),
    ("^ NOT EXISTS", "Put NOT before the whole condition: AND NOT EXISTS {{ … }}."),
    ("^ IS NOT IN", "Write NOT x IN […]."),
    ("IS NOT ^ string/number/parameter", "IS tests only for NULL, a type or a label. Write x <> {2}."),
    ("IS ^ string/number/parameter", "IS tests only for NULL, a type or a label. Write x = {1}."),
    ("IS NOT ^ TRUE/FALSE", "Write x <> {2}, or NOT x."),
    ("IS ^ EMPTY", "Write x = '' for text, or isEmpty(x)."),
    ("STARTS/ENDS/BEGINS ^ string/parameter/NAME", "Write x {0} WITH 'a'."),
    # Clauses
    ("DELETE FROM ^ NAME", "Write MATCH (n:{2}) WHERE … DELETE n, or DETACH DELETE n for nodes in use."),
    ("^ DELETE FROM", "Write MATCH (n:Label) WHERE … DELETE n."),
    ("SELECT/( SELECT ^ ANY", _SUBQUERY),
    ("^ SELECT", "Cypher has no SELECT: the query ends with RETURN, as in MATCH (p:Person) RETURN p.name."),
    ("SELECT ^ ANY", _SUBQUERY),
    ("FROM ^ NAME", "Cypher has no FROM. Name what to read in a pattern: MATCH (n:{1}) RETURN n.name."),
    ("RETURN/DISTINCT/, TOP ^ number", f"Cypher has no TOP. {_ROWS_FIRST}"),
    (", WHERE ^ ANY", "Remove the comma before WHERE, and put WHERE before RETURN."),
    ("AND/OR/XOR/NOT WHERE ^ ANY", "Write WHERE once, and join its conditions with AND or OR."),
    ("WHERE WHERE ^ ANY", "Write WHERE once."),
    (", ORDER ^ BY", "Remove the comma before ORDER BY."),
    (", LIMIT/SKIP ^ number/parameter", "Remove the comma before {1}."),
    ("LIMIT number ^ , number", "Write SKIP {1} LIMIT {3}."),
    ("LIMIT/SKIP ^ =/:", "Write {0} 10, without {1}."),
    ("CREATE/INSERT ^ TABLE/DATABASE/VIEW/SCHEMA", _NO_TABLES),
    ("CREATE/INSERT ^ NODE/VERTEX", "Write a node in parentheses: CREATE (:Person {{name: 'x'}})."),
    ("CREATE/INSERT ^ EDGE/RELATIONSHIP", "Write a pattern: MATCH (a), (b) CREATE (a)-[:TYPE]->(b)."),
    ("INSERT ^ INTO", "Write CREATE (:Person {{name: 'x'}}) in place of INSERT INTO."),
    ("DROP ^ TABLE/NODE/VIEW", "There are no tables. Write MATCH (n:Label) DETACH DELETE n to remove nodes."),
    ("^ ELSE IF", "Write a further WHEN … THEN … in the CASE."),
    ("NULLS ^ FIRST/LAST", "NULLs come last in ascending order. Write ORDER BY x IS NULL, x to be sure."),
    # Names and quotes
    (": NAME ^ , {", "Remove the comma before {{."),
    (": NAME ^ , NAME :", "Close the node before the comma: (a:{1}), (b:{4})."),
    (": NAME ^ , NAME/:", "Separate labels or types by |: :{1}|Other."),
    (": NAME ^ OR/XOR", "Write | between labels or types: :{1}|Other."),
    (": NAME ^ AND", "Write & between labels: :{1}&Other."),
    ("WHERE/AND/OR/NOT/=/<>/</>/<=/>=/CONTAINS/IN/+/- RETURN ^ ANY",
     "The expression before RETURN is not complete."),
    ("= NAME ^ NAME", "Put text in quotes: '{1} {2}'."),
    (". ^ *", "Return the whole node with RETURN n, or its properties with properties(n)."),
    ("./AS ^ string", _QUOTED_NAME),
    ("(/[/NAME : ^ string", _QUOTED_NAME),
    ("{/, ^ string :", "Property names in a map have no quotes: {{name: 'x'}}."),
    ("AS NAME ^ NAME", "Put a name with a space in backticks: AS `{1} {2}`."),
    (". NAME ^ NAME", "Put a name with a space in backticks: .`{1} {2}`; another column name follows AS."),
    # Maps
    ("{/, NAME ^ =", _MAPS),
    ("{/, NAME ^ ::", _MAPS),
    ("{/, NAME ^ string/number", _MAPS),
    (": ^ :", "Write one colon only."),
    # Patterns
    ("- - ^ [", _ONE_DASH),
    (") - ^ >", "An arrow is --> or -[:TYPE]->."),
    (") < - ^ (", "An arrow is <-- or <-[:TYPE]-."),
    ("] - ^ -", _ONE_DASH),
    ("- > ^ [", _ONE_DASH),
    ("- ^ (", _TYPE_BRACKETS),
    ("- ^ NAME -", "Write the type in square brackets: (a)-[:{1}]->(b)."),
    ("- ^ :", _TYPE_BRACKETS),
    ("- ^ {", _TYPE_BRACKETS),
    ("] ^ >", "An arrow is ->: (a)-[:TYPE]->(b)."),
    ("]/) ^ =", "An arrow has dashes: (a)-[:TYPE]->(b)."),
    (") ^ >", "An arrow is --> or -[:TYPE]->."),
    (") ^ [", "A relationship has a dash on each side of its brackets: (a)-[:TYPE]->(b)."),
    ("- > ^ >", "An arrow has one head: (a)-->(b)."),
    ("( NAME ^ -", "Close a node with ) before its relationship: ({1})-[:TYPE]->(b)."),
    ("( NAME : NAME ^ -/<", "Close a node with ) before its relationship: ({1}:{3})-[:TYPE]->(b)."),
    ("( NAME ^ ./::/; NAME", "A label follows one colon: ({1}:{3})."),
    ("[ NAME ^ ./::/; NAME", "A type follows one colon: [{1}:{3}]."),
    ("( NAME ^ NAME )", "A label follows a colon: ({1}:{2})."),
    ("[ NAME ^ NAME ]", "A type follows a colon: [{1}:{2}]."),
    ("( NAME ^ =/>/<", "Conditions follow in WHERE, properties in a map: (n {{{1}: 'x'}})."),
    ("( NAME ^ NAME {", "A label follows a colon: ({1}:{2} {{…}})."),
    (": NAME ^ NAME", "Put a name with a space in backticks: :`{1} {2}`."),
    ("MATCH/MERGE/CREATE ^ NAME : NAME", "Write a node in parentheses: ({1}:{3})."),
    ("MATCH ^ [/{", "Write a node in parentheses: (n:Label)."),
    ("MATCH ^ *", "Write MATCH (n) to match every node."),
    ("MATCH ^ NAME ANY", "Write a node in parentheses: MATCH ({1}), or MATCH (:{1}) if it is a label."),
    # Lists and commas
    (", ^ ,", "Remove one of the two commas."),
    (", ^ ]/)/}", "Remove the comma before it."),
    (", ^ MATCH/RETURN/WHERE/WITH/CREATE/SET/MERGE/DELETE", "Remove the comma before {1}."),
    (", RETURN/MATCH ^ ANY", "Remove the comma before {1}."),
    # Words with no clause before them
    ("- - ^ NAME", f"Write a node in parentheses: --({{2}}). {_COMMENT}"),
    ("- > ^ NAME", "Write a node in parentheses: -->({2})."),
    ("^ - -", _COMMENT),
    (") ^ NAME . NAME", "A clause is missing before it, such as WHERE or RETURN."),
)  # fmt: skip

_WORDS: dict[str, str] = {
    "FROM": "Cypher has no FROM. Name what to read in a pattern: MATCH (n:Label) RETURN n.name.",
    "GROUP": "Leave GROUP BY out: grouping is implicit, by every column that is not an aggregate.",
    "GROUPBY": "Leave GROUP BY out: grouping is implicit, by every column that is not an aggregate.",
    "HAVING": "Filter groups with WITH … WHERE: WITH p.age AS age, count(*) AS c WHERE c > 1 RETURN age, c.",
    "QUALIFY": "Filter with WITH … WHERE.",
    "LIKE": f"Cypher has no LIKE. {_TEXT_TEST}",
    "ILIKE": f"Cypher has no ILIKE. {_TEXT_TEST} toLower(x) ignores case.",
    "RLIKE": _REGEX, "REGEXP": _REGEX, "SIMILAR": _REGEX, "GLOB": _REGEX, "MATCHES": _REGEX,
    "BETWEEN": "Cypher has no BETWEEN. Write 1 <= x <= 9, or x >= 1 AND x <= 9.",
    "STARTSWITH": "Write STARTS WITH, as two words.", "STARTWITH": "Write STARTS WITH, as two words.",
    "ENDSWITH": "Write ENDS WITH, as two words.", "ENDWITH": "Write ENDS WITH, as two words.",
    "BEGINS": "Write STARTS WITH.", "INCLUDES": "Write CONTAINS.", "HAS": "Write CONTAINS, or x IN list.",
    "ISNULL": "Write IS NULL, as two words.", "NOTNULL": "Write IS NOT NULL.",
    "ISNOTNULL": "Write IS NOT NULL.",
    "NOTIN": "Write NOT x IN […].", "ORDERBY": "Write ORDER BY, as two words.",
    "EQUALS": "Write = for equality.", "EQ": "Write = for equality.", "NE": "Write <> for inequality.",
    "UPDATE": "Write MATCH (n:Label) WHERE … SET n.property = value in place of UPDATE.",
    "REPLACE": "Write MERGE (n:Label {{key: 'x'}}) SET n.property = value.",
    "UPSERT": "Write MERGE (n:Label {{key: 'x'}}) SET n.property = value.",
    "INTO": "Write CREATE (:Label {{property: value}}) in place of INSERT INTO.",
    "VALUES": "Write CREATE (:Label {{property: value}}) in place of INSERT … VALUES.",
    "TRUNCATE": "Write MATCH (n:Label) DETACH DELETE n to remove all nodes with a label.",
    "TABLE": _NO_TABLES, "ADD": "Write CREATE (:Label {{property: value}}), or SET n.property = value.",
    **dict.fromkeys(("JOIN", "INNER", "OUTER", "NATURAL", "CROSS", "FULL"), _JOIN),
    "LEFT": f"{_JOIN} OPTIONAL MATCH keeps rows without a partner.",
    "RIGHT": f"{_JOIN} OPTIONAL MATCH keeps rows without a partner.",
    "TOP": f"Cypher has no TOP. {_ROWS_FIRST}", "FETCH": f"Cypher has no FETCH. {_ROWS_FIRST}",
    "ROWNUM": f"Cypher has no ROWNUM. {_ROWS_FIRST}",
    "EXCEPT": "Cypher has no EXCEPT. Write WHERE NOT EXISTS {{ MATCH … }}.",
    "MINUS": "Cypher has no MINUS. Write WHERE NOT EXISTS {{ MATCH … }}.",
    "INTERSECT": "Cypher has no INTERSECT. Write WHERE EXISTS {{ MATCH … }}, or two patterns in one MATCH.",
    "OVER": WINDOW, "PARTITION": WINDOW,
    "FIND": "Write MATCH (n:Label) RETURN n.", "GET": "Write MATCH (n:Label) RETURN n.",
    "DESCRIBE": "Write CALL db.labels() or CALL db.relationshipTypes().",
    "DESC": "Write CALL db.labels(); to sort, ORDER BY x DESC.",
    "IF": "Write CASE WHEN condition THEN a ELSE b END, or filter with WHERE.",
    "ELIF": "Write a further WHEN … THEN … in the CASE.",
    "ELSEIF": "Write a further WHEN … THEN … in the CASE.",
    "FILTER": "Write WITH * WHERE condition.", "LET": "Write WITH *, expression AS name.",
    "FOR": "Write UNWIND list AS x, or FOREACH (x IN list | …) to write.",
    "#": _COMMENT,
}  # fmt: skip

_CLAUSES = frozenset(
    (
        "MATCH", "WHERE", "RETURN", "WITH", "UNWIND", "CREATE", "MERGE", "SET", "REMOVE", "DELETE", "ORDER",
        "SKIP", "LIMIT", "CALL", "UNION",
    )
)  # fmt: skip
_RESERVED = (
    _CLAUSES | _WORDS.keys() | {"AND", "OR", "XOR", "NOT", "IN", "IS", "AS", "BY", "DETACH", "OPTIONAL"}
)
"""Words that are probably not meant as names."""
_NEAR = 6
"""The number of tokens before and after the error that patterns can match."""
_BACK = 400
"""The number of tokens before the error that are searched for its clause."""
_OPENING = {")": "(", "]": "[", "}": "{"}
_SEPARATORS = {
    "WHERE": "Write AND or OR between conditions, and RETURN after them.",
    **dict.fromkeys(("RETURN", "WITH", "SET", "ORDER", "REMOVE"), "Write a comma before it."),
}
_CALL_HINTS = {"CAST", "CONVERT", "TRY_CAST", "EXTRACT"}
_VALUE_BEFORE = re.compile(
    r"(?:[=<>:+\[]|\b(?:(?:starts|ends)\s+with|contains|in))\s*$|\[[^\[\]]*,\s*$", re.IGNORECASE
)


def syntax_hint(
    text: str, keys: Sequence[str], starts: Sequence[int], ends: Sequence[int], at: int
) -> str | None:
    """Return what to write instead, for a syntax error at the token ``at``; None if no hint fits."""
    special = _in_context(text, keys, starts, at)
    if special is not None:
        return special
    first, last = max(0, at - _NEAR), at + _NEAR  # the parser backtracks often: be fast
    near = keys[first:last]
    texts = [text[start:end] for start, end in zip(starts[first:last], ends[first:last], strict=True)]
    for pattern, hint in _PATTERNS:
        begin = _matches(pattern, near, texts, at - first)
        if begin is not None:
            return hint.format(*texts[begin:])
    word = _WORDS.get(keys[at])
    return word.format() if word is not None else None


def forbidden_hint(text: str) -> str | None:
    """Return what to write instead of a statement on tables, such as ``DROP TABLE``; else None."""
    if (
        re.match(r"(?:drop|alter|create|truncate|rename)\s+(?:table|view|schema)\b", text, re.IGNORECASE)
        is None
    ):
        return None
    return "There are no tables: remove nodes with MATCH (n:Label) DETACH DELETE n, change them with SET."


def variable_hint(text: str, offset: int, name: str, names: Sequence[str]) -> str | None:
    """Return what an undefined variable may mean: a comment, text without quotes, a property."""
    before = text[:offset]
    if re.search(r"--\s*$", before):
        return _COMMENT
    if text[offset : offset + 1] == "`":
        return f"Backticks quote names. Put text in quotes: '{name}'."
    if _VALUE_BEFORE.search(before):
        return f"If it is text, put it in quotes: '{name}'."
    if len(names) == 1 and re.search(r"\b(?:where|and|or|not|by|set)\s+$", before, re.IGNORECASE):
        return f"If it is a property, write {names[0]}.{name}."
    return None


def after_return(word: str) -> str | None:
    """Return the order of the parts of RETURN if the word begins one of them, else None."""
    return _SORT_ORDER if word.upper() in ("ORDER", "SKIP", "OFFSET", "LIMIT") else None


def _in_context(text: str, keys: Sequence[str], starts: Sequence[int], at: int) -> str | None:
    """Return a hint that depends on the clause or the call around the error."""
    if _after_dashes(text, keys, starts, at):
        return _COMMENT
    if keys[at - 1 : at] == ["{"] and keys[at - 2 : at - 1] == ["IN"]:
        return _LIST
    opened, clause = _surroundings(keys, at)
    if opened < 0:
        return _outside_parentheses(keys, at, clause)
    return _inside_parentheses(keys, opened, at) if opened > 0 and keys[opened] == "(" else None


def _inside_parentheses(keys: Sequence[str], opened: int, at: int) -> str | None:
    before, first = keys[opened - 1], keys[opened + 1]
    if before == "IN":
        return _SUBQUERY.format() if first == "SELECT" else _LIST
    if before in _CALL_HINTS and keys[at] in ("AS", "FROM"):
        return function_hint(before)
    if before == "EXISTS" and first in ("MATCH", "SELECT"):
        return _SUBQUERY.format()
    return None


def _outside_parentheses(keys: Sequence[str], at: int, clause: str) -> str | None:
    key = keys[at]
    if keys[at + 1] == "." and _ends_value(keys, at - 1) and key.isidentifier():
        return _SEPARATORS.get(clause)
    if key == "," and clause == "WHERE":
        return _LIST if keys[at - 2] == "IN" else "Join the conditions with AND or OR."
    if key in _OPENING:
        return f"Remove it, or add the {_OPENING[key]} that it closes."
    if key == "WHERE" and keys[at - 1] != ",":
        return _misplaced_where(clause)
    return None


def _after_dashes(text: str, keys: Sequence[str], starts: Sequence[int], at: int) -> bool:
    """Return whether ``-- `` on the same line probably begins a comment, as in SQL, not a relationship."""
    line = text.rfind("\n", 0, starts[at])
    for dash in range(at - 1, max(0, at - _BACK), -1):
        if starts[dash] < line:
            break
        if keys[dash] == keys[dash - 1] == "-" and starts[dash] == starts[dash - 1] + 1:
            return text[starts[dash] + 1 : starts[dash] + 2].isspace() and keys[dash + 1] != "("
    return False


def _ends_value(keys: Sequence[str], at: int) -> bool:
    return keys[at] in ("number", "string", "parameter", "quoted", "]") or (
        keys[at].isidentifier() and keys[at] not in _RESERVED
    )


def _misplaced_where(clause: str) -> str | None:
    if clause == "WHERE":
        return "Write WHERE once, and join its conditions with AND or OR."
    if clause in ("RETURN", "ORDER", "SKIP", "LIMIT"):
        return "Put WHERE before RETURN; to filter what was computed, write WITH … AS x WHERE x > 1 RETURN x."
    if clause == "MATCH":
        return "MATCH needs a pattern before WHERE: MATCH (n) WHERE …."
    return f"WHERE belongs to MATCH or WITH: put it before {clause}." if clause else None


def _surroundings(keys: Sequence[str], at: int) -> tuple[int, str]:
    """Return the position of the innermost open bracket, or -1, and the clause around ``at`` inside it."""
    depth, clause = 0, ""
    for position in range(at - 1, max(-1, at - _BACK), -1):
        key = keys[position]
        if key in (")", "]", "}"):
            depth += 1
        elif key in ("(", "[", "{"):
            if depth == 0:
                return position, clause
            depth -= 1
        elif not clause and depth == 0 and key in _CLAUSES and keys[position - 1] not in (".", ":"):
            is_part = key == "WITH" and keys[position - 1] in ("STARTS", "ENDS")
            clause = "" if is_part else key
    return -1, clause


def _matches(pattern: str, keys: Sequence[str], texts: Sequence[str], at: int) -> int | None:
    """Return the position of the first token of a pattern if the tokens around ``at`` match it, else None."""
    tokens = pattern.split()
    mark = tokens.index("^")
    del tokens[mark]
    begin = at - mark
    if begin < 0 or begin + len(tokens) > len(keys):
        return None
    for position, token in enumerate(tokens, begin):
        if not _is(token, keys[position], texts[position]):
            return None
    return begin


def _is(element: str, key: str, text: str) -> bool:
    if element == "ANY":
        return key != "end"
    choices = [element] if element == "/" else element.split("/")
    is_name = key == "quoted" or (key not in _RESERVED and text.isidentifier())
    return key in choices or ("NAME" in choices and is_name)
