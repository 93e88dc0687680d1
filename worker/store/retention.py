"""Retention: which entries of the published streams may go, and which groups hold them.

What a group has not acknowledged stays, whatever its age, until the stream reaches its hard
limit. `trim.lua` decides that for each entry.
"""

import shlex
from collections.abc import Iterable
from typing import Any, NamedTuple, cast

import redis

from config.settings import Keeping
from worker.store import keys, scripts
from worker.store.arguments import DAY_SECONDS, milliseconds
from worker.store.connection import store_errors

HOUR_SECONDS = 3600
# From this share of the hard limit on, what is acknowledged goes whatever its age: what is left
# above it, groups hold.
SHARE_TO_WARN = 0.8


class Trimmed(NamedTuple):
    """What one slice of trimming dropped; `lost` were needed by `groups`."""

    gone: int
    lost: int
    first_lost: str
    last_lost: str
    groups: tuple[str, ...]


class Group(NamedTuple):
    """What a consumer group has not acknowledged.

    Attributes:
        name: of the group.
        lag: entries not read yet.
        lag_is_least: whether there may be more of them: where the server cannot say, 100 are
            counted.
        pending: entries read and not acknowledged.
        idle_seconds: since a member last asked; None without members.
        oldest_seconds: age of the first entry that it needs; None when it needs none.
        holds_first: whether that is the first of the stream.
        blocking: whether it keeps entries from going though nobody reads it.
    """

    name: str
    lag: int
    lag_is_least: bool
    pending: int
    idle_seconds: float | None
    oldest_seconds: float | None
    holds_first: bool
    blocking: bool

    @property
    def unacknowledged(self) -> int:
        """Entries that it may still get, of those that are there."""
        return self.lag + self.pending


class StreamState(NamedTuple):
    """How a stream stands.

    Attributes:
        length: its entries.
        bytes: what it takes in the store.
        groups: those that there are.
        lost: what the hard limit has cost each group.
        dead: what each group gave up, also those that are gone.
    """

    length: int
    bytes: int
    groups: tuple[Group, ...]
    lost: dict[str, int]
    dead: dict[str, int]


class Retention:
    """Trims the published streams, and tells what holds their entries.

    Args:
        client: one that answers texts.
        keeping: how long, and how much.
    """

    def __init__(self, client: redis.Redis, keeping: Keeping) -> None:
        self._client = client
        self._keeping = keeping
        self._kept_seconds = keeping.stream_kept_days * DAY_SECONDS
        self._idle_seconds = keeping.group_idle_hours * HOUR_SECONDS
        self._max_bytes = keeping.stream_max_bytes or float("inf")
        kept_bytes = keeping.stream_kept_bytes or float("inf")
        self._kept_bytes = min(kept_bytes, SHARE_TO_WARN * self._max_bytes)
        self._scripts = scripts.registered(client, ("trim", "held"), scripts.STREAMS)

    def trim(self, key: keys.Key) -> Trimmed:
        """Drop a slice of the oldest entries that may go; none has gone when all are done."""
        limits = (str(self._kept_bytes), str(self._max_bytes))
        counted_seconds = int(self._keeping.dead_kept_days * DAY_SECONDS)
        arguments = (key.name, milliseconds(self._kept_seconds), *limits, counted_seconds)
        with store_errors():
            gone, lost, first, last, groups = cast(
                "list[Any]", self._scripts["trim"](args=arguments)
            )
        return Trimmed(gone, lost, first, last, tuple(groups))

    def state(self, key: keys.Key) -> StreamState:
        """Give how a stream stands, and what its groups hold."""
        with store_errors():
            length, size, told = cast("list[Any]", self._scripts["held"](args=(key.name,)))
            lost = cast("dict[str, str]", self._client.hgetall(keys.LOST.of(key.name)))
        groups = tuple(self._group(size, group) for group in told)
        return StreamState(
            length,
            size,
            groups,
            lost={name: int(lost[name]) for name in sorted(lost)},
            dead=self._dead(groups) if key is keys.ARTICLES else {},
        )

    def is_nearly_full(self, state: StreamState) -> bool:
        """Say whether a stream is so near its hard limit that entries may soon be lost."""
        return state.bytes > SHARE_TO_WARN * self._max_bytes

    def _dead(self, groups: Iterable[Group]) -> dict[str, int]:
        """Count what groups gave up. Only those of the article stream keep that."""
        with store_errors():
            listed = cast("list[str]", self._client.zrange(keys.DEAD_GROUPS.name, 0, -1))
            names = list(dict.fromkeys([*(group.name for group in groups), *listed]))
            pipeline = self._client.pipeline(transaction=False)
            for name in names:
                pipeline.xlen(keys.ARTICLES_DEAD.of(name))
            counts = cast("list[int]", pipeline.execute())
        return {name: count for name, count in zip(names, counts, strict=True) if count}

    def _group(self, size: int, told: list[Any]) -> Group:
        name, lag, is_least, pending, idle_ms, age_ms, first = told
        idle_seconds = _seconds(idle_ms)
        oldest_seconds = _seconds(age_ms)
        is_idle = idle_seconds is None or idle_seconds > self._idle_seconds
        is_old = (oldest_seconds or 0.0) > self._kept_seconds
        holds_first = bool(first)
        return Group(
            name=name,
            lag=lag,
            lag_is_least=bool(is_least),
            pending=pending,
            idle_seconds=idle_seconds,
            oldest_seconds=oldest_seconds,
            holds_first=holds_first,
            blocking=is_idle and (is_old or (holds_first and size > self._kept_bytes)),
        )


def mend(key: keys.Key, group: Group) -> str:
    """Say what helps where a group keeps entries from going."""
    return f"start its consumer, or: redis-cli XGROUP DESTROY {key.name} {shlex.quote(group.name)}"


def _seconds(told_ms: int | str) -> float | None:
    return None if told_ms == "" else int(told_ms) / 1000
