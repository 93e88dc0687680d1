"""What the lines of a task say of the job that they are about."""

import structlog
from structlog.testing import capture_logs

from config.settings import Settings
from tasks.base import DocumentTask
from tasks.errors import TooShort
from tasks.job import Job, Message, RawPage, Submission
from tasks.resources import Resources
from worker.celery import create_app

TEXT = RawPage(body=b"Some text.", content_type="text/plain; charset=utf-8")


def test_a_message_out_of_date_is_told_without_what_the_one_before_it_was(
    test_settings: Settings,
) -> None:
    """Attempt and document are another job's: one process runs many tasks, one after the other."""

    def refuse(_resources: Resources, _message: Message, _job: Job) -> RawPage:
        raise TooShort

    with (
        create_app(test_settings) as app,
        capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines,
    ):
        app.loader.import_default_modules()
        (message,) = app.resources.ledger.submit([Submission(Job(id="one", kind="text"), TEXT)])
        clean = app.tasks["newsmill.clean"]
        assert isinstance(clean, DocumentTask)
        clean.attempt("one", message.generation, refuse)
        clean.attempt("two", 1, refuse)
        app.resources.close()
    first, second = (line for line in lines if line["event"] == "task_ended")
    assert (first["job_id"], first["attempt"]) == ("one", 1)
    assert second["job_id"] == "two"
    assert {"attempt", "document_id"}.isdisjoint(second)
