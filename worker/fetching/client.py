"""Fetching one page: ask, follow redirects, read within the limits, name what went wrong.

Whatever `fetch` raises is one of `tasks.errors`. It asks neither robots.txt nor whether it is a
site's turn.
"""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final

import httpcore
import httpx

from config.settings import Fetching
from tasks.errors import NewsmillError, UpstreamError
from tasks.job import RawPage
from worker.fetching.answers import (
    ACCEPT,
    FAILURE_CLASSES,
    REDIRECTS,
    check_bytes,
    check_length,
    check_media_type,
    check_status,
    content_length,
    named_failure,
)
from worker.fetching.body import ACCEPT_ENCODING, read_body
from worker.fetching.network import CheckedBackend, Deadline, Transport, within
from worker.fetching.safety import check_url

# Threads of one fetcher; more of them than this wait for each other.
CONNECTIONS: Final = 100
# The body of a redirect is read, so that its connection can be used again, only when it is this
# small and comes this soon.
DRAINED_BYTES: Final = 16 * 1024
DRAIN_SECONDS: Final = 0.5


class HttpFetcher:
    """Gets pages over HTTP/1.1. One a process; its connections are shared by all threads.

    It is a `tasks.resources.Fetcher`. It uses httpx's transport, and not its client: that one
    parses each Location before we have checked it, keeps cookies, and reads the environment for
    proxies, certificates and passwords; none of which is wanted here.
    """

    def __init__(
        self,
        settings: Fetching,
        *,
        network: httpcore.NetworkBackend | None = None,
        ssl_context: ssl.SSLContext | None = None,
        connections: int = CONNECTIONS,
    ) -> None:
        """Take the settings; tests give a network of their own, and trust their own certificate.

        Args:
            settings: the limits, the name to call itself, and the networks that are allowed.
            network: how to connect; by default checked against `settings.allow_addresses`.
            ssl_context: must verify; by default it trusts certifi's authorities.
            connections: at one time; not fewer than there are threads.
        """
        self._settings = settings
        self._transport = Transport(
            network or CheckedBackend(settings.allow_addresses),
            ssl_context or httpx.create_ssl_context(trust_env=False),
            connections,
        )
        self._headers = {
            "User-Agent": settings.user_agent,
            "Accept": ACCEPT,
            "Accept-Encoding": ACCEPT_ENCODING,
        }

    def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> RawPage:
        """Fetch one page within the total deadline.

        Args:
            url: absolute, http or https.
            etag: of the version that is known; with it, or with the next, a page that did not
                change is a `RawPage` with status 304 and an empty body.
            last_modified: the same, as the server wrote it.

        Raises:
            Dropped: the world's answer: NotFound, Gone, Forbidden, UnsafeURL, UnsupportedMedia,
                TooLarge, TooShort.
            TransientError: worth another attempt: FetchTimeout, DNSFailed, TLSFailed,
                ConnectFailed, UpstreamError, RateLimited.
        """
        conditions = _conditions(etag, last_modified)
        with within(self._settings.fetch_timeout_seconds) as deadline, _named():
            return self._follow(check_url(url), conditions, deadline)

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def _follow(self, first: httpx.URL, conditions: dict[str, str], deadline: Deadline) -> RawPage:
        passed: list[str] = []
        url = first
        while True:
            with self._answer(url, conditions, deadline) as response:
                if response.status_code not in REDIRECTS:
                    return self._page(url, response, tuple(passed), conditional=bool(conditions))
                passed.append(str(url))
                url = _next(url, response)
                if str(url) in passed:
                    raise UpstreamError(f"the redirects go in a circle at {url}")
                if len(passed) > self._settings.max_redirects:
                    raise UpstreamError(f"more than {self._settings.max_redirects} redirects")
                _drain(response)

    @contextmanager
    def _answer(
        self, url: httpx.URL, conditions: dict[str, str], deadline: Deadline
    ) -> Iterator[httpx.Response]:
        response = self._send(url, conditions, deadline)
        try:
            yield response
        finally:
            response.close()

    def _send(
        self, url: httpx.URL, conditions: dict[str, str], deadline: Deadline
    ) -> httpx.Response:
        """Ask once, or twice where a kept connection turns out to have been closed."""
        connections = deadline.connections
        try:
            return self._send_once(url, conditions, deadline)
        except (httpx.RemoteProtocolError, httpx.NetworkError):
            if deadline.connections > connections:
                raise
        return self._send_once(url, conditions, deadline)

    def _send_once(
        self, url: httpx.URL, conditions: dict[str, str], deadline: Deadline
    ) -> httpx.Response:
        left = deadline.left_seconds()
        connect = min(left, self._settings.connect_timeout_seconds)
        timeout = {"pool": left, "connect": connect, "read": left, "write": left}
        # Without a Host, httpx would make one from the decoded name, and break on a bad `xn--`.
        headers = {"Host": url.netloc.decode("ascii"), **self._headers, **conditions}
        request = httpx.Request("GET", url, headers=headers, extensions={"timeout": timeout})
        return self._transport.handle_request(request)

    def _page(
        self,
        url: httpx.URL,
        response: httpx.Response,
        passed: tuple[str, ...],
        *,
        conditional: bool,
    ) -> RawPage:
        at, headers = datetime.now(UTC), response.headers
        unchanged = conditional and response.status_code == HTTPStatus.NOT_MODIFIED
        body, received = (b"", 0) if unchanged else self._body(response, at)
        return RawPage(
            body=body,
            content_type=headers.get("content-type"),
            final_url=str(url),
            status=response.status_code,
            at=at,
            received_bytes=received,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            redirects=passed,
        )

    def _body(self, response: httpx.Response, at: datetime) -> tuple[bytes, int]:
        headers, limit = response.headers, self._settings.max_page_bytes
        check_status(response.status_code, headers, at)
        check_media_type(headers.get("content-type"))
        check_length(headers, limit)
        coding = headers.get("content-encoding", "")
        body, received = read_body(response.iter_raw(), coding, limit)
        check_bytes(body, headers.get("content-type"))
        return body, received


def _conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """Give the conditional headers; a value that could not have come in a header is left out."""
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {
        name: value
        for name, value in headers.items()
        if value and value.isascii() and value.isprintable()
    }


def _next(url: httpx.URL, response: httpx.Response) -> httpx.URL:
    location = response.headers.get("location", "").strip()
    if not location:
        raise UpstreamError(f"the server answers {response.status_code} and leads nowhere")
    return check_url(location, url)


def _drain(response: httpx.Response) -> None:
    length = content_length(response.headers)
    if length is None or length > DRAINED_BYTES:
        return
    with suppress(NewsmillError, *FAILURE_CLASSES), within(DRAIN_SECONDS):
        for _ in response.iter_raw():
            pass


@contextmanager
def _named() -> Iterator[None]:
    try:
        yield
    except FAILURE_CLASSES as error:
        raise named_failure(error) from error
