"""``sociogram cache``."""

from __future__ import annotations

import json
from datetime import datetime

import click

from sociogram.loaders.cache import cache_folder, cached_files
from sociogram.loaders.cache import clear as clear_cache


@click.group(epilog="\b\nExample:\n  sociogram cache info")
def cache() -> None:
    """Show or remove the cached tables of large folders and files."""


@cache.command()
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def info(format_: str) -> None:
    """Show where the table files are, how many there are, and their size."""
    files = [found for path, found in cached_files() if path.suffix == ".tables"]
    size = sum(found.st_size for found in files)
    if format_ == "json":
        data = {"folder": str(cache_folder()), "table_files": len(files), "bytes": size}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    click.echo(f"folder       {cache_folder()}")
    click.echo(f"table files  {len(files)}")
    click.echo(f"size         {size / 1e6:,.1f} MB")
    if files:
        last = datetime.fromtimestamp(max(found.st_mtime for found in files))
        click.echo(f"used         {last:%Y-%m-%d %H:%M}")


@cache.command()
def clear() -> None:
    """Remove all cached tables; the next command that opens a folder reads its CSV files again."""
    count, size = clear_cache()
    click.echo(f"Removed {count} table file{'' if count == 1 else 's'}, {size / 1e6:,.1f} MB.")
