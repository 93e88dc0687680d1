"""The clock: what must happen although no task runs. A plain loop; several may run.

It wakes due jobs, gives hosts their turns in time, sends again what has gone silent or was
lost, takes in the inbox, and trims the streams. One of all clocks holds the lease and does it;
the others stand by.
"""

import contextlib
import secrets
import threading
import time
from collections.abc import Callable, Sequence

import structlog

from tasks.chain import TASKS, send, send_canary
from tasks.errors import StoreError, StoreFull, StoreRefused, StoreUnavailable
from tasks.inbox import malformed, submission_of
from tasks.job import Message
from worker.celery import NewsmillApp
from worker.store.inbox import InboxEntry
from worker.trimming import Trimmer

log = structlog.get_logger(__name__)

TICK_SECONDS = 0.5
# A host's turn is met to within this. Shorter, and a thousand hosts cost a round each.
SHORTEST_PAUSE_SECONDS = 0.005
# Longer than a tick and a slow round of work together, or two clocks would take turns.
LEASE_SECONDS = 15
# A canary that has not come back after this is followed by another.
CANARY_PATIENCE_SECONDS = 60.0
# One that the broker did not take, sooner: while it is away, each try takes time of the others.
CANARY_RETRY_SECONDS = 10.0
TRIM_EVERY_SECONDS = 60.0
# How long one tick may spend on the inbox: the other duties come round again after it.
INBOX_SECONDS = 2.0


class Clock:
    """One clock.

    Args:
        app: the Celery app that messages are sent through.
        stop: ends the loop when set.
        beat: called while the store answers and duties are done, by this clock or by another.
    """

    def __init__(
        self, app: NewsmillApp, stop: threading.Event, beat: Callable[[], None] = lambda: None
    ) -> None:
        self._app = app
        self._resources = app.resources
        self._ledger = app.resources.ledger
        self._engine = app.newsmill_settings.engine
        self._stop = stop
        self._beat = beat
        self._token = secrets.token_hex(8)
        self._trimmer = Trimmer(app.resources.retention)
        self._trim_at = 0.0
        self._pause_seconds = TICK_SECONDS
        self._duties_at = 0.0
        self._holds_lease = False
        self._patience_seconds = dict.fromkeys(TASKS, CANARY_PATIENCE_SECONDS)
        # A store that was away has silenced the tasks too: silence counts from its return.
        self._store_back_at = time.monotonic()

    def run(self) -> None:
        """Tick until told to stop. Whatever goes wrong in a tick, the next one comes."""
        try:
            while not self._stop.wait(self._pause_seconds):
                self._tick_if_holder()
        finally:
            # Another clock may go on at once; where nobody can be told, the lease runs out.
            with contextlib.suppress(StoreError):
                self._ledger.lease(self._token, 0)

    def _tick_if_holder(self) -> None:
        self._pause_seconds = TICK_SECONDS
        try:
            if is_due := time.monotonic() >= self._duties_at:
                self._duties_at = time.monotonic() + TICK_SECONDS
                self._holds_lease = self._ledger.lease(self._token, LEASE_SECONDS)
            if self._holds_lease:
                self._pause_seconds = self.wake()
            if self._holds_lease and is_due:
                self.do_duties()
            if is_due:
                self._beat()
        except (StoreUnavailable, StoreRefused) as error:
            log.warning("store_error", error=str(error))
            self._store_back_at = time.monotonic()
        except Exception:
            log.exception("tick_failed")

    def wake(self) -> float:
        """Release what is due; give the seconds until the next is, or until the next duties."""
        messages, next_seconds = self._ledger.wake()
        if messages:
            log.debug("woken", count=len(messages))
            send(self._app, messages)
        pause_seconds = self._duties_at - time.monotonic()
        if next_seconds is not None:
            pause_seconds = min(pause_seconds, next_seconds)
        return max(SHORTEST_PAUSE_SECONDS, pause_seconds)

    def do_duties(self) -> None:
        """Do once whatever else is due; one that fails keeps none of the others from it."""
        # The inbox last: what is trimmed may be the room that it waits for.
        for duty in (self._sweep, self._look_for_lost, self._trim, self._take_in_inbox):
            try:
                duty()
            except (StoreUnavailable, StoreRefused):
                raise
            except Exception:
                log.exception("duty_failed", duty=duty.__name__.lstrip("_"))

    def _sweep(self) -> None:
        """Send again what has gone silent."""
        if time.monotonic() - self._store_back_at > self._engine.sweep_after_seconds:
            self._send(
                "sent_again_silent", lambda: self._ledger.sweep(self._engine.sweep_after_seconds)
            )

    def _trim(self) -> None:
        """Trim the streams every now and then, and again at once where they were not done."""
        if time.monotonic() > self._trim_at:
            is_done = self._trimmer.trim()
            self._trim_at = time.monotonic() + (TRIM_EVERY_SECONDS if is_done else 0)

    def _look_for_lost(self) -> None:
        """Send again what is queued and has lost its message."""
        for task in TASKS:
            self._look_for_lost_of(task)

    def _look_for_lost_of(self, task: str) -> None:
        """Send a canary where jobs wait for long; send again those that it overtook.

        A queue is first in, first out: when a canary has come back, every message sent well
        before it has been taken too. A job that is still queued then has lost its message.
        """
        grace_seconds = self._engine.lost_after_seconds
        canary = self._ledger.canary(task, grace_seconds, self._patience_seconds[task])
        if canary.returned_at is not None:
            queued_before_ms = canary.returned_at - int(1000 * grace_seconds)
            self._send("sent_again_lost", lambda: self._ledger.resend(task, queued_before_ms))
        if canary.send_at is not None:
            is_sent = send_canary(self._app, task, canary.send_at)
            self._patience_seconds[task] = (
                CANARY_PATIENCE_SECONDS if is_sent else CANARY_RETRY_SECONDS
            )

    def _take_in_inbox(self) -> None:
        """Turn inbox entries into jobs."""
        give_up_at = time.monotonic() + INBOX_SECONDS
        while time.monotonic() < give_up_at and (entries := self._resources.inbox.oldest()):
            try:
                messages = self._take_in(entries)
            except StoreFull as error:
                log.warning("inbox_waits", error=str(error))
                return
            log.info("taken_in", count=len(entries))
            send(self._app, messages)

    def _take_in(self, entries: Sequence[InboxEntry]) -> list[Message]:
        """Write the jobs that entries are. One that is our bug must not stop the others."""
        max_bytes = self._app.newsmill_settings.fetching.max_page_bytes
        try:
            return self._ledger.submit(submission_of(*entry, max_bytes) for entry in entries)
        except StoreError:
            raise
        except Exception as error:
            if len(entries) > 1:
                return [message for entry in entries for message in self._take_in([entry])]
            log.exception("inbox_entry_failed", entry=entries[0].id)
            return self._ledger.submit([malformed(*entries[0], f"it cannot be read: {error!r}")])

    def _send(self, event: str, release: Callable[[], Sequence[Message]]) -> None:
        messages = release()
        if messages:
            log.info(event, count=len(messages))
            send(self._app, messages)
