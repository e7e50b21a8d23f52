"""``sociogram queries list|show|check``."""

from __future__ import annotations

from pathlib import Path

import click

from sociogram.cli.actor_options import actor_options
from sociogram.cli.options import complete_queries, folders_option, graph_option, open_graph


@click.group()
def queries() -> None:
    """List, show and check the stored queries."""


@queries.command("list", epilog="\b\nExample:\n  sociogram queries list")
@folders_option
def list_(folders: tuple[Path, ...]) -> None:
    """List the stored queries, each with its title."""
    from sociogram.queries.stored.catalogue import Catalogue

    stored = Catalogue(folders).all()
    width = max(len(query.name) for query in stored)
    for query in stored:
        click.echo(f"{query.name:<{width}}  {query.title}")


@queries.command("show", epilog="\b\nExample:\n  sociogram queries show connections-of")
@click.argument("name", shell_complete=complete_queries)
@folders_option
def show(name: str, folders: tuple[Path, ...]) -> None:
    """Show the text of a stored query. It runs in Neo4j Browser unless its header has derived rows."""
    from sociogram.queries.stored.catalogue import Catalogue

    stored = Catalogue(folders).get(name)
    click.echo(stored.text, nl=False)
    if stored.derived:
        rows = ", ".join(f"${derived.family}" for derived in stored.derived)
        click.echo(
            f"The rows of {rows} come from sociogram: run this query with `sociogram query {name}`. "
            "It does not run in Neo4j Browser as it stands.",
            err=True,
        )


@queries.command("check", epilog="\b\nExample:\n  sociogram queries check my-queries/*.cypher")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@graph_option
@actor_options
@folders_option
def check(files: tuple[Path, ...], source: str | None, folders: tuple[Path, ...]) -> None:
    """Parse each query, report unknown labels, types, properties and parameters, and run it.

    Without FILES, those in the folders of --queries, or else those of sociogram. "no data" means that the
    graph lacks what a query of sociogram's own is about; the query is not at fault.
    """
    from sociogram.queries.stored.catalogue import Catalogue, read_stored_query
    from sociogram.queries.stored.validate import check_stored_query

    own = [file for folder in folders for file in sorted(folder.glob("*.cypher"))]
    stored = [read_stored_query(file) for file in files or own] or Catalogue(folders).all()
    failed = 0
    with open_graph(source, queries=folders) as graph:
        for query in stored:
            faults, lacking = check_stored_query(graph.store, query)
            failed += bool(faults)
            outcome = "failed" if faults else "no data" if lacking else "ok"
            click.echo(f"{outcome:<8}  {query.name}")
            for finding in (*faults, *lacking):
                click.echo(f"          {finding}")
    if failed:
        click.echo(f"{failed} of {len(stored)} queries failed.", err=True)
        raise click.exceptions.Exit(1)
