"""The task that gets the page of a URL."""

from celery import shared_task

from tasks.base import DocumentTask
from tasks.errors import UnsafeURL
from tasks.job import Job, Message, RawPage
from tasks.resources import Resources


@shared_task(name="newsmill.fetch", bind=True, base=DocumentTask)
def fetch(self: DocumentTask, job_id: str, generation: int) -> str:
    """Turn a job's URL into a raw page."""
    return self.attempt(job_id, generation, _fetch)


def _fetch(resources: Resources, _message: Message, job: Job) -> RawPage:
    if job.url is None:
        raise UnsafeURL("the job has no URL")
    return resources.fetcher.fetch(job.url)
