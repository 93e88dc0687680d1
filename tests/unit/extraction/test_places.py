"""Which names are places, which places they are, and what they stand for."""

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.extraction import extract
from tasks.extraction.entities import entities
from tasks.extraction.places import places
from tasks.record import Place, Source, check_span, spans_of
from tests.unit.extraction.conftest import article_of
from worker.models import LanguageModels

STEPS = (entities, places)

NOTHING_ELSE = " Nobody else has said a word about it since then, and the weather was mild."
"""Makes a text long enough for its language to be known."""


def places_in(models: LanguageModels, text: str, *, site: str | None = None) -> tuple[Place, ...]:
    """Give the places that a text names."""
    article = article_of(text + NOTHING_ELSE)
    source = Source(kind="url", site=site)
    with models.reading(article.model_copy(update={"source": source})) as reading:
        found = extract(reading, steps=STEPS)
    assert found.places is not None
    return found.places


def where(place: Place) -> str:
    """Write a place as `Paris US.Texas`, one without coordinates as its name alone."""
    return ".".join(filter(None, [f"{place.name} {place.country or ''}".strip(), place.admin1]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The president flew to Paris on Monday.", ["Paris FR.Île-de-France"]),
        ("He was born in Paris, Texas, and died in Berlin.", ["Paris US.Texas", "Texas US.Texas"]),
        ("The fire in Springfield spread.", ["Springfield US.Missouri"]),
        ("The fire in Springfield, Ill., spread.", ["Springfield US.Illinois", "Illinois US"]),
        ("Police in Toronto, Canada, drove to London.", ["Toronto CA", "London CA.Ontario"]),
        ("Troops entered the Kursk region at night.", ["Kursk RU.Kursk Oblast"]),
        ("A bus crashed near Velden, Dutch and more Dutch police said.", ["Velden NL.Limburg"]),
        ("A bus crashed near Velden, Austrian police said.", ["Velden AT.Carinthia"]),
        (
            "He lived in London, Ont., and Paris, Tex.",
            ["London CA.Ontario", "Paris US.Texas"],
        ),
        ("A ship sank in the Black Sea off Georgia.", ["Black Sea", "Georgia GE"]),
        ("Georgia's prime minister spoke in Tbilisi.", ["Georgia GE", "Tbilisi GE.Tbilisi"]),
        (
            "Jordan, Minnesota, and Moscow, Idaho, would lose their grants.",
            ["Jordan US.Minnesota", "Minnesota US", "Moscow US.Idaho", "Idaho US"],
        ),
        ("U.S. District Judge Rob Haigh ruled.", ["United States US"]),
        (
            "He sells to Georgia, Idaho and Jordan.",
            ["Georgia GE", "Idaho US", "Jordan JO"],
        ),
        (
            "The storm hit Atlanta, Georgia, on Sunday.",
            ["Atlanta US.Georgia", "Georgia US.Georgia"],
        ),
    ],
)
def test_a_name_is_the_place_that_the_text_makes_likely(
    text: str, expected: list[str], models: LanguageModels
) -> None:
    """Population, what the text says it lies in, kind, nationalities and other places decide."""
    found = [where(place) for place in places_in(models, text)]
    assert [
        next((name for name in found if name.startswith(wanted)), found) for wanted in expected
    ] == [next((name for name in found if name.startswith(wanted)), wanted) for wanted in expected]


def test_a_place_has_its_coordinates_and_who_else_it_may_be(models: LanguageModels) -> None:
    """An alternative is named where it is close; confidences are shares of one."""
    (place,) = places_in(models, "The fire in Springfield spread quickly.")
    assert (place.geonames_id, place.latitude, place.longitude) == (18, 37.2, -93.3)
    assert (place.country, place.admin1, place.feature) == ("US", "Missouri", "PPL")
    assert [other.admin1 for other in place.alternatives] == ["Illinois"]
    assert place.confidence is not None
    assert 0.5 < place.confidence < 0.99 - (place.alternatives[0].confidence or 0) / 2


def test_one_name_may_be_two_places_where_the_text_says_so(models: LanguageModels) -> None:
    """Each mention goes to the area that is stated beside it."""
    text = "She left Paris, Texas, in May. Now she lives in Paris, France, with her son."
    found = {place.geonames_id: len(place.mentions) for place in places_in(models, text)}
    assert (found[11], found[10]) == (1, 1)


def test_mentions_of_one_place_are_together(models: LanguageModels) -> None:
    """Short forms and misprints of a name that a kind stands beside are that place too."""
    text = (
        "The US said troops had left the Kursk region. Two bridges in the Kurst oblast fell."
        " The United States sent aid."
    )
    found = {place.name: [m.text for m in place.mentions] for place in places_in(models, text)}
    assert found == {"United States": ["US", "United States"], "Kursk": ["Kursk", "Kurst"]}


def test_a_place_that_no_gazetteer_has_is_one_if_the_text_says_so(models: LanguageModels) -> None:
    """It has no coordinates; a name that nothing calls a place is left out."""
    text = (
        "Shells fell on the village of Oskrivka. Boats crossed the Drelna River."
        " In Tarnwick, a quiet town, nobody slept. Grelbo fell by 3 percent."
    )
    found = places_in(models, text)
    assert [place.mentions[0].text for place in found] == ["Oskrivka", "Drelna River", "Tarnwick"]
    assert {(place.latitude, place.confidence) for place in found} == {(None, None)}


