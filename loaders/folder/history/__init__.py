"""The history of a data folder: its events and earlier versions.

Input: the files before and after each write. Output: the events of the folder, any earlier version of its
files, and the rows that differ between two versions.
"""

from sociogram.loaders.folder.history.changes import Cells, RowChange, changed_rows
from sociogram.loaders.folder.history.corrected_cells import CorrectedCells
from sociogram.loaders.folder.history.events import Event, RowCounts
from sociogram.loaders.folder.history.history import NOT_RECORDED, History, Step, in_git, step_of, user_name

__all__ = [
    "NOT_RECORDED",
    "Cells",
    "CorrectedCells",
    "Event",
    "History",
    "RowChange",
    "RowCounts",
    "Step",
    "changed_rows",
    "in_git",
    "step_of",
    "user_name",
]
