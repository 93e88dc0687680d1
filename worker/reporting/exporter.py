"""The exporter of metrics: many may ask at one time, and a server that is slow holds none up."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotInTime
from contextlib import closing, contextmanager
from functools import partial
from typing import Final

import redis
import structlog
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from config.brokers import broker_of
from config.settings import Settings
from tasks.errors import NewsmillError, StoreError
from worker.reporting.metrics import (
    BROKER,
    STORE,
    Sample,
    down,
    families,
    info,
    of_server,
    of_store,
)
from worker.resources import WorkerResources
from worker.store.connection import connect

log = structlog.get_logger(__name__)

# Those who ask within this get what was read for the first of them.
SHARED_SECONDS: Final = 5.0
# Prometheus waits for ten by default.
DEADLINE_SECONDS: Final = 8.0
# One command may take so long; a server that does not answer is given up after the first.
COMMAND_SECONDS: Final = 2.0

Ask = Callable[[], list[Sample]]


class Latest:
    """What a server told last, asked again when somebody wants to know and that is old.

    Args:
        server: its name among the metrics.
        ask: reads it.
        pool: has a thread for it.
    """

    def __init__(self, server: str, ask: Ask, pool: ThreadPoolExecutor) -> None:
        self._server = server
        self._ask = ask
        self._pool = pool
        self._lock = threading.Lock()
        self._answer: Future[list[Sample]] | None = None
        self._asked_at = 0.0

    def samples(self) -> list[Sample]:
        """Give what it tells; that it is down where it does not answer in time."""
        try:
            return self.ask().result(timeout=DEADLINE_SECONDS)
        except (StoreError, redis.ConnectionError, redis.TimeoutError, NotInTime) as error:
            log.warning("no_metrics", server=self._server, error=str(error) or "too slow")
            return down(self._server)

    def ask(self) -> Future[list[Sample]]:
        """Ask again where the last answer is old; give the answer that is current or to come."""
        with self._lock:
            is_old = time.monotonic() - self._asked_at > SHARED_SECONDS
            if self._answer is None or (self._answer.done() and is_old):
                self._asked_at = time.monotonic()
                self._answer = self._pool.submit(self._ask)
            return self._answer


class Exporter(Collector):
    """Tells the metrics of both servers, for a registry of prometheus_client.

    Args:
        settings: where the servers are.
    """

    def __init__(self, settings: Settings) -> None:
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="metrics")
        timeouts = {"store_timeout_seconds": COMMAND_SECONDS}
        servers = settings.servers.model_copy(update=timeouts)
        store = WorkerResources(settings.model_copy(update={"servers": servers}))
        self._latest = [Latest(STORE, partial(of_store, store), self._pool)]
        self._clients: list[WorkerResources | redis.Redis] = [store]
        url = servers.broker_url or ""
        if broker_of(url).name == "Redis":
            broker = connect(url, COMMAND_SECONDS)
            self._latest.append(Latest(BROKER, partial(of_server, broker, BROKER), self._pool))
            self._clients.append(broker)

    def collect(self) -> Iterator[Metric]:
        """Give all metrics. Several threads may ask at one time."""
        for latest in self._latest:
            latest.ask()
        samples = [info()]
        for latest in self._latest:
            samples += latest.samples()
        return families(samples)

    def close(self) -> None:
        """Give back every connection, after the commands that are under way."""
        self._pool.shutdown()
        for client in self._clients:
            client.close()


@contextmanager
def exporting(settings: Settings) -> Iterator[CollectorRegistry]:
    """Give a registry with nothing in it but our metrics, while the context lasts."""
    registry = CollectorRegistry()
    with closing(Exporter(settings)) as exporter:
        registry.register(exporter)
        yield registry


@contextmanager
def served(settings: Settings, host: str, port: int) -> Iterator[int]:
    """Serve metrics over HTTP while the context lasts; gives the port.

    Raises:
        NewsmillError: nobody can listen there.
    """
    with exporting(settings) as registry:
        try:
            server, thread = start_http_server(port, host, registry)
        except OSError as error:
            raise NewsmillError(f"cannot listen on {host}:{port}: {error.strerror}") from error
        try:
            yield server.server_port
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
