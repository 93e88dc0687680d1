"""Events as PLOVER lines: codes and scores, who and where, and how each is known."""

from typing import Any

import pytest

from tasks.exporting import FORMATS
from tasks.exporting.countries import ALPHA_3
from tasks.exporting.plover import INTENSITIES, QUAD_CODES
from tasks.extraction.events import LEXICON
from tasks.record import Event, Place, PlaceMention, Record, Size, Span, TextSpan, Version
from tests import shown

EVENT = Event(
    type="ASSAULT",
    mode="drone",
    trigger=shown.span("struck"),
    actors=(shown.span("mayor"), shown.span("Lindqvist")),
    recipients=(shown.span("Nordholm", 1),),
    place="Port Ellery",
    date="2025-03-04T21:30",
    size=Size(killed=12, injured=30, detained=0),
    auxiliary=("historical", "negated"),
    method="lexicon:1",
)


def record(*events: Event, **fields: Any) -> Record:  # noqa: ANN401 - any field of a record
    """Give the record of the invented article, with these events."""
    places = tuple(
        place.model_copy(update={"entity": place.name}) for place in shown.record().places or ()
    )
    return shown.record().model_copy(update={"events": events, "places": places, **fields})


def line(event: Event, **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    """Give the line of an event."""
    (made,) = FORMATS["plover"](record(event, **fields))
    return made


def test_an_event_is_told_in_plovers_words() -> None:
    """With its code and score, the day and the hour apart, and its own words."""
    made = line(EVENT, version=Version(number=3, change="text"))
    told = {
        "id": f"{shown.ID}-3-1",
        "story_id": shown.ID,
        "story_version": 3,
        "date": "2025-03-04",
        "time": "21:30",
        "date_from": "text",
        "pub_date": "2025-03-05T09:30:00+00:00",
        "event_type": "ASSAULT",
        "event_mode": ["drone"],
        "quad_code": 4,
        "intensity": -9.5,
        "auxiliary": ["historical", "negation"],
        "event_text": {"start": 8, "end": 14, "text": "struck"},
        "size": {"dead": 12, "injured": 30, "arrested": 0},
    }
    assert {name: made[name] for name in told} == told
    assert made["coder"].startswith("newsmill ")
    assert made["coder"].endswith(", lexicon:1")
    assert made["cite_info"] == {
        "url": "https://www.coast.example/a?b=1&c=2",
        "title": "Ferry strikes the quay at Port Ellery",
        "publication": "coast.example",
        "language": "en",
    }


def test_who_it_was_is_the_entity_that_the_words_end_with() -> None:
    """A place has its country; words that name nobody stay words."""
    made = line(EVENT)
    mayor, lindqvist = made["actor"]
    assert (mayor["entity_text"], "entity_id" in mayor) == ("mayor", False)
    assert lindqvist["entity_text"] == "Lindqvist"
    assert (lindqvist["entity_name"], lindqvist["entity_type"]) == ("Mara Lindqvist", "person")
    assert shown.TEXT[lindqvist["start"] : lindqvist["end"]] == "Lindqvist"
    nordholm = record(EVENT).entities or ()
    named = nordholm[0].model_copy(
        update={"id": "Nordholm", "name": "Nordholm", "mentions": (shown.span("Nordholm", 1),)}
    )
    (recipient,) = line(EVENT, entities=(named,))["recipient"]
    assert (recipient["entity_name"], recipient["country"]) == ("Nordholm", "GBR")


def test_a_place_is_the_one_of_that_name_nearest_to_the_trigger() -> None:
    """With what the map says of it; without, its name alone."""
    far = Place(
        name="Port Ellery",
        country="CA",
        mentions=(PlaceMention.model_validate(shown.at("Port Ellery", 1)),),
    )
    near = (record().places or ())[0].model_copy(update={"geonames_id": 7, "admin1": "Highland"})
    made = line(EVENT, places=(far, near))["location"]
    assert made == {
        "extracted_place": "Port Ellery",
        "start": 27,
        "end": 38,
        "resolved_place": "Port Ellery",
        "geonameid": 7,
        "lat": 58.6,
        "lon": -3.5,
        "province": "Highland",
        "country_code": "GBR",
        "feature_code": "PPL",
    }
    assert line(EVENT, places=None)["location"] == {"extracted_place": "Port Ellery"}


def test_the_day_of_publication_stands_in_and_says_so() -> None:
    """For an event of which the text says no date; without either there is none."""
    undated = EVENT.model_copy(update={"date": None})
    made = line(undated)
    assert (made["date"], made["date_from"]) == ("2025-03-05", "publication")
    assert "time" not in made
    content = shown.content().model_copy(update={"published": None})
    assert not {"date", "date_from", "pub_date"} & line(undated, content=content).keys()


def test_the_sentence_is_quoted_where_the_text_is_whole() -> None:
    """Of an excerpt the place of the sentence is left."""
    whole = line(EVENT, sentences=(Span(start=0, end=15), Span(start=15, end=40)))
    assert whole["text"] == {"start": 0, "end": 15, "text": "A ferry struck "}
    content = shown.content().model_copy(update={"text": "A ferry"})
    cut = line(EVENT, content=content, sentences=(Span(start=0, end=15),))
    assert cut["text"] == {"start": 0, "end": 15}


def test_what_is_not_known_is_absent() -> None:
    """And each event has an id of its own."""
    bare = Event(type="AID", trigger=TextSpan(start=8, end=14, text="struck"))
    first, second = FORMATS["plover"](record(bare, bare))
    assert (first["id"], second["id"]) == (f"{shown.ID}-1", f"{shown.ID}-2")
    absent = {"event_mode", "auxiliary", "actor", "recipient", "location", "size", "story_version"}
    assert not absent & first.keys()
    assert list(FORMATS["plover"](record())) == []


ACTS = {
    (pattern.type, pattern.mode)
    for patterns in (LEXICON.verbs, LEXICON.nouns, LEXICON.adjectives)
    for found in patterns.values()
    for pattern in found
    if pattern.type != "NONE"
}


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in ACTS}))
def test_every_type_that_is_found_has_its_code_and_score(kind: str) -> None:
    """Conflict is below zero or naught, and so are all its modes; cooperation is above."""
    scores = [score for name, score in INTENSITIES.items() if name.partition("/")[0] == kind]
    assert len(QUAD_CODES) == 16
    assert scores
    if QUAD_CODES[kind] <= 2:
        assert min(scores) > 0
    else:
        assert max(scores) <= 0


def test_countries_have_one_code_each() -> None:
    """Three letters, no two the same."""
    assert (ALPHA_3["UA"], ALPHA_3["CD"], ALPHA_3["XK"]) == ("UKR", "COD", "KOS")
    assert len(set(ALPHA_3.values())) == len(ALPHA_3)
    assert all(len(code) == 3 for code in ALPHA_3.values())
