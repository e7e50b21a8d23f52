"""Scales: numbers of a property as a colour, a size or a width.

A scale applies to everything that a page draws, so that actors look the same in the whole and in an opened
group.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sociogram.viz.picture.plain import Plain
from sociogram.viz.picture.style import COLOURS

RAMP: tuple[tuple[str, str], ...] = (
    ("#a78c0c", "#595bae"),
    ("#668726", "#3580c7"),
    ("#007a4b", "#00a4c6"),
    ("#00605d", "#08c4bc"),
    ("#00495c", "#67dea4"),
    ("#002f61", "#bdee8a"),
    ("#1e0b54", "#fff7c6"),
)
"""Seven colours on a light and on a dark background, in equal steps of OKLab's lightness: the larger the
number, the higher the contrast. Neighbouring colours also differ for colour-blind readers."""
NO_NUMBER = ("#868f97", "#6f7a84")
"""The colour of an actor that does not have the number."""
ALL_COLOURS = (*COLOURS, *RAMP, NO_NUMBER)
"""The colours of labels, then those of numbers."""
SMALLEST, LARGEST = 6.0, 36.0
THINNEST, WIDEST = 1.0, 9.0
SKEWED = 30.0
"""If the largest number is more than this many times the median, a scale is logarithmic: on a linear one,
most numbers would look the same."""

Shown = Literal["color", "size", "width"]


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers of a property from the smallest to the largest.

    Attributes:
        key: the property.
        least: its smallest number, or 0 for a width, because readers compare widths by their ratio.
        most: its largest number.
        is_logarithmic: whether equal steps multiply the number, rather than add to it.
    """

    key: str
    least: float
    most: float
    is_logarithmic: bool = False

    @classmethod
    def of(cls, key: str, numbers: Iterable[float], *, from_zero: bool = False) -> Scale:
        """Return the scale of some numbers.

        >>> Scale.of("rank", [1, 2, 5])
        Scale(key='rank', least=1, most=5, is_logarithmic=False)
        """
        held = sorted(numbers)
        least, most, median = held[0], held[-1], held[len(held) // 2]
        if least > 0 and most > SKEWED * median:
            return cls(key, least, most, is_logarithmic=True)
        return cls(key, 0 if from_zero else least, most)

    def share(self, number: float) -> float:
        """Return how far along the scale a number is, from 0 to 1; on a scale of one number, 1."""
        if self.most <= self.least:
            return 1.0
        if self.is_logarithmic:
            return math.log(number / self.least) / math.log(self.most / self.least)
        return (number - self.least) / (self.most - self.least)

    def at(self, share: float) -> float:
        """Return the number at a share of the scale."""
        if self.is_logarithmic:
            return self.least * math.pow(self.most / self.least, share)
        return self.least + (self.most - self.least) * share


def colour_of(scale: Scale, number: float | None) -> int:
    """Return the colour of a number, or of None for no number, as a position in ``ALL_COLOURS``."""
    if number is None:
        return len(ALL_COLOURS) - 1
    return len(COLOURS) + min(len(RAMP) - 1, int(scale.share(number) * len(RAMP)))


def radius_at(scale: Scale, number: float | None) -> float:
    """Return an actor's radius: its area grows with its number; without a number it is the smallest."""
    if number is None:
        return SMALLEST
    return round(SMALLEST + (LARGEST - SMALLEST) * math.sqrt(scale.share(number)), 1)


def width_at(scale: Scale, number: float | None) -> float:
    """Return the width of a tie, in pixels."""
    return THINNEST if number is None else round(THINNEST + (WIDEST - THINNEST) * scale.share(number), 1)


def legend_entry(shown: Shown, scale: Scale, *, has_gaps: bool = False) -> Plain:
    """Return what the legend shows of a scale: numbers, each with the colour, radius or width that it has.

    Args:
        shown: what the numbers decide.
        scale: the scale.
        has_gaps: whether some have no number.
    """
    look = _LOOKS[shown]
    shares = _SHARES[shown] if scale.most > scale.least else (1.0,)
    steps = [[number, look(scale, number)] for number in map(scale.at, shares)]
    entry: Plain = {"of": shown, "property": scale.key, "steps": steps}
    if scale.is_logarithmic:
        entry["logarithmic"] = True
    if has_gaps:
        entry["gaps"] = look(scale, None)
    return entry


_LOOKS: Mapping[Shown, Callable[[Scale, float | None], float]] = {
    "color": colour_of,
    "size": radius_at,
    "width": width_at,
}
_SHARES: Mapping[Shown, Sequence[float]] = {
    "color": [step / (len(RAMP) - 1) for step in range(len(RAMP))],
    "size": (0.0, 0.25, 1.0),
    "width": (0.0, 0.25, 1.0),
}
