"""What a server finds out about all claims by grouping them: few rows for a million claims."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache, cached_property

from sociogram.graph.claims.charges import voices_of_texts
from sociogram.graph.claims.texts import read_texts
from sociogram.graph.dataset import Table, table_of_rows
from sociogram.graph.model import MODALITIES
from sociogram.graph.store import GraphStore
from sociogram.queries.claims.conditions import CONDITION_KEYS, counts
from sociogram.queries.claims.read import claims_of_table, read_sources, taken_back
from sociogram.queries.claims.read_ties import TieReader
from sociogram.queries.run import run

_VOICE = "toStringOrNull(([] + r.claimed_by)[0])"
_TEXT = "toStringOrNull(([] + r.sources)[0])"


class PartReader(TieReader):
    """Reads parts of the claims of a server, and what it finds out about the others; each once."""

    def __init__(self, store: GraphStore, *, contradicting: bool = False) -> None:
        super().__init__(store, contradicting=contradicting)
        self._heard: dict[str, set[tuple[str | None, str | None]]] = {}

    def heard(self, actors: Collection[str]) -> set[tuple[str | None, str | None]]:
        """Return which of some actors are voices of live claims, each with the texts in which it speaks."""
        new = [actor for actor in actors if actor not in self._heard]
        self._heard.update({actor: set() for actor in new})
        if speaking := self._voices.intersection(new):
            for voice, text in self._read_heard(speaking):
                self._heard[str(voice)].add((voice, text))
        return {one for actor in actors for one in self._heard[actor]}

    def texts_of_actors(self) -> dict[str, set[str]]:
        """Return the texts in which live claims name each actor, as ``choosing.texts_of_actors`` does."""
        if "sources" not in self._known:
            return {}
        query = (
            f"MATCH {self.a} RETURN {self.rule.key('a')}, "
            f"[(a)-[r]-{self.rule.pattern('')} WHERE {self._is_live} | {_TEXT}]"
        )
        sources = read_texts(self._sources, {})

        @cache
        def root(text: str | None) -> str | None:
            return None if text is None or not sources.was_read(text) else sources.root(text)

        found: dict[str, set[str]] = {}
        for actor, texts in run(self.store, query, {"taken_back": self._taken_back}).stream():
            if roots := set(filter(None, map(root, texts))):
                found.setdefault(str(actor), set()).update(roots)
        return found

    def _read_heard(self, actors: Collection[str]) -> Iterator[tuple[str | None, str | None]]:
        """Yield some voices with the texts in which they speak."""
        texts = sorted(text for text, author in self._authors_of_texts.items() if author in actors)
        names = [name for name in ("claimed_by", "sources") if name in self._known]
        speaks = [f"{_VOICE} IN $actors"] * ("claimed_by" in self._known)
        if "sources" in self._known:
            speaks.append(" AND ".join([*[f"{_VOICE} IS NULL"] * len(speaks), f"{_TEXT} IN $texts"]))
        query = (
            f"MATCH {self.a}-[r]->{self.b} WHERE {' OR '.join(speaks)} WITH r WHERE {self._is_live} "
            f"RETURN DISTINCT {', '.join(f'r.{name}' for name in names)}"
        )
        given = {"actors": sorted(actors), "texts": texts, "taken_back": self._taken_back}
        rows = [("", "", "", *row) for row in run(self.store, query, given).stream()]
        spoken = table_of_rows(("source", "target", "type", *names), rows)
        found = voices_of_texts(claims_of_table(self.store, spoken, self._sources, Table()))
        return (one for one in found if one[0] in actors)

    @cached_property
    def _voices(self) -> set[str]:
        """The actors who may be voices: those whom claims name, and authors."""
        named = (
            run(self.store, f"MATCH ()-[r]->() RETURN DISTINCT {_VOICE} AS voice")
            if "claimed_by" in self._known
            else ()
        )
        return {str(voice) for (voice,) in named if voice is not None} | set(self._authors_of_texts.values())

    @cached_property
    def _known(self) -> set[str]:
        return self.store.property_keys(("claimed_by", "sources", *CONDITION_KEYS))

    @cached_property
    def _sources(self) -> Table:
        return read_sources(self.store)

    @cached_property
    def _authors_of_texts(self) -> dict[str, str]:
        return self.authors.of(self._sources)

    @cached_property
    def _taken_back(self) -> list[str]:
        return sorted(taken_back(self.store))

    @property
    def _is_live(self) -> str:
        """The condition that a claim is live, whatever it says."""
        condition = counts("r", including=("denied", *MODALITIES[1:]), keys=self._known)
        return f"{condition} AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)"
