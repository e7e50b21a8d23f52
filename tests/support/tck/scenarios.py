"""Reads the openCypher TCK: scenarios as plain data, and the notation of values.

    for scenario in scenarios():
        scenario.query, scenario.parameters, scenario.expectation

The kit is openCypher's own, from Maven Central: fetched once, into ``$SOCIOGRAM_CACHE`` (default
``~/.cache/sociogram``). ``$SOCIOGRAM_TCK`` names another folder with ``features`` and ``graphs`` in it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from sociogram.graph.model import Node, Relationship
from sociogram.graph.model import Path as Walk
from support.neo4j.server import ServerFailedError, ServerUnavailableError, fetched

POM = Path(__file__).resolve().parents[2] / "tck" / "pom.xml"
VERSION = "1.0.0-M23"
HOW_MANY = 3896
"""Scenarios of that version that are not tagged ``@ignore``."""


@cache
def tck_folder() -> Path:
    """Return the folder that holds ``features`` and ``graphs``, fetching it where it is not there yet.

    Raises:
        ServerUnavailableError: there is no Maven here.
        ServerFailedError: Maven could not fetch it.
    """
    if named := os.environ.get("SOCIOGRAM_TCK"):
        return Path(named)
    return fetched(f"tck-{VERSION}", POM, "dependency:unpack-dependencies", f"-Dtck.version={VERSION}")


@cache
def missing() -> str | None:
    """Return why the TCK cannot be run, or None."""
    try:
        folder = tck_folder()
    except (ServerUnavailableError, ServerFailedError) as error:
        return f"openCypher's kit of {HOW_MANY:,} scenarios is not here. {error}"
    if not (folder / "features").is_dir():
        return f"$SOCIOGRAM_TCK is {folder}, and there is no folder features in it."
    return None


# ── scenarios ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Rows:
    """The rows that a query must give, each cell as it is written."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ordered: bool = False
    lists_unordered: bool = False


@dataclass(frozen=True)
class Failure:
    """The error that a query must end in; ``phase`` may be ``any time``, ``detail`` may be ``*``."""

    type: str
    phase: str
    detail: str


@dataclass(frozen=True)
class TckProcedure:
    """A procedure that must exist: it gives the rows of its table whose inputs equal the arguments."""

    name: str
    inputs: tuple[tuple[str, str], ...]
    outputs: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    defaults: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """One scenario; of an outline, one of its examples."""

    feature: str
    name: str
    example: int | None
    graph: str
    """``any``, ``empty``, or the name of a graph in the folder ``graphs``."""
    setup: tuple[str, ...]
    parameters: tuple[tuple[str, str], ...]
    procedures: tuple[TckProcedure, ...]
    query: str
    expectation: Rows | Failure
    side_effects: dict[str, int] | None
    """``+nodes`` → 1; empty for none at all; None where the scenario does not say."""
    controls: tuple[tuple[str, Rows], ...] = ()
    """Queries run afterwards, and what they must give."""
    tags: frozenset[str] = field(default=frozenset())

    @property
    def id(self) -> str:
        """``Match1 [7] #3``: short and unique."""
        number = self.name.partition("]")[0] + "]"
        example = f" #{self.example}" if self.example is not None else ""
        return f"{self.feature} {number}{example}"


def named_graph(name: str) -> str:
    """Return the query that makes a graph of the folder ``graphs``."""
    return (tck_folder() / "graphs" / name / f"{name}.cypher").read_text(encoding="utf-8")


@cache
def scenarios() -> tuple[Scenario, ...]:
    """Read every scenario that is not tagged ``@ignore``; none where there is no TCK."""
    if missing():
        return ()
    return tuple(
        scenario
        for path in sorted((tck_folder() / "features").rglob("*.feature"))
        for scenario in read_feature(path)
        if "@ignore" not in scenario.tags
    )


def read_feature(path: Path) -> Iterator[Scenario]:
    """Read one file: backgrounds put in front, outlines expanded."""
    from gherkin.parser import Parser

    feature = Parser().parse(path.read_text(encoding="utf-8"))["feature"]
    background: list[Any] = []
    for child in feature["children"]:
        if "background" in child:
            background = child["background"]["steps"]
            continue
        scenario = child["scenario"]
        tags = frozenset(tag["name"] for tag in (*feature["tags"], *scenario["tags"]))
        steps = [*background, *scenario["steps"]]
        if not scenario["examples"]:
            yield _read_scenario(path.stem, scenario["name"], None, steps, tags, {})
            continue
        number = 0
        for examples in scenario["examples"]:
            header = [cell["value"] for cell in examples["tableHeader"]["cells"]]
            for row in examples["tableBody"]:
                number += 1
                values = dict(zip(header, (cell["value"] for cell in row["cells"]), strict=True))
                yield _read_scenario(path.stem, scenario["name"], number, steps, tags, values)


