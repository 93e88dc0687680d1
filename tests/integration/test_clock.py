"""What a clock still does when one of its duties fails."""

import threading
from collections.abc import Iterator

import pytest
import redis
from structlog.testing import capture_logs

from config.settings import Settings
from tasks.job import Job, RawPage, Submission
from tests.waiting import wait_until
from worker.celery import NewsmillApp, create_app
from worker.clock import Clock
from worker.store import keys

TEXT = RawPage(body=b"Some text.", content_type="text/plain; charset=utf-8")


@pytest.fixture
def app(test_settings: Settings) -> Iterator[NewsmillApp]:
    """The app on the test's servers."""
    with create_app(test_settings) as made:
        yield made
        made.resources.close()


def test_a_duty_that_fails_keeps_no_other_from_being_done(
    app: NewsmillApp, store: redis.Redis
) -> None:
    """A stream of articles that cannot be trimmed is logged, and the inbox is taken in."""
    store.set(keys.ARTICLES.name, "no stream", ex=60)
    store.xadd(keys.INBOX.name, {"text": "Some words.", "id": "a"})
    with capture_logs() as logs:
        Clock(app, threading.Event()).do_duties()
    failed = [one["duty"] for one in logs if one["event"] == "duty_failed"]
    assert failed == ["trim"]
    assert store.xlen(keys.INBOX.name) == 0
    store.delete(keys.ARTICLES.name)


def test_a_clock_whose_duties_fail_wakes_jobs(app: NewsmillApp, store: redis.Redis) -> None:
    """An inbox that cannot be read stops no job that waits for its time."""
    ledger = app.resources.ledger
    (message,) = ledger.submit([Submission(Job(id="j", kind="text"), TEXT)])
    ledger.begin(message, "t")
    ledger.wait(message, 1.0, "later")
    store.set(keys.INBOX.name, "no stream", ex=60)
    stop = threading.Event()
    running = threading.Thread(target=Clock(app, stop).run)
    running.start()
    try:
        wait_until(lambda: (ledger.state("j") or {})["state"] == "queued", 10, "the job to wake")
    finally:
        stop.set()
        running.join()
    store.delete(keys.INBOX.name)
