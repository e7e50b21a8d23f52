"""The shortest paths between two actors in words, with the claims for each step."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from sociogram.graph.errors import ActorError, SociogramError
from sociogram.graph.model import Node, Path
from sociogram.graph.store import GraphStore
from sociogram.queries.actors import Actor
from sociogram.queries.claims.conditions import KINDS
from sociogram.queries.claims.wording.dates import check_date
from sociogram.queries.paths.alternatives import Alternative, alternatives
from sociogram.queries.paths.evidence import Evidence, read_evidence
from sociogram.queries.paths.search import PathLayers, PathSearch, open_search
from sociogram.queries.results.result import HtmlPage

DEFAULT_LIMIT = 10


@dataclass(frozen=True, slots=True)
class PathStep:
    """One tie of a path, read in the direction of the path.

        >>> step = graph.path("Lisa Kenna", "Pedro Castillo").steps()[0][0]
        >>> str(step)
        'Lisa Kenna sought the removal of Pedro Castillo: by a meeting with the minister of defence'

    Attributes:
        start: the name of the actor where the step starts.
        phrase: the verb, such as "commands" or "is commanded by".
        end: the name of the actor where the step ends.
        role: the role that the claims give; empty if they give none or different ones.
        kind: "Denied", "Planned" and so on, if no claim that counts affirms the tie; "Perhaps not in 1975" if
            its dates are bounds that reach beyond the date; otherwise an empty string.
        support: the independent supports of the tie and who denies it; empty if there is only one claim.
        claims: each claim about the tie, in words.
    """

    start: str
    phrase: str
    end: str
    role: str
    kind: str
    support: str
    claims: tuple[str, ...]

    @property
    def evidence(self) -> str:
        """The supports and the claims of the tie, one per line.

        >>> step = graph.path("Lisa Kenna", "Pedro Castillo").steps()[0][0]
        >>> step.evidence.split(" alleges ")[0]
        'Bill Van Auken'
        """
        return "\n".join(filter(None, (self.support, *self.claims)))

    def __str__(self) -> str:
        sentence = f"{self.start} {self.phrase} {self.end}"
        if self.kind:
            sentence = f"{self.kind}: {sentence}"
        return f"{sentence}: {self.role}" if self.role else sentence


class ShortestPaths(list[Path]):
    """The shortest paths between two actors: a list of ``Path``; ``str()`` expresses them in words.

        >>> print(graph.path("Lisa Kenna", "Pedro Castillo"))
        1 shortest path, 1 tie
          Lisa Kenna ...

    A step is a tie. In the ``Path``, the relationship of the first claim that counts, by id, represents it.

    Attributes:
        start: the name of the first actor.
        end: the name of the last actor.
        total: the number of all shortest paths; the list may have fewer.
        alternatives: the kinds of claims, such as denied ones, that would give shorter paths.
        notes: sentences about the ties that the search left out and the properties that it used as dates.
        page_factory: creates the page of the paths; ``Graph.path`` sets it.
    """

    page_factory: Callable[[ShortestPaths], HtmlPage] | None = None

    def __init__(
        self, found: PathLayers, start: str, end: str, limit: int, alternatives: Sequence[Alternative] = ()
    ) -> None:
        paths, ties = found.first(limit)
        super().__init__(paths)
        self.start = start
        self.end = end
        self.total = found.count()
        self.alternatives = tuple(alternatives)
        rule = found.search.store.actor_rule
        self.notes = tuple(_notes(found.search))
        self._chosen = () if rule.is_default else rule.labels
        self._name_of = rule.name_of
        on_paths = {claim.id for path in paths for claim in path}
        self._evidence = read_evidence(
            found.search, [tie for tie in ties.values() if tie.relationship.id in on_paths], paths
        )

    def summary(self) -> str:
        """Return the number and the length of the paths, in words.

        >>> graph.path("Lisa Kenna", "Pedro Castillo").summary()
        '1 shortest path, 1 tie'
        """
        if not self:
            through = f" Only nodes labelled {' or '.join(self._chosen)} are actors here."
            return no_path(self.start, self.end) + (through if self._chosen else "")
        count = f"{self.total:,}" if len(self) == self.total else f"{len(self):,} of {self.total:,}"
        paths = "shortest path" if self.total == 1 else "shortest paths"
        ties = f"{len(self[0])} tie{'' if len(self[0]) == 1 else 's'}"
        return f"{count} {paths}, {ties}{'' if self.total == 1 else ' each'}"

    def steps(self) -> list[list[PathStep]]:
        """Return the steps of each path, in words.

        >>> [step.end for step in graph.path("Lisa Kenna", "Pedro Castillo").steps()[0]]
        ['Pedro Castillo']
        """
        return [_steps(path, self._evidence, self._name_of) for path in self]

    def to_text(self) -> str:
        """Return each path in words: a sentence for each step, followed by its evidence.

        >>> print(graph.path("Lisa Kenna", "Pedro Castillo").to_text().splitlines()[0])
          Lisa Kenna sought the removal of Pedro Castillo: by a meeting with the minister of defence
        """
        texts = ["".join(map(_step_text, steps)) for steps in self.steps()]
        if len(texts) > 1:
            texts = [f"Path {number}\n{text}" for number, text in enumerate(texts, start=1)]
        return "\n".join(texts)

    def __str__(self) -> str:
        notes = [
            f"{alternative}; including={list(alternative.kinds)} shows it."
            for alternative in self.alternatives
        ]
        return "\n".join([self.summary(), *self.notes, *notes, self.to_text()]).rstrip()

    def __repr__(self) -> str:
        return f"<ShortestPaths from {self.start} to {self.end}: {len(self):,} of {self.total:,}>"

    def page(self) -> HtmlPage:
        """Return the HTML page of the paths; ``write`` saves it.

            >>> graph.path("Lisa Kenna", "Pedro Castillo").page().write("path.html").name
            'path.html'

        Raises:
            SociogramError: there is no path.
        """
        if not self or self.page_factory is None:
            raise SociogramError(f"{self.summary()} There is nothing to draw.")
        return self.page_factory(self)

    def _repr_html_(self) -> str:
        picture = self.page()._repr_html_() if self and self.page_factory is not None else ""
        return f"{picture}<pre>{escape(str(self))}</pre>"


_NO_DATES = "No property was recognised as a date of ties, so the date left no tie out."


def _notes(search: PathSearch) -> Iterator[str]:
    if search.types or search.is_directed:
        along = f" of type {' or '.join(search.types)}" if search.types else ""
        yield f"Only ties{along}{' along their direction' if search.is_directed else ''} were followed."
    if search.as_of is not None and not search.dates.is_default:
        if said := str(search.dates):
            yield f"The dates of ties: {said}. Ties without a date were followed."
        else:
            yield f"{_NO_DATES} Name one: --dates START,END; in Python, sociogram.open(…, dates=…)."


def no_path(start: str, end: str) -> str:
    """Return the sentence for two actors that are not connected."""
    return f"No path connects {start} and {end}."


def shortest_paths(
    store: GraphStore,
    start: Actor,
    end: Actor,
    *,
    limit: int = DEFAULT_LIMIT,
    without: Sequence[Actor] = (),
    as_of: str | None = None,
    including: Collection[str] = (),
    types: Sequence[str] = (),
    directed: bool = False,
) -> ShortestPaths:
    """Return the shortest paths between two actors, along ties in either direction.

    They are sorted by the names along them, then by the types and ids of their ties, so that every store
    returns the same paths in the same order.

    Args:
        store: the graph.
        start: the first actor.
        end: the last actor.
        limit: the maximum number of paths to return; ``total`` counts all of them.
        without: actors to avoid, such as a hub that is tied to everyone.
        as_of: an ISO date, whole or partial; only ties that held then and undated ties count.
        including: kinds of claims to follow in addition to those that affirm a tie: ``denied``, ``planned``,
            ``intended``, ``possible``, ``demanded``, ``retracted`` or ``draft``.
        types: the types of ties to follow; empty for all.
        directed: follow ties from the first actor to the last only; ties without a direction, both ways.

    Raises:
        ActorError: both ends are the same actor.
        SociogramError: ``as_of`` is not an ISO date, or a kind does not exist.
    """
    found = search_paths(
        store,
        start,
        end,
        without=without,
        as_of=as_of,
        including=including,
        types=types,
        directed=directed,
    )
    return ShortestPaths(found, start.name, end.name, limit, alternatives(found))


def search_paths(
    store: GraphStore,
    start: Actor,
    end: Actor,
    *,
    without: Sequence[Actor] = (),
    as_of: str | None = None,
    including: Collection[str] = (),
    types: Sequence[str] = (),
    directed: bool = False,
) -> PathLayers:
    """Return all shortest paths between two actors as a layered graph; see ``shortest_paths``."""
    if start.node == end.node:
        raise ActorError(f"Both ends are {start.name}. Give two different actors.", nearest=(start.name,))
    if as_of is not None:
        check_date(as_of)
    for kind in including:
        if kind not in KINDS:
            raise SociogramError(f"'{kind}' is not a kind of claim. Write one of {', '.join(KINDS)}.")
    search = open_search(
        store,
        without=(actor.node for actor in without),
        as_of=as_of,
        including=including,
        types=types,
        directed=directed,
    )
    return search.between(start.node, end.node)


def _steps(path: Path, evidence: Evidence, name_of: Callable[[Node], str]) -> list[PathStep]:
    steps = []
    for before, claim, after in zip(path.nodes, path.relationships, path.nodes[1:], strict=False):
        forward = claim.start == before.id
        kind, phrase = evidence.heading(claim, forward=forward)
        steps.append(
            PathStep(
                start=name_of(before),
                phrase=phrase,
                end=name_of(after),
                role=evidence.role(claim),
                kind=kind,
                support=evidence.support(claim),
                claims=tuple(evidence.sentences(claim, forward=forward)),
            )
        )
    return steps


def _step_text(step: PathStep) -> str:
    lines = step.evidence.split("\n")
    return f"  {step}\n" + "".join(f"      {line}\n" for line in lines)
