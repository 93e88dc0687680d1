"""Politeness on a real store: whose turn it is, for all workers together."""

import re
from collections.abc import Sequence

import pytest
import redis

from config.settings import Engine, Settings
from tasks.errors import Blocked, ConnectFailed, NewsmillError, NotFound, RateLimited
from tasks.hosts import visit_of
from tasks.job import Job, Message
from tasks.outcomes import Outcome, Reason
from tasks.resources import Elsewhere
from tests.frontier import PAGE, WITHOUT_DELAY, ledger_with, message_of, submit
from tests.waiting import wait_until
from worker.reporting import overview
from worker.resources import WorkerResources
from worker.store import keys
from worker.store.ledger import Ledger

A, B = "https://a.example", "https://b.example"


@pytest.fixture
def ledger(resources: WorkerResources) -> Ledger:
    """The ledger of the test's store, with the default politeness: a request a second."""
    return resources.ledger


def ids(messages: Sequence[Message]) -> list[str]:
    """Give whose messages these are."""
    return [message.job_id for message in messages]


def fetched(ledger: Ledger, url: str, seconds: float = 0.01) -> list[str]:
    """Fetch a page; give who may go now."""
    message = message_of(ledger, url)
    assert ledger.begin(message, "t").standing == "current"
    released = ledger.hand_over(message, "t", PAGE, visit_of(None, seconds))
    assert released is not None
    return ids(released)


def failed(ledger: Ledger, url: str, error: NewsmillError) -> list[str]:
    """Fail to fetch a page, and wait for long; give who may go now."""
    message = message_of(ledger, url)
    assert ledger.begin(message, "t").standing == "current"
    return ids(ledger.wait(message, 600, error.message, visit_of(error, 0.01)))


def host(store: redis.Redis, name: str = "a.example") -> dict[str, str]:
    """Give what is known of a host."""
    return dict(store.hgetall(keys.HOST.of(name)))  # type: ignore[arg-type]


def test_one_host_has_one_turn_at_a_time(ledger: Ledger) -> None:
    """Of many URLs of one host one goes; the next is due a second later, told to the clock."""
    assert submit(ledger, *(f"{A}/{n}" for n in range(5))) == [f"{A}/0"]
    assert fetched(ledger, f"{A}/0") == []
    woken = ledger.wake()
    assert woken.messages == ()
    assert woken.next_seconds == pytest.approx(1.0, abs=0.3)
    assert wait_until(lambda: ids(ledger.wake().messages), 5, "the next turn") == [f"{A}/1"]


def test_many_urls_of_one_host_hold_up_no_other(ledger: Ledger) -> None:
    """A host with a thousand URLs in the queue leaves the first turn of another as it is."""
    submit(ledger, *(f"{A}/{n}" for n in range(1000)))
    assert submit(ledger, f"{B}/1", f"{B}/2") == [f"{B}/1"]


def test_www_and_both_schemes_are_one_host(ledger: Ledger) -> None:
    """They are mostly one machine."""
    assert submit(ledger, "http://a.example/1", "https://www.a.example/2") == ["http://a.example/1"]


def test_turns_are_not_lost_in_a_full_flight(resources: WorkerResources) -> None:
    """A host whose turn comes while nothing may go takes it when there is room."""
    ledger = Ledger(
        resources.texts,
        Settings(servers=resources.settings.servers, engine=Engine(max_in_flight=1)),
    )
    assert submit(ledger, f"{A}/1", f"{B}/1") == [f"{A}/1"]
    message = message_of(ledger, f"{A}/1")
    ledger.begin(message, "t")
    assert ids(ledger.close(message, Outcome.DROPPED, Reason.NOT_FOUND).messages) == [f"{B}/1"]


def test_next_job_goes_when_a_permit_comes_back(resources: WorkerResources) -> None:
    """Without a delay the connections alone decide: two at one time, then each in its place."""
    ledger = ledger_with(resources, **WITHOUT_DELAY, host_connections=2)
    assert submit(ledger, *(f"{A}/{n}" for n in range(4))) == [f"{A}/0", f"{A}/1"]
    assert fetched(ledger, f"{A}/0") == [f"{A}/2"]
    assert fetched(ledger, f"{A}/1") == [f"{A}/3"]


