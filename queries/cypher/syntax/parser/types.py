"""The types of Cypher: ``INTEGER NOT NULL``, ``LIST<STRING>``, ``INTEGER | FLOAT``."""

from __future__ import annotations

from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.parser.cursor import NO_BAR, Cursor

# The spellings of each type, and its canonical name
_TYPES: dict[tuple[str, ...], str] = {
    ("NOTHING",): "NOTHING",
    ("NULL",): "NULL",
    ("BOOL",): "BOOLEAN",
    ("BOOLEAN",): "BOOLEAN",
    ("STRING",): "STRING",
    ("VARCHAR",): "STRING",
    ("INT",): "INTEGER",
    ("INTEGER",): "INTEGER",
    ("SIGNED", "INTEGER"): "INTEGER",
    ("FLOAT",): "FLOAT",
    ("DATE",): "DATE",
    ("LOCAL", "TIME"): "LOCAL TIME",
    ("TIME", "WITHOUT", "TIMEZONE"): "LOCAL TIME",
    ("TIME", "WITHOUT", "TIME", "ZONE"): "LOCAL TIME",
    ("ZONED", "TIME"): "ZONED TIME",
    ("TIME", "WITH", "TIMEZONE"): "ZONED TIME",
    ("TIME", "WITH", "TIME", "ZONE"): "ZONED TIME",
    ("LOCAL", "DATETIME"): "LOCAL DATETIME",
    ("TIMESTAMP", "WITHOUT", "TIMEZONE"): "LOCAL DATETIME",
    ("TIMESTAMP", "WITHOUT", "TIME", "ZONE"): "LOCAL DATETIME",
    ("ZONED", "DATETIME"): "ZONED DATETIME",
    ("TIMESTAMP", "WITH", "TIMEZONE"): "ZONED DATETIME",
    ("TIMESTAMP", "WITH", "TIME", "ZONE"): "ZONED DATETIME",
    ("DURATION",): "DURATION",
    ("POINT",): "POINT",
    ("NODE",): "NODE",
    ("ANY", "NODE"): "NODE",
    ("VERTEX",): "NODE",
    ("ANY", "VERTEX"): "NODE",
    ("RELATIONSHIP",): "RELATIONSHIP",
    ("ANY", "RELATIONSHIP"): "RELATIONSHIP",
    ("EDGE",): "RELATIONSHIP",
    ("ANY", "EDGE"): "RELATIONSHIP",
    ("PATH",): "PATH",
    ("PATHS",): "PATH",
    ("MAP",): "MAP",
    ("ANY", "MAP"): "MAP",
    ("PROPERTY", "VALUE"): "PROPERTY VALUE",
    ("ANY", "PROPERTY", "VALUE"): "PROPERTY VALUE",
    ("ANY", "VALUE"): "ANY",
    ("ANY",): "ANY",
}
_LONGEST = 4


class TypeRules(Cursor):
    """The rules for types."""

    # Type := TypePart ('|' TypePart)*
    def type_name(self) -> ast.TypeName:
        """Parse a type, which may be a union."""
        pos = self.pos
        parts = [self._type_part()]
        while self.at != self.bar and self.skip("|"):
            parts.append(self._type_part())
        return parts[0] if len(parts) == 1 else ast.TypeName("UNION", tuple(parts), pos=pos)

    # TypePart := TypeName ['<' Type '>'] ['NOT' 'NULL' | '!'] (('LIST' | 'ARRAY') ['NOT' 'NULL' | '!'])*
    def _type_part(self) -> ast.TypeName:
        pos = self.pos
        self.enter()
        if self.comes("ANY", "<"):
            inner = self._between_angles(2)
            made = ast.TypeName("UNION", inner.inner or (inner,), self._not_null(), pos=pos)
        elif self.keys[self.at] in ("LIST", "ARRAY") and self.keys[self.at + 1] == "<":
            inner = self._between_angles(2)
            made = ast.TypeName("LIST", (inner,), self._not_null(), pos=pos)
        else:
            made = ast.TypeName(self._simple_type(), (), self._not_null(), pos=pos)
        while self.keys[self.at] in ("LIST", "ARRAY"):
            self.at += 1
            self.enter()
            made = ast.TypeName("LIST", (made,), self._not_null(), pos=pos)
            self.depth -= 1
        self.depth -= 1
        return made

    def _between_angles(self, lead: int) -> ast.TypeName:
        self.at += lead
        outer, self.bar = self.bar, NO_BAR
        inner = self.type_name()
        self.bar: int = outer
        self.expect(">")
        return inner

    def _simple_type(self) -> str:
        for length in range(_LONGEST, 0, -1):
            # at the end of the text, the three end tokens keep the slice within the list
            words = tuple(self.keys[self.at : self.at + length])
            if words in _TYPES:
                self.at += length
                return _TYPES[words]
        known = sorted({word for words in _TYPES for word in words} | {"LIST"})
        raise self.unexpected("a type, like INTEGER, STRING or LIST<FLOAT>", keywords=known)

    def _not_null(self) -> bool:
        return self.skip("!") or self.skip("NOT", "NULL")
