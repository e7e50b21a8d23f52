"""Files of nodes and edges, and of entities, from other programs: what is in ``graph_files.txt`` is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from sociogram.loaders.options import LoadOptions
from sociogram.loaders.read import Loaded, read

FILES = Path(__file__).with_name("graph_files.txt")
WORDS = {"entities": "actor", "relations": "tie", "sources": "source"}


def rows_in_words(loaded: Loaded) -> str:
    """Return each row as ``actor id=ada name=Ada Brook``, without made ids of ties, and what was rejected."""
    lines = []
    for table, word in WORDS.items():
        for row in getattr(loaded.dataset, table).rows():
            values = {
                name: " | ".join(value) if isinstance(value, list) else value for name, value in row.items()
            }
            lines.append(f"{word} " + " ".join(f"{name}={value}" for name, value in values.items()))
    lines += [f"rejected {one.remark.line}: {one.remark.message}" for one in loaded.rejects]
    return "\n".join(lines)


def examples() -> list[tuple[str, str, str, str]]:
    """Return title, name and text of each file, and what is read in it."""
    found = []
    for block in FILES.read_text(encoding="utf-8").split("\n\n# "):
        title, name, rest = block.removeprefix("# ").split("\n", 2)
        text, expected = rest.split("\n→\n")
        found.append((title, name, f"{text}\n", expected.strip()))
    return found


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [one[1:] for one in examples()],
    ids=[one[0] for one in examples()],
)
def test_what_is_read_in_a_file(in_folder: Path, name: str, text: str, expected: str) -> None:
    (in_folder / name).write_text(text, encoding="utf-8")
    assert rows_in_words(read([name], LoadOptions())) == expected


def test_a_table_joins_the_graph_file_by_its_ids(in_folder: Path) -> None:
    nodes = '{"nodes": [{"id": 101, "label": "Ann"}, {"id": 102, "label": "Bo"}], "links": []}'
    (in_folder / "people.json").write_text(nodes, encoding="utf-8")
    (in_folder / "ages.csv").write_text("id,age\n101,40\n102,50\n", encoding="utf-8")
    read_back = read(["people.json", "ages.csv"], LoadOptions()).dataset.entities.rows()
    assert [(row["name"], row["age"]) for row in read_back] == [("Ann", 40), ("Bo", 50)]
