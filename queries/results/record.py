"""The rows of a result."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar, SupportsIndex


class Record(tuple[Any, ...]):
    """A row: a tuple of values that are also accessible by column name, as in ``record["name"]``.

    >>> row = graph.run("RETURN 'Ada' AS name, 1815 AS born")[0]
    >>> row["name"], row[1]
    ('Ada', 1815)
    """

    __slots__ = ()
    columns: ClassVar[tuple[str, ...]] = ()

    def __getitem__(self, key: str | SupportsIndex | slice) -> Any:
        if isinstance(key, str):
            try:
                key = self.columns.index(key)
            except ValueError:
                raise KeyError(f"no column {key!r}; there are {', '.join(self.columns)}") from None
        return tuple.__getitem__(self, key)

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value of a column, or ``default`` if the record has no such column.

        >>> row = graph.run("RETURN 'Ada' AS name, 1815 AS born")[0]
        >>> row.get("died", "unknown")
        'unknown'
        """
        return self[key] if key in self.columns else default

    def keys(self) -> tuple[str, ...]:
        """Return the names of the columns.

        >>> row = graph.run("RETURN 'Ada' AS name, 1815 AS born")[0]
        >>> row.keys()
        ('name', 'born')
        """
        return self.columns

    def values(self) -> tuple[Any, ...]:
        """Return the values, in the order of the columns.

        >>> row = graph.run("RETURN 'Ada' AS name, 1815 AS born")[0]
        >>> row.values()
        ('Ada', 1815)
        """
        return tuple(self)

    def data(self) -> dict[str, Any]:
        """Return the row as a dict.

        >>> row = graph.run("RETURN 'Ada' AS name, 1815 AS born")[0]
        >>> row.data()
        {'name': 'Ada', 'born': 1815}
        """
        return dict(zip(self.columns, self, strict=True))

    def __repr__(self) -> str:
        return f"<Record {', '.join(f'{name}={value!r}' for name, value in self.data().items())}>"


@lru_cache(maxsize=256)
def record_class(columns: tuple[str, ...]) -> type[Record]:
    """Return the class of records with these columns, so that the names are stored once per query."""
    return type("Record", (Record,), {"__slots__": (), "columns": columns})
