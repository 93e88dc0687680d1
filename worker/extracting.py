"""One document from its bytes to its record, in this process: `newsmill extract`."""

import time

from config.settings import Settings
from tasks.assembling import assemble
from tasks.cleaning import clean
from tasks.extraction import extract
from tasks.job import Job, RawPage
from tasks.record import Article, Record
from worker.models import LanguageModels


def extract_page(job: Job, page: RawPage, models: LanguageModels, settings: Settings) -> Record:
    """Clean and read one page. A record is given for all that can be decoded, walls included.

    Raises:
        TooLarge, UnsupportedMedia, Undecodable: the page is no text that can be read.
    """
    started = time.process_time()
    article = clean(
        job,
        page,
        detect_language=models.detect_language,
        max_bytes=settings.fetching.max_page_bytes,
    )
    article = _timed(article, time.process_time() - started)
    started = time.process_time()
    with models.reading(article) as reading:
        parsing = time.process_time() - started
        found = extract(reading, timer=time.process_time)
    provenance = tuple(
        account.model_copy(update={"ms": _ms(parsing)}) if account.step == "reading" else account
        for account in found.provenance
    )
    found = found.model_copy(update={"provenance": provenance})
    return assemble(article, found, input_id=job.own_id)


def _timed(article: Article, seconds: float) -> Article:
    accounts = (account.model_copy(update={"ms": _ms(seconds)}) for account in article.provenance)
    return article.model_copy(update={"provenance": tuple(accounts)})


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 2)
