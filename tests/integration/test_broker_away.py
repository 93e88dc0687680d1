"""A broker that is away: jobs are safe in the ledger, and nobody falls over it."""

import os
import signal
from pathlib import Path

import pytest

from tests import invented
from tests.command import asked
from tests.mill import mill, text
from tests.waiting import wait_until
from worker.store import keys


@pytest.mark.timeout(180)
def test_jobs_handed_in_without_a_broker_are_done_once_it_is_back(tmp_path: Path) -> None:
    """Ids are printed, the clock lives on, and every job ends when the broker is there again."""
    source = tmp_path / "a.txt"
    source.write_text(invented.article(1), encoding="utf-8")
    with mill(tmp_path / "data", lost_after_seconds="1", log_level="error") as made:
        made.work()
        (first,) = made.submit(text(invented.article(0)))
        made.outcomes(first)
        assert made.machine
        before = made.machine.pids
        os.kill(made.servers.pids["broker"], signal.SIGKILL)

        handed_in = asked(made.app.newsmill_settings.servers, "enqueue", str(source))
        assert handed_in.code == 0, handed_in.err
        canary = keys.CANARY.of("clean")
        wait_until(lambda: made.store.hget(canary, "sent"), 30, "the clock wants to send a canary")

        # What is looked after from here on includes the broker.
        job_id = handed_in.out.strip()
        assert made.outcomes(job_id) == ["published: new"]
        after = made.machine.pids
        assert {name for name in before if before[name] != after[name]} == {"broker"}
