"""Suggestions for attributes that users of other libraries look for on a graph."""

from __future__ import annotations

_STORED = 'graph.query("connections-of", NAME) lists the ties of an actor'

MEANT = {
    **dict.fromkeys(("nodes", "actors", "entities"), "graph.node_table() lists the actors"),
    **dict.fromkeys(("edges", "ties", "claims", "relations"), "graph.edge_table() lists the claims"),
    **dict.fromkeys(("find", "search", "actor", "node"), 'graph.query("find-actors", TEXT) finds actors'),
    **dict.fromkeys(("neighbors", "neighbours", "connections"), _STORED),
    **dict.fromkeys(("execute", "cypher", "sql", "match"), "graph.run(CYPHER) runs a query"),
    **dict.fromkeys(
        ("paths", "shortest_path", "shortest_paths"), "graph.path(A, B) finds the shortest paths"
    ),
    **dict.fromkeys(("draw", "plot", "show", "html", "view"), "graph.page().write(FILE) draws the graph"),
    **dict.fromkeys(("write", "save_as", "to_csv"), "graph.save(FOLDER) writes a data folder"),
    **dict.fromkeys(
        ("to_graphml", "to_gexf", "to_json"), "graph.export(FILE) writes the format of its suffix"
    ),
    **dict.fromkeys(("to_networkx", "nx", "degree"), "graph.networkx is the NetworkX graph"),
    **dict.fromkeys(
        ("to_pandas", "to_polars", "to_arrow", "df"), "graph.edge_table() and node_table() have to_pandas()"
    ),
    **dict.fromkeys(("merge", "merge_nodes"), "graph.merge_actors(KEEP, OTHER) merges actors"),
    **dict.fromkeys(
        ("delete", "remove_actor", "remove_node"), "graph.remove(ROW) removes an actor or a claim"
    ),
    **dict.fromkeys(("update", "edit"), "graph.set(ROW, column=VALUE) changes single values"),
    **dict.fromkeys(
        ("add", "add_node", "add_edge", "create"),
        "graph.load(FILE_OR_FRAME) adds rows; graph.run(CYPHER, write=True) adds nodes and relationships",
    ),
    **dict.fromkeys(
        ("labels", "types", "schema", "info", "summary"), "graph.stats() counts by label and type"
    ),
    **dict.fromkeys(("history", "versions"), "graph.log() lists the changes of a folder"),
    **dict.fromkeys(
        ("contradictions", "conflicts", "disputes", "denials"),
        'graph.query("disputed-ties") and graph.query("conflicts") show who contradicts whom',
    ),
    **dict.fromkeys(
        ("who_said", "claims_by", "claims_about", "evidence", "quotes", "voices"),
        'graph.query("claims-by-voice", NAME) and graph.query("evidence-for-tie", A, B) show who says what',
    ),
    "check": "`sociogram check` checks a data set",
    "diff": "graph.compare_with(OTHER) compares the claims of two graphs; `sociogram diff` compares versions",
}
"""The suggestion for each attribute: a sentence without its full stop."""
