"""Detects columns whose cells do not fit the field that their title means."""

from __future__ import annotations

from sociogram.loaders.headers.evidence import MOSTLY, Reading, SheetView
from sociogram.loaders.headers.profile import DATE, EMAIL, NAME, PLACE, URL, WORDS, Profile
from sociogram.loaders.headers.titles import Title, title_words
from sociogram.loaders.headers.vocabulary.actor_titles import CHANNEL_WORDS
from sociogram.loaders.headers.vocabulary.aliases import ENDS

_PROPERTY_TITLES = frozenset(("property", "prop"))
"""Titles of types that may also be titles of things that somebody owns."""


def holds_something_else(view: SheetView, reading: Reading, title: Title, name: str) -> bool:
    """Return whether the cells below a title do not fit the field that it means."""
    found = view.profile(title.number)
    if found is None or not found.filled:
        return False
    if name == "type":
        return _are_not_types(found, title)
    return name == "via" and _are_channels(view, reading, found, title)


def _are_channels(view: SheetView, reading: Reading, found: Profile, title: Title) -> bool:
    """Return whether the cells below `via` are means, such as `courier`, rather than actors."""
    if all(title_words(text) and CHANNEL_WORDS.issuperset(title_words(text)) for text in found.texts):
        return True
    ends = [view.profile(number) for number, end in reading.fields.items() if end in ENDS]
    are_named = all(one is not None and one.share(NAME) > MOSTLY for one in ends)
    return are_named and found.share(WORDS) > MOSTLY and not view.meets(title.number)


def _are_not_types(found: Profile, title: Title) -> bool:
    """Return whether the cells below a title of types are addresses, days or the names of things."""
    others = (PLACE, DATE, EMAIL, URL, *((NAME,) if title.key in _PROPERTY_TITLES else ()))
    return found.share(*others) > MOSTLY
