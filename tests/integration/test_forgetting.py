"""Forgetting on a real store: what goes, what stays, and what cannot come back."""

import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from rich.console import Console

from config.settings import settings, variable
from tasks.job import Job, Submission
from tasks.outcomes import Outcome, Reason
from tasks.record import Record
from tasks.urls.identity import identity_of, url_key
from tests.forgotten import (
    NAMED,
    PAGE,
    address,
    after_now,
    article,
    at_publish,
    document_of,
    entries,
    publish,
    published,
    stream,
    telling,
    utc,
)
from worker.celery import NewsmillApp, create_app
from worker.commands import main
from worker.consuming.consumer import Consumer
from worker.forgetting import forget, held
from worker.resources import WorkerResources
from worker.showing.page import page
from worker.showing.text import text
from worker.store import keys
from worker.store.connection import now_ms
from worker.store.naming import DocumentUnknown
from worker.store.streams import Entry

OLDER = (Outcome.UNCHANGED, Reason.OLDER_FETCH)


@pytest.fixture
def app(resources: WorkerResources) -> Iterator[NewsmillApp]:
    """The app on the test's servers."""
    with create_app(resources.settings) as made:
        yield made
        made.resources.close()


def test_nothing_of_a_document_is_left(
    app: NewsmillApp, resources: WorkerResources, store: redis.Redis
) -> None:
    """No key and no entry holds its text, title or URL; another document keeps all it has."""
    published(resources, "j1", "One.")
    published(resources, "j2", "Two.")
    published(resources, "other", "Three.", "b")
    (dead,) = resources.ledger.submit(
        [Submission(Job(id="j3", kind="file", url=address(), title=NAMED), PAGE)]
    )
    resources.ledger.close(dead, Outcome.DEAD, Reason.BUG, error=f"{NAMED} failed")
    document = document_of()
    texts = [keys.TEXT.of(article(words).content.text_sha256) for words in ("One.", "Two.")]
    assert store.exists(*texts) == 2

    forget(app, [document])

    assert all("/b" in one or "other" in one for one in telling(store, NAMED))
    assert telling(store, f"{NAMED}/b")
    assert store.exists(*texts, keys.PAGE.of("j3")) == 0
    assert list(resources.ledger.dead()) == []
    assert entries(store) == [("1", "new"), ("3", "withdrawn")]
    head = store.hgetall(keys.HEAD.of(document))
    assert set(head) == {"version", "entry", "seen", "withdrawn", "fetched_at"}


def test_withdrawal_is_a_record_that_tells_nothing(
    app: NewsmillApp, resources: WorkerResources, store: redis.Redis
) -> None:
    """It is valid, has the next number, the entry before and the site, and no word of the text."""
    published(resources, "j1", "One.")
    before = store.hget(keys.HEAD.of(document_of()), "entry")
    forget(app, [document_of()])
    entry = resources.streams.newest(document_of())
    record = Record.model_validate_json(entry.fields["record"])
    assert record.version
    assert (record.version.number, record.version.previous) == (2, before)
    assert (record.id, record.source.kind) == (document_of(), "file")
    assert (entry.fields["site"], entry.fields["change"]) == ("news.example", "withdrawn")
    assert [entry.fields[name] for name in ("url", "title", "published", "language")] == [""] * 4
    assert record.content.text is None
    assert record.content.text_sha256 != article("One.").content.text_sha256
    assert "This document was withdrawn." in page(record)
    with (console := Console()).capture() as printed:
        console.print(text(record))
    assert "This document was withdrawn." in printed.get()


def test_consumers_get_the_withdrawal_alone(
    app: NewsmillApp, resources: WorkerResources, store: redis.Redis
) -> None:
    """What a member has read and not acknowledged never comes again, and nothing empty comes."""
    published(resources, "j1", "One.")
    published(resources, "j2", "Two.")
    consumer = Consumer(store, "g", name="killed")
    reading = consumer.entries(follow=False)
    next(reading)
    forget(app, [document_of()])
    (group,) = store.xinfo_groups(keys.ARTICLES.name)
    assert group["pending"] == 0, "what is pending and gone would hold back the trimming"
    reading.close()
    rest = list(Consumer(store, "g", name="next").entries(follow=False))
    assert [entry.fields["change"] for entry in rest] == ["withdrawn"]
    record = json.loads(rest[0].fields["record"])
    assert record["content"].get("title") is None


