"""The ledger on a real store: every change of a job's state, and what is refused."""

import pytest
import redis

from config.settings import Engine, Settings
from tasks.comparing.versions import Known
from tasks.errors import StoreFull, StoreUnavailable, TooLarge
from tasks.job import Job, Message, Submission
from tasks.outcomes import Outcome, Reason
from tasks.resources import Publication
from tests.jobs import PAGE, at_publish
from worker.resources import WorkerResources
from worker.store import keys
from worker.store.connection import store_errors
from worker.store.ledger import Ledger


def text_job(job_id: str = "j1") -> Submission:
    """Give a job that brings its text."""
    return Submission(Job(id=job_id, kind="text"), PAGE)


@pytest.fixture
def ledger(resources: WorkerResources) -> Ledger:
    """The ledger of the test's store."""
    return resources.ledger


def submit(ledger: Ledger, job_id: str = "j1") -> Message:
    """Submit a job of its own; give its message."""
    (message,) = ledger.submit([text_job(job_id)])
    return message


def close(ledger: Ledger, message: Message) -> tuple[Message, ...]:
    """Drop a job; give the messages released."""
    return ledger.close(message, Outcome.DROPPED, Reason.TOO_SHORT).messages


def test_submitted_job_is_queued_with_its_page(ledger: Ledger, resources: WorkerResources) -> None:
    """A job with content begins at clean, under generation 1, and its page is kept."""
    assert submit(ledger) == Message("clean", "j1", 1)
    assert resources.documents.page("j1") == PAGE


def test_url_begins_at_fetch(ledger: Ledger) -> None:
    """A job with nothing but a URL begins at fetch."""
    (message,) = ledger.submit([Submission(Job(id="u", kind="url", url="https://a.example/"))])
    assert message == Message("fetch", "u", 1)


def test_submitting_twice_changes_nothing(ledger: Ledger) -> None:
    """A job id that is known is not submitted again."""
    submit(ledger)
    assert ledger.submit([text_job()]) == []


def test_begin_counts_attempts_by_execution(ledger: Ledger) -> None:
    """Every execution counts once, however often it says that it begins."""
    message = submit(ledger)
    attempts = [ledger.begin(message, token).fields["attempts"] for token in ("a", "a", "b")]
    assert attempts == ["1", "1", "2"]


def test_attempt_given_back_is_not_counted_again(ledger: Ledger) -> None:
    """An execution whose message was given back for the store's sake is nobody's attempt."""
    message = submit(ledger)
    ledger.begin(message, "a")
    assert ledger.begin(message, "b", given_back="a").fields["attempts"] == "1"


@pytest.mark.parametrize(
    ("message", "standing"),
    [
        (Message("clean", "j1", 2), "stale"),
        (Message("clean", "nobody", 1), "unknown"),
        (Message("extract", "j1", 1), "passed"),
    ],
)
def test_message_that_is_not_current_does_not_begin(
    ledger: Ledger, message: Message, standing: str
) -> None:
    """A wrong generation, an unknown job and another task are each refused by name."""
    submit(ledger)
    assert ledger.begin(message, "t").standing == standing


def test_hand_over_moves_on_and_refuses_the_second_copy(ledger: Ledger) -> None:
    """Of two copies that run at one time, one hands over; the other is out of date."""
    message = submit(ledger)
    ledger.begin(message, "a")
    ledger.begin(message, "b")
    assert ledger.hand_over(message, "b", PAGE) == ()
    assert ledger.hand_over(message, "b", PAGE) == (), "the same execution may say it twice"
    assert ledger.hand_over(message, "a", PAGE) is None
    assert ledger.begin(message, "c").standing == "passed"
    begun = ledger.begin(Message("extract", "j1", 1), "d")
    assert begun.fields["attempts"] == "1", "attempts are counted by task"


def test_waiting_job_runs_under_a_new_generation(ledger: Ledger) -> None:
    """A failed attempt waits; once due it is released, and its old message is stale."""
    message = submit(ledger)
    ledger.begin(message, "a")
    assert ledger.wait(message, 60, "no luck") == ()
    assert ledger.begin(message, "b").standing == "waiting"
    assert ledger.wake().messages == ()
    message = submit(ledger, "j2")
    ledger.begin(message, "a")
    # The script that puts a job aside releases what is due, be it the same job.
    assert ledger.wait(message, 0, "no luck") == (Message("clean", "j2", 2),)
    assert ledger.begin(message, "c").standing == "stale"


def test_only_so_many_in_flight(test_settings: Settings, store: redis.Redis) -> None:
    """Jobs beyond the limit wait, and each closing releases the next, the oldest first."""
    limited = test_settings.model_copy(update={"engine": Engine(max_in_flight=2)})
    ledger = Ledger(store, limited)
    sent = ledger.submit([text_job(f"j{n}") for n in range(5)])
    assert len(sent) == 2
    assert ledger.counts().waiting == 3
    while sent:
        message = sent.pop(0)
        ledger.begin(message, "t")
        sent += close(ledger, message)
        assert len(sent) <= 2
    assert ledger.counts().open == 0


