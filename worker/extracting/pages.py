"""Getting the pages of submissions without a store: the politeness of one process."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from config.settings import Settings
from tasks.hosts import host_of
from tasks.job import RawPage, Submission
from tasks.resources import Elsewhere
from worker.fetching.client import HttpFetcher
from worker.fetching.fetcher import fetcher_of
from worker.fetching.robots import LocalCache

# Hosts beyond this are forgotten once nobody waits for them and their time is over: a list may
# name a million.
HOSTS_REMEMBERED: Final = 10_000


@dataclass(slots=True)
class _Host:
    """One host. `free_at` is a time of the monotonic clock, in seconds."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    users: int = 0
    free_at: float = 0.0


class Pages:
    """Gets the page of a submission: from one host one at a time, with its delay in between."""

    def __init__(self, settings: Settings) -> None:
        """Take the settings; a client is made when there is a page to fetch."""
        self._settings = settings
        self._cache = LocalCache()
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    def close(self) -> None:
        """Close all connections."""
        if "_fetcher" in self.__dict__:
            self._fetcher.close()

    def of(self, submission: Submission) -> RawPage:
        """Give the page that came with a submission, or fetch it.

        Raises:
            Dropped: it was refused, or it is the world's answer.
            TransientError: it might come another time.
        """
        if submission.refused is not None:
            raise submission.refused
        if submission.page is not None:
            return submission.page
        got: RawPage | Elsewhere = Elsewhere(submission.job.url or "", ())
        while isinstance(got, Elsewhere):
            with self._turn_of(got.url):
                got = self._fetcher.fetch(got.url, passed=got.passed)
        return got

    @cached_property
    def _fetcher(self) -> HttpFetcher:
        return fetcher_of(self._settings, self._cache)

    @contextmanager
    def _turn_of(self, url: str) -> Iterator[None]:
        name = host_of(url)
        with self._lock:
            _ = self._fetcher  # Made once, whichever thread comes first.
            host = self._hosts.setdefault(name, _Host())
            host.users += 1
        try:
            with host.turn:
                time.sleep(max(0.0, host.free_at - time.monotonic()))
                started = time.monotonic()
                try:
                    yield
                finally:
                    host.free_at = started + self._delay_seconds(url, time.monotonic() - started)
        finally:
            with self._lock:
                host.users -= 1
                if len(self._hosts) > HOSTS_REMEMBERED:
                    self._forget_idle()

    def _delay_seconds(self, url: str, took_seconds: float) -> float:
        """Give the delay from one request to the next, by the rule of the service's frontier."""
        polite = self._settings.politeness
        asked = self._fetcher.crawl_delay_seconds(url) or 0.0
        wished = min(
            max(asked, polite.host_delay_factor * took_seconds), polite.host_delay_max_seconds
        )
        return max(polite.host_delay_seconds, wished)

    def _forget_idle(self) -> None:
        now = time.monotonic()
        self._hosts = {
            name: host for name, host in self._hosts.items() if host.users or host.free_at > now
        }
