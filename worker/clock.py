"""The clock: what must happen although no task runs. A plain loop; several may run.

It wakes due jobs, sends again what has gone silent or was lost, takes in the inbox, and
trims the streams. One of all clocks holds the lease and does it; the others stand by.
"""

import contextlib
import secrets
import threading
import time
from collections.abc import Callable, Sequence

import structlog

from tasks.chain import TASKS, send, send_canary
from tasks.errors import StoreError
from tasks.job import Message
from tasks.submitting import submission_from
from worker.celery import NewsmillApp
from worker.store import keys
from worker.store.connection import store_errors

log = structlog.get_logger(__name__)

TICK_SECONDS = 0.5
# Longer than a tick and a slow round of work together, or two clocks would take turns.
LEASE_SECONDS = 15
# A canary that has not come back after this is followed by another.
CANARY_PATIENCE_SECONDS = 60.0
TRIM_EVERY_SECONDS = 60.0

RENEW = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) and 1 or 0
"""


class Clock:
    """One clock.

    Args:
        app: the Celery app that messages are sent through.
        stop: ends the loop when set.
    """

    def __init__(self, app: NewsmillApp, stop: threading.Event) -> None:
        self._app = app
        self._resources = app.resources
        self._ledger = app.resources.ledger
        self._engine = app.newsmill_settings.engine
        self._stop = stop
        self._token = secrets.token_hex(8)
        self._renew = self._resources.texts.register_script(RENEW)
        self._trim_at = 0.0
        # A store that was away has silenced the tasks too: silence counts from its return.
        self._store_back_at = time.monotonic()

    def run(self) -> None:
        """Tick until told to stop; errors of the store are waited out."""
        while not self._stop.wait(TICK_SECONDS):
            try:
                if self._holds_lease():
                    self.tick()
            except StoreError as error:
                log.warning("store_error", error=str(error))
                self._store_back_at = time.monotonic()
        self._give_up_lease()

    def tick(self) -> None:
        """Do once whatever is due."""
        self._send("woken", self._ledger.wake)
        if time.monotonic() - self._store_back_at > self._engine.sweep_after_seconds:
            self._send(
                "sent_again_silent", lambda: self._ledger.sweep(self._engine.sweep_after_seconds)
            )
        for task in TASKS:
            self._look_for_lost(task)
        self._take_in_inbox()
        if time.monotonic() > self._trim_at:
            kept_days = self._app.newsmill_settings.keeping.stream_kept_days
            self._resources.streams.trim(int(kept_days * 86_400_000))
            self._trim_at = time.monotonic() + TRIM_EVERY_SECONDS

    def _look_for_lost(self, task: str) -> None:
        """Send a canary where jobs wait for long; send again those that it overtook.

        A queue is first in, first out: when a canary has come back, every message sent well
        before it has been taken too. A job that is still queued then has lost its message.
        """
        grace_seconds = self._engine.lost_after_seconds
        canary = self._ledger.canary(task, grace_seconds, CANARY_PATIENCE_SECONDS)
        if canary.returned_at is not None:
            queued_before_ms = canary.returned_at - int(1000 * grace_seconds)
            self._send("sent_again_lost", lambda: self._ledger.resend(task, queued_before_ms))
        if canary.send_at is not None:
            send_canary(self._app, task, canary.send_at)

    def _take_in_inbox(self) -> None:
        """Turn inbox entries into jobs; they are deleted once the ledger holds them."""
        entries = self._resources.streams.inbox()
        if not entries:
            return
        max_bytes = self._app.newsmill_settings.fetching.max_page_bytes
        submissions = [
            submission_from(entry.fields, job_id=entry.id, max_bytes=max_bytes, via="inbox")
            for entry in entries
        ]
        self._send("taken_in", lambda: self._ledger.submit(submissions))
        self._resources.streams.taken(entries)

    def _send(self, event: str, release: Callable[[], Sequence[Message]]) -> None:
        messages = release()
        if messages:
            log.info(event, count=len(messages))
            send(self._app, messages)

    def _holds_lease(self) -> bool:
        with store_errors():
            renewed = self._renew(keys=[keys.CLOCK.name], args=[self._token, LEASE_SECONDS * 1000])
        return bool(renewed)

    def _give_up_lease(self) -> None:
        """Let another clock go on at once; one that cannot be told waits the lease out."""
        with contextlib.suppress(StoreError), store_errors():
            if self._resources.texts.get(keys.CLOCK.name) == self._token:
                self._resources.texts.delete(keys.CLOCK.name)
