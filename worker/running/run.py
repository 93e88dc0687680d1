"""`newsmill run`: hand in the sources, follow the streams, write the records, count the ends."""

import contextlib
import json
import queue
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, cast

import structlog
from rich.console import Console

from config import logging as log_pipe
from config.settings import Settings, settings
from tasks.chain import send
from tasks.errors import StoreError, StoreUnavailable, UsageError
from tasks.job import Submission
from tasks.outcomes import Outcome
from worker.celery import NewsmillApp, create_app
from worker.consuming.sinks import Sink
from worker.consuming.sinks.lines import Lines
from worker.reporting import hosts_waited_for, paused_hosts
from worker.running.progress import progress, summary
from worker.running.tally import Tally, label
from worker.store import keys
from worker.store.streams import Entry
from worker.submitting.batches import batches, new_job_id
from worker.submitting.paths import described
from worker.submitting.sources import Found, standard_input, submissions
from worker.supervising.machine import Machine, machine
from worker.supervising.supervisor import StopSignals, forward_signals

log = structlog.get_logger(__name__)

WAIT_SECONDS = 0.25
LOOK_EVERY_SECONDS = 2.0
DEAD_EXIT_CODE = 1
SIGNAL_EXIT_CODE = 128


def run_sources(sources: tuple[str, ...], forced: str | None, data_dir: Path | None) -> int:
    """Run some sources to their ends.

    Returns:
        The exit code: 0, 1 when a job is dead, 128 and the signal's number when stopped.
    """
    chosen = _quiet_unless_asked(settings())
    log_pipe.configure(chosen.logging)
    if data_dir and (chosen.servers.broker_url or chosen.servers.store_url):
        raise UsageError("--data-dir is for embedded servers, but server URLs are set")
    skipped: Counter[str] = Counter()
    found = submissions(
        sources,
        forced=cast("Literal['list', 'text'] | None", forced),
        stdin=standard_input(),
        limit_bytes=chosen.fetching.max_page_bytes,
        skipped=skipped,
        new_id=new_job_id,
    )
    console = Console(stderr=True)
    started = time.monotonic()
    own = "workers" if chosen.servers.store_url else "servers and workers"
    console.print(f"newsmill: starting {own}", highlight=False)
    with (
        forward_signals() as signals,
        machine(chosen, signals, embedded=True, data_dir=data_dir) as made,
    ):
        app = create_app(made.settings)
        the_run = Run(app, made, signals, Lines(sys.stdout.fileno()))
        with progress(console) as show:
            for tally in the_run.steps(found):
                show(tally)
        if signals.asked.is_set():
            console.print("newsmill: stopping; what is begun may end (again: at once)")
        errors = _errors(app, the_run.tally)
    for told in summary(the_run.tally, time.monotonic() - started, errors):
        console.print(told, highlight=False, markup=False, soft_wrap=True)
    if skipped:
        console.print(f"  left out: {described(skipped)}", highlight=False, markup=False)
    return _exit_code(the_run.tally, signals)


Feed = queue.Queue[list[Submission] | BaseException]


@contextlib.contextmanager
def feed(found: Iterable[Found]) -> Iterator[Feed]:
    """Read sources beside the run: batches, an empty one at the end, or what went wrong.

    A pipe may bring nothing for hours; neither the progress nor a Ctrl-C waits for it.
    """
    handed_in: Feed = queue.Queue(maxsize=2)

    def read() -> None:
        try:
            for batch in batches(found):
                handed_in.put(batch)
            handed_in.put([])
        except BaseException as error:  # noqa: BLE001 - it is raised where the feed is read
            handed_in.put(error)

    # A daemon: a read that waits for ever must not keep the command from ending.
    threading.Thread(target=read, name="sources", daemon=True).start()
    yield handed_in


