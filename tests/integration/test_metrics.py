"""Metrics: what the store counts, what it tells, and how that is served."""

import os
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import redis
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
from prometheus_client.parser import text_string_to_metric_families as plain_metrics

from config.settings import Servers
from tasks.errors import ConnectFailed, FetchTimeout, RateLimited
from tasks.hosts import Visit, visit_of
from tasks.job import Job, Message, Submission
from tasks.outcomes import Outcome, Reason
from tasks.record import Extractions, Provenance
from tests.command import asked, started, urls
from tests.entries import entry, publish
from tests.frontier import ledger_with, message_of, submit
from tests.jobs import PAGE, at_publish
from tests.mill import TIMEOUT_SECONDS
from tests.promtool import promtool
from worker.consuming.consumer import Consumer
from worker.reporting import overview, readable
from worker.reporting.metrics import METRICS, Sample, of_store
from worker.resources import WorkerResources
from worker.store import keys
from worker.store.connection import connect
from worker.store.ledger import Ledger
from worker.store.totals import BOUNDS_MS, Times
from worker.supervising.embedded import EmbeddedServers

READ_ONLY = (
    "+@read", "+@connection", "-@dangerous", "+info", "+time", "+evalsha", "+script|load",
)  # fmt: skip
A = "https://a.example"


@pytest.fixture
def ledger(resources: WorkerResources) -> Ledger:
    """The ledger of the test's store."""
    return resources.ledger


def told(resources: WorkerResources, name: str) -> dict[tuple[str, ...], float | Times]:
    """Give the values of one metric, by its labels."""
    return {sample.labels: sample.value for sample in of_store(resources) if sample.name == name}


def times(resources: WorkerResources, name: str, *labels: str) -> Times:
    """Give the one histogram with these labels."""
    found = told(resources, name)[labels]
    assert isinstance(found, Times)
    return found


def text(ledger: Ledger, job_id: str) -> Message:
    """Submit a job that brings its text, and begin it; give its message."""
    (message,) = ledger.submit([Submission(Job(id=job_id, kind="text"), PAGE)])
    ledger.begin(message, "t")
    return message


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    """Run `newsmill metrics` on any free port; give its process and its URL."""
    with started("metrics", "--listen", "127.0.0.1:0", environment=environment) as process:
        assert process.stderr
        try:
            yield process, process.stderr.readline().decode().split()[-1]
        finally:
            process.kill()


def scraped(url: str, accept: str = "text/plain") -> str:
    """Give what Prometheus would read."""
    request = urllib.request.Request(url, headers={"Accept": accept})  # noqa: S310 - our own
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
        assert answer.status == 200
        return str(answer.read().decode())


def test_a_job_counts_once(resources: WorkerResources, ledger: Ledger) -> None:
    """Whatever is said twice: one submission, one outcome, one time for each of its tasks."""
    message = at_publish(ledger, Job(id="j", kind="text"))
    ledger.submit([Submission(Job(id="j", kind="text"), PAGE)])
    for _ in range(2):
        ledger.close(message, Outcome.DROPPED, Reason.TOO_SHORT)
    assert told(resources, "newsmill_submitted_total") == {(): 1}
    jobs = told(resources, "newsmill_jobs_total")
    assert {labels: count for labels, count in jobs.items() if count} == {
        ("dropped", "too_short"): 1
    }
    assert jobs["dead", "bug"] == 0, "what can happen is there before it does"
    for task, count in (("fetch", 0), ("clean", 1), ("extract", 1), ("publish", 1)):
        assert times(resources, "newsmill_task_seconds", task).buckets[-1] == count


def test_times_stand_in_their_buckets(
    resources: WorkerResources, ledger: Ledger, store: redis.Redis
) -> None:
    """A task by the store's clock, an answer as the fetch tells; a failure is no answer."""
    message = text(ledger, "j")
    store.hincrby(keys.JOB.of("j"), "since", -3_000_000)
    ledger.hand_over(message, "t", PAGE)
    clean = times(resources, "newsmill_task_seconds", "clean")
    assert clean.buckets[-2:] == (0, 1)
    assert clean.seconds >= 3000
    polite = ledger_with(resources)
    for host, visit in (
        ("a", Visit("answered", 0.1)),
        ("b", visit_of(RateLimited("429", 1.0), 0.2)),
        ("c", visit_of(ConnectFailed("no"), 9.0)),
    ):
        (job_id,) = submit(polite, f"https://{host}.example/")
        polite.begin(message_of(polite, job_id), "t")
        polite.close(message_of(polite, job_id), Outcome.DEAD, Reason.BUG, visit=visit)
    answers = times(resources, "newsmill_fetch_response_seconds")
    assert answers.buckets[BOUNDS_MS.index(50)] == 0
    assert answers.buckets[BOUNDS_MS.index(100)] == 1
    assert answers.buckets[-1] == 2
    assert answers.seconds == pytest.approx(0.3)


