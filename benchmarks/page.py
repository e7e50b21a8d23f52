"""How fast pages are made, open, move and answer, in a real browser, against what they have to reach.

    python benchmarks/page.py [--pages article,10000] [--also SHEET.csv] [--width 1280 --height 800]

Each page is made by ``sociogram page`` in a process of its own, from CSV files, then opened in Debian's
Chromium, headless, without network and without a graphics card: every line is drawn by the processor.
Pointer and wheel are moved as a hand would, and every frame that the page draws meanwhile is counted. Time on the
clock is what people wait; time of the processor says the same where the machine is busy with other things.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphs import SEED, BenchGraph, make_of
from report import machine

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
]
SIZES = {"2000": (2_000, 4_000), "10000": (10_000, 20_000), "50000": (50_000, 100_000)}
SHAPES = ("communities", "skewed")
HEADS = (
    "source", "target", "type", "role", "start_date", "sources", "paragraph", "claimed_by", "certainty", "summary"
)  # fmt: skip
TEXTS = ("a", "ba", "bace", "e m", "zz", "difo k")
"""What is searched for: letters that very many names have, and few, and none."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What a figure has to reach: ``most`` or ``least`` of ``unit``."""

    name: str
    unit: str
    most: float | None = None
    least: float | None = None

    def holds(self, value: float) -> bool:
        """Say whether a figure reaches it."""
        return (self.most is None or value <= self.most) and (self.least is None or value >= self.least)


BARS = {
    "made": Bar("made by the command", "s", most=10),
    "size": Bar("size of the file", "MB", most=12),
    "picture": Bar("first picture", "s", most=3),
    "picture busy": Bar("first picture, of the processor", "s", most=3),
    "search": Bar("slowest search", "ms", most=100),
    "drag far": Bar("drag, all in view", "frames/s", least=20),
    "zoom in": Bar("wheel, from all to near", "frames/s", least=20),
    "drag near": Bar("drag, near", "frames/s", least=20),
    "zoom out": Bar("wheel, from near to all", "frames/s", least=20),
    "drag middle": Bar("drag, between near and far", "frames/s", least=20),
    "busy": Bar("dearest of these, of the processor for a frame", "ms", most=50),
    "stall": Bar("longest time without a frame", "ms"),
    "filter": Bar("filter switched", "ms"),
    "open": Bar("actor opened", "ms"),
}

COUNT_FRAMES = """
window.drawn = [];
// vis-network clears its canvas once for every frame that it draws
const clear = CanvasRenderingContext2D.prototype.clearRect;
CanvasRenderingContext2D.prototype.clearRect = function (...box) {
  if (this.canvas.isConnected) window.drawn.push(performance.now());
  return clear.apply(this, box);
};
new MutationObserver((_, watcher) => {
  if (document.documentElement?.dataset.painted !== "yes") return;
  watcher.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.firstPicture = performance.now(); }));
}).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-painted"] });
"""

SEARCH = """async (text) => {
  const box = document.querySelector("#search");
  const begun = performance.now();
  box.value = text;
  box.dispatchEvent(new Event("input"));
  const list = document.querySelector("#search-list");
  list.getBoundingClientRect();
  const passed = performance.now() - begun;
  return passed;
}"""

PRESS = """async (selector) => {
  const begun = performance.now();
  document.querySelector(selector).click();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - begun;
}"""