@pytest.mark.parametrize(
    "text",
    [
        "Michael Jordan scored twice. Jordan was tired.",
        "Paris Hilton sang at the party.",
        "Mr London was fined by the court.",
        "The University of Georgia won the prize.",
        "The Washington Post reported it first.",
        "Most of them left. Bath time is at six.",
        "Ukrainian farmers and Russian drivers talked.",
        "We met in a Hilton.",
        "Jamie Grelbo, a state employee, left early.",
        "Grelbo and Keld\nRegion of the year is a prize.",
        "He won $US40 and caught Georgia flu.",
        "Shiv Sena and the MALI bloc lost.",
    ],
)
def test_a_name_that_only_sounds_like_a_place_is_none(text: str, models: LanguageModels) -> None:
    """Neither people, papers, universities nor diseases are places, nor are nationalities."""
    assert [place.name for place in places_in(models, text)] == []


def test_what_belongs_to_a_place_names_it(models: LanguageModels) -> None:
    """The name before an office or a body is that of the place."""
    text = "The Texas Department of Health and London-based doctors warned the Ontario government."
    names = [place.mentions[0].text for place in places_in(models, text)]
    assert names == ["Texas", "London", "Ontario"]


@pytest.mark.parametrize(
    ("text", "governments"),
    [
        ("Moscow denied the claim on Monday.", ["Moscow"]),
        ("Talks between London and Paris failed.", ["London", "Paris"]),
        ("The envoy left after Berlin\u2019s decision to wait.", ["Berlin"]),
        ("The ship was seized, according to France.", ["France"]),
        ("Germany has repeatedly rejected the plan.", ["Germany"]),
        ("Germany accused Moscow of delay.", ["Germany", "Moscow"]),
        ("On Monday Berlin called for calm.", ["Berlin"]),
        ("A deal with Paris was rejected by Berlin.", ["Paris", "Berlin"]),
        ("Mali and Georgia agreed to share water.", ["Mali", "Georgia"]),
        ("He urged Paris police to wait. They sat by Berlin station.", []),
        ("Officials in Moscow said that it had rained in London.", []),
        ("The road between London and Paris was closed.", []),
        ("Crowds gathered in Berlin. Germany\u2019s rivers rose.", []),
        ("The plant in Springfield announced cuts.", []),
    ],
)
def test_a_country_or_capital_may_stand_for_its_government(
    text: str, governments: list[str], models: LanguageModels
) -> None:
    """It does where it does what only governments do; a place where something is does not."""
    mentions = [mention for place in places_in(models, text) for mention in place.mentions]
    assert [m.text for m in mentions if m.stands_for == "government"] == governments


def test_a_place_tells_which_entity_it_is(models: LanguageModels) -> None:
    """The id is that of the entity with the same mentions."""
    with models.reading(article_of("He flew from Berlin to Moscow." + NOTHING_ELSE)) as reading:
        found = extract(reading, steps=STEPS)
    ids = {entity.name: entity.id for entity in found.entities or ()}
    assert {place.name: place.entity for place in found.places or ()} == ids


def test_the_country_of_the_site_decides_between_equals(models: LanguageModels) -> None:
    """A paper means the place of its own country, where nothing else speaks for another."""
    text = "A bus crashed near the village of Velden on Monday."
    at_home = {site: places_in(models, text, site=site)[0].country for site in ("a.nl", "a.at")}
    assert at_home == {"a.nl": "NL", "a.at": "AT"}


def test_without_a_gazetteer_or_in_another_language_nothing_is_said(
    models: LanguageModels,
) -> None:
    """The step is skipped, with its reason."""
    with models.reading(article_of("He flew to Berlin." + NOTHING_ELSE)) as reading:
        missing = extract(replace(reading, gazetteer=None), steps=STEPS)
    with models.reading(
        article_of("Il vit à Berlin avec son frère et ses deux enfants depuis 2019.", "fr")
    ) as reading:
        foreign = extract(reading, steps=(places,))
    assert (missing.places, foreign.places) == (None, None)
    assert [skip.reason for skip in (*missing.steps_skipped, *foreign.steps_skipped)] == [
        "no gazetteer is installed",
        "no model for language fr",
    ]


WORDS = st.sampled_from(
    [
        *("Paris", "Texas", "Ill.", ",", "the", "of", "region", "River", "The", "and", "'s", "-"),
        *("Lake", "Kursk", "said", "between", "talks", "US", "$", "\n", "(", "\u2014", "al-", "in"),
        *(
            "\U0001f600",
            "\u041a\u0443\u0440\u0441\u043a",
            "\u5317\u4eac",
            "X" * 50,
            "A.B.",
            "\u2019",
        ),
    ]
)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.lists(WORDS, max_size=30), glue=st.sampled_from(["", " "]))
def test_mentions_are_in_order_and_in_the_text(
    words: list[str], glue: str, models: LanguageModels
) -> None:
    """Whatever a text says, nothing fails, and no two mentions overlap."""
    text = glue.join(words)
    with models.reading(article_of(text)) as reading:
        found = extract(reading, steps=STEPS)
    for span in spans_of(found):
        check_span(span, text)
    mentions = sorted((m.start, m.end) for p in found.places or () for m in p.mentions)
    assert all(left[1] <= right[0] for left, right in pairwise(mentions))


def test_time_grows_with_the_text_alone(models: LanguageModels) -> None:
    """Many names, each with a word for its kind, are read in time that grows as they do."""

    def seconds(names: int) -> float:
        text = " ".join(f"The Qx{n:04}a region fell, Paris and Kursk." for n in range(names))
        with models.reading(article_of(text)) as reading:
            started = time.process_time()
            places(reading, extract(reading, steps=()))
            return time.process_time() - started

    assert seconds(800) < 12 * max(seconds(200), 0.01)
