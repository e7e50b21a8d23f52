"""The table of functions: complete, described, loaded only when named."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module

import pytest

from sociogram.queries.cypher.functions import FAMILIES, Function, functions, is_aggregate, lookup, names
from sociogram.queries.cypher.kernels.aggregates import AGGREGATES

ALL = list(functions())
TYPES = {
    "ANY", "BOOLEAN", "STRING", "INTEGER", "FLOAT", "NUMBER", "LIST", "MAP", "NODE", "RELATIONSHIP", "PATH",
    "POINT", "DATE", "LOCAL TIME", "ZONED TIME", "LOCAL DATETIME", "ZONED DATETIME", "DURATION", "TEMPORAL",
}  # fmt: skip


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_has_the_functions_that_the_registry_says(family: str) -> None:
    module = import_module(f"sociogram.queries.cypher.functions.{family}")
    assert sorted(function.name for function in module.FUNCTIONS) == sorted(FAMILIES[family])


@pytest.mark.parametrize("function", ALL, ids=lambda function: function.name)
def test_an_entry_is_whole(function: Function) -> None:
    assert function.description.endswith(".")
    assert function.aggregate == (function.name in AGGREGATES) == is_aggregate(function.name)
    assert (function.scalar is None) == function.aggregate
    assert function.minimum <= (function.maximum or 99)
    optional = [parameter.optional or parameter.variadic for parameter in function.parameters]
    assert optional == sorted(optional), "optional parameters come last"
    for kind in re.findall(r"[A-Z][A-Z ]*[A-Z]", " | ".join((*_types(function), function.result))):
        assert kind in TYPES


def _types(function: Function) -> tuple[str, ...]:
    return tuple(parameter.type for parameter in function.parameters)


@pytest.mark.parametrize("written", ["toUpper", "TOUPPER", "toupper", "Duration.InDays", "date.TRUNCATE"])
def test_names_are_found_in_any_case(written: str) -> None:
    found = lookup(written)
    assert found is not None
    assert found.name.lower() == written.lower()


def test_an_unknown_name_is_not_found() -> None:
    assert lookup("apoc.text.clean") is None
    assert not is_aggregate("apoc.agg.first")


def test_names_are_in_alphabetical_order() -> None:
    assert list(names()) == sorted(names())
    assert len(names()) == len(ALL) > 120


@pytest.mark.parametrize(
    ("name", "signature", "counts"),
    [
        ("left", "left(original :: STRING, length :: INTEGER) :: STRING", (2, 2)),
        ("coalesce", "coalesce(input :: ANY, others... :: ANY) :: ANY", (1, None)),
        ("range", "range(start :: INTEGER, end :: INTEGER, step? :: INTEGER) :: LIST<INTEGER>", (2, 3)),
        ("rand", "rand() :: FLOAT", (0, 0)),
    ],
)
def test_signatures(name: str, signature: str, counts: tuple[int, int | None]) -> None:
    function = lookup(name)
    assert function is not None
    assert function.signature == signature
    assert (function.minimum, function.maximum) == counts


def test_nothing_heavy_is_imported_before_a_query_asks_for_it() -> None:
    code = (
        "import sys; from sociogram.queries.cypher.expressions.compiler import ExpressionCompiler; "
        "from sociogram.queries.cypher.functions import lookup; lookup('toUpper'); lookup('coalesce'); "
        "heavy = ('neo4j', 'networkx', 'pytz', 'zoneinfo', 'decimal', 'random', 'uuid', "
        "'sociogram.queries.cypher.functions.temporal', 'sociogram.queries.cypher.values.regex.matcher'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
