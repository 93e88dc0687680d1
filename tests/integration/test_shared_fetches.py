"""Jobs for one URL share one fetch; what is known of a page is asked for with its validators."""

from datetime import UTC, datetime
from typing import Any, Final

import pytest

from config.settings import Engine, Fetching, Settings
from tasks.hosts import visit_of
from tasks.job import Errand, Job, Message, Submission
from tasks.outcomes import Outcome, Reason
from tasks.record import Access, Article, Content, Source
from tasks.resources import SeenAgain
from tests.frontier import PAGE, WITHOUT_DELAY, ledger_with, message_of, state
from tests.waiting import wait_until
from worker.resources import WorkerResources
from worker.store import keys
from worker.store.ledger import Ledger

SPELLINGS = (
    "https://www.example.org/a?id=5",
    "http://www.example.org/a?id=5",
    "https://example.org/a?id=5",
    "https://example.org:443/a?id=5#top",
    "https://EXAMPLE.org/a?id=5&utm_source=feed",
    "https://example.org/a?fbclid=abc&id=5",
)


@pytest.fixture
def ledger(resources: WorkerResources) -> Ledger:
    """A ledger whose hosts have a turn whenever they are free."""
    return ledger_with(resources, **WITHOUT_DELAY, host_connections=9)


def submit(ledger: Ledger, **urls: str) -> list[str]:
    """Hand in jobs by their ids; give the ids of those that may go."""
    jobs = (Submission(Job(id=name, kind="url", url=url)) for name, url in urls.items())
    return [message.job_id for message in ledger.submit(jobs)]


def fetch(ledger: Ledger, job_id: str) -> Message:
    """Fetch a job's page; give its message for clean."""
    message = message_of(ledger, job_id)
    assert ledger.begin(message, "t").standing == "current"
    assert ledger.hand_over(message, "t", PAGE, visit_of(None, 0.01)) is not None
    return Message("clean", job_id, message.generation)


def test_spellings_of_one_url_share_a_fetch(resources: WorkerResources, ledger: Ledger) -> None:
    """The first goes; the others wait for its outcome, and are unchanged with its document."""
    jobs = {f"j{n}": url for n, url in enumerate(SPELLINGS)}
    assert submit(ledger, **jobs) == ["j0"]
    message = fetch(ledger, "j0")
    assert ledger.wake().messages == ()
    resources.texts.hset(keys.JOB.of("j0"), "document", "d1")
    ledger.begin(message, "t")
    ledger.close(message, Outcome.UNCHANGED, Reason.SAME_VERSION)
    wait_until(lambda: not ledger.wake().messages and not ledger.counts().open, 5, "their ends")
    for name in list(jobs)[1:]:
        told = state(ledger, name)
        assert (told["outcome"], told["reason"], told["document"]) == ("unchanged", "fresh", "d1")


def test_next_goes_on_when_the_first_failed(ledger: Ledger) -> None:
    """One of those that waited takes its place, and the others wait for that one."""
    submit(ledger, j0=SPELLINGS[0], j1=SPELLINGS[1], j2=SPELLINGS[2])
    message = fetch(ledger, "j0")
    ledger.begin(message, "t")
    (went,) = ledger.close(message, Outcome.DEAD, Reason.BUG).messages
    assert went.job_id in {"j1", "j2"}
    assert ledger.wake().messages == ()
    again = fetch(ledger, went.job_id)
    ledger.begin(again, "t")
    ledger.close(again, Outcome.UNCHANGED, Reason.SAME_VERSION)
    wait_until(lambda: not ledger.wake().messages and not ledger.counts().open, 5, "the end")
    ends = {state(ledger, name)["reason"] for name in ("j1", "j2")}
    assert ends == {"same_version", "fresh"}


def test_url_handed_in_after_its_fetch_is_fetched_again(ledger: Ledger) -> None:
    """Whoever asks later wants the page as it is now."""
    submit(ledger, j0=SPELLINGS[0])
    message = fetch(ledger, "j0")
    ledger.begin(message, "t")
    ledger.close(message, Outcome.UNCHANGED, Reason.SAME_VERSION)
    assert submit(ledger, later=SPELLINGS[1]) == ["later"]


