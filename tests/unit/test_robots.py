"""What robots.txt files allow us, and when a site is asked for its own. Nothing opens a socket."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from tasks.errors import (
    ConnectFailed,
    Overloaded,
    RateLimited,
    RobotsDisallowed,
    TransientError,
    UnsafeURL,
)
from tests.waiting import wait_until
from worker.fetching.robots import (
    FRESH_SECONDS,
    LOOK_AGAIN_SECONDS,
    MAX_ROBOTS_BYTES,
    Answer,
    Kept,
    LocalCache,
    Robots,
    Rules,
    product_token,
)

PAGE = httpx.URL("https://courier.example/news/today")
CLOSED = b"User-agent: *\nDisallow: /\n"

# ---------------------------------------------------------------- what the lines say

SHUT = "User-agent: *\nDisallow: /\nAllow: "  # and what follows is open
GROUPS = "User-agent: *\nDisallow: /all\nUser-agent: {agent}\nDisallow: /ours\n"

# (robots.txt, path, whether newsmill may fetch it)
RULES: dict[str, tuple[str, str, bool]] = {
    "an empty file allows": ("", "/a", True),
    "no rule fits": ("User-agent: *\nDisallow: /b", "/a", True),
    "an empty rule says nothing": ("User-agent: *\nDisallow:", "/a", True),
    "rules before any agent are nobody's": ("Disallow: /\nUser-agent: x\nAllow: /", "/a", True),
    # Whose group is it?
    "our group": (GROUPS.format(agent="newsmill"), "/ours", False),
    "our group is the only one for us": (GROUPS.format(agent="newsmill"), "/all", True),
    "our name in capitals": (GROUPS.format(agent="NewsMill"), "/ours", False),
    "our name with a version": (GROUPS.format(agent="newsmill/0.1"), "/ours", False),
    "our name with more words": (GROUPS.format(agent="newsmill the reader"), "/ours", False),
    "our name with a comment": (GROUPS.format(agent="newsmill#the reader"), "/ours", False),
    "our name with a wildcard": (GROUPS.format(agent="newsmill*"), "/ours", False),
    "a shorter name is another": (GROUPS.format(agent="news"), "/ours", True),
    "a longer name is another": (GROUPS.format(agent="newsmill-images"), "/ours", True),
    "another's group leaves us that for all": (GROUPS.format(agent="tern"), "/all", False),
    "our group may be empty": ("User-agent: *\nDisallow: /\nUser-agent: newsmill", "/a", True),
    "our groups are one": (
        "User-agent: newsmill\nDisallow: /a\nUser-agent: x\nUser-agent: newsmill\nDisallow: /c",
        "/a",
        False,
    ),
    "agents share a group": ("User-agent: newsmill\nUser-agent: tern\nDisallow: /a", "/a", False),
    "a group ends at the next agent": (
        "User-agent: newsmill\nDisallow: /a\nUser-agent: tern\nDisallow: /b",
        "/b",
        True,
    ),
    "an unknown line does not end a group's agents": (
        "User-agent: newsmill\nMood: cheerful\nUser-agent: tern\nDisallow: /a",
        "/a",
        False,
    ),
    "nor does a sitemap": (
        "User-agent: newsmill\nSitemap: https://a.example/\nUser-agent: tern\nDisallow: /a",
        "/a",
        False,
    ),
    "but a delay is a rule": (
        "User-agent: *\nCrawl-delay: 5\n\nUser-agent: tern\nDisallow: /",
        "/a",
        True,
    ),
    # Which rule wins?
    "the longest rule wins, if it allows": (SHUT + "/sport", "/sport/1", True),
    "the longest rule wins, if it disallows": (
        "User-agent: *\nAllow: /sport\nDisallow: /sport/live",
        "/sport/live/2",
        False,
    ),
    "of two as long, the one that allows": (
        "User-agent: *\nDisallow: /sport\nAllow: /sport",
        "/sport/1",
        True,
    ),
    "paths are case-sensitive": ("User-agent: *\nDisallow: /Sport", "/sport", True),
    "the query is part of the path": ("User-agent: *\nDisallow: /*?print", "/a/b?print=1", False),
    "a wildcard is any characters": (SHUT + "/*/story", "/2026/07/story-4", True),
    "a wildcard is none, too": (SHUT + "/*story", "/story", True),
    "a dollar is the end": (SHUT + "/*.html$", "/a.html", True),
    "and nothing after it": (SHUT + "/*.html$", "/a.html?page=2", False),
    "a comment is no rule": ("User-agent: *\n# Disallow: /\nDisallow: /b # not /a", "/a", True),
    # How is it written?
    "fields in capitals": ("USER-AGENT: *\nDISALLOW: /a", "/a", False),
    "no colon": ("user-agent *\ndisallow /a", "/a", False),
    "a slip of the pen": ("User agent: *\nDissallow: /a", "/a", False),
    "blanks everywhere": ("  User-agent :  *  \n\tDisallow : /a  ", "/a", False),
    "CRLF": ("User-agent: *\r\nDisallow: /a\r\n", "/a", False),
    "CR": ("User-agent: *\rDisallow: /a\r", "/a", False),
    # Which octets are the same?
    "an octet outside ASCII, as it is, and escaped": (SHUT + "/mañana", "/ma%C3%B1ana", True),
    "escaped, and as it is": (SHUT + "/ma%C3%B1ana", "/mañana", True),
    "both as they are": (SHUT + "/mañana", "/mañana", True),
    # An escape that is not needed is undone before comparing, says the table of RFC 9309 §2.2.2.
    # The tests of Google's parser (ID_Encoding) compare octets as they stand: there the next row,
    # and the two before this comment, would not match. We follow the RFC.
    "an escape without need": (SHUT + "/%6e%65ws", "/news", True),
    "the URL has it": (SHUT + "/news", "/%6E%65ws", True),
    "both have it": (SHUT + "/%6E%65ws", "/%6e%65ws", True),
    "an escaped slash is no slash": (SHUT + "/a%2Fb", "/a/b", False),
    "an escaped asterisk is no wildcard": (SHUT + "/a%2Ab", "/axb", False),
    "two slashes are no host": (SHUT + "//tern/", "//tern/1", True),
}


@pytest.mark.parametrize(("text", "path", "allowed"), RULES.values(), ids=RULES.keys())
def test_rules(text: str, path: str, allowed: bool) -> None:  # noqa: FBT001 - a row of the table
    """A robots.txt allows what RFC 9309 says that it does."""
    url = httpx.URL(f"https://courier.example{path}")
    assert Rules(text.encode(), "newsmill").allows(url) is allowed


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbf" + CLOSED,
        CLOSED.decode().encode("utf-16"),
        CLOSED.decode().encode("utf-16-be"),
        b"\0User-agent\0: *\0\nDisallow: /\0\n",
        b"\xff\x80\n" + CLOSED,
        b"<!doctype html><p>caf\xe9\n" + CLOSED,
    ],
    ids=["UTF-8 with its mark", "UTF-16", "UTF-16 without", "NUL", "no UTF-8", "after HTML"],
)
def test_rules_are_read_in_any_encoding(body: bytes) -> None:
    """What stands before, between and around the rules does not open a closed site."""
    assert not Rules(body, "newsmill").allows(PAGE)


def test_path_in_another_encoding() -> None:
    """A path that is no UTF-8 disallows that path, escaped as its server has it."""
    rules = Rules(b"User-agent: *\nDisallow: /caf\xe9\n", "newsmill")
    assert not rules.allows(httpx.URL("https://courier.example/caf%E9"))
    assert rules.allows(httpx.URL("https://courier.example/caf%C3%A9"))


@given(st.binary(max_size=200), st.lists(st.sampled_from(["User-agent:*\n", "Allow:/*$", "%4"])))
def test_nothing_breaks_the_parser(noise: bytes, lines: list[str]) -> None:
    """Whatever a site answers is read, and says yes or no."""
    body = noise.join(line.encode() for line in [*lines, ""])
    assert Rules(body, "newsmill").allows(PAGE) in {True, False}


@pytest.mark.parametrize(
    ("agent", "token"),
    [
        ("newsmill/0.1 (+https://courier.example/bot)", "newsmill"),
        ("NewsMill reader", "newsmill"),
        ("newsmill", "newsmill"),
        ("", ""),
    ],
)
def test_product_token(agent: str, token: str) -> None:
    """We are known by what stands before the first slash or blank of our User-Agent."""
    assert product_token(agent) == token


@pytest.mark.parametrize(
    ("lines", "seconds"),
    [
        ("Crawl-delay: 2.5", 2.5),
        ("crawl-delay: 0", 0.0),
        ("Disallow: /a", None),
        ("Crawl-delay: soon", None),
        ("Crawl-delay: -1", None),
        ("Crawl-delay: inf", None),
        ("Crawl-delay: 1e300", 86_400.0),
        ("User-agent: tern\nCrawl-delay: 9", None),
    ],
)
def test_crawl_delay(lines: str, seconds: float | None) -> None:
    """The pause asked of us is a number of seconds, at most a day, or unknown."""
    rules = Rules(f"User-agent: *\nAllow: /\n{lines}\n".encode(), "newsmill")
    assert rules.crawl_delay_seconds == seconds


# ---------------------------------------------------------------- what a hostile one may cost


def test_line_that_was_cut_off_is_no_rule() -> None:
    """Where the limit cuts a line, the half of it does not disallow more than the whole."""
    head, rule = b"User-agent: *\nDisallow: /a\n", b"Disallow: /"
    padding = b"#" * (MAX_ROBOTS_BYTES - len(head) - len(rule) - 1) + b"\n"
    rules = Rules(head + padding + rule + b"private\n", "newsmill")
    assert rules.allows(PAGE)
    assert not rules.allows(httpx.URL("https://courier.example/a"))


def test_rules_are_not_multiplied_by_agents() -> None:
    """Of thousands of agents with thousands of rules, each rule that is ours is held once."""
    agents = "".join(f"User-agent: a{n}\nUser-agent: *\n" for n in range(8_000))
    rules = "".join(f"Disallow: /{n}\n" for n in range(8_000))
    assert Rules((agents + rules).encode(), "newsmill").lines == 8_000


def test_work_of_matching_is_bounded() -> None:
    """A URL that would be compared for too long is not fetched; all others are compared."""
    rules = Rules(b"User-agent: *\n" + b"Allow: /*aab\n" * 39_000, "newsmill")
    pages = [httpx.URL("https://courier.example/" + "a" * n) for n in (100, 60_000)]
    assert [rules.allows(page) for page in pages] == [True, False]


def test_wildcards_do_not_back_track() -> None:
    """A pattern of many wildcards that nearly fits is refused at once: a test that hangs fails."""
    rules = Rules(b"User-agent: *\nDisallow: /" + b"*a" * 900 + b"$", "newsmill")
    assert rules.allows(httpx.URL("https://courier.example/" + "a" * 3_000 + "b"))


def test_a_thousand_authorities_are_remembered() -> None:
    """What was used longest ago is forgotten first, in memory and in the cache of a process."""
    cache, site = LocalCache(), Site(b"User-agent: *\nCrawl-delay: 3\n")
    checked = Robots("newsmill", cache)
    first, second, *others = (httpx.URL(f"https://a{n}.example/") for n in range(1_001))
    for url in (first, second, *others[:-1], first, others[-1]):
        checked.check(url, site.get)
        cache.get("https://a0.example")
    assert [checked.crawl_delay_seconds(url) for url in (first, second, others[0])] == [3, None, 3]
    assert [cache.get(f"https://a{n}.example") is None for n in range(3)] == [False, True, False]


def test_what_is_kept_anew_counts_once() -> None:
    """However often one site's robots.txt is kept, the others stay."""
    cache = LocalCache()
    for name in ("a", *("b" for _ in range(1_001))):
        cache.put(f"https://{name}.example", Kept(b"", 0), None)
    assert cache.get("https://a.example") == Kept(b"", 0)


