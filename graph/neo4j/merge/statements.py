"""The statements that merge rows: nodes with the same labels, or relationships of one type.

Each kind has two forms. For many rows, a statement names every property and takes columns
(``column_parameters``), and the server compares: fast per row, but a fifth of a second to plan. For few rows,
it takes one map per row, which plans ten times faster, and the comparison is made here.

``ensure`` creates what is missing; ``create``, for relationships, requires that all are missing. ``find``
returns row number and element id of each row that is missing or, if the server compares, differs; for few
rows, of every row, with the existing properties and labels. ``lock`` reads elements and prevents changes to
them until the transaction ends; ``update`` changes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sociogram.graph.common.cypher_names import labels_text, quoted
from sociogram.graph.merge_rules import UNION_PROPERTIES
from sociogram.graph.model import ENTITY_LABEL
from sociogram.graph.neo4j.merge.column_parameters import SEPARATORS, Field

STUB = "stub"
"""Marks an entity of which only the id is known; a row that describes the entity removes the mark."""

ENDS = frozenset({"source", "target"})
"""Fields of a relation that are not properties."""


class Statements:
    """The base of both kinds and forms."""

    unites = UNION_PROPERTIES
    """Properties whose lists are united; any other value is replaced."""

    create: str
    ensure: str
    find: str
    lock: str
    update: str

    def __init__(self, fields: Sequence[Field], keys: Sequence[str]) -> None:
        self.fields: tuple[Field, ...] = tuple(fields)
        self.keys: tuple[str, ...] = tuple(keys)
        """Fields that find the element; an update does not change them."""
        self._numbers = {field.name: number for number, field in enumerate(fields)}

    def parameters(self, values: Sequence[Sequence[Any]]) -> dict[str, Any]:
        """Return the parameters for ``ensure`` and ``find`` as columns."""
        encoded = {f"c{number}": field.parameter(values[number]) for number, field in enumerate(self.fields)}
        return {"n": len(values[0]), **SEPARATORS, **encoded}

    def _variable(self, name: str) -> str:
        return f"v{self._numbers[name]}"

    def _rows(self) -> str:
        numbers = range(len(self.fields))
        lists = ", ".join(f"{self.fields[number].unpacked(f'c{number}')} AS c{number}" for number in numbers)
        items = ", ".join(f"{self.fields[number].item(f'c{number}')} AS v{number}" for number in numbers)
        return f"WITH {lists}\nUNWIND range(0, $n - 1) AS i\nWITH i, {items}\n"

    def _assignments(self, variable: str) -> list[str]:
        names = (field.name for field in self.fields if field.name not in self.keys)
        return [f"{variable}.{quoted(name)} = {self._variable(name)}" for name in names]

    def _differences(self, variable: str) -> list[str]:
        """Return conditions, each true if a row changes a property."""
        conditions = []
        for name in (field.name for field in self.fields if field.name not in self.keys):
            there, new = f"{variable}.{quoted(name)}", self._variable(name)
            if name in self.unites:
                grown = f"any(x IN coalesce({new}, []) WHERE NOT x IN coalesce({there} + [], []))"
                conditions.append(grown)
            else:
                conditions.append(f"coalesce({there} <> {new}, {new} IS NOT NULL)")
        return conditions


class NodeStatements(Statements):
    """Statements for many nodes with the same labels, found by one label and a key."""

    def __init__(self, label: str, key: str, others: Sequence[str], fields: Sequence[Field]) -> None:
        super().__init__(fields, (key,))
        self.lock: str = (
            "UNWIND $ids AS id MATCH (n) WHERE elementId(n) = id\n"
            f"SET n.{quoted(key)} = n.{quoted(key)} RETURN id, properties(n), labels(n)"
        )
        self.update: str = (
            "UNWIND $changes AS change MATCH (n) WHERE elementId(n) = change[0]\n"
            f"SET n += change[1]{f', n{labels_text(others)}' if others else ''}"
        )
        self._difference = self._entity_difference if label == ENTITY_LABEL else self._plain_difference
        self._write(f":{quoted(label)}", quoted(key), others)

    def _write(self, label: str, key: str, others: Sequence[str]) -> None:
        node = f"(n{label} {{{key}: {self._variable(self.keys[0])}}})"
        changes = self._assignments("n") + ([f"n{labels_text(others)}"] if others else [])
        self.ensure: str = f"{self._rows()}MERGE {node}{_on_create(changes)}"
        self.find: str = (
            f"{self._rows()}OPTIONAL MATCH {node}\n"
            f"WITH * WHERE n IS NULL OR {self._difference(others)}\nRETURN i, elementId(n)"
        )

    def _plain_difference(self, others: Sequence[str]) -> str:
        """Return the condition under which a row changes something."""
        conditions = [*(f"NOT n:{quoted(other)}" for other in others), *self._differences("n")]
        return " OR ".join(conditions) or "false"

    def _entity_difference(self, others: Sequence[str]) -> str:
        """Return the same for entities: a stub changes only stubs; a description also ends a stub."""
        row_is_stub = f"coalesce({self._variable(STUB)} = true, false)" if STUB in self._numbers else "false"
        is_stub = f"coalesce(n.{STUB} = true, false)"
        return f"CASE WHEN {row_is_stub} = {is_stub} THEN {self._plain_difference(others)} ELSE {is_stub} END"


class FewNodeStatements(NodeStatements):
    """Statements for few nodes: ``$r`` is a list of row number, key and properties."""

    def _write(self, label: str, key: str, others: Sequence[str]) -> None:
        changes = ["n += row[2]"] + ([f"n{labels_text(others)}"] if others else [])
        self.ensure: str = f"UNWIND $r AS row MERGE (n{label} {{{key}: row[1]}}){_on_create(changes)}"
        self.find: str = (
            f"UNWIND $r AS row OPTIONAL MATCH (n{label} {{{key}: row[1]}})\n"
            "RETURN row[0], elementId(n), properties(n), labels(n)"
        )

    def parameters(self, values: Sequence[Sequence[Any]]) -> dict[str, Any]:
        """Return the parameters for ``ensure`` and ``find`` as one list per row."""
        rows = _maps(self.fields, values)
        return {"r": [[number, row[self.keys[0]], row] for number, row in enumerate(rows)]}


class RelationshipStatements(Statements):
    """Statements for many relationships of one type between entities, found by their ends and ``id``."""

    unites = frozenset()

    lock = (
        "UNWIND $ids AS id MATCH ()-[r]->() WHERE elementId(r) = id\n"
        "SET r.id = r.id RETURN id, properties(r), []"
    )
    update = "UNWIND $changes AS change MATCH ()-[r]->() WHERE elementId(r) = change[0]\nSET r += change[1]"

    def __init__(self, label: str, type_name: str, fields: Sequence[Field]) -> None:
        super().__init__(fields, ("id", *ENDS))
        self.type_name = type_name
        self._write(f":{quoted(label)}", f":{quoted(type_name)}")

    def _write(self, label: str, type_text: str) -> None:
        ends = " ".join(
            f"MATCH ({variable}{label} {{id: {self._variable(name)}}})"
            for variable, name in (("a", "source"), ("b", "target"))
        )
        names = [field.name for field in self.fields if field.name not in ENDS]
        properties = ", ".join(f"{quoted(name)}: {self._variable(name)}" for name in names)
        self.create: str = f"{self._rows()}{ends}\nCREATE (a)-[{type_text} {{{properties}}}]->(b)"
        relationship = f"(a)-[r{type_text} {{id: {self._variable('id')}}}]->(b)"
        self.ensure: str = f"{self._rows()}{ends}\nMERGE {relationship}{_on_create(self._assignments('r'))}"
        self.find: str = (
            f"{self._rows()}{ends}\nOPTIONAL MATCH {relationship}\n"
            f"WITH i, r WHERE {' OR '.join(['r IS NULL', *self._differences('r')])}\nRETURN i, elementId(r)"
        )


class FewRelationshipStatements(RelationshipStatements):
    """Statements for few relationships: ``$r`` is a list of row number, ends, id, type and properties.

    ``find`` does not contain the type, so that one plan serves all types.
    """

    def _write(self, label: str, type_text: str) -> None:
        rows = f"UNWIND $r AS row MATCH (a{label} {{id: row[1]}}) MATCH (b{label} {{id: row[2]}})\n"
        self.create: str = f"{rows}CREATE (a)-[r{type_text}]->(b) SET r = row[5]"
        self.ensure: str = f"{rows}MERGE (a)-[r{type_text} {{id: row[3]}}]->(b){_on_create(['r += row[5]'])}"
        self.find: str = (
            f"{rows}OPTIONAL MATCH (a)-[r {{id: row[3]}}]->(b) WHERE type(r) = row[4]\n"
            "RETURN row[0], elementId(r), properties(r), []"
        )

    def parameters(self, values: Sequence[Sequence[Any]]) -> dict[str, Any]:
        """Return the parameters for ``ensure`` and ``find`` as one list per row."""
        found = []
        for number, row in enumerate(_maps(self.fields, values)):
            source, target = row.pop("source"), row.pop("target")
            found.append([number, source, target, row["id"], self.type_name, row])
        return {"r": found}


def _on_create(changes: Sequence[str]) -> str:
    return f"\nON CREATE SET {', '.join(changes)}" if changes else ""


def _maps(fields: Sequence[Field], values: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    names = [field.name for field in fields]
    return [
        {name: value for name, value in zip(names, row, strict=True) if value is not None}
        for row in zip(*values, strict=True)
    ]
