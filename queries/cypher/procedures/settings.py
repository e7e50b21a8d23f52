"""Check the map of settings of an ``algo.…`` procedure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sociogram.graph.common.text import nearest_spelling
from sociogram.graph.errors import CypherArgumentError, CypherTypeError
from sociogram.queries.cypher.values.comparison import type_name
from sociogram.queries.cypher.values.references import article, shown


class Settings:
    """The settings that a query gives a procedure; each is checked when it is read.

    Args:
        procedure: the name of the procedure, for messages.
        given: the map; a null value counts as missing.
        known: the names of the procedure's settings.
    """

    __slots__ = ("given", "procedure")

    def __init__(self, procedure: str, given: Any, known: Sequence[str]) -> None:
        self.procedure: str = procedure
        if given is not None and not isinstance(given, Mapping):
            raise CypherTypeError(
                f"{procedure} expects a MAP of settings, not {shown(given)}, {article(type_name(given))}.",
                detail="InvalidArgumentType",
                hint=f"Its settings are {', '.join(known)}.",
            )
        self.given = {key: value for key, value in (given or {}).items() if value is not None}
        for key in self.given:
            if key not in known:
                near = nearest_spelling(key, known)
                raise CypherArgumentError(
                    f"{procedure} has no setting {key}.",
                    detail="UnknownSetting",
                    hint=f"Did you mean {near}?" if near else f"Its settings are {', '.join(known)}.",
                )

    def names(self, key: str, there: Sequence[str], what: str) -> tuple[str, ...] | None:
        """Return labels or types, which must exist in the graph; None without the setting."""
        value = self.given.get(key)
        if value is None:
            return None
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise self._wrong_type(key, "a LIST<STRING>", value)
        if not names:
            raise self._wrong(key, f"names no {what}", f"Omit {key} for the default.")
        for name in names:
            if name not in there:
                near = nearest_spelling(name, there)
                hint = f"Did you mean {near}?" if near else f"The graph has {', '.join(there) or 'none'}."
                raise self._wrong(key, f"names the {what} {name}, which the graph does not have", hint)
        return tuple(dict.fromkeys(names))

    def name(self, key: str, there: Sequence[str], what: str) -> str | None:
        """Return a name, which must exist in the graph; None without the setting."""
        value = self.given.get(key)
        if value is not None and not isinstance(value, str):
            raise self._wrong_type(key, "a STRING", value)
        found = self.names(key, there, what)
        return found[0] if found else None

    def choice(self, key: str, choices: Sequence[str], usual: str) -> str:
        """Return one of several keywords, ignoring case."""
        value = self.given.get(key, usual)
        if not isinstance(value, str):
            raise self._wrong_type(key, "a STRING", value)
        if value.upper() not in choices:
            raise self._wrong(key, f"is {value!r}", f"Use one of {', '.join(choices)}.")
        return value.upper()

    def flag(self, key: str, *, usual: bool) -> bool:
        """Return a truth value."""
        value = self.given.get(key, usual)
        if not isinstance(value, bool):
            raise self._wrong_type(key, "a BOOLEAN", value)
        return value

    def number(self, key: str, usual: float, least: float, below: float) -> float:
        """Return a number of at least ``least`` and less than ``below``."""
        value = self.given.get(key, usual)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._wrong_type(key, "a number", value)
        if not least <= value < below:
            limit = f" and less than {below:g}" if below < float("inf") else ""
            raise self._wrong(key, f"is {value:g}", f"Use {least:g} or more{limit}.")
        return float(value)

    def integer(self, key: str, usual: int | None, least: int) -> int | None:
        """Return an integer of at least ``least``."""
        value = self.given.get(key, usual)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._wrong_type(key, "an INTEGER", value)
        if value < least:
            raise self._wrong(key, f"is {value}", f"Use {least} or more.")
        return value

    def _wrong(self, key: str, found: str, hint: str) -> CypherArgumentError:
        return CypherArgumentError(
            f"The setting {key} of {self.procedure} {found}.", detail="InvalidArgumentValue", hint=hint
        )

    def _wrong_type(self, key: str, wanted: str, value: Any) -> CypherTypeError:
        return CypherTypeError(
            f"The setting {key} of {self.procedure} must be {wanted}, not {shown(value)}, "
            f"{article(type_name(value))}.",
            detail="InvalidArgumentType",
        )
