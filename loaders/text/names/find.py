"""Finds the actors that a text may name, without a model: known names, then runs of capitalised words.

    paragraphs → words → runs of capitals → candidates (evidence from all paragraphs) → mentions

A capital means little at the beginning of a sentence, or if every word has one. Such a run counts only if the
rest of the text or its own form supports it. Doubtful cases are reported, not decided.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from sociogram.graph.common.text import clean
from sociogram.loaders.text.languages import Language
from sociogram.loaders.text.names.evidence import Evidence
from sociogram.loaders.text.names.found import Candidate, Found, Remark, either, grouped
from sociogram.loaders.text.names.matching import Actor, Mention, NameIndex
from sociogram.loaders.text.names.runs import Run, has_kind, kind_of, runs_of
from sociogram.loaders.text.names.short_forms import Key, ShortForms
from sociogram.loaders.text.names.spelling import Spellings
from sociogram.loaders.text.words import words_of

_LONGEST_PERSON = 5
_SHORTEST_GENITIVE = 3


def find_names(
    paragraphs: Sequence[str],
    language: Language,
    known: Iterable[Actor] = (),
    *,
    new_id: Callable[[str], str],
) -> Found:
    """Return the actors that a text may name.

    Args:
        paragraphs: the text, as ``paragraphs_of`` splits it.
        language: the word lists of its language.
        known: existing actors; they are found by name and alias, also in lower case.
        new_id: returns the id for the name of a new actor.
    """
    return _Finder(paragraphs, language, tuple(known), new_id).found()


class _Finder:
    def __init__(
        self,
        paragraphs: Sequence[str],
        language: Language,
        known: tuple[Actor, ...],
        new_id: Callable[[str], str],
    ) -> None:
        self.language = language
        self.known = known
        self.new_id = new_id
        self.paragraphs = list(paragraphs)
        self.words = [words_of(paragraph, language) for paragraph in paragraphs]
        self.evidence = Evidence(self.words, language)
        self.remarks: list[Remark] = []
        self.resolved: dict[Key, str] = {}
        self.acronyms: list[tuple[Candidate, Candidate]] = []
        self.also_called: list[tuple[Candidate, Candidate]] = []

    def found(self) -> Found:
        candidates = self._accepted()
        candidates = self._without_endings(candidates)
        self._join_acronyms(candidates)
        self.remarks += ShortForms(
            candidates, self.known, language=self.language, resolved=self.resolved
        ).join()
        self._type(candidates)
        new = self._actors(candidates)
        self._propose(candidates, new)
        return Found(
            tuple(new.values()),
            tuple(self._mentions(list(new.values()))),
            grouped(self.remarks),
        )

    # ── candidates ─────────────────────────────────────────────────────────────────────────────

    def _accepted(self) -> dict[Key, Candidate]:
        """Return the names that the text supports and that are not part of a known actor's name."""
        index = NameIndex(self.known, self.language)
        runs = self._runs(index)
        strong = {run.key for _, run, _ in runs if not run.opens}
        strong_words = {word for _, run, _ in runs for word in run.key[int(run.opens) :]}
        candidates: dict[Key, Candidate] = {}
        followers: dict[tuple[int, int], Candidate] = {}
        others: dict[tuple[int, int], Candidate] = {}
        for number, run, covered in runs:
            accepted = self.evidence.accepted(run, strong, strong_words)
            if accepted is None:
                continue
            name = accepted.text(self.paragraphs[number - 1])
            candidate = candidates.setdefault(accepted.key, Candidate(accepted.key, name))
            candidate.add([(number, accepted)])
            candidate.is_person |= accepted.has_title
            before = followers.pop((number, accepted.start), None)
            if before is not None:
                self.acronyms.append((before, candidate))
            if accepted.follower >= 0:
                followers[number, accepted.follower] = candidate
            same = others.pop((number, accepted.start), None)
            if same is not None:
                self.also_called.append((same, candidate))
            if accepted.alias >= 0:
                others[number, accepted.alias] = candidate
            if accepted.key in index or self._is_covered(accepted, covered):
                self.resolved.setdefault(accepted.key, "")
        return candidates

    def _is_covered(self, run: Run, covered: set[int]) -> bool:
        """Return whether the names of known actors contain all of a name."""
        names = [word for word in run.words if word.is_capitalised]
        if len(names) > 1 and names[0].folded in self.evidence.adjectives:
            names = names[1:]
        return all(word.start in covered for word in names)

    def _runs(self, index: NameIndex) -> list[tuple[int, Run, set[int]]]:
        """Return the runs of words that may be names, with their paragraph and the starts of known names."""
        runs: list[tuple[int, Run, set[int]]] = []
        for number, (words, paragraph) in enumerate(zip(self.words, self.paragraphs, strict=True), 1):
            if self.evidence.is_all_capitals(words):
                message = "Everything is in capitals, so that only known names are found there."
                self.remarks.append(Remark((number,), message))
                continue
            if self.evidence.is_title_case(words, paragraph):
                continue
            mentions = index.mentions(words, paragraph)
            covered = {
                words[at].start for mention in mentions for at in range(mention.first, mention.last + 1)
            }
            shaped = (self.evidence.shaped(run, words) for run in runs_of(words, paragraph, self.language))
            runs += [(number, run, covered) for run in shaped if run is not None]
        return runs

    # ── joining ────────────────────────────────────────────────────────────────────────────────

    def _without_endings(self, candidates: dict[Key, Candidate]) -> dict[Key, Candidate]:
        """Merge a genitive into its name: "Washingtons" if the text has "Washington"."""
        if not self.language.compounds:
            return candidates
        tails = {key[-length:] for key in candidates for length in range(1, len(key) + 1)}
        for key in list(candidates):
            base = (*key[:-1], key[-1][:-1])
            if key[-1].endswith("s") and len(base[-1]) >= _SHORTEST_GENITIVE:
                if base in candidates:
                    self._merge(candidates, base, key)
                elif base in tails:
                    genitive = candidates.pop(key)
                    candidates[base] = Candidate(base, genitive.name[:-1])
                    candidates[base].add(genitive.runs)
            stem = (key[0][:-1], *key[1:])
            if len(key) > 1 and key[0][-1:] in "nrsm" and key in candidates and stem in candidates:
                candidates[stem].aliases.append(candidates[key].name)  # "Neuen Halder Zeitung"
                self._merge(candidates, stem, key)
        return candidates

    def _merge(self, candidates: dict[Key, Candidate], key: Key, other: Key) -> None:
        candidates[key].add(candidates.pop(other).runs)
        candidates[key].runs.sort(key=lambda one: one[0])
        self.resolved.pop(other, None)

    def _join_acronyms(self, candidates: dict[Key, Candidate]) -> None:
        """Join "Southern Command (SOUTHCOM)" if the letters or a word such as "commission" support it.

        "Maud Tirel, alias la Louve" is always joined.
        """
        for one, other in self.acronyms:
            long, short = (other, one) if len(one.words) == 1 else (one, other)
            if len(short.words) != 1 or not short.words[0].text.isupper() or len(long.words) < 2:
                continue
            if any(c.key not in candidates or c.key in self.resolved for c in (long, short)):
                continue
            tails = (long.key[at:] for at in range(len(long.key)))
            if has_kind(long.words, self.language) or any(_abbreviates(short.name, tail) for tail in tails):
                self._make_alias(candidates, long, short)
        for name, other in self.also_called:
            if all(c.key in candidates and c.key not in self.resolved for c in (name, other)):
                self._make_alias(candidates, name, other)

    def _make_alias(self, candidates: dict[Key, Candidate], long: Candidate, short: Candidate) -> None:
        """Turn a candidate into an alias of another."""
        if long is not short:
            long.aliases += [short.name, *short.aliases]
            long.add(candidates.pop(short.key).runs)

    # ── results ────────────────────────────────────────────────────────────────────────────────

    def _type(self, candidates: dict[Key, Candidate]) -> None:
        for candidate in candidates.values():
            has_initial = len(candidate.words) > 1 and candidate.words[0].is_initial
            candidate.is_person |= has_initial or (candidate.by_surname and len(candidate.words) > 1)
            candidate.is_person &= len(candidate.words) <= _LONGEST_PERSON and not has_kind(
                candidate.words, self.language
            )

    def _type_of(self, candidate: Candidate) -> tuple[str, ...]:
        if candidate.is_person:
            return ("Person",)
        words = candidate.words
        joined = next((at for at, word in enumerate(words) if not word.is_capitalised), len(words))
        has_phrase = joined < len(words) and words[joined].lower not in self.language.bodies
        head = words[:joined] if has_phrase else words
        order = head if self.language.joins_of_always else head[::-1]
        for word in [*order[:1], words[-1]]:
            label = kind_of(word.text, self.language)
            if label and (word is order[0] or label == "Company"):
                return (label,)
        return ()

    def _actors(self, candidates: dict[Key, Candidate]) -> dict[Key, Actor]:
        actors: dict[Key, Actor] = {}
        first = {key: min((number, run.start) for number, run in one.runs) for key, one in candidates.items()}
        for key in sorted((key for key in candidates if key not in self.resolved), key=first.__getitem__):
            candidate = candidates[key]
            aliases = dict.fromkeys(clean(alias) for alias in candidate.aliases)
            name = clean(candidate.name)
            actors[key] = Actor(
                self.new_id(name), name, tuple(a for a in aliases if a != name), self._type_of(candidate)
            )
        return actors

    def _propose(self, candidates: dict[Key, Candidate], new: dict[Key, Actor]) -> None:
        """Report which known actors, or actors named earlier in the text, a new name may mean."""
        names = {actor.id: actor.name for actor in [*self.known, *new.values()]}
        spellings = Spellings({actor.id: actor.names for actor in self.known})
        among_new = Spellings({actor.id: (actor.name,) for actor in new.values()})
        before: set[str] = set()
        for key, actor in new.items():
            near: dict[str, str] = {}
            for name in actor.names:
                near = {**dict(spellings.near(name)), **near}
            near = {**{one: why for one, why in among_new.near(actor.name) if one in before}, **near}
            before.add(actor.id)
            for one, why in near.items():
                message = f"'{actor.name}' may be {names[one]} ({one}): {why}."
                self.remarks += [
                    Remark((number,), message, actor.name, (one,)) for number in candidates[key].paragraphs
                ]

    def _mentions(self, new: Sequence[Actor]) -> Iterator[tuple[Mention, ...]]:
        """Yield the mentions by paragraph; report names shared by several actors."""
        short = [Actor(actor, " ".join(key)) for key, actor in self.resolved.items() if actor]
        index = NameIndex([*self.known, *new, *map(_capitalised, short)], self.language)
        for number, (words, paragraph) in enumerate(zip(self.words, self.paragraphs, strict=True), 1):
            mentions = tuple(index.mentions(words, paragraph))
            yield mentions
            shared = {mention.form: mention.actors for mention in mentions if len(mention.actors) > 1}
            for form, actors in shared.items():
                message = f"'{form}' is a name of {either(actors)}; add the claim yourself."
                self.remarks.append(Remark((number,), message, form))


def _capitalised(actor: Actor) -> Actor:
    return Actor(actor.id, actor.name.title(), (), ())


def _abbreviates(short: str, long: Sequence[str]) -> bool:
    """Return whether the letters of an acronym occur in a name, in order, starting with its first."""
    letters = iter("".join(long))
    wanted = re.sub(r"\W", "", short).casefold()
    return wanted[:1] == "".join(long)[:1] and all(letter in letters for letter in wanted)
