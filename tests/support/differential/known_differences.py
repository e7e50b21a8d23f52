"""Where Neo4j answers otherwise and may: ``docs/neo4j.md`` lists each, by its name here, with the reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from support.differential.outcomes import Outcome
from support.grammar.base import Query

Explains = Callable[[Query, Outcome, Outcome], bool]


def _they_say(pattern: str) -> Explains:
    """Explain an error of the server's by its words."""
    found = re.compile(pattern).search
    return lambda _query, _ours, theirs: bool(theirs.failed and found(theirs.message))


def _we_say(pattern: str) -> Explains:
    """Explain an error of ours by its words."""
    found = re.compile(pattern).search
    return lambda _query, ours, _theirs: bool(ours.failed and found(ours.message))


def _only_more_properties(_query: Query, ours: Outcome, theirs: Outcome) -> bool:
    """Tell whether the server only counts more properties as set than we do."""
    if (
        ours.counters is None
        or theirs.counters is None
        or (Counter(ours.rows), ours.graph) != (Counter(theirs.rows), theirs.graph)
    ):
        return False
    more = theirs.counters.properties_set
    return (
        more > ours.counters.properties_set and replace(ours.counters, properties_set=more) == theirs.counters
    )


def _counts_deletions_again(query: Query, ours: Outcome, theirs: Outcome) -> bool:
    """Tell whether the server only counts a node for each transaction that deletes it."""
    if "IN TRANSACTIONS" not in query.text or ours.counters is None or theirs.counters is None:
        return False
    more = theirs.counters.nodes_deleted
    return (
        (Counter(ours.rows), ours.graph) == (Counter(theirs.rows), theirs.graph)
        and more > ours.counters.nodes_deleted
        and replace(ours.counters, nodes_deleted=more) == theirs.counters
    )


def _sets_and_removes_in_turns(query: Query, ours: Outcome, theirs: Outcome) -> bool:
    """Tell whether the server only counts more of what a row sets and removes, and the next sets again."""
    return (
        re.search(r"\bSET\b.*\bREMOVE\b", query.text) is not None
        and (Counter(ours.rows), ours.graph) == (Counter(theirs.rows), theirs.graph)
        and ours.counters is not None
        and theirs.counters is not None
        and all(
            getattr(theirs.counters, name) >= getattr(ours.counters, name)
            for name in ("labels_added", "labels_removed", "properties_set")
        )
    )


def _deletes_less(query: Query, ours: Outcome, theirs: Outcome) -> bool:
    """Tell whether the server does not find any more what it deleted on the way."""
    if "DETACH DELETE" not in query.text or ours.counters is None or theirs.counters is None:
        return False
    here, there = ours.counters, theirs.counters
    return (
        there.nodes_deleted <= here.nodes_deleted
        and there.relationships_deleted <= here.relationships_deleted
    )


def _refused_before(theirs_says: str, ours_says: str = "^$") -> Explains:
    """Explain what one side refuses before it runs, and the other where a row comes to it."""

    def refuses(one: Outcome, other: Outcome, words: str) -> bool:
        late = other.failed in ("TypeError", "ArgumentError", "SyntaxError")
        # where no row comes to it, or what does is null
        never = not other.failed
        return bool(one.failed and re.search(words, one.message) and (late or never))

    return lambda _query, ours, theirs: refuses(theirs, ours, theirs_says) or refuses(ours, theirs, ours_says)


def _both_answer(ours: Outcome, theirs: Outcome) -> bool:
    return not (ours.failed or theirs.failed) and ours.columns == theirs.columns


def _path_of_a_known_node(query: Query, ours: Outcome, theirs: Outcome) -> bool:
    """Tell whether an OPTIONAL MATCH names the path of one node that was there before."""
    return (
        re.search(r"OPTIONAL MATCH .*p\d+ = \(\w+[^()]*\)(?![-<(])", query.text) is not None
        and len(ours.rows) == len(theirs.rows)
        and "'path'" in repr(theirs.rows)
    )


def _nan_apart(_query: Query, ours: Outcome, theirs: Outcome) -> bool:
    """Tell whether the server only gives a row with NaN more than once."""
    return _both_answer(ours, theirs) and "'NaN'" in repr(ours.rows) and set(theirs.rows) <= set(ours.rows)


