"""Compressed tables are read; what is broken or made to fill the memory is refused."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from sociogram.graph.errors import DataError
from sociogram.loaders.options import LoadOptions
from sociogram.loaders.read import read

TIES = b"source;target;type\nada;dock;OWNS\n"


def test_a_compressed_table(in_folder: Path) -> None:
    (in_folder / "ties.csv.gz").write_bytes(gzip.compress(TIES))
    (row,) = read(["ties.csv.gz"], LoadOptions()).dataset.relations.rows()
    assert (row["source"], row["target"], row["type"]) == ("ada", "dock", "OWNS")


BROKEN = {
    "broken off": (gzip.compress(TIES)[:-9], "incomplete|decompressed"),
    "no gzip below its mark": (b"\x1f\x8b" + TIES, "cannot be decompressed"),
    "a hundred megabytes of nothing": (gzip.compress(bytes(100_000_000)), "grows to more than 200 times"),
}


@pytest.mark.parametrize(("data", "message"), BROKEN.values(), ids=BROKEN)
def test_what_is_refused(in_folder: Path, data: bytes, message: str) -> None:
    (in_folder / "ties.csv.gz").write_bytes(data)
    with pytest.raises(DataError, match=f"ties.csv.gz.*({message})"):
        read(["ties.csv.gz"], LoadOptions())
