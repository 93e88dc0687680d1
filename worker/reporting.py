"""What `newsmill status` and `newsmill dead` tell of the ledger, as plain values."""

import time
from collections.abc import Iterable
from typing import Any, cast

from worker.resources import WorkerResources
from worker.store import keys
from worker.store.connection import store_errors
from worker.store.retention import Group
from worker.store.streams import PUBLISHED

Report = dict[str, Any]
SECONDS_A_DAY = 86_400
RATE_SECONDS = 60
HOSTS_LOOKED_AT, HOSTS_TOLD = 2000, 10
WORTH_TELLING_SECONDS = 3
# A rate beyond this is shown as this: each entry that is counted is read.
RATE_COUNTED = 20_000
# What of a job comes first, in the order of its life.
ORDER = ("url", "path", "own_id", "state", "task", "attempts", "outcome", "reason", "error")
# What the ledger alone needs.
INTERNAL = ("token", "first_task", "clean", "url_key", "expected")
# Fields that are times, in the ledger's milliseconds.
TIMES = ("submitted", "since", "closed", "fetched")


def overview(resources: WorkerResources) -> Report:
    """Give how everything stands now: open jobs, today's ends (UTC day), streams and groups."""
    counts = resources.ledger.counts()
    store = resources.texts
    with store_errors():
        today = store.hgetall(keys.TALLY.of(str(int(time.time()) // SECONDS_A_DAY)))
        memory = store.info("memory")
        streams = {key.name: _stream(resources, key) for key in PUBLISHED}
        inbox = store.xlen(keys.INBOX.name)
        minute_ago = int((time.time() - RATE_SECONDS) * 1000)
        lately = store.xrange(keys.OUTCOMES.name, min=minute_ago, count=RATE_COUNTED)
    return {
        "open": counts.open,
        "waiting": counts.waiting,
        "queued": dict(counts.queued),
        "running": counts.running,
        "hosts_waited_for": hosts_waited_for(resources),
        "hosts_paused": paused_hosts(resources),
        "closed_last_minute": len(lately or ()),
        "today": {name: int(count) for name, count in sorted(today.items())},
        "streams": streams,
        "inbox": inbox,
        "store_bytes": memory["used_memory"],
        "store_max_bytes": memory["maxmemory"] or None,
    }


def states(resources: WorkerResources, job_ids: Iterable[str]) -> list[Report]:
    """Give what the ledger knows of some jobs."""
    return [_state(resources, job_id) for job_id in job_ids]


def readable(report: Report, indent: str = "") -> str:
    """Give a report as lines for a person."""
    lines = []
    for name, value in report.items():
        if isinstance(value, dict):
            lines += [f"{indent}{name}", readable(value, indent + "  ")] if value else []
        elif value not in (None, ""):
            text = str(value).replace("\n", f"\n{indent}    ")
            lines.append(f"{indent}{name:<22} {text}")
    return "\n".join(line for line in lines if line)


def _state(resources: WorkerResources, job_id: str) -> Report:
    state = resources.ledger.state(job_id)
    if state is None:
        return {"job_id": job_id, "state": "unknown"}
    names = (*ORDER, *sorted(set(state) - {*ORDER, *INTERNAL}))
    told = {name: state[name] for name in names if state.get(name)}
    return {"job_id": job_id, **{name: _time(name, value) for name, value in told.items()}}


def _time(name: str, value: str) -> str:
    if name not in TIMES:
        return value
    seconds = int(value) / 1000
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def hosts_waited_for(resources: WorkerResources) -> int:
    """Count the hosts for whose turn jobs wait."""
    with store_errors():
        return resources.texts.zcard(keys.TURNS.name)


def paused_hosts(resources: WorkerResources) -> dict[str, str]:
    """Give the hosts whose next turn is a while off though jobs wait for them, with why."""
    store = resources.texts
    fields = ("next", "paused", "failures", "ending")
    with store_errors():
        now, _ = cast("list[int]", list(store.time()))
        hosts = cast("list[str]", store.zrevrange(keys.TURNS.name, 0, HOSTS_LOOKED_AT - 1))
        pipeline = store.pipeline(transaction=False)
        for host in hosts:
            pipeline.hmget(keys.HOST.of(host), fields)
            pipeline.llen(keys.FRONTIER.of(host))
        found = pipeline.execute()
    waits: list[tuple[int, str, str]] = []
    for host, known, jobs in zip(hosts, found[::2], found[1::2], strict=True):
        next_at, paused, failures, ending = known
        seconds = max(int(next_at or 0), int(paused or 0)) // 1000 - now
        why = f"after {failures} x {(ending or '').partition(':')[2]}" if failures else "its delay"
        told = f"{seconds} s more, {why}; {jobs} job{'s' if jobs > 1 else ''} waiting"
        waits.append((seconds, host, told))
    longest = sorted((wait for wait in waits if wait[0] >= WORTH_TELLING_SECONDS), reverse=True)
    return {host: told for _, host, told in longest[:HOSTS_TOLD]}


def _stream(resources: WorkerResources, key: keys.Key) -> Report:
    state = resources.retention.state(key)
    return {
        "length": state.length,
        "bytes": state.bytes,
        "lost": state.lost,
        "groups": {group.name: _group(group) for group in state.groups},
    }


def _group(group: Group) -> Report:
    return {
        "lag": group.lag,
        "pending": group.pending,
        "idle_seconds": group.idle_seconds,
        "oldest_seconds": group.oldest_seconds,
        "blocking": group.blocking,
    }
