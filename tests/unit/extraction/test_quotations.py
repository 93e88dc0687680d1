"""What is said, by whom, and in which words that is told."""

from bisect import bisect_left
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.extraction.quotations import quotations
from tasks.extraction.reading import StepSkipped
from tasks.record import Entity, Extractions, Quotation, TextSpan, check_span, spans_of
from tests.unit.extraction.conftest import article_of
from worker.models import LanguageModels

WORDS = st.sampled_from(
    [
        *("Ortiz", "said", "that", "the", "mayor", "according", "to", "told", "he", "rain", "fell"),
        *(",", ".", ":", "\n\n", "\u201c", "\u201d", "\u2018", "\u2019", '"', "'", "-", "called"),
        *("\U0001f600", "e\u0301", "\u0441\u043a\u0430\u0437\u0430\u043b", "x" * 400),
    ]
)
PEOPLE: tuple[tuple[str, Literal["person", "organisation"], tuple[str, ...]], ...] = (
    ("Ana Ortiz", "person", ("mayor",)),
    ("Ortiz", "person", ("mayor",)),
    ("Karl Benn", "person", ("union leader",)),
    ("Benn", "person", ("union leader",)),
    ("Harbour Trust", "organisation", ()),
)


def entities_of(text: str) -> tuple[Entity, ...]:
    """Give the people of these tests, wherever a text names them."""
    found: dict[str, list[TextSpan]] = {}
    taken: list[int] = []
    for name, _, _ in PEOPLE:
        at = text.find(name)
        while at >= 0:
            if at not in taken:
                taken += range(at, at + len(name))
                mention = TextSpan(start=at, end=at + len(name), text=name)
                found.setdefault(name.split()[-1], []).append(mention)
            at = text.find(name, at + 1)
    full = {name.split()[-1]: (name, kind, roles) for name, kind, roles in PEOPLE if " " in name}
    return tuple(
        Entity(
            id=key, type=full[key][1], name=full[key][0], roles=full[key][2], mentions=tuple(spans)
        )
        for key, spans in found.items()
    )


def said(models: LanguageModels, text: str) -> list[Quotation]:
    """Find the quotations of a text."""
    with models.reading(article_of(text)) as reading:
        found = quotations(reading, Extractions(entities=entities_of(text)))
    for span in spans_of(found):
        check_span(span, text)
    return list(found.quotations or ())


def told(models: LanguageModels, text: str) -> list[tuple[str, str, str | None]]:
    """Give kind, words and speaker of each quotation."""
    return [(q.kind, q.text, q.speaker.text if q.speaker else None) for q in said(models, text)]


