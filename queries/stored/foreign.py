"""Adapt stored queries to graphs whose actors lack the label ``Entity`` or a property ``name`` or ``id``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sociogram.graph.actor_rules import ActorRule
from sociogram.graph.dataset import RELATION_FIELDS
from sociogram.graph.model import ENTITY_LABEL
from sociogram.graph.store import GraphStore
from sociogram.queries.claims.conditions import CONDITION_KEYS
from sociogram.queries.cypher.notifications import walk
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.parser import parse
from sociogram.queries.tie_dates import TieDates, tie_dates

_TOKEN = re.compile(
    r"""'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"|`[^`]*`|//[^\n]*|/\*.*?\*/"""
    rf"""|\((?P<bound>\w+):{ENTITY_LABEL}\b|(?P<label>:{ENTITY_LABEL}\b)|\b(?P<of>\w+)\.(?P<key>name|id)\b"""
    r"""|\bIN coalesce\((?P<called>\w+)\.aliases, \[\]\)"""
    r"""|\b(?P<tie>\w+)\.(?P<date>start_date|end_date)\b""",
    re.DOTALL,
)


def adapted(text: str, store: GraphStore) -> str | None:
    """Return a stored query for a graph whose actors are not ``Entity`` nodes; None if they are."""
    if store.actor_rule.is_default:
        return None
    return _rewritten(text, store.actor_rule, tie_dates(store) if _DATES.search(text) else TieDates())


def for_incomplete_actors(text: str, store: GraphStore) -> str:
    """Return a stored query for a graph in which some entities may have no ``name`` or no ``id``."""
    return text if store.actor_rule.are_complete else _rewritten(text, store.actor_rule)


def _rewritten(text: str, rule: ActorRule, dates: TieDates | None = None) -> str:
    """Return a query that finds actors, their names and their ids by a rule, and the dates of ties.

    The name of an actor is in the first property of the rule that it has; otherwise it is its id. An actor
    without an id has its ``elementId()`` instead.
    """
    labels = rule.pattern("").strip("()")
    found = list(_TOKEN.finditer(text))
    actors = {match["bound"] for match in found if match["bound"]}
    actors |= {match["of"] for match in found if match["key"] == "name"}

    def replaced(match: re.Match[str]) -> str:
        variable = match["of"]
        if match["bound"]:
            return f"({match['bound']}{labels}"
        if match["label"]:
            return labels
        if match["called"]:
            return f"{match[0]} + {rule.other_keys(match['called'])}"
        if match["date"]:
            return match[0] if dates is None or dates.is_default else _date(match, dates)
        if match["key"] == "name":
            return rule.shown(variable)
        return rule.key(variable) if variable in actors else match[0]

    return _TOKEN.sub(replaced, text)


def _date(match: re.Match[str], dates: TieDates) -> str:
    return dates.start(match["tie"]) if match["date"] == "start_date" else dates.end(match["tie"])


_DATES = re.compile(r"\.(?:start|end)_date\b")
_IN_COLUMNS = (
    *(
        field
        for field in RELATION_FIELDS
        if field not in {"source", "target", "type", "directed", *CONDITION_KEYS}
    ),
    "date_certainty",
    "contradicted_by",
    "aliases",
    "country",
)
"""The properties of claims and entities that columns show, except ``CONDITION_KEYS``, which have defaults."""


def empty_columns(text: str, store: GraphStore) -> frozenset[str]:
    """Return the columns of a query that show only properties that the graph does not have."""
    missing = set(_IN_COLUMNS) - store.property_keys(_IN_COLUMNS)
    if _DATES.search(text) and "start_date" in missing:
        missing -= tie_dates(store).known
    return _columns_without(text, missing)


def _columns_without(text: str, missing: set[str]) -> frozenset[str]:
    """Return the columns of a query that show only missing properties.

    A variable depends on the properties that its expression reads, or by which its node is matched: the
    claimant is found by ``claimed_by``.
    """
    reads: dict[str, set[str]] = {}
    for syntax in walk(parse(text).body, without=(ast.SubqueryExpression,)):
        if isinstance(syntax, ast.NodePattern) and syntax.variable:
            reads[syntax.variable] = _read(syntax.properties, reads) | reads.get(syntax.variable, set())
        elif isinstance(syntax, ast.Unwind):
            reads[syntax.variable] = _read(syntax.expression, reads)
        elif isinstance(syntax, ast.Projection):
            reads |= {item.name: _read(item.expression, reads) for item in syntax.items}
    return frozenset(name for name, keys in reads.items() if keys and keys <= missing)


def _read(expression: ast.Syntax | None, reads: Mapping[str, set[str]]) -> set[str]:
    """Return the properties in ``_IN_COLUMNS`` that an expression reads, directly or through variables."""
    found: set[str] = set()
    for syntax in walk(expression):
        if isinstance(syntax, ast.Property) and syntax.key in _IN_COLUMNS:
            found.add(syntax.key)
        elif isinstance(syntax, ast.Variable):
            found |= reads.get(syntax.name, set())
    return found
