"""What an answer, a failure or a body means. Nothing here opens a socket."""

import inspect
import pickle
import socket
import ssl
from contextlib import suppress
from datetime import UTC, datetime

import httpcore
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.errors import (
    ConnectFailed,
    DNSFailed,
    Dropped,
    FetchTimeout,
    Forbidden,
    Gone,
    NewsmillError,
    NotFound,
    Overloaded,
    RateLimited,
    TLSFailed,
    TooLarge,
    TooShort,
    TransientError,
    UnsafeURL,
    UnsupportedMedia,
    UpstreamError,
)
from worker.fetching.answers import (
    FAILURE_CLASSES,
    FAILURES,
    PAGES,
    check_length,
    check_media_type,
    named_failure,
    read_as,
    refusal,
    retry_after_seconds,
)

NOW = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
EXPECTED = {
    "TimeoutException": FetchTimeout,
    "ConnectTimeout": FetchTimeout,
    "ReadTimeout": FetchTimeout,
    "WriteTimeout": FetchTimeout,
    "PoolTimeout": FetchTimeout,
    "NetworkError": ConnectFailed,
    "ConnectError": ConnectFailed,
    "ReadError": ConnectFailed,
    "WriteError": ConnectFailed,
    "ProxyError": ConnectFailed,
    "ConnectionNotAvailable": ConnectFailed,
    "UnsupportedProtocol": UnsafeURL,
    "ProtocolError": UpstreamError,
    "LocalProtocolError": UpstreamError,
    "RemoteProtocolError": UpstreamError,
}


ALL_EXCEPTIONS = [
    found
    for _, found in inspect.getmembers(httpcore, inspect.isclass)
    if issubclass(found, Exception)
]


@pytest.mark.parametrize("failure", ALL_EXCEPTIONS, ids=[f.__name__ for f in ALL_EXCEPTIONS])
def test_every_exception_of_httpcore_has_one_name(failure: type[Exception]) -> None:
    """A release that brings a new one fails here, until somebody says what it means."""
    assert issubclass(failure, FAILURE_CLASSES)
    assert EXPECTED[failure.__name__] is type(named_failure(failure("it failed")))


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ssl.SSLCertVerificationError("no"), TLSFailed),
        (ssl.SSLEOFError("no"), TLSFailed),
        (socket.gaierror(-2, "Name or service not known"), DNSFailed),
        (TimeoutError("no"), FetchTimeout),
        (ConnectionResetError("no"), ConnectFailed),
        (OSError("no"), ConnectFailed),
    ],
)
def test_errors_of_sockets_have_a_name_too(error: Exception, expected: type[NewsmillError]) -> None:
    """Should one of them get past httpcore."""
    assert expected is type(named_failure(error))


def test_a_bug_has_no_name() -> None:
    """So that it is logged with its traceback and not tried again."""
    assert not issubclass(TypeError, FAILURE_CLASSES)
    assert not issubclass(KeyError, FAILURE_CLASSES)


def test_a_named_failure_survives_celery() -> None:
    """It says what failed below, and pickles."""
    error = named_failure(httpcore.ReadError("[Errno 104] Connection reset by peer"))
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert isinstance(again, ConnectFailed)
    assert "Connection reset by peer" in again.message


STATUSES: dict[int, type[NewsmillError]] = {
    204: TooShort,
    205: TooShort,
    206: UpstreamError,
    226: UpstreamError,
    300: UpstreamError,
    304: UpstreamError,
    400: Forbidden,
    401: Forbidden,
    402: Forbidden,
    403: Forbidden,
    404: NotFound,
    405: Forbidden,
    406: UnsupportedMedia,
    408: UpstreamError,
    410: Gone,
    414: NotFound,
    418: Forbidden,
    421: UpstreamError,
    425: UpstreamError,
    429: RateLimited,
    451: Forbidden,
    500: UpstreamError,
    502: UpstreamError,
    503: Overloaded,
    504: UpstreamError,
    520: UpstreamError,
    999: UpstreamError,
}


def refused(status: int, headers: dict[str, str] | None = None) -> NewsmillError:
    """Give the refusal of a server that says no more."""
    return refusal(status, headers or {}, NOW, b"")


@pytest.mark.parametrize(("status", "expected"), STATUSES.items())
def test_statuses_have_names(status: int, expected: type[NewsmillError]) -> None:
    """Each that carries no page."""
    assert expected is type(refused(status))


@pytest.mark.parametrize(
    ("status", "headers", "message"),
    [
        (418, {}, "the server answers 418"),
        (401, {}, "the server asks for a log-in"),
        (401, {"www-authenticate": 'Basic realm="x"'}, "the server asks for a log-in (Basic)"),
        (402, {}, "the server asks for payment"),
        (402, {"crawler-price": "USD 0.01"}, "the server asks for payment (USD 0.01)"),
        (451, {}, "the server refuses for legal reasons"),
    ],
)
def test_a_refusal_says_what_shows_it(status: int, headers: dict[str, str], message: str) -> None:
    """In a few words, for the ledger."""
    assert message == refused(status, headers).message


def test_statuses_that_carry_a_page() -> None:
    """OK, and OK as a proxy tells it."""
    assert sorted(PAGES) == [200, 203]


