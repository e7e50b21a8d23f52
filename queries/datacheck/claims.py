"""Checks of claims: voices, sources, dates and references."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from sociogram.graph.columns import BoolArray
from sociogram.loaders.values.vocabularies import TABLE_FIELDS, VOCABULARIES
from sociogram.queries.datacheck.facts import (
    CLAIM_REFERENCES,
    NOT_LIVE,
    Check,
    Facts,
    Row,
    as_texts,
    circles,
    first_text,
    text_of,
    truth,
)
from sociogram.queries.datacheck.findings import Fault
from sociogram.queries.datacheck.rows import unknown_actor, unknown_in


def check_voices(facts: Facts) -> Iterator[Fault]:
    """Check that those who relay a claim are known, are named once, and end with the author of the text."""
    rows = facts.rows("relations")
    relayed = facts.rows_where("relations", "via", _is_given)
    for claim, alike in facts.alike("relations", ("via", "claimed_by", "sources"), relayed):
        via = as_texts(claim.get("via"))
        for named in dict.fromkeys(via):
            if named not in facts.actor_ids:
                yield unknown_actor(facts, alike, "via", named)
        for named, count in Counter(via).items():
            if count > 1:
                yield rows.fault(alike, "via", f"'{named}' is listed twice.", "Name each voice once.")
        first = claim.get("claimed_by")
        if first is not None and str(first) in via:
            yield rows.fault(
                alike,
                "via",
                f"'{first}' is also in `claimed_by`.",
                "Name in `via` only those who relay what the first voice says.",
            )
        yield from _check_last(facts, alike, claim, via)


def _check_last(facts: Facts, alike: Sequence[int], claim: Row, via: Sequence[str]) -> Iterator[Fault]:
    """Check that the author of the text comes last among those who relay a claim."""
    text = text_of(claim)
    author = None if text is None else facts.author_of.get(text)
    if not via or author is None or via[-1] == author or facts.voice_of(claim) == author:
        return
    yield facts.rows("relations").fault(
        alike,
        "via",
        f"It ends with '{via[-1]}', not with the author of '{text}'.",
        f"Write '{author}' last: the author relays what others say.",
        severity="warning",
    )


def _is_given(cell: Any) -> bool:
    return cell is not None


def check_references(facts: Facts) -> Iterator[Fault]:
    """Check that claims refer to existing other claims, without a cycle."""
    rings = {column: circles(dict(_references(facts, column))) for column in ("supersedes", "about")}
    for column in CLAIM_REFERENCES:
        for row in facts.rows_where("relations", column, _is_given).tolist():
            yield from _check_reference(facts, row, column, rings.get(column, {}))
    for row in facts.rows_where("relations", "supersedes", _is_given).tolist():
        yield from _check_superseded(facts, facts.claims[row], row)


def _references(facts: Facts, column: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the id of each claim that refers to others, and the ids of these."""
    for row in facts.rows_where("relations", column, _is_given).tolist():
        claim = facts.claims[row]
        if claim.get("id") is not None:
            yield str(claim["id"]), as_texts(claim[column])


def _check_reference(
    facts: Facts, row: int, column: str, rings: Mapping[str, Sequence[str]]
) -> Iterator[Fault]:
    rows, claim = facts.rows("relations"), facts.claims[row]
    own = str(claim["id"]) if claim.get("id") is not None else None
    for named in dict.fromkeys(as_texts(claim[column])):
        if named == own:
            yield rows.fault((row,), column, "The claim names itself.", "Name another claim.")
        elif named not in facts.row_of_claim and named not in facts.rejected:
            yield rows.unknown((row,), column, named, facts.claim_ids, "relations.csv has no claim")
    ring = rings.get(own or "")
    if ring is not None:
        yield rows.fault(
            (row,), column, f"The reference is circular: {_shown(ring)}.", "Remove one of these references."
        )


