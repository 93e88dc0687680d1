"""Written dates: read in the languages of news, and only as far as they can be told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.cleaning.dates.moments import candidate, moments_in
from tasks.months import month_of


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("5 March 2024", "en", "2024-03-05"),
        ("Tuesday, March 5th, 2024", "en", "2024-03-05"),
        ("Dienstag, 5. März 2024", "de", "2024-03-05"),
        ("mardi 1er mars 2024", "fr", "2024-03-01"),
        ("5 de marzo de 2024", "es", "2024-03-05"),
        ("5 de março de 2024", "pt", "2024-03-05"),
        ("martedì 5 marzo 2024", "it", "2024-03-05"),
        ("5 maart 2024", "nl", "2024-03-05"),
        ("5 mars 2024", "sv", "2024-03-05"),
        ("5. marts 2024", "da", "2024-03-05"),
        ("5. mars 2024", "no", "2024-03-05"),
        ("5. maaliskuuta 2024", "fi", "2024-03-05"),
        ("5 marca 2024", "pl", "2024-03-05"),
        ("5. března 2024", "cs", "2024-03-05"),
        ("5. marca 2024", "sk", "2024-03-05"),
        ("2024. március 5.", "hu", "2024-03-05"),
        ("5 martie 2024", "ro", "2024-03-05"),
        ("5. ožujka 2024.", "hr", "2024-03-05"),
        ("5. mart 2024.", "sr", "2024-03-05"),
        ("5. март 2024.", "sr", "2024-03-05"),
        ("5 марта 2024", "ru", "2024-03-05"),
        ("5 березня 2024", "uk", "2024-03-05"),
        ("5 март 2024", "bg", "2024-03-05"),
        ("5 Μαρτίου 2024", "el", "2024-03-05"),
        ("5 Mart 2024", "tr", "2024-03-05"),
        ("2024 m. kovo 5 d.", "lt", "2024-03-05"),
        ("2024. gada 5. marts", "lv", "2024-03-05"),
        ("5. märts 2024", "et", "2024-03-05"),
        ("5 Maret 2024", "id", "2024-03-05"),
        ("05 tháng 3, 2024", "vi", "2024-03-05"),
        ("5 مارس 2024", "ar", "2024-03-05"),
        ("\u0665 مارس ٢٠٢٤", "ar", "2024-03-05"),
        ("5 במרץ 2024", "he", "2024-03-05"),
        ("2024年3月5日", "ja", "2024-03-05"),
        ("2024 年 3 月 5 日", "zh", "2024-03-05"),
        ("2024년 3월 5일", "ko", "2024-03-05"),
        ("2024. 3. 5.", "ko", "2024-03-05"),
        ("5 मार्च 2024", "hi", "2024-03-05"),
        ("05.03.24", "de", "2024-03-05"),
        ("2024/03/05", None, "2024-03-05"),
    ],
)
def test_a_date_is_read_in_the_languages_of_news(
    text: str, language: str | None, expected: str
) -> None:
    """Names of months, orders and digits are those of the language."""
    assert [expected] == [moment.day for moment in moments_in(text, language)]


@pytest.mark.parametrize(
    "text", ["31 February 2024", "version 1.9.24_117", "page 5 of 2024", "May 2024", "24 Listopad"]
)
def test_what_is_no_day_of_the_calendar_is_none(text: str) -> None:
    """A month alone, a version and a day that never was are no dates."""
    assert moments_in(text, "en") == []


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("03/04/2024", "en-US", ("2024-03-04", "2024-04-03")),
        ("03/04/2024", "en-GB", ("2024-04-03", "2024-03-04")),
        ("03/04/2024", "fr", ("2024-04-03", "2024-03-04")),
        ("03/24/2024", "fr", ("2024-03-24", None)),
        ("03.04.2024", "en", ("2024-04-03", None)),
        ("04/04/2024", "en", ("2024-04-04", None)),
    ],
)
def test_which_number_is_the_month_is_kept_open_where_it_is(
    text: str, language: str, expected: tuple[str, str | None]
) -> None:
    """The language proposes an order; where the other is possible too, it is kept."""
    (moment,) = moments_in(text, language)
    assert expected == (moment.day, moment.swapped)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 March 2024, 14:07", ("14:07", None)),
        ("March 5, 2024 at 2:07 p.m. EST", ("14:07", "-05:00")),
        ("12:07 AM UTC, 5 March 2024", ("00:07", "+00:00")),
        ("5. März 2024, 14.07 Uhr", ("14:07", None)),
        ("5.3.2024 klo 14.07", ("14:07", None)),
        ("2024-03-05T14:07:09.5+01:00", ("14:07:09", "+01:00")),
        ("5 March 2024 14:07 IST", ("14:07", None)),
        ("5 March 2024 with 12 comments", (None, None)),
    ],
)
def test_the_time_beside_a_date_is_read_with_its_zone(
    text: str, expected: tuple[str | None, str | None]
) -> None:
    """A zone's abbreviation that means several offsets means none."""
    (moment,) = moments_in(text, "en")
    assert expected == (moment.clock, moment.zone)


def test_a_month_of_two_meanings_needs_its_language() -> None:
    """In Czech and Polish it is November, in Croatian October."""
    assert [month_of("listopad", tag) for tag in ("cs-CZ", "hr", None)] == [11, 10, None]


def test_a_word_names_its_month_whatever_the_language() -> None:
    """A page that is tagged wrongly is read as well as one that is not tagged."""
    words = ("january", "styczeń", "январь", "January", "JÄNNER", "janv.")
    assert {month_of(word, tag) for word in words for tag in ("fr", None)} == {1}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-03-05", ("2024-03-05", "day", None)),
        ("2024-3-5 7:01:02", ("2024-03-05T07:01:02", "second", None)),
        ("2024-03-05T10:00Z", ("2024-03-05T10:00+00:00", "minute", "+00:00")),
        ("2024-03-05 10:00:07.123+0130", ("2024-03-05T10:00:07+01:30", "second", "+01:30")),
        ("Tue, 05 Mar 2024 10:00:00 GMT", ("2024-03-05T10:00:00+00:00", "second", "+00:00")),
        ("2024-03", ("2024-03", "month", None)),
        ("2024-13", None),
        ("2024-02-31", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_date_for_machines_is_as_precise_as_it_is_written(
    value: str, expected: tuple[str, str | None, str | None] | None
) -> None:
    """Nothing is added to what was said, and what is no date is none."""
    claim = candidate(value, "page")
    assert expected == (claim and (claim.value, claim.precision, claim.zone))


@given(st.text(alphabet="0123456789 :./-,TZ+年月日MarchmärzUhrapm()", max_size=500))
def test_hostile_lines_never_break_the_reading(text: str) -> None:
    """What is found lies in the line, in order, and never overlaps."""
    places = [place for moment in moments_in(text, "de") for place in (moment.start, moment.end)]
    assert places == sorted(places)
