"""What to call instead of the procedures of Neo4j's libraries GDS and APOC."""

from __future__ import annotations

from sociogram.graph.common.graph_data_science import LIKE_OURS

_ALGORITHMS = {theirs.lower(): f"algo.{ours}" for ours, theirs in LIKE_OURS.items()} | {
    "articlerank": "algo.pagerank",
    "modularityoptimization": "algo.louvain",
    "scc": "algo.components({strong: true})",
}
_PATHS = "Write a pattern: MATCH p = (a)-[*..3]-(b), or p = shortestPath((a)-[*]-(b))."
_BY_WORD = {
    "graph": "There is no projection: algo.pagerank({labels: ['Person'], types: ['KNOWS']}) names the part.",
    "shortestpath": _PATHS,
    "path": _PATHS,
    "meta": "CALL db.schema.nodeTypeProperties() and db.schema.relTypeProperties() show the schema.",
    "load": "Load files with `sociogram load`, or pass the rows as a parameter to UNWIND.",
    "export": "Write files with `sociogram export FILE`, or graph.export(FILE) in Python.",
    "periodic": "Write CALL (x) { … } IN TRANSACTIONS.",
    "create": "Write CREATE; a label or a type may be an expression: (:$(label)).",
    "merge": "Write MERGE; a label or a type may be an expression: (:$(label)).",
    "refactor": "`sociogram merge` and graph.merge_actors(KEEP, OTHER) make two actors one.",
}
"""By a word in the name of the procedure."""


def procedure_hint(name: str) -> str | None:
    """Return what to write instead of a procedure of GDS or APOC; None for others.

    >>> procedure_hint("gds.pageRank.stream")
    'Call algo.pagerank with a map of settings.'
    """
    library, _, rest = name.lower().partition(".")
    if library not in ("gds", "apoc"):
        return None
    words = rest.split(".")
    if found := next((_ALGORITHMS[word] for word in words if word in _ALGORITHMS), None):
        return f"Call {found}{'' if '{' in found else ' with a map of settings'}."
    offer = next((_BY_WORD[word] for word in words if word in _BY_WORD), None)
    return offer or "Only Neo4j with GDS or APOC has it. In Python, graph.procedures lists what there is."
