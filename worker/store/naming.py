"""What a person names a document by: its id, its URL, or the id that they gave it."""

import re
from typing import Final, cast

import redis

from tasks.errors import NewsmillError
from tasks.urls.identity import identity_of, url_key
from worker.store import keys
from worker.store.connection import store_errors

DOCUMENT_ID: Final = re.compile(r"[0-9a-f]{32}")


class DocumentUnknown(NewsmillError):  # noqa: N818 - as all of tasks.errors
    """The store knows no such document."""

    @classmethod
    def of(cls, name: str) -> "DocumentUnknown":
        """Give the error that says what it was named by."""
        surely = "what surely names it is the id in its records"
        return cls(f"the store knows no document {name}: {surely}")


def documents_named(client: redis.Redis, name: str) -> list[str]:
    """Give the ids of the documents that a name may mean, the surest first.

    A URL may mean two: what its latest job has turned out to be, and what it would be by itself,
    which it was before its page named another URL as the canonical one.

    Args:
        client: one that answers texts.
        name: the id of a document, a URL in any spelling, or the caller's own id.
    """
    found = [name] if DOCUMENT_ID.fullmatch(name) else []
    if key := url_key(name):
        found += [*_turned_out(client, key), key]
    found.append(identity_of(url=None, own_id=name, text=""))
    return list(dict.fromkeys(found))


def document_named(client: redis.Redis, name: str) -> str:
    """Give the id of the published document that a name means.

    Raises:
        DocumentUnknown: none of those that it may mean is known to have been published.
    """
    documents = documents_named(client, name)
    with store_errors():
        pipeline = client.pipeline(transaction=False)
        for document in documents:
            pipeline.exists(keys.HEAD.of(document))
        heads = pipeline.execute()
    for document, is_known in zip(documents, heads, strict=True):
        if is_known:
            return document
    raise DocumentUnknown.of(name)


def _turned_out(client: redis.Redis, key: str) -> list[str]:
    """Give the document that the latest job for a URL has turned out to be, where it is known."""
    with store_errors():
        job_id = cast("str | None", client.get(keys.URL.of(key)))
        document = client.hget(keys.JOB.of(job_id), "document") if job_id else None
    return [cast("str", document)] if document else []
