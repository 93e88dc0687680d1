"""The list of the dead, looked through in pages: there may be very many."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple, cast

import redis

from worker.store import keys
from worker.store.connection import store_errors

# A dead job has a traceback of some kilobytes at the most.
PAGE_JOBS = 200


class DeadJob(NamedTuple):
    """A dead job, and what the ledger knows of it."""

    id: str
    fields: Mapping[str, str]


class Wanted(NamedTuple):
    """Which dead jobs are meant: those for which everything that is given holds.

    Attributes:
        task: at which it died.
        reason: why.
        host: that it was to be fetched from, as politeness counts hosts.
        since_ms, until_ms: when, both included.
    """

    task: str | None = None
    reason: str | None = None
    host: str | None = None
    since_ms: int | None = None
    until_ms: int | None = None

    def includes(self, fields: Mapping[str, str]) -> bool:
        """Say whether a dead job of that time is meant."""
        return all(
            asked is None or fields.get(name) == asked
            for name, asked in (("task", self.task), ("reason", self.reason), ("host", self.host))
        )


ALL_DEAD: Final = Wanted()


def dead_jobs(client: redis.Redis, wanted: Wanted) -> Iterator[DeadJob]:
    """Give the dead jobs that are meant, the latest first.

    Jobs may leave the list meanwhile. Bounded: a page of jobs is in memory at one time.
    """
    for page in _pages(client, wanted):
        with store_errors():
            pipeline = client.pipeline(transaction=False)
            for job_id in page:
                pipeline.hgetall(keys.JOB.of(job_id))
            found = pipeline.execute()
        for job_id, fields in zip(page, found, strict=True):
            # The list may name for a while a job whose time is over.
            if fields and wanted.includes(fields):
                yield DeadJob(job_id, fields)


def _pages(client: redis.Redis, wanted: Wanted) -> Iterator[list[str]]:
    """Give ids by the place that each has in the order, which others that leave do not move."""
    oldest = "-inf" if wanted.since_ms is None else wanted.since_ms
    latest: float = float("inf") if wanted.until_ms is None else wanted.until_ms
    last = (float("inf"), "")
    offset = 0
    while True:
        with store_errors():
            found = cast(
                "list[tuple[str, float]]",
                client.zrevrangebyscore(
                    keys.DEAD.name, latest, oldest, start=offset, num=PAGE_JOBS, withscores=True
                ),
            )
        if not found:
            return
        page = [(died, job_id) for job_id, died in found if (died, job_id) < last]
        if page:
            yield [job_id for _, job_id in page]
            last, latest, offset = page[-1], page[-1][0], 0
        else:
            # So many died in the same millisecond.
            offset += PAGE_JOBS
