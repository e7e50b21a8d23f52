"""The claims of a part of a graph as plain data: their sentences, their kinds, and what follows for each tie.

The rules are those of ``graph.claims``, the words those of ``queries.claims``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sociogram.graph.claims import Claim, Claims, Conflict, Tie, derive
from sociogram.graph.claims.choosing import links_among
from sociogram.graph.claims.model import NO_VOICE, NOT_LIVE
from sociogram.graph.columns import Column, column_of
from sociogram.graph.common.partial_date import first_day, last_day
from sociogram.graph.dataset import LIST_FIELDS, Table
from sociogram.graph.model import MODALITIES, Node, Relationship, is_directed
from sociogram.queries.claims.read import CLAIM_PROPERTIES
from sociogram.queries.claims.wording.clauses import TypeWords, heading
from sociogram.queries.claims.wording.support import Links, support_words
from sociogram.queries.claims.wording.wording import WORDED_PROPERTIES, Wording
from sociogram.viz.picture.plain import Plain, cells_of, more_of, without_empty
from sociogram.viz.picture.style import CLAIM_KINDS, certainty_rank, line_of
from sociogram.viz.text import as_text, as_texts, web_link

_TEXTS = (
    "polarity",
    "modality",
    "start_date",
    "end_date",
    "claimed_by",
    "certainty",
    "review",
    "id",
    "role",
    "paragraph",
)
_LISTS = (*LIST_FIELDS, "supersedes", "contradicted_by")
_AS_WRITTEN = (
    "polarity",
    "modality",
    "claimed_by",
    "via",
    "about",
    "contradicts",
    "contradicted_by",
    "supersedes",
    "review",
    "directed",
)
"""Columns that files saved from the page repeat unchanged; on the page, sentences express them."""
_SHOWN = frozenset(
    {*_AS_WRITTEN, *WORDED_PROPERTIES, *CLAIM_PROPERTIES, "quote", "mention", "summary", "type"}
    - {"date_certainty"}
)
_FIELDS_OF_SOURCE = ("title", "author", "publisher", "date", "url", "archived_url", "language")
_SHOWN_OF_SOURCE = frozenset({"id", "read", *_FIELDS_OF_SOURCE})
_CONFLICTS = {
    "between texts": "Texts contradict each other",
    "within a text": "Voices in one text contradict each other",
    "one voice": "One voice affirms and denies it",
    "proposed": "Affirmed and denied for different times",
}


def kind_of(claim: Claim) -> str:
    """Return the kind of a claim, a key of ``CLAIM_KINDS``: a denied plan is not a denied act."""
    if claim.standing != "live":
        return claim.standing
    if claim.polarity == "denies" and claim.modality != "demanded":
        return "denied" if claim.modality == "actual" else "plan denied"
    return "affirmed" if claim.modality == "actual" else claim.modality


def claims_of(
    relationships: Sequence[Relationship], ends: Mapping[str, str], wording: Wording
) -> tuple[Claims, list[Plain]]:
    """Apply the rules to relationships; also return the properties that the rules and the wording read.

    Args:
        relationships: the claims.
        ends: the ids of actors, by the store's own identifiers of their nodes.
        wording: holds the sources and the relation types.
    """
    rows = [
        _properties(claim) | {"source": ends[claim.start], "target": ends[claim.end], "type": claim.type}
        for claim in relationships
    ]
    names = ("source", "target", "type", *CLAIM_PROPERTIES)
    columns: dict[str, Column] = {name: column_of([row.get(name) for row in rows]) for name in names}
    sources = _table(wording.sources.values(), ("id", "read", "copy_of", "translation_of", "date"))
    types = _table(wording.relation_types.values(), ("type", "directed", "charges"))
    return derive(Table(len(rows), columns), sources, types, wording.authors), rows


def _properties(claim: Relationship) -> Plain:
    """Return a claim's properties as texts and lists of texts, whatever types of values the graph holds."""
    given = claim.properties
    texts = {name: as_text(given[name]).strip() for name in _TEXTS if name in given}
    lists = {name: as_texts(given[name]) for name in _LISTS if name in given}
    other = {name: given[name] for name in ("directed", "date_certainty") if name in given}
    return {name: value for name, value in {**texts, **lists, **other}.items() if value not in ("", [], None)}


