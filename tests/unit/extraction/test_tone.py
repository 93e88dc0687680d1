"""The tone of the words."""

import pytest

from tasks.extraction import Reading, StepSkipped, extract
from tasks.extraction.sentences import sentences
from tasks.extraction.tone import tone
from tasks.record import Extractions, Span
from tests.unit.extraction.conftest import article_of
from worker.models import LanguageModels

GOOD = "The happy winners loved their wonderful prize. It was a great success."
BAD = "The horrible attack killed two children. It was a terrible disaster."


def found_in(models: LanguageModels, text: str, language: str = "en") -> Extractions:
    """Run the step behind the one that it needs."""
    with models.reading(article_of(text, language)) as reading:
        return extract(reading, steps=(sentences, tone))


def test_words_make_the_tone(models: LanguageModels) -> None:
    """Its method says that it is lexical."""
    good, bad = (found_in(models, text).tone for text in (GOOD, BAD))
    assert good is not None
    assert bad is not None
    assert bad.score < -0.3 < 0.3 < good.score
    assert good.positive > good.negative
    assert bad.negative > bad.positive
    assert (good.method or "").startswith("lexical")


def test_both_together_cancel_out(models: LanguageModels) -> None:
    """It is the mean of the sentences."""
    both = found_in(models, f"{GOOD} {BAD}").tone
    assert both is not None
    assert -0.2 < both.score < 0.2


def test_a_sentence_without_end_is_read_in_pieces() -> None:
    """The analyser would take minutes for it as a whole."""
    text = "good but bad, " * 14_000
    whole = Extractions(sentences=(Span(start=0, end=len(text)),))
    found = tone(Reading(article_of(text), text, "en"), whole).tone
    assert found is not None
    assert found.positive > 0.2


@pytest.mark.parametrize(("text", "language"), [("", "en"), ("Une phrase.", "fr")])
def test_there_is_no_tone_without_english_sentences(
    text: str, language: str, models: LanguageModels
) -> None:
    """The step is skipped."""
    with models.reading(article_of(text, language)) as reading, pytest.raises(StepSkipped):
        tone(reading, Extractions(sentences=()))
