"""The page of a graph or a part of it, with what its store says about sources, types and claimants."""

from __future__ import annotations

from sociogram.graph.store import GraphStore
from sociogram.queries import selection as selecting
from sociogram.queries.actors import find_actor
from sociogram.queries.claims.dates import check_date
from sociogram.queries.claims.read import claims_of, superseding, taken_back
from sociogram.queries.claims.wording import read_wording
from sociogram.queries.selection import Selection
from sociogram.viz.overview import LIMIT
from sociogram.viz.page import Page
from sociogram.viz.picture.by_property import check_sizes, coloured
from sociogram.viz.texts import Texts


def graph_page(
    store: GraphStore,
    selection: Selection,
    *,
    name: str,
    title: str | None = None,
    question: str | None = None,
    strongest: int | None = None,
    whole: bool = False,
    as_of: str | None = None,
    color: str | None = None,
    size: str | None = None,
    language: str = "en",
) -> Page:
    """Return the page of a part of a graph; ``Graph.page`` describes the options.

    Args:
        store: the store that holds the graph.
        selection: which part of it.
        name: what the graph is called, for the page's title; may be empty.
        title: the heading.
        question: the question that the page answers.
        strongest: draw only this many actors.
        whole: draw every actor and tie, however many.
        as_of: open with the ties of that date.
        color: a property of actors; those with the same value have the same colour and shape.
        size: a property of actors, a number; the largest is drawn largest.
        language: of the page's own words: ``en``, ``nl`` or ``es``.
    """
    texts = Texts(language)
    if as_of is not None:
        check_date(as_of)
    actors: int | None = None
    if strongest is not None and selection.is_whole:
        actors = selecting.count(store)
        part = selecting.strongest(store, strongest)
    else:
        part = selection.read(store)
    part = selecting.with_names(store, part)
    if color is not None:
        part = coloured(part, color)
    if size is not None:
        check_sizes(part, size)
    heading, default_question = _heading(store, selection, name, texts)
    ends = {end: end for claim in part.relationships for end in (claim.start, claim.end)}
    ends |= {node.id: store.actor_rule.key_of(node) for node in part.nodes}
    authors = claims_of(store, part.relationships, ends).sources.authors
    wording = read_wording(store, part.relationships, authors)
    return Page(
        part,
        authors=authors,
        later=superseding(store, taken_back(store).values()),
        sources=wording.sources.values(),
        relation_types=wording.relation_types.values(),
        actors_by_id=wording.claimants,
        title=title or heading,
        question=question or default_question,
        strongest=strongest,
        of=actors,
        limit=None if whole else LIMIT,
        as_of=as_of,
        size=size,
        language=language,
    )


def _heading(store: GraphStore, selection: Selection, name: str, t: Texts) -> tuple[str, str]:
    """Return a title, and the question that the page answers."""
    if selection.result is not None:
        return t("What the query found"), ""
    if selection.around is not None:
        actor, depth = find_actor(store, selection.around).name, selection.depth
        return t("Around {actor}", actor=actor), t(
            "Who is at most {ties} away from {actor}?", ties=t.counted(depth, "tie", "ties"), actor=actor
        )
    if selection.between is not None:
        start, end = selection.between
        return f"{start} – {end}", t("How are {one} and {other} connected?", one=start, other=end)
    return name or t("Who is connected to whom"), t("Who is connected to whom, and who says so?")
