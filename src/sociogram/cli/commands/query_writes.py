"""Run queries that write, save the graph and report the changes; a dry run only reports them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import sociogram
from sociogram.cli.options import say
from sociogram.graph.store import GraphStore, QueryRunner
from sociogram.graph.summary import Counters, sum_counters
from sociogram.loaders.folder.contents import new_files
from sociogram.loaders.folder.files import read_files
from sociogram.loaders.folder.history import changed_rows
from sociogram.loaders.folder.history.wording import change_lines, names_of
from sociogram.queries.results.result import Result
from sociogram.queries.unknown_names import notices_of_text

_LONGEST_NOTE = 200
"""The maximum number of characters of a query in the log of a folder."""

_MOST_LINES = 20

_ALONE = re.compile(
    r"^(?:\s|//[^\n]*\n|/\*.*?\*/)*(?:CREATE|DROP)\s+(?:OR\s+REPLACE\s+)?(?:\w+\s+)?(?:CONSTRAINT|INDEX)\b"
    r"|\bIN\s+(?:(?:\S+\s+)?CONCURRENT\s+)?TRANSACTIONS\b",
    re.IGNORECASE | re.DOTALL,
)
"""A statement that needs a transaction of its own on a server: of the schema, or one that makes several."""


class _DiscardedError(Exception):
    """Rolls a transaction back."""


def write(
    graph: sociogram.Graph,
    statements: Sequence[str],
    values: Mapping[str, Any],
    *,
    timeout: float,
    wait: float,
    dry_run: bool,
) -> Result:
    """Run statements that may write, save the graph, and print on stderr what changed.

    Returns:
        The result of the last statement, after all rows were read.
    """
    before = _files(graph.home)
    if dry_run:
        results, after = _rehearse(graph, statements, values, before)
    else:
        results = [
            result
            for part in _transactions(graph.store, statements)
            for result in _run(graph, part, values, timeout)
        ]
        note = f"query {' '.join('; '.join(statements).split())}"
        graph.save(wait=wait, notify=say, note=note[:_LONGEST_NOTE])
        after = _files(graph.home)
    for line in _words([result.summary.counters for result in results], before, after):
        say(line)
    if dry_run:
        say("Nothing was written (dry run).")
    return results[-1]


def _transactions(store: GraphStore, statements: Sequence[str]) -> list[list[str]]:
    """Return the statements that run together: on a server, all that one transaction can hold.

    A folder is saved once, after the last statement.
    """
    if not store.is_remote:
        return [[text] for text in statements]
    runs = groupby(statements, lambda text: _ALONE.search(text) is not None)
    return [part for alone, run in runs for part in (([text] for text in run) if alone else [list(run)])]


def _run(
    graph: sociogram.Graph, statements: Sequence[str], values: Mapping[str, Any], timeout: float
) -> list[Result]:
    """Run the statements of one transaction."""
    if len(statements) == 1:
        return [_read(graph.run(statements[0], values, write=True, timeout=timeout))]

    def work(runner: QueryRunner) -> list[Result]:
        return [_read(Result(runner.execute(text, values, write=True))) for text in statements]

    results = graph.store.run_together(work, timeout=timeout, once=True)
    for text, result in zip(statements, results, strict=True):
        result.find_notices = partial(notices_of_text, graph.store, text)
    return results


def _read(result: Result) -> Result:
    list(result)  # a query finishes when all rows are read
    return result


def _files(home: Path | None) -> dict[str, bytes]:
    return {} if home is None else read_files(home)


def _rehearse(
    graph: sociogram.Graph, statements: Sequence[str], values: Mapping[str, Any], before: Mapping[str, bytes]
) -> tuple[list[Result], dict[str, bytes]]:
    """Run statements and roll them back; return their results and the files that would be saved."""
    results: list[Result] = []
    after: dict[str, bytes] = {}

    def work(runner: QueryRunner) -> None:
        results[:] = [_read(Result(runner.execute(text, values, write=True))) for text in statements]
        if graph.home is not None:
            after.update(new_files(graph.store, before))
        raise _DiscardedError

    with suppress(_DiscardedError):
        graph.store.run_together(work)
    return results, after


def _words(
    counters: Sequence[Counters], before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> list[str]:
    """Return what was written, in words: counts, and for a folder the rows that changed."""
    counted = sum_counters(counters).in_words()
    changes = changed_rows(before, after)
    lines = list(change_lines(changes, names_of(changes, after, before)))
    if len(lines) > _MOST_LINES:
        more = f"… and {len(lines) - _MOST_LINES:,} more lines: `sociogram diff` shows all."
        lines = [*lines[:_MOST_LINES], more]
    return [f"{counted}.", *lines] if counted else lines
