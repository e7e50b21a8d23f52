"""``sociogram redo``."""

from __future__ import annotations

from pathlib import Path

import click

from sociogram.cli.folder_options import need_folder, print_restored, restore_options
from sociogram.cli.options import say


@click.command(
    epilog="""\b
Examples:
  sociogram redo -g drafts
  sociogram redo 3 -g my-graph --dry-run
"""
)
@restore_options
def redo(steps: int, folder: Path | None, dry_run: bool, wait: float) -> None:
    """Redo the change that undo undid last, or the last N changes."""
    from sociogram.loaders.folder.undo import redo as do_again

    restored = do_again(need_folder(folder), steps, wait=wait, notify=say, dry_run=dry_run)
    print_restored(restored, *(["Would redo"] if dry_run else ["Redid", "undo"]))
