"""Dead jobs: handed in again as new jobs, or deleted for good."""

from collections.abc import Iterable, Iterator

from tasks.errors import UsageError
from tasks.job import Job, Submission
from worker.celery import NewsmillApp
from worker.resources import WorkerResources
from worker.store import keys
from worker.store.connection import store_errors
from worker.store.documents import DOCUMENT_KEYS
from worker.submitting.batches import new_job_id, submit_all


def replay(app: NewsmillApp, job_ids: Iterable[str]) -> Iterator[Job]:
    """Hand dead jobs in again, and yield the new jobs; the old ones leave the list of the dead.

    Each begins at the earliest task whose input exists: a URL is fetched again; content that
    was handed in is still there.

    Raises:
        UsageError: a job is not dead.
    """
    resources = app.resources
    for job in submit_all(app, (_again(resources, job_id) for job_id in job_ids)):
        with store_errors():
            resources.texts.zrem(keys.DEAD.name, job.replay_of or "")
        yield job


def _again(resources: WorkerResources, job_id: str) -> Submission:
    fields = resources.ledger.state(job_id)
    if fields is None or fields.get("outcome") != "dead":
        raise UsageError(f"{job_id} is no dead job")
    old = Job.from_ledger(job_id, fields)
    page = None if fields["first_task"] == "fetch" else resources.documents.page(job_id)
    fresh = {"id": new_job_id(), "replay_of": job_id, "document": None}
    return Submission(old.model_copy(update=fresh), page)


def purge_dead(resources: WorkerResources, job_ids: Iterable[str]) -> int:
    """Delete dead jobs with their documents; give how many there were."""
    deleted = 0
    with store_errors():
        for job_id in job_ids:
            if not resources.texts.zrem(keys.DEAD.name, job_id):
                continue
            documents = [key.of(job_id) for key in DOCUMENT_KEYS.values()]
            resources.texts.unlink(keys.JOB.of(job_id), *documents)
            deleted += 1
    return deleted
