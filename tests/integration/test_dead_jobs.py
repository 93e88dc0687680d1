"""Dead jobs on a real store: chosen, listed in pages, replayed once, at a rate, or not at all."""

import json
import signal
import threading

import pytest
import redis

from config.settings import Servers
from tasks.job import Job, RawPage, Submission
from tasks.outcomes import Outcome, Reason
from tests.command import asked, started, urls
from tests.frontier import WITHOUT_DELAY, ledger_with, message_of
from tests.mill import TIMEOUT_SECONDS
from worker.celery import NewsmillApp, create_app
from worker.replaying import replay
from worker.resources import WorkerResources
from worker.store import keys
from worker.store.dead import PAGE_JOBS, Wanted
from worker.store.ledger import Ledger

TEXT = RawPage(body=b"Some text.", content_type="text/plain; charset=utf-8")


@pytest.fixture
def ledger(resources: WorkerResources) -> Ledger:
    """A ledger whose hosts have a turn whenever they are free."""
    return ledger_with(resources, **WITHOUT_DELAY, host_connections=9)


@pytest.fixture
def app(resources: WorkerResources) -> NewsmillApp:
    """An app on the test's servers, on which no worker waits."""
    return create_app(resources.settings)


def dead_url(ledger: Ledger, job_id: str, reason: Reason = Reason.TIMEOUT) -> None:
    """Let a job die at its fetch from a host of its own."""
    job = Job(id=job_id, kind="url", url=f"https://www.{job_id}.example/a")
    ledger.submit([Submission(job)])
    message = message_of(ledger, job_id)
    ledger.begin(message, "t", worker="fetcher@here")
    ledger.close(message, Outcome.DEAD, reason, error="no answer", traceback="File x, line 1")


def dead_text(ledger: Ledger, job_id: str) -> None:
    """Let a text die when it is cleaned."""
    (message,) = ledger.submit([Submission(Job(id=job_id, kind="text", own_id="my-1"), TEXT)])
    ledger.begin(message, "t")
    ledger.close(message, Outcome.DEAD, Reason.BUG)


def dead_ids(ledger: Ledger, **wanted: str | int) -> list[str]:
    """Give the ids of the dead jobs that are meant."""
    return [job.id for job in ledger.dead(Wanted(**wanted))]  # type: ignore[arg-type]


