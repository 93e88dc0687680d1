"""The robots.txt files that sites have answered with, for all processes."""

from typing import Any, Final, cast

import redis
from backports import zstd

from tasks.hosts import host_of
from worker.fetching.robots import Kept
from worker.store import keys
from worker.store.connection import store_errors
from worker.store.documents import LEVEL, unpack

# A day is what a copy is used for; the rest is for sites that cannot be reached meanwhile.
KEPT_SECONDS: Final = 7 * 86_400
# As long as a robots.txt is fresh: then it is fetched again, and its delay written again.
HOST_KEPT_SECONDS: Final = 86_400
CRAWL_DELAY_FIELD: Final = "crawl_delay_ms"
ASKED_BY_FIELD: Final = "crawl_delay_of"


class StoredRobots:
    """The `worker.fetching.robots.RobotsCache` that processes share.

    Args:
        client: one that answers bytes.
    """

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def get(self, authority: str) -> Kept | None:
        """Give what is kept of an authority, however old.

        Raises:
            StoreError: the store does not answer, or cannot serve.
        """
        with store_errors():
            found = self._client.hmget(keys.ROBOTS.of(authority), ["body", "fetched_at"])
        body, fetched_at = cast("list[bytes | None]", found)
        if body is None or fetched_at is None:
            return None
        return Kept(unpack(body), float(fetched_at))

    def put(self, authority: str, kept: Kept, crawl_delay_seconds: float | None) -> None:
        """Keep what an authority has answered, and tell politeness the delay of its host.

        Raises:
            StoreError: the store does not answer, cannot serve or is full.
        """
        key, host = keys.ROBOTS.of(authority), keys.HOST.of(host_of(authority))
        fields = {"body": zstd.compress(kept.body, LEVEL), "fetched_at": repr(kept.fetched_at)}
        with store_errors():
            asked_by = self._client.hget(host, ASKED_BY_FIELD)
            pipeline = self._client.pipeline(transaction=True)
            pipeline.hset(key, mapping=cast("Any", fields))
            pipeline.expire(key, KEPT_SECONDS)
            if crawl_delay_seconds is not None:
                delay_ms = str(round(1000 * crawl_delay_seconds))
                pipeline.hset(
                    host, mapping={CRAWL_DELAY_FIELD: delay_ms, ASKED_BY_FIELD: authority}
                )
                pipeline.expire(host, HOST_KEPT_SECONDS, nx=True)
            elif asked_by == authority.encode():
                # Several authorities are one host: one that asks for none leaves another's.
                pipeline.hdel(host, CRAWL_DELAY_FIELD, ASKED_BY_FIELD)
            pipeline.execute()
