"""What numbers count, who was killed or hurt, and what is no figure."""

from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.extraction.figures import figures
from tasks.record import (
    Date,
    Entity,
    Extractions,
    Figure,
    Place,
    PlaceMention,
    Quotation,
    Speaker,
    TextSpan,
    check_span,
)
from tests.unit.extraction.conftest import article_of
from worker.models import LanguageModels

Told = tuple[str, float | None, str]

CASUALTIES: dict[str, list[Told]] = {
    "Two nurses were killed and 30 others wounded.": [
        ("killed", 2, "Two nurses"),
        ("injured", 30, "30 others"),
    ],
    "The landslide left nine villagers dead and 14 injured, killing a shepherd too.": [
        ("killed", 9, "nine villagers"),
        ("injured", 14, "14"),
        ("killed", 1, "a shepherd"),
    ],
    "The death toll rose to 253 from 240 on Sunday.": [
        ("killed", 253, "253"),
        ("killed", 240, "240"),
    ],
    "Officials put the number of missing at 12.": [("missing", 12, "12")],
    "A 15-year-old boy died.": [
        ("killed", 1, "A 15-year-old boy"),
        ("age", 15, "15-year-old"),
    ],
    "At least 38 people lay dead, 13 of them children.": [
        ("killed", 38, "At least 38 people"),
        ("killed", 13, "13 of them"),
    ],
    "Six miners drowned. Two were brothers.": [("killed", 6, "Six miners"), ("killed", 2, "Two")],
    "Two gunmen killed 12 worshippers before police arrested 25 people.": [
        ("count", 2, "Two gunmen"),
        ("killed", 12, "12 worshippers"),
        ("detained", 25, "25 people"),
    ],
    "A ferry carrying 181 people sank and all but two of them died.": [
        ("count", 181, "181 people"),
        ("count", 2, "two of them"),
    ],
    "The body of a hiker was found; the storm claimed 12 lives and three were taken to hospital.": [
        ("killed", 1, "a hiker"),
        ("killed", 12, "12 lives"),
        ("injured", 3, "three"),
    ],
    "The shooting left five people, including the gunman, dead.": [
        ("killed", 5, "five people"),
        ("killed", 1, "the gunman"),
    ],
    "Ten were killed in Kabul, three in Herat and one in Kunduz.": [
        ("killed", 10, "Ten"),
        ("killed", 3, "three"),
        ("killed", 1, "one"),
    ],
    "A pedestrian was struck and killed by a tram.": [("killed", 1, "A pedestrian")],
    "The dead included four firefighters and a nurse.": [
        ("killed", 4, "four firefighters"),
        ("killed", 1, "a nurse"),
    ],
    "A crew of five was rescued, and 400 residents were forced from their homes.": [
        ("rescued", 5, "five"),
        ("displaced", 400, "400 residents"),
    ],
    "They shot down 11 drones, and fended off a further 23 over Bryansk, six over Tula.": [
        ("intercepted", 11, "11 drones"),
        ("intercepted", 23, "a further 23"),
        ("intercepted", 6, "six"),
    ],
    "The army fired 34 missiles and burned 70 homes.": [
        ("launched", 34, "34 missiles"),
        ("destroyed", 70, "70 homes"),
    ],
}

