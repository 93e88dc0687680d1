"""Copies whose numbers differ in words: what is read of a text keeps them from being dropped."""

import pytest

from tasks.comparing.duplicates import Remembered, says_nothing_new
from tasks.comparing.minhash import signature_of
from tasks.comparing.signatures import Signature
from tasks.steps import extract_facts
from tests import invented
from tests.unit.extraction.conftest import article_of
from worker.models import LanguageModels


@pytest.mark.parametrize(
    ("told", "nothing_new"),
    [("Fourteen", True), ("Seventeen", False), ("At least fourteen", False), ("14", False)],
)
def test_killed_in_words(models: LanguageModels, told: str, *, nothing_new: bool) -> None:
    """'Seventeen' is new beside 'fourteen', and another way to say it is kept to be safe."""

    def signature(number: str) -> Signature | None:
        article = article_of(f"{invented.article(1, 12)}\n\n{number} people were killed.")
        return signature_of(article.content.text or "", extract_facts(article, models).figures)

    known = signature("Fourteen")
    assert known
    first = Remembered("1" * 32, "1" * 32, known.sketch, known.numbers)
    assert says_nothing_new("2" * 32, signature(told), [first]) == nothing_new
