"""What the steps know of English stands once, and is consistent."""

from tasks.extraction.english.calendar import CALENDAR, SHORT_MONTHS, SHORT_WEEKDAYS
from tasks.extraction.english.given_names import GIVEN_NAMES, gender_of_name
from tasks.extraction.english.nouns import plural, singular
from tasks.extraction.english.people import GENDERS, OFFICES, PEOPLE, RELATIONS, is_office


def test_plural_and_singular_undo_each_other() -> None:
    """A noun survives the way to its plural and back."""
    pairs = {
        "town": "towns", "county": "counties", "day": "days", "church": "churches",
        "glass": "glasses", "box": "boxes", "spokeswoman": "spokeswomen", "house": "houses",
    }  # fmt: skip
    assert {noun: plural(noun) for noun in pairs} == pairs
    assert {singular(several): several for several in pairs.values()} == pairs


def test_what_is_no_plural_is_left_alone() -> None:
    """A noun in -ss loses nothing."""
    assert singular("congress") == "congress"


def test_an_office_is_no_relation() -> None:
    """No noun says both what somebody does and what one is to somebody else."""
    assert not OFFICES & RELATIONS
    assert OFFICES | RELATIONS < PEOPLE


def test_formed_offices_are_known() -> None:
    """An office may be known by its ending; being there is no office."""
    assert [w for w in ("nephrologist", "glazier", "woman", "witness") if is_office(w)] == [
        "nephrologist"
    ]


def test_nouns_tell_a_gender() -> None:
    """Nouns of one gender tell it, others do not."""
    assert [GENDERS.get(noun) for noun in ("duchess", "sultan", "mayor")] == ["f", "m", None]


def test_first_names_tell_a_gender_before_a_surname() -> None:
    """A first name tells a gender, without its accents, unless it may be a surname."""
    names = ("Chloé Varnholm", "Björn", "Piotr Halden", "Robin Ostra", "Hope Lindqvist")
    assert [gender_of_name(name) for name in names] == ["f", None, "m", "m", "f"]


def test_names_that_are_words_show_no_person() -> None:
    """A name that is a word or a place as well is no sign of a person."""
    assert not {"hope", "will", "june", "virginia"} & GIVEN_NAMES
    assert {"alistair", "wei", "zoltan"} <= GIVEN_NAMES


def test_abbreviations_are_numbered() -> None:
    """Abbreviated days count from Monday, months from January."""
    assert (SHORT_WEEKDAYS["thurs"], SHORT_MONTHS["sept"]) == (3, 9)
    assert {"tonight", "may", "sunday", "dec"} <= CALENDAR
