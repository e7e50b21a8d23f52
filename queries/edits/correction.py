"""The result of a correction, in words and as data: changed rows, notes, and the script that undoes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sociogram.graph.actor_rules import ActorRule
from sociogram.graph.common.shown_as_text import ShownAsText
from sociogram.graph.dataset import ENTITY_FIELDS, RELATION_FIELDS, SOURCE_FIELDS
from sociogram.graph.edits import Edits, NodeEdit, Relation
from sociogram.graph.model import ENTITY_LABEL, SOURCE_LABEL, Node
from sociogram.loaders.folder.history import RowChange
from sociogram.loaders.folder.history.wording import change_lines, change_to_dict
from sociogram.loaders.folder.tables.column_format import cell_text


@dataclass(frozen=True, slots=True)
class Correction(ShownAsText):
    """The result of a correction.

        >>> renamed = graph.rename("lisa-kenna", "Lisa D. Kenna", dry_run=True)
        >>> renamed.changes[0].cells()["name"]
        ('Lisa Kenna', 'Lisa D. Kenna')

    Attributes:
        changes: the rows that changed, or that would change: actors, claims and sources.
        notes: sentences that the user should read.
        undo_script: on a server, the Cypher that undoes the correction; empty for a folder, which has
            ``undo``.
        names: the names of actors by id, for the text.
        dry_run: whether nothing was written.
    """

    changes: Sequence[RowChange]
    notes: Sequence[str] = ()
    undo_script: str = ""
    names: Mapping[str, str] | None = None
    dry_run: bool = False

    @property
    def new_ids(self) -> dict[str, str]:
        """The new ids of actors by old id.

        >>> graph.rename("lisa-kenna", "Lisa D. Kenna", id="kenna", dry_run=True).new_ids
        {'lisa-kenna': 'kenna'}
        """
        entities = (change for change in self.changes if change.table == "entities")
        ids = ((change.key, change.after.get("id", "")) for change in entities if change.after is not None)
        return {old: new for old, new in ids if old != new}

    def to_text(self) -> str:
        """Return the changes in words, one line per row.

        >>> print(graph.merge_actors("ann", "ann-b").to_text())
        """
        return "".join(f"{line}\n" for line in change_lines(self.changes, self.names or {}))

    def to_dict(self) -> dict[str, Any]:
        """Return the correction as plain data, for JSON.

        >>> graph.rename("lisa-kenna", "Lisa D. Kenna", dry_run=True).to_dict()["dry_run"]
        True
        """
        return {
            "dry_run": self.dry_run,
            "changes": [change_to_dict(change, self.names or {}) for change in self.changes],
            "notes": list(self.notes),
            "undo": self.undo_script,
        }


def row_changes(edits: Edits) -> list[RowChange]:
    """Return edits as changes of rows, by table."""
    nodes = [(_table(edit), edit) for edit in edits.nodes]
    entities = [_node_change(table, edit) for table, edit in nodes if table == "entities"]
    sources = [_node_change(table, edit) for table, edit in nodes if table == "sources"]
    relations = [_change("relations", edit.before, edit.after, _relation_cells) for edit in edits.relations]
    return [*entities, *relations, *sources]


def names_in(edits: Edits) -> set[Any]:
    """Return the ids of the ends of changed relations, whose names the text needs."""
    return {
        end
        for edit in edits.relations
        for relation in (edit.before, edit.after)
        if relation is not None
        for end in (relation.source, relation.target)
    }


def names_of_nodes(edits: Edits, rule: ActorRule) -> dict[str, str]:
    """Return the names of removed, added and changed actors by id."""
    nodes = [node for edit in edits.nodes for node in (edit.before, edit.after) if node is not None]
    return {str(node.get("id")): rule.name_of(node) for node in nodes}


def _table(edit: NodeEdit) -> str:
    node = edit.after or edit.before
    return "sources" if node is not None and SOURCE_LABEL in node.labels else "entities"


def _node_change(table: str, edit: NodeEdit) -> RowChange:
    return _change(table, edit.before, edit.after, _node_cells)


def _change(table: str, before: Any, after: Any, cells_of: Any) -> RowChange:
    held, new = (None if one is None else dict(cells_of(one)) for one in (before, after))
    return RowChange(table, (held or new or {}).get("id", ""), held, new)


def _node_cells(node: Node) -> Iterator[tuple[str, str]]:
    types = sorted(set(node.labels) - {ENTITY_LABEL, SOURCE_LABEL})
    fields = SOURCE_FIELDS if SOURCE_LABEL in node.labels else ENTITY_FIELDS
    return _cells({**({"type": types} if types else {}), **node.properties}, fields)


def _relation_cells(relation: Relation) -> Iterator[tuple[str, str]]:
    ends = {"source": relation.source, "target": relation.target, "type": relation.type}
    return _cells({**relation.properties, **ends}, ("id", *RELATION_FIELDS))


def _cells(values: Mapping[str, Any], fields: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the cells of a row in the order of a data folder's columns."""
    for name in [*(field for field in fields if field in values), *sorted(set(values) - set(fields))]:
        yield name, _text(values[name])


def _text(value: Any) -> str:
    try:
        return cell_text(value) if value != "" else ""
    except (TypeError, ValueError):  # a value that no cell can have as it is
        return str(value)
