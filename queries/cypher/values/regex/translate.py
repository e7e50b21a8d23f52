r"""Translate Java's regular expressions to those of ``regex``.

The two mostly agree. This module translates the differences, so that a pattern means the same as in Neo4j:
``\d``, ``\w`` and ``(?i)`` are ASCII-only unless ``(?u)`` or ``(?U)`` is set, ``.`` matches no Unicode line
terminator, ``\p{…}`` names properties, ``[a-z&&[^aeiou]]`` is an intersection, ``\Q…\E`` quotes.
"""

from __future__ import annotations

import re
from typing import Final

from sociogram.graph.errors import CypherSyntaxError
from sociogram.queries.cypher.values.regex.classes import SHORTHANDS, UNICODE_SHORTHANDS, property_class
from sociogram.queries.cypher.values.regex.required_text import Collector

MAXIMUM_LENGTH: Final = 10_000
_LINE_ENDS: Final = "\\n\\r\\x85\\u2028\\u2029"
_COUNTS: Final = re.compile(r"\d+(?:,\d*)?\}", re.ASCII)
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_HEX: Final = frozenset("0123456789abcdefABCDEF")


def invalid(pattern: str, reason: str) -> CypherSyntaxError:
    """Return the error for an invalid pattern."""
    return CypherSyntaxError(
        f"The regular expression {pattern!r} is not valid: {reason}.",
        detail="InvalidRegularExpression",
        hint="Escape special characters with \\\\.",
    )