def test_huge_ones_count_for_many() -> None:
    """The lines in memory are bounded, however few sites they are of."""
    site = Site(b"User-agent: *\nCrawl-delay: 3\n" + b"Allow:/\n" * 60_000)
    checked = Robots("newsmill", LocalCache())
    pages = [httpx.URL(f"https://{name}.example/") for name in "ab"]
    for page in pages:
        checked.check(page, site.get)
    assert [checked.crawl_delay_seconds(page) for page in pages] == [None, 3]


# ---------------------------------------------------------------- when a site is asked


class Site:
    """A site that answers with its robots.txt, or fails; it counts who asks."""

    def __init__(self, body: bytes = b"", status: int = 200) -> None:
        self.answer: Answer | Exception = Answer(status, body)
        self.asked: list[str] = []

    def get(self, url: httpx.URL) -> Answer:
        """Answer, or fail."""
        self.asked.append(str(url))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Clock:
    """A clock that stands."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        """Give the time."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that stands."""
    return Clock()


@pytest.fixture
def checked(clock: Clock) -> Robots:
    """A newsmill that has asked nobody yet."""
    return Robots("newsmill/0.1", LocalCache(), clock=clock)


def disallows(checked: Robots, site: Site, url: httpx.URL = PAGE) -> bool:
    """Say whether a page may not be fetched."""
    try:
        checked.check(url, site.get)
    except RobotsDisallowed:
        return True
    return False


