from __future__ import annotations

import os
import random
import subprocess
import sys

import numpy as np
import pytest

from sociogram.viz.picture.layout import Box, lay_out

DOT = Box(24, 12, 12)
NAMED = Box(110, 14, 38)


def star(leaves):
    return leaves + 1, [(0, leaf) for leaf in range(1, leaves + 1)]


def tangle(count, ties, seed=1):
    choose = random.Random(seed)  # noqa: S311
    return count, [(choose.randrange(count), choose.randrange(count)) for _ in range(ties)]


GRAPHS = {
    "nothing": (0, []),
    "one": (1, []),
    "one with a loop": (1, [(0, 0)]),
    "a pair, many times": (2, [(0, 1)] * 5 + [(1, 0)]),
    "three in a row": (3, [(0, 1), (1, 2)]),
    "only strangers": (30, []),
    "a chain": (12, [(n, n + 1) for n in range(11)]),
    "a star": star(60),
    "a tangle": tangle(80, 150),
    "many parts": (90, [(n, n + 1) for n in range(89) if n % 3]),
    "larger than stress is used for": tangle(600, 900),
}


def overlaps(places, boxes):
    frames = [
        (x - b.width / 2, x + b.width / 2, y - b.above, y + b.below)
        for (x, y), b in zip(places, boxes, strict=True)
    ]
    return [
        (i, j)
        for i, (l1, r1, t1, b1) in enumerate(frames)
        for j, (l2, r2, t2, b2) in enumerate(frames[:i])
        if min(r1, r2) - max(l1, l2) > 3 and min(b1, b2) - max(t1, t2) > 3
    ]


@pytest.mark.parametrize("name", GRAPHS)
def test_no_actor_or_name_covers_another(name):
    count, ties = GRAPHS[name]
    boxes = [DOT if count > 160 else NAMED] * count
    places = lay_out(count, ties, boxes)
    assert len(places) == count
    assert overlaps(places, boxes) == []


@pytest.mark.parametrize("name", ["a tangle", "larger than stress is used for"])
def test_the_same_graph_is_drawn_the_same_in_another_process(name):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from test_layout import *\n"
        f"print(lay_out(*GRAPHS[{name!r}], [DOT] * GRAPHS[{name!r}][0]))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code, os.path.dirname(__file__)],  # noqa: PTH120
            env={**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, threads in (("1", "1"), ("2", "2"))
    }
    count, ties = GRAPHS[name]
    assert told == {f"{lay_out(count, ties, [DOT] * count)}\n"}


def test_the_layout_leaves_random_numbers_alone():
    random.seed(5)
    expected = random.random()  # noqa: S311
    random.seed(5)
    lay_out(*GRAPHS["a tangle"], [DOT] * 80)
    assert random.random() == expected  # noqa: S311


@pytest.mark.parametrize("name", ["a pair, many times", "three in a row"])
def test_a_small_part_fits_the_screen(name):
    count, ties = GRAPHS[name]
    places = lay_out(count, ties, [NAMED] * count)
    width, height = (max(axis) - min(axis) for axis in zip(*places, strict=True))
    assert width <= 1200
    assert height <= 700


def test_the_picture_has_the_shape_of_a_screen():
    count, ties = GRAPHS["a tangle"]
    places = lay_out(count, ties, [NAMED] * count)
    width, height = (max(axis) - min(axis) for axis in zip(*places, strict=True))
    assert 1.1 < width / height < 2.6


def test_the_communities_of_a_large_part_have_areas_of_their_own():
    groups, size = 12, 60
    within = [
        (group * size + one, group * size + (one + step) % size)
        for group in range(groups)
        for one in range(size)
        for step in (1, 7)
    ]
    between = [(group * size, ((group + 1) % groups) * size + 5) for group in range(groups)]
    boxes = [Box(20, 10, 10)] * (groups * size)
    points = np.array(lay_out(groups * size, within + between, boxes), dtype=np.float64)
    areas = points.reshape(groups, size, 2)
    centres = areas.mean(axis=1)
    for group, members in enumerate(areas):
        distances = np.hypot(*(members[:, None] - centres[None]).transpose(2, 0, 1))
        assert (distances.argmin(axis=1) == group).mean() > 0.9
