"""Labels, relationship types and property names as text of a Cypher query."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def quoted(name: str) -> str:
    r"""Return a name quoted for Cypher, whatever it contains.

    Neo4j decodes Unicode escapes anywhere in a query, so one in a name could end the name. The backslash of
    such an escape is written as an escape itself.

    >>> print(quoted("a`b"), quoted(r"\u0060"))
    `a``b` `\u005cu0060`
    """
    doubled = name.replace("`", "``").replace("\\u", "\\u005cu")
    return f"`{doubled}`"


def written_name(name: str) -> str:
    """Return a name as it is written in Cypher: quoted only if necessary."""
    return name if name.isascii() and name.isidentifier() else quoted(name)


def unquoted(text: str) -> str:
    r"""Return the name that a quoted one stands for.

    >>> unquoted("`a``b`"), unquoted(r"`\u00e9t\u00e9`")
    ('a`b', 'été')
    """
    name = text[1:-1].replace("``", "`")
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), name) if "\\u" in name else name


def labels_text(labels: Iterable[str]) -> str:
    """Return labels as they follow a variable; empty for none.

    >>> labels_text(["Person", "Entity"])
    ':`Person`:`Entity`'
    """
    return "".join(f":{quoted(label)}" for label in labels)
