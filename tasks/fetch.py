"""The task that gets the page of a URL."""

import hashlib
import time
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus

from celery import shared_task

from config.settings import Fetching
from tasks.base import DocumentTask
from tasks.errors import UnsafeURL
from tasks.hosts import visit_of
from tasks.job import Errand, Job, Message, RawPage
from tasks.outcomes import Reason
from tasks.resources import (
    NO_VALIDATORS,
    Elsewhere,
    Ended,
    Resources,
    SeenAgain,
    Validators,
)


@shared_task(name="newsmill.fetch", bind=True, base=DocumentTask)
def fetch(self: DocumentTask, job_id: str, generation: int) -> str:
    """Turn a job's URL into a raw page."""
    return self.attempt(job_id, generation, partial(_fetch, self))


def _fetch(task: DocumentTask, resources: Resources, message: Message, job: Job) -> RawPage | Ended:
    if job.errand is None:
        raise UnsafeURL("the job has no URL")
    errand, started = job.errand, time.monotonic()
    url, passed = errand.next_url or errand.url, errand.passed
    known = validators_of(errand, resources.settings.fetching, datetime.now(UTC))
    page = resources.fetcher.fetch(url, known=known, passed=passed)
    visit = visit_of(None, time.monotonic() - started)
    # Only what follows is repeated while the store is away, or the site would be asked again.
    ledger = resources.ledger
    if isinstance(page, Elsewhere):
        return task.patiently(partial(ledger.move, message, page, visit))
    if (again := seen_again(page, errand)) is None:
        return page
    ended = task.patiently(partial(ledger.recognise, message, errand, again, visit))
    if ended.standing != "conflict":
        return ended
    # Another job has brought a newer version meanwhile, so what was not sent is needed after all.
    whole = page if page.body else resources.fetcher.fetch(url, passed=passed)
    if isinstance(whole, RawPage):
        return whole
    return task.patiently(partial(ledger.move, message, whole, visit))


def validators_of(errand: Errand, fetching: Fetching, at: datetime) -> Validators:
    """Give what to ask for a change with; nothing when the page has not come whole for long.

    Some sites send 304, or the same ETag, for pages that have changed.
    """
    seen = errand.known_fetched_at
    if seen is None or (at - seen).total_seconds() > fetching.validators_trusted_seconds:
        return NO_VALIDATORS
    return Validators(errand.known_etag, errand.known_last_modified)


def seen_again(page: RawPage, errand: Errand) -> SeenAgain | None:
    """Say why a page is the version that is known, where it is."""
    if page.status == HTTPStatus.NOT_MODIFIED:
        return SeenAgain(Reason.NOT_MODIFIED, {})
    if hashlib.sha256(page.body).hexdigest() != errand.known_body_sha256 or page.at is None:
        return None
    head = {
        "etag": page.etag or "",
        "last_modified": page.last_modified or "",
        "fetched_at": page.at.isoformat(),
    }
    return SeenAgain(Reason.SAME_BODY, head)
