"""Documents in a real store, for tests that need no workers to publish and forget them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import cast

import redis

from tasks.comparing.minhash import signature_of
from tasks.job import Job, Message, RawPage
from tasks.publish import publication_of
from tasks.record import Access, Article, Content, Extractions, Fetch, Source, sha256
from tasks.resources import Ended
from tasks.urls.identity import identity_of
from tests import jobs
from tests.waiting import wait_until
from worker.resources import WorkerResources
from worker.store import keys
from worker.store.connection import now_ms

NAMED = "Wilhelmina"
PAGE = RawPage(body=NAMED.encode(), content_type="text/plain; charset=utf-8")


def address(name: str = "a") -> str:
    """Give a URL that tells what it should not."""
    return f"https://news.example/{NAMED}/{name}"


def document_of(name: str = "a") -> str:
    """Give the id of the document at an address."""
    return identity_of(url=address(name), own_id=None, text="")


def article(words: str, name: str = "a", fetched_at: datetime | None = None) -> Article:
    """Give an article that names somebody."""
    text = f"{NAMED} spoke. {words}"
    return Article(
        id=document_of(name),
        source=Source(kind="file", url=address(name), site="news.example"),
        fetch=Fetch(at=fetched_at, sha256=sha256(words)) if fetched_at else None,
        access=Access(verdict="open", kind="article"),
        content=Content(title=f"{NAMED} speaks", text=text, text_sha256=sha256(text)),
    )


def at_publish(resources: WorkerResources, job_id: str, made: Article) -> Message:
    """Bring the job of an article up to publish; give its message."""
    job = Job(id=job_id, kind="file", url=made.source.url, title=made.content.title)
    return jobs.at_publish(resources.ledger, job, made)


def publish(resources: WorkerResources, message: Message, made: Article) -> Ended:
    """Publish a job as the task does: compared again as long as another comes in between."""
    job = Job(id=message.job_id, kind="file")
    while True:
        signature = signature_of(made.content.text or "", None)
        known = resources.ledger.known(made.id, made.content.text_sha256, signature)
        publication = publication_of(resources, job, made, Extractions(), known, signature)
        ended = resources.ledger.publish(message, publication)
        if ended.standing != "conflict":
            return ended


def published(resources: WorkerResources, job_id: str, words: str, name: str = "a") -> Ended:
    """Publish a version of a document."""
    made = article(words, name)
    return publish(resources, at_publish(resources, job_id, made), made)


def after_now(resources: WorkerResources) -> None:
    """Wait until the store's clock, which counts milliseconds, has moved on."""
    at = now_ms(resources.texts)
    wait_until(lambda: now_ms(resources.texts) > at, 5, "a later millisecond")


def told(store: redis.Redis) -> Iterator[str]:
    """Give everything that a store holds, key by key."""
    for name in store.scan_iter(count=1000):
        kind = store.type(name)
        if kind == "stream":
            yield f"{name} {store.xrange(name)}"
        elif kind == "hash":
            yield f"{name} {store.hgetall(name)}"
        elif kind == "string":
            yield f"{name} {store.get(name)!r}"


def telling(store: redis.Redis, *words: str) -> list[str]:
    """Give what in a store still holds one of some words."""
    return [one for one in told(store) if any(word in one for word in words)]


def stream(store: redis.Redis, key: keys.Key) -> list[dict[str, str]]:
    """Give the fields of all entries of a stream."""
    return [
        fields for _, fields in cast("list[tuple[str, dict[str, str]]]", store.xrange(key.name))
    ]


def entries(store: redis.Redis) -> list[tuple[str, str]]:
    """Give version and change of each entry of the article stream."""
    return [(fields["version"], fields["change"]) for fields in stream(store, keys.ARTICLES)]


def utc(ms: int) -> datetime:
    """Give the time that the store counts in milliseconds."""
    return datetime.fromtimestamp(ms / 1000, UTC)
