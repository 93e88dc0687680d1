"""The task by which any Celery client hands in a job, by name alone.

    Celery(broker=…).send_task("newsmill.submit", kwargs={"url": "https://…"})

Until this task has run, the message is all there is of the job: nothing protects it. The
inbox stream (`news:inbox`) and the Python interface have no such gap.
"""

import secrets
from typing import Any

from celery import shared_task

from tasks.base import ResourcefulTask
from tasks.chain import send
from tasks.errors import StoreError
from tasks.submitting import submission_from


@shared_task(name="newsmill.submit", bind=True, base=ResourcefulTask)  # type: ignore[arg-type]
def submit(self: ResourcefulTask, **fields: Any) -> str:  # noqa: ANN401 - anybody's arguments
    """Write a job to the ledger and send its chain.

    Idempotent: for one message, whose Celery id the job id is made of.

    Args:
        self: the task.
        fields: `url`, or `text` or `html`, and `id`, `title`, `published`, `clean`.

    Returns:
        The job's id.
    """
    job_id = str(self.request.id or secrets.token_hex(12))
    max_bytes = self.resources.settings.fetching.max_page_bytes
    submission = submission_from(fields, job_id=job_id, max_bytes=max_bytes, via="celery")
    try:
        messages = self.patiently(lambda: self.resources.ledger.submit([submission]))
    except StoreError as error:
        return self.give_back(error)
    send(self.app, messages)
    return job_id
