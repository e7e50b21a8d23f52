"""WITH and RETURN, with their common parts: items, DISTINCT, ORDER BY, SKIP, LIMIT."""

from __future__ import annotations

from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.parser.expressions import ExpressionRules

_NO_ITEM = (",", ".", "AS", "end", ";", "}", ")", "ORDER", "SKIP", "LIMIT", "UNION")
_DESCENDING = ("DESC", "DESCENDING")
_ASCENDING = ("ASC", "ASCENDING")


class ProjectionRules(ExpressionRules):
    """The rules for projections."""

    # With := 'WITH' ProjectionBody ['WHERE' Expression]
    def _with(self) -> ast.With:
        pos = self.pos
        self.at += 1
        projection = self.projection()
        where = self.expression() if self.skip("WHERE") else None
        return ast.With(projection, where, pos=pos)

    # Return := 'RETURN' ProjectionBody
    def _return(self) -> ast.Return:
        pos = self.pos
        self.at += 1
        return ast.Return(self.projection(), pos=pos)

    # ORDER BY, SKIP and LIMIT as clauses of their own (Neo4j 5.24), as after an implicit WITH *
    def _paging(self) -> ast.With:
        pos = self.pos
        order_by, skip, limit = self._sorting()
        projection = ast.Projection((), star=True, order_by=order_by, skip=skip, limit=limit, pos=pos)
        return ast.With(projection, pos=pos)

    # ProjectionBody := ['DISTINCT'] ProjectionItems [Order] [Skip] [Limit]
    def projection(self) -> ast.Projection:
        """Parse the body of WITH and RETURN."""
        pos = self.pos
        distinct = self.keys[self.at] == "DISTINCT" and self.keys[self.at + 1] not in _NO_ITEM
        if distinct:
            self.at += 1
        items: list[ast.ProjectionItem] = []
        star = self.skip("*")
        if not star:
            items.append(self._item())
        while self.skip(","):
            items.append(self._item())
        order_by, skip, limit = self._sorting()
        return ast.Projection(tuple(items), star, distinct, order_by, skip, limit, pos=pos)

    # ProjectionItem := Expression ['AS' Variable]
    def _item(self) -> ast.ProjectionItem:
        pos = self.pos
        expression = self.expression()
        if self.skip("AS"):
            return ast.ProjectionItem(expression, self.name("a name for the column"), aliased=True, pos=pos)
        if isinstance(expression, ast.Variable):
            name = expression.name
        elif isinstance(expression, ast.MapProjection):
            name = expression.subject.name
        else:
            name = self.text[pos : self.ends[self.at - 1]]
        return ast.ProjectionItem(expression, name, aliased=False, pos=pos)

    # Order := 'ORDER' 'BY' SortItem (',' SortItem)*; Skip := 'SKIP' Expression; Limit := 'LIMIT' Expression
    def _sorting(self) -> tuple[tuple[ast.SortItem, ...], ast.Expression | None, ast.Expression | None]:
        order_by: list[ast.SortItem] = []
        if self.skip("ORDER"):
            self.expect("BY")
            order_by.append(self._sort_item())
            while self.skip(","):
                order_by.append(self._sort_item())
        skip = self.expression() if self.skip_any("SKIP", "OFFSET") else None
        limit = self.expression() if self.skip("LIMIT") else None
        return tuple(order_by), skip, limit

    # SortItem := Expression ['ASCENDING' | 'ASC' | 'DESCENDING' | 'DESC']
    def _sort_item(self) -> ast.SortItem:
        pos = self.pos
        expression = self.expression()
        descending = self.skip_any(*_DESCENDING) is not None
        if not descending:
            self.skip_any(*_ASCENDING)
        return ast.SortItem(expression, descending, pos=pos)
