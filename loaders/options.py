"""What a caller can ask of a load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from sociogram.graph.errors import DataError
from sociogram.loaders.folder.lock import PATIENCE

OnUnknown: TypeAlias = Literal["stub", "reject"]


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What a caller can ask of a load.

    Attributes:
        mapping: column title to field; ``ignored`` leaves a column out, another word names a property.
        cite: the id or address of a source that every relation of this load gets.
        require_source: reject relations without a source.
        on_unknown: what becomes of a relation whose end no row describes: ``stub`` makes a flagged actor,
            ``reject`` rejects the row.
        dry_run: check and report, but write nothing.
        wait: seconds to wait for another writer of the folder.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    cite: str | None = None
    require_source: bool = False
    on_unknown: OnUnknown = "stub"
    dry_run: bool = False
    wait: float = PATIENCE

    def __post_init__(self) -> None:
        if self.on_unknown not in get_args(OnUnknown):
            raise DataError(
                f"`on_unknown` is `{self.on_unknown}`.", cure=f"Choose {' or '.join(get_args(OnUnknown))}."
            )
