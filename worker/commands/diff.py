"""`newsmill diff`: what differs between two versions of a document."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worker.resources import WorkerResources
    from worker.showing.difference_text import Compared
    from worker.store.streams import StoredVersion

EPILOG = """\b
Examples:
  newsmill diff 44d9ec90d483a7ef63fdabcddf5ebd58
  newsmill diff 44d9ec90d483a7ef63fdabcddf5ebd58 --from 1 --to 4
  newsmill diff https://www.example.org/news/1 --json | jq .facts

\b
ID is the id of a document as records have it, or your own id of a text that has no URL.
The versions are read from the stream (NEWSMILL_STORE_URL), as long as it holds them.
Where there is no colour, [-gone-] and {+new+} mark words of the text.
"""


@click.command(epilog=EPILOG)
@click.argument("name", metavar="ID|URL")
@click.option(
    "--from", "first", type=click.IntRange(min=1), help="Version before; else the one before --to."
)
@click.option("--to", "last", type=click.IntRange(min=1), help="Version now; else the newest.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
def command(name: str, first: int | None, last: int | None, *, as_json: bool) -> int:
    """Show what differs between two versions of a document: metadata, facts, words.

    Without options, the newest version beside the one before.
    """
    import sys

    from worker.store.naming import document_named

    resources = _resources()
    document = document_named(resources.texts, name)
    compared = _compared(resources.streams.versions(document), document, first, last)
    # Not by rich, which has an exit code of its own for a pipe that is closed.
    sys.stdout.write(_json(compared) if as_json else _text(compared))
    return 0


def _resources() -> "WorkerResources":
    from config.settings import variable
    from tasks.errors import UsageError
    from worker.commands import prepare
    from worker.resources import WorkerResources

    chosen = prepare()
    if chosen.servers.store_url is None:
        raise UsageError(f"{variable('store_url')} is not set: there is no store to look in")
    return WorkerResources(chosen)


def _compared(
    versions: "Iterator[StoredVersion]", document: str, first: int | None, last: int | None
) -> "Compared":
    """Take two versions of a document out of all.

    Args:
        versions: the newest first.
        document: whose they are.
        first: the number of the one before; by default that before the last.
        last: the number of the one now; by default the newest.

    Raises:
        UsageError: they are no two versions of this document with a text.
        RecordGone: one of them is no longer on the stream.
    """
    from itertools import chain

    from worker.showing.difference_text import Compared
    from worker.store import keys
    from worker.store.streams import RecordGone

    newest = next(versions, None)
    if newest is None:
        raise RecordGone(f"the newest record of {document} cannot be read")
    wanted = _wanted(newest, document, first, last)
    found: dict[int, StoredVersion] = {}
    for stored in chain([newest], versions):
        if stored.number in wanted:
            _refuse_withdrawn(stored, document)
            found[stored.number] = stored
        if len(found) == len(wanted):
            return Compared(*(found[number] for number in wanted))
    gone = min(set(wanted) - set(found))
    raise RecordGone(f"version {gone} of {document} is no longer on {keys.ARTICLES.name}")


def _wanted(
    newest: "StoredVersion", document: str, first: int | None, last: int | None
) -> tuple[int, int]:
    """Give the numbers of two versions that the document has had."""
    from tasks.errors import UsageError

    _refuse_withdrawn(newest, document)
    if newest.number == 1:
        raise UsageError(f"{document} has one version: there is nothing to compare it with")
    last = last or newest.number
    first = first or last - 1
    if not (1 <= first <= newest.number and 1 <= last <= newest.number) or first == last:
        raise UsageError(
            f"{document} has the versions 1 to {newest.number}: name two with --from and --to"
        )
    return first, last


def _refuse_withdrawn(stored: "StoredVersion", document: str) -> None:
    from tasks.errors import UsageError

    if stored.change == "withdrawn":
        raise UsageError(f"version {stored.number} of {document} withdrew it: it is empty")


def _text(compared: "Compared") -> str:
    from rich.console import Console

    from worker.showing.difference_text import text
    from worker.showing.differences import differences

    console = Console(highlight=False, markup=False, emoji=False)
    colour = console.color_system is not None and not console.no_color
    with console.capture() as printed:
        found = differences(compared.before.record, compared.now.record)
        # A line of a file or a pipe is a paragraph: only a terminal has an end to wrap at.
        console.print(text(compared, found, colour=colour), soft_wrap=not console.is_terminal)
    return printed.get()


def _json(compared: "Compared") -> str:
    import json

    from worker.showing.differences import differences

    before, now = compared
    found = differences(before.record, now.record)
    passages = [one._asdict() for one in found.passages or () if not one.same]
    value = {
        "id": now.record.id,
        "title": now.record.content.title,
        "from": {"version": before.number, "entry": before.entry_id, "at": before.at.isoformat()},
        "to": {"version": now.number, "entry": now.entry_id, "at": now.at.isoformat()},
        "metadata": [said._asdict() for said in found.metadata],
        "facts": [change.model_dump(exclude_none=True) for change in found.facts],
        "text": None if found.passages is None else passages,
    }
    return f"{json.dumps(value, ensure_ascii=False)}\n"
