"""A large data folder with claims of every kind: hubs, cycles, denials, plans, relays, copies, corrections."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from graphs import BenchGraph, make_of

HIERARCHY = ("APPOINTED", "COMMANDS", "LEADS", "PART_OF", "WORKS_FOR")
OTHER_TYPES = (
    "ACCUSES",
    "INVESTIGATES",
    "SUPPORTS",
    "TRAINS",
    "REPRESSES",
    "DEPOSED",
    "KNOWS",
    "MET",
    "PAID",
)
TYPES = (*HIERARCHY, *OTHER_TYPES)
TYPE_SHARES = (0.02, 0.03, 0.03, 0.07, 0.25, 0.03, 0.02, 0.03, 0.02, 0.03, 0.01, 0.26, 0.1, 0.1)
CHARGES = {"ACCUSES": "target", "INVESTIGATES": "target", "REPRESSES": "source"}
LABELS = ("Person", "Company", "Place", "Person | Politician", "Company | State body")
CERTAINTIES = ("stated", "reported", "alleged", "disputed", "opinion", "")
CERTAINTY_SHARES = (0.5, 0.2, 0.2, 0.02, 0.05, 0.03)
MODALITIES = ("", "planned", "intended", "possible", "demanded")
MODALITY_SHARES = (0.95, 0.02, 0.01, 0.01, 0.01)
REVIEWS = ("", "draft", "retracted")
REVIEW_SHARES = (0.98, 0.015, 0.005)
SOURCES = 500
DOCUMENTS = 300
VOICES = 200
PARAGRAPHS = 10_000
AGAIN_SHARE = 0.1
"""Claims of the tie of the row above: another voice's, a denial, a correction, a coded contradiction."""

COLUMNS = (
    "id,source,target,type,role,polarity,modality,start_date,end_date,claimed_by,via,certainty,"
    "contradicted_by,sources,cites,paragraph,contradicts,supersedes,review"
)


def make(folder: Path, relations: int) -> None:
    """Write a data folder; the same number gives the same files."""
    graph = make_of("skewed", max(relations // 10, 20), relations)
    dice = np.random.default_rng(7)
    _write_entities(folder / "entities.csv", graph, dice)
    _write_sources(folder / "sources.csv", graph)
    with (folder / "relation_types.csv").open("w", encoding="utf-8", newline="") as file:
        file.write("type,forward,backward,directed,charges\n")
        for name in TYPES:
            wording = f"{name.lower()} it,is {name.lower()} of"
            file.write(f"{name},{wording},{'false' if name == 'MET' else ''},{CHARGES.get(name, '')}\n")
    with (folder / "relations.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(f"{COLUMNS}\n")
        file.writelines(_relation_lines(graph, dice))


def _write_entities(path: Path, graph: BenchGraph, dice: Any) -> None:
    kinds = dice.choice(len(LABELS), size=len(graph.ids), p=(0.6, 0.2, 0.1, 0.06, 0.04)).tolist()
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("id,name,type,aliases,summary\n")
        for row, (key, name) in enumerate(zip(graph.ids, graph.names, strict=True)):
            alias = f"{name.split()[0]} no. {row}" if row % 10 == 0 else ""
            summary = f"What is known of {name}." if row % 4 == 0 else ""
            file.write(f"{key},{name},{LABELS[kinds[row]]},{alias},{summary}\n")


def _write_sources(path: Path, graph: BenchGraph) -> None:
    """Write texts, some of them copies and some by an actor, and documents that nobody has read."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("id,title,author,date,read,copy_of\n")
        for row in range(SOURCES):
            author = graph.names[row] if row % 11 == 0 and row < len(graph.names) else f"Author {row % 37}"
            copied = f"s{row - 1}" if row % 50 == 49 else ""
            file.write(f"s{row},Report {row},{author},{2026 + row % 4},,{copied}\n")
        file.writelines(f"d{row},Document {row},,,no,\n" for row in range(DOCUMENTS))


def _relation_lines(graph: BenchGraph, dice: Any) -> Iterator[str]:
    actors, relations = len(graph.ids), len(graph.source)
    again = dice.random(relations) < AGAIN_SHARE
    again[0] = False
    # a claim about the tie of the row above has its ends and its type
    origin = np.maximum.accumulate(np.where(again, 0, np.arange(relations)))
    voices = (min(VOICES, actors) * dice.random(relations) ** 2).astype(np.int64)
    what = np.where(again, dice.integers(0, 20, size=relations), -1)
    what[1:][(what[1:] == 0) & (what[:-1] == 0)] = -1
    voices[1:] = np.where(what[1:] == 0, voices[:-1], voices[1:])  # a correction is its own voice's
    columns = (
        graph.source[origin],
        graph.target[origin],
        dice.choice(len(TYPES), size=relations, p=TYPE_SHARES)[origin],
        graph.roles,
        dice.choice(len(CERTAINTIES), size=relations, p=CERTAINTY_SHARES),
        dice.choice(len(MODALITIES), size=relations, p=MODALITY_SHARES)[origin],
        dice.choice(len(REVIEWS), size=relations, p=REVIEW_SHARES),
        voices,
        dice.integers(0, SOURCES, size=relations),
        dice.integers(0, 20, size=relations),
        dice.integers(1, min(PARAGRAPHS, relations) + 1, size=relations),
        what,
    )
    rows = zip(*(column.tolist() for column in columns), graph.dates(), strict=True)
    roles = [*graph.role_names, ""]
    ids = graph.ids
    for number, row in enumerate(rows):
        start, end, kind, role, certainty, modality, review, voice, source, more, paragraph, about, date = row
        cited = "" if more == 0 else f"s{source}" + (f" | s{(source * 7 + 1) % SOURCES}" if more < 4 else "")
        cited = f"lost{source}" if more == 19 and paragraph % 50 == 0 else cited
        cells = (
            f"r{number}",
            ids[start],
            ids[end],
            TYPES[kind],
            roles[role],
            "denies" if about in (1, 2, 3) else "",
            MODALITIES[modality],
            "" if more == 5 else date,
            f"{int(date[:4]) + 3}" if more % 3 == 0 else "",
            ids[voice],
            ids[(voice + 7) % actors] if paragraph % 20 == 0 else "",
            CERTAINTIES[certainty],
            ids[(voice + 1) % actors] if certainty == 3 and more < 10 else "",
            cited,
            f"d{paragraph % DOCUMENTS}" if paragraph % 25 == 0 else "",
            str(paragraph),
            f"r{number - 2}" if about == 4 and number > 1 else "",
            f"r{number - 1}" if about == 0 else "",
            REVIEWS[review],
        )
        yield ",".join(cells) + "\n"
