"""Dead jobs: handed in again as new jobs, or deleted for good."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator

from tasks.chain import send
from tasks.errors import UsageError
from tasks.job import Job
from tasks.outcomes import Reason
from worker.celery import NewsmillApp
from worker.resources import WorkerResources
from worker.store import keys
from worker.store.dead import DeadJob
from worker.submitting.batches import new_job_id


def replay(
    app: NewsmillApp, jobs: Iterable[DeadJob], *, interval_seconds: float = 0.0
) -> Iterator[Job]:
    """Hand dead jobs in again, and yield the new jobs; the old ones leave the list of the dead.

    Each begins at the earliest task whose input exists: a URL is fetched again; content that
    was handed in is still there. One that is not dead any more, because another replays it too,
    is left out. Whenever this ends, what was not yielded is as dead as before.

    Args:
        app: the app that messages are sent through.
        jobs: dead ones.
        interval_seconds: from one job to the next.

    Raises:
        UsageError: it is an inbox entry that was no job.
        StoreFull: there is no room for new jobs.
    """
    due = 0.0
    for job in jobs:
        time.sleep(max(0.0, due - time.monotonic()))
        due = time.monotonic() + interval_seconds
        again = _again(job)
        messages = app.resources.ledger.replay(again, job.fields["first_task"])
        if messages is not None:
            send(app, messages)
            yield again


def replayable(jobs: Iterable[DeadJob], left_out: Counter[str]) -> Iterator[DeadJob]:
    """Leave out, and count, the inbox entries that were no jobs: there is nothing to hand in."""
    for job in jobs:
        if job.fields["reason"] == Reason.MALFORMED:
            left_out[job.id] += 1
        else:
            yield job


def _again(job: DeadJob) -> Job:
    if job.fields["reason"] == Reason.MALFORMED:
        raise UsageError(f"{job.id} was no job: put right, send it to {keys.INBOX.name} again")
    fresh = {"id": new_job_id(), "replay_of": job.id}
    return Job.from_ledger(job.id, job.fields).model_copy(update=fresh)


def named(resources: WorkerResources, job_ids: Iterable[str]) -> Iterator[DeadJob]:
    """Give dead jobs by their ids.

    Raises:
        UsageError: a job is not dead, or was replayed already.
    """
    for job_id in job_ids:
        fields = resources.ledger.state(job_id) or {}
        if fields.get("outcome") != "dead":
            raise UsageError(f"{job_id} is no dead job")
        if new_id := fields.get("replayed_by"):
            raise UsageError(f"{job_id} was replayed already, as {new_id}")
        yield DeadJob(job_id, fields)


def purge_dead(resources: WorkerResources, jobs: Iterable[DeadJob]) -> int:
    """Delete dead jobs with their documents; give how many there were."""
    return sum(resources.ledger.purge(job.id) for job in jobs)
