"""Corrections of a graph as edits of nodes and relations.

Input: the rows that a correction concerns, as a store holds them. Output: edits, each a node or a relation
before and after. Edits are plain values: they can be shown, carried out, inverted, and written as Cypher.
"""

from sociogram.graph.edits.merging import merge, rename
from sociogram.graph.edits.model import (
    REFERENCES,
    Edits,
    HeldRows,
    NodeEdit,
    Relation,
    RelationEdit,
    node_edits,
    relation_edits,
    without_values,
)
from sociogram.graph.edits.read import relations_where
from sociogram.graph.edits.removing import remove
from sociogram.graph.edits.splitting import split
from sociogram.graph.edits.statements import carry_out, undo_script

__all__ = [
    "REFERENCES",
    "Edits",
    "HeldRows",
    "NodeEdit",
    "Relation",
    "RelationEdit",
    "carry_out",
    "merge",
    "node_edits",
    "relation_edits",
    "relations_where",
    "remove",
    "rename",
    "split",
    "undo_script",
    "without_values",
]