PREDICATES: dict[str, list[Told]] = {
    "Eight potters lost their lives and a third driver is fighting for life.": [
        ("killed", 8, "Eight potters"),
        ("injured", 1, "a third driver"),
    ],
    "Two climbers fell to their deaths; a fifth is in hospital.": [
        ("killed", 2, "Two climbers"),
        ("injured", 1, "a fifth"),
    ],
    "Nine trapped divers were plucked from a cave, and 14 remain unaccounted for.": [
        ("rescued", 9, "Nine trapped divers"),
        ("missing", 14, "14"),
    ],
    "Seventy stalls were reduced to ashes and 20 families were ordered to leave.": [
        ("destroyed", 70, "Seventy stalls"),
        ("displaced", 20, "20 families"),
    ],
    "Six shepherds travelling in a van were hit by a train and died.": [
        ("killed", 6, "Six shepherds"),
    ],
    "Eleven monks - nine of them novices - suffocated.": [
        ("killed", 11, "Eleven monks"),
        ("killed", 9, "nine of them"),
    ],
    "Two bakers suffered fatal burns and a barber was trampled to death.": [
        ("killed", 2, "Two bakers"),
        ("killed", 1, "a barber"),
    ],
    "Of those hurt, two are critical and one seriously ill.": [
        ("injured", 2, "two"),
        ("injured", 1, "one"),
    ],
    "A couple drowned, and the pilot died in a ditch; the pilot died at noon.": [
        ("killed", 2, "A couple"),
        ("killed", 1, "the pilot"),
    ],
    "The flood cost ten men their lives and sent four others to hospital.": [
        ("killed", 10, "ten men"),
        ("injured", 4, "four others"),
    ],
    "Also killed was a cook.": [("killed", 1, "a cook")],
}

LISTS: dict[str, list[Told]] = {
    "Thirteen of the forty sailors drowned.": [
        ("killed", 13, "Thirteen"),
        ("count", 40, "forty sailors"),
    ],
    "Twelve died: seven in the dormitory and five in the yard.": [
        ("killed", 12, "Twelve"),
        ("killed", 7, "seven"),
        ("killed", 5, "five"),
    ],
    "Four people died: three tailors and a mason.": [
        ("killed", 4, "Four people"),
        ("killed", 3, "three tailors"),
        ("killed", 1, "a mason"),
    ],
    "Two women, a carpenter and a child died.": [
        ("killed", 2, "Two women"),
        ("killed", 1, "a carpenter"),
        ("killed", 1, "a child"),
    ],
    "Two guards died, bringing to 27 the number of dead.": [
        ("killed", 2, "Two guards"),
        ("killed", 27, "27"),
    ],
    "Death toll: 70. Injured: 212.": [("killed", 70, "70"), ("injured", 212, "212")],
    "Fatalities now stand at 41.": [("killed", 41, "41")],
}

ALONE: dict[str, list[Told]] = {
    "The storm killed 61: 40 in Kobe, 15 in Osaka and six in Nara.": [
        ("killed", 61, "61"),
        ("killed", 40, "40"),
        ("killed", 15, "15"),
        ("killed", 6, "six"),
    ],
    "Twelve potters died: Ohio seven, Iowa five.": [
        ("killed", 12, "Twelve potters"),
        ("killed", 7, "seven"),
        ("killed", 5, "five"),
    ],
    "Two were killed: 40 had gone home, and 30, mostly tailors, had not.": [
        ("killed", 2, "Two"),
        ("count", 40, "40"),
        ("count", 30, "30"),
    ],
    "The blast killed 14. Rebels spoke of 30 to 40, the clinic said 22.": [
        ("killed", 14, "14"),
        ("killed", None, "30 to 40"),
        ("killed", 22, "22"),
    ],
    "All cooks cook, but two pour millions of dollars into it.": [
        ("count", 2, "two"),
        ("money", None, "millions of dollars"),
    ],
    "The crash killed five. The firm, which employs 300, reported 20 lost days.": [
        ("killed", 5, "five"),
        ("count", 300, "300"),
        ("count", 20, "20 lost days"),
    ],
    "Seven bakers died, compared with 11 in May, and the toll was an earlier 95.": [
        ("killed", 7, "Seven bakers"),
        ("killed", 11, "11"),
        ("killed", 95, "95"),
    ],
    "Four bodies were found; a storm keeps divers from the other three.": [
        ("killed", 4, "Four bodies"),
        ("killed", 3, "other three"),
    ],
    "Deaths 34. Missing 70. Those displaced: 900.": [
        ("killed", 34, "34"),
        ("missing", 70, "70"),
        ("displaced", 900, "900"),
    ],
    "Ten people died in the fire: two women, a guard and seven pupils.": [
        ("killed", 10, "Ten people"),
        ("killed", 2, "two women"),
        ("killed", 1, "a guard"),
        ("killed", 7, "seven pupils"),
    ],
    "Nine grooms were killed and about 25 taken hostage; 300 men were killed or wounded.": [
        ("killed", 9, "Nine grooms"),
        ("detained", 25, "about 25"),
        ("count", 300, "300 men"),
    ],
}

