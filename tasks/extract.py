"""The task that finds the facts of an article."""

from celery import shared_task

from tasks.base import DocumentTask
from tasks.job import Job, Message
from tasks.record import Extractions
from tasks.resources import Resources
from tasks.steps import extract_facts


@shared_task(name="newsmill.extract", bind=True, base=DocumentTask)
def extract(self: DocumentTask, job_id: str, generation: int) -> str:
    """Read an article once, and run every extraction step over that one parse."""
    return self.attempt(job_id, generation, _extract)


def _extract(resources: Resources, _message: Message, job: Job) -> Extractions:
    return extract_facts(resources.documents.article(job.id), resources.models)
