"""``sociogram cache``."""

from __future__ import annotations

import json
from datetime import datetime

import click

from sociogram.loaders.cache import cache_folder, cached_files
from sociogram.loaders.cache import clear as clear_cache


@click.group(epilog="\b\nExample:\n  sociogram cache info")
def cache() -> None:
    """Show or remove the cached indexes of large folders and files."""


@cache.command()
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def info(format_: str) -> None:
    """Show where the indexes are, how many there are, and their size."""
    indexes = [found for path, found in cached_files() if path.suffix == ".index"]
    size = sum(found.st_size for found in indexes)
    if format_ == "json":
        data = {"folder": str(cache_folder()), "indexes": len(indexes), "bytes": size}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    click.echo(f"folder   {cache_folder()}")
    click.echo(f"indexes  {len(indexes)}")
    click.echo(f"size     {size / 1e6:,.1f} MB")
    if indexes:
        last = datetime.fromtimestamp(max(found.st_mtime for found in indexes))
        click.echo(f"used     {last:%Y-%m-%d %H:%M}")


@cache.command()
def clear() -> None:
    """Remove all indexes; the next command that opens a folder reads its CSV files again."""
    count, size = clear_cache()
    click.echo(f"Removed {count} index{'' if count == 1 else 'es'}, {size / 1e6:,.1f} MB.")
