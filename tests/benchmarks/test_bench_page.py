"""The benchmark of pages keeps running: a small one made by the command, opened, moved and measured."""

import os
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import graphs  # noqa: E402
import page  # noqa: E402


@pytest.mark.browser
def test_every_bar_has_a_figure(tmp_path):
    if not page.CHROMIUM.exists():
        reason = f"{page.CHROMIUM} is missing; install it with: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    page.write_claims(graphs.make_of("communities", 60, 700), tmp_path / "data")
    made = page.make_page(tmp_path / "data", tmp_path / "page.html")
    with page.browser() as started:
        found = page.measure_page(started, tmp_path / "page.html", 900, 600, tmp_path, seconds=0.2)
    assert page.BARS.keys() <= (made | found).keys()
    assert all(found[key] > 0 for key in found)
    assert (tmp_path / "page-900-near.png").stat().st_size > 1000
    assert page.show({"a": made | found}).count("\n") == len(page.BARS) + 1


def test_figures_that_miss_their_bar_are_marked():
    figures = dict.fromkeys(page.BARS, 50.0)
    rows = {row.split("|")[1].split(",")[0].strip(): row for row in page.show({"a": figures}).splitlines()}
    assert "✗" in rows["made by the command"]
    assert "✗" not in rows["drag"]
    assert "✗" not in rows["slowest search"]
