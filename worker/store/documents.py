"""The document store: what waits between two tasks, compressed, under its job's id."""

from collections.abc import Callable
from typing import TypeVar, cast

import redis
from backports import zstd
from pydantic import BaseModel

from tasks.errors import NewsmillError, TooLarge
from tasks.job import RawPage
from tasks.record import Article, Extractions
from worker.store import keys
from worker.store.connection import store_errors

# Level 3 is where text stops shrinking much for the time spent on it.
LEVEL = 3
# Far above the largest page (10 MB) with its facts; stored bytes are nobody's to trust.
MAX_UNPACKED_BYTES = 64_000_000

Document = TypeVar("Document")

DOCUMENT_KEYS: dict[type, keys.Key] = {
    RawPage: keys.PAGE,
    Article: keys.ARTICLE,
    Extractions: keys.EXTRACTIONS,
}


class DocumentMissing(NewsmillError):  # noqa: N818 - as all of tasks.errors
    """The store does not hold what an earlier task must have left."""


class Documents:
    """Reads the documents of jobs; the ledger's scripts write them.

    Args:
        client: one that answers bytes.
    """

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def page(self, job_id: str) -> RawPage:
        """Give the raw page of a job."""
        return self._load(keys.PAGE, job_id, RawPage.unpack)

    def article(self, job_id: str) -> Article:
        """Give the article of a job."""
        return self._load(keys.ARTICLE, job_id, Article.model_validate_json)

    def extractions(self, job_id: str) -> Extractions:
        """Give what was extracted for a job."""
        return self._load(keys.EXTRACTIONS, job_id, Extractions.model_validate_json)

    def _load(self, key: keys.Key, job_id: str, read: Callable[[bytes], Document]) -> Document:
        with store_errors():
            packed = self._client.get(key.of(job_id))
        if packed is None:
            raise DocumentMissing(f"the store holds no {key.of(job_id)}")
        return read(unpack(cast("bytes", packed)))


def pack(document: RawPage | BaseModel) -> bytes:
    """Give a document as the store keeps it."""
    if isinstance(document, RawPage):
        return zstd.compress(document.pack(), LEVEL)
    return zstd.compress(document.model_dump_json(exclude_none=True, by_alias=True).encode(), LEVEL)


def unpack(packed: bytes) -> bytes:
    """Give the bytes that were packed.

    Raises:
        TooLarge: they unpack to more than `MAX_UNPACKED_BYTES`.
    """
    decompressor = zstd.ZstdDecompressor()
    unpacked = decompressor.decompress(packed, max_length=MAX_UNPACKED_BYTES)
    if not decompressor.eof:
        raise TooLarge(f"a stored document unpacks to more than {MAX_UNPACKED_BYTES} bytes")
    return unpacked
