"""Check claims against the texts from which they were read.

The paragraph of a claim must contain its quote word for word and must name both ends. A paragraph names an
actor if it contains the actor's name or one of its aliases as whole words, ignoring case and accents. If the
row has a ``mention`` for an end, the paragraph must contain those words instead; ``source=the regime`` and
``target=this commission`` are separated by `` | ``. An article in lower case before a name is not part of it,
so "no contract" names "the contract".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sociogram.graph.common.text import fold
from sociogram.loaders.text.given import Texts
from sociogram.loaders.text.languages import LANGUAGES
from sociogram.loaders.text.negation import negation_in
from sociogram.loaders.text.paragraph_errors import misquoted, no_such_paragraph
from sociogram.loaders.text.quotes import IndexedText
from sociogram.queries.datacheck.facts import Facts, Row, as_texts, names_of, text_of
from sociogram.queries.datacheck.findings import Fault, Rows

_ARTICLES = frozenset({"l"}).union(*(language.articles for language in LANGUAGES.values()))
"""The articles that may precede a name; "l" is the elided article in "l'accord"."""


class _Paragraphs:
    """A text, and the words of each of its paragraphs."""

    def __init__(self, text: str) -> None:
        self.text = IndexedText(text)
        self._named: dict[tuple[int, str], bool] = {}

    @cached_property
    def _words(self) -> Sequence[str]:
        return [f" {_words(paragraph)} " for paragraph in self.text.paragraphs]

    def names(self, number: int, phrase: str) -> bool:
        """Return whether a paragraph contains a phrase as whole words, ignoring case and accents."""
        key = number, phrase
        if key not in self._named:
            self._named[key] = f" {_without_article(_words(phrase), phrase)} " in self._words[number - 1]
        return self._named[key]


def _words(text: str) -> str:
    """Return the folded words of a text, without punctuation."""
    return " ".join(re.findall(r"[\w@]+", fold(text)))


def _without_article(words: str, phrase: str) -> str:
    """Return the words of a phrase without a leading article; in "La Paz", it is part of the name."""
    article, _, rest = words.partition(" ")
    return rest if rest and article in _ARTICLES and phrase.lstrip()[:1].islower() else words


def unchecked(facts: Facts, texts: Texts) -> dict[str, int]:
    """Return the number of claims of each text that is not given."""
    if texts.default is not None:
        return {}
    return {text: count for text, count in facts.claims_by_text.items() if text not in texts.by_source}


def check_texts(facts: Facts, texts: Texts) -> Iterator[Fault]:
    """Check each claim of the given texts, except retracted claims."""
    indexed = {source: _Paragraphs(text) for source, text in texts.by_source.items()}
    default = None if texts.default is None else _Paragraphs(texts.default)
    names = {str(actor.get("id")): names_of(actor) for actor in facts.actors}
    languages = {source: str(row.get("language", "")) for source, row in facts.source_of.items()}
    rows = facts.rows("relations")
    for row, claim in enumerate(facts.claims):
        source = text_of(claim) or ""
        text = indexed.get(source, default)
        if text is not None and claim.get("review") != "retracted":
            yield from _Check(rows, row, claim, text).findings(names, languages.get(source, ""))


@dataclass(frozen=True, slots=True)
class _Check:
    """The check of one claim against its text."""

    rows: Rows
    row: int
    claim: Row
    text: _Paragraphs

    def findings(self, names: Mapping[str, Sequence[str]], language: str) -> Iterator[Fault]:
        number, last = self.claim.get("paragraph"), len(self.text.text)
        quote = str(self.claim.get("quote") or "").strip()
        paragraphs = self.text.text.paragraphs_with(quote) if quote else []
        if not isinstance(number, int) or not 1 <= number <= last:
            yield self._finding("paragraph", *no_such_paragraph(self.text.text, number, paragraphs))
            return
        if quote and number not in paragraphs:
            yield self._finding("quote", *misquoted(self.text.text, quote, number, paragraphs))
            if len(paragraphs) != 1:
                return
            number = paragraphs[0]
        elif quote:
            yield from self._negated(quote, language)
        yield from self._unnamed(number, names)

    def _finding(self, column: str, message: str, cure: str) -> Fault:
        return self.rows.fault((self.row,), column, message, cure)

    def _negated(self, quote: str, language: str) -> Iterator[Fault]:
        if (self.claim.get("polarity", "affirms"), self.claim.get("modality", "actual")) != (
            "affirms",
            "actual",
        ):
            return
        word = negation_in(quote, language)
        if word is not None:
            yield self.rows.fault(
                (self.row,),
                "polarity",
                f"The claim affirms the tie, but its quote contains '{word}'.",
                "If the quote says that the tie does not hold, write polarity=denies.",
                severity="warning",
            )

    def _unnamed(self, number: int, names: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
        """Yield faults for words of ``mention`` and for ends that the paragraph does not contain."""
        phrases, wrong = mentions_of(as_texts(self.claim.get("mention")))
        if wrong:
            yield self._finding("mention", f"'{wrong}' is for neither end.", "Write source=… or target=….")
        for end in ("source", "target"):
            actor = str(self.claim.get(end))
            for phrase in phrases[end]:
                if not self.text.names(number, phrase):
                    yield self._finding(
                        "mention",
                        f"Paragraph {number} does not contain the words '{phrase}'.",
                        f"Write the words that the paragraph uses for '{actor}'.",
                    )
            said = phrases[end] or names.get(actor, ()) or [actor]
            if not phrases[end] and not any(self.text.names(number, phrase) for phrase in said):
                yield self._finding(
                    end,
                    f"Paragraph {number} does not name '{actor}'.",
                    "Add the words of the paragraph to the aliases of the actor, "
                    f"or write {end}=… in `mention`.",
                )


def mentions_of(texts: Sequence[str]) -> tuple[dict[str, list[str]], str]:
    """Return the phrases for each end, and the first part that is for neither end, or an empty string."""
    phrases: dict[str, list[str]] = {"source": [], "target": []}
    wrong = ""
    for part in [part for text in texts for part in text.split(" | ")]:
        which, separator, phrase = part.partition("=")
        if separator and which.strip() in phrases and phrase.strip():
            phrases[which.strip()].append(phrase.strip())
        else:
            wrong = wrong or part
    return phrases, wrong
