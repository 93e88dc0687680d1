"""What became of jobs: found by their own ids, URLs, documents and callers' ids, and by time."""

import json
from typing import Any

import pytest
import redis

from config.settings import Servers, Settings
from tasks.errors import Undecodable
from tasks.hosts import visit_of
from tasks.job import Job, Message, RawPage, Submission
from tasks.outcomes import Outcome, Reason
from tasks.record import Access, Article, Content, Source
from tasks.resources import Publication
from tasks.urls.identity import identity_of, url_key
from tests.command import asked
from tests.frontier import PAGE, WITHOUT_DELAY, ledger_with, message_of
from worker.reporting import ended, found, line, readable
from worker.resources import WorkerResources
from worker.store import keys
from worker.store.ledger import Ledger

URL = "https://www.example.org/news/1"
OTHER_SPELLING = "http://example.org/news/1?utm_source=feed"
DOCUMENT = "d" * 32
TEXT = RawPage(body=b"Some text.", content_type="text/plain; charset=utf-8")


@pytest.fixture
def ledger(resources: WorkerResources) -> Ledger:
    """A ledger whose hosts have a turn whenever they are free."""
    return ledger_with(resources, **WITHOUT_DELAY, host_connections=9)


def submit_url(ledger: Ledger, job_id: str, url: str = URL) -> None:
    """Hand in a URL."""
    ledger.submit([Submission(Job(id=job_id, kind="url", url=url))])


def fetch_and_end(ledger: Ledger, job_id: str, reason: Reason = Reason.BUG) -> None:
    """Fetch a job's page, and let it end when it is cleaned."""
    message = message_of(ledger, job_id)
    ledger.begin(message, "t")
    ledger.hand_over(message, "t", PAGE, visit_of(None, 0.01))
    message = message._replace(task="clean")
    ledger.begin(message, "t")
    ledger.close(message, Outcome.DEAD if reason is Reason.BUG else Outcome.DROPPED, reason)


def publish_text(ledger: Ledger, job_id: str, version: int, **fields: str) -> None:
    """Hand in a text, and publish it as a version of the document."""
    ledger.submit([Submission(Job(id=job_id, kind="text", **fields), TEXT)])  # type: ignore[arg-type]
    message = Message("clean", job_id, 1)
    for following in ("extract", "publish"):
        ledger.begin(message, "t", worker="reader@here")
        ledger.hand_over(message, "t", TEXT)
        message = message._replace(task=following)
    ledger.begin(message, "t")
    known = ledger.known(DOCUMENT, f"t{version}")
    publication = Publication(
        Outcome.PUBLISHED,
        Reason.NEW,
        document=DOCUMENT,
        text_sha256=f"t{version}",
        known=known,
        version=version,
        head={"text_sha256": f"t{version}", "metadata_sha256": "m"},
        entry={"id": DOCUMENT, "version": str(version), "record": "{}"},
    )
    assert ledger.publish(message, publication).outcome == Outcome.PUBLISHED


def ids(report: dict[str, Any]) -> list[str]:
    """Give the ids of the jobs that a report tells."""
    return [job["job_id"] for job in report["jobs"]]


def test_jobs_of_a_url_are_told_the_latest_first(
    resources: WorkerResources, ledger: Ledger
) -> None:
    """However the URL is spelled; each remembers the one before, and the walk is bounded."""
    for number in range(4):
        submit_url(ledger, f"j{number}")
        fetch_and_end(ledger, f"j{number}")
    assert ids(found(resources, OTHER_SPELLING, 20)) == ["j3", "j2", "j1", "j0"]
    assert ids(found(resources, URL, 2)) == ["j3", "j2"]


def test_jobs_that_wait_or_follow_are_found_too(
    test_settings: Settings, resources: WorkerResources, ledger: Ledger
) -> None:
    """Those that wait for the fetch of another, and those whose host has no turn yet."""
    submit_url(ledger, "first")
    submit_url(ledger, "follows", OTHER_SPELLING)
    polite = Ledger(resources.texts, test_settings)
    resources.texts.hset(keys.HOST.of("example.org"), "next", 2**52)
    submit_url(polite, "waits")
    assert set(ids(found(resources, URL, 20))) == {"first", "follows", "waits"}


