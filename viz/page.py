"""The page: one HTML file with picture, legend, search and sources, which loads nothing from elsewhere.

pyvis's ``Network`` holds the drawing, and our template renders it with the vis-network that pyvis ships. All
data is in one JSON block; the page's script builds every element from it as text, and the content security
policy allows only the page's own scripts, by their hashes.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sociogram.graph.common.files import atomic_writer
from sociogram.graph.model import Node
from sociogram.graph.subgraph import Subgraph
from sociogram.loaders.folder.overwriting import check_output
from sociogram.viz import overview
from sociogram.viz.layout import SEED
from sociogram.viz.scene import Plain, Scene, radius_of
from sociogram.viz.style import COLOURS

TEMPLATES = Path(__file__).parent / "templates"
SCRIPTS = (
    "dom.js",
    "model.js",
    "words.js",
    "layers.js",
    "picture.js",
    "labels.js",
    "search.js",
    "legend.js",
    "panel.js",
    "paths.js",
    "table.js",
    "save.js",
    "main.js",
)
"""The page's script, in parts; they share one scope, in this order."""
VIS_NETWORK = "lib/vis-9.1.2/vis-network.min.js"
NOTEBOOK_HEIGHT = 640
MOST_BYTES = 12_000_000
"""A page includes the contents of its groups while the file stays below this size."""
OWN_BYTES = 800_000
"""The part of it for the page's script and style, with vis-network."""


class Page:
    """The page of a part of a graph.

    Args:
        subgraph: the actors and ties to draw.
        title: the page's title.
        question: what the page answers, in a sentence.
        data_date: the date of the data, as shown; by default, that of the latest source.
        sources: nodes that describe the sources (label ``Source``).
        relation_types: nodes that word the relation types (label ``RelationType``).
        actors_by_id: names of claimants that are not in the subgraph, by their ``id``.
        seed: of the layout.
        strongest: draw only this many actors, those with the most ties, and the ties among them.
        of: the number of actors and ties in the graph, if ``subgraph`` holds only the strongest.
        limit: the maximum number of actors and ties to draw one by one; more are drawn as groups that open
            on a click. None is no limit.

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
        seed: int = SEED,
        strongest: int | None = None,
        of: tuple[int, int] | None = None,
        limit: int | None = overview.LIMIT,
    ) -> None:
        self.inputs: Sequence[Path] = ()
        self._html: str | None = None
        self._parts: dict[int, str] = {}
        given: dict[str, Any] = {
            "data_date": data_date,
            "sources": tuple(sources),
            "relation_types": tuple(relation_types),
            "actors_by_id": actors_by_id,
            "seed": seed,
        }
        note = ""
        actors, ties = of or subgraph.count()
        if strongest is not None and actors > strongest:
            subgraph = overview.strongest(subgraph, strongest)
            note = (
                f"This page shows the {len(subgraph.nodes):,} actors with most ties, of {actors:,}, and "
                f"the {len(subgraph.relationships):,} ties among them, of {ties:,}."
            )
        if not overview.is_too_large(subgraph, limit):
            self.scene: Scene = Scene.of(subgraph, title=title, question=question, note=note, **given)
        else:
            self._divide(subgraph, title, note, given, limit)
            self.scene.question = question

    @property
    def note(self) -> str:
        """What the page does not draw, or only in groups."""
        return self.scene.note

    def _divide(
        self, subgraph: Subgraph, title: str, note: str, given: dict[str, Any], limit: int | None
    ) -> None:
        """Draw groups, and pack their contents while the file has room; the largest first."""
        groups = overview.groups_of(subgraph, seed=given["seed"])
        self.scene = overview.overview(subgraph, groups, title=title, seed=given["seed"])
        room = MOST_BYTES - OWN_BYTES - len(_json_block(_drawn(self.scene)))
        outside = overview.outside_of(subgraph, groups)
        for group in groups:
            part = overview.part_of(group)
            if overview.is_too_large(part, limit):
                continue
            scene = Scene.of(part, title=title, question=group.name, outside=outside[group.number], **given)
            self.scene.data_date = max(self.scene.data_date, scene.data_date)
            packed = _packed(scene)
            if len(packed) <= room:
                self._parts[group.number] = packed
                self.scene.actors[group.number]["opens"] = True
                room -= len(packed)
        description = overview.describe(subgraph, groups, len(groups) - len(self._parts))
        self.scene.note = f"{note} {description}".strip()

    def html(self) -> str:
        """Return the whole page. The same input gives the same bytes."""
        if self._html is None:
            self._html = _rendered(self.scene, self._parts)
        return self._html

    def write(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Write the page as UTF-8, as a whole or not at all, and return its path.

        Args:
            path: the file; an existing page is replaced.
            overwrite: allow it to replace a file that the graph was read from.

        Raises:
            OverwriteError: the graph was read from that file, or it belongs to a data folder.
            StoreError: the file cannot be written.
        """
        target = Path(path)
        check_output(target, inputs=self.inputs, overwrite=overwrite)
        html = self.html()
        with atomic_writer(target) as file:
            file.write(html)
        return target

    def _repr_html_(self) -> str:
        """Show the page in a notebook, in a frame that cannot reach the notebook."""
        from markupsafe import escape

        return (
            '<iframe sandbox="allow-scripts allow-downloads allow-popups" '
            f'style="width:100%;height:{NOTEBOOK_HEIGHT}px;border:0" '
            f'title="{escape(self.scene.title)}" srcdoc="{escape(self.html())}"></iframe>'
        )