UNTOLD: dict[str, list[Told]] = {
    "It executed 3.7 versions.": [("count", 3.7, "3.7 versions")],
    "A builder who stabbed two strangers to death was there.": [("killed", 2, "two strangers")],
    "A mother of three died.": [("killed", 1, "A mother"), ("count", 3, "three")],
    "The 4,000 leaflets are set to be destroyed; 20 pupils were sentenced to death.": [
        ("count", 4000, "4,000 leaflets"),
        ("count", 20, "20 pupils"),
    ],
    "A dog died and 30 horses were destroyed after they had fallen ill.": [
        ("count", 30, "30 horses")
    ],
    "Four nuns were shot dead in a van carrying 12 people.": [
        ("killed", 4, "Four nuns"),
        ("count", 12, "12 people"),
    ],
}

NOT_CASUALTIES: dict[str, list[Told]] = {
    "The frost killed 2,000 sheep.": [("count", 2000, "2,000 sheep")],
    "The war cost $3 billion and 12 people were hired.": [
        ("money", 3e9, "$3 billion"),
        ("count", 12, "12 people"),
    ],
    "A famine could kill 90,000 people.": [("count", 90000, "90,000 people")],
    "He was killed 12 miles from a base of 3,000 soldiers.": [
        ("distance", 12, "12 miles"),
        ("count", 3000, "3,000 soldiers"),
    ],
    "The club fired its coach after four defeats, and so it fired two.": [
        ("count", 4, "four defeats"),
        ("count", 2, "two"),
    ],
    "They held two meetings and saved 40 jobs.": [
        ("count", 2, "two meetings"),
        ("count", 40, "40 jobs"),
    ],
}

MEASURES: dict[str, list[Told]] = {
    "It cost £3.2bn, A$5m, 40 million euros or 2,000 rupees.": [
        ("money", 3.2e9, "£3.2bn"),
        ("money", 5e6, "A$5m"),
        ("money", 4e7, "40 million euros"),
        ("money", 2000, "2,000 rupees"),
    ],
    "Sales fell 12.5%, or 2 percentage points, to two-thirds of the plan.": [
        ("percent", 12.5, "12.5%"),
        ("percent", 2, "2 percentage points"),
        ("percent", 66.67, "two-thirds"),
    ],
    "The wall is 3.5m tall and 46km long; 1.2m homes need 500MW.": [
        ("distance", 3.5, "3.5m"),
        ("distance", 46, "46km"),
        ("count", 1.2e6, "1.2m homes"),
        ("count", 500, "500MW"),
    ],
    "The wounded were aged 11, 14 and 17; Ana Ruiz, 52, is well and her son is nine.": [
        ("age", 11, "11"),
        ("age", 14, "14"),
        ("age", 17, "17"),
        ("age", 52, "52"),
        ("age", 9, "nine"),
    ],
}

NO_FIGURES = [
    "On 6 April 2024 at 10.30am he read Article 5 on Channel 4 near Route 66 for three hours.",
    "One of the largest S-300 sites won 2-1; no one called 020 7946 0018 or saw Covid-19.",
    "He left at ten past six, came at half past eight and slept at seven o\u2019clock.",
    "There were no implications for hospitals.",
    "In 2019 the second half, the 23rd Brigade and MH17 were on www.example.com/2024/12/3.",
]


