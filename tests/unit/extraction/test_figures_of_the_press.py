"""Figures that are easily misread: sums in lakhs, quiet deaths, denials, agents that are places."""

import pytest

from tasks.extraction.figures import figures
from tasks.record import Date, Extractions, Figure, Place, PlaceMention
from tests.unit.extraction.conftest import article_of
from worker.models import LanguageModels

BEHIND = "\n\nThe weather in the county stays mild, and its rivers run as they did all winter."

SUMS: dict[str, list[tuple[float | None, str | None]]] = {
    "The bridge costs Rs 6.12 lakh crore.": [(6.12e12, "INR")],
    "They owe two lakh crore rupees and Rs 5 crores.": [(2e12, "INR"), (5e7, "INR")],
    "A ticket costs Rs 1,500.": [(1500, None)],
    "Pakistan pays Rs 2 crore.": [(2e7, None)],
    "He has one million two hundred thousand dollars.": [(1.2e6, "USD")],
}

DEATHS: dict[str, list[tuple[str, float | None]]] = {
    "Her uncle died of cancer last spring.": [],
    "Her brother, Frank, died after a long career.": [],
    "In the war, her uncle died of a heart attack.": [],
    "A pilot died when his plane crashed.": [("killed", 1)],
    "In the war, a boy died in the heart of town.": [("killed", 1)],
    "Two women and a child died.": [("killed", 2), ("killed", 1)],
    "One person died.": [("killed", 1)],
    "About 860,000 men were killed, wounded or captured.": [("count", 860_000)],
    "More than 300 people were killed or injured.": [("count", 300)],
    "The siege killed or wounded 40 nurses.": [("count", 40)],
    "Two deputies were hurt. A third, Luis Ortega, was killed.": [("injured", 2), ("killed", 1)],
    "A third of the choir was killed.": [("percent", 33.33)],
}

CORRECTIONS: dict[str, list[tuple[float | None, bool | None]]] = {
    "The army denied that 20 soldiers were dead.": [(20, True)],
    "The ministry denied reports that 12 nuns had been killed.": [(12, True)],
    "Officials said 25 people had died, revised down from 31.": [(25, None), (31, True)],
    "Thirty were killed; an earlier figure of 41 was withdrawn.": [(30, None), (41, True)],
    "Nine cooks were killed, not 12 as first reported.": [(9, None), (12, True)],
    "The toll rose to 30, up from 20.": [(30, None), (20, None)],
    "He was denied bail after two people were killed.": [(2, None)],
}

TEXTS: dict[str, list[str]] = {
    "The probe flew at 36,000 km/h.": ["36,000 km/h"],
    "It melts at 5,000C.": ["5,000C"],
    "It ordered 300 Boeing 737 MAX jets.": ["300 Boeing 737 MAX jets"],
}


def found_in(models: LanguageModels, text: str, found: Extractions | None = None) -> list[Figure]:
    """Find the figures of a text, behind which enough stands to show that it is English."""
    with models.reading(article_of(text + BEHIND)) as reading:
        return list(figures(reading, found or Extractions()).figures or ())


def places_of(text: str, *names: str) -> tuple[Place, ...]:
    """Give each name as a place, where the text has it first."""
    starts = {name: text.index(name) for name in names}
    return tuple(
        Place(name=name, mentions=(PlaceMention(start=at, end=at + len(name), text=name),))
        for name, at in starts.items()
    )


def test_scales_multiply_and_lakhs_are_of_india(models: LanguageModels) -> None:
    """Rupees in lakhs and crores are Indian, but where the text names another country."""
    told = {text: [(one.value, one.unit) for one in found_in(models, text)] for text in SUMS}
    assert told == SUMS


def test_only_casualties_are_killed(models: LanguageModels) -> None:
    """One who died needs a cause; of some who were killed or wounded neither is told."""
    told = {text: [(one.kind, one.value) for one in found_in(models, text)] for text in DEATHS}
    assert told == DEATHS


def test_what_is_denied_or_corrected_is_negated(models: LanguageModels) -> None:
    """A lower number before is none that was wrong."""
    told = {
        text: [(one.value, one.negated) for one in found_in(models, text)] for text in CORRECTIONS
    }
    assert told == CORRECTIONS


def test_a_figure_ends_with_its_unit_or_noun(models: LanguageModels) -> None:
    """No full stop belongs to it; the number of a model belongs to the noun."""
    told = {text: [one.text for one in found_in(models, text)] for text in TEXTS}
    assert told == TEXTS


@pytest.mark.parametrize(
    ("text", "names", "told"),
    [
        (
            "Kyiv put the number of dead at eight, while Moscow said nobody had been killed.",
            ("Kyiv", "Moscow"),
            [(None, "Kyiv"), (None, "Moscow")],
        ),
        ("The group said Israel had killed 12 people.", ("Israel",), [(None, "group")]),
        ("Israel killed two people in Tyre.", ("Israel", "Tyre"), [("Tyre", None)]),
        ("Israel\u2019s army killed two people.", ("Israel",), [(None, None)]),
        ("Gaza saw 12 people killed.", ("Gaza",), [("Gaza", None)]),
    ],
)
def test_a_place_that_acts_or_speaks_is_not_where(
    text: str, names: tuple[str, ...], told: list[tuple[str, str]], models: LanguageModels
) -> None:
    """It may be who claims it."""
    found = found_in(models, text, Extractions(places=places_of(text, *names)))
    assert [(one.place, one.claimed_by) for one in found] == told


def test_a_date_that_bounds_a_time_is_not_when(models: LanguageModels) -> None:
    """What was counted since a day did not happen on it."""
    text = "The war has killed 50,000 people since Monday."
    date = Date(start=39, end=45, text="Monday", kind="date", value="2024-05-06", modifier="since")
    assert [one.date for one in found_in(models, text, Extractions(dates=(date,)))] == [None]
    for told in ({"modifier": None}, {"modifier": "before", "part": "morning"}):
        when = date.model_copy(update=told)
        assert found_in(models, text, Extractions(dates=(when,)))[0].date == "2024-05-06"
