"""The part of a page that needs neither scripts nor styles: the picture as SVG, and tables of its content.

It is shown without scripts, or if a host forbids them; previews and screen readers read it. The page's
script removes it. Colours and widths are attributes, because a host may forbid styles, too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sociogram.viz.picture.drawing import bend_of, drawn_edges
from sociogram.viz.picture.plain import Plain
from sociogram.viz.picture.scales import ALL_COLOURS
from sociogram.viz.picture.scene import LABELLED_LIMIT, Scene, radius_of
from sociogram.viz.picture.style import LINE_COLOURS, OUTLINES

LIMIT = 2_000
"""The maximum number of actors and claims that the static part lists completely."""
MOST_LINES = 300
"""The maximum number of lines between groups; those with the most ties are drawn."""
STROKES_BESIDE_ARROW = 0.37
"""The positions of the strokes along a line with an arrow in the middle, as in ``marks.js``."""
HOLLOW = {
    "planned": "dot",
    "intended": "diamond",
    "possible": "square",
    "demanded": "triangle",
    "plan denied": "dot",
}
"""The marks of ties that nobody affirms, as in ``marks.js``."""
_DENIED_DASHES = "5 4"
_CROSS = ((-1, -1, 1, 1), (-1, 1, 1, -1))
_DENIALS = frozenset({"denied", "plan denied"})
_STROKES = {**dict.fromkeys(_DENIALS, _CROSS), "disputed": ((-0.6, 1.2, 0.6, -1.2),)}
_USUAL_WIDTH = 3
"""Up to this width, in pixels, dashes have the lengths of their certainty."""
_SCALE_NAMES = {"color": "Colour", "size": "Size", "width": "Width"}
_MARK_STEP = 11.0
_LINE_HEIGHT = 14.5
_TONES = {"stated": "plain", "reported": "plain", "alleged": "doubt", "disputed": "doubt", "": "none"}

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A tie in the picture: an SVG path and how it looks.

    ``marks`` names the shape of hollow marks; ``arrow`` is the position of the arrow: "to", "middle" or none.
    """

    path: str
    tone: str
    width: float
    dashes: str
    marks: str
    arrow: str
    strokes: str

    @property
    def colour(self) -> str:
        """The colour of the line."""
        return LINE_COLOURS[self.tone]


@dataclass(frozen=True, slots=True)
class Shape:
    """An actor in the picture: its outline (none for a dot) around its centre, and its name in lines."""

    x: int
    y: int
    radius: float
    points: str
    colour: str
    lines: tuple[tuple[float, str], ...]


def static_part(scene: Scene) -> Plain:
    """Return what the template of the static part reads.

    >>> static_part(Scene(title="Nobody"))["shapes"]
    []
    """
    shown = [number for number, tie in enumerate(scene.ties) if scene.overview or shown_claims(scene, tie)]
    drawn = sorted(shown, key=lambda number: (-scene.ties[number].get("count", 0), number))
    drawn = sorted(drawn[:MOST_LINES]) if scene.overview else shown
    edges = drawn_edges(scene)
    lines = [_line(scene, number, edges[number]) for number in drawn]
    rows = [_tie_row(scene, number) for number in drawn]
    return {
        "box": " ".join(map(str, _frame(scene.positions))),
        "lines": [line for line in lines if line is not None],
        "shapes": _shapes(scene),
        "marks": {name: points_of(shape, 2.6) for name, shape in OUTLINES.items()},
        "tones": LINE_COLOURS,
        "grouped_by": scene.grouped_by,
        "kinds": [{**kind, "fill": _fill(scene, kind)} for kind in scene.kinds],
        "scales": [_scale(entry) for entry in scene.scales],
        "key_shapes": {name: points_of(shape, 5.6, (8, 8)) for name, shape in OUTLINES.items()},
        "certainties": scene.certainties,
        "looks": _looks(scene, rows),
        "actors": sorted(scene.actors, key=lambda actor: -actor["degree"]),
        "ties": rows,
        "sources": _source_rows(scene),
        "overview": scene.overview,
        "left_out": len(shown) - len(drawn),
    }


def shown_claims(scene: Scene, tie: Plain) -> list[Plain]:
    """Return the claims about a tie that a page shows when it opens, affirming claims first."""
    claims = [scene.claims[position] for position in tie["claims"]]
    shown = [claim for claim in claims if not scene.claim_kinds[claim["kind"]].get("hidden")]
    return sorted(shown, key=lambda claim: claim["kind"])


def state_of(scene: Scene, tie: Plain) -> tuple[str, Plain]:
    """Return the kind of a tie's claims (of ``CLAIM_KINDS``, or ``disputed``) and its firmest certainty."""
    if scene.overview:
        return "affirmed", scene.certainties[tie["certainty"]]
    claims = shown_claims(scene, tie)
    first = claims[0]["kind"]
    state = scene.claim_kinds[first]["key"]
    certainty = min(claim["certainty"] for claim in claims if claim["kind"] == first)
    is_denied = any(scene.claim_kinds[claim["kind"]]["key"] == "denied" for claim in claims)
    is_disputed = state == "affirmed" and is_denied and tie.get("disputed")
    return "disputed" if is_disputed else state, scene.certainties[certainty]


