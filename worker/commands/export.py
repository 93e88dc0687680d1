"""`newsmill export`: records in the forms of others."""

from typing import IO, TYPE_CHECKING

import click

from worker.commands import FAILED, complete_files, note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tasks.record import Record

NAMES = ("jsonld", "plover")

EPILOG = """\b
Examples:
  newsmill export records.jsonl --format jsonld > articles.jsonl
  newsmill consume | newsmill export - --format plover --output events.jsonl
  newsmill export https://www.example.org/news/1 --format jsonld

\b
ID is the id of a document as records have it, or your own id of a text that has no URL.
Its newest record is read from the store (NEWSMILL_STORE_URL); a FILE of that name goes first.
FILE is a record as JSON, or one a line as extract, run and consume print them; - is stdin.
jsonld is a NewsArticle of schema.org, one a record; plover is a line for each event.
"""


@click.command(epilog=EPILOG)
@click.argument("source", metavar="ID|URL|FILE", shell_complete=complete_files)
@click.option("--format", "name", type=click.Choice(NAMES), required=True, help="What to write.")
@click.option(
    "-o",
    "--output",
    type=click.File("w", encoding="utf-8", atomic=True),
    default="-",
    metavar="FILE",
    help="Where to; stdout without it.",
)
def command(source: str, name: str, output: IO[str]) -> int:
    """Write records as JSON-LD of schema.org, or their events as PLOVER lines.

    One JSON object a line. What is no record is said, with its line, and the others go on; the
    exit code is then 1. A withdrawn record, and a page that is no article, give nothing.
    """
    import json

    from tasks.errors import UsageError
    from tasks.exporting import FORMATS
    from worker.commands import prepare
    from worker.records import records_of

    refused: list[UsageError] = []

    def refuse(error: UsageError) -> None:
        refused.append(error)
        note(error.message)

    for record in _articles(records_of(source, prepare, note, refuse)):
        for made in FORMATS[name](record):
            output.write(json.dumps(made, ensure_ascii=False) + "\n")
    return FAILED if refused else 0


def _articles(records: "Iterator[Record]") -> "Iterator[Record]":
    from tasks.exporting import nothing_because

    for record in records:
        why = nothing_because(record)
        if why is None:
            yield record
        else:
            note(f"{record.id}: nothing to export: {why}")
