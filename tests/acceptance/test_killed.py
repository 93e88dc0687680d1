"""Whatever dies, a job has one outcome and its record is on the stream once.

This test decides the versions of celery and kombu.
"""

import json
import os
import signal
from collections import Counter
from pathlib import Path

import pytest

from tests import invented
from tests.leaks import leaked_keys
from tests.mill import Mill, mill, text, url
from tests.site import Site
from tests.waiting import wait_until
from worker.store import keys

JOBS = 200


@pytest.mark.timeout(300)
def test_nothing_is_lost_or_doubled_when_everything_is_killed(site: Site, tmp_path: Path) -> None:
    """Pool child, reader, broker and store are killed with -9 while 200 jobs run."""
    with mill(
        tmp_path,
        allow_addresses="127.0.0.0/8",
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
        for closed, victim in ((10, pool_child), (50, reader), (90, broker), (130, store)):
            wait_for_closed(made, closed)
            os.kill(victim(made), signal.SIGKILL)
        wait_for_closed(made, JOBS)

        outcomes = Counter(entry["job_id"] for entry in made.entries(keys.OUTCOMES))
        assert outcomes == Counter(job_ids)
        published = [json.loads(entry["record"]) for entry in made.entries(keys.ARTICLES)]
        assert Counter(record["job_id"] for record in published) == Counter(job_ids)
        assert leaked_keys(made.store) == []


def wait_for_closed(made: Mill, count: int) -> None:
    """Wait until that many jobs are closed, while the dead are restarted."""

    def closed() -> bool:
        made.poll()
        made.app.resources.ledger.counts()
        return made.store.xlen(keys.OUTCOMES.name) >= count

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
