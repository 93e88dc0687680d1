"""Fetching one page: ask, follow redirects on one host, read within the limits, name what failed.

Whatever `fetch` raises is one of `tasks.errors`. It asks what robots.txt allows, and it does not
ask whether it is a site's turn.
"""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final

import httpx
import structlog

from config.settings import Fetching, variable
from tasks.errors import NewsmillError, RateLimited, UnsupportedMedia, UpstreamError
from tasks.hosts import host_of
from tasks.job import KEPT_HEADERS, RawPage
from tasks.resources import NO_VALIDATORS, Elsewhere, Validators
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
from worker.fetching.connections import MOST_IDLE, Connections
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
# A server may send headers of 100 kB, and what is kept of them is kept for months.
MAX_VALIDATOR_CHARACTERS: Final = 1000
MAX_HEADER_CHARACTERS: Final = 4000
MOST_ROBOTS_REDIRECTS: Final = 5  # RFC 9309, section 2.3.1.2
_NOWHERE: Final = Answer(HTTPStatus.NOT_FOUND, b"")


def user_agent_of(settings: Fetching) -> str:
    """Give what fetch calls itself: the name, and the contact for the owners of sites."""
    return settings.user_agent + (f" (+{settings.contact})" if settings.contact else "")


class HttpFetcher:
    """Gets pages over HTTP/1.1. One a process; its connections are shared by all threads.

    It is a `tasks.resources.Fetcher`. It uses a transport of httpx, and not its client: that one
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
        most_idle: int = MOST_IDLE,
    ) -> None:
        """Take the settings; tests give a network of their own, and trust their own certificate.

        Args:
            settings: the limits, the name to call itself, and the networks that are allowed.
            robots: says what sites allow; None asks no robots.txt.
            archive: keeps each page that came whole.
            network: how to connect; by default checked against `settings.allow_addresses`.
            ssl_context: must verify; by default it trusts certifi's authorities.
            most_idle: connections that are kept while nobody uses them.
        """
        self._settings = settings
        self._robots = robots
        self._archive = archive
        self._connections = Connections(
            network or CheckedBackend(settings.allow_addresses),
            ssl_context or httpx.create_ssl_context(trust_env=False),
            proxy_url=settings.proxy_url,
            connect_seconds=settings.connect_timeout_seconds,
            most_idle=most_idle,
        )
        self._headers = {
            "User-Agent": user_agent_of(settings),
            "Accept": ACCEPT,
            "Accept-Encoding": ACCEPT_ENCODING,
        }
        self._is_anonymous = not settings.contact

    def fetch(
        self, url: str, *, known: Validators = NO_VALIDATORS, passed: tuple[str, ...] = ()
    ) -> RawPage | Elsewhere:
        """Fetch one page within the total deadline, from one host: see `tasks.resources.Fetcher`.

        Raises:
            Dropped: the world's answer: NotFound, Gone, Forbidden, Blocked, RobotsDisallowed,
                UnsafeURL, UnsupportedMedia, TooLarge, TooShort.
            TransientError: worth another attempt: FetchTimeout, DNSFailed, TLSFailed,
                ConnectFailed, UpstreamError, RateLimited.
            StoreError: what is known of robots.txt cannot be read now.
        """
        if self._is_anonymous:
            self._is_anonymous = False  # Said once, and only by who fetches at all.
            log.warning("no_contact", set=variable("contact"))
        with within(self._settings.fetch_timeout_seconds), _named():
            return self._follow(check_url(url), _conditions(known), passed)

    def crawl_delay_seconds(self, url: str) -> float | None:
        """Give the pause that the robots.txt of a URL asks for, as far as this process knows."""
        return self._robots.crawl_delay_seconds(check_url(url)) if self._robots else None

    def close(self) -> None:
        """Close all connections, and the archive."""
        self._connections.close()
        if self._archive is not None:
            self._archive.close()

    def _follow(
        self, first: httpx.URL, conditions: dict[str, str], passed: tuple[str, ...]
    ) -> RawPage | Elsewhere:
        url = first
        while True:
            if self._robots is not None:
                self._robots.check(url, self._robots_answer)
            with self._answer(url, conditions) as response:
                if response.status_code not in REDIRECTS:
                    page = self._page(url, response, passed, conditional=bool(conditions))
                    if response.status_code == HTTPStatus.OK:
                        self._keep(page, response)
                    return page
                passed = (*passed, str(url))
                url = self._next(url, response, passed)
                _drain(response)
            if host_of(str(url)) != host_of(passed[-1]):
                return Elsewhere(str(url), passed)

    @contextmanager
    def _answer(self, url: httpx.URL, conditions: Mapping[str, str]) -> Iterator[httpx.Response]:
        # Without a Host, httpx would make one from the decoded name, and break on a bad `xn--`.
        headers = {"Host": url.netloc.decode("ascii"), **self._headers, **conditions}
        request = httpx.Request("GET", url, headers=headers)
        response = self._connections.handle_request(request)
        response.request = request
        with closing(response):
            yield response

    def _next(self, url: httpx.URL, response: httpx.Response, passed: tuple[str, ...]) -> httpx.URL:
        target = _target(url, response)
        if target is None:
            raise UpstreamError(f"the server answers {response.status_code} and leads nowhere")
        if str(target) in passed:
            raise UpstreamError(f"the redirects go in a circle at {target}")
        if len(passed) > self._settings.max_redirects:
            raise UpstreamError(f"more than {self._settings.max_redirects} redirects")
        return target

    def _page(
        self,
        url: httpx.URL,
        response: httpx.Response,
        passed: tuple[str, ...],
        *,
        conditional: bool,
    ) -> RawPage:
        at, headers = datetime.now(UTC), response.headers
        content_type = headers.get("content-type")
        body, received = b"", 0
        if not (conditional and response.status_code == HTTPStatus.NOT_MODIFIED):
            body, received = self._body(response, at)
            content_type = read_as(body, content_type)
        return RawPage(
            body=body,
            content_type=content_type,
            final_url=str(url),
            status=response.status_code,
            at=at,
            received_bytes=received,
            etag=_short(headers.get("etag")),
            last_modified=_short(headers.get("last-modified")),
            redirects=passed,
            headers={
                name: headers[name][:MAX_HEADER_CHARACTERS]
                for name in KEPT_HEADERS
                if name in headers
            },
        )

    def _body(self, response: httpx.Response, at: datetime) -> tuple[bytes, int]:
        headers, limit = response.headers, self._settings.max_page_bytes
        if response.status_code not in PAGES:
            raise refusal(response.status_code, headers, at, _evidence(response))
        check_media_type(headers.get("content-type"))
        check_length(headers, limit)
        return read_body(response.iter_raw(), headers.get("content-encoding", ""), limit)

    def _keep(self, page: RawPage, response: httpx.Response) -> None:
        if self._archive is None or page.final_url is None or page.at is None:
            return
        self._archive.write(
            Exchange(
                url=page.final_url,
                request_headers=_as_sent(response.request.headers),
                status=response.status_code,
                reason=response.reason_phrase,
                headers=_as_sent(response.headers),
                body=page.body,
                at=page.at,
            )
        )

    def _robots_answer(self, url: httpx.URL, redirects: int = 0) -> Answer:
        """Ask for a robots.txt, wherever it is; this is a `robots.Get`."""
        with self._answer(url, {}) as response:
            if response.status_code not in REDIRECTS:
                return _robots_text(response)
            target = _target(url, response)
            _drain(response)
        if target is None or redirects == MOST_ROBOTS_REDIRECTS:
            return _NOWHERE
        return self._robots_answer(target, redirects + 1)


def _conditions(known: Validators) -> dict[str, str]:
    """Give the conditional headers; a value that could not have come in a header is left out."""
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {
        name: value
        for name, value in headers.items()
        if value and value.isascii() and value.isprintable()
    }


def _short(validator: str | None) -> str | None:
    """Give a validator as it is, or none: one that is cut off is another."""
    return validator if validator and len(validator) <= MAX_VALIDATOR_CHARACTERS else None


def _as_sent(headers: httpx.Headers) -> list[tuple[str, str]]:
    return [
        (name.decode(headers.encoding), value.decode(headers.encoding))
        for name, value in headers.raw
    ]


def _target(url: httpx.URL, response: httpx.Response) -> httpx.URL | None:
    location = response.headers.get("location", "").strip()
    return check_url(location, url) if location else None


def _drain(response: httpx.Response) -> None:
    length = content_length(response.headers)
    if length is None or length > DRAINED_BYTES:
        return
    with suppress(NewsmillError, *FAILURE_CLASSES), within(DRAIN_SECONDS):
        for _ in response.iter_raw():
            pass


def _evidence(response: httpx.Response) -> bytes:
    if response.status_code not in STATUSES:
        return b""
    with suppress(NewsmillError, *FAILURE_CLASSES), within(EVIDENCE_SECONDS):
        return read_start(
            response.iter_raw(), response.headers.get("content-encoding", ""), EVIDENCE_BYTES
        )
    return b""


def _robots_text(response: httpx.Response) -> Answer:
    if wait := rate_limit(response.status_code, response.headers, datetime.now(UTC)):
        raise RateLimited(f"robots.txt: {wait.message}", wait.retry_after_seconds)
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        return Answer(response.status_code, b"")
    if response.status_code >= HTTPStatus.MULTIPLE_CHOICES:
        return _NOWHERE
    coding = response.headers.get("content-encoding", "")
    try:
        return Answer(
            response.status_code, read_start(response.iter_raw(), coding, MAX_ROBOTS_BYTES)
        )
    except UnsupportedMedia as error:  # It would be taken for that of the page.
        raise UpstreamError(f"robots.txt: {error.message}") from error


@contextmanager
def _named() -> Iterator[None]:
    try:
        yield
    except FAILURE_CLASSES as error:
        raise named_failure(error) from error