def _shown(ring: Sequence[str]) -> str:
    names = [*ring[:4], "…"] if len(ring) > 5 else list(ring)
    return " → ".join(f"'{name}'" if name != "…" else name for name in [*names, ring[0]])


def _check_superseded(facts: Facts, claim: Row, row: int) -> Iterator[Fault]:
    """Check that a voice takes back only its own claims."""
    voice = facts.voice_of(claim)
    for named in as_texts(claim["supersedes"]):
        other_row = facts.row_of_claim.get(named)
        if other_row is None or other_row == row:
            continue
        other = facts.claims[other_row]
        theirs = facts.voice_of(other)
        if voice is not None and theirs is not None and voice != theirs:
            yield facts.rows("relations").fault(
                (row,),
                "supersedes",
                f"'{named}' is a claim of another voice, '{theirs}', not of '{voice}'.",
                "A voice can take back only its own claims. If the voices disagree, write `contradicts`; "
                f"if the row '{named}' is wrong, correct that row.",
            )


def check_texts_read(facts: Facts) -> Iterator[Fault]:
    """Check that claims cite texts that were read."""
    rows = facts.rows("relations")

    def unread(cell: Any) -> str | None:
        text = first_text(cell)
        return (
            text if text is not None and truth(facts.source_of.get(text, {}).get("read")) is False else None
        )

    sources = facts.rows_where("relations", "sources", unread)
    for claim, alike in facts.alike("relations", ("sources",), sources):
        yield rows.fault(
            alike,
            "sources",
            f"'{text_of(claim)}' was not read: sources.csv has read=no.",
            "Name the text that was read here and this one in `cites`; or write read=yes.",
        )


def check_documents(facts: Facts) -> Iterator[Fault]:
    """Check that ``cites`` names known documents that were not read."""
    rows = facts.rows("relations")

    def read(cell: Any) -> list[str]:
        return [cited for cited in dict.fromkeys(as_texts(cell)) if facts.was_read(cited)]

    for claim, alike in facts.alike("relations", ("cites",), facts.rows_where("relations", "cites", read)):
        for cited in read(claim["cites"]):
            yield rows.fault(
                alike,
                "cites",
                f"'{cited}' was read.",
                "`cites` is for documents that a text relays and nobody has read: name it in `sources`, "
                "or write read=no in sources.csv.",
            )
    if facts.source_ids:
        known = facts.source_ids | facts.texts
        yield from unknown_in(facts, "cites", known, "sources.csv has no source", allows_urls=True)


def _is_another_word(words: Sequence[str], value: Any) -> bool:
    return value is not None and value not in words


def check_words(table: str, column: str, facts: Facts) -> Iterator[Fault]:
    """Check a column that must have one of a few words."""
    rows, words = facts.rows(table), VOCABULARIES[column].values
    values = facts.encoded(table, column)
    chosen = set(facts.rows_where(table, column, partial(_is_another_word, words)).tolist())
    chosen |= {row for name, row, cell in facts.other_words if (name, cell) == (table, column)}
    for row in sorted(chosen):
        value = values.value(row)
        written = facts.other_words.get((table, row, column), value)
        if written is None or written in words or (column == "certainty" and value in words):
            continue
        how = f"; it is read as '{value}'" if value in words else ""
        yield rows.fault(
            (row,),
            column,
            f"'{written}' is not one of the words of `{column}`{how}.",
            f"Write {_or(words)}.",
            severity="warning" if column == "certainty" else "error",
        )


_TRUTHS = (
    ("relations", "directed", "whether the relation has a direction"),
    ("relation_types", "directed", "whether the relation has a direction"),
    ("relation_types", "lasts", "whether such a tie continues after its first day"),
)


def check_truths(table: str, column: str, what: str, facts: Facts) -> Iterator[Fault]:
    """Check a column that must say yes or no; the files of a data folder may have any other word."""
    rows = facts.rows(table)
    for row in facts.rows_where(table, column, lambda value: isinstance(value, str)).tolist():
        message = f"`{facts.encoded(table, column).value(row)}` does not say {what}."
        yield rows.fault((row,), column, message, "Write yes or no.")


