"""A store without room: nothing is lost, nobody's attempt is counted, and work goes on after."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from celery import Celery

from config.celery import broker_url
from tests import invented
from tests.mill import Mill, mill, url
from tests.site import Site
from tests.waiting import wait_until

QUEUES = ("celery", "fetch")


@pytest.fixture
def small_mill(tmp_path: Path) -> Iterator[Mill]:
    """A mill at work whose tasks are quick to give their messages back."""
    with mill(
        tmp_path,
        allow_addresses="127.0.0.0/8",
        host_delay_seconds="0",
        host_backoff_seconds="0.1",
        store_wait_seconds="0.5",
        max_attempts="1",
        log_level="error",
    ) as made:
        made.work()
        yield made


@contextmanager
def full(made: Mill) -> Iterator[None]:
    """Leave the store no room for anything new."""
    used = int(made.store.info("memory")["used_memory"])
    made.store.config_set("maxmemory", int(used * 0.9))
    try:
        yield
    finally:
        made.store.config_set("maxmemory", 0)


@pytest.mark.timeout(120)
def test_submit_task_keeps_what_a_full_store_cannot_take(small_mill: Mill) -> None:
    """A job handed in by name alone waits in the broker until the store has room."""
    client = Celery(broker=broker_url(small_mill.servers.broker_url))
    small_mill.outcomes(small_mill.submit(url("http://[::1]:9/"))[0])  # All roles are awake.
    with full(small_mill):
        words = {"text": invented.article(7), "title": "A lone surrogate: \ud800"}
        job_id = client.send_task("newsmill.submit", kwargs=words, ignore_result=True).id
        wait_until(lambda: given_back(small_mill), 30, "the message was given back")
        assert small_mill.app.resources.ledger.state(job_id) is None
    client.close()
    wait_until(lambda: small_mill.app.resources.ledger.state(job_id), 30, "the job exists")
    assert small_mill.outcomes(job_id) == ["published: new"]


def given_back(made: Mill) -> bool:
    """Say whether a message has gone around: it carries the mark of one given back."""
    waiting = [message for queue in QUEUES for message in made.broker.lrange(queue, 0, -1)]
    unacknowledged = made.broker.hvals("unacked")
    return any("given_back" in str(message) for message in (*waiting, *unacknowledged))


@pytest.mark.timeout(120)
def test_full_store_is_nobodys_attempt(small_mill: Mill, site: Site) -> None:
    """A page that cannot be kept goes around, and is fetched again at the same, only attempt."""
    address = site.page("/full", invented.html(3))
    site.delay("/full", seconds=1)
    (job_id,) = small_mill.submit(url(address))
    wait_until(lambda: site.hits("/full"), 30, "the page is being fetched")
    with full(small_mill):
        wait_until(lambda: given_back(small_mill), 30, "the message was given back")
    assert small_mill.outcomes(job_id) == ["published: new"]
    assert small_mill.outcome_count(job_id) == 1