def _source_rows(scene: Scene) -> list[Plain]:
    """Return the sources, and whether somebody read each. For the text of a claim, this may be unknown."""
    texts = {scene.sources[text["source"]]["id"] for text in scene.texts if "source" in text}
    return [
        source | {"is_read": _read_words(source, is_text=source["id"] in texts)}
        for source in scene.shown_sources()
    ]


def _read_words(source: Plain, *, is_text: bool) -> str:
    if "read" not in source and is_text:
        return "not said"
    return "Read" if source.get("read") else "Only cited"


def is_contested(tie: Plain, state: str) -> bool:
    """Return whether a tie is drawn as a plan, purpose, demand or possibility that somebody denies."""
    return state in tie.get("contested", ())


def tone_of(certainty: str) -> str:
    """Return the colour family of a certainty's line, a key of ``LINE_COLOURS``."""
    return _TONES.get(certainty, "voice")


def points_of(corners: Iterable[Point], radius: float, centre: Point = (0, 0)) -> str:
    """Return the corners of a shape as SVG has them."""
    return " ".join(f"{centre[0] + x * radius:.4g},{centre[1] + y * radius:.4g}" for x, y in corners)


def _frame(positions: Sequence[tuple[int, int]]) -> tuple[int, int, int, int]:
    """Return the rectangle of the picture, with room for names: left, top, width, height."""
    if not positions:
        return 0, 0, 100, 40
    xs, ys = zip(*positions, strict=True)
    left, top = min(xs) - 90, min(ys) - 50
    return left, top, max(xs) + 90 - left, max(ys) + 75 - top


def _line(scene: Scene, number: int, edge: Plain) -> Line | None:
    tie = scene.ties[number]
    if tie["a"] == tie["b"]:
        return None  # the table lists it; a loop says little in a picture
    state, certainty = state_of(scene, tie)
    radii = radius_of(scene.actors[tie["a"]]) + 2, radius_of(scene.actors[tie["b"]]) + 4
    curve = _Curve.between(scene.positions[tie["a"]], scene.positions[tie["b"]], bend_of(edge), radii)
    marks = HOLLOW.get(state, "")
    width = 1.0 if marks else _width(scene, tie) or certainty["width"]
    return Line(
        path=curve.marked_path() if marks else curve.path(halves=edge.get("arrows") == "middle"),
        tone="none" if state in _DENIALS else tone_of(certainty["key"]),
        width=width,
        dashes="2 3" if marks else _DENIED_DASHES if state == "denied" else dashes_at(certainty, width),
        marks=marks,
        arrow=edge.get("arrows", ""),
        strokes=_strokes(
            "disputed" if is_contested(tie, state) else state,
            curve.at(STROKES_BESIDE_ARROW if edge.get("arrows") == "middle" else 0.5),
        ),
    )


def dashes_at(certainty: Plain, width: float) -> str:
    """Return the dashes of a line as SVG has them: they grow with a wide line, as in ``dashes.js``.

    >>> dashes_at({"dashes": [6, 5]}, 1.8), dashes_at({"dashes": [6, 5]}, 9)
    ('6 5', '18 15')
    """
    return " ".join(f"{length * max(1.0, width / _USUAL_WIDTH):.4g}" for length in certainty["dashes"])


def _width(scene: Scene, tie: Plain) -> float:
    """Return the width that numbers give a tie; 0 if they do not decide it."""
    if scene.overview:
        return float(tie["width"])
    if not any(entry["of"] == "width" for entry in scene.scales):
        return 0.0
    return max((claim.get("width", 1.0) for claim in shown_claims(scene, tie)), default=1.0)


def _fill(scene: Scene, kind: Plain) -> str:
    """Return the colour of a label in the key; grey if a number decides the colours."""
    is_scaled = any(entry["of"] == "color" for entry in scene.scales)
    return LINE_COLOURS["none"] if is_scaled else ALL_COLOURS[kind["colour"]][0]


def _scale(entry: Plain) -> Plain:
    """Return a scale for the key; its colours are those on a light ground."""
    entry = entry | {"name": _SCALE_NAMES[entry["of"]]}
    if entry["of"] != "color":
        return entry
    steps = [[number, ALL_COLOURS[colour][0]] for number, colour in entry["steps"]]
    gaps = {"gaps": ALL_COLOURS[entry["gaps"]][0]} if "gaps" in entry else {}
    return entry | {"steps": steps} | gaps


def _looks(scene: Scene, rows: Iterable[Plain]) -> list[Plain]:
    """Return the looks of ties that are not simply affirmed, for the key below the picture."""
    kinds = [(kind["key"], kind["name"]) for kind in scene.claim_kinds if not kind.get("hidden")]
    if any(row["state"] == "Disputed" or row["is_contested"] for row in rows):
        kinds.append(("disputed", "Disputed"))
    return [
        {
            "name": name,
            "shape": HOLLOW.get(key, ""),
            "tone": "none" if key in _DENIALS else "plain",
            "dashes": _DENIED_DASHES if key == "denied" else "",
            "strokes": _strokes(key, (15, 0)),
        }
        for key, name in kinds
        if key in HOLLOW or key in _STROKES
    ]


