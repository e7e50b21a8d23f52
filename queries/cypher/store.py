"""The store in memory: a graph that runs Cypher."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from sociogram.graph.common.time_limit import seconds_left
from sociogram.graph.memory.graph import MemoryGraph
from sociogram.graph.store import Answer, Outcome, QueryRunner

if TYPE_CHECKING:
    from sociogram.queries.cypher.engine import PlanCache
    from sociogram.queries.cypher.procedures.registry import Procedures


@cache
def _engine() -> Callable[..., Answer]:
    """Return ``execute``; cached, because an import statement would slow down each small query."""
    from sociogram.queries.cypher.engine import execute

    return execute


class MemoryStore(MemoryGraph):
    """A graph in memory with the Cypher engine, its procedures and its cached plans."""

    @cached_property
    def procedures(self) -> Procedures:
        """The procedures for CALL; ``register`` adds a Python function."""
        from sociogram.queries.cypher.procedures.registry import Procedures

        return Procedures()

    @cached_property
    def _plans(self) -> PlanCache:
        from sociogram.queries.cypher.engine import PlanCache

        return PlanCache()

    def execute(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        timeout: float | None = None,
    ) -> Answer:
        """Run a query.

        Args:
            text: one Cypher statement.
            parameters: the values of its ``$parameters``, as Python values.
            write: whether to allow writes; otherwise a query that writes is rejected.
            timeout: the time limit in seconds; None for no limit.

        Raises:
            CypherError: the query is invalid or failed.
            LimitExceeded: the query exceeded a limit.
        """
        return _engine()(
            self,
            text,
            parameters,
            write=write,
            timeout=seconds_left(timeout),
            procedures=self.procedures,
            plans=self._plans,
        )

    def run_together(
        self,
        work: Callable[[QueryRunner], Outcome],
        *,
        timeout: float | None = None,  # noqa: ARG002 - each query has one
        once: bool = False,  # noqa: ARG002 - nothing is done twice
    ) -> Outcome:
        """Run ``work``, and all its queries, in one transaction; nothing is written if it raises."""
        with self.transaction():
            return work(self)