KNOWN: dict[str, Explains] = {
    "null in a component of a temporal value": _they_say(r"NO_VALUE|NoValue"),
    "reverse of a stored list": _they_say(
        r"Invalid input for function 'reverse\(\)': Expected a string or a list"
    ),
    "range of numbers that are not integers": _we_say(r"^range\(\) expects an INTEGER"),
    "wrong argument types": _refused_before(
        "^Type mismatch|^Invalid normal form", r" takes .*, not an? .*Signature: "
    ),
    "an invalid map for a point": _refused_before("is not describing a valid point"),
    "the path of an already bound node": _path_of_a_known_node,
    "variables of an OPTIONAL MATCH without a match": lambda query, ours, theirs: (
        _both_answer(ours, theirs)
        and re.search(r"OPTIONAL MATCH .*(r\d+:%|\{\w+: r\d+[.}]|nodes\(p\d+\))", query.text) is not None
    ),
    "tail of a value that is not a list": _we_say(r"^tail(\(\) expects a| takes) LIST"),
    "trimming a whole string from the end": lambda query, ours, theirs: (
        _both_answer(ours, theirs)
        and re.search(r"rtrim\([^()]*(\([^()]*\)[^()]*)*, '[^']*'\)", query.text) is not None
    ),
    "a node deleted before its relationships": lambda _query, ours, theirs: (
        {ours.failed, theirs.failed} == {"EntityNotFound", "ConstraintVerificationFailed"}
    ),
    "two errors in one query": lambda _query, ours, theirs: (
        (ours.failed == "TypeError" and theirs.message.startswith("Failed to create relationship"))
        or ("MERGE cannot match on" in ours.message and bool(theirs.failed))
        # the server may run every clause for one row before the next row; here a clause sees all rows first
        or ("because of null property value" in theirs.message and ours.failed == "ArithmeticError")
    ),
    "distance of values that are not points": _we_say(r"^point\.\w+(\(\) expects a| takes) POINT"),
    "white space around a number in a string": lambda query, ours, theirs: (
        _both_answer(ours, theirs) and re.search("' 7'|'0x1'", query.text) is not None
    ),
    "nodes deleted in several transactions": _counts_deletions_again,
    "reading what an earlier transaction deleted": lambda query, ours, theirs: (
        re.search(r"DELETE .*IN TRANSACTIONS", query.text) is not None
        and (ours.failed == "EntityNotFound" or "got deleted by an overlapping" in theirs.message)
    ),
    "a dynamic type with a variable length": lambda query, ours, theirs: (
        _both_answer(ours, theirs) and re.search(r"\[\w*:\$\([^)]*\)\*", query.text) is not None
    ),
    "the path of MERGE inside its own pattern": _we_say("created by this MERGE"),
    "internal errors of the server": _they_say("in the slot configuration|before the WITH/RETURN:   UNNAMED"),
    "counting a property that may be missing": lambda query, ours, theirs: (
        _both_answer(ours, theirs) and re.search(r"count\([a-z]+\d*\.", query.text) is not None
    ),
    "reading the graph within CREATE": lambda query, ours, theirs: (
        re.search(r"CREATE .*(COUNT \{|EXISTS \{|COLLECT \{|\[\()", query.text) is not None
        and ours.graph is not None
        and ours.counters == theirs.counters
    ),
    "changing what MERGE still matches": lambda query, ours, theirs: (
        "ON MATCH SET" in query.text and ours.graph is not None and ours.graph == theirs.graph
    ),
    "a pattern comprehension within MERGE": _they_say(
        "Subquery expressions are not allowed in a MERGE clause"
    ),
    "list indexes beyond 32 bits": _they_say("between -2147483648 and 2147483647"),
    "an empty COUNT within OPTIONAL MATCH": lambda query, ours, theirs: (
        _both_answer(ours, theirs)
        and re.search(r"OPTIONAL MATCH .*WHERE .*(COUNT \{|size\(\[\()", query.text) is not None
    ),
    "distinct NaN values": _nan_apart,
    "SET and REMOVE of the same label": _sets_and_removes_in_turns,
    "an error before WHERE false": lambda query, ours, theirs: (
        "WHERE false" in query.text and bool(ours.failed) and not theirs.failed
    ),
    "an error in a row that WHERE drops": lambda query, ours, theirs: (
        re.search(r"WITH .* WHERE ", query.text) is not None
        and not (ours.failed or ours.rows)
        and bool(theirs.failed)
    ),
    "two LIMITs after a write": lambda query, ours, theirs: (
        len(re.findall(r"\bLIMIT\b", query.text)) > 1
        and _both_answer(ours, theirs)
        and Counter(ours.rows) == Counter(theirs.rows)
        and ours.counters != theirs.counters
    ),
    "an error on the left of IN null": lambda query, ours, theirs: (
        " IN " in query.text and bool(ours.failed) and not theirs.failed and "'null'" in repr(theirs.rows)
    ),
    "null divided by 0": lambda _query, ours, theirs: (
        ours.message.startswith("Cannot compute null / 0") and not theirs.failed
    ),
    "null and a wrong type together": lambda _query, ours, theirs: (
        not ours.failed and "Can't coerce" in theirs.message and "'null'" in repr(ours.rows)
    ),
    "the same type twice in a pattern": lambda query, ours, theirs: (
        _both_answer(ours, theirs) and re.search(r":(\w+)\|\1\b", query.text) is not None
    ),
    "deleting while matching": _deletes_less,
    "setting an absent property to null": _only_more_properties,
    "splitting characters beyond 16 bits": lambda query, _ours, theirs: (
        re.search(r"(split|replace)\(", query.text) is not None and "?" in repr((theirs.rows, theirs.graph))
    ),
    "years before 1 and after 9999": lambda _query, ours, theirs: (
        "outside a query dates have the years 1 to 9999" in ours.message
        or "Record contains broken data" in theirs.message
    ),
    "offsets of seconds in a named zone": lambda _query, ours, theirs: (
        not theirs.failed and re.search(r"[+-]\d\d:\d\d:\d\d\[", repr(ours.rows)) is not None
    ),
    "a duration beyond 64 bits": _we_say("duration.* does not fit into 64 bits|duration does not fit: "),
    "dividing a literal by the literal 0": lambda query, ours, theirs: bool(
        re.search(r"\d(\.|e)\d* / 0\b(?!\.)", query.text) and "division by zero" in ours.message
    ),
}


def known(query: Query, ours: Outcome, theirs: Outcome) -> str | None:
    """Return the name of the known difference that explains what differs, or None."""
    return next((name for name, explains in KNOWN.items() if explains(query, ours, theirs)), None)
