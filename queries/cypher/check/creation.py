"""Checks of the patterns that CREATE and MERGE create."""

from __future__ import annotations

from sociogram.graph.model import Direction
from sociogram.queries.cypher.check import kinds
from sociogram.queries.cypher.check.patterns import PatternChecks
from sociogram.queries.cypher.syntax import ast


class CreationChecks(PatternChecks):
    """Mixin with the checks of new nodes and relationships."""

    def create_pattern(self, pattern: tuple[ast.PatternPart, ...], clause: str) -> None:
        """Check the pattern of CREATE or MERGE: first the variables it binds, then its conditions."""
        for part in pattern:
            if part.selector is not None:
                raise self.error(
                    part, f"{clause} creates a single path and allows no selector", "UnexpectedSyntax"
                )
            known = len(self.scope)
            is_single = len(part.elements) == 1
            for element in part.elements:
                if isinstance(element, ast.NodePattern):
                    self._create_node(element, clause, is_single=is_single)
                elif isinstance(element, ast.RelationshipPattern):
                    self._create_relationship(element, clause)
                else:
                    raise self._creating_length(element, clause)
            if part.variable is not None:
                self.declare(part.variable, kinds.PATH, part)
            new = self.declared_since(known)
            unread = new if clause == "CREATE" else [name for name in new if name == part.variable]
            message = f"{{}} is created by this {clause} and cannot be read inside its own path"
            hidden = self.hide(unread, message, f"Create it in a clause before this {clause}.")
            for element in part.elements:
                self._new_contents(element, clause)
            self.unhide(hidden)

    def _new_contents(self, element: ast.PatternElement, clause: str) -> None:
        """Check the labels and properties of a new element."""
        if isinstance(element, ast.NodePattern):
            self._new_labels(element.labels, clause)
            self._new_properties(element.properties, clause)
        elif isinstance(element, ast.RelationshipPattern) and element.types is not None:
            self._names_all(element.types, clause)
            self.label_expression(element.types)
            self._new_properties(element.properties, clause)

    def _create_node(self, node: ast.NodePattern, clause: str, *, is_single: bool) -> None:
        """TYPE SyntaxError, PHASE compile time, DETAIL VariableAlreadyBound."""
        self._no_condition(node.where, clause)
        name = node.variable
        if name is not None and name in self.scope:
            self._bind(name, kinds.NODE, node)
            if is_single or node.labels is not None or node.properties is not None:
                message = f"Variable {name} is already bound and cannot be created again"
                hint = f"Rename the new node, or change the existing one with SET {name} …"
                raise self.error(node, message, "VariableAlreadyBound", hint)
        if name is not None:
            self.scope.setdefault(name, kinds.NODE)

    def _create_relationship(self, element: ast.RelationshipPattern, clause: str) -> None:
        """Check a relationship that is to be created.

        TYPE SyntaxError, PHASE compile time, DETAIL VariableAlreadyBound, CreatingVarLength,
        NoSingleRelationshipType or RequiresDirectedRelationship.
        """
        self._no_condition(element.where, clause)
        if element.length is not None or element.quantifier is not None:
            raise self._creating_length(element, clause)
        if element.variable is not None and element.variable in self.scope:
            message = f"Relationship {element.variable} is already bound and cannot be created again"
            raise self.error(element, message, "VariableAlreadyBound", "Rename the new one.")
        if not isinstance(element.types, ast.Label | ast.DynamicLabel):
            message = f"A relationship in {clause} needs exactly one type"
            raise self.error(element, message, "NoSingleRelationshipType", "Write -[:TYPE]->.")
        if element.direction is Direction.BOTH and clause == "CREATE":
            message = "A relationship in CREATE needs a direction"
            raise self.error(
                element, message, "RequiresDirectedRelationship", "Write -[:TYPE]-> or <-[:TYPE]-."
            )
        if element.variable is not None:
            self.scope[element.variable] = kinds.RELATIONSHIP

    def _creating_length(self, element: ast.Syntax, clause: str) -> Exception:
        """TYPE SyntaxError, PHASE compile time, DETAIL CreatingVarLength."""
        message = f"{clause} cannot create a path of variable length"
        return self.error(element, message, "CreatingVarLength", "Write each relationship separately.")

    def _no_condition(self, where: ast.Expression | None, clause: str) -> None:
        """TYPE SyntaxError, PHASE compile time, DETAIL UnexpectedSyntax."""
        if where is not None:
            raise self.error(where, f"WHERE is not allowed in a pattern of {clause}", "UnexpectedSyntax")

    def _new_labels(self, labels: ast.LabelExpression | None, clause: str) -> None:
        """TYPE SyntaxError, PHASE compile time, DETAIL UnexpectedSyntax."""
        if labels is None:
            return
        operands = labels.operands if isinstance(labels, ast.LabelAnd) else (labels,)
        for operand in operands:
            self._names_all(operand, clause)
            if not isinstance(operand, ast.Label | ast.DynamicLabel):
                message = f"The label operators | ! % are not allowed in {clause}: a node gets all its labels"
                raise self.error(operand, message, "UnexpectedSyntax", "Write :A:B.")
        self.label_expression(labels)

    def _names_all(self, label: ast.LabelExpression, clause: str) -> None:
        """TYPE SyntaxError, PHASE compile time, DETAIL UnexpectedSyntax."""
        if isinstance(label, ast.DynamicLabel) and label.any:
            message = f"{clause} needs definite labels and types: $any(…) leaves a choice"
            raise self.error(label, message, "UnexpectedSyntax", "Write $(…).")

    def _new_properties(self, properties: ast.MapLiteral | ast.Parameter | None, clause: str) -> None:
        if properties is None:
            return
        if isinstance(properties, ast.Parameter) and clause == "MERGE":
            raise self._parameter_as_predicate(properties)
        self._keys(properties)
        self.expression(properties)
