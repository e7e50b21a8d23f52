"""One query at each stage of the engine, as text: what docs/cypher.md shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sociogram.graph.columns import Column, NodeColumn, RelationshipColumn
from sociogram.graph.errors import CypherError
from sociogram.queries.cypher import functions
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.check import Checked, check
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.engine import execute
from sociogram.queries.cypher.execute.builder import Builder
from sociogram.queries.cypher.execute.run import Run
from sociogram.queries.cypher.execute.runner import Runner
from sociogram.queries.cypher.plan import operators as op
from sociogram.queries.cypher.plan.explain import explain
from sociogram.queries.cypher.plan.planner import Planner
from sociogram.queries.cypher.procedures.registry import Procedures
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.cypher.syntax.lexer import tokenize
from sociogram.queries.cypher.syntax.parser import parse
from support.cypher.tree_text import tree

MADE_BY = """\
CREATE (ann:Person {name: 'Ann', born: 1971}), (bob:Person {name: 'Bob', born: 1985}),
       (eve:Person {name: 'Eve', born: 1969}), (acme:Firm {name: 'Acme'}), (mine:Firm {name: 'Mine'}),
       (ann)-[:WORKS_FOR]->(acme), (bob)-[:WORKS_FOR]->(acme), (eve)-[:WORKS_FOR]->(acme),
       (bob)-[:OWNS]->(mine), (ann)-[:OWNS]->(acme)"""
QUERY = """\
MATCH (p:Person)-[:WORKS_FOR]->(f:Firm {name: $firm})
WHERE p.born < 1980
RETURN p.name AS name ORDER BY name"""
WRONG = QUERY.replace("p.name AS", "q.name AS")
PARAMETERS = {"firm": "Acme"}
_WIDTH = 100
_KINDS = {NodeColumn: "nodes ", RelationshipColumn: "relationships "}


def stages() -> Iterator[tuple[str, str]]:
    """Give each stage's name and the example as it leaves it."""
    store = MemoryStore()
    execute(store, MADE_BY, write=True)
    procedures = Procedures()
    yield "graph", MADE_BY
    yield "query", QUERY
    yield "tokens", _tokens()
    statement = parse(QUERY)
    yield "tree", _folded(tree(statement))
    checked = check(statement, functions=functions, procedures=procedures, parameters=PARAMETERS)
    yield "checked", _checked(checked)
    yield "refused", _refused(procedures)
    planner = Planner(store.snapshot, procedures)
    plan, _ = planner.plan_statement(checked.statement)
    operators = explain(plan).walk()
    yield (
        "plan",
        "\n".join(f"{'  ' * depth}{one.operator} {one.details}".rstrip() for depth, one in operators),
    )
    yield "batches", _batches(store, planner, plan)
    yield "rows", "\n".join(repr(row) for row in execute(store, QUERY, PARAMETERS).rows)


def _tokens() -> str:
    tokens = tokenize(QUERY)
    return _wrapped([key for key in tokens.keys if key != "end"])


def _wrapped(words: list[str]) -> str:
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) >= _WIDTH:
            lines.append("")
        lines[-1] += f"{word} " if word else ""
    return "\n".join(line.rstrip() for line in lines)


def _folded(text: str, indent: str = "") -> str:
    """Break a tree's text where it is too long, an inner node on a line of its own."""
    if len(indent) + len(text) <= _WIDTH:
        return indent + text
    parts, depth, quoted = [""], 0, False
    for sign in text[1:-1]:
        quoted ^= sign == "'"
        depth += 0 if quoted else (sign in "([") - (sign in ")]")
        if sign == " " and depth == 0 and not quoted:
            parts.append("")
        else:
            parts[-1] += sign
    head, rest = indent + text[0], parts
    while rest and not rest[0].startswith(("(", "[")):
        head += rest.pop(0) + " "
    lines = [head.rstrip(), *(_folded(part, indent + "  ") for part in rest)]
    return "\n".join(lines) + text[-1]


def _checked(checked: Checked) -> str:
    return "\n".join(
        f"{name}: {value}"
        for name, value in (
            ("columns", ", ".join(checked.columns)),
            ("writes", "yes" if checked.writes else "no"),
            ("parameters", ", ".join(sorted(checked.parameters))),
            ("procedures", ", ".join(sorted(checked.procedures)) or "none"),
        )
    )


def _refused(procedures: Procedures) -> str:
    try:
        check(parse(WRONG), functions=functions, procedures=procedures, parameters=PARAMETERS)
    except CypherError as error:
        return f"{error.type}, {error.phase}, {error.detail}\n{error}"
    raise ValueError(f"the example passes the check: {WRONG}")


class _Recorder(Builder):
    """Notes what each operator gives."""

    def __init__(self, planner: Planner) -> None:
        super().__init__(planner)
        self.noted: list[str] = []

    def build(self, plan: op.Operator) -> Runner:
        runner = super().build(plan)
        name = explain(plan).operator

        def run_noted(argument: Batch, context: Context) -> Iterator[Batch]:
            for batch in runner(argument, context):
                self.noted.append(f"{name}: {_shown(batch)}")
                yield batch

        return run_noted


def _batches(store: MemoryStore, planner: Planner, plan: op.Operator) -> str:
    recorder = _Recorder(planner)
    context = Context(store, PARAMETERS)
    context.statement = Run(store, None)
    for _ in recorder.build(plan)(Batch({}, 1), context):
        pass
    return "\n".join(recorder.noted)


def _shown(batch: Batch) -> str:
    columns = [f"{name.replace(' ', '_')} = {_values(column)}" for name, column in batch.columns.items()]
    rows = f"{batch.length} row{'' if batch.length == 1 else 's'}"
    return "; ".join([rows, *columns])


def _values(column: Column) -> str:
    values: list[Any] = column.to_list()
    return f"{_KINDS.get(type(column), '')}{values}"
