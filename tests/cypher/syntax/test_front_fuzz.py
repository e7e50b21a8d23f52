"""No query text, however broken, ends in anything but a CypherError or LimitExceeded.

The texts are right ones, of the TCK where it is there, with tokens taken out, put in, changed for others
of their kind, swapped and repeated. ``SOCIOGRAM_FUZZ`` asks for more of them.
"""

from __future__ import annotations

import os
from pathlib import Path

from sociogram.graph.errors import CypherError, LimitExceeded
from sociogram.queries.cypher import functions
from sociogram.queries.cypher.check import check
from sociogram.queries.cypher.syntax.parser import parse
from support.grammar.mutations import Mutator
from support.tck.procedures_stub import PROCEDURES
from support.tck.scenarios import scenarios

ACCEPTED = (Path(__file__).parents[1] / "accepted.txt").read_text(encoding="utf-8").splitlines()
HOW_MANY = max(5000, int(os.environ.get("SOCIOGRAM_FUZZ", "0")))


def test_broken_texts_end_in_errors() -> None:
    texts = [line for line in ACCEPTED if line and not line.startswith("#")]
    mutator = Mutator(HOW_MANY, [*texts, *(scenario.query for scenario in scenarios())])
    passed = 0
    for _ in range(HOW_MANY):
        query = mutator.query()
        try:
            statement = parse(query)
            check(statement, functions=functions, procedures=PROCEDURES)
            passed += 1
        except (CypherError, LimitExceeded):
            pass
        except Exception as error:
            raise AssertionError(f"{query!r} ends in {error!r}") from error
    assert passed > HOW_MANY / 200  # or the mutations are too wild to reach the check stage