def test_failed_attempts_count_by_reason(resources: WorkerResources, ledger: Ledger) -> None:
    """A fetch by what it met; any other that took too long, or whose worker died, as poison."""
    (job_id,) = submit(ledger, f"{A}/0")
    message = message_of(ledger, job_id)
    ledger.begin(message, "t")
    ledger.wait(message, 60, "no answer", visit_of(FetchTimeout(), 1.0))
    ledger.wait(text(ledger, "slow"), 60, "too slow")
    text(ledger, "silent")
    assert len(ledger.sweep(-1000)) == 1
    assert told(resources, "newsmill_attempts_failed_total") == {
        ("fetch", "timeout"): 1,
        ("clean", "poison"): 2,
    }


def test_steps_count_with_what_they_made(resources: WorkerResources, ledger: Ledger) -> None:
    """How often, and their CPU; whatever becomes of the document, for they ran."""
    message = text(ledger, "j")
    made = Extractions(provenance=(Provenance(step="places", version="1", ms=2.5),))
    assert ledger.hand_over(message._replace(generation=9), "t", made) is None
    assert told(resources, "newsmill_step_runs_total") == {("places",): 1}
    assert told(resources, "newsmill_step_seconds_total") == {("places",): 0.0025}


def test_ledger_is_told_as_it_stands(
    resources: WorkerResources, ledger: Ledger, store: redis.Redis
) -> None:
    """Jobs by state, the oldest of each queue, hosts, canaries, the inbox, the clock."""
    text(ledger, "running")
    ledger.submit([Submission(Job(id="queued", kind="text"), PAGE)])
    store.zincrby(keys.QUEUED.of("clean"), -100_000, "queued")
    submit(ledger, *(f"{A}/{n}" for n in range(3)))
    message = message_of(ledger, f"{A}/0")
    ledger.begin(message, "t")
    ledger.wait(message, 60, "429", visit_of(RateLimited("429", 90.0), 0.1))
    store.xadd(keys.INBOX.name, {"text": "x"})
    canary = ledger.canary("clean", 1, 60)
    ledger.canary_returned("clean", canary.send_at or "")
    found = {(sample.name, *sample.labels): sample.value for sample in of_store(resources)}
    jobs = "newsmill_ledger_jobs"
    assert (found[jobs, "waiting", ""], found[jobs, "running", ""]) == (3, 1)
    assert (found[jobs, "queued", "clean"], found[jobs, "queued", "publish"]) == (1, 0)
    assert found["newsmill_queue_oldest_seconds", "clean"] == pytest.approx(100, abs=50)
    assert found["newsmill_queue_oldest_seconds", "publish"] == 0
    assert ("newsmill_canary_seconds", "clean") in found
    assert ("newsmill_canary_seconds", "fetch") not in found
    assert (found["newsmill_hosts_waiting",], found["newsmill_circuits_open",]) == (1, 1)
    assert (found["newsmill_inbox_entries",], found["newsmill_clock_running",]) == (1, 0)
    ledger.lease("one", 60)
    assert told(resources, "newsmill_clock_running") == {(): 1}


def test_dead_jobs_count_as_long_as_they_are_kept(
    resources: WorkerResources, ledger: Ledger, store: redis.Redis
) -> None:
    """One whose time has passed is gone, though the list that names it lives on."""
    for name in ("one", "other"):
        ledger.close(text(ledger, name), Outcome.DEAD, Reason.BUG)
    store.zadd(keys.DEAD.name, {"one": 1})
    assert told(resources, "newsmill_jobs_dead") == {(): 1}


def test_groups_are_told_also_when_they_are_gone(
    resources: WorkerResources, store: redis.Redis
) -> None:
    """What a destroyed group gave up is still there to be looked into, and counted."""
    articles = keys.ARTICLES.name
    publish(store, entry(1), entry(2))
    for group in ("fails", "reads"):
        store.xgroup_create(articles, group, "0")
    consumer = Consumer(store, "fails", max_deliveries=1, retry_after_seconds=0)
    consumer.run(lambda entry: entry.fields["absent"], follow=False)
    store.xgroup_destroy(articles, "fails")
    dead = told(resources, "newsmill_group_dead")
    assert dead == {(articles, "reads"): 0, (articles, "fails"): 2}
    assert told(resources, "newsmill_group_lag") == {(articles, "reads"): 2}
    assert told(resources, "newsmill_group_idle_seconds") == {}, "it has no member"
    report = overview(resources)
    assert report["streams"][articles]["dead_of_gone_groups"] == {"fails": 2}
    assert "dead_of_gone_groups" in readable(report)
    assert 0 < store.ttl(keys.DEAD_GROUPS.name) <= store.ttl(keys.ARTICLES_DEAD.of("fails"))


