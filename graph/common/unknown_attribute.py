"""The error for an attribute that an object does not have, with what to write instead."""

from __future__ import annotations

from collections.abc import Mapping


def unknown_attribute(owner: object, name: str, meant: Mapping[str, str]) -> AttributeError:
    """Return the error.

    >>> print(unknown_attribute({}, "size", {"size": "len(d) counts the keys"}))
    'dict' object has no attribute 'size': len(d) counts the keys.

    Args:
        owner: the object.
        name: the attribute.
        meant: what to write instead, by attribute, as sentences without a full stop.
    """
    said = f": {meant[name]}." if name in meant else ""
    message = f"'{type(owner).__name__}' object has no attribute '{name}'{said}"
    return AttributeError(message, name=name, obj=owner)
