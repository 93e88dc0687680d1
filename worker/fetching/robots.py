"""What a site's robots.txt allows us (RFC 9309): read, matched, kept for a day.

Nothing here connects: whoever asks brings a `Get`, and a cache that may be shared by processes.
Protego matches paths; which lines are ours to obey is decided here, because it reads agents more
loosely than the RFC, and copies every rule for every agent of a group: 66 KB took it 3.6 seconds.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from http import HTTPStatus
from threading import Lock
from typing import Final, Generic, NamedTuple, Protocol, TypeVar

import httpx
import structlog
from protego import Protego

from tasks.errors import (
    Overloaded,
    RateLimited,
    RobotsDisallowed,
    TransientError,
    UnsafeURL,
    UpstreamError,
)

log = structlog.get_logger(__name__)

PATH: Final = "/robots.txt"
# What is beyond is not read; RFC 9309 §2.5 asks for no less.
MAX_ROBOTS_BYTES: Final = 500 * 1024
# RFC 9309 §2.4: no copy is used for longer, unless the site cannot be reached.
FRESH_SECONDS: Final = 86_400.0
# So often a process looks again at what the others have fetched, and asks again a site that
# could not be reached.
LOOK_AGAIN_SECONDS: Final = 300.0
# Nobody waits for longer; and larger numbers have no whole milliseconds.
MAX_CRAWL_DELAY_SECONDS: Final = 86_400.0
# Characters of patterns with a wildcard, times characters of the path that is looked at. Matching
# has no back-tracking, so this bounds its work; 200 million took 50 ms at the worst.
MAX_COMPARISONS: Final = 200_000_000
# In memory an authority counts for the minimum at least, so there are a thousand at the most. A
# line takes 300 bytes there, a hostile one 1,500: 150 MB when every site is hostile.
MIN_LINES: Final = 100
MAX_HELD_LINES: Final = 100_000
MIN_BODY_BYTES: Final = 10_000
MAX_HELD_BYTES: Final = 10_000_000

_T = TypeVar("_T")


class Answer(NamedTuple):
    """What asking for a robots.txt gave, redirects followed.

    Attributes:
        status: of the last answer; 404 where the redirects lead nowhere.
        body: at most `MAX_ROBOTS_BYTES`; the rest is not read.
    """

    status: int
    body: bytes


Get = Callable[[httpx.URL], Answer]
"""Asks for a robots.txt; raises `tasks.errors` where there is no answer."""


class Kept(NamedTuple):
    """What a cache keeps of an authority.

    Attributes:
        body: the robots.txt; b"" where all is allowed.
        fetched_at: seconds since 1970.
    """

    body: bytes
    fetched_at: float


class RobotsCache(Protocol):
    """Keeps what sites have answered."""

    def get(self, authority: str) -> Kept | None:
        """Give what is kept of an authority, however old."""
        ...

    def put(self, authority: str, kept: Kept, crawl_delay_seconds: float | None) -> None:
        """Keep what an authority has answered, and the delay that it asks of us."""
        ...


# ---------------------------------------------------------------- rules


def product_token(agent: str) -> str:
    """Give the name that a User-Agent, or the agent of a group, goes by, in lower case.

    Source: RFC 9309 §2.2.1. Some write a `*` behind the name.
    """
    token = re.split(r"[/\s,;]", agent.strip(), maxsplit=1)[0].lower()
    return token.rstrip("*") or token


class Rules:
    """What a robots.txt says to one agent. Anything may be in it; what is unreadable allows.

    Args:
        body: the robots.txt, at most `MAX_ROBOTS_BYTES`; the last line of one that is as long
            as that is taken for cut off.
        token: the product token of the agent.

    Attributes:
        crawl_delay_seconds: the pause between two requests that it asks for.
        lines: how many of its lines are held.
    """

    def __init__(self, body: bytes, token: str) -> None:
        lines = _lines_for(token, _text(body))
        self._parsed = Protego.parse("\n".join(["User-agent: *", *lines]))
        self._wildcard_characters = sum(len(line) for line in lines if "*" in line)
        delay = self._parsed.crawl_delay("*")
        self.crawl_delay_seconds: float | None = delay and min(delay, MAX_CRAWL_DELAY_SECONDS)
        self.lines = len(lines)

    def allows(self, url: httpx.URL) -> bool:
        """Say whether a URL may be fetched; not when finding out takes `MAX_COMPARISONS`.

        Source: RFC 9309 §2.2.2 and §2.2.3. Escaped or not, an octet is the same octet.
        """
        path = url.raw_path.decode("ascii")
        if self._wildcard_characters * len(path) > MAX_COMPARISONS:
            return False
        # Protego takes the beginning of a bare `//path` for a host, and no host matters to it.
        return bool(self._parsed.can_fetch(f"http://host{path}", "*"))


# The lines that make a group, in the spellings that protego knows. Any other, a sitemap's too,
# must not come between a group's agents and its rules (RFC 9309 §2.2.4). A delay is a rule here:
# who writes nothing else for `*`, and `Disallow: /` for the next agent, does not shut us out.
_LINE: Final = re.compile(
    r"(?:(?P<agent>user[- ]?agent)"
    r"|allow|disallow|dissallow|dissalow|disalow|diasllow|disallaw"
    r"|crawl[- ]delay|request[- ]rate|visit[- ]time)"
    r"(?:\s*:|\s|$)(?P<value>.*)",
    re.IGNORECASE,
)


def _text(body: bytes) -> str:
    """Give the whole lines of a robots.txt, without byte order marks and other unreadable bytes."""
    if len(body) >= MAX_ROBOTS_BYTES:
        body = body[:MAX_ROBOTS_BYTES]
        body = body[: max(body.rfind(b"\n"), body.rfind(b"\r")) + 1]
    # Without its NULs, UTF-16 is ASCII, as far as it matters here.
    return body.replace(b"\0", b"").decode("utf-8", "replace").lstrip("\ufeff\ufffd")


def _lines_for(token: str, text: str) -> list[str]:
    """Give the rules of all groups of an agent; where it has none, of those for all agents.

    Source: RFC 9309 §2.2.1.
    """
    rules: dict[str, list[str]] = {"*": []}
    agents: set[str] = set()
    heading = False
    for line, is_agent, value in _known_lines(text):
        if is_agent:
            agents = agents if heading else set()
            agents.update({product_token(value)} & {token, "*"})
        for agent in agents:
            rules.setdefault(agent, []).extend([] if is_agent else [line])
        heading = is_agent
    return rules.get(token, rules["*"])


def _known_lines(text: str) -> Iterator[tuple[str, bool, str]]:
    """Yield each line that belongs to a group, whether it names an agent, and its value."""
    for raw in text.splitlines():
        line = raw.partition("#")[0].strip()
        if found := _LINE.match(line):
            yield line, found["agent"] is not None, found["value"]


# ---------------------------------------------------------------- what is kept in memory


class _Recent(Generic[_T]):
    """What was used last, up to a weight in all. Threads share it."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[str, tuple[_T, int]] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def get(self, key: str) -> _T | None:
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def put(self, key: str, value: _T, weight: int) -> None:
        with self._lock:
            if key in self._kept:
                self._weight -= self._kept.pop(key)[1]
            self._kept[key] = value, weight
            self._weight += weight
            while self._weight > self._limit:
                self._weight -= self._kept.popitem(last=False)[1][1]


