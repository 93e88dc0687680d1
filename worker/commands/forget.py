"""`newsmill forget`."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from worker.forgetting import Held


@click.command(
    epilog="""\b
Examples:
  newsmill forget --dry-run https://www.example.org/news/1
  newsmill forget 44d9ec90d483a7ef63fdabcddf5ebd58
  newsmill forget --yes my-17

\b
ID is the id of a document as records have it, or your own id of a text that has no URL.
"""
)
@click.argument("names", nargs=-1, required=True, metavar="ID|URL…")
@click.option("--dry-run", is_flag=True, help="Say what would go, and do nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(names: tuple[str, ...], *, dry_run: bool, yes: bool) -> None:
    """Withdraw documents: consumers are told, and what the store holds of them is deleted.

    Exit code 1 when a document is not known; then none is forgotten.
    """
    from worker.celery import create_app
    from worker.commands import prepare
    from worker.forgetting import forget, held

    app = create_app(prepare())
    found = held(app.resources, names)
    for one in found:
        click.echo(_told(one))
    if dry_run:
        return
    if not yes:
        click.confirm("Forget that for good?", abort=True, err=True)
    forget(app, [one.document for one in found])
    click.echo(
        "newsmill: done; what consumers have read, WARC files, logs and backups of the store are"
        " yours to delete",
        err=True,
    )


def _told(one: "Held") -> str:
    """Say what of a document there is, and goes."""
    if one.versions is None:
        published = "never published"
    elif one.versions.withdrawn:
        published = "already withdrawn"
    else:
        published = f"version {one.versions.number}, entries: {len(one.versions.entries)}"
    return f"{one.document}  {published}, jobs: {len(one.jobs)}"
