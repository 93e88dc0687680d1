"""What an answer, or the lack of one, means for a job. Pure: nothing here asks or waits.

Every way in which httpcore, ssl and socket can fail is named by exactly one of `tasks.errors`;
`tests/unit/test_fetch_errors.py` walks their exceptions and proves it.
"""

import re
import socket
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

import httpcore

from tasks.errors import (
    Blocked,
    ConnectFailed,
    DNSFailed,
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
    UnsafeURL,
    UnsupportedMedia,
    UpstreamError,
)
from tasks.job import media_type
from worker.fetching.walls import wall_of

# ------------------------------------------------------------------ failures

# Read from the top; the first class that fits names the failure, so bases stand below.
FAILURES: Final[tuple[tuple[type[Exception], type[NewsmillError]], ...]] = (
    (httpcore.TimeoutException, FetchTimeout),
    (httpcore.NetworkError, ConnectFailed),
    (httpcore.ProxyError, ConnectFailed),
    (httpcore.ConnectionNotAvailable, ConnectFailed),
    (httpcore.UnsupportedProtocol, UnsafeURL),
    (httpcore.ProtocolError, UpstreamError),
    (ssl.SSLError, TLSFailed),
    (socket.gaierror, DNSFailed),
    (TimeoutError, FetchTimeout),
    (OSError, ConnectFailed),
)
FAILURE_CLASSES: Final = tuple(failure for failure, _ in FAILURES)


def named_failure(error: Exception) -> NewsmillError:
    """Give the error of ours that names a failure of the libraries below.

    Args:
        error: of one of `FAILURE_CLASSES`.
    """
    ours = next(name for failure, name in FAILURES if isinstance(error, failure))
    return ours(f"{(ours.__doc__ or '').strip()} ({type(error).__name__}: {error})")


# ------------------------------------------------------------------ statuses

REDIRECTS: Final = frozenset(
    {
        HTTPStatus.MOVED_PERMANENTLY,
        HTTPStatus.FOUND,
        HTTPStatus.SEE_OTHER,
        HTTPStatus.TEMPORARY_REDIRECT,
        HTTPStatus.PERMANENT_REDIRECT,
    }
)
PAGES: Final = frozenset({HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION})
_BUSY: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_REFUSALS: Final[dict[int, type[NewsmillError]]] = {
    HTTPStatus.NO_CONTENT: TooShort,
    HTTPStatus.RESET_CONTENT: TooShort,
    HTTPStatus.NOT_FOUND: NotFound,
    HTTPStatus.REQUEST_URI_TOO_LONG: NotFound,
    HTTPStatus.GONE: Gone,
    HTTPStatus.NOT_ACCEPTABLE: UnsupportedMedia,
    HTTPStatus.TOO_MANY_REQUESTS: RateLimited,
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED: ConnectFailed,
    # The server was slow, or met us at the wrong moment: worth another attempt.
    HTTPStatus.REQUEST_TIMEOUT: UpstreamError,
    HTTPStatus.CONFLICT: UpstreamError,
    HTTPStatus.MISDIRECTED_REQUEST: UpstreamError,
    HTTPStatus.LOCKED: UpstreamError,
    HTTPStatus.TOO_EARLY: UpstreamError,
    HTTPStatus.SERVICE_UNAVAILABLE: Overloaded,
}


def refusal(status: int, headers: Mapping[str, str], now: datetime, start: bytes) -> NewsmillError:
    """Say why an answer carries no page. A redirect, or a 304 that was asked for, is no refusal.

    206 without our having asked for a part, and a 3xx that leads nowhere, are faults of the
    server. A refusal that we do not know (4xx) is `Forbidden`.

    Args:
        status: none of `PAGES`.
        headers: by their names in lower case.
        now: what a date in Retry-After is compared with.
        start: of the body, unpacked, where it was read: see `walls.STATUSES`.
    """
    if wall := wall_of(status, headers, start):
        return Blocked(f"{wall}, with status {status}")
    if wait := rate_limit(status, headers, now):
        return wait
    unknown = Forbidden if status // 100 == 4 else UpstreamError  # noqa: PLR2004 - 4xx
    return _REFUSALS.get(status, unknown)(_refused(status, headers))


def rate_limit(status: int, headers: Mapping[str, str], now: datetime) -> RateLimited | None:
    """Give how long a server asks us to wait, where it does: a 429 or 503 with Retry-After."""
    retry_after = headers.get("retry-after")
    if status not in _BUSY or not retry_after:
        return None
    return RateLimited(f"the server answers {status}", retry_after_seconds(retry_after, now))


