"""Writes rejected rows as a CSV file, which can be corrected and loaded."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from sociogram.graph.common.files import atomic_writer
from sociogram.loaders.folder.overwriting import check_output, files_of_graph
from sociogram.loaders.folder.tables.table_text import quote
from sociogram.loaders.headers.vocabulary.aliases import REJECT_TITLES
from sociogram.loaders.readers.formats import STANDARD_INPUT
from sociogram.loaders.report import LoadReport, RejectedRow


def write_rejects(report: LoadReport, path: str | os.PathLike[str], *, overwrite: bool = False) -> list[Path]:
    """Write the rejected rows with the reason of each; return the files written.

    Sheets with the same titles share a file. If several kinds of sheet have rejected rows, each has its own
    file, named after the sheet: ``rejects.people.csv``. The columns ``_file``, ``_line``, ``_column`` and
    ``_reason`` come first; a load ignores them.

    Args:
        report: the report of the load.
        path: the file to write.
        overwrite: allow it to replace a loaded sheet or a file of the graph.

    Raises:
        OverwriteError: a file to write was loaded, or belongs to the graph; nothing is written.
        StoreError: a file cannot be written.
    """
    path = Path(path)
    sheets: dict[tuple[str, ...], list[RejectedRow]] = {}
    for reject in report.rejects:
        sheets.setdefault(reject.header, []).append(reject)
    contents: dict[Path, str] = {}
    for header, rejects in sheets.items():
        out = path if len(sheets) == 1 else _derived(path, rejects[0].remark.file, contents)
        contents[out] = _content(header, rejects)
    inputs = _inputs((file.path for file in report.files), report.target)
    for out in contents:
        check_output(out, inputs=inputs, overwrite=overwrite)
    for out, content in contents.items():
        with atomic_writer(out) as file:
            file.write(content)
    return list(contents)


def check_rejects(
    path: str | os.PathLike[str],
    files: Iterable[str | os.PathLike[str]],
    target: str | None,
    *,
    others: Iterable[str | os.PathLike[str]] = (),
) -> None:
    """Check, before a load, that a file for rejected rows would replace no sheet and no file of the graph.

    The names derived from it for several kinds of sheet are checked, too.

    Args:
        path: the file for rejected rows.
        files: the sheets.
        target: the folder of the graph; None for a server.
        others: further files that the load reads: texts, decisions.

    Raises:
        OverwriteError: names the file, and how to allow it.
    """
    path, sheets = Path(path), [str(file) for file in files]
    inputs = [*_inputs(sheets, target), *map(Path, others)]
    for out in [path, *(_derived(path, sheet, ()) for sheet in sheets)]:
        check_output(out, inputs=inputs)


def _derived(path: Path, sheet: str, taken: Iterable[Path]) -> Path:
    """Return the file for one kind of sheet; a number distinguishes sheets of the same name."""
    file, _, part = sheet.partition("[")
    stem = ".".join(filter(None, (path.stem, Path(file).stem, part.rstrip("]").replace("/", "-"))))
    out, number = path.with_name(f"{stem}{path.suffix}"), 1
    while out in taken:
        number += 1
        out = path.with_name(f"{stem}.{number}{path.suffix}")
    return out


def _inputs(files: Iterable[str], target: str | None) -> list[Path]:
    sheets = [Path("/dev/stdin" if file == STANDARD_INPUT else file) for file in files]
    return [*sheets, *(files_of_graph(target) if target else ())]


def _content(header: Sequence[str], rejects: Sequence[RejectedRow]) -> str:
    # A first column without a title was ignored, and would not come first here.
    skip = 1 if header and not header[0].strip() else 0
    width = max(len(reject.cells) for reject in rejects)
    titles = [*REJECT_TITLES, *header[skip:], *[""] * (width - len(header))]
    lines = [titles]
    for reject in rejects:
        remark = reject.remark
        reason = f"{remark.message} {remark.cure}".strip()
        cells = [remark.file, str(remark.line), remark.column or "", reason, *reject.cells[skip:]]
        lines.append(cells + [""] * (len(titles) - len(cells)))
    text = "".join(",".join(map(quote, cells)) + "\n" for cells in lines)
    return text.encode("utf-8", "replace").decode("utf-8")
