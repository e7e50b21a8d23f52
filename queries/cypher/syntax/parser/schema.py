"""Schema commands: CREATE, DROP and SHOW of indexes and constraints, in Neo4j 5 and 4 syntax."""

from __future__ import annotations

from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.parser.updates import UpdateRules

_INDEX_KINDS = ("RANGE", "TEXT", "POINT", "LOOKUP", "FULLTEXT", "VECTOR", "BTREE")
_OF_ONE_PROPERTY = ("TEXT", "POINT", "VECTOR")
_OPTIONS = ("indexProvider", "indexConfig")
_PAGING = ("ORDER", "SKIP", "OFFSET", "LIMIT")
_SHOW_CONSTRAINTS = (
    "ALL", "UNIQUE", "UNIQUENESS", "NODE", "RELATIONSHIP", "REL", "KEY", "EXIST", "EXISTENCE", "EXISTS",
    "PROPERTY", "TYPE",
)  # fmt: skip


class SchemaRules(UpdateRules):
    """The rules for schema commands."""

    entity: str | None = None
    """The variable of the nodes or relationships to constrain or index."""

    # SchemaCommand := (Create | Drop | Show) (Index | Constraint)
    def schema_command(self) -> ast.SchemaCommand | ast.SingleQuery | None:
        """Parse the schema command that begins here; return None if there is none."""
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
            labels = (self.name("a label"),)
            properties = self.names_in_parentheses("a property name")
            return ast.SchemaCommand("CREATE", "INDEX", None, kind, labels, False, properties, pos=pos)
        name = self._schema_name("FOR")
        if_not_exists = self._if_not_exists()
        self.expect("FOR")
        targets, on_relationship = self._target(any_label=kind == "LOOKUP", several=kind == "FULLTEXT")
        self.expect("ON")
        properties = self._index_properties(kind)
        self._options()
        return ast.SchemaCommand(
            "CREATE", "INDEX", name, kind, targets, on_relationship, properties, if_not_exists, pos=pos
        )

    # CreateConstraint := 'CREATE CONSTRAINT' [name] ['IF NOT EXISTS'] 'FOR' target 'REQUIRE' what
    def _create_constraint(self, pos: int) -> ast.SchemaCommand:
        name = self._schema_name("FOR", "ON")
        if_not_exists = self._if_not_exists()
        old_form = self.skip("ON")
        if not old_form:
            self.expect("FOR")
        labels, on_relationship = self._target()
        if not self.skip_any("ASSERT" if old_form else "REQUIRE"):
            word = "ASSERT" if old_form else "REQUIRE"
            raise self.unexpected(word, keywords=(word,))
        kind, properties = self._requirement(on_relationship=on_relationship)
        self._options()
        return ast.SchemaCommand(
            "CREATE", "CONSTRAINT", name, kind, labels, on_relationship, properties, if_not_exists, pos=pos
        )

    def _requirement(self, *, on_relationship: bool) -> tuple[str, tuple[str, ...]]:
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
        pos = self.pos
        owner = self.skip_any("NODE", "RELATIONSHIP", "REL")
        if owner is not None and (owner == "NODE") is on_relationship:
            other = "relationships" if on_relationship else "nodes"
            message = f"IS {owner} is not allowed for {other}"
            raise self.error(message, "UnexpectedSyntax", "Remove the word.", offset=pos)
        if self.skip("UNIQUE"):
            return "UNIQUE", properties
        if self.skip("KEY"):
            return {None: "KEY", "NODE": "NODE KEY"}.get(owner, "RELATIONSHIP KEY"), properties
        choices = ("UNIQUE", "NOT", "NODE", "RELATIONSHIP", "KEY", "TYPED")
        raise self.unexpected("UNIQUE, NOT NULL, NODE KEY, RELATIONSHIP KEY or :: TYPE", keywords=choices)

    def _drop_index(self, pos: int) -> ast.SchemaCommand:
        if self.comes("ON", ":"):
            self.at += 2
            labels = (self.name("a label"),)
            properties = self.names_in_parentheses("a property name")
            return ast.SchemaCommand("DROP", "INDEX", None, "RANGE", labels, False, properties, pos=pos)
        name = self._rule_name("the index's name")
        return ast.SchemaCommand("DROP", "INDEX", name, if_exists=self.skip("IF", "EXISTS"), pos=pos)

    def _drop_constraint(self, pos: int) -> ast.SchemaCommand:
        if self.comes("ON", "("):
            self.at += 1
            labels, on_relationship = self._target()
            self.expect("ASSERT")
            kind, properties = self._requirement(on_relationship=on_relationship)
            return ast.SchemaCommand(
                "DROP", "CONSTRAINT", None, kind, labels, on_relationship, properties, pos=pos
            )
        name = self._rule_name("the constraint's name")
        return ast.SchemaCommand("DROP", "CONSTRAINT", name, if_exists=self.skip("IF", "EXISTS"), pos=pos)

    # ShowIndexes := 'SHOW' [kind] 'INDEX[ES]' Shown; ShowConstraints := 'SHOW' [kind] 'CONSTRAINT[S]' Shown
    # Shown := ['YIELD' ('*' | YieldItems [Order] [Skip] [Limit])] ['WHERE' Expression] [Return]
    def _show(self) -> ast.SingleQuery:
        """Parse SHOW into a call of the procedure that lists the indexes or constraints."""
        pos = self.pos
        at = self.at + 1
        words: list[str] = []
        while self.keys[at] in _INDEX_KINDS or self.keys[at] in _SHOW_CONSTRAINTS:
            words.append(self.keys[at])
            at += 1
        if self.keys[at] not in ("INDEX", "INDEXES", "CONSTRAINT", "CONSTRAINTS"):
            raise self.forbidden(f"SHOW {self.keys[self.at + 1]}".removesuffix(" end"))
        procedure = "db.indexes" if self.keys[at].startswith("INDEX") else "db.constraints"
        self.at = at + 1
        self.skip_any("BRIEF", "VERBOSE")
        kind = ast.Literal("" if words == ["ALL"] else " ".join(words))
        yields, star, where = self.yielded(filtered=True)
        call = ast.CallProcedure(procedure, (kind,), yields, star, where, pos=pos)
        clauses: list[ast.Clause] = [call]
        if yields is not None and where is None and self.keys[self.at] in _PAGING:
            paging = self._paging()
            clauses.append(paging.replace(where=self.expression() if self.skip("WHERE") else None))
        if self.keys[self.at] == "RETURN" and (star or yields is not None):
            clauses.append(self._return())
        elif len(clauses) > 1:
            clauses.append(ast.Return(ast.Projection((), star=True)))
        if yields is not None and isinstance(clauses[-1], ast.Return):
            clauses[-1] = _in_order(clauses[-1], yields)
        return ast.SingleQuery(tuple(clauses), pos=pos)

    # ── parts ───────────────────────────────────────────────────────────────────────────────

    def _schema_name(self, *following: str) -> str | ast.Parameter | None:
        if self.comes("IF", "NOT", "EXISTS"):
            return None
        if self.keys[self.at] in following and self.keys[self.at + 1] == "(":
            return None
        return self._rule_name("a name, IF NOT EXISTS or " + following[0])

    def _rule_name(self, what: str) -> str | ast.Parameter:
        return self.parameter() if self.keys[self.at] == "parameter" else self.name(what)

    def _if_not_exists(self) -> bool:
        return self.skip("IF", "NOT", "EXISTS")

    def _target(self, *, any_label: bool = False, several: bool = False) -> tuple[tuple[str, ...], bool]:
        """Parse ``(n:Label)`` or ``()-[r:TYPE]-()``; return the labels, and whether they are types.

        With ``any_label``, the label is optional. With ``several``, ``(n:A|B)`` is allowed.
        """
        pos = self.pos
        part = self.pattern_part()
        match part.elements:
            case (ast.NodePattern(variable=variable, labels=labels),):
                on_relationship = False
            case (
                ast.NodePattern(),
                ast.RelationshipPattern(variable=variable, types=labels),
                ast.NodePattern(),
            ):
                on_relationship = True
            case _:
                variable = labels = None
                any_label = False
        self.entity = variable
        operands = labels.operands if isinstance(labels, ast.LabelOr) and several else (labels,)
        names = tuple(one.name for one in operands if isinstance(one, ast.Label))
        if len(names) == len(operands) or (labels is None and any_label):
            return names, on_relationship
        message = "An index or constraint applies to nodes with one label or relationships of one type"
        raise self.error(message, "UnexpectedSyntax", "Write (n:Label) or ()-[r:TYPE]-().", pos)

    def _index_properties(self, kind: str) -> tuple[str, ...]:
        """Parse the properties of an index; in a full-text index, they are written ``EACH [n.a, n.b]``.

        TYPE SyntaxError, PHASE compile time, DETAIL UnexpectedSyntax.
        """
        if kind == "FULLTEXT":
            self.expect("EACH", "[")
            properties = [self._property()]
            while self.skip(","):
                properties.append(self._property())
            self.expect("]")
            return tuple(properties)
        if kind == "LOOKUP":
            self.expect("EACH")
            self.at += 1  # labels(n) or type(r) of a lookup index
            self.names_in_parentheses("a variable")
            return ()
        pos = self.pos
        found = self._properties_of()
        if len(found) > 1 and kind in _OF_ONE_PROPERTY:
            message = f"A {kind} index is on one property, not on {len(found)}"
            raise self.error(message, "UnexpectedSyntax", "Create one for each.", pos)
        return found

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
        pos = self.pos
        variable = self.name("a variable")
        if variable != self.entity:
            hint = f"The pattern has {self.entity}." if self.entity else "Name it in the pattern."
            raise self.error(f"Variable {variable} is not defined", "UndefinedVariable", hint, pos)
        self.expect(".")
        return self.token_name("a property name")

    def _options(self) -> None:
        """Skip OPTIONS {…}, which have no effect in memory.

        TYPE SyntaxError, PHASE compile time, DETAIL UnexpectedSyntax.
        """
        pos = self.pos
        if not self.skip("OPTIONS"):
            return
        if self.keys[self.at] == "parameter":
            self.parameter()
            return
        unknown = [key for key, _ in self.map_literal().items if key not in _OPTIONS]
        if unknown:
            message = f"Unknown option {unknown[0]}"
            raise self.error(message, "UnexpectedSyntax", f"Use {' or '.join(_OPTIONS)}.", pos)


def _in_order(clause: ast.Return, yields: tuple[ast.YieldItem, ...]) -> ast.Return:
    """Replace ``*`` with the columns in the order of YIELD."""
    projection = clause.projection
    if not projection.star:
        return clause
    named = tuple(ast.ProjectionItem(ast.Variable(one.name), one.name, aliased=False) for one in yields)
    return clause.replace(projection=projection.replace(items=(*named, *projection.items), star=False))
