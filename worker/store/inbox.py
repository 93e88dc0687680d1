"""The inbox: what other programs hand in, as bytes, for anybody may write to it."""

from collections.abc import Mapping
from typing import NamedTuple, cast

import redis

from worker.store import keys
from worker.store.connection import store_errors

# An entry may be a whole page, so only a few are held at one time.
BATCH = 10


class InboxEntry(NamedTuple):
    """One entry of the inbox."""

    id: str
    fields: Mapping[bytes, bytes]


class Inbox:
    """Reads the inbox. An entry stays until the script that writes its job deletes it.

    Args:
        client: one that answers bytes.
    """

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def oldest(self) -> list[InboxEntry]:
        """Give the oldest entries."""
        with store_errors():
            found = self._client.xrange(keys.INBOX.name, count=BATCH)
        entries = cast("list[tuple[bytes, dict[bytes, bytes]]]", found)
        return [InboxEntry(entry_id.decode(), fields) for entry_id, fields in entries]
