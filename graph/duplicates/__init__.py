"""Pairs of entities that may be the same person, group or place.

Input: entities with their names, labels, countries and neighbours. Output: pairs with a score and reasons.
"""

from sociogram.graph.duplicates.find import (
    BIRTH_PROPERTIES,
    LEAST_SCORE,
    Candidate,
    Duplicate,
    find_duplicates,
)
from sociogram.graph.duplicates.name_likeness import Reason

__all__ = ["BIRTH_PROPERTIES", "LEAST_SCORE", "Candidate", "Duplicate", "Reason", "find_duplicates"]
