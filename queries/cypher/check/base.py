"""What all checks share: the variables in scope, and error construction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from sociogram.graph.common.text import nearest_spelling
from sociogram.graph.errors import CypherError, CypherSyntaxError
from sociogram.queries.cypher.check import kinds
from sociogram.queries.cypher.check.model import FunctionTable, ProcedureTable
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.function_hints import constant_hint
from sociogram.queries.cypher.syntax.hints import variable_hint
from sociogram.queries.cypher.syntax.source_text import compile_error

Scope = dict[str, str]
"""Variable → kind, in the order in which the variables came into scope."""

Reason = tuple[str, str]
"""Why a variable cannot be read here, and what to do."""

Hidden = dict[str, tuple[str | None, Reason | None]]
"""Variable → its kind and reason from before it was hidden, each None if it had none."""

FORBIDDEN, ALLOWED, INSIDE = "forbidden", "allowed", "inside"
"""Whether an aggregate is allowed here; ``INSIDE`` means inside another aggregate."""


class Checks:
    """The state of a check; subclasses add the checks for each part of the language."""

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
        """The variables in scope."""
        self.outer: Scope = {}
        """The variables that a subquery always sees, whatever its WITH projects."""
        self.visible: Scope = {}
        """The outer variables that a CALL {…} can import by a WITH at its start (deprecated form)."""
        self.hidden: dict[str, Reason] = {}
        """Variables that exist but cannot be read here, with the reason and the fix."""
        self.aggregation = FORBIDDEN
        self.aggregated = 0
        """How many aggregates enclose the current expression, even where a further one is forbidden."""
        self.aggregates = 0
        """The number of aggregates seen so far."""
        self.writes = False
        self.parameters: set[str] = set()
        self.called: set[str] = set()

    # ── rules of other modules ──────────────────────────────────────────────────────────────

    def query(self, query: ast.Query, *, inside: str = "") -> tuple[str, ...] | None:
        """Check a query; return its columns, or None if it returns nothing. Implemented in ``queries``."""
        raise NotImplementedError

    def introduced(self, part: ast.PatternPart, *, may_introduce: bool) -> None:
        """Check a pattern within an expression. Implemented in ``patterns``."""
        raise NotImplementedError

    def expression(self, node: ast.Expression) -> str:
        """Check an expression; return the kind of its value. Implemented in ``expressions``."""
        raise NotImplementedError

    def predicate(self, node: ast.Expression) -> None:
        """Check a condition. Implemented in ``expressions``."""
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
        """Create a compile-time error at a node of the tree; its type defaults to SyntaxError."""
        offset = at if isinstance(at, int) else at.pos
        return compile_error(self.text, offset, message, detail, hint, kind)

    def wrong_type(self, at: ast.Syntax, wanted: str, kind: str, hint: str | None = None) -> CypherError:
        """Create the error TYPE SyntaxError, PHASE compile time, DETAIL InvalidArgumentType."""
        return self.error(at, f"Expected {wanted}, not {kinds.shown(kind)}", "InvalidArgumentType", hint)

    def nearest(self, name: str, known: Iterable[str]) -> str | None:
        """Return a hint with the nearest known name, if one is close."""
        found = nearest_spelling(name, known)
        return f"Did you mean {found}?" if found is not None else None

    # ── variables ───────────────────────────────────────────────────────────────────────────

    def undefined(self, name: str, at: ast.Syntax | int) -> CypherError:
        """Create the error TYPE SyntaxError, PHASE compile time, DETAIL UndefinedVariable."""
        if name in self.hidden:
            message, hint = self.hidden[name]
            return self.error(at, message, "UndefinedVariable", hint)
        names = [known for known in self.scope if known.isidentifier()]
        near = constant_hint(name) or self.nearest(name, names)
        if near is None:
            offset = at if isinstance(at, int) else at.pos
            known = f"Variables in scope: {', '.join(names[:12])}." if names else None
            meant = variable_hint(self.text, offset, name, names)
            near = " ".join(filter(None, (known, meant))) or None
        return self.error(at, f"Variable {name} is not defined", "UndefinedVariable", near)

    def declared_since(self, number: int) -> list[str]:
        """Return the variables that were declared since the scope had ``number`` variables."""
        return [*islice(reversed(self.scope), len(self.scope) - number)][::-1]

    def hide(self, names: Iterable[str], message: str, hint: str) -> Hidden:
        """Hide variables; return what ``unhide`` needs. In ``message``, ``{}`` stands for the name."""
        hidden: Hidden = {}
        for name in names:
            # in place: copying the scope for each part would take quadratic time for long patterns
            hidden[name] = self.scope.pop(name, None), self.hidden.get(name)
            self.hidden[name] = message.format(name), hint
        return hidden

    def unhide(self, hidden: Hidden) -> None:
        """Restore the variables that ``hide`` removed."""
        for name, (kind, reason) in hidden.items():
            del self.hidden[name]
            if kind is not None:
                self.scope[name] = kind
            if reason is not None:
                self.hidden[name] = reason

    def declare(self, name: str, kind: str, at: ast.Syntax) -> None:
        """Add a new variable to the scope.

        TYPE SyntaxError, PHASE compile time, DETAIL VariableAlreadyBound.
        """
        if name in self.scope:
            message = f"Variable {name} is already defined"
            raise self.error(at, message, "VariableAlreadyBound", "Use another name for the new variable.")
        self.scope[name] = kind