@settings(deadline=None)  # a busy machine is no failure
@given(
    st.integers(min_value=100, max_value=999),
    st.dictionaries(st.sampled_from(["server", "retry-after", "cf-mitigated"]), st.text()),
    st.binary(),
)
def test_every_status_has_a_name(status: int, headers: dict[str, str], start: bytes) -> None:
    """None is passed over in silence, whatever comes with it."""
    assert isinstance(refusal(status, headers, NOW, start), Dropped | TransientError)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("17", 17.0),
        (" 0 ", 0.0),
        ("Mon, 05 Jan 2026 08:02:00 GMT", 120.0),
        ("Monday, 05-Jan-26 08:02:00 GMT", 120.0),
        ("Mon Jan  5 08:02:00 2026", 120.0),
        ("Mon, 05 Jan 2026 07:00:00 GMT", 0.0),
        ("Mon, 05 Jan 2026 08:02:00 -0000", 120.0),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        (None, None),
        ("9" * 400, None),
        ("²", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, expected: float | None) -> None:
    """What is neither counts as not sent."""
    assert expected == retry_after_seconds(value, NOW)


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_may_ask_to_wait(status: int) -> None:
    """With either status."""
    error = refused(status, {"retry-after": "17"})
    assert isinstance(error, RateLimited)
    assert error.retry_after_seconds == 17.0


@settings(deadline=None)  # a busy machine is no failure
@given(st.text())
def test_retry_after_takes_any_text(value: str) -> None:
    """It gives no negative time and raises nothing."""
    assert (retry_after_seconds(value, NOW) or 0.0) >= 0.0


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "text/html",
        "TEXT/HTML ;charset=x",
        "application/xhtml+xml",
        "text/markdown",
        "application/pdf",
        "application/octet-stream",
    ],
)
def test_media_types_that_can_be_read(content_type: str | None) -> None:
    """Those that say nothing are among them: the bytes tell."""
    check_media_type(content_type)


@pytest.mark.parametrize(
    "content_type",
    ["application/zip", "image/png", "application/json", "application/rss+xml", "video/mp4"],
)
def test_media_types_that_cannot_be_read(content_type: str) -> None:
    """They are dropped before their body is read."""
    with pytest.raises(UnsupportedMedia):
        check_media_type(content_type)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"<p>text</p>", None),
        (b"", None),
        ("\ufeffText".encode("utf-16-le"), None),
        ("žluťoučký kůň".encode("iso-8859-2"), None),
        ("Text".encode("utf-16-le"), "text/html; charset=utf-16"),
        (b"a\x00b", "text/html"),
        (b"Not <html>", "text/plain; charset=utf-8"),
        (b"<htmlx>", "text/plain"),
        (b"<p>a</p>", "application/octet-stream"),
    ],
)
def test_bytes_that_may_be_text(body: bytes, content_type: str | None) -> None:
    """A media type is believed, but for what begins like a file of another kind."""
    assert content_type == read_as(body, content_type)


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html>\n<p>Text",
        b"\xef\xbb\xbf\r\n <html lang=en>",
        b"<!-- a --><!--b--> <HTML>",
        b'<?xml version="1.0"?>\n<!doctype  html public "x">',
    ],
)
@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("text/plain", "text/html"),
        ("Text/Plain; charset=iso-8859-2", "text/html; charset=iso-8859-2"),
        ("application/octet-stream", "text/html"),
        ("application/pdf", "text/html"),
        ("text/markdown", "text/markdown"),
    ],
)
def test_html_that_is_called_something_else(body: bytes, content_type: str, expected: str) -> None:
    """A page that says what it is is read as that; its charset stays."""
    assert expected == read_as(body, content_type)


@settings(deadline=None)  # a busy machine is no failure
@given(st.binary(), st.sampled_from([None, "text/plain", "application/octet-stream", "text/html"]))
def test_any_bytes_have_a_media_type_or_none(body: bytes, content_type: str | None) -> None:
    """No other error comes out."""
    with suppress(UnsupportedMedia):
        assert read_as(body, content_type) in {content_type, "text/html", "application/pdf"}


@pytest.mark.parametrize("content_type", [None, "text/html", "application/octet-stream"])
def test_a_pdf_says_what_it_is(content_type: str | None) -> None:
    """Whatever the server calls it."""
    assert read_as(b"%PDF-1.7\n", content_type) == "application/pdf"


@pytest.mark.parametrize("body", [b"\x89PNG\r\n", b"PK\x03\x04", b"\xff\xd8\xff\xe0"])
@pytest.mark.parametrize("content_type", [None, "text/html"])
def test_bytes_that_are_no_text(body: bytes, content_type: str | None) -> None:
    """Whatever the server calls them."""
    with pytest.raises(UnsupportedMedia):
        read_as(body, content_type)


def test_a_length_above_the_limit_is_refused_before_reading() -> None:
    """At the limit it is not."""
    check_length({"content-length": "10"}, 10)
    check_length({}, 10)
    with pytest.raises(TooLarge):
        check_length({"content-length": "11"}, 10)


def test_every_failure_is_dropped_or_tried_again() -> None:
    """None of them is a bug, and none is the store's."""
    assert all(issubclass(ours, Dropped | TransientError) for _, ours in FAILURES)
