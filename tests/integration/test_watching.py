"""The live view: what it gathers, how it is drawn, and what it does when a server is away."""

import io
import json
import os
import signal

import pytest
import redis
from rich.console import Console

from config.settings import Servers, Settings
from tasks.errors import RateLimited
from tasks.hosts import visit_of
from tasks.job import Job, RawPage, Submission
from tasks.outcomes import Outcome, Reason
from tests.command import started, urls
from tests.entries import entry, publish
from tests.frontier import ledger_with, message_of
from tests.frontier import submit as submit_urls
from tests.mill import TIMEOUT_SECONDS, Mill
from tests.waiting import wait_until
from worker.celery import create_app
from worker.consuming.consumer import Consumer
from worker.reporting import overview, readable
from worker.reporting.screen import screen
from worker.reporting.service import closed_per_second
from worker.reporting.watching import reports
from worker.reporting.workers import Workers
from worker.resources import WorkerResources
from worker.store import keys
from worker.store.ledger import Ledger
from worker.supervising.embedded import EmbeddedServers

TEXT = RawPage(body=b"Some text.", content_type="text/plain; charset=utf-8")
HOSTILE_GROUP = "[bold]\x1b[2Jgroup"


@pytest.fixture
def ledger(resources: WorkerResources) -> Ledger:
    """The ledger of the test's store."""
    return resources.ledger


def end_some(ledger: Ledger, *outcomes: Outcome) -> None:
    """Let a job end with each of these."""
    for outcome in outcomes:
        name = f"j{len([*ledger.dead()])}-{outcome}"
        (message,) = ledger.submit([Submission(Job(id=name, kind="text"), TEXT)])
        ledger.begin(message, "t")
        reason = Reason.BUG if outcome is Outcome.DEAD else Reason.TOO_SHORT
        ledger.close(message, outcome, reason)


def drawn(report: dict[str, object], width: int = 100) -> str:
    """Give what a terminal of that width shows of a report."""
    console = Console(width=width, height=24, file=io.StringIO(), record=True)
    console.print(screen(report))
    return console.export_text()


def test_overview_tells_what_holds_the_jobs_up(
    resources: WorkerResources, ledger: Ledger, store: redis.Redis
) -> None:
    """The age of the oldest queued job, slow hosts with what waits for them, and each group."""
    ledger.submit([Submission(Job(id="t", kind="text"), TEXT)])
    store.zadd(keys.QUEUED.of("clean"), {"t": 1000})
    submit_urls(ledger_with(resources), *(f"https://slow.example/{n}" for n in range(3)))
    store.hset(keys.HOST.of("slow.example"), "response_ms", 4200)
    end_some(ledger, Outcome.DROPPED, Outcome.DEAD)
    store.xgroup_create(keys.OUTCOMES.name, "readers", "0")
    store.xreadgroup("readers", "me", {keys.OUTCOMES.name: ">"}, count=1)
    report = overview(resources)
    assert report["oldest_queued_seconds"]["clean"] > 1_000_000
    assert report["hosts_slow"] == {"slow.example": {"response_ms": 4200, "jobs": 2}}
    assert report["closed_last_minute"] == {"dropped": 1, "dead": 1}
    assert report["done_in_seconds"] == 60 * report["open"] // 2
    told = report["streams"][keys.OUTCOMES.name]
    assert told["bytes"] > 0
    assert (told["groups"]["readers"]["lag"], told["groups"]["readers"]["pending"]) == (1, 1)
    assert told["groups"]["readers"]["idle_seconds"] < 60
    assert "response_ms 4.2 s, jobs 2" in readable(report)


def test_overview_counts_the_dead_entries_of_each_group(
    resources: WorkerResources, store: redis.Redis
) -> None:
    """What a group gave up, by status and on the screen; groups of outcomes give up nothing."""
    publish(store, entry(1), entry(2))
    store.xadd(keys.OUTCOMES.name, {"outcome": "dropped"})
    for stream, group in ((keys.ARTICLES, "works"), (keys.OUTCOMES, "fails")):
        store.xgroup_create(stream.name, group, "0")
    consumer = Consumer(store, "fails", max_deliveries=1, retry_after_seconds=0)
    consumer.run(lambda entry: entry.fields["absent"], follow=False)
    report = overview(resources)
    dead = {
        (stream, group): counted["dead"]
        for stream, told in report["streams"].items()
        for group, counted in told["groups"].items()
    }
    articles, outcomes = keys.ARTICLES.name, keys.OUTCOMES.name
    assert dead == {(articles, "fails"): 2, (articles, "works"): 0, (outcomes, "fails"): 0}
    assert "pending 0, dead 2" in readable(report)
    (row,) = (line for line in drawn(report).splitlines() if f"fails ({articles})" in line)
    assert row.split("fails")[1].split()[1:4] == ["0", "0", "2"]


