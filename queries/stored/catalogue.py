"""Read the stored queries: one ``.cypher`` file each, with a header for people and programs.

    // Connections of an actor
    //
    // Question: Who is tied to this actor, how, and who says so?
    // Param: actor STRING -- an actor's name, alias or id [actor]
    // Suggest actor: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
    //
    MATCH …

As in Neo4j Browser, the first comment is the title. A file can be pasted there unchanged, unless it has a
line ``Derived:``; such a query receives rows that are derived from the claims as a parameter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from sociogram.graph.common.text import did_you_mean, fold, near_texts, nearest
from sociogram.graph.errors import CypherError, StoredQueryError
from sociogram.queries.stored.derived import DerivedRows, read_derived
from sociogram.queries.stored.stored_query import STORED, TAKEN_BACK, TEXT_VOICES, QueryParameter, StoredQuery
from sociogram.queries.stored.typed_values import TYPES, literal_value

ACTOR_MARK = "[actor]"
TYPE_MARK = "[type]"
SOURCE_MARK = "[source]"
DATE_MARK = "[date]"
_FILLED_IN = rf"\[(?P<with>{TAKEN_BACK}|{TEXT_VOICES})\]"
_MARKS = rf" *\[(?:actor|type|source|date|{TAKEN_BACK}|{TEXT_VOICES})\]"
_CHOICES = r"\[(?P<choices>\w+(?: \| \w+)+)\]"


class Catalogue:
    """The stored queries of your folders and of the package; yours take precedence.

    >>> "hubs" in graph.queries
    True
    """

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        for folder in folders:
            if not folder.is_dir():
                raise StoredQueryError(f"There is no folder {folder}. Give one that contains .cypher files.")
        self.folders = (*folders, STORED)

    def __iter__(self) -> Iterator[StoredQuery]:
        """Yield every stored query, in alphabetical order."""
        return iter(self.all())

    def __len__(self) -> int:
        return len(self.names())

    def __contains__(self, name: object) -> bool:
        return name in self.names()

    def __getitem__(self, name: str) -> StoredQuery:
        """Read one stored query, as ``get`` does."""
        return self.get(name)

    def __str__(self) -> str:
        """List the queries with their questions."""
        queries = list(self)
        width = max(len(query.name) for query in queries)
        return "\n".join(f"{query.name:<{width}}  {query.question}" for query in queries)

    def __repr__(self) -> str:
        return f"<Catalogue of {len(self)} stored queries>"

    def _repr_html_(self) -> str:
        """List the queries in a notebook, with their questions and parameters."""
        cells = (
            (
                query.name,
                query.question,
                ", ".join(query.own_parameters),
            )
            for query in self
        )
        rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in cells)
        return f"<table><tbody>{rows}</tbody></table>"

    def names(self) -> list[str]:
        """Return the names of all stored queries, in alphabetical order.

        >>> graph.queries.names()[:3]
        ['accusations', 'actors-in-several-sources', 'brokers']
        """
        return sorted({path.stem for folder in self.folders for path in folder.glob("*.cypher")})

    def get(self, name: str) -> StoredQuery:
        """Read one stored query.

            >>> graph.queries.get("hubs").question
            'Which actors have the most ties, and to how many others?'

        Raises:
            StoredQueryError: there is no query of that name, or its header is invalid.
        """
        for folder in self.folders:
            path = folder / f"{name}.cypher"
            if path.parent == folder and path.is_file():
                return read_stored_query(path)
        names = self.names()
        offer = did_you_mean(_meant(name, names) or nearest(name, names)) or (
            "`sociogram queries list` shows them; `sociogram query connections-of NAME` the ties of an actor."
        )
        if name.rstrip(";").count(" ") > 1:
            offer = "If this is Cypher, write `sociogram query -c CYPHER`, or graph.run(CYPHER) in Python."
        raise StoredQueryError(f"There is no stored query '{name}'. {offer}")

    def all(self) -> list[StoredQuery]:
        """Read every stored query, in alphabetical order.

        >>> [query.name for query in graph.queries.all()][:2]
        ['accusations', 'actors-in-several-sources']
        """
        return [self.get(name) for name in self.names()]


MEANT = {
    "claim": ("claims-by-voice", "claims-in-source", "evidence-for-tie"),
    "contradict": ("conflicts", "disputed-ties"),
    "denial": ("disputed-ties",),
    "denied": ("disputed-ties",),
    "said": ("claims-by-voice", "evidence-for-tie"),
    "say": ("claims-by-voice", "evidence-for-tie"),
    "quote": ("evidence-for-tie", "claims-in-source"),
    "evidence": ("evidence-for-tie",),
    "proof": ("evidence-for-tie",),
    "witness": ("voices", "claims-by-voice"),
    "claimant": ("voices", "claims-by-voice"),
    "neighbo": ("neighbourhood", "connections-of"),
    "friend": ("connections-of",),
    "relation": ("connections-of", "neighbourhood"),
    "degree": ("hubs",),
    "central": ("hubs", "brokers"),
    "between": ("how-connected", "common-connections", "brokers"),
    "path": ("how-connected",),
    "cluster": ("components",),
    "communit": ("components",),
    "search": ("find-actors",),
    "when": ("timeline", "ties-as-of"),
    "date": ("timeline", "ties-as-of"),
    "uncited": ("unsourced-ties",),
}
"""The queries that a name may mean, by a part of it."""


def _meant(name: str, names: Collection[str]) -> list[str]:
    """Return the queries that a guessed name may mean, if its spelling is not near one."""
    if near_texts(fold(name), names, 1):
        return []
    found = (query for part, queries in MEANT.items() if part in fold(name) for query in queries)
    return list(dict.fromkeys(found))[:3]


def read_stored_query(path: Path) -> StoredQuery:
    """Read a ``.cypher`` file and its header.

    Raises:
        StoredQueryError: the file cannot be read, or a line of the header is invalid.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise StoredQueryError(f"{path} cannot be read: {error}") from error
    header = _header(text)
    title = header[0][1] if header else path.stem
    suggestions = {
        match["name"]: match["query"]
        for _, line in header
        if (match := _compiled(_SUGGEST).fullmatch(line)) is not None
    }
    parameters: list[QueryParameter] = []
    question = ""
    derived: list[DerivedRows] = []
    for number, line in header:
        if line.startswith("Derived:"):
            derived.append(read_derived(line, f"{path}:{number}"))
        elif line.startswith("Question:"):
            question = line.removeprefix("Question:").strip()
        elif line.startswith("Param:"):
            parameters.append(_parameter(line, suggestions, f"{path}:{number}"))
    return StoredQuery(path.stem, title, question, tuple(parameters), tuple(derived), text, path)


