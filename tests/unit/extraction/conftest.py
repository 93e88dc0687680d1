"""One set of language models for all tests of extraction: loading them takes two seconds."""

import pytest

from config.settings import Reading as ReadingSettings
from tasks.cleaning import clean
from tasks.job import Job, RawPage
from tasks.record import Article
from worker.models import LanguageModels


@pytest.fixture(scope="session")
def models() -> LanguageModels:
    """The models that are installed."""
    return LanguageModels(ReadingSettings())


def article_of(text: str, language: str = "en", *, clean_it: bool = False) -> Article:
    """Make an article of a text whose language is known."""
    return clean(
        Job(id="job", kind="text", clean=clean_it),
        RawPage(body=text.encode(), content_type="text/plain; charset=utf-8"),
        detect_language=lambda _text: (language, 0.99),
        max_bytes=1_000_000,
    )
