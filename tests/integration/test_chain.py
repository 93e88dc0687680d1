"""The way of one document through real workers: every kind of end, once."""

import json

import pytest
from celery import Celery

from config.celery import broker_url
from tasks.chain import send
from tasks.outcomes import REASONS, Outcome, Reason
from tests.mill import Mill, page, text, url
from tests.site import Site
from tests.waiting import wait_until
from worker.store import keys

SENTENCE = "The mayor of Lisbon, Ana Duarte, opened the new tram line on Monday morning. "


def article_html(words: str, title: str = "New tram line opens") -> str:
    """Give a page whose article begins with these words."""
    paragraphs = "".join(f"<p>{words} {SENTENCE * 3}</p>" for _ in range(4))
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


def test_text_becomes_a_record(working_mill: Mill) -> None:
    """A text is published once, with its job, its version and its evidence."""
    (job_id,) = working_mill.submit(text(f"A first text. {SENTENCE}", own_id="first"))
    assert working_mill.outcomes(job_id) == ["published: new"]
    records = [json.loads(entry["record"]) for entry in working_mill.entries(keys.ARTICLES)]
    (record,) = [record for record in records if record["job_id"] == job_id]
    assert record["version"] == {"number": 1, "change": "new"}
    names = {entity["name"] for entity in record["entities"]}
    assert {"Lisbon", "Ana Duarte"} <= names
    whole = record["content"]["text"]
    for entity in record["entities"]:
        for mention in entity["mentions"]:
            assert whole[mention["start"] : mention["end"]] == mention["text"]


def test_url_is_fetched(working_mill: Mill, site: Site) -> None:
    """A URL goes through all four tasks, and the record says what HTTP said."""
    address = site.page("/chain/tram", article_html("A page that is fetched."))
    (job_id,) = working_mill.submit(url(address))
    assert working_mill.outcomes(job_id) == ["published: new"]
    records = [json.loads(entry["record"]) for entry in working_mill.entries(keys.ARTICLES)]
    (record,) = [record for record in records if record["job_id"] == job_id]
    assert record["fetch"]["status"] == 200
    assert record["content"]["title"] == "New tram line opens"


def test_versions(working_mill: Mill, site: Site) -> None:
    """The same again is unchanged; a new text is version 2; the first text again version 3."""
    first, second = article_html("As it was."), article_html("As it is now.")
    endings = []
    for html in (first, first, second, first):
        (job_id,) = working_mill.submit(url(site.page("/chain/versions", html)))
        endings += working_mill.outcomes(job_id)
    assert endings == [
        "published: new",
        "unchanged: same_body",
        "published: text",
        "published: text",
    ]


@pytest.mark.parametrize(
    ("path", "ending"),
    [
        ("/404", "dropped: not_found"),
        ("/410", "dropped: gone"),
        ("/403", "dropped: forbidden"),
        ("/500", "dead: upstream_error"),
        ("/png", "dropped: unsupported_media"),
        ("/pdf", "published: new"),
    ],
)
def test_answers_of_the_world(working_mill: Mill, site: Site, path: str, ending: str) -> None:
    """Each answer of a server ends with its reason; what may pass is tried again first."""
    (job_id,) = working_mill.submit(url(site.url(path)))
    assert working_mill.outcomes(job_id) == [ending]
    assert working_mill.outcome_count(job_id) == 1
    outcome, reason = ending.split(": ")
    assert Reason(reason) in REASONS[Outcome(outcome)]


def test_attempts_are_counted(working_mill: Mill, site: Site) -> None:
    """A server that fails is asked as often as there are attempts, and no more."""
    before = site.hits("/503")
    (job_id,) = working_mill.submit(url(site.url("/503")))
    working_mill.outcomes(job_id)
    assert site.hits("/503") - before == 2


def test_forbidden_address_is_never_reached(working_mill: Mill) -> None:
    """A URL of an address that is not public is unsafe, at once."""
    (job_id,) = working_mill.submit(url("http://[::1]:9/"))
    assert working_mill.outcomes(job_id) == ["dropped: unsafe_url"]


@pytest.mark.parametrize(
    ("submission", "ending"),
    [
        (text(""), "dropped: too_short"),
        (text("  \n \n"), "dropped: too_short"),
        (page("<html><body><p>Too little.</p></body></html>"), "dropped: too_short"),
        (page("\x89PNG\r\n\x1a\n" + "\0\1\2" * 500), "dropped: unsupported_media"),
    ],
)
def test_content_that_is_no_article(working_mill: Mill, submission: object, ending: str) -> None:
    """What holds no article is dropped with its reason."""
    (job_id,) = working_mill.submit(submission)  # type: ignore[arg-type]
    assert working_mill.outcomes(job_id) == [ending]


def test_any_celery_client_can_submit(working_mill: Mill) -> None:
    """A client that knows a task's name and the broker, and nothing else, hands in a job."""
    client = Celery(broker=broker_url(working_mill.servers.broker_url))
    words = f"Handed in by name alone. {SENTENCE}"
    sent = client.send_task("newsmill.submit", kwargs={"text": words}, ignore_result=True)
    client.close()
    job_id = sent.id
    wait_until(lambda: working_mill.app.resources.ledger.state(job_id), 30, "the job exists")
    assert working_mill.outcomes(job_id) == ["published: new"]


def test_inbox_entry_becomes_a_job(working_mill: Mill) -> None:
    """An entry of the inbox, from any language, is a job of its own id, then gone."""
    words = f"Put into the inbox. {SENTENCE}"
    entry_id = working_mill.store.xadd(keys.INBOX.name, {"text": words})
    assert isinstance(entry_id, str)
    wait_until(lambda: working_mill.app.resources.ledger.state(entry_id), 30, "the job exists")
    assert working_mill.outcomes(entry_id) == ["published: new"]
    wait_until(lambda: working_mill.store.xlen(keys.INBOX.name) == 0, 30, "the inbox is empty")


def test_inbox_entry_that_is_no_utf8_stops_nobody(working_mill: Mill) -> None:
    """What anybody may write to the inbox gets an outcome, and so does what is behind it."""
    bad = working_mill.store.xadd(keys.INBOX.name, {"text": b"caf\xe9 \xff", "title": b"\xe9"})
    words = f"Put behind what is no UTF-8. {SENTENCE}"
    good = working_mill.store.xadd(keys.INBOX.name, {"text": words, "seal": b"\xff"})
    for entry_id, ending in ((bad, "dead: malformed"), (good, "published: new")):
        assert isinstance(entry_id, str)
        assert working_mill.outcomes(entry_id) == [ending]


def test_message_run_twice_publishes_once(working_mill: Mill) -> None:
    """Every task of a document, sent twice at the same time, leaves one record."""
    submission = text(f"Sent twice at one time. {SENTENCE}")
    released = working_mill.app.resources.ledger.submit([submission])
    send(working_mill.app, released)
    send(working_mill.app, released)
    job_id = submission.job.id
    assert working_mill.outcomes(job_id) == ["published: new"]
    assert working_mill.outcome_count(job_id) == 1
    records = [json.loads(entry["record"]) for entry in working_mill.entries(keys.ARTICLES)]
    assert [record["job_id"] for record in records].count(job_id) == 1