def test_job_has_one_outcome(ledger: Ledger, resources: WorkerResources) -> None:
    """The first outcome stays, and is on the outcome stream once."""
    message = submit(ledger)
    ledger.begin(message, "t")
    close(ledger, message)
    again = ledger.close(message, Outcome.DEAD, Reason.BUG)
    assert (again.outcome, again.reason) == (Outcome.DROPPED, Reason.TOO_SHORT)
    entries = resources.streams.read({keys.OUTCOMES.name: "0"}, 0.01)
    assert [entry.fields["job_id"] for entry in entries] == ["j1"]


def test_documents_go_with_the_outcome(ledger: Ledger, store: redis.Redis) -> None:
    """A closed job leaves its ledger entry alone, for a while; a dead one its input too."""
    message = submit(ledger)
    ledger.begin(message, "t")
    close(ledger, message)
    assert [key for key in store.scan_iter() if key.endswith(":j1")] == ["news:job:j1"]
    message = submit(ledger, "j2")
    ledger.begin(message, "t")
    ledger.close(message, Outcome.DEAD, Reason.BUG, error="oh", traceback="at line 1")
    assert store.ttl("news:page:j2") > 0
    assert [job.id for job in ledger.dead()] == ["j2"]


def test_refused_submission_is_closed_at_once(ledger: Ledger) -> None:
    """What cannot be used ends with an outcome and what was wrong, and is sent nowhere."""
    assert ledger.submit([Submission(Job(id="j1", kind="file"), refused=TooLarge("50 MB"))]) == []
    state = ledger.state("j1")
    assert state
    assert [state[field] for field in ("outcome", "reason", "error")] == [
        "dropped",
        "too_large",
        "50 MB",
    ]


def publication(version: int, known: Known, text: str = "t") -> Publication:
    """Give a publication of document d."""
    return Publication(
        Outcome.PUBLISHED,
        Reason.NEW,
        document="d",
        text_sha256=text,
        known=known,
        version=version,
        head={"text_sha256": text, "metadata_sha256": "m"},
        entry={"id": "d", "version": str(version), "record": "{}"},
    )


def test_publish_once(ledger: Ledger, resources: WorkerResources) -> None:
    """Publishing twice leaves one entry, one outcome, and the same verdict."""
    message = at_publish(ledger, Job(id="j1", kind="text"))
    known = ledger.known("d", "t")
    first = ledger.publish(message, publication(1, known))
    second = ledger.publish(message, publication(1, known))
    assert first.outcome == second.outcome == Outcome.PUBLISHED
    entries = resources.streams.read({keys.ARTICLES.name: "0", keys.OUTCOMES.name: "0"}, 0.01)
    assert len(entries) == 2


def test_publish_refuses_what_was_compared_with_an_old_head(ledger: Ledger) -> None:
    """When another version came in between, nothing happens but that it says so."""
    one, two = (
        at_publish(ledger, Job(id="j1", kind="text")),
        at_publish(ledger, Job(id="j2", kind="text")),
    )
    known = ledger.known("d", "t")
    ledger.publish(one, publication(1, known))
    assert ledger.publish(two, publication(1, known)).standing == "conflict"
    known = ledger.known("d", "t")
    assert known.head
    assert known.head.version == 1
    assert ledger.publish(two, publication(2, known)).outcome == Outcome.PUBLISHED


def test_silent_job_is_sent_again(test_settings: Settings, store: redis.Redis) -> None:
    """A running job beyond its limit and the silence is queued under a new generation."""
    ledger = Ledger(store, test_settings)
    message = submit(ledger)
    ledger.begin(message, "t")
    assert ledger.sweep(0) == ()
    assert ledger.sweep(-test_settings.silence_seconds("clean") - 1) == (Message("clean", "j1", 2),)
    assert ledger.begin(message, "t").standing == "stale"


def test_canary_only_where_jobs_wait_for_long(ledger: Ledger) -> None:
    """An empty queue, and one whose jobs came a moment ago, get no canary."""
    assert ledger.canary("clean", 0.0, 60).send_at is None
    submit(ledger)
    assert ledger.canary("clean", 60, 60).send_at is None
    canary = ledger.canary("clean", -1, 60)
    assert canary.send_at
    assert canary.returned_at is None
    assert ledger.canary("clean", -1, 60).send_at is None, "one at a time"


def test_job_overtaken_by_a_canary_is_sent_again(ledger: Ledger) -> None:
    """A canary that has come back proves messages lost that were sent before it, only those."""
    submit(ledger)
    canary = ledger.canary("clean", -1, 60)
    assert canary.send_at
    ledger.canary_returned("clean", canary.send_at)
    returned_at = ledger.canary("clean", 60, 60).returned_at
    assert returned_at == int(canary.send_at)
    assert ledger.resend("clean", returned_at - 10_000) == ()
    assert ledger.resend("clean", returned_at) == (Message("clean", "j1", 2),)


