"""A small made-up graph with every kind of tie, and pages of it."""

from __future__ import annotations

import functools
from typing import Any

from sociogram.graph.model import Node, Relationship
from sociogram.graph.subgraph import Subgraph
from sociogram.viz.page import Page

ACTORS = [
    ("ana", "Person", "Ana Ñahui", ["La Doctora"], {"summary": "A witness.", "country": "Peru"}),
    ("boris", "Person", "Boris Vega", [], {"url": "https://example.org/boris"}),
    ("cmd", "Organization", "Northern Command", ["NORCOM"], {"url": "javascript:alert(1)"}),
    ("police", "Organization", "National Police", [], {}),
    ("court", "Organization", "High Court", [], {}),
    ("paper", "Media", "The Daily Example", [], {}),
    ("peru", "Country", "Peru", [], {}),
    ("alone", "Person", "Nobody's Friend", [], {}),
]

TIES = [
    ("t1", "cmd", "COMMANDS", "police", {"certainty": "stated", "claimed_by": "paper", "start_date": "2021"}),
    (
        "t2",
        "ana",
        "ACCUSES",
        "police",
        {
            "certainty": "alleged",
            "claimed_by": "ana",
            "start_date": "2022-12",
            "paragraph": 7,
            "sources": ["report"],
            "role": "as a witness",
            "summary": "She says so.",
            "mention": "target=the force",
            "note": "checked twice",
        },
    ),
    ("t3", "boris", "MET", "ana", {"certainty": "reported", "claimed_by": "paper", "sources": ["report"]}),
    (
        "t4",
        "police",
        "COMMANDS",
        "cmd",
        {"certainty": "disputed", "claimed_by": "outside", "start_date": "2020", "end_date": "2021-06"},
    ),
    ("t5", "court", "ACCUSES", "boris", {"certainty": "opinion", "sources": ["https://example.org/x"]}),
    ("t6", "court", "LOCATED_IN", "peru", {}),
    ("t7", "paper", "ACCUSES", "court", {"certainty": "stated", "claimed_by": "paper", "sources": ["loose"]}),
    (
        "t8",
        "ana",
        "MET",
        "court",
        {"certainty": "reported", "claimed_by": "paper", "start_date": "2023-05-23"},
    ),
    ("t9", "police", "PRAISES", "police", {"certainty": "stated", "claimed_by": "police"}),
]

SOURCES = [
    {
        "id": "report",
        "title": "A report",
        "publisher": "The Commission",
        "date": "2023-05-20",
        "url": "https://example.org/report",
        "language": "es",
    },
]

WORDINGS = [
    ("COMMANDS", "commands", "is commanded by", True),
    ("ACCUSES", "accuses", "is accused by", True),
    ("MET", "met", "met", False),
]


def made_graph() -> Subgraph:
    nodes = tuple(
        Node(key, tuple(sorted(("Entity", label))), {"id": key, "name": name, "aliases": aliases, **more})
        for key, label, name, aliases, more in ACTORS
    )
    ties = tuple(Relationship(key, kind, a, b, {"id": key, **more}) for key, a, kind, b, more in TIES)
    return Subgraph(nodes, ties)


def source_nodes() -> list[Node]:
    return [Node(f"s:{source['id']}", ("Source",), source) for source in SOURCES]


def wording_nodes() -> list[Node]:
    return [
        Node(
            f"w:{kind}", ("RelationType",), {"type": kind, "forward": f, "backward": b, "directed": directed}
        )
        for kind, f, b, directed in WORDINGS
    ]


@functools.cache
def usual_page() -> Page:
    """The page that most tests open, made once."""
    return made_page()


def made_page(**changes: Any) -> Page:
    given: dict[str, Any] = {
        "title": "Who commands whom",
        "question": "Who accuses the police, and who says so?",
        "sources": source_nodes(),
        "relation_types": wording_nodes(),
        "actors_by_id": {"outside": "A Voice Outside"},
    }
    return Page(made_graph(), **given | changes)


def grouped_graph(groups: int = 4, size: int = 9) -> Subgraph:
    """Return groups whose members all know each other, each tied to the next, and two loners."""
    nodes, ties = [], []
    for group in range(groups):
        for member in range(size):
            key = f"g{group}m{member}"
            properties = {"id": key, "name": f"Member {member} of {group}", "aliases": [f"Alias {key}"]}
            nodes.append(Node(key, ("Entity", "Person" if group % 2 else "Company"), properties))
            for other in range(member):
                certainty = "stated" if (member + other) % 2 else "alleged"
                given = {"certainty": certainty, "claimed_by": "ana", "sources": ["report"]}
                ties.append(Relationship(f"{key}-{other}", "MET", key, f"g{group}m{other}", given))
        for place, certainty in enumerate(("reported", "reported", "opinion")):
            after = (group + 1) % groups
            given = {"certainty": certainty, "claimed_by": "ana", "sources": ["report"]}
            ties.append(Relationship(f"x{group}-{place}", "ACCUSES", f"g{group}m0", f"g{after}m0", given))
    nodes += [Node(f"loner{number}", ("Entity", "Person"), {"name": f"Loner {number}"}) for number in (1, 2)]
    return Subgraph(tuple(nodes), tuple(ties))


def overview_page(**changes: Any) -> Page:
    """Return a page that is too large for one picture, by a limit that a group stays below."""
    return Page(grouped_graph(), **{"title": "Many", "sources": source_nodes(), "limit": 60} | changes)
