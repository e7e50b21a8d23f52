"""Compare two texts, or two graphs, tie by tie.

Each tie is in the first category that fits: A and B contradict each other; B corrects or takes back a claim
of A; only one of them mentions it; one says it is planned, the other that it happened; they agree; otherwise
``other``, with the reason. Drafts and retracted claims do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sociogram.graph.claims import Claim
from sociogram.graph.common.text import fold_name
from sociogram.graph.errors import SociogramError
from sociogram.graph.store import GraphStore
from sociogram.queries.claims.wording.clauses import heading, status
from sociogram.queries.claims.wording.wording import Wording
from sociogram.queries.compare.model import CATEGORIES, ComparedClaim, ComparedTie, Comparison
from sociogram.queries.compare.rules import category_of, contradicting_by_hand, new_voices, taken_back_by
from sociogram.queries.compare.sides import Said, Side, read_side
from sociogram.queries.stored.graph_values import known_source


def compare_sources(store: GraphStore, a: str, b: str) -> Comparison:
    """Compare two texts of a graph.

    >>> compare_sources(store, "courier-2031-03-03", "bode-2031-03-05").counts()

    Args:
        store: the graph.
        a: the id or the title of a source.
        b: the id or the title of another source.

    Raises:
        SociogramError: a source does not exist, or both are the same.
    """
    first, second = known_source(store, a), known_source(store, b)
    if first == second:
        raise SociogramError(f"Both are the source '{first}'. Name two different ones.")
    side = read_side(store, {first, second})
    compared = _compare(first, second, side.of_text(first), side.of_text(second))
    return replace(compared, sources=(side.source(first), side.source(second)))


def compare_stores(a: GraphStore, b: GraphStore) -> Comparison:
    """Compare the claims of two graphs; actors are matched by id or else by name.

    Args:
        a: a graph.
        b: another one, such as a later version of it.

    Raises:
        SociogramError: the actors of a graph have neither unique ids nor names.
    """
    first, second = read_side(a), read_side(b)
    for store, side in ((a, first), (b, second)):
        if side.nameless and len(side.nameless) == len(side.only_nodes) == len(_ends(side)):
            raise SociogramError(
                f"The actors of {store.location} have neither names nor ids of their own, which tell who is "
                "who in two graphs. Give each a property 'id' or 'name'."
            )
    return _compare(a.location, b.location, first, second.with_actors(_same_actors(first, second)))


def _ends(side: Side) -> set[str]:
    return {end for source, _, target, _ in side.said for end in (source, target)}


def _same_actors(first: Side, second: Side) -> dict[str, str]:
    """Return, for actors of the second graph, the ids that they have in the first if these differ.

    The ``elementId()`` of a node without an ``id`` identifies nothing in another graph.
    """
    ids = {fold_name(name): actor for actor, name in first.names.items() if actor not in first.nameless}
    same: dict[str, str] = {}
    for actor, name in second.names.items():
        if actor in first.names and actor not in first.only_nodes | second.only_nodes:
            continue
        if actor not in second.nameless and fold_name(name) in ids:
            same[actor] = ids[fold_name(name)]
        elif actor in first.names:
            same[actor] = f"{actor} in B"
    return same


def _compare(a: str, b: str, first: Side, second: Side) -> Comparison:
    names = {**second.names, **first.names}
    by_hand = contradicting_by_hand(first, second)
    taken_back = taken_back_by(second)
    ties: list[ComparedTie] = []
    for key in dict.fromkeys([*first.said, *second.said]):
        here, there = first.said.get(key, []), second.said.get(key, [])
        category, why = category_of(here, there, taken_back, key in by_hand)
        if not category:
            continue
        source, kind, target, _ = key
        wording = first.wording if kind in first.wording.relation_types else second.wording
        ties.append(
            ComparedTie(
                category,
                source,
                names.get(source, source),
                kind,
                *_heading(wording, kind, [one.claim for one in (*here, *there)]),
                target,
                names.get(target, target),
                tuple(one.shown for one in here),
                tuple(one.shown for one in there),
                tuple(_distinct(claims) for claims in by_hand.get(key, ((), ()))),
                tuple(new_voices(here, there, (first.sources, second.sources))),
                why,
            )
        )
    order = list(CATEGORIES)
    ties.sort(key=lambda tie: (order.index(tie.category), tie.source_name, tie.type, tie.target_name))
    return Comparison(a, b, tuple(ties))


def _heading(wording: Wording, kind: str, claims: Iterable[Claim]) -> tuple[str, str]:
    """Return the status of a tie that nobody affirms as actual ("Planned", "Denied" …), and its verb."""
    first = min(
        claims,
        key=lambda claim: (claim.standing != "live", claim.polarity == "denies", claim.modality != "actual"),
    )
    modality, verb = heading(wording.type_words(kind), first.modality, forward=True)
    return status(first, modality), verb


def _distinct(claims: Sequence[Said]) -> tuple[ComparedClaim, ...]:
    return tuple(dict.fromkeys(one.shown for one in claims))
