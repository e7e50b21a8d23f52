"""What ``print`` and a notebook show of an object that has a text."""

from __future__ import annotations

from html import escape


class ShownAsText:
    """Shows the text of an object, as the command line writes it."""

    __slots__ = ()

    def to_text(self) -> str:
        """Return the object in words."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        return f"<pre>{escape(str(self))}</pre>"
