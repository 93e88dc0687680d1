"""The sentences that say most."""

from tasks.extraction import extract
from tasks.extraction.sentences import sentences
from tasks.extraction.summary import summary
from tests.unit.extraction.conftest import article_of
from worker.models import LanguageModels

STORY = (
    "The harbour wall at Port Elin collapsed on Monday during the spring storm.",
    "Engineers had warned the council about cracks in the harbour wall for years.",
    "He likes the sea.",
    "They said so again.",
    "The council will pay for a new harbour wall with money from the storm fund.",
    "A cat was seen on a roof not far from the bakery in the old village.",
    "The bakery sells bread on most days of the week to people from the village.",
    "Nobody was hurt when the wall fell, and the boats had been moved before.",
    "The weather should be fine again by the end of the week, says the office.",
)


def chosen(models: LanguageModels, text: str, language: str = "en") -> list[str]:
    """Summarise a text."""
    with models.reading(article_of(text, language)) as reading:
        found = extract(reading, steps=(sentences, summary))
    return [text[span.start : span.end] for span in found.summary or ()]


def test_the_first_and_fullest_sentences_are_chosen(models: LanguageModels) -> None:
    """In the order of the text; short ones, and such as lean on another, are not."""
    found = chosen(models, " ".join(STORY))
    assert found == list(STORY[:2])


def test_nothing_is_told_twice(models: LanguageModels) -> None:
    """A sentence that repeats one gives way to another."""
    found = chosen(models, " ".join([STORY[0], STORY[0], *STORY[1:]]))
    assert found.count(STORY[0]) == 1


def test_a_short_text_has_a_short_summary(models: LanguageModels) -> None:
    """A third of it, and of nothing nothing."""
    assert chosen(models, " ".join(STORY[:3])) == [STORY[0]]
    assert chosen(models, "") == []
    assert len(chosen(models, " ".join(STORY * 4))) == 3


def test_a_language_without_a_model_is_summarised_too(models: LanguageModels) -> None:
    """It needs sentences only."""
    text = "Le mur du port est tombé lundi pendant la tempête. Le port est fermé depuis. Il pleut."
    assert chosen(models, text, "fr") == [text.split(". ", maxsplit=1)[0] + "."]
