"""Messages about the location of a claim's quote: what is wrong, and how to fix it."""

from __future__ import annotations

from collections.abc import Sequence

from sociogram.loaders.text.quotes import IndexedText


def paragraphs_in_words(numbers: Sequence[int]) -> str:
    """Return ``paragraph 4`` or ``paragraphs 4, 7``; only the first few of many."""
    shown = [str(number) for number in numbers[:5]] + (["…"] if len(numbers) > 5 else [])
    return f"paragraph {shown[0]}" if len(shown) == 1 else f"paragraphs {', '.join(shown)}"


def no_such_paragraph(text: IndexedText, number: object, paragraphs: Sequence[int]) -> tuple[str, str]:
    """Return what is wrong with a paragraph number that a text does not have, and how to fix it.

    Args:
        text: the text.
        number: the claim's number; None if it has none.
        paragraphs: the paragraphs that contain its quote.
    """
    what = "The claim has no paragraph." if number is None else f"There is no paragraph {number}."
    where = f" The quote is in {paragraphs_in_words(paragraphs)}." if paragraphs else ""
    last = len(text)
    return what + where, f"Give a number from 1 to {last}." if last > 1 else "Give the number 1."


def misquoted(text: IndexedText, quote: str, number: int, paragraphs: Sequence[int]) -> tuple[str, str]:
    """Return why a quote is not in a paragraph, and how to fix it.

    Args:
        text: the text.
        quote: words that are not in paragraph ``number``.
        number: the number of a paragraph of the text.
        paragraphs: the paragraphs that contain the quote.
    """
    if paragraphs:
        where = paragraphs_in_words(paragraphs)
        return f"The quote is not in paragraph {number}, but in {where}.", "Correct `paragraph`."
    cure = "Copy the words as they are printed; spaces and quotation marks may differ."
    if text.has_nearly(quote, number):
        return f"The quote is in paragraph {number} with other capitals, or inside other words.", cure
    return f"The quote is not in paragraph {number}, nor elsewhere in the text.", cure
