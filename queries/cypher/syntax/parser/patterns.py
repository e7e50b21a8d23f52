"""Patterns: paths of nodes and relationships in MATCH, CREATE, MERGE and predicates."""

from __future__ import annotations

from sociogram.graph.errors import CypherError
from sociogram.graph.model import Direction
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.lexer import number_value
from sociogram.queries.cypher.syntax.parser.cursor import NO_BAR
from sociogram.queries.cypher.syntax.parser.labels import LabelRules

_DASHES = ("-", "dash")
_LEFT = ("<", "left head")
_RIGHT = (">", "right head")
_MATCH_MODES = {
    "REPEATABLE": ("ELEMENTS", "ELEMENT"),
    "DIFFERENT": ("RELATIONSHIPS", "RELATIONSHIP"),
}
_PATH_MODES = ("WALK", "TRAIL", "ACYCLIC", "SIMPLE")
_SELECTOR_WORDS = ("SHORTEST", "ANY", "ALL")
_FUNCTION_FORMS = {"SHORTESTPATH": "shortestPath", "ALLSHORTESTPATHS": "allShortestPaths"}


class PatternRules(LabelRules):
    """The rules for patterns."""

    repeatable = False
    """Whether relationships may repeat in the pattern that is being parsed."""

    def map_literal(self) -> ast.MapLiteral:
        """Parse ``{key: value}``; implemented in ``atoms``."""
        raise NotImplementedError

    def parameter(self) -> ast.Parameter:
        """Parse ``$name``; implemented in ``atoms``."""
        raise NotImplementedError

    # Pattern := PatternPart (',' PatternPart)*
    def pattern(self) -> tuple[ast.PatternPart, ...]:
        """Parse the paths of a pattern."""
        parts = [self.pattern_part()]
        while self.skip(","):
            parts.append(self.pattern_part())
        return tuple(parts)

    # [MatchMode] Pattern; MatchMode := 'REPEATABLE' 'ELEMENTS' | 'DIFFERENT' 'RELATIONSHIPS' (Cypher 25)
    def pattern_with_mode(self) -> tuple[bool, tuple[ast.PatternPart, ...]]:
        """Parse the pattern of a MATCH; return whether relationships may repeat, and the pattern."""
        outer, self.repeatable = self.repeatable, self._match_mode()
        pattern = self.pattern()
        repeatable, self.repeatable = self.repeatable, outer
        return repeatable, pattern

    def _match_mode(self) -> bool:
        mode = self.keys[self.at]
        if mode not in _MATCH_MODES or self.keys[self.at + 1] in ("(", "="):
            return False
        self.at += 1
        many, one = _MATCH_MODES[mode]
        if not self.skip(many):
            if not self.skip(one):
                raise self.unexpected(many, keywords=(many,))
            self.skip("BINDINGS")
        return mode == "REPEATABLE"

    # PatternPart := [Variable '='] [Selector] AnonymousPatternPart
    def pattern_part(self) -> ast.PatternPart:
        """Parse one path of a pattern, with its name and selector."""
        watch.step()
        pos = self.pos
        variable = None
        if self.names[self.at] is not None and self.keys[self.at + 1] == "=":
            variable = self.name("a variable")
            self.at += 1
        form = _FUNCTION_FORMS.get(self.keys[self.at])
        if form is not None and self.keys[self.at + 1] == "(":
            return self.shortest_path(variable, pos)
        selector = self._selector()
        return ast.PatternPart(self.path_elements(), variable, selector, pos=pos)

    # ShortestPathPattern := ('shortestPath' | 'allShortestPaths') '(' PatternElement ')'
    def shortest_path(self, variable: str | None, pos: int) -> ast.PatternPart:
        """Parse ``shortestPath()`` or ``allShortestPaths()``; the path variable has already been parsed."""
        kind = _FUNCTION_FORMS[self.keys[self.at]]
        selector = ast.Selector(
            "shortestPath" if kind == "shortestPath" else "allShortestPaths", pos=self.pos
        )
        self.at += 1
        self.expect("(")
        elements = self.path_elements()
        self.expect(")")
        return ast.PatternPart(elements, variable, selector, pos=pos)

    # Selector of Neo4j 5 (GQL: PathSearchPrefix)
    def _selector(self) -> ast.Selector | None:
        pos = self.pos
        word = self.keys[self.at]
        if word in _PATH_MODES:
            self._path_words()
            return None
        if word not in _SELECTOR_WORDS or self.names[self.at] is None:
            return None
        self.at += 1
        if word == "ALL" and not self.skip("SHORTEST"):
            self._path_words()
            return None  # ALL PATHS is the default meaning of a pattern
        if word == "ALL":
            self._path_words()
            return ast.Selector("ALL SHORTEST", pos=pos)
        if word == "ANY" and not self.skip("SHORTEST"):
            count = self._count(1)
            self._path_words()
            return ast.Selector("ANY", count, pos=pos)
        if word == "ANY":
            self._path_words()
            return ast.Selector("SHORTEST", pos=pos)
        has_count = self.keys[self.at] == "number"
        count = self._count(1)
        self._path_words()
        if self.skip_any("GROUP", "GROUPS"):
            return ast.Selector("SHORTEST GROUPS", count, pos=pos)
        if not has_count:
            raise self.unexpected("a number of paths, as in SHORTEST 1")
        return ast.Selector("SHORTEST", count, pos=pos)

    def _path_words(self) -> None:
        """Consume a path mode; TRAIL and WALK have no effect, as the match mode decides about repetitions."""
        if self.keys[self.at] in ("ACYCLIC", "SIMPLE"):
            message = f"The path mode {self.keys[self.at]} is not available"
            hint = "Use a WHERE instead: all(n IN nodes(p) WHERE single(m IN nodes(p) WHERE m = n))."
            raise self.error(message, "UnexpectedSyntax", hint)
        if self.repeatable and self.keys[self.at] == "TRAIL":
            raise self.error(
                "TRAIL contradicts REPEATABLE ELEMENTS", "UnexpectedSyntax", "Remove one of the two."
            )
        self.skip_any("WALK", "TRAIL")
        self.skip_any("PATH", "PATHS")

    def _count(self, default: int) -> int:
        if self.keys[self.at] != "number":
            return default
        count = self.whole_number("UnexpectedSyntax")
        if count < 1:
            raise self.error("The number of paths must be at least 1.", "UnexpectedSyntax")
        return count

    def whole_number(self, detail: str) -> int:
        """Parse a non-negative integer."""
        offset = self.pos
        if self.keys[self.at] != "number":
            raise self.error(f"Unexpected {self.shown()}", detail, "Expected an integer.")
        value = number_value(self.text, offset, self.ends[self.at])
        if not isinstance(value, int) or value >= 2**63:
            raise self.error("This must be an integer of 64 bits.", detail)
        self.at += 1
        return value

    # PatternElement := NodePattern (PatternElementChain | QuantifiedPathPattern)*
    def path_elements(self) -> tuple[ast.PatternElement, ...]:
        """Parse nodes, relationships and quantified paths; missing nodes become anonymous ones."""
        elements: list[ast.PatternElement] = []
        while self.keys[self.at] == "(":
            watch.step()
            last = elements[-1] if elements else None
            if self._parenthesised_path_ahead():
                if isinstance(last, ast.RelationshipPattern):
                    raise self.unexpected("a node: (…)")
                if not isinstance(last, ast.NodePattern):
                    elements.append(ast.NodePattern(pos=self.pos))
                elements.append(self._quantified_path())
                continue
            if isinstance(last, ast.NodePattern):
                raise self.unexpected("a relationship between two nodes: (a)-->(b)")
            elements.append(self.node_pattern())
            if self.keys[self.at] in _DASHES or self.keys[self.at] in _LEFT:
                elements.append(self.relationship_pattern())
                if self.keys[self.at] != "(":
                    raise self.unexpected("a node: (…)")
        if not elements:
            words = (*_SELECTOR_WORDS, *_FUNCTION_FORMS.values())
            raise self.unexpected("a pattern, like (a)-[r]->(b)", keywords=words)
        if isinstance(elements[-1], ast.QuantifiedPath):
            elements.append(ast.NodePattern(pos=self.pos))
        return tuple(elements)

    def _parenthesised_path_ahead(self) -> bool:
        following = self.at + 1
        if self.keys[following] == "(":
            return True
        return self.names[following] is not None and self.keys[following + 1] == "="

    # QuantifiedPathPattern := '(' [Variable '='] PatternElement ['WHERE' Expression] ')' [Quantifier]
    def _quantified_path(self) -> ast.QuantifiedPath:
        pos = self.pos
        self.enter()
        outer, self.bar = self.bar, NO_BAR
        self.expect("(")
        variable = None
        if self.names[self.at] is not None:
            variable = self.name("a variable")
            self.expect("=")
        elements = self.path_elements()
        where = self.expression() if self.skip("WHERE") else None
        self.expect(")")
        self.bar = outer
        self.depth -= 1
        return ast.QuantifiedPath(elements, where, self._quantifier(), variable, pos=pos)

    # Quantifier := '+' | '*' | '{' n '}' | '{' [m] ',' [n] '}'
    def _quantifier(self) -> ast.Length | None:
        pos = self.pos
        if self.skip("+"):
            return ast.Length(1, None, pos=pos)
        if self.skip("*"):
            return ast.Length(0, None, pos=pos)
        if not self.skip("{"):
            return None
        minimum = self.whole_number("UnexpectedSyntax") if self.keys[self.at] == "number" else None
        maximum = minimum
        if self.skip(","):
            maximum = self.whole_number("UnexpectedSyntax") if self.keys[self.at] == "number" else None
            minimum = minimum or 0
        elif minimum is None:
            raise self.unexpected("how often, as in {1,3}, {2} or {1,}")
        self.expect("}")
        if maximum is not None and (maximum < (minimum or 0) or maximum == 0):
            message = "The upper bound of a quantifier must be at least 1 and no less than the lower."
            raise self.error(message, "UnexpectedSyntax", offset=pos)
        return ast.Length(minimum or 0, maximum, pos=pos)

    # NodePattern := '(' [Variable] [NodeLabels] [Properties] ['WHERE' Expression] ')'
    def node_pattern(self) -> ast.NodePattern:
        """Parse a node of a pattern."""
        pos = self.pos
        self.expect("(")
        outer, self.bar = self.bar, NO_BAR
        variable = None
        if self.names[self.at] is not None and not self._keyword_of_detail():
            variable = self.name("a variable")
        labels = self.label_filter()
        properties = self._properties()
        where = self.expression() if self.skip("WHERE") else None
        if self.keys[self.at] != ")":
            raise self.unexpected("')' to close the node, or :Label, {property: value}, WHERE before it")
        self.at += 1
        self.bar = outer
        return ast.NodePattern(variable, labels, properties, where, pos=pos)

    def _keyword_of_detail(self) -> bool:
        """Return whether WHERE or IS begins a part of a node or relationship; otherwise it is a variable."""
        key, following = self.keys[self.at], self.keys[self.at + 1]
        if key == "WHERE":
            return following not in (")", "]", ":", "{", "*", "parameter", "WHERE", "IS")
        return key == "IS" and following not in ("WHERE", "IS") and self.label_ahead(self.at + 1)

    # Properties := MapLiteral | Parameter
    def _properties(self) -> ast.MapLiteral | ast.Parameter | None:
        if self.keys[self.at] == "{":
            return self.map_literal()
        if self.keys[self.at] == "parameter":
            return self.parameter()
        return None

    # RelationshipPattern := ['<'] '-' [RelationshipDetail] '-' ['>'] [Quantifier]
    def relationship_pattern(self) -> ast.RelationshipPattern:
        """Parse a relationship of a pattern, including its arrows and its quantifier."""
        pos = self.pos
        to_left = self.skip_any(*_LEFT) is not None
        self._dash()
        variable = types = length = properties = where = None
        if self.skip("["):
            outer, self.bar = self.bar, NO_BAR
            if self.names[self.at] is not None and not self._keyword_of_detail():
                variable = self.name("a variable")
            types = self.label_filter()
            length = self._length()
            properties = self._properties()
            where = self.expression() if self.skip("WHERE") else None
            if self.keys[self.at] != "]":
                raise self._bad_detail()
            self.at += 1
            self.bar: int = outer
        self._dash()
        to_right = self.skip_any(*_RIGHT) is not None
        if to_left == to_right:
            direction = Direction.BOTH
        else:
            direction = Direction.INCOMING if to_left else Direction.OUTGOING
        quantifier = self._quantifier()
        return ast.RelationshipPattern(
            direction, variable, types, length, properties, where, quantifier, pos=pos
        )

    def _dash(self) -> None:
        if not self.skip_any(*_DASHES):
            raise self.unexpected("'-' of a relationship, as in -[r]->")

    def _bad_detail(self) -> CypherError:
        """TYPE SyntaxError, PHASE compile time, DETAIL InvalidRelationshipPattern."""
        if self.keys[self.at] == "..":
            hint = "Write a variable length as *1..3."
            return self.error("Unexpected '..'", "InvalidRelationshipPattern", hint)
        return self.unexpected(
            "']' to close the relationship, or :TYPE, *1..3, {property: value}, WHERE before it"
        )

    # RangeLiteral := '*' [n] ['..' [m]]
    def _length(self) -> ast.Length | None:
        pos = self.pos
        if not self.skip("*"):
            return None
        if self.keys[self.at] in _DASHES:
            message = "The length of a path cannot be negative."
            raise self.error(message, "InvalidRelationshipPattern", "Write it as *1..3.")
        minimum = maximum = None
        if self.keys[self.at] == "number":
            minimum = maximum = self.whole_number("InvalidRelationshipPattern")
        if self.skip(".."):
            maximum = None
            if self.keys[self.at] in _DASHES:
                raise self.error("The length of a path cannot be negative.", "InvalidRelationshipPattern")
            if self.keys[self.at] == "number":
                maximum = self.whole_number("InvalidRelationshipPattern")
        return ast.Length(1 if minimum is None else minimum, maximum, pos=pos)
