"""What follows from claims: which ties are affirmed, denied, disputed or planned, and by how many supports.

    >>> claims = derive(dataset.relations, dataset.sources, dataset.relation_types, authors={})
    >>> [tie.type for tie in claims.ties(claims.disputed)]
    ['MET']

Ties and claims are numbered; a mask holds a boolean for each tie. ``Tie`` objects are created on demand: of a
million ties, only for the few that are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from sociogram.graph.claims.claim_table import MODALITY_CODES, ClaimTable
from sociogram.graph.claims.dependence import dependent_groups
from sociogram.graph.claims.encode import Encoded, encode
from sociogram.graph.claims.model import (
    NO_REASON,
    NO_VOICE,
    NOT_LIVE,
    REASONS,
    SURE,
    TEXT_NOT_READ,
    Claim,
    Conflict,
    Standing,
    Tie,
)
from sociogram.graph.claims.supports import Statement, conflict_between, conflicts_of, independent
from sociogram.graph.claims.texts import as_list, read_texts
from sociogram.graph.columns import BoolArray, IntArray
from sociogram.graph.columns.arrays import unique_inverse
from sociogram.graph.common.partial_date import first_day, last_day
from sociogram.graph.dataset import Table
from sociogram.graph.model import DISPUTED, MODALITIES

_STANDINGS: tuple[Standing, ...] = ("live", "draft", "retracted", "taken back")
_BATCH_SIZE = 1024
"""The number of ties whose objects are created together."""
_REASON_CODES = {reason: code for code, reason in enumerate(REASONS)}


def derive(
    relations: Table,
    sources: Table,
    relation_types: Table,
    authors: Mapping[str, str] | None = None,
    texts: Collection[str] = (),
) -> Claims:
    """Apply the rules to claims.

    Args:
        relations: one row per claim, with the columns of a data folder's relations; only ``source``,
            ``target`` and ``type`` are required. An unknown ``polarity``, ``modality`` or ``review`` counts
            as the default.
        sources: the sources of the claims; one without a row counts as read and has no author.
        relation_types: the types of the ties; one without a row is directed.
        authors: the actor who wrote each source, by the source's id.
        texts: further sources that have claims, which are not in ``relations``.

    Returns:
        The claims and their ties.
    """
    return Claims(relations, read_texts(sources, authors or {}), relation_types, texts)


class Claims(ClaimTable):
    """Claims and what follows from them. Created by ``derive``."""

    def standing_counts(self, weights: IntArray) -> dict[str, int]:
        """Return how many claims do not count, by standing; standings without claims are omitted.

        Args:
            weights: for each row, how many claims it stands for.
        """
        counts = np.bincount(self.standings, weights=weights, minlength=len(_STANDINGS)).tolist()
        return {
            name: int(count)
            for name, count in zip(_STANDINGS, counts, strict=True)
            if count and name != "live"
        }

    # ── supports ───────────────────────────────────────────────────────────────────────────────

    @cached_property
    def reasons(self) -> IntArray:
        """Why each claim adds no support, as a position in ``REASONS``; 0 if it does."""
        was_read = self.texts.array(lambda text: text is None or self.sources.was_read(text), np.bool_)
        has_voice = self.voices.array(lambda voice: voice is not None, np.bool_)
        reasons = np.zeros(len(self), dtype=np.int64)
        reasons[~has_voice] = _REASON_CODES[NO_VOICE]
        reasons[~was_read] = _REASON_CODES[TEXT_NOT_READ]
        reasons[~self.is_live] = _REASON_CODES[NOT_LIVE]
        for statements in self._together(np.flatnonzero(reasons == 0)):
            for row, reason in independent(statements, self.sources).items():
                reasons[row] = _REASON_CODES[reason]
        return reasons

    def _together(self, rows: IntArray) -> Iterator[list[Statement]]:
        """Yield the claims of one tie, polarity and modality that may depend on each other."""
        if not len(rows):
            return
        keys = (self.tie_numbers[rows] * len(MODALITIES) + self.modalities[rows]) * 2 + self.denies[rows]
        _, groups = unique_inverse(keys)
        dependent = dependent_groups(self, rows, groups)
        chosen = np.flatnonzero(dependent[groups])
        statements = self._statements(rows[chosen[np.argsort(groups[chosen], kind="stable")]])
        ends = np.cumsum(np.bincount(groups)[dependent]).tolist()
        for start, end in zip([0, *ends], ends, strict=False):
            yield statements[start:end]

    def _statements(self, rows: IntArray) -> list[Statement]:
        ids = self._relations.column("id").take(rows).to_list()
        columns = [column.take(rows) for column in (self.voices, self.via, self.texts, *self.documents)]
        return [
            Statement(row, str(claim_id or ""), str(voice), via, text, cited + more)
            for row, claim_id, voice, via, text, cited, more in zip(rows.tolist(), ids, *columns, strict=True)
        ]

    # ── ties ───────────────────────────────────────────────────────────────────────────────────

    @property
    def tie_count(self) -> int:
        """The number of ties."""
        return len(self._first_rows)

    def mask(self, polarity: str = "affirms", modality: str = "actual") -> BoolArray:
        """Return, for each tie, whether it has a live claim of a polarity and a modality."""
        return self.count(polarity, modality) > 0

    def count(
        self, polarity: str = "affirms", modality: str = "actual", *, supports: bool = False
    ) -> IntArray:
        """Return, for each tie, the number of its live claims, or of its independent supports."""
        chosen = self.is_live & (self.denies == (polarity == "denies"))
        chosen &= self.modalities == MODALITY_CODES[modality]
        if supports:
            chosen &= self.reasons == _REASON_CODES[NO_REASON]
        return np.bincount(self.tie_numbers[chosen], minlength=self.tie_count)

    @cached_property
    def affirmed(self) -> BoolArray:
        """For each tie, whether a live, actual claim affirms it."""
        return self.mask()

    @cached_property
    def denied(self) -> BoolArray:
        """For each tie, whether a live, actual claim denies it."""
        return self.mask("denies")

    @cached_property
    def disputed(self) -> BoolArray:
        """For each tie, whether different voices affirm and deny it for times that can overlap."""
        found = self.affirmed & self.denied & self._has_several_voices
        for tie in self.ties(found & self._is_dated):
            found[tie.number] = tie.is_disputed
        return found

    @cached_property
    def _has_several_voices(self) -> BoolArray:
        """For each tie, whether its live, actual claims have more than one voice."""
        rows = np.flatnonzero(self.is_live & (self.modalities == 0))
        ties, voices = self.tie_numbers[rows], self.voices.codes[rows]
        lowest = np.full(self.tie_count, len(self.voices.values))
        highest = np.full(self.tie_count, -1)
        np.minimum.at(lowest, ties, voices)
        np.maximum.at(highest, ties, voices)
        return lowest < highest

    @cached_property
    def _is_dated(self) -> BoolArray:
        """For each tie, whether one of its claims has a date; without dates, claims cannot differ in time."""
        dated = ~(
            self._relations.column("start_date").null_mask() & self._relations.column("end_date").null_mask()
        )
        return np.bincount(self.tie_numbers[dated], minlength=self.tie_count) > 0

    @cached_property
    def conflicting(self) -> BoolArray:
        """For each tie, whether it has conflicts, including proposed ones and those of one voice."""
        found = np.zeros(self.tie_count, dtype=np.bool_)
        for modality in MODALITIES:
            found |= self.mask("affirms", modality) & self.mask("denies", modality)
        for number in self._contradicted:
            found[number] = True
        return found

    def only(self, modality: str) -> BoolArray:
        """Return, for each tie, whether it is only, for example, planned: no actual claim affirms it."""
        return self.mask("affirms", modality) & ~self.affirmed

    @cached_property
    def support_counts(self) -> IntArray:
        """For each tie, the number of independent supports that affirm it."""
        return self.count(supports=True)

    @cached_property
    def called_disputed(self) -> BoolArray:
        """For each tie, whether a sheet calls it disputed: by its certainty, or by who contradicts it."""
        marked = self._columns["certainty"].array(lambda certainty: certainty == DISPUTED, np.bool_)
        marked |= ~self._relations.column("contradicted_by").null_mask()
        return np.bincount(self.tie_numbers[marked & self.is_live], minlength=self.tie_count) > 0

    @property
    def single_voice(self) -> BoolArray:
        """For each tie, whether exactly one independent support affirms it."""
        has_one: BoolArray = self.support_counts == 1
        return has_one

    @property
    def corroborated(self) -> BoolArray:
        """For each tie, whether two or more independent supports affirm it."""
        has_several: BoolArray = self.support_counts >= 2
        return has_several

    @cached_property
    def safe_to_print(self) -> BoolArray:
        """For each tie, whether two stated or reported supports affirm it and no claim denies it."""
        sure = self._columns["certainty"].array(lambda certainty: certainty in SURE, np.bool_)
        sure &= (self.reasons == _REASON_CODES[NO_REASON]) & ~self.denies & (self.modalities == 0)
        has_two: BoolArray = np.bincount(self.tie_numbers[sure], minlength=self.tie_count) >= 2
        return has_two & ~self.denied

    @cached_property
    def on_unread_alone(self) -> BoolArray:
        """For each tie, whether every claim that affirms it relays a document that nobody has read."""
        rows = [row for found in self.unread_documents().values() for row in found]
        unread = np.zeros(len(self), dtype=np.bool_)
        unread[rows] = True
        read = self.is_live & ~self.denies & (self.modalities == 0) & ~unread
        has_none: BoolArray = np.bincount(self.tie_numbers[read], minlength=self.tie_count) == 0
        return self.affirmed & has_none

    @cached_property
    def _contradicted(self) -> dict[int, list[tuple[int, int]]]:
        """Pairs of live claims that ``contradicts`` connects, by the tie of either claim.

        Omits claims of opposite polarity on the same tie: they conflict anyway.
        """
        found: dict[int, list[tuple[int, int]]] = {}
        column, rows_by_id = self._references("contradicts")
        seen: set[tuple[int, int]] = set()
        for row in np.flatnonzero(
            column.array(lambda ids: ids is not None, np.bool_) & self.is_live
        ).tolist():
            for claim_id in as_list(column.value(row)):
                other = rows_by_id.get(claim_id)
                if other is None or other == row or not self.is_live[other]:
                    continue
                ties = int(self.tie_numbers[row]), int(self.tie_numbers[other])
                pair = min(row, other), max(row, other)
                if pair in seen or (ties[0] == ties[1] and self._are_opposite(row, other)):
                    continue
                seen.add(pair)
                found.setdefault(ties[0], []).append((row, other))
                if ties[0] != ties[1]:
                    found.setdefault(ties[1], []).append((other, row))
        return found

    def _are_opposite(self, row: int, other: int) -> bool:
        """Return whether one of two claims of a tie affirms what the other denies."""
        return bool(self.denies[row] != self.denies[other] and self.modalities[row] == self.modalities[other])

    @cached_property
    def _rows_of_ties(self) -> tuple[IntArray, IntArray]:
        """The claims ordered by tie, and the offset of each tie among them."""
        order = np.argsort(self.tie_numbers, kind="stable")
        counts = np.bincount(self.tie_numbers, minlength=self.tie_count)
        return order, np.append(0, np.cumsum(counts))

    def rows_of(self, number: int) -> list[int]:
        """Return the rows of the claims of a tie."""
        order, starts = self._rows_of_ties
        rows: list[int] = order[starts[number] : starts[number + 1]].tolist()
        return rows

    def ties(self, mask: BoolArray | None = None) -> Iterator[Tie]:
        """Yield the ties, or those in a mask, in table order."""
        numbers = np.arange(self.tie_count) if mask is None else np.flatnonzero(mask)
        for begin in range(0, len(numbers), _BATCH_SIZE):
            yield from self._ties(numbers[begin : begin + _BATCH_SIZE])

    def tie(self, number: int) -> Tie:
        """Return a tie by its number."""
        (tie,) = self._ties(np.array([number]))
        return tie

    def _ties(self, numbers: IntArray) -> Iterator[Tie]:
        order, starts = self._rows_of_ties
        counts = starts[numbers + 1] - starts[numbers]
        offsets = np.cumsum(counts) - counts
        rows = order[np.repeat(starts[numbers] - offsets, counts) + np.arange(counts.sum())]
        is_listed = "listed" in self.__dict__  # share its objects, one for each claim
        claims = [self.listed[row] for row in rows.tolist()] if is_listed else self._claims(rows)
        firsts = self._first_rows[numbers]
        columns = [self._columns[name].take(firsts) for name in ("source", "type", "target")]
        directed, conflicting = self.is_directed[firsts].tolist(), self.conflicting[numbers].tolist()
        parts = zip(numbers.tolist(), offsets.tolist(), counts.tolist(), directed, conflicting, strict=True)
        for (number, offset, count, is_directed, has_conflicts), source, kind, target in zip(
            parts, *columns, strict=True
        ):
            own = tuple(claims[offset : offset + count])
            ends = [str(source), str(target)]
            start, end = ends if is_directed else sorted(ends)
            conflicts = self._conflicts(number, own) if has_conflicts else ()
            yield Tie(number, start, str(kind), end, is_directed, own, conflicts)

    def _conflicts(self, number: int, claims: Sequence[Claim]) -> tuple[Conflict, ...]:
        by_hand = [
            conflict_between(self.claim(row), self.claim(other), self.sources.root)
            for row, other in self._contradicted.get(number, ())
        ]
        return (*conflicts_of(claims, self.sources.root), *by_hand)

    @cached_property
    def listed(self) -> list[Claim]:
        """Every claim, each created once."""
        return self._claims(np.arange(len(self)))

    def claim(self, row: int) -> Claim:
        """Return a claim by its row."""
        (claim,) = self._claims(np.array([row]))
        return claim

    def _claims(self, rows: IntArray) -> list[Claim]:
        """Return the claims of some rows; each column is read once for all of them."""
        ids = self._relations.column("id")
        codes = (self.standings, self.denies, self.modalities, self.is_text_voice, self.reasons)
        encoded = (
            self._columns["certainty"],
            self.voices,
            self.via,
            self.texts,
            *self.documents,
            *self._days,
        )
        columns = [array[rows].tolist() for array in codes] + [column.take(rows) for column in encoded]
        found = []
        for row, *values in zip(rows.tolist(), *columns, strict=True):
            standing, denies, modality, is_text_voice, reason, certainty, voice, via, text, *dated = values
            cited, also_cited, first, start_due, last = dated
            claim_id = ids.value(row)
            claim = Claim(
                row=row,
                id=None if claim_id is None else str(claim_id),
                standing=_STANDINGS[standing],
                polarity="denies" if denies else "affirms",
                modality=MODALITIES[modality],
                certainty=None if certainty is None else str(certainty),
                voice=voice,
                is_text_voice=is_text_voice,
                via=via,
                text=text,
                cites=cited + also_cited,
                period=(first, last and last[0]),
                due=start_due if last is None else last[0],
                reason=REASONS[reason],
            )
            found.append(claim)
        return found

    @cached_property
    def _days(self) -> tuple[Encoded, Encoded, Encoded]:
        """Each claim's first day and the last days of its start date and, in a tuple, of an end date."""
        start, end = (encode(self._relations.column(name)) for name in ("start_date", "end_date"))
        last = end.map(lambda date: None if date is None else (last_day(date),))
        return start.map(first_day), start.map(last_day), last

    # ── other questions ────────────────────────────────────────────────────────────────────────

    def unread_documents(self) -> dict[str, list[int]]:
        """Return the documents that claims cite and nobody has read, with the rows of the live claims."""
        found: dict[str, list[int]] = {}
        given = self._columns["cites"].array(lambda cites: cites is not None, np.bool_)
        given |= self._columns["sources"].array(_is_several, np.bool_)
        for row in np.flatnonzero(given & self.is_live).tolist():
            for document in self._documents(row):
                found.setdefault(document, []).append(row)
        return dict(sorted(found.items()))


def _is_several(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) > 1
