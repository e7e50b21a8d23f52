"""Check a data set: what is missing, what points nowhere, what contradicts itself or its text."""

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
