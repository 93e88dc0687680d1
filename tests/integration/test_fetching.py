"""Fetching pages over real sockets: what is asked, what comes of it, and where it leads."""

import time
from collections.abc import Iterator

import pytest
import structlog

from config.settings import Fetching
from tasks.errors import FetchTimeout, TooLarge, UnsafeURL, UpstreamError
from tasks.resources import Elsewhere, Validators
from tests.fetching import LIMIT_BYTES, SLACK_SECONDS, failure, fetched, fetching
from tests.site import ARTICLE, Exchange, Loopback, Site, serving
from worker.fetching.archive import Exchange as Archived
from worker.fetching.client import HttpFetcher, user_agent_of

LAST_MODIFIED = "Mon, 05 Jan 2026 08:00:00 GMT"


@pytest.fixture
def fetcher() -> Iterator[HttpFetcher]:
    """Make a fetcher that asks 127.0.0.1 only."""
    with fetching() as fetcher:
        yield fetcher


# ------------------------------------------------------------------ pages


def test_a_page_comes_with_its_facts(site: Site, fetcher: HttpFetcher) -> None:
    """The body as it is, and what HTTP said of it."""
    page = fetched(fetcher, site.url("/etag"))
    assert page.body == ARTICLE.encode()
    assert page.at is not None
    assert page.model_dump(exclude={"body", "at"}) == {
        "content_type": "text/html; charset=utf-8",
        "final_url": site.url("/etag"),
        "status": 200,
        "received_bytes": len(ARTICLE),
        "etag": '"v1"',
        "last_modified": LAST_MODIFIED,
        "redirects": (),
        "headers": {},
    }


def test_what_a_server_says_of_a_page_is_kept(site: Site, fetcher: HttpFetcher) -> None:
    """Its rights and its links, joined where a header came twice, and no other header."""

    def twice(exchange: Exchange) -> None:
        exchange.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Robots-Tag: noai\r\n"
            b"Link: </a>; rel=canonical\r\nx-robots-tag: noimageai\r\nX-Other: 1\r\n"
            b"TDM-Reservation: 1\r\nContent-Length: 0\r\n\r\n"
        )

    assert fetched(fetcher, site.route("/twice", twice)).headers == {
        "x-robots-tag": "noai, noimageai",
        "link": "</a>; rel=canonical",
        "tdm-reservation": "1",
    }


@pytest.mark.parametrize("path", ["/gzip", "/br", "/zstd", "/thrice-packed"])
def test_the_bytes_that_were_sent_are_counted(site: Site, fetcher: HttpFetcher, path: str) -> None:
    """Those of a packed page are fewer than it has."""
    page = fetched(fetcher, site.url(path))
    assert page.received_bytes is not None
    assert page.received_bytes < len(page.body) == len(ARTICLE)


def test_it_says_who_asks(site: Site) -> None:
    """An honest name, nothing of the environment, and no cookie, even when one was set."""
    with fetching() as fetcher:
        fetcher.fetch(site.url("/cookie"))
        fetcher.fetch(site.url("/cookie"))
    headers = site.requests[-1].headers
    assert headers["user-agent"] == "newsmill/0.1 (+https://example.org/bot)"
    assert headers["host"] == f"127.0.0.1:{site.port}"
    assert headers["accept-encoding"] == "gzip, deflate, br, zstd"
    assert set(headers) == {"host", "user-agent", "accept", "accept-encoding"}


def test_a_fetcher_without_a_contact_says_so_once(site: Site) -> None:
    """And which setting to set; sites see the bare name."""
    with structlog.testing.capture_logs() as logs, fetching(contact="") as fetcher:
        for _ in range(2):
            fetched(fetcher, site.url("/article"))
    assert logs == [
        {"event": "no_contact", "set": "NEWSMILL_CONTACT", "log_level": "warning"},
    ]
    assert user_agent_of(Fetching(user_agent="a/1")) == "a/1"