def test_site_is_asked_once(checked: Robots) -> None:
    """Rules are asked for at the authority's own place, and used again."""
    site = Site(CLOSED)
    page = httpx.URL("http://xn--a.example:8080/news?a=1")
    assert [disallows(checked, site, page) for _ in range(3)] == [True] * 3
    assert site.asked == ["http://xn--a.example:8080/robots.txt"]


def test_each_authority_has_its_own(checked: Robots) -> None:
    """Another scheme, host or port is another authority; the usual port is not."""
    names = ("http://a.example", "https://a.example", "https://a.example:81", "https://b.example")
    site = Site()
    for name in (*names, "https://a.example:443"):
        checked.check(httpx.URL(f"{name}/news"), site.get)
    assert site.asked == [f"{name}/robots.txt" for name in names]


def test_robots_txt_itself_is_allowed(checked: Robots) -> None:
    """A robots.txt may be fetched without asking for it first."""
    site = Site(CLOSED)
    assert not disallows(checked, site, httpx.URL("https://courier.example/robots.txt"))
    assert site.asked == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 301])
def test_unavailable_allows_all(checked: Robots, status: int) -> None:
    """A site that has no robots.txt for us allows all, and is not asked again; no body counts."""
    site = Site(CLOSED, status)
    assert [disallows(checked, site) for _ in range(2)] == [False, False]
    assert len(site.asked) == 1


