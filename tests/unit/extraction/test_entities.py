"""Who and what a text names: types, spans, and one entity for each thing."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.extraction.entities import entities
from tasks.extraction.entities.salience import words_of
from tasks.extraction.entities.spelling import alike
from tasks.extraction.gazetteer import Location
from tasks.extraction.parse import NamedSpan, Parse, Sentence, Word
from tasks.extraction.reading import Reading
from tasks.record import Entity, Extractions
from tests.unit.extraction.conftest import article_of
from worker.models import LanguageModels


class Map:
    """A gazetteer of a few towns and countries."""

    version = "of tests"

    def __init__(self, **features: str) -> None:
        self._names = {name.casefold(): name for name in features}
        self._features = {name.casefold(): feature for name, feature in features.items()}

    def named(self, name: str) -> tuple[Location, ...]:
        """Give the one place of that name."""
        feature = self._features.get(name.casefold())
        if feature is None:
            return ()
        people = 500_000 if feature == "PPLA" else 900
        return (
            Location(
                geonames_id=1,
                name=self._names[name.casefold()],
                is_primary=True,
                latitude=1.0,
                longitude=2.0,
                country="GB",
                admin1=None,
                admin1_code=None,
                feature=feature,
                population=people,
            ),
        )

    def country_of_people(self, _word: str) -> str | None:
        """Know no nationality."""
        return None


def entities_of(models: LanguageModels, text: str, gazetteer: Map | None = None) -> list[Entity]:
    """Find the entities of an English text."""
    with models.reading(article_of(text)) as reading:
        found = entities(replace(reading, gazetteer=gazetteer), Extractions())
    return list(found.entities or ())


def types_of(found: list[Entity]) -> dict[str, str]:
    """Give the type of each name."""
    return {entity.name: entity.type for entity in found}


def forms_of(found: list[Entity]) -> dict[str, set[str]]:
    """Give the other forms of each name."""
    return {entity.name: set(entity.aliases) for entity in found}


TYPED = {
    "Fires broke out across the Orsk region and in the Varna region.": {
        "Orsk": "place",
        "Varna": "place",
    },
    "The village of Malokamianka lost its only school.": {"Malokamianka": "place"},
    "The Copper Kettle Cafe reopened near Harrow Bridge on Monday.": {
        "Copper Kettle Cafe": "facility",
        "Harrow Bridge": "facility",
    },
    "Belarusian and Muslim leaders met the Moldovans.": {
        "Belarusian": "group",
        "Muslim": "group",
        "Moldovans": "group",
    },
    "The Ministry of Fisheries and Keldra Ltd signed the Treaty of Lugano.": {
        "Ministry of Fisheries": "organisation",
        "Keldra Ltd": "organisation",
        "Treaty of Lugano": "law",
    },
    "Typhoon Maring spared the Sulu Archipelago.": {
        "Typhoon Maring": "event",
        "Sulu Archipelago": "place",
    },
    "The ferry MV Stella Lucia left port.": {"MV Stella Lucia": "product"},
    "Her album \u201cNight Over Ardmore\u201d sold well.": {"Night Over Ardmore": "work"},
    "LISBON (Halden Wire) \u2014 Two trams collided.": {"Halden Wire": "organisation"},
    "Brodsk, a fishing village, was flooded.": {"Brodsk": "place"},
    "In the end Mr Tuvalkin resigned.": {"Tuvalkin": "person"},
    "VARLA, Norway (Reuters) - Sinn F\u00e9in and Google met Chelsea\u2019s owners.": {
        "VARLA": "place",
        "Reuters": "organisation",
        "Sinn F\u00e9in": "organisation",
        "Google": "organisation",
        "Chelsea": "organisation",
    },
    "He flew to Trinidad and Tobago on Sunday.": {"Trinidad and Tobago": "place"},
    "Ruritania\u2019s Vargan urged caution.": {"Vargan": "person"},
    "A lorry blocked the M62 near the hospital on Monday.": {"M62": "facility"},
    "The band played without its singer, Robert Plant, that night.": {"Robert Plant": "person"},
    "They spoke Swahili with the US delegation.": {"Swahili": "language", "US": "place"},
}


@pytest.mark.parametrize("text", TYPED)
def test_the_words_of_a_name_and_those_around_it_tell_its_type(
    text: str, models: LanguageModels
) -> None:
    """Whatever the model takes it for."""
    found = types_of(entities_of(models, text))
    assert {name: found.get(name) for name in TYPED[text]} == TYPED[text]


def test_the_map_tells_places_from_other_names(models: LanguageModels) -> None:
    """A country or a large town is a place where nothing speaks against it; a village is not."""
    text = "Togo closed the crossing. Kursk was hit. He trained at a school in Togo\u2019s Aflao."
    found = types_of(entities_of(models, text, Map(togo="PCLI", kursk="PPLA", aflao="PPL")))
    assert found == {"Togo": "place", "Kursk": "place", "Aflao": "place"}


def test_a_place_that_is_only_shouted_is_called_as_on_the_map(models: LanguageModels) -> None:
    """An acronym stays one, and what the map does not know as it is."""
    text = "HALDEN, Norway (Reuters) - A drone hit a bus near BROMVALE in the UK on Tuesday."
    found = entities_of(models, text, Map(Halden="PPLA", Norway="PCLI", UK="PCLI"))
    places = {entity.name: entity.aliases for entity in found if entity.type == "place"}
    assert places["Halden"] == ("HALDEN",)
    assert places["UK"] == ()


def test_towns_stand_for_their_clubs_in_results(models: LanguageModels) -> None:
    """And before their coaches; countries do not, and towns where something is stay towns."""
    atlas = Map(orsk="PPLA", varna="PPLA", togo="PCLI", halden="PPLA")
    text = (
        "ORSK 2 VARNA 1\n\nThe Orsk coach smiled. Togo beat Halden 3-0.\n\n"
        "Police in Orsk stopped a bus. He supports Halden City."
    )
    found = entities_of(models, text, atlas)
    typed = {(mention.text, entity.type) for entity in found for mention in entity.mentions}
    clubs = {"ORSK", "VARNA", "Orsk", "Halden", "Halden City"}
    assert typed == {(name, "organisation") for name in clubs} | {
        ("Orsk", "place"),
        ("Togo", "place"),
    }


def test_no_town_is_meant_by_a_surname(models: LanguageModels) -> None:
    """Where somebody of that name is named in full; a country is nobody's surname."""
    text = "Angela Varna spoke. Varna resigned. Mountainous Togo waits. Togo has no money."
    found = entities_of(models, text, Map(varna="PPLA", togo="PCLI"))
    typed = {mention.text: entity.type for entity in found for mention in entity.mentions}
    assert (typed["Varna"], typed["Togo"]) == ("person", "place")


