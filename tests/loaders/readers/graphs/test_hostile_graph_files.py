"""A broken or hostile file of nodes and edges ends in an error that names file, line and cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from sociogram.graph.errors import DataError
from sociogram.loaders.options import LoadOptions
from sociogram.loaders.read import read

GRAPHML = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph>{}</graph></graphml>'
GEXF = '<gexf xmlns="http://www.gexf.net/1.3"><graph>{}</graph></gexf>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DOCTYPES = {
    "a billion laughs": f'<!DOCTYPE {{root}} [<!ENTITY l0 "ha">{LAUGHS}]>\n<{{root}} a="&l9;"/>',
    "a file of this machine": '<!DOCTYPE {root} [<!ENTITY f SYSTEM "/etc/hosts">]>\n<{root}>&f;</{root}>',
    "a file of the network": '<!DOCTYPE {root} SYSTEM "http://127.0.0.1:9/x.dtd">\n<{root}/>',
    "parameters": '<!DOCTYPE {root} [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]>\n<{root}/>',
}
EXPORTED = '{"directed": true, "graph": {"sociogram": %s}, "nodes": [{"id": "a", "labels": []}], "edges": []}'
DEEP = 100_000

FILES: dict[str, tuple[str, str, str]] = {
    # what is wrong: file name, text, what the error says
    **{
        f"{root}: {what}": (f"x.{root}", text.replace("{root}", root), r"x\.\w+:1.*document type")
        for root in ("graphml", "gexf")
        for what, text in DOCTYPES.items()
    },
    "GraphML that is broken off": ("x.graphml", GRAPHML[:80], "x.graphml:1.*cannot be read: unclosed token"),
    "GraphML that ends within a tag": (
        "x.graphml",
        "<graphml>\n<graph><node id='a'",
        "x.graphml:2.*unclosed",
    ),
    "GraphML with crossing tags": ("x.graphml", GRAPHML.format("<node id='a'></edge>"), "mismatched tag"),
    "GraphML, 100,000 deep": ("x.graphml", GRAPHML.format("<a>" * DEEP), "nested more than 200 deep"),
    "GEXF, 100,000 deep": ("x.gexf", GEXF.format("<a>" * DEEP), "nested more than 200 deep"),
    "two nodes of one id": (
        "x.graphml",
        GRAPHML.format("\n<node id='a'/>\n<node id='a'/>"),
        "x.graphml:3.*Two nodes have the id `a`; the first is that of line 2",
    ),
    "two nodes of one id, GEXF": (
        "x.gexf",
        GEXF.format("<nodes>\n<node id='a'/>\n<node id='a'/></nodes>"),
        "x.gexf:3.*Two nodes have the id `a`",
    ),
    "a node without id": ("x.graphml", GRAPHML.format("<node/>"), "A node has no id"),
    "an edge without target": ("x.gexf", GEXF.format("<edge source='a'/>"), "no source or no target"),
    "data without key": (
        "x.graphml",
        GRAPHML.format("<node id='a'><data key='k'>1</data></node>"),
        "No <key> declares `k`",
    ),
    "a value without attribute": (
        "x.gexf",
        GEXF.format("<node id='a'><attvalues><attvalue for='k' value='1'/></attvalues></node>"),
        "No <attribute> declares `k`",
    ),
    "GraphML without nodes": ("x.graphml", GRAPHML.format(""), "holds no nodes and no edges"),
    "another root": ("x.graphml", "<html><body/></html>", "This is"),
    "an unknown encoding": (
        "x.graphml",
        '<?xml version="1.0" encoding="x-none"?><graphml/>',
        "The encoding of the XML is not known",
    ),
    "GML that is broken off": ("x.gml", "graph [\n node [ id 1", "x.gml:2.*ends within a bracket"),
    "GML with a text that never ends": ("x.gml", 'graph [ node [ id 1 label "Ada', "ends within"),
    "GML with a bracket too many": ("x.gml", "graph [ ]\n ]", "x.gml:2.*where a key should be"),
    "GML without a value": ("x.gml", "graph [ node [ id ] ]", "where the value of `id` should be"),
    "GML, 100,000 deep": ("x.gml", "graph [ " + "a [ " * DEEP, "nested too deeply"),
    "two GML nodes of one id": (
        "x.gml",
        "graph [\n node [ id 1 ]\n node [ id 1 ]\n]",
        "x.gml:3.*Two nodes have the id `1`; the first is that of line 2",
    ),
    "GML with a node without id": ("x.gml", 'graph [ node [ label "Ada" ] ]', "A node has no id"),
    "JSON that is broken off": (
        "x.json",
        '{"nodes": [{"id": "a"}], "links": [',
        "x.json:1.*JSON cannot be read",
    ),
    "JSON, 100,000 deep": ("x.json", '{"nodes": ' + "[" * DEEP + "]" * DEEP + ', "links": []}', "too deeply"),
    "two JSON nodes of one id": (
        "x.json",
        '{"nodes": [{"id": 1}, {"id": "1"}], "links": []}',
        "Two nodes have the id `1`; the first is that of item 1",
    ),
    "nodes that are no list": ("x.json", '{"nodes": {"id": 1}, "links": []}', "`nodes` is not a list"),
    "a node that is no object": ("x.json", '{"nodes": ["a"], "links": []}', "something other than an object"),
    "a link without target": ("x.json", '{"nodes": [], "links": [{"source": 1}]}', "An edge has no target"),
    "an element without data": ("x.cyjs", '{"elements": {"nodes": [{}]}}', "An element has no data"),
    "an element that is a number": ("x.cyjs", '{"elements": [1]}', "something other than an object"),
    "an export of a later version": ("x.json", EXPORTED % '{"version": 99}', "something changed it since"),
    "an export that was changed": (
        "x.json",
        EXPORTED % '{"version": 1, "properties": []}',
        "something changed it since",
    ),
    "FollowTheMoney without an end": (
        "x.jsonl",
        '{"id": "o", "schema": "Ownership", "properties": {"owner": ["a"]}}',
        "The Ownership `o` has no asset",
    ),
    "groups that GraphRAG found": (
        "communities.csv",
        "id,human_readable_id,community,level,title\nx,1,1,0,Community 1\n",
        "table of communities",
    ),
}


@pytest.mark.parametrize(("name", "text", "message"), FILES.values(), ids=FILES)
def test_it_is_refused(in_folder: Path, name: str, text: str, message: str) -> None:
    (in_folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=f"(?s){message}"):
        read([name], LoadOptions())


def test_numbers_of_thousands_of_digits_are_text(tmp_path: Path) -> None:
    digits = "9" * 5000
    file = tmp_path / "x.gml"
    file.write_text(
        f"graph [ node [ id {digits} n -{digits} ] node [ id 2 ] edge [ source 2 target {digits} ] ]"
    )
    loaded = read([file], LoadOptions())
    assert not loaded.rejects
    assert loaded.dataset.relations.column("target").to_list() == [digits]
