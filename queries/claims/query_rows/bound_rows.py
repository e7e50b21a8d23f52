"""The rows that a stored query receives as a parameter: ties, claims, conflicts … with their derived fields.

The header of a query requests them: ``Derived: $ties where disputed, with $actor first $top``. Filtering,
sorting and limiting happen before any row is created, so only the few ties that are shown become rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sociogram.graph.claims import Charge, Claim, Conflict, Tie
from sociogram.graph.claims.charges import charges_of
from sociogram.graph.claims.choosing import links_among, links_of_pairs, texts_of_actors
from sociogram.graph.columns import BoolArray
from sociogram.graph.common.partial_date import first_day
from sociogram.graph.common.text import did_you_mean, nearest
from sociogram.graph.errors import StoredQueryError
from sociogram.queries.claims.query_rows.additions import Addition, additions_of
from sociogram.queries.claims.query_rows.claim_selection import ClaimSelection, Filters, filter_value
from sociogram.queries.claims.query_rows.row_fields import Row, distinct, read_names, read_titles
from sociogram.queries.claims.query_rows.server_groups import PartReader
from sociogram.queries.claims.query_rows.server_parts import (
    NOTHING,
    Found,
    Mark,
    first_part,
    mark_of_charges,
    mark_of_conflicts,
    mark_of_documents,
    mark_of_plans,
    mark_of_text,
    mark_of_ties,
    marked_part,
)
from sociogram.queries.claims.read import StoredClaims, read_stored_claims
from sociogram.queries.claims.source_names import source_named
from sociogram.queries.run import run


class BoundRows(ClaimSelection):
    """Creates the rows of one query; see ``ClaimSelection`` for the arguments."""

    def rows(self, family: str, filters: Iterable[tuple[str, Any]], first: int | None) -> list[Row]:
        """Return the rows of a family.

        Args:
            family: one of ``families.FAMILIES``.
            filters: pairs of a mask's name and None, or of a filter's name and its value; a filter with None
                selects all rows.
            first: the maximum number of rows; None for all.

        Raises:
            LimitExceeded: there are more than ``families.MOST_ROWS``.
            StoredQueryError: a filter names a claim that does not exist.
            SourceError: a filter names a text that does not exist.
        """
        filters = list(filters)
        part = self._part_for(family, filters, first) if self._part is None else None
        return _FAMILIES[family](self if part is None else part, filters, first)

    def _part_for(self, family: str, filters: Filters, first: int | None) -> BoundRows | None:
        """Return the rows' own part of the claims: the ties of a few actors, or what a server has to send."""
        reader = PartReader(self._store, contradicting=family == "conflicts")
        if groups := self._groups_of(filters):
            return BoundRows(self._store, reader.between(groups), reader)
        if not self._store.is_remote:
            return None
        part = BoundRows(self._store, None, reader)._part_there(family, filters, first)
        return None if part is None else BoundRows(self._store, part, reader)

    def _groups_of(self, filters: Filters) -> list[list[str]]:
        """Return groups of nodes: the matches of each filter by an actor, each end of a filter's claim."""
        rule = self._store.actor_rule
        query = (
            f"MATCH {rule.pattern('e')} WHERE {rule.key('e')} = $key OR {rule.name('e')} = $key "
            f"WITH elementId(e) AS node, {rule.key('e')} = $key AS is_key ORDER BY is_key DESC "
            "WITH collect(node) AS nodes, collect(is_key) AS are_keys "
            "RETURN CASE WHEN are_keys[0] THEN nodes[0..1] ELSE nodes END"
        )
        of_claim = "MATCH (a)-[r]->(b) WHERE r.id = $key RETURN elementId(a), elementId(b)"
        groups = []
        for name, value in filters:
            if name == "with" and value is not None:
                groups += [nodes for (nodes,) in run(self._store, query, {"key": value})]
            elif name == "of_claim":
                groups += [[node] for ends in run(self._store, of_claim, {"key": value}) for node in ends]
        return groups

    # ── what a server has to send ──────────────────────────────────────────────────────────────

    def _part_there(self, family: str, filters: Filters, first: int | None) -> StoredClaims | None:
        """Read from a server the claims that decide the rows of a family; None if all claims do."""
        if family in ("documents", "plans", "additions"):
            return marked_part(self._reader, self._mark(family, filters))
        if filter_value(filters, "of_claim") is not None:  # no claim has this id
            return read_stored_claims(self._store, ("id",))
        mark = None if first is None or family == "actors" else self._mark(family, filters)

        def found_in(part: StoredClaims) -> Iterable[Found]:
            return BoundRows(self._store, part, self._reader)._found(family, filters)

        return None if mark is None or first is None else first_part(self._reader, mark, first, found_in)

    def _mark(self, family: str, filters: Filters) -> Mark | None:
        """Return what a claim meets that can decide a row; None if that is too long for a query."""
        if family == "documents":
            return mark_of_documents(self._reader)
        if family == "additions":
            text = filter_value(filters, "of_text")
            return NOTHING if text is None else mark_of_text(self._text(str(text)))
        if family == "charges":
            return mark_of_charges(self._store)
        if family == "conflicts":
            return mark_of_conflicts(self._reader, filters)
        return (mark_of_plans if family == "plans" else mark_of_ties)(self._store, filters)

    def _found(self, family: str, filters: Filters) -> Iterable[Found]:
        """Return the rows of a family, each as the actor that it is ordered by and rows of its claims."""
        if family == "charges":
            return [
                (charge.actor, charge.rows) for charge in self._unheard(filter_value(filters, "unheard_in"))
            ]
        if family == "conflicts":
            ties: Iterable[Tie] = (tie for tie, _ in self._found_conflicts(filters))
        else:
            ties = self._claims.ties(self._chosen(filters))
        return [(tie.source, [claim.row for claim in tie.claims]) for tie in ties]

    # ── ties and claims ────────────────────────────────────────────────────────────────────────

    def _ties(self, filters: Filters, first: int | None) -> list[Row]:
        chosen = self._first(self._in_order(self._chosen(filters)), first)
        ties = [self._claims.tie(number) for number in chosen.tolist()]
        self._maker.prepare(claim for tie in ties for claim in tie.claims)
        links = self._ties_between({claim.voice for tie in ties for claim in tie.live("affirms")})
        return [{**self._maker.tie(tie), "voices_tied_by": self._voices_tied_by(tie, links)} for tie in ties]

    def _claims_rows(self, filters: Filters, first: int | None) -> list[Row]:
        if any(name == "of_claim" for name, _ in filters):
            ties: list[Sequence[Claim]] = [self._one_claim(filter_value(filters, "of_claim"))]
        else:
            numbers = self._in_order(self._chosen(filters)).tolist()
            if first is not None:
                numbers = numbers[: max(first, 0)]  # each tie has a claim at least
            ties = [self._claims.tie(number).claims for number in numbers]
        claims = [claim for of_tie in ties for claim in of_tie]
        self._maker.prepare(claims if first is not None else self._first(claims, None))
        return self._first([row for of_tie in ties for row in self._maker.claims(of_tie)], first)

    def _one_claim(self, claim_id: str | None) -> list[Claim]:
        if claim_id is None:
            return []
        row = self._claims.rows_by_id.get(claim_id)
        if row is None:
            offer = did_you_mean(nearest(claim_id, self._claims.rows_by_id))
            raise StoredQueryError(f"There is no claim '{claim_id}'. {offer}".rstrip())
        return [self._claims.claim(row)]

    # ── ties between the voices ───────────────────────────────────────────────────────────────────

    def _ties_between(self, voices: set[str | None]) -> Mapping[frozenset[str], list[Tie]]:
        """Return the affirmed ties between voices, by their ends."""
        actors = {voice for voice in voices if voice is not None}
        return links_among(self._claims if self._part is None else self._reader.among(actors).claims, actors)

    def _voices_tied_by(self, tie: Tie, links: Mapping[frozenset[str], list[Tie]]) -> list[str]:
        """Return the ties between the affirming voices, such as "Ada LEADS the Mill"."""
        found = [
            f"{self._names.actor(link.source)} {link.type} {self._names.actor(link.target)}"
            for link in links_of_pairs(tie.voices(), links)
        ]
        return sorted(distinct(found))

    # ── conflicts, charges, documents, plans ───────────────────────────────────────────────────

    def _conflicts(self, filters: Filters, first: int | None) -> list[Row]:
        found = self._first(self._found_conflicts(filters), first)
        self._maker.prepare(
            claim for _, conflict in found for claim in (*conflict.affirming, *conflict.denying)
        )
        return [self._conflict(tie, conflict) for tie, conflict in found]

    def _found_conflicts(self, filters: Filters) -> list[tuple[Tie, Conflict]]:
        """Return the conflicts in the order of their ties, each once."""
        chosen = self._chosen(filters) & self._claims.conflicting
        numbers = self._in_order(chosen).tolist()
        found: list[tuple[Tie, Conflict]] = []
        seen: set[frozenset[int]] = set()
        for tie in map(self._claims.tie, numbers):
            for conflict in sorted(tie.conflicts, key=lambda one: (one.modality, one.is_coded)):
                rows = frozenset(claim.row for claim in (*conflict.affirming, *conflict.denying))
                if rows not in seen and not self._is_relayed_by_other(tie, conflict, chosen):
                    seen.add(rows)
                    found.append((tie, conflict))
        return found

    def _is_relayed_by_other(self, tie: Tie, conflict: Conflict, chosen: BoolArray) -> bool:
        """Return whether a conflict between two ties is already listed under the other tie."""
        first = int(self._claims.tie_numbers[conflict.affirming[0].row])
        return conflict.is_coded and first != tie.number and bool(chosen[first])

    def _conflict(self, tie: Tie, conflict: Conflict) -> Row:
        claims, against = (self._maker.claims(side) for side in (conflict.affirming, conflict.denying))
        return {
            "kind": conflict.kind,
            "is_coded": conflict.is_coded,
            "modality": conflict.modality,
            **self._ends(tie),
            "voices": self._maker.voices(conflict.affirming),
            "voices_against": self._maker.voices(conflict.denying),
            "claims": claims,
            "claims_against": against,
            "claim": claims[0] if claims else None,
        }

    def _charges(self, filters: Filters, first: int | None) -> list[Row]:
        charges = self._unheard(filter_value(filters, "unheard_in"))
        charges.sort(key=lambda one: (self._names.actor(one.actor), one.actor, one.text or ""))
        charges = self._first(charges, first)
        claims = {row: self._claims.claim(row) for charge in charges for row in charge.rows}
        self._maker.prepare(claims.values())
        return [
            {
                "actor": charge.actor,
                "actor_name": self._names.actor(charge.actor),
                "can_speak": charge.actor not in self._names.mute,
                "text": charge.text,
                "text_title": self._names.source(charge.text),
                "is_heard_here": charge.is_heard_here,
                "is_heard": charge.is_heard,
                "voices": self._maker.voices(claims[row] for row in charge.rows),
                "claims": self._maker.claims(claims[row] for row in charge.rows),
            }
            for charge in charges
        ]

    def _all_charges(self) -> list[Charge]:
        """Return the charges of the claims; whether their actors are heard is read from the whole graph."""
        if self._part is None:
            return charges_of(self._claims)
        actors = {charge.actor for charge in charges_of(self._claims)}
        return charges_of(self._claims, self._reader.heard(actors))

    def _unheard(self, scope: str | None) -> list[Charge]:
        """Return the charges against actors that can speak but are not heard in the text, or anywhere."""
        charges = self._all_charges()
        if scope is None:
            return charges
        charges = [charge for charge in charges if charge.actor not in self._names.mute]
        if scope == "text":
            return [charge for charge in charges if not charge.is_heard_here]
        rows: dict[str, list[int]] = {}
        for charge in charges:
            if not charge.is_heard:
                rows.setdefault(charge.actor, []).extend(charge.rows)
        return [Charge(actor, None, tuple(found), False, False) for actor, found in rows.items()]

    def _documents(self, _: Filters, first: int | None) -> list[Row]:
        documents = self._first(list(self._claims.unread_documents().items()), first)
        claims = {row: self._claims.claim(row) for _, rows in documents for row in rows}
        self._maker.prepare(claims.values())
        alone = self._claims.on_unread_alone
        numbers = self._claims.tie_numbers
        return [
            {
                "document": document,
                "document_title": self._names.source(document),
                "ties": len({int(numbers[row]) for row in rows}),
                "ties_on_unread_alone": len({int(numbers[row]) for row in rows if alone[numbers[row]]}),
                "texts": distinct(row["text_title"] for row in self._maker.claims(claims[r] for r in rows)),
                "claims": self._maker.claims(claims[row] for row in rows),
            }
            for document, rows in documents
        ]

    def _plans(self, filters: Filters, first: int | None) -> list[Row]:
        day = _day(filter_value(filters, "came_due")) if any(n == "came_due" for n, _ in filters) else None
        chosen = self._chosen(filters) & self._claims.mask("affirms", "planned")
        plans = [
            (tie, claim)
            for tie in map(self._claims.tie, self._in_order(chosen).tolist())
            for claim in tie.live("affirms", "planned")
            if day is None or self._came_due(tie, claim, day)
        ]
        plans.sort(key=lambda plan: (plan[1].due or "9999", *self._tie_key(plan[0])))
        plans = self._first(plans, first)
        self._maker.prepare(claim for tie, _ in plans for claim in tie.claims)
        return [
            {
                **self._maker.claim(claim),
                "is_affirmed_since": tie.is_affirmed_since(claim, self._claims.sources.dates),
                "denying_voices": self._maker.voices(tie.live("denies", "planned")),
                "denials": self._maker.claims(tie.live("denies", "planned")),
            }
            for tie, claim in plans
        ]

    def _came_due(self, tie: Tie, plan: Claim, day: str) -> bool:
        """Return whether a plan's period ended before a day and no later claim affirms it as done."""
        due = plan.due
        return due is not None and due < day and not tie.is_affirmed_since(plan, self._claims.sources.dates)

    # ── additions of a text; actors by number of texts ─────────────────────────────────────────────

    def _additions(self, filters: Filters, first: int | None) -> list[Row]:
        text = filter_value(filters, "of_text")
        if text is None:
            return []
        additions = list(additions_of(self._claims, self._text(str(text))))
        additions.sort(key=lambda one: (*self._tie_key(one.tie), one.polarity, one.modality))
        additions = self._first(additions, first)
        self._maker.prepare(claim for one in additions for claim in (*one.claims, *one.known))
        return [self._addition(one) for one in additions]

    def _addition(self, addition: Addition) -> Row:
        claims = self._maker.claims(addition.claims)
        return {
            "what": addition.what,
            "polarity": addition.polarity,
            "modality": addition.modality,
            **self._ends(addition.tie),
            "voices": self._maker.voices(addition.claims),
            "known_voices": self._maker.voices(addition.known),
            "claims": claims,
            "claim": claims[0] if claims else None,
        }

    def _text(self, wanted: str) -> str:
        """Return the id of a source, given its id or title."""
        texts = self._reader.texts if self._store.is_remote else self._claims.text_ids
        return source_named(wanted, {**dict.fromkeys(texts), **read_titles(self._store)})

    def _actors(self, filters: Filters, first: int | None) -> list[Row]:
        least = filter_value(filters, "in_texts") or 1
        is_remote = self._store.is_remote
        named = self._reader.texts_of_actors() if is_remote else texts_of_actors(self._claims)
        texts = {actor: found for actor, found in named.items() if len(found) >= least}
        if first is not None and 0 < first < len(texts):
            fewest = sorted(map(len, texts.values()), reverse=True)[first - 1]
            texts = {actor: found for actor, found in texts.items() if len(found) >= fewest}
        names = read_names(self._store, texts)
        ordered = sorted(texts, key=lambda actor: (-len(texts[actor]), names.actor(actor), actor))
        return [
            {
                "actor": actor,
                "actor_name": names.actor(actor),
                "texts": sorted(texts[actor]),
                "text_titles": sorted(str(names.source(text)) for text in texts[actor]),
            }
            for actor in self._first(ordered, first)
        ]


def _day(value: Any) -> str:
    """Return the first day of a date; None means today."""
    day = first_day(date.today().isoformat() if value is None else value)
    if day is None:
        raise StoredQueryError(f"'{value}' is not a date. Write a day, a month or a year, as in 2024-03-01.")
    return day


_FAMILIES: Mapping[str, Callable[[BoundRows, Filters, int | None], list[Row]]] = {
    "ties": BoundRows._ties,
    "claims": BoundRows._claims_rows,
    "conflicts": BoundRows._conflicts,
    "charges": BoundRows._charges,
    "documents": BoundRows._documents,
    "plans": BoundRows._plans,
    "additions": BoundRows._additions,
    "actors": BoundRows._actors,
}
