"""What workers send to a store for one article, and to a broker for one message, as bytes."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.settings import Settings
from tasks.chain import send
from tasks.comparing.minhash import signature_of
from tasks.hosts import Visit
from tasks.job import Job, Message, RawPage
from tasks.publish import publication_of
from tasks.steps import clean_page, extract_facts
from tests.benchmarks import press
from tests.benchmarks.delivering import Read, address, article_of, words_of
from tests.mill import url
from worker.celery import create_app
from worker.resources import WorkerResources
from worker.store.connection import connect
from worker.store.documents import Documents
from worker.store.ledger import Ledger

PAGES: Final = 50
"""So many pages are made; jobs have them by turns, each as a document of its own."""


class Sent(NamedTuple):
    """What is sent at one time, and how many answers it has."""

    packed: bytes
    answers: int = 1


Script = Sequence[Sent]
"""What a worker says, one after the other."""


class Recording(redis.Connection):
    """A connection that remembers what it has sent."""

    sent: list[Sent] = []  # noqa: RUF012 - of all connections together

    def send_packed_command(self, command: Any, check_health: bool = True) -> None:  # noqa: ANN401, FBT001, FBT002 - redis-py's
        """Send, and remember."""
        self.sent.append(Sent(command if isinstance(command, bytes) else b"".join(command)))
        super().send_packed_command(command, check_health)  # type: ignore[no-untyped-call]


class Articles:
    """Takes jobs through a store as the workers do, and gives what was sent for each.

    Args:
        settings: with the URLs of both servers.
    """

    def __init__(self, settings: Settings) -> None:
        self._resources = WorkerResources(settings)
        self._ledger = Ledger(recorder(settings, texts=True), settings)
        self._documents = Documents(recorder(settings, texts=False))
        self._pages = [press.page(number) for number in range(PAGES)]
        self._read = self._read_one()

    def _read_one(self) -> Read:
        """Read one page, as all the jobs' are said to be read."""
        models, settings = self._resources.models, self._resources.settings
        job = Job(id="", kind="url", url=address(0))
        article = clean_page(job, self._page(0), models, settings)
        return Read(article, extract_facts(article, models))

    def _page(self, number: int) -> RawPage:
        return RawPage(
            body=self._pages[number % PAGES],
            content_type="text/html; charset=utf-8",
            final_url=address(number),
            status=200,
            at=datetime.now(UTC),
            etag='"5f3c8a1b2d4e6"',
            last_modified="Sun, 01 Mar 2026 07:30:00 GMT",
        )

    def recorded(self, number: int) -> Script:
        """Publish an article; give what was sent for it."""
        Recording.sent.clear()
        self.finish(self.brought_to_publish(number))
        return tuple(Recording.sent)

    def brought_to_publish(self, number: int) -> Message:
        """Do all before `publish`; give its message."""
        submission = url(address(number))
        self._ledger.submit([submission])
        job = submission.job
        article = article_of(self._read.article, job)
        for task, output in (
            ("fetch", self._page(number)),
            ("clean", article),
            ("extract", self._read.facts),
        ):
            message = Message(task, job.id, 1)
            begun = self._ledger.begin(message, task, worker="reader@host-1")
            assert begun.standing == "current", begun
            if task == "clean":
                self._documents.page(job.id)
            if task == "extract":
                self._documents.article(job.id)
            self._ledger.hand_over(message, task, output, Visit("answered", 0.1))
        return Message("publish", job.id, 1)

    def finish(self, message: Message) -> None:
        """Do what the task `publish` does."""
        begun = self._ledger.begin(message, "publish", worker="reader@host-1")
        job = Job.from_ledger(message.job_id, begun.fields)
        article = self._documents.article(job.id)
        facts = self._documents.extractions(job.id)
        signature = signature_of(words_of(job), facts.figures)
        known = self._ledger.known(article.id, article.content.text_sha256, signature)
        publication = publication_of(self._resources, job, article, facts, known, signature)
        assert self._ledger.publish(message, publication).standing == "closed"
        self._ledger.remember(publication)


def recorder(settings: Settings, *, texts: bool) -> redis.Redis:
    """Give a client of the store that records what it sends."""
    pool = redis.ConnectionPool.from_url(
        settings.servers.store_url or "",
        connection_class=Recording,
        decode_responses=texts,
        protocol=2,
        retry=Retry(NoBackoff(), 0),
    )
    return redis.Redis(connection_pool=pool)


def message_script(settings: Settings) -> Script:
    """Give what the broker is asked for one message: sent, taken, kept aside, acknowledged.

    Source: kombu 5.7, transport/redis.py; the message is one of ours.
    """
    queue, tag = "clean", "0123456789abcdef0123456789abcdef0123"
    with connect(settings.servers.broker_url or "", 10, texts=False) as broker:
        send(create_app(settings), [Message(queue, url(address(0)).job.id, 1)])
        message = broker.lpop(queue)
        pack = broker.connection_pool.make_connection().pack_command
    said: Sequence[Sequence[Sequence[Any]]] = (
        [("LPUSH", queue, message)],
        [("BRPOP", queue, 1)],
        [
            ("MULTI",),
            ("ZADD", "unacked_index", "1772366400.5", tag),
            ("HSET", "unacked", tag, message),
            ("EXEC",),
        ],
        [("MULTI",), ("ZREM", "unacked_index", tag), ("HDEL", "unacked", tag), ("EXEC",)],
    )
    return [Sent(b"".join(b"".join(pack(*one)) for one in many), len(many)) for many in said]
