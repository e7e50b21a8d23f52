"""The page of a graph or a part of it, with what its store says about sources, types and claimants."""

from __future__ import annotations

from typing import Any

from sociogram.graph.store import GraphStore
from sociogram.graph.subgraph import Subgraph
from sociogram.queries import selection as selecting
from sociogram.queries.actors import find_actor
from sociogram.queries.claims.dates import check_date
from sociogram.queries.selection import Selection
from sociogram.viz.overview import LIMIT
from sociogram.viz.page import Page
from sociogram.viz.part import View, complete, read_part
from sociogram.viz.picture.network import Network
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
    limit = None if whole else LIMIT
    view = View(color, size)
    actors: int | None = None
    part: Subgraph | Network
    given: dict[str, Any]
    if strongest is not None and selection.is_whole:
        actors = selecting.count(store)
        part, given = complete(store, selecting.strongest(store, strongest), view)
    else:
        part, given = read_part(store, selection, view, limit)
    heading, default_question = _heading(store, selection, name, texts)
    return Page(
        part,
        title=title or heading,
        question=question or default_question,
        strongest=strongest,
        of=actors,
        limit=limit,
        as_of=as_of,
        size=size,
        language=language,
        **given,
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