def test_what_groups_gave_up_of_a_document_is_deleted(
    app: NewsmillApp, resources: WorkerResources, store: redis.Redis
) -> None:
    """Also of a group that was destroyed; other documents, and withdrawals, stay dead."""

    def refuse(entry: Entry) -> None:
        raise ValueError(entry.id)

    def give_up(group: str) -> list[tuple[str, str]]:
        consumer = Consumer(store, group, max_deliveries=1, retry_after_seconds=0)
        consumer.run(refuse, follow=False)
        return [(entry.fields["id"], entry.fields["change"]) for entry in consumer.dead()]

    published(resources, "j1", "One.")
    published(resources, "other", "Two.", "b")
    assert len(give_up("g")) == len(give_up("destroyed")) == 2
    store.xgroup_destroy(keys.ARTICLES.name, "destroyed")
    forget(app, [document_of()])
    assert all("/b" in one or "other" in one for one in telling(store, NAMED))
    rest = [(document_of("b"), "new"), (document_of(), "withdrawn")]
    assert give_up("g") == rest
    forget(app, [document_of()])
    assert give_up("g") == rest


def test_forgetting_twice_publishes_once(
    app: NewsmillApp, resources: WorkerResources, store: redis.Redis
) -> None:
    """The second time it is withdrawn already; what has come since goes."""
    published(resources, "j1", "One.")
    forget(app, [document_of()])
    (late,) = resources.ledger.submit(
        [Submission(Job(id="j2", kind="file", url=address(), title=NAMED), PAGE)]
    )
    resources.ledger.close(late, Outcome.DEAD, Reason.POISON)
    (found,) = held(resources, [document_of()])
    assert found.versions
    assert found.versions.withdrawn
    assert found.jobs == ["j2"]
    forget(app, [document_of()])
    assert entries(store) == [("2", "withdrawn")]
    assert telling(store, NAMED) == []


def test_document_that_comes_again_is_new(
    app: NewsmillApp, resources: WorkerResources, store: redis.Redis
) -> None:
    """Versions number on; forgotten once more, the withdrawal before may stay."""
    published(resources, "j1", "One.")
    forget(app, [document_of()])
    after_now(resources)
    assert published(resources, "j2", "One.").reason == Reason.NEW
    assert entries(store) == [("2", "withdrawn"), ("3", "new")]
    forget(app, [document_of()])
    assert entries(store) == [("2", "withdrawn"), ("4", "withdrawn")]


def test_record_that_was_trimmed_is_withdrawn_too(
    app: NewsmillApp, resources: WorkerResources, store: redis.Redis
) -> None:
    """Consumers may have it: they are told as long as the head is known, and its claim goes."""
    published(resources, "j1", "One.")
    store.xtrim(keys.ARTICLES.name, maxlen=0, approximate=False)
    forget(app, [document_of()])
    assert entries(store) == [("2", "withdrawn")]
    assert not store.exists(keys.TEXT.of(article("One.").content.text_sha256))


def test_job_that_was_handed_in_before_publishes_nothing(
    app: NewsmillApp, resources: WorkerResources, store: redis.Redis
) -> None:
    """Known by then it ends at once; one that turns out to be that document ends at publish."""
    published(resources, "j1", "One.")
    made = article("Two.")
    known = at_publish(resources, "known", made)
    (unknown,) = resources.ledger.submit([Submission(Job(id="unknown", kind="text"), PAGE)])
    forget(app, [document_of()])
    assert publish(resources, known, made).standing == "unknown"
    assert resources.ledger.state("known") is None
    for following in ("extract", "publish"):
        resources.ledger.begin(unknown, "t")
        resources.ledger.hand_over(unknown, "t", made)
        unknown = unknown._replace(task=following)
    after_now(resources)
    published(resources, "later", "Three.")
    ended = publish(resources, unknown, made)
    assert (ended.outcome, ended.reason) == OLDER
    assert entries(store) == [("2", "withdrawn"), ("3", "new")]
    told = {fields["job_id"]: fields["reason"] for fields in stream(store, keys.OUTCOMES)}
    assert told["known"] == told["unknown"] == "older_fetch"


def test_page_that_was_archived_before_stays_away(
    app: NewsmillApp, resources: WorkerResources, store: redis.Redis
) -> None:
    """A later job for a page fetched before the forgetting ends as an older fetch."""
    published(resources, "j1", "One.")
    earlier = utc(now_ms(resources.texts) - 1000)
    forget(app, [document_of()])
    after_now(resources)
    made = article("Two.", fetched_at=earlier)
    ended = publish(resources, at_publish(resources, "j2", made), made)
    assert (ended.outcome, ended.reason) == OLDER
    assert entries(store) == [("2", "withdrawn")]


def test_version_in_between_is_seen(resources: WorkerResources, store: redis.Redis) -> None:
    """What was looked at before another version came withdraws nothing."""
    published(resources, "j1", "One.")
    versions = resources.withdrawals.versions(document_of())
    assert versions
    published(resources, "j2", "Two.")
    assert resources.withdrawals.withdraw(document_of(), versions) is None
    assert len(entries(store)) == 2


