"""`newsmill diff`: what differs between two versions of a document."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from worker.showing.difference_text import Compared
    from worker.store.streams import Streams

EPILOG = """\b
Examples:
  newsmill diff 44d9ec90d483a7ef63fdabcddf5ebd58
  newsmill diff 44d9ec90d483a7ef63fdabcddf5ebd58 --from 1 --to 4
  newsmill diff 44d9ec90d483a7ef63fdabcddf5ebd58 --json | jq .facts

\b
ID is the id of a document. Its versions are read from the stream (NEWSMILL_STORE_URL), as long as
that holds them. Where there is no colour, [-gone-] and {+new+} mark words of the text.
"""


@click.command(epilog=EPILOG)
@click.argument("document_id", metavar="ID")
@click.option(
    "--from", "first", type=click.IntRange(min=1), help="Version before; else the one before --to."
)
@click.option("--to", "last", type=click.IntRange(min=1), help="Version now; else the newest.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
def command(document_id: str, first: int | None, last: int | None, *, as_json: bool) -> int:
    """Show what differs between two versions of a document: metadata, facts, words.

    Without options, the newest version beside the one before.
    """
    import sys

    compared = _compared(_streams(document_id), document_id, first, last)
    # Not by rich, which has an exit code of its own for a pipe that is closed.
    sys.stdout.write(_json(compared) if as_json else _text(compared))
    return 0


def _streams(document_id: str) -> "Streams":
    import re

    from config.settings import variable
    from tasks.errors import UsageError
    from worker.commands import prepare
    from worker.resources import WorkerResources

    if not re.fullmatch(r"[0-9a-f]{32}", document_id):
        raise UsageError(f"{document_id}: not the id of a document")
    chosen = prepare()
    if chosen.servers.store_url is None:
        raise UsageError(f"{variable('store_url')} is not set: there is no store to look in")
    return WorkerResources(chosen).streams


def _compared(
    streams: "Streams", document_id: str, first: int | None, last: int | None
) -> "Compared":
    """Read two versions of a document.

    Raises:
        UsageError: they are no two versions of this document with a text.
        RecordGone: one of them is no longer on the stream.
    """
    from tasks.errors import UsageError
    from worker.showing.difference_text import Compared

    newest = streams.version(document_id).number
    last = last or newest
    first = first or last - 1
    if newest == 1:
        raise UsageError(f"{document_id} has one version: there is nothing to compare it with")
    if not 1 <= first <= newest or not 1 <= last <= newest or first == last:
        raise UsageError(
            f"{document_id} has the versions 1 to {newest}: name two with --from and --to"
        )
    found = Compared(streams.version(document_id, first), streams.version(document_id, last))
    for stored in found:
        if stored.change == "withdrawn":
            raise UsageError(f"version {stored.number} of {document_id} withdrew it: it is empty")
    return found


def _text(compared: "Compared") -> str:
    from rich.console import Console

    from worker.showing.difference_text import text
    from worker.showing.differences import differences

    console = Console(highlight=False, markup=False, emoji=False)
    colour = console.color_system is not None and not console.no_color
    with console.capture() as printed:
        found = differences(compared.before.record, compared.now.record)
        console.print(text(compared, found, colour=colour))
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
