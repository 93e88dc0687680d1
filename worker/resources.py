"""Everything that has a life cycle, made on first use; one a process."""

import os
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import redis

from config.brokers import broker_of
from config.settings import Settings, variable
from tasks.errors import UsageError
from worker.store.connection import connect
from worker.store.documents import Documents
from worker.store.inbox import Inbox
from worker.store.ledger import Ledger
from worker.store.retention import Retention
from worker.store.streams import Streams
from worker.store.withdrawals import Withdrawals

if TYPE_CHECKING:
    from worker.fetching.client import HttpFetcher
    from worker.models import LanguageModels

STORE_PORT = 6379


class WorkerResources:
    """The real stores, clients and models (`tasks.resources.Resources`)."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def fetcher(self) -> "HttpFetcher":
        """The HTTP client, which shares what it knows of robots.txt files with all others."""
        from worker.fetching.fetcher import fetcher_of
        from worker.store.robots import StoredRobots

        return fetcher_of(self.settings, StoredRobots(self.bytes))

    @cached_property
    def models(self) -> "LanguageModels":
        """The language models."""
        from worker.models import LanguageModels

        return LanguageModels(self.settings.reading)

    @cached_property
    def ledger(self) -> Ledger:
        """Where every job stands."""
        return Ledger(self.texts, self.settings)

    @cached_property
    def documents(self) -> Documents:
        """What waits between two tasks."""
        return Documents(self.bytes)

    @cached_property
    def streams(self) -> Streams:
        """What is published, and how jobs ended."""
        return Streams(self.texts)

    @cached_property
    def inbox(self) -> Inbox:
        """What other programs hand in."""
        return Inbox(self.bytes)

    @cached_property
    def withdrawals(self) -> Withdrawals:
        """What is known of documents that are to be forgotten."""
        return Withdrawals(self.texts, self.settings)

    @cached_property
    def retention(self) -> Retention:
        """What of it may go, and who holds it."""
        return Retention(self.texts, self.settings.keeping)

    @cached_property
    def texts(self) -> redis.Redis:
        """The store, answering texts."""
        return self._client(texts=True)

    @cached_property
    def bytes(self) -> redis.Redis:
        """The store, answering bytes."""
        return self._client(texts=False)

    def close(self) -> None:
        """Give back every connection that was made."""
        for name in ("fetcher", "texts", "bytes"):
            if name in self.__dict__:
                self.__dict__[name].close()

    def _client(self, *, texts: bool) -> redis.Redis:
        servers = self.settings.servers
        if servers.store_url is None:
            raise UsageError(f"{variable('store_url')} is not set")
        return connect(servers.store_url, servers.store_timeout_seconds, texts=texts)


def require_servers(settings: Settings) -> None:
    """Refuse to go on without both servers.

    Raises:
        UsageError: names what is missing.
    """
    servers = settings.servers
    missing = [
        variable(field) for field in ("broker_url", "store_url") if getattr(servers, field) is None
    ]
    if missing:
        raise UsageError(
            f"set {' and '.join(missing)}: broker and store are two servers"
            " (newsmill run starts its own when neither is set)"
        )
    broker_url, store_url = servers.broker_url or "", servers.store_url or ""
    if _server_of(broker_url, broker_of(broker_url).port) == _server_of(store_url, STORE_PORT):
        raise UsageError(
            f"{variable('broker_url')} and {variable('store_url')} name the same server:"
            " a full store must never block the broker"
        )


def _server_of(url: str, port: int) -> tuple[str, int]:
    """Give the server that a URL names: another database of it is no other server."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return os.path.realpath(parts.path), 0
    return parts.hostname or "", parts.port or port
