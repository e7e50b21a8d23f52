"""The parts of docs/cypher.md that are made from the code, and the tables on it that tests read.

``python -m support.cypher.page``, in the folder of tests, writes the page anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from sociogram.queries.cypher.functions.registry import FAMILIES, lookup
from sociogram.queries.cypher.procedures.registry import Procedures
from sociogram.queries.cypher.syntax.lexer import MAX_TEXT
from sociogram.queries.cypher.syntax.parser.cursor import MAX_NESTING
from sociogram.queries.cypher.syntax.parser.statement import MAX_DEPTH
from sociogram.queries.cypher.values.arithmetic import MAXIMUM_SIZES
from sociogram.queries.cypher.values.conversion import MAXIMUM_DEPTH
from support.cypher.stage_dump import stages
from support.tck.scenarios import HOW_MANY

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "cypher.md"
KNOWN_FAILURES = ROOT / "tests" / "tck" / "known_failures.txt"
REGENERATE = "make docs"
_PART = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def made(text: str) -> str:
    """Return the page with the parts between its markers made anew."""
    return _PART.sub(lambda part: f"{part[1]}\n{PARTS[part[2]]()}\n\n{part[3]}", text)


def tables(text: str, heading: str) -> list[list[str]]:
    """Return the rows of the tables between a heading and the next, without their titles."""
    section = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    cells = [re.split(r"(?<!\\)\|", row)[1:-1] for row in rows]
    return [[cell.strip().replace("\\|", "|") for cell in row] for row in cells]


def code(cell: str) -> str | None:
    """Return what stands in backticks, where nothing else stands in the cell."""
    found = re.fullmatch(r"`([^`]+)`", cell)
    return found[1] if found else None


def _tck() -> str:
    lines = KNOWN_FAILURES.read_text(encoding="utf-8").splitlines()
    failing = sum(1 for line in lines if line.strip() and not line.startswith("//"))
    kit = "openCypher's Technology Compatibility Kit"
    if not failing:
        return (
            f"All {HOW_MANY:,} scenarios of {kit} pass: rows, columns, side effects, and the errors with "
            "their types, phases and details."
        )
    return (
        f"Of the {HOW_MANY:,} scenarios of {kit} {HOW_MANY - failing:,} pass; "
        "`tests/tck/known_failures.txt` has the others, each with its reason."
    )


def _table(titles: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [
        titles,
        ("---",) * len(titles),
        *(tuple(cell.replace("|", "\\|") for cell in row) for row in rows),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _functions() -> str:
    parts = []
    for family, names in FAMILIES.items():
        rows: list[tuple[str, ...]] = []
        for name in names:
            function = lookup(name)
            if function is None:
                raise LookupError(f"the table of functions names {name}, and there is none")
            instead = f" Write `{function.deprecated}`." if function.deprecated else ""
            rows.append((f"`{function.signature}`", f"{function.description}{instead}"))
        parts.append(f"### {family.capitalize()}\n\n{_table(('function', 'gives'), rows)}")
    return "\n\n".join(parts)


def _procedures() -> str:
    table = Procedures()
    rows: list[tuple[str, ...]] = []
    for name in table:
        procedure = table.need(name)
        call, _, fields = procedure.signature.partition(") :: ")
        rows.append((f"`{call})`", f"`{fields.strip('()')}`", procedure.description))
    return _table(("procedure", "yields", "gives"), rows)


def _limits() -> str:
    rows: list[tuple[str, ...]] = [
        ("time", "60 s on the command line, none in Python", "`--timeout`, `timeout=`"),
        (
            "memory of a query's rows",
            "half of what the machine has free",
            "`LIMIT`, counts, a narrower pattern",
        ),
        ("length of a query's text", f"{MAX_TEXT:,} characters", "pass data as parameters"),
        ("nested brackets", f"{MAX_NESTING}", "move inner parts to a `WITH`"),
        (
            "nested expressions",
            f"{MAX_DEPTH}; chains of operators, clauses and UNIONs have no limit",
            "a list and `reduce()`, `IN` or `UNWIND`",
        ),
        ("a list", f"{MAXIMUM_SIZES['list']:,} items", "`UNWIND` works on rows"),
        ("a text", f"{MAXIMUM_SIZES['string']:,} characters", ""),
        ("nested lists and maps in a parameter", f"{MAXIMUM_DEPTH}", ""),
        ("integers", "64 bits; beyond them an error, as in Neo4j", "floats"),
    ]
    words = "Beyond a limit, `LimitExceeded` says what to do; the last two raise a `CypherError`.\n\n"
    return words + _table(("limit", "is", "instead"), rows)


_WORDS = {
    "graph": "The graph of the example:",
    "query": "The query, with `$firm` = `'Acme'`:",
    "tokens": "**Tokens** (`syntax/lexer.py`): names in upper case, symbols, kinds of literals.",
    "tree": "**Tree** (`syntax/parser/`, a method for each grammar rule; `syntax/ast.py`):",
    "checked": "**Checked** (`check/`): variables are defined, types can fit. The check also finds:",
    "refused": "With `q.name` instead of `p.name`, the query is refused here:",
    "plan": "**Operators** (`plan/`; `EXPLAIN`): rows flow upwards; it starts at the firm, not the people.",
    "batches": "**Batches** (`execute/`, a module for each kind of operator), as operators produce them:",
    "rows": "**Rows:**",
}
_HIGHLIGHTED = {"graph": "cypher", "query": "cypher"}


def _stages() -> str:
    return "\n\n".join(
        f"{_WORDS[name]}\n\n```{_HIGHLIGHTED.get(name, '')}\n{text}\n```" for name, text in stages()
    )


PARTS: dict[str, Callable[[], str]] = {
    "tck": _tck,
    "functions": _functions,
    "procedures": _procedures,
    "limits": _limits,
    "stages": _stages,
}

if __name__ == "__main__":
    PAGE.write_text(made(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
