"""The frontier where things come late, twice, or go wrong together."""

from typing import Any

import pytest
import redis

from tasks.errors import ConnectFailed, NewsmillError, RateLimited, Undecodable
from tasks.hosts import visit_of
from tasks.job import Job, Message, Submission
from tasks.outcomes import Outcome, Reason
from tasks.resources import Elsewhere
from tests.frontier import PAGE, WITHOUT_DELAY, begun, ledger_with, message_of, state, submit
from tests.waiting import wait_until
from worker.resources import WorkerResources
from worker.store import keys
from worker.store.ledger import Ledger

A = "https://a.example"
HOST = keys.HOST.of("a.example")


def fail(ledger: Ledger, job_id: str, error: NewsmillError) -> None:
    """End a fetch that has begun with an error, and let the job wait for long."""
    ledger.wait(message_of(ledger, job_id), 600, error.message, visit_of(error, 0.01))


def down(store: redis.Redis, **fields: int) -> None:
    """Let a host have failed for long, until now."""
    seconds, _ = store.time()
    failing: dict[str, str | int] = {"failures": 9, "failing_since": 1, "ending": "dead:connect"}
    told: Any = {**failing, "failed": 1000 * seconds, **fields}
    store.hset(HOST, mapping=told)
    store.expire(HOST, 60)
    store.zadd(keys.TURNS.name, {"a.example": 1})


def test_failures_of_long_ago_tell_nothing(resources: WorkerResources, store: redis.Redis) -> None:
    """A host that nobody asked for hours is not given up for what it did then."""
    ledger = ledger_with(resources, **WITHOUT_DELAY)
    down(store, failed=1)
    store.zrem(keys.TURNS.name, "a.example")
    assert submit(ledger, f"{A}/0") == [f"{A}/0"]
    begun(ledger, f"{A}/0")
    fail(ledger, f"{A}/0", ConnectFailed())
    assert store.hget(HOST, "failures") == "1"


def test_refused_submission_never_waits_for_a_host(
    resources: WorkerResources, store: redis.Redis
) -> None:
    """It has its outcome at once, and keeps it when the host is given up."""
    ledger = ledger_with(resources, **WITHOUT_DELAY)
    refused = Submission(Job(id="r", kind="url", url=f"{A}/r"), refused=Undecodable("no base64"))
    ledger.submit([refused])
    down(store)
    ledger.wake()
    assert (state(ledger, "r")["outcome"], state(ledger, "r")["reason"]) == (
        "dropped",
        "undecodable",
    )
    assert store.xlen(keys.OUTCOMES.name) == 1
    assert not store.exists(keys.FRONTIER.of("a.example"))


def test_long_urls_wait_for_their_turn_too(resources: WorkerResources) -> None:
    """And are no one document, although none of them has a usual spelling."""
    ledger = ledger_with(resources, host_delay_seconds=30)
    first, second = (f"{A}/{n}?x={'y' * 3000}" for n in (1, 2))
    assert submit(ledger, first, second) == [first]
    assert state(ledger, first)["url_key"] != state(ledger, second)["url_key"]


def test_pause_holds_for_messages_that_are_out(resources: WorkerResources) -> None:
    """What was released before a 429 goes back when it begins after it."""
    ledger = ledger_with(resources, **WITHOUT_DELAY, host_connections=2)
    assert submit(ledger, f"{A}/0", f"{A}/1") == [f"{A}/0", f"{A}/1"]
    begun(ledger, f"{A}/0")
    fail(ledger, f"{A}/0", RateLimited("429", 120.0))
    assert begun(ledger, f"{A}/1") == "early"
    assert ledger.wake().next_seconds == pytest.approx(120, abs=3)


def test_answer_to_an_earlier_request_ends_no_pause(resources: WorkerResources) -> None:
    """A page that comes while a host asks to wait says nothing of that."""
    ledger = ledger_with(resources, **WITHOUT_DELAY, host_connections=2)
    submit(ledger, *(f"{A}/{n}" for n in range(4)))
    assert (begun(ledger, f"{A}/0"), begun(ledger, f"{A}/1")) == ("current", "current")
    fail(ledger, f"{A}/0", RateLimited("429", 120.0))
    assert ledger.hand_over(message_of(ledger, f"{A}/1"), "t", PAGE, visit_of(None, 0.1)) == ()
    assert ledger.wake().next_seconds == pytest.approx(120, abs=3)


def test_copy_of_a_running_fetch_is_turned_away(resources: WorkerResources) -> None:
    """Two of them would ask the host at one time."""
    ledger = ledger_with(resources, **WITHOUT_DELAY)
    submit(ledger, f"{A}/0")
    assert begun(ledger, f"{A}/0", "one") == "current"
    assert begun(ledger, f"{A}/0", "other") == "running"
    assert state(ledger, f"{A}/0")["attempts"] == "1"


def test_expired_permits_do_not_let_more_run(
    resources: WorkerResources, store: redis.Redis
) -> None:
    """Messages that waited longer than their permits begin one after the other."""
    ledger = ledger_with(resources, **WITHOUT_DELAY)
    submit(ledger, f"{A}/0", f"{A}/1")
    store.zadd(keys.PERMITS.of("a.example"), {f"{A}/0": 1})
    store.zadd(keys.TURNS.name, {"a.example": 1})
    ledger.wake()
    assert begun(ledger, f"{A}/0") == "current"
    assert begun(ledger, f"{A}/1") == "early"


def test_move_that_is_out_of_date_moves_nothing(resources: WorkerResources) -> None:
    """A job that has gone on meanwhile stays where it is."""
    ledger = ledger_with(resources, **WITHOUT_DELAY)
    submit(ledger, f"{A}/0")
    stale = message_of(ledger, f"{A}/0")._replace(generation=7)
    moved = ledger.move(stale, Elsewhere("https://b.example/", ()), visit_of(None, 0.1))
    assert (moved.standing, moved.messages) == ("stale", ())


def follow(ledger: Ledger, leader: str, followers: int) -> Message:
    """Let jobs wait for a leader, and fetch its page; give its message for clean."""
    submit(ledger, leader, *(f"{leader}?utm_source={n}" for n in range(followers)))
    begun(ledger, leader)
    ledger.hand_over(message_of(ledger, leader), "t", PAGE, visit_of(None, 0.01))
    clean = Message("clean", leader, 1)
    wait_until(lambda: not ledger.wake().messages, 5, "all follow")
    ledger.begin(clean, "t")
    return clean


def test_followers_share_the_fetch_of_a_host_that_went_down(
    resources: WorkerResources, store: redis.Redis
) -> None:
    """Their page is there, whatever has become of its host since."""
    ledger = ledger_with(resources, **WITHOUT_DELAY)
    clean = follow(ledger, f"{A}/0", 3)
    down(store)
    ledger.close(clean, Outcome.UNCHANGED, Reason.SAME_VERSION)
    wait_until(lambda: ledger.wake() and not ledger.counts().open, 5, "their ends")
    assert state(ledger, f"{A}/0?utm_source=2")["reason"] == "fresh"


def test_many_followers_go_on_without_a_pause(resources: WorkerResources) -> None:
    """The clock comes back at once as long as some are left."""
    ledger = ledger_with(resources, **WITHOUT_DELAY)
    clean = follow(ledger, f"{A}/0", 400)
    ledger.close(clean, Outcome.UNCHANGED, Reason.SAME_VERSION)
    assert ledger.wake().next_seconds == 0
    wait_until(lambda: ledger.wake() and not ledger.counts().open, 5, "their ends")
