"""Schema commands: CREATE, DROP and SHOW of indexes and constraints, as Neo4j 5 and 4 write them."""

from __future__ import annotations

from sociogram.queries.cypher import ast
from sociogram.queries.cypher.parser.updates import UpdateRules

_INDEX_KINDS = ("RANGE", "TEXT", "POINT", "LOOKUP", "FULLTEXT", "VECTOR", "BTREE")
_SHOW_CONSTRAINTS = (
    "ALL", "UNIQUE", "UNIQUENESS", "NODE", "RELATIONSHIP", "REL", "KEY", "EXIST", "EXISTENCE", "EXISTS",
    "PROPERTY", "TYPE",
)  # fmt: skip


class SchemaRules(UpdateRules):
    """The rules for schema commands."""

    # SchemaCommand := (Create | Drop | Show) (Index | Constraint)
    def schema_command(self) -> ast.SchemaCommand | None:
        """Parse the schema command that begins here; None if none does."""
        word = self.keys[self.at]
        if word == "SHOW":
            return self._show()
        if word not in ("CREATE", "DROP"):
            return None
        at = self.at + 1
        if self.keys[at] == "OR" and self.keys[at + 1] == "REPLACE":
            raise self.forbidden(f"{word} OR REPLACE {self.keys[at + 2]}")
        kind = ""
        if self.keys[at] in _INDEX_KINDS and self.keys[at + 1] == "INDEX":
            kind = self.keys[at]
            at += 1
        if self.keys[at] not in ("INDEX", "CONSTRAINT"):
            if word == "DROP":
                raise self.forbidden(f"DROP {self.keys[at]}")
            return None
        pos = self.pos
        is_index = self.keys[at] == "INDEX"
        self.at = at + 1
        if word == "CREATE":
            return self._create_index(kind or "RANGE", pos) if is_index else self._create_constraint(pos)
        return self._drop_index(pos) if is_index else self._drop_constraint(pos)

    # CreateIndex := 'CREATE' [kind] 'INDEX' [name] ['IF NOT EXISTS'] 'FOR' target 'ON' properties [Options]
    def _create_index(self, kind: str, pos: int) -> ast.SchemaCommand:
        if self.comes("ON", ":"):
            self.at += 2
            label = self.name("a label")
            properties = self.names_in_parentheses("a property name")
            return ast.SchemaCommand("CREATE", "INDEX", None, kind, label, False, properties, pos=pos)
        name = self._schema_name("FOR")
        if_not_exists = self._if_not_exists()
        self.expect("FOR")
        target, on_relationship = self._target(may_be_any=kind == "LOOKUP")
        self.expect("ON")
        properties = self._index_properties()
        self._options()
        return ast.SchemaCommand(
            "CREATE", "INDEX", name, kind, target, on_relationship, properties, if_not_exists, pos=pos
        )

    # CreateConstraint := 'CREATE CONSTRAINT' [name] ['IF NOT EXISTS'] 'FOR' target 'REQUIRE' what
    def _create_constraint(self, pos: int) -> ast.SchemaCommand:
        name = self._schema_name("FOR", "ON")
        if_not_exists = self._if_not_exists()
        old_form = self.skip("ON")
        if not old_form:
            self.expect("FOR")
        label, on_relationship = self._target()
        if not self.skip_any("ASSERT" if old_form else "REQUIRE"):
            word = "ASSERT" if old_form else "REQUIRE"
            raise self.unexpected(word, keywords=(word,))
        kind, properties = self._requirement()
        self._options()
        return ast.SchemaCommand(
            "CREATE", "CONSTRAINT", name, kind, label, on_relationship, properties, if_not_exists, pos=pos
        )

    def _requirement(self) -> tuple[str, tuple[str, ...]]:
        if self.comes("EXISTS", "("):
            self.at += 2
            existing = self._property()
            self.expect(")")
            return "NOT NULL", (existing,)
        properties = self._properties_of()
        if self.skip("::"):
            self.type_name()
            return "TYPE", properties
        self.expect("IS")
        if self.skip("NOT", "NULL"):
            return "NOT NULL", properties
        if self.skip_any("::", "TYPED"):
            self.type_name()
            return "TYPE", properties
        owner = self.skip_any("NODE", "RELATIONSHIP", "REL")
        if self.skip("UNIQUE"):
            return "UNIQUE", properties
        if self.skip("KEY"):
            return "RELATIONSHIP KEY" if owner in ("RELATIONSHIP", "REL") else "NODE KEY", properties
        choices = ("UNIQUE", "NOT", "NODE", "RELATIONSHIP", "KEY", "TYPED")
        raise self.unexpected("UNIQUE, NOT NULL, NODE KEY, RELATIONSHIP KEY or :: TYPE", keywords=choices)

    def _drop_index(self, pos: int) -> ast.SchemaCommand:
        if self.comes("ON", ":"):
            self.at += 2
            label = self.name("a label")
            properties = self.names_in_parentheses("a property name")
            return ast.SchemaCommand("DROP", "INDEX", None, "", label, False, properties, pos=pos)
        name = self.name("the index's name")
        return ast.SchemaCommand("DROP", "INDEX", name, if_exists=self.skip("IF", "EXISTS"), pos=pos)

    def _drop_constraint(self, pos: int) -> ast.SchemaCommand:
        if self.comes("ON", "("):
            self.at += 1
            label, on_relationship = self._target()
            self.expect("ASSERT")
            kind, properties = self._requirement()
            return ast.SchemaCommand(
                "DROP", "CONSTRAINT", None, kind, label, on_relationship, properties, pos=pos
            )
        name = self.name("the constraint's name")
        return ast.SchemaCommand("DROP", "CONSTRAINT", name, if_exists=self.skip("IF", "EXISTS"), pos=pos)

    # ShowIndexes := 'SHOW' [kind] 'INDEX[ES]'; ShowConstraints := 'SHOW' [kind] 'CONSTRAINT[S]'
    def _show(self) -> ast.SchemaCommand:
        pos = self.pos
        at = self.at + 1
        words: list[str] = []
        while self.keys[at] in _INDEX_KINDS or self.keys[at] in _SHOW_CONSTRAINTS:
            words.append(self.keys[at])
            at += 1
        kind = "" if words == ["ALL"] else " ".join(words)
        if self.keys[at] in ("INDEX", "INDEXES"):
            self.at = at + 1
        elif self.keys[at] in ("CONSTRAINT", "CONSTRAINTS"):
            self.at = at + 1
            self._no_show_filter()
            return ast.SchemaCommand("SHOW", "CONSTRAINT", kind=kind, pos=pos)
        else:
            raise self.forbidden(f"SHOW {self.keys[self.at + 1]}".removesuffix(" end"))
        self._no_show_filter()
        return ast.SchemaCommand("SHOW", "INDEX", kind=kind, pos=pos)

    def _no_show_filter(self) -> None:
        self.skip_any("BRIEF", "VERBOSE")
        if self.keys[self.at] in ("YIELD", "WHERE"):
            message = f"SHOW with {self.keys[self.at]} is not known here."
            raise self.error(message, "UnexpectedSyntax", "Leave it out; all columns are given.")

    # ── parts ───────────────────────────────────────────────────────────────────────────────

    def _schema_name(self, *following: str) -> str | None:
        if self.comes("IF", "NOT", "EXISTS"):
            return None
        if self.keys[self.at] in following and self.keys[self.at + 1] == "(":
            return None
        if self.keys[self.at] == "parameter":
            return self._parameter_as_name()
        return self.name("a name, IF NOT EXISTS or " + following[0])

    def _parameter_as_name(self) -> str:
        raise self.error("A parameter cannot name an index or constraint.", "InvalidParameterUse")

    def _if_not_exists(self) -> bool:
        return self.skip("IF", "NOT", "EXISTS")

    def _target(self, *, may_be_any: bool = False) -> tuple[str | None, bool]:
        """Parse ``(n:Label)`` or ``()-[r:TYPE]-()``; the label, and whether it is a relationship's type."""
        pos = self.pos
        part = self.pattern_part()
        match part.elements:
            case (ast.NodePattern(labels=labels),):
                on_relationship = False
            case (ast.NodePattern(), ast.RelationshipPattern(types=labels), ast.NodePattern()):
                on_relationship = True
            case _:
                labels = None
                may_be_any = False
        if isinstance(labels, ast.LabelOr):
            labels = labels.operands[0]
        if isinstance(labels, ast.Label):
            return labels.name, on_relationship
        if labels is None and may_be_any:
            return None, on_relationship
        message = "An index or constraint is on nodes of one label or on relationships of one type"
        raise self.error(message, "UnexpectedSyntax", "Write (n:Label) or ()-[r:TYPE]-().", pos)

    def _index_properties(self) -> tuple[str, ...]:
        self.skip("EACH")
        if self.skip("["):
            properties = [self._property()]
            while self.skip(","):
                properties.append(self._property())
            self.expect("]")
            return tuple(properties)
        if self.names[self.at] is not None and self.keys[self.at + 1] == "(":
            self.at += 1  # labels(n) or type(r) of a lookup index
            self.names_in_parentheses("a variable")
            return ()
        return self._properties_of()

    def _properties_of(self) -> tuple[str, ...]:
        """Parse ``n.a`` or ``(n.a, n.b)``."""
        if not self.skip("("):
            return (self._property(),)
        properties = [self._property()]
        while self.skip(","):
            properties.append(self._property())
        self.expect(")")
        return tuple(properties)

    def _property(self) -> str:
        self.name("a variable")
        self.expect(".")
        return self.name("a property name")

    def _options(self) -> None:
        """Pass over OPTIONS {…}: there is nothing to tune in memory."""
        if self.skip("OPTIONS"):
            if self.keys[self.at] == "parameter":
                self.parameter()
            else:
                self.map_literal()
