"""`newsmill show`: a record as a page to look at."""

from typing import TYPE_CHECKING

import click

from worker.commands import complete_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tasks.record import Record

EPILOG = """\b
Examples:
  newsmill extract article.html | newsmill show - > article-facts.html
  newsmill show records.jsonl --output pages/ --open
  newsmill show records.jsonl --number 3 --text
  newsmill show 44d9ec90d483a7ef63fdabcddf5ebd58 --open

\b
ID is the id of a document; its newest record is read from the store (NEWSMILL_STORE_URL).
FILE is a record as JSON, or one a line as extract, run and consume print them; - is stdin.
On a terminal, and with --open, the page of one record is written to ID.html.
"""


@click.command(epilog=EPILOG)
@click.argument("source", metavar="ID|FILE", shell_complete=complete_files)
@click.option("--text", "as_text", is_flag=True, help="Print to the terminal instead of a page.")
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="File of the page; directory of the pages and their index, of several records.",
)
@click.option("--number", type=click.IntRange(min=1), help="Show only that record of FILE.")
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
def command(
    source: str, output: str | None, number: int | None, *, as_text: bool, opens: bool
) -> int | None:
    """Show a record as a page: the text with what was found in it, quotations, figures, a map.

    The page is one HTML file. It loads nothing and needs no network.
    """
    from itertools import islice

    from tasks.errors import UsageError

    if as_text and (output or opens):
        raise UsageError("--text prints to stdout: it takes neither --output nor --open")
    records = _records(source)
    if number:
        records = islice(records, number - 1, number)
    if as_text:
        return _print(records)
    return _write(records, source, output, opens=opens)


def _records(source: str) -> "Iterator[Record]":
    import re
    from pathlib import Path

    from tasks.errors import UsageError
    from worker.showing.files import STDIN, records_of

    if source == STDIN or Path(source).exists():
        return records_of(source, lambda line: click.echo(f"newsmill: {line}", err=True))
    if not re.fullmatch(r"[0-9a-f]{32}", source):
        raise UsageError(f"{source}: neither a file nor the id of a document")
    return iter([_newest(source)])


def _newest(document_id: str) -> "Record":
    """Read the newest record of a document from the stream."""
    from config.settings import variable
    from tasks.errors import UsageError
    from tasks.record import Record
    from worker.commands import prepare
    from worker.resources import WorkerResources

    chosen = prepare()
    if chosen.servers.store_url is None:
        raise UsageError(
            f"{document_id} is no file, and {variable('store_url')} is not set: there is no store"
            " to look for a document in"
        )
    entry = WorkerResources(chosen).streams.newest(document_id)
    return Record.model_validate_json(entry.fields["record"])


def _print(records: "Iterator[Record]") -> int:
    from rich.console import Console

    from worker.showing.text import text

    console = Console(highlight=False, markup=False, emoji=False)
    found = False
    for record in records:
        if found:
            console.rule()
        found = True
        console.print(text(record))
    return _not_so_many(found=found)


def _write(records: "Iterator[Record]", source: str, output: str | None, *, opens: bool) -> int:
    """Write one page, or several and an index."""
    import sys
    from itertools import chain, islice
    from pathlib import Path

    from tasks.errors import UsageError
    from worker.showing.files import file_name, write_page, write_pages

    first = list(islice(records, 2))
    if len(first) > 1 and not output:
        raise UsageError(
            f"{source} holds several records: name a directory for their pages with --output,"
            " or one of them with --number"
        )
    if len(first) > 1:
        return _wrote(write_pages(chain(first, records), Path(output or "")), opens=opens)
    for record in first:
        if output or opens or sys.stdout.isatty():
            return _wrote(write_page(record, Path(output or file_name(record))), opens=opens)
        return _to_stdout(record)
    return _not_so_many(found=False)


def _to_stdout(record: "Record") -> int:
    import sys

    from worker.showing.page import page

    sys.stdout.buffer.write(page(record).encode())
    return 0


def _wrote(path: "Path", *, opens: bool) -> int:
    click.echo(f"newsmill: wrote {path}", err=True)
    if opens and not _opened(path):
        click.echo("newsmill: no browser could be opened", err=True)
        return 1
    return 0


def _opened(path: "Path") -> bool:
    import webbrowser

    return webbrowser.open(path.resolve().as_uri())


def _not_so_many(*, found: bool) -> int:
    """Say that there is no record of the number that was asked for."""
    from tasks.errors import UsageError

    if not found:
        raise UsageError("there are not so many records")
    return 0
