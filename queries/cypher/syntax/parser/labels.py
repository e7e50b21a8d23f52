"""Label expressions: the required labels of a node or type of a relationship."""

from __future__ import annotations

from sociogram.graph.errors import CypherError
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.parser.cursor import NO_BAR
from sociogram.queries.cypher.syntax.parser.types import TypeRules

_BEGINS_LABEL = ("!", "(", "%", "$")


class LabelRules(TypeRules):
    """The rules for labels and relationship types."""

    def label_ahead(self, at: int) -> bool:
        """Return whether the token at ``at`` can begin a label expression."""
        return self.names[at] is not None or self.keys[at] in _BEGINS_LABEL or self.keys[at] == "parameter"

    # NodeLabels, RelationshipTypes, and in Neo4j 5: labelExpression := (':' | 'IS') labelExpression4
    def label_filter(self) -> ast.LabelExpression | None:
        """Parse ``:A|B`` or ``IS A`` in a node or relationship pattern; return None if neither comes next."""
        if self.keys[self.at] == ":" or (self.keys[self.at] == "IS" and self.label_ahead(self.at + 1)):
            self.at += 1
            return self.label_expression()
        return None

    # labelExpression4 := labelExpression3 ('|' ':'? labelExpression3)*
    def label_expression(self) -> ast.LabelExpression:
        """Parse a label expression after its colon or IS."""
        pos = self.pos
        operands = [self._label_conjunction()]
        while self.at != self.bar and self.skip("|"):
            self.skip(":")
            operands.append(self._label_conjunction())
        if len(operands) == 1:
            return operands[0]
        if any(isinstance(operand, ast.LabelAnd) and operand.colons for operand in operands):
            raise self._mixed_labels(pos)
        return ast.LabelOr(tuple(operands), pos=pos)

    def _mixed_labels(self, pos: int) -> CypherError:
        """TYPE SyntaxError, PHASE compile time, DETAIL UnexpectedSyntax."""
        message = "Colons between labels cannot be mixed with | and &"
        return self.error(message, "UnexpectedSyntax", "Write A&B|C, with parentheses where needed.", pos)

    # labelExpression3 := labelExpression2 ('&' labelExpression2)* | labelExpression2 (':' labelExpression2)*
    def _label_conjunction(self) -> ast.LabelExpression:
        pos = self.pos
        operands = [self._label_negation()]
        signs: set[str] = set()
        while self.keys[self.at] in ("&", ":"):
            signs.add(self.keys[self.at])
            self.at += 1
            operands.append(self._label_negation())
        if len(operands) == 1:
            return operands[0]
        if len(signs) == 2:
            raise self._mixed_labels(pos)
        return ast.LabelAnd(tuple(operands), colons=":" in signs, pos=pos)

    # labelExpression2 := '!'* labelExpression1
    def _label_negation(self) -> ast.LabelExpression:
        pos = self.pos
        if not self.skip("!"):
            return self._label_atom()
        self.enter()
        operand = self._label_negation()
        self.depth -= 1
        return ast.LabelNot(operand, pos=pos)

    # labelExpression1 := '(' labelExpression4 ')' | '%' | DynamicLabel | SymbolicName
    def _label_atom(self) -> ast.LabelExpression:
        pos = self.pos
        if self.skip("%"):
            return ast.LabelWildcard(pos=pos)
        if self.skip("("):
            self.enter()
            outer, self.bar = self.bar, NO_BAR
            inner = self.label_expression()
            self.bar: int = outer
            self.depth -= 1
            self.expect(")")
            return inner
        if self.keys[self.at] in ("$", "parameter"):
            return self._dynamic_label()
        return ast.Label(self.token_name("a label or a relationship type"), pos=pos)

    # DynamicLabel := '$' ['any' | 'all'] '(' Expression ')'
    def _dynamic_label(self) -> ast.DynamicLabel:
        pos = self.pos
        chooses_any = False
        if self.keys[self.at] == "parameter":
            written = self.text[self.pos : self.ends[self.at]]
            word = written[1:].lower()
            if word not in ("any", "all") or self.keys[self.at + 1] != "(":
                message = "A parameter cannot be used directly as a label or type."
                raise self.error(message, "InvalidParameterUse", f"Write $({written}).")
            chooses_any = word == "any"
        self.at += 1
        self.expect("(")
        expression = self.expression()
        self.expect(")")
        return ast.DynamicLabel(expression, chooses_any, pos=pos)

    # SetItem and RemoveItem of Neo4j 5: ((':' | 'IS') label) (':' label)*; a label may be $(…)
    def plain_labels(self) -> tuple[ast.Label | ast.DynamicLabel, ...]:
        """Parse ``:A:B`` or ``IS A`` as in SET and REMOVE."""
        labels: list[ast.Label | ast.DynamicLabel] = []
        if self.skip("IS"):
            labels.append(self._plain_label())
        while self.skip(":"):
            labels.append(self._plain_label())
        return tuple(labels)

    def _plain_label(self) -> ast.Label | ast.DynamicLabel:
        if self.keys[self.at] == "$":
            return self._dynamic_label()
        if self.keys[self.at] == "parameter":
            message = "SET and REMOVE apply to all labels named: any() and all() are not allowed here"
            raise self.error(message, "UnexpectedSyntax", "Write n:$(labels).")
        pos = self.pos
        return ast.Label(self.token_name("a label"), pos=pos)
