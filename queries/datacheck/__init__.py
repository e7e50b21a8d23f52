"""Check a data set for gaps, for dangling references, and for contradictions with itself or its texts."""

from sociogram.loaders.text.given import Texts
from sociogram.queries.datacheck.datasets import (
    DataCheck,
    check_dataset,
    check_text,
    read_files,
    read_store,
)
from sociogram.queries.datacheck.findings import Finding, FindingGroup

__all__ = [
    "DataCheck",
    "Finding",
    "FindingGroup",
    "Texts",
    "check_dataset",
    "check_text",
    "read_files",
    "read_store",
]
