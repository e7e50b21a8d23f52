"""The page: one HTML file with picture, legend, search and sources, which loads nothing from elsewhere.

pyvis's ``Network`` holds the drawing, and our template renders it with the vis-network that pyvis ships. All
data is in one packed block; the page's script builds every element from it as text, and the content security
policy allows only the page's own scripts, by their hashes. Without scripts, a static part shows the same.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sociogram.graph.model import Node, Relationship, is_directed
from sociogram.graph.subgraph import Subgraph
from sociogram.viz import overview
from sociogram.viz.one_file import TEMPLATES, OneFile, hash_of, inline, json_block, plain_json, source_text
from sociogram.viz.picture.claims import Plain
from sociogram.viz.picture.drawing import drawn_edges, drawn_nodes
from sociogram.viz.picture.layout import SEED
from sociogram.viz.picture.scene import Scene
from sociogram.viz.picture.style import COLOURS, OUTLINES
from sociogram.viz.script import SCRIPTS, joined, script_text
from sociogram.viz.static import LIMIT as STATIC_LIMIT
from sociogram.viz.static import static_part
from sociogram.viz.text import latin_letters
from sociogram.viz.texts import Texts, message, translations

VIS_NETWORK = "lib/vis-9.1.2/vis-network.min.js"
NOTEBOOK_HEIGHT = 640
MOST_BYTES = 12_000_000
"""A page includes the contents of its groups while the file stays below this size."""
OWN_BYTES = 1_000_000
"""The part of it for the page's script and style, with vis-network, and for the static part."""


class Page(OneFile):
    """The page of a part of a graph.

    Args:
        subgraph: the actors and ties to draw.
        title: the page's title.
        question: what the page answers, in a sentence.
        data_date: the date of the data, as shown; by default, that of the latest source.
        sources: nodes that describe the sources (label ``Source``).
        relation_types: nodes that word the relation types (label ``RelationType``).
        actors_by_id: names of claimants that are not in the subgraph, by their ``id``.
        authors: the ids of the actors who wrote the sources, by the sources' ids; the first voice of a claim
            without ``claimed_by`` is the author of its text.
        later: claims outside the subgraph that take back some inside.
        seed: of the layout.
        strongest: draw only this many actors, those with the most ties, and the ties among them.
        of: the number of actors in the graph, if ``subgraph`` holds only the strongest.
        limit: the maximum number of actors and claims to draw one by one; more are drawn as groups that open
            on a click. None means no limit.
        as_of: an ISO date, whole or partial: the page opens with the claims about it.
        size: a property of actors, a number; the largest is drawn largest. By default, their ties count.
        language: of the page's own words: one of ``texts.LANGUAGES``. A reader can choose another.

    Attributes:
        scene: what the page shows when it opens.
        note: what the page does not draw, or only in groups; else an empty text.
        inputs: the files that the graph was read from; ``write`` replaces them only with ``overwrite``.
    """

    def __init__(
        self,
        subgraph: Subgraph,
        *,
        title: str = "Who is connected to whom",
        question: str = "",
        data_date: str | None = None,
        sources: Iterable[Node] = (),
        relation_types: Iterable[Node] = (),
        actors_by_id: Mapping[str, str] | None = None,
        authors: Mapping[str, str] | None = None,
        later: Iterable[Relationship] = (),
        seed: int = SEED,
        strongest: int | None = None,
        of: int | None = None,
        limit: int | None = overview.LIMIT,
        as_of: str | None = None,
        size: str | None = None,
        language: str = "en",
    ) -> None:
        self.texts = Texts(language)
        self.inputs: Sequence[Path] = ()
        self._html: str | None = None
        self._parts: dict[int, str] = {}
        self._letters: set[str] = set()
        given: dict[str, Any] = {
            "data_date": data_date,
            "sources": tuple(sources),
            "relation_types": tuple(relation_types),
            "actors_by_id": actors_by_id,
            "authors": authors,
            "later": tuple(later),
            "seed": seed,
            "as_of": as_of or "",
            "size": size,
        }
        undirected = {
            str(kind.get("type")) for kind in given["relation_types"] if not is_directed(kind.get("directed"))
        }
        subgraph = replace(subgraph, undirected_types=subgraph.undirected_types | undirected)
        notes: list[Plain] = []
        actors = of or len(subgraph.nodes)
        if strongest is not None and actors > strongest:
            ties = overview.affirmed_ties(subgraph, given["later"])
            subgraph = overview.strongest(subgraph, ties, strongest)
            among = len(overview.affirmed_ties(subgraph, given["later"]))
            notes.append(
                message(
                    "This page shows the {some} actors with the most ties that somebody affirms, "
                    "of {actors} actors, and the {ties} such ties among them.",
                    some=len(subgraph.nodes),
                    actors=actors,
                    ties=among,
                )
            )
        self._static: Scene | None = None
        if not overview.is_too_large(subgraph, limit):
            self.scene: Scene = Scene.of(subgraph, title=title, question=question, notes=notes, **given)
            if overview.is_too_large(subgraph, STATIC_LIMIT):
                ties = overview.affirmed_ties(subgraph, given["later"])
                groups = overview.groups_of(subgraph, ties, seed=seed)
                self._static = overview.overview(ties, groups, title=title, seed=seed)
        else:
            self._divide(subgraph, title, notes, given, limit)
            self.scene.question = question

    @property
    def note(self) -> str:
        """What the page does not draw, or only in groups."""
        return " ".join(Texts()(note["text"], **note["values"]) for note in self.scene.notes)

    def _divide(
        self, subgraph: Subgraph, title: str, notes: list[Plain], given: dict[str, Any], limit: int | None
    ) -> None:
        """Draw groups, and pack their contents while the file has room; the largest first."""
        ties = overview.affirmed_ties(subgraph, given["later"])
        groups = overview.groups_of(subgraph, ties, seed=given["seed"])
        self.scene = overview.overview(ties, groups, title=title, seed=given["seed"])
        room = MOST_BYTES - OWN_BYTES - len(_packed(_drawn(self.scene)))
        outside = overview.outside_of(ties, groups)
        for group in groups:
            part = overview.part_of(group)
            if overview.is_too_large(part, limit):
                continue
            scene = Scene.of(part, title=title, question=group.name, outside=outside[group.number], **given)
            self.scene.data_date = max(self.scene.data_date, scene.data_date)
            packed = _packed(_drawn(scene))
            if len(packed) <= room:
                self._letters |= scene.letters()
                self._parts[group.number] = packed
                self.scene.actors[group.number]["opens"] = True
                room -= len(packed)
        closed = len(groups) - len(self._parts)
        self.scene.notes = [*notes, *overview.describe(subgraph, self.scene, closed)]

    def html(self) -> str:
        """Return the whole page. The same input gives the same bytes."""
        if self._html is None:
            static = static_part(self._static or self.scene)
            letters = self._letters | self.scene.letters()
            self._html = _rendered(self.scene, static, self._parts, letters, self.texts)
        return self._html

    def _repr_html_(self) -> str:
        """Show the page in a notebook, in a frame that cannot reach the notebook."""
        from markupsafe import escape

        return (
            '<iframe sandbox="allow-scripts allow-downloads allow-popups" '
            f'style="width:100%;height:{NOTEBOOK_HEIGHT}px;border:0" '
            f'title="{escape(self.scene.title)}" srcdoc="{escape(self.html())}"></iframe>'
        )


