"""What an answer, a failure or a body means. Nothing here opens a socket."""

import gzip
import inspect
import pickle
import socket
import ssl
import zlib
from datetime import UTC, datetime

import httpcore
import httpx
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
    check_bytes,
    check_length,
    check_media_type,
    check_status,
    named_failure,
    retry_after_seconds,
)
from worker.fetching.body import MOST_MEMBERS, read_body

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
    "CloseError": ConnectFailed,
    "ProxyError": ConnectFailed,
    "ConnectionNotAvailable": ConnectFailed,
    "StreamError": ConnectFailed,
    "StreamConsumed": ConnectFailed,
    "StreamClosed": ConnectFailed,
    "ResponseNotRead": ConnectFailed,
    "RequestNotRead": ConnectFailed,
    "UnsupportedProtocol": UnsafeURL,
    "InvalidURL": UnsafeURL,
    "ProtocolError": UpstreamError,
    "LocalProtocolError": UpstreamError,
    "RemoteProtocolError": UpstreamError,
    "HTTPError": UpstreamError,
    "RequestError": UpstreamError,
    "TransportError": UpstreamError,
    "DecodingError": UpstreamError,
    "TooManyRedirects": UpstreamError,
    "HTTPStatusError": UpstreamError,
    "CookieConflict": UpstreamError,
}


def _exceptions(module: object) -> list[type[Exception]]:
    return [
        found
        for _, found in inspect.getmembers(module, inspect.isclass)
        if issubclass(found, Exception)
    ]


ALL_EXCEPTIONS = [*_exceptions(httpx), *_exceptions(httpcore)]


def _made(failure: type[Exception]) -> Exception:
    """Make an exception without its constructor, as some want a request and a response."""
    error = failure.__new__(failure)
    error.args = ("it failed",)
    return error


@pytest.mark.parametrize(
    "failure", ALL_EXCEPTIONS, ids=[f"{f.__module__}.{f.__name__}" for f in ALL_EXCEPTIONS]
)
def test_every_exception_of_the_http_libraries_has_one_name(failure: type[Exception]) -> None:
    """A release that brings a new one fails here, until somebody says what it means."""
    assert issubclass(failure, FAILURE_CLASSES)
    assert EXPECTED[failure.__name__] is type(named_failure(_made(failure)))


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
    error = named_failure(httpx.ReadError("[Errno 104] Connection reset by peer"))
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
    503: UpstreamError,
    504: UpstreamError,
    520: UpstreamError,
    999: UpstreamError,
}


@pytest.mark.parametrize(("status", "expected"), STATUSES.items())
def test_statuses_have_names(status: int, expected: type[NewsmillError]) -> None:
    """Each that carries no page."""
    with pytest.raises(expected) as caught:
        check_status(status, {}, NOW)
    assert expected is caught.type
    assert str(status) in caught.value.message


@pytest.mark.parametrize("status", [200, 203])
def test_statuses_that_carry_a_page(status: int) -> None:
    """OK, and OK as a proxy tells it."""
    check_status(status, {}, NOW)


@settings(deadline=None)  # a busy machine is no failure
@given(st.integers(min_value=100, max_value=999))
def test_every_status_is_a_page_or_has_a_name(status: int) -> None:
    """No status is passed over in silence."""
    try:
        check_status(status, {}, NOW)
    except (Dropped, TransientError):
        assert status not in (200, 203)
    else:
        assert status in (200, 203)


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
    with pytest.raises(RateLimited) as caught:
        check_status(status, {"retry-after": "17"}, NOW)
    assert caught.value.retry_after_seconds == 17.0


@settings(deadline=None)  # a busy machine is no failure
@given(st.text())
def test_retry_after_takes_any_text(value: str) -> None:
    """It gives no negative time and raises nothing."""
    assert (retry_after_seconds(value, NOW) or 0.0) >= 0.0


@pytest.mark.parametrize(
    "content_type",
    [None, "", "text/html", "TEXT/HTML ;charset=x", "application/xhtml+xml", "text/markdown"],
)
def test_media_types_that_can_be_read(content_type: str | None) -> None:
    """None at all is one of them: the bytes tell."""
    check_media_type(content_type)


@pytest.mark.parametrize(
    "content_type",
    ["application/pdf", "image/png", "application/json", "application/rss+xml", "video/mp4"],
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
    ],
)
def test_bytes_that_may_be_text(body: bytes, content_type: str | None) -> None:
    """A media type is believed, but for what begins like a file of another kind."""
    check_bytes(body, content_type)


