"""What a person sees of a run on stderr: a live line on a terminal, a line now and then else."""

import contextlib
import time
from collections.abc import Iterator
from typing import Protocol

from rich.console import Console
from rich.live import Live
from rich.text import Text

from tasks.outcomes import Outcome
from worker.running.tally import MAX_NAMED, Tally

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
    return f"newsmill: {tally.closed} of {total}{more} in {seconds:.0f} s" + (
        f": {ends}" if ends else ""
    )


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
    for ending, name, job_id in tally.unpublished:
        told = errors.get(job_id, "")
        lines.append(f"  {ending}  {name}" + (f"  ({told})" if told else ""))
    named = sum(ends[outcome] for outcome in (Outcome.DROPPED, Outcome.DEAD))
    if named > MAX_NAMED:
        lines.append(f"  … and {named - MAX_NAMED} more without a record")
    if tally.open:
        lines.append(f"  {len(tally.open)} jobs have no outcome yet")
    return lines
