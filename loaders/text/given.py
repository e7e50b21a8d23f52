"""The texts given with a load, by source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Texts:
    """The texts that claims were extracted from.

    Attributes:
        by_source: texts by the id of their source.
        default: the text of every other claim, or None.
        default_source: the source of ``default``, if the claims do not name it.
        names: ids that the source of ``default`` may have, such as the name of its file.
    """

    by_source: Mapping[str, str] = field(default_factory=dict)
    default: str | None = None
    default_source: str | None = None
    names: Sequence[str] = ()