def test_permit_of_a_lost_worker_expires(resources: WorkerResources, store: redis.Redis) -> None:
    """A permit that nobody gives back blocks its host for a while, and not for ever."""
    ledger = ledger_with(resources, **WITHOUT_DELAY)
    assert submit(ledger, f"{A}/0", f"{A}/1") == [f"{A}/0"]
    # As if its time were over.
    store.zadd(keys.PERMITS.of("a.example"), {f"{A}/0": 1})
    store.zadd(keys.TURNS.name, {"a.example": 1})
    assert ids(ledger.wake().messages) == [f"{A}/1"]


def test_slow_host_is_left_alone_for_longer(resources: WorkerResources, store: redis.Redis) -> None:
    """The delay is a multiple of the mean response time, where that is more than the least."""
    ledger = ledger_with(resources, host_delay_seconds=0.1, host_delay_factor=2.0)
    submit(ledger, f"{A}/0", f"{A}/1", f"{A}/2")
    fetched(ledger, f"{A}/0", seconds=3.0)
    assert host(store)["response_ms"] == "3000"
    assert ledger.wake().next_seconds == pytest.approx(6.0, abs=0.5)
    store.hset(keys.HOST.of("a.example"), mapping={"next": 0, "last": 0})
    store.zadd(keys.TURNS.name, {"a.example": 1})
    assert ids(ledger.wake().messages) == [f"{A}/1"]
    fetched(ledger, f"{A}/1", seconds=1.0)
    assert host(store)["response_ms"] == "2400", "the latest response counts three tenths"


@pytest.mark.parametrize(("asked_ms", "delay_seconds"), [(7_000, 7.0), (86_400_000, 60.0)])
def test_crawl_delay_is_honoured_up_to_a_limit(
    ledger: Ledger, store: redis.Redis, asked_ms: int, delay_seconds: float
) -> None:
    """What a robots.txt asks for counts as a delay; a day between two pages does not."""
    store.hset(keys.HOST.of("a.example"), "crawl_delay_ms", asked_ms)
    store.expire(keys.HOST.of("a.example"), 60)
    submit(ledger, f"{A}/0", f"{A}/1")
    fetched(ledger, f"{A}/0")
    assert ledger.wake().next_seconds == pytest.approx(delay_seconds, abs=0.5)


def test_retry_after_pauses_the_whole_host(ledger: Ledger) -> None:
    """A 429 that names a time holds for every URL of the host."""
    submit(ledger, f"{A}/0", f"{A}/1")
    assert failed(ledger, f"{A}/0", RateLimited("429", 120.0)) == []
    assert ledger.wake().next_seconds == pytest.approx(120, abs=2)


def test_refusals_pause_a_host_for_longer_each_time(
    resources: WorkerResources, store: redis.Redis
) -> None:
    """Five seconds, ten, twenty …, and an answer ends it."""
    ledger = ledger_with(resources, **WITHOUT_DELAY)
    submit(ledger, *(f"{A}/{n}" for n in range(4)))
    for n, (error, seconds) in enumerate([(RateLimited("429"), 5), (Blocked("a wall"), 10)]):
        failed(ledger, f"{A}/{n}", error)
        assert ledger.wake().next_seconds == pytest.approx(seconds, abs=1)
        store.hset(keys.HOST.of("a.example"), "paused", 0)
        store.zadd(keys.TURNS.name, {"a.example": 1})
        assert ids(ledger.wake().messages) == [f"{A}/{n + 1}"]
    assert fetched(ledger, f"{A}/2") == [f"{A}/3"]
    assert "failures" not in host(store)


def test_host_that_is_down_is_left_alone(resources: WorkerResources) -> None:
    """The fifth failure in a row opens the circuit: nothing goes to that host for a while."""
    ledger = ledger_with(resources, **WITHOUT_DELAY)
    submit(ledger, *(f"{A}/{n}" for n in range(6)))
    for n in range(4):
        assert failed(ledger, f"{A}/{n}", ConnectFailed()) == [f"{A}/{n + 1}"]
    assert failed(ledger, f"{A}/4", ConnectFailed()) == []
    assert ledger.wake().next_seconds == pytest.approx(5, abs=1)


def test_host_that_stays_down_is_given_up(resources: WorkerResources, store: redis.Redis) -> None:
    """What waits for it ends dead, for the host's reason, without being tried; then it is new."""
    ledger = ledger_with(resources, **WITHOUT_DELAY)
    submit(ledger, *(f"{A}/{n}" for n in range(300)))
    for n in range(5):
        failed(ledger, f"{A}/{n}", ConnectFailed())
    store.hset(keys.HOST.of("a.example"), "failing_since", 1)
    store.zadd(keys.TURNS.name, {"a.example": 1})
    wait_until(lambda: not ledger.wake().messages and ledger.counts().waiting == 5, 5, "the end")
    ends = {(s["outcome"], s["reason"]) for n in range(5, 300) if (s := ledger.state(f"{A}/{n}"))}
    assert ends == {("dead", "connect")}
    assert "given up" in (ledger.state(f"{A}/7") or {})["error"]
    assert submit(ledger, f"{A}/again") == [f"{A}/again"]


