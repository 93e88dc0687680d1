"""Roles that beat while they can do their work, and end when they stand still: real processes."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from config.settings import Servers, Settings
from tasks.chain import send
from tests import invented
from tests.command import started, urls
from tests.mill import url
from tests.site import Exchange, Site
from tests.waiting import is_running, program, wait_until
from worker.celery import NewsmillApp, create_app
from worker.clock import LEASE_SECONDS, Clock
from worker.resources import WorkerResources
from worker.store.connection import connect
from worker.supervising.beating import PATIENCE_SECONDS, beat_in, patience_seconds
from worker.supervising.embedded import EmbeddedServers

# A worker as the roles are, that beats twenty times a second.
BEATING = """
import sys
from pathlib import Path
from config.settings import settings
from worker.celery import create_app
from worker.supervising.beating import beat_in, beating
app = create_app(settings())
with beating("fetcher", Path(sys.argv[1])) as beat:
    beat_in(app, beat, every_seconds=0.05)
    print("{}", flush=True)
    app.Worker(pool_cls="threads", concurrency=1, queues=["fetch"], quiet=True,
               without_gossip=True, without_mingle=True).start()
"""

# A role with a child, that never beats: it sleeps, or keeps the interpreter's lock.
STANDING_STILL = """
import json, os, re, signal, sys, time
from config import logging
from config.settings import settings
from worker.supervising.beating import beating
from worker.supervising.orphans import die_with_parent
logging.configure(settings().logging)
parent = os.getpid()
if not (child := os.fork()):
    die_with_parent(signal.SIGKILL, parent)
    time.sleep(60)
with beating("reader", None, patience_seconds=float(sys.argv[1])):
    print(json.dumps(child), flush=True)
    time.sleep(60) if sys.argv[2] == "sleeps" else re.match("(a+)+$", "a" * 60 + "b")
"""


@contextmanager
def stopped(pid: int) -> Iterator[None]:
    """Freeze a process while the context lasts."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def test_a_worker_beats_while_its_broker_answers(
    tmp_path: Path,
    servers: EmbeddedServers,
    server_urls: Servers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not while that is frozen, and again as soon as it is not."""
    for name, value in urls(server_urls).items():
        monkeypatch.setenv(name, value)
    file = tmp_path / "health" / "fetcher"
    file.parent.mkdir()
    file.touch()  # of one that was killed: it is no beat of this one
    with program(BEATING, str(file.parent)) as (running, _):
        assert not file.exists()
        wait_until(file.exists, 20, "the worker beats")
        with stopped(servers.pids["broker"]):
            wait_until(lambda: time.time() - file.stat().st_mtime > 1, 20, "it stands still")
        wait_until(lambda: time.time() - file.stat().st_mtime < 0.5, 20, "it beats again")
        running.terminate()
        running.wait(20)
        assert not file.exists()


@pytest.mark.parametrize(
    ("seconds", "how"), [(2.0, "sleeps"), (0.5, "keeps the lock")], ids=["sleeps", "locked"]
)
def test_a_role_that_stands_still_ends(seconds: float, how: str) -> None:
    """With its children. It says so in a line, or where it was, if no thread may run."""
    with subprocess.Popen(
        [sys.executable, "-c", STANDING_STILL, str(seconds), how],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout
        child = int(running.stdout.readline())
        _, told = running.communicate(timeout=30)
    assert running.returncode == 1
    wait_until(lambda: not is_running(child), 5, "its child is gone")
    if how == "sleeps":
        line = json.loads(told)
        assert (line["level"], line["event"]) == ("critical", "role_stands_still")
    else:
        assert told.startswith("Timeout (")
        assert "in match\n" in told


def test_a_step_that_was_not_started_can_be_stopped(test_settings: Settings) -> None:
    """Celery stops all of them when a connection dies before each has started."""
    with create_app(test_settings) as app:
        beat_in(app, lambda: None)
        (step,) = app.steps["consumer"]
        step(None).stop(None)


def test_a_role_that_ends_properly_has_time_to(test_settings: Settings) -> None:
    """It does not beat while what runs then ends, which takes an attempt's time at the most."""
    assert patience_seconds(test_settings) == PATIENCE_SECONDS
    slow = test_settings.engine.model_copy(update={"task_limit_seconds": 900})
    assert patience_seconds(test_settings.model_copy(update={"engine": slow})) == 2 * 910


