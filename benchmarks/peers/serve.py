"""What every adapter shares: it reads requests from stdin, one JSON object a line, and answers on stdout.

An adapter is started as a script by the Python of its own environment, which knows nothing of sociogram;
so this module needs the standard library only.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
import traceback
from collections.abc import Iterable
from numbers import Number
from typing import Any, Protocol

SHOWN = 3


class Adapter(Protocol):
    """An engine as the benchmark sees it."""

    def version(self) -> str:
        """Return the engine's version."""

    def load(self, folder: str) -> None:
        """Load ``entities.csv`` and ``relations.csv``."""

    def run(self, query: dict[str, Any]) -> list[Any]:
        """Run a query to the end and return its rows, as sequences of plain values."""


def plain(value: Any, *, bags: bool = False) -> Any:
    """Return a value so that equal answers of different engines are spelled alike."""
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, Number):
        return f"{float(value):.9g}"
    if isinstance(value, str):
        return "'" + value
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, dict):
        return sorted((key, plain(item)) for key, item in value.items())
    items = [plain(item) for item in value]
    return sorted(items) if bags else items


def fingerprint(rows: Iterable[Any], *, ordered: bool, bags: bool = False) -> str:
    """Return what two answers share where they are equal; without ORDER BY as bags of rows."""
    spelled = [json.dumps([plain(value, bags=bags) for value in row], ensure_ascii=False) for row in rows]
    if not ordered:
        spelled.sort()
    return hashlib.blake2b("\n".join(spelled).encode(), digest_size=8).hexdigest()


def _answer(adapter: Adapter, query: dict[str, Any]) -> dict[str, Any]:
    """Run a query once for its answer, which also warms the engine up."""
    rows = adapter.run(query)
    shown = [[plain(value) for value in row] for row in rows[:SHOWN]]
    return {
        "rows": len(rows),
        "answer": fingerprint(rows, ordered=query["ordered"], bags=query["bags"]),
        "shown": str(shown)[:300],
    }


def _times(adapter: Adapter, query: dict[str, Any], rounds: int) -> dict[str, Any]:
    walls, cpus = [], []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        adapter.run(query)
        cpus.append((time.process_time() - cpu) * 1000)
        walls.append((time.perf_counter() - wall) * 1000)
    return {"wall": min(walls), "cpu": min(cpus)}


def _do(adapter: Adapter, request: dict[str, Any]) -> dict[str, Any]:
    match request["do"]:
        case "load":
            wall, cpu = time.perf_counter(), time.process_time()
            adapter.load(request["folder"])
            seconds = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
            return {**seconds, "version": adapter.version()}
        case "answer":
            return _answer(adapter, request["query"])
        case "time":
            return _times(adapter, request["query"], request["rounds"])
    return {"error": f"unknown request {request['do']}"}


def serve(adapter: Adapter) -> None:
    """Answer requests until stdin ends. Whatever an engine prints goes to stderr."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        try:
            reply = _do(adapter, json.loads(line))
        except Exception as error:  # noqa: BLE001 - an engine that fails is a result
            traceback.print_exc()
            reply = {"error": f"{type(error).__name__}: {error}"[:300]}
        answers.write(json.dumps(reply) + "\n")
        answers.flush()
