"""A consumer of the article stream: one of a group, each entry for one of its members.

An entry that is read is delivered when its handler begins, and only that counts: a consumer that
is killed takes nothing with it that it has not begun with. An entry comes again until it is
acknowledged; after `max_deliveries` it goes to the dead stream of the group.
"""

import contextlib
import math
import os
import secrets
import socket
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from typing import Final

import redis
import structlog
from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_random_exponential

from tasks.errors import StoreError, StoreUnavailable
from worker.consuming import TryLater
from worker.consuming.member import Lag, Member
from worker.consuming.pausing import pause
from worker.consuming.sinks import Sink
from worker.store.streams import Entry

log = structlog.get_logger(__name__)

# How many entries are read at one time; a sink may get more, and says how many.
BATCH: Final = 10
# How long the store may keep a consumer that waits, and so how long a stop may take.
WAIT_SECONDS: Final = 1.0
# How long a consumer that does not follow waits for a store that has gone away.
PATIENCE_SECONDS: Final = 30.0
# And how often it tries what is put off; with the pauses that is a quarter of a minute.
TRIES: Final = 6
LONGEST_WAIT_SECONDS: Final = 10.0
# A handler that asks to be left alone for longer is asked again after that.
LONGEST_REST_SECONDS: Final = 3600.0
NEVER_RETURNED: Final = "its handler never returned: each time its consumer was killed"


