"""Clutter: what stands among the paragraphs of a story and is no part of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.cleaning import clutter
from tasks.cleaning.blocks import Piece
from tasks.cleaning.clutter import Cleared
from tasks.cleaning.clutter.boxes import mark_boxes
from tasks.cleaning.clutter.lines import story_of

STORY = (
    "A pedalo in the shape of a swan drifted out of Port Calder on Friday with the mayor on board.",
    "Mayor Odile Prenter had been opening the boating lake when the wind turned.",
    "She was brought back after two hours by a crab boat, in good spirits and one shoe.",
    "The swan is still at sea. Sailors have been asked to approach it with care.",
)


def cleared(*lines: str, title: str | None = None) -> Cleared:
    """Clear the lines of a text."""
    story = story_of(Piece("paragraph", line) for line in lines)
    mark_boxes(story, title)
    clutter.clear(story, title)
    return clutter.cleared(story)


def test_a_story_about_newsletters_keeps_its_sentences() -> None:
    """Its headline says what it is about; elsewhere the same sentence is a call."""
    call = "Sign up to our newsletter: the words that now stand under every page of the town."
    title = "The newsletter that ate Port Calder"
    assert call in [piece.text for piece in cleared(call, *STORY, title=title).pieces]
    assert call not in [piece.text for piece in cleared(call, *STORY).pieces]


def among_the_story(*lines: str) -> Cleared:
    """Clear a story with lines between its second and its third paragraph."""
    return cleared(*STORY[:2], *lines, *STORY[2:])


def kinds(found: Cleared) -> list[tuple[str, str]]:
    """Give what was taken away, and as what."""
    return [(removed.kind, removed.text) for removed in found.removed]


def body(found: Cleared) -> list[str]:
    """Give what was left."""
    return [piece.text for piece in found.pieces]


def test_a_caption_is_kept_beside_the_body() -> None:
    """Its words and its credit are no part of the body."""
    found = among_the_story("The swan off Port Calder. Photograph: Ann Tully/Lantern")
    assert body(found) == list(STORY)
    assert [(c.text, c.credit) for c in found.captions] == [
        ("The swan off Port Calder.", "Ann Tully/Lantern")
    ]


def test_a_credit_on_its_own_line_belongs_to_the_caption_above() -> None:
    """Names of picture desks are written large."""
    found = among_the_story("Mayor Odile Prenter on the quay after her rescue", "CALDER BILDDIENST")
    assert body(found) == list(STORY)
    assert [(c.text, c.credit) for c in found.captions] == [
        ("Mayor Odile Prenter on the quay after her rescue", "CALDER BILDDIENST")
    ]


def test_a_caption_that_repeats_a_sentence_goes_and_the_sentence_stays() -> None:
    """The echo may leave an aside out, or change a word."""
    echo = "Mayor Odile Prenter was opening the boating lake when the wind turned"
    found = cleared(
        *STORY, echo, "The swan is still at sea and sailors have been asked to take care"
    )
    assert body(found)[:4] == list(STORY)
    assert echo in [caption.text for caption in found.captions]


def test_lines_without_a_stop_that_stand_together_are_captions() -> None:
    """They share the names of the story, and no colon leads on to them."""
    lines = (
        "Odile Prenter waves from the crab boat that found her",
        "The swan was last seen off Port Calder on Friday",
    )
    assert body(among_the_story(*lines)) == list(STORY)
    led = ("These were seen that day:", *lines)
    assert body(among_the_story(*led)) == [*STORY[:2], *led, *STORY[2:]]


def test_a_line_between_paragraphs_that_belong_together_is_a_caption() -> None:
    """'She' refers to the paragraph above, so what stands between is no heading."""
    line = "Odile Prenter waves to the crowd from the swan"
    assert kinds(among_the_story(line)) == [("caption", line)]
    after = cleared(*STORY[:3], line, STORY[3])
    assert after.removed == ()


def test_a_line_with_the_form_of_the_other_captions_is_one_more() -> None:
    """Where a text has more bare captions than lone lines, a long lone line is no heading."""
    cluster = (
        "Odile Prenter waves from the crab boat that found her",
        "The swan was last seen off Port Calder on Friday",
    )
    lone = "Sailors near Port Calder approach the swan with great care"
    found = cleared(*STORY[:2], *cluster, STORY[2], lone, STORY[3])
    assert body(found) == list(STORY)
    assert lone in body(cleared(*STORY[:3], lone, STORY[3]))


@pytest.mark.parametrize(
    "cue",
    [
        *("Read More", "RELATED:", "Lesen Sie auch", "À lire aussi", "Lea también", "Leggi anche:"),
        *("Leia também", "Lees ook", "Czytaj też", "Läs också", "Читайте также", "İlgili haber"),
        *("Notas relacionadas", "Weitere Artikel zum Thema", "Dowiedz się więcej"),
    ],
)
def test_a_cue_takes_the_headline_that_follows_it(cue: str) -> None:
    """The headline may stand on the next line, or on the same one."""
    headline = "Lifeguard finds a grand piano on the beach"
    assert body(among_the_story(cue, headline)) == list(STORY)
    assert body(among_the_story(f"{cue.rstrip(':')}: {headline}")) == list(STORY)


def test_a_heading_that_begins_as_a_cue_is_of_the_story() -> None:
    """'Also on' leads to another site only where it names one."""
    found = among_the_story("Auch auf dem Land", "Auch auf calder-echo.example")
    assert kinds(found) == [("teaser", "Auch auf calder-echo.example")]


def test_a_cue_takes_no_paragraph_and_no_heading() -> None:
    """What ends with a stop is the story; so is a short line directly above a paragraph."""
    assert kinds(among_the_story("Read more")) == [("teaser", "Read more")]
    found = among_the_story("Read more", "Lifeguard finds a grand piano on the beach", "At sea")
    assert body(found) == [*STORY[:2], "At sea", *STORY[2:]]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Advertisement", "advertisement"),
        ("SKIP ADVERTISEMENT", "advertisement"),
        ("La suite après cette publicité", "advertisement"),
        ("Anzeige", "advertisement"),
        ("Share this article", "share"),
        ("Comments (84)", "share"),
        ("Teilen", "share"),
        ("Compartir en Facebook", "share"),
        ("What do you think? Have your say in the comments below.", "share"),
        ("Do you have a story? Email tips@calder.example", "share"),
        ("Sign up for our free morning newsletter here", "newsletter"),
        ("Abonnez-vous à notre newsletter", "newsletter"),
        ("Suscríbete a nuestro boletín y recibe las noticias de la costa", "newsletter"),
        ("Подписывайтесь на наш телеграм-канал", "newsletter"),
        ("Follow us on Facebook and Instagram", "share"),
        ("Subscribe now to our paper for the whole story.", "newsletter"),
        ("If you buy through our links, we may earn a small commission.", "commission"),
        ("Dieser Artikel enthält Affiliate-Links.", "commission"),
        ("© 2025 Calder Echo. All rights reserved.", "copyright"),
    ],
)
def test_boxes_of_a_page_are_told_by_their_words(line: str, kind: str) -> None:
    """Nothing but a call, a button or a mark stands in such a line."""
    assert kinds(among_the_story(line)) == [(kind, line)]


@pytest.mark.parametrize(
    "line",
    [
        "Voters must sign up for the newsletter of the town hall by Friday, the council said.",
        "“Sign up for our newsletter,” he shouted, and threw leaflets from the balcony.",
        "Advertisement rates in the paper have fallen by half since the mill closed.",
        "He asked people to share the article with their neighbours before the vote.",
        "The company wants to read more minds, or at least more water meters, by 2030.",
        "“Follow us,” said the guide.",
        "\u2018You answered their letters. You enquired after their hips.",
        "“It is a swan”",
        "The mayor said:",
        "• One shoe was found on the beach at Calder Sands",
        "2. Swans must be tied up after dusk in Port Calder",
        "nobody in port calder has seen the other shoe so far",
        "Swans 4 Geese 2 Ducks 2 Herons 1",
        "Why a swan?",
        "No.",
    ],
)
def test_the_story_survives(line: str) -> None:
    """Sentences about clutter, quotations, lists, questions and tables are no clutter."""
    assert among_the_story(line).removed == ()


def test_verse_is_left_alone() -> None:
    """Where no line has a stop, a line without one says nothing."""
    verse = ("The swan went out on Friday night", "And took the mayor along", "It took the light")
    assert body(cleared(*verse, *verse)) == [*verse, *verse]


def test_what_comes_twice_stays_once() -> None:
    """The headline goes where it is known; a short refrain stays."""
    found = cleared("Swan adrift", *STORY, STORY[0], "No.", "No.", title="Swan Adrift!")
    assert kinds(found) == [("title", "Swan adrift"), ("repeated", STORY[0])]


def test_a_sentence_shown_large_stays_in_its_paragraph_only() -> None:
    """A pull quote says nothing that its paragraph does not say."""
    found = among_the_story("Sailors have been asked to approach it with care.")
    assert kinds(found) == [("repeated", "Sailors have been asked to approach it with care.")]


@settings(deadline=None)  # the first example compiles what the others only match
@given(st.lists(st.sampled_from([*STORY, "Read more", "Share", "A swan Foto: x", "a\nb", "("])))
def test_every_line_is_kept_or_accounted_for(lines: list[str]) -> None:
    """Nothing is lost between the body and what was removed, and the order stays."""
    found = cleared(*lines)
    assert sorted([*body(found), *(removed.text for removed in found.removed)]) == sorted(lines)
    kept = iter(lines)
    assert all(line in kept for line in body(found))
