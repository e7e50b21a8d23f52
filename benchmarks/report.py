"""What a run of the benchmark says: tables for the terminal and for docs/performance.md."""

from __future__ import annotations

import math
import os
import platform
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from process import PEERS

DOCS = Path(__file__).resolve().parent.parent / "docs" / "performance.md"

HAND = "by_hand"
HAND_TIMES, HAND_MORE = 3.0, 0.5
QUICK = 1.0
"""Milliseconds under which nobody waits."""


def machine() -> dict[str, Any]:
    """Say where the run took place."""
    processor = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [
            line.split(":", 1)[1].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line
        ]
        processor = names[0] if names else processor
    return {
        "processor": processor,
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": sys.version.split()[0],
        "date": date.today().isoformat(),
    }


def ran_on(here: dict[str, Any]) -> str:
    """Say in a line where and when a run took place."""
    return (
        f"Run on {here['date']}: {here['processor']}, {here['cores']} cores, {here['system']}, "
        f"Python {here['python']}"
    )


def mean(ratios: Iterable[float]) -> float | None:
    """Return the geometric mean."""
    logs = [math.log(ratio) for ratio in ratios]
    return math.exp(sum(logs) / len(logs)) if logs else None


def clock_of(name: str, *, pinned: bool) -> str:
    """Return which clock counts: on one core the processor's, which other programs do not disturb."""
    return "cpu" if pinned and not PEERS[name].server else "wall"


def ratios(one: dict[str, Any], name: str, *, pinned: bool, right_only: bool = True) -> dict[str, float]:
    """Return for each query how many times a peer's time is ours."""
    found = {}
    clock = clock_of(name, pinned=pinned)
    for query, pair in one["peers"].get(name, {}).get("queries", {}).items():
        mine, other = pair["ours"], pair["theirs"]
        if "error" in mine or "error" in other or (right_only and "wrong" in other):
            continue
        found[query] = other[clock] / mine[clock]
    return found


def best_peers(one: dict[str, Any], *, pinned: bool) -> dict[str, tuple[float, str]]:
    """Return for each query the best peer that answers it rightly, and its ratio."""
    best: dict[str, tuple[float, str]] = {}
    for name in one["peers"]:
        if not PEERS[name].engine:
            continue
        for query, ratio in ratios(one, name, pinned=pinned).items():
            if query not in best or ratio < best[query][0]:
                best[query] = ratio, name
    return best


def ours_of(one: dict[str, Any], query: str, *, pinned: bool) -> float | None:
    """Return our best time for a query, over all pairs."""
    clock = "cpu" if pinned else "wall"
    times = [
        pair["ours"][clock]
        for peer in one["peers"].values()
        if (pair := peer.get("queries", {}).get(query)) and clock in pair["ours"]
    ]
    return min(times, default=None)


def cell(one: dict[str, Any], name: str, query: str, *, pinned: bool) -> str:
    """Return a peer's time, or why there is none."""
    peer = one["peers"][name]
    pair = peer.get("queries", {}).get(query)
    if pair is None:
        return "–"
    other = pair["theirs"]
    if "error" in other:
        error = other["error"]
        return (
            "–"
            if "NotImplementedError" in error
            else "dead"
            if "died" in error or "no answer" in error
            else "error"
        )
    return milliseconds(other[clock_of(name, pinned=pinned)]) + (" ✗" if "wrong" in other else "")


def milliseconds(time: float | None) -> str:
    """Return a time with three digits that count."""
    if time is None:
        return "error"
    return (
        f"{time:.0f}"
        if time >= 100
        else f"{time:.1f}"
        if time >= 10
        else f"{time:.2f}"
        if time >= 1
        else f"{time:.3f}"
    )


def rows_of(one: dict[str, Any], *, pinned: bool) -> tuple[list[str], list[list[str]]]:
    """Return the table of all queries, in milliseconds."""
    names = list(one["peers"])
    best = best_peers(one, pinned=pinned)
    table = []
    for query, family in one["families"].items():
        ours = ours_of(one, query, pinned=pinned)
        cells = [cell(one, name, query, pinned=pinned) for name in names]
        ratio = f"{best[query][0]:.1f} ({best[query][1]})" if query in best else "–"
        table.append([family, query, milliseconds(ours), *cells, ratio])
    return ["family", "query", "sociogram", *names, "times faster than the best peer"], table


def family_rows(one: dict[str, Any], *, pinned: bool) -> tuple[list[str], list[list[str]]]:
    """Return the geometric means, per family and over all."""
    names = [name for name in one["peers"] if ratios(one, name, pinned=pinned)]
    each = {name: ratios(one, name, pinned=pinned) for name in names}
    each["best of each"] = {query: ratio for query, (ratio, _) in best_peers(one, pinned=pinned).items()}
    families = list(dict.fromkeys(one["families"].values()))
    table = []
    for family in [*families, "all"]:
        row = [family]
        for found in each.values():
            middle = mean(
                ratio for query, ratio in found.items() if family in ("all", one["families"][query])
            )
            row.append("–" if middle is None else f"{middle:.1f}")
        table.append(row)
    return ["family", *each], table


