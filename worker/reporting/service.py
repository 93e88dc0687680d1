"""How the whole service stands."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any, cast

import redis

from tasks.chain import TASKS
from worker.reporting.hosts import hosts_waited_for, paused_of, slowest_of, waited_for
from worker.resources import WorkerResources
from worker.store import keys
from worker.store.arguments import DAY_SECONDS
from worker.store.connection import now_ms, store_errors
from worker.store.retention import Group
from worker.store.streams import PUBLISHED

Report = dict[str, Any]
RATE_SECONDS = 60
# A rate beyond this is shown as this: each entry that is counted is read.
RATE_COUNTED = 20_000


def overview(resources: WorkerResources) -> Report:
    """Give how everything stands now: open jobs, today's ends (UTC day), streams and groups."""
    counts = resources.ledger.counts()
    store = resources.texts
    hosts = waited_for(resources)
    with store_errors():
        at_ms = now_ms(store)
        today = store.hgetall(keys.TALLY.of(str(at_ms // 1000 // DAY_SECONDS)))
        memory = store.info("memory")
        lately = _closed_since(store, at_ms - 1000 * RATE_SECONDS)
        return {
            "at": datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds"),
            "open": counts.open,
            "waiting": counts.waiting,
            "queued": dict(counts.queued),
            "oldest_queued_seconds": oldest_queued(store, at_ms),
            "running": counts.running,
            "hosts_waited_for": hosts_waited_for(resources),
            "hosts_paused": paused_of(hosts),
            "hosts_slow": slowest_of(hosts),
            "closed_last_minute": dict(lately),
            "done_in_seconds": _remaining_seconds(counts.open, lately.total()),
            "today": {name: int(count) for name, count in sorted(today.items())},
            "streams": {key.name: _stream(resources, key) for key in PUBLISHED},
            "inbox": store.xlen(keys.INBOX.name),
            "store_bytes": memory["used_memory"],
            "store_max_bytes": memory["maxmemory"] or None,
        }


def closed_per_second(before: Report, after: Report) -> dict[str, float]:
    """Give how many jobs ended in a second between two overviews, by outcome."""
    begin, end = (datetime.fromisoformat(report["at"]) for report in (before, after))
    told, earlier = _by_outcome(after["today"]), _by_outcome(before["today"])
    if begin.date() == end.date():
        told.subtract(earlier)
    seconds = (end - begin).total_seconds()
    return {outcome: count / seconds for outcome, count in told.items() if count and seconds > 0}


def _by_outcome(tally: dict[str, int]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for name, count in tally.items():
        counted[name.partition(":")[0]] += count
    return counted


def _closed_since(store: redis.Redis, since_ms: int) -> Counter[str]:
    entries = cast(
        "list[tuple[str, dict[str, str]]]",
        store.xrange(keys.OUTCOMES.name, min=since_ms, count=RATE_COUNTED) or [],
    )
    return Counter(fields["outcome"] for _, fields in entries)


def _remaining_seconds(jobs: int, closed_last_minute: int) -> int | None:
    """Give when the open jobs are done if they end as those of the last minute did."""
    if not jobs or not closed_last_minute:
        return None
    return round(RATE_SECONDS * jobs / closed_last_minute)


def oldest_queued(store: redis.Redis, at_ms: int) -> dict[str, float]:
    """Give for how many seconds the oldest job of each queue that has one has been there."""
    pipeline = store.pipeline(transaction=False)
    for task in TASKS:
        pipeline.zrange(keys.QUEUED.of(task), 0, 0, withscores=True)
    oldest = dict(zip(TASKS, pipeline.execute(), strict=True))
    return {task: (at_ms - found[0][1]) / 1000 for task, found in oldest.items() if found}


def _stream(resources: WorkerResources, key: keys.Key) -> Report:
    state = resources.retention.state(key)
    groups = {group.name: _group(group, state.dead.get(group.name, 0)) for group in state.groups}
    return {
        "length": state.length,
        "bytes": state.bytes,
        "lost": state.lost,
        "groups": groups,
        "dead_of_gone_groups": {n: count for n, count in state.dead.items() if n not in groups},
    }


def _group(group: Group, dead: int) -> Report:
    return {
        "lag": group.lag,
        "lag_is_least": group.lag_is_least,
        "pending": group.pending,
        "dead": dead,
        "idle_seconds": group.idle_seconds,
        "oldest_seconds": group.oldest_seconds,
        "blocking": group.blocking,
    }
