# ruff: noqa: ARG001 - every question has the same two arguments
"""Loops over a networkx graph, as people write them: some of the questions."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import networkx as nx
from serve import serve


def _out(graph: Any, node: str, kind: str) -> list[Any]:
    return [(end, data) for _, end, data in graph.out_edges(node, data=True) if data["type"] == kind]


def by_id(g: Any, p: dict[str, Any]) -> list[Any]:
    return [(g.nodes[p["id"]]["name"], g.nodes[p["id"]]["age"])]


def count_label(g: Any, p: dict[str, Any]) -> list[Any]:
    return [(sum(kind == "Person" for _, kind in g.nodes(data="label")),)]


def filter_relations(g: Any, p: dict[str, Any]) -> list[Any]:
    return [
        (
            sum(
                data["type"] == "KNOWS" and data["year"] >= 2015 and data["amount"] < 1000
                for _, _, data in g.edges(data=True)
            ),
        )
    ]


def one_hop(g: Any, p: dict[str, Any]) -> list[Any]:
    return [(b, g.nodes[b]["name"]) for b, _ in _out(g, p["id"], "KNOWS")]


def two_hops(g: Any, p: dict[str, Any]) -> list[Any]:
    total = 0
    for b, first in _out(g, p["id"], "KNOWS"):
        total += sum(second is not first for _, second in _out(g, b, "KNOWS"))
    return [(total,)]


def label_hop(g: Any, p: dict[str, Any]) -> list[Any]:
    total = 0
    for a, b, data in g.edges(data=True):
        ends = g.nodes[a]["label"], g.nodes[b]["label"]
        total += data["type"] == "WORKS_FOR" and ends == ("Person", "Company")
    return [(total,)]


def all_two_hops(g: Any, p: dict[str, Any]) -> list[Any]:
    degrees: Counter[str] = Counter()
    loops = 0
    for a, b, data in g.edges(data=True):
        if data["type"] == "KNOWS":
            degrees[a] += 1
            loops += a == b
    total = sum(degrees[b] for _, b, data in g.edges(data=True) if data["type"] == "KNOWS")
    return [(total - loops,)]


def by_type(g: Any, p: dict[str, Any]) -> list[Any]:
    return list(Counter(kind for _, _, kind in g.edges(data="type")).items())


def shortest_any(g: Any, p: dict[str, Any]) -> list[Any]:
    return [(nx.shortest_path_length(g.to_undirected(as_view=True), p["a"], p["b"]),)]


QUESTIONS = {
    function.__name__: function
    for function in (
        by_id,
        count_label,
        filter_relations,
        one_hop,
        two_hops,
        label_hop,
        all_two_hops,
        by_type,
        shortest_any,
    )
}


class NetworkX:
    def __init__(self) -> None:
        self.graph = nx.MultiDiGraph()

    def version(self) -> str:
        return f"networkx {nx.__version__}"

    def load(self, folder: str) -> None:
        with Path(folder, "entities.csv").open() as file:
            for row in csv.DictReader(file):
                age = int(row["age"]) if row["age"] else None
                self.graph.add_node(row["id"], name=row["name"], label=row["type"], age=age)
        with Path(folder, "relations.csv").open() as file:
            for row in csv.DictReader(file):
                numbers = {name: int(row[name]) for name in ("year", "amount")}
                self.graph.add_edge(row["source"], row["target"], type=row["type"], **numbers)

    def run(self, query: dict[str, Any]) -> list[Any]:
        question = QUESTIONS.get(query["name"])
        if question is None:
            raise NotImplementedError("not written as loops")
        return question(self.graph, query.get("parameters") or {})


if __name__ == "__main__":
    serve(NetworkX())
