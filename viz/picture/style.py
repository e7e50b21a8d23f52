"""Styles: the colour and shape of a label, the line of a certainty.

Colour is never the only sign: every family of labels has a shape as well, every certainty its own
dashes. The colours of any two families differ by a CIEDE2000 of ten or more, also for readers who are blind
to red, green or blue.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass

COLOURS: tuple[tuple[str, str], ...] = (
    ("#22639c", "#89a0fa"),
    ("#de6819", "#ea780b"),
    ("#03996a", "#43ce9e"),
    ("#4d1078", "#8565e1"),
    ("#78570a", "#fdcb5e"),
    ("#ba74a7", "#d08fb5"),
    ("#017bff", "#badef7"),
    ("#535a5e", "#e7efe9"),
)
"""On a light ground, on a dark ground."""

SHAPES = ("dot", "triangleDown", "triangle", "square", "diamond", "star", "hexagon", "cross")


def _star() -> tuple[tuple[float, float], ...]:
    reaches = (1.35 if corner % 2 == 0 else 0.55 for corner in range(10))
    turns = (corner * math.pi / 5 for corner in range(10))
    return tuple(
        (round(reach * math.sin(turn), 3), round(-reach * math.cos(turn), 3))
        for reach, turn in zip(reaches, turns, strict=True)
    )


OUTLINES: dict[str, tuple[tuple[float, float], ...]] = {
    "triangleDown": ((0, 1.25), (1.2, -0.9), (-1.2, -0.9)),
    "triangle": ((0, -1.25), (1.2, 0.9), (-1.2, 0.9)),
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    "star": _star(),
    "hexagon": ((-1.15, 0), (-0.58, -1), (0.58, -1), (1.15, 0), (0.58, 1), (-0.58, 1)),
    "cross": tuple(
        (x * 1.15, y * 1.15)
        for x, y in (
            (-0.36, -1), (0.36, -1), (0.36, -0.36), (1, -0.36), (1, 0.36), (0.36, 0.36),
            (0.36, 1), (-0.36, 1), (-0.36, 0.36), (-1, 0.36), (-1, -0.36), (-0.36, -0.36),
        )
    ),
}  # fmt: skip
"""The corners of each shape around its centre, for a radius of 1; a dot has none."""

FAMILIES: tuple[tuple[str, ...], ...] = (
    ("Person", "Group", "Family", "People", "Community"),
    ("Military", "Police", "Command", "Militia", "Army", "Navy", "AirForce", "ArmedGroup", "Unit"),
    (
        "Country", "Region", "Town", "Place", "Port", "Mine", "Location", "City", "Village", "District",
        "Province", "Continent", "Island", "Address", "Building",
    ),
    (
        "Government", "Ministry", "Parliament", "Court", "Prosecutor", "Agency", "Embassy", "PublicBody",
        "StateBody", "Authority", "Municipality", "State",
    ),
    (
        "Organization", "Organisation", "Company", "Party", "Commission", "LegalEntity", "Bank", "NGO",
        "Union", "Association", "Foundation", "University", "School", "Church", "Institution",
    ),
    ("Media", "Event", "Publication", "Newspaper", "Broadcaster", "Article", "Meeting"),
    ("Law", "Treaty", "Policy", "Document", "Contract", "Agreement", "Constitution"),
    ("",),
)  # fmt: skip
"""Labels that graphs of actors often have. A family's position decides its colour and shape; those of any
other label are computed from its name."""

_USUAL = {label.casefold(): family for family, labels in enumerate(FAMILIES) for label in labels}


def _family(label: str) -> int | None:
    """Return the family of a label, however it is written: "StateBody", "State body", "state_body"."""
    return _USUAL.get(label.replace(" ", "").replace("_", "").casefold())


VAGUE = frozenset({"Group"})
"""Labels that are ignored if an actor has another one."""


@dataclass(frozen=True, slots=True)
class NodeStyle:
    """Colour (an index in ``COLOURS``) and shape (one of ``SHAPES``)."""

    colour: int
    shape: str


def assign_styles(labels: Iterable[str]) -> dict[str, NodeStyle]:
    """Choose a style for each label: the same in every picture, and if possible distinct for each family."""
    if not any(labels := set(labels)):  # no families to tell apart
        return dict.fromkeys(labels, NodeStyle(0, SHAPES[0]))
    taken: set[tuple[int, int]] = set()
    given: dict[str, NodeStyle] = {}
    for label in sorted(labels, key=lambda label: (_family(label) is None, label)):
        family = _family(label)
        pair = _nearest_free(_hashed(label), taken) if family is None else (family, family)
        taken.add(pair)
        given[label] = NodeStyle(pair[0], SHAPES[pair[1]])
    return given


def _hashed(label: str) -> int:
    return hashlib.sha256(label.encode("utf-8", "replace")).digest()[0] % (len(SHAPES) - 1)


def _nearest_free(wanted: int, taken: set[tuple[int, int]]) -> tuple[int, int]:
    """Return the next free colour with its own shape; if none is free, the next free pair of the two."""
    for step in range(len(SHAPES)):
        for turn in range(len(COLOURS)):
            colour = (wanted + turn) % len(COLOURS)
            pair = (colour, (colour + step) % len(SHAPES))
            if pair not in taken:
                return pair
    return wanted, wanted


@dataclass(frozen=True, slots=True)
class TieStyle:
    """How a tie of one certainty is drawn (``dashes``: lengths on, off, on, off…) and what it means."""

    name: str
    meaning: str
    width: float
    dashes: tuple[float, ...] = ()


LINE_COLOURS = {"plain": "#5c6873", "doubt": "#b3491a", "voice": "#7a4fa3", "none": "#7e8890"}
"""The colours of lines on a light ground; ``page.css`` has the same, and those for a dark ground."""

LINES: dict[str, TieStyle] = {
    "stated": TieStyle("Stated", "put forward as a plain fact that nobody in the text contradicts", 1.8),
    "reported": TieStyle(
        "Reported", "a finding or an account, the claimant's own or another's", 1.6, (12, 4)
    ),
    "alleged": TieStyle(
        "Alleged", "a charge, or something done in secret, that nothing settles", 1.8, (6, 5)
    ),
    "disputed": TieStyle("Disputed", "another voice says otherwise", 1.8, (12, 4, 2, 4)),
    "opinion": TieStyle(
        "Opinion", "a judgement, a motive or a forecast: nothing could prove it", 2.2, (2, 4)
    ),
    "": TieStyle("Not given", "the data does not say how certain", 1.0),
}

_OTHER = TieStyle("", "as the data words it", 1.6, (12, 4, 2, 4, 2, 4))


def line_of(certainty: str) -> TieStyle:
    """Return the line style of a certainty; unknown words share one, each under its own name."""
    known = LINES.get(certainty)
    return known or TieStyle(certainty, _OTHER.meaning, _OTHER.width, _OTHER.dashes)


def certainty_rank(certainty: str) -> tuple[int, str]:
    """Sort key: certainties from the firmest; then unknown words, then no certainty."""
    order = [word for word in LINES if word]
    return (order.index(certainty) if certainty in order else len(order) + (certainty == ""), certainty)


def radius(degree: int) -> float:
    """Return a node's radius: its area grows with its ties, up to a maximum."""
    return round(min(40.0, 6.0 + 2.7 * math.sqrt(degree)), 1)


@dataclass(frozen=True, slots=True)
class ClaimKind:
    """A kind of claim: ``shown`` says whether the picture shows it unless a reader hides it."""

    name: str
    meaning: str
    shown: bool = True


CLAIM_KINDS: dict[str, ClaimKind] = {
    "affirmed": ClaimKind("Affirmed", "somebody says that it is so"),
    "planned": ClaimKind("Planned", "somebody announces it for later"),
    "intended": ClaimKind("Intended", "somebody intends it"),
    "possible": ClaimKind("Possible", "somebody says that it may be so"),
    "demanded": ClaimKind("Demanded", "somebody asks for it, or for its end"),
    "denied": ClaimKind("Denied", "somebody says that it is not so"),
    "plan denied": ClaimKind("Plan denied", "somebody says that it is not planned, intended or possible"),
    "draft": ClaimKind("Draft", "a claim that nobody has confirmed yet", shown=False),
    "retracted": ClaimKind("Retracted", "a claim that was withdrawn from the data", shown=False),
    "taken back": ClaimKind("Taken back", "a claim that its own voice took back", shown=False),
}
"""The kinds of claims, in the order of the legend. They decide the look of a tie: see ``marks.js``."""
