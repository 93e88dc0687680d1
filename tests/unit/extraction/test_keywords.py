"""What a text is about, in a few words."""

from tasks.extraction.entities import entities
from tasks.extraction.keywords import keywords
from tasks.extraction.reading import Reading
from tasks.record import Extractions
from tests.unit.extraction.conftest import article_of
from worker.models import LanguageModels

HEDGE = """\
Gareth Aldous stabbed his neighbour with garden shears over a hedge in Kettering.
The hedge had grown for ten years. The tall hedge stood between Gareth Aldous and Maureen Pask.
Northampton Crown Court heard that the police found the garden shears in Corby, near Wellingborough.
Iqbal Rahman and Helena Marchbank spoke for people who had come from Daventry.
"""


def keywords_of(models: LanguageModels, text: str) -> list[str]:
    """Find the keywords of an English text."""
    with models.reading(article_of(text)) as reading:
        found = keywords(reading, entities(reading, Extractions()))
    return [keyword.text for keyword in found.keywords or ()]


def test_names_leave_room_for_what_a_text_says(models: LanguageModels) -> None:
    """Six names at most, where there is enough else; what is told most comes first."""
    found = keywords_of(models, HEDGE)
    assert found[0] == "Gareth Aldous"
    assert {"garden shears", "hedge"} <= set(found)
    assert sum(word[0].isupper() for word in found) == 6


def test_a_keyword_says_more_than_those_before_it(models: LanguageModels) -> None:
    """`tall hedge` says no more than `hedge`; `people` says nothing."""
    found = keywords_of(models, HEDGE)
    assert sum("hedge" in word for word in found) == 1
    assert "people" not in found


def test_a_text_of_names_alone_has_more_of_them(models: LanguageModels) -> None:
    """Nothing is kept free for what is not there."""
    text = "Rome, Paris, Berlin, Madrid, Lisbon, Vienna, Prague and Warsaw came."
    assert len(keywords_of(models, text)) == 8


def test_without_a_model_words_are_counted() -> None:
    """A language in which all nouns have capital letters keeps all ten."""
    text = "Die Mühle brannte. Das Feuer zerstörte Scheune, Garten, Keller, Wagen, Stall und Haus."
    found = keywords(Reading(article_of(text, "de"), text, "de"), Extractions())
    assert {"Feuer", "Scheune", "Garten", "Keller", "Wagen", "Stall", "Haus"} <= {
        keyword.text for keyword in found.keywords or ()
    }
