from __future__ import annotations

import re
from itertools import combinations

import pytest
from colour_sight import SIGHTS, ciede2000, lab_as_seen

from sociogram.graph.model import CERTAINTIES
from sociogram.viz.one_file import TEMPLATES
from sociogram.viz.picture.style import COLOURS, FAMILIES, LINES, assign_styles, line_of, radius


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_colour_stands_out_on_its_ground():
    for light, dark in COLOURS:
        assert _contrast(light, "#fcfbf8") >= 3
        assert _contrast(dark, "#14181c") >= 3


def test_a_label_looks_the_same_whatever_stands_beside_it():
    assert assign_styles(["Person"])["Person"] == assign_styles(["Person", "Zebra", "Organization"])["Person"]
    assert assign_styles(["Zebra"]) == assign_styles(["Zebra"])


def test_no_two_unknown_labels_look_alike():
    given = assign_styles([f"Label{number}" for number in range(40)])
    assert len(set(given.values())) == 40


def test_the_labels_of_a_family_look_alike_and_each_family_has_a_shape_of_its_own():
    given = assign_styles([label for family in FAMILIES for label in family])
    looks = [{given[label] for label in family} for family in FAMILIES]
    assert all(len(look) == 1 for look in looks)
    assert len({look.pop().shape for look in looks}) == len(FAMILIES)


@pytest.mark.parametrize(
    ("label", "usual"),
    [
        ("City", "Country"),
        ("STATE_BODY", "Government"),
        ("state body", "Government"),
        ("company", "Company"),
        ("NGO", "Company"),
    ],
)
def test_a_label_is_of_its_family_however_it_is_written(label, usual):
    assert assign_styles([label])[label] == assign_styles([usual])[usual]


def test_actors_without_any_label_are_plain_dots():
    assert assign_styles([""])[""].shape == "dot"
    assert assign_styles(["", "Person"])[""].shape != "dot"


@pytest.mark.parametrize("ground", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("sight", SIGHTS)
def test_every_two_families_differ_for_every_reader(ground, sight):
    seen = [lab_as_seen(pair[ground], sight) for pair in COLOURS]
    closest = min(ciede2000(one, other) for one, other in combinations(seen, 2))
    assert closest >= 10


@pytest.mark.parametrize(("theme", "ground"), [("light", "#fcfbf8"), ("dark", "#14181c")])
def test_every_line_stands_out_and_is_no_thinner_than_a_pixel(theme, ground):
    css = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    blocks = css.split("color-scheme: " + theme)[0].rsplit("{", 1)[1]
    colours = dict(re.findall(r"--(tie-\w+): (#[0-9a-f]{6})", blocks))
    assert len(colours) == 4
    assert min(_contrast(colour, ground) for colour in colours.values()) >= 3
    assert min(line.width for line in [*LINES.values(), line_of("other")]) >= 1


def test_every_certainty_has_its_own_line():
    lines = [LINES[certainty] for certainty in CERTAINTIES] + [LINES[""], line_of("probable")]
    assert len({(line.dashes, line.width > 1) for line in lines}) == len(lines)
    assert LINES["stated"].dashes == ()
    assert line_of("probable").name == "probable"


def test_a_hub_is_large_but_bounded():
    assert radius(0) < radius(1) < radius(9) < radius(757) <= 40
