"""Trimming the published streams: a duty of the clock, and what it tells people of it."""

import time

import structlog

from worker.store import keys
from worker.store.retention import Retention, StreamState, mend
from worker.store.streams import PUBLISHED

log = structlog.get_logger(__name__)

# How long one turn may take for a stream: the clock's other duties come round again after it.
TURN_SECONDS = 1.0
BLOCKED_EVERY_SECONDS = 3600.0


class Trimmer:
    """Trims slice by slice; warns of groups that hold entries, and before any is lost."""

    def __init__(self, retention: Retention) -> None:
        self._retention = retention
        self._warn_at = 0.0

    def trim(self) -> bool:
        """Trim for a while; False when more may go. Warns when nothing is left that may."""
        done = [self._trim(key) for key in PUBLISHED]
        if not all(done):
            return False
        states = {key: self._retention.state(key) for key in PUBLISHED}
        for key, state in states.items():
            if self._retention.is_nearly_full(state):
                _warn_before_loss(key, state)
        if time.monotonic() > self._warn_at:
            self._warn_at = time.monotonic() + BLOCKED_EVERY_SECONDS
            for key, state in states.items():
                _warn_of_blocking(key, state)
        return True

    def _trim(self, key: keys.Key) -> bool:
        """Trim one stream; False when more may go."""
        give_up_at = time.monotonic() + TURN_SECONDS
        gone = 0
        while (slice_ := self._retention.trim(key)).gone:
            gone += slice_.gone
            if slice_.lost:
                log.error(
                    "entries_lost",
                    stream=key.name,
                    count=slice_.lost,
                    first=slice_.first_lost,
                    last=slice_.last_lost,
                    groups=slice_.groups,
                )
            if time.monotonic() > give_up_at:
                return False
        if gone:
            log.debug("trimmed", stream=key.name, count=gone)
        return True


def _warn_before_loss(key: keys.Key, state: StreamState) -> None:
    for group in state.groups:
        if group.holds_first:
            log.warning(
                "stream_nearly_full",
                stream=key.name,
                stream_bytes=state.bytes,
                group=group.name,
                would_lose=group.unacknowledged,
                mend=mend(key, group),
            )


def _warn_of_blocking(key: keys.Key, state: StreamState) -> None:
    for group in state.groups:
        if group.blocking:
            log.warning(
                "group_blocks_trimming",
                stream=key.name,
                group=group.name,
                idle_seconds=group.idle_seconds,
                entries=group.unacknowledged,
                held_bytes=state.bytes * group.unacknowledged // max(1, state.length),
                mend=mend(key, group),
            )