def test_within_the_freshness_window_it_is_not(resources: WorkerResources) -> None:
    """With `NEWSMILL_FRESH_SECONDS` a fetch serves those who ask so much later, too."""
    settings = Settings(
        servers=resources.settings.servers, fetching=Fetching(fresh_seconds=60), engine=Engine()
    )
    ledger = Ledger(resources.texts, settings)
    submit(ledger, j0=SPELLINGS[0])
    message = fetch(ledger, "j0")
    ledger.begin(message, "t")
    ledger.close(message, Outcome.UNCHANGED, Reason.SAME_VERSION)
    resources.texts.hset(keys.HOST.of("example.org"), "next", 0)
    assert submit(ledger, later=SPELLINGS[1]) == []
    assert state(ledger, "later")["reason"] == "fresh"


def test_other_urls_do_not_share(ledger: Ledger) -> None:
    """A parameter that selects the article makes another URL."""
    assert submit(ledger, a=SPELLINGS[0], b=SPELLINGS[0].replace("id=5", "id=6")) == ["a", "b"]


def test_canonical_url_shares_the_fetch_too(resources: WorkerResources) -> None:
    """Once cleaning has found which document it is, its own URL is known to be fetched."""
    ledger = resources.ledger
    assert submit(ledger, short="https://a.example/?p=12", long="https://a.example/b") == ["short"]
    message = fetch(ledger, "short")
    document = state(ledger, "long")["url_key"]
    article = Article(
        id=document,
        source=Source(kind="url"),
        access=Access(verdict="open", kind="article"),
        content=Content(text_sha256="t"),
    )
    ledger.begin(message, "t")
    assert ledger.hand_over(message, "t", article) == ()
    ledger.close(Message("extract", "short", 1), Outcome.UNCHANGED, Reason.SAME_VERSION)
    wait_until(lambda: ledger.wake() and not ledger.counts().open, 5, "the turn of the other")
    assert state(ledger, "long")["reason"] == "fresh"


KNOWN: Final[dict[Any, Any]] = {
    "version": "3",
    "entry": "1-1",
    "text_sha256": "t",
    "metadata_sha256": "m",
    "body_sha256": "b",
    "fetched_at": "2026-03-01T00:00:00+00:00",
    "etag": '"v3"',
    "last_modified": "",
}


def known_document(resources: WorkerResources, ledger: Ledger) -> tuple[Message, Errand]:
    """Hand in the URL of a document that has a head, and begin to fetch it."""
    submit(ledger, j=SPELLINGS[0])
    document = state(ledger, "j")["url_key"]
    resources.texts.hset(keys.HEAD.of(document), mapping=KNOWN)
    resources.texts.expire(keys.HEAD.of(document), 60)
    message = Message("fetch", "j", 1)
    errand = Job.from_ledger("j", ledger.begin(message, "t").fields).errand
    assert errand is not None
    return message, errand


def test_head_tells_a_fetch_what_is_known(resources: WorkerResources, ledger: Ledger) -> None:
    """Validators, hash and time of the latest version come with the job."""
    _, errand = known_document(resources, ledger)
    assert errand.known_etag == '"v3"'
    assert errand.known_last_modified is None
    assert errand.known_body_sha256 == "b"
    assert errand.known_fetched_at == datetime(2026, 3, 1, tzinfo=UTC)


def test_page_that_is_known_ends_at_the_fetch(resources: WorkerResources, ledger: Ledger) -> None:
    """Nothing is read again; the head lives on, with the new validators."""
    message, errand = known_document(resources, ledger)
    again = SeenAgain(Reason.SAME_BODY, {"etag": '"v3b"'})
    ended = ledger.recognise(message, errand, again, visit_of(None, 0.1))
    assert (ended.outcome, ended.reason) == (Outcome.UNCHANGED, Reason.SAME_BODY)
    head = resources.texts.hgetall(keys.HEAD.of(errand.expected or ""))
    assert head["etag"] == '"v3b"'
    assert resources.texts.ttl(keys.HEAD.of(errand.expected or "")) > 60
    told = state(ledger, "j")
    assert (told["document"], told["version"]) == (errand.expected, "3")
    assert "fetched" in told


def test_head_that_has_moved_on_is_a_conflict(resources: WorkerResources, ledger: Ledger) -> None:
    """What was compared with is not known any more: nothing is closed."""
    message, errand = known_document(resources, ledger)
    resources.texts.hset(keys.HEAD.of(errand.expected or ""), "body_sha256", "other")
    again = SeenAgain(Reason.NOT_MODIFIED, {})
    assert ledger.recognise(message, errand, again, visit_of(None, 0.1)).standing == "conflict"
    assert state(ledger, "j")["state"] == "running"
