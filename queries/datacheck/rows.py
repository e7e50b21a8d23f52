"""Checks of rows: references to unknown ids, ties without a source, actors without a tie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

import numpy as np

from sociogram.graph.common.text import fold_all
from sociogram.graph.model import CERTAINTIES
from sociogram.queries.datacheck.facts import NOT_LIVE, Check, Facts, as_texts, first_text
from sociogram.queries.datacheck.findings import Fault


def check_reference(column: str, facts: Facts) -> Iterator[Fault]:
    """Check that the actors, claimants, sources or types that a column names are known."""
    if column == "type":
        if len(facts.dataset.relation_types):
            types = set(facts.dataset.relation_types.column("type").to_list()) | facts.rejected
            yield from unknown_in(facts, column, types, "relation_types.csv has no type")
    elif column != "sources":
        for named, found in _rows_of_unknown(facts, column, facts.actor_ids).items():
            yield unknown_actor(facts, found, column, named)
    elif facts.source_ids:
        known = facts.source_ids
        yield from unknown_in(facts, column, known, "sources.csv has no source", allows_urls=True)


def unknown_actor(facts: Facts, rows: Sequence[int], column: str, named: str) -> Fault:
    """Return the fault of claims that name an actor without a row, or one whose row is only a stub."""
    what, cure = "entities.csv describes no actor", "Add it there."
    if named in facts.stub_ids:
        what, cure = "entities.csv has only a stub for", "Describe it there, and empty its cell in `stub`."
    return facts.rows("relations").unknown(rows, column, named, facts.actor_ids, what, cure)


def unknown_in(
    facts: Facts, column: str, known: set[str], what: str, *, allows_urls: bool = False
) -> Iterator[Fault]:
    """Yield a fault for each name in a column of the relations that is not known.

    Args:
        facts: the data set.
        column: the column.
        known: the names that may be there.
        what: the beginning of the message.
        allows_urls: whether addresses are also allowed.
    """
    rows = facts.rows("relations")
    for named, found in _rows_of_unknown(facts, column, known, allows_urls=allows_urls).items():
        yield rows.unknown(found, column, named, known, what)


def _rows_of_unknown(
    facts: Facts, column: str, known: set[str], *, allows_urls: bool = False
) -> dict[str, list[int]]:
    """Return the relations that name each unknown id in a column."""

    def unknown(cell: Any) -> list[str]:
        if type(cell) is str:  # as nearly all are
            return [] if cell in known or (allows_urls and "://" in cell) else [cell]
        named = dict.fromkeys(as_texts(cell))
        return [one for one in named if one not in known and not (allows_urls and "://" in one)]

    values = facts.encoded("relations", column)
    rows_of: dict[str, list[int]] = {}
    for row in facts.rows_where("relations", column, unknown).tolist():
        for named in unknown(values.value(row)):
            rows_of.setdefault(named, []).append(row)
    return rows_of


_GAPS = {
    "sources": ("The tie has no source.", "Give the id of a source, or a URL."),
    "claimed_by": (
        "The tie has no claimant.",
        "Give the id of the actor who claims it, or add the author of its text as an actor.",
    ),
    "certainty": ("The tie has no certainty.", f"Write one of {', '.join(CERTAINTIES)}."),
}


def check_gap(column: str, facts: Facts) -> Iterator[Fault]:
    """Check that ties have a claimant, a source or a certainty.

    Drafts and retracted claims need none. If no claimant is named, it is the author of the text.
    """
    message, cure = _GAPS[column]
    lacking = facts.rows_where("relations", column, lambda value: not value)
    if not len(lacking):
        return
    is_excused = facts.encoded("relations", "review").array(lambda review: review in NOT_LIVE, np.bool_)
    if column == "claimed_by":
        texts = facts.encoded("relations", "sources")
        is_excused |= texts.array(lambda cell: first_text(cell) in facts.author_of, np.bool_)
    found = [
        row
        for row in lacking[~is_excused[lacking]].tolist()
        if ("relations", row, column) not in facts.other_words
    ]
    if found:
        yield facts.rows("relations").fault(found, column, message, cure, severity="warning")


def check_actors(facts: Facts) -> Iterator[Fault]:
    """Check that each actor has a tie, makes or relays a claim or wrote a text, and has a unique name."""
    tied = set(facts.author_of.values())
    for column in ("source", "target", "claimed_by", "via"):
        values = facts.encoded("relations", column).values
        tied.update(value for value in values if type(value) is str)
        tied.update(actor for value in values if type(value) is not str for actor in as_texts(value))
    rows = facts.rows("entities")
    ids = list(map(str, facts.dataset.entities.column("id").to_list()))
    untied = [row for row, own in enumerate(ids) if own not in tied]
    if untied:
        yield rows.fault(
            untied, "id", "The actor has no tie.", "Add a tie, or remove the row.", severity="warning"
        )
    holders: dict[str, str] = {}
    names_of_actors = facts.names
    folded = iter(fold_all([name for names in names_of_actors for name in names]))
    for row, (own, names) in enumerate(zip(ids, names_of_actors, strict=True)):
        for called in dict.fromkeys(islice(folded, len(names))):
            other = holders.setdefault(called, own) if called else own
            if other != own and not facts.decisions.are_different(own, other):
                yield rows.fault(
                    (row,),
                    "name",
                    f"'{own}' and '{other}' are both called '{called}'.",
                    "If they are the same actor, merge their rows; otherwise change one name.",
                    severity="warning",
                )


ACTORS = Check(check_actors, ("source", "target", "claimed_by", "via"))
CHECKS = (
    *(
        Check(partial(check_reference, column), (column,), column)
        for column in ("source", "target", "claimed_by", "sources", "type")
    ),
    *(
        Check(
            partial(check_gap, column), (column, "review", *(("sources",) if column == "claimed_by" else ()))
        )
        for column in _GAPS
    ),
    ACTORS,
)