def _or(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def check_dates(facts: Facts) -> Iterator[Fault]:
    """Check that what a claim reports as a fact did not begin after its text was written."""
    rows = facts.rows("relations")
    is_actual = facts.encoded("relations", "modality").array(lambda word: word in (None, "actual"), np.bool_)
    is_live = facts.encoded("relations", "review").array(lambda word: word not in NOT_LIVE, np.bool_)
    for row in np.flatnonzero(_are_after_texts(facts) & is_actual & is_live).tolist():
        claim = facts.claims[row]
        written = facts.source_of[text_of(claim) or ""]["date"]
        yield rows.fault(
            (row,),
            "start_date",
            f"{claim['start_date']} is later than the text, which is dated {written}.",
            "Write modality=planned for an event that was still to come, or correct the date.",
            severity="warning",
        )


def _are_after_texts(facts: Facts) -> BoolArray:
    """Return the mask of claims that certainly begin after their text was written.

    Dates may be years or months; if one is a prefix of the other, they may be of the same time. Dates are
    compared as positions in their order, which allows to compare a million pairs at once.
    """
    starts = facts.encoded("relations", "start_date")
    ordered = sorted(date for date in set(starts.values) if _is_date(date))
    order = {date: number for number, date in enumerate(ordered)}
    number = starts.array(lambda date: order.get(date, -1), np.int32)

    def first_after(cell: Any) -> int:
        written = facts.source_of.get(first_text(cell) or "", {}).get("date")
        end = f"{str(written)[:_DAY]}\uffff" if _is_date(written) else "\uffff"
        return bisect(ordered, end)

    after: BoolArray = number >= facts.encoded("relations", "sources").array(first_after, np.int32)
    return after


_DAY = len("2024-02-14")


def _is_date(value: Any) -> bool:
    return isinstance(value, str) and len(value) >= len("2024") and value[:4].isdigit()


def check_sources(facts: Facts) -> Iterator[Fault]:
    """Check that sources copy and translate existing other sources, without a cycle."""
    rows = facts.rows("sources")
    originals = {name: _originals(source) for name, source in facts.source_of.items()}
    rings = circles(originals)
    for row, source in enumerate(facts.sources):
        own = str(source.get("id"))
        for column in ("copy_of", "translation_of"):
            for named in as_texts(source.get(column)):
                if named == own:
                    yield rows.fault((row,), column, "The source names itself.", "Name its original.")
                elif named not in facts.source_ids:
                    yield rows.unknown((row,), column, named, facts.source_ids, "sources.csv has no source")
            if own in rings and source.get(column) is not None:
                yield rows.fault(
                    (row,),
                    column,
                    f"The reference is circular: {_shown(rings[own])}.",
                    "Leave this cell of the original empty.",
                )


def _originals(source: Row) -> list[str]:
    return [*as_texts(source.get("copy_of")), *as_texts(source.get("translation_of"))]


def _of_relations(table: str, column: str) -> tuple[tuple[str, ...], str]:
    """Return ``columns`` and ``given`` of a ``Check`` of one column."""
    return ((column,), column) if table == "relations" else ((), "")


REFERENCES = Check(check_references, CLAIM_REFERENCES)
DATES = Check(check_dates, ("start_date", "sources", "modality", "review"), "start_date")
CHECKS = (
    Check(check_voices, ("via", "claimed_by", "sources"), "via"),
    REFERENCES,
    Check(check_texts_read, ("sources",), "sources"),
    Check(check_documents, ("cites",), "cites"),
    *(
        Check(partial(check_words, table, column), *_of_relations(table, column))
        for table, columns in TABLE_FIELDS.items()
        for column in columns
    ),
    *(
        Check(
            partial(check_truths, table, column, what), *(((column,), column) if table == "relations" else ())
        )
        for table, column, what in _TRUTHS
    ),
    DATES,
    Check(check_sources),
)
