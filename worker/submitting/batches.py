"""Hands submissions to the ledger, in batches, and sends what it releases."""

import secrets
import time
from collections.abc import Iterable, Iterator

import structlog

from tasks.chain import send
from tasks.errors import StoreFull, Undecodable
from tasks.job import Job, Submission
from worker.celery import NewsmillApp
from worker.submitting.sources import BadSource, Found

log = structlog.get_logger(__name__)

# One round trip for that much; the pages of a batch are in memory together.
BATCH_JOBS = 50
BATCH_BYTES = 4_000_000
PAUSE_SECONDS = 0.5


def submit_all(app: NewsmillApp, found: Iterable[Found]) -> Iterator[Job]:
    """Write jobs, batch by batch, and yield each once it is durable.

    A store without room is waited for (`NEWSMILL_SUBMIT_WAIT_SECONDS`).

    Raises:
        StoreFull: there was no room for that long.
        StoreUnavailable: the store does not answer. The jobs yielded so far are safe.
    """
    for batch in batches(found):
        _submit(app, batch)
        yield from (submission.job for submission in batch)


def batches(found: Iterable[Found]) -> Iterator[list[Submission]]:
    """Give what sources hold in batches of bounded size; what cannot be read is refused."""
    batch: list[Submission] = []
    batch_bytes = 0
    for one in found:
        submission = one if isinstance(one, Submission) else _refused(one)
        batch.append(submission)
        batch_bytes += len(submission.page.body) if submission.page else 0
        if len(batch) == BATCH_JOBS or batch_bytes > BATCH_BYTES:
            yield batch
            batch, batch_bytes = [], 0
    if batch:
        yield batch


def _submit(app: NewsmillApp, batch: list[Submission]) -> None:
    give_up_at = time.monotonic() + app.newsmill_settings.engine.submit_wait_seconds
    while True:
        try:
            messages = app.resources.ledger.submit(batch)
        except StoreFull:
            if time.monotonic() > give_up_at:
                raise
            log.warning("store_full", action="waiting for room")
            time.sleep(PAUSE_SECONDS)
        else:
            send(app, messages)
            return


def new_job_id() -> str:
    """Give a new id: those of later jobs sort behind those of earlier ones."""
    return f"{time.time_ns() // 1_000_000:011x}{secrets.token_hex(6)}"


def _refused(bad: BadSource) -> Submission:
    job = Job(
        id=new_job_id(), kind="file" if bad.path else "text", path=bad.path, own_id=bad.own_id
    )
    return Submission(job, refused=Undecodable(bad.message))