def test_job_that_shared_a_fetch_is_told_behind_it(
    resources: WorkerResources, ledger: Ledger
) -> None:
    """It never had the URL, and is found all the same once both have ended."""
    submit_url(ledger, "first")
    submit_url(ledger, "second", OTHER_SPELLING)
    message = message_of(ledger, "first")
    ledger.begin(message, "t")
    ledger.hand_over(message, "t", PAGE, visit_of(None, 0.01))
    ledger.begin(message._replace(task="clean"), "t")
    ledger.close(message._replace(task="clean"), Outcome.UNCHANGED, Reason.SAME_VERSION)
    while ledger.counts().open:
        ledger.wake()
    report = found(resources, URL, 20)
    assert {job["job_id"]: job["reason"] for job in report["jobs"]} == {
        "first": "same_version",
        "second": "fresh",
    }


def test_job_of_a_page_that_names_another_url(resources: WorkerResources, ledger: Ledger) -> None:
    """It is found by the URL that was asked for, by the canonical one, and by the document."""
    submit_url(ledger, "old", "https://a.example/b")
    fetch_and_end(ledger, "old")
    submit_url(ledger, "short", "https://a.example/?p=12")
    message = message_of(ledger, "short")
    ledger.begin(message, "t")
    ledger.hand_over(message, "t", PAGE, visit_of(None, 0.01))
    ledger.begin(message._replace(task="clean"), "t")
    document = url_key("https://a.example/b") or ""
    article = Article(
        id=document,
        source=Source(kind="url"),
        access=Access(verdict="open", kind="article"),
        content=Content(text_sha256="t"),
    )
    ledger.hand_over(message._replace(task="clean"), "t", article)
    for name in ("https://a.example/?p=12", "https://a.example/b", document):
        assert set(ids(found(resources, name, 20))) == {"short", "old"}


def test_text_is_found_by_its_document(resources: WorkerResources, ledger: Ledger) -> None:
    """The head names the last job, that one the job before; version, time and entry are told."""
    publish_text(ledger, "j1", 1)
    publish_text(ledger, "j2", 2)
    report = found(resources, DOCUMENT, 20)
    assert ids(report) == ["j2", "j1"]
    assert (report["head"]["document"], report["head"]["version"]) == (DOCUMENT, 2)
    assert (report["jobs"][0]["version"], report["jobs"][0]["attempts"]) == (2, 0)
    entry = resources.streams.newest(DOCUMENT)
    assert report["head"]["entry"] == entry.id
    assert found(resources, "j1", 20)["head"] == report["head"]


def test_jobs_are_found_by_the_callers_own_id(resources: WorkerResources, ledger: Ledger) -> None:
    """Also those that never became a document, and those that came with a URL."""
    broken = Job(id="j1", kind="text", own_id="my-17")
    ledger.submit([Submission(broken, refused=Undecodable("no base64"))])
    ledger.submit([Submission(Job(id="j2", kind="url", own_id="my-17", url=URL))])
    assert set(ids(found(resources, "my-17", 20))) == {"j1", "j2"}
    document = identity_of(url=None, own_id="my-17", text="")
    assert set(ids(found(resources, document, 20))) == {"j1", "j2"}


def test_tasks_tell_how_long_they_took(resources: WorkerResources, ledger: Ledger) -> None:
    """Each of them, with its attempts; the worker while the job is open."""
    ledger.submit([Submission(Job(id="j", kind="text"), TEXT)])
    message = Message("clean", "j", 1)
    ledger.begin(message, "a", worker="reader@one")
    ledger.begin(message, "b", worker="reader@two")
    assert found(resources, "j", 1)["worker"] == "reader@two"
    ledger.hand_over(message, "b", TEXT)
    ledger.begin(message._replace(task="extract"), "c", worker="reader@one")
    ledger.close(message._replace(task="extract"), Outcome.DROPPED, Reason.TOO_SHORT)
    report = found(resources, "j", 1)
    assert {task: told["attempts"] for task, told in report["tasks"].items()} == {
        "clean": 2,
        "extract": 1,
    }
    assert all(told["ms"] >= 0 for told in report["tasks"].values())
    assert report["ms"] >= report["tasks"]["clean"]["ms"]
    assert "worker" not in report
    assert "attempts 2" in readable(report)


