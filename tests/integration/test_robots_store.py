"""The robots.txt files that processes share, on a real store."""

from collections.abc import Iterator

import httpx
import pytest
import redis

from config.settings import Servers
from tasks.errors import StoreFull, StoreUnavailable
from worker.fetching.robots import MAX_ROBOTS_BYTES, Answer, Kept, Robots
from worker.store import keys
from worker.store.connection import connect
from worker.store.robots import StoredRobots

AUTHORITY = "https://www.courier.example"
KEPT = Kept(b"User-agent: *\nDisallow: /caf\xe9\n", 1_800_000_000.25)
HOST = keys.HOST.of("courier.example")
DAY_SECONDS = 86_400


@pytest.fixture
def cache(server_urls: Servers) -> Iterator[StoredRobots]:
    """The cache, on the test's store."""
    with connect(server_urls.store_url or "", 5, texts=False) as client:
        yield StoredRobots(client)


@pytest.mark.parametrize(
    "kept", [KEPT, Kept(b"", 1.5), Kept(bytes(range(256)) * (MAX_ROBOTS_BYTES // 256), 2e9)]
)
def test_what_is_put_is_got(cache: StoredRobots, kept: Kept) -> None:
    """The same bytes and the same time come back; of others nothing is known."""
    cache.put(AUTHORITY, kept, None)
    assert cache.get(AUTHORITY) == kept
    assert cache.get("http://www.courier.example") is None


def test_copy_ends_after_a_week(cache: StoredRobots, store: redis.Redis) -> None:
    """A copy outlives its day, for a site that is away, but not for ever."""
    cache.put(AUTHORITY, KEPT, None)
    assert 7 * DAY_SECONDS - 60 < store.ttl(keys.ROBOTS.of(AUTHORITY)) <= 7 * DAY_SECONDS
    assert store.exists(HOST) == 0


def test_crawl_delay_is_told_to_politeness(cache: StoredRobots, store: redis.Redis) -> None:
    """The delay stands in whole milliseconds with its host for a day, and goes when it is gone."""
    cache.put(AUTHORITY, KEPT, 2.5)
    assert store.hget(HOST, "crawl_delay_ms") == "2500"
    assert DAY_SECONDS - 60 < store.ttl(HOST) <= DAY_SECONDS
    store.hset(HOST, "next", "17")
    cache.put(AUTHORITY, KEPT, None)
    assert store.hgetall(HOST) == {"next": "17"}


def test_delay_of_another_authority_stays(cache: StoredRobots, store: redis.Redis) -> None:
    """Several authorities are one host: only the one that asked for a delay takes it back."""
    cache.put(AUTHORITY, KEPT, 2.5)
    cache.put(AUTHORITY.replace("https", "http"), KEPT, None)
    assert store.hget(HOST, "crawl_delay_ms") == "2500"
    cache.put(AUTHORITY, KEPT, None)
    assert store.hget(HOST, "crawl_delay_ms") is None


def test_end_of_a_host_is_left_alone(cache: StoredRobots, store: redis.Redis) -> None:
    """What politeness knows of a host ends when politeness has said."""
    store.hset(HOST, "next", "17")
    store.expire(HOST, 1_000)
    cache.put(AUTHORITY, KEPT, 1)
    assert 900 < store.ttl(HOST) <= 1_000


def test_port_that_is_unusual_is_another_host(cache: StoredRobots, store: redis.Redis) -> None:
    """The delay is written where politeness looks for it."""
    cache.put("http://127.0.0.1:8080", KEPT, 1)
    assert store.exists(keys.HOST.of("127.0.0.1:8080")) == 1


def test_processes_share_what_one_has_fetched(cache: StoredRobots) -> None:
    """A second process asks the store, and not the site."""
    asked: list[str] = []

    def get(url: httpx.URL) -> Answer:
        asked.append(str(url))
        return Answer(200, b"User-agent: newsmill\nCrawl-delay: 3\n")

    page = httpx.URL(f"{AUTHORITY}/news")
    processes = [Robots("newsmill/0.1", cache) for _ in range(2)]
    for process in processes:
        process.check(page, get)
    assert [process.crawl_delay_seconds(page) for process in processes] == [3, 3]
    assert asked == [f"{AUTHORITY}/robots.txt"]


def test_store_that_is_away() -> None:
    """A store that does not answer is nobody's attempt, and no permission either."""
    with connect("redis://127.0.0.1:9/0", 1, texts=False) as client:
        cache = StoredRobots(client)
        with pytest.raises(StoreUnavailable):
            cache.put(AUTHORITY, KEPT, None)
        with pytest.raises(StoreUnavailable):
            Robots("newsmill", cache).check(httpx.URL(AUTHORITY), lambda _url: Answer(404, b""))


def test_store_that_is_full(cache: StoredRobots, store: redis.Redis) -> None:
    """A store without room says so, and nothing half-written is left."""
    store.config_set("maxmemory", 1)
    try:
        with pytest.raises(StoreFull):
            cache.put(AUTHORITY, KEPT, 1)
    finally:
        store.config_set("maxmemory", 0)
    assert cache.get(AUTHORITY) is None
    assert store.exists(HOST) == 0
