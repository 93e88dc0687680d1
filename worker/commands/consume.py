"""`newsmill consume`."""

import json
import re
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from worker.commands import INTERRUPTED

if TYPE_CHECKING:
    from worker.consuming.consumer import Consumer
    from worker.consuming.sinks import Sink


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
  newsmill consume --group search --dead | jq .error
  newsmill consume --group search --redeliver
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
@click.option("--name", help="Of this member of the group; made up unless given.")
@click.option(
    "--max-deliveries",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    help="Times that an entry is begun with before it is dead.",
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
@click.option(
    "--dead", "instead", flag_value="dead", help="Show the group's dead entries and why, instead."
)
@click.option(
    "--redeliver",
    "instead",
    flag_value="redeliver",
    help="Hand the group's dead entries back to it, instead.",
)
def command(
    instead: str | None,
    target: str,
    count: int | None,
    *,
    follow: bool,
    **membership: Any,  # noqa: ANN401 - group, begin, name and max_deliveries, as Consumer has them
) -> int:
    """Read the article stream as a consumer group; JSON Lines on stdout, or to a sink.

    A record is acknowledged once it has been written, so a crash repeats at most the record
    that was being written. SIGTERM and Ctrl-C end after that record; the second does not wait.
    """
    from tasks.errors import UsageError
    from worker.commands import CLOSED, note, prepare
    from worker.consuming.consumer import Consumer
    from worker.consuming.sinks.opening import open_sink
    from worker.resources import WorkerResources, require_servers

    if target == "-" and "stdout" in CLOSED:
        raise UsageError("stdout is closed: there is nowhere to write records")
    chosen = prepare()
    require_servers(chosen)
    consumer = Consumer(WorkerResources(chosen).texts, **membership)
    if instead == "dead":
        return _show_dead(consumer, count)
    if instead == "redeliver":
        click.echo(f"{consumer.redeliver()} dead entries are pending again", err=True)
        return 0
    with (
        closing(open_sink(target, chosen.consuming, lambda: consumer.is_stopping)) as sink,
        _ended_by_signals(consumer) as signals,
    ):
        if target == "-":
            _print(consumer, sink, count, follow=follow)
        else:
            consumer.pour(sink, follow=follow, count=count)
    if not (follow or count or signals) and (pending := consumer.lag().pending):
        note(f"{pending} pending: other members have them, or they failed and come again")
    return INTERRUPTED if signal.SIGINT in signals else 0


def _print(consumer: "Consumer", sink: "Sink", count: int | None, *, follow: bool) -> None:
    """Pass on what cannot be written: that stdout is closed or full is no fault of an entry."""
    from worker.consuming.sinks import SinkError

    with closing(consumer.entries(follow=follow)) as entries:
        for entry in islice(entries, count):
            try:
                sink.write([entry])
            except OSError:
                consumer.release(entry)
                raise
            except SinkError as error:
                consumer.fail(entry, error)
            else:
                consumer.acknowledge(entry)


def _show_dead(consumer: "Consumer", count: int | None) -> int:
    """Print dead entries; the record stands as it is in the entry, for it may be the trouble.

    In ASCII: what nobody could read may steer a terminal.
    """
    for entry in islice(consumer.dead(), count):
        click.echo(json.dumps(entry.fields))
    return 0


@contextmanager
def _ended_by_signals(consumer: "Consumer") -> Iterator[list[int]]:
    """Let a first signal stop the consumer; give the signals that came."""
    came: list[int] = []
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def note(number: int, _frame: object) -> None:
        came.append(number)
        consumer.stop()
        restore()

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    for number in before:
        signal.signal(number, note)
    try:
        yield came
    finally:
        restore()
