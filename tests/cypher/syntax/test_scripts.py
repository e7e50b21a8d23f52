"""A script is cut at the semicolons that end statements, and at no others."""

from __future__ import annotations

import pytest

from sociogram.queries.cypher.syntax.source_text import statements_of

SCRIPTS = [
    # script, statements
    ("RETURN 1", ["RETURN 1"]),
    ("RETURN 1;\n", ["RETURN 1"]),
    ("RETURN 1; RETURN 2", ["RETURN 1", " RETURN 2"]),
    ("RETURN ';'; RETURN \";\"", ["RETURN ';'", ' RETURN ";"']),
    (r"RETURN 'it\'s; fine'; RETURN 2", [r"RETURN 'it\'s; fine'", " RETURN 2"]),
    ("MATCH (n:`a;b`); RETURN 2", ["MATCH (n:`a;b`)", " RETURN 2"]),
    ("RETURN 1 // one; two\n; RETURN 2", ["RETURN 1 // one; two\n", " RETURN 2"]),
    ("RETURN 1 /* one;\ntwo; */; RETURN 2", ["RETURN 1 /* one;\ntwo; */", " RETURN 2"]),
    (";;RETURN 1;;", ["RETURN 1"]),
    ("", [""]),
]


@pytest.mark.parametrize(("script", "statements"), SCRIPTS, ids=[repr(script) for script, _ in SCRIPTS])
def test_where_a_script_is_cut(script: str, statements: list[str]) -> None:
    assert statements_of(script) == statements
