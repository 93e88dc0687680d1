"""Everything that a site may do, and how each of it ends: a page, or one error with its reason."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Final

import pytest

from tasks.errors import (
    Blocked,
    ConnectFailed,
    FetchTimeout,
    Forbidden,
    Gone,
    NewsmillError,
    NotFound,
    Overloaded,
    RateLimited,
    TooLarge,
    TooShort,
    UnsafeURL,
    UnsupportedMedia,
    UpstreamError,
)
from tests.behaviours import BEHAVIOURS, HTML, PAGE, PAGES, PAPER, TIME, WALLS
from tests.fetching import SLACK_SECONDS, fetched, fetching
from tests.site import Loopback, Site, serving

HANGING_SECONDS: Final = 0.5
QUICK_SECONDS: Final = 3.0  # mostly a hundredth of it; a busy machine, and the first bomb
ALLOWED: Final = ("127.0.0.1/32", "127.0.0.3/32")

# Pages that are no article of ours, or come under another type.
BODIES: Final[dict[str, bytes]] = {
    "/text": b"The bridge reopened.",
    "/empty": b"",
    "/wrong-charset": "<p>Caf\xe9</p>".encode("latin-1"),
    "/html-as-octets": b"\n<!-- x --><HTML><p>Text</p>",
    "/pdf": PAPER,
    "/pdf-as-html": PAPER,
}
TYPES: Final[dict[str, str | None]] = {
    "/text": "text/plain",
    "/no-charset": "text/html",
    "/unknown-charset": "text/html; charset=klingon",
    "/html-as-text": "text/html; charset=utf-8",
    "/html-as-octets": "text/html",
    "/no-type": None,
    "/pdf": "application/pdf",
    "/pdf-as-html": "application/pdf",
}
HAND_MADE: Final = "text/html"  # what tests.behaviours writes where it writes the whole head
WELL: Final = {*PAGES, "/redirect", "/redirect-303", "/redirect-elsewhere"} | {
    "/redirect-chain",
    "/redirect-chain/2",
    "/redirect-chain/3",
}

BROKEN_CONNECTION: Final = "disconnected"
INCOMPLETE: Final = "peer closed connection without sending complete message body"
NOT_PACKED: Final = "the body is not packed as the server says"
CUT_OFF: Final = "the packed body ends before its end"
TOO_LARGE: Final = "more than 1000000 bytes"
FAILURES: Final[dict[str, tuple[type[NewsmillError], str]]] = {
    **dict.fromkeys(TIME, (FetchTimeout, "did not arrive within")),
    # HTTP
    "/early-close": (UpstreamError, BROKEN_CONNECTION),
    "/truncated-head": (UpstreamError, BROKEN_CONNECTION),
    "/closed-after-head": (UpstreamError, INCOMPLETE),
    "/truncated": (UpstreamError, INCOMPLETE),
    "/truncated-chunks": (UpstreamError, "incomplete chunked read"),
    "/bad-chunk-size": (UpstreamError, "illegal chunk header"),
    "/long-chunk-size": (UpstreamError, "illegal chunk header"),
    "/negative-length": (UpstreamError, "bad Content-Length"),
    "/two-lengths": (UpstreamError, "conflicting Content-Length"),
    "/no-http": (UpstreamError, "illegal status line"),
    "/http-0.9": (UpstreamError, BROKEN_CONNECTION),
    "/http-2": (UpstreamError, "illegal status line"),
    "/nul-in-header": (UpstreamError, "illegal header line"),
    "/header-without-colon": (UpstreamError, "illegal header line"),
    "/blank-before-colon": (UpstreamError, "illegal header line"),
    "/giant-header": (UpstreamError, "Receive buffer too long"),
    "/endless-headers": (UpstreamError, "Receive buffer too long"),
    "/switching": (UpstreamError, "without a pending proposal"),
    # Length and packing
    "/huge-length": (TooLarge, "999999999999 bytes"),
    "/endless": (TooLarge, TOO_LARGE),
    **{f"/{coding}-truncated": (UpstreamError, CUT_OFF) for coding in ("gzip", "deflate")},
    **{f"/{coding}-truncated": (UpstreamError, CUT_OFF) for coding in ("br", "zstd")},
    **{f"/{coding}-corrupt": (UpstreamError, NOT_PACKED) for coding in ("gzip", "deflate")},
    **{f"/{coding}-corrupt": (UpstreamError, NOT_PACKED) for coding in ("br", "zstd")},
    **{f"/bad-{coding}": (UpstreamError, NOT_PACKED) for coding in ("gzip", "br", "zstd")},
    **{f"/{coding}-of-many": (UpstreamError, "packed files") for coding in ("gzip", "zstd")},
    "/zstd-wide": (UpstreamError, NOT_PACKED),
    "/unknown-packing": (UnsupportedMedia, "'compress'"),
    "/four-times-packed": (UnsupportedMedia, "packed as"),
    **{f"/{coding}-bomb": (TooLarge, TOO_LARGE) for coding in ("gzip", "deflate", "br", "zstd")},
    "/twice-packed-bomb": (TooLarge, TOO_LARGE),
    "/thrice-packed-bomb": (TooLarge, TOO_LARGE),
    # Media
    "/png": (UnsupportedMedia, "'image/png'"),
    "/feed": (UnsupportedMedia, "'application/rss+xml'"),
    "/json": (UnsupportedMedia, "'application/json'"),
    "/zip-as-html": (UnsupportedMedia, "begins like no text"),
    "/gzip-as-html": (UnsupportedMedia, "begins like no text"),
    "/no-type-binary": (UnsupportedMedia, "names no media type"),
    "/octets": (UnsupportedMedia, "names no media type"),
    # Statuses
    "/202": (UpstreamError, "answers 202"),
    "/204": (TooShort, "answers 204"),
    "/205": (TooShort, "answers 205"),
    "/206": (UpstreamError, "answers 206"),
    "/300": (UpstreamError, "answers 300"),
    "/304": (UpstreamError, "answers 304"),
    "/400": (Forbidden, "answers 400"),
    "/401": (Forbidden, "a log-in (Basic)"),
    "/402": (Forbidden, "asks for payment"),
    "/402-price": (Forbidden, "asks for payment (USD 0.01)"),
    "/403": (Forbidden, "answers 403"),
    "/404": (NotFound, "answers 404"),
    "/405": (Forbidden, "answers 405"),
    "/406": (UnsupportedMedia, "answers 406"),
    "/407": (ConnectFailed, "answers 407"),
    "/408": (UpstreamError, "answers 408"),
    "/410": (Gone, "answers 410"),
    **{f"/429{kind}": (RateLimited, "answers 429") for kind in ("", "-seconds", "-date")},
    **{f"/429{kind}": (RateLimited, "answers 429") for kind in ("-past", "-garbage")},
    "/451": (Forbidden, "legal reasons"),
    "/500": (UpstreamError, "answers 500"),
    "/503": (Overloaded, "answers 503"),
    "/503-seconds": (RateLimited, "answers 503"),
    "/520": (UpstreamError, "answers 520"),
    # Walls
    "/wall-cloudflare": (Blocked, "Cloudflare (cf-mitigated: challenge), with status 403"),
    "/wall-cloudflare-429": (Blocked, "Cloudflare (cf-mitigated: challenge), with status 429"),
    "/wall-cloudflare-script": (Blocked, "Cloudflare (/cdn-cgi/challenge-platform/)"),
    "/wall-cloudflare-page": (Blocked, "Cloudflare (its own page)"),
    "/wall-datadome": (Blocked, "DataDome (x-datadome: protected)"),
    "/wall-datadome-script": (Blocked, "DataDome (captcha-delivery.com), with status 401"),
    "/wall-perimeterx": (Blocked, "PerimeterX (px-captcha)"),
    "/wall-imperva": (Blocked, "Imperva (/_Incapsula_Resource?)"),
    "/wall-imperva-header": (Blocked, "Imperva (x-iinfo: 5-31-0"),
    "/wall-akamai": (Blocked, "Akamai (its own page)"),
    "/wall-aws": (Blocked, "AWS WAF (x-amzn-waf-action: captcha), with status 405"),
    "/wall-aws-challenge": (Blocked, "AWS WAF (x-amzn-waf-action: challenge), with status 202"),
    "/wall-sucuri": (Blocked, "Sucuri (x-sucuri-block: BLV001)"),
    "/wall-kasada": (Blocked, "Kasada (x-kpsdk-ct: 0a1b), with status 429"),
    "/wall-vercel": (Blocked, "Vercel (x-vercel-mitigated: challenge)"),
    "/wall-ddos-guard": (Blocked, "DDoS-Guard (/.well-known/ddos-guard)"),
    "/wall-qrator": (Blocked, "Qrator (/__qrator/qauth), with status 401"),
    "/wall-packed": (Blocked, "Cloudflare (_cf_chl_)"),
    **{path: (Forbidden, "answers 403") for path in WALLS if path.startswith("/403")},
    # Redirects
    "/redirect-loop": (UpstreamError, "in a circle"),
    "/redirect-loop/2": (UpstreamError, "in a circle"),
    "/redirect-itself": (UpstreamError, "in a circle"),
    "/redirect-on": (UpstreamError, "more than 10 redirects"),
    "/redirect-nowhere": (UpstreamError, "answers 302 and leads nowhere"),
    "/redirect-gone": (Gone, "answers 410"),
    "/redirect-utf-8": (NotFound, "answers 404"),
    "/redirect-forbidden": (UnsafeURL, "127.0.0.2 is not a public address"),
    "/redirect-forbidden-6": (UnsafeURL, "::1 is not a public address"),
    "/redirect-private": (UnsafeURL, "10.0.0.1 is not a public address"),
    "/redirect-file": (UnsafeURL, "only http and https"),
    "/redirect-script": (UnsafeURL, "only http and https"),
    "/redirect-data": (UnsafeURL, "only http and https"),
    "/redirect-password": (UnsafeURL, "a user name or password"),
    "/redirect-broken": (UnsafeURL, "this is no URL"),
}


@pytest.fixture(scope="module")
def bad_site() -> Iterator[Site]:
    """Serve all behaviours, on the address that is asked and on one that it redirects to."""
    with serving() as site, serving(address="127.0.0.3", port=site.port):
        yield site


def test_every_behaviour_has_its_end() -> None:
    """None is served and never looked at."""
    assert set(FAILURES) | set(WELL) == set(BEHAVIOURS)
    assert not set(FAILURES) & set(WELL)


@pytest.mark.parametrize("path", sorted(WELL))
def test_pages_come_whole(bad_site: Site, path: str) -> None:
    """However the server writes, packs or redirects."""
    with fetching(allowed=ALLOWED) as fetcher:
        page = fetched(fetcher, bad_site.url(path))
    assert BODIES.get(path, PAGE) == page.body
    assert page.content_type in {TYPES.get(path, HTML), TYPES.get(path, HAND_MADE)}
    assert page.status == (203 if path == "/203" else 200)


@pytest.mark.parametrize("path", sorted(FAILURES))
def test_failures_have_their_reason(bad_site: Site, path: str) -> None:
    """Within the deadline, without reaching where nobody may, and the fetcher goes on."""
    expected, reason = FAILURES[path]
    limit = HANGING_SECONDS + SLACK_SECONDS if path in TIME else QUICK_SECONDS
    timeout = HANGING_SECONDS if path in TIME else 2 * QUICK_SECONDS
    sockets = Loopback()
    with fetching(allowed=ALLOWED, sockets=sockets, fetch_timeout_seconds=timeout) as fetcher:
        began = time.monotonic()
        with pytest.raises(NewsmillError) as caught:
            fetched(fetcher, bad_site.url(path))
        assert time.monotonic() - began < limit
        assert expected is type(caught.value)
        assert reason in caught.value.message
        assert fetched(fetcher, bad_site.url("/article")).body == PAGE
    assert set(sockets.connected) == {"127.0.0.1"}


@pytest.mark.parametrize(
    ("path", "seconds"),
    [
        ("/429", None),
        ("/429-seconds", 17),
        ("/429-date", 120),
        ("/429-past", 0),
        ("/429-garbage", None),
        ("/503-seconds", 30),
    ],
)
def test_a_server_says_how_long_to_wait(bad_site: Site, path: str, seconds: float | None) -> None:
    """In seconds, or as a date; what is neither says nothing."""
    with fetching() as fetcher, pytest.raises(RateLimited) as caught:
        fetcher.fetch(bad_site.url(path))
    expected = seconds if seconds is None else pytest.approx(seconds, abs=2)
    assert expected == caught.value.retry_after_seconds


# Everything, in a process of its own, in which nothing else takes memory.
CHILD: Final = """
import json, resource, sys
from tasks.errors import NewsmillError
from tests.fetching import fetched, fetching

