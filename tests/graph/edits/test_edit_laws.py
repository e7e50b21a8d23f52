"""Laws of corrections: what is undone is as it was, and a merge loses no relation and no name."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sociogram.graph.edits import Edits, HeldRows, Relation, merge, remove, rename, split
from sociogram.graph.edits.model import VOICES
from sociogram.graph.edits.statements import statements
from sociogram.graph.model import Node

IDS = ("a", "b", "c", "d")
texts = st.sampled_from(["", "Ann", "A. Bee", "it's", "`b`", "x\\u0060"])
voices = st.fixed_dictionaries(
    {},
    optional={
        "claimed_by": st.sampled_from(IDS),
        "via": st.lists(st.sampled_from(IDS), min_size=1, max_size=3, unique=True),
        "quote": texts,
    },
)


@st.composite
def graphs(draw: st.DrawFn) -> HeldRows:
    """Draw four entities and some relations between them."""
    entities = {
        own: Node(
            own, ("Entity",), {"id": own, "name": draw(texts), "aliases": draw(st.lists(texts, max_size=2))}
        )
        for own in IDS
    }
    relations = [
        Relation(
            str(number), draw(st.sampled_from(["T", "U"])), *draw(st.tuples(*2 * [st.sampled_from(IDS)])),
            {"id": f"r{number}", **draw(voices)},
        )
        for number in range(draw(st.integers(0, 5)))
    ]  # fmt: skip
    return HeldRows(entities, {}, relations)


def naming(held: HeldRows, *ids: str) -> HeldRows:
    relations = [relation for relation in held.relations if not relation.named().isdisjoint(ids)]
    return HeldRows(held.entities, {}, relations)


def applied(held: HeldRows, edits: Edits) -> HeldRows:
    """Return the rows after edits."""
    entities = dict(held.entities)
    for edit in edits.nodes:
        if edit.before is not None:
            del entities[edit.before["id"]]
    entities |= {edit.after["id"]: edit.after for edit in edits.nodes if edit.after is not None}
    relations = {relation.id: relation for relation in held.relations}
    for change in edits.relations:
        if change.before is not None:
            del relations[change.before.id]
    relations |= {edit.after.id: edit.after for edit in edits.relations if edit.after is not None}
    return HeldRows(entities, {}, list(relations.values()))


def said(held: HeldRows) -> Any:
    """Return what rows say, in an order of their own."""
    nodes = sorted(
        (own, sorted(node.labels), sorted(node.properties.items())) for own, node in held.entities.items()
    )
    return nodes, sorted(map(repr, held.relations))


CORRECTIONS = {
    "merge": lambda held: merge(naming(held, "b", "c"), "a", ["b", "c"]),
    "rename": lambda held: rename(naming(held, "a"), "a", name="Zed", new_id="z"),
    "split": lambda held: split(naming(held, "a"), "a", "b", "B", {"0", "2"}),
    "remove": lambda held: remove(naming(held, "a"), entities=["a"], relations=["r1"]),
}


@given(graphs(), st.sampled_from(sorted(CORRECTIONS)))
def test_the_inverse_takes_back_every_correction(held: HeldRows, name: str) -> None:
    edits = CORRECTIONS[name](held)
    assert said(applied(applied(held, edits), edits.inverse())) == said(held)


@given(graphs())
def test_a_merge_keeps_every_relation_and_names_nobody_who_is_gone(held: HeldRows) -> None:
    after = applied(held, merge(naming(held, "b"), "a", ["b"]))
    assert {relation.id for relation in after.relations} == {relation.id for relation in held.relations}
    assert all("b" not in relation.named() for relation in after.relations)
    assert {"b", held.entities["b"]["name"]} <= {
        after.entities["a"]["name"],
        *after.entities["a"].get("aliases", ()),
        "",
    }


@given(graphs())
def test_an_edit_that_changes_nothing_needs_no_statement(held: HeldRows) -> None:
    assert rename(naming(held, "a"), "a").relations == []
    assert list(statements(Edits())) == []


def test_every_property_that_names_an_entity_follows() -> None:
    relation = Relation("1", "T", "b", "b", {"id": "r", **dict.fromkeys(VOICES, "b")})
    moved = relation.with_names({"b": "a"})
    assert (moved.source, moved.target, [moved.properties[name] for name in VOICES]) == ("a", "a", ["a"] * 3)