def forget_memory(ledger: Ledger) -> None:
    """Make the ledger look at the store's memory again at once."""
    ledger._memory_seen_at = float("-inf")


def test_nearly_full_store_takes_no_jobs(ledger: Ledger, store: redis.Redis) -> None:
    """Above 80 % of its memory the store refuses jobs, and says so; open ones can still end."""
    message = submit(ledger)
    used = int(store.info("memory")["used_memory"])
    store.config_set("maxmemory", int(used * 1.1))
    try:
        with pytest.raises(StoreFull):
            submit(ledger, "j2")
        store.config_set("maxmemory", int(used * 0.9))
        assert ledger.begin(message, "t").standing == "current"
        with pytest.raises(StoreFull):
            ledger.hand_over(message, "t", PAGE)
        assert close(ledger, message) == ()
    finally:
        store.config_set("maxmemory", 0)


def test_no_page_is_fetched_that_might_not_be_kept(ledger: Ledger, store: redis.Redis) -> None:
    """Above 90 % of the store's memory no fetch begins, and nobody's attempt is counted."""
    (message,) = ledger.submit([Submission(Job(id="u", kind="url", url="https://a.example/"))])
    used = int(store.info("memory")["used_memory"])
    store.config_set("maxmemory", int(used * 1.05))
    try:
        forget_memory(ledger)
        with pytest.raises(StoreFull):
            ledger.begin(message, "t")
    finally:
        store.config_set("maxmemory", 0)
    forget_memory(ledger)
    assert ledger.begin(message, "t").fields["attempts"] == "1"


def test_copy_of_the_last_attempt_is_turned_away(
    test_settings: Settings, store: redis.Redis
) -> None:
    """A broker that lost a connection sends a copy: a healthy last attempt is not poison."""
    engine = Engine(max_attempts=1)
    ledger = Ledger(store, test_settings.model_copy(update={"engine": engine}))
    message = submit(ledger)
    ledger.begin(message, "a")
    assert ledger.begin(message, "b").standing == "running"
    assert ledger.hand_over(message, "a", PAGE) == ()


def test_job_that_is_gone_blocks_nobody(ledger: Ledger, store: redis.Redis) -> None:
    """An id without a job, in whatever set, is taken out; the others are released."""
    store.zadd(keys.WAITING.name, {"phantom": 1})
    store.zadd(keys.RUNNING.name, {"phantom": 1})
    store.zadd(keys.QUEUED.of("clean"), {"phantom": 1})
    assert submit(ledger).job_id == "j1"
    assert ledger.sweep(0) == ()
    assert ledger.resend("clean", 2) == ()
    assert ledger.counts().open == 1
    assert not store.exists(keys.JOB.of("phantom"))


def test_clock_set_back_proves_nothing(ledger: Ledger, store: redis.Redis) -> None:
    """A canary from the future is forgotten; one that was never sent is not noted."""
    submit(ledger)
    store.hset(keys.CANARY.of("clean"), mapping={"sent": 1e15, "returned": 1e15})
    canary = ledger.canary("clean", -1, 60)
    assert canary.send_at
    assert canary.returned_at is None
    for forged in ("1e300", "no number"):
        ledger.canary_returned("clean", forged)
    assert ledger.canary("clean", 60, 60).returned_at is None


def test_one_clock_holds_the_lease(ledger: Ledger) -> None:
    """A second clock stands by until the first gives up."""
    assert ledger.lease("one", 60)
    assert ledger.lease("one", 60)
    assert not ledger.lease("two", 60)
    assert ledger.lease("one", 0)
    assert ledger.lease("two", 60)


@pytest.mark.parametrize("answer", ["READONLY", "MASTERDOWN", "LOADING", "MISCONF", "NOREPLICAS"])
def test_store_that_cannot_serve_is_named(store: redis.Redis, answer: str) -> None:
    """The answers of a failover are a StoreUnavailable, alone and in a pipeline."""
    refused = f"return redis.error_reply('{answer} not now')"
    with pytest.raises(StoreUnavailable), store_errors():
        store.eval(refused, 0)
    with pytest.raises(StoreUnavailable), store_errors():
        store.pipeline(transaction=False).eval(refused, 0).execute()


def test_store_that_is_away_is_named(test_settings: Settings) -> None:
    """No answer is a StoreUnavailable, never an error of redis."""
    away = test_settings.servers.model_copy(update={"store_url": "unix:///nowhere.sock"})
    resources = WorkerResources(test_settings.model_copy(update={"servers": away}))
    with pytest.raises(StoreUnavailable):
        resources.ledger.counts()
