"""Rejected rows as a CSV file: mended there, they load again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sociogram.loaders.folder import quote
from sociogram.loaders.header_table import REJECT_TITLES
from sociogram.loaders.report import LoadReport, RejectedRow


def write_rejects(report: LoadReport, path: str | Path) -> list[Path]:
    """Write the rejected rows with the reason of each; return the files written.

    Sheets with the same titles share a file. Where several kinds of sheet have rejected rows, each
    has its own file, named after the sheet: ``rejects.people.csv``. The columns ``_file``, ``_line``,
    ``_column`` and ``_reason`` come first, and a load leaves them out.
    """
    path = Path(path)
    sheets: dict[tuple[str, ...], list[RejectedRow]] = {}
    for reject in report.rejects:
        sheets.setdefault(reject.header, []).append(reject)
    written = []
    for header, rejects in sheets.items():
        out = path
        if len(sheets) > 1:
            stem = Path(rejects[0].remark.file).stem
            out = path.with_name(f"{path.stem}.{stem}{path.suffix}")
        out.write_bytes(_content(header, rejects))
        written.append(out)
    return written


def _content(header: Sequence[str], rejects: Sequence[RejectedRow]) -> bytes:
    # A first column without a title was left out, and would not come first here.
    skip = 1 if header and not header[0].strip() else 0
    width = max(len(reject.cells) for reject in rejects)
    titles = [*REJECT_TITLES, *header[skip:], *[""] * (width - len(header))]
    lines = [titles]
    for reject in rejects:
        remark = reject.remark
        reason = f"{remark.message} {remark.cure}".strip()
        cells = [remark.file, str(remark.line), remark.column or "", reason, *reject.cells[skip:]]
        lines.append(cells + [""] * (len(titles) - len(cells)))
    return "".join(",".join(map(quote, cells)) + "\n" for cells in lines).encode("utf-8", "replace")