TABLES = [CASUALTIES, PREDICATES, LISTS, ALONE, UNTOLD, NOT_CASUALTIES, MEASURES]
BEHIND = "\n\nThe weather in the county stays mild, and its rivers run as they did all winter."


def found_in(models: LanguageModels, text: str, found: Extractions | None = None) -> list[Figure]:
    """Find the figures of a text, behind which enough stands to show that it is English."""
    with models.reading(article_of(text + BEHIND)) as reading:
        return list(figures(reading, found or Extractions()).figures or ())


@pytest.mark.parametrize("table", TABLES)
def test_every_number_says_what_it_counts(
    table: dict[str, list[Told]], models: LanguageModels
) -> None:
    """Each sentence has these figures, and no others."""
    told = {
        text: [(one.kind, one.value, one.text) for one in found_in(models, text)] for text in table
    }
    assert told == table


def test_dates_scores_names_and_pronouns_are_no_figures(models: LanguageModels) -> None:
    """Nor are telephones, routes, models and addresses."""
    assert {text: found_in(models, text) for text in NO_FIGURES} == {t: [] for t in NO_FIGURES}


def test_numbers_that_belong_to_a_date_are_left_out(models: LanguageModels) -> None:
    """What the step for dates has found is no figure, though it looks like one."""
    text = "The talks of 12 went on."
    date = Date(start=10, end=15, text="of 12", kind="date", value="2024-05-12")
    assert [one.text for one in found_in(models, text)] == ["12"]
    assert found_in(models, text, Extractions(dates=(date,))) == []


def test_bounds_come_from_the_words_around(models: LanguageModels) -> None:
    """Ranges have no value; vague words have neither value nor high."""
    text = "At least 14 men, up to 30 women, dozens of boys, 10 to 15 girls and about 9 dogs came."
    bounds = [(one.value, one.low, one.high, one.qualifier) for one in found_in(models, text)]
    assert bounds == [
        (14, 14, None, "at least"),
        (30, None, 30, "up to"),
        (None, 24, None, "dozens"),
        (None, 10, 15, None),
        (9, None, None, "about"),
    ]


def test_units_are_named(models: LanguageModels) -> None:
    """Money has its ISO 4217 code, where it is plain whose it is."""
    text = (
        "It cost 50,000 zloty and 900 pesos, or 3 crore Pakistani rupees,"
        " for 3 square km, 40 cubic metres and 12 square miles."
    )
    told = [one.unit for one in found_in(models, text)]
    assert told == ["PLN", None, "PKR", "km\u00b2", "m\u00b3", "square mile"]


def test_what_is_counted_has_no_words_that_only_compare(models: LanguageModels) -> None:
    """Nor is it taken from the figure before."""
    text = (
        "The army found 12 more bodies and helped five other people. Two drivers died, one on foot."
    )
    told = [one.object for one in found_in(models, text)]
    assert told == ["bodies", "people", "drivers", None]


def test_victims_are_those_of_whom_more_is_told(models: LanguageModels) -> None:
    """They are names of persons, or those who are included."""
    text = (
        "Two brothers, Ivo and Jan Petrov, were killed. Ten people, including the gunman and"
        " his wife, were hurt. Four men, Reuters said, died."
    )
    named = TextSpan(start=14, end=32, text="Ivo and Jan Petrov")
    entity = Entity(id="e1", type="person", name="Jan Petrov", mentions=(named,))
    found = found_in(models, text, Extractions(entities=(entity,)))
    told = [(one.text, one.victims) for one in found]
    assert told == [
        ("Two brothers", "Ivo and Jan Petrov"),
        ("Ten people", "including the gunman and his wife"),
        ("the gunman", None),
        ("his wife", None),
        ("Four men", None),
    ]


