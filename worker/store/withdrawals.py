"""What the store holds of a document, and how it is forgotten.

A document is found by its head, the head's entry and the entries before that, and by the jobs
that were handed in for it. No key lists those jobs: they are looked for among all.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple, cast

import redis

from config.settings import Settings
from tasks.entries import entry_of
from tasks.job import Message
from tasks.record import Source
from tasks.urls.identity import identity_of, url_key
from tasks.withdrawing import withdrawal
from worker.store import keys, scripts
from worker.store.arguments import (
    Argument,
    constants,
    messages_of,
    pairs,
)
from worker.store.connection import now_ms, store_errors

# Keys that one look at the store goes through; it does nothing else meanwhile.
SCANNED = 1000
# Dead entries that one script looks at: each has a whole record.
DEAD_LOOKED_AT = 100
SCRIPTS = ("forget", "forget_job", "forget_dead")
# By these a job tells which document it is for, the surest first.
NAMED_BY = ("document", "expected", "url", "own_id")


class Versions(NamedTuple):
    """What was published of a document, as far as the store still knows.

    Attributes:
        head: the fields of its head.
        entries: the stream entries that are still there, the latest first, back to where it was
            withdrawn before.
        texts: the hashes of their texts.
        source: of the latest of them.
    """

    head: Mapping[str, str]
    entries: tuple[str, ...]
    texts: tuple[str, ...]
    source: Source

    @property
    def withdrawn(self) -> bool:
        """Whether the latest version says that the document is withdrawn."""
        return "text_sha256" not in self.head

    @property
    def number(self) -> int:
        """The number of the latest version."""
        return int(self.head["version"])


class Withdrawals:
    """Finds what the store holds of documents, and deletes it.

    Args:
        client: one that answers texts.
        settings: how long heads are kept, and what the scripts share.
    """

    def __init__(self, client: redis.Redis, settings: Settings) -> None:
        self._client = client
        self._scripts = scripts.registered(client, SCRIPTS, scripts.NEAR, constants(settings))

    def versions(self, document: str) -> Versions | None:
        """Give what was published of a document; None where nothing is known."""
        with store_errors():
            head = cast("dict[str, str]", self._client.hgetall(keys.HEAD.of(document)))
            if not head:
                return None
            found = dict(self._published(head["entry"]))
        # The claim of a text may outlive the entry: that of the latest one the head knows too.
        texts = {
            head.get("text_sha256", ""),
            *(r["content"]["text_sha256"] for r in found.values()),
        }
        sources = [Source.model_validate(record["source"]) for record in found.values()]
        unknown = Source(kind="url" if head.get("body_sha256") else "text")
        return Versions(head, tuple(found), tuple(texts), next(iter(sources), unknown))

    def withdraw(self, document: str, versions: Versions) -> int | None:
        """Delete what was published of a document, and publish once that it is withdrawn.

        Idempotent: a document that is withdrawn stays so, and nothing is published.

        Returns:
            The store's time (ms): what was handed in until then publishes nothing of it any
            more. None when there is another version by now.
        """
        number = versions.number
        fields: dict[str, str] = {}
        if not versions.withdrawn:
            number += 1
            previous, source = versions.head["entry"], versions.source
            fields = entry_of(withdrawal(document, number, previous=previous, source=source))
        arguments: tuple[Argument, ...] = (
            document,
            versions.number,
            number,
            datetime.fromtimestamp(now_ms(self._client) / 1000, UTC).isoformat(),
            json.dumps(versions.entries),
            json.dumps(versions.texts),
            *pairs(fields),
        )
        with store_errors():
            return int(cast("str", self._scripts["forget"](args=arguments))) or None

    def jobs(self, documents: Collection[str]) -> dict[str, list[str]]:
        """Give the ids of all jobs that were handed in for each of some documents."""
        found: dict[str, list[str]] = {document: [] for document in documents}
        with store_errors():
            names = self._client.scan_iter(match=keys.JOB.of("*"), count=SCANNED)
            while some := cast("list[str]", list(islice(names, SCANNED))):
                pipeline = self._client.pipeline(transaction=False)
                for name in some:
                    pipeline.hmget(name, NAMED_BY)
                for name, fields in zip(some, pipeline.execute(), strict=True):
                    if (document := _document_of(*fields)) in found:
                        found[document].append(name.removeprefix(keys.JOB.name))
        return found

    def delete_jobs(
        self, document: str, job_ids: Sequence[str], until_ms: int
    ) -> tuple[Message, ...]:
        """Delete jobs that were handed in until a time; those that are open end before.

        Gives the messages that must be sent in their places. Idempotent: a job that is gone
        stays gone.
        """
        with store_errors():
            pipeline = self._client.pipeline(transaction=False)
            for job_id in job_ids:
                arguments = (job_id, document, until_ms)
                self._scripts["forget_job"](args=arguments, client=pipeline)
            return tuple(message for sent in pipeline.execute() for message in messages_of(sent))

    def delete_dead_entries(self, until_ms: Mapping[str, int]) -> None:
        """Delete what consumer groups gave up of documents, also groups that are gone.

        A withdrawal stays: its group is still to get it. Idempotent.

        Args:
            until_ms: of each document, up to when what was published of it is forgotten.
        """
        told = json.dumps(until_ms)
        with store_errors():
            for name in self._client.scan_iter(match=keys.ARTICLES_DEAD.of("*"), count=SCANNED):
                after = "0-0"
                while after:
                    after = self._scripts["forget_dead"](args=(name, after, DEAD_LOOKED_AT, told))

    def _published(self, entry: str | None) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the entries of versions with their records, as far back as there are any."""
        while entry:
            found = cast("Any", self._client.xrange(keys.ARTICLES.name, entry, entry))
            record = json.loads(found[0][1]["record"]) if found else {}
            if not found or record["version"]["change"] == "withdrawn":
                return
            yield entry, record
            entry = record["version"].get("previous")


def _document_of(
    document: str | None, expected: str | None, url: str | None, own_id: str | None
) -> str:
    """Give the document that a job is for, as far as its fields tell; '' where they do not."""
    if document or expected or url:
        return document or expected or url_key(url or "") or ""
    return identity_of(url=None, own_id=own_id, text="") if own_id else ""
