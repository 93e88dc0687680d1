"""The task that turns a raw page or a received text into an article."""

from celery import shared_task

from tasks.base import DocumentTask
from tasks.cleaning import refuse
from tasks.job import Job, Message
from tasks.record import Article
from tasks.resources import Resources
from tasks.steps import clean_page


@shared_task(name="newsmill.clean", bind=True, base=DocumentTask)
def clean(self: DocumentTask, job_id: str, generation: int) -> str:
    """Decode, find the article in the page, and refuse what is none."""
    return self.attempt(job_id, generation, _clean)


def _clean(resources: Resources, _message: Message, job: Job) -> Article:
    page = resources.documents.page(job.id)
    article = clean_page(job, page, resources.models, resources.settings)
    settings = resources.settings
    refuse(
        article,
        min_text_characters=settings.reading.min_text_characters,
        drop_reserved=settings.fetching.rights == "drop",
    )
    return article
