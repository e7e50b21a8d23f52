"""Clauses that write (CREATE, MERGE, SET, REMOVE, DELETE), and FINISH."""

from __future__ import annotations

from typing import NoReturn

from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.parser.clauses import ClauseRules

# What may follow CREATE besides patterns; schema commands are whole statements and are parsed before clauses
_ADMINISTRATION = (
    "USER", "ROLE", "DATABASE", "ALIAS", "COMPOSITE", "SERVER", "IMMUTABLE",
)  # fmt: skip


class UpdateRules(ClauseRules):
    """The rules for updating clauses."""

    # Create := 'CREATE' Pattern; in Neo4j 5, GQL's INSERT means the same
    def _create(self) -> ast.Create:
        pos = self.pos
        word = self.keys[self.at]
        if self.keys[self.at + 1] in _ADMINISTRATION and self.keys[self.at + 2] != "=":
            raise self.forbidden(f"{word} {self.keys[self.at + 1]}")
        self.at += 1
        return ast.Create(self.pattern(), pos=pos)

    # Merge := 'MERGE' PatternPart ('ON' ('MATCH' | 'CREATE') Set)*
    def _merge(self) -> ast.Merge:
        pos = self.pos
        self.at += 1
        part = self.pattern_part()
        on_create: list[ast.SetItem] = []
        on_match: list[ast.SetItem] = []
        while self.skip("ON"):
            word = self.skip_any("CREATE", "MATCH")
            if word is None:
                raise self.unexpected("CREATE or MATCH", keywords=("CREATE", "MATCH"))
            self.expect("SET")
            (on_create if word == "CREATE" else on_match).extend(self._set_items())
        return ast.Merge(part, tuple(on_create), tuple(on_match), pos=pos)

    # Set := 'SET' SetItem (',' SetItem)*
    def _set(self) -> ast.Set:
        pos = self.pos
        self.at += 1
        return ast.Set(tuple(self._set_items()), pos=pos)

    def _set_items(self) -> list[ast.SetItem]:
        items = [self._set_item()]
        while self.skip(","):
            items.append(self._set_item())
        return items

    # SetItem := PropertyExpression '=' Expression | Variable ('=' | '+=') Expression | Variable NodeLabels
    def _set_item(self) -> ast.SetItem:
        pos = self.pos
        subject = self.assignable()
        key = self.keys[self.at]
        if isinstance(subject, ast.Property | ast.Subscript):
            if key != "=":
                raise self.unexpected("'=' and the property's value")
            self.at += 1
            value = self.expression()
            name = subject.key if isinstance(subject, ast.Property) else subject.index
            return ast.SetProperty(subject.subject, name, value, pos=pos)
        if not isinstance(subject, ast.Variable):
            message = "SET changes only a variable's properties or labels."
            raise self.error(
                message, "UnexpectedSyntax", "Write SET n.key = …, SET n += {…} or SET n:Label.", pos
            )
        if key in ("=", "+="):
            self.at += 1
            return ast.SetProperties(subject, self.expression(), add=key == "+=", pos=pos)
        labels = self.plain_labels()
        if not labels:
            raise self.unexpected("'.property =', '=', '+=' or ':Label'")
        return ast.SetLabels(subject, labels, pos=pos)

    # Remove := 'REMOVE' RemoveItem (',' RemoveItem)*
    def _remove(self) -> ast.Remove:
        pos = self.pos
        self.at += 1
        items = [self._remove_item()]
        while self.skip(","):
            items.append(self._remove_item())
        return ast.Remove(tuple(items), pos=pos)

    # RemoveItem := PropertyExpression | Variable NodeLabels
    def _remove_item(self) -> ast.RemoveProperty | ast.RemoveLabels:
        pos = self.pos
        subject = self.assignable()
        if isinstance(subject, ast.Property):
            return ast.RemoveProperty(subject.subject, subject.key, pos=pos)
        if isinstance(subject, ast.Subscript):
            return ast.RemoveProperty(subject.subject, subject.index, pos=pos)
        labels = self.plain_labels() if isinstance(subject, ast.Variable) else ()
        if not isinstance(subject, ast.Variable) or not labels:
            raise self.unexpected("'.property' or ':Label'")
        return ast.RemoveLabels(subject, labels, pos=pos)

    # Delete := ['DETACH' | 'NODETACH'] 'DELETE' Expression (',' Expression)*
    def _delete(self) -> ast.Delete:
        pos = self.pos
        detach = self.skip("DETACH")
        if not detach:
            self.skip("NODETACH")
        self.expect("DELETE")
        expressions = [self.expression()]
        while self.skip(","):
            expressions.append(self.expression())
        return ast.Delete(tuple(expressions), detach, pos=pos)

    # Finish := 'FINISH'
    def _finish(self) -> ast.Finish:
        pos = self.pos
        self.at += 1
        return ast.Finish(pos=pos)

    # LoadCSV, UseGraph, administration: recognised by their keywords and not parsed further
    def _load(self) -> NoReturn:
        raise self.forbidden("LOAD CSV")

    def _use(self) -> NoReturn:
        raise self.forbidden("USE")

    def forbidden(self, name: str) -> Refused:
        """Return the exception that ends parsing at a clause that accesses anything but the graph."""
        return Refused(ast.Forbidden(name, pos=self.pos))


class Refused(Exception):  # noqa: N818 - the check turns it into an error
    """Ends parsing at a clause that is not available."""

    def __init__(self, clause: ast.Forbidden) -> None:
        self.clause = clause
        super().__init__(clause.name)


ClauseRules.clauses.update(
    {
        "CREATE": UpdateRules._create,
        "INSERT": UpdateRules._create,
        "MERGE": UpdateRules._merge,
        "SET": UpdateRules._set,
        "REMOVE": UpdateRules._remove,
        "DELETE": UpdateRules._delete,
        "DETACH": UpdateRules._delete,
        "NODETACH": UpdateRules._delete,
        "FINISH": UpdateRules._finish,
        "LOAD": UpdateRules._load,
        "USE": UpdateRules._use,
    }
)
