"""`newsmill status --watch`: the state of the service again and again, until Ctrl-C."""

import json
import time
from collections.abc import Iterator

import click
from rich.console import Console
from rich.live import Live

from tasks.errors import StoreError
from worker.celery import NewsmillApp
from worker.reporting.screen import screen
from worker.reporting.service import Report, closed_per_second, overview
from worker.reporting.words import readable
from worker.reporting.workers import Workers, workers


def watch(app: NewsmillApp, interval_seconds: float, *, as_json: bool) -> None:
    """Show the state again and again: a screen on a terminal, JSON Lines, or blocks of lines.

    A store that is away is said to be so, and looked for again. Ends with a KeyboardInterrupt.
    """
    console = Console()
    with workers(app) as asked:
        if as_json or not console.is_terminal:
            for report in reports(app, asked, interval_seconds):
                click.echo(json.dumps(report) if as_json else f"{readable(report)}\n")
        else:
            with Live(console=console, screen=True) as live:
                for report in reports(app, asked, interval_seconds):
                    live.update(screen(report), refresh=True)


def reports(app: NewsmillApp, asked: Workers, interval_seconds: float) -> Iterator[Report]:
    """Give a report in each interval; while the store is away the last one, with why."""
    last: Report = {}
    while True:
        due = time.monotonic() + interval_seconds
        try:
            report = overview(app.resources)
        except StoreError as error:
            yield {**last, **asked.latest, "store": error.message}
        else:
            rates = closed_per_second(last, report) if last else {}
            last = report
            yield {**report, "closed_per_second": rates, **asked.latest}
        time.sleep(max(0.0, due - time.monotonic()))