def test_entries_lost_are_told(resources: WorkerResources, store: redis.Redis) -> None:
    """By stream and group, as trimming counts them."""
    store.hset(keys.LOST.of(keys.ARTICLES.name), "slow", 3)
    store.expire(keys.LOST.of(keys.ARTICLES.name), 60)
    assert told(resources, "newsmill_entries_lost_total") == {(keys.ARTICLES.name, "slow"): 3}


def test_metrics_need_no_right_to_write(resources: WorkerResources, store: redis.Redis) -> None:
    """A user that may only read gets all of them."""
    submit(resources.ledger, f"{A}/0")
    publish(store, entry(1))
    store.xgroup_create(keys.ARTICLES.name, "reads", "0")
    rights = ("on", "nopass", "%R~news:*", *READ_ONLY)
    store.execute_command("ACL", "SETUSER", "reader", *rights)  # type: ignore[no-untyped-call]
    try:
        own = WorkerResources(resources.settings)
        store_url = resources.settings.servers.store_url or ""
        with connect(store_url, 5) as client:
            client.execute_command("AUTH", "reader", "any")
            own.__dict__["texts"] = client
            names = {sample.name for sample in of_store(own)}
            with pytest.raises(redis.exceptions.NoPermissionError):
                client.delete(keys.ARTICLES.name)
    finally:
        store.acl_deluser("reader")
    assert {"newsmill_group_lag", "newsmill_circuits_open", "newsmill_jobs_total"} <= names


def test_once_prints_what_prometheus_reads(
    server_urls: Servers, resources: WorkerResources, ledger: Ledger
) -> None:
    """Each with its meaning and its labels, and none besides."""
    ledger.close(text(ledger, "j"), Outcome.DEAD, Reason.BUG)
    ran = asked(server_urls, "metrics", "--once")
    assert (ran.code, ran.err) == (0, "")
    families = {family.name: family for family in plain_metrics(ran.out)}
    for family in families.values():
        name = f"{family.name}_total" if family.type == "counter" else family.name
        meaning = METRICS[name]
        assert (family.documentation, family.type) == (meaning.text, meaning.type)
        for sample in family.samples:
            assert set(sample.labels) - {"le"} == set(meaning.labels)
    (up, _) = families["newsmill_redis_up"].samples
    assert (up.labels, up.value) == ({"server": "store"}, 1)
    assert Sample("newsmill_jobs_dead", 1) in of_store(resources)


def test_promtool_finds_nothing_wrong(server_urls: Servers, ledger: Ledger) -> None:
    """Names, types and help texts are as Prometheus wants them."""
    ledger.close(text(ledger, "j"), Outcome.DEAD, Reason.BUG)
    told = asked(server_urls, "metrics", "--once").out
    assert promtool("check", "metrics", given=told) == ""


def test_exporter_outlives_its_store() -> None:
    """A store that is away is told as such, at once to all who ask; SIGTERM ends it with 0."""
    with EmbeddedServers() as own:
        both = Servers(broker_url=own.broker_url, store_url=own.store_url)
        with serving(urls(both)) as (process, url):
            os.kill(own.pids["store"], signal.SIGSTOP)
            away = scraped(url)
            os.kill(own.pids["store"], signal.SIGCONT)
            assert scraped(url) == away, "shared by those who ask within seconds"
            process.terminate()
            assert process.wait(TIMEOUT_SECONDS) == 0
    assert 'newsmill_redis_up{server="store"} 0.0' in away
    assert 'newsmill_redis_up{server="broker"} 1.0' in away
    assert "newsmill_jobs_total" not in away


def test_served_metrics_end_with_ctrl_c(server_urls: Servers) -> None:
    """As OpenMetrics too where that is asked for; exit code 130."""
    with serving(urls(server_urls)) as (process, url):
        told = scraped(url, "application/openmetrics-text; version=1.0.0")
        found = list(open_metrics(told))  # type: ignore[no-untyped-call]
        assert "newsmill_ledger_jobs" in {family.name for family in found}
        process.send_signal(signal.SIGINT)
        assert process.wait(TIMEOUT_SECONDS) == 130


@pytest.mark.parametrize(
    ("listen", "code", "said"),
    [("9464", 2, "is not HOST:PORT"), ("203.0.113.1:9464", 1, "cannot listen on 203.0.113.1:9464")],
)
def test_address_that_cannot_be_had_is_named(
    server_urls: Servers, listen: str, code: int, said: str
) -> None:
    """In one line; a wrong one is asked wrongly."""
    ran = asked(server_urls, "metrics", "--listen", listen)
    assert ran.code == code
    assert said in ran.err
