"""The report of a bug in sociogram: one line for the user, and a file with the details."""

from __future__ import annotations

import os
import platform
import re
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from sociogram.graph.common.version import __version__

_SECRET = re.compile("PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|API_?KEY", re.IGNORECASE)
_SIGN_IN = re.compile(r"(?<=://)[^/\s@]+@")
_LONGEST_REASON = 200


def report(error: Exception) -> str:
    """Write the details of an error to a file that only the user can read; return a one-line message."""
    reason = _without_secrets(" ".join(f"{type(error).__name__}: {error}".split()))
    if len(reason) > _LONGEST_REASON:
        reason = f"{reason[:_LONGEST_REASON]}…"
    where = _write(_without_secrets(_details(error)))
    please = f"Please report it with the details in {where}" if where else "Please report it with the command"
    return f"This is a bug in sociogram {__version__}, not in your data ({reason}). {please}."


def _details(error: Exception) -> str:
    return (
        f"sociogram {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        f"command: {next((word for word in sys.argv[1:] if not word.startswith('-')), '')}\n\n"
        + "".join(traceback.format_exception(error))
    )


def _without_secrets(text: str) -> str:
    for name, value in os.environ.items():
        if _SECRET.search(name) and value:
            text = text.replace(value, "***")
    return _SIGN_IN.sub("***@", text)


def _write(text: str) -> Path | None:
    import platformdirs

    name = f"error-{datetime.now(UTC):%Y%m%dT%H%M%S}-"
    for folder in (platformdirs.user_state_path("sociogram"), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, path = tempfile.mkstemp(prefix=name, suffix=".txt", dir=folder)
            with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(text)
        except OSError:
            continue
        return Path(path)
    return None
