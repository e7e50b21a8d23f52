"""XML as a stream of elements. Document type declarations are rejected, and with them custom entities."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from sociogram.graph.errors import DataError

if TYPE_CHECKING:
    from pyexpat import XMLParserType

_CHUNK = 1 << 16
_DEEPEST = 200
_START = 1 << 12


@dataclass(slots=True)
class Element:
    """An element; names have no namespace prefix.

    Attributes:
        name: the tag: ``node`` for ``<g:node>``.
        attributes: the attributes by name.
        line: the line on which it begins, from 1.
        text: its text, outside its children.
        children: its child elements, except those that are yielded separately.
    """

    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def child(self, name: str) -> Element | None:
        """Return the first child with this name, or None."""
        return next((child for child in self.children if child.name == name), None)

    def descendants(self, name: str) -> Iterator[Element]:
        """Yield the descendants with this name."""
        waiting = list(reversed(self.children))
        while waiting:
            element = waiting.pop()
            if element.name == name:
                yield element
            waiting += reversed(element.children)


def root_name(data: bytes) -> str | None:
    """Return the name of the root element of an XML file, by its beginning; None if it is not XML."""
    found: list[str] = []
    # the name is ASCII, even if the encoding of the rest is unknown
    for encoding in (None, "iso-8859-1"):
        with suppress(expat.ExpatError, LookupError, ValueError, StopIteration):
            _find_root(data[:_START], encoding, found)
    return found[0].rpartition(":")[2] if found else None


def _find_root(data: bytes, encoding: str | None, found: list[str]) -> None:
    def stop(name: str, *_: object) -> None:
        found.append(name)
        raise StopIteration  # stop parsing here, before any entity

    parser = expat.ParserCreate(encoding)
    parser.StartElementHandler = stop
    parser.StartDoctypeDeclHandler = stop
    parser.Parse(data, False)


def elements(
    data: bytes, file: str, separate: Collection[str], encoding: str | None = None
) -> Iterator[Element]:
    """Yield the elements with some names as each ends, without nested elements of these names.

    Args:
        data: the whole file.
        file: its name, for messages.
        separate: the names of the elements to yield.
        encoding: any encoding that Python knows; None uses the declared one, or else UTF-8.

    Raises:
        DataError: the file is not XML, ends early, declares a document type or nests too deeply.
    """
    builder = _Builder(file, frozenset(separate), encoding)
    for start in range(0, len(data), _CHUNK):
        yield from builder.feed(data[start : start + _CHUNK], is_last=False)
    yield from builder.feed(b"", is_last=True)


class _Builder:
    def __init__(self, file: str, separate: frozenset[str], encoding: str | None) -> None:
        self._file = file
        self._separate = separate
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._done: list[Element] = []
        self._parser: XMLParserType = expat.ParserCreate(encoding)
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype

    def feed(self, data: bytes, *, is_last: bool) -> list[Element]:
        """Parse a piece of the file and return the elements that ended in it."""
        try:
            self._parser.Parse(data, is_last)
        except expat.ExpatError as error:
            raise DataError(
                f"The XML cannot be read: {expat.ErrorString(error.code)} (character {error.offset + 1}).",
                file=self._file,
                line=error.lineno,
                cure="Export the file again from the program that wrote it.",
            ) from None
        except (LookupError, ValueError) as error:
            raise DataError(
                f"The encoding of the XML is not known: {error}.",
                file=self._file,
                cure="Save the file as UTF-8.",
            ) from None
        done, self._done = self._done, []
        return done

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= _DEEPEST:
            raise DataError(
                f"Elements are nested more than {_DEEPEST} deep.",
                file=self._file,
                line=self._parser.CurrentLineNumber,
                cure="Export the graph without groups.",
            )
        plain = {key.rpartition(":")[2] if ":" in key else key: value for key, value in attributes.items()}
        element = Element(name.rpartition(":")[2], plain, self._parser.CurrentLineNumber)
        if self._open and element.name not in self._separate:
            self._open[-1].children.append(element)
        self._open.append(element)
        self._texts.append([])

    def _text(self, text: str) -> None:
        self._texts[-1].append(text)

    def _end(self, _: str) -> None:
        element = self._open.pop()
        element.text = "".join(self._texts.pop())
        if element.name in self._separate:
            self._done.append(element)

    def _refuse_doctype(self, *_: object) -> None:
        raise DataError(
            "The file declares a document type (<!DOCTYPE …>), which can hide files and endless text.",
            file=self._file,
            line=self._parser.CurrentLineNumber,
            cure="Remove the declaration, and load the file again.",
        )
