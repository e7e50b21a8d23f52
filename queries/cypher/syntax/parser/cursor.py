"""The parser's position in the tokens, look-ahead, and syntax errors."""

from __future__ import annotations

from collections.abc import Iterable

from sociogram.graph.common.text import nearest_spelling
from sociogram.graph.errors import CypherError, LimitExceeded
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.hints import syntax_hint
from sociogram.queries.cypher.syntax.lexer import tokenize, unicode_error
from sociogram.queries.cypher.syntax.source_text import compile_error

MAX_NESTING = 100
"""The maximum nesting of brackets and subqueries, which determines the recursion depth of the rules."""

MAX_RETRIES = 40
"""The maximum number of comprehensions with several bars that are parsed twice in one text."""

NO_BAR = -1

_KEYWORDS = {
    "AND", "AS", "ASC", "BY", "CALL", "CASE", "CONTAINS", "CREATE", "DELETE", "DESC", "DETACH",
    "DISTINCT", "ELSE", "END", "ENDS", "EXISTS", "FALSE", "FOREACH", "IN", "IS", "LIMIT", "MATCH",
    "MERGE", "NOT", "NULL", "ON", "OPTIONAL", "OR", "ORDER", "REMOVE", "RETURN", "SET", "SKIP",
    "STARTS", "THEN", "TRUE", "UNION", "UNWIND", "WHEN", "WHERE", "WITH", "XOR", "YIELD",
}  # fmt: skip
"""Keywords that are never suggested to be misspelt."""

_OPENING = {"(": ")", "[": "]", "{": "}"}
_CLOSING = {")", "]", "}"}
_LOOKALIKES = ("dash", "left head", "right head")


