"""The Python interface: what the commands do, as functions."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import cache
from typing import Literal, cast

from config.settings import settings
from tasks.errors import Undecodable
from tasks.job import Job
from tasks.record import Record
from tasks.submitting import submission_from
from worker.celery import configured_app
from worker.extracting.page import extract_page
from worker.extracting.pages import Pages
from worker.models import LanguageModels
from worker.submitting.batches import new_job_id, submit_all
from worker.submitting.sources import BadSource, Found, standard_input, submissions


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
        StoreRefused: it refuses this user.
        StoreFull: the store has no room for `NEWSMILL_SUBMIT_WAIT_SECONDS`.
    """
    job_ids = [job.id for job in enqueue_sources(sources)] if sources else []
    if fields:
        max_bytes = settings().fetching.max_page_bytes
        one = submission_from(fields, job_id=new_job_id(), max_bytes=max_bytes, via="python")
        job_ids += [job.id for job in submit_all(configured_app(), [one])]
    return job_ids


def extract(*sources: str, **fields: object) -> Iterator[Record]:
    """Read sources, or one document given by its fields, in this process; yield the records.

        (record,) = extract(text="…", published="2026-03-01")
        for record in extract("articles/", "https://www.example.org/news/1"): …

    Args:
        sources: as on the command line.
        fields: as for `submit`.

    Raises:
        UsageError: a source does not exist, or a language model is missing.
        Dropped, TransientError: a source gives no record; the iterator ends with it.
    """
    models = _models()
    with closing(Pages(settings())) as pages:
        for found in _found(sources, fields):
            if isinstance(found, BadSource):
                raise Undecodable(found.message)
            yield extract_page(found.job, pages.of(found), models, settings())


def _found(sources: Sequence[str], fields: dict[str, object]) -> Iterator[Found]:
    max_bytes = settings().fetching.max_page_bytes
    if sources:
        yield from submissions(sources, stdin=standard_input(), limit_bytes=max_bytes)
    if fields:
        yield submission_from(fields, job_id="", max_bytes=max_bytes)


def enqueue_sources(
    sources: Sequence[str], *, forced: str | None = None, skipped: Counter[str] | None = None
) -> Iterator[Job]:
    """Hand in sources; yield each job once the store holds it. See `submit`.

    `skipped` counts meanwhile what is left out of directories, globs and archives.
    """
    app = configured_app()
    found = submissions(
        sources,
        forced=cast("Literal['list', 'text'] | None", forced),
        stdin=standard_input(),
        limit_bytes=settings().fetching.max_page_bytes,
        skipped=skipped,
        new_id=new_job_id,
    )
    yield from submit_all(app, found)


@cache
def _models() -> LanguageModels:
    return LanguageModels(settings().reading)
