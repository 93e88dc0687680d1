"""Fetching over real sockets, all of them on loopback.

Every fetcher here connects through `Loopback`, which fails the test before anything is sent
elsewhere, and resolves names by a function of the test: no look-up leaves the machine.
"""

import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from ipaddress import ip_network

import pytest

from config.settings import Fetching
from tasks.errors import (
    ConnectFailed,
    DNSFailed,
    FetchTimeout,
    Forbidden,
    Gone,
    NewsmillError,
    NotFound,
    RateLimited,
    TLSFailed,
    TooLarge,
    TooShort,
    UnsafeURL,
    UnsupportedMedia,
    UpstreamError,
)
from tasks.resources import Fetcher
from tests.site import ARTICLE, CERTIFICATE, Exchange, Loopback, Site, serving
from worker.fetching.client import HttpFetcher
from worker.fetching.network import CheckedBackend, Lookups, Resolve

LIMIT_BYTES = 1_000_000
TIMEOUT_SECONDS = 5.0
SLACK_SECONDS = 0.5  # what a busy machine may add to a deadline


def no_look_up(host: str, _port: int) -> Sequence[str]:
    """Resolve nothing: most tests have no names."""
    raise AssertionError(f"a test was about to look up {host}")


@contextmanager
def fetching(
    *,
    resolve: Resolve = no_look_up,
    allowed: str = "127.0.0.1/32",
    sockets: Loopback | None = None,
    ssl_context: ssl.SSLContext | None = None,
    **settings: float,
) -> Iterator[HttpFetcher]:
    """Make a fetcher that reaches loopback only."""
    limits = {"fetch_timeout_seconds": TIMEOUT_SECONDS, "max_page_bytes": LIMIT_BYTES, **settings}
    network = CheckedBackend(
        [ip_network(allowed)] if allowed else [], resolve=resolve, sockets=sockets or Loopback()
    )
    fetcher = HttpFetcher(Fetching.model_validate(limits), network=network, ssl_context=ssl_context)
    try:
        yield fetcher
    finally:
        fetcher.close()


@pytest.fixture
def fetcher() -> Iterator[HttpFetcher]:
    """Make a fetcher with the limits above."""
    with fetching() as fetcher:
        yield fetcher


def failure(fetcher: Fetcher, url: str) -> NewsmillError:
    """Fetch what cannot be fetched, and give the error; any other one is a bug and passes."""
    with pytest.raises(NewsmillError) as caught:
        fetcher.fetch(url)
    return caught.value


# ------------------------------------------------------------------ pages


def test_a_page_comes_with_its_facts(site: Site, fetcher: HttpFetcher) -> None:
    """The body as it is, and what HTTP said of it."""
    page = fetcher.fetch(site.url("/etag"))
    assert page.body == ARTICLE.encode()
    assert page.at is not None
    assert page.model_dump(exclude={"body", "at"}) == {
        "content_type": "text/html; charset=utf-8",
        "final_url": site.url("/etag"),
        "status": 200,
        "received_bytes": len(ARTICLE),
        "etag": '"v1"',
        "last_modified": "Mon, 05 Jan 2026 08:00:00 GMT",
        "redirects": (),
    }


@pytest.mark.parametrize(
    "path", ["/gzip", "/gzip-members", "/deflate", "/raw-deflate", "/twice-packed", "/no-type"]
)
def test_packed_pages_are_unpacked(site: Site, fetcher: HttpFetcher, path: str) -> None:
    """In every way that was asked for; the number of bytes is what was sent."""
    page = fetcher.fetch(site.url(path))
    assert page.body == ARTICLE.encode()
    assert page.received_bytes is not None
    assert (page.received_bytes == len(ARTICLE)) == (path == "/no-type")


def test_it_says_who_asks(site: Site) -> None:
    """An honest name, nothing of the environment, and no cookie, even when one was set."""
    with fetching() as fetcher:
        fetcher.fetch(site.url("/cookie"))
        fetcher.fetch(site.url("/cookie"))
    headers = site.requests[-1].headers
    assert headers["user-agent"] == Fetching().user_agent
    assert headers["host"] == f"127.0.0.1:{site.port}"
    assert headers["accept-encoding"] == "gzip, deflate"
    assert "cookie" not in headers


