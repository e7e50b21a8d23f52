"""OpenSanctions statements: a CSV file with one row for each value that a source gives for an entity."""

from __future__ import annotations

from collections import Counter

from sociogram.loaders.readers.graphs.ftm import FtmEntity, ftm_sheets
from sociogram.loaders.readers.graphs.graph_sheets import GraphFile
from sociogram.loaders.readers.sheet import ReaderOptions, Sheet
from sociogram.loaders.readers.tables.csv import read_sheet

SUFFIXES = (".csv",)

_TITLES = frozenset(("canonical_id", "entity_id", "prop", "schema", "value", "dataset"))
_GENERAL = ("Thing", "LegalEntity", "Organization", "Interval", "Asset", "Value")
"""General schemata; if a source states a more specific one, that is used."""


def matches(data: bytes, file: str) -> bool:  # noqa: ARG001 - the signature of all readers
    """Return whether a file has the titles of statements."""
    first = data[: 1 << 12].removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0]
    titles = {title.strip().strip('"') for title in first.decode("utf-8", "replace").split(",")}
    return titles >= _TITLES


def read(data: bytes, file: str, options: ReaderOptions) -> list[Sheet]:
    """Return the actors and the ties in statements as sheets."""
    sheet = read_sheet(data, file, delimiter=",", encoding=options.encoding)
    column = {title: sheet.columns[number] for number, title in enumerate(sheet.header)}
    canonical = dict(zip(column["entity_id"], column["canonical_id"], strict=True))
    found: dict[str, FtmEntity] = {}
    schemata: dict[str, Counter[str]] = {}
    rows = zip(
        sheet.lines,
        *(column[title] for title in ("canonical_id", "schema", "prop", "value", "dataset")),
        strict=True,
    )
    for line, name, schema, prop, value, dataset in rows:
        entity = found.setdefault(name, FtmEntity(line, name, schema))
        schemata.setdefault(name, Counter())[schema] += 1
        if dataset and dataset not in entity.datasets:
            entity.datasets.append(dataset)
        values = entity.properties.setdefault(prop, [])
        text = canonical.get(value, value)
        if text and text not in values:
            values.append(text)
    for name, entity in found.items():
        entity.properties.pop("id", None)
        entity.schema = max(
            schemata[name], key=lambda schema: (schema not in _GENERAL, schemata[name][schema])
        )
    graph = GraphFile(file, "OpenSanctions statements", encoding=sheet.encoding)
    sheets = ftm_sheets(graph, found, sheet.unread)
    sheets[0].doubt = sheet.doubt
    return sheets
