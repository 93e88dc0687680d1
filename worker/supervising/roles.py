"""What one worker is: the arguments of its Celery pool, and what it does before and after."""

import gc
import os
import random
import signal
import threading
import warnings
from typing import Any

import billiard.pool
import structlog
from billiard.util import get_logger as billiard_logger
from celery import signals
from celery.exceptions import CPendingDeprecationWarning

from config import logging as log_pipe
from config.settings import Settings
from worker.celery import NewsmillApp, create_app
from worker.clock import Clock
from worker.queues import SERVED
from worker.supervising.orphans import die_with_parent

log = structlog.get_logger(__name__)

ROLES = ("fetcher", "reader", "clock")


def run_role(role: str, settings: Settings) -> int:
    """Run one worker until it is told to stop.

    Returns:
        The exit code.
    """
    log_pipe.configure(settings.logging)
    app = create_app(settings)
    if role == "clock":
        return _run_clock(app)
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
    exit_codes = _noted_exit_codes()
    try:
        app.worker_main(_arguments(role, settings))
    finally:
        app.resources.close()
    return max(exit_codes, default=0)


def _arguments(role: str, settings: Settings) -> list[str]:
    workers = settings.workers
    concurrency = (
        workers.fetcher_threads if role == "fetcher" else workers.reader_processes or _cores()
    )
    return [
        # Without the banner: what it says, the settings say, and logs are for programs.
        "--quiet",
        "worker",
        f"--pool={'threads' if role == 'fetcher' else 'prefork'}",
        f"--concurrency={concurrency}",
        f"--queues={','.join(SERVED[role])}",
        f"--hostname={role}@%h",
        f"--loglevel={settings.logging.log_level}",
        # Workers need not know each other: the ledger knows them all.
        "--without-gossip",
        "--without-mingle",
    ]


def _keep_to_one_core() -> None:
    """Run all threads to come on one core, any of those that this process may use.

    They share one interpreter lock, so more cores do not help; and to hand it over to a thread
    on another core costs more than a fetcher's work: on one it fetches half as much again
    (tests/benchmarks/fetching.py). Two fetchers that choose the same core still fetch no less.
    """
    if hasattr(os, "sched_setaffinity"):
        core = random.choice(sorted(os.sched_getaffinity(0)))  # noqa: S311 - no secret
        os.sched_setaffinity(0, {core})


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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
    signals.setup_logging.connect(set_up_logging, weak=False)
    signals.worker_process_init.connect(follow_parent, weak=False)


def _noted_exit_codes() -> list[int]:
    """Give a list that will have the worker's exit code, which `worker_main` never tells."""
    codes: list[int] = []

    def note(sender: Any, **_: Any) -> None:  # noqa: ANN401
        codes.append(sender.exitcode or 0)

    signals.worker_shutdown.connect(note, weak=False)
    return codes


def _run_clock(app: NewsmillApp) -> int:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    log.info("clock_started")
    Clock(app, stop).run()
    app.resources.close()
    log.info("clock_stopped")
    return 0
