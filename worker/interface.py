"""The Python interface: what the commands do, as functions."""

import sys
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal, cast

from config.settings import settings
from tasks.job import Job
from tasks.submitting import submission_from
from worker.celery import NewsmillApp, create_app
from worker.sources import submissions
from worker.submitting import new_job_id, submit_all


def submit(*sources: str, **fields: object) -> list[str]:
    """Hand in sources, or one document given by its fields; give the job ids.

        submit("https://www.example.org/news/1", "articles/")
        submit(text="…", title="…", published="2026-03-01", id="my-17")

    Once this returns the store holds the jobs.

    Args:
        sources: as on the command line: URLs, files, directories, globs.
        fields: `url`, or `text` or `html` or `html_base64`, and `id`, `title`, `published`,
            `clean`.

    Raises:
        UsageError: a source does not exist, or a server is not set.
        StoreUnavailable: the store does not answer.
        StoreFull: the store has no room for `NEWSMILL_SUBMIT_WAIT_SECONDS`.
    """
    job_ids = [job.id for job in enqueue_sources(sources)] if sources else []
    if fields:
        max_bytes = settings().fetching.max_page_bytes
        one = submission_from(fields, job_id=new_job_id(), max_bytes=max_bytes, via="python")
        job_ids += [job.id for job in submit_all(_app(), [one])]
    return job_ids


def enqueue_sources(sources: Sequence[str], *, forced: str | None = None) -> Iterator[Job]:
    """Hand in sources; yield each job once the store holds it. See `submit`."""
    app = _app()
    found = submissions(
        sources,
        forced=cast("Literal['list', 'text'] | None", forced),
        stdin=sys.stdin.buffer,
        limit_bytes=settings().fetching.max_page_bytes,
        new_id=new_job_id,
    )
    yield from submit_all(app, found)


@cache
def _app() -> NewsmillApp:
    return create_app(settings())
