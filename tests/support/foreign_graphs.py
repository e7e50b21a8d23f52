"""Three graphs as other people keep them, of invented data: as Cypher for a server, and as NetworkX graphs.

None has the label ``Entity``, and each keeps names and ids in its own way:

=========  ========================================  ====================================  ===================
graph      nodes                                     names and ids                         keys in NetworkX
=========  ========================================  ====================================  ===================
films      persons, films, a genre                   ``name`` or ``title``; no ``id``      texts
owners     companies, persons, an address            ``companyName``, ``fullName``; an     integers
                                                     ``id`` that labels share
payments   accounts and who holds them               no name but an ``iban``; holders      tuples
                                                     have a ``name``; equal payments
=========  ========================================  ====================================  ===================
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

Properties = Mapping[str, Any]


@dataclass(frozen=True)
class ForeignGraph:
    """One graph, and what is true of it in every store.

    Attributes:
        nodes: label and properties of each node, by its key in NetworkX.
        ties: start, type, end and properties.
        one: an actor with a name.
        other: another, which shortest paths connect with ``one``.
        step: the first step of such a path in words.
        distance: the ties on it.
        hub: an actor with a name and its number of ties, the most of all with a name.
        kind: a label, and a type of its ties to a node with the label after it.
        number: a property of some nodes, a number.
    """

    nodes: Mapping[Hashable, tuple[str, Properties]]
    ties: tuple[tuple[Hashable, str, Hashable, Properties], ...]
    one: str
    other: str
    step: str
    distance: int
    hub: tuple[str, int]
    kind: tuple[str, str, str]
    number: str

    def cypher(self) -> str:
        """Return one statement that creates the graph."""
        variables = {key: f"n{number}" for number, key in enumerate(self.nodes)}
        created = [
            f"({variables[key]}:{label} {_map(properties)})"
            for key, (label, properties) in self.nodes.items()
        ]
        created += [
            f"({variables[start]})-[:{type_} {_map(properties)}]->({variables[end]})"
            for start, type_, end, properties in self.ties
        ]
        return "CREATE " + ",\n       ".join(created)

    def networkx(self) -> nx.MultiDiGraph[Any]:
        """Return the graph as a researcher would have it, with the label and the type as attributes."""
        graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
        for key, (label, properties) in self.nodes.items():
            graph.add_node(key, labels=label, **properties)
        for start, type_, end, properties in self.ties:
            graph.add_edge(start, end, type=type_, **properties)
        return graph


def _map(properties: Properties) -> str:
    return f"{{{', '.join(f'{name}: {value!r}' for name, value in properties.items())}}}"


FILMS = ForeignGraph(
    {
        "ann": ("Person", {"name": "Ann Verhoef", "born": 1951}),
        "bob": ("Person", {"name": "Bob Teale", "born": 1960}),
        "cas": ("Person", {"name": "Cas Oud", "born": 1972}),
        "dea": ("Person", {"name": "Dea Oord"}),
        "dyke": ("Movie", {"title": "The Long Dyke", "year": 1999}),
        "mill": ("Movie", {"title": "Mill Race", "year": 2004}),
        "sea": ("Genre", {"name": "Seafaring"}),
    },
    (
        ("ann", "ACTED_IN", "dyke", {"roles": ["Marit", "Old Marit"]}),
        ("cas", "ACTED_IN", "mill", {"roles": ["Sluiter"]}),
        ("bob", "DIRECTED", "dyke", {}),
        ("bob", "DIRECTED", "mill", {}),
        ("dea", "REVIEWED", "mill", {"rating": 4}),
        ("dyke", "OF_GENRE", "sea", {}),
    ),
    one="Ann Verhoef",
    other="Cas Oud",
    step="Ann Verhoef —acted in→ The Long Dyke",
    distance=4,
    hub=("Mill Race", 3),
    kind=("Person", "ACTED_IN", "Movie"),
    number="born",
)
OWNERS = ForeignGraph(
    {
        1: ("Company", {"id": 1, "companyName": "Rask Holding", "country": "NL", "staff": 40}),
        2: ("Company", {"id": 2, "companyName": "Rask Mill", "country": "NL", "staff": 40}),
        3: ("Company", {"id": 3, "companyName": "Oord Shipping", "country": "BE", "staff": 7}),
        4: ("Person", {"id": 1, "fullName": "Jon Rask"}),
        5: ("Person", {"id": 2, "fullName": "Eve Oord"}),
        6: ("Address", {"id": 1, "street": "Quay 1", "town": "Oostend"}),
    },
    (
        (4, "OWNS", 1, {"share": 0.9}),
        (1, "OWNS", 2, {"share": 0.6}),
        (5, "OWNS", 2, {"share": 0.4}),
        (5, "DIRECTOR_OF", 3, {"since": 2011}),
        (2, "REGISTERED_AT", 6, {}),
        (3, "REGISTERED_AT", 6, {}),
    ),
    one="Jon Rask",
    other="Eve Oord",
    step="Jon Rask —owns→ Rask Holding",
    distance=3,
    hub=("Rask Mill", 3),
    kind=("Person", "DIRECTOR_OF", "Company"),
    number="staff",
)
PAYMENTS = ForeignGraph(
    {
        ("NL", 7): ("Account", {"iban": "NL07RASK", "currency": "EUR", "balance": 100}),
        ("NL", 8): ("Account", {"iban": "NL08RASK", "currency": "EUR", "balance": 100}),
        ("BE", 9): ("Account", {"iban": "BE09OORD", "currency": "EUR", "balance": 100}),
        ("BE", 0): ("Account", {"iban": "BE00OORD", "currency": "EUR", "balance": 100}),
        ("who", 1): ("Holder", {"name": "Jon Rask"}),
        ("who", 2): ("Holder", {"name": "Eve Oord"}),
    },
    (
        (("who", 1), "HOLDS", ("NL", 7), {}),
        (("who", 1), "HOLDS", ("NL", 8), {}),
        (("who", 2), "HOLDS", ("BE", 9), {}),
        (("NL", 7), "PAID", ("BE", 9), {"amount": 1200, "day": "2019-04-02"}),
        (("NL", 7), "PAID", ("BE", 9), {"amount": 1200, "day": "2019-04-02"}),
        (("NL", 7), "PAID", ("BE", 9), {"amount": 70, "day": "2019-05-02"}),
        (("BE", 9), "PAID", ("BE", 0), {"amount": 2300, "day": "2019-05-03"}),
    ),
    one="Jon Rask",
    other="Eve Oord",
    step="Jon Rask —holds→ ",
    distance=3,
    hub=("Jon Rask", 2),
    kind=("Holder", "HOLDS", "Account"),
    number="balance",
)
GRAPHS = {"films": FILMS, "owners": OWNERS, "payments": PAYMENTS}
