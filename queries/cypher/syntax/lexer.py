"""Split query text into tokens.

Cypher has no reserved words, so the lexer yields names, and the grammar rules decide which of them are
keywords. A token is an index into four parallel lists, because one object per token would double the time:

``keys``
    what the rules compare: a name in capitals, a symbol unchanged, or the kind of any other token in lower
    case, as no name is: ``string``, ``number``, ``parameter``, ``quoted``, ``end``
``names``
    the name if the token is a name or a quoted name, else None
``starts``, ``ends``
    the offsets in the text
"""

from __future__ import annotations

import re

from sociogram.graph.common.cypher_names import unquoted
from sociogram.graph.errors import CypherError, LimitExceeded
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.syntax.source_text import compile_error

MAX_TEXT = 1_000_000
"""The maximum length of a query text in characters; data belongs in parameters."""

# Combining marks inside the words of many languages, which Python's \w does not include
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f"
    "\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u203f\u2040"
)
# Not part of the pattern, because they would slow down its compilation by a third
_LOOKALIKES = {
    **dict.fromkeys("\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "dash"),
    **dict.fromkeys("\u27e8\u3008\ufe64\uff1c", "left head"),
    **dict.fromkeys("\u27e9\u3009\ufe65\uff1e", "right head"),
}

_EXPONENT = r"(?:(?<=[eE])[+-][0-9]\w*)?"
_NAMES = rf"[^\W\d][\w{_MARKS}]*"
_NUMBERS = rf"0[xXoO]\w*|(?:[0-9][0-9_]*)?\.[0-9]\w*{_EXPONENT}|[0-9]\w*{_EXPONENT}"
_QUOTES = r"`[^`]*(?:``[^`]*)*`"
_GROUPS = (
    ("name", _NAMES),
    ("number", _NUMBERS),
    ("comment", r"//[^\n\r]*|/\*(?s:.*?)\*/"),
    ("unclosed", r"/\*"),
    ("parameter", rf"\$(?:{_NAMES}|{_NUMBERS}|{_QUOTES})"),
    ("symbol", r"<=|>=|<>|!=|=~|\+=|\.\.|\|\||::|[-+*/%^=<>()\[\]{},.:;|&!$?@#\\~]"),
    ("string", r"""'[^'\\]*(?:\\(?s:.)[^'\\]*)*'|"[^"\\]*(?:\\(?s:.)[^"\\]*)*\""""),
    ("quoted", _QUOTES),
    ("other", r"(?s:.)"),
)
_SPACE = "[\\s\ufeff]*"
_NAME, _NUMBER, _COMMENT, _UNCLOSED, _PARAMETER, _SYMBOL, _STRING, _QUOTED, _OTHER = range(1, 10)
_VALUES = {_NUMBER: "number", _PARAMETER: "parameter", _STRING: "string"}

_compiled: re.Pattern[str] | None = None


def _token_pattern() -> re.Pattern[str]:
    """Compile the pattern on first use, so that importing costs nothing."""
    global _compiled  # noqa: PLW0603 - a cache of one
    if _compiled is None:
        groups = "|".join(f"({pattern})" for _, pattern in _GROUPS)
        _compiled = re.compile(f"(?:{groups}){_SPACE}")
    return _compiled


class Tokens:
    """The tokens of one query text, followed by three end tokens so that rules can look ahead."""

    __slots__ = ("ends", "keys", "names", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text: str = text
        self.keys: list[str] = []
        self.names: list[str | None] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add(self, key: str, name: str | None, start: int, end: int) -> None:
        """Append a token."""
        self.keys.append(key)
        self.names.append(name)
        self.starts.append(start)
        self.ends.append(end)


def tokenize(text: str) -> Tokens:
    """Split ``text`` into tokens.

    Raises:
        LimitExceeded: the text is longer than ``MAX_TEXT``.
        CypherSyntaxError: no token begins with a character of the text.
    """
    if len(text) > MAX_TEXT:
        raise LimitExceeded(
            f"The query text has {len(text):,} characters; the limit is {MAX_TEXT:,}. "
            "Pass data as parameters: UNWIND $rows AS row …",
            limit="query text length",
        )
    tokens = Tokens(text)
    keys, names, starts, ends = tokens.keys, tokens.names, tokens.starts, tokens.ends
    pattern = _token_pattern()
    begin = 0
    while begin < len(text) and (text[begin].isspace() or text[begin] == "\ufeff"):
        begin += 1
    for match in pattern.finditer(text, begin):
        watch.step()
        group = match.lastindex or _OTHER
        if group == _NAME:
            name = match[group]
            keys.append(name.upper())
            names.append(name)
        elif group == _SYMBOL:
            keys.append(match[group])
            names.append(None)
        elif group == _COMMENT:
            continue
        elif group == _QUOTED:
            keys.append("quoted")
            names.append(unquoted(match[group]))
        else:
            kind = _VALUES.get(group) or _LOOKALIKES.get(match[group])
            if kind is None:
                raise _bad_character(text, match.start())
            keys.append(kind)
            names.append(None)
        start, end = match.span(group)
        starts.append(start)
        ends.append(end)
    for _ in range(3):
        tokens.add("end", None, len(text), len(text))
    return tokens


def _bad_character(text: str, offset: int) -> CypherError:
    """TYPE SyntaxError, PHASE compile time, DETAIL UnexpectedSyntax or InvalidUnicodeCharacter."""
    character = text[offset]
    if character in "'\"":
        message, hint = "This string is not closed.", f"Add {character} at its end."
        if re.search(rf"\w{character}\w", text[:offset]) is not None:
            hint = f"Inside a string, write {character} as \\{character}, as in 'O\\'Neil'."
    elif character == "`":
        message, hint = "This quoted name is not closed.", "Add ` at its end; inside the name, write ` as ``."
    elif character == "/":
        message, hint = "This comment is not closed.", "Add */ at its end."
    elif character.isascii():
        message, hint = f"Unexpected character {character!r}.", "Quote a name that contains it: `…`."
    else:
        return unicode_error(text, offset)
    return compile_error(text, offset, message, "UnexpectedSyntax", hint)


def unicode_error(text: str, offset: int) -> CypherError:
    """TYPE SyntaxError, PHASE compile time, DETAIL InvalidUnicodeCharacter."""
    character = text[offset]
    message = f"The character {character!r} (U+{ord(character):04X}) is not allowed here."
    if _LOOKALIKES.get(character) == "dash":
        hint = "Write the minus sign as - (U+002D)."
    elif character in "‘’‚‛“”„‟":
        hint = "Use straight quotes for strings: 'text'."
    else:
        hint = "Quote a name that contains it: `…`."
    return compile_error(text, offset, message, "InvalidUnicodeCharacter", hint)


_ESCAPES = {
    "\\": "\\", "'": "'", '"': '"', "`": "`",
    "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t",
}  # fmt: skip


def parameter_name(text: str, start: int, end: int) -> str:
    """Return the name in a parameter token, without quotes."""
    name = text[start + 1 : end]
    return unquoted(name) if name.startswith("`") else name


def string_value(text: str, start: int, end: int) -> str:
    r"""Return the value of a string token.

    As in Neo4j, an unknown escape such as ``'\d'`` is left unchanged, including its backslash.
    """
    body = text[start + 1 : end - 1]
    if "\\" not in body:
        return body
    parts: list[str] = []
    position = 0
    while (slash := body.find("\\", position)) >= 0:
        parts.append(body[position:slash])
        letter = body[slash + 1]
        if letter in "uU":
            width = 4 if letter == "u" else 8
            parts.append(
                _escaped_character(text, start + 1 + slash, body[slash + 2 : slash + 2 + width], width)
            )
            position = slash + 2 + width
        else:
            parts.append(_ESCAPES.get(letter, "\\" + letter))
            position = slash + 2
    parts.append(body[position:])
    value = "".join(parts)
    if any("\ud800" <= character <= "\udfff" for character in value):
        return _join_surrogates(text, start, value)
    return value


def _escaped_character(text: str, offset: int, digits: str, width: int) -> str:
    """TYPE SyntaxError, PHASE compile time, DETAIL InvalidUnicodeLiteral."""
    if len(digits) == width and all(digit in "0123456789abcdefABCDEF" for digit in digits):
        code = int(digits, 16)
        if code <= 0x10FFFF:
            return chr(code)
    escape = "\\u0041" if width == 4 else "\\U0001F600"
    raise compile_error(
        text,
        offset,
        "This escape does not denote a character.",
        "InvalidUnicodeLiteral",
        f"Write it like {escape}.",
    )


def _join_surrogates(text: str, start: int, value: str) -> str:
    r"""Combine a surrogate pair written as ``\uD83D\uDE00`` into one character."""
    try:
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        message = "This string contains an unpaired surrogate (half of a character)."
        raise compile_error(text, start, message, "InvalidUnicodeLiteral") from None


def number_value(text: str, start: int, end: int) -> int | float:
    """Return the value of a number token; integers may have any size, because a sign may precede the token.

    TYPE SyntaxError, PHASE compile time, DETAIL InvalidNumberLiteral or FloatingPointOverflow.
    """
    body = text[start:end]
    prefix = body[:2].lower()
    is_prefixed = prefix in ("0x", "0o")
    if prefix == "0b":
        raise _bad_number(text, start, body)
    try:
        if is_prefixed or not any(mark in body for mark in ".eE"):
            return _integer(body)
        value = float(body.rstrip("fFdD") if "." in body else body)
    except ValueError:
        raise _bad_number(text, start, body) from None
    if value in (float("inf"), float("-inf")):
        message = f"{body} is larger than the largest float, 1.7976931348623157e308."
        raise compile_error(text, start, message, "FloatingPointOverflow")
    return value


def _integer(body: str) -> int:
    """Parse an integer; the value of very long ones is not exact, because they are out of range anyway."""
    if len(body) <= 100:
        return int(body, 0)
    if re.fullmatch(r"0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|[1-9][0-9_]*", body) is None:
        raise ValueError(body)
    return int("9" * 100)


def _bad_number(text: str, start: int, body: str) -> CypherError:
    if body.isdigit() and body.startswith("0"):
        digits = body.lstrip("0") or "0"
        is_octal = not set(digits) & {"8", "9"}
        hint = f"Write {digits}{f', or 0o{digits} for an octal number' if is_octal else ''}."
    else:
        hint = (
            "Write numbers like 42, 1_000, 4.2e1, 0x2A, 0o52; quote a name that starts with a digit: `4th`."
        )
    return compile_error(text, start, f"{body} is not a number.", "InvalidNumberLiteral", hint)
