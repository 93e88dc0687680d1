"""`newsmill consume`."""

import re
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from worker.consuming.consumer import Consumer


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
  newsmill consume --group archive --follow --to records/
  newsmill consume --group search --follow --to postgresql+psycopg://user@db.example/news
  newsmill consume --group hook --follow --to https://hooks.example/newsmill
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
@click.option(
    "--to",
    "target",
    default="-",
    metavar="TARGET",
    help="Where records go: - (stdout), a directory (records/), sqlite:///FILE,"
    " postgresql+psycopg://…, or an http(s) URL that each is sent to.",
)
@click.option("--follow", is_flag=True, help="Wait for more; without it, end when there are none.")
def command(group: str, begin: str, target: str, count: int | None, *, follow: bool) -> None:
    """Read the article stream as a consumer group; JSON Lines on stdout, or to another sink.

    A record is acknowledged once it has been written, so a crash repeats at most what was being
    written.
    """
    from worker.commands import prepare
    from worker.consuming.consumer import Consumer
    from worker.resources import WorkerResources, require_servers

    chosen = prepare()
    require_servers(chosen)
    consumer = Consumer(WorkerResources(chosen).texts, group, begin=begin)
    _pour(consumer, target, count, follow=follow)


def _pour(consumer: "Consumer", target: str, count: int | None, *, follow: bool) -> None:
    from config.settings import settings
    from worker.consuming.sinks.opening import open_sink

    sink = open_sink(target, settings().consuming, lambda: False)
    with closing(sink), closing(consumer.entries(follow=follow)) as entries:
        for entry in islice(entries, count):
            sink.write([entry])
            consumer.acknowledge(entry)
