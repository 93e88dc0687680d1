"""Asking for robots.txt as part of a fetch: within its deadline, and wherever it is."""

import gzip
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from config.settings import Fetching
from tasks.errors import (
    FetchTimeout,
    NewsmillError,
    Overloaded,
    RateLimited,
    RobotsDisallowed,
    UnsafeURL,
    UpstreamError,
)
from tests.fetching import SLACK_SECONDS, TIMEOUT_SECONDS, failure, fetched, fetching
from tests.site import Loopback, Site, serving
from worker.fetching.client import HttpFetcher, user_agent_of
from worker.fetching.robots import MAX_ROBOTS_BYTES, LocalCache, Robots

CLOSED = "User-agent: *\nDisallow: /article\nCrawl-delay: 7\n"
PATH = "/robots.txt"


@contextmanager
def polite(
    sockets: Loopback | None = None, *, fetch_timeout_seconds: float = TIMEOUT_SECONDS
) -> Iterator[HttpFetcher]:
    """Make a fetcher that asks for robots.txt."""
    robots = Robots(user_agent_of(Fetching()), LocalCache())
    allowed = ["127.0.0.1/32", "127.0.0.3/32"]
    with fetching(
        robots=robots,
        allowed=allowed,
        sockets=sockets,
        fetch_timeout_seconds=fetch_timeout_seconds,
    ) as fetcher:
        yield fetcher


def test_a_page_that_is_disallowed_is_not_asked_for(site: Site) -> None:
    """The robots.txt is asked for once, and what else it says can be looked up."""
    site.page(PATH, CLOSED, content_type="text/plain")
    with polite() as fetcher:
        assert fetcher.crawl_delay_seconds(site.url("/article")) is None
        assert RobotsDisallowed is type(failure(fetcher, site.url("/article")))
        assert fetched(fetcher, site.url("/text")).status == 200
        assert fetcher.crawl_delay_seconds(site.url("/article")) == 7
    assert site.hits("/article") == 0
    assert site.hits(PATH) == 1
    assert site.requests[0].headers["user-agent"].startswith("newsmill/")


def test_where_a_redirect_leads_must_be_allowed_too(site: Site) -> None:
    """On the same host, and by the robots.txt of another one."""
    site.page(PATH, CLOSED)
    with serving(address="127.0.0.3", port=site.port) as other, polite() as fetcher:
        assert RobotsDisallowed is type(failure(fetcher, site.url("/redirect")))
        assert fetched(fetcher, site.url("/redirect-elsewhere")).final_url == other.url("/article")
        other.page(PATH, CLOSED)
        assert other.hits(PATH) == 1
    assert site.hits("/article") == 0


@pytest.mark.parametrize(("redirects", "allowed"), [(5, False), (6, True)])
def test_its_redirects_are_followed(site: Site, redirects: int, *, allowed: bool) -> None:
    """Five of them, as RFC 9309 asks."""
    for number in range(redirects):
        site.redirect(f"/robots-{number}", f"/robots-{number + 1}")
    site.redirect(PATH, "/robots-1")
    site.page(f"/robots-{redirects}", CLOSED)
    with polite() as fetcher:
        if allowed:
            assert fetched(fetcher, site.url("/article")).status == 200
        else:
            assert RobotsDisallowed is type(failure(fetcher, site.url("/article")))


def test_it_may_be_on_another_host(site: Site) -> None:
    """It still belongs to the one that was asked first."""
    with serving(address="127.0.0.3", port=site.port) as other, polite() as fetcher:
        site.redirect(PATH, other.page("/shared", CLOSED))
        assert RobotsDisallowed is type(failure(fetcher, site.url("/article")))
        assert fetched(fetcher, other.url("/article")).status == 200


@pytest.mark.parametrize(
    "location", ["", PATH, "http://127.0.0.2/", "http://10.0.0.1/", "file:///etc/passwd"]
)
def test_one_that_redirects_nowhere_allows_all(site: Site, location: str) -> None:
    """In a circle, without a location, or where nobody may go; that is not connected to."""
    site.redirect(PATH, location)
    sockets = Loopback()
    with polite(sockets) as fetcher:
        assert fetched(fetcher, site.url("/article")).status == 200
    assert set(sockets.connected) == {"127.0.0.1"}


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (404, None),
        (403, None),
        (304, None),
        (204, None),
        (500, UpstreamError),
        (503, Overloaded),
        (429, RateLimited),
    ],
)
def test_what_its_status_means(
    site: Site, status: int, expected: type[NewsmillError] | None
) -> None:
    """A refusal allows; a server that fails does not."""
    site.page(PATH, "" if status in (204, 304) else CLOSED, status=status)
    with polite() as fetcher:
        if expected is None:
            assert fetched(fetcher, site.url("/article")).status == 200
        else:
            assert expected is type(failure(fetcher, site.url("/article")))


@pytest.mark.parametrize("status", [429, 503])
def test_it_may_ask_to_wait(site: Site, status: int) -> None:
    """So nothing is asked for until then."""
    site.page(PATH, CLOSED, status=status, headers={"retry_after": "17"})
    with polite() as fetcher:
        error = failure(fetcher, site.url("/article"))
    assert isinstance(error, RateLimited)
    assert error.retry_after_seconds == 17.0


@pytest.mark.parametrize("length", [MAX_ROBOTS_BYTES // 2, 20_000_000])
@pytest.mark.parametrize("packed", [False, True])
def test_a_long_one_is_cut(site: Site, length: int, *, packed: bool) -> None:
    """It is obeyed as far as it is read, whatever its media type; a page so long is too large."""
    body = f"{CLOSED}#".encode() + b"x" * length + b"\nAllow: /article\n"
    coding = {"content_encoding": "gzip"} if packed else {}
    site.page(PATH, gzip.compress(body) if packed else body, content_type="a/b", headers=coding)
    with polite() as fetcher:
        if length < MAX_ROBOTS_BYTES:
            assert fetched(fetcher, site.url("/article")).status == 200
        else:
            assert RobotsDisallowed is type(failure(fetcher, site.url("/article")))


@pytest.mark.parametrize("path", ["/early-close", "/bad-gzip", "/unknown-packing", "/no-http"])
def test_one_that_cannot_be_read_stops_the_fetch(site: Site, path: str) -> None:
    """It may be readable at the next attempt."""
    site.route(PATH, site.routes[path])
    with polite() as fetcher:
        assert UpstreamError is type(failure(fetcher, site.url("/article")))
    assert site.hits("/article") == 0


def test_the_deadline_is_that_of_the_page(site: Site) -> None:
    """Both together end in time."""
    site.page(PATH, "")
    site.delay(PATH, 0.3)
    site.delay("/article", 0.3)
    with polite(fetch_timeout_seconds=0.5) as fetcher:
        began = time.monotonic()
        assert FetchTimeout is type(failure(fetcher, site.url("/article")))
        assert time.monotonic() - began < 0.5 + SLACK_SECONDS


def test_a_forbidden_host_is_not_asked(site: Site) -> None:
    """Not for its robots.txt either."""
    sockets = Loopback()
    with polite(sockets) as fetcher:
        assert UnsafeURL is type(failure(fetcher, f"http://127.0.0.2:{site.port}/article"))
    assert sockets.connected == []