SPANS = {
    "Prime Minister Angela Marlowe resigned.": ["Angela Marlowe"],
    "Mrs Pask\u2019s daughter thanked Det Insp Rob Haigh.": ["Pask", "Rob Haigh"],
    "Vladimir Sorin\u2019s invasion began.": ["Vladimir Sorin"],
    "The bill was written for Chechnya\u2019s Ramzan Sorin.": ["Chechnya", "Ramzan Sorin"],
    "The Department of Fisheries (DF) closed the port.": ["Department of Fisheries", "DF"],
    "Judge Helena Marchbank KC jailed him.": ["Helena Marchbank"],
    "He met the logistics chief Jean-Marc Tissot in Paris.": ["Jean-Marc Tissot", "Paris"],
    "A professor of the University of Bern spoke.": ["University of Bern"],
    "Revenue slipped. In March revenue had risen.": [],
    "She caught the Avian Flu at her GP surgery.": [],
    "Sen. Ana Marlowe (D-N.Y.) and Rep. Rob Haigh, D-Mass., objected.": [
        "Ana Marlowe",
        "Rob Haigh",
    ],
    "Secretary of State Angela Marlowe met Senate Majority Leader Rob Haigh.": [
        "Angela Marlowe",
        "Senate",
        "Rob Haigh",
    ],
    "U.S. District Judge Rob Haigh ruled on Monday.": ["U.S.", "Rob Haigh"],
    "The Kenya National Commission on Human Rights said police were to blame.": [
        "Kenya National Commission on Human Rights"
    ],
    "Justices Marlowe and Tissot dissented.": ["Marlowe", "Tissot"],
    "EASTERN DIVISION\nHarrow Rangers 3\nTel Rovers 0": [
        "EASTERN DIVISION",
        "Harrow Rangers",
        "Tel Rovers",
    ],
    "ACCIDENT \u2013 A car left the road. The accident hurt nobody.": [],
}