_RAISED = re.compile(r"an? (\w+) should be raised at (compile time|runtime|any time): (\S+)")
_PROCEDURE = re.compile(r"there exists a procedure ([\w.]+)\((.*?)\) :: \((.*?)\)")


@dataclass
class _Reader:
    """What the steps said so far."""

    graph: str = "any"
    setup: list[str] = field(default_factory=list)
    parameters: tuple[tuple[str, str], ...] = ()
    procedures: list[TckProcedure] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    expectations: list[Rows | Failure] = field(default_factory=list)
    side_effects: dict[str, int] | None = None

    def step(self, text: str, document: str, table: list[tuple[str, ...]]) -> None:
        """Take one step, without its first word."""
        text = text.rstrip(": ")
        if text == "having executed":
            self.setup.append(document)
        elif text in ("executing query", "executing control query"):
            self.queries.append(document)
        elif text == "parameters are":
            self.parameters = tuple((name, value) for name, value in table)
        elif text == "no side effects":
            self.side_effects = {}
        elif text == "the side effects should be":
            self.side_effects = {name: int(count) for name, count in table}
        elif text.startswith("the result should be"):
            self.expectations.append(_read_rows(text, table))
        elif raised := _RAISED.fullmatch(text):
            self.expectations.append(Failure(*raised.groups()))
        elif procedure := _PROCEDURE.fullmatch(text):
            self.procedures.append(_read_procedure(procedure, table))
        elif graph := re.fullmatch(r"any graph|(?:an|the) ([\w-]+) graph", text):
            self.graph = graph[1] or "any"
        else:
            raise ValueError(f"a step that the TCK's README does not know: {text}")


def _read_rows(text: str, table: list[tuple[str, ...]]) -> Rows:
    if text == "the result should be empty":
        return Rows((), ())
    return Rows(
        table[0],
        tuple(table[1:]),
        ordered="in order" in text,
        lists_unordered="ignoring element order for lists" in text,
    )


def _read_procedure(match: re.Match[str], table: list[tuple[str, ...]]) -> TckProcedure:
    name, inputs, outputs = match.groups()
    has_table = bool(table) and bool(table[0])
    return TckProcedure(
        name,
        _read_fields(inputs),
        _read_fields(outputs),
        table[0] if has_table else (),
        tuple(table[1:]) if has_table else (),
    )


def _read_fields(text: str) -> tuple[tuple[str, str], ...]:
    fields = [part.partition("::") for part in text.split(",") if part.strip()]
    return tuple((name.strip(), kind.strip()) for name, _, kind in fields)


def _read_scenario(
    feature: str,
    name: str,
    example: int | None,
    steps: list[Any],
    tags: frozenset[str],
    values: dict[str, str],
) -> Scenario:
    def filled(text: str) -> str:
        for placeholder, value in values.items():
            text = text.replace(f"<{placeholder}>", value)
        return text

    reader = _Reader()
    for step in steps:
        rows = step.get("dataTable", {}).get("rows", [])
        table = [tuple(filled(cell["value"]) for cell in row["cells"]) for row in rows]
        document = filled(step.get("docString", {}).get("content", ""))
        reader.step(filled(step["text"]), document, table)
    controls = [
        (query, expected)
        for query, expected in zip(reader.queries[1:], reader.expectations[1:], strict=True)
        if isinstance(expected, Rows)
    ]
    return Scenario(
        feature,
        filled(name),
        example,
        reader.graph,
        tuple(reader.setup),
        reader.parameters,
        tuple(reader.procedures),
        reader.queries[0],
        reader.expectations[0],
        reader.side_effects,
        tuple(controls),
        tags,
    )


# ── values ─────────────────────────────────────────────────────────────────────────────────────
#
# A value becomes a tuple that compares and hashes as the TCK wants: its kind first, so that 1 is not
# 1.0 and not true; properties as sets; NaN as a word.

Canonical = tuple[Any, ...]


def parameter_value(text: str) -> Any:
    """Read a value of the table of parameters as the Python value that a query is given."""
    return _plain(read_value(text))


def _plain(value: Canonical) -> Any:
    match value:
        case ("list", items):
            return [_plain(item) for item in items]
        case ("map", items):
            return {key: _plain(item) for key, item in sorted(items)}
        case ("float", "NaN"):
            return float("nan")
        case (_, plain):
            return plain
    raise ValueError(f"no parameter has such a value: {value}")


def read_value(text: str, *, lists_unordered: bool = False) -> Canonical:
    """Read the TCK's notation of a value."""
    reader = _ValueReader(text, lists_unordered=lists_unordered)
    value = reader.value()
    reader.end()
    return value