def test_message_that_waited_long_does_not_break_the_delay(
    resources: WorkerResources, store: redis.Redis
) -> None:
    """Two jobs of one host that a busy fetcher begins together: the second goes back."""
    ledger = ledger_with(resources, host_delay_seconds=30, host_connections=2)
    submit(ledger, f"{A}/0", f"{A}/1")
    store.hset(keys.HOST.of("a.example"), "next", 0)
    store.zadd(keys.TURNS.name, {"a.example": 1})
    assert ids(ledger.wake().messages) == [f"{A}/1"], "its turn had come before the first began"
    assert ledger.begin(message_of(ledger, f"{A}/0"), "t").standing == "current"
    late = message_of(ledger, f"{A}/1")
    assert ledger.begin(late, "t").standing == "early"
    assert ledger.begin(late, "t").standing == "waiting"
    assert (ledger.state(f"{A}/1") or {})["attempts"] == "0", "it is nobody's attempt"
    assert ledger.wake().next_seconds == pytest.approx(24, abs=8)


def test_redirect_to_another_host_waits_for_its_turn_there(ledger: Ledger) -> None:
    """The job goes on at the new URL, and the old host's next job has its turn."""
    submit(ledger, f"{B}/1", f"{A}/short")
    message = message_of(ledger, f"{A}/short")
    ledger.begin(message, "t")
    moved = ledger.move(message, Elsewhere(f"{B}/2", (f"{A}/short",)), visit_of(None, 0.1))
    assert moved.standing == "moved"
    assert moved.messages == ()
    again = ledger.move(message, Elsewhere(f"{B}/2", (f"{A}/short",)), visit_of(None, 0.1))
    assert again.standing == "moved", "it may be said twice"
    fetched(ledger, f"{B}/1")
    assert wait_until(lambda: ids(ledger.wake().messages), 5, "its turn") == [f"{A}/short"]
    begun = ledger.begin(message_of(ledger, f"{A}/short"), "u")
    errand = Job.from_ledger(f"{A}/short", begun.fields).errand
    assert errand is not None
    assert (errand.next_url, errand.passed) == (f"{B}/2", (f"{A}/short",))
    assert begun.fields["attempts"] == "1"


def test_answers_of_any_kind_show_that_a_host_is_up(
    resources: WorkerResources, store: redis.Redis
) -> None:
    """A page that is not there closes the circuit like one that is."""
    ledger = ledger_with(resources, **WITHOUT_DELAY)
    submit(ledger, *(f"{A}/{n}" for n in range(3)))
    failed(ledger, f"{A}/0", ConnectFailed())
    assert host(store)["failures"] == "1"
    message = message_of(ledger, f"{A}/1")
    ledger.begin(message, "t")
    visit = visit_of(NotFound(), 0.1)
    ledger.close(message, Outcome.DROPPED, Reason.NOT_FOUND, visit=visit)
    assert "failures" not in host(store)


def test_paused_hosts_are_told(resources: WorkerResources, ledger: Ledger) -> None:
    """Who asks for the state sees which host is left alone, for how long, and what waits."""
    submit(ledger, f"{A}/0", f"{A}/1", f"{B}/0", f"{B}/1")
    failed(ledger, f"{A}/0", RateLimited("429", 90.0))
    report = overview(resources)
    assert report["hosts_waited_for"] == 2
    (told,) = report["hosts_paused"].items()
    assert told[0] == "a.example"
    assert re.fullmatch(r"(89|90) s more, after 1 x rate_limited; 1 job waiting", told[1])


def test_host_with_a_long_delay_is_told(resources: WorkerResources, store: redis.Redis) -> None:
    """One that its robots.txt slows down is named too, and one that waits a second is not."""
    store.hset(keys.HOST.of("a.example"), "crawl_delay_ms", 20_000)
    store.expire(keys.HOST.of("a.example"), 60)
    submit(ledger_with(resources), f"{A}/0", f"{A}/1", f"{A}/2", f"{B}/0", f"{B}/1")
    (told,) = overview(resources)["hosts_paused"].items()
    assert told[0] == "a.example"
    assert re.fullmatch(r"(19|20) s more, its delay; 2 jobs waiting", told[1])
