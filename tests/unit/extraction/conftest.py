"""One set of language models for all tests of extraction: loading them takes two seconds."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from config.settings import Reading as ReadingSettings
from tasks.cleaning import clean
from tasks.extraction import Reading
from tasks.job import Job, RawPage
from tasks.record import Article
from tests.unit.extraction.atlas import Atlas
from worker.models import LanguageModels


class ModelsWithAtlas(LanguageModels):
    """The models that are installed, and a gazetteer that is the same wherever tests run."""

    @contextmanager
    def reading(self, article: Article) -> Iterator[Reading]:
        """Parse an article."""
        with super().reading(article) as reading:
            yield replace(reading, gazetteer=Atlas())


@pytest.fixture(scope="session")
def models() -> LanguageModels:
    """The models that are installed, with a gazetteer of a few places."""
    return ModelsWithAtlas(ReadingSettings())


def article_of(text: str, language: str = "en", *, clean_it: bool = False) -> Article:
    """Make an article of a text whose language is known."""
    return clean(
        Job(id="job", kind="text", clean=clean_it),
        RawPage(body=text.encode(), content_type="text/plain; charset=utf-8"),
        detect_language=lambda _text: (language, 0.99),
        max_bytes=1_000_000,
    )