class LocalCache:
    """A `RobotsCache` in this process, for `newsmill extract`; about a thousand authorities."""

    def __init__(self) -> None:
        self._recent: _Recent[Kept] = _Recent(MAX_HELD_BYTES)

    def get(self, authority: str) -> Kept | None:
        """Give what is kept of an authority, however old."""
        return self._recent.get(authority)

    def put(
        self,
        authority: str,
        kept: Kept,
        crawl_delay_seconds: float | None,  # noqa: ARG002 - `Robots` remembers it
    ) -> None:
        """Keep what an authority has answered."""
        self._recent.put(authority, kept, max(MIN_BODY_BYTES, len(kept.body)))


# ---------------------------------------------------------------- asking


class _Known(NamedTuple):
    rules: Rules
    until: float


class Robots:
    """Says what may be fetched. One a process; its threads share it.

    Args:
        user_agent: what we call ourselves; its product token is what groups are found by.
        cache: what is kept beyond this process, or at least this object's memory.
        ignored: hosts (with their subdomains) whose robots.txt is not asked; in lower case and
            ASCII, as the settings give them.
        clock: seconds since 1970.
    """

    def __init__(
        self,
        user_agent: str,
        cache: RobotsCache,
        *,
        ignored: Sequence[str] = (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._token = product_token(user_agent)
        self._cache = cache
        self._ignored = tuple(ignored)
        self._clock = clock
        self._known: _Recent[_Known] = _Recent(MAX_HELD_LINES)
        self._asked: dict[str, Future[Rules]] = {}
        self._lock = Lock()

    def check(self, url: httpx.URL, get: Get) -> None:
        """Say that a URL may be fetched.

        `get` is called in one thread at a time for an authority, and must not come back here; the
        other threads that need it wait, and have the same rules or the same error.

        Args:
            url: one that `check_url` has passed.
            get: asks for the robots.txt, when what is kept is missing or a day old.

        Raises:
            RobotsDisallowed: it may not.
            TransientError: the robots.txt is unreachable, and no copy is kept.
            StoreError: the cache is.
        """
        if url.path == PATH or self._ignores(url):
            return
        authority = authority_of(url)
        if not self._rules(authority, url, get).allows(url):
            raise RobotsDisallowed(f"{authority}{PATH} disallows the page")

    def crawl_delay_seconds(self, url: httpx.URL) -> float | None:
        """Give the pause that a URL's authority asks for, as far as this process knows."""
        known = self._known.get(authority_of(url))
        return known.rules.crawl_delay_seconds if known else None

    def _ignores(self, url: httpx.URL) -> bool:
        host = url.raw_host.decode("ascii").rstrip(".")
        if not any(f".{host}".endswith(f".{name}") for name in self._ignored):
            return False
        log.info("robots_ignored", host=host)
        return True

    def _rules(self, authority: str, url: httpx.URL, get: Get) -> Rules:
        with self._lock:
            known = self._known.get(authority)
            if known and self._clock() < known.until:
                return known.rules
            first = authority not in self._asked
            asked = self._asked.setdefault(authority, Future())
        if first:
            try:
                asked.set_result(self._look(authority, url, get))
            except BaseException as error:  # noqa: BLE001 - raised below, in all who wait
                asked.set_exception(error)
            finally:
                with self._lock:
                    del self._asked[authority]
        return asked.result()

    def _look(self, authority: str, url: httpx.URL, get: Get) -> Rules:
        """Give the rules that are kept, or those that are asked for now; remember them."""
        now = self._clock()
        until = now + LOOK_AGAIN_SECONDS
        kept = self._cache.get(authority)
        if kept and now < kept.fetched_at + FRESH_SECONDS:
            rules = Rules(kept.body, self._token)
            until = min(until, kept.fetched_at + FRESH_SECONDS)
        else:
            rules = self._ask(authority, url, get, kept)
        self._known.put(authority, _Known(rules, until), max(MIN_LINES, rules.lines))
        return rules

    def _ask(self, authority: str, url: httpx.URL, get: Get, kept: Kept | None) -> Rules:
        try:
            body = _body(url.copy_with(raw_path=PATH.encode()), get)
        except TransientError as error:
            if kept is None:
                raise
            log.warning("robots_unreachable", authority=authority, error=error.message)
            return Rules(kept.body, self._token)
        rules = Rules(body, self._token)
        self._cache.put(authority, Kept(body, self._clock()), rules.crawl_delay_seconds)
        return rules


def authority_of(url: httpx.URL) -> str:
    """Give what a robots.txt is valid for: scheme, host, and port where it is not the usual one.

    Source: RFC 9309 §2.3.
    """
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _body(url: httpx.URL, get: Get) -> bytes:
    """Ask for a robots.txt; b"" where the answer means that all is allowed.

    Source: RFC 9309 §2.3.1: 'unavailable' allows all, 'unreachable' allows nothing.
    """
    try:
        status, body = get(url)
    except UnsafeURL:
        # It redirects where we may not go. The page's own address is checked on its own.
        return b""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise RateLimited("robots.txt: the server asks for fewer requests")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        named = Overloaded if status == HTTPStatus.SERVICE_UNAVAILABLE else UpstreamError
        raise named(f"robots.txt: the server answers {status}")
    return body if httpx.codes.is_success(status) else b""