_PARAM = (
    r"Param:\s+(?P<name>[A-Za-z_]\w*)\s+(?P<type>[A-Z]+(?:<[A-Z]+>)?)"
    r"(?:\s+=\s+(?P<default>.+?))?\s+--\s+(?P<description>.+)"
)
_SUGGEST = r"Suggest\s+(?P<name>\w+):\s+(?P<query>.+)"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _header(text: str) -> list[tuple[int, str]]:
    """Return the leading comment lines that are not empty, each with its line number."""
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if stripped and not stripped.startswith("//"):
            break
        comment = stripped.removeprefix("//").strip()
        if comment:
            lines.append((number, comment))
    return lines


def _parameter(line: str, suggestions: Mapping[str, str], location: str) -> QueryParameter:
    match = _compiled(_PARAM).fullmatch(line)
    if match is None or match["type"] not in TYPES:
        raise StoredQueryError(
            f"{location}: '{line}' is not a parameter. Write: Param: name TYPE = default -- description, "
            f"with one of the types {', '.join(TYPES)}."
        )
    description = match["description"]
    choices = _compiled(_CHOICES).search(description)
    filled_in = _compiled(_FILLED_IN).search(description)
    return QueryParameter(
        name=match["name"],
        type=match["type"],
        default=None if match["default"] is None else _literal(match["default"], location),
        required=match["default"] is None,
        description=_compiled(_MARKS).sub("", description).strip(),
        is_actor=ACTOR_MARK in description,
        is_type=TYPE_MARK in description,
        is_source=SOURCE_MARK in description,
        is_date=DATE_MARK in description,
        filled_with=filled_in["with"] if filled_in else "",
        choices=() if choices is None else tuple(choices["choices"].split(" | ")),
        suggestion=suggestions.get(match["name"], ""),
    )


def _literal(text: str, location: str) -> Any:
    """Read a Cypher literal: ``'text'``, ``2``, ``true``, ``null``, ``['a', 'b']``."""
    try:
        return literal_value(text)
    except (CypherError, ValueError) as error:
        raise StoredQueryError(f"{location}: {text} is not a Cypher literal.") from error