def _rendered(
    scene: Scene, static: Plain, parts: Mapping[int, str], letters: Iterable[str], texts: Texts
) -> str:
    """Render the HTML with pyvis's network and our template."""
    import jinja2
    from pyvis.network import Network  # imports IPython: only when a page is made

    network = Network(cdn_resources="in_line", directed=True)
    ours = jinja2.FileSystemLoader(TEMPLATES)
    theirs = jinja2.FileSystemLoader(network.template_dir)
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader([ours, theirs]), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    library = source_text(environment, VIS_NETWORK)
    begin = script_text(SCRIPTS / "begin.js")
    script = f'(async () => {{\n"use strict";\n{joined("page/main.js")}}})().catch(showStaticPart);\n'
    style = source_text(environment, "page.css")
    environment.filters["packed"] = _packed
    environment.globals.update(
        scene=scene.to_dict(),
        static=static,
        parts=parts,
        letters=json_block(latin_letters(letters)),
        t=texts,
        texts=json_block(translations()),
        colours=COLOURS,
        outlines=OUTLINES,
        picture_options=_OPTIONS,
        library=inline(library),
        begin=inline(begin),
        script=inline(script),
        style=inline(style),
        script_hashes=[hash_of(begin), hash_of(library), hash_of(script)],
        style_hash=hash_of(style),
    )
    network.templateEnv = environment
    network.path = "page.html.j2"
    network.heading = scene.title
    # add_node and add_edge look each id up in a list, which takes minutes for ten thousand actors
    network.nodes = drawn_nodes(scene)
    network.edges = drawn_edges(scene)
    network.options = _OPTIONS
    html: str = network.generate_html()
    return html


_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": SEED},
    "interaction": {
        "selectConnectedEdges": False,
        "dragNodes": True,
        "keyboard": {"enabled": False},
        "tooltipDelay": 100000,
    },
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3},
    "edges": {"selectionWidth": 1.2, "hoverWidth": 0.8, "smooth": False},
}


def _drawn(scene: Scene) -> Plain:
    """Return the part of a scene that the page's script reads."""
    return {"nodes": drawn_nodes(scene), "edges": drawn_edges(scene), "scene": scene.to_dict()}


def _packed(value: Plain) -> str:
    """Return plain data as compressed text, which the page unpacks."""
    packed = gzip.compress(plain_json(value).encode("ascii"), 6, mtime=0)
    return base64.b64encode(packed).decode("ascii")