def test_closed_jobs_keep_little(store: redis.Redis, ledger: Ledger) -> None:
    """What only an open job needs goes with the outcome; a dead one keeps what a replay needs."""
    submit_url(ledger, "dropped")
    fetch_and_end(ledger, "dropped", Reason.TOO_SHORT)
    submit_url(ledger, "dead")
    fetch_and_end(ledger, "dead")
    dropped, dead = store.hkeys(keys.JOB.of("dropped")), store.hkeys(keys.JOB.of("dead"))
    assert not {"token", "url_key", "expected", "since", "host", "first_task"} & {*dropped}
    assert {"host", "first_task", "worker"} <= {*dead}
    assert not {"token", "url_key", "expected", "since"} & {*dead}


@pytest.fixture
def three_ends(ledger: Ledger) -> list[str]:
    """Three jobs that ended, in this order; the ledger has forgotten the first."""
    names = ["gone", "dropped", "dead"]
    for name in names:
        submit_url(ledger, name, f"https://{name}.example/a")
        fetch_and_end(ledger, name, Reason.BUG if name == "dead" else Reason.TOO_SHORT)
    ledger._client.delete(keys.JOB.of("gone"))
    return names


def test_ends_of_a_time(resources: WorkerResources, three_ends: list[str]) -> None:
    """The latest first, also those that the ledger has forgotten; by outcome and reason."""
    told = list(ended(resources, 0, None, {}))
    assert [report["job_id"] for report in told] == three_ends[::-1]
    assert (told[-1]["outcome"], told[-1]["reason"]) == ("dropped", "too_short")
    assert "too_short" in line(told[-1])
    dead = ended(resources, 0, None, {"outcome": "dead", "reason": "bug"})
    assert [report["job_id"] for report in dead] == ["dead"]
    seconds, _ = resources.texts.time()
    assert not list(ended(resources, (seconds + 60) * 1000, None, {}))
    assert not list(ended(resources, 0, (seconds - 60) * 1000, {}))


def test_many_ends_are_read_in_batches(resources: WorkerResources, store: redis.Redis) -> None:
    """Each of them once, over the edges of the batches."""
    for number in range(450):
        job_id = f"j{number}"
        store.xadd(
            keys.OUTCOMES.name,
            {"job_id": job_id, "outcome": "dropped", "reason": "gone", "id": "", "version": ""},
        )
    told = [report["job_id"] for report in ended(resources, 0, None, {})]
    assert told == [f"j{number}" for number in reversed(range(450))]


def test_job_that_the_ledger_has_forgotten(
    resources: WorkerResources, three_ends: list[str]
) -> None:
    """It is told by its outcome, for as long as the stream has that; else it is unknown."""
    report = found(resources, three_ends[0], 20)
    assert (report["job_id"], report["reason"]) == (three_ends[0], "too_short")
    assert found(resources, "no-such-job", 20) == {"job_id": "no-such-job", "state": "unknown"}


def test_status_says_what_it_found(server_urls: Servers, three_ends: list[str]) -> None:
    """As JSON and as lines: a URL with its jobs, and the ends of the last hour up to a limit."""
    report = json.loads(asked(server_urls, "status", "--json", "https://dead.example/a").out)
    assert ids(report) == ["dead"]
    assert asked(server_urls, "status", "--since", f"{'9' * 400}d").out.count("\n") == 3
    done = asked(server_urls, "status", "--since", "1h", "--limit", "2")
    assert [row.split()[1] for row in done.out.splitlines()] == ["dead", "dropped"]
    assert "--limit" in done.err
    assert len(three_ends) == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--since", "yesterday"), "'yesterday' is no time"),
        (("--outcome", "lost"), "there is no outcome lost"),
        (("--watch", "--since", "1h"), "say which jobs"),
    ],
)
def test_status_refuses_what_it_does_not_know(
    server_urls: Servers, words: tuple[str, ...], said: str
) -> None:
    """One line, and exit code 2, before anything is asked of a server."""
    done = asked(server_urls, "status", *words)
    assert done.code == 2
    assert said in done.err


def test_hostile_title_does_not_steer_a_terminal(
    resources: WorkerResources, ledger: Ledger
) -> None:
    """What others have handed in is shown with its control characters as numbers."""
    job = Job(id="j", kind="text", title="\x1b[2Jgone\u202e")
    ledger.submit([Submission(job, TEXT)])
    assert "\x1b" not in readable(found(resources, "j", 1))
    assert "\\u001b[2Jgone\\u202e" in readable(found(resources, "j", 1))
