"""Atoms: the smallest expressions, without operators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from sociogram.graph.errors import CypherSyntaxError
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.lexer import number_value, parameter_name, string_value
from sociogram.queries.cypher.syntax.parser.cursor import MAX_RETRIES, NO_BAR
from sociogram.queries.cypher.syntax.parser.patterns import PatternRules

_MadeT = TypeVar("_MadeT")

_ARROW_BEGINS = ("-", "<", "dash", "left head")
# If one of these follows a word that could begin an expression, the word is a variable
NO_BEGIN = (")", "]", "}", ",", ".", ":", "|", "=", "<>", "<", ">", "<=", ">=", "end", ";")


class AtomRules(PatternRules):
    """The rules for atoms: literals, names, calls, brackets."""

    words: ClassVar[dict[str, Callable[[Any], ast.Expression | None]]] = {}
    """The rules for words that may begin a special atom; a rule returns None if the word is a plain name."""
    symbols: ClassVar[dict[str, Callable[[Any], ast.Expression]]] = {}

    # Atom
    def atom(self) -> ast.Expression:
        """Parse an atom."""
        key = self.keys[self.at]
        name = self.names[self.at]
        if name is None:
            rule = self.symbols.get(key)
            if rule is None:
                raise self.unexpected("an expression")
            return rule(self)
        special = self.words.get(key)
        if special is not None:
            found = special(self)
            if found is not None:
                return found
        following = self.keys[self.at + 1]
        if following == "(":
            return self._call()
        if following == "." and self._call_ahead():
            return self._call()
        pos = self.starts[self.at]
        self.at += 1
        variable = ast.Variable(name, pos=pos)
        if following == "{" and self._projection_ahead():
            return self._map_projection(variable)
        return variable

    # ── literals ────────────────────────────────────────────────────────────────────────────

    # NumberLiteral
    def _number(self) -> ast.Literal:
        pos = self.pos
        value = number_value(self.text, pos, self.ends[self.at])
        self.at += 1
        return ast.Literal(value, pos=pos)

    # StringLiteral
    def string(self) -> ast.Literal:
        """Parse a string."""
        pos = self.pos
        if self.keys[self.at] != "string":
            raise self.unexpected("a string")
        value = string_value(self.text, pos, self.ends[self.at])
        self.at += 1
        return ast.Literal(value, pos=pos)

    # Parameter
    def parameter(self) -> ast.Parameter:
        """Parse ``$name``."""
        pos = self.pos
        name = parameter_name(self.text, pos, self.ends[self.at])
        self.at += 1
        return ast.Parameter(name, pos=pos)

    # BooleanLiteral, NULL, and the floats with names
    def _constant(self) -> ast.Literal:
        pos = self.pos
        value = _CONSTANTS[self.keys[self.at]]
        self.at += 1
        return ast.Literal(value, pos=pos)

    # MapLiteral := '{' [PropertyKeyName ':' Expression (',' PropertyKeyName ':' Expression)*] '}'
    def map_literal(self) -> ast.MapLiteral:
        """Parse ``{key: value}``."""
        pos = self.pos
        self.expect("{")
        outer, self.bar = self.bar, NO_BAR
        items: list[tuple[str, ast.Expression]] = []
        if self.keys[self.at] != "}":
            while True:
                key = self.name("a property name")
                self.expect(":")
                items.append((key, self.expression()))
                if not self.skip(","):
                    break
        if self.keys[self.at] != "}":
            raise self.unexpected("',' or '}'")
        self.at += 1
        self.bar = outer
        return ast.MapLiteral(tuple(items), pos=pos)

    # ── parentheses and brackets ────────────────────────────────────────────────────────────

    # ParenthesizedExpression, RelationshipsPattern
    def _parenthesis(self) -> ast.Expression:
        pos = self.pos
        found = self.pattern_ahead(self.at) and self.try_pattern()
        if found:
            return ast.PatternExpression(found, pos=pos)
        self.at += 1
        outer, self.bar = self.bar, NO_BAR
        inner = self.expression()
        if self.keys[self.at] != ")":
            raise self.unexpected("an operator or ')'", keywords=_OPERATOR_WORDS)
        self.at += 1
        self.bar = outer
        return inner

    def pattern_ahead(self, at: int) -> bool:
        """Return whether the parenthesis at ``at`` may begin a pattern, because an arrow follows its end."""
        if at in self.not_patterns or self.keys[at] != "(":
            return False
        close = self.closer(at) + 1
        return self.keys[close] in _ARROW_BEGINS and self.keys[close + 1] in ("-", "[", "dash")

    def try_pattern(self) -> ast.PatternPart | None:
        """Parse a path pattern; if there is none, backtrack and return None."""
        at, depth, bar = self.at, self.depth, self.bar
        try:
            return ast.PatternPart(self.path_elements(), pos=self.starts[at])
        except CypherSyntaxError:
            self.at, self.depth, self.bar = at, depth, bar
            self.not_patterns.add(at)
            return None

    # ListLiteral, ListComprehension, PatternComprehension
    def _bracket(self) -> ast.Expression:
        outer, self.bar = self.bar, NO_BAR
        made: ast.Expression | None
        if self.names[self.at + 1] is not None and self.keys[self.at + 2] == "IN":
            made = self._with_bar(self._list_comprehension)
        else:
            made = self._with_bar(self._pattern_comprehension) or self._list_literal()
        self.bar = outer
        return made

    def _with_bar(self, rule: Callable[[int], _MadeT]) -> _MadeT:
        """Parse a comprehension by a rule that takes the bar before the projection.

        Other bars separate labels, either before that one (``WHERE x:A|B | x.name``) or after it
        (``WHERE x:A | x:B|C``). The last bar is tried first, then the first one.
        """
        at, depth = self.at, self.depth
        bars = self.bars(at)
        if len(bars) > 1 and self.retries < MAX_RETRIES:
            self.retries += 1
            try:
                return rule(bars[-1])
            except CypherSyntaxError:
                self.at, self.depth, self.bar = at, depth, NO_BAR
        return rule(bars[0] if bars else NO_BAR)

    def _list_literal(self) -> ast.ListLiteral:
        pos = self.pos
        self.at += 1
        items: list[ast.Expression] = []
        if self.keys[self.at] != "]":
            items.append(self.expression())
            while self.skip(","):
                items.append(self.expression())
        if self.keys[self.at] != "]":
            raise self.unexpected("',' or ']'")
        self.at += 1
        return ast.ListLiteral(tuple(items), pos=pos)

    # ListComprehension := '[' FilterExpression ['|' Expression] ']'
    def _list_comprehension(self, bar: int) -> ast.ListComprehension:
        pos = self.pos
        self.at += 1
        variable = self.name("a variable")
        self.expect("IN")
        self.bar = bar
        source = self.expression()
        where = self.expression() if self.skip("WHERE") else None
        self.bar = NO_BAR
        projection = self.expression() if self.skip("|") else None
        if self.keys[self.at] != "]":
            raise self.unexpected("WHERE, '|' or ']'", keywords=("WHERE",))
        self.at += 1
        return ast.ListComprehension(variable, source, where, projection, pos=pos)

    # PatternComprehension := '[' [Variable '='] RelationshipsPattern ['WHERE' Expression] '|' Expression ']'
    def _pattern_comprehension(self, bar: int) -> ast.PatternComprehension | None:
        start, pos = self.at, self.pos
        variable = None
        at = start + 1
        if self.names[at] is not None and self.keys[at + 1] == "=":
            variable = self.names[at]
            at += 2
        if start in self.no_comprehensions or not self.pattern_ahead(at):
            return None
        self.at = at
        part = self.try_pattern()
        if part is None or self.keys[self.at] not in ("|", "WHERE"):
            self.at = start
            self.no_comprehensions.add(start)
            return None
        if variable is not None:
            part = part.replace(variable=variable)
        self.bar = bar
        where = self.expression() if self.skip("WHERE") else None
        self.bar = NO_BAR
        self.expect("|")
        projection = self.expression()
        self.expect("]")
        return ast.PatternComprehension(part, where, projection, pos=pos)

    # ── calls ───────────────────────────────────────────────────────────────────────────────

    def _call_ahead(self) -> bool:
        at = self.at + 1
        while self.keys[at] == "." and self.names[at + 1] is not None:
            at += 2
        return self.keys[at] == "("

    # FunctionInvocation := FunctionName '(' ['DISTINCT' | 'ALL'] [Expression (',' Expression)*] ')'
    def _call(self) -> ast.Expression:
        pos = self.pos
        name = self.dotted_name("a function")
        self.at += 1
        outer, self.bar = self.bar, NO_BAR
        distinct = self.keys[self.at] == "DISTINCT" and self.keys[self.at + 1] not in NO_BEGIN
        if distinct or (self.keys[self.at] == "ALL" and self.keys[self.at + 1] not in ("(", *NO_BEGIN)):
            self.at += 1
        arguments = self.arguments()
        self.close_call()
        self.bar = outer
        return ast.FunctionCall(name, tuple(arguments), distinct, pos=pos)

    def arguments(self) -> list[ast.Expression]:
        """Parse the arguments of a call, up to its closing parenthesis."""
        arguments: list[ast.Expression] = []
        if self.keys[self.at] != ")":
            arguments.append(self.expression())
            while self.skip(","):
                arguments.append(self.expression())
        return arguments

    def close_call(self) -> None:
        """Consume the closing parenthesis of a call."""
        if self.keys[self.at] != ")":
            raise self.unexpected("',' or ')'", keywords=_OPERATOR_WORDS)
        self.at += 1

    def _projection_ahead(self) -> bool:
        first, second = self.at + 1, self.at + 2
        return self.keys[first] in (".", "}") or (
            self.names[first] is not None and self.keys[second] in (",", "}", ":")
        )

    # MapProjection := Variable '{' [MapElement (',' MapElement)*] '}'
    def _map_projection(self, subject: ast.Variable) -> ast.MapProjection:
        self.at += 1
        outer, self.bar = self.bar, NO_BAR
        items: list[tuple[str, ast.Expression]] = []
        all_properties = False
        if self.keys[self.at] != "}":
            while True:
                pos = self.pos
                if self.skip(".", "*"):
                    all_properties = True
                elif self.skip("."):
                    key = self.token_name("a property name")
                    items.append((key, ast.Property(subject, key, pos=pos)))
                else:
                    key = self.name("'.property', '.*', a variable or 'name: expression'")
                    value = self.expression() if self.skip(":") else ast.Variable(key, pos=pos)
                    items.append((key, value))
                if not self.skip(","):
                    break
        self.expect("}")
        self.bar: int = outer
        return ast.MapProjection(subject, tuple(items), all_properties, pos=subject.pos)


_OPERATOR_WORDS = ("AND", "OR", "XOR", "IN", "IS", "STARTS", "ENDS", "CONTAINS")

_CONSTANTS: dict[str, bool | float | None] = {
    "TRUE": True,
    "FALSE": False,
    "NULL": None,
    "NAN": float("nan"),
    "INF": float("inf"),
    "INFINITY": float("inf"),
}

AtomRules.symbols.update(
    {
        "number": AtomRules._number,
        "string": AtomRules.string,
        "parameter": AtomRules.parameter,
        "(": AtomRules._parenthesis,
        "[": AtomRules._bracket,
        "{": AtomRules.map_literal,
    }
)
AtomRules.words.update(dict.fromkeys(_CONSTANTS, AtomRules._constant))