def write_claims(graph: BenchGraph, folder: Path) -> None:
    """Write a graph as a data folder in which every tie is a claim, with the words that real ones carry."""
    import numpy as np

    random = np.random.default_rng(SEED)
    count = len(graph.source)
    certainties = ("stated", "reported", "alleged", "disputed", "opinion")
    drawn = random.choice(len(certainties), size=count, p=(0.4, 0.3, 0.15, 0.05, 0.1)).tolist()
    claimants = random.integers(0, min(40, len(graph.ids)), size=count).tolist()
    sources = random.integers(0, 50, size=count).tolist()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "entities.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "name", "type", "aliases", "country"])
        for place, (key, name, kind) in enumerate(zip(graph.ids, graph.names, graph.kinds.tolist())):
            label = ("Person", "Company", "Place")[kind]
            out.writerow(
                [key, name, label, name.upper() if place % 5 == 0 else "", graph.city_names[place % 200]]
            )
    with (folder / "relations.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADS)
        dates = graph.dates()
        roles = [*graph.role_names, ""]
        kinds = ("KNOWS", "WORKS_FOR", "OWNS", "PAID", "FOUNDED")
        rows = zip(graph.source.tolist(), graph.target.tolist(), graph.types.tolist(), graph.roles.tolist())
        for place, (start, end, kind, role) in enumerate(rows):
            out.writerow(
                [
                    graph.ids[start],
                    graph.ids[end],
                    kinds[kind],
                    roles[role],
                    dates[place] if place % 2 else "",
                    f"https://example.org/report/{sources[place]}",
                    1 + place % 60,
                    graph.ids[claimants[place]],
                    certainties[drawn[place]],
                    f"The minutes say so in the {place % 90}th entry." if place % 3 == 0 else "",
                ]
            )


def make_page(graph: Path | None, target: Path, options: tuple[str, ...] = ()) -> dict[str, float]:
    """Run ``sociogram page``; return what it took and how large the file is."""
    command = [sys.executable, "-m", "sociogram", "page", "--no-cache", "-o", str(target), *options]
    if graph is not None:
        command += ["-g", str(graph)]
    before, begun = os.times(), time.perf_counter()
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    passed, after = time.perf_counter() - begun, os.times()
    print(told.stderr, end="", file=sys.stderr)
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return {"made": passed, "made cpu": cpu, "size": target.stat().st_size / 1e6}


@contextmanager
def browser() -> Iterator[Any]:
    """Start Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield started
        started.close()


class Hand:
    """Moves the pointer over an open page and counts the frames that are drawn meanwhile."""

    def __init__(self, tab: Any, seconds: float) -> None:
        self.tab = tab
        self.seconds = seconds
        box = tab.locator("#picture").bounding_box()
        self.middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.reach = min(box["width"], box["height"]) * 0.4
        self.stall = 0.0
        self.busy = 0.0
        self.client = tab.context.new_cdp_session(tab)
        self.client.send("Performance.enable", {"timeDomain": "threadTicks"})

    def processor(self) -> float:
        """Return the seconds that the page's process has had of the processor, on all its threads."""
        told = self.client.send("Performance.getMetrics")["metrics"]
        return next(float(one["value"]) for one in told if one["name"] == "ProcessTime")

    def _frames(self, move: Any) -> float:
        """Return the frames a second while ``move`` runs, and keep the longest gap between two."""
        before = self.processor()
        begun = self.tab.evaluate("(window.drawn = [], performance.now())")
        move()
        ended, drawn = self.tab.evaluate("[performance.now(), window.drawn]")
        self.busy = max(self.busy, 1000 * (self.processor() - before) / max(len(drawn), 1))
        # two frames in one turn of the screen are one that is seen
        seen = [at for place, at in enumerate(drawn) if place == 0 or at - drawn[place - 1] > 4]
        gaps = [after - before for before, after in zip([begun, *seen], [*seen, ended])]
        self.stall = max(self.stall, *gaps)
        return 1000 * len(seen) / (ended - begun)

    def drag(self) -> float:
        """Drag the picture there and back, from a place where no actor stands."""
        mouse, (x, y) = self.tab.mouse, self._free()
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + 12, y)

        def move() -> None:
            until, step = time.perf_counter() + self.seconds, 0
            while time.perf_counter() < until:
                step += 1
                part = abs(step % 80 - 40) / 40
                mouse.move(x + self.reach * (1 - part), y + self.reach * 0.6 * (1 - part))

        rate = self._frames(move)
        mouse.up()
        return rate

    def _free(self) -> tuple[float, float]:
        """Find a point in the picture, near the middle, where no actor or tie is."""
        x, y = self.middle
        for step in range(200):
            at = (x + (step % 15 - 7) * 17, y + (step // 15 - 7) * self.reach / 7)
            self.tab.mouse.move(*at)
            if self.tab.locator("#tip").is_hidden():
                return at
        return x, y

    def wheel(self, step: float, times: int) -> float:
        """Turn the wheel at the middle, a notch after the other."""
        self.tab.mouse.move(*self.middle)

        def move() -> None:
            for _ in range(times):
                self.tab.mouse.wheel(0, step)

        rate = self._frames(move)
        self.tab.wait_for_timeout(600)
        return rate


def measure_page(
    started: Any, target: Path, width: int, height: int, shots: Path | None = None, seconds: float = 2.0
) -> dict[str, float]:
    """Open a page and do what a reader does; each drag takes so many seconds."""
    context = started.new_context(viewport={"width": width, "height": height}, offline=True)
    tab = context.new_page()
    tab.set_default_timeout(120_000)
    wrongs: list[str] = []
    tab.on("pageerror", lambda error: wrongs.append(str(error)))
    tab.add_init_script(COUNT_FRAMES)
    tab.goto(target.as_uri())
    while not tab.evaluate("window.firstPicture"):  # waiting for a function is barred by the page's policy
        if wrongs:
            raise SystemExit(f"The page draws no picture: {wrongs[0]}")
        tab.wait_for_timeout(50)
    hand = Hand(tab, seconds)
    found = {"picture": tab.evaluate("window.firstPicture") / 1000, "picture busy": hand.processor()}
    tab.wait_for_timeout(700)

    def shoot(name: str) -> None:
        if shots is not None:
            tab.screenshot(path=str(shots / f"{target.stem}-{width}-{name}.png"))

    shoot("all")
    found["search"] = max(tab.evaluate(SEARCH, text) for text in TEXTS)
    tab.fill("#search", "")
    found["drag far"] = hand.drag()
    tab.click("#zoom-fit")
    tab.wait_for_timeout(600)
    found["zoom in"] = hand.wheel(-120, 32)
    shoot("near")
    found["drag near"] = hand.drag()
    tab.wait_for_timeout(600)
    found["zoom out"] = hand.wheel(120, 20)
    shoot("middle")
    found["drag middle"] = hand.drag()
    tab.click("#zoom-fit")
    tab.wait_for_timeout(600)
    found["stall"], found["busy"] = hand.stall, hand.busy
    found["filter"] = max(tab.evaluate(PRESS, "#legend-kinds input") for _ in range(2))
    tab.fill("#search", TEXTS[0])
    begun = tab.evaluate("performance.now()")
    tab.press("#search", "Enter")
    tab.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    found["open"] = tab.evaluate("performance.now()") - begun
    tab.wait_for_timeout(600)
    shoot("open")
    context.close()
    if wrongs:
        raise SystemExit(f"{target.name}: {wrongs[0]}")
    return found


def show(pages: dict[str, dict[str, float]]) -> str:
    """Return the figures as a table, what misses its bar marked."""
    names = list(pages)
    lines = ["| | bar | " + " | ".join(names) + " |", "|---|---|" + "---|" * len(names)]
    for key, bar in BARS.items():
        wanted = f"≤ {bar.most:g}" if bar.most else f"≥ {bar.least:g}" if bar.least else ""
        cells = [
            f"{page[key]:.{0 if page[key] >= 20 else 1}f}{'' if bar.holds(page[key]) else ' ✗'}"
            for page in pages.values()
        ]
        lines.append(f"| {bar.name}, {bar.unit} | {wanted} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def graphs_of(wanted: list[str], also: list[Path], folder: Path) -> Iterator[tuple[str, Path | None]]:
    """Give the graphs by name, each a data folder or a sheet; None is the article."""
    for name in wanted:
        if name == "article":
            yield name, None
            continue
        size, _, shape = name.partition("-")
        actors, ties = SIZES[size]
        data = folder / name
        write_claims(make_of(shape or SHAPES[0], actors, ties), data)
        yield f"{actors:,} / {ties:,}{' ' + shape if shape else ''}", data
    for sheet in also:
        yield sheet.stem, sheet


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    usual = f"article,2000,10000,10000-{SHAPES[1]},50000"
    parser.add_argument(
        "--pages", default=usual, help=f"the article, and of {', '.join(SIZES)}; usually {usual}"
    )
    parser.add_argument(
        "--also", type=Path, action="append", default=[], help="a sheet or folder of your own"
    )
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=800)
    parser.add_argument("--rounds", type=int, default=1, help="the middle of so many counts")
    parser.add_argument("--shots", type=Path, help="a folder for pictures of what was measured")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    given = parser.parse_args()
    pages: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as scratch, browser() as started:
        wanted = [name for name in given.pages.split(",") if name]
        for name, data in graphs_of(wanted, given.also, Path(scratch)):
            target = Path(scratch) / f"{len(pages)}-{data.stem if data else name}.html"
            made = make_page(data, target)
            turns = [
                measure_page(started, target, given.width, given.height, given.shots)
                for _ in range(given.rounds)
            ]
            pages[name] = made | {
                key: sorted(turn[key] for turn in turns)[given.rounds // 2] for key in turns[0]
            }
    here = machine()
    print(f"{here['processor']}, {here['cores']} cores, {here['system']}; {given.width} × {given.height}\n")
    print(show(pages))
    if given.json:
        given.json.write_text(json.dumps({"machine": here, "pages": pages}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