@pytest.mark.parametrize(
    ("text", "words", "speaker", "cue"),
    [
        ("\u201cThe wall held,\u201d Ana Ortiz said.", "The wall held,", "Ana Ortiz", "said"),
        (
            "\u201cThe wall held,\u201d said Ms Ortiz, who built it.",
            "The wall held,",
            "Ms Ortiz",
            "said",
        ),
        (
            "Ana Ortiz, who built it, said: \u2018The wall held.\u2019",
            "The wall held.",
            "Ana Ortiz",
            "said",
        ),
        (
            'Engineer Karl Benn added, "The wall held."',
            "The wall held.",
            "Engineer Karl Benn",
            "added",
        ),
        (
            "\u201cThe wall held!\u201d a limping Ana Ortiz shouted.",
            "The wall held!",
            None,
            "shouted",
        ),
        (
            "\u201cThe wall held,\u201d according to Ana Ortiz.",
            "The wall held,",
            "Ana Ortiz",
            "according to",
        ),
        ("Karl Benn: \u2018The wall held well\u2019.", "The wall held well", "Karl Benn", None),
        (
            'Benn, whose New Front (NF) took just six seats, asked: "Where is the wall?"',
            "Where is the wall?",
            "Benn",
            "asked",
        ),
        (
            "\u201cThe wall held,\u201d police and firefighters said.",
            "The wall held,",
            "police and firefighters",
            "said",
        ),
        (
            "The mayor of Arden, Ana Ortiz, told reporters: \u201cThe wall held.\u201d",
            "The wall held.",
            "The mayor of Arden, Ana Ortiz",
            "told",
        ),
        (
            '\u201cThe wall held," Ana Ortiz, engineer of the port and a mason, said.',
            "The wall held,",
            "Ana Ortiz",
            "said",
        ),
        (
            "\u201cThe wall held,\u201d a friend of many years, Karl Benn, said.",
            "The wall held,",
            "Karl Benn",
            "said",
        ),
        (
            "\u201cIt has held for years now.\u201d So said Karl Benn, 61, a mason.",
            "It has held for years now.",
            "Karl Benn",
            "said",
        ),
    ],
)
def test_speech_has_its_speaker_beside_it(
    text: str, words: str, speaker: str | None, cue: str | None, models: LanguageModels
) -> None:
    """Before or behind it, with or without a verb; the words are those within the marks."""
    (one,) = said(models, text)
    assert (one.kind, one.text) == ("direct", words)
    assert one.speaker is not None
    assert speaker is None or one.speaker.text == speaker
    assert (one.cue.text if one.cue else None) == cue


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Ana Ortiz said that the wall had held.", "the wall had held", "Ana Ortiz"),
        ("The mayor told reporters on Friday the wall had held.", "the wall had held", "The mayor"),
        ("The wall had held, police said on Friday.", "The wall had held", "police"),
        (
            "According to the Harbour Trust, the wall had held.",
            "the wall had held",
            "the Harbour Trust",
        ),
        (
            "The wall had held for a day, according to Karl Benn.",
            "The wall had held for a day",
            "Karl Benn",
        ),
        ("Karl Benn, the union leader, denied taking money.", "taking money", "Karl Benn"),
        (
            "ARDEN, May 3 (Coast Wire) - The wall had held, officials said.",
            "The wall had held",
            "officials",
        ),
        (
            "Ana Ortiz, who built it, warned the wall might fall.",
            "the wall might fall",
            "Ana Ortiz",
        ),
        (
            "Nobody believed Karl Benn's claim that the wall had held.",
            "the wall had held",
            "Karl Benn",
        ),
        (
            "Ana Ortiz was quoted as saying that the wall had held.",
            "the wall had held",
            "Ana Ortiz",
        ),
        (
            "The wall had held, Ana Ortiz said, pointing at the harbour.",
            "The wall had held",
            "Ana Ortiz",
        ),
        ("Harbour Trust said on Friday it paid to mend it.", "it paid to mend it", "Harbour Trust"),
        ("The WHO said the wall had held.", "the wall had held", "The WHO"),
        ("The wall had held until May, stated Mcfeely.", "The wall had held until May", "Mcfeely"),
    ],
)
def test_reported_speech_is_the_clause_on_its_cue(
    text: str, words: str, speaker: str, models: LanguageModels
) -> None:
    """Without 'that', without the cue and without the speaker."""
    assert told(models, text) == [("indirect", words, speaker)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ana Ortiz was asked whether the wall had held.", "whether the wall had held"),
        ("It was reported that the wall had held.", "the wall had held"),
    ],
)
def test_what_is_said_may_have_no_speaker(text: str, words: str, models: LanguageModels) -> None:
    """Where the one who is told is named, and nobody who tells it."""
    assert told(models, text) == [("indirect", words, None)]


def test_who_reports_goes_on_behind_the_clause(models: LanguageModels) -> None:
    """The parse hangs ', adding that' on what is reported, whose subject says nothing."""
    text = "Ana Ortiz said Karl Benn had paid, adding that the wall had held."
    assert told(models, text) == [
        ("indirect", "Karl Benn had paid", "Ana Ortiz"),
        ("indirect", "the wall had held", "Ana Ortiz"),
    ]