def canonical(value: Any, *, lists_unordered: bool = False, text_of: Callable[[Any], str] = str) -> Canonical:
    """Make of a query's value what ``read_value`` makes of its notation.

    ``text_of`` gives the string that stands for a temporal or spatial value.
    """

    def inner(part: Any) -> Canonical:
        return canonical(part, lists_unordered=lists_unordered, text_of=text_of)

    match value:
        case None | bool() | int() | float() | str():
            return _canonical_scalar(value)
        case list() | tuple() if not hasattr(value, "iso_format"):  # a driver's duration is a tuple
            items = [inner(item) for item in value]
            return ("list", tuple(sorted(items, key=repr) if lists_unordered else items))
        case dict():
            return ("map", frozenset((key, inner(item)) for key, item in value.items()))
        case Node():
            return ("node", frozenset(value.labels), inner(dict(value.properties))[1])
        case Relationship():
            return ("relationship", value.type, inner(dict(value.properties))[1])
        case Walk():
            parts: list[Any] = [inner(value.nodes[0])]
            for at, step in enumerate(value.relationships):
                forwards = step.start == value.nodes[at].id
                parts += ["->" if forwards else "<-", inner(step), inner(value.nodes[at + 1])]
            return ("path", tuple(parts))
        case _:
            return ("string", text_of(value))


def _canonical_scalar(value: bool | float | str | None) -> Canonical:
    match value:
        case None:
            return ("null", None)
        case bool():
            return ("boolean", value)
        case int():
            return ("integer", value)
        case float():
            return _float(value)
        case _:
            return ("string", value)


def _float(value: float) -> Canonical:
    return ("float", "NaN" if value != value else value)


class _ValueReader:
    """Recursive descent over the notation."""

    def __init__(self, text: str, *, lists_unordered: bool) -> None:
        self.text = text
        self.at = 0
        self.lists_unordered = lists_unordered

    def take(self, pattern: str) -> str | None:
        found = re.compile(r"\s*(" + pattern + ")").match(self.text, self.at)
        if found is None:
            return None
        self.at = found.end()
        return found[1]

    def need(self, pattern: str) -> str:
        found = self.take(pattern)
        if found is None:
            raise ValueError(f"{self.text!r}: no {pattern} at {self.at}")
        return found

    def end(self) -> None:
        if self.text[self.at :].strip():
            raise ValueError(f"{self.text!r}: more than a value, from {self.at} on")

    def value(self) -> Canonical:
        if self.take(r"\["):
            return self.relationship() if self.take("(?=:)") is not None else self.list()
        if self.take(r"\{"):
            return ("map", self.properties())
        if self.take(r"\("):
            return self.node()
        if self.take("<"):
            return self.path()
        if (text := self.take(r"'(?:[^'\\]|\\.)*'")) is not None:
            return ("string", re.sub(r"\\(.)", _unescaped, text[1:-1]))
        if (word := self.take("null|true|false|NaN|-?Inf")) is not None:
            return _WORDS[word]
        number = self.need(r"[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?")
        return ("integer", int(number)) if re.fullmatch(r"[-+]?\d+", number) else _float(float(number))

    def list(self) -> Canonical:
        items: list[Canonical] = []
        while self.take(r"\]") is None:
            items.append(self.value())
            self.take(",")
        return ("list", tuple(sorted(items, key=repr) if self.lists_unordered else items))

    def properties(self) -> frozenset[tuple[str, Canonical]]:
        items: list[tuple[str, Canonical]] = []
        while self.take(r"\}") is None:
            key = self.need(r"`[^`]*`|\w+").strip("`")
            self.need(":")
            items.append((key, self.value()))
            self.take(",")
        return frozenset(items)

    def node(self) -> Canonical:
        labels: list[str] = []
        while self.take(":"):
            labels.append(self.need(r"\w+"))
        properties = self.properties() if self.take(r"\{") else frozenset()
        self.need(r"\)")
        return ("node", frozenset(labels), properties)

    def relationship(self) -> Canonical:
        self.need(":")
        name = self.need(r"\w+")
        properties = self.properties() if self.take(r"\{") else frozenset()
        self.need(r"\]")
        return ("relationship", name, properties)

    def path(self) -> Canonical:
        self.need(r"\(")
        parts: list[Any] = [self.node()]
        while self.take(">") is None:
            backwards = self.take("<-") is not None
            if not backwards:
                self.need("-")
            self.need(r"\[")
            step = self.relationship()
            self.need("-" if backwards else "->")
            self.need(r"\(")
            parts += ["<-" if backwards else "->", step, self.node()]
        return ("path", tuple(parts))


def _unescaped(match: re.Match[str]) -> str:
    return {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}.get(match[1], match[1])


_WORDS: dict[str, Canonical] = {
    "null": ("null", None),
    "true": ("boolean", True),
    "false": ("boolean", False),
    "NaN": ("float", "NaN"),
    "Inf": ("float", float("inf")),
    "-Inf": ("float", float("-inf")),
}