class Consumer:
    """Reads entries as a member of a group, and acknowledges those that are done with.

    One thread uses it, but for `stop`; each thread and each program makes one of its own.

    Args:
        client: of the store, answering texts.
        group: made on first use.
        begin: where a new group begins: `0` is the oldest entry kept, `$` only what comes.
        name: of this member, unlike that of every other one; made up by default.
        max_deliveries: after so many, an entry that is not acknowledged is dead.
        retry_after_seconds: an entry that was delivered and is not acknowledged comes again, to
            any member, after that; longer than a handler takes.
    """

    def __init__(
        self,
        client: redis.Redis,
        group: str,
        *,
        begin: str = "0",
        name: str | None = None,
        max_deliveries: int = 5,
        retry_after_seconds: float = 60.0,
    ) -> None:
        unique = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
        patience = Retrying(
            retry=retry_if_exception_type(StoreUnavailable),
            wait=wait_random_exponential(multiplier=0.25, max=LONGEST_WAIT_SECONDS),
            stop=self._is_out_of_patience,
            sleep=self._pause,
            before_sleep=self._say_away,
            reraise=True,
        )
        self._member = Member(client, group, name or unique, begin=begin, patience=patience)
        self._max_deliveries = max_deliveries
        self._retry_after_seconds = retry_after_seconds
        self._retry_after_ms = int(1000 * retry_after_seconds)
        # A wait that lasts as long as the timeout of a connection would look like a dead store.
        timeout = client.get_connection_kwargs().get("socket_timeout") or math.inf
        self._wait_seconds = min(WAIT_SECONDS, retry_after_seconds, timeout / 2)
        self._patience_seconds = 0.0
        self._stopping = False
        self._lots: deque[list[Entry]] = deque()
        self._failures = 0
        self._acknowledged = 0

    def entries(self, *, follow: bool = True) -> Generator[Entry, None, None]:
        """Yield entries: first those that somebody left unacknowledged, then new ones.

        What is yielded and not acknowledged comes again: at once where the loop ends with it,
        else after `retry_after_seconds`.

        Args:
            follow: whether to wait for more; otherwise it ends when there are none left.

        Raises:
            StoreUnavailable: the store does not answer at the start, or without `follow` for half
                a minute; with it, a store that is away is waited for.
            StoreRefused: it refuses this user.
        """
        with closing(self._deliveries(1, follow=follow)) as lots:
            for lot in lots:
                yield from lot

    def run(
        self, handle: Callable[[Entry], object], *, follow: bool = True, count: int | None = None
    ) -> None:
        """Call `handle` with one entry after the other, and acknowledge each that it returns from.

        One that it raises at comes again after `retry_after_seconds`, or is dead.

        Args:
            handle: may get an entry more than once.
            follow: as in `entries`.
            count: end when so many are acknowledged.

        Raises:
            StoreUnavailable: as in `entries`.
            TryLater: without `follow`, when it was raised six times in a row or asks for more
                than half a minute.
        """
        self._deliver(lambda lot: handle(*lot), 1, follow=follow, count=count)

    def pour(self, sink: Sink, *, follow: bool = True, count: int | None = None) -> None:
        """Write entries into a sink, many at one time, and acknowledge them when it has them.

        When a batch fails, each entry of it is written alone, and what was delivered before always
        is: a bad one takes no others with it.

        Args:
            sink: may get an entry more than once. It is not closed.
            follow: as in `entries`.
            count: end when so many are acknowledged.

        Raises:
            StoreUnavailable: as in `entries`.
            TryLater: without `follow`, when it was raised six times in a row or asks for more
                than half a minute.
        """
        self._deliver(sink.write, sink.batch, follow=follow, count=count)

    def acknowledge(self, *entries: Entry) -> None:
        """Say that these entries are done with: nobody in the group gets them again."""
        self._member.acknowledge(entries)
        self._acknowledged += len(entries)
        self._failures = 0

    def release(self, *entries: Entry) -> None:
        """Give entries back undelivered: that they could not be taken now is not their fault."""
        self._member.uncount(entries, self._retry_after_ms)

    def fail(self, entry: Entry, error: Exception) -> None:
        """Say why an entry could not be taken: it comes again later, or is dead."""
        log.warning("delivery_failed", entries=[entry.id], exc_info=error)
        self._failures += 1
        if entry.deliveries >= self._max_deliveries:
            self._bury(entry, entry.deliveries, f"{type(error).__name__}: {error}")

    def stop(self) -> None:
        """End after the handler or the batch that runs, from a signal handler or another thread.

        What is read and not begun goes back, for others to take at once.
        """
        self._stopping = True

    @property
    def is_stopping(self) -> bool:
        """Whether it has been told to stop."""
        return self._stopping

    def lag(self) -> Lag:
        """Count what the group has still to do."""
        return self._member.lag()

    def dead(self) -> Iterable[Entry]:
        """Yield the group's dead entries, the oldest first.

        Beside the fields of the entry they have its id as `entry`, `deliveries`, `error`, and
        `consumer`, the member that gave it up.
        """
        return self._member.dead()

    def redeliver(self) -> int:
        """Hand the group's dead entries back to it, undelivered; give how many.

        Those that are no longer on the article stream stay dead. A group that has none is not made.
        """
        return self._member.redeliver()

    # ---------------------------------------------------------------- the loop

    def _deliver(
        self,
        write: Callable[[Sequence[Entry]], object],
        most: int,
        *,
        follow: bool,
        count: int | None,
    ) -> None:
        with closing(self._deliveries(most, follow=follow, count=count)) as lots:
            for lot in lots:
                try:
                    write(lot)
                except TryLater as error:
                    self._put_off(lot, error)
                except Exception as error:  # noqa: BLE001 - whatever it is, it is told
                    self._fail(lot, error)
                else:
                    self.acknowledge(*lot)

    def _deliveries(
        self, most: int, *, follow: bool, count: int | None = None
    ) -> Generator[list[Entry], None, None]:
        """Yield lots of at most `most` entries, each when it is begun with.

        A lot that is being handled when this is closed goes back with those not begun.
        """
        self._member.join()
        self._patience_seconds = math.inf if follow else PATIENCE_SECONDS
        goal = math.inf if count is None else self._acknowledged + count
        begun: list[Entry] = []
        try:
            while not self._stopping and (left := goal - self._acknowledged) > 0:
                if not self._lots and not self._read(most, left, follow=follow):
                    return
                if self._lots and (begun := self._begin(self._lots.popleft())):
                    yield begun
                    begun = []
                self._pause_after_failures()
        finally:
            self._end(begun)

    def _read(self, most: int, left: float, *, follow: bool) -> bool:
        """Fill the lots; False when there is nothing more and none is waited for.

        What is delivered again, or was left by a consumer that died, is in a lot of its own.
        """
        if again := self._member.stale(int(min(BATCH, left)), self._retry_after_ms):
            self._lots.extend([entry] for entry in again)
            return True
        count = int(min(max(most, BATCH), left))
        new = self._member.new(count, self._wait_seconds if follow else 0)
        self._lots.extend(new[n : n + most] for n in range(0, len(new), most))
        return follow or bool(new) or not self._member.has_looked_through

    def _begin(self, lot: list[Entry]) -> list[Entry]:
        """Count a delivery of each entry; those that have had all of theirs are dead."""
        begun = self._member.begin(lot)
        for entry in begun:
            if entry.deliveries > self._max_deliveries:
                self._bury(entry, self._max_deliveries, NEVER_RETURNED)
        return [entry for entry in begun if entry.deliveries <= self._max_deliveries]

    def _fail(self, lot: list[Entry], error: Exception) -> None:
        if len(lot) == 1:
            self.fail(lot[0], error)
            return
        log.warning("delivery_failed", entries=[entry.id for entry in lot], exc_info=error)
        again = self._member.uncount(lot, 0)
        self._lots.extendleft([entry] for entry in reversed(again))

    def _put_off(self, lot: list[Entry], error: TryLater) -> None:
        self._failures += 1
        log.warning("delivery_put_off", entries=len(lot), error=error.message)
        self._lots.appendleft(self._member.uncount(lot, 0))
        rest_seconds = error.retry_after_seconds or 0.0
        follows = math.isinf(self._patience_seconds)
        if not follows and (self._failures >= TRIES or rest_seconds > self._patience_seconds):
            raise error
        self._pause(min(rest_seconds, LONGEST_REST_SECONDS))

    def _bury(self, entry: Entry, deliveries: int, error: str) -> None:
        if self._member.bury(entry, deliveries, error):
            log.error("entry_dead", entry=entry.id, deliveries=deliveries, error=error)

    def _end(self, begun: list[Entry]) -> None:
        """Hand back what was not acknowledged, and leave the group."""
        self._patience_seconds = 0.0
        read = [*begun, *(entry for lot in self._lots for entry in lot)]
        self._lots.clear()
        # A store that is away cannot be told: it all comes again when it looks untouched.
        with contextlib.suppress(StoreError):
            self._member.release(read, self._retry_after_ms)
            self._member.leave()

    # ---------------------------------------------------------------- patience

    def _is_out_of_patience(self, state: RetryCallState) -> bool:
        return self._stopping or (state.seconds_since_start or 0) >= self._patience_seconds

    def _say_away(self, state: RetryCallState) -> None:
        if state.attempt_number == 1:
            log.warning("store_away", group=self._member.group)

    def _pause_after_failures(self) -> None:
        """Wait longer the more have failed in a row: then it is hardly the entries."""
        if self._failures > 1:
            self._pause(min(2.0 ** min(self._failures - 2, 16), self._retry_after_seconds))

    def _pause(self, seconds: float) -> None:
        pause(seconds, until=lambda: self._stopping)
