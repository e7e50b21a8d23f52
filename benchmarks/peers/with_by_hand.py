"""NumPy by hand: not a peer that a user could choose, but the measure of what could be had."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from serve import serve

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from by_hand import BY_HAND, Arrays
from graphs import make


class ByHand:
    def __init__(self) -> None:
        self.arrays: Any = None

    def version(self) -> str:
        return f"numpy {np.__version__}"

    def load(self, folder: str) -> None:
        shape, size = Path(folder).name.split("-")
        self.arrays = Arrays(make(shape, size))

    def run(self, query: dict[str, Any]) -> list[Any]:
        function = BY_HAND.get(query["name"])
        if function is None:
            raise NotImplementedError("not written by hand")
        return function(self.arrays, query.get("parameters") or {})


if __name__ == "__main__":
    serve(ByHand())