def _strokes(state: str, middle: Point) -> str:
    """Return the strokes across the middle of a line, as an SVG path."""
    x, y = middle
    return "".join(
        f"M{x + 5 * x1:.1f} {y + 5 * y1:.1f}L{x + 5 * x2:.1f} {y + 5 * y2:.1f}"
        for x1, y1, x2, y2 in _STROKES.get(state, ())
    )


@dataclass(frozen=True, slots=True)
class _Curve:
    """A quadratic curve from one actor's rim to the other's."""

    start: Point
    control: Point
    end: Point

    @classmethod
    def between(cls, start: Point, end: Point, bend: float, radii: Point) -> _Curve:
        (x1, y1), (x2, y2) = start, end
        control = ((x1 + x2) / 2 - (y2 - y1) * bend, (y1 + y2) / 2 + (x2 - x1) * bend)
        return cls(_towards(start, control, radii[0]), control, _towards(end, control, radii[1]))

    def at(self, share: float) -> Point:
        rest = 1 - share
        weights = rest * rest, 2 * rest * share, share * share
        points = self.start, self.control, self.end
        x, y = (sum(w * p[axis] for w, p in zip(weights, points, strict=True)) for axis in (0, 1))
        return x, y

    def path(self, *, halves: bool = False) -> str:
        """Return the curve, or its two halves if there may be an arrow between them."""
        (x1, y1), (cx, cy), (x2, y2) = self.start, self.control, self.end
        if not halves:
            return f"M{x1:.0f} {y1:.0f}Q{cx:.0f} {cy:.0f} {x2:.0f} {y2:.0f}"
        x, y = self.at(0.5)
        first = f"M{x1:.0f} {y1:.0f}Q{(x1 + cx) / 2:.0f} {(y1 + cy) / 2:.0f} {x:.0f} {y:.0f}"
        return f"{first}Q{(cx + x2) / 2:.0f} {(cy + y2) / 2:.0f} {x2:.0f} {y2:.0f}"

    def marked_path(self) -> str:
        """Return a path with a corner for each mark."""
        steps = max(2, round(math.dist(self.start, self.end) / _MARK_STEP))
        points = (self.at(step / steps) for step in range(steps + 1))
        return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points)


def _towards(point: Point, other: Point, distance: float) -> Point:
    length = math.dist(point, other) or 1.0
    share = min(distance / length, 0.45)
    return point[0] + (other[0] - point[0]) * share, point[1] + (other[1] - point[1]) * share


def _shapes(scene: Scene) -> list[Shape]:
    ranked = sorted(range(len(scene.actors)), key=lambda number: -scene.actors[number]["degree"])
    named = set(ranked[:LABELLED_LIMIT])
    return [_shape(scene, number, is_named=number in named) for number in reversed(ranked)]


def _shape(scene: Scene, number: int, *, is_named: bool) -> Shape:
    actor, (x, y) = scene.actors[number], scene.positions[number]
    kind = scene.kinds[actor["kind"]]
    radius = radius_of(actor)
    corners = OUTLINES.get(kind["shape"])
    below = y + radius + 13
    names = actor.get("lines", ()) if is_named else ()
    return Shape(
        x=x,
        y=y,
        radius=radius,
        points=points_of(corners, radius, (x, y)) if corners else "",
        colour=ALL_COLOURS[actor["colour"] if "colour" in actor else kind["colour"]][0],
        lines=tuple((round(below + row * _LINE_HEIGHT, 1), line) for row, line in enumerate(names)),
    )


def _tie_row(scene: Scene, number: int) -> Plain:
    """Return a tie as a row of the table: its ends and verb, the kind of its claims, and the claims."""
    tie = scene.ties[number]
    state, certainty = state_of(scene, tie)
    kind_names = {kind["key"]: kind["name"] for kind in scene.claim_kinds} | {"disputed": "Disputed"}
    claims: list[dict[str, Any]] = [] if scene.overview else shown_claims(scene, tie)
    return {
        "a": scene.actors[tie["a"]]["name"],
        "b": scene.actors[tie["b"]]["name"],
        "verb": _verb(scene, tie, state),
        "state": kind_names.get(state, ""),
        "is_contested": is_contested(tie, state),
        "certainty": certainty["name"],
        "claims": claims,
        "support": tie.get("support", ""),
        "count": tie.get("count"),
    }


def _verb(scene: Scene, tie: Plain, state: str) -> str:
    """Return the verb of a tie, as on the live page: "is to lead" for a plan."""
    kind = scene.types[tie["type"]]
    verbs = tie.get("verbs") or {"actual": [kind["words"]]} | kind.get("modal", {})
    if state in _DENIALS:  # denying a plan is not denying the act
        denied = {
            claim.get("columns", {}).get("modality", "actual").lower() for claim in shown_claims(scene, tie)
        }
        state = denied.pop() if len(denied) == 1 else "actual"
    verb: str = verbs.get(state, verbs["actual"])[0]
    return verb
