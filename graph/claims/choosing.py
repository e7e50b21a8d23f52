"""Selection and order of many ties, without creating an object for any of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import combinations
from typing import Any

import numpy as np

from sociogram.graph.claims.derive import Claims
from sociogram.graph.claims.model import Tie
from sociogram.graph.columns import BoolArray, IntArray
from sociogram.graph.columns.arrays import unique_inverse


def of_type(claims: Claims, name: str) -> BoolArray:
    """Return, for each tie, whether it has a type."""
    mask: BoolArray = claims.types.array(lambda value: value == name, np.bool_)[claims.first_rows]
    return mask


def with_actor(claims: Claims, actors: Collection[str]) -> BoolArray:
    """Return, for each tie, whether one of its ends is one of these actors."""
    source, target = _are(claims, actors)
    return source | target


def between(claims: Claims, actors: Collection[str]) -> BoolArray:
    """Return, for each tie, whether both of its ends are among these actors."""
    source, target = _are(claims, actors)
    return source & target


def links_among(claims: Claims, actors: Collection[str]) -> dict[frozenset[str], list[Tie]]:
    """Return the affirmed ties between any two of these actors, by their ends; loops are omitted."""
    found: dict[frozenset[str], list[Tie]] = {}
    for tie in claims.ties(between(claims, actors) & claims.affirmed):
        if tie.source != tie.target:
            found.setdefault(frozenset((tie.source, tie.target)), []).append(tie)
    return found


def links_of_pairs(actors: Collection[str], links: Mapping[frozenset[str], list[Tie]]) -> Iterator[Tie]:
    """Yield the ties between any two of some actors, in the order of their ids."""
    for one, other in combinations(sorted(actors), 2):
        yield from links.get(frozenset((one, other)), ())


def _are(claims: Claims, actors: Collection[str]) -> tuple[BoolArray, BoolArray]:
    """Return, for each tie, whether its source is one of these actors, and whether its target is."""
    known = frozenset(actors)
    source, target = (
        end.array(lambda actor: str(actor) in known, np.bool_)[claims.first_rows] for end in claims.ends
    )
    return source, target


def in_order(claims: Claims, numbers: IntArray, key: Callable[[str], Any]) -> IntArray:
    """Return numbers of ties sorted by source, target and type.

    Args:
        claims: the claims.
        numbers: the ties to sort.
        key: returns the sort key of an actor's id.
    """
    if not len(numbers):
        return numbers
    rows = claims.first_rows[numbers]
    actors: dict[Any, int] = {}
    codes = [end.map(str).numbered(actors)[rows] for end in claims.ends]
    used, found = unique_inverse(np.concatenate(codes))
    names = list(actors)
    ids = [names[code] for code in used.tolist()]
    source, target = np.split(found, 2)
    undirected = ~claims.is_directed[rows]
    if undirected.any():
        # Either end of an undirected tie may come first in the table.
        by_id = _ranks(ids)
        swapped = undirected & (by_id[source] > by_id[target])
        source, target = np.where(swapped, target, source), np.where(swapped, source, target)
    by_key = _ranks([key(actor) for actor in ids])
    kinds = claims.types.map(str)
    by_type = _ranks(kinds.values)[kinds.codes[rows]]
    return numbers[np.lexsort((by_type, by_key[target], by_key[source]))]


def _ranks(values: list[Any]) -> IntArray:
    """Return the rank of each value among all; equal values have the same rank."""
    ranks = {value: rank for rank, value in enumerate(sorted(set(values)))}
    return np.array([ranks[value] for value in values], dtype=np.int64)


def texts_of_actors(claims: Claims) -> dict[str, set[str]]:
    """Return the texts in which live claims name each actor; only texts that were read.

    A copy or a translation counts as its original.
    """
    texts = claims.sources
    roots: dict[Any, int] = {}
    was_read = claims.texts.array(lambda text: text is not None and texts.was_read(text), np.bool_)
    root = claims.texts.map(lambda text: None if text is None else texts.root(text)).numbered(roots)
    rows = np.flatnonzero(claims.is_live & was_read)
    actors: dict[Any, int] = {}
    ends = [end.map(str).numbered(actors)[rows] for end in claims.ends]
    keys = np.concatenate(ends) * np.int64(len(roots) + 1) + np.concatenate((root[rows], root[rows]))
    pairs = unique_inverse(keys)[0] if len(keys) else keys
    actor_names, root_names = list(actors), list(roots)
    found: dict[str, set[str]] = {}
    for actor, text in zip(*(part.tolist() for part in np.divmod(pairs, len(roots) + 1)), strict=True):
        found.setdefault(actor_names[actor], set()).add(root_names[text])
    return found
