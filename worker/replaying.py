"""Dead jobs: handed in again as new jobs, or deleted for good."""

from collections.abc import Iterable, Iterator

from tasks.errors import UsageError
from tasks.job import Job, Submission
from worker.resources import WorkerResources
from worker.store import keys
from worker.store.connection import store_errors
from worker.store.documents import DOCUMENT_KEYS
from worker.submitting.batches import new_job_id


def replayed(resources: WorkerResources, job_ids: Iterable[str]) -> Iterator[Submission]:
    """Give a new submission for each dead job, from the earliest task whose input exists.

    A URL is fetched again; content that was handed in is still there.

    Raises:
        UsageError: a job is not dead.
    """
    for job_id in job_ids:
        fields = resources.ledger.state(job_id)
        if fields is None or fields.get("outcome") != "dead":
            raise UsageError(f"{job_id} is no dead job")
        old = Job.from_ledger(job_id, fields)
        page = None if fields["first_task"] == "fetch" else resources.documents.page(job_id)
        fresh = {"id": new_job_id(), "replay_of": job_id, "document": None}
        yield Submission(old.model_copy(update=fresh), page)


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
