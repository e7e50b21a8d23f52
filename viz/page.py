"""The page: one HTML file with picture, legend, search and sources, which loads nothing from elsewhere.

pyvis's ``Network`` holds the drawing, and our template renders it with the vis-network that pyvis ships. All
data is in one packed block; the page's script builds every element from it as text, and the content security
policy allows only the page's own scripts, by their hashes. Without scripts, a static part shows the same.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sociogram.graph.model import Node, Relationship
from sociogram.graph.subgraph import Subgraph
from sociogram.queries.claims.wording.support import Links
from sociogram.queries.claims.wording.wording import Wording
from sociogram.viz import overview
from sociogram.viz.one_file import TEMPLATES, OneFile, hash_of, inline, json_block, source_text
from sociogram.viz.picture.drawing import drawn_edges, drawn_nodes
from sociogram.viz.picture.layout import SEED
from sociogram.viz.picture.network import Network, network_of
from sociogram.viz.picture.plain import Plain
from sociogram.viz.picture.scales import ALL_COLOURS, Scale
from sociogram.viz.picture.scene import Scene, name_of
from sociogram.viz.picture.style import OUTLINES
from sociogram.viz.script import SCRIPTS, joined, script_text
from sociogram.viz.static import LIMIT as STATIC_LIMIT
from sociogram.viz.static import shown_claims, static_part
from sociogram.viz.text import beyond_ascii, latin_letters
from sociogram.viz.texts import Texts, message, translations

VIS_NETWORK = "lib/vis-9.1.2/vis-network.min.js"
NOTEBOOK_HEIGHT = 640
"""In pixels."""
MOST_BYTES = 12_000_000
"""A page includes the contents of its groups while the file stays below this size."""
OWN_BYTES = 1_000_000
"""The part of it for the page's script and style, with vis-network, and for the static part."""


class Page(OneFile):
    """The page of a part of a graph.

    Args:
        subgraph: the actors and ties to draw; a network if the graph is so large that it is drawn as groups.
        title: the page's title.
        question: what the page answers, in a sentence.
        data_date: the date of the data, as shown; by default, that of the latest source.
        sources: nodes that describe the sources (label ``Source``).
        relation_types: nodes that word the relation types (label ``RelationType``).
        actors_by_id: names of claimants that are not in the subgraph, by their ``id``.
        authors: the ids of the actors who wrote the sources, by the sources' ids; the first voice of a claim
            without ``claimed_by`` is the author of its text.
        later: claims outside the subgraph that take back some inside.
        links: the affirmed ties between voices, by their ends; by default, those in the subgraph.
        seed: the seed of the layout.
        strongest: draw only this many actors, those with the most ties, and the ties among them.
        of: the number of actors in the graph, if ``subgraph`` holds only the strongest.
        limit: the maximum number of actors and claims to draw one by one; more are drawn as groups that open
            on a click. None means no limit.
        as_of: an ISO date, whole or partial: the page opens with the claims about it.
        scales: what numbers decide: ``color`` and ``size`` of actors, ``width`` of ties. By default, labels
            decide the colour, the number of ties the size, and the certainty the width.
        grouped_by: the property of actors whose values decide their colour and shape, instead of labels.
        language: the language of the page's own texts, one of ``texts.LANGUAGES``. A reader can choose
            another.
        heading: ``title`` and ``question`` as messages, for a reader who chooses another language.

    Attributes:
        scene: what the page shows when it opens.
        note: what the page does not draw, or only in groups; else an empty text.
        inputs: the files that the graph was read from; ``write`` replaces them only with ``overwrite``.
    """

    def __init__(
        self,
        subgraph: Subgraph | Network,
        *,
        title: str = "Who is connected to whom",
        question: str = "",
        data_date: str | None = None,
        sources: Iterable[Node] = (),
        relation_types: Iterable[Node] = (),
        actors_by_id: Mapping[str, str] | None = None,
        authors: Mapping[str, str] | None = None,
        later: Iterable[Relationship] = (),
        links: Links | None = None,
        seed: int = SEED,
        strongest: int | None = None,
        of: int | None = None,
        limit: int | None = overview.LIMIT,
        as_of: str | None = None,
        scales: Mapping[str, Scale] | None = None,
        grouped_by: str | None = None,
        language: str = "en",
        heading: Mapping[str, Plain] | None = None,
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
            "links": links,
            "seed": seed,
            "as_of": as_of or "",
            "scales": dict(scales or {}),
            "grouped_by": grouped_by,
        }
        notes: list[Plain] = []
        actors = of or len(subgraph.nodes)
        if strongest is not None and actors > strongest:
            subgraph = _network(subgraph, given).strongest(strongest, name_of)
            notes.append(_strongest_note(_network(subgraph, given), actors))
        self._static: Scene | None = None
        if isinstance(subgraph, Network) or overview.is_too_large(_size(subgraph), limit):
            self._divide(_network(subgraph, given), title, notes, given, limit)
            self.scene.question = question
            self.scene.heading = dict(heading or {})
            return
        self.scene: Scene = Scene.of(subgraph, title=title, question=question, notes=notes, **given)
        self.scene.heading = dict(heading or {})
        if self.scene.network is not None and overview.is_too_large(_size(subgraph), STATIC_LIMIT):
            groups = overview.groups_of(self.scene.network, seed=seed)
            self._static = overview.overview(
                self.scene.network, groups, title=title, seed=seed, language=language, **_group_looks(given)
            )

    @property
    def note(self) -> str:
        """What the page does not draw, or only in groups."""
        return " ".join(Texts()(note["text"], **note["values"]) for note in self.scene.notes)

    def _divide(
        self, network: Network, title: str, notes: list[Plain], given: dict[str, Any], limit: int | None
    ) -> None:
        """Draw groups, and pack their contents while the file has room; the largest first."""
        groups = overview.groups_of(network, seed=given["seed"])
        self.scene = overview.overview(
            network,
            groups,
            title=title,
            seed=given["seed"],
            language=self.texts.language,
            **_group_looks(given),
        )
        room = MOST_BYTES - OWN_BYTES - len(_packed(_drawn(self.scene)))
        outside = overview.outside_of(network, groups)
        packed_items, packed_bytes = 0, 0
        given = given | {"links": None}  # in a large graph, only the content of the group is read
        for group in groups:
            items = len(group.members) + len(group.rows)
            expected = items * packed_bytes / max(packed_items, 1)
            if overview.is_too_large(items, limit) or expected > room:
                continue
            part = overview.part_of(network, group)
            scene = Scene.of(part, title=title, outside=outside[group.number], **given)
            self.scene.data_date = max(self.scene.data_date, scene.data_date)
            text = _json_of(_drawn(scene))
            packed = _compressed(text)
            packed_items, packed_bytes = packed_items + items, packed_bytes + len(packed)
            if len(packed) <= room:
                self._letters |= beyond_ascii(text)
                self._parts[group.number] = packed
                self.scene.actors[group.number]["opens"] = True
                room -= len(packed)
        closed = len(groups) - len(self._parts)
        self.scene.notes = [*notes, *overview.describe(network, self.scene, closed)]

    def html(self) -> str:
        """Return the whole page. The same input gives the same bytes.

        >>> graph.page(around="Lisa Kenna").html().startswith("<!DOCTYPE html>")
        True
        """
        if self._html is None:
            static = static_part(self._static or self.scene)
            self._html = _rendered(self.scene, static, self._parts, self._letters, self.texts)
        return self._html

    def __repr__(self) -> str:
        return f"<Page {self.scene.title!r}; write(FILE) saves it>"

    def _repr_html_(self) -> str:
        """Show the page in a notebook, in a frame that cannot reach the notebook."""
        from markupsafe import escape

        return (
            '<iframe sandbox="allow-scripts allow-downloads allow-popups" '
            f'style="width:100%;height:{NOTEBOOK_HEIGHT}px;border:0" '
            f'title="{escape(self.scene.title)}" srcdoc="{escape(self.html())}"></iframe>'
        )


