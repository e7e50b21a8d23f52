"""The machinery of a grammar that makes queries: choices by chance, and rules written as text.

A rule is a line ``weight text``; ``<kind>`` in it stands for a value of that kind. Kinds are those of
``grammar_expressions``. The same seed makes the same queries.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from support.grammar.vocabulary import MADE_UP, Words

Thing = TypeVar("Thing")
Scope = dict[str, str]
"""The variables in sight and what they hold: ``node``, ``relationship``, ``path``, or a kind of value."""

_PLACE = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class Query:
    """A query, and how its answers compare.

    Attributes:
        text: the query.
        writes: whether it may change the graph.
        ordered: whether ORDER BY leaves nothing open.
        loose: whether 1 and 1.0 may stand for each other, as where DISTINCT keeps either.
        bags: whether the order within lists is open, as in ``collect(x)``.
    """

    text: str
    writes: bool = False
    ordered: bool = False
    loose: bool = False
    bags: bool = False


class Chance:
    """Choices of one seed, and what the choices made so far ask of a comparison."""

    def __init__(self, seed: int | str, words: Words = MADE_UP) -> None:
        self.random = random.Random(seed)  # noqa: S311 - not for secrets
        self.words = words
        self.made = 0
        self.hops = 2 if words.large else 0
        self.careful = 0
        """Above 0 where nothing may be written that can fail."""
        self.loose = False
        self.bags = False
        self.quantified = self.random.random() < 0.15
        """Whether lengths are written the new way: Neo4j does not take both in a pattern."""

    def happens(self, probability: float) -> bool:
        return self.random.random() < probability

    def one(self, things: Sequence[Thing]) -> Thing:
        return self.random.choice(things)

    def some(self, things: Sequence[Thing], most: int) -> list[Thing]:
        return self.random.sample(things, self.random.randint(1, min(most, len(things)))) if things else []

    def number(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def fresh(self, prefix: str) -> str:
        """Return a name that the query does not have yet."""
        self.made += 1
        return f"{prefix}{self.made}"

    def rule(self, rules: str) -> str:
        """Choose a line of a table of rules, by weight."""
        texts, weights = _read(rules)
        return self.random.choices(texts, weights)[0]

    def filled(self, text: str, value: Callable[[str], str]) -> str:
        """Put a value in each place of a rule."""
        return _PLACE.sub(lambda place: value(place[1]), text)


@cache
def _read(rules: str) -> tuple[list[str], list[int]]:
    lines = [line.strip().partition(" ") for line in rules.strip().splitlines()]
    return [text.strip() for _, _, text in lines], [int(weight) for weight, _, _ in lines]