def test_the_environment_has_no_say(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy or a list of authorities in it would undo what was checked."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("SSL_CERT_FILE", "/nonexistent")
    with fetching() as fetcher:
        assert fetched(fetcher, site.url("/article")).status == 200


def test_a_page_that_did_not_change_is_a_304(site: Site, fetcher: HttpFetcher) -> None:
    """With an empty body, for a caller who said what it knows."""
    page = fetched(fetcher, site.url("/etag"), Validators('"v1"', "yesterday"))
    assert (page.status, page.body, page.etag, page.received_bytes) == (304, b"", '"v1"', 0)
    assert site.requests[0].headers["if-modified-since"] == "yesterday"


@pytest.mark.parametrize("etag", ['"\u017e"', '"a\r\nx: y"', ""])
def test_an_etag_that_is_no_header_is_left_out(site: Site, fetcher: HttpFetcher, etag: str) -> None:
    """The page is fetched whole instead; a 304 would be a fault then."""
    assert fetched(fetcher, site.url("/etag"), Validators(etag)).status == 200
    assert "if-none-match" not in site.requests[0].headers
    assert UpstreamError is type(failure(fetcher, site.url("/304")))


# ------------------------------------------------------------------ limits


def test_the_deadline_holds_over_redirects(site: Site) -> None:
    """It is one for all hops."""
    for path in ("/redirect-chain", "/redirect-chain/2", "/redirect-chain/3"):
        site.delay(path, 0.2)
    with fetching(fetch_timeout_seconds=0.5) as fetcher:
        began = time.monotonic()
        assert FetchTimeout is type(failure(fetcher, site.url("/redirect-chain")))
        assert time.monotonic() - began < 0.5 + SLACK_SECONDS
    assert site.hits("/article") == 0


def test_a_page_at_the_limit_is_read(site: Site, fetcher: HttpFetcher) -> None:
    """And one byte more is not, with a length and without."""
    at_limit = site.page("/at", b"a" * LIMIT_BYTES)
    assert len(fetched(fetcher, at_limit).body) == LIMIT_BYTES
    above = site.page("/above", b"a" * (LIMIT_BYTES + 1))
    assert TooLarge is type(failure(fetcher, above))
    unpacked = site.page("/packed", b"a" * (LIMIT_BYTES + 1), headers={"content_encoding": "none"})
    assert TooLarge is type(failure(fetcher, unpacked))


def test_a_refusal_is_not_waited_for(site: Site) -> None:
    """Its reason is looked for in what comes soon; what does not come costs one second at most."""

    def slow_403(exchange: Exchange) -> None:
        exchange.start(403, content_length="100")
        exchange.wait(30)

    with fetching(fetch_timeout_seconds=20) as fetcher:
        began = time.monotonic()
        assert "answers 403" in failure(fetcher, site.route("/slow-403", slow_403)).message
        assert time.monotonic() - began < 1 + SLACK_SECONDS


# ------------------------------------------------------------------ redirects


def test_redirects_are_followed_and_kept(site: Site, fetcher: HttpFetcher) -> None:
    """Relative, without a scheme, with a fragment: all URLs that were passed, in order."""
    page = fetched(fetcher, site.url("/redirect-chain"))
    assert page.final_url == site.url("/article")
    assert page.redirects == (
        site.url("/redirect-chain"),
        site.url("/redirect-chain/2"),
        site.url("/redirect-chain/3?page=1"),
    )


def test_redirects_are_counted(site: Site) -> None:
    """Three are followed where three are allowed, and not where two are."""
    with fetching(max_redirects=3) as fetcher:
        assert fetched(fetcher, site.url("/redirect-chain")).status == 200
    with fetching(max_redirects=2) as fetcher:
        assert UpstreamError is type(failure(fetcher, site.url("/redirect-chain")))
    assert site.hits("/article") == 1


def test_a_redirect_to_another_host_waits_for_its_turn(site: Site) -> None:
    """The caller gets its URL and all that were passed; nothing there is connected to."""
    site.redirect("/first", "/redirect-elsewhere")
    sockets = Loopback()
    with (
        serving(address="127.0.0.3", port=site.port) as other,
        fetching(allowed=["127.0.0.1/32", "127.0.0.3/32"], sockets=sockets) as fetcher,
    ):
        there = fetcher.fetch(site.url("/first"), passed=("http://before.test/",))
        assert isinstance(there, Elsewhere)
        assert there == Elsewhere(
            other.url("/article"),
            ("http://before.test/", site.url("/first"), site.url("/redirect-elsewhere")),
        )
        assert sockets.connected == ["127.0.0.1"]
        page = fetched(fetcher, site.url("/first"))
    assert page.final_url == other.url("/article")
    assert page.redirects == there.passed[1:]


def test_http_https_and_www_are_one_host(site: Site) -> None:
    """It is still this host's turn, so the redirect is followed at once."""
    site.redirect("/www", f"http://www.news.test:{site.port}/article")
    with fetching(resolve=lambda *_: ["127.0.0.1"]) as fetcher:
        page = fetcher.fetch(f"http://news.test:{site.port}/www")
    assert not isinstance(page, Elsewhere)
    assert page.final_url == f"http://www.news.test:{site.port}/article"


def test_what_was_passed_elsewhere_counts(site: Site, fetcher: HttpFetcher) -> None:
    """A circle over two hosts is one, and so is the number of redirects."""
    before = tuple(f"http://host-{number}.test/" for number in range(10))
    circle = site.redirect("/back", "http://host-3.test/")
    with pytest.raises(UpstreamError, match="in a circle"):
        fetcher.fetch(circle, passed=before)
    with pytest.raises(UpstreamError, match="more than 10 redirects"):
        fetcher.fetch(site.url("/redirect"), passed=before)
    fetcher.fetch(site.url("/redirect"), passed=before[1:])


def test_a_redirect_is_checked_before_it_is_given(site: Site, fetcher: HttpFetcher) -> None:
    """Nobody gets to queue a URL that could not be fetched."""
    with pytest.raises(UnsafeURL):
        fetcher.fetch(site.redirect("/bad", "http://user@other.test/"))


# ------------------------------------------------------------------ archive


class Kept:
    """An archive that remembers."""

    def __init__(self) -> None:
        self.exchanges: list[Archived] = []

    def close(self) -> None:
        """Have nothing open."""

    def write(self, exchange: Archived) -> None:
        """Remember."""
        self.exchanges.append(exchange)


def test_pages_that_came_whole_are_archived(site: Site) -> None:
    """With the request, the headers in their order, and the unpacked body; nothing else is."""
    kept = Kept()
    with fetching(archive=kept) as fetcher:
        page = fetched(fetcher, site.url("/gzip"))
        fetched(fetcher, site.url("/etag"), Validators('"v1"'))
        for path in ("/404", "/truncated", "/zip-as-html", "/redirect-gone"):
            failure(fetcher, site.url(path))
    (exchange,) = kept.exchanges
    assert exchange.url == page.final_url
    assert dict(exchange.request_headers)["Host"] == f"127.0.0.1:{site.port}"
    assert [name for name, _ in exchange.request_headers][:2] == ["Host", "User-Agent"]
    assert (exchange.status, exchange.reason, exchange.body) == (200, "OK", ARTICLE.encode())
    assert [name for name, _ in exchange.headers] == [
        "Content-Length",
        "Content-Type",
        "Content-Encoding",
    ]
    assert exchange.at == page.at
