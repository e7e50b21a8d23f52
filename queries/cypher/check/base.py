"""What all checks share: the variables in sight, and the making of errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sociogram.graph.errors import CypherError, CypherSyntaxError
from sociogram.queries.cypher.check.model import FunctionTable, ProcedureTable
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.source_text import compile_error, nearest

Scope = dict[str, str]
"""Variable → kind, in the order in which they came into sight."""

FORBIDDEN, ALLOWED, INSIDE = "forbidden", "allowed", "inside"
"""Whether an aggregating call may stand here; ``INSIDE`` is inside another."""


class Checks:
    """The state of a check; the classes above add the checks of each part of the language."""

    def __init__(
        self,
        statement: ast.Statement,
        functions: FunctionTable,
        procedures: ProcedureTable,
        parameters: Mapping[str, Any] | None,
    ) -> None:
        self.text: str = statement.text
        self.functions = functions
        self.procedures = procedures
        self.given = parameters
        self.scope: Scope = {}
        """The variables in sight."""
        self.outer: Scope = {}
        """Those of them that a subquery sees all through, whatever its WITH passes on."""
        self.visible: Scope = {}
        """What an old-form CALL {…} can import: the variables outside it."""
        self.hidden: dict[str, tuple[str, str]] = {}
        """Variables that are known but cannot be read here: why not, and what to do instead."""
        self.aggregation = FORBIDDEN
        self.aggregated = 0
        """Inside how many aggregations, also where another cannot stand, as in a list comprehension."""
        self.aggregates = 0
        """How many aggregating calls were met so far."""
        self.writes = False
        self.parameters: set[str] = set()
        self.called: set[str] = set()

    # ── rules of other modules ──────────────────────────────────────────────────────────────

    def query(self, query: ast.Query, *, inside: str = "") -> tuple[str, ...] | None:
        """Check a query; return its columns, or None if it returns nothing. In queries."""
        raise NotImplementedError

    def introduced(self, part: ast.PatternPart, *, may_introduce: bool) -> None:
        """Check a pattern within an expression. In patterns."""
        raise NotImplementedError

    # ── errors ──────────────────────────────────────────────────────────────────────────────

    def error(
        self,
        at: ast.Syntax | int,
        message: str,
        detail: str,
        hint: str | None = None,
        kind: type[CypherError] = CypherSyntaxError,
    ) -> CypherError:
        """Make a compile-time error at a node of the tree; its type is SyntaxError unless told otherwise."""
        offset = at if isinstance(at, int) else at.pos
        return compile_error(self.text, offset, message, detail, hint, kind)

    def nearest(self, name: str, known: Iterable[str]) -> str | None:
        """Return a hint with the nearest known name, if one is near."""
        found = nearest(name, list(known))
        return f"Did you mean {found}?" if found is not None else None

    # ── variables ───────────────────────────────────────────────────────────────────────────

    def undefined(self, name: str, at: ast.Syntax | int) -> CypherError:
        """TYPE SyntaxError, PHASE compile time, DETAIL UndefinedVariable."""
        if name in self.hidden:
            message, hint = self.hidden[name]
            return self.error(at, message, "UndefinedVariable", hint)
        names = [known for known in self.scope if known.isidentifier()]
        near = self.nearest(name, names)
        if near is None and names:
            near = f"In sight here: {', '.join(names[:12])}."
        return self.error(at, f"Variable {name} is not defined", "UndefinedVariable", near)

    def hide(self, names: Iterable[str], message: str, hint: str) -> tuple[Scope, dict[str, tuple[str, str]]]:
        """Take variables out of sight; return what ``unhide`` puts back. ``{}`` stands for the name."""
        before = self.scope, self.hidden
        reasons = {name: (message.format(name), hint) for name in names}
        self.scope = {name: kind for name, kind in self.scope.items() if name not in reasons}
        self.hidden = {**self.hidden, **reasons}
        return before

    def unhide(self, before: tuple[Scope, dict[str, tuple[str, str]]]) -> None:
        """Bring back into sight what ``hide`` took out of it."""
        self.scope, self.hidden = before

    def declare(self, name: str, kind: str, at: ast.Syntax) -> None:
        """Bring a new variable into sight.

        TYPE SyntaxError, PHASE compile time, DETAIL VariableAlreadyBound.
        """
        if name in self.scope:
            message = f"Variable {name} is already there"
            raise self.error(at, message, "VariableAlreadyBound", "Give the new one another name.")
        self.scope[name] = kind
