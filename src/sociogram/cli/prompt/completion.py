"""Completion of the word at the cursor of the prompt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from sociogram.cli.prompt.commands import USAGE
from sociogram.graph.errors import SociogramError
from sociogram.queries.actors import actors_starting
from sociogram.queries.results.terminal import visible

if TYPE_CHECKING:
    from sociogram.cli.prompt.session import Session

KEYWORDS = (
    "MATCH", "OPTIONAL MATCH", "WHERE", "RETURN", "WITH", "UNWIND", "ORDER BY", "SKIP", "LIMIT", "DISTINCT",
    "UNION", "CALL", "CREATE", "MERGE", "SET", "REMOVE", "DELETE", "DETACH DELETE", "EXISTS", "COUNT", "AS",
    "EXPLAIN", "PROFILE",
)  # fmt: skip

_STRING = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")
_OPEN_STRING = re.compile(r"""(?P<quote>['"])(?P<typed>(?:(?!(?P=quote))[^\\]|\\.)*)$""")
_CONTEXTS = (
    ("run", re.compile(r"^:run\s+([\w-]*)$")),
    ("commands", re.compile(r"^:(\w*)$")),
    ("types", re.compile(r"\[\w*:(?:\w+\|)*(\w*)$")),
    ("labels", re.compile(r"(?:^|[^\w\[])\w*:(?:\w+[|&:])*(\w*)$")),
    ("parameters", re.compile(r"\$(\w*)$")),
    ("properties", re.compile(r"\w\.(\w*)$")),
    ("keywords", re.compile(r"(?<![\w.:$'])(\w+)$")),
)


class Completion:
    """Completes labels, types, properties, actors, parameters, stored queries, commands and keywords.

    The names are read from the graph on first use, so that a prompt on a large server opens immediately.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def offers(self, text: str) -> Iterator[tuple[str, int]]:
        """Yield completions of the text before the cursor, with the number of characters that each replaces.

        >>> next(Completion(session).offers("MATCH (a:Pers"))
        ('Person', 4)
        """
        open_string = _OPEN_STRING.search(_STRING.sub("", text))
        if open_string is not None:
            quote, typed = open_string["quote"], open_string["typed"]
            for name in self._actors(typed) if typed else ():
                yield name.replace("\\", "\\\\").replace(quote, f"\\{quote}"), len(typed)
            return
        for kind, pattern in _CONTEXTS:
            match = pattern.search(text)
            if match is not None:
                typed_word = match[1]
                for word in self._words(kind):
                    if word.lower().startswith(typed_word.lower()) and word == visible(word):
                        yield word, len(typed_word)
                return

    def _words(self, kind: str) -> list[str]:
        if kind == "run":
            return self._session.graph.queries.names()
        if kind == "commands":
            return [*USAGE, "quit"]
        if kind == "parameters":
            return sorted(self._session.parameters)
        return list(KEYWORDS) if kind == "keywords" else self._schema[kind]

    @cached_property
    def _schema(self) -> dict[str, list[str]]:
        return {
            "labels": self._read("CALL db.labels() YIELD label AS name"),
            "types": self._read("CALL db.relationshipTypes() YIELD relationshipType AS name"),
            "properties": self._properties(),
        }

    def _read(self, call: str) -> list[str]:
        try:
            rows = self._session.graph.run(f"{call} RETURN name ORDER BY name", timeout=self._session.timeout)
            return [str(row["name"]) for row in rows]
        except SociogramError:
            return []  # completion cannot show an error

    def _properties(self) -> list[str]:
        try:
            return sorted(self._session.graph.store.property_keys())
        except SociogramError:
            return []  # completion cannot show an error

    def _actors(self, typed: str) -> list[str]:
        try:
            names = [actor.name for actor in actors_starting(self._session.graph.store, typed)]
        except SociogramError:
            return []  # completion cannot show an error
        return [name for name in names if name == visible(name)]