def _group_looks(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what decides the colours of the groups of an overview."""
    return {"color": given["scales"].get("color"), "grouped_by": given["grouped_by"]}


def _size(subgraph: Subgraph) -> int:
    return len(subgraph.nodes) + len(subgraph.relationships)


def _network(part: Subgraph | Network, given: Mapping[str, Any]) -> Network:
    """Return a part of a graph as a network."""
    if isinstance(part, Network):
        return part
    wording = Wording(
        relation_types={str(node.get("type")): node for node in given["relation_types"]},
        sources={str(node.get("id")): node for node in given["sources"]},
        authors=given["authors"] or {},
    )
    return network_of(part, wording, given["later"])


def _strongest_note(shown: Network, actors: int) -> Plain:
    return message(
        "This page shows the {some} actors with the most ties that somebody affirms, "
        "of {actors} actors, and the {ties} such ties among them.",
        some=len(shown.nodes),
        actors=actors,
        ties=len(shown.tie_starts),
    )


def _rendered(scene: Scene, static: Plain, parts: Mapping[int, str], letters: set[str], texts: Texts) -> str:
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
    # add_node and add_edge look each id up in a list, which takes minutes for ten thousand actors
    network.nodes, network.edges = drawn_nodes(scene), drawn_edges(scene)
    network.options = _OPTIONS
    plain = scene.to_dict()
    data = _json_of({"nodes": network.nodes, "edges": network.edges, "scene": plain} | _LOOKS)
    environment.globals.update(
        scene=plain,
        ties=_tie_words(scene, texts),
        sources=len(scene.shown_sources()),
        data=_compressed(data),
        static=static,
        parts=parts,
        letters=json_block(latin_letters(letters | beyond_ascii(data))),
        t=texts,
        texts=json_block(translations()),
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
    html: str = network.generate_html()
    return html


def _tie_words(scene: Scene, texts: Texts) -> str:
    """Return how many ties and claims a page shows when it opens, and how many of the ties nobody affirms."""
    live = [tie for tie in scene.ties if scene.overview or shown_claims(scene, tie)]
    affirmed = sum(scene.is_affirmed(tie) for tie in live)
    words = texts.counted(affirmed, "tie", "ties")
    if others := len(live) - affirmed:
        words = texts("{ties} and {count} that nobody affirms", ties=words, count=others)
    claims = sum(not scene.claim_kinds[claim["kind"]].get("hidden") for claim in scene.claims)
    return f"{words}, {texts.counted(claims, 'claim', 'claims')}"


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


_LOOKS = {"options": _OPTIONS, "colours": ALL_COLOURS, "outlines": OUTLINES}


def _drawn(scene: Scene) -> Plain:
    """Return the part of a scene that the page's script reads."""
    return {"nodes": drawn_nodes(scene), "edges": drawn_edges(scene), "scene": scene.to_dict()}


def _packed(value: Plain) -> str:
    """Return plain data as compressed text, which the page unpacks."""
    return _compressed(_json_of(value))


def _json_of(value: Plain) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _compressed(text: str) -> str:
    return base64.b64encode(gzip.compress(text.encode("utf-8"), 6, mtime=0)).decode("ascii")
