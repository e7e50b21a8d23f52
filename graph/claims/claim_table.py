"""The relations table as arrays: who makes each claim, which tie it is about, and whether it counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any

import numpy as np

from sociogram.graph.claims.encode import Encoded, encode, numbered_by_first, rows_of
from sociogram.graph.claims.texts import Texts, as_list
from sociogram.graph.columns import BoolArray, IntArray
from sociogram.graph.columns.arrays import unique_inverse
from sociogram.graph.dataset import Table
from sociogram.graph.model import MODALITIES, is_directed

MODALITY_CODES = {modality: code for code, modality in enumerate(MODALITIES)}

_ENCODED = (
    "source",
    "target",
    "type",
    "polarity",
    "modality",
    "review",
    "claimed_by",
    "via",
    "certainty",
    "sources",
    "cites",
    "directed",
)
_REVIEW_CODES = {"draft": 1, "retracted": 2}
_TAKEN_BACK = 3


class ClaimTable:
    """Claims by row, and the ties that they are about, by number.

    Attributes:
        tie_numbers: the tie of each claim.
        standings: for each claim, a position in live, draft, retracted, taken back.
        denies: for each claim, whether it denies the tie.
        modalities: for each claim, a position in ``graph.model.MODALITIES``.
        voices: for each claim, who says it first: an actor, or the text if no actor is named.
        is_text_voice: for each claim, whether the voice is the text.
        texts: for each claim, the id of its text.
        is_directed: for each claim, whether it matters which end is the source.
        is_live: for each claim, whether it counts.
        sources: what is known about the sources.
    """

    def __init__(
        self, relations: Table, sources: Texts, relation_types: Table, texts: Collection[str] = ()
    ) -> None:
        self._relations = relations
        self._types = relation_types
        self.sources = sources
        self._columns = {name: encode(relations.column(name)) for name in _ENCODED}
        self.denies: BoolArray = self._coded("polarity", {"denies": 1}) == 1
        self.modalities = self._coded("modality", MODALITY_CODES)
        self.texts = self._columns["sources"].map(_first)
        self._text_ids = frozenset(text for text in self.texts.values if text is not None).union(texts)
        self.voices, self.is_text_voice = self._read_voices()
        self.is_directed = self._read_directions()
        self.tie_numbers, self._first_rows = self._number_ties()
        self.standings = self._read_standings()
        self.is_live: BoolArray = self.standings == 0

    def __len__(self) -> int:
        return len(self.tie_numbers)

    @property
    def ends(self) -> tuple[Encoded, Encoded]:
        """The source and the target of each claim, as its row gives them."""
        return self._columns["source"], self._columns["target"]

    @property
    def is_taken_back(self) -> BoolArray:
        """For each claim, whether a later claim of its own voice takes it back."""
        mask: BoolArray = self.standings == _TAKEN_BACK
        return mask

    @property
    def types(self) -> Encoded:
        """The relation type of each claim."""
        return self._columns["type"]

    @property
    def certainties(self) -> Encoded:
        """How the voice of each claim puts it."""
        return self._columns["certainty"]

    @property
    def charging(self) -> dict[str, str]:
        """The relation types whose claims can charge an end, and which end: its column, or ``both``."""
        names, ends = (self._types.column(name).to_list() for name in ("type", "charges"))
        return {name: str(end) for name, end in zip(names, ends, strict=True) if end is not None}

    @property
    def first_rows(self) -> IntArray:
        """The row of each tie's first claim."""
        return self._first_rows

    def column(self, name: str) -> Encoded:
        """Return a property of the claims, as codes into its distinct values."""
        encoded = self._columns.get(name)
        return encode(self._relations.column(name)) if encoded is None else encoded

    def actors(self) -> set[str]:
        """Return the actors of all claims: their ends, and those who make, relay or contradict them."""
        columns = (*self.ends, self.voices, self.via, encode(self._relations.column("contradicted_by")))
        return {actor for column in columns for value in column.values for actor in as_list(value)}

    @property
    def text_ids(self) -> frozenset[str]:
        """The ids of the texts that have claims."""
        return self._text_ids

    def _coded(self, name: str, codes: Mapping[str, int]) -> IntArray:
        """Return the code of each claim's value, ignoring case; 0 for an unknown value."""

        def code(value: Any) -> int:
            return codes.get(value, codes.get(value.casefold(), 0)) if isinstance(value, str) else 0

        return self._columns[name].array(code)

    def _read_voices(self) -> tuple[Encoded, BoolArray]:
        """Return the voice of each claim: the named actor, else the author of the text, else the text."""
        authors, names = self.sources.authors, self._columns["claimed_by"].map(_first)
        numbers: dict[Any, int] = {None: 0}
        named = names.numbered(numbers)
        by_text = self.texts.map(lambda text: authors.get(text, text)).numbered(numbers)
        has_author = self.texts.array(lambda text: text is None or text in authors, np.bool_)
        voices = Encoded(np.where(named == 0, by_text, named), list(numbers))
        return voices, (named == 0) & ~has_author

    def _read_directions(self) -> BoolArray:
        """Return, for each claim, whether its tie is directed: its type or its row can say that it is not."""
        names, directed = self._types.column("type").to_list(), self._types.column("directed").to_list()
        undirected = {name for name, value in zip(names, directed, strict=True) if not is_directed(value)}
        of_type = self._columns["type"].array(lambda name: name not in undirected, np.bool_)
        own = self._columns["directed"].array(is_directed, np.bool_)
        return of_type & own

    def _number_ties(self) -> tuple[IntArray, IntArray]:
        """Return the tie of each claim, numbered in order of first claims, and each tie's first claim."""
        if not len(self._relations):
            nothing = np.zeros(0, dtype=np.int64)
            return nothing, nothing
        numbers: dict[Any, int] = {}
        start = self._columns["source"].numbered(numbers)
        end = self._columns["target"].numbered(numbers)
        swapped = ~self.is_directed & (start > end)
        start, end = np.where(swapped, end, start), np.where(swapped, start, end)
        _, pairs = unique_inverse(start * np.int64(len(numbers)) + end)
        kind = self._columns["type"]
        keys = (pairs * np.int64(len(kind.values)) + kind.codes) * 2 + self.is_directed
        return numbered_by_first(keys)

    def _read_standings(self) -> IntArray:
        standings = self._coded("review", _REVIEW_CODES)
        superseding, rows_by_id = self._references("supersedes")
        for row in np.flatnonzero(superseding.array(_is_given, np.bool_) & (standings == 0)).tolist():
            for claim_id in as_list(superseding.value(row)):
                taken = rows_by_id.get(claim_id)
                # No voice can take back another voice's claim.
                if taken is not None and taken != row and self.voices.value(taken) == self.voices.value(row):
                    standings[taken] = standings[taken] or _TAKEN_BACK
        return standings

    def _references(self, name: str) -> tuple[Encoded, Mapping[str, int]]:
        """Return a column that names claims, and the rows of the claims that it names, by id."""
        column = encode(self._relations.column(name))
        named = {claim_id for value in column.values for claim_id in as_list(value)}
        return column, rows_of(self._relations.column("id"), named)

    @cached_property
    def rows_by_id(self) -> dict[str, int]:
        """The row of each claim that has an id."""
        ids = self._relations.column("id").to_list()
        return {str(claim_id): row for row, claim_id in enumerate(ids) if claim_id is not None}

    @cached_property
    def via(self) -> Encoded:
        """The actors who relay each claim, as tuples."""
        return self._columns["via"].map(lambda actors: tuple(as_list(actors)))

    @cached_property
    def documents(self) -> tuple[Encoded, Encoded]:
        """The unread documents that each claim cites, as tuples: from its ``cites`` and from its ``sources``.

        Of several sources in one cell, the first is the text; the others count as cited unless they were
        read.
        """
        return (
            self._columns["cites"].map(lambda cites: self._unread(as_list(cites))),
            self._columns["sources"].map(lambda sources: self._unread(as_list(sources)[1:])),
        )

    def _unread(self, sources: list[str]) -> tuple[str, ...]:
        is_unread = self.sources.is_unread_document
        return tuple(source for source in dict.fromkeys(sources) if is_unread(source, self._text_ids))

    def _documents(self, row: int) -> tuple[str, ...]:
        cited, also_cited = self.documents
        documents: tuple[str, ...] = cited.value(row) + also_cited.value(row)
        return documents

    def _value(self, name: str, row: int) -> Any:
        encoded = self._columns.get(name)
        return self._relations.column(name).value(row) if encoded is None else encoded.value(row)


def _is_given(value: Any) -> bool:
    return value is not None


def _first(value: Any) -> str | None:
    """Return the first of several values, or None."""
    return next(iter(as_list(value)), None)
