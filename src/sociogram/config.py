"""Settings of a graph in ``sociogram.toml``, beside a data folder or elsewhere."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sociogram.graph.actor_rules import ActorChoice
from sociogram.graph.common.text import did_you_mean, nearest
from sociogram.graph.errors import DataError, StoreError

FILE = "sociogram.toml"
VARIABLE = "SOCIOGRAM_CONFIG"
_KEYS = ("actors", "name", "dates")


def actor_choice(
    path: Path | None,
    actors: str | Sequence[str] | None,
    name: str | Sequence[str] | None,
    dates: str | Sequence[str] | None = None,
) -> ActorChoice:
    """Return the settings: the arguments, else those in ``$SOCIOGRAM_CONFIG`` or beside the graph.

    Args:
        path: the folder or file of the graph, if it has one.
        actors: labels; None if not given.
        name: properties with names; None if not given.
        dates: properties with the beginning and the end of a tie; None if not given.

    Raises:
        DataError: the file is invalid.
        StoreError: the file in ``$SOCIOGRAM_CONFIG`` does not exist.
    """
    given = {"actors": actors, "name": name, "dates": dates}
    settings = {} if None not in given.values() else _read(path)
    chosen = (_listed(settings.get(key) if value is None else value) for key, value in given.items())
    return ActorChoice(*chosen)


def _listed(value: str | Sequence[str] | None) -> tuple[str, ...]:
    words = value.split(",") if isinstance(value, str) else value or ()
    return tuple(word.strip() for word in words if word.strip())


def _read(path: Path | None) -> dict[str, Any]:
    if named := os.environ.get(VARIABLE):
        file = Path(named)
        if not file.is_file():
            raise StoreError(f"${VARIABLE} names {file}, but there is no such file.")
    elif path is not None and (path.absolute().parent / FILE).is_file():
        file = path.absolute().parent / FILE
    else:
        return {}
    try:
        settings = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"The file cannot be read: {error}.", file=str(file)) from error
    for key, value in settings.items():
        _check(key, value, file)
    return settings


def _check(key: str, value: object, file: Path) -> None:
    if key not in _KEYS:
        offer = did_you_mean(nearest(key, _KEYS)) or f"It may hold {', '.join(_KEYS[:-1])} and {_KEYS[-1]}."
        raise DataError(f"'{key}' is not known here.", file=str(file), cure=offer)
    if not isinstance(value, str) and not (
        isinstance(value, list) and all(isinstance(word, str) for word in value)
    ):
        raise DataError(
            f"'{key}' is neither a text nor a list of texts.",
            file=str(file),
            cure=f'Write {key} = ["…", "…"].',
        )
