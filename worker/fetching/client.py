"""Fetching one page: ask, follow redirects on one host, read within the limits, name what failed.

Whatever `fetch` raises is one of `tasks.errors`. It asks what robots.txt allows, and it does not
ask whether it is a site's turn.
"""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final

import httpx
import structlog

from config.settings import Fetching, variable
from tasks.errors import NewsmillError, UnsupportedMedia, UpstreamError
from tasks.hosts import host_of
from tasks.job import KEPT_HEADERS, RawPage
from tasks.resources import Elsewhere, Validators
from worker.fetching.answers import (
    ACCEPT,
    FAILURE_CLASSES,
    PAGES,
    REDIRECTS,
    check_length,
    check_media_type,
    content_length,
    named_failure,
    rate_limit,
    read_as,
    refusal,
)
from worker.fetching.archive import Archive, Exchange
from worker.fetching.body import ACCEPT_ENCODING, read_body, read_start
from worker.fetching.connections import MOST_IDLE, Connections, Headers, Reply
from worker.fetching.network import CheckedBackend, within
from worker.fetching.robots import MAX_ROBOTS_BYTES, Answer, Robots
from worker.fetching.safety import check_url
from worker.fetching.walls import EVIDENCE_BYTES, STATUSES

log = structlog.get_logger(__name__)

# The body of a redirect is read, so that its connection can be used again, only when it is this
# small and comes this soon.
DRAINED_BYTES: Final = 16 * 1024
DRAIN_SECONDS: Final = 0.5
# A refusal's body is looked at for its reason, but not waited for any longer.
EVIDENCE_SECONDS: Final = 1.0
MOST_ROBOTS_REDIRECTS: Final = 5  # RFC 9309, section 2.3.1.2
_NOTHING: Final = Validators()
_NOWHERE: Final = Answer(HTTPStatus.NOT_FOUND, b"")


def user_agent_of(settings: Fetching) -> str:
    """Give what fetch calls itself: the name, and the contact for the owners of sites."""
    return settings.user_agent + (f" (+{settings.contact})" if settings.contact else "")


