"""Two texts, or two graphs, compared tie by tie."""

from sociogram.queries.compare.compare import compare_sources, compare_stores
from sociogram.queries.compare.model import CATEGORIES, ComparedClaim, ComparedTie, Comparison

__all__ = ["CATEGORIES", "ComparedClaim", "ComparedTie", "Comparison", "compare_sources", "compare_stores"]
