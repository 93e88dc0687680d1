"""A consumer of the article stream: one of a group, each entry for one of its members."""

import os
import socket
from collections import deque
from collections.abc import Generator, Iterable
from typing import Any, cast

import redis

from worker.store import keys
from worker.store.connection import store_errors
from worker.store.streams import Entry

# Few, so that the last of a batch is handled long before it looks stale to others.
BATCH = 10
# An entry that another consumer has had for longer than this is taken over from it.
STALE_AFTER_MS = 60_000
# Shorter than any sensible timeout of a connection.
WAIT_SECONDS = 1.0


class Consumer:
    """Reads entries as a member of a group, and acknowledges those that are done with.

    Args:
        client: of the store, answering texts.
        group: made on first use.
        begin: where a new group begins: `0` is the oldest entry kept, `$` only what comes.
        name: of this member; entries stay its own until they are acknowledged.
    """

    def __init__(
        self, client: redis.Redis, group: str, *, begin: str = "0", name: str | None = None
    ) -> None:
        self._client = client
        self._group = group
        self._begin = begin
        self._name = name or f"{socket.gethostname()}-{os.getpid()}"
        self._stream = keys.ARTICLES.name
        self._cursor = "0-0"

    def entries(self, *, follow: bool = True) -> Generator[Entry, None, None]:
        """Yield entries: first those that somebody left unacknowledged, then new ones.

        Args:
            follow: whether to wait for more; otherwise it ends when there are none left.

        Raises:
            StoreUnavailable: the store does not answer.
        """
        self._make_group()
        batch: deque[Entry] = deque()
        try:
            while True:
                batch.extend(self._more(WAIT_SECONDS if follow else 0.001))
                if not batch and not follow:
                    return
                while batch:
                    # In the batch while it is handled: whoever stops in the middle hands it back.
                    yield batch[0]
                    batch.popleft()
        finally:
            self._hand_back(batch)
            self._leave()

    def acknowledge(self, *entries: Entry) -> None:
        """Say that these entries are done with: nobody in the group gets them again."""
        with store_errors():
            self._client.xack(self._stream, self._group, *(entry.id for entry in entries))

    def _hand_back(self, entries: Iterable[Entry]) -> None:
        """Let any member take over at once what was read and not acknowledged."""
        if ids := [cast("Any", entry.id) for entry in entries]:
            with store_errors():
                self._client.xclaim(
                    self._stream,
                    self._group,
                    self._name,
                    min_idle_time=0,
                    message_ids=ids,
                    idle=STALE_AFTER_MS,
                    justid=True,
                )

    def _leave(self) -> None:
        """Be no longer a member, unless entries are still this member's own."""
        with store_errors():
            mine = self._client.xpending_range(
                self._stream, self._group, "-", "+", 1, consumername=self._name
            )
            if not mine:
                self._client.xgroup_delconsumer(self._stream, self._group, self._name)

    def _more(self, wait_seconds: float) -> list[Entry]:
        with store_errors():
            try:
                return self._stale() or self._new(wait_seconds)
            except redis.ResponseError as error:
                # The stream was deleted, or the store has failed over to one without the group.
                if not str(error).startswith("NOGROUP"):
                    raise
        self._make_group()
        return []

    def _make_group(self) -> None:
        with store_errors():
            try:
                self._client.xgroup_create(self._stream, self._group, self._begin, mkstream=True)
            except redis.ResponseError as error:
                if not str(error).startswith("BUSYGROUP"):
                    raise

    def _stale(self) -> list[Entry]:
        """Take over entries that others have left; each call looks on where the last one ended."""
        self._cursor, found, *_ = cast(
            "tuple[Any, ...]",
            self._client.xautoclaim(
                self._stream, self._group, self._name, STALE_AFTER_MS, self._cursor, count=BATCH
            ),
        )
        return self._existing(found)

    def _new(self, wait_seconds: float) -> list[Entry]:
        found = self._client.xreadgroup(
            self._group,
            self._name,
            {self._stream: ">"},
            count=BATCH,
            block=max(1, int(1000 * wait_seconds)),
        )
        return self._existing([pair for _, pairs in cast("list[Any]", found) for pair in pairs])

    def _existing(self, pairs: list[tuple[str, dict[str, str] | None]]) -> list[Entry]:
        return [Entry(self._stream, entry_id, fields) for entry_id, fields in pairs if fields]
