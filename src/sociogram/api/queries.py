"""The methods of a graph that query it: Cypher, stored queries, paths, comparisons, statistics."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, Literal

from sociogram.api.base import GraphBase
from sociogram.api.output import Output
from sociogram.graph.common.time_limit import time_limit

if TYPE_CHECKING:
    from sociogram.graph.model import Relationship
    from sociogram.graph.store import GraphStore, ProcedureRegistry
    from sociogram.queries.compare import Comparison
    from sociogram.queries.paths.in_words import ShortestPaths
    from sociogram.queries.results.result import Result
    from sociogram.queries.stats import Stats
    from sociogram.queries.stored.catalogue import Catalogue
    from sociogram.queries.stored.stored_query import StoredQuery
    from sociogram.viz.page import Page

Mode = Literal["", "EXPLAIN", "PROFILE"]


class Queries(Output):
    """Queries of a graph; their results can be drawn as pages."""

    def run(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        /,
        *,
        write: bool = False,
        timeout: float | None = None,
        **named_parameters: Any,
    ) -> Result:
        """Run a Cypher query.

            >>> graph.run("MATCH (a {name: $name}) RETURN a", name="Lisa Kenna").to_dicts()

        Args:
            text: one openCypher statement.
            parameters: values for its ``$parameters``.
            write: allow the query to change the graph.
            timeout: the time limit in seconds; None for no limit.
            named_parameters: more parameters; these override ``parameters``.

        Raises:
            CypherError: the query is invalid, fails, or writes without ``write=True``.
            LimitExceeded: the query exceeds the time or memory limit.
            StoreError: the server does not answer.
        """
        from sociogram.queries.run import run

        values = {**(parameters or {}), **named_parameters}
        result = run(self.store, text, values, write=write, timeout=timeout)
        result.page_factory = self._result_page
        result.networkx_keys = self.store.networkx_keys
        result.all_lack_direction = partial(_all_lack_direction, self.store)
        if self.store.is_remote:
            result.find_notices = partial(_notices, self.store, text)
        return result

    def _result_page(self, result: Result, title: str | None, question: str | None) -> Page:
        return self.page(result=result, title=title, question=question)

    def query(
        self,
        name: str,
        /,
        *values: Any,
        parameters: Mapping[str, Any] | None = None,
        timeout: float | None = None,
        mode: Mode = "",
        **named_parameters: Any,
    ) -> Result:
        """Run a stored query.

            >>> graph.query("connections-of", actor="Dina Boluarte").to_dicts()
            >>> graph.query("how-connected", "Lisa Kenna", "Dina Boluarte").to_dicts()

        Args:
            name: the name of the query, as ``queries.names()`` lists it.
            values: values for the parameters that are not named, in the order of the header.
            parameters: values by the names of parameters; an actor may be given by name, alias or id, in any
                case.
            timeout: the time limit in seconds; None for no limit.
            mode: ``EXPLAIN`` to plan only, ``PROFILE`` to measure each operator.
            named_parameters: more parameters; these override ``parameters``. Append an underscore to a name
                that is a Python keyword: ``from_``.

        Raises:
            StoredQueryError: no stored query has this name, or a parameter is wrong.
            ActorError: a name matches no actor or several.
            SourceError: an id or title matches no source or several.
            LimitExceeded: the query exceeds the time or memory limit.
        """
        from sociogram.queries.stored.foreign import empty_columns
        from sociogram.queries.stored.needs import missing_needs

        stored = self.queries.get(name)
        named = {_without_underscore(parameter): value for parameter, value in named_parameters.items()}
        given = {**(parameters or {}), **named}
        given |= stored.named(values, given)
        bound, nodes = self._with_nodes(stored, given)
        filled = stored.bound(self.store, bound)
        result = self.run(f"{mode} {stored.text_for(self.store)}", filled | nodes, timeout=timeout)
        top = bound.get("top")
        result.top = top if isinstance(top, int) else None
        is_adapted = not self.store.actor_rule.is_default
        if is_adapted or stored.is_built_in:
            result.hides_notices = True
            result.lacking = missing_needs(stored.text, self.store)
        if is_adapted and stored.is_built_in:  # in a user's own query, any column may have values
            result.leave_out(empty_columns(stored.text, self.store))
        return result

    def _with_nodes(
        self, stored: StoredQuery, given: Mapping[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the values of all parameters, with keys instead of names, and the nodes of actors."""
        from sociogram.queries.stored.graph_values import examples, known_source, known_type
        from sociogram.queries.stored.rewriting import node_parameter

        missing = stored.missing(given)
        if missing is not None:
            raise stored.needs(missing, examples(self.store, missing))
        values, nodes = stored.values(given), {}
        for parameter in stored.parameters:
            name, value = parameter.name, values[parameter.name]
            if parameter.is_actor:
                values[name], nodes[node_parameter(name)] = self._actors(value)
            elif parameter.is_type and value is not None:
                values[name] = known_type(self.store, value)
            elif parameter.is_source and value is not None:
                values[name] = known_source(self.store, value)
        return values, nodes

    def _actors(self, value: Any) -> tuple[Any, Any]:
        """Return the keys and the nodes of the actors that a parameter names: one, a list, or None."""
        from sociogram.queries.actors import find_actor

        if value is None:
            return None, None
        if isinstance(value, list):
            found = [find_actor(self.store, name) for name in value]
            return [actor.key for actor in found], [actor.node for actor in found]
        actor = find_actor(self.store, value)
        return actor.key, actor.node

    @property
    def queries(self) -> Catalogue:
        """The stored queries of your folders and of the package; yours take precedence.

        >>> graph.queries.names()
        """
        from sociogram.queries.stored.catalogue import Catalogue

        return Catalogue(self._folders)

    @property
    def procedures(self) -> ProcedureRegistry:
        """The procedures for ``CALL``; ``register`` adds a Python function to a graph in memory.

        >>> graph.procedures.register("my.half", "x :: FLOAT", "half :: FLOAT", lambda x: [x / 2])
        >>> graph.run("CALL my.half(3.0)").value()
        1.5
        """
        return self.store.procedures

    def explain(self, text: str, parameters: Mapping[str, Any] | None = None) -> str:
        """Return the plan of a query as text, without running it.

            >>> print(graph.explain("MATCH (a:Person)-->(b) RETURN count(*)"))

        Args:
            text: one openCypher statement.
            parameters: values for its ``$parameters``.

        Raises:
            CypherError: the query is invalid.
        """
        return self.run(f"EXPLAIN {text}", parameters).summary.plan_text()

    def profile(self, text: str, parameters: Mapping[str, Any] | None = None) -> str:
        """Run a query and return its plan as text, with the rows and milliseconds of each operator.

            >>> print(graph.profile("MATCH (a:Person)-->(b) RETURN count(*)"))

        Args:
            text: one openCypher statement.
            parameters: values for its ``$parameters``.

        Raises:
            CypherError: the query is invalid or fails.
            LimitExceeded: the query exceeds the memory limit.
        """
        return self.run(f"PROFILE {text}", parameters).summary.plan_text()

    def node_table(self) -> Result:
        """Return the actors as a table: ``id``, ``name``, ``labels`` and every other property.

            >>> people = graph.node_table().to_pandas()

        ``to_polars`` and ``to_arrow`` return other frames. The ids are those of the ends in ``edge_table``;
        an actor without an id has the identifier of the store. ``name`` is the property with the names of
        actors in this graph. A property ``labels`` is in the column ``property:labels``.
        """
        from sociogram.queries.tables import node_table

        return node_table(self.store)

    def edge_table(self) -> Result:
        """Return the claims as a table: ``source``, ``target``, ``type`` and every property, such as ``id``.

            >>> networkx.from_pandas_edgelist(graph.edge_table().to_pandas(), edge_attr=True)

        A property with the name of one of the first three columns is in a column such as ``property:type``.
        """
        from sociogram.queries.tables import edge_table

        return edge_table(self.store)

    def stats(self, *, timeout: float | None = None) -> Stats:
        """Return statistics of the graph: actors, ties, sources, components, and how well it is sourced.

            >>> print(graph.stats().to_text())

        Args:
            timeout: the time limit in seconds for reading the graph; None for no limit.

        Raises:
            LimitExceeded: reading the graph exceeds the time limit.
        """
        from sociogram.queries.stats import read_stats

        with time_limit(timeout):
            return read_stats(self.store)

    def path(
        self,
        start: str,
        end: str,
        *,
        limit: int = 10,
        without: Iterable[str] = (),
        as_of: str | None = None,
        including: Collection[str] = (),
        types: str | Iterable[str] = (),
        directed: bool = False,
        timeout: float | None = None,
    ) -> ShortestPaths:
        """Return the shortest paths between two actors, given by name, alias or id.

        They follow affirmed ties, disputed ones included, in either direction. They are sorted by the names
        along them, then by the types and ids of their ties, so every store returns the same paths in the
        same order.

            >>> print(graph.path("Lisa Kenna", "Pedro Castillo"))

        Args:
            start: the first actor.
            end: the last actor.
            limit: the maximum number of paths returned; ``total`` counts all of them.
            without: actors that no path may visit.
            as_of: an ISO date, whole or partial: use only ties that held then, and undated ties.
            including: other claims to follow: ``denied``, ``planned``, ``intended``, ``possible``,
                ``demanded``, ``retracted`` or ``draft``.
            types: the types of ties to follow, such as ``["OWNS", "CONTROLS"]``; by default all.
            directed: follow ties from ``start`` to ``end`` only; ties without a direction, both ways.
            timeout: the time limit in seconds for reading the graph; None for no limit.

        Returns:
            A list of ``Path``. A step is a tie, regardless of the number of claims about it; it is
            represented by the relationship of the first claim, by id, that affirms it. ``alternatives`` lists
            the other kinds of claims that would connect the two, or connect them in fewer ties.

        Raises:
            ActorError: a name matches no actor or several, or both ends are the same actor.
            LimitExceeded: reading the graph exceeds the time limit.
            SociogramError: ``as_of`` is not an ISO date, a word of ``including`` is none of the above, or
                no tie has one of the ``types``.
        """
        from sociogram.queries.actors import find_actor
        from sociogram.queries.paths.in_words import shortest_paths
        from sociogram.queries.stored.graph_values import known_type

        wanted = [types] if isinstance(types, str) else types
        with time_limit(timeout):
            paths = shortest_paths(
                self.store,
                find_actor(self.store, start),
                find_actor(self.store, end),
                limit=limit,
                without=[find_actor(self.store, name) for name in without],
                as_of=as_of,
                including=including,
                types=[known_type(self.store, name) for name in wanted],
                directed=directed,
            )
        paths.page_factory = self._paths_page
        return paths

    def _paths_page(self, paths: ShortestPaths) -> Page:
        """Return the page of all claims between the actors of the paths, including those that deny a tie."""
        actors = sorted({node.id for path in paths for node in path.nodes})
        among = "MATCH (a)-[r]->(b) WHERE elementId(a) IN $actors AND elementId(b) IN $actors RETURN r"
        start, end = paths.start, paths.end
        return self.page(
            result=self.run(among, actors=actors),
            title=f"{start} – {end}",
            question=f"How are {start} and {end} connected?",
        )

    def compare(self, a: str, b: str) -> Comparison:
        """Compare two texts tie by tie: where they agree, contradict and correct each other.

            >>> graph.compare("courier-2031-03-03", "bode-2031-03-05").counts()

        Args:
            a: the id or the title of a source.
            b: the id or the title of another source.

        Raises:
            SociogramError: a source does not exist, or both are the same.
        """
        from sociogram.queries.compare import compare_sources

        return compare_sources(self.store, a, b)

    def compare_with(self, other: GraphBase) -> Comparison:
        """Compare the claims of this graph with those of another, such as an earlier version of it.

        >>> graph.compare_with(sociogram.open("last-week")).counts()
        """
        from sociogram.queries.compare import compare_stores

        return compare_stores(self.store, other.store)


def _notices(store: GraphStore, text: str) -> tuple[str, ...]:
    from sociogram.queries.unknown_names import notices_of_text

    return notices_of_text(store, text)


def _all_lack_direction(store: GraphStore, ties: Sequence[Relationship]) -> bool:
    from sociogram.queries.selection import all_lack_direction

    return all_lack_direction(store, ties)


def _without_underscore(name: str) -> str:
    """Return the name of a parameter, which is given as ``from_`` if it is a Python keyword."""
    return name[:-1] if name.endswith("_") and iskeyword(name[:-1]) else name
