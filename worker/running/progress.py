"""What a person sees of a run on stderr: a live line on a terminal, a line now and then else."""

import contextlib
import time
from collections.abc import Iterator
from typing import Protocol

from rich.console import Console
from rich.live import Live
from rich.text import Text

from tasks.outcomes import Outcome
from worker.running.tally import Tally

LINE_EVERY_SECONDS = 10.0


class Shows(Protocol):
    """Takes a tally to show."""

    def __call__(self, tally: Tally) -> None:
        """Show how the run stands."""
        ...


@contextlib.contextmanager
def progress(console: Console) -> Iterator[Shows]:
    """Show the progress of a run while the context lasts."""
    started = time.monotonic()
    if console.is_terminal:
        with Live(console=console, refresh_per_second=4, transient=True) as live:
            yield lambda tally: live.update(Text(line(tally, time.monotonic() - started)))
    else:
        yield _LineNowAndThen(console, started)


class _LineNowAndThen:
    def __init__(self, console: Console, started: float) -> None:
        self._console = console
        self._started = started
        self._last = started

    def __call__(self, tally: Tally) -> None:
        now = time.monotonic()
        if now - self._last >= LINE_EVERY_SECONDS:
            self._last = now
            self._console.print(line(tally, now - self._started), highlight=False)


def line(tally: Tally, seconds: float) -> str:
    """Give the state of a run in one line."""
    total = tally.closed + len(tally.open)
    more = "+" if tally.submitting else ""
    ends = ", ".join(f"{count} {outcome}" for outcome, count in tally.by_outcome().items() if count)
    told = f"newsmill: {tally.closed} of {total}{more} in {seconds:.0f} s"
    return told + (f": {ends}" if ends else "") + _hosts(tally)


def _hosts(tally: Tally) -> str:
    """Say which hosts hold a run up: most wait a second for each turn, some are left alone."""
    if not tally.hosts:
        return ""
    told = f"; waiting for {tally.hosts} host{'s' if tally.hosts > 1 else ''}"
    for host, why in tally.paused.items():
        return f"{told} ({host}: {why})"
    return told


def summary(tally: Tally, seconds: float, errors: dict[str, str]) -> list[str]:
    """Give the end of a run in lines: the outcomes, then what ended without a record, and why.

    Args:
        tally: of the whole run.
        seconds: that it took.
        errors: what the ledger says of the jobs named, by id.
    """
    ends = tally.by_outcome()
    counts = ", ".join(f"{ends[outcome]} {outcome}" for outcome in Outcome if ends[outcome])
    jobs = "1 job" if tally.closed == 1 else f"{tally.closed} jobs"
    lines = [f"newsmill: {jobs} in {seconds:.1f} s: {counts or 'nothing to do'}"]
    for ending, name, job_id in (*tally.dead, *tally.dropped):
        told = errors.get(job_id, "")
        lines.append(f"  {ending}  {name}" + (f"  ({told})" if told else ""))
    lines += [f"  {ending}  … {count} more" for ending, count in tally.unnamed.most_common()]
    if tally.open:
        many = len(tally.open)
        lines.append("  1 job has" if many == 1 else f"  {many} jobs have")
        lines[-1] += " no outcome yet"
    return lines
