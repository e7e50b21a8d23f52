"""The values that stored queries ask for, and those that a graph does not have, on both stores."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from sociogram.api import Graph
from sociogram.graph.errors import SociogramError, StoredQueryError
from sociogram.graph.store import GraphStore
from sociogram.loaders.folder.data_folder import read_folder

FILES = {
    "entities.csv": "id,name\na,Ada\nb,Bob\n",
    "sources.csv": "id,title\nletter,A letter\n",
    "relations.csv": (
        "source,target,type,role,sources,cites\n"
        "a,b,MET,nobody says where,,\n"
        "a,b,MET,in the letter,letter,\n"
        "a,b,MET,on a page,https://example.org/page,letter\n"
        "a,b,MET,in a letter that nobody has,lost-letter,\n"
    ),
}


@pytest.fixture
def letters(store: GraphStore, tmp_path: Path) -> Graph:
    for file, text in FILES.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    store.merge(read_folder(tmp_path))
    return Graph(store)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        (
            "connections-of",
            "'connections-of' needs a value for 'actor': an actor's name, alias or id.* 'Ada' or 'Bob'.",
        ),
        ("brokers", "needs a value for 'from': one camp. Write -p from=VALUE; in Python, from_=VALUE."),
        ("claims-by-voice", "needs a value for 'voice': .* This graph has none."),
        ("new-in", "This graph has, for example, 'https://example.org/page', 'letter' or 'lost-letter'."),
    ],
)
def test_a_value_is_asked_for_with_examples_of_this_graph(letters: Graph, name: str, asked: str) -> None:
    with pytest.raises(StoredQueryError, match=asked):
        letters.query(name)


KNOWN = [
    # query, parameters, rows or the error
    ("single-claimant-ties", {"type": "met"}, 0),
    ("single-claimant-ties", {"type": "MEET"}, "no tie of type 'MEET'. Did you mean 'MET'?"),
    ("corroborated-ties", {"type": "KILLED"}, "no tie of type 'KILLED'. It has: MET."),
    ("claims-in-source", {"source": "a letter"}, 2),
    ("claims-in-source", {"source": "lost-letter"}, 1),
    ("claims-in-source", {"source": "lost-leter"}, "no source 'lost-leter'. Did you mean 'lost-letter'?"),
    ("ties-in-paragraph", {"paragraph": 1, "source": "ledger"}, "There is no source 'ledger'"),
]


@pytest.mark.parametrize(("name", "parameters", "expected"), KNOWN)
def test_a_type_or_source_that_the_graph_does_not_have_is_named(
    letters: Graph, name: str, parameters: dict[str, Any], expected: int | str
) -> None:
    if isinstance(expected, int):
        assert len(letters.query(name, parameters=parameters)) == expected
    else:
        with pytest.raises(SociogramError, match=re.escape(expected)):
            letters.query(name, parameters=parameters)


VOICES = {
    "entities.csv": "id,name\na,Ada\nb,Bob\n",
    "relations.csv": (
        "id,source,target,type,sources,review,directed,supersedes,claimed_by\n"
        "c1,a,b,KNOWS,s1,,,,a\n"
        "c2,b,a,KNOWS,s2,,false,,a\n"  # another tie: it has no direction
        "c3,a,b,KNOWS,s3,draft,,,a\n"
        "c4,a,b,KNOWS,s4,,,c1,a\n"
        "c5,a,b,KNOWS,s5,,false,,b\n"
        "c6,b,a,KNOWS,s6,,,,b\n"
    ),
}


def test_what_rests_on_a_source_alone(store: GraphStore, tmp_path: Path) -> None:
    for file, text in VOICES.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    store.merge(read_folder(tmp_path))
    graph = Graph(store)
    found = {
        source: [(row["tie"]["id"], row["elsewhere"]) for row in graph.query("claims-in-source", source)]
        for source in ("s1", "s2", "s3", "s4", "s5", "s6")
    }
    assert found == {
        "s1": [("c1", 1)],
        "s2": [("c2", 1)],
        "s3": [("c3", 1)],
        "s4": [("c4", 0)],
        "s5": [("c5", 1)],
        "s6": [("c6", 0)],
    }
    listed = {row["id"]: row["claims"] for row in graph.query("sources")}
    assert listed == {"s1": 0, "s2": 1, "s3": 0, "s4": 1, "s5": 1, "s6": 1}
    assert graph.stats().sources == len(listed)