def test_robots_txt_in_a_forbidden_place_is_unavailable(checked: Robots) -> None:
    """A robots.txt that redirects where we may not go allows all."""
    site = Site()
    site.answer = UnsafeURL()
    assert not disallows(checked, site)


@pytest.mark.parametrize(
    ("answer", "error", "message"),
    [
        (Answer(503, CLOSED), Overloaded, "robots.txt: the server answers 503"),
        (Answer(429, b""), RateLimited, "robots.txt: the server asks for fewer requests"),
        (RateLimited("wait", 7), RateLimited, "wait"),
        (ConnectFailed(), ConnectFailed, "No connection could be made, or it broke."),
    ],
)
def test_unreachable_allows_nothing_for_now(
    checked: Robots, answer: Answer | Exception, error: type[TransientError], message: str
) -> None:
    """A site that cannot answer is asked again with the next attempt, and nothing is fetched."""
    site = Site()
    for _ in range(2):
        site.answer = answer
        with pytest.raises(error) as caught:
            checked.check(PAGE, site.get)
        assert caught.value.message == message
    site.answer = Answer(200, b"")
    assert not disallows(checked, site)
    assert len(site.asked) == 3


def test_rules_are_fresh_for_a_day(checked: Robots, clock: Clock) -> None:
    """A day later the site is asked again, and not before."""
    site = Site(CLOSED)
    assert disallows(checked, site)
    clock.now += FRESH_SECONDS - 1
    site.answer = Answer(200, b"")
    assert disallows(checked, site)
    clock.now += 1
    assert not disallows(checked, site)