def _table(nodes: Iterable[Node], names: Sequence[str]) -> Table:
    rows = list(nodes)
    columns = {name: column_of([as_text(node.get(name)) or None for node in rows]) for name in names}
    return Table(len(rows), columns)


class ClaimWriter:
    """Writes claims and ties as plain data, and collects the voices, sources and dates that they name.

    Args:
        keys: the ids of the drawn actors, each once, in their order.
        wording: puts claims into words; it knows the drawn actors.

    Attributes:
        claims: one for each relationship.
        ties: what the claims are about; their ends are positions among the actors.
        types: the relation types, most ties first.
        kinds: the kinds of the claims.
        certainties: their certainties, the firmest first.
        claimants: their first voices, those with the most claims first.
        texts: the sources that they come from, those with the most claims first.
        sources: all sources that they name.
        derived: the claims after the rules have been applied.
    """

    derived: Claims

    def __init__(self, keys: Sequence[str], wording: Wording) -> None:
        self.wording = wording
        self.claims: list[Plain] = []
        self.ties: list[Plain] = []
        self.types: list[Plain] = []
        self.kinds: list[Plain] = []
        self.certainties: list[Plain] = []
        self.claimants: list[Plain] = []
        self.texts: list[Plain] = []
        self.sources: list[Plain] = []
        self._keys = list(keys)
        self._actors = {key: position for position, key in enumerate(keys)}
        self._source_positions: dict[str, int] = {}

    def write(
        self,
        relationships: Sequence[Relationship],
        positions: Mapping[str, int],
        later: Iterable[Relationship] = (),
        links: Links | None = None,
    ) -> None:
        """Write claims and their ties.

        Args:
            relationships: the claims, in their order.
            positions: the positions of the actors, by the store's own identifiers of their nodes.
            later: claims that are not drawn and take back some that are.
            links: the affirmed ties between voices; by default, those among these claims.
        """
        drawn = {relationship.id for relationship in relationships}
        beside = [claim for claim in later if claim.id not in drawn]
        ends = {end: end for claim in beside for end in (claim.start, claim.end)}
        ends |= {node: self._keys[position] for node, position in positions.items()}
        claims, rows = claims_of([*relationships, *beside], ends, self.wording)
        self.derived = claims
        read = claims.listed[: len(relationships)]
        for claim, row, relationship in zip(read, rows, relationships, strict=False):
            plain = self._written(claim, row, relationship)
            plain |= {"a": positions[relationship.start], "b": positions[relationship.end]}
            self.claims.append(plain)
        self._write_ties(claims, relationships, links)
        self._write_types(relationships, read)
        self._list_kinds(read)
        self._list_certainties(read)
        self._list_claimants(read)
        self._list_sources(claims, read)

    def _written(self, claim: Claim, row: Plain, relationship: Relationship) -> Plain:
        start, end = row.get("start_date", ""), row.get("end_date", "")
        if not end and self.wording.type_words(relationship.type).lasts is False:
            end = start  # an event ends on its day
        # the sentence itself says that nobody is named, or that the claim does not count
        counts = claim.is_support or claim.reason in (NO_VOICE, NOT_LIVE)
        given = relationship.properties
        written = {name: as_text(given[name]) for name in _AS_WRITTEN if name in given}
        return without_empty(
            {
                "id": row.get("id") or relationship.id,
                "nameless": None if row.get("id") else True,  # its id is the store's, not the data's
                "says": as_text(
                    self.wording.sentence(claim, row["source"], relationship.type, row["target"], row)
                ),
                "role": row.get("role"),
                "start": row.get("start_date"),
                "end": row.get("end_date"),
                "when": as_text(self.wording.period(claim, relationship.type, row)),
                "first": first_day(start),
                "last": last_day(end),
                "within": row.get("date_certainty") == "within" or None,
                "paragraph": row.get("paragraph"),
                "sources": [self._source(source) for source in row.get("sources", ())],
                "cites": [self._source(source) for source in row.get("cites", ())],
                "via": [as_text(self.wording.name(actor)) for actor in claim.via],
                "why": "" if counts else claim.reason,
                "quote": as_text(relationship.get("quote")),
                "mention": as_text(relationship.get("mention")),
                "summary": as_text(relationship.get("summary")),
                "columns": without_empty(written),
                "more": more_of(relationship.properties, _SHOWN),
            }
        )

    def _source(self, key: str) -> int:
        position = self._source_positions.get(key)
        if position is None:
            position = self._source_positions[key] = len(self.sources)
            node = self.wording.sources.get(key)
            entry: Plain = {name: as_text(node.get(name)) for name in _FIELDS_OF_SOURCE} if node else {}
            entry |= {"id": key, "link": web_link(entry.get("url") or key) or ""}
            entry |= {"more": more_of(node.properties, _SHOWN_OF_SOURCE) if node else {}}
            self.sources.append(without_empty(entry))
        return position

    def _write_ties(self, claims: Claims, relationships: Sequence[Relationship], links: Links | None) -> None:
        count = len(relationships)
        if links is None:
            links = links_among(claims, {str(voice) for voice in claims.voices.values if voice is not None})
        for tie in claims.ties():
            rows = [claim.row for claim in tie.claims if claim.row < count]
            if not rows:
                continue
            first = self.claims[rows[0]]
            for row in rows:
                self.claims[row]["tie"] = len(self.ties)
            conflicts = [self._conflict(tie, conflict, count) for conflict in tie.conflicts]
            self.ties.append(
                without_empty(
                    {
                        "undirected": None if tie.is_directed else True,
                        "disputed": tie.is_disputed or None,
                        "contested": [*filter(tie.is_disputed_as, MODALITIES[1:])] if tie.conflicts else None,
                        "support": self._support(tie, links),
                        "independent": _independent(tie) or None,
                        "conflicts": [conflict for conflict in conflicts if conflict],
                        "verbs": self._own_verbs(tie, relationships[rows[0]], (first["a"], first["b"])),
                    }
                )
                | {"a": first["a"], "b": first["b"], "claims": rows, "name": relationships[rows[0]].type}
            )

    def _own_verbs(self, tie: Tie, claim: Relationship, ends: tuple[int, int]) -> Plain:
        """Return the verbs of a tie, by modality, if they differ from its type's, as for plural ends."""
        plural = tuple(self._keys[end] in self.wording.plurals for end in ends)
        if tie.is_directed and not any(plural):
            return {}
        words = self.wording.type_words(claim.type, claim.properties)
        verbs = _verbs(words, plural)
        return {} if verbs == _verbs(self.wording.type_words(claim.type)) else verbs

    def _support(self, tie: Tie, links: Links) -> str:
        """Return what supports the tie, in words; empty for a tie of a single live claim."""
        if sum(claim.standing == "live" for claim in tie.claims) < 2:
            return ""
        first = _first_live(tie)
        if first is None:
            return ""
        kind = {"polarity": first.polarity, "modality": first.modality}
        return as_text(support_words(self.wording, tie, **kind, links=links))

    def _conflict(self, tie: Tie, conflict: Conflict, count: int) -> Plain:
        """Return a conflict in words, with its claims about other ties."""
        own = {claim.row for claim in tie.claims}
        others = [claim.row for claim in conflict.denying if claim.row not in own and claim.row < count]
        modality = "" if conflict.modality == "actual" else f" ({conflict.modality})"
        return without_empty({"words": f"{_CONFLICTS[conflict.kind]}{modality}", "claims": others})

    def _write_types(self, relationships: Sequence[Relationship], claims: Sequence[Claim]) -> None:
        counts = Counter(tie["name"] for tie in self.ties)
        modalities = {(row.type, claim.modality) for row, claim in zip(relationships, claims, strict=True)}
        order = sorted(counts, key=lambda name: (-counts[name], name))
        for name in order:
            words = self.wording.type_words(name)
            known = self.wording.relation_types.get(name)
            plain = " ".join(as_text(name).replace("_", " ").split()).lower() or "is tied to"
            modal = {
                modality: verbs
                for modality, verbs in _verbs(words).items()
                if modality != "actual"
                and (name, modality) in modalities
                and (words.infinitive or words.infinitive_backward)
            }
            self.types.append(
                without_empty(
                    {
                        "title": as_text(words.forward) or plain,
                        "modal": modal,
                        "description": as_text(known.get("description")) if known else "",
                        "columns": cells_of(known) if known else {},
                    }
                )
                | {
                    "name": as_text(name),
                    "words": as_text(words.phrase(forward=True)),
                    "backward": as_text(words.phrase(forward=False)),
                    "directed": is_directed(known.get("directed")) if known else True,
                    "count": counts[name],
                }
            )
        number = {name: position for position, name in enumerate(order)}
        for tie in self.ties:
            tie["type"] = number[tie.pop("name")]

    def _list_kinds(self, claims: Sequence[Claim]) -> None:
        kinds = [kind_of(claim) for claim in claims]
        counts = Counter(kinds)
        order = [key for key in CLAIM_KINDS if counts[key]]
        for key in order:
            known = CLAIM_KINDS[key]
            entry = {"key": key, "name": known.name, "meaning": known.meaning, "count": counts[key]}
            self.kinds.append(entry | ({} if known.shown else {"hidden": True}))
        for plain, kind in zip(self.claims, kinds, strict=True):
            plain["kind"] = order.index(kind)

    def _list_certainties(self, claims: Sequence[Claim]) -> None:
        keys = [as_text(claim.certainty).strip().lower() for claim in claims]
        self.certainties = certainties_of(keys)
        order = {entry["key"]: position for position, entry in enumerate(self.certainties)}
        for plain, key in zip(self.claims, keys, strict=True):
            plain["certainty"] = order[key]

    def _list_claimants(self, claims: Sequence[Claim]) -> None:
        """List the first voices; claims without one come last."""
        voices = {claim.voice: claim for claim in claims}
        counts = Counter(claim.voice for claim in claims)
        entries = {key: self._voice(claim) | {"count": counts[key]} for key, claim in voices.items()}
        order = sorted(
            entries, key=lambda key: (key is None, -counts[key], entries[key].get("name", ""), str(key))
        )
        self.claimants = [entries[key] for key in order]
        number = {key: position for position, key in enumerate(order)}
        for plain, claim in zip(self.claims, claims, strict=True):
            plain["claimant"] = number[claim.voice]

    def _voice(self, claim: Claim) -> Plain:
        actor = None if claim.is_text_voice or claim.voice is None else self._actors.get(claim.voice)
        return without_empty({"name": as_text(self.wording.voice(claim)), "id": claim.voice, "actor": actor})

    def _list_sources(self, claims: Claims, read: Sequence[Claim]) -> None:
        """List the texts that claims come from, and record whether each source was read, if known."""
        texts = Counter(claim.text for claim in read)
        order = sorted(texts, key=lambda text: (text is None, -texts[text], str(text)))
        self.texts = [
            without_empty({"source": self._source_positions.get(text or "")}) | {"count": texts[text]}
            for text in order
        ]
        number = {text: position for position, text in enumerate(order)}
        for plain, claim in zip(self.claims, read, strict=True):
            plain["text"] = number[claim.text]
        for key, position in self._source_positions.items():
            if key in claims.sources.is_read:
                self.sources[position]["read"] = claims.sources.is_read[key]