def _refused(status: int, headers: Mapping[str, str]) -> str:
    if status == HTTPStatus.UNAUTHORIZED:
        scheme = headers.get("www-authenticate", "").partition(" ")[0][:40]
        return "the server asks for a log-in" + (f" ({scheme})" if scheme else "")
    if status == HTTPStatus.PAYMENT_REQUIRED:
        price = headers.get("crawler-price", "")[:40]
        return "the server asks for payment" + (f" ({price})" if price else "")
    if status == HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS:
        return "the server refuses for legal reasons"
    return f"the server answers {status}"


def retry_after_seconds(value: str | None, now: datetime) -> float | None:
    """Read a Retry-After: seconds, or a date, whose past is 0. What is neither is None.

    Source: RFC 9110, section 10.2.3.
    """
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        date = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(0.0, (date - now).total_seconds())


# ------------------------------------------------------------------ media

ACCEPT: Final = (
    "text/html,application/xhtml+xml;q=0.9,text/markdown;q=0.8,text/plain;q=0.8,*/*;q=0.1"
)
# What `clean` can read. XML is not among it: a feed is a source of pages, not a page.
_READABLE: Final = frozenset(
    {"text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown"}
    | {"application/pdf"}
)
# What servers write when they do not know; browsers look at the bytes then.
_UNKNOWN: Final = frozenset(
    {"", "unknown/unknown", "application/unknown", "*/*", "application/octet-stream"}
)
# What servers call HTML, too, when nobody has told them, or when they answer with an error page.
_MISNAMED: Final = frozenset({"text/plain", "application/octet-stream", "application/pdf"})
_HTML: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_PDF: Final = b"%PDF-"
_SIGNATURES: Final = (
    b"\x89PNG",
    b"\xff\xd8\xff",  # JPEG
    b"GIF8",
    b"PK\x03\x04",  # ZIP, and the office formats
    b"\x1f\x8b",  # gzip
)
_UTF_16_OR_32: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
# Bytes that no text has. Source: WHATWG MIME Sniffing, "binary data byte", in the first 1,445.
_BINARY: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_SNIFFED_BYTES: Final = 1445


def check_media_type(content_type: str | None) -> None:
    """Say that a media type, as the header gives it, is one that can be read, or none.

    Raises:
        UnsupportedMedia: it is another.
    """
    if media_type(content_type) not in _READABLE | _UNKNOWN:
        raise UnsupportedMedia(f"{(content_type or '')[:80]!r} cannot be read")


def read_as(body: bytes, content_type: str | None) -> str | None:
    """Give the media type that a body is to be read as: the header's, but for what is misnamed.

    The header is believed, but for what begins like a file of another kind; where it says nothing,
    the bytes must look like text. Who has not told their server what HTML is gets it sent as plain
    text: a browser then shows tags, as WHATWG MIME Sniffing asks; a reader of news has no use for
    them. A PDF says itself what it is.

    Raises:
        UnsupportedMedia: it begins like an image, an archive, or with no text at all.
    """
    if body.startswith(_PDF):
        return "application/pdf"
    if body.startswith(_SIGNATURES):
        raise UnsupportedMedia(f"the page begins like no text: {body[:5]!r}")
    media = media_type(content_type)
    if media in _MISNAMED and _HTML.match(body, 0, _SNIFFED_BYTES):
        _, separator, parameters = (content_type or "").partition(";")
        return f"text/html{separator}{parameters}"
    if media in _READABLE or body.startswith(_UTF_16_OR_32):
        return content_type
    if _BINARY.search(body, 0, _SNIFFED_BYTES):
        raise UnsupportedMedia("the server names no media type, and the page is no text")
    return content_type


# ------------------------------------------------------------------ length


def content_length(headers: Mapping[str, str]) -> int | None:
    """Give the length that a server announces. The HTTP parser has checked that it is one."""
    value = headers.get("content-length", "")
    return int(value) if re.fullmatch(r"[0-9]{1,20}", value) else None


def check_length(headers: Mapping[str, str], limit_bytes: int) -> None:
    """Say that the announced length is within the limit.

    Raises:
        TooLarge: it is not; the body need not be read.
    """
    length = content_length(headers)
    if length is not None and length > limit_bytes:
        raise TooLarge(f"the page has {length} bytes, more than {limit_bytes}")
