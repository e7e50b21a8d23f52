"""vis-network has what ``page/picture/vis_network.js`` uses of it beyond its documented methods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sociogram.viz.script import SCRIPTS

NETWORK = """
    const options = { physics: { enabled: false }, edges: { smooth: false } };
    const box = Object.assign(document.createElement("div"), { style: "width: 200px; height: 200px" });
    document.body.append(box);
    const network = new vis.Network(box, { nodes: [], edges: [] }, options);
    const body = network.body;
    const { createNode, createEdge } = body.functions;
    const nodes = [0, 100].map((x, id) => createNode({ id, x, y: 0, shape: "dot", size: 5 }));
    nodes.forEach((node, id) => { body.nodes[id] = node; });
    const edge = (body.edges[0] = createEdge({ id: 0, from: 0, to: 1, width: 3, arrows: "to" }));
    edge.connect();
    const context = document.createElement("canvas").getContext("2d");
"""

REDRAW = "body.emitter.emit('_requestRedraw')"

USES = [
    # what the page relies on, and its value
    ("typeof body.emitter.emit", "function"),
    ("box.querySelectorAll('canvas').length", 1),
    ("box.querySelectorAll('.vis-network').length", 1),
    ("body.nodeIndices", []),
    ("(body.nodeIndices = [1], body.nodeIndices)", [1]),
    ("[nodes[1].x, nodes[1].y]", [100, 0]),
    ("edge.options.width", 3),
    ("(({ x, y }) => [x, y])(edge.edgeType.getPoint(0.25))", [25, 0]),
    ("edge.edgeType.getDistanceToEdge(0, 0, 100, 0, 50, 7)", 7),
    ("edge.draw(context) ?? 'drawn'", "drawn"),
    ("edge.drawArrows(context) ?? 'drawn'", "drawn"),
    ("(nodes[0].draw(context), 'drawn')", "drawn"),
    ("(edge.disconnect(), nodes[0].edges.length)", 0),
    (f"new Promise((done) => {{ network.once('afterDrawing', () => done('yes')); {REDRAW}; }})", "yes"),
]


@pytest.fixture(scope="module")
def tab(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A page whose only script is vis-network."""
    from pyvis.network import Network

    page = tmp_path_factory.mktemp("vis") / "vis.html"
    page.write_text("<!DOCTYPE html><title>vis</title>", encoding="utf-8")
    library = Network(cdn_resources="in_line").template_dir + "/lib/vis-9.1.2/vis-network.min.js"
    context = chromium.new_context(offline=True)
    tab = context.new_page()
    tab.goto(page.as_uri())
    tab.add_script_tag(path=library)
    yield tab
    context.close()


@pytest.mark.parametrize(("use", "value"), USES, ids=[use for use, _ in USES])
def test_vis_network_has_what_the_page_uses(tab: Any, use: str, value: object) -> None:
    assert tab.evaluate(f"async () => {{ {NETWORK} return {use}; }}") == value


def test_one_module_alone_knows_what_is_private_to_vis_network() -> None:
    private = ("network.body", ".edgeType", "nodeIndices", "emitter", "vis.Network")
    knowing = {
        path.name
        for path in SCRIPTS.rglob("*.js")
        if any(name in path.read_text(encoding="utf-8") for name in private)
    }
    assert knowing == {"vis_network.js"}
