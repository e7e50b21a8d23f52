"""``sociogram undo``."""

from __future__ import annotations

from pathlib import Path

import click

from sociogram.cli.folder_options import need_folder, print_restored, restore_options
from sociogram.cli.options import say


@click.command(
    epilog="""\b
Examples:
  sociogram undo -g drafts
  sociogram undo 3 -g my-graph --dry-run
"""
)
@restore_options
def undo(steps: int, folder: Path | None, dry_run: bool, wait: float) -> None:
    """Undo the last change of a data folder, or the last N changes.

    N counts from the last change; it is not a number in the log. Nothing is lost: redo restores them.
    """
    from sociogram.loaders.folder.undo import undo as take_back

    restored = take_back(need_folder(folder), steps, wait=wait, notify=say, dry_run=dry_run)
    print_restored(restored, *(["Would undo"] if dry_run else ["Undid", "redo"]))
    if steps > 1:
        say(
            f"These are the last {steps} changes. To take back number {steps} of the log alone, look at "
            f"`sociogram diff {steps - 1} {steps}` and write the old values with `sociogram set`."
        )
