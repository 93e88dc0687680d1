"""What a text is about."""

import pytest

from tasks.extraction import Reading, StepSkipped
from tasks.extraction.topics import LEXICON, Lexicon, topics
from tasks.record import Extractions, Topic
from tests.unit.extraction.conftest import article_of

SMALL = Lexicon.of(
    """
    version = 7
    [topics."15000000"]
    label = "sport"
    words = 'goal* "extra time" club'
    [topics."01000000"]
    label = "arts"
    words = "club opera"
    """
)
TEXTS = {
    "15000000": "The striker scored twice in extra time and the goalkeeper saved a penalty.",
    "16000000": "Shells fell on the town as troops and tanks of the rebels advanced to the front.",
    "04000000": "Shares fell after the bank cut its forecast for profit, sales and dividends.",
    "07000000": "Doctors at the hospital gave the vaccine to patients with the virus.",
    "17000000": "Snow and fog will follow the gales, forecasters said, and frost by night.",
}


def topics_of(text: str, title: str | None = None, language: str = "en") -> tuple[Topic, ...]:
    """Run the step over a text."""
    article = article_of(text, language)
    content = article.content.model_copy(update={"title": title})
    article = article.model_copy(update={"content": content})
    return topics(Reading(article, text, language), Extractions()).topics or ()


@pytest.mark.parametrize(("code", "text"), TEXTS.items())
def test_plain_news_has_its_topic(code: str, text: str) -> None:
    """The code is IPTC's, with the name of its vocabulary."""
    first = topics_of(text)[0]
    assert first.code == f"medtop:{code}"
    assert first.label == LEXICON.labels[code]
    assert first.method == f"lexicon:{LEXICON.version}"


def test_scores_are_shares_and_the_best_is_first() -> None:
    """At most three are given."""
    found = topics_of(" ".join(TEXTS.values()))
    scores = [topic.score for topic in found]
    assert scores == sorted(scores, reverse=True)
    assert 1 <= len(found) <= 3
    assert sum(scores) <= 1


def test_a_headline_counts_more_than_the_text() -> None:
    """The same words say more there."""
    text = TEXTS["16000000"] + " " + TEXTS["07000000"]
    assert topics_of(text, "Doctors, nurses and patients")[0].code == "medtop:07000000"
    assert topics_of(text, "Troops, rebels and tanks")[0].code == "medtop:16000000"


def test_one_word_said_often_is_no_topic() -> None:
    """Nor is one by chance."""
    assert topics_of("Goal! " * 50) == ()
    assert topics_of("") == ()


def test_the_lexicon_knows_words_stems_and_pairs() -> None:
    """A word may show two topics."""
    assert list(SMALL.shown_by("goals")) == [("15000000", "goal")]
    assert list(SMALL.shown_by("extra time")) == [("15000000", "extra time")]
    assert [code for code, _ in SMALL.shown_by("club")] == ["15000000", "01000000"]
    assert list(SMALL.shown_by("clubs")) == []


def test_all_seventeen_topics_are_there() -> None:
    """The top level of the vocabulary."""
    assert sorted(LEXICON.labels) == [f"{number:02}000000" for number in range(1, 18)]


def test_another_language_is_skipped() -> None:
    """The words are English ones."""
    with pytest.raises(StepSkipped, match="not fr"):
        topics_of("Le match.", language="fr")