def test_the_environment_has_no_say(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy or a list of authorities in it would undo what was checked."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("SSL_CERT_FILE", "/nonexistent")
    with fetching() as fetcher:
        assert fetcher.fetch(site.url("/article")).status == 200


def test_a_page_that_did_not_change_is_a_304(site: Site, fetcher: HttpFetcher) -> None:
    """With an empty body, for a caller who said what it knows."""
    page = fetcher.fetch(site.url("/etag"), etag='"v1"', last_modified="yesterday")
    assert (page.status, page.body, page.etag, page.received_bytes) == (304, b"", '"v1"', 0)
    assert site.requests[0].headers["if-modified-since"] == "yesterday"


@pytest.mark.parametrize("etag", ['"\u017e"', '"a\r\nx: y"', ""])
def test_an_etag_that_is_no_header_is_left_out(site: Site, fetcher: HttpFetcher, etag: str) -> None:
    """The page is fetched whole instead."""
    assert fetcher.fetch(site.url("/etag"), etag=etag).status == 200
    assert "if-none-match" not in site.requests[0].headers


# ------------------------------------------------------------------ answers

FAILURES: dict[str, type[NewsmillError]] = {
    "/204": TooShort,
    "/206": UpstreamError,
    "/304": UpstreamError,
    "/400": Forbidden,
    "/401": Forbidden,
    "/403": Forbidden,
    "/404": NotFound,
    "/nowhere": NotFound,
    "/408": UpstreamError,
    "/410": Gone,
    "/429": RateLimited,
    "/451": Forbidden,
    "/500": UpstreamError,
    "/503": UpstreamError,
    "/503-seconds": RateLimited,
    "/truncated": UpstreamError,
    "/truncated-chunks": UpstreamError,
    "/early-close": UpstreamError,
    "/no-http": UpstreamError,
    "/bad-gzip": UpstreamError,
    "/gzip-truncated": UpstreamError,
    "/unknown-packing": UnsupportedMedia,
    "/pdf": UnsupportedMedia,
    "/png": UnsupportedMedia,
    "/feed": UnsupportedMedia,
    "/pdf-as-html": UnsupportedMedia,
    "/no-type-binary": UnsupportedMedia,
    "/huge-length": TooLarge,
    "/endless": TooLarge,
    "/redirect-loop": UpstreamError,
    "/redirect-nowhere": UpstreamError,
    "/redirect-forbidden": UnsafeURL,
    "/redirect-private": UnsafeURL,
    "/redirect-file": UnsafeURL,
    "/redirect-broken": UnsafeURL,
}


@pytest.mark.parametrize(("path", "expected"), FAILURES.items())
def test_each_answer_has_its_name(
    site: Site, fetcher: HttpFetcher, path: str, expected: type[NewsmillError]
) -> None:
    """Long before the deadline, and the fetcher goes on."""
    began = time.monotonic()
    assert expected is type(failure(fetcher, site.url(path)))
    assert time.monotonic() - began < TIMEOUT_SECONDS / 2
    assert fetcher.fetch(site.url("/article")).status == 200


@pytest.mark.parametrize(("path", "seconds"), [("/429-seconds", 17), ("/429-date", 120)])
def test_a_server_says_how_long_to_wait(
    site: Site, fetcher: HttpFetcher, path: str, seconds: float
) -> None:
    """In seconds, or as a date."""
    error = failure(fetcher, site.url(path))
    assert isinstance(error, RateLimited)
    assert error.retry_after_seconds == pytest.approx(seconds, abs=2)


# ------------------------------------------------------------------ limits


@pytest.mark.parametrize("path", ["/silent", "/slow-headers", "/slow-body"])
def test_the_deadline_holds_while_bytes_drip(site: Site, path: str) -> None:
    """Each single wait is short; all of them together are not."""
    with fetching(fetch_timeout_seconds=0.4) as fetcher:
        began = time.monotonic()
        assert FetchTimeout is type(failure(fetcher, site.url(path)))
        assert 0.4 <= time.monotonic() - began < 0.4 + SLACK_SECONDS


def test_the_deadline_holds_over_redirects(site: Site) -> None:
    """It is one for all hops."""
    for path in ("/redirect-chain", "/redirect-chain/2", "/redirect-chain/3"):
        site.delay(path, 0.2)
    with fetching(fetch_timeout_seconds=0.5) as fetcher:
        began = time.monotonic()
        assert FetchTimeout is type(failure(fetcher, site.url("/redirect-chain")))
        assert time.monotonic() - began < 0.5 + SLACK_SECONDS
    assert site.hits("/article") == 0


@pytest.mark.parametrize("path", ["/gzip-bomb", "/deflate-bomb", "/twice-packed-bomb", "/endless"])
def test_bombs_are_too_large_and_take_little_memory(
    site: Site, fetcher: HttpFetcher, path: str
) -> None:
    """200 MB of spaces, in 200 kB or less: never more than the limit is unpacked."""
    failure(fetcher, site.url(path))  # The site makes its bomb once.
    tracemalloc.start()
    try:
        assert TooLarge is type(failure(fetcher, site.url(path)))
        assert tracemalloc.get_traced_memory()[1] < 3 * LIMIT_BYTES
    finally:
        tracemalloc.stop()


def test_a_page_at_the_limit_is_read(site: Site, fetcher: HttpFetcher) -> None:
    """And one byte more is not, with a length and without."""
    at_limit = site.page("/at", b"a" * LIMIT_BYTES)
    assert len(fetcher.fetch(at_limit).body) == LIMIT_BYTES
    above = site.page("/above", b"a" * (LIMIT_BYTES + 1))
    assert TooLarge is type(failure(fetcher, above))


# ------------------------------------------------------------------ redirects


def test_redirects_are_followed_and_kept(site: Site, fetcher: HttpFetcher) -> None:
    """Relative, without a scheme, with a fragment: all URLs that were passed, in order."""
    page = fetcher.fetch(site.url("/redirect-chain"))
    assert page.final_url == site.url("/article")
    assert page.redirects == (
        site.url("/redirect-chain"),
        site.url("/redirect-chain/2"),
        site.url("/redirect-chain/3?page=1"),
    )


def test_redirects_are_counted(site: Site) -> None:
    """Three are followed where three are allowed, and not where two are."""
    with fetching(max_redirects=3) as fetcher:
        assert fetcher.fetch(site.url("/redirect-chain")).status == 200
    with fetching(max_redirects=2) as fetcher:
        assert UpstreamError is type(failure(fetcher, site.url("/redirect-chain")))
    assert site.hits("/article") == 1


@pytest.mark.parametrize("path", ["/redirect-forbidden", "/redirect-private"])
def test_a_redirect_is_refused_before_it_is_connected_to(site: Site, path: str) -> None:
    """Only the site that redirects was connected to."""
    sockets = Loopback()
    with fetching(sockets=sockets) as fetcher:
        assert UnsafeURL is type(failure(fetcher, site.url(path)))
    assert sockets.connected == ["127.0.0.1"]


# ------------------------------------------------------------------ names and addresses


@pytest.mark.parametrize(
    "addresses", [["10.0.0.1"], ["127.0.0.1", "10.0.0.1"], ["169.254.169.254"], ["fe80::1%1"]]
)
def test_a_name_with_one_bad_address_is_refused(site: Site, addresses: list[str]) -> None:
    """Whatever its other addresses are; nothing is connected to."""
    sockets = Loopback()
    with fetching(resolve=lambda *_: addresses, sockets=sockets) as fetcher:
        assert UnsafeURL is type(failure(fetcher, f"http://news.test:{site.port}/article"))
    assert sockets.connected == []


def test_a_name_is_resolved_once(site: Site) -> None:
    """What was checked is what is connected to; a second answer would not be asked for."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    with fetching(resolve=lambda *_: next(answers)) as fetcher:
        page = fetcher.fetch(f"http://news.test:{site.port}/article")
    assert page.final_url == f"http://news.test:{site.port}/article"
    assert site.requests[0].headers["host"] == f"news.test:{site.port}"
    assert next(answers) == ["10.0.0.1"]


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "0x7f000001"])
def test_odd_spellings_are_what_they_resolve_to(site: Site, host: str) -> None:
    """The system's own reading of them is checked, not ours."""

    def as_the_system_reads(name: str, port: int) -> Sequence[str]:
        found = socket.getaddrinfo(name, port, flags=socket.AI_NUMERICHOST)
        return [str(address[0]) for *_, address in found]

    sockets = Loopback()
    with fetching(resolve=as_the_system_reads, allowed="", sockets=sockets) as fetcher:
        assert UnsafeURL is type(failure(fetcher, f"http://{host}:{site.port}/article"))
    assert sockets.connected == []
    with fetching(resolve=as_the_system_reads) as fetcher:
        assert fetcher.fetch(f"http://{host}:{site.port}/article").status == 200


def test_the_next_address_is_tried(site: Site) -> None:
    """When the first does not answer."""
    sockets = Loopback()
    addresses = ["127.0.0.2", "127.0.0.1"]
    with fetching(resolve=lambda *_: addresses, allowed="127.0.0.0/8", sockets=sockets) as fetcher:
        assert fetcher.fetch(f"http://news.test:{site.port}/article").status == 200
    assert sockets.connected == addresses


def _unknown(*_: object) -> Sequence[str]:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def _no_name(*_: object) -> Sequence[str]:
    raise UnicodeEncodeError("idna", "x" * 64, 0, 64, "label too long")


@pytest.mark.parametrize(
    ("resolve", "expected"),
    [(_unknown, DNSFailed), (lambda *_: [], DNSFailed), (_no_name, UnsafeURL)],
)
def test_a_name_that_does_not_resolve(resolve: Resolve, expected: type[NewsmillError]) -> None:
    """It is tried again, unless it can be no name."""
    with fetching(resolve=resolve) as fetcher:
        assert expected is type(failure(fetcher, "http://news.test/"))


@pytest.mark.parametrize("host", ["xn--zzzz", "a..b", "a_b", ".", "a" * 70])
def test_names_are_the_resolvers_to_judge(host: str) -> None:
    """However odd: what may be asked for is looked up, and nothing breaks before."""
    with fetching(resolve=_unknown) as fetcher:
        assert DNSFailed is type(failure(fetcher, f"http://{host}/"))


def test_a_look_up_that_hangs_ends_with_the_deadline() -> None:
    """Although it cannot be interrupted."""
    hanging = threading.Event()
    with fetching(resolve=lambda *_: str(hanging.wait(10)), fetch_timeout_seconds=0.3) as fetcher:
        began = time.monotonic()
        assert DNSFailed is type(failure(fetcher, "http://news.test/"))
        assert time.monotonic() - began < 0.3 + SLACK_SECONDS
    hanging.set()


def test_look_ups_that_hang_are_limited() -> None:
    """A third starts no thread; when they end, look-ups go on."""
    hanging, asked = threading.Event(), []

    def resolve(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        hanging.wait(10)
        return ["127.0.0.1"]

    lookups = Lookups(resolve, most=2)
    for host in ("a.test", "b.test", "c.test"):
        with pytest.raises(DNSFailed):
            lookups.addresses(host, 80, 0.1)
    assert asked == ["a.test", "b.test"]
    hanging.set()
    assert lookups.addresses("d.test", 80, TIMEOUT_SECONDS) == ["127.0.0.1"]


# ------------------------------------------------------------------ connections


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
    assert [fetcher.fetch(url).status for _ in range(3)] == [200, 200, 200]
    assert site.hits("/once") == 5
    assert UpstreamError is type(failure(fetcher, site.url("/early-close")))
    assert site.hits("/early-close") <= 2


def test_threads_share_a_fetcher(site: Site, fetcher: HttpFetcher) -> None:
    """Each gets its own page, and none is lost."""
    pages = {site.page(f"/{number}", f"<p>{number}</p>"): number for number in range(20)}
    urls = list(pages) * 10
    with ThreadPoolExecutor(20) as threads:
        bodies = list(threads.map(lambda url: fetcher.fetch(url).body, urls))
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
            outcome: object = fetcher.fetch(f"https://{host}:{secure_site.port}/article").status
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
