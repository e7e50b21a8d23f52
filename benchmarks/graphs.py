"""The graphs of the benchmark: seeded, so that every engine and every run gets the same ones.

``skewed`` has hubs: few actors have many ties. ``communities`` has groups that keep to themselves, as
the social network of the LDBC benchmark does. Both carry five types of relation, three labels, gaps in
their properties, parallel relations, and a date on every relation.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

SEED = 20260101
VERSION = 1
"""Counted up when the same name would mean another graph."""

LABELS = ("Person", "Company", "Place")
LABEL_SHARES = (0.7, 0.2, 0.1)
TYPES = ("KNOWS", "WORKS_FOR", "OWNS", "PAID", "FOUNDED")
TYPE_SHARES = (0.4, 0.25, 0.2, 0.1, 0.05)
FIRST_YEAR, LAST_YEAR = 1980, 2025
CITIES = 200
ROLES = 50
PARALLEL_SHARE = 0.05
COMMUNITY = 100
INSIDE_SHARE = 0.8

SIZES = {"tiny": (100, 1_000), "tenth": (10_000, 100_000), "full": (100_000, 1_000_000)}
SIZES["tenfold"] = (1_000_000, 10_000_000)
SHAPES = ("skewed", "communities")

_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "ve")

Array = Any


@dataclass(frozen=True, slots=True)
class BenchGraph:
    """Actors and relations as arrays; texts as codes into lists, -1 where there is none.

    Attributes:
        name: shape and size, as in ``skewed-full``.
        ids: the actors' ids.
        names: their names, some of which two actors share.
        kinds: codes into ``LABELS``.
        ages: whole numbers, -1 for unknown.
        cities: codes into ``city_names``.
        source: where each relation begins, a place among the actors.
        target: where it ends.
        types: codes into ``TYPES``.
        years: of each relation.
        amounts: of each relation.
        roles: codes into ``role_names``.
        days: the day of ``start_date``, counted from 1970.
    """

    name: str
    ids: list[str]
    names: list[str]
    kinds: Array
    ages: Array
    cities: Array
    source: Array
    target: Array
    types: Array
    years: Array
    amounts: Array
    roles: Array
    days: Array

    @property
    def city_names(self) -> list[str]:
        """The cities."""
        return [_word(17 * place + 5, 3).capitalize() for place in range(CITIES)]

    @property
    def role_names(self) -> list[str]:
        """The roles."""
        return [_word(23 * place + 3, 2) + " " + _word(place, 2) for place in range(ROLES)]

    def dates(self) -> list[str]:
        """Return the date of each relation, as ISO text."""
        texts: list[str] = self.days.astype("datetime64[D]").astype(str).tolist()
        return texts


def make(shape: str, size: str) -> BenchGraph:
    """Make a graph of ``SHAPES`` in one of ``SIZES``."""
    return make_of(shape, *SIZES[size], name=f"{shape}-{size}")


def make_of(shape: str, actors: int, relations: int, *, name: str = "") -> BenchGraph:
    """Make a graph of ``SHAPES`` with so many actors and relations."""
    random = np.random.default_rng(SEED)
    source, target = _ends(shape, actors, relations, random)
    repeated = random.integers(0, relations, size=(2, int(relations * PARALLEL_SHARE)))
    source[repeated[0]], target[repeated[0]] = source[repeated[1]], target[repeated[1]]
    ages = random.integers(16, 95, size=actors)
    ages[random.random(actors) < 0.1] = -1
    cities = np.minimum((CITIES * random.random(actors) ** 2).astype(np.int64), CITIES - 1)
    cities[random.random(actors) < 0.05] = -1
    roles = random.integers(0, ROLES, size=relations)
    roles[random.random(relations) < 0.3] = -1
    first = np.datetime64(f"{FIRST_YEAR}-01-01").astype(int)
    last = np.datetime64(f"{LAST_YEAR}-12-31").astype(int)
    days = random.integers(first, last + 1, size=relations)
    years = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    # one in a hundred shares the name of another, as people do
    name_numbers = np.arange(actors)
    name_numbers[random.random(actors) < 0.01] //= 2
    return BenchGraph(
        name=name or f"{shape}-{actors}-{relations}",
        ids=[f"a{place:07d}" for place in range(actors)],
        names=[_name(number) for number in name_numbers.tolist()],
        kinds=random.choice(len(LABELS), size=actors, p=LABEL_SHARES),
        ages=ages,
        cities=cities,
        source=source,
        target=target,
        types=random.choice(len(TYPES), size=relations, p=TYPE_SHARES),
        years=years,
        amounts=random.integers(0, 1_000_000, size=relations),
        roles=roles,
        days=days,
    )


def write_named(plain: Path) -> None:
    """Write the sheets of ``write_csv`` with ends by alias into two folders beside them.

    In the second, the targets of the first tenth of the relations are misspelt, each in its own way.
    """
    _write_named(plain, plain.with_name(f"{plain.name}-alias"), misspelt=False)
    _write_named(plain, plain.with_name(f"{plain.name}-misspelt"), misspelt=True)


def _write_named(plain: Path, folder: Path, *, misspelt: bool) -> None:
    done = folder / f"done-{VERSION}"
    if done.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (plain / "entities.csv").open() as rows, (folder / "entities.csv").open("w") as out:
        out.write(f"{next(rows).rstrip()},aliases\n")
        for number, row in enumerate(rows):
            out.write(f"{row.rstrip()},{_alias(number)}\n")
    size = sum(1 for _ in (plain / "relations.csv").open())
    with (plain / "relations.csv").open() as rows, (folder / "relations.csv").open("w") as out:
        out.write(next(rows))
        for number, row in enumerate(rows):
            source, target, rest = row.split(",", 2)
            end = _alias(int(target[1:]))
            if misspelt and number < size // 10:
                end = f"{_alias(number)}x"
            out.write(f"{_alias(int(source[1:]))},{end},{rest}")
    done.touch()


def _alias(number: int) -> str:
    return f"The {_word(number * 7919 % 16**5, 5).capitalize()}"


def _ends(shape: str, actors: int, relations: int, random: Any) -> tuple[Array, Array]:
    if shape == "skewed":
        order = random.permutation(actors)
        # the same hubs in both directions, less so where relations arrive
        source = order[(actors * random.random(relations) ** 1.8).astype(np.int64)]
        target = order[(actors * random.random(relations) ** 1.5).astype(np.int64)]
        return source, target
    source = random.integers(0, actors, size=relations)
    group = source // COMMUNITY
    inside = np.minimum(group * COMMUNITY + random.integers(0, COMMUNITY, size=relations), actors - 1)
    outside = (actors * random.random(relations) ** 1.3).astype(np.int64)
    target = np.where(random.random(relations) < INSIDE_SHARE, inside, outside)
    return source, target


def _word(number: int, syllables: int) -> str:
    text = ""
    for _ in range(syllables):
        number, place = divmod(number, len(_SYLLABLES))
        text += _SYLLABLES[place]
    return text


def _name(number: int) -> str:
    # odd factors spread neighbours over the alphabet and keep names apart
    first = _word(number * 1237 % 16**3, 3)
    return f"{first.capitalize()} {_word(number * 7_368_787 % 16**6, 6).capitalize()}"


def dataset_of(graph: BenchGraph) -> Any:
    """Return the graph as the loaders hand it to a store."""
    from sociogram.graph.columns import IntColumn, TextColumn
    from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary
    from sociogram.graph.dataset import Dataset, Table

    def texts(values: list[str], codes: Array | None = None) -> Any:
        dictionary, made = TextDictionary.of(values)
        # a code of -1, for none, reads what is put at the end
        return TextColumn(made if codes is None else np.append(made, np.int32(-1))[codes], dictionary)

    days, day_codes = np.unique(graph.days, return_inverse=True)
    day_names = days.astype("datetime64[D]").astype(str).tolist()
    ids = texts(graph.ids)  # ids ascend, so that a code is a place
    entities = {
        "id": ids,
        "name": texts(graph.names),
        "type": texts(list(LABELS), graph.kinds),
        "age": IntColumn(graph.ages, graph.ages < 0),
        "city": texts(graph.city_names, graph.cities),
    }
    relations = {
        "source": TextColumn(graph.source.astype(np.int32), ids.dictionary),
        "target": TextColumn(graph.target.astype(np.int32), ids.dictionary),
        "type": texts(list(TYPES), graph.types),
        "role": texts(graph.role_names, graph.roles),
        "start_date": texts(day_names, day_codes),
        "year": IntColumn(graph.years),
        "amount": IntColumn(graph.amounts),
    }
    return Dataset(Table(len(graph.ids), entities), Table(len(graph.source), relations))


def write_csv(graph: BenchGraph, folder: Path) -> None:
    """Write ``entities.csv`` and ``relations.csv`` for peers; what is there already stays."""
    done = folder / f"done-{VERSION}"
    if done.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    cities, roles = [*graph.city_names, ""], [*graph.role_names, ""]
    with (folder / "entities.csv").open("w", encoding="utf-8") as file:
        file.write("id,name,type,age,city\n")
        rows = zip(graph.ids, graph.names, graph.kinds.tolist(), graph.ages.tolist(), graph.cities.tolist())
        for key, name, kind, age, city in rows:
            file.write(f"{key},{name},{LABELS[kind]},{'' if age < 0 else age},{cities[city]}\n")
    columns = (graph.source, graph.target, graph.types, graph.years, graph.amounts, graph.roles)
    with (folder / "relations.csv").open("w", encoding="utf-8") as file:
        file.write("source,target,type,year,amount,role,start_date\n")
        rows = zip(*(column.tolist() for column in columns), graph.dates())
        for start, end, kind, year, amount, role, date in rows:
            ends = f"{graph.ids[start]},{graph.ids[end]}"
            file.write(f"{ends},{TYPES[kind]},{year},{amount},{roles[role]},{date}\n")
    done.touch()
