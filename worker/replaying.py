"""Dead jobs: handed in again as new jobs, or deleted for good."""

from collections.abc import Iterable, Iterator

from tasks.errors import UsageError
from tasks.job import Job, Submission
from tasks.outcomes import Reason
from worker.celery import NewsmillApp
from worker.resources import WorkerResources
from worker.store import keys
from worker.submitting.batches import new_job_id, submit_all


def replay(app: NewsmillApp, job_ids: Iterable[str]) -> Iterator[Job]:
    """Hand dead jobs in again, and yield the new jobs; the old ones leave the list of the dead.

    Each begins at the earliest task whose input exists: a URL is fetched again; content that
    was handed in is still there.

    Raises:
        UsageError: a job is not dead, or is an inbox entry that was no job.
    """
    resources = app.resources
    for job in submit_all(app, (_again(resources, job_id) for job_id in job_ids)):
        resources.ledger.leave_the_dead(job.replay_of or "")
        yield job


def replayable(resources: WorkerResources, job_ids: Iterable[str]) -> list[str]:
    """Leave out the inbox entries that were no jobs: there is nothing to hand in again."""
    states = ((job_id, resources.ledger.state(job_id) or {}) for job_id in job_ids)
    return [job_id for job_id, state in states if state.get("reason") != Reason.MALFORMED]


def _again(resources: WorkerResources, job_id: str) -> Submission:
    fields = resources.ledger.state(job_id)
    if fields is None or fields.get("outcome") != "dead":
        raise UsageError(f"{job_id} is no dead job")
    if fields["reason"] == Reason.MALFORMED:
        raise UsageError(f"{job_id} was no job: put right, send it to {keys.INBOX.name} again")
    old = Job.from_ledger(job_id, fields)
    page = None if fields["first_task"] == "fetch" else resources.documents.page(job_id)
    fresh = {"id": new_job_id(), "replay_of": job_id}
    return Submission(old.model_copy(update=fresh), page)


def purge_dead(resources: WorkerResources, job_ids: Iterable[str]) -> int:
    """Delete dead jobs with their documents; give how many there were."""
    return sum(resources.ledger.purge(job_id) for job_id in job_ids)
