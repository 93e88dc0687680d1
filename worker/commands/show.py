"""`newsmill show`: a record as a page to look at."""

from typing import TYPE_CHECKING

import click

from worker.commands import complete_files, note

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tasks.record import Record

EPILOG = """\b
Examples:
  newsmill extract article.html | newsmill show - > article-facts.html
  newsmill show records.jsonl --output pages/ --open
  newsmill show records.jsonl --number 3 --text
  newsmill show https://www.example.org/news/1 --open

\b
ID is the id of a document as records have it, or your own id of a text that has no URL.
Its newest record is read from the store (NEWSMILL_STORE_URL); a FILE of that name goes first.
FILE is a record as JSON, or one a line as extract, run and consume print them; - is stdin.
On a terminal, and with --open, the page of one record is written to ID.html.
"""


@click.command(epilog=EPILOG)
@click.argument("source", metavar="ID|URL|FILE", shell_complete=complete_files)
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
) -> int:
    """Show a record as a page: the text with what was found in it, quotations, figures, a map.

    The page is one HTML file. It loads nothing and needs no network.
    """
    from itertools import chain, islice

    from tasks.errors import UsageError
    from worker.commands import prepare
    from worker.records import records_of

    if as_text and (output or opens):
        raise UsageError("--text prints to stdout: it takes neither --output nor --open")
    records = records_of(source, prepare, note)
    chosen = islice(records, number - 1, number) if number else records
    first = next(chosen, None)
    if first is None:
        raise UsageError(f"{source}: there is no record {number}")
    if as_text:
        return _print(chain([first], chosen))
    second = next(chosen, None)
    if second is None:
        return _write_one(first, output, opens=opens)
    if output is None:
        raise UsageError(
            f"{source} holds several records: name a directory for their pages with --output,"
            " or one of them with --number"
        )
    return _write_all(chain([first, second], chosen), output, opens=opens)


def _print(records: "Iterator[Record]") -> int:
    import sys

    from rich.console import Console

    from worker.showing.text import text

    console = Console(highlight=False, markup=False, emoji=False)
    for number, record in enumerate(records):
        with console.capture() as printed:
            if number:
                console.rule()
            console.print(text(record))
        # Not by rich, which has an exit code of its own for a pipe that is closed.
        sys.stdout.write(printed.get())
    return 0


def _write_one(record: "Record", output: str | None, *, opens: bool) -> int:
    """Write a page to stdout, or to a file where nobody could read it there."""
    import sys
    from pathlib import Path

    from worker.showing.files import file_name, write_page
    from worker.showing.page import page

    if output or opens or sys.stdout.isatty():
        return _wrote(write_page(record, Path(output or file_name(record))), opens=opens)
    sys.stdout.buffer.write(page(record).encode())
    return 0


def _write_all(records: "Iterator[Record]", folder: str, *, opens: bool) -> int:
    from pathlib import Path

    from worker.showing.files import write_pages

    return _wrote(write_pages(records, Path(folder)), opens=opens)


def _wrote(path: "Path", *, opens: bool) -> int:
    import webbrowser

    click.echo(f"newsmill: wrote {path}", err=True)
    if opens and not webbrowser.open(path.resolve().as_uri()):
        click.echo("newsmill: no browser could be opened", err=True)
        return 1
    return 0