def many_dead(store: redis.Redis, count: int) -> None:
    """Write dead jobs, three hundred of them in each millisecond."""
    now, _ = store.time()
    pipeline = store.pipeline(transaction=False)
    for number in range(count):
        job_id = f"j{number:06}"
        words = "outcome dead reason dns task fetch state closed submitted 1 closed 2 attempts 1"
        pipeline.hset(keys.JOB.of(job_id), items=[*words.split(), "url", "http://a.example/"])
        pipeline.expire(keys.JOB.of(job_id), 60)
        pipeline.zadd(keys.DEAD.name, {job_id: 1000 * now + number // 300})
    pipeline.expire(keys.DEAD.name, 60)
    pipeline.execute()


def test_dead_jobs_are_chosen(ledger: Ledger, store: redis.Redis) -> None:
    """By task, reason, host and time, and by several of them together."""
    dead_url(ledger, "a")
    dead_url(ledger, "b", Reason.DNS)
    dead_text(ledger, "c")
    store.zadd(keys.DEAD.name, {"a": 1000, "b": 2000, "c": 3000})
    assert dead_ids(ledger) == ["c", "b", "a"]
    assert dead_ids(ledger, task="fetch") == ["b", "a"]
    assert dead_ids(ledger, reason="dns") == ["b"]
    assert dead_ids(ledger, host="a.example") == ["a"]
    assert dead_ids(ledger, since_ms=2000) == ["c", "b"]
    assert dead_ids(ledger, until_ms=2000, task="fetch") == ["b", "a"]
    assert dead_ids(ledger, host="a.example", reason="dns") == []


def test_many_dead_jobs_are_given_in_pages(ledger: Ledger, store: redis.Redis) -> None:
    """Each once, the latest first, though more than a page died in one millisecond."""
    many_dead(store, 1000)
    assert PAGE_JOBS < 300
    assert dead_ids(ledger) == sorted(dead_ids(ledger), reverse=True)
    assert len({*dead_ids(ledger)}) == 1000


def test_dead_jobs_may_leave_while_they_are_given(ledger: Ledger, store: redis.Redis) -> None:
    """What has been given and is purged at once moves nobody else out of sight."""
    many_dead(store, 700)
    purged = [ledger.purge(job.id) for job in ledger.dead()]
    assert purged == [True] * 700
    assert dead_ids(ledger) == []


def test_replay_takes_over_what_was_handed_in(
    app: NewsmillApp, ledger: Ledger, store: redis.Redis
) -> None:
    """The text goes over to the new job, which names the old one and is named by it."""
    dead_text(ledger, "old")
    (job,) = replay(app, ledger.dead())
    assert job.replay_of == "old"
    assert app.resources.documents.page(job.id) == TEXT
    assert store.ttl(keys.PAGE.of(job.id)) == -1
    assert not store.exists(keys.PAGE.of("old"))
    old, new = ledger.state("old") or {}, ledger.state(job.id) or {}
    assert old["replayed_by"] == job.id
    assert (new["replay_of"], new["state"], new["own_id"]) == ("old", "queued", "my-1")
    assert dead_ids(ledger) == []


def test_url_is_fetched_again(app: NewsmillApp, ledger: Ledger) -> None:
    """A replayed URL waits for its host, and dies again under its own id."""
    dead_url(ledger, "a")
    (job,) = replay(app, ledger.dead())
    assert (ledger.state(job.id) or {})["task"] == "fetch"
    message = message_of(ledger, job.id)
    ledger.begin(message, "t")
    ledger.close(message, Outcome.DEAD, Reason.TIMEOUT)
    assert dead_ids(ledger) == [job.id]


def test_two_replays_at_one_time_make_one_job(app: NewsmillApp, ledger: Ledger) -> None:
    """Both know the dead jobs before either begins; each of these is replayed by one of them."""
    for number in range(30):
        dead_text(ledger, f"j{number}")
    known = [*ledger.dead()]
    made: list[list[Job]] = [[], []]
    together = threading.Barrier(2)

    def replay_all(mine: list[Job]) -> None:
        together.wait()
        mine.extend(replay(app, known))

    threads = [threading.Thread(target=replay_all, args=(mine,)) for mine in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(job.replay_of or "" for mine in made for job in mine) == sorted(
        job.id for job in known
    )
    assert ledger.counts().open == 30


def test_text_whose_content_is_gone_stays_dead(
    app: NewsmillApp, ledger: Ledger, store: redis.Redis
) -> None:
    """There is nothing to begin with, so nothing is begun."""
    dead_text(ledger, "old")
    known = [*ledger.dead()]
    store.delete(keys.PAGE.of("old"))
    assert [*replay(app, known)] == []
    assert dead_ids(ledger) == ["old"]
    store.delete(keys.JOB.of("old"))
    assert [*replay(app, known)] == []
    assert not store.exists(keys.JOB.of("old"))


def test_dry_run_sends_nothing(server_urls: Servers, ledger: Ledger) -> None:
    """It lists what would be replayed, and all are as dead as before."""
    dead_url(ledger, "a")
    dead_url(ledger, "b", Reason.DNS)
    done = asked(server_urls, "dead", "replay", "--host", "www.a.example", "--dry-run")
    (row,) = done.out.splitlines()
    assert "dead: timeout" in row
    assert "https://www.a.example/a" in row
    assert dead_ids(ledger) == ["b", "a"]
    assert ledger.counts().open == 0


def test_ctrl_c_leaves_the_rest_dead(server_urls: Servers, ledger: Ledger) -> None:
    """At a rate of one an hour the first goes at once, and the others wait, untouched."""
    for name in "abc":
        dead_url(ledger, name)
    with started("dead", "replay", "--all", "--rate", "1/h", environment=urls(server_urls)) as done:
        assert done.stdout
        assert done.stdout.readline().strip()
        done.send_signal(signal.SIGINT)
        out, err = done.communicate(timeout=TIMEOUT_SECONDS)
    assert done.returncode == 130
    assert out == b""
    assert b"1 replayed" in err
    assert len(dead_ids(ledger)) == 2


def test_what_is_not_dead_is_not_replayed(
    app: NewsmillApp, server_urls: Servers, ledger: Ledger
) -> None:
    """One that was replayed already is named with its new id; nothing said is refused too."""
    dead_text(ledger, "old")
    (job,) = replay(app, ledger.dead())
    done = asked(server_urls, "dead", "replay", "old")
    assert (done.code, done.out) == (2, "")
    assert f"old was replayed already, as {job.id}" in done.err
    assert asked(server_urls, "dead", "replay").code == 2
    assert asked(server_urls, "dead", "replay", "--all", "old").code == 2


def test_dead_jobs_are_counted_by_reason(
    server_urls: Servers, ledger: Ledger, store: redis.Redis
) -> None:
    """The summary counts; a limit ends the list; one job shows its worker and its traceback."""
    many_dead(store, 30)
    dead_url(ledger, "a")
    counted = [
        json.loads(row)
        for row in asked(server_urls, "dead", "list", "--summary", "--json").out.splitlines()
    ]
    assert counted == [
        {"reason": "dns", "task": "fetch", "jobs": 30},
        {"reason": "timeout", "task": "fetch", "jobs": 1},
    ]
    shown = asked(server_urls, "dead", "show", "a").out
    for words in ("fetcher@here", "File x, line 1", "a.example", "no answer"):
        assert words in shown


def test_purge_of_some(server_urls: Servers, ledger: Ledger) -> None:
    """Only those that are meant go."""
    dead_url(ledger, "a")
    dead_url(ledger, "b", Reason.DNS)
    done = asked(server_urls, "dead", "purge", "--reason", "dns", "--yes")
    assert done.err == "1 deleted\n"
    assert dead_ids(ledger) == ["a"]
