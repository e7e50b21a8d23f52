"""How things look: colour and shape of a label, line of a certainty.

Colour never stands alone: every label has a shape beside its colour, every certainty its own dashes.
The colours are Okabe and Ito's, told apart by colour-blind readers, each in a light and a dark version.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass

from sociogram.graph.model import CERTAINTIES

COLOURS: tuple[tuple[str, str], ...] = (
    ("#0072b2", "#5ab4e5"),
    ("#d55e00", "#f08a45"),
    ("#009e73", "#3ecfa5"),
    ("#b8548f", "#e39ac6"),
    ("#b07d00", "#efc04a"),
    ("#3d8fc4", "#9ad4f5"),
    ("#6a51a3", "#b3a2e0"),
    ("#5f6b76", "#b4bec8"),
)
"""On a light ground, on a dark ground."""

SHAPES = ("dot", "square", "triangle", "diamond", "hexagon", "triangleDown", "star")

_FAMILIES: tuple[tuple[int, dict[str, str]], ...] = (
    (0, {"Person": "dot", "Group": "hexagon", "Family": "diamond"}),
    (1, {"Military": "triangleDown", "Police": "square", "Command": "triangle", "Militia": "diamond"}),
    (
        6,
        {
            "Government": "square",
            "Ministry": "diamond",
            "Parliament": "hexagon",
            "Court": "triangle",
            "Prosecutor": "star",
            "Agency": "dot",
            "Embassy": "triangleDown",
        },
    ),
    (
        2,
        {
            "Country": "triangle",
            "Region": "hexagon",
            "Town": "square",
            "Place": "dot",
            "Port": "diamond",
            "Mine": "star",
            "Location": "triangleDown",
        },
    ),
    (
        4,
        {
            "Organization": "square",
            "Organisation": "diamond",
            "Company": "hexagon",
            "Party": "triangleDown",
            "Commission": "triangle",
        },
    ),
    (3, {"Media": "diamond", "Event": "star", "Publication": "square"}),
    (5, {"Law": "square", "Treaty": "diamond", "Policy": "triangle", "Document": "hexagon"}),
    (7, {"": "dot"}),
)
"""Labels that graphs of actors often have: kin share a colour, each has a shape of its own. Any other
label's look is drawn from its name."""

_USUAL = {
    label: (colour, SHAPES.index(shape)) for colour, shapes in _FAMILIES for label, shape in shapes.items()
}

VAGUE = frozenset({"Group"})
"""Labels that say little beside another: an army of which several are meant is drawn as an army."""


@dataclass(frozen=True, slots=True)
class NodeStyle:
    """Colour (a place in ``COLOURS``) and shape (vis-network's word)."""

    colour: int
    shape: str


def assign_styles(labels: Iterable[str]) -> dict[str, NodeStyle]:
    """Give each label a look: the same in every picture, and no two alike while there are enough."""
    taken: set[tuple[int, int]] = set()
    given: dict[str, NodeStyle] = {}
    for label in sorted(set(labels), key=lambda label: (label not in _USUAL, label)):
        pair = _USUAL.get(label) or _nearest_free(_drawn_from(label), taken)
        taken.add(pair)
        given[label] = NodeStyle(pair[0], SHAPES[pair[1]])
    return given


def _drawn_from(label: str) -> tuple[int, int]:
    digest = hashlib.sha256(label.encode("utf-8", "replace")).digest()
    return digest[0] % (len(COLOURS) - 1), digest[1] % len(SHAPES)


def _nearest_free(wanted: tuple[int, int], taken: set[tuple[int, int]]) -> tuple[int, int]:
    """Keep the colour unless another label has it; then the next free colour, then the next free pair."""
    colour, shape = wanted
    used = {pair[0] for pair in taken}
    for step in range(len(COLOURS)):
        other = (colour + step) % len(COLOURS)
        if other not in used:
            return other, shape
    for step in range(len(SHAPES)):
        for turn in range(len(COLOURS)):
            pair = ((colour + turn) % len(COLOURS), (shape + step) % len(SHAPES))
            if pair not in taken:
                return pair
    return wanted


@dataclass(frozen=True, slots=True)
class TieStyle:
    """How a tie of one certainty is drawn (``dashes``: lengths on, off, on, off…) and what it means."""

    name: str
    meaning: str
    width: float
    dashes: tuple[float, ...] = ()


LINES: dict[str, TieStyle] = {
    "stated": TieStyle("Stated", "put forward as a plain fact that nobody in the text contradicts", 1.8),
    "reported": TieStyle(
        "Reported", "a finding or an account, the claimant's own or taken over", 1.6, (12, 4)
    ),
    "alleged": TieStyle(
        "Alleged", "a charge, or something done in secret, that nothing settles", 1.8, (6, 5)
    ),
    "disputed": TieStyle("Disputed", "another voice says otherwise", 1.8, (12, 4, 2, 4)),
    "opinion": TieStyle(
        "Opinion", "a judgement, a motive or a forecast: nothing could bear it out", 2.2, (2, 4)
    ),
    "": TieStyle("Not given", "the data does not say how certain", 0.8),
}

_OTHER = TieStyle("", "as the data words it", 1.6, (12, 4, 2, 4, 2, 4))


def line_of(certainty: str) -> TieStyle:
    """Return the line of a certainty; a word that is not ours keeps its name and gets a line of its own."""
    known = LINES.get(certainty)
    return known or TieStyle(certainty, _OTHER.meaning, _OTHER.width, _OTHER.dashes)


def certainty_rank(certainty: str) -> tuple[int, str]:
    """Order certainties from the firmest; unknown words after ours, none given last."""
    if certainty in CERTAINTIES:
        return CERTAINTIES.index(certainty), certainty
    return (len(CERTAINTIES) + (certainty == ""), certainty)


def radius(degree: int) -> float:
    """Return a node's radius: its area grows with its ties, up to a bound."""
    return round(min(40.0, 6.0 + 2.7 * math.sqrt(degree)), 1)
