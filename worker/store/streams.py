"""The streams: what is published, and how jobs ended."""

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, cast

import redis
from pydantic import ValidationError

from tasks.errors import NewsmillError
from tasks.record import SCHEMA, Record
from worker.store import keys
from worker.store.connection import store_errors
from worker.store.naming import DocumentUnknown

# How much one look at a stream brings at the most.
BATCH = 200
# Remembers, and shows `newsmill status`, how far `newsmill run --data-dir` has printed.
RUN_GROUP = "newsmill-run"
PUBLISHED = (keys.ARTICLES, keys.OUTCOMES)


class Entry(NamedTuple):
    """One entry of a stream.

    Attributes:
        deliveries: how often a consumer of the group has begun with it, this time included.
    """

    stream: str
    id: str
    fields: Mapping[str, str]
    deliveries: int = 0

    @property
    def record(self) -> Record:
        """The record, read anew each time; one of a later minor version of the schema too.

        Raises:
            RecordUnreadable: says what is wrong with it.
        """
        try:
            return Record.model_validate_json(self.fields.get("record", ""))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise RecordUnreadable(f"no record of {SCHEMA}: {place} {first['msg']}") from error


class StoredVersion(NamedTuple):
    """A version of a document that the stream still holds."""

    entry_id: str
    record: Record

    @property
    def number(self) -> int:
        """Which version it is; the first is 1."""
        return self.record.version.number if self.record.version else 1

    @property
    def change(self) -> str:
        """What was new about it."""
        return self.record.version.change if self.record.version else "new"

    @property
    def at(self) -> dt.datetime:
        """When it came onto the stream, UTC."""
        return dt.datetime.fromtimestamp(int(self.entry_id.partition("-")[0]) / 1000, dt.UTC)


class RecordUnreadable(NewsmillError):  # noqa: N818 - as all of tasks.errors
    """The record of an entry cannot be read."""


class RecordGone(NewsmillError):  # noqa: N818
    """A record of a document is no longer on the stream."""


class Streams:
    """Reads the streams; what is written to them, the ledger's scripts write.

    Args:
        client: one that answers texts.
    """

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def ends(self) -> dict[str, str]:
        """Give the id of the last entry of each published stream, for `read`."""
        with store_errors():
            return {key.name: self._last_id(key) for key in PUBLISHED}

    def read(self, after: dict[str, str], wait_seconds: float) -> list[Entry]:
        """Give what came after those entries, and move `after` on. Waits when nothing did."""
        block_ms = max(1, int(1000 * wait_seconds))
        with store_errors():
            found = self._client.xread(cast("Any", after), count=BATCH, block=block_ms)
        entries = _entries(found)
        for entry in entries:
            after[entry.stream] = entry.id
        return entries

    def printed(self) -> str:
        """Give the last article entry that a run on these servers has written out."""
        with store_errors(), contextlib.suppress(redis.ResponseError):
            self._client.xgroup_create(keys.ARTICLES.name, RUN_GROUP, "0", mkstream=True)
        with store_errors():
            groups = cast("list[dict[str, str]]", self._client.xinfo_groups(keys.ARTICLES.name))
        return next(g["last-delivered-id"] for g in groups if g["name"] == RUN_GROUP)

    def note_printed(self, entry_id: str) -> None:
        """Note that a run has written out all article entries up to this one."""
        with store_errors():
            self._client.xgroup_setid(keys.ARTICLES.name, RUN_GROUP, entry_id)

    def newest(self, document_id: str) -> Entry:
        """Give the entry of a document's newest version.

        Raises:
            DocumentUnknown: the store has no head of it.
            RecordGone: the stream has been trimmed since.
        """
        with store_errors():
            entry_id = self._client.hget(keys.HEAD.of(document_id), "entry")
            if entry_id is None:
                raise DocumentUnknown.of(document_id)
            found = self._client.xrange(
                keys.ARTICLES.name, cast("str", entry_id), cast("str", entry_id)
            )
        if not found:
            raise RecordGone(
                f"the newest record of {document_id} is no longer on {keys.ARTICLES.name}:"
                " entries that all groups have acknowledged are trimmed"
            )
        (entry,) = _entries([(keys.ARTICLES.name, found)])
        return entry

    def outcomes(self, since_ms: int = 0, until_ms: int | None = None) -> Iterator[Entry]:
        """Give the outcomes of a time, both ends included, the latest first; read in batches."""
        latest = "+" if until_ms is None else str(until_ms)
        while True:
            with store_errors():
                found = self._client.xrevrange(keys.OUTCOMES.name, latest, since_ms, count=BATCH)
            entries = _entries([(keys.OUTCOMES.name, found)])
            yield from entries
            if len(entries) < BATCH:
                return
            latest = f"({entries[-1].id}"

    def record(self, entry_id: str) -> Record | None:
        """Give the record of an article entry.

        None where the stream has been trimmed since, or another version of newsmill wrote what
        this one cannot read.
        """
        with store_errors():
            found = self._client.xrange(keys.ARTICLES.name, entry_id, entry_id)
        for entry in _entries([(keys.ARTICLES.name, found)]):
            with contextlib.suppress(RecordUnreadable):
                return entry.record
        return None

    def versions(self, document_id: str) -> Iterator[StoredVersion]:
        """Yield the versions of a document, the newest first, as far as the stream goes back.

        Raises:
            DocumentUnknown: the store has no head of it.
            RecordGone: the newest is no longer on the stream.
        """
        entry_id: str | None = self.newest(document_id).id
        while entry_id and (record := self.record(entry_id)):
            yield StoredVersion(entry_id, record)
            entry_id = record.version.previous if record.version else None

    def _last_id(self, key: keys.Key) -> str:
        last = cast("list[tuple[str, object]]", self._client.xrevrange(key.name, count=1))
        return last[0][0] if last else "0-0"


def _entries(found: object) -> list[Entry]:
    return [
        Entry(stream, entry_id, fields)
        for stream, entries in cast("list[tuple[str, list[tuple[str, dict[str, str]]]]]", found)
        for entry_id, fields in entries
    ]
