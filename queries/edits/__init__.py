"""Corrections on any store: merge, rename, split, remove and set.

The input is names and ids as a user gives them. The output is a ``Correction``: the changed rows, and how to
undo the changes.
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
