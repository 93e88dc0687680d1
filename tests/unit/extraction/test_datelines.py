"""Datelines: what stands in front of a report, and what does not."""

import pytest

from tasks.extraction.datelines import dateline_end
from tasks.extraction.quotations import quotations
from tasks.record import Extractions
from tests.unit.extraction.conftest import article_of
from worker.models import LanguageModels

DATELINES = [
    *("LISBON \u2014 |Crews", "LISBON\u2014|Crews", "LISBON - |Crews", "LISBON -- |Crews"),
    *("LISBON, Portugal (AP) \u2014 |Crews", "LISBON, May 2 - |Crews", "LISBON: |Crews"),
    *("LISBON, 2 May 2025 (Halden Wire) - |Crews", "Lisbon (AP) \u2014 |Crews"),
    *(
        "RIO DE JANEIRO, Brazil \u2013 |Crews",
        "ST. JOHN'S \u2014 |Crews",
        "S\xc3O PAULO \u2014 |Crews",
    ),
    "LISBON \u2014 |\u201cWe won,\u201d she said.",
]
NONE = [
    *("US - China talks", "NASA \u2014 the agency \u2014 said", "Lisbon - Crews", "LISBON"),
    *(
        "NATO: \u201cWe will.\u201d",
        "Benfica (4-3-3): Silva",
        "COVID-19 \u2014 The virus",
        "LISBON - ",
    ),
    *("", "A" * 300, "AAAA, " * 60, "ABCD, " + "Aa " * 90, "AAAA" + " A A" * 90),
]


@pytest.mark.parametrize("text", DATELINES)
def test_a_dateline_ends_where_the_sentence_begins(text: str) -> None:
    """Whichever dash, day and agency it has."""
    dateline, sentence = text.split("|")
    assert dateline_end(dateline + sentence, 0, len(text) - 1) == len(dateline)


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_a_dateline_is_none(text: str) -> None:
    """An acronym, a line-up, a label of who speaks."""
    assert dateline_end(text, 0, len(text)) == 0


def test_a_dateline_stands_in_its_sentence_and_hangs_on_no_word_of_it(
    models: LanguageModels,
) -> None:
    """No sentence is added, and what follows is read as if there were none."""
    text = "HALDEN, Norway - Crews left on Monday. It rained.\n\nOSLO - " + "X" * 400
    with models.reading(article_of(text)) as reading:
        parse = reading.english()
    first, *_ = parse.sentences
    body = set(parse.words[first.opening : first.end])
    dateline = parse.words[first.first : first.opening]
    assert (dateline[0].text, dateline[-1].text) == ("HALDEN", "-")
    assert all(word.head not in body for word in dateline)
    assert all(word.sentence == first.index for word in dateline)
    assert [parse.words[sentence.opening].text for sentence in parse.sentences][:2] == [
        "Crews",
        "It",
    ]


SAID = [
    ("LISBON: It had rained, the mayor said.", [("It had rained", "the mayor")]),
    (
        'Ana Ortiz said "the wall held" in a post on X. Mayor Karl Benn said it had rained.',
        [('"the wall held" in a post on X.', "Ana Ortiz"), ("it had rained", "Mayor Karl Benn")],
    ),
    (
        (
            "Oman would not invade Yemen, minister Karl Benn said; if Aden attacked Muscat, "
            'he warned, "we\'d respond".'
        ),
        [
            ("Oman would not invade Yemen", "minister Karl Benn"),
            ('"we\'d respond"', "he"),
        ],
    ),
]


def test_each_speaker_has_a_part_of_the_sentence(models: LanguageModels) -> None:
    """Neither a dateline nor the words of another speaker are theirs."""
    told = []
    for text, _ in SAID:
        with models.reading(article_of(text)) as reading:
            found = quotations(reading, Extractions()).quotations or ()
        told.append((text, [(q.text, q.speaker and q.speaker.text) for q in found]))
    assert told == SAID
