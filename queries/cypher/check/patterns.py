"""Checks of the patterns of MATCH: the variables they bind, and their conditions."""

from __future__ import annotations

from collections.abc import Iterable

from sociogram.queries.cypher.check import kinds
from sociogram.queries.cypher.check.expressions import ExpressionChecks
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.syntax import ast

_FUNCTIONS = ("shortestPath", "allShortestPaths")
_LIST_OF_RELATIONSHIPS = kinds.list_of(kinds.RELATIONSHIP)


class PatternChecks(ExpressionChecks):
    """Mixin with the checks of patterns."""

    # ── MATCH ───────────────────────────────────────────────────────────────────────────────

    def match_pattern(self, pattern: tuple[ast.PatternPart, ...], *, repeatable: bool = False) -> None:
        """Check the pattern of a MATCH: first the variables it binds, then its conditions."""
        seen: set[str] | None = None if repeatable else set()
        self._one_kind_of_length(pattern)
        if repeatable:
            self._ends_somewhere(pattern)
        else:
            self._one_path_to_select(pattern)
        paths: list[str] = []
        for part in pattern:
            self._path_inside(part)
            self._parentheses_stand_alone(part)
            known = len(self.scope)
            self._bind_elements(part.elements, seen, inside=False)
            if part.variable is not None:
                self.declare(part.variable, kinds.PATH, part)
            paths += [name for name in self.declared_since(known) if self.scope[name] == kinds.PATH]
        for part in pattern:
            self._selector(part)
            searched = part.selector is not None and part.selector.kind not in _FUNCTIONS
            self._conditions(part.elements, paths, searched=searched)

    def _ends_somewhere(self, pattern: tuple[ast.PatternPart, ...]) -> None:
        """Reject unbounded paths if relationships may repeat, because a cycle would make them infinite.

        TYPE SyntaxError, PHASE compile time, DETAIL InvalidRelationshipPattern.
        """
        for part in pattern:
            if part.selector is not None and part.selector.kind in _FUNCTIONS:
                message = f"{part.selector.kind} is not allowed in MATCH REPEATABLE ELEMENTS"
                raise self.error(
                    part,
                    message,
                    "InvalidRelationshipPattern",
                    "Write SHORTEST 1 and an upper bound: {1,20}.",
                )
            for element in part.elements:
                if isinstance(element, ast.NodePattern):
                    continue
                lengths = [element.quantifier, getattr(element, "length", None)]
                if any(length is not None and length.maximum is None for length in lengths):
                    message = "With REPEATABLE ELEMENTS a pattern needs an upper bound"
                    raise self.error(element, message, "InvalidRelationshipPattern", "Add one: {1,5}.")
                if isinstance(element, ast.QuantifiedPath):
                    self._ends_somewhere((ast.PatternPart(element.elements),))

    def _path_inside(self, part: ast.PatternPart) -> None:
        """Reject a name for part of a path, as Neo4j does, unless a selector chooses that whole part.

        TYPE SyntaxError, PHASE compile time, DETAIL UnexpectedSyntax.
        """
        for element in part.elements:
            if not isinstance(element, ast.QuantifiedPath):
                continue
            self._path_inside(ast.PatternPart(element.elements))
            if element.variable is None or (part.selector is not None and element is part.parentheses):
                continue
            message = f"The path variable {element.variable} is not allowed inside the pattern"
            hint = f"Name the whole path: MATCH {element.variable} = (…)-->(…)."
            raise self.error(element, message, "UnexpectedSyntax", hint)

    def _one_path_to_select(self, pattern: tuple[ast.PatternPart, ...]) -> None:
        """Reject other paths in a pattern that has a selector, as Neo4j does unless elements may repeat.

        TYPE SyntaxError, PHASE compile time, DETAIL InvalidRelationshipPattern.
        """
        if len(pattern) == 1:
            return
        for part in pattern:
            if part.selector is not None and part.selector.kind not in _FUNCTIONS:
                message = f"{part.selector.kind} is not allowed in a pattern with several paths"
                raise self.error(part, message, "InvalidRelationshipPattern", "Use a separate MATCH.")

    def _parentheses_stand_alone(self, part: ast.PatternPart) -> None:
        """Reject nodes and paths next to parentheses without a quantifier, as Neo4j does.

        TYPE SyntaxError, PHASE compile time, DETAIL InvalidRelationshipPattern.
        """
        for position, element in enumerate(part.elements):
            if not isinstance(element, ast.QuantifiedPath):
                continue
            self._parentheses_stand_alone(ast.PatternPart(element.elements))
            if element.quantifier is None and not self._stands_alone(part.elements, position):
                message = "Parentheses without a quantifier are not allowed next to a node or another path"
                hint = "Remove the parentheses, or add {1}."
                raise self.error(element, message, "InvalidRelationshipPattern", hint)

    def _stands_alone(self, elements: tuple[ast.PatternElement, ...], position: int) -> bool:
        """Return whether each neighbour is missing or a quantified path; the parser adds the empty nodes
        between.
        """
        for step in (-1, 1):
            following = position + 2 * step
            neighbour = elements[following] if 0 <= following < len(elements) else None
            is_repeated = isinstance(neighbour, ast.QuantifiedPath) and neighbour.quantifier is not None
            if elements[position + step] != ast.NodePattern() or (neighbour is not None and not is_repeated):
                return False
        return True

    def _one_kind_of_length(self, pattern: tuple[ast.PatternPart, ...]) -> None:
        """Reject ``-[*]-`` together with a quantifier, as Neo4j does; their variables mean different things.

        TYPE SyntaxError, PHASE compile time, DETAIL InvalidRelationshipPattern.
        """
        elements = [element for part in pattern for element in part.elements]
        old = next((one for one in elements if isinstance(one, ast.RelationshipPattern) and one.length), None)
        if old is None or not any(getattr(one, "quantifier", None) for one in elements):
            return
        message = "A variable length (-[*]-) and a quantifier ({1,3}) cannot be combined in one pattern"
        raise self.error(old, message, "InvalidRelationshipPattern", "Write -[:TYPE]->{1,3} for both.")

    def _bind_elements(
        self, elements: tuple[ast.PatternElement, ...], seen: set[str] | None, *, inside: bool
    ) -> None:
        """Bind the variables of a path.

        ``seen`` are the relationship variables of the pattern so far, or None if relationships may repeat.
        """
        for element in elements:
            watch.step()
            if isinstance(element, ast.NodePattern):
                if element.variable is not None:
                    self._bind(element.variable, kinds.NODE, element)
            elif isinstance(element, ast.RelationshipPattern):
                self._bind_relationship(element, seen, inside=inside)
            else:
                self._bind_quantified(element, seen)

    def _bind(self, name: str, kind: str, at: ast.Syntax) -> None:
        """Bind a variable, or check that its existing kind fits.

        TYPE SyntaxError, PHASE compile time, DETAIL VariableTypeConflict.
        """
        known = self.scope.get(name)
        if known is None:
            if name in self.hidden:
                raise self.undefined(name, at)
            self.scope[name] = kind
        elif known not in (kind, kinds.ANY, kinds.NULL) and not self._both_lists(known, kind):
            message = f"Variable {name} is {kinds.shown(known)} and cannot also be {kinds.shown(kind)}"
            raise self.error(at, message, "VariableTypeConflict", "Rename one of the two.")

    def _both_lists(self, known: str, kind: str) -> bool:
        """Return whether a list that may hold relationships is bound again by a variable length
        (deprecated).
        """
        return kinds.is_list(kind) and known in (kinds.LIST, _LIST_OF_RELATIONSHIPS)

    def _bind_relationship(
        self, element: ast.RelationshipPattern, seen: set[str] | None, *, inside: bool
    ) -> None:
        """TYPE SyntaxError, PHASE compile time, DETAIL RelationshipUniquenessViolation."""
        if (element.quantifier is not None and (element.length is not None or inside)) or (
            element.length is not None and inside
        ):
            message = "A quantifier is not allowed on a variable length or inside another quantifier"
            raise self.error(element, message, "InvalidRelationshipPattern", "Write -[:TYPE]->{1,3}.")
        name = element.variable
        if name is None:
            return
        has_length = element.length is not None or element.quantifier is not None
        if seen is not None and name in seen:
            message = (
                f"Relationship {name} occurs twice in one pattern, but a match uses each relationship once"
            )
            hint = "Rename the second one."
            raise self.error(element, message, "RelationshipUniquenessViolation", hint)
        if seen is not None and name not in self.scope:
            seen.add(name)
        self._bind(name, _LIST_OF_RELATIONSHIPS if has_length else kinds.RELATIONSHIP, element)

    def _bind_quantified(self, element: ast.QuantifiedPath, seen: set[str] | None) -> None:
        """Bind the inner variables as group variables, which are lists outside.

        TYPE SyntaxError, PHASE compile time, DETAIL VariableAlreadyBound or InvalidRelationshipPattern.
        """
        if element.quantifier is not None and len(element.elements) == 1:
            message = "A quantified path needs at least one relationship"
            raise self.error(element, message, "InvalidRelationshipPattern", "Write ((a)-[r]->(b)){1,3}.")
        outer = self.scope
        self.scope = dict(self.outer)
        self._bind_elements(element.elements, seen, inside=element.quantifier is not None)
        if element.variable is not None:
            self.declare(element.variable, kinds.PATH, element)
        own = {name: kind for name, kind in self.scope.items() if name not in self.outer}
        self.scope = outer
        for name, kind in own.items():
            if element.quantifier is None:
                self._bind(name, kind, element)
                continue
            if name in outer:
                message = f"Variable {name} is bound outside and cannot be used inside a quantified path"
                raise self.error(element, message, "VariableAlreadyBound", "Rename the inner one.")
            self.scope[name] = kinds.list_of(kind)

    def _selector(self, part: ast.PatternPart) -> None:
        """TYPE SyntaxError, PHASE compile time, DETAIL InvalidRelationshipPattern."""
        selector = part.selector
        if selector is None or selector.kind not in _FUNCTIONS:
            return
        elements = part.elements
        if len(elements) != 3 or not isinstance(elements[1], ast.RelationshipPattern):
            message = f"{selector.kind} takes one relationship between two nodes"
            hint = f"Write {selector.kind}((a)-[*]-(b))."
            raise self.error(part, message, "InvalidRelationshipPattern", hint)
        if elements[1].quantifier is not None:
            message = f"A quantifier is not allowed in {selector.kind}"
            hint = "Write -[*1..3]-> there, or SHORTEST 1 and ALL SHORTEST with a quantifier."
            raise self.error(elements[1], message, "InvalidRelationshipPattern", hint)

    def _conditions(
        self, elements: tuple[ast.PatternElement, ...], paths: Iterable[str] = (), *, searched: bool = False
    ) -> None:
        """Check properties, inline WHERE and dynamic labels, with the whole pattern in scope.

        ``paths`` are hidden inside quantified or ``searched`` patterns: they are known only after the whole
        pattern has matched.
        """
        for element in elements:
            is_inside = isinstance(element, ast.QuantifiedPath)
            has_walk = isinstance(element, ast.RelationshipPattern) and element.quantifier is not None
            unread = paths if searched or is_inside or has_walk else ()
            message = "The path {} is not yet known inside its own pattern"
            hidden = self.hide(unread, message, "Read it in the WHERE of the MATCH.")
            if isinstance(element, ast.QuantifiedPath):
                self._conditions_inside(element)
            else:
                self._conditions_of_element(element)
            self.unhide(hidden)

    def _conditions_of_element(self, element: ast.NodePattern | ast.RelationshipPattern) -> None:
        labels = element.labels if isinstance(element, ast.NodePattern) else element.types
        if labels is not None:
            self.label_expression(labels)
        if isinstance(element.properties, ast.Parameter):
            raise self._parameter_as_predicate(element.properties)
        if element.properties is not None:
            self._keys(element.properties)
            self.expression(element.properties)
        if element.where is not None:
            self._inline_where(element, element.where)

    def _inline_where(
        self, element: ast.NodePattern | ast.RelationshipPattern, where: ast.Expression
    ) -> None:
        """Check an inline WHERE, in which the variable of a variable length is a single relationship."""
        name = element.variable
        if name is None or isinstance(element, ast.NodePattern):
            self.predicate(where)
            return
        outer = self._with_locals({name: kinds.RELATIONSHIP})
        self.predicate(where)
        self.scope = outer

    def _conditions_inside(self, element: ast.QuantifiedPath) -> None:
        """Check conditions inside a quantified path, where its variables are not lists."""
        own: dict[str, str] = {}
        for inner in element.elements:
            if isinstance(inner, ast.QuantifiedPath):
                continue
            if inner.variable is not None:
                own[inner.variable] = self._single_kind(inner)
        if element.variable is not None:
            own[element.variable] = kinds.PATH
        outer = self._with_locals(own)
        self._conditions(element.elements)
        if element.where is not None:
            self.predicate(element.where)
        self.scope = outer

    def _single_kind(self, element: ast.NodePattern | ast.RelationshipPattern) -> str:
        if isinstance(element, ast.NodePattern):
            return kinds.NODE
        return _LIST_OF_RELATIONSHIPS if element.length or element.quantifier else kinds.RELATIONSHIP

    def _keys(self, properties: ast.MapLiteral | ast.Parameter) -> None:
        """TYPE SyntaxError, PHASE compile time, DETAIL UnexpectedSyntax."""
        if isinstance(properties, ast.MapLiteral) and any(not key for key, _ in properties.items):
            raise self.error(properties, "A property name cannot be empty", "UnexpectedSyntax")

    def _parameter_as_predicate(self, node: ast.Parameter) -> Exception:
        """TYPE SyntaxError, PHASE compile time, DETAIL InvalidParameterUse."""
        message = f"The parameter ${node.name} cannot be used as the properties of a pattern here"
        hint = f"Name the properties: {{key: ${node.name}.key}}."
        return self.error(node, message, "InvalidParameterUse", hint)

    # ── in expressions ──────────────────────────────────────────────────────────────────────

    def introduced(self, part: ast.PatternPart, *, may_introduce: bool) -> None:
        """Check a pattern in an expression; unless ``may_introduce``, it can only use bound variables.

        TYPE SyntaxError, PHASE compile time, DETAIL UndefinedVariable or InvalidRelationshipPattern.
        """
        repeated = next((one for one in part.elements if getattr(one, "quantifier", None)), None)
        if repeated is not None:
            message = "A quantifier is not allowed in a pattern within an expression"
            hint = "Write it in EXISTS { … }, COUNT { … } or COLLECT { … }."
            raise self.error(repeated, message, "InvalidRelationshipPattern", hint)
        if not may_introduce:
            for element in part.elements:
                name = element.variable
                if name is not None and name not in self.scope:
                    error = self.undefined(name, element)
                    raise error
        outer = self.scope
        self.scope = dict(outer)
        self.match_pattern((part,))
        if not may_introduce:
            self.scope = outer