@pytest.mark.parametrize("text", SPANS)
def test_a_name_is_neither_longer_nor_shorter_than_it_is(text: str, models: LanguageModels) -> None:
    """Titles, possessives and marks are no part of it."""
    found = entities_of(models, text)
    assert [mention.text for entity in found for mention in entity.mentions] == SPANS[text]


FORMS = {
    "Ramzan Kadirov spoke. Kadirov left. Ramzan was tired. Kadirov\u2019s men stayed.": {
        "Ramzan Kadirov": {"Kadirov", "Ramzan"}
    },
    "Ana Lopes met Rui Lopes. Mr Lopes smiled.": {"Ana Lopes": set(), "Rui Lopes": {"Lopes"}},
    "The World Health Forum (WHF) met. The WHF voted.": {"World Health Forum": {"WHF"}},
    "Kestrel Foods will cut jobs. Shares in Kestrel fell.": {"Kestrel Foods": {"Kestrel"}},
    "John F. Kerrigan won. John Kerrigan thanked voters.": {"John F. Kerrigan": {"John Kerrigan"}},
    "Volodymyr Zelenko spoke for an hour. Then Zelenka left.": {"Volodymyr Zelenko": {"Zelenka"}},
    "President Volodymyr Zelensky met aides. Zelenskyy said the talks were good.": {
        "Volodymyr Zelensky": {"Zelenskyy"}
    },
    "The Ukrainian army fired. Ukrainians cheered.": {"Ukrainian": {"Ukrainians"}},
}


@pytest.mark.parametrize("text", FORMS)
def test_every_form_of_a_name_leads_to_one_entity(text: str, models: LanguageModels) -> None:
    """Two persons of one surname stay two; a surname alone is the one named last."""
    found = forms_of(entities_of(models, text))
    assert {name: found.get(name) for name in FORMS[text]} == FORMS[text]


def test_a_place_spelt_wrong_once_is_the_place_on_the_map(models: LanguageModels) -> None:
    """Two places that the map knows are two, however alike they are."""
    text = "They left the Kursk region. West of the Kurst region lie Iceland and Ireland."
    known = Map(kursk="PPLA", iceland="PCLI", ireland="PCLI")
    found = forms_of(entities_of(models, text, known))
    assert found == {"Kursk": {"Kurst"}, "Iceland": set(), "Ireland": set()}
    assert set(forms_of(entities_of(models, text))) > {"Kursk", "Kurst"}


ROLES = {
    "Moscow\u2019s mayor Sergei Sorin said so.": ["mayor"],
    "Ivan Fedorenko, head of the regional administration, denied it.": [
        "head of the regional administration"
    ],
    "The head of the regional administration, Ivan Fedorenko, denied it.": [
        "head of the regional administration"
    ],
    "Pauline Marsh, 39, a nurse, died.": ["nurse"],
    "Dr Julia Peters, the clinical director of the agency, spoke.": [
        "Dr",
        "clinical director of the agency",
    ],
    "Mr Peter Marsh smiled at the people in the street.": [],
    "His daughter Claire Dunmore wept.": [],
}


