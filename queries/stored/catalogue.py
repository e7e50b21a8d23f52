"""The stored queries: one ``.cypher`` file each, with a header that people and programs can read.

    // Connections of an actor
    //
    // Question: Who is tied to this actor, how, and who says so?
    // Param: actor STRING -- an actor's name, alias or id [actor]
    // Suggest actor: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
    //
    MATCH …

The first comment is the title, as in Neo4j Browser; the file can be pasted there unchanged, unless it has a
line ``Derived:``. Such a query receives rows as a parameter, derived from the claims.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from keyword import iskeyword
from pathlib import Path
from typing import Any

from sociogram.graph.common.text import did_you_mean, nearest
from sociogram.graph.errors import CypherError, SociogramError, StoredQueryError
from sociogram.graph.store import GraphStore
from sociogram.queries.claims.wording.dates import check_date
from sociogram.queries.cypher.syntax.frozen import Frozen
from sociogram.queries.stored.derived import DerivedRows, derived_values, read_derived
from sociogram.queries.stored.rewriting import EVERY_TYPE, actors_by_node, without_directions
from sociogram.queries.stored.typed_values import TYPES, literal_value, typed

STORED = Path(__file__).parent
_EVERY_TYPE = "CALL db.relationshipTypes() YIELD relationshipType RETURN relationshipType"
ACTOR_MARK = "[actor]"
TYPE_MARK = "[type]"
SOURCE_MARK = "[source]"
DATE_MARK = "[date]"
TAKEN_BACK, TEXT_VOICES = "taken back", "text voices"
_FILLED_IN = rf"\[(?P<with>{TAKEN_BACK}|{TEXT_VOICES})\]"
_MARKS = rf" *\[(?:actor|type|source|date|{TAKEN_BACK}|{TEXT_VOICES})\]"
_CHOICES = r"\[(?P<choices>\w+(?: \| \w+)+)\]"


class QueryParameter(Frozen):
    """A parameter of a stored query, as its header declares it.

    Attributes:
        name: without the dollar sign.
        type: one of ``typed_values.TYPES``.
        default: the value if none is given.
        required: whether the header gives no default.
        description: a phrase for people.
        is_actor: whether the value is an actor, by name, alias or id.
        is_type: whether the value is a type of ties that the graph has.
        is_source: whether the value is a source, by id or title.
        is_date: whether the value is a date, whole or partial.
        filled_with: what the program fills in: ``TAKEN_BACK`` the claims that their own voice took back,
            ``TEXT_VOICES`` the voices of claims that name nobody; empty if users give the value.
        choices: the values that it can have; empty for any.
        suggestion: a query for possible values, or an empty text.
    """

    name: str
    type: str
    default: Any
    required: bool
    description: str
    is_actor: bool
    is_type: bool
    is_source: bool
    is_date: bool
    filled_with: str
    choices: tuple[str, ...]
    suggestion: str


class StoredQuery(Frozen):
    """A stored query: its name (the file name without suffix), its header and its text."""

    name: str
    title: str
    question: str
    parameters: tuple[QueryParameter, ...]
    derived: tuple[DerivedRows, ...]
    text: str
    path: Path

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return a value for each parameter: the given one, read by its type, or the default.

        Raises:
            StoredQueryError: an unknown parameter, a missing one, or a value of another type than declared.
        """
        declared = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in declared:
                own = self.own_parameters
                offer = did_you_mean(nearest(name, own)) or f"It has: {', '.join(own) or 'none'}."
                raise StoredQueryError(f"The query '{self.name}' has no parameter '{name}'. {offer}")
        if (missing := self.missing(given)) is not None:
            raise self.needs(missing)
        return {
            name: self._typed(parameter, given[name]) if name in given else parameter.default
            for name, parameter in declared.items()
        }

    def named(self, values: Sequence[Any], given: Collection[str] = ()) -> dict[str, Any]:
        """Return values that are given in order, by the names of the parameters that are not ``given``.

        Raises:
            StoredQueryError: there are more values than parameters.
        """
        own = self.own_parameters
        free = [name for name in own if name not in given]
        if len(values) > len(free):
            has = f"parameters: {', '.join(own)}" if own else "no parameters"
            cure = " Put quotes around a value with spaces." if own else ""
            raise StoredQueryError(
                f"There is no parameter for the value '{values[len(free)]}': '{self.name}' has {has}.{cure}"
            )
        return dict(zip(free, values, strict=False))

    def missing(self, given: Collection[str]) -> QueryParameter | None:
        """Return the first parameter that needs a value and is not ``given``."""
        needed = (one for one in self.parameters if one.required and one.name not in given)
        return next(needed, None)

    def needs(self, parameter: QueryParameter, examples: str = "") -> StoredQueryError:
        """Return the error for a parameter without a value.

        Args:
            parameter: which one.
            examples: a sentence with values that the graph has.
        """
        name = parameter.name
        underscore = "_" if iskeyword(name) else ""
        return StoredQueryError(
            f"The query '{self.name}' needs a value for '{name}': {parameter.description}. "
            f"Write -p {name}=VALUE; in Python, {name}{underscore}=VALUE. {examples}".rstrip()
        )

    @property
    def own_parameters(self) -> list[str]:
        """The names of the parameters that users give values for."""
        return [parameter.name for parameter in self.parameters if not parameter.filled_with]

    def text_for(self, store: GraphStore) -> str:
        """Return the text for a graph: with the nodes of actors, and with what names them there.

        On a graph that sociogram loaded, a query of one's own keeps its names.
        """
        from sociogram.queries.stored.foreign import adapted, naming_all

        actors = [parameter.name for parameter in self.parameters if parameter.is_actor]
        text = actors_by_node(self.text, actors)
        if not store.is_directed:
            text = without_directions(text)
        return adapted(text, store) or (naming_all(text, store) if self.is_built_in else text)

    @property
    def is_built_in(self) -> bool:
        """Whether the query ships with the package."""
        return self.path.parent == STORED

    def bound(self, store: GraphStore, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of all parameters: the given ones, the derived rows, and those of ``text_for``.

        The caller adds the nodes of actors.

        Raises:
            StoredQueryError: a value names a claim or a source that does not exist.
            LimitExceeded: there are too many derived rows.
        """
        from sociogram.queries.claims.read import taken_back
        from sociogram.queries.claims.text_voices import text_voices

        filled = dict(values)
        for parameter in self.parameters:
            if filled[parameter.name] != parameter.default:
                continue
            if parameter.filled_with == TAKEN_BACK:
                filled[parameter.name] = sorted(taken_back(store))
            elif parameter.filled_with == TEXT_VOICES:
                filled[parameter.name] = text_voices(store)
        if not store.is_directed:
            filled[EVERY_TYPE] = [name for (name,) in store.execute(_EVERY_TYPE).rows]
        return filled | (derived_values(store, self.derived, values) if self.derived else {})

    def _typed(self, parameter: QueryParameter, value: Any) -> Any:
        is_nullable = parameter.default is None or parameter.type in ("STRING", "LIST<STRING>")
        is_null = value is None or (is_nullable and isinstance(value, str) and value == "null")
        if is_null and parameter.required:
            raise self.needs(parameter)
        if is_null and (parameter.default is None or not parameter.choices):
            return None
        if parameter.choices and value not in parameter.choices:
            raise StoredQueryError(
                f"The parameter '{parameter.name}' of '{self.name}' is one of "
                f"{', '.join(parameter.choices)}; '{value}' is not."
            )
        if parameter.is_actor and parameter.type == "STRING" and not isinstance(value, list | dict | set):
            return value  # a key of NetworkX need not be text
        try:
            found = typed(parameter.type, value)
        except (ValueError, TypeError, OverflowError) as error:
            raise StoredQueryError(
                f"The parameter '{parameter.name}' of '{self.name}' is {parameter.type}; '{value}' is not."
            ) from error
        if parameter.is_date:
            try:
                check_date(found)
            except SociogramError as error:
                raise StoredQueryError(f"{error}{self._by_name(parameter)}") from error
        return found

    def _by_name(self, parameter: QueryParameter) -> str:
        """Return how to name an actor, who may have been given in the place of another parameter."""
        actor = next((one.name for one in self.parameters if one.is_actor), None)
        return "" if actor is None else f" This is '{parameter.name}'; for an actor, write -p {actor}=NAME."


class Catalogue:
    """The stored queries: those of your own folders first, then those of the package."""

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
        """Return the names of all stored queries, in alphabetical order."""
        return sorted({path.stem for folder in self.folders for path in folder.glob("*.cypher")})

    def get(self, name: str) -> StoredQuery:
        """Read one stored query.

        Raises:
            StoredQueryError: there is no query of that name, or its header is invalid.
        """
        for folder in self.folders:
            path = folder / f"{name}.cypher"
            if path.parent == folder and path.is_file():
                return read_stored_query(path)
        names = self.names()
        offer = did_you_mean(nearest(name, names)) or (
            "`sociogram queries list` shows them; `sociogram query connections-of NAME` the ties of an actor."
        )
        if name.rstrip(";").count(" ") > 1:
            offer = "If this is Cypher, write `sociogram query -c CYPHER`, or graph.run(CYPHER) in Python."
        raise StoredQueryError(f"There is no stored query '{name}'. {offer}")

    def all(self) -> list[StoredQuery]:
        """Read every stored query, in alphabetical order."""
        return [self.get(name) for name in self.names()]


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
    """Read a literal of Cypher: ``'text'``, ``2``, ``true``, ``null``, ``['a', 'b']``."""
    try:
        return literal_value(text)
    except (CypherError, ValueError) as error:
        raise StoredQueryError(f"{location}: {text} is not a Cypher literal.") from error
