"""Whatever dies, a job has one outcome and its record is on the stream once."""

import json
import os
import signal
from collections import Counter
from pathlib import Path

import pytest

from tasks.errors import StoreUnavailable
from tests import invented
from tests.leaks import leaked_keys
from tests.mill import Mill, mill, text, url
from tests.site import Site
from tests.waiting import wait_until
from worker.store import keys
from worker.store.connection import store_errors

JOBS = 200
KILLED = {"reader", "broker", "store"}


@pytest.mark.timeout(300)
def test_nothing_is_lost_or_doubled_when_everything_is_killed(site: Site, tmp_path: Path) -> None:
    """Pool child, reader, broker and store are killed with -9 while 200 jobs run."""
    with mill(
        tmp_path,
        allow_addresses="127.0.0.0/8",
        host_delay_seconds="0.05",
        task_limit_seconds="5",
        fetch_timeout_seconds="5",
        store_wait_seconds="5",
        sweep_after_seconds="2",
        lost_after_seconds="2",
        retry_base_seconds="0.5",
        log_level="error",
    ) as made:
        pages = (url(site.page(f"/{n}", invented.html(n))) for n in range(JOBS // 4))
        texts = (text(invented.article(n)) for n in range(JOBS - JOBS // 4))
        job_ids = made.submit(*pages, *texts)
        made.work()
        assert made.machine
        before = made.machine.pids
        for closed, victim in ((10, pool_child), (50, reader), (90, broker), (130, store)):
            wait_for_closed(made, closed)
            os.kill(victim(made), signal.SIGKILL)
        wait_for_closed(made, JOBS)

        # Workers outlive their broker and their store: only what was killed is another.
        after = made.machine.pids
        assert {name for name in before if before[name] != after[name]} == KILLED
        outcomes = Counter(entry["job_id"] for entry in made.entries(keys.OUTCOMES))
        assert outcomes == Counter(job_ids)
        published = [json.loads(entry["record"]) for entry in made.entries(keys.ARTICLES)]
        assert Counter(record["job_id"] for record in published) == Counter(job_ids)
        assert leaked_keys(made.store) == []


@pytest.mark.timeout(180)
def test_workers_outlive_a_broker_that_dies_under_them(site: Site, tmp_path: Path) -> None:
    """Workers with messages in hand go on when their broker is killed: this decides the pins.

    Celery 5.7.0 exits here: an unacknowledged message and a lost connection are too much.
    """
    with mill(
        tmp_path, allow_addresses="127.0.0.0/8", lost_after_seconds="1", log_level="error"
    ) as made:
        address = site.page("/slow", invented.html(1))
        site.delay("/slow", seconds=3)
        long_text = text("\n\n".join(invented.article(n, 30) for n in range(40)))
        job_ids = made.submit(url(address), long_text)
        made.work()
        assert made.machine
        before = made.machine.pids
        for job_id, task in zip(job_ids, ("fetch", "extract"), strict=True):
            wait_for_task(made, job_id, task)
        os.kill(broker(made), signal.SIGKILL)
        # A canary that could not be sent is followed by another after a minute.
        assert made.outcomes(*job_ids, timeout_seconds=100) == ["published: new"] * 2
        (later,) = made.submit(text(invented.article(2)))
        assert made.outcomes(later) == ["published: new"]
        after = made.machine.pids
        assert {name for name in before if before[name] != after[name]} == {"broker"}


@pytest.mark.timeout(180)
def test_poison_stops_after_its_attempts(tmp_path: Path) -> None:
    """A document that kills its worker each time is dead after its attempts, the rest goes on."""
    with mill(
        tmp_path,
        max_attempts="2",
        task_limit_seconds="3",
        sweep_after_seconds="0.5",
        lost_after_seconds="1",
        reader_processes="1",
        log_level="error",
    ) as made:
        long_text = text("\n\n".join(invented.article(n, 30) for n in range(100)))
        (poison,) = made.submit(long_text)
        made.work()
        killed: set[str] = set()
        while len(killed) < 2:
            killed.add(kill_whoever_extracts(made, poison, killed))
        assert made.outcomes(poison) == ["dead: poison"]
        (healthy,) = made.submit(text(invented.article(1)))
        assert made.outcomes(healthy) == ["published: new"]


def kill_whoever_extracts(made: Mill, job_id: str, before: set[str]) -> str:
    """Kill the pool child that is at it, once for each execution; give the execution's token."""

    def runs() -> str | None:
        made.poll()
        state = made.app.resources.ledger.state(job_id) or {}
        token = state.get("token")
        at_it = (state.get("state"), state.get("task")) == ("running", "extract")
        return token if at_it and token not in before else None

    token = wait_until(runs, 60, "a new attempt runs")
    os.kill(pool_child(made), signal.SIGKILL)
    return token or ""


def wait_for_task(made: Mill, job_id: str, task: str) -> None:
    """Wait until a job runs at that task."""

    def runs() -> bool:
        made.poll()
        state = made.app.resources.ledger.state(job_id) or {}
        return (state.get("state"), state.get("task")) == ("running", task)

    wait_until(runs, 60, f"{task} runs")


def wait_for_closed(made: Mill, count: int) -> None:
    """Wait until that many jobs are closed, while the dead are restarted."""

    def closed() -> bool:
        made.poll()
        try:
            with store_errors():
                return int(made.store.xlen(keys.OUTCOMES.name)) >= count
        except StoreUnavailable:
            return False  # It was killed a moment ago.

    wait_until(closed, 120, f"{count} jobs are closed")


def reader(made: Mill) -> int:
    """Give the pid of the reader's main process."""
    return only(made, "reader")


def broker(made: Mill) -> int:
    """Give the pid of the broker."""
    return only(made, "broker")


def store(made: Mill) -> int:
    """Give the pid of the store."""
    return only(made, "store")


def pool_child(made: Mill) -> int:
    """Give the pid of one of the reader's pool children."""
    parent = reader(made)
    for directory in Path("/proc").iterdir():
        if directory.name.isdigit() and parent_of(directory) == parent:
            command = (directory / "cmdline").read_bytes()
            if b"worker.commands" in command and b"orphans.py" not in command:
                return int(directory.name)
    raise AssertionError("the reader has no pool child")


def parent_of(directory: Path) -> int | None:
    """Give the parent of a process by its directory in /proc, None when it is gone."""
    try:
        return int((directory / "stat").read_text().rpartition(")")[2].split()[1])
    except FileNotFoundError:
        return None


def only(made: Mill, name: str) -> int:
    """Give the one pid of that name."""
    assert made.machine
    (pid,) = made.machine.pids[name]
    return pid
