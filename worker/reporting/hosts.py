"""The hosts for whose turn jobs wait: which are slow, which are left alone for now, and why."""

from collections.abc import Iterable
from typing import NamedTuple, cast

from worker.resources import WorkerResources
from worker.store import keys
from worker.store.connection import now_ms, store_errors

LOOKED_AT, TOLD = 2000, 10
WORTH_TELLING_SECONDS = 3
FIELDS = ("next", "paused", "failures", "ending", "response_ms")


class Host(NamedTuple):
    """A host for whose turn jobs wait.

    Attributes:
        jobs: how many wait.
        next_seconds: from now to its next turn; below zero when that is overdue.
        failures: in a row, up to now.
        ending: how its jobs end when it goes on failing, as `outcome:reason`.
        response_ms: how long its answers take, where that is known.
        is_open: whether its circuit is: it refused or failed, and is left alone for that.
    """

    name: str
    jobs: int
    next_seconds: int
    failures: int
    ending: str
    response_ms: int | None
    is_open: bool


def hosts_waited_for(resources: WorkerResources) -> int:
    """Count the hosts for whose turn jobs wait."""
    with store_errors():
        return resources.texts.zcard(keys.TURNS.name)


def waited_for(resources: WorkerResources) -> list[Host]:
    """Give the hosts for whose turn jobs wait. Bounded: those whose turn is last."""
    store = resources.texts
    with store_errors():
        now = now_ms(store) // 1000
        names = cast("list[str]", store.zrevrange(keys.TURNS.name, 0, LOOKED_AT - 1))
        pipeline = store.pipeline(transaction=False)
        for name in names:
            pipeline.hmget(keys.HOST.of(name), FIELDS)
            pipeline.llen(keys.FRONTIER.of(name))
        answers = pipeline.execute()
    return [
        _host(name, known, jobs, now)
        for name, known, jobs in zip(names, answers[::2], answers[1::2], strict=True)
    ]


def _host(name: str, known: list[str | None], jobs: int, now: int) -> Host:
    next_at, paused, failures, ending, response_ms = known
    return Host(
        name,
        jobs,
        next_seconds=max(int(next_at or 0), int(paused or 0)) // 1000 - now,
        failures=int(failures or 0),
        ending=ending or "",
        response_ms=int(response_ms) if response_ms else None,
        is_open=int(paused or 0) // 1000 > now,
    )


def paused_hosts(resources: WorkerResources) -> dict[str, str]:
    """Give the hosts whose next turn is a while off though jobs wait for them, with why."""
    return paused_of(waited_for(resources))


def paused_of(hosts: Iterable[Host]) -> dict[str, str]:
    """Give those of some hosts that are left alone for longest, with why."""
    paused = [host for host in hosts if host.next_seconds >= WORTH_TELLING_SECONDS]
    longest = sorted(paused, key=lambda host: (host.next_seconds, host.name), reverse=True)
    return {host.name: _told(host) for host in longest[:TOLD]}


def slowest_of(hosts: Iterable[Host]) -> dict[str, dict[str, int]]:
    """Give those of some hosts whose answers take longest."""
    known = [(host.response_ms, host) for host in hosts if host.response_ms is not None]
    return {
        host.name: {"response_ms": ms, "jobs": host.jobs}
        for ms, host in sorted(known, key=lambda pair: pair[0], reverse=True)[:TOLD]
    }


def _told(host: Host) -> str:
    reason = host.ending.partition(":")[2]
    why = f"after {host.failures} x {reason}" if host.failures else "its delay"
    jobs = f"{host.jobs} job{'s' if host.jobs > 1 else ''}"
    return f"{host.next_seconds} s more, {why}; {jobs} waiting"
