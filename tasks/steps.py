"""The steps of each task, run and timed: the same for the Celery tasks and for `extract`."""

import time
from collections.abc import Iterable

from config.settings import Settings
from tasks import cleaning, extraction
from tasks.job import Job, RawPage
from tasks.record import Article, Extractions, Provenance
from tasks.resources import Models


def clean_page(job: Job, page: RawPage, models: Models, settings: Settings) -> Article:
    """Turn a raw page into an article, walls and empty pages included.

    Raises:
        TooLarge, UnsupportedMedia, Undecodable: the page is no text that can be read.
    """
    started = time.process_time()
    article = cleaning.clean(
        job,
        page,
        detect_language=models.detect_language,
        max_bytes=settings.fetching.max_page_bytes,
    )
    provenance = _timed(article.provenance, "clean", time.process_time() - started)
    return article.model_copy(update={"provenance": provenance})


def extract_facts(article: Article, models: Models) -> Extractions:
    """Read an article once, and run every extraction step over that one parse."""
    started = time.process_time()
    with models.reading(article) as reading:
        parsing_seconds = time.process_time() - started
        found = extraction.extract(reading, timer=time.process_time)
    provenance = _timed(found.provenance, "reading", parsing_seconds)
    return found.model_copy(update={"provenance": provenance})


def _timed(accounts: Iterable[Provenance], step: str, cpu_seconds: float) -> tuple[Provenance, ...]:
    """Say of one step what it has cost."""
    ms = {"ms": round(1000 * cpu_seconds, 2)}
    return tuple(
        account.model_copy(update=ms) if account.step == step else account for account in accounts
    )
