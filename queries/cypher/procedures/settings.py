"""The map of settings that an ``algo.…`` procedure takes: what it may hold, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sociogram.graph.errors import CypherArgumentError, CypherTypeError
from sociogram.queries.cypher.syntax.source_text import nearest
from sociogram.queries.cypher.values.comparison import type_name
from sociogram.queries.cypher.values.references import article, shown


class Settings:
    """Settings as the query gave them; each is checked when it is asked for.

    Args:
        procedure: its name, for messages.
        given: the map; a null in it is as if it were not there.
        known: the settings that the procedure has.
    """

    __slots__ = ("given", "procedure")

    def __init__(self, procedure: str, given: Any, known: Sequence[str]) -> None:
        self.procedure: str = procedure
        if given is not None and not isinstance(given, Mapping):
            raise CypherTypeError(
                f"{procedure} takes a MAP of settings, not {shown(given)}, {article(type_name(given))}.",
                detail="InvalidArgumentType",
                hint=f"It has {', '.join(known)}.",
            )
        self.given = {key: value for key, value in (given or {}).items() if value is not None}
        for key in self.given:
            if key not in known:
                near = nearest(key, list(known))
                raise CypherArgumentError(
                    f"{procedure} has no setting {key}.",
                    detail="UnknownSetting",
                    hint=f"Did you mean {near}?" if near else f"It has {', '.join(known)}.",
                )

    def names(self, key: str, there: Sequence[str], what: str) -> tuple[str, ...] | None:
        """Return a list of labels or types that are all in the graph; None where none is given."""
        value = self.given.get(key)
        if value is None:
            return None
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise self._wrong_type(key, "a LIST<STRING>", value)
        if not names:
            raise self._wrong(key, f"names no {what}", f"Leave {key} out for the usual choice.")
        for name in names:
            if name not in there:
                near = nearest(name, list(there))
                hint = f"Did you mean {near}?" if near else f"It has {', '.join(there) or 'none'}."
                raise self._wrong(key, f"names the {what} {name}, which the graph has not", hint)
        return tuple(dict.fromkeys(names))

    def name(self, key: str, there: Sequence[str], what: str) -> str | None:
        """Return one name out of those that there are; None where it is not given."""
        value = self.given.get(key)
        if value is not None and not isinstance(value, str):
            raise self._wrong_type(key, "a STRING", value)
        found = self.names(key, there, what)
        return found[0] if found else None

    def choice(self, key: str, choices: Sequence[str], usual: str) -> str:
        """Return one of some words, in whatever case it is written."""
        value = self.given.get(key, usual)
        if not isinstance(value, str):
            raise self._wrong_type(key, "a STRING", value)
        if value.upper() not in choices:
            raise self._wrong(key, f"is {value!r}", f"It is one of {', '.join(choices)}.")
        return value.upper()

    def flag(self, key: str, *, usual: bool) -> bool:
        """Return a truth value."""
        value = self.given.get(key, usual)
        if not isinstance(value, bool):
            raise self._wrong_type(key, "a BOOLEAN", value)
        return value

    def number(self, key: str, usual: float, least: float, below: float) -> float:
        """Return a number from ``least`` up to, and not with, ``below``."""
        value = self.given.get(key, usual)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._wrong_type(key, "a number", value)
        if not least <= value < below:
            limit = f" and less than {below:g}" if below < float("inf") else ""
            raise self._wrong(key, f"is {value:g}", f"It is {least:g} or more{limit}.")
        return float(value)

    def integer(self, key: str, usual: int | None, least: int) -> int | None:
        """Return an integer that is not less than ``least``."""
        value = self.given.get(key, usual)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._wrong_type(key, "an INTEGER", value)
        if value < least:
            raise self._wrong(key, f"is {value}", f"It is {least} or more.")
        return value

    def _wrong(self, key: str, found: str, hint: str) -> CypherArgumentError:
        return CypherArgumentError(
            f"The setting {key} of {self.procedure} {found}.", detail="InvalidArgumentValue", hint=hint
        )

    def _wrong_type(self, key: str, wanted: str, value: Any) -> CypherTypeError:
        return CypherTypeError(
            f"The setting {key} of {self.procedure} is {wanted}, not {shown(value)}, "
            f"{article(type_name(value))}.",
            detail="InvalidArgumentType",
        )
