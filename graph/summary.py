"""The report of a query besides its rows: what was written, the plan, the time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from html import escape


@dataclass(frozen=True, slots=True)
class Counters:
    """Counts of what a query wrote, as Neo4j counts them.

    >>> graph.run("CREATE (:Person)-[:KNOWS]->(:Person)", write=True).summary.counters.relationships_created
    1
    """

    nodes_created: int = 0
    nodes_deleted: int = 0
    relationships_created: int = 0
    relationships_deleted: int = 0
    properties_set: int = 0
    labels_added: int = 0
    labels_removed: int = 0
    indexes_added: int = 0
    indexes_removed: int = 0
    constraints_added: int = 0
    constraints_removed: int = 0

    def __bool__(self) -> bool:
        return self != _NOTHING

    def in_words(self) -> str:
        """Return what was written; empty for nothing.

        >>> Counters(nodes_created=1, labels_added=3).in_words()
        '1 node created, 3 labels added'
        """
        counts = ((getattr(self, field.name), *field.name.split("_")) for field in fields(self))
        return ", ".join(
            f"{count:,} {_SINGULAR[things] if count == 1 else things} {done}"
            for count, things, done in counts
            if count
        )


def sum_counters(counters: Iterable[Counters]) -> Counters:
    """Return the counters of several queries together."""
    every = list(counters)
    return Counters(*(sum(getattr(one, field.name) for one in every) for field in fields(Counters)))


_NOTHING = Counters()
_SINGULAR = {
    "nodes": "node",
    "relationships": "relationship",
    "properties": "property",
    "labels": "label",
    "indexes": "index",
    "constraints": "constraint",
}


@dataclass(frozen=True, slots=True)
class PlanNode:
    """An operator of a plan and its inputs; ``rows`` and ``milliseconds`` are set only after PROFILE.

    >>> graph.run("EXPLAIN MATCH (a:Person) RETURN a.name").summary.plan.operator
    'ProduceResults'
    """

    operator: str
    details: str = ""
    estimated_rows: float | None = None
    rows: int | None = None
    milliseconds: float | None = None
    children: tuple[PlanNode, ...] = ()

    def walk(self, depth: int = 0) -> Iterator[tuple[int, PlanNode]]:
        """Yield every operator with its depth, the last to run first.

        >>> plan = graph.run("EXPLAIN MATCH (a:Person) RETURN a.name").summary.plan
        >>> [node.operator for _, node in plan.walk()]
        ['ProduceResults', 'Project', 'NodeByLabelScan', 'Argument']
        """
        yield depth, self
        for child in self.children:
            yield from child.walk(depth + 1)


class PlanText(str):
    """A plan as text, which a notebook shows line by line."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self)}</pre>"


@dataclass(frozen=True, slots=True)
class Summary:
    """The report of a query, available after its last row.

    >>> graph.run("MATCH (a:Persn) RETURN a").summary.notifications
    ("The graph has no label 'Persn'. Did you mean 'Person'?",)
    """

    counters: Counters = field(default_factory=Counters)
    plan: PlanNode | None = None
    milliseconds: float = 0.0
    notifications: tuple[str, ...] = ()
    """Possible mistakes in the query, such as a label that the graph does not have, with the nearest one."""

    def messages(self) -> list[str]:
        """Return messages for people: what was written, and possible mistakes.

        >>> graph.run("CREATE (:Person)", write=True).summary.messages()
        ['1 node created, 1 label added.']
        """
        written = self.counters.in_words()
        return [*([f"{written}."] if written else []), *self.notifications]

    def plan_text(self) -> PlanText:
        """Return the plan as a table, one operator per line, indented by depth; empty without a plan.

        >>> print(graph.run("EXPLAIN RETURN 1 AS one").summary.plan_text())
        operator        estimated  details
        ProduceResults          1  one
          Project               1  1 AS one
            Argument            1
        """
        if self.plan is None:
            return PlanText()
        lines = [_line(depth, node) for depth, node in self.plan.walk()]
        widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
        titles = ("operator", "estimated", "rows", "ms", "details")
        widths = [max(width, len(title)) for width, title in zip(widths, titles, strict=True)]
        shown = [column for column, _ in enumerate(titles) if any(line[column] for line in lines)]
        return PlanText(
            "\n".join(
                "  ".join(_aligned(line[column], widths[column], column) for column in shown).rstrip()
                for line in [titles, *lines]
            )
        )


def _line(depth: int, node: PlanNode) -> tuple[str, ...]:
    return (
        "  " * depth + node.operator,
        "" if node.estimated_rows is None else f"{node.estimated_rows:,.0f}",
        "" if node.rows is None else f"{node.rows:,}",
        "" if node.milliseconds is None else f"{node.milliseconds:.1f}",
        node.details,
    )


def _aligned(text: str, width: int, column: int) -> str:
    return text.rjust(width) if column in {1, 2, 3} else text.ljust(width)
