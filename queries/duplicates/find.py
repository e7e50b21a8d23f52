"""Find the pairs of actors of a graph that may be the same, except those about which somebody decided."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sociogram.graph.common.shown_as_text import ShownAsText
from sociogram.graph.duplicates import BIRTH_PROPERTIES, LEAST_SCORE, Candidate, Duplicate, find_duplicates
from sociogram.graph.duplicates.decisions import DECISION_FIELDS, Decisions
from sociogram.graph.model import types_of
from sociogram.graph.store import GraphStore, entity_pattern
from sociogram.queries.duplicates.resolve import decided
from sociogram.queries.run import run

_AT_ONCE = 5_000

COLUMNS = (*DECISION_FIELDS, "score", "name_a", "name_b", "evidence")
"""The columns of a list of duplicates, which is a file of decisions once these are filled in."""


@dataclass(frozen=True, slots=True)
class Duplicates(ShownAsText, Collection[Duplicate]):
    """Pairs of actors that may be the same, the most likely first.

    Attributes:
        pairs: the pairs without a decision, or with the decision that it is unsure.
        decisions: the decisions.
        left_out: the number of pairs that are not listed because they were decided to be different.
        unmerged: the actors that were decided to be the same but have not been merged: the ids of the others,
            by the id of the actor to keep.
        limited: the number of pairs that are not listed because ``top`` limits them.
        without_id: the number of actors that were not compared because no decision could name them.
        gives_ids: the query that gives an id to those of them with a name; empty if there are none. Others
            would be called by their ids.
        compared: the number of actors that were compared.
    """

    pairs: Sequence[Duplicate]
    decisions: Decisions = field(default_factory=Decisions)
    left_out: int = 0
    unmerged: Mapping[str, Sequence[str]] = field(default_factory=dict)
    limited: int = 0
    without_id: int = 0
    gives_ids: str = ""
    compared: int = 0

    def __len__(self) -> int:
        return len(self.pairs)

    def __iter__(self) -> Iterator[Duplicate]:
        return iter(self.pairs)

    def __contains__(self, pair: object) -> bool:
        return pair in self.pairs

    def top(self, count: int) -> Duplicates:
        """Return only the most likely pairs.

        >>> len(graph.duplicates().top(1)) <= 1
        True
        """
        return replace(self, pairs=self.pairs[:count], limited=max(len(self.pairs) - count, 0))

    def to_text(self) -> str:
        """Return the pairs in words, three lines for each."""
        lines = []
        for pair in self.pairs:
            found = self.decisions.of(pair.a.id, pair.b.id)
            said = "" if found is None else f" [{found.verdict}{f': {found.why}' if found.why else ''}]"
            lines += [f"{pair.score:.2f}  {_described(pair.a)}{said}", f"      {_described(pair.b)}"]
            lines.append(f"      {evidence(pair)}")
        return "".join(f"{line}\n" for line in lines)

    def __str__(self) -> str:
        return f"{self.to_text()}{self.summary()}"

    def summary(self) -> str:
        """Return the number of pairs, and of decisions about others, in sentences.

        >>> graph.duplicates().summary()
        'No actors look alike.'
        """
        count = len(self.pairs) + self.limited
        said = ["No actors look alike." if self.compared > 1 else "No two actors were compared."]
        if self.left_out or self.unmerged:
            said = ["No pairs are left to decide about."]
        if count:
            pairs = "1 pair" if count == 1 else f"{count:,} pairs"
            rest = f"; {self.limited:,} are not listed" if self.limited else ""
            said = [f"{pairs} of actors may be one{rest}."]
        if self.left_out:
            said.append(f"Left out, because they were decided to be different: {self.left_out:,}.")
        if self.unmerged:
            actors = len(self.unmerged) + sum(map(len, self.unmerged.values()))
            said.append(f"{actors:,} actors were decided to be the same as others: --apply merges them.")
        if self.without_id:
            said.append(f"Not compared, because they have no id: {self.without_id:,}.")
        if self.gives_ids:
            said.append(f"Give those with a name one, by a query that may write: {self.gives_ids}")
        return " ".join(said)

    def to_rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the pairs as rows of ``COLUMNS``."""
        for pair in self.pairs:
            found = self.decisions.of(pair.a.id, pair.b.id)
            said = ("", "", "", "") if found is None else found.cells[2:]
            yield pair.a.id, pair.b.id, *said, pair.score, pair.a.name, pair.b.name, evidence(pair)

    def to_dict(self) -> dict[str, Any]:
        """Return the pairs as plain data, for JSON.

        >>> sorted(graph.duplicates().to_dict())
        ['decided_different', 'more', 'pairs', 'same_but_apart', 'without_id']
        """
        return {
            "pairs": [self._pair(pair) for pair in self.pairs],
            "more": self.limited,
            "decided_different": self.left_out,
            "without_id": self.without_id,
            "same_but_apart": {actor: list(others) for actor, others in self.unmerged.items()},
        }

    def _pair(self, pair: Duplicate) -> dict[str, Any]:
        found = self.decisions.of(pair.a.id, pair.b.id)
        return {
            "score": pair.score,
            "a": _actor(pair.a),
            "b": _actor(pair.b),
            "reasons": [
                {"kind": one.kind, "text": one.text, "against": one.is_against} for one in pair.reasons
            ],
            "decision": None
            if found is None
            else dict(zip(DECISION_FIELDS[2:], found.cells[2:], strict=True)),
        }