class Translation:
    """The translation of one Java pattern, in a single pass."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.position = 0
        self.flags: set[str] = set()
        self.out: list[str] = []
        self.collectors = [Collector()]
        self.repetitions: int | None = 0
        """The number of repetitions and alternations; None if a group is repeated, as these multiply."""

    def result(self) -> str:
        """Return the translated pattern."""
        self._sequence(depth=0)
        if self.position < len(self.pattern):
            raise invalid(self.pattern, f"unmatched ) at position {self.position + 1}")
        return "".join(self.out)

    def _peek(self, length: int = 1) -> str:
        return self.pattern[self.position : self.position + length]

    def _consume(self) -> str:
        if self.position >= len(self.pattern):
            raise invalid(self.pattern, "unexpected end of pattern")
        self.position += 1
        return self.pattern[self.position - 1]

    def _sequence(self, depth: int) -> None:
        """Translate up to the end or the closing parenthesis, which is not consumed."""
        if depth > 100:
            raise invalid(self.pattern, "groups are nested more than 100 levels deep")
        outer = set(self.flags)
        opened = 0
        while self.position < len(self.pattern) and self._peek() != ")":
            begin, written = self.position, len(self.out)
            character = self._consume()
            if character == "(":
                opened += self._group(depth)
            elif character == "|" and opened:
                # the flags stay in effect, but the next alternative belongs to the whole sequence
                self.out.append(f"{')' * opened}|(?{self._python_flags()}:")
                opened = 1
            elif "x" in self.flags and (character.isspace() or character == "#"):
                self._comment(character)
            else:
                self.out.append(self._token(character))
            if character in "?*+{" or (character == "|" and depth):
                self._count_repetition(self.pattern[begin - 1 : begin])
            if depth == 0:
                self._collect(self.pattern[begin : begin + 2], "".join(self.out[written:]))
        self.out.append(")" * opened)
        self.flags = outer

    def _token(self, character: str) -> str:
        """Translate one token, of which the first character has been consumed."""
        match character:
            case "[":
                return self._class()
            case "\\":
                return self._escape()
            case ".":
                return "[\\s\\S]" if "s" in self.flags else self._any()
            case "{":
                return self._repetition()
            case "^" | "$":
                return self._edge(character)
            case "|" | "?" | "*" | "+":
                return character
            case _:
                return self._either_case(re.escape(character), character)

    def _collect(self, beginning: str, piece: str) -> None:
        """Record the requirement of a token, given its first two characters and its translation."""
        character, escaped = beginning[0], beginning[1:]
        collector, flags = self.collectors[-1], self._letters()
        if not piece or character in "^$" or (character == "\\" and escaped in "bBAZzG"):
            return  # such a token matches no character
        if character in "?*+{":
            collector.repeated(piece)
        elif character == "|":
            self.collectors.append(Collector())
        elif character == "(":
            if piece.endswith(")"):  # otherwise it only sets flags
                collector.anything()
        elif character == "\\" and escaped in "Rk123456789":
            collector.anything()
        elif character == "\\" and escaped == "Q":
            collector.literal(_ESCAPED.sub(r"\1", piece), flags)
        elif character in "[." or (character == "\\" and escaped.isalnum()):
            collector.character(piece, flags)
        else:
            collector.literal(beginning[-1] if character == "\\" else character, flags)

    def _repetition(self) -> str:
        found = _COUNTS.match(self.pattern, self.position)
        if found is None:
            raise invalid(
                self.pattern, f"the {{ at position {self.position} needs a count like {{2}} or {{1,3}}"
            )
        self.position = found.end()
        return "{" + found.group()

    def _count_repetition(self, repeated: str) -> None:
        if repeated == ")" or "x" in self.flags:
            self.repetitions = None
        elif self.repetitions is not None:
            self.repetitions += 1

    def _either_case(self, piece: str, character: str = "a") -> str:
        """Make the token of a single character ignore ASCII case, if ``i`` is set without ``u``.

        ``regex`` can only ignore Unicode case, by which K equals the Kelvin sign.
        """
        if (
            "i" not in self.flags
            or self.flags & {"u", "U"}
            or not (character.isascii() and character.isalpha())
        ):
            return piece
        if len(piece) == 1:
            return f"[{piece.lower()}{piece.upper()}]"
        return f"(?:{piece}|(?=[A-Za-z])(?i:{piece}))"

    def _any(self) -> str:
        return "[^\\n]" if "d" in self.flags else f"[^{_LINE_ENDS}]"

    def _edge(self, character: str) -> str:
        """Translate ``^`` and ``$``: with ``(?m)`` the start and end of a line, otherwise of the text."""
        if "m" not in self.flags:
            return "\\A" if character == "^" else f"(?=[{_LINE_ENDS}]?\\Z)"
        return f"(?:(?<![^{_LINE_ENDS}])|\\A)" if character == "^" else f"(?=[{_LINE_ENDS}]|\\Z)"

    def _comment(self, character: str) -> None:
        if character == "#":
            end = self.pattern.find("\n", self.position)
            self.position = len(self.pattern) if end < 0 else end

    # ── groups ──

    def _group(self, depth: int) -> int:
        """Translate a group; return 1 if flags for the rest of the sequence opened an extra group."""
        if self._peek() != "?":
            return self._inside("(", depth)
        self.position += 1
        for opening in (":", "=", "!", ">", "<=", "<!"):
            if self._peek(len(opening)) == opening:
                self.position += len(opening)
                return self._inside(f"(?{opening}", depth)
        if self._peek() == "<":
            self.position += 1
            return self._inside(f"(?P<{self._until('>')}>", depth)
        return self._flags(depth)

    def _inside(self, opening: str, depth: int) -> int:
        self.out.append(opening)
        self._sequence(depth + 1)
        if self._peek() != ")":
            raise invalid(self.pattern, "unclosed (")
        self.position += 1
        self.out.append(")")
        return 0

    def _flags(self, depth: int) -> int:
        """Translate ``(?i)``, which applies up to the end of the enclosing group, or ``(?i:…)``."""
        on = True
        add: set[str] = set()
        remove: set[str] = set()
        while (character := self._consume()) not in ":)":
            if character == "-":
                on = False
            elif character in "idmsuxU":
                (add if on else remove).add(character)
            else:
                raise invalid(self.pattern, f"unknown flag {character!r}")
        before = set(self.flags)
        self.flags = (self.flags | add) - remove
        opening = f"(?{self._python_flags()}:"
        if character == ")":
            self.out.append(opening)
            return 1
        self._inside(opening, depth)
        self.flags = before
        return 0

    def _letters(self) -> str:
        """Return how letters are compared: exactly (""), or ignoring ASCII ("ai") or Unicode case ("ui")."""
        if "i" not in self.flags:
            return ""
        return "ui" if self.flags & {"u", "U"} else "ai"

    def _python_flags(self) -> str:
        """Return the flags of ``regex`` for a group with the current flags."""
        return "i" if "i" in self.flags and self.flags & {"u", "U"} else "-i"

    def _until(self, end: str) -> str:
        found = self.pattern.find(end, self.position)
        if found < 0:
            raise invalid(self.pattern, f"missing {end}")
        text = self.pattern[self.position : found]
        self.position = found + len(end)
        return text

    # ── escapes ──

    def _escape(self) -> str:
        """Translate an escape outside brackets."""
        character = self._peek()
        if not character:
            raise invalid(self.pattern, "trailing backslash")
        if character == "Q":
            self.position += 1
            end = self.pattern.find("\\E", self.position)
            end = len(self.pattern) if end < 0 else end
            quoted = self.pattern[self.position : end]
            self.position = end + 2
            return re.escape(quoted)
        if character in "bBAZzGR":
            self.position += 1
            return _EDGES[character]
        if character == "k":
            self.position += 2
            return self._referred(f"(?P={self._until('>')})")
        if character.isdigit() and character != "0":
            return self._back_reference()
        return self._atom()

    def _back_reference(self) -> str:
        digits = self._consume()
        groups = self.pattern.count("(")
        while self._peek().isdigit() and int(digits + self._peek()) <= groups:
            digits += self._consume()
        return self._referred(f"(?:\\{digits})")

    def _referred(self, reference: str) -> str:
        return f"(?i:{reference})" if "i" in self.flags else reference

    def _atom(self) -> str:
        """Translate an escape for characters, in a form valid outside brackets."""
        members = self._members()
        return self._either_case(
            members if members.startswith("\\") and len(members) == 2 else f"[{members}]"
        )

    def _members(self) -> str:
        """Translate an escape for characters, in a form valid inside brackets."""
        character = self._consume()
        if character in "pP":
            name = self._until("}") if self._peek() == "{" else self._consume()
            return property_class(name.lstrip("{"), negated=character == "P", pattern=self.pattern)
        shorthands = UNICODE_SHORTHANDS if "U" in self.flags else SHORTHANDS
        if character in shorthands:
            return shorthands[character]
        if character in _CONTROL:
            return _CONTROL[character]
        if character == "x" and self._peek() == "{":
            self.position += 1
            return _code_point(self._until("}"), self.pattern)
        if character in "xu":
            digits = "".join(self._consume() for _ in range(2 if character == "x" else 4))
            return _code_point(digits, self.pattern)
        if character == "0":
            return self._octal()
        if character == "c":
            return f"\\x{ord(self._consume()) ^ 64:02x}"
        if character.isalpha() and character.isascii():
            raise invalid(self.pattern, f"unknown escape \\{character}")
        return re.escape(character)

    def _octal(self) -> str:
        digits = ""
        while len(digits) < 3 and self._peek() in tuple("01234567") and int(digits + self._peek(), 8) < 256:
            digits += self._consume()
        if not digits:
            raise invalid(self.pattern, "\\0 must be followed by octal digits")
        return f"\\x{int(digits, 8):02x}"

    # ── classes ──

    def _class(self) -> str:
        """Translate ``[…]``: a union to alternatives, an intersection to look-aheads."""
        negated = self._peek() == "^"
        self.position += negated
        sides: list[list[str]] = [[]]
        members: list[str] = []
        while not (self._peek() == "]" and (members or sides[-1] or len(sides) > 1)):
            if self._peek(2) == "&&":
                self.position += 2
                self._close(members, sides)
                sides.append([])
            elif self._peek() == "[":
                self.position += 1
                sides[-1].append(self._class())
            else:
                members.append(self._class_member())
        self.position += 1
        self._close(members, sides)
        tests = [side[0] if len(side) == 1 else f"(?:{'|'.join(side)})" for side in sides if side]
        if len(tests) == 1 and not negated:
            return tests[0]
        if negated:
            both = "".join(f"(?={test})" for test in tests[:-1]) + tests[-1]
            return f"(?:(?!{both})[\\s\\S])"
        return f"(?:{''.join(f'(?={test})' for test in tests[:-1])}{tests[-1]})"

    def _class_member(self) -> str:
        character = self._consume()
        if character == "\\":
            if self._peek() == "Q":
                self.position += 1
                return "".join(_plain(one) for one in self._until("\\E"))
            return self._members()
        return "-" if character == "-" else _plain(character)

    def _close(self, members: list[str], sides: list[list[str]]) -> None:
        """Combine single members and ranges into one class of the current operand of ``&&``."""
        if members:
            text = "".join(members)
            if text[0] == "-":
                text = "\\" + text
            sides[-1].append(self._either_case(f"[{text}]"))
            members.clear()


def _plain(character: str) -> str:
    return f"\\{character}" if character in "\\]^-[&~|" else character


def _code_point(digits: str, pattern: str) -> str:
    if not digits or not set(digits) <= _HEX or int(digits, 16) > 0x10FFFF:
        raise invalid(pattern, f"{digits!r} is not a hexadecimal code")
    return f"\\U{int(digits, 16):08x}"


_EDGES: Final = {
    "b": "\\b",
    "B": "\\B",
    "A": "\\A",
    "G": "\\A",
    "Z": f"(?=[{_LINE_ENDS}]?\\Z)",
    "z": "\\Z",
    "R": "(?:\\r\\n|[\\n\\x0b\\x0c\\r\\x85\\u2028\\u2029])",
}
_CONTROL: Final = {"t": "\\t", "n": "\\n", "r": "\\r", "f": "\\f", "a": "\\x07", "e": "\\x1b"}
