"""The benchmark of claims keeps running, on a few claims."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

import claims

from sociogram.loaders.folder.data_folder import read_folder


def test_steps_read_what_was_made(tmp_path, monkeypatch):
    monkeypatch.setattr(claims, "TEXT_BYTES", 20_000)
    monkeypatch.setattr(claims, "QUOTED_CLAIMS", 30)
    claims.make_data(tmp_path, 600)
    assert claims.derive_all(tmp_path / "claims")["counted"] > 0
    assert claims.read_ties(tmp_path / "claims")["counted"] >= 600
    assert len(read_folder(tmp_path / "reviewed").relations) == 30
    assert claims.run("review", tmp_path)["megabytes"] > 10
    assert (tmp_path / "review.html").stat().st_size > 20_000
