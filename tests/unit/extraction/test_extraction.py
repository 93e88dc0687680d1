"""What is found in a text, and how the steps run."""

import itertools
import json
from dataclasses import replace
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from tasks.assembling import assemble
from tasks.extraction import EXTRACTION, Step, extract
from tasks.extraction.reading import Reading, StepSkipped
from tasks.record import Extractions, Span, TextSpan, check_span, spans_of
from tests.unit.extraction.conftest import article_of
from worker.models import LanguageModels, stop_words_of

FIXTURES = Path(__file__).parents[2] / "fixtures" / "extraction"
PAIRS = sorted(FIXTURES.glob("*.json"))
WORDS = st.sampled_from(
    [
        *("Angela", "Marlowe", "said", "the", "World Bank", "in", "Berlin", "40", "%", ".", "\n"),
        *("\n\n", "\u2019s", "\u201c", "\u201d", "(", "a-b", "www.example.com", "e\u0301"),
        *("\U0001f600", "  ", "x" * 400, "\t"),
    ]
)


def found_in(models: LanguageModels, text: str, language: str = "en") -> Extractions:
    """Run all steps over a text."""
    with models.reading(article_of(text, language)) as reading:
        return extract(reading)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda path: path.stem)
def test_a_text_says_what_stands_beside_it(pair: Path, models: LanguageModels) -> None:
    """All that any step finds is in the expectation, and is as it says.

    An expectation gives of each finding the fields that matter, spans as their words; of
    keywords it gives the best.
    """
    expected = json.loads(pair.read_text(encoding="utf-8"))
    text = pair.with_suffix(".txt").read_text(encoding="utf-8")
    found = found_in(models, text, expected.pop("language"))
    shown = {name: shown_in(text, getattr(found, name)) for name in found.model_fields_set}
    del shown["provenance"]
    shown["keywords"] = shown["keywords"][: len(expected["keywords"])]
    assert set(shown) == set(expected)
    assert like(shown.pop("tone", None), tone := expected.pop("tone", None)) == tone
    for name, findings in expected.items():
        assert [like(one, wanted) for one, wanted in zip_longest(shown[name], findings)] == findings


def shown_in(text: str, value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    """Give findings as an expectation writes them: spans as their words."""
    if isinstance(value, tuple):
        return [shown_in(text, one) for one in value]
    if type(value) in (Span, TextSpan):
        return text[value.start : value.end]
    if isinstance(value, BaseModel):
        return {name: shown_in(text, getattr(value, name)) for name in type(value).model_fields}
    return value


def like(found: Any, wanted: Any) -> Any:  # noqa: ANN401
    """Give of a finding the fields that an expectation names."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        return {name: like(found[name], wanted[name]) for name in wanted}
    return found


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORDS, max_size=40), language=st.sampled_from(["en", "fr", "und"]))
def test_whatever_a_text_says_every_fact_points_into_it(
    words: list[str], language: str, models: LanguageModels
) -> None:
    """Sentences are in order, and each lies in one block."""
    text = " ".join(words)
    article = article_of(text, language)
    with models.reading(article) as reading:
        found = extract(reading)
    for span in spans_of(found):
        check_span(span, text)
    sentences = found.sentences or ()
    assert all(left.end <= right.start for left, right in pairwise(sentences))
    blocks = article.content.blocks
    assert all(any(b.start <= s.start and s.end <= b.end for b in blocks) for s in sentences)
    assemble(article, found)


def test_the_same_text_gives_the_same_facts(models: LanguageModels) -> None:
    """Nothing depends on what was read before."""
    text = (FIXTURES / "quarry.txt").read_text(encoding="utf-8")
    first = found_in(models, text)
    found_in(models, "Something else happened in Paris to Boris Johnson on Friday afternoon.")
    assert first == found_in(models, text)


def test_a_step_that_cannot_run_leaves_its_field_absent(models: LanguageModels) -> None:
    """Its reason is noted, and the steps behind it run."""

    def unable(_reading: Reading, _found: Extractions) -> Extractions:
        raise StepSkipped("no gazetteer")

    with models.reading(article_of("Angela Marlowe flew to Berlin on Monday morning.")) as reading:
        found = extract(reading, steps=(unable, *EXTRACTION))
    assert [(skip.step, skip.reason) for skip in found.steps_skipped] == [
        ("unable", "no gazetteer")
    ]
    assert found.entities
    assert [account.step for account in found.provenance] == [
        *("reading", "gazetteer", "unable", *(step.__name__ for step in EXTRACTION))
    ]


@pytest.mark.parametrize("step", EXTRACTION, ids=lambda step: step.__name__)
def test_a_step_does_without_what_others_find(step: Step, models: LanguageModels) -> None:
    """Without earlier findings, and without a gazetteer, it still runs, or says why it does not."""
    text = (FIXTURES / "quarry.txt").read_text(encoding="utf-8")
    with models.reading(article_of(text)) as reading:
        found = extract(replace(reading, gazetteer=None), steps=(step,))
    (skipped,) = found.steps_skipped or (None,)
    assert (getattr(found, step.__name__) is None) == (skipped is not None)


@pytest.mark.parametrize("text", [". " * 5_000, "." * 20_000, ".'" * 10_000, "a" * 200_000])
@pytest.mark.parametrize("language", ["de", "fr"])
def test_a_row_of_marks_takes_no_time_in_any_language(
    text: str, language: str, models: LanguageModels
) -> None:
    """Rules over text are linear: what is not takes minutes here."""
    found = found_in(models, text, language)
    assert sum(len(text[s.start : s.end]) for s in found.sentences or ()) <= len(text)


def test_a_timer_measures_every_step(models: LanguageModels) -> None:
    """Units: milliseconds; without a timer none are given."""
    ticks = itertools.count()
    with models.reading(article_of("Marlowe flew home.", "fr")) as reading:
        timed = extract(reading, timer=lambda: float(next(ticks)))
        untimed = extract(reading)
    assert [account.ms for account in timed.provenance] == [1000.0] * len(EXTRACTION)
    assert [account.ms for account in untimed.provenance] == [None] * len(EXTRACTION)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_empty_text_says_nothing(language: str, models: LanguageModels) -> None:
    """Nothing is found, and nothing fails."""
    found = found_in(models, "", language)
    assert (found.sentences, found.keywords) == ((), ())


def test_stop_words_are_those_of_the_language_or_none() -> None:
    """A code that is none reaches no file."""
    assert "avec" in stop_words_of("fr")
    assert stop_words_of("tlh") == frozenset()
    assert stop_words_of("../..") == frozenset()
