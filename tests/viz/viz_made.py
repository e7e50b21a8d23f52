"""A small made-up graph with every kind of tie, and pages of it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
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


# An invented affair: a deputy mayor, a quarry and two papers.

AFFAIR_ACTORS = [
    ("lund", "Person", "Mette Lund", {"pronoun": "she"}),
    ("ravn", "Person", "Oskar Ravn", {"pronoun": "he"}),
    ("quarry", "Company", "Stenholt Quarry", {}),
    ("council", "Government", "Stenholt Council", {}),
    ("driver", "Person", "a lorry driver", {}),
    ("brun", "Person", "Ida Brun", {}),
]

AFFAIR_CLAIMS: list[tuple[str, str, str, str, dict[str, Any]]] = [
    ("met", "lund", "MET", "ravn", {"claimed_by": "driver", "via": ["brun"], "certainty": "reported"}),
    ("met-copy", "ravn", "MET", "lund", {"sources": ["translation"], "certainty": "stated"}),
    ("met-author", "lund", "MET", "ravn", {"certainty": "stated"}),
    ("not-met", "lund", "MET", "ravn", {"claimed_by": "lund", "polarity": "denies", "sources": ["gazette"]}),
    ("no-cousin", "ravn", "RELATED_TO", "lund", {"claimed_by": "ravn", "polarity": "denies"}),
    ("to-lead", "lund", "LEADS", "council", {"modality": "planned", "start_date": "2031-05"}),
    ("to-sell", "council", "SOLD_TO", "quarry", {"modality": "intended", "cites": ["memo"]}),
    ("owns", "ravn", "OWNS", "quarry", {"role": "majority", "quote": "the quarry is his"}),
    ("owned", "lund", "OWNS", "quarry", {"claimed_by": "driver"}),
    ("owned-not", "ravn", "OWNS", "council", {"claimed_by": "driver", "supersedes": "owned"}),
    ("draft", "brun", "OWNS", "quarry", {"review": "draft"}),
    ("withdrawn", "brun", "LEADS", "quarry", {"review": "retracted"}),
]

AFFAIR_SOURCES = [
    {
        "id": "tribune",
        "title": "Dust over Stenholt",
        "author": "Ida Brun",
        "date": "2031-03-02",
        "read": "yes",
    },
    {"id": "gazette", "title": "No dust at all", "author": "J. Holm", "date": "2031-03-04"},
    {"id": "translation", "title": "Poussière", "translation_of": "tribune", "date": "2031-03-05"},
    {"id": "memo", "title": "A memo", "read": "no"},
]

AFFAIR_TYPES = [
    {"type": "MET", "forward": "met", "backward": "met", "directed": False},
    {"type": "RELATED_TO", "forward": "is related to", "backward": "is related to", "directed": False},
    {"type": "LEADS", "forward": "leads", "backward": "is led by", "infinitive": "lead"},
    {
        "type": "SOLD_TO",
        "forward": "sold land to",
        "backward": "bought land from",
        "infinitive": "sell land to",
    },
    {"type": "OWNS", "forward": "owns", "backward": "is owned by"},
]


def affair_page(
    *more: tuple[str, str, str, str, dict[str, Any]], actors: Sequence[Node] = (), **changes: Any
) -> Page:
    """Return a page with a denial, a plan, a purpose, a relay, a draft, and what was withdrawn, and more."""
    nodes = tuple(
        Node(key, ("Entity", label), {"id": key, "name": name, **properties})
        for key, label, name, properties in AFFAIR_ACTORS
    )
    claims = tuple(
        Relationship(key, kind, a, b, {"id": key, "sources": ["tribune"], **properties})
        for key, a, kind, b, properties in (*AFFAIR_CLAIMS, *more)
    )
    given: dict[str, Any] = {
        "title": "Stenholt",
        "sources": [Node(f"s:{source['id']}", ("Source",), source) for source in AFFAIR_SOURCES],
        "relation_types": [Node(f"t:{kind['type']}", ("RelationType",), kind) for kind in AFFAIR_TYPES],
        "authors": {"tribune": "brun"},
    }
    return Page(Subgraph((*nodes, *actors), claims), **given | changes)
