"""Converts files to UTF-8: byte order marks, UTF-16 without one, and guesses of older encodings.

A file that is not UTF-8 does not state its encoding. ``charset-normalizer`` proposes encodings; the one in
which most words have the letters of one language is used. The report mentions it, and a second one that is
equally likely.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from sociogram.graph.errors import DataError
from sociogram.loaders.readers.alphabets import alphabets_of

_BLOCK = 1 << 20
_SAMPLE_LINES = 400
_SAMPLE_BYTES = 1 << 16
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8", "UTF-8 with BOM"),
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32 LE"),
    (b"\xff\xfe", "utf-16-le", "UTF-16 LE"),
    (b"\xfe\xff", "utf-16-be", "UTF-16 BE"),
)
_WORD = r"[^\s,;|\"'()-]+"
_TWICE = ("Ã", "Â", "â€")
"""The first bytes of non-ASCII letters in UTF-8, read as Windows-1252."""

_SUREST = 0.95
_ALWAYS = ("cp1252", "cp1250", "mac_roman")
_NOT_TEXT = (
    (b"PK\x03\x04", "an Excel or OpenDocument workbook (or a zip file)", "Save the sheet as CSV UTF-8."),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "Save the sheet as CSV UTF-8."),
    (b"%PDF", "a PDF", "Export its table as CSV."),
    (b"\x1f\x8b", "compressed by gzip", "Unpack it first: gunzip FILE."),
)
ENCODING_WORDS = {
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
    "cp1257": "Windows-1257",
    "cp1258": "Windows-1258",
    "mac_roman": "Mac Roman",
    "mac_latin2": "Mac Central European",
    "mac_cyrillic": "Mac Cyrillic",
    "cp850": "DOS 850",
    "cp852": "DOS 852",
    "cp866": "DOS 866",
    "iso8859_2": "ISO 8859-2",
    "koi8_r": "KOI8-R",
    "gb18030": "GB 18030",
    "big5": "Big5",
    "shift_jis": "Shift JIS",
    "euc_jp": "EUC-JP",
    "cp949": "Korean (cp949)",
}
"""The encodings that a guess may name, most common first, by their names in Python."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file.

    Attributes:
        data: the text as UTF-8.
        encoding: the encoding of the file, in words.
        doubt: a sentence for the report if the encoding was guessed.
    """

    data: bytes
    encoding: str
    doubt: str | None = None


def to_utf8(data: bytes, file: str, encoding: str | None = None) -> Decoded:
    """Return the text of a file as UTF-8, and its encoding.

    Args:
        data: the file's bytes.
        file: its name, for errors.
        encoding: its encoding if the user states it; any name that Python knows.

    Raises:
        DataError: it is not text, or does not have the stated encoding.
    """
    for magic, what, cure in _NOT_TEXT:
        if data.startswith(magic):
            raise DataError(f"This is {what}, not text.", file=file, cure=cure)
    if encoding is not None:
        return Decoded(_from_codec(data, encoding, encoding, file, is_claim=False), encoding)
    for bom, codec, words in _BOMS:
        if data.startswith(bom):
            return Decoded(_from_codec(data[len(bom) :], codec, words, file), words)
    wide = _utf16_without_bom(data)
    if wide is not None:
        return Decoded(_from_codec(data, *wide, file), f"{wide[1]} without BOM")
    if b"\x00" in data:
        raise DataError(
            "The file holds null bytes, so it is not text.",
            file=file,
            line=_line_of(data, data.index(b"\x00")),
            cure="Save it as CSV UTF-8.",
        )
    wrong = _not_utf8(data)
    return Decoded(data, "UTF-8", _decoded_twice(data)) if wrong is None else _guess(data, wrong, file)


def _line_of(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1


def _from_codec(data: bytes, codec: str, words: str, file: str, *, is_claim: bool = True) -> bytes:
    try:
        if codec != "utf-8":
            return data.decode(codec).encode()
        wrong = _not_utf8(data)
    except UnicodeDecodeError as error:
        wrong = error.start
    if wrong is None:
        return data
    claims = "claims" if is_claim else "is said"
    raise DataError(
        f"The file {claims} to be {words}, but byte {wrong + 1} is not.",
        file=file,
        line=data[:wrong].decode(codec, "replace").count("\n") + 1,
        cure="Save it again as CSV UTF-8." if is_claim else "Name its encoding, or save it as CSV UTF-8.",
    )


def _not_utf8(data: bytes) -> int | None:
    """Return the offset of the first byte that is not UTF-8, without decoding the whole text."""
    if data.isascii():
        return None
    decoder = codecs.getincrementaldecoder("utf-8")()
    for begin in range(0, len(data), _BLOCK):
        # the bytes of a character split between two blocks
        left = len(decoder.getstate()[0])
        try:
            decoder.decode(data[begin : begin + _BLOCK], begin + _BLOCK >= len(data))
        except UnicodeDecodeError as error:
            return begin - left + error.start
    return None


def _decoded_twice(data: bytes) -> str | None:
    """Return a sentence about a word such as ``JosÃ©``: UTF-8 that was read as Windows-1252 and saved."""
    if data.isascii() or not any(mark.encode() in data for mark in _TWICE):
        return None
    for word in re.findall(_WORD, _sample(data).decode("utf-8", "ignore")):
        with suppress(UnicodeError):
            meant = word.encode("cp1252").decode("utf-8")
            if meant != word:
                return (
                    f"`{word}` may be `{meant}`: the file was UTF-8, read in another encoding and saved. "
                    "Export it again from where it comes from."
                )
    return None


def _utf16_without_bom(data: bytes) -> tuple[str, str] | None:
    """Return the codec and name of UTF-16, if nearly every second byte is null, as in Western text."""
    sample = data[:4096]
    if len(sample) < 4 or len(data) % 2:
        return None
    half = len(sample) // 2
    even_nulls, odd_nulls = sample[::2].count(0), sample[1::2].count(0)
    if odd_nulls > 0.6 * half and even_nulls < 0.1 * half:
        return "utf-16-le", "UTF-16 LE"
    if even_nulls > 0.6 * half and odd_nulls < 0.1 * half:
        return "utf-16-be", "UTF-16 BE"
    return None


@dataclass(frozen=True, slots=True)
class _Guess:
    """A possible encoding of a file, and the plausibility of the resulting text.

    Attributes:
        codec: its name in Python.
        words: the words with non-ASCII letters.
        odd: the number of words that no language writes.
        even: the largest number of words with the letters of one alphabet.
        likeness: how much the text resembles a language, from 0 to 1.
    """

    codec: str
    words: tuple[str, ...]
    odd: int
    even: int
    likeness: float

    @classmethod
    def of(cls, codec: str, text: str, chaos: float, coherence: float) -> _Guess:
        words = tuple(word for word in re.findall(_WORD, text) if not word.isascii())
        alphabets = [alphabets_of(word) for word in words]
        by_alphabet = Counter(one for some in alphabets for one in some or ())
        even = max(by_alphabet.values(), default=0)
        odd = alphabets.count(None)
        likeness = (1 - odd / max(1, len(words))) * (1 - chaos) * (0.5 + coherence / 2)
        return cls(codec, words, odd, even, likeness)

    def is_as_good_as(self, other: _Guess) -> bool:
        return self.odd <= other.odd and self.even >= other.even


def _guess(data: bytes, wrong: int, file: str) -> Decoded:
    repaired = data.decode("utf-8", "replace")
    damaged = repaired.count("\ufffd")
    intact = sum(1 for character in repaired if character > "\x7f") - damaged
    if intact > damaged:
        raise DataError(
            f"Byte 0x{data[wrong]:02x} is not UTF-8, though the rest of the file is.",
            file=file,
            line=_line_of(data, wrong),
            cure="Correct that character and save as UTF-8.",
        )
    guesses = _guesses(_sample(data))
    for number, guess in enumerate(guesses):
        try:
            decoded = data.decode(guess.codec).encode()
        except UnicodeDecodeError:
            continue  # a byte outside the sample is invalid in this encoding
        if guess.odd > len(guess.words) / 2:
            break
        words = ENCODING_WORDS[guess.codec]
        return Decoded(decoded, words, _doubt(guess, guesses[number + 1 :]))
    raise DataError(
        f"Byte 0x{data[wrong]:02x} is not UTF-8, and in no other encoding does the file look like text.",
        file=file,
        line=_line_of(data, wrong),
        cure="Save it again as CSV UTF-8, or name its encoding: --encoding NAME.",
    )


def _sample(data: bytes) -> bytes:
    """Return the first lines with non-ASCII bytes; the others say nothing about the encoding."""
    found: list[bytes] = []
    size = 0
    for line in _lines(data):
        if not line.isascii():
            found.append(line)
            size += len(line)
        if len(found) >= _SAMPLE_LINES or size >= _SAMPLE_BYTES:
            break
    return b"\n".join(found)[:_SAMPLE_BYTES]


def _lines(data: bytes) -> Iterator[bytes]:
    end_of_line = b"\n" if b"\n" in data else b"\r"
    begin = 0
    while begin < len(data):
        end = data.find(end_of_line, begin)
        end = len(data) if end < 0 else end
        yield data[begin:end]
        begin = end + 1


def _guesses(sample: bytes) -> list[_Guess]:
    """Return the possible encodings of the sample, likeliest first."""
    from charset_normalizer import from_bytes  # imported only for a file that is not UTF-8

    order = list(ENCODING_WORDS)
    found = {
        match.encoding: _Guess.of(match.encoding, sample.decode(match.encoding), match.chaos, match.coherence)
        for match in from_bytes(sample, cp_isolation=order, enable_fallback=False)
    }
    for codec in _ALWAYS:  # even if they seem chaotic: a few words resemble no language
        if codec not in found:
            with suppress(UnicodeDecodeError):
                found[codec] = _Guess.of(codec, sample.decode(codec), 0.5, 0.0)
    ranked = sorted(
        found.values(),
        key=lambda guess: (guess.odd, -guess.even, -round(guess.likeness, 2), order.index(guess.codec)),
    )
    alike = [guess for guess in ranked if guess.words == ranked[0].words]
    commonest = sorted(alike, key=lambda guess: order.index(guess.codec))
    return [*commonest, *(guess for guess in ranked if guess.words != ranked[0].words)]


def _doubt(guess: _Guess, others: list[_Guess]) -> str:
    """Return a sentence that the encoding is a guess, with a word as another likely encoding reads it."""
    rival = next(
        (other for other in others if other.is_as_good_as(guess) and other.words != guess.words), None
    )
    share = 1 - guess.odd / max(1, len(guess.words))
    if rival is not None:
        share *= guess.likeness / (guess.likeness + rival.likeness or 1)
    sure = 100 * min(share, _SUREST)
    start = f"The file is not UTF-8; read as {ENCODING_WORDS[guess.codec]} (confidence {sure:.0f}%)"
    if rival is None:
        return f"{start}. If letters are wrong, name the encoding: --encoding NAME."
    here, there = next(pair for pair in zip(guess.words, rival.words, strict=False) if pair[0] != pair[1])
    return (
        f"{start}: `{here}`. In {ENCODING_WORDS[rival.codec]} that is `{there}`; "
        f"if it should be, load with --encoding {rival.codec}."
    )
