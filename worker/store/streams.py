"""The streams: what is published, how jobs ended, and what other programs hand in."""

import contextlib
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

import redis
from pydantic import ValidationError

from tasks.errors import NewsmillError
from tasks.record import SCHEMA, Record
from worker.store import keys
from worker.store.connection import store_errors

# How much one look at a stream brings at the most.
BATCH = 200
# An inbox entry may be a whole page, so only a few are held at one time.
INBOX_BATCH = 10
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


class DocumentUnknown(NewsmillError):  # noqa: N818 - as all of tasks.errors
    """The store knows no document of that id."""


class RecordUnreadable(NewsmillError):  # noqa: N818
    """The record of an entry cannot be read."""


class RecordGone(NewsmillError):  # noqa: N818
    """The newest record of a document is no longer on the stream."""


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
                raise DocumentUnknown(f"the store knows no document {document_id}")
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

    def inbox(self) -> list[Entry]:
        """Give the oldest entries of the inbox; they stay until `taken`."""
        with store_errors():
            found = self._client.xrange(keys.INBOX.name, count=INBOX_BATCH)
        return _entries([(keys.INBOX.name, found)])

    def taken(self, entries: list[Entry]) -> None:
        """Delete entries of the inbox: the ledger holds them now."""
        with store_errors():
            self._client.xdel(keys.INBOX.name, *(entry.id for entry in entries))

    def trim(self, kept_ms: int) -> None:
        """Drop the entries older than that which every group has acknowledged."""
        with store_errors():
            seconds, microseconds = self._client.time()
            oldest_ms = seconds * 1000 + microseconds // 1000 - kept_ms
            for key in PUBLISHED:
                limit = min([(oldest_ms, 0), *self._still_needed(key)])
                self._client.xtrim(key.name, minid="-".join(map(str, limit)), approximate=True)

    def _last_id(self, key: keys.Key) -> str:
        last = cast("list[tuple[str, object]]", self._client.xrevrange(key.name, count=1))
        return last[0][0] if last else "0-0"

    def _still_needed(self, key: keys.Key) -> list[tuple[int, int]]:
        """Give the first entry that each group still needs."""
        if not self._client.exists(key.name):
            return []
        needed = []
        for group in cast("list[dict[str, str]]", self._client.xinfo_groups(key.name)):
            pending = cast("dict[str, str]", self._client.xpending(key.name, group["name"]))
            needed.append(_id(pending["min"] or group["last-delivered-id"]))
        return needed


def _id(text: str) -> tuple[int, int]:
    milliseconds, _, number = text.partition("-")
    return int(milliseconds), int(number)


def _entries(found: object) -> list[Entry]:
    return [
        Entry(stream, entry_id, fields)
        for stream, entries in cast("list[tuple[str, list[tuple[str, dict[str, str]]]]]", found)
        for entry_id, fields in entries
    ]
