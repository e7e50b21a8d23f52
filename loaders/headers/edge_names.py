"""Cytoscape's table of edges, which names both ends in one cell: ``Ida (owns) Keel``."""

from __future__ import annotations

from sociogram.loaders.headers.titles import title_key
from sociogram.loaders.readers.sheet import Sheet

_NAMES = ("sharedname", "name")
_TYPES = ("interaction", "sharedinteraction")


def split_edge_names(sheet: Sheet) -> None:
    """Add columns of the ends to a table that only has the names of its edges, and report that in its notes.

    Args:
        sheet: changed in place if each row's name is ``source (interaction) target``, with its interaction.
    """
    keys = {title_key(title): number for number, title in reversed([*enumerate(sheet.header)])}
    named = next((keys[key] for key in _NAMES if key in keys), None)
    typed = next((keys[key] for key in _TYPES if key in keys), None)
    if named is None or typed is None or keys.keys() & {"source", "target"} or not len(sheet):
        return
    ends = []
    for name, type_ in zip(sheet.columns[named], sheet.columns[typed], strict=True):
        start, _, end = name.strip().partition(f" ({type_.strip()}) ")
        if not start or not end:
            return
        ends.append((start, end))
    sheet.header = ("source", "target", *sheet.header)
    sheet.columns = [[start for start, _ in ends], [end for _, end in ends], *sheet.columns]
    sheet.notes.append(
        f"`{sheet.header[named + 2]}` names both ends of each tie: read as `source` and `target`."
    )
