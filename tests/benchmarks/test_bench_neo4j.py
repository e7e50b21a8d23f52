"""The benchmarks on a server keep running, as far as that goes without one."""

import gzip
import sys
from pathlib import Path

from sociogram.loaders.folder.data_folder import read_folder

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
sys.path[:0] = [str(BENCHMARKS)]

import neo4j_import  # noqa: E402
import neo4j_load  # noqa: E402


def test_the_data_to_load_are_a_data_folder(tmp_path: Path) -> None:
    neo4j_load.make(tmp_path, 200)
    dataset = read_folder(tmp_path)
    assert (len(dataset.entities), len(dataset.relations)) == (20, 200)


def test_the_export_to_import_is_all_of_what_was_made(tmp_path: Path, capsys) -> None:
    neo4j_import.export(200, tmp_path)
    assert '"seconds"' in capsys.readouterr().out
    lines = {
        name: gzip.decompress((tmp_path / f"{name}.csv.gz").read_bytes()).decode().splitlines()
        for name in ("nodes", "relationships")
    }
    assert {name: len(some) for name, some in lines.items()} == {"nodes": 20, "relationships": 200}
    assert neo4j_import.Made(200).count() == (20, 200)
    assert neo4j_import.size(tmp_path) > 0
