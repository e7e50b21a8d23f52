"""Verifies relations against their texts: every relation must quote its text word for word.

``load --text`` does this for claims that nobody has reviewed yet. A row whose quote is not in its paragraph
is rejected; the others become drafts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from sociogram.graph.errors import DataError
from sociogram.loaders.options import LoadOptions
from sociogram.loaders.rows.checked_rows import CheckedRows
from sociogram.loaders.rows.columns.soft_columns import rows_in_words
from sociogram.loaders.text.given import Texts
from sociogram.loaders.text.paragraph_errors import misquoted, no_such_paragraph
from sociogram.loaders.text.quotes import IndexedText
from sociogram.loaders.values.categorical import Categorical

_NO_TEXT = "Name the source of the text in `sources`, or load with --text SOURCE_ID=FILE."
_DRAFT = "draft"


def verify_quotes(sheets: Sequence[CheckedRows], options: LoadOptions) -> None:
    """Turn relations that quote their texts into drafts, and reject the others.

    Args:
        sheets: checked relations; their columns are changed in place.
        options: has the texts; without texts, nothing is done.

    Raises:
        DataError: a text is given without its source, and the rows name several.
    """
    if options.texts is None:
        return
    texts = _SourceTexts(options.texts, options.cite, sheets)
    for checked in sheets:
        texts.verify(checked)
        _make_drafts(checked)


class _SourceTexts:
    """The texts of a load, by source."""

    def __init__(self, texts: Texts, cited: str | None, sheets: Sequence[CheckedRows]) -> None:
        self._texts = {source: IndexedText(text) for source, text in texts.by_source.items()}
        self.default = cited
        if texts.default is not None:
            self.default = _only_source(sheets, texts, cited)
            self._texts[self.default or ""] = IndexedText(texts.default)
        elif cited is None and len(self._texts) == 1:
            self.default = next(iter(self._texts))

    def verify(self, checked: CheckedRows) -> None:
        """Reject the rows of a sheet whose quote is not in their text."""
        if self.default is not None:
            named = Categorical.constant([self.default], len(checked))
            checked.values["sources"] = checked.get("sources").filled(named)
        sources, quotes, numbers = (checked.get(name).to_list() for name in ("sources", "quote", "paragraph"))
        found: list[int] = []
        for row in checked.remaining().tolist():
            source = sources[row][0] if sources[row] else ""
            text = self._texts.get(source)
            if text is None:
                what = f"The text of '{source}' is not given." if source else "The row names no source."
                checked.reject(row, "sources", what, _NO_TEXT)
                continue
            number = _verified_paragraph(checked, row, text, str(quotes[row] or "").strip(), numbers[row])
            if number is not None and numbers[row] is None:
                numbers[row] = number
                found.append(row)
        if found:
            checked.values["paragraph"] = Categorical.of(numbers)
            lines = checked.line_words(found)
            checked.report.readings.append(f"The paragraph was found by the quote ({lines}).")


def _verified_paragraph(
    checked: CheckedRows, row: int, text: IndexedText, quote: str, number: object
) -> int | None:
    """Return the paragraph that contains the quote of a row; reject the row if none does."""
    if not quote:
        cure = "Add the decisive words as they are printed."
        checked.reject(row, "quote", "The row has no quote from its text.", cure)
        return None
    paragraphs = text.paragraphs_with(quote)
    if number is None and len(paragraphs) == 1:
        return paragraphs[0]
    if not isinstance(number, int) or not 1 <= number <= len(text):
        checked.reject(row, "paragraph", *no_such_paragraph(text, number, paragraphs))
        return None
    if number not in paragraphs:
        checked.reject(row, "quote", *misquoted(text, quote, number, paragraphs))
        return None
    return number


def _only_source(sheets: Iterable[CheckedRows], texts: Texts, cited: str | None) -> str | None:
    """Return the source of a text given without one: that of its name, or the only one that rows name."""
    named = {sources[0] for checked in sheets for sources in checked.get("sources").used() if sources}
    named -= texts.by_source.keys()
    if cited is not None and not named:
        return cited
    called = [name for name in texts.names if name in named]
    if called:
        return called[0]
    if len(named) > 1:
        shown = ", ".join(sorted(named)[:5]) + (", …" if len(named) > 5 else "")
        raise DataError(
            f"The rows cite {len(named)} texts: {shown}.",
            cure="Say which one the file is: --text SOURCE_ID=FILE.",
        )
    return next(iter(named), texts.default_source)


def _make_drafts(checked: CheckedRows) -> None:
    """Turn rows into drafts; rows of a reviewed sheet keep their review."""
    if checked.plan.is_exact:
        return
    drafts = Categorical.constant(_DRAFT, len(checked))
    review = checked.get("review")
    if not checked.sheet.layout:
        checked.values["review"] = review.filled(drafts)
        return
    checked.values["review"] = drafts
    other = int(np.count_nonzero(~review.nulls() & (review.codes != _code(review, _DRAFT))))
    if other:
        checked.report.readings.append(
            f"`{checked.title('review')}` has another value in {rows_in_words(other)}: read as {_DRAFT}, "
            "because a claim from a text has to be reviewed first."
        )


def _code(column: Categorical, value: str) -> int:
    return column.values.index(value) if value in column.values else -1