def test_publishing_at_the_same_time_leaves_nothing(
    app: NewsmillApp, resources: WorkerResources, store: redis.Redis
) -> None:
    """Whichever comes first, once forget has returned the stream tells of withdrawals alone.

    Every other turn what is published meanwhile is the first version of its document.
    """
    other = WorkerResources(resources.settings)
    with ThreadPoolExecutor(1) as pool:
        for turn in range(40):
            name = f"race-{turn}"
            if turn % 2:
                published(resources, f"{name}-1", "One.", name)
            made = article("Two.", name)
            message = at_publish(resources, f"{name}-2", made)
            publishing = pool.submit(publish, other, message, made)
            forget(app, [document_of(name)])
            assert telling(store, f"{NAMED} speaks") == []
            publishing.result()
            assert telling(store, f"{NAMED} speaks") == []
    other.close()


def test_urls_that_wait_end_and_their_host_goes_on(
    app: NewsmillApp, resources: WorkerResources
) -> None:
    """Of one URL the job that has its turn and those that follow it end; the next page may go."""
    published(resources, "j0", "One.")
    jobs = [Job(id=f"u{n}", kind="url", url=address()) for n in range(3)]
    next_page = Job(id="next", kind="url", url="https://news.example/b")
    resources.ledger.submit([Submission(job) for job in (*jobs, next_page)])
    forget(app, [document_of()])
    assert resources.ledger.open_ids() == ["next"]
    assert not resources.texts.exists(keys.URL.of(document_of()))


@pytest.mark.parametrize("said", [address(), f"{address()}?utm_source=x", document_of(), "my-17"])
def test_document_is_found_by_what_a_person_has(resources: WorkerResources, said: str) -> None:
    """Its URL in any spelling, its id, or the caller's own id of a text."""
    published(resources, "j1", "One.")
    own = Job(id="j2", kind="text", own_id="my-17")
    (message,) = resources.ledger.submit([Submission(own, PAGE)])
    resources.ledger.close(message, Outcome.DEAD, Reason.POISON)
    (found,) = held(resources, [said])
    expected = identity_of(url=None, own_id="my-17", text="")
    assert found.document == (expected if said == "my-17" else document_of())


def test_url_leads_to_the_document_that_it_has_turned_out_to_be(
    resources: WorkerResources, store: redis.Redis
) -> None:
    """As long as the fetch is remembered, a URL that is not the canonical one is understood."""
    published(resources, "j1", "One.")
    shown_at = "https://news.example/amp/17"
    store.set(keys.URL.of(url_key(shown_at) or ""), "j1", ex=60)
    assert [one.document for one in held(resources, [shown_at])] == [document_of()]
    with pytest.raises(DocumentUnknown):
        held(resources, [shown_at, "https://news.example/unknown"])


@pytest.fixture
def environment(resources: WorkerResources, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The settings of a command on the test's servers."""
    for name in ("broker_url", "store_url"):
        monkeypatch.setenv(variable(name), getattr(resources.settings.servers, name))
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.usefixtures("environment")
def test_the_command_says_what_goes(
    resources: WorkerResources, store: redis.Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    """A dry run changes nothing; --yes forgets, and a second time it is withdrawn already."""
    published(resources, "j1", "One.")
    assert main(["forget", "--dry-run", address()]) == 0
    line = f"{document_of()}  version 1, entries: 1, jobs: 1\n"
    assert capsys.readouterr().out == line
    assert entries(store) == [("1", "new")]
    assert main(["forget", "--yes", address()]) == 0
    told = capsys.readouterr()
    assert told.out == line
    assert "WARC" in told.err
    assert main(["forget", "--yes", document_of()]) == 0
    assert capsys.readouterr().out == f"{document_of()}  already withdrawn, jobs: 0\n"
    assert entries(store) == [("2", "withdrawn")]
    assert main(["show", document_of()]) == 1
    assert "was withdrawn" in capsys.readouterr().err


@pytest.mark.usefixtures("environment")
def test_the_command_asks_first(
    resources: WorkerResources, store: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that is no, or none at all, forgets nothing."""
    published(resources, "j1", "One.")
    for answer in ("n\n", ""):
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        assert main(["forget", address()]) == 1
    assert entries(store) == [("1", "new")]


@pytest.mark.usefixtures("environment")
def test_unknown_document_is_said(
    resources: WorkerResources, store: redis.Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line, with exit code 1; nothing else that was named is forgotten."""
    published(resources, "j1", "One.")
    assert main(["forget", "--yes", address(), "https://news.example/unknown"]) == 1
    told = capsys.readouterr()
    assert "knows no document https://news.example/unknown" in told.err
    assert entries(store) == [("1", "new")]