def _rendered(scene: Scene, parts: Mapping[int, str]) -> str:
    """Render the HTML with pyvis's network and our template."""
    import jinja2
    from pyvis.network import Network  # imports IPython: only when a page is made

    network = Network(cdn_resources="in_line", directed=True)
    ours = jinja2.FileSystemLoader(TEMPLATES)
    theirs = jinja2.FileSystemLoader(network.template_dir)
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader([ours, theirs]), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    library = _source(environment, VIS_NETWORK)
    script = (
        '(async () => {\n"use strict";\n'
        + "\n".join(_source(environment, name) for name in SCRIPTS)
        + "})();\n"
    )
    style = _source(environment, "page.css")
    environment.filters["json_block"] = _json_block
    environment.globals.update(
        scene=scene.to_dict(),
        parts=parts,
        facts=scene.facts,
        colours=COLOURS,
        picture_options=_OPTIONS,
        library=_inline(library),
        script=_inline(script),
        style=_inline(style),
        script_hashes=[_hash(library), _hash(script)],
        style_hash=_hash(style),
    )
    network.templateEnv = environment
    network.path = "page.html.j2"
    network.heading = scene.title
    # add_node and add_edge look each id up in a list, which takes minutes for ten thousand actors
    network.nodes = _drawn_nodes(scene)
    network.edges = _drawn_edges(scene)
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


def _drawn_nodes(scene: Scene) -> list[dict[str, Any]]:
    """Return vis-network's nodes: position, shape and size. Labels are drawn by the page's script."""
    drawn: list[dict[str, Any]] = []
    for place, (actor, (x, y)) in enumerate(zip(scene.actors, scene.positions, strict=True)):
        kind = scene.kinds[actor["kind"]]
        size = radius_of(actor)
        # triangles and stars look smaller than a dot of the same reach
        size = round(size * {"dot": 1.0, "square": 0.88, "star": 1.15}.get(kind["shape"], 1.08), 1)
        drawn.append({"id": place, "x": x, "y": y, "size": size, "shape": kind["shape"]})
    return drawn


def _drawn_edges(scene: Scene) -> list[dict[str, Any]]:
    """Return vis-network's edges: line, arrow, and a separate curve for each of several parallel ties."""
    beside: dict[tuple[int, int], int] = {}
    for tie in scene.ties:
        pair = (min(tie["a"], tie["b"]), max(tie["a"], tie["b"]))
        beside[pair] = beside.get(pair, 0) + 1
    turn: dict[tuple[int, int], int] = {}
    drawn: list[dict[str, Any]] = []
    for place, tie in enumerate(scene.ties):
        pair = (min(tie["a"], tie["b"]), max(tie["a"], tie["b"]))
        rank = turn.get(pair, 0)
        turn[pair] = rank + 1
        line = scene.certainties[tie["certainty"]]
        edge: dict[str, Any] = {
            "id": place,
            "from": tie["a"],
            "to": tie["b"],
            "width": tie.get("width", line["width"]),
        }
        if line["dashes"]:
            edge["dashes"] = line["dashes"]
        if scene.types[tie["type"]]["directed"]:
            edge["arrows"] = "to"
        if pair[0] == pair[1]:
            edge["selfReference"] = {"size": 18 + 9 * rank, "angle": 0.785}
        elif bend := _bend(rank, beside[pair], tie["a"] > tie["b"]):
            edge["smooth"] = {"enabled": True, "type": "curvedCW", "roundness": bend}
        drawn.append(edge)
    return drawn


def _bend(rank: int, of: int, backwards: bool) -> float:
    """Return how far the tie of this rank among ``of`` parallel ones bends to its right; 0 is straight.

    Bends are spread evenly around the straight line. A tie drawn from the other end has its right on the
    other side, so its sign turns.
    """
    step = min(0.16, 0.7 / max(of - 1, 1))
    bend = round((rank - (of - 1) / 2) * step, 3)
    return -bend if backwards else bend


def _drawn(scene: Scene) -> Plain:
    """Return the part of a scene that the page's script reads."""
    return {"nodes": _drawn_nodes(scene), "edges": _drawn_edges(scene), "scene": scene.to_dict()}


def _packed(scene: Scene) -> str:
    """Return a scene as compressed text; the page unpacks it when its group opens."""
    packed = gzip.compress(_plain(_drawn(scene)).encode("ascii"), 9, mtime=0)
    return base64.b64encode(packed).decode("ascii")


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def _source(environment: Any, name: str) -> str:
    """Read a part of the page as it is; a browser hashes it with plain line feeds."""
    text: str = environment.loader.get_source(environment, name)[0]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # browsers with open developer tools would ask for a map that is not there
    return re.sub(r"\n//# sourceMappingURL=.*", "", text)


def _inline(text: str) -> Any:
    """Mark our own script or style as safe in HTML; it must not contain its own closing tag."""
    import markupsafe

    lowered = text.lower()
    if "</script" in lowered or "</style" in lowered or "<!--" in lowered:
        raise ValueError("a script or style of the page would end its own element")
    return markupsafe.Markup(text)  # noqa: S704 - our own files, checked above


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


_UNSAFE_IN_HTML = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", ord("'"): "\\u0027"}


def _json_block(value: Any) -> Any:
    """Write JSON that no reader of HTML can take for markup: ASCII only, with ``<``, ``>``, ``&`` escaped."""
    import markupsafe

    return markupsafe.Markup(_plain(value).translate(_UNSAFE_IN_HTML))  # noqa: S704 - escaped in the line itself