def test_a_body_without_a_name_is_called_by_what_it_is(models: LanguageModels) -> None:
    """Of 'the company' there is no name to give."""
    (named,) = said(models, "The emergencies ministry said the wall had held.")
    (bare,) = said(models, "The company said the wall had held.")
    assert named.speaker is not None
    assert bare.speaker is not None
    assert (named.speaker.name, bare.speaker.name) == ("emergencies ministry", None)


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        (
            "Ana Ortiz said the plan was \u201ca leaky bucket\u201d.",
            "the plan was \u201ca leaky bucket\u201d",
            "Ana Ortiz",
        ),
        (
            "Karl Benn dismissed it as \u2018a sideshow\u2019.",
            "it as \u2018a sideshow\u2019",
            "Karl Benn",
        ),
        (
            "Karl Benn accused the owners of \u201cdraining the fund\u201d.",
            "\u201cdraining the fund\u201d",
            "Karl Benn",
        ),
        (
            "The plan was \u201ca rushed job\u201d, Ms Ortiz added.",
            "The plan was \u201ca rushed job\u201d",
            "Ms Ortiz",
        ),
    ],
)
def test_a_clause_with_a_part_in_marks_is_mixed(
    text: str, words: str, speaker: str, models: LanguageModels
) -> None:
    """The whole of it is said, marks included."""
    assert told(models, text) == [("mixed", words, speaker)]


@pytest.mark.parametrize(
    "text",
    [
        "The so-called \u201cspecial operation\u201d goes on in the north.",
        "She read \u201cThe Quiet Harbour\u201d on the train to Arden.",
        "Eddie \u2018the Eel\u2019 Marsh left the ring in tears.",
        "Ana Ortiz believes that the wall will hold.",
        "The figures show that the wall has moved.",
        "A sign at the gate read: \u201cNo entry for visitors.\u201d",
        "A band called \u2018The Old Harbour\u2019 played in Arden.",
        "The mayor did not say how many had left.",
        "Nothing goes according to plan in Arden.",
    ],
)
def test_what_nobody_says_is_no_quotation(text: str, models: LanguageModels) -> None:
    """Terms, titles, nicknames, thoughts, documents, signs, and what is left unsaid."""
    assert told(models, text) == []


def test_a_cue_in_the_midst_of_a_sentence_splits_one_quotation(models: LanguageModels) -> None:
    """Its parts say where; a new sentence behind the cue is another, of the same speaker."""
    text = "\u201cWe tried,\u201d Ana Ortiz said, \u201cand we failed.\u201d"
    (one,) = said(models, text)
    assert [text[part.start : part.end] for part in one.parts] == ["We tried,", "and we failed."]
    text = "\u201cWe tried,\u201d Ana Ortiz said. \u201cThen it rained for days.\u201d"
    assert told(models, text) == [
        ("direct", "We tried,", "Ana Ortiz"),
        ("direct", "Then it rained for days.", "Ana Ortiz"),
    ]


