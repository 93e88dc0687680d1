"""Fetchers for tests: their connections stay on loopback, and no look-up leaves the machine."""

import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_network
from typing import Final

import pytest

from config.settings import Fetching
from tasks.errors import NewsmillError
from tasks.job import RawPage
from tasks.resources import NO_VALIDATORS, Elsewhere, Fetcher, Validators
from tests.site import Loopback
from worker.fetching.archive import Archive
from worker.fetching.client import HttpFetcher
from worker.fetching.connections import MOST_IDLE
from worker.fetching.network import CheckedBackend, Resolve
from worker.fetching.robots import Robots

LIMIT_BYTES: Final = 1_000_000
TIMEOUT_SECONDS: Final = 5.0
SLACK_SECONDS: Final = 0.5  # what a busy machine may add to a deadline


def no_look_up(host: str, _port: int) -> Sequence[str]:
    """Resolve nothing: most tests have no names."""
    raise AssertionError(f"a test was about to look up {host}")


@contextmanager
def fetching(  # noqa: PLR0913 - each is one thing that a test may want to be different
    *,
    resolve: Resolve = no_look_up,
    allowed: Sequence[str] = ("127.0.0.1/32",),
    sockets: Loopback | None = None,
    ssl_context: ssl.SSLContext | None = None,
    robots: Robots | None = None,
    archive: Archive | None = None,
    most_idle: int = MOST_IDLE,
    **settings: object,
) -> Iterator[HttpFetcher]:
    """Make a fetcher that reaches loopback only."""
    usual = {
        "fetch_timeout_seconds": TIMEOUT_SECONDS,
        "max_page_bytes": LIMIT_BYTES,
        "contact": "https://example.org/bot",
    }
    network = CheckedBackend(
        [ip_network(one) for one in allowed], resolve=resolve, sockets=sockets or Loopback()
    )
    fetcher = HttpFetcher(
        Fetching.model_validate({**usual, **settings}),
        network=network,
        ssl_context=ssl_context,
        robots=robots,
        archive=archive,
        most_idle=most_idle,
    )
    try:
        yield fetcher
    finally:
        fetcher.close()


def fetched(fetcher: Fetcher, url: str, known: Validators = NO_VALIDATORS) -> RawPage:
    """Fetch a page, also where it is on another host, as those do who wait for their turn."""
    got: RawPage | Elsewhere = Elsewhere(url, ())
    while isinstance(got, Elsewhere):
        got = fetcher.fetch(got.url, known=known, passed=got.passed)
    return got


def failure(fetcher: Fetcher, url: str) -> NewsmillError:
    """Fetch what cannot be fetched, and give the error; any other one is a bug and passes."""
    with pytest.raises(NewsmillError) as caught:
        fetched(fetcher, url)
    return caught.value