def shortcomings(one: dict[str, Any], *, pinned: bool) -> list[str]:
    """Return what misses its target."""
    short = []
    for query, (ratio, name) in best_peers(one, pinned=pinned).items():
        ours = ours_of(one, query, pinned=pinned)
        if ratio < 1 and ours is not None and ours > QUICK:
            short.append(f"{query}: {name} is {1 / ratio:.1f} times faster ({milliseconds(ours)} ms here)")
    for query, pair in one["peers"].get(HAND, {}).get("queries", {}).items():
        mine, hand = pair["ours"], pair["theirs"]
        if "error" in hand or "error" in mine:
            continue
        if mine["cpu"] > HAND_TIMES * hand["cpu"] + HAND_MORE:
            times = f"{milliseconds(mine['cpu'])} ms, by hand {milliseconds(hand['cpu'])}"
            short.append(f"{query}: {times}")
    return short


def faults(one: dict[str, Any]) -> list[str]:
    """Return where peers fail: by peer, how many queries, and the first words of why."""
    found = []
    for name, peer in one["peers"].items():
        if "error" in peer:
            found.append(f"{name}: {peer['error']}")
            continue
        kinds: dict[str, list[str]] = {}
        for query, pair in peer["queries"].items():
            other = pair["theirs"]
            if "NotImplementedError" in other.get("error", ""):
                continue
            if "error" in other:
                word = (
                    "no answer in time, or dead"
                    if "died" in other["error"] or "no answer" in other["error"]
                    else "error"
                )
                kinds.setdefault(word, []).append(query)
            elif "wrong" in other:
                kinds.setdefault("another answer", []).append(query)
        found += [f"{name}: {word}: {', '.join(some)}" for word, some in kinds.items()]
    return found


def show(one: dict[str, Any], *, pinned: bool) -> str:
    """Return a run as text."""
    lines = [f"{one['shape']}, {one['actors']:,} actors, {one['relations']:,} relations; milliseconds"]
    for head, table in (rows_of(one, pinned=pinned), family_rows(one, pinned=pinned)):
        lines += ["", as_text(head, table)]
    lines += ["", "Falls short:", *(shortcomings(one, pinned=pinned) or ["nothing"])]
    lines += ["", "Peers that fail:", *(faults(one) or ["none"])]
    return "\n".join(lines)


def as_text(head: list[str], table: list[list[str]]) -> str:
    """Return a table in columns."""
    widths = [max(len(row[place]) for row in [head, *table]) for place in range(len(head))]
    rows = ("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in [head, *table])
    return "\n".join(row.rstrip() for row in rows)


def as_markdown(head: list[str], table: list[list[str]]) -> list[str]:
    """Return a table as lines of Markdown."""
    return ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *table)]


def markdown(found: dict[str, Any]) -> str:
    """Return all runs as Markdown."""
    how = "pinned to one core" if found["pinned"] else "free to use every core"
    lines = [f"{ran_on(found['machine'])}; {how}."]
    for one in found["runs"]:
        versions = [
            f"{peer['load']['version']} (loads in {peer['load']['wall']:.1f} s)"
            for peer in one["peers"].values()
            if "load" in peer
        ]
        first = next((peer for peer in one["peers"].values() if "ours_load" in peer), None)
        ours = (
            ""
            if first is None
            else f" Ours: {first['ours_load']['version']} ({first['ours_load']['wall']:.1f} s)."
        )
        lines += [
            "",
            f"### {one['shape'].capitalize()}, {one['actors']:,} actors, {one['relations']:,} relations",
            "",
            f"Peers: {'; '.join(versions)}.{ours}",
            "",
            "How many times longer each takes than we do (geometric means):",
            "",
            *as_markdown(*family_rows(one, pinned=found["pinned"])),
            "",
            "Milliseconds (✗ another answer than ours; dead: hung or crashed):",
            "",
            *as_markdown(*rows_of(one, pinned=found["pinned"])),
            "",
            "Falls short of its target:",
            "",
            *(f"- {line}" for line in shortcomings(one, pinned=found["pinned"]) or ["nothing"]),
            "",
            "Where peers fail:",
            "",
            *(f"- {line}" for line in faults(one) or ["nowhere"]),
        ]
    return "\n".join(lines)


def write_docs(found: dict[str, Any]) -> None:
    """Put the run into docs/performance.md."""
    replace_part("benchmark", markdown(found))


def replace_part(name: str, text: str) -> None:
    """Put text between the markers of that name in docs/performance.md."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    page = DOCS.read_text(encoding="utf-8")
    before, rest = page.split(begin)
    _, after = rest.split(end)
    DOCS.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")
