"""Our graph algorithms and those of Neo4j's library Graph Data Science."""

from __future__ import annotations

LIKE_OURS = {
    "pagerank": "pageRank",
    "betweenness": "betweenness",
    "closeness": "closeness",
    "degree": "degree",
    "eigenvector": "eigenvector",
    "louvain": "louvain",
    "leiden": "leiden",
    "components": "wcc",
    "triangles": "triangleCount",
    "bridges": "bridges",
    "k_core": "kcore",
}
"""The name in Graph Data Science, by the name of the procedure after ``algo.``."""
