"""Signatures of procedures, for tests that only look at queries."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Signature:
    inputs: tuple[tuple[str, str], ...]
    outputs: tuple[tuple[str, str], ...]
    defaults: tuple[int | str, ...] = ()


_LISTED = (("name", "STRING"), ("type", "STRING"))
PROCEDURES = {
    "db.constraints": Signature((("kind", "STRING"),), _LISTED, ("",)),
    "db.indexes": Signature((("kind", "STRING"),), _LISTED, ("",)),
    "db.labels": Signature((), (("label", "STRING"),)),
    "test.greet": Signature((("name", "STRING?"), ("times", "INTEGER?")), (("greeting", "STRING?"),), (1,)),
    "test.nothing": Signature((), ()),
}
