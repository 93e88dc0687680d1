"""`newsmill consume`."""

import re
from contextlib import closing
from itertools import islice

import click


def _entry_id(_context: click.Context, _option: click.Parameter, value: str) -> str:
    """Refuse what is no place in a stream."""
    if not re.fullmatch(r"\$|\d+(-\d+)?", value):
        raise click.BadParameter(
            f"{value!r} is no entry id: say 0, $ or an id such as 1700000000-0"
        )
    return value


@click.command(
    epilog="""\b
Examples:
  newsmill consume --group search --follow
  newsmill consume --group archive --from 0 --count 100 > records.jsonl
"""
)
@click.option("--group", default="newsmill-consume", show_default=True, help="Consumer group.")
@click.option(
    "--from",
    "begin",
    callback=_entry_id,
    default="0",
    show_default=True,
    metavar="ID",
    help="Where a new group begins: 0 is the oldest entry kept, $ only what comes.",
)
@click.option("--count", type=click.IntRange(min=1), help="End after that many records.")
@click.option("--follow", is_flag=True, help="Wait for more; without it, end when there are none.")
def command(group: str, begin: str, count: int | None, *, follow: bool) -> None:
    """Read the article stream as a consumer group; JSON Lines on stdout.

    A record is acknowledged once it has been written, so a crash repeats at most the record
    that was being written.
    """
    from worker.commands import prepare
    from worker.consuming.consumer import Consumer
    from worker.resources import WorkerResources, require_servers

    chosen = prepare()
    require_servers(chosen)
    consumer = Consumer(WorkerResources(chosen).texts, group, begin=begin)
    with closing(consumer.entries(follow=follow)) as entries:
        for entry in islice(entries, count):
            click.echo(entry.fields["record"])
            consumer.acknowledge(entry)
