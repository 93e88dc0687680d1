"""Hands submissions to the ledger, in batches, and sends what it releases."""

import secrets
import threading
import time
from collections.abc import Iterable, Iterator
from itertools import islice

import structlog

from tasks.chain import send
from tasks.errors import StoreFull, Undecodable
from tasks.job import Job, Submission
from worker.celery import NewsmillApp
from worker.sources import BadSource, Found

log = structlog.get_logger(__name__)

# One round trip for that many; their pages are in memory meanwhile.
BATCH = 50
PAUSE_SECONDS = 0.5


def submit_all(
    app: NewsmillApp, found: Iterable[Found], stop: threading.Event | None = None
) -> Iterator[Job]:
    """Write jobs, batch by batch, and yield each once it is durable.

    A store without room is waited for (`NEWSMILL_SUBMIT_WAIT_SECONDS`).

    Raises:
        StoreFull: there was no room for that long.
        StoreUnavailable: the store does not answer. The jobs yielded so far are safe.
    """
    stop = stop or threading.Event()
    submissions = (as_submission(one) for one in found)
    while not stop.is_set() and (batch := list(islice(submissions, BATCH))):
        submit_batch(app, batch, stop)
        yield from (submission.job for submission in batch)


def submit_batch(app: NewsmillApp, batch: list[Submission], stop: threading.Event) -> None:
    """Write one batch. Idempotent: it may be repeated after any error.

    Raises:
        StoreFull: there was no room for `NEWSMILL_SUBMIT_WAIT_SECONDS`.
        StoreUnavailable: the store does not answer.
    """
    give_up_at = time.monotonic() + app.newsmill_settings.engine.submit_wait_seconds
    while True:
        try:
            messages = app.resources.ledger.submit(batch)
        except StoreFull:
            if time.monotonic() > give_up_at or stop.wait(PAUSE_SECONDS):
                raise
            log.warning("store_full", action="waiting for room")
        else:
            send(app, messages)
            return


def as_submission(found: Found) -> Submission:
    """Give a submission for whatever a source held: what cannot be read is refused."""
    if isinstance(found, Submission):
        return found
    return _refused(found)


def new_job_id() -> str:
    """Give a new id: those of later jobs sort behind those of earlier ones."""
    return f"{time.time_ns() // 1_000_000:011x}{secrets.token_hex(6)}"


def _refused(bad: BadSource) -> Submission:
    job = Job(
        id=new_job_id(), kind="file" if bad.path else "text", path=bad.path, own_id=bad.own_id
    )
    return Submission(job, refused=Undecodable(bad.message))