def _first_live(tie: Tie) -> Claim | None:
    """Return the first live claim of a tie: affirmations before denials, actual claims before plans."""
    live = (claim for claim in tie.claims if claim.standing == "live")
    return min(live, key=lambda one: (one.polarity == "denies", MODALITIES.index(one.modality)), default=None)


def _verbs(words: TypeWords, plural: Sequence[bool] = (False, False)) -> dict[str, list[str]]:
    """Return the verbs from the source and from the target, by modality; other modalities have the first."""
    return {
        modality: [
            as_text(heading(words, modality, forward=forward, plural=many)[1])
            for forward, many in zip((True, False), plural, strict=True)
        ]
        for modality in MODALITIES[:3]
    }


def _independent(tie: Tie) -> int:
    """Return the number of independent supports with the polarity and modality of the first live claim."""
    first = _first_live(tie)
    return 0 if first is None else len(tie.supports(first.polarity, first.modality))


def certainties_of(certainties: Iterable[str]) -> list[Plain]:
    """List the certainties that occur, the firmest first, each with its line style and its count."""
    counts = Counter(certainties)
    entries: list[Plain] = []
    for key in sorted(counts, key=certainty_rank):
        line = line_of(key)
        entry = {"key": key, "name": line.name, "meaning": line.meaning, "count": counts[key]}
        entries.append(entry | {"width": line.width, "dashes": list(line.dashes)})
    return entries