class Cursor:
    """A position in the tokens of one text, which the rules advance.

    Rules that call each other across modules are declared here and implemented in subclasses: ``expression``
    in ``expressions``, ``pattern_part`` in ``patterns``, ``query`` in ``statement``.
    """

    def __init__(self, text: str) -> None:
        tokens = tokenize(text)
        self.text = text
        self.keys: list[str] = tokens.keys
        self.names: list[str | None] = tokens.names
        self.starts: list[int] = tokens.starts
        self.ends: list[int] = tokens.ends
        self.at = 0
        self.depth = 0
        self.bar = NO_BAR
        """The position of the bar that ends an expression, as in ``[x IN xs WHERE x:A | x]``."""
        self.retries = 0
        """The number of comprehensions that were parsed twice because of their bars."""
        self._closers: dict[int, int] | None = None
        self.not_patterns: set[int] = set()
        """The positions of parentheses that do not begin a pattern, so that each is tried only once."""
        self.no_comprehensions: set[int] = set()
        """The positions of brackets that do not begin a pattern comprehension."""

    # ── rules of other modules ──────────────────────────────────────────────────────────────

    def expression(self, floor: int = 1) -> ast.Expression:
        """Parse an expression whose operators bind at least as tightly as ``floor``."""
        raise NotImplementedError

    def pattern_part(self) -> ast.PatternPart:
        """Parse one path of a pattern."""
        raise NotImplementedError

    def query(self) -> ast.Query:
        """Parse a query, with its UNIONs, up to a closing bracket or the end."""
        raise NotImplementedError

    # ── tokens ──────────────────────────────────────────────────────────────────────────────

    @property
    def pos(self) -> int:
        """The offset of the next token."""
        return self.starts[self.at]

    def skip(self, *keys: str) -> bool:
        """Consume these tokens if all of them come next; return whether they do."""
        at = self.at
        for key in keys:
            if self.keys[at] != key:
                return False
            at += 1
        self.at = at
        return True

    def comes(self, *keys: str) -> bool:
        """Return whether these tokens come next."""
        at = self.at
        return all(self.keys[at + step] == key for step, key in enumerate(keys))

    def skip_any(self, *keys: str) -> str | None:
        """Consume and return the next token if it is one of these, else return None."""
        key = self.keys[self.at]
        if key in keys:
            self.at += 1
            return key
        return None

    def expect(self, *keys: str) -> None:
        """Consume these tokens, or raise CypherSyntaxError if they do not come next."""
        for key in keys:
            if self.keys[self.at] != key:
                raise self.unexpected(key if key.isalpha() else f"'{key}'", keywords=(key,))
            self.at += 1

    def name(self, what: str) -> str:
        """Consume a name (SymbolicName, SchemaName), even if it equals a keyword."""
        name = self.names[self.at]
        if name is None:
            raise self.unexpected(what)
        self.at += 1
        return name

    def token_name(self, what: str) -> str:
        """Consume the name of a label, type or property, which must not be empty.

        TYPE SyntaxError, PHASE compile time, DETAIL UnexpectedSyntax.
        """
        pos, name = self.pos, self.name(what)
        if not name:
            raise self.error(f"{what.capitalize()} cannot be empty", "UnexpectedSyntax", offset=pos)
        return name

    def dotted_name(self, what: str) -> str:
        """Consume a qualified name: ``db.labels`` (ProcedureName, FunctionName)."""
        parts = [self.name(what)]
        while self.skip("."):
            parts.append(self.name(what))
        return ".".join(parts)

    def names_in_parentheses(self, what: str) -> tuple[str, ...]:
        """Parse ``(a, b)``."""
        self.expect("(")
        names = [self.name(what)]
        while self.skip(","):
            names.append(self.name(what))
        self.expect(")")
        return tuple(names)

    def closer(self, at: int) -> int:
        """Return the position of the bracket that closes the one at ``at``, or of the end token."""
        if self._closers is None:
            self._closers = {}
            pending: list[int] = []
            for position, key in enumerate(self.keys):
                if key in _OPENING:
                    pending.append(position)
                elif key in _CLOSING and pending and _OPENING[self.keys[pending[-1]]] == key:
                    self._closers[pending.pop()] = position
        return self._closers.get(at, len(self.keys) - 3)

    def bars(self, at: int) -> list[int]:
        """Return the positions of the bars directly inside the bracket at ``at``."""
        found: list[int] = []
        end = self.closer(at)
        position = at + 1
        while position < end:
            if self.keys[position] in _OPENING:
                position = self.closer(position)
            elif self.keys[position] == "|":
                found.append(position)
            position += 1
        return found

    def first_bar(self, at: int) -> int:
        """Return the position of the first of these bars, or NO_BAR."""
        found = self.bars(at)
        return found[0] if found else NO_BAR

    # ── errors ──────────────────────────────────────────────────────────────────────────────

    def shown(self) -> str:
        """Return the next token as messages show it."""
        if self.keys[self.at] == "end":
            return "end of the query"
        token = self.text[self.starts[self.at] : self.ends[self.at]]
        return repr(token if len(token) <= 40 else token[:40] + "…")

    def unexpected(self, expected: str, *, keywords: Iterable[str] = ()) -> CypherError:
        """TYPE SyntaxError, PHASE compile time, DETAIL UnexpectedSyntax (or InvalidUnicodeCharacter).

        ``keywords`` are the candidates for a misspelt word; the nearest one is suggested.
        """
        if self.keys[self.at] in _LOOKALIKES:
            return unicode_error(self.text, self.pos)
        written = self.names[self.at]
        meant = nearest_spelling(written, keywords) if written is not None else None
        is_slip = meant is not None and (written or "").upper() not in _KEYWORDS and len(written or "") > 2
        hint = syntax_hint(self.text, self.keys, self.starts, self.ends, self.at)
        if hint is None:
            hint = f"Did you mean {meant}?" if is_slip else f"Expected {expected}."
        return self.error(f"Unexpected {self.shown()}", "UnexpectedSyntax", hint)

    def error(
        self, message: str, detail: str, hint: str | None = None, offset: int | None = None
    ) -> CypherError:
        """Create a TYPE SyntaxError, PHASE compile time, DETAIL as given; by default at the next token."""
        return compile_error(self.text, self.pos if offset is None else offset, message, detail, hint)

    def enter(self) -> None:
        """Enter one more level of nesting; the caller decrements ``depth`` on leaving."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise too_deep()


def too_deep() -> LimitExceeded:
    """Create the error for a query that is nested too deeply to be parsed."""
    return LimitExceeded(
        f"The query is nested more than {MAX_NESTING} levels deep. "
        "Split it with WITH … AS name, or pass nested data as a parameter.",
        limit="query nesting depth",
    )
