"""The methods of a graph that return or write part of it: as a subgraph, a file or a page."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sociogram.api.base import GraphBase
from sociogram.graph.common.time_limit import time_limit
from sociogram.sources import title_of

if TYPE_CHECKING:
    from sociogram.graph.subgraph import Subgraph
    from sociogram.queries.results.result import Result
    from sociogram.viz.page import Page
    from sociogram.viz.review import ReviewPage


class Output(GraphBase):
    """Parts of a graph, exports and pages."""

    def select(
        self,
        *,
        around: str | None = None,
        depth: int = 1,
        between: tuple[str, str] | None = None,
        result: Result | None = None,
    ) -> Subgraph:
        """Return the part around an actor, between two actors, or in a result; by default, the whole graph.

            >>> len(graph.select(around="Lisa Kenna", depth=2).nodes)

        Args:
            around: an actor, by name, alias or id.
            depth: with ``around``, the maximum distance from this actor, in ties.
            between: two actors, for the shortest paths between them.
            result: a query result, for the nodes, relationships and paths in it.

        Raises:
            ActorError: a name matches no actor or several, or both ends are the same actor.
            SociogramError: the result has no node, relationship or path, or no path connects the two actors.
        """
        from sociogram.queries.selection import Selection

        return Selection(around, depth, between, result).read(self.store)

    def export(
        self,
        target: str | os.PathLike[str],
        *,
        format: Literal["csv", "neo4j-admin"] | None = None,  # noqa: A002 - the plain word
        around: str | None = None,
        depth: int = 1,
        between: tuple[str, str] | None = None,
        result: Result | None = None,
        overwrite: bool = False,
        safe_cells: bool = False,
    ) -> list[str]:
        """Write the graph or a part of it for another program; return messages about the output.

        A file or folder is written completely or not at all.

            >>> graph.export("castillo.gexf", around="Pedro Castillo", depth=2)

        Args:
            target: a file, whose suffix determines the format (``.graphml``, ``.gexf``, ``.json``,
                ``.cypher``); with ``format``, a folder.
            format: ``csv`` for a data folder, ``neo4j-admin`` for the files of ``neo4j-admin import``. A
                folder of the whole graph includes the decisions on duplicates of the folder that it was read
                from.
            around: see ``select``.
            depth: see ``select``.
            between: see ``select``.
            result: see ``select``.
            overwrite: allow the output to replace a file that the graph was read from, or files in a folder.
            safe_cells: with ``csv``, put an apostrophe before cells that a spreadsheet would execute as
                formulas. Such a folder is for reading, not for loading again.

        Raises:
            OverwriteError: the target is a file that the graph was read from, or a folder with files.
            StoreError: no format has that suffix, or the target cannot be written.
        """
        from sociogram.loaders.folder.overwriting import check_output, check_output_folder
        from sociogram.queries.export import export
        from sociogram.queries.selection import Selection

        path = Path(target)
        if format is None:
            check_output(path, inputs=self.inputs, overwrite=overwrite)
        else:
            check_output_folder(path, overwrite=overwrite)
        selection = Selection(around, depth, between, result)
        decisions = self._decisions_for(path.resolve()) if format == "csv" else None
        return export(self.store, selection, path, format, safe_cells=safe_cells, decisions=decisions)

    def page(
        self,
        around: str | None = None,
        *,
        depth: int = 1,
        between: tuple[str, str] | None = None,
        result: Result | None = None,
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
        timeout: float | None = None,
    ) -> Page:
        """Return the HTML page of the graph or a part of it; ``write`` saves it.

            >>> graph.page(around="Castillo", depth=2).write("castillo.html")

        Args:
            around: see ``select``.
            depth: see ``select``.
            between: see ``select``.
            result: see ``select``.
            title: the heading of the page.
            question: the question that the page answers, below the heading.
            strongest: draw only this number of actors, those with the most affirmed ties.
            whole: draw every actor and tie, however many; by default, a graph too large for one picture is
                drawn as groups that open on a click.
            as_of: a whole or partial ISO date; the page opens with the ties of that date and undated ties.
            color: a property of actors, such as ``community``; actors with the same value look the same, and
                the legend lists the values. Numbers such as ``pagerank`` are colours of a scale, unless they
                are whole and name groups: eight at most, or 0, 1, 2 … The default is the labels.
            size: a numeric property of actors, such as ``pagerank``. The default is the number of ties.
            width: a property of claims, a number such as ``amount``; of several claims about a tie, the
                largest counts. By default, the certainty decides.
            without_properties: properties of actors, claims and sources that are nowhere in the file, such as
                private notes. What the claims say stays: who says it, when, and in which source.
            language: the language of the page's own texts, ``en``, ``nl`` or ``es``; the reader can switch
                it.
            timeout: the time limit in seconds for reading the graph; None for no limit.

        Raises:
            ActorError: a name matches no actor or several, or both ends are the same actor.
            SociogramError: the result has no node, relationship or path, no path connects the two actors,
                ``as_of`` is not an ISO date, the page has no translation for ``language``, or nothing has a
                property that is to be left out.
            LimitExceeded: reading the graph exceeds the time limit.
        """
        from sociogram.queries.selection import Selection
        from sociogram.viz.graph_page import graph_page

        with time_limit(timeout):
            page = graph_page(
                self.store,
                Selection(around, depth, between, result),
                name=title_of(self.store.location),
                title=title,
                question=question,
                strongest=strongest,
                whole=whole,
                as_of=as_of,
                color=color,
                size=size,
                width=width,
                without_properties=without_properties,
                language=language,
            )
        page.inputs = self.inputs
        return page

    def review(self, text: str, *, source: str | None = None, language: str | None = None) -> ReviewPage:
        """Return a page for reviewing a text and the claims that cite it; ``write`` saves it.

            >>> graph.review(Path("ledger.txt").read_text(), source="ledger").write("review.html")

        Claims are accepted, corrected, retracted and added on the page, which saves a file for ``load``.

        Args:
            text: the text; blank lines separate its paragraphs.
            source: the id of the source whose text it is; may be omitted if all claims cite one text.
            language: the language code of the text, such as ``nl``; by default that of the source.

        Raises:
            SourceError: the source does not exist, or is omitted although the claims cite several texts.
        """
        from sociogram.queries.review import read_review
        from sociogram.viz.review import ReviewPage

        review = read_review(self.store, text, source=source, language=language)
        return ReviewPage(review, inputs=self.inputs)