class Run:
    """One run over some sources.

    Args:
        app: the app on the machine's servers.
        machine: what does the work; kept alive meanwhile.
        signals: end the run early.
        out: where records go.
    """

    def __init__(self, app: NewsmillApp, machine: Machine, signals: StopSignals, out: Sink) -> None:
        self._app = app
        self._machine = machine
        self._signals = signals
        self._out = out
        self._mine: set[str] = set()
        self._progress_at = time.monotonic()
        self._look_at = 0.0
        self._after = app.resources.streams.ends()
        self.tally = Tally()
        self._adopts = machine.is_private
        if self._adopts:
            self._adopt()

    def _adopt(self) -> None:
        """Go on where an earlier run on the same data was stopped: its records, its open jobs."""
        self._after[keys.ARTICLES.name] = self._app.resources.streams.printed()
        self.tally.open.update(
            dict.fromkeys(self._app.resources.ledger.open_ids(), "from an earlier run")
        )

    def steps(self, found: Iterable[Found]) -> Iterator[Tally]:
        """Do the whole run; yield after each step, for whoever shows the progress.

        Raises:
            StoreError: nothing went on for `NEWSMILL_SUBMIT_WAIT_SECONDS`.
            UsageError: a role cannot start.
        """
        with feed(found) as handed_in:
            unsent: list[Submission] = []
            while not (self.tally.done or self._signals.asked.is_set()):
                self._machine.poll()
                try:
                    unsent = self._submit(unsent or self._next(handed_in))
                    self._follow(0.001 if unsent else WAIT_SECONDS)
                    self._look_at_hosts()
                except StoreUnavailable as error:
                    # The machine restarts it; what was handed in is kept.
                    log.warning("store_error", error=str(error))
                    self._signals.wait(WAIT_SECONDS)
                yield self.tally

    def _next(self, handed_in: "Feed") -> list[Submission]:
        """Give the next batch, if the sources have brought one by now."""
        try:
            batch = handed_in.get(block=False)
        except queue.Empty:
            return []
        if isinstance(batch, BaseException):
            raise batch
        self.tally.submitting = bool(batch)
        new = [submission for submission in batch if submission.job.id not in self._mine]
        for submission in new:
            self._mine.add(submission.job.id)
            self.tally.open[submission.job.id] = label(submission.job)
        return new

    def _submit(self, batch: list[Submission]) -> list[Submission]:
        """Hand in a batch; gives what is still to be handed in after an error."""
        if not batch:
            return []
        try:
            send(self._app, self._app.resources.ledger.submit(batch))
        except StoreError as error:
            self._give_up_after_a_while(error)
            return batch
        self._progress_at = time.monotonic()
        self._close_known(batch)
        return []

    def _close_known(self, batch: list[Submission]) -> None:
        """Close what had its outcome before it was handed in: archives name their jobs."""
        for job in (submission.job for submission in batch if submission.job.kind == "warc"):
            state = self._app.resources.ledger.state(job.id)
            if state and state["state"] == "closed":
                self.tally.close(job.id, state["outcome"], state["reason"])

    def _give_up_after_a_while(self, error: StoreError) -> None:
        silence_seconds = time.monotonic() - self._progress_at
        if silence_seconds > self._app.newsmill_settings.engine.submit_wait_seconds:
            raise error
        self._signals.wait(WAIT_SECONDS)

    def _follow(self, wait_seconds: float) -> None:
        streams = self._app.resources.streams
        while entries := streams.read(self._after, wait_seconds):
            for entry in entries:
                if entry.stream == keys.ARTICLES.name:
                    self._write(entry)
                else:
                    self._close(entry)
            if self._adopts:
                streams.note_printed(self._after[keys.ARTICLES.name])
            wait_seconds = 0.001

    def _look_at_hosts(self) -> None:
        if time.monotonic() >= self._look_at:
            self._look_at = time.monotonic() + LOOK_EVERY_SECONDS
            resources = self._app.resources
            self.tally.hosts = hosts_waited_for(resources)
            self.tally.paused = paused_hosts(resources)

    def _write(self, entry: Entry) -> None:
        """Write a record: on servers of our own all are ours, elsewhere those of our jobs."""
        if self._adopts or json.loads(entry.fields["record"]).get("job_id") in self._mine:
            self._out.write([entry])

    def _close(self, entry: Entry) -> None:
        fields = entry.fields
        if self.tally.close(fields["job_id"], fields["outcome"], fields["reason"]):
            self._progress_at = time.monotonic()


def _quiet_unless_asked(given: Settings) -> Settings:
    """Give the settings with only warnings logged, unless the environment says otherwise.

    A run shows its progress itself; a line a task would bury it.
    """
    if "log_level" in given.logging.model_fields_set:
        return given
    quiet = given.logging.model_copy(update={"log_level": "warning"})
    return given.model_copy(update={"logging": quiet})


def _errors(app: NewsmillApp, tally: Tally) -> dict[str, str]:
    """Give what the ledger says of the jobs that the summary names."""
    try:
        named = (*tally.dead, *tally.dropped)
        states = {job_id: app.resources.ledger.state(job_id) for *_, job_id in named}
    except StoreError:
        return {}
    return {job_id: state.get("error", "") for job_id, state in states.items() if state}


def _exit_code(tally: Tally, signals: StopSignals) -> int:
    if signals.number is not None:
        return SIGNAL_EXIT_CODE + signals.number
    return DEAD_EXIT_CODE if tally.by_outcome()[Outcome.DEAD] else 0
