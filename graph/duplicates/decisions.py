"""Decisions of people on whether similar entities are the same, and what follows from them.

Decisions are a set: neither their order nor the order of the two entities matters. A line that is merged by
git or deleted by hand therefore does not change the meaning of other lines.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias, get_args

from sociogram.graph.common.text import clean

Verdict: TypeAlias = Literal["same", "different", "unsure"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

DECISION_FIELDS = ("first", "second", "verdict", "by", "date", "why")


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on whether two entities are the same.

        >>> Decision("ann", "ann-b", "same", by="Mia", why="one passport").verdict
        'same'

    Attributes:
        first: the id or the name of one entity; if they are the same, of the one to keep.
        second: the id or the name of the other entity.
        verdict: ``same``, ``different`` or ``unsure``.
        by: the person who decided.
        date: the date of the decision, in ISO 8601.
        why: the reason.
        line: its line in the file, from 1; 0 if it is not from a file.
    """

    first: str
    second: str
    verdict: Verdict
    by: str = ""
    date: str = ""
    why: str = ""
    line: int = 0

    @property
    def pair(self) -> frozenset[str]:
        """The keys of both entities; independent of order and case.

        >>> Decision("Ann", "Bo", "same").pair == Decision("bo", "ann", "different").pair
        True
        """
        return frozenset((text_key(self.first), text_key(self.second)))

    @property
    def cells(self) -> tuple[str, ...]:
        """The values of ``DECISION_FIELDS``.

        >>> Decision("ann", "bo", "unsure").cells
        ('ann', 'bo', 'unsure', '', '', '')
        """
        return self.first, self.second, self.verdict, self.by, self.date, self.why


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A decision that contradicts others.

    Attributes:
        decision: the decision.
        message: a sentence on what it contradicts.
        cure: a sentence on how to fix it.
    """

    decision: Decision
    message: str
    cure: str


def text_key(text: str) -> str:
    """Return the form in which decisions compare ids and names: without case and repeated spaces."""
    return clean(text).casefold()


class Decisions(Collection[Decision]):
    """The decisions of a graph.

    >>> decisions = Decisions([Decision("ana", "Ana O.", "same"), Decision("ana", "anna", "different")])
    >>> decisions.group("ana o."), decisions.are_different("Ana O.", "anna")
    (('ana', 'Ana O.'), True)
    """

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._decisions = tuple(decisions)

    def __len__(self) -> int:
        return len(self._decisions)

    def __iter__(self) -> Iterator[Decision]:
        return iter(self._decisions)

    def __contains__(self, decision: object) -> bool:
        return decision in self._decisions

    def of(self, one: str, other: str) -> Decision | None:
        """Return the last decision on a pair that is not ``unsure``, else the first; None without one."""
        return self._by_pair.get(frozenset((text_key(one), text_key(other))))

    def group(self, text: str) -> tuple[str, ...]:
        """Return all ids and names of the same entity, the one to keep first; empty without a decision."""
        return self._groups.get(text_key(text), ())

    def are_same(self, one: str, other: str) -> bool:
        """Return whether two entities are the same, by one decision or a chain of them."""
        return text_key(other) in map(text_key, self._groups.get(text_key(one), ()))

    def are_different(self, one: str, other: str) -> bool:
        """Return whether two entities, or any that are the same as these, are decided to be different."""
        ones, others = (
            {text_key(text), *map(text_key, self._groups.get(text_key(text), ()))} for text in (one, other)
        )
        return any(not self._different.get(first, frozenset()).isdisjoint(others) for first in ones)

    @cached_property
    def _by_pair(self) -> dict[frozenset[str], Decision]:
        found: dict[frozenset[str], Decision] = {}
        for decision in self._decisions:
            if decision.verdict != "unsure" or decision.pair not in found:
                found[decision.pair] = decision
        return found

    @cached_property
    def _different(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for decision in self._decisions:
            if decision.verdict == "different":
                one, other = text_key(decision.first), text_key(decision.second)
                found.setdefault(one, set()).add(other)
                found.setdefault(other, set()).add(one)
        return {text: frozenset(others) for text, others in found.items()}

    @cached_property
    def _groups(self) -> dict[str, tuple[str, ...]]:
        """The members of each group of same entities, by each member; the one to keep comes first.

        That is the one that no decision replaces. If there are several or none, it is the first in
        alphabetical order, so that the order of the decisions has no effect.
        """
        same = [decision for decision in self._decisions if decision.verdict == "same"]
        shown: dict[str, str] = {}
        root: dict[str, str] = {}
        for decision in same:
            for text in (decision.first, decision.second):
                key = text_key(text)
                shown[key] = min(shown.get(key, text), text)
                root.setdefault(key, key)
            one, other = _root(root, text_key(decision.first)), _root(root, text_key(decision.second))
            root[max(one, other)] = min(one, other)
        given_up = {text_key(decision.second) for decision in same}
        members: dict[str, list[str]] = {}
        for key in sorted(shown, key=lambda key: (key in given_up, key)):
            members.setdefault(_root(root, key), []).append(shown[key])
        return {key: tuple(members[_root(root, key)]) for key in shown}

    def with_decisions(self, added: Iterable[Decision]) -> Decisions:
        """Return these decisions with others; a later one on the same pair replaces the earlier ones."""
        new = list(added)
        pairs = {decision.pair for decision in new}
        last = {decision.pair: decision for decision in new}
        return Decisions([*(one for one in self._decisions if one.pair not in pairs), *last.values()])

    def contradictions(self) -> list[Contradiction]:
        """Return the decisions ``different`` on entities that are the same by other decisions."""
        return [
            _contradiction(decision, self._why_same(decision.first, decision.second))
            for decision in self._decisions
            if decision.verdict == "different" and self.are_same(decision.first, decision.second)
        ]

    def _why_same(self, start: str, end: str) -> list[Decision]:
        """Return the shortest chain of decisions by which two entities are the same."""
        near: dict[str, list[tuple[str, Decision]]] = {}
        for decision in self._decisions:
            if decision.verdict == "same":
                one, other = text_key(decision.first), text_key(decision.second)
                near.setdefault(one, []).append((other, decision))
                near.setdefault(other, []).append((one, decision))
        chains: dict[str, list[Decision]] = {text_key(start): []}
        queue = [text_key(start)]
        for text in queue:
            for other, decision in near.get(text, ()):
                if other not in chains:
                    chains[other] = [*chains[text], decision]
                    queue.append(other)
        return chains[text_key(end)]


def _root(root: dict[str, str], key: str) -> str:
    while root[key] != key:
        root[key] = root[root[key]]
        key = root[key]
    return key


def _contradiction(decision: Decision, same: Sequence[Decision]) -> Contradiction:
    chain = " and ".join(
        f"`{one.first}` same `{one.second}`{f' (line {one.line})' if one.line else ''}" for one in same
    )
    return Contradiction(
        decision,
        f"`{decision.first}` and `{decision.second}` are decided to be different, "
        f"but they are the same by {chain}.",
        "Change or delete one of these rows.",
    )
