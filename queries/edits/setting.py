"""Plan a correction that sets single values of an actor, a claim or a source."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from sociogram.graph.actor_rules import ActorRule
from sociogram.graph.common.text import did_you_mean, nearest
from sociogram.graph.dataset import ENTITY_FIELDS, RELATION_FIELDS, SOURCE_FIELDS
from sociogram.graph.edits import Edits, node_edits, relation_edits
from sociogram.graph.edits.read import nodes_where, relations_where, sources_where
from sociogram.graph.errors import ConflictError, DataError, SociogramError, SourceError
from sociogram.graph.model import ENTITY_LABEL, Node
from sociogram.graph.store import GraphStore, QueryRunner
from sociogram.loaders.headers.title_fields import alias_keys
from sociogram.loaders.headers.titles import title_key
from sociogram.loaders.one_row import check_values
from sociogram.queries.edits.plans import Plan
from sociogram.queries.edits.rows import find_row, pattern_of, source_id, with_article

_FIELDS = {
    "actor": ENTITY_FIELDS[1:],
    "claim": (*RELATION_FIELDS, "weight", "is_current"),
    "source": SOURCE_FIELDS[1:],
}
_TABLES = {"actor": "entities", "claim": "relations", "source": "sources"}
_REQUIRED = {"actor": ("name",), "claim": ("source", "target", "type"), "source": ()}


def plan_set(store: GraphStore, row: str, texts: Mapping[str, str], *, kind: str | None = None) -> Plan:
    """Plan to set columns of one row; an empty text clears the cell.

    Args:
        store: the graph.
        row: an actor by name, alias or id, a claim or a source by id.
        texts: the cells by column, written as in a sheet.
        kind: ``actor``, ``claim`` or ``source``, if an id could be of several kinds.

    Raises:
        DataError: a column does not exist, or its cell cannot be read.
        SociogramError: a text matches nothing, or rows of several kinds.
    """
    if not texts:
        raise SociogramError("Give at least one FIELD=VALUE.")
    what, own = find_row(store, row, kind=kind)
    _check_columns(store, what, texts)
    values = _values(store, what, str(own), {name: str(text) for name, text in texts.items()})

    def edits(runner: QueryRunner) -> Edits:
        if what == "claim":
            return _set_claim(runner, own, values)
        read = sources_where if what == "source" else nodes_where
        node = read(runner, "n.id IN $ids", [own]).get(own)
        if node is None:
            raise ConflictError(f"{own} no longer exists. Run the command again.")
        return _set_actor(node, values, runner.actor_rule) if what == "actor" else _set_node(node, values)

    cells = [f"{name}={text}" for name, text in texts.items()]
    return Plan(" ".join(["set", str(own), *cells]), edits)


def _values(store: GraphStore, what: str, own: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of cells as ``check_values`` does; suggest ``sources`` for a source in ``source``."""
    try:
        return check_values(store, what, own, texts)
    except DataError as error:
        if what != "claim" or error.column != "source":
            raise
        try:
            cited = source_id(store, texts["source"])
        except SourceError:
            raise error from None
        raise DataError(
            f"There is no actor `{texts['source']}`: `source` is the actor at the start of the tie.",
            column="source",
            cure=f"For the source of the claim, write: sources={cited}",
        ) from None


def _set_claim(runner: QueryRunner, own: str, values: Mapping[str, Any]) -> Edits:
    found = relations_where(runner, "r.id = $id", id=own)
    if len(found) != 1:
        raise ConflictError(f"There are {len(found)} claims with the id {own}; one is needed.")
    [before] = found
    ends = {name: values.get(name) or getattr(before, name) for name in ("source", "target", "type")}
    properties = {**before.properties, **{name: value for name, value in values.items() if name not in ends}}
    return Edits(relations=relation_edits(before, replace(before, **ends, properties=properties)))


def _set_actor(node: Node, given: Mapping[str, Any], rule: ActorRule) -> Edits:
    """Return the edits of an actor, whose types are labels and whose name may be in another property."""
    values, labels, notes = dict(given), node.labels, []
    if "name" in values:
        values[rule.name_key(node)] = values.pop("name")
    if "type" in values:
        is_entity = rule.is_default or ENTITY_LABEL in node.labels
        labels = (*([ENTITY_LABEL] if is_entity else []), *(values.pop("type") or ()))
        if not rule.is_default:
            notes = _label_notes(node, labels)
    planned = _set_node(node, values, labels)
    return Edits(planned.nodes, notes=notes)


def _label_notes(node: Node, labels: Collection[str]) -> list[str]:
    """Return a note on the labels that a node of another program would get and lose."""
    lost = [label for label in node.labels if label not in labels]
    new = [label for label in labels if label not in node.labels]
    parts = [f"{', '.join(some)} {verb}" for some, verb in ((lost, "removed"), (new, "added")) if some]
    return [f"Labels of the node: {'; '.join(parts)}."] if parts else []


def _set_node(node: Node, values: Mapping[str, Any], labels: Collection[str] | None = None) -> Edits:
    described = {"stub": None} if node.get("stub") else {}  # a row describes it now
    return Edits(node_edits(node, {**node.properties, **values, **described}, labels))


def _check_columns(store: GraphStore, kind: str, texts: Mapping[str, str]) -> None:
    """Check that the row can have these columns, and that no required column is cleared.

    Raises:
        DataError: a column is unknown, identifies the row, or cannot be empty.
    """
    known, subject = list(_FIELDS[kind]), with_article(kind).capitalize()
    for name, text in texts.items():
        if name == "id":
            cure = (
                "`sociogram rename --id` gives an actor another id." if kind == "actor" else "Leave it out."
            )
            raise DataError(f"The id of {with_article(kind)} cannot be set.", column="id", cure=cure)
        if name not in known and not _is_used(store, kind, name):
            meant = [field for field in _meant_by(kind, name) if field in known]
            offer = (
                f"A load reads that title as {meant[0]}. Write {meant[0]}={text}."
                if meant
                else did_you_mean(nearest(name, known))
            )
            raise DataError(
                f"{subject} has no column `{name}`.",
                column=name,
                cure=offer or f"The columns are {', '.join(known)}.",
            )
        if name in _REQUIRED[kind] and not text.strip():
            raise DataError(f"{subject} needs a {name}.", column=name, cure="Give it a value.")


def _meant_by(kind: str, title: str) -> list[str]:
    """Return the columns that a load would make of this title: ``amount`` is the weight of a claim."""
    key = title_key(title)
    return [field for field, keys in alias_keys()[_TABLES[kind]].items() if key in keys]


def _is_used(store: GraphStore, kind: str, name: str) -> bool:
    """Return whether any row of this kind has a property of this name."""
    query = f"MATCH {pattern_of(store, kind)} WHERE e[$name] IS NOT NULL RETURN 1 LIMIT 1"
    return any(store.execute(query, {"name": name}).rows)
