"""What to write in Python instead of the options and commands that a message names."""

from __future__ import annotations

import re
from collections.abc import Iterator

_IN_PYTHON = {
    "--actors": "sociogram.open(…, actors=LABELS)",
    "--beside": "beside=True",
    "--cite": "cite=SOURCE",
    "--clear-empty": "clear_empty=True",
    "--dates": "sociogram.open(…, dates=PROPERTIES)",
    "--decisions": "decisions=FILE",
    "--encoding": "encoding=NAME",
    "--map": "mapping={COLUMN: FIELD}",
    "--name": "sociogram.open(…, name=PROPERTIES)",
    "--on-unknown": "on_unknown=",
    "--overwrite": "overwrite=True",
    "--queries": "sociogram.open(…, queries=FOLDER)",
    "--replace": "replace=SOURCE",
    "--require-source": "require_source=True",
    "--safe-cells": "safe_cells=True",
    "--sheet": "sheets=[NAME]",
    "--text": "texts={SOURCE: TEXT}",
    "--timeout": "timeout=SECONDS",
    "--with": "including=[KIND]",
    "--write": "write=True",
    "sociogram duplicates": "graph.duplicates()",
    "sociogram load": "graph.load(FILE)",
    "sociogram log": "graph.log()",
    "sociogram merge": "graph.merge_actors(KEEP, OTHER)",
    "sociogram queries list": "graph.queries",
    "sociogram query": "graph.query(NAME, VALUE)",
    "sociogram remove": "graph.remove(ROW)",
    "sociogram rename": "graph.rename(ACTOR, NAME)",
    "sociogram set": "graph.set(ROW, column=VALUE)",
}
"""What to write in Python instead of an option or a command."""
_NAMED = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(_IN_PYTHON, reverse=True))})(?![\w-])")


def in_python(message: str) -> Iterator[str]:
    """Yield what to write in Python, if a message names options or commands and no call of Python."""
    if re.search(r"\bgraph\.\w", message) or "Python" in message:
        return
    found = dict.fromkeys(_NAMED.findall(message))
    if found:
        yield f"In Python: {'; '.join(f'{_IN_PYTHON[name]} for {name}' for name in found)}."
