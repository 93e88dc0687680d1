"""`newsmill status`."""

import json
from itertools import islice
from typing import TYPE_CHECKING

import click

from worker.commands.choosing import Ends, ends

if TYPE_CHECKING:
    from config.settings import Settings
    from worker.resources import WorkerResources

WATCH_SECONDS = 2.0
NO_ENDS = Ends(None, None, None, None)


@click.command(
    epilog="""\b
Examples:
  newsmill status
  newsmill status --watch
  newsmill status https://www.example.org/news/1
  newsmill status --since 1h --outcome dead --reason timeout
  newsmill status --json | jq .open
  newsmill status --watch 10 --json >> status.jsonl
"""
)
@click.argument("asked", nargs=-1, metavar="[JOB|URL|ID]…")
@ends
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="So many jobs are told at the most.",
)
@click.option(
    "--watch",
    type=click.FloatRange(min=0.1),
    is_flag=False,
    flag_value=WATCH_SECONDS,
    metavar="[SECONDS]",
    help=f"A live view until Ctrl-C, drawn every {WATCH_SECONDS:.0f} seconds.",
)
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON object a line.")
def command(
    asked: tuple[str, ...], *, ends: Ends, limit: int, watch: float | None, as_json: bool
) -> int:
    """Show ledger, queues, outcomes and stream lag, or what became of jobs.

    A job is named by its id; or by its URL, the id of its document, or the id that you gave it:
    then all its jobs are told, the latest first. With --since and the like, the jobs that
    ended so. Exit code 1 when a job is not known.
    """
    if (bool(asked) + (ends != NO_ENDS) + (watch is not None)) > 1:
        raise click.UsageError("say which jobs, or when they ended, or --watch")
    from worker.commands import prepare
    from worker.resources import WorkerResources, require_servers

    chosen = prepare()
    require_servers(chosen)
    if watch is not None:
        _watch(chosen, watch, as_json=as_json)
    resources = WorkerResources(chosen)
    if ends != NO_ENDS:
        return _ended(resources, ends, limit, as_json=as_json)
    return _told(resources, asked, limit, as_json=as_json)


def _watch(chosen: "Settings", interval_seconds: float, *, as_json: bool) -> None:
    from worker.celery import create_app
    from worker.reporting.watching import watch

    watch(create_app(chosen), interval_seconds, as_json=as_json)


def _told(
    resources: "WorkerResources", asked: tuple[str, ...], limit: int, *, as_json: bool
) -> int:
    from worker.reporting import found, overview, readable

    reports = (found(resources, one, limit) for one in asked) if asked else [overview(resources)]
    unknown = False
    for number, report in enumerate(reports):
        unknown |= report.get("state") == "unknown"
        between = "\n" if number and not as_json else ""
        click.echo(between + (json.dumps(report) if as_json else readable(report)))
    return int(unknown)


def _ended(resources: "WorkerResources", ends: Ends, limit: int, *, as_json: bool) -> int:
    from worker.reporting import ended, line

    fields = {"outcome": ends.outcome, "reason": ends.reason}
    wanted = {name: value for name, value in fields.items() if value}
    reports = ended(resources, ends.since or 0, ends.until, wanted)
    for report in islice(reports, limit):
        click.echo(json.dumps(report) if as_json else line(report))
    if next(reports, None):
        click.echo(f"newsmill: these are the latest {limit}; --limit tells more", err=True)
    return 0