def test_rates_are_those_between_two_reports() -> None:
    """By outcome; a day begins with nothing."""
    before = {"at": "2026-03-01T23:59:50+00:00", "today": {"dropped:gone": 5, "dead:bug": 1}}
    after = {"at": "2026-03-01T23:59:52+00:00", "today": {"dropped:gone": 8, "dead:bug": 1}}
    assert closed_per_second(before, after) == {"dropped": 1.5}
    tomorrow = {"at": "2026-03-02T00:00:00+00:00", "today": {"dropped:gone": 4}}
    assert closed_per_second(before, tomorrow) == {"dropped": 0.4}


def test_screen_shows_what_is_told(
    resources: WorkerResources, ledger: Ledger, store: redis.Redis
) -> None:
    """Outcomes with their reasons, streams, groups, hosts and workers, at any width."""
    submit_urls(ledger, "https://a.example/0", "https://a.example/1")
    message = message_of(ledger, "https://a.example/0")
    ledger.begin(message, "t")
    ledger.wait(message, 90.0, "429", visit_of(RateLimited("429", 90.0), 0.1))
    end_some(ledger, Outcome.DROPPED, Outcome.DEAD)
    store.xgroup_create(keys.OUTCOMES.name, HOSTILE_GROUP, "0")
    report = overview(resources) | {"workers": {"reader@here": {"pool": 4, "active": 3}}}
    told = drawn(report)
    for words in ("1 today: 1 too_short", "1 today: 1 bug", "rate_limited", "reader@here"):
        assert words in told
    assert "[bold]\\u001b[2Jgroup" in told
    assert "\x1b" not in told
    assert "2 waiting" in drawn(report, width=30)
    assert "gone away" in drawn({"store": "gone away"})
    assert "gone away" in drawn({**report, "broker": "gone away"})


def test_store_that_goes_away_is_looked_for_again(test_settings: Settings) -> None:
    """Meanwhile the last that was known is told, with why it is old."""
    with EmbeddedServers() as own:
        servers = Servers(
            broker_url=own.broker_url, store_url=own.store_url, store_timeout_seconds=0.3
        )
        app = create_app(test_settings.model_copy(update={"servers": servers}))
        told = reports(app, Workers(app), 0.05)
        first = next(told)
        os.kill(own.pids["store"], signal.SIGSTOP)
        away = next(told)
        os.kill(own.pids["store"], signal.SIGCONT)
        back = next(report for report in told if "store" not in report)
        app.resources.close()
    assert "does not answer" in away["store"]
    assert away["at"] == first["at"]
    assert back["at"] > first["at"]


def test_watch_ends_with_ctrl_c(server_urls: Servers) -> None:
    """One JSON object a line for scripts, and exit code 130."""
    with started("status", "--watch", "0.2", "--json", environment=urls(server_urls)) as watching:
        assert watching.stdout
        lines = [json.loads(watching.stdout.readline()) for _ in range(3)]
        watching.send_signal(signal.SIGINT)
        _, err = watching.communicate(timeout=TIMEOUT_SECONDS)
    assert (watching.returncode, err) == (130, b"")
    assert [report["open"] for report in lines] == [0, 0, 0]
    assert lines[0]["at"] < lines[2]["at"]


def test_workers_tell_their_size_and_what_they_do(working_mill: Mill) -> None:
    """Each by its name: how much it does at one time, and how much now."""
    asked = Workers(working_mill.app)

    def told() -> dict[str, dict[str, int]]:
        asked.ask()
        answers: dict[str, dict[str, int]] = asked.latest.get("workers", {})
        return answers

    found = wait_until(lambda: len(told()) == 2 and told(), TIMEOUT_SECONDS, "two workers") or {}
    assert {name.partition("@")[0] for name in found} == {"fetcher", "reader"}
    assert all(worker["pool"] >= 1 and worker["active"] >= 0 for worker in found.values())
