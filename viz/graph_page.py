"""The page of a graph or a part of it, with what its store says about sources, types and claimants."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sociogram.graph.common.gc_pause import gc_paused
from sociogram.graph.store import GraphStore
from sociogram.graph.subgraph import Subgraph
from sociogram.queries import selection as selecting
from sociogram.queries.actors import find_actor
from sociogram.queries.claims.wording.dates import check_date
from sociogram.queries.selection import Selection
from sociogram.viz.overview import LIMIT
from sociogram.viz.page import Page
from sociogram.viz.part import View, complete, read_part
from sociogram.viz.picture.network import Network
from sociogram.viz.picture.plain import Plain
from sociogram.viz.texts import Texts, message, number_of


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
    width: str | None = None,
    without_properties: Collection[str] = (),
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
        color: a property of actors; those with the same value look alike, and numbers have a scale.
        size: a property of actors, a number; the largest is drawn largest.
        width: a property of claims, a number; the tie with the largest is drawn widest.
        without_properties: properties that the page leaves out.
        language: the language of the page's own texts: ``en``, ``nl`` or ``es``.
    """
    texts = Texts(language)
    if as_of is not None:
        check_date(as_of)
    limit = None if whole else LIMIT
    view = View(color, size, width, frozenset(without_properties))
    view.check(store)
    part, given = _read(store, selection, view, strongest, limit)
    if not title and selection.is_whole:
        title = name
    elif not title and selection.between is not None:
        title = " – ".join(map(str, selection.between))
    own = {"title": title, "question": question}
    heading = {line: wording for line, wording in _heading(store, selection).items() if not own[line]}
    words = {line: texts.text_of(wording) for line, wording in heading.items()}
    with gc_paused(promote=False):  # a tenth of the time of a large page
        return Page(
            part,
            title=title or words["title"],
            question=question or words.get("question", ""),
            heading=heading,
            strongest=strongest,
            limit=limit,
            as_of=as_of,
            language=language,
            **given,
        )


def _read(
    store: GraphStore, selection: Selection, view: View, strongest: int | None, limit: int | None
) -> tuple[Subgraph | Network, dict[str, Any]]:
    """Return the part of a graph that the page shows, and what its store says about it."""
    if strongest is None or not selection.is_whole:
        return read_part(store, selection, view, limit)
    part, given = complete(store, selecting.strongest(store, strongest), view)
    return part, given | {"of": selecting.count(store)}


def _heading(store: GraphStore, selection: Selection) -> dict[str, Plain]:
    """Return a title, and the question that the page answers, as messages."""
    if selection.result is not None:
        return {"title": message("What the query found")}
    if selection.around is not None:
        actor = find_actor(store, selection.around).name
        ties = number_of(selection.depth, "tie", "ties")
        return {
            "title": message("Around {actor}", actor=actor),
            "question": message("Who is at most {ties} away from {actor}?", ties=ties, actor=actor),
        }
    if selection.between is not None:
        start, end = selection.between
        return {"question": message("How are {one} and {other} connected?", one=start, other=end)}
    return {
        "title": message("Who is connected to whom"),
        "question": message("Who is connected to whom, and who says so?"),
    }
