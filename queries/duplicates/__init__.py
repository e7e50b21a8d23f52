"""Find the actors of a graph that may be the same, and plan the merges that decisions about them require."""

from sociogram.queries.duplicates.details import ActorDetails, read_details
from sociogram.queries.duplicates.find import COLUMNS, Duplicates, read_duplicates, read_unmerged
from sociogram.queries.duplicates.resolve import decided, pair_of, plan_merges

__all__ = [
    "COLUMNS",
    "ActorDetails",
    "Duplicates",
    "decided",
    "pair_of",
    "plan_merges",
    "read_details",
    "read_duplicates",
    "read_unmerged",
]