class HttpFetcher:
    """Gets pages over HTTP/1.1. One a process; its connections are shared by all threads.

    It is a `tasks.resources.Fetcher`. It is built on httpcore, not on httpx's client: that one
    parses each Location before we have checked it, keeps cookies, and reads the environment for
    proxies, certificates and passwords; none of which is wanted here.
    """

    def __init__(
        self,
        settings: Fetching,
        *,
        robots: Robots | None = None,
        archive: Archive | None = None,
        network: CheckedBackend | None = None,
        ssl_context: ssl.SSLContext | None = None,
        connections: int = MOST_IDLE,
    ) -> None:
        """Take the settings; tests give a network of their own, and trust their own certificate.

        Args:
            settings: the limits, the name to call itself, and the networks that are allowed.
            robots: says what sites allow; None asks no robots.txt.
            archive: keeps each page that came whole.
            network: how to connect; by default checked against `settings.allow_addresses`.
            ssl_context: must verify; by default it trusts certifi's authorities.
            connections: kept while nobody uses them.

        Raises:
            UsageError: the proxy's URL is none.
        """
        self._settings = settings
        self._robots = robots
        self._archive = archive
        self._connections = Connections(
            network or CheckedBackend(settings.allow_addresses),
            ssl_context or httpx.create_ssl_context(trust_env=False),
            proxy_url=settings.proxy_url,
            connect_seconds=settings.connect_timeout_seconds,
            most_idle=connections,
        )
        self._headers = (
            (b"User-Agent", user_agent_of(settings).encode()),
            (b"Accept", ACCEPT.encode()),
            (b"Accept-Encoding", ACCEPT_ENCODING.encode()),
        )
        if not settings.contact:
            log.warning("no_contact", set=variable("contact"))

    def fetch(
        self, url: str, *, known: Validators = _NOTHING, passed: tuple[str, ...] = ()
    ) -> RawPage | Elsewhere:
        """Fetch one page within the total deadline, from one host.

        Args:
            url: absolute, http or https.
            known: of the version that is known; a page that has not changed since is a
                `RawPage` with status 304 and an empty body.
            passed: the URLs that have led here from other hosts.

        Raises:
            Dropped: the world's answer: NotFound, Gone, Forbidden, Blocked, RobotsDisallowed,
                UnsafeURL, UnsupportedMedia, TooLarge, TooShort.
            TransientError: worth another attempt: FetchTimeout, DNSFailed, TLSFailed,
                ConnectFailed, UpstreamError, RateLimited.
            StoreError: what is known of robots.txt cannot be read now.
        """
        with within(self._settings.fetch_timeout_seconds), _named():
            return self._follow(check_url(url), _conditions(known), passed)

    def crawl_delay_seconds(self, url: str) -> float | None:
        """Give the pause that the robots.txt of a URL asks for, as far as this process knows."""
        return self._robots.crawl_delay_seconds(check_url(url)) if self._robots else None

    def close(self) -> None:
        """Close all connections."""
        self._connections.close()

    def _follow(
        self, first: httpx.URL, conditions: Headers, passed: tuple[str, ...]
    ) -> RawPage | Elsewhere:
        url = first
        while True:
            if self._robots is not None:
                self._robots.check(url, self._robots_answer)
            headers = ((b"Host", url.netloc), *self._headers, *conditions)
            with self._connections.get(url, headers) as reply:
                if reply.status not in REDIRECTS:
                    unchanged = reply.status == HTTPStatus.NOT_MODIFIED and bool(conditions)
                    page = self._page(url, reply, passed, unchanged=unchanged)
                    if reply.status == HTTPStatus.OK:
                        self._keep(page, reply, headers)
                    return page
                passed = (*passed, str(url))
                url = self._next(url, reply, passed)
                _drain(reply)
            if host_of(str(url)) != host_of(passed[-1]):
                return Elsewhere(str(url), passed)

    def _next(self, url: httpx.URL, reply: Reply, passed: tuple[str, ...]) -> httpx.URL:
        target = _target(url, reply)
        if target is None:
            raise UpstreamError(f"the server answers {reply.status} and leads nowhere")
        if str(target) in passed:
            raise UpstreamError(f"the redirects go in a circle at {target}")
        if len(passed) > self._settings.max_redirects:
            raise UpstreamError(f"more than {self._settings.max_redirects} redirects")
        return target

    def _page(
        self, url: httpx.URL, reply: Reply, passed: tuple[str, ...], *, unchanged: bool
    ) -> RawPage:
        at, headers = datetime.now(UTC), reply.headers
        content_type = headers.get("content-type")
        body, received = b"", 0
        if not unchanged:
            body, received = self._body(reply, at)
            content_type = read_as(body, content_type)
        return RawPage(
            body=body,
            content_type=content_type,
            final_url=str(url),
            status=reply.status,
            at=at,
            received_bytes=received,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            redirects=passed,
            headers={name: headers[name] for name in KEPT_HEADERS if name in headers},
        )

    def _body(self, reply: Reply, at: datetime) -> tuple[bytes, int]:
        headers, limit = reply.headers, self._settings.max_page_bytes
        if reply.status not in PAGES:
            raise refusal(reply.status, headers, at, _evidence(reply))
        check_media_type(headers.get("content-type"))
        check_length(headers, limit)
        return read_body(reply.pieces, headers.get("content-encoding", ""), limit)

    def _keep(self, page: RawPage, reply: Reply, asked: Headers) -> None:
        if self._archive is None or page.final_url is None or page.at is None:
            return
        self._archive.write(
            Exchange(
                url=page.final_url,
                request_headers=[(name.decode(), value.decode()) for name, value in asked],
                status=reply.status,
                reason=reply.reason,
                headers=reply.raw_headers,
                body=page.body,
                at=page.at,
            )
        )

    def _robots_answer(self, url: httpx.URL, redirects: int = 0) -> Answer:
        """Ask for a robots.txt, wherever it is; this is a `robots.Get`."""
        headers = ((b"Host", url.netloc), *self._headers)
        with self._connections.get(url, headers) as reply:
            if reply.status not in REDIRECTS:
                return _robots_text(reply)
            target = _target(url, reply)
            _drain(reply)
        if target is None or redirects == MOST_ROBOTS_REDIRECTS:
            return _NOWHERE
        return self._robots_answer(target, redirects + 1)


def _conditions(known: Validators) -> Headers:
    """Give the conditional headers; a value that could not have come in a header is left out."""
    headers = ((b"If-None-Match", known.etag), (b"If-Modified-Since", known.last_modified))
    return [
        (name, value.encode())
        for name, value in headers
        if value and value.isascii() and value.isprintable()
    ]


def _target(url: httpx.URL, reply: Reply) -> httpx.URL | None:
    location = reply.headers.get("location", "").strip()
    return check_url(location, url) if location else None


def _drain(reply: Reply) -> None:
    length = content_length(reply.headers)
    if length is None or length > DRAINED_BYTES:
        return
    with suppress(NewsmillError, *FAILURE_CLASSES), within(DRAIN_SECONDS):
        for _ in reply.pieces:
            pass


def _evidence(reply: Reply) -> bytes:
    if reply.status not in STATUSES:
        return b""
    with suppress(NewsmillError, *FAILURE_CLASSES), within(EVIDENCE_SECONDS):
        return read_start(reply.pieces, reply.headers.get("content-encoding", ""), EVIDENCE_BYTES)
    return b""


def _robots_text(reply: Reply) -> Answer:
    if wait := rate_limit(reply.status, reply.headers, datetime.now(UTC)):
        raise wait
    if reply.status >= HTTPStatus.BAD_REQUEST:
        return Answer(reply.status, b"")
    if reply.status >= HTTPStatus.MULTIPLE_CHOICES:
        return _NOWHERE
    coding = reply.headers.get("content-encoding", "")
    try:
        return Answer(reply.status, read_start(reply.pieces, coding, MAX_ROBOTS_BYTES))
    except UnsupportedMedia as error:  # It would be taken for that of the page.
        raise UpstreamError(f"robots.txt: {error.message}") from error


@contextmanager
def _named() -> Iterator[None]:
    try:
        yield
    except FAILURE_CLASSES as error:
        raise named_failure(error) from error
