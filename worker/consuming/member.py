"""One member of a consumer group: what it asks of the store. When, is the consumer's."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple, TypeVar, cast

import redis
import structlog
from tenacity import BaseRetrying

from tasks.errors import StoreUnavailable
from worker.store import keys, scripts
from worker.store.arguments import DAY_SECONDS, MAX_ERROR_CHARACTERS, mapping_of
from worker.store.connection import store_errors
from worker.store.streams import Entry

log = structlog.get_logger(__name__)

DEAD_KEPT_SECONDS: Final = 14 * DAY_SECONDS
# A member that is silent for so long and has no entries was killed.
GONE_AFTER_MS: Final = 1000 * DAY_SECONDS
# Untouched for so long, an entry is stale to every consumer.
LONG_MS: Final = 1000 * DAY_SECONDS
# How many entries one script looks at: it must not keep the store from others.
PAGE: Final = 100
SCRIPTS: Final = ("take_over", "claim", "bury", "redeliver", "leave", "lag")
OLDEST: Final = "0-0"

_T = TypeVar("_T")


class Lag(NamedTuple):
    """What a group has still to do, in entries.

    Attributes:
        new: no member has read them yet.
        pending: read and not acknowledged, those that failed and wait for their retry too.
        dead: given up; they wait for `redeliver`.
        is_least: whether there may be more new ones: once entries were deleted, Redis may not
            know, and 100 are counted.
    """

    new: int
    pending: int
    dead: int
    is_least: bool = False


class Member:
    """A member of a group, by its name.

    Each command is tried again as `patience` says; all of them may be said twice. A group that is
    gone, with the store or at its failover, is made again by those who read it.

    Args:
        client: of the store, answering texts.
        group: read from `begin` on when it is made.
        name: unlike that of every other member.
        patience: raises StoreUnavailable when it is at its end.
    """

    def __init__(
        self, client: redis.Redis, group: str, name: str, *, begin: str, patience: BaseRetrying
    ) -> None:
        self.name = name
        self.group = group
        self._client = client
        self._begin = begin
        self._patience = patience
        self._stream = keys.ARTICLES.name
        self._dead_stream = keys.ARTICLES_DEAD.of(group)
        self._cursor = OLDEST
        self._scripts = scripts.registered(client, SCRIPTS, scripts.MEMBERS)

    def join(self) -> None:
        """Make the group where it is not there yet, and drop its members that are gone."""
        self._ask(self._make_group)
        self._run("leave", GONE_AFTER_MS)

    def leave(self) -> None:
        """Be no longer a member, unless entries are still this member's own.

        A group that is gone stays so: somebody may have destroyed it.
        """
        self._run("leave", GONE_AFTER_MS)

    @property
    def has_looked_through(self) -> bool:
        """Whether the last call of `stale` has come to the end of what is pending."""
        return self._cursor == OLDEST

    def stale(self, count: int, stale_after_ms: int) -> list[Entry]:
        """Take over what others have left; each call looks on where the last one ended.

        The entries have the deliveries that they have had.
        """
        self._cursor, found = self._run("take_over", stale_after_ms, self._cursor, count)
        return [
            Entry(self._stream, entry_id, mapping_of(fields), deliveries)
            for entry_id, fields, deliveries in found
        ]

    def new(self, count: int, wait_seconds: float) -> list[Entry]:
        """Read what no member has had yet; wait for it when there is none."""
        found: Any = self._ask(
            lambda: self._client.xreadgroup(
                self.group,
                self.name,
                {self._stream: ">"},
                count=count,
                block=max(1, int(1000 * wait_seconds)),
            )
        )
        # A client that was asked for RESP3 answers a mapping; one that speaks it unasked does not.
        streams = found.values() if isinstance(found, dict) else (lot[1:] for lot in found)
        return [Entry(self._stream, *pair) for lots in streams for lot in lots for pair in lot]

    def begin(self, entries: Sequence[Entry]) -> list[Entry]:
        """Count a delivery of each; give those that no other member has taken over meanwhile."""
        begun = [entry._replace(deliveries=entry.deliveries + 1) for entry in entries]
        mine = self._claim(0, ((entry.id, entry.deliveries) for entry in begun))
        return [entry for entry in begun if entry.id in mine]

    def acknowledge(self, entries: Sequence[Entry]) -> None:
        """Be done with these: nobody in the group gets them again."""
        ids = [entry.id for entry in entries]
        self._ask(lambda: self._client.xack(self._stream, self.group, *ids))

    def release(self, entries: Sequence[Entry], idle_ms: int) -> None:
        """Let others take over those that are still this member's.

        Args:
            entries: read or begun with.
            idle_ms: for so long they look untouched already.
        """
        self._claim(idle_ms, ((entry.id, "") for entry in entries))

    def uncount(self, entries: Sequence[Entry], idle_ms: int) -> list[Entry]:
        """Release entries that were begun with, and give them as they were before that."""
        before = [entry._replace(deliveries=entry.deliveries - 1) for entry in entries]
        self._claim(idle_ms, ((entry.id, entry.deliveries) for entry in before))
        return before

    def bury(self, entry: Entry, deliveries: int, error: str) -> bool:
        """Move an entry to the group's dead stream; False when another member has it by now."""
        return bool(
            self._run("bury", entry.id, deliveries, error[:MAX_ERROR_CHARACTERS], DEAD_KEPT_SECONDS)
        )

    def dead(self) -> Iterator[Entry]:
        """Yield the group's dead entries, the oldest first."""
        after = OLDEST
        while found := self._dead_after(after):
            yield from found
            after = found[-1].id

    def redeliver(self) -> int:
        """Make the dead entries pending again, undelivered; give how many.

        Those that are no longer on the article stream stay dead.
        """
        after, total = OLDEST, 0
        while after:
            after, count = self._run("redeliver", after, PAGE, LONG_MS)
            total += count
        return total

    def lag(self) -> Lag:
        """Count what the group has still to do; to one that is not there, all entries are new."""
        new, is_least, pending, dead = self._run("lag")
        return Lag(new, pending, dead, bool(is_least))

    # ---------------------------------------------------------------- inside

    def _run(self, script: str, *arguments: str | int) -> Any:  # noqa: ANN401 - each has its own
        return self._ask(lambda: self._scripts[script](args=(self.group, self.name, *arguments)))

    def _claim(self, idle_ms: int, counts: Iterable[tuple[str, int | str]]) -> Sequence[str]:
        mine = self._run("claim", idle_ms, *chain.from_iterable(counts))
        return cast("list[str]", mine)

    def _ask(self, command: Callable[[], _T]) -> _T:
        try:
            return self._asked(command)
        except StoreUnavailable:
            # Often only the connection was lost; and patience costs what a command costs.
            answer: _T = self._patience(self._asked, command)
            return answer

    def _asked(self, command: Callable[[], _T]) -> _T:
        with store_errors():
            try:
                return command()
            except redis.ResponseError as error:
                if not str(error).startswith("NOGROUP"):
                    raise
            log.warning("group_made_again", group=self.group, begin=self._begin)
            self._make_group()
            return command()

    def _make_group(self) -> None:
        try:
            self._client.xgroup_create(self._stream, self.group, self._begin, mkstream=True)
        except redis.ResponseError as error:
            if not str(error).startswith("BUSYGROUP"):
                raise

    def _dead_after(self, after: str) -> list[Entry]:
        found = self._ask(
            lambda: self._client.xrange(self._dead_stream, min=f"({after}", count=PAGE)
        )
        return [Entry(self._dead_stream, *pair) for pair in cast("list[Any]", found)]