def test_none_at_all_is_a_figure(models: LanguageModels) -> None:
    """It is 0 and negated; what did not happen to some keeps their number."""
    text = (
        "No one was hurt. There were no deaths or arrests. The raid did not kill 12 monks."
        " None of the 45 nuns died. Six men were hurt, none seriously."
    )
    told = [(one.kind, one.value, one.negated) for one in found_in(models, text)]
    assert told == [
        ("injured", 0, True),
        ("killed", 0, True),
        ("detained", 0, True),
        ("killed", 12, True),
        ("killed", 0, True),
        ("count", 45, None),
        ("injured", 6, None),
        ("injured", 0, True),
    ]


def test_a_figure_has_its_place_date_and_claimant(models: LanguageModels) -> None:
    """They are those of its sentence, or of the quotation around it."""
    text = "Three monks were killed in Zarya on Monday, the police said. Two nuns died."
    place = PlaceMention(start=27, end=32, text="Zarya")
    date = Date(start=36, end=42, text="Monday", kind="date", value="2024-05-06")
    speaker = Speaker(start=44, end=54, text="the police")
    quotation = Quotation(start=61, end=74, text="Two nuns died", kind="indirect", speaker=speaker)
    known = Extractions(
        places=(Place(name="Zarya", mentions=(place,)),), dates=(date,), quotations=(quotation,)
    )
    told = [(one.place, one.date, one.claimed_by) for one in found_in(models, text, known)]
    assert told == [("Zarya", "2024-05-06", "police"), (None, None, "police")]


def test_claims_that_disagree_stand_side_by_side(models: LanguageModels) -> None:
    """Each has who says so."""
    text = "Doctors said 38 people were killed. The army said it had killed 12 militants."
    told = [(one.value, one.claimed_by) for one in found_in(models, text)]
    assert told == [(38, "doctors"), (12, "army")]


def test_a_pronoun_claims_nothing(models: LanguageModels) -> None:
    """Where it is known whom it stands for, that name claims."""
    text = "He said 38 people were killed. Two nuns died."
    speaker = Speaker(start=0, end=2, text="He")
    quotation = Quotation(start=31, end=44, text="Two nuns died", kind="direct", speaker=speaker)
    known = Extractions(quotations=(quotation,))
    assert [one.claimed_by for one in found_in(models, text, known)] == [None, None]
    named = quotation.model_copy(update={"speaker": speaker.model_copy(update={"name": "Ana"})})
    known = Extractions(quotations=(named,))
    assert [one.claimed_by for one in found_in(models, text, known)] == [None, "Ana"]


def test_of_a_share_the_figure_ends_before_what_is_no_noun(models: LanguageModels) -> None:
    """Only a noun or a pronoun is a whole of which it is a part."""
    text = (
        "Some 60 percent of a city, 22% of the $48 million and three of those that left were his."
    )
    told = [one.text for one in found_in(models, text)]
    assert told == ["Some 60 percent", "22%", "$48 million", "three of those"]


PIECES = st.sampled_from(
    [
        *("killed", "12", "people", "of", "them", "no", "one", "a", "man", "$", "5m", "-", "to"),
        *("\u00a35bn", "%", "half", "dozens", "\n", "\n\n", ",", ".", "(", "10-15", "toll", "rose"),
        *("aged", "Jane", "\u0663", "\u00b2", "1,2,3", "\U0001f600", "were", "between", "and"),
        *("among", "victims", "million", "\xa0", "casualties", "any", "shot", "down", "1.200,5"),
    ]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES, max_size=30), glue=st.sampled_from([" ", ""]))
def test_whatever_a_text_says_figures_point_into_it(
    pieces: list[str], glue: str, models: LanguageModels
) -> None:
    """They are in order, their words are those of the text, and no two of them cross."""
    text = glue.join(pieces)
    found = found_in(models, text)
    assert all(left.start <= right.start for left, right in pairwise(found))
    for one in found:
        check_span(one, text + BEHIND)
    crossing = [
        (left.text, right.text)
        for left, right in combinations(found, 2)
        if left.start < right.start < left.end < right.end
    ]
    assert not crossing
