"""The live view of `newsmill status --watch`, drawn from a report."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final

from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from config.logging import without_controls
from tasks.outcomes import Outcome
from worker.reporting.words import duration, size

Report = Mapping[str, Any]
HOSTS_SHOWN: Final = 5
# What is less is 0.0 a second.
SHOWN_RATE: Final = 0.05
COLOURS: Final = {Outcome.PUBLISHED: "green", Outcome.DROPPED: "yellow", Outcome.DEAD: "red"}


def screen(report: Report) -> RenderableType:
    """Draw a report: what matters most comes first, for a small screen cuts off the rest."""
    parts: list[RenderableType] = []
    if "store" in report:
        parts.append(Text(f" {without_controls(report['store'])} ", style="bold white on red"))
    if "open" in report:
        parts += [_figures(report), Columns(_tables(report), padding=(0, 3))]
    return Group(*parts)


def _figures(report: Report) -> Table:
    lines = Table.grid(padding=(0, 2))
    lines.add_column(style="bold")
    lines.add_column(overflow="fold")
    lines.add_row("newsmill", Text(f"{report['at'][:19]}Z", style="dim"))
    lines.add_row("open", _open(report))
    lines.add_row("", _states(report))
    lines.add_row("per second", _rates(report))
    for outcome in Outcome:
        if told := _today(report, outcome):
            lines.add_row(f"{outcome}", Text(told, style=COLOURS.get(outcome, "")))
    lines.add_row("store", _store(report))
    if "broker" in report:
        lines.add_row("broker", Text(without_controls(report["broker"]), style="red"))
    return lines


def _open(report: Report) -> str:
    told = f"{report['open']} jobs"
    seconds = report["done_in_seconds"]
    if report["open"] and seconds is not None:
        told += f", done in about {duration(seconds)} at the rate of the last minute"
    inbox = report["inbox"]
    return f"{told}; {inbox} in the inbox" if inbox else told


def _states(report: Report) -> str:
    ages = report["oldest_queued_seconds"]
    queued = (
        f"{count} queued for {task}" + (f" ({duration(ages[task])})" if task in ages else "")
        for task, count in report["queued"].items()
        if count
    )
    return ", ".join((f"{report['waiting']} waiting", *queued, f"{report['running']} running"))


def _rates(report: Report) -> str:
    lately = {name: count / 60 for name, count in report["closed_last_minute"].items()}
    now = _rate(report.get("closed_per_second", {}))
    return f"{now} now, {_rate(lately)} in the last minute"


def _rate(rates: Mapping[str, float]) -> str:
    total = f"{sum(rates.values()):.1f}"
    parts = [f"{rate:.1f} {name}" for name, rate in rates.items() if rate >= SHOWN_RATE]
    return f"{total} ({', '.join(parts)})" if parts else total


def _today(report: Report, outcome: Outcome) -> str:
    """Give today's ends of one outcome with their reasons, the most frequent first."""
    reasons = {
        name.partition(":")[2]: count
        for name, count in report["today"].items()
        if name.startswith(f"{outcome}:")
    }
    if not reasons:
        return ""
    frequent = sorted(reasons.items(), key=lambda pair: -pair[1])
    parts = ", ".join(f"{count} {reason}" for reason, count in frequent)
    return f"{sum(reasons.values())} today: {parts}"


def _store(report: Report) -> str:
    used, most = report["store_bytes"], report["store_max_bytes"]
    return f"{size(used)} of {size(most)} ({used / most:.0%})" if most else size(used)


def _lag(group: Report) -> str:
    return f"{group['lag']}+" if group["lag_is_least"] else str(group["lag"])


def _read(group: Report) -> str:
    held = ", blocks trimming" if group["blocking"] else ""
    return f"{_ago(group['idle_seconds'])}{held}"


def _tables(report: Report) -> Iterable[Table]:
    if report.get("workers"):
        yield _table(
            ("worker", "busy", "of"),
            ((name, told["active"], told["pool"]) for name, told in report["workers"].items()),
        )
    yield _table(
        ("stream", "entries", "size"),
        ((name, told["length"], size(told["bytes"])) for name, told in report["streams"].items()),
    )
    groups = [
        (f"{name} ({stream})", _lag(told), told["pending"], told["dead"], _read(told))
        for stream, found in report["streams"].items()
        for name, told in found["groups"].items()
    ]
    groups += [
        (f"{name} ({stream})", "gone", "", dead, "")
        for stream, found in report["streams"].items()
        for name, dead in found["dead_of_gone_groups"].items()
    ]
    if groups:
        yield _table(("group", "lag", "pending", "dead", "read"), groups)
    if report["hosts_slow"]:
        slow = (
            (name, duration(told["response_ms"] / 1000), told["jobs"])
            for name, told in _first(report, "hosts_slow")
        )
        yield _table((f"slowest of {report['hosts_waited_for']} hosts", "answers in", "jobs"), slow)
    if report["hosts_paused"]:
        yield _table(("left alone", "for"), _first(report, "hosts_paused"))


def _first(report: Report, name: str) -> Iterable[tuple[str, Any]]:
    return islice(report[name].items(), HOSTS_SHOWN)


def _ago(seconds: float | None) -> str:
    return "no member" if seconds is None else f"{duration(seconds)} ago"


def _table(names: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for number, name in enumerate(names):
        table.add_column(name, justify="right" if number else "left")
    for row in rows:
        table.add_row(*(Text(without_controls("?" if part is None else str(part))) for part in row))
    return table
