"""Right texts with tokens taken out, put in, changed for others of their kind, swapped and repeated."""

from __future__ import annotations

import random
from collections.abc import Iterable

from sociogram.graph.errors import CypherError, LimitExceeded
from sociogram.queries.cypher.syntax.lexer import tokenize

ODD = [
    *"()[]{}<>-|:.,*+=$`'\"\\;&!%^~?#", "..", "::", "/*", "//", "é", "—", "\x00", "😀", "1e999", "0x",
    "$x", "''",
    "NOT", "WITH", "WHERE", "CALL", "EXISTS {", "COLLECT {", "CASE", "WHEN", "END", "ORDER BY", "IN", "IS",
    "UNION", "RETURN", "YIELD", "FOREACH (", "shortestPath(", "SHORTEST 2", "count(", "all(",
]  # fmt: skip


def kind(token: str) -> str:
    first = token[0]
    return (
        "name" if first.isalpha() else "number" if first.isdigit() else "text" if first in "'\"" else "sign"
    )


class Mutator:
    """Makes broken texts of right ones; the same seed makes the same."""

    def __init__(self, seed: int | str, texts: Iterable[str]) -> None:
        self.random = random.Random(seed)  # noqa: S311 - not for secrets
        self.queries: list[list[str]] = []
        self.by_kind: dict[str, list[str]] = {"name": [], "number": [], "text": [], "sign": []}
        for text in texts:
            try:
                tokens = tokenize(text)
            except (CypherError, LimitExceeded):
                continue
            spans = zip(tokens.starts, tokens.ends, strict=True)
            words = [text[start:end] for start, end in spans if end > start]
            self.queries.append(words)
            for word in words:
                self.by_kind[kind(word)].append(word)

    def query(self) -> str:
        words = list(self.random.choice(self.queries))
        for _ in range(self.random.choice((1, 1, 1, 2, 3, 5))):
            self.random.choice(
                (self.change, self.change, self.put, self.take, self.swap, self.repeat, self.graft)
            )(words)
        return ("" if self.random.random() < 0.1 else " ").join(words)

    def place(self, words: list[str]) -> int:
        return self.random.randrange(len(words) + 1)

    def change(self, words: list[str]) -> None:
        if words:
            at = self.random.randrange(len(words))
            words[at] = self.random.choice(self.by_kind[kind(words[at])])

    def put(self, words: list[str]) -> None:
        words.insert(self.place(words), self.random.choice(ODD))

    def take(self, words: list[str]) -> None:
        at = self.place(words)
        del words[at : at + self.random.choice((1, 1, 2, 100))]

    def swap(self, words: list[str]) -> None:
        if words:
            one, other = (self.random.randrange(len(words)) for _ in range(2))
            words[one], words[other] = words[other], words[one]

    def repeat(self, words: list[str]) -> None:
        at = self.place(words)
        words[at:at] = words[at : at + self.random.randint(1, 4)] * self.random.choice((1, 2, 50, 300))

    def graft(self, words: list[str]) -> None:
        other = self.random.choice(self.queries)
        start = self.random.randrange(len(other))
        at = self.place(words)
        words[at:at] = other[start : start + self.random.randint(1, 12)]