def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

root, *paths = json.load(sys.stdin)
ended = {}
limits = {"fetch_timeout_seconds": 0.5, "max_page_bytes": 10_000_000}
with fetching(allowed=["127.0.0.1/32", "127.0.0.3/32"], **limits) as fetcher:
    fetched(fetcher, root + "/thrice-packed")
    before = peak_mb()
    for path in paths:
        try:
            ended[path] = fetched(fetcher, root + path).status
        except NewsmillError as error:
            ended[path] = type(error).__name__
print(json.dumps([ended, peak_mb() - before]))
"""
MOST_MEGABYTES: Final = 40  # seen: 16


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is kilobytes on Linux only")
def test_nothing_that_a_site_sends_fills_the_memory(bad_site: Site) -> None:
    """Bombs of 100 MB neither, where a page may have 10 MB."""
    for path in BEHAVIOURS:
        if path.endswith("-bomb"):
            with fetching() as fetcher, pytest.raises(NewsmillError):
                fetcher.fetch(bad_site.url(path))  # The site makes its bombs once.
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        input=json.dumps([bad_site.url(""), *BEHAVIOURS]),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    ended, megabytes = json.loads(done.stdout)
    assert set(ended) == set(BEHAVIOURS)
    assert {ended[path] for path in BEHAVIOURS if path.endswith("packed-bomb")} == {"TooLarge"}
    assert megabytes < MOST_MEGABYTES
