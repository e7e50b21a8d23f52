"""The script of a page: its modules, joined into one that a page holds inline.

The modules share one scope there, so no two modules of a page may declare the same name; see
docs/decisions/0020-scripts-as-modules.md.
"""

from __future__ import annotations

import re
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parent / "scripts"

_IMPORT = re.compile(r'^import (?:\{ \w+(?:, \w+)* \} from )?"([^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class)\b)", re.MULTILINE)


def modules_of(entry: str) -> list[Path]:
    """Return a module and all that it imports, in the order in which a browser would run them.

    Args:
        entry: the module's path in the folder of scripts.
    """
    found: dict[Path, None] = {}
    entered: set[Path] = set()

    def follow(module: Path) -> None:
        if module in entered:
            return
        entered.add(module)
        for address in _IMPORT.findall(script_text(module)):
            follow((module.parent / address).resolve())
        found[module] = None

    follow((SCRIPTS / entry).resolve())
    return list(found)


def joined(entry: str) -> str:
    """Return the text of a module with all that it imports, without imports and exports."""
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", script_text(path))) for path in modules_of(entry))


def script_text(path: Path) -> str:
    """Read a script; a browser hashes it with plain line feeds."""
    return path.read_text(encoding="utf-8").replace("\r\n", "\n").replace("\r", "\n")
