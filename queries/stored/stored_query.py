"""A stored query and its parameters."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from keyword import iskeyword
from pathlib import Path
from typing import Any

from sociogram.graph.common.text import did_you_mean, nearest
from sociogram.graph.errors import CypherError, SociogramError, StoredQueryError
from sociogram.graph.store import GraphStore
from sociogram.queries.claims.wording.dates import check_date
from sociogram.queries.cypher.notifications import walk
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.frozen import Frozen
from sociogram.queries.cypher.syntax.parser import parse
from sociogram.queries.stored.derived import DerivedRows, derived_values
from sociogram.queries.stored.rewriting import EVERY_TYPE, actors_by_node, without_directions
from sociogram.queries.stored.typed_values import typed

STORED = Path(__file__).parent
_EVERY_TYPE = "CALL db.relationshipTypes() YIELD relationshipType RETURN relationshipType"
TAKEN_BACK, TEXT_VOICES = "taken back", "text voices"


class QueryParameter(Frozen):
    """A parameter of a stored query, as its header declares it.

        >>> actor = graph.queries["connections-of"].parameters[0]
        >>> actor.name, actor.type, actor.required
        ('actor', 'STRING', True)

    Attributes:
        name: the name, without the dollar sign.
        type: one of ``typed_values.TYPES``.
        default: the value if none is given.
        required: whether the header gives no default.
        description: a phrase that describes the value.
        is_actor: whether the value is an actor, by name, alias or id.
        is_type: whether the value is a relation type of the graph.
        is_source: whether the value is a source, by id or title.
        is_date: whether the value is a date, whole or partial.
        filled_with: what the program passes: ``TAKEN_BACK`` for the claims that their voice took back,
            ``TEXT_VOICES`` for the voices of claims that name nobody; empty if users give the value.
        choices: the possible values; empty for any.
        suggestion: a query for possible values; empty without one.
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
    """A stored query: its name (the file name without suffix), its header and its text.

    >>> graph.queries["connections-of"].title
    'Connections of an actor'
    """

    name: str
    title: str
    question: str
    parameters: tuple[QueryParameter, ...]
    derived: tuple[DerivedRows, ...]
    text: str
    path: Path

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return a value for each parameter: the given one, converted to its type, or the default.

            >>> graph.queries["hubs"].values({"top": "3"})["top"]
            3

        Raises:
            StoredQueryError: an unknown parameter, a missing one, a value of another type than declared, or a
                parameter that the query uses and does not declare.
        """
        declared = {parameter.name: parameter for parameter in self.parameters}
        if not self.is_built_in and (undeclared := self.undeclared()):
            names = " and ".join(f"${name}" for name in undeclared)
            raise StoredQueryError(
                f"The query '{self.name}' uses {names}, which its header does not declare. Add above "
                f"the query: // Param: {undeclared[0]} STRING -- what it is"
            )
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
        """Return positional values by the names of the parameters that are not ``given``.

            >>> graph.queries["how-connected"].named(["Lisa Kenna", "Dina Boluarte"])
            {'from': 'Lisa Kenna', 'to': 'Dina Boluarte'}

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
        """Return the first required parameter that is not ``given``; None if there is none.

        >>> graph.queries["connections-of"].missing({}).name
        'actor'
        """
        needed = (one for one in self.parameters if one.required and one.name not in given)
        return next(needed, None)

    def needs(self, parameter: QueryParameter, examples: str = "") -> StoredQueryError:
        """Return the error for a parameter without a value.

        Args:
            parameter: the parameter.
            examples: a sentence with values that the graph has.
        """
        name = parameter.name
        underscore = "_" if iskeyword(name) else ""
        return StoredQueryError(
            f"The query '{self.name}' needs a value for '{name}': {parameter.description}. "
            f"Write -p {name}=VALUE; in Python, {name}{underscore}=VALUE. {examples}".rstrip()
        )

    def undeclared(self) -> list[str]:
        """Return the parameters that the query uses and its header does not declare, in alphabetical order.

        >>> graph.queries["hubs"].undeclared()
        []
        """
        return sorted(self.used_parameters() - {parameter.name for parameter in self.parameters})

    def used_parameters(self) -> set[str]:
        """Return the names of the parameters that the query and its derived rows use, except those rows.

        A text that only a server understands has none that are known.

        >>> sorted(graph.queries["hubs"].used_parameters())
        ['taken_back', 'top']
        """
        used = {name for rows in self.derived for name in rows.parameters}
        try:
            used |= {one.name for one in walk(parse(self.text).body) if isinstance(one, ast.Parameter)}
        except CypherError:
            return used
        return used - {rows.family for rows in self.derived}

    @property
    def own_parameters(self) -> list[str]:
        """The names of the parameters for which users give values.

        >>> graph.queries["how-connected"].own_parameters
        ['from', 'to']
        """
        return [parameter.name for parameter in self.parameters if not parameter.filled_with]

    def text_for(self, store: GraphStore) -> str:
        """Return the text for a graph, in which actors are compared by node and named as in this graph.

        On a graph that sociogram loaded, the names in the user's own queries are not rewritten.
        """
        from sociogram.queries.stored.foreign import adapted, for_incomplete_actors

        actors = [parameter.name for parameter in self.parameters if parameter.is_actor]
        text = actors_by_node(self.text, actors)
        if not store.is_directed:
            text = without_directions(text)
        return adapted(text, store) or (for_incomplete_actors(text, store) if self.is_built_in else text)

    @property
    def is_built_in(self) -> bool:
        """Whether the query ships with the package.

        >>> graph.queries["hubs"].is_built_in
        True
        """
        return self.path.parent == STORED

    def bound(self, store: GraphStore, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of all parameters: given ones, derived rows, and those that ``text_for`` adds.

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
            return value  # a NetworkX key need not be a string
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
        """Return a hint for a user who gave an actor as the value of another parameter."""
        actor = next((one.name for one in self.parameters if one.is_actor), None)
        return "" if actor is None else f" This is '{parameter.name}'; for an actor, write -p {actor}=NAME."