def test_old_rules_serve_while_a_site_is_away(checked: Robots, clock: Clock) -> None:
    """What is kept goes on being used, is said, and the site is not asked for every page."""
    site = Site(CLOSED)
    assert disallows(checked, site)
    clock.now += FRESH_SECONDS
    site.answer = ConnectFailed()
    with capture_logs() as logs:
        assert [disallows(checked, site) for _ in range(3)] == [True] * 3
    assert [(line["event"], line["authority"]) for line in logs] == [
        ("robots_unreachable", "https://courier.example")
    ]
    assert len(site.asked) == 2
    clock.now += LOOK_AGAIN_SECONDS
    site.answer = Answer(200, b"")
    assert not disallows(checked, site)


def test_what_another_process_fetched_is_seen(clock: Clock) -> None:
    """Minutes later a process uses what another one has put into the cache they share."""
    cache, site = LocalCache(), Site(CLOSED)
    one = Robots("newsmill", cache, clock=clock)
    assert disallows(one, site)
    cache.put("https://courier.example", Kept(b"", clock.now), None)
    assert disallows(one, site)
    clock.now += LOOK_AGAIN_SECONDS
    assert not disallows(one, site)
    assert len(site.asked) == 1


def test_crawl_delay_is_known_once_asked(checked: Robots) -> None:
    """A delay is known of an authority whose robots.txt is in memory."""
    assert checked.crawl_delay_seconds(PAGE) is None
    checked.check(PAGE, Site(b"User-agent: newsmill\nCrawl-delay: 4\n").get)
    assert checked.crawl_delay_seconds(PAGE) == 4


def test_ignored_hosts_are_not_asked() -> None:
    """The robots.txt of an ignored host, or of its subdomains, is not asked, and that is said."""
    site = Site(CLOSED)
    checked = Robots("newsmill", LocalCache(), ignored=("courier.example", "xn--maana-pta.example"))
    names = ("courier.example", "www.courier.example", "xn--maana-pta.example")
    with capture_logs() as logs:
        for name in names:
            checked.check(httpx.URL(f"https://{name}.:8080/a"), site.get)
    assert site.asked == []
    assert [(line["event"], line["host"], line["log_level"]) for line in logs] == [
        ("robots_ignored", name, "info") for name in names
    ]
    assert disallows(checked, site, httpx.URL("https://notcourier.example/"))


# ---------------------------------------------------------------- many threads

THREADS = 8


def in_threads(
    checked: Robots, site: Site, answer: Callable[[httpx.URL], Answer]
) -> list[BaseException | None]:
    """Check one page in many threads that all wait for the same robots.txt; give their errors."""
    started, release = threading.Semaphore(0), threading.Event()

    def get(url: httpx.URL) -> Answer:
        site.asked.append(str(url))
        assert release.wait(30)
        return answer(url)

    def check() -> None:
        started.release()
        checked.check(PAGE, get)

    with ThreadPoolExecutor(THREADS) as pool:
        checks = [pool.submit(check) for _ in range(THREADS)]
        for _ in checks:
            started.acquire()
        wait_until(lambda: site.asked, 30, "a thread asks")
        release.set()
        return [done.exception() for done in checks]


def test_threads_ask_once(checked: Robots) -> None:
    """Threads that need one robots.txt at one time ask for it once, and all obey it."""
    site = Site()
    errors = in_threads(checked, site, lambda _url: Answer(200, CLOSED))
    assert [type(error) for error in errors] == [RobotsDisallowed] * THREADS
    assert len(site.asked) == 1


def test_threads_that_wait_learn_of_a_failure(checked: Robots) -> None:
    """No thread waits for ever for one that failed, and nothing is left behind."""
    site = Site()

    def fail(_url: httpx.URL) -> Answer:
        raise ConnectFailed

    errors = in_threads(checked, site, fail)
    assert [type(error) for error in errors] == [ConnectFailed] * THREADS
    assert not disallows(checked, Site())
    assert checked._asked == {}
