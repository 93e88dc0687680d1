"""Times that a text names, and the days that they are."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.cleaning import clean
from tasks.extraction.dates import dates
from tasks.extraction.reading import Reading, StepSkipped
from tasks.job import Job, RawPage
from tasks.record import Article, Date, Extractions, Language, check_span
from worker.models import LanguageModels

PUBLISHED = "2024-08-21T10:00:00+03:00"
"""A Wednesday."""


def article_on(text: str, published: str | None = PUBLISHED, language: str = "en") -> Article:
    """Make an article in a language that was published on a day."""
    article = clean(
        Job(id="job", kind="text", clean=False, published=published),
        RawPage(body=text.encode(), content_type="text/plain; charset=utf-8"),
        detect_language=lambda _text: (language, 0.99),
        max_bytes=10_000_000,
    )
    # A text of one sentence is too short for its language to be told.
    content = article.content.model_copy(update={"language": Language(code=language)})
    return article.model_copy(update={"content": content})


def found_in(models: LanguageModels, text: str, published: str | None = PUBLISHED) -> list[Date]:
    """Give the times that an English text names."""
    with models.reading(article_on(text, published)) as reading:
        return list(dates(reading, Extractions()).dates or ())


def shown(found: list[Date]) -> list[str]:
    """Give times as `words = value`, with the end of a range, the part of the day, what is said."""
    return [
        " ".join(
            part
            for part in (
                f"{one.text} =",
                "/".join(value for value in (one.value or "?", one.end_value) if value),
                one.part,
                f"~{one.modifier}" if one.modifier else None,
            )
            if part
        )
        for one in found
    ]


ABSOLUTE = (
    ("The fort fell in 480 BC, or in AD 79.", ["480 BC = -0479", "AD 79 = 0079"]),
    ("Ships of the third century B.C. lay there.", ["the third century B.C. = -02XX"]),
    ("The letter of 10/25/95 was lost.", ["10/25/95 = 1995-10-25"]),
    ("In mid-1990 he sold it.", ["mid-1990 = 1990 ~mid"]),
    ("The eighties were loud.", ["The eighties = 198X"]),
    (
        "In June, July and August 2007 it rained.",
        ["June = 2007-06", "July = 2007-07", "August 2007 = 2007-08"],
    ),
    ("They met on 5 and 6 July 2007.", ["5 and 6 July 2007 = 2007-07-05/2007-07-06"]),
    ("Easter Monday 2019 was wet.", ["Easter Monday 2019 = 2019-04-22"]),
    ("They voted on the first Monday in May 2022.", ["the first Monday in May 2022 = 2022-05-02"]),
    ("On the night of 6 April 2019 it burned.", ["the night of 6 April 2019 = 2019-04-06 night"]),
    ("It shut on 3 March 2024.", ["3 March 2024 = 2024-03-03"]),
    ("It shut on March 3, 2023.", ["March 3, 2023 = 2023-03-03"]),
    ("Signed on the 3rd of March, 2022.", ["the 3rd of March, 2022 = 2022-03-03"]),
    ("Filed 2024-03-03 and 13/04/2024.", ["2024-03-03 = 2024-03-03", "13/04/2024 = 2024-04-13"]),
    ("It grew in March 2024 and in 2019.", ["March 2024 = 2024-03", "2019 = 2019"]),
    (
        "In the 1990s and in the late 19th century it grew.",
        ["the 1990s = 199X", "the late 19th century = 18XX ~late"],
    ),
    (
        "Sales fell in summer 2023, in Q2 2024 and in the third quarter of 2022.",
        ["summer 2023 = 2023-22", "Q2 2024 = 2024-34", "the third quarter of 2022 = 2022-35"],
    ),
    ("It was cold on New Year\u2019s Eve.", ["New Year\u2019s Eve = 2023-12-31"]),
    ("Monday, 3 March, was fixed for it.", ["Monday, 3 March = 2025-03-03"]),
    ("In fiscal 2024 it lost.", ["fiscal 2024 = 2024"]),
    ("Between 2014 and 2022 he ruled.", ["2014 and 2022 = 2014/2022"]),
    ("From 5 to 7 May they met.", ["5 to 7 May = 2024-05-05/2024-05-07"]),
    ("They met on May 5\u20137, 2023.", ["May 5\u20137, 2023 = 2023-05-05/2023-05-07"]),
    ("It ran from 30 May to 2 June 2024.", ["30 May to 2 June 2024 = 2024-05-30/2024-06-02"]),
    ("The 2023-24 season ended.", ["2023-24 = 2023/2024"]),
    ("It was built in early 2023.", ["early 2023 = 2023 ~early"]),
    ("He has ruled since February 2022.", ["February 2022 = 2022-02 ~since"]),
)

RELATIVE = (
    ("Shops were shut on Good Friday.", ["Good Friday = 2024-03-29"]),
    (
        "Third-quarter sales fell from a year-earlier loss.",
        ["Third-quarter = 2024-35", "a year-earlier = 2023"],
    ),
    ("It was paid at year-end.", ["year-end = 2024 ~late"]),
    ("For the rest of the year it slept.", ["the year = 2024"]),
    (
        "Accounts for the year ended March 31 were late.",
        ["the year = 2024", "March 31 = 2024-03-31"],
    ),
    ("He did not call until May 4.", ["May 4 = 2024-05-04 ~until"]),
    ("It burned this past weekend.", ["this past weekend = 2024-08-17/2024-08-18"]),
    (
        "It sank on 3 May. Two days later it was found. The day before, it had rained.",
        ["3 May = 2024-05-03", "Two days later = 2024-05-05", "The day before = 2024-05-04"],
    ),
    ("The army said on Tuesday that it fell.", ["Tuesday = 2024-08-20"]),
    ("He was seen last night.", ["last night = 2024-08-20 night"]),
    ("It said so on Wednesday morning.", ["Wednesday morning = 2024-08-21 morning"]),
    ("It said so late on Tuesday.", ["late on Tuesday = 2024-08-20 evening"]),
    ("Shots were heard early Sunday.", ["early Sunday = 2024-08-18 morning"]),
    ("They met last Friday.", ["last Friday = 2024-08-16"]),
    ("She left on Friday of last week.", ["Friday of last week = 2024-08-16"]),
    ("Yesterday it rained.", ["Yesterday = 2024-08-20"]),
    ("He fled last year.", ["last year = 2023"]),
    ("He fled last week.", ["last week = 2024-W33"]),
    ("It rained last weekend.", ["last weekend = 2024-08-17/2024-08-18"]),
    ("He left two years ago.", ["two years ago = 2022"]),
    ("He left three weeks ago.", ["three weeks ago = 2024-W31"]),
    ("He left ten days ago.", ["ten days ago = 2024-08-11"]),
    ("It fell in the second quarter.", ["the second quarter = 2024-34"]),
    ("They married last March.", ["last March = 2024-03"]),
    ("They began earlier this month.", ["earlier this month = 2024-08 ~early"]),
    ("They fought until the end of last year.", ["the end of last year = 2023 ~late"]),
    ("Rain fell in the week of Aug. 12.", ["the week of Aug. 12 = 2024-W33"]),
    ("It was dry in the second week of May.", ["the second week of May = 2024-W19"]),
)

FUTURE = (
    ("She will speak on Friday.", ["Friday = 2024-08-23"]),
    ("The vote is due on Sunday.", ["Sunday = 2024-08-25"]),
    ("A successor would be named by Monday.", ["Monday = 2024-08-26 ~before"]),
    ("The council is to meet on Thursday.", ["Thursday = 2024-08-22"]),
    ("The trial starts on Monday.", ["Monday = 2024-08-26"]),
    ("They plan to meet on Friday evening.", ["Friday evening = 2024-08-23 evening"]),
    ("She said on Friday that she plans to go.", ["Friday = 2024-08-16"]),
    ("He tried to leave on Monday.", ["Monday = 2024-08-19"]),
    ("The court will rule in June.", ["June = 2025-06"]),
    ("The court ruled in June.", ["June = 2024-06"]),
    ("Sales will rise next spring.", ["next spring = 2025-21"]),
    ("The ship will sail in ten days.", ["ten days = 2024-08-31"]),
    ("Prices doubled in ten days.", ["ten days = P10D"]),
    ("They would never yield, he said of Monday\u2019s raid.", ["Monday = 2024-08-19"]),
    ("He spoke ahead of Sunday\u2019s vote.", ["Sunday = 2024-08-25"]),
    ("The act would have paid them through Oct. 9.", ["Oct. 9 = 2024-10-09"]),
    ("She would have gone by Nov. 1.", ["Nov. 1 = 2024-11-01 ~before"]),
    ("They will have been paid by Sept. 10.", ["Sept. 10 = 2024-09-10 ~before"]),
    ("The law would take effect on 1 March.", ["1 March = 2025-03-01"]),
    ("The flood on 24 July could trigger a review.", ["24 July = 2024-07-24"]),
    ("Forecasters expect heavy rain on 2 January.", ["2 January = 2025-01-02"]),
    ("The play is on 2 January.", ["2 January = 2025-01-02"]),
    ("It lies idle since 2 January.", ["2 January = 2024-01-02 ~since"]),
    ("The return match is at Elland Road on Friday week.", ["Friday week = 2024-08-30"]),
    ("We expect the worst to come overnight.", ["overnight = 2024-08-21 night"]),
    ("Heavy overnight rain will bring floods.", ["overnight = 2024-08-20 night"]),
    ("Roads will stay shut through Friday.", ["Friday = 2024-08-23"]),
    ("The storm made them leave on Friday.", ["Friday = 2024-08-16"]),
)

SPANS = (
    ("He was away for three weeks.", ["three weeks = P3W"]),
    ("It was a three-day visit.", ["a three-day = P3D"]),
    ("They had 24 hours.", ["24 hours = PT24H"]),
    ("It took two or three months.", ["two or three months = P2M/P3M"]),
    ("It took two and a half years.", ["two and a half years = P2.5Y"]),
    ("It lasted half an hour.", ["half an hour = PT30M"]),
    ("It grew over the past three years.", ["the past three years = P3Y"]),
    ("They march every Friday.", ["every Friday = XXXX-WXX-5"]),
    ("It costs 20 euros a year.", ["a year = P1Y"]),
    ("The war escalated in recent weeks.", ["recent weeks = ?"]),
    ("A deal is near in the coming days.", ["the coming days = ?"]),
    ("The incursion is in its third week.", ["third week = ?"]),
    ("He left years ago.", ["years ago = ?"]),
)

HOURS = (
    ("It struck at 6pm on Monday.", ["6pm on Monday = 2024-08-19T18:00"]),
    ("It struck on Monday at 5:30 a.m.", ["Monday at 5:30 a.m. = 2024-08-19T05:30"]),
    ("He left Saturday at 5.30pm.", ["Saturday at 5.30pm = 2024-08-17T17:30"]),
    ("It began at 0530 GMT.", ["0530 GMT = T05:30Z"]),
    ("It is open from 1 to 3 p.m.", ["1 to 3 p.m. = T13:00/T15:00"]),
    (
        "It began at midnight local time on Friday.",
        ["midnight local time on Friday = 2024-08-16T00:00"],
    ),
    ("It began at noon on Friday.", ["noon on Friday = 2024-08-16T12:00"]),
    (
        "On Monday he slept. At 6 a.m. he rose.",
        ["Monday = 2024-08-19", "6 a.m. = 2024-08-19T06:00"],
    ),
    ("He met her on the evening of 6 April.", ["the evening of 6 April = 2024-04-06 evening"]),
    (
        "A ball will be held from 7pm to 10pm on 24 January.",
        ["7pm to 10pm on 24 January = 2025-01-24T19:00/2025-01-24T22:00"],
    ),
    (
        "A ball was held between 7pm and 10pm on 24 January.",
        ["7pm and 10pm on 24 January = 2024-01-24T19:00/2024-01-24T22:00"],
    ),
    ("Gates open at 7pm on 24 January.", ["7pm on 24 January = 2025-01-24T19:00"]),
    (
        "Roads will be shut until Friday. Snow could fall by 6pm.",
        ["Friday = 2024-08-23 ~until", "6pm = 2024-08-21T18:00 ~before"],
    ),
    (
        "The final is on Saturday. It starts at 3pm.",
        ["Saturday = 2024-08-24", "3pm = 2024-08-24T15:00"],
    ),
    (
        "She was held on Monday. She will be in court at 2pm.",
        ["Monday = 2024-08-19", "2pm = 2024-08-21T14:00"],
    ),
    (
        "The burial will be on Friday. He was found at 6am.",
        ["Friday = 2024-08-23", "6am = T06:00"],
    ),
)

NO_TIMES = (
    "The Good Friday Agreement and the DEC in Vancouver, B.C., were named.",
    "It drove at 90 km per hour and won the player of the year award.",
    "A 15-year-old boy and a woman aged 41 were hurt; she is 30 years old.",
    "He flew a Boeing 747 past 2,000 people and won 3-1, then 6-4.",
    "Theresa May may march; the Sun said she sat down.",
    "It cost $2024 and weighed 2020 kg.",
    "He read the Sunday Chronicle and shopped on Black Friday.",
    "The Daily Courier and the Weekly Post say so.",
    "Three quarters of them are in their 30s.",
    "The bill of 03/04/2024 passed.",
    "Prices fall when it springs a leak.",
)


@pytest.mark.parametrize(
    "cases",
    [ABSOLUTE, RELATIVE, FUTURE, SPANS, HOURS],
    ids=["absolute", "relative", "future", "spans", "hours"],
)
def test_a_time_is_found_whole_and_has_its_value(
    cases: tuple[tuple[str, list[str]], ...], models: LanguageModels
) -> None:
    """Its words without a preposition; a relative one is dated from the day of publication."""
    assert [(text, shown(found_in(models, text))) for text, _ in cases] == list(cases)


@pytest.mark.parametrize("text", NO_TIMES)
def test_ages_scores_names_and_sums_are_no_times(text: str, models: LanguageModels) -> None:
    """Nor is a date that may be one of two days."""
    assert shown(found_in(models, text)) == []


def test_the_next_day_is_seen_from_the_day_that_was_named(models: LanguageModels) -> None:
    """In the same paragraph; elsewhere nothing says which day that is."""
    told = found_in(models, "On Monday he arrived. The next day he left.")
    assert shown(told) == ["Monday = 2024-08-19", "The next day = 2024-08-20"]
    assert shown(found_in(models, "The next day he left.")) == ["The next day = ?"]


def test_without_a_publication_date_only_absolute_times_have_a_value(
    models: LanguageModels,
) -> None:
    """A relative one keeps its kind and its precision."""
    text = "He came on Tuesday, last week and on 3 March 2024."
    found = found_in(models, text, published=None)
    assert [(one.text, one.value, one.precision, one.relative_to) for one in found] == [
        ("Tuesday", None, "day", None),
        ("last week", None, "week", None),
        ("3 March 2024", "2024-03-03", "day", None),
    ]


def test_the_day_of_publication_is_that_of_the_publishers_clock(models: LanguageModels) -> None:
    """Not that of universal time, where it may be another."""
    (today,) = found_in(models, "It happened today.", published="2024-08-21T00:30:00+03:00")
    assert (today.value, today.relative_to) == ("2024-08-21", "2024-08-21")


def test_a_time_never_crosses_two_paragraphs(models: LanguageModels) -> None:
    """A number at the beginning of the next one is no day of the month."""
    assert shown(found_in(models, "He left in May\n\n12 people stayed.")) == ["May = 2024-05"]


WRITTEN_OUT = {
    "fr": ("Le 1er mars 2024, en 2019 et hier.", ["2024-03-01", "2019", "2024-08-20"]),
    "de": ("Am Dienstag, 5. M\u00e4rz, und im Jahr 2019.", ["2024-03-05", "2019"]),
    "es": ("El 3 de marzo de 2024 y en enero de 2022.", ["2024-03-03", "2022-01"]),
    "pl": ("Dnia 11 listopada 2023 roku, w 2019 roku.", ["2023-11-11", "2019"]),
    "cs": ("Dne 11. listopadu 2023, v roce 2019.", ["2023-11-11", "2019"]),
    "ru": (
        "\u0412 2019 \u0433\u043e\u0434\u0443, 3 \u043c\u0430\u0440\u0442\u0430 2024.",
        ["2019", "2024-03-03"],
    ),
    "sv": ("Den 3 mars 2024, i januari 2022.", ["2024-03-03", "2022-01"]),
}


@pytest.mark.parametrize("language", WRITTEN_OUT)
def test_other_languages_have_their_written_dates(language: str) -> None:
    """The method says which grammar it was."""
    text, values = WRITTEN_OUT[language]
    reading = Reading(article_on(text, language=language), text, language)
    found = dates(reading, Extractions()).dates or ()
    assert [one.value for one in found] == values
    assert {one.method for one in found} == {f"grammar:{language}"}


def test_a_weekday_in_another_language_has_no_value() -> None:
    """Nothing tells there whether it is past or to come."""
    reading = Reading(article_on("Il viendra lundi.", language="fr"), "Il viendra lundi.", "fr")
    (monday,) = dates(reading, Extractions()).dates or ()
    assert (monday.text, monday.value, monday.precision) == ("lundi", None, "day")


def test_a_language_that_the_grammar_does_not_know_is_skipped() -> None:
    """Its reason names the language."""
    with pytest.raises(StepSkipped, match="does not know sw"):
        dates(Reading(article_on("Leo.", language="sw"), "Leo.", "sw"), Extractions())


HOSTILE = st.lists(
    st.sampled_from(
        [
            *("on", "in", "the", "of", "May", "Mar.", "Sat", "Tuesday", "31", "30", "2024", "1999"),
            *("0000s", "99:99", "9999", "0000-00-00", "2024-02-30", "31/02/2024", "more", "last"),
            *("next", "century", "centuries", "ago", "one", "thousand", "-", "\u2013", "to", "and"),
            *("between", "early", "end", "half", "a", "quarter", "weekend", "pm", "25", "99th"),
            *("\u0663", "\u00b2", "winter", "years", "later", "\n\n", ",", "every", "Christmas"),
            *("BC", "AD", "Easter", "first", "12/31/99", "the", "year", "before", "earlier"),
            "9" * 5000,
        ]
    ),
    max_size=30,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=HOSTILE,
    published=st.sampled_from([PUBLISHED, "0001-01-01", "9999-12-31", "2024-02-29", None]),
    language=st.sampled_from(["en", "fr", "de"]),
)
def test_whatever_stands_there_times_are_in_order_and_in_the_text(
    words: list[str], published: str | None, language: str
) -> None:
    """Also where days do not exist, and where the publication lies at an end of the calendar."""
    text = " ".join(words)
    reading = Reading(article_on(text, published, language), text, language)
    found = dates(reading, Extractions()).dates or ()
    for one in found:
        check_span(one, text)
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "word", ["more ", "9", "Good Friday ", "May ", "last ", "the end of ", "one-", "two years "]
)
def test_a_long_line_is_read_in_linear_time(word: str) -> None:
    """Fifty thousand characters of one thing take no minutes."""
    text = word * (50_000 // len(word))
    assert dates(Reading(article_on(text), text, "en"), Extractions()).dates is not None
