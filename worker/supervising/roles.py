"""What one worker is: its Celery pool, and what it does before and after.

SIGTERM stops it as soon as what runs has ended, and no attempt is lost. A fetcher takes up to its
fetch's deadline and NEWSMILL_STORE_WAIT_SECONDS (50 seconds as a rule), a reader up to its task
limit and ten seconds (70), mostly much less; a clock ends at once. Celery's soft shutdown is off:
it takes all of its time even where nothing is left to do, costs what it cuts off an attempt, and
does not end a child that hangs, which only the hard limit does.
"""

import gc
import os
import queue
import random
import signal
import threading
import warnings
from contextlib import closing
from typing import Any

import billiard.pool
import celery.apps.worker
import structlog
from billiard.util import get_logger as billiard_logger
from celery import signals
from celery.exceptions import CPendingDeprecationWarning
from celery.utils.nodenames import host_format

from config import logging as log_pipe
from config.settings import Settings
from worker.access import require_access
from worker.celery import NewsmillApp, create_app
from worker.clock import Clock
from worker.queues import SERVED
from worker.supervising.beating import Beat, beat_in, beating, patience_seconds
from worker.supervising.cores import cores
from worker.supervising.orphans import die_with_parent

log = structlog.get_logger(__name__)


def run_role(role: str, settings: Settings) -> int:
    """Run one worker until it is told to stop.

    Returns:
        The exit code.

    Raises:
        UsageError: a server is missing or refuses us, or `NEWSMILL_HEALTH_DIR` cannot be made.
    """
    log_pipe.configure(settings.logging)
    app = create_app(settings)
    require_access(settings)
    patience = patience_seconds(settings)
    with beating(role, settings.workers.health_dir, patience) as beat, closing(app.resources):
        if role == "clock":
            return _run_clock(app, beat)
        beat_in(app, beat)
        return _run_worker(role, app)


def _run_worker(role: str, app: NewsmillApp) -> int:
    _connect_signals(app)
    # Made here, since threads that all came first would each make their own.
    _ = app.resources.ledger, app.resources.documents
    if role == "fetcher":
        _keep_to_one_core()
        _ = app.resources.fetcher
    if role == "reader":
        # Before the fork, so that the children share the memory; frozen, so that their garbage
        # collectors do not touch (and so copy) it.
        app.resources.models.load()
        gc.collect()
        gc.freeze()
    app.set_current()
    worker = app.Worker(**_options(role, app.newsmill_settings))
    worker.start()
    return worker.exitcode or 0


def _options(role: str, settings: Settings) -> dict[str, Any]:
    workers = settings.workers
    return {
        "hostname": host_format(f"{role}@%h"),
        "pool_cls": "threads" if role == "fetcher" else "prefork",
        "concurrency": (
            workers.fetcher_threads if role == "fetcher" else workers.reader_processes or cores()
        ),
        "queues": SERVED[role],
        "loglevel": settings.logging.log_level,
        # Without the banner: what it says, the settings say, and logs are for programs.
        "quiet": True,
        # Workers need not know each other: the ledger knows them all.
        "without_gossip": True,
        "without_mingle": True,
    }


def _keep_to_one_core() -> None:
    """Run all threads to come on one core, any of those that this process may use.

    They share one interpreter lock, so more cores do not help; and to hand it over to a thread
    on another core costs more than a fetcher's work: on one it fetches half as much again
    (tests/benchmarks/fetching.py). Two fetchers that choose the same core still fetch no less.
    """
    if hasattr(os, "sched_setaffinity"):
        core = random.choice(sorted(os.sched_getaffinity(0)))  # noqa: S311 - no secret
        os.sched_setaffinity(0, {core})


def _say_in_lines() -> None:
    """Make lines of the log of what Celery writes to stdout when a signal comes.

    It writes in the midst of whatever the signal interrupts, perhaps a line; only this queue may
    be used there, so that a thread has to write the line.
    """
    said: queue.SimpleQueue[str] = queue.SimpleQueue()

    def pass_on() -> None:
        while True:
            log.info("celery_says", text=said.get())

    threading.Thread(target=pass_on, name="celery-says", daemon=True).start()
    celery.apps.worker.safe_say = lambda text, *_: said.put(text)  # type: ignore[attr-defined]


def _connect_signals(app: NewsmillApp) -> None:
    def set_up_logging(**_: Any) -> None:  # noqa: ANN401 - Celery's signature
        log_pipe.configure(app.newsmill_settings.logging)
        # billiard cuts its logger off from the others: what it says of dead children is news.
        billiard_logger().propagate = True

    parent_id = os.getpid()

    def follow_parent(**_: Any) -> None:  # noqa: ANN401
        die_with_parent(signal.SIGKILL, parent_id)

    # Celery warns root of pickle, which these workers do not accept.
    warnings.filterwarnings("ignore", message=".*superuser privileges")
    # At each lost connection it announces what a later major version will do.
    warnings.filterwarnings("ignore", category=CPendingDeprecationWarning)
    # A pool child that is told to end waits for its parent to read its last results, which the
    # parent no longer does while it waits for the child: two seconds of that, not thirty.
    billiard.pool.GUARANTEE_MESSAGE_CONSUMPTION_RETRY_LIMIT = 20
    ignores_hangup = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN  # as nohup has it

    def stop_on_hangup(**_: Any) -> None:  # noqa: ANN401
        # Celery would start sys.argv again, which is no command. Whoever supervises this starts it.
        term = signal.getsignal(signal.SIGTERM)
        signal.signal(signal.SIGHUP, signal.SIG_IGN if ignores_hangup else term)

    _say_in_lines()
    signals.worker_ready.connect(stop_on_hangup, weak=False)
    signals.setup_logging.connect(set_up_logging, weak=False)
    signals.worker_process_init.connect(follow_parent, weak=False)


def _run_clock(app: NewsmillApp, beat: Beat) -> int:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    log.info("clock_started")
    Clock(app, stop, beat).run()
    log.info("clock_stopped")
    return 0
