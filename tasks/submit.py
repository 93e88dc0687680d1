"""The task by which any Celery client hands in a job, by name alone.

    Celery(broker=…).send_task("newsmill.submit", kwargs={"url": "https://…"})

Until this task has run, the message is all there is of the job: nothing protects it. The
inbox stream (`news:inbox`) and the Python interface have no such gap.
"""

import secrets
from typing import Any

from celery import shared_task
from celery.worker.request import Request

from tasks.base import ResourcefulTask
from tasks.chain import send
from tasks.errors import StoreError
from tasks.submitting import submission_from

# In place of a text, a title or a URL, which monitoring and logs have no business with.
NOT_SHOWN = "(not shown)"


class Submitted(Request):
    """A message with a job in it, as a worker tells of it: in events, logs and `inspect`."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Celery's signature
        super().__init__(*args, **options)
        # What the client wrote there itself; the arguments proper stay as they are.
        self._argsrepr = self._kwargsrepr = NOT_SHOWN

    def info(self, safe: bool = False) -> Any:  # noqa: ANN401, ARG002, FBT001, FBT002
        """Describe it; whoever asks without `safe` means the arguments themselves."""
        return super().info(safe=True)


class SubmitTask(ResourcefulTask):
    """A task whose arguments are content."""

    abstract = True
    Request = "tasks.submit:Submitted"


@shared_task(name="newsmill.submit", bind=True, base=SubmitTask)  # type: ignore[arg-type]
def submit(self: SubmitTask, **fields: Any) -> str:  # noqa: ANN401 - anybody's arguments
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