def _described(candidate: Candidate) -> str:
    known = [*candidate.labels, *candidate.countries]
    return f"{candidate.name} ({', '.join([candidate.id, *known])})"


def evidence(pair: Duplicate) -> str:
    """Return in words why two actors may be the same."""
    return "; ".join(reason.text for reason in pair.reasons)


def _actor(candidate: Candidate) -> dict[str, Any]:
    return {
        "id": candidate.id,
        "name": candidate.name,
        "aliases": list(candidate.aliases),
        "types": list(candidate.labels),
        "countries": list(candidate.countries),
    }


def read_duplicates(
    store: GraphStore,
    decisions: Decisions | None = None,
    *,
    least: float = LEAST_SCORE,
    wanted: Collection[str] | None = None,
) -> Duplicates:
    """Find the actors of a graph that may be the same.

    >>> read_duplicates(store).pairs[0].score

    Args:
        store: the graph.
        decisions: the decisions so far.
        least: the lowest score of a pair, from 0 to 1.
        wanted: ids of which each pair must contain at least one; None for all pairs.
    """
    held = Decisions() if decisions is None else decisions
    candidates = _candidates(store)
    found = find_duplicates(candidates, lambda ids: _neighbours(store, ids), least=least, wanted=wanted)
    pairs = [pair for pair in found if not held.are_same(pair.a.id, pair.b.id)]
    remaining = [pair for pair in pairs if not _are_different(held, pair)]
    without_id, gives_ids = _without_id(store)
    return Duplicates(
        remaining,
        held,
        len(pairs) - len(remaining),
        decided(held, candidates),
        without_id=without_id,
        gives_ids=gives_ids,
        compared=len(candidates),
    )


def read_unmerged(store: GraphStore, decisions: Decisions) -> Mapping[str, Sequence[str]]:
    """Return the actors that were decided to be the same but have not been merged, by the id to keep."""
    return decided(decisions, _candidates(store)) if decisions else {}


def _are_different(decisions: Decisions, pair: Duplicate) -> bool:
    """Return whether two actors were decided to be different, by their ids or their names."""
    return any(
        decisions.are_different(one, other)
        for one in (pair.a.id, pair.a.name)
        for other in (pair.b.id, pair.b.name)
    )


def _candidates(store: GraphStore) -> list[Candidate]:
    query = (
        f"MATCH {entity_pattern(store, 'e')} WHERE e.id IS NOT NULL "
        f"RETURN e.id, {store.actor_rule.name('e')}, e.aliases, labels(e), e.country, e.stub, "
        f"[{', '.join(f'e.{name}' for name in BIRTH_PROPERTIES)}]"
    )
    return [
        Candidate(
            str(own),
            str(own if name is None else name),
            _texts(aliases),
            tuple(types_of(labels)),
            _texts(country),
            stub is True,
            tuple(text for value in born for text in _texts(value)),
        )
        for own, name, aliases, labels, country, stub, born in run(store, query)
    ]


def _without_id(store: GraphStore) -> tuple[int, str]:
    """Return the number of actors without an id, and the query that gives those with a name one."""
    name = replace(store.actor_rule, described_by=None).name("n")
    lacking = f"MATCH {entity_pattern(store, 'n')} WHERE n.id IS NULL"
    [(count, named)] = run(store, f"{lacking} RETURN count(n), count({name})")
    return count, f"{lacking} AND {name} IS NOT NULL SET n.id = randomUUID()" if named else ""


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def _neighbours(store: GraphStore, ids: Sequence[str]) -> dict[str, list[str]]:
    """Return the ids of the neighbours of some actors, by id."""
    entity, other = entity_pattern(store, "e"), entity_pattern(store, "n")
    query = f"MATCH {entity}--{other} WHERE e.id IN $ids RETURN e.id, collect(DISTINCT n.id)"
    found: dict[str, list[str]] = {}
    for first in range(0, len(ids), _AT_ONCE):
        for own, near in run(store, query, {"ids": list(ids[first : first + _AT_ONCE])}):
            found[str(own)] = list(map(str, near))
    return found
