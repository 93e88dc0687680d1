"""What must not be left in the store when a test ends."""

from typing import cast

import redis

from worker.store import keys

NO_END = -1
# They hold the ids of open jobs, and are gone with the last of them.
STATES = (keys.WAITING, keys.QUEUED, keys.RUNNING, keys.FRONTIER, keys.TURNS, keys.LEADERS)


def leaked_keys(store: redis.Redis) -> list[str]:
    """Give the keys that live for ever and may not, with why.

    While jobs are open their keys have no end, so those count only when none is open.
    """
    open_jobs = _open_jobs(store)
    found = cast("list[str]", sorted(store.scan_iter(count=1000)))
    return [
        f"{name}: {problem}"
        for name in found
        if (problem := _problem(store, name, open_jobs=open_jobs))
    ]


def _problem(store: redis.Redis, name: str, *, open_jobs: set[str]) -> str | None:
    kind = kind_of(name)
    if kind is None:
        return "no key of worker/store/keys.py"
    if (found := cast("str", store.type(name))) != kind.type:
        return f"is a {found}, not a {kind.type}"
    if kind.for_ever or store.ttl(name) != NO_END:
        return None
    job_id = name.removeprefix(kind.name)
    belongs_to_open_job = job_id in open_jobs or (kind in STATES and open_jobs)
    return None if belongs_to_open_job else "has no time to live"


def kind_of(name: str) -> keys.Key | None:
    """Give the kind of a key; None where it is none of ours."""
    fitting = [
        key
        for key in keys.ALL.values()
        if name == key.name or (key.name.endswith(":") and name.startswith(key.name))
    ]
    return max(fitting, key=lambda key: len(key.name), default=None)


def _open_jobs(store: redis.Redis) -> set[str]:
    prefix = keys.JOB.name
    found = cast("list[str]", list(store.scan_iter(match=f"{prefix}*", count=1000)))
    return {name.removeprefix(prefix) for name in found if store.hget(name, "state") != "closed"}
