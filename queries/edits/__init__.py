"""Corrections on any store: merging, renaming, splitting, removing and setting.

Input: names and ids as a user gives them. Output: a ``Correction``, with the changed rows and a way to undo
them.
"""

from sociogram.queries.edits.correction import Correction
from sociogram.queries.edits.moving import plan_remove, plan_split
from sociogram.queries.edits.plans import Plan, plan_merge, plan_rename
from sociogram.queries.edits.run import correct
from sociogram.queries.edits.setting import plan_set

__all__ = [
    "Correction",
    "Plan",
    "correct",
    "plan_merge",
    "plan_remove",
    "plan_rename",
    "plan_set",
    "plan_split",
]