@pytest.mark.parametrize("body", [b"%PDF-1.7", b"\x89PNG\r\n", b"PK\x03\x04", b"\xff\xd8\xff\xe0"])
@pytest.mark.parametrize("content_type", [None, "text/html"])
def test_bytes_that_are_no_text(body: bytes, content_type: str | None) -> None:
    """Whatever the server calls them."""
    with pytest.raises(UnsupportedMedia):
        check_bytes(body, content_type)


def test_a_length_above_the_limit_is_refused_before_reading() -> None:
    """At the limit it is not."""
    check_length({"content-length": "10"}, 10)
    check_length({}, 10)
    with pytest.raises(TooLarge):
        check_length({"content-length": "11"}, 10)


# ------------------------------------------------------------------ bodies

PAGE = b"<p>The bridge reopened.</p>" * 100


def _pieces(body: bytes, size: int) -> list[bytes]:
    return [body[start : start + size] for start in range(0, len(body), size)]


def _raw_deflated(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(body) + stream.flush()


PACKED = {
    "": PAGE,
    "identity": PAGE,
    "gzip": gzip.compress(PAGE),
    "x-gzip": gzip.compress(PAGE[:10]) + gzip.compress(PAGE[10:]) + b"\x00\x00",
    "deflate": zlib.compress(PAGE),
    "Deflate": _raw_deflated(PAGE),
    "gzip, deflate": zlib.compress(gzip.compress(PAGE)),
}


@pytest.mark.parametrize(("coding", "sent"), PACKED.items())
@pytest.mark.parametrize("size", [1, 2, 7, 100_000])
def test_bodies_are_unpacked(coding: str, sent: bytes, size: int) -> None:
    """However they are cut into pieces; what was sent is counted to its end."""
    assert (PAGE, len(sent)) == read_body(_pieces(sent, size), coding, 10_000)


@pytest.mark.parametrize("coding", ["", "gzip", "deflate"])
def test_an_empty_body_is_empty(coding: str) -> None:
    """Also where it is said to be packed."""
    assert read_body([], coding, 10) == (b"", 0)


@pytest.mark.parametrize(("coding", "sent"), PACKED.items())
def test_the_limit_holds_for_what_is_unpacked(coding: str, sent: bytes) -> None:
    """At the limit a body is read; one byte above it is not."""
    limit = max(len(PAGE), len(sent))
    assert read_body([sent], coding, limit)[0] == PAGE
    with pytest.raises(TooLarge):
        read_body([sent], coding, len(PAGE) - 1)


def test_the_limit_holds_for_what_follows_a_packed_body() -> None:
    """Padding is counted, and an endless one ends."""
    with pytest.raises(TooLarge):
        read_body([gzip.compress(PAGE), *[b"\x00" * 100] * 100], "gzip", 5000)


@pytest.mark.parametrize(("coding", "sent"), list(PACKED.items())[2:])
def test_a_packed_body_that_ends_early_is_a_fault(coding: str, sent: bytes) -> None:
    """Half a page is never taken for a whole one."""
    with pytest.raises(UpstreamError):
        read_body([sent[:-20]], coding, 10_000)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_body_that_is_not_packed_as_said_is_a_fault(coding: str) -> None:
    """Browsers refuse it too."""
    with pytest.raises(UpstreamError):
        read_body([PAGE], coding, 10_000)


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, br", "gzip, gzip, gzip", "x"])
def test_packing_that_was_not_asked_for_is_refused(coding: str) -> None:
    """Nothing of the body is read."""
    with pytest.raises(UnsupportedMedia):
        read_body([PAGE], coding, 10_000)


def test_gzip_files_one_after_another_are_limited() -> None:
    """Many empty ones would cost much time and no byte."""
    with pytest.raises(UpstreamError):
        read_body([gzip.compress(b"") * (MOST_MEMBERS + 1)], "gzip", 100_000)


@settings(deadline=None)  # a busy machine is no failure
@given(
    st.lists(st.binary()), st.sampled_from(["", "gzip", "deflate", "deflate, gzip"]), st.integers(0)
)
def test_any_bytes_give_a_body_or_a_name(pieces: list[bytes], coding: str, limit: int) -> None:
    """No error of zlib leaks."""
    try:
        body, received = read_body(pieces, coding, limit)
    except (UpstreamError, TooLarge):
        return
    assert len(body) <= limit
    assert received <= limit


def test_every_failure_is_dropped_or_tried_again() -> None:
    """None of them is a bug, and none is the store's."""
    assert all(issubclass(ours, Dropped | TransientError) for _, ours in FAILURES)
