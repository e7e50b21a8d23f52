"""What a store tells about a query beside its rows: what was written, the plan, the time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Counters:
    """What a query wrote, counted as Neo4j counts it."""

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


_NOTHING = Counters()


@dataclass(frozen=True, slots=True)
class PlanNode:
    """An operator of a plan and what feeds it; ``rows`` and ``milliseconds`` only after PROFILE."""

    operator: str
    details: str = ""
    estimated_rows: float | None = None
    rows: int | None = None
    milliseconds: float | None = None
    children: tuple[PlanNode, ...] = ()

    def walk(self, depth: int = 0) -> Iterator[tuple[int, PlanNode]]:
        """Give every operator with its depth, the last one to run first."""
        yield depth, self
        for child in self.children:
            yield from child.walk(depth + 1)


@dataclass(frozen=True, slots=True)
class Summary:
    """What is known of a query once its rows are out."""

    counters: Counters = field(default_factory=Counters)
    plan: PlanNode | None = None
    milliseconds: float = 0.0
    notifications: tuple[str, ...] = ()
    """What the query may have meant otherwise: a label that the graph does not have, with the nearest."""

    def messages(self) -> list[str]:
        """Return what people should know besides the rows: what was written, what may be a slip."""
        written = [
            f"{getattr(self.counters, name):,} {name.replace('_', ' ')}"
            for name in self.counters.__dataclass_fields__
            if getattr(self.counters, name)
        ]
        return [*([", ".join(written) + "."] if written else []), *self.notifications]

    def plan_text(self) -> str:
        """Return the plan as a table: an operator a line, indented by its depth; empty without a plan."""
        if self.plan is None:
            return ""
        lines = [_line(depth, node) for depth, node in self.plan.walk()]
        widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
        titles = ("operator", "estimated", "rows", "ms", "details")
        widths = [max(width, len(title)) for width, title in zip(widths, titles, strict=True)]
        shown = [place for place, _ in enumerate(titles) if any(line[place] for line in lines)]
        return "\n".join(
            "  ".join(_aligned(line[place], widths[place], place) for place in shown).rstrip()
            for line in [titles, *lines]
        )


def _line(depth: int, node: PlanNode) -> tuple[str, ...]:
    return (
        "  " * depth + node.operator,
        "" if node.estimated_rows is None else f"{node.estimated_rows:,.0f}",
        "" if node.rows is None else f"{node.rows:,}",
        "" if node.milliseconds is None else f"{node.milliseconds:.1f}",
        node.details,
    )


def _aligned(text: str, width: int, place: int) -> str:
    return text.rjust(width) if place in {1, 2, 3} else text.ljust(width)