def test_a_quotation_goes_on_in_paragraphs_that_open_with_its_mark(
    models: LanguageModels,
) -> None:
    """Each is left open but for the last; a caption between them interrupts nobody."""
    text = (
        "Karl Benn said: \u2018The tide came in the night. We had no boats.\n"
        "The harbour wall at Arden\n"
        "\u2018So we waited. Nobody came.\u2019"
    )
    (one,) = said(models, text)
    assert len(one.parts) == 2
    assert one.text.endswith("Nobody came.")
    assert one.speaker is not None
    assert one.speaker.text == "Karl Benn"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ana Ortiz said the wall had held.\n\n\u201cWe were lucky this time.\u201d", "Ana Ortiz"),
        (
            "\u201cIt held,\u201d Ana Ortiz said.\n\nThe wall in May\n\n\u201cWe were lucky.\u201d",
            "Ana Ortiz",
        ),
        ("Karl Benn was blunt. \u201cWe were lucky this time.\u201d", "Karl Benn"),
        (
            "\u201cIt held,\u201d Ana Ortiz said. Karl Benn disagreed. \u201cWe were lucky.\u201d",
            "Karl Benn",
        ),
        (
            "\u201cWe were lucky this time.\u201d\n\n\u201cIt held,\u201d said Karl Benn.",
            "Karl Benn",
        ),
    ],
)
def test_speech_without_a_cue_goes_to_who_was_named_before(
    text: str, name: str, models: LanguageModels
) -> None:
    """In the paragraph or the one above, captions left aside; else behind it."""
    speech = next(q for q in said(models, text) if q.text.startswith("We were lucky"))
    assert speech.cue is None
    assert speech.speaker is not None
    assert speech.speaker.name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ana Ortiz met Karl Benn. She said the wall had held.", "Ana Ortiz"),
        ("Ana Ortiz met Karl Benn. He said the wall had held.", "Karl Benn"),
        ("Ana Ortiz flew home. Benn came later. The mayor said the wall had held.", "Ana Ortiz"),
        ("The Harbour Trust met on Monday. It said the wall had held.", "Harbour Trust"),
        ("The Harbour Trust met on Monday. The trust said the wall had held.", "Harbour Trust"),
        ("Karl Benn left. The 61-year-old said the wall had held.", "Karl Benn"),
        ("Karl Benn left. A commander came in. He said the wall had held.", None),
        ("The wall moved. He said the wall had held.", None),
        ("Ana Ortiz left. He said the wall had held.", None),
    ],
)
def test_a_pronoun_means_who_acted_last_and_may_be_meant(
    text: str, name: str | None, models: LanguageModels
) -> None:
    """By gender, office and nearness; somebody without a name is in the way. Else it stays open."""
    (one,) = said(models, text)
    assert one.speaker is not None
    assert one.speaker.name == name


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Arden\u2019s mayor Ana Ortiz said the wall had held.", "Arden\u2019s mayor"),
        ("An army spokesman said the wall had held.", "army spokesman"),
        ("Ana Ortiz said the wall had held.", "mayor"),
    ],
)
def test_a_speaker_has_a_role(text: str, role: str, models: LanguageModels) -> None:
    """As the phrase has it, or else as the entity has it."""
    (one,) = said(models, text)
    assert one.speaker is not None
    assert one.speaker.role == role


def test_a_quotation_within_a_quotation_has_its_own_speaker(models: LanguageModels) -> None:
    """'I' is whoever says the outer one."""
    text = "\u201cI told my wife, \u2018Go to the roof.\u2019 She went,\u201d Karl Benn said."
    outer, inner = said(models, text)
    assert outer.text.startswith("I told my wife")
    assert (inner.text, inner.speaker and inner.speaker.name) == ("Go to the roof.", "Karl Benn")


def test_a_caption_that_repeats_speech_gives_it_once(models: LanguageModels) -> None:
    """The one of the story stays."""
    text = (
        "Ana Ortiz said of the wall: \u2018This is one of the oldest walls of this coast.\u2019\n\n"
        "\u2018This is one of the oldest walls of this coast\u2019"
    )
    assert [q.speaker and q.speaker.name for q in said(models, text)] == ["Ana Ortiz"]


def test_other_languages_are_left_to_others(models: LanguageModels) -> None:
    """The rules are those of English."""
    with (
        models.reading(
            article_of("\xab Nous le reb\xe2tirons \xbb, a promis le maire.", "fr")
        ) as reading,
        pytest.raises(StepSkipped, match="no model for language fr"),
    ):
        quotations(reading, Extractions())


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORDS, max_size=50))
def test_whatever_a_text_says_quotations_are_in_order(
    words: list[str], models: LanguageModels
) -> None:
    """Their parts too, and each begins and ends the whole."""
    found = said(models, "The mayor spoke in Arden on Friday. " + " ".join(words))
    starts = [one.start for one in found]
    assert starts == sorted(starts)
    for one in found:
        if one.parts:
            assert (one.parts[0].start, one.parts[-1].end) == (one.start, one.end)
            ends = [part.end for part in one.parts]
            assert all(bisect_left(ends, part.start) == i for i, part in enumerate(one.parts))
