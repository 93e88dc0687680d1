"""The task that turns a raw page or a received text into an article."""

from celery import shared_task

from tasks import cleaning
from tasks.base import DocumentTask
from tasks.job import Job, Message
from tasks.record import Article
from tasks.resources import Resources


@shared_task(name="newsmill.clean", bind=True, base=DocumentTask)
def clean(self: DocumentTask, job_id: str, generation: int) -> str:
    """Decode, find the article in the page, and refuse what is none."""
    return self.attempt(job_id, generation, _clean)


def _clean(resources: Resources, _message: Message, job: Job) -> Article:
    article = cleaning.clean(
        job,
        resources.documents.page(job.id),
        detect_language=resources.models.detect_language,
        max_bytes=resources.settings.fetching.max_page_bytes,
    )
    minimum = resources.settings.reading.min_text_characters
    cleaning.refuse(article, min_text_characters=minimum)
    return article
