"""The options of a load."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from sociogram.graph.duplicates.decisions import Decisions
from sociogram.graph.errors import DataError
from sociogram.loaders.folder.history import CorrectedCells
from sociogram.loaders.folder.lock import PATIENCE
from sociogram.loaders.readers.sheet import Sheet
from sociogram.loaders.readers.tables.arrow import Frame
from sociogram.loaders.text.given import Texts

OnUnknown: TypeAlias = Literal["stub", "reject"]
TableSource: TypeAlias = str | os.PathLike[str] | Frame | Sheet
"""A source of rows: a file, a folder of files, a frame or a sheet; ``-`` is standard input."""


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """The options of a load.

    Attributes:
        mapping: column title to field; ``ignored`` ignores a column, any other word names a property.
        cite: the id or address of a source to add to every relation of this load.
        require_source: whether to reject relations without a source.
        on_unknown: what to do with a relation whose end no row describes: ``stub`` creates a placeholder
            actor, ``reject`` rejects the row.
        explain: whether to report the profiles of columns and the possible readings of each sheet.
        clear_empty: whether an empty cell in a row with the id of a claim clears the claim's value.
        dry_run: whether to check and report, but write nothing.
        encoding: the files' encoding, by any name that Python knows; None detects it.
        sheets: the names of the sheets to read from a file that has several; empty means all.
        texts: texts in which the quote of every relation must occur word for word, or the row is rejected. A
            relation without ``review`` becomes a draft.
        replace: the id of a source that the load contains completely: relations that cite it and are not in
            the load are removed.
        shows_changes: whether to report each changed row, before and after.
        beside: whether to load into a store whose nodes sociogram did not load, beside them.
        decisions: decisions on which actors are the same; a folder adds them to its own decisions.
        wait: seconds to wait for another writer of the folder.
        is_recorded: whether the folder's history records the load.
        corrected: the corrected cells of the folder from which a graph in memory was read. A load into a
            folder reads them itself.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    cite: str | None = None
    require_source: bool = False
    on_unknown: OnUnknown = "stub"
    explain: bool = False
    clear_empty: bool = False
    dry_run: bool = False
    encoding: str | None = None
    sheets: Sequence[str] = ()
    texts: Texts | None = None
    replace: str | None = None
    shows_changes: bool = False
    beside: bool = False
    decisions: Decisions = field(default_factory=Decisions)
    wait: float = PATIENCE
    is_recorded: bool = True
    corrected: CorrectedCells | None = None

    def __post_init__(self) -> None:
        if isinstance(self.sheets, str):
            object.__setattr__(self, "sheets", (self.sheets,))
        if self.encoding is not None:
            _check_encoding(self.encoding)
        if self.on_unknown not in get_args(OnUnknown):
            raise DataError(
                f"`on_unknown` is `{self.on_unknown}`.", cure=f"Choose {' or '.join(get_args(OnUnknown))}."
            )


def _check_encoding(name: str) -> None:
    try:
        "".encode(name)
    except (LookupError, ValueError):
        raise DataError(
            f"There is no encoding `{name}`.", cure="Name one such as utf-8, cp1252, cp1250 or mac_roman."
        ) from None