def test_a_folder_that_cannot_be_made_is_refused(server_urls: Servers) -> None:
    """A container that can never be well says why."""
    folder = {"NEWSMILL_HEALTH_DIR": "/dev/null/health"}
    running = started("worker", "--role", "clock", environment={**urls(server_urls), **folder})
    _, told = running.communicate(timeout=30)
    assert running.returncode == 2
    assert b"newsmill: NEWSMILL_HEALTH_DIR: /dev/null/health: Not a directory\n" in told


# ---------------------------------------------------------------- the clock


@contextmanager
def ticking(app: NewsmillApp) -> Iterator[list[float]]:
    """Run a clock; give its beats."""
    beats: list[float] = []
    stop = threading.Event()
    clock = Clock(app, stop, lambda: beats.append(time.monotonic()))
    running = threading.Thread(target=clock.run)
    running.start()
    try:
        yield beats
    finally:
        stop.set()
        running.join()


def test_a_clock_that_stands_by_beats(test_settings: Settings, resources: WorkerResources) -> None:
    """It is well although another does the work."""
    assert resources.ledger.lease("another", LEASE_SECONDS)
    with create_app(test_settings) as app, ticking(app) as beats:
        wait_until(lambda: len(beats) > 1, 10, "it beats")
        app.resources.close()
    resources.ledger.lease("another", 0)


def test_a_clock_without_a_store_does_not_beat(test_settings: Settings) -> None:
    """It cannot do its work."""
    away = test_settings.servers.model_copy(update={"store_url": "unix:///nowhere"})
    chosen = test_settings.model_copy(update={"servers": away})
    with capture_logs() as logs, create_app(chosen) as app, ticking(app) as beats:
        wait_until(lambda: len(logs) > 1, 10, "it has tried twice")
    assert {one["event"] for one in logs} == {"store_error"}
    assert beats == []


# ---------------------------------------------------------------- stopping


def test_a_fetcher_that_is_stopped_ends_its_fetch(
    server_urls: Servers, test_settings: Settings, site: Site
) -> None:
    """It wastes no attempt, exits with 0, and all it says are log lines; by SIGHUP as by SIGTERM.

    The first has the handler of the second, in the place of one that ended with a traceback.
    """
    asked_to_end = threading.Event()

    def slow(exchange: Exchange) -> None:
        asked_to_end.wait(20)
        exchange.answer(200, invented.html(1).encode(), content_type="text/html")

    job = url(site.route("/slow", slow))
    environment = {**urls(server_urls), "NEWSMILL_ALLOW_ADDRESSES": "127.0.0.0/8"}
    running = started("worker", "--role", "fetcher", environment=environment)
    with create_app(test_settings) as app:
        send(app, app.resources.ledger.submit([job]))
        wait_until(lambda: site.hits("/slow"), 30, "the fetch has begun")
        running.send_signal(signal.SIGHUP)
        asked_to_end.set()
        out, told = running.communicate(timeout=30)
        state = app.resources.ledger.state(job.job.id) or {}
        app.resources.close()
    assert (running.returncode, out) == (0, b"")
    assert "celery_says" in {json.loads(line)["event"] for line in told.splitlines()}
    assert (state["state"], state["task"], state["attempts"]) == ("queued", "clean", "0")
    with connect(server_urls.broker_url or "", 5) as broker:
        assert broker.hlen("unacked") == 0