@pytest.mark.parametrize("text", ROLES)
def test_titles_and_offices_beside_a_name_are_its_roles(text: str, models: LanguageModels) -> None:
    """Courtesy and kin are none."""
    person = next(one for one in entities_of(models, text) if one.type == "person")
    assert list(person.roles) == ROLES[text]


def test_a_name_seen_once_is_found_wherever_it_stands(models: LanguageModels) -> None:
    """The model misses names that it saw before."""
    text = "Gareth Aldous, 47, was jailed.\nAldous claimed he had only meant to frighten her."
    assert [len(one.mentions) for one in entities_of(models, text)] == [2]


def test_salience_is_1_for_what_the_text_is_all_about(models: LanguageModels) -> None:
    """It falls with the place and the number of mentions."""
    text = "Berlin is wide. Berlin is flat. Berlin has lakes.\nOthers prefer Hamburg."
    first, second = entities_of(models, text)
    assert first.salience == 1.0
    assert second.salience is not None
    assert 0.2 < second.salience < 0.4
    assert words_of("Storm hits Berlin\u2019s lakes") == " storm hits berlin s lakes "


def test_names_a_letter_apart_are_told() -> None:
    """Short names, names of other first letters and names two letters apart are not."""
    names = ["kursk", "kurst", "iran", "iraq", "gambia", "zambia", "zelensky", "zelenskyy"]
    assert list(alike([*names, "marlowe", "marlvve"])) == [
        ("kursk", "kurst"),
        ("zelensky", "zelenskyy"),
    ]


def test_another_model_is_believed_as_it_is() -> None:
    """A French one has four labels, and the one that tells nothing is left out."""
    text = "Orane aime Brest et Airbus"
    starts = [0, 6, 11, 17, 20]
    words = [
        Word(index, start, start + len(part), part, part.lower(), "", "dep")
        for index, (start, part) in enumerate(zip(starts, text.split(), strict=True))
    ]
    for word in words:
        word.head, word.sentence = words[0], 0
    names = (NamedSpan(0, 1, "PER"), NamedSpan(1, 2, "MISC"), NamedSpan(2, 3, "LOC"))
    parse = Parse(tuple(words), (Sentence(0, 0, 5, 0),), (*names, NamedSpan(4, 5, "ORG")))
    found = entities(Reading(article_of(text, "fr"), text, "fr", parse), Extractions())
    assert types_of(list(found.entities or ())) == {
        "Orane": "person",
        "Brest": "place",
        "Airbus": "organisation",
    }


PARTS = st.sampled_from(
    [
        *(
            "John",
            "Smith",
            "Mr",
            "Dr",
            ".",
            "President",
            "of",
            "The",
            "the",
            "University",
            "\u2019s",
        ),
        *(
            "(",
            ")",
            "ABC",
            "-",
            "\u2013",
            "\u201c",
            "\u201d",
            "Jean-Marc",
            "Paris",
            ",",
            "and",
            "40",
            "\n",
            "A.",
        ),
        *("said", "McDonald\u2019s", "É", "Ж", "北京", "\U0001f600", "St", "U.S.", "'", "_x_"),
    ]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(PARTS, max_size=30))
def test_mentions_never_overlap_and_ids_follow_them(
    parts: list[str], models: LanguageModels
) -> None:
    """Whatever the text says; every mention gives the words that stand at its place."""
    text = " ".join(["They met in the street on the day before.", *parts])
    found = entities_of(models, text, Map(paris="PPLC"))
    mentions = sorted((m for one in found for m in one.mentions), key=lambda m: m.start)
    assert all(left.end <= right.start for left, right in pairwise(mentions))
    assert all(text[m.start : m.end] == m.text for m in mentions)
    firsts = [one.mentions[0].start for one in found]
    assert firsts == sorted(firsts)
    assert [one.id for one in found] == [f"e{n}" for n in range(1, len(found) + 1)]
