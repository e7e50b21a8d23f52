"""Which columns name sources, and whether ``link`` is one of them or the type of a tie."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterable, Sequence
from dataclasses import replace

from sociogram.graph.model import REVIEWS
from sociogram.loaders.headers.plan import ColumnPlan, SheetPlan
from sociogram.loaders.headers.profile import URL, Profile
from sociogram.loaders.headers.titles import Title, title_key
from sociogram.loaders.headers.vocabulary.aliases import ADDRESS_WORDS, PROVENANCE, RELATIONS, SOURCE_KINDS
from sociogram.loaders.report_words import without_column
from sociogram.loaders.values.vocabularies import VOCABULARIES

_STATUS = frozenset(("status", "state", "estado", "estatus", "statut", "stand"))
_MOSTLY = 0.5
_OWN_ADDRESS = frozenset(("website", "web", "address", "adres", "main"))
"""Words for an address that is usually the actor's: a firm's website is not a source for its directors."""

_SAMPLE = 200
_MOST_WORDS = 6
_ADDRESS = r"(?i)\w+://|www\.|doi:|\S+\.(?:com|org|net|info|eu|[a-z]{2})/"
_OPEN_TITLES = frozenset(("link", "links"))
"""Titles of provenance that may also mean a role."""


def settle_provenance(plan: SheetPlan, columns: Sequence[Sequence[str]]) -> SheetPlan:
    """Read ``link`` as the type or role if its cells are words for ties, and another column as the sources.

    Args:
        plan: the plan of the sheet, by its titles.
        columns: the sheet's cells.
    """
    found = _link(plan)
    if plan.kind != RELATIONS or found is None or not _are_wordings(columns[found.number]):
        return plan
    name = next((one for one in ("type", "role") if _is_open(plan, one)), found.title)
    changed = {found.number: replace(found, name=name, is_field=name != found.title)}
    readings = [f"`{found.title}` is the relation's {name}, because its cells do not name sources."]
    other = _next_source(plan) if found.is_field else None
    if other is not None:
        changed[other.number] = replace(other, name="sources", is_field=True)
        readings.append(f"`{other.title}` as sources.")
    settled = tuple(changed.get(column.number, column) for column in plan.columns)
    others = without_column(plan.readings, found.title)
    return replace(plan, columns=settled, readings=(*others, " ".join(readings)))


def _link(plan: SheetPlan) -> ColumnPlan | None:
    """Return the column ``link`` if it is read as sources, or as a property because another column is."""
    return next(
        (
            column
            for column in plan.columns
            if title_key(column.title) in _OPEN_TITLES and (column.name == "sources" or not column.is_field)
        ),
        None,
    )


def _is_open(plan: SheetPlan, name: str) -> bool:
    return plan.field(name) is None and (name != "type" or plan.relation_type is None)


def _are_wordings(cells: Sequence[str]) -> bool:
    filled = [text for row in range(min(_SAMPLE, len(cells))) if (text := cells[row].strip())]
    if not filled or any(re.match(_ADDRESS, text) for text in filled):
        return False
    return all(len(text.split()) <= _MOST_WORDS and not any(map(str.isdigit, text)) for text in filled)


def _next_source(plan: SheetPlan) -> ColumnPlan | None:
    free = {title_key(column.title): column for column in plan.columns if not column.is_field}
    keys = (title_key(title) for title in PROVENANCE)
    return next((free[key] for key in keys if key in free and key not in _OPEN_TITLES), None)


def other_sources(
    free: Sequence[Title],
    keys: Container[str],
    ends: Collection[str],
    profile: Callable[[int], Profile | None],
) -> Sequence[Title]:
    """Return the titles of sources that no alias names: ``source 1`` and ``source 2``, or ``evidence URL``.

    In ties, a column of web addresses titled ``lien`` or ``article``, for example, is one, too.

    Args:
        free: the titles without a field.
        keys: the keys of the titles that mean sources.
        ends: the words in the titles of the ends of ties; none if the sheet has no ties.
        profile: returns the profile of a column's cells, by number.
    """
    numbered = [one for one in free if (stem := one.key.rstrip("0123456789")) in keys and stem != one.key]
    described = [one for one in free if _describes_source(one, keys, ends)]
    if not described and ends:
        of_kind = [one for one in free if one.words and set(one.words) <= SOURCE_KINDS - _OWN_ADDRESS]
        described = [one for one in of_kind if _holds_urls(profile(one.number))]
    return numbered or described[:1]


def certain_status(free: Iterable[Title], profile: Callable[[int], Profile | None]) -> list[Title]:
    """Return the column of a status whose cells all say how certain a claim is: ``alleged``, ``denied``.

    A column with only ``confirmed`` may be the state of a review as well.
    """
    words = VOCABULARIES["certainty"]
    for title in free:
        found = profile(title.number) if title.key in _STATUS else None
        texts = () if found is None else found.texts
        if all(map(words.read, texts)) and not set(map(str.casefold, texts)) <= set(REVIEWS):
            return [title]
    return []


def _holds_urls(found: Profile | None) -> bool:
    return found is not None and found.share(URL) > _MOSTLY


def _describes_source(title: Title, keys: Container[str], ends: Container[str]) -> bool:
    """Return whether a title is a word for a source with words for its kind: ``link to source``.

    Beside the ends ``source`` and ``target``, only an address is a source: ``source name`` names an end.
    """
    named = [word for word in title.words if word in keys and word not in SOURCE_KINDS]
    kinds = [word for word in title.words if word in SOURCE_KINDS]
    is_end = any(word in ends for word in named) and not ADDRESS_WORDS.intersection(kinds)
    return len(named) == 1 and len(named) + len(kinds) == len(title.words) > 1 and not is_end
