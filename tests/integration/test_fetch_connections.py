"""Connections: kept, closed, shared, and secured."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tasks.errors import ConnectFailed, FetchTimeout, NewsmillError, TLSFailed, UpstreamError
from tests.fetching import SLACK_SECONDS, failure, fetched, fetching
from tests.site import ARTICLE, CERTIFICATE, Exchange, Site, serving
from tests.waiting import wait_until
from worker.fetching.client import HttpFetcher


@pytest.fixture
def fetcher() -> Iterator[HttpFetcher]:
    """Make a fetcher that asks 127.0.0.1 only."""
    with fetching() as fetcher:
        yield fetcher


def test_a_port_where_nothing_listens(fetcher: HttpFetcher) -> None:
    """It is worth another attempt."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert ConnectFailed is type(failure(fetcher, f"http://127.0.0.1:{port}/"))


def test_a_connection_is_used_again(site: Site, fetcher: HttpFetcher) -> None:
    """Also after a redirect, whose body is read for that."""
    site.page("/moved", "<p>moved</p>", status=301, headers={"location": "/article"})
    for _ in range(3):
        fetcher.fetch(site.url("/moved"))
    assert len({request.client_port for request in site.requests}) == 1


def test_a_kept_connection_that_the_server_closes_costs_no_attempt(
    site: Site, fetcher: HttpFetcher
) -> None:
    """The page is asked for once more, on a new connection; a new one is not doubted."""
    seen: set[int] = set()

    def once_a_connection(exchange: Exchange) -> None:
        port = exchange.client_address[1]
        if port in seen:
            exchange.hang_up()
        else:
            seen.add(port)
            exchange.answer(200, ARTICLE.encode(), content_type="text/html")

    url = site.route("/once", once_a_connection)
    assert [fetched(fetcher, url).status for _ in range(3)] == [200, 200, 200]
    assert site.hits("/once") == 5
    assert UpstreamError is type(failure(fetcher, site.url("/early-close")))
    assert site.hits("/early-close") <= 2


def test_a_connection_that_the_server_has_closed_is_not_used(
    site: Site, fetcher: HttpFetcher
) -> None:
    """Where that can be seen, nothing is asked twice, although it had promised to keep it."""
    for _ in range(3):
        assert fetched(fetcher, site.url("/keep-alive-lies")).status == 200
    assert site.hits("/keep-alive-lies") == 3


def test_what_follows_an_answer_is_not_taken_for_the_next(site: Site, fetcher: HttpFetcher) -> None:
    """A server that sends more than it says gets a new connection for each request."""

    def too_long(exchange: Exchange) -> None:
        exchange.start(200, content_type="text/html", content_length="5")
        exchange.wfile.write(b"<p>1\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")

    url = site.route("/too-long", too_long)
    assert [fetched(fetcher, url).body for _ in range(3)] == [b"<p>1\n"] * 3


def test_idle_connections_are_limited(site: Site) -> None:
    """The one that has been idle for longest goes first."""
    hosts = ["a.test", "b.test", "a.test", "a.test"]
    with fetching(resolve=lambda *_: ["127.0.0.1"], most_idle=1) as fetcher:
        for host in hosts:
            fetched(fetcher, f"http://{host}:{site.port}/article")
    ports = [request.client_port for request in site.requests]
    assert len(set(ports)) == 3
    assert ports[2] == ports[3]


def test_threads_do_not_close_each_others_connections(site: Site) -> None:
    """Although there are far more hosts than idle connections are kept."""
    hosts = [f"host-{number % 20}.test" for number in range(400)]
    urls = [f"http://{host}:{site.port}/article" for host in hosts]
    with (
        fetching(resolve=lambda *_: ["127.0.0.1"], most_idle=4) as fetcher,
        ThreadPoolExecutor(16) as threads,
    ):
        bodies = set(threads.map(lambda url: fetched(fetcher, url).body, urls))
    assert bodies == {ARTICLE.encode()}
    assert len(site.requests) == 400


def test_a_closed_fetcher_keeps_nothing(site: Site) -> None:
    """A page that is still being read when it closes comes whole, and its connection goes."""
    reading, closed = threading.Event(), threading.Event()

    def in_two_parts(exchange: Exchange) -> None:
        exchange.start(200, content_type="text/html", content_length="6")
        exchange.wfile.write(b"<p>")
        reading.set()
        closed.wait(5)
        exchange.wfile.write(b"one")
        gone.append(exchange.connection.recv(1))

    gone: list[bytes] = []
    url = site.route("/slow", in_two_parts)
    with fetching() as fetcher, ThreadPoolExecutor(1) as threads:
        page = threads.submit(fetched, fetcher, url)
        assert reading.wait(5)
        fetcher.close()
        closed.set()
        assert page.result().body == b"<p>one"
        wait_until(lambda: gone == [b""], 5, "the connection is closed")


def test_threads_share_a_fetcher(site: Site, fetcher: HttpFetcher) -> None:
    """Each gets its own page, and none is lost."""
    pages = {site.page(f"/{number}", f"<p>{number}</p>"): number for number in range(20)}
    urls = list(pages) * 10
    with ThreadPoolExecutor(20) as threads:
        bodies = list(threads.map(lambda url: fetched(fetcher, url).body, urls))
    assert bodies == [f"<p>{pages[url]}</p>".encode() for url in urls]


# ------------------------------------------------------------------ TLS


@pytest.fixture
def secure_site() -> Iterator[Site]:
    """Serve a site over TLS, under the name news.test."""
    with serving(tls=True) as site:
        yield site


@pytest.mark.parametrize(
    ("host", "trusted", "expected"),
    [
        ("news.test", True, 200),
        ("other.test", True, TLSFailed),
        ("127.0.0.1", True, TLSFailed),
        ("news.test", False, TLSFailed),
    ],
)
def test_certificates_are_verified(
    secure_site: Site, host: str, *, trusted: bool, expected: object
) -> None:
    """For the name in the URL, although an address is connected to."""
    context = ssl.create_default_context(cadata=CERTIFICATE) if trusted else None
    with fetching(resolve=lambda *_: ["127.0.0.1"], ssl_context=context) as fetcher:
        try:
            outcome: object = fetched(fetcher, f"https://{host}:{secure_site.port}/article").status
        except NewsmillError as error:
            outcome = type(error)
    assert expected == outcome


def test_a_site_without_tls(site: Site, fetcher: HttpFetcher) -> None:
    """It is not asked without."""
    assert TLSFailed is type(failure(fetcher, site.url("/article").replace("http", "https", 1)))
    assert site.requests == []


def test_the_deadline_holds_in_a_tls_handshake() -> None:
    """With a server that accepts, and says nothing."""
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        fetching(fetch_timeout_seconds=0.3) as fetcher,
    ):
        began = time.monotonic()
        url = f"https://127.0.0.1:{server.getsockname()[1]}/"
        assert FetchTimeout is type(failure(fetcher, url))
        assert time.monotonic() - began < 0.3 + SLACK_SECONDS
