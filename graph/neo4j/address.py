"""Where a server is, without secrets: what may stand in a message, a log or a ``repr``."""

from __future__ import annotations

from urllib.parse import urlsplit

from sociogram.graph.errors import StoreError

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def checked_uri(uri: str) -> str:
    """Return the URI of a server, or raise where it is none or has a password in it.

    Raises:
        StoreError: an unknown scheme, no host, or credentials inside the URI.
    """
    scheme = uri.partition("://")[0]
    if "://" not in uri or scheme not in SCHEMES:
        shown = f"{scheme}://…" if "://" in uri else "what was given"
        raise StoreError(
            f"{shown} is no address of a Neo4j server. It begins with {_listed(SCHEMES)}, then ://."
        )
    try:
        parts = urlsplit(uri)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise StoreError(f"The address of the Neo4j server cannot be read: {error}.") from None
    if "@" in parts.netloc:
        raise StoreError(
            "The address of the Neo4j server has a user name or a password in it, where others can read it. "
            "Put them into NEO4J_USERNAME and NEO4J_PASSWORD, and leave the address without."
        )
    if not host or port == 0:
        raise StoreError(
            f"The address {scheme}:// names no server. Write it as {scheme}://host or host:7687."
        )
    return uri


def _listed(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
