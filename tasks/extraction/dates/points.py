"""Rules for days and months.

Each takes the tokens that its pattern has matched and says what they mean, or None where a
closer look tells that they are no time. The patterns are in `grammar`.
"""

from dataclasses import replace
from datetime import date

from tasks.extraction.dates.clocks import part_of
from tasks.extraction.dates.expressions import Expression, Phrase
from tasks.extraction.dates.reckoning import NthWeekday, Weekly, Yearly, began, plus
from tasks.extraction.dates.words import HOLIDAYS
from tasks.record import DatePrecision

_NAMED_DAYS = frozenset({"Black", "Good", "Bloody", "Super", "Cyber", "Holy", "Sheffield"})
"""What makes a weekday a name of something else."""

_ALSO_NAMES = frozenset({"christmas", "new year", "easter", "thanksgiving", "pentecost"})
"""Holidays that are also celebrated and wished; as a time they stand behind a preposition."""

_LAST_MONTH = 12
_FIRST_YEAR = 1000
_CENTURY = 100
_TURN = 50
"""Years of two digits below it are those of this century."""


def iso(phrase: Phrase) -> Expression | None:
    """2024-03-03, 13/3/2024, 3/14/2024 and 3/14/95, not 3/4/2024."""
    words = str(phrase.value("I")).replace(" ", "T")
    if words[:4].isdigit():
        words = words.replace("/", "-")
    if words[:4].isdigit():
        written_day, _, clock = words.partition("T")
        year, month, day = (int(number) for number in written_day.split("-"))
    else:
        first, second, year = (int(n) for n in words.replace("/", ".").replace("-", ".").split("."))
        clock = ""
        if year < _CENTURY:
            year += 2000 if year < _TURN else 1900
        day, month = (first, second) if first > _LAST_MONTH or "." in words else (second, first)
        if first <= _LAST_MONTH and second <= _LAST_MONTH and first != second and "." not in words:
            return None
    start = _day(year, month, day)
    if start is None:
        return None
    if clock:
        return phrase.says("minute", kind="time", start=start, clock=clock)
    return phrase.says("day", start=start)


def _day(year: int, month: int, day: int) -> date | None:
    if year < _FIRST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day(phrase: Phrase) -> Expression | None:
    """Read 3 March 2024, March 3 and Monday 3 March."""
    return _on(phrase, phrase.number("do"))


def days(phrase: Phrase) -> Expression | None:
    """Read 5 to 7 May and May 5-7; 5 and 7 May only behind 'between', and 5 and 6 May."""
    numbers = [int(token.value) for token in phrase.tokens("do")[:2]]
    is_range = phrase.lexed.before(phrase.first) == "B" or numbers[1] - numbers[0] == 1
    if "&" in phrase.classes and not is_range:
        return None
    first, last = (_on(phrase, number) for number in numbers)
    return replace(first, until=last) if first and last else None


def _on(phrase: Phrase, day_of_month: int) -> Expression | None:
    month, year = phrase.number("Mmu"), phrase.token("Y")
    # 2024 has every day of the year.
    if _day(2024, month, day_of_month) is None:
        return None
    if year is None:
        weekday_named = phrase.token("Ww")
        recurring = Yearly(month, day_of_month, int(weekday_named.value) if weekday_named else None)
        if "U" in phrase.classes:
            return in_year(phrase, "day", recurring)
        return phrase.says("day", recurring=recurring)
    start = _day(int(year.value), month, day_of_month)
    return phrase.says("day", start=start) if start else None


def month(phrase: Phrase) -> Expression | None:
    """Read March 2024, last March, March last year, and March where no other word is meant."""
    number, year, which = phrase.number("Mmu"), phrase.token("Y"), phrase.token("L")
    if which and "U" in phrase.classes:
        return in_year(phrase, "month", Yearly(number))
    if year:
        return phrase.says("month", start=date(int(year.value), number, 1))
    recurring = Yearly(number)
    if which is None:
        doubtful = phrase.token("mu") and phrase.lexed.classes[phrase.end] not in "-2"
        if doubtful and phrase.lexed.before(phrase.first) not in "irOB2&e-Lb":
            return None
        return phrase.says("month", recurring=recurring)
    return phrase.says("month", start=shifted(recurring, which.value, phrase.today), relative=True)


def in_year(phrase: Phrase, precision: DatePrecision, recurring: Yearly) -> Expression | None:
    """Read 'last year' behind a day, month or season."""
    if phrase.value("U") != "Y":
        return None
    try:
        start = recurring.of(phrase.today.year + phrase.number("L")) if phrase.today else None
    except ValueError:
        return None
    return phrase.says(precision, start=start, relative=True)


def shifted(recurring: Yearly | Weekly, shift: object, today: date | None) -> date | None:
    """Give the last, this or the next one of what recurs, which begins on a day."""
    if today is None:
        return None
    if shift == 0:
        return recurring.of(today.year) if isinstance(recurring, Yearly) else None
    if shift == 1:
        return recurring.next(plus(today, 1, "D"))
    return recurring.last(plus(today, -1, "D"))


def weekday_of_month(phrase: Phrase) -> Expression:
    """The first Monday in September, the last Sunday of March 2024."""
    nth, falls_on = phrase.number("oL"), phrase.number("W")
    recurring = NthWeekday(phrase.number("Mmu"), falls_on=falls_on, nth=nth)
    if year := phrase.token("Y"):
        return phrase.says("day", start=recurring.of(int(year.value)))
    return phrase.says("day", recurring=recurring)


def weekday(phrase: Phrase) -> Expression | None:
    """Tuesday, last Tuesday, Tuesday night; this Tuesday is the one of this week."""
    recurring = Weekly(phrase.number("W"))
    if phrase.first and phrase.lexed.tokens[phrase.first - 1].text in _NAMED_DAYS:
        return None
    which, part = phrase.tokens("L"), "night" if phrase.token("R") else part_of(phrase)
    found = phrase.says("part" if part else "day", part=part, kind="time" if part else "date")
    if "A" in phrase.classes:
        return found
    if not which or which[-1].value == 0:
        return replace(found, recurring=recurring)
    start = shifted(recurring, which[-1].value, phrase.today)
    return replace(found, start=start, relative=True)


def weekday_alone(phrase: Phrase) -> Expression:
    """Read a weekday of which nothing tells whether it is past or to come."""
    return phrase.says("day", relative=True)


def weekday_of_week(phrase: Phrase) -> Expression:
    """Tuesday last week, Friday of next week."""
    if phrase.value("U") != "W" or phrase.today is None:
        return phrase.says("day", relative=True)
    monday = plus(began(phrase.today, "week"), phrase.number("L"), "W")
    return phrase.says("day", start=plus(monday, phrase.number("W"), "D"), relative=True)


def week_after(phrase: Phrase) -> Expression | None:
    """Wednesday week: a week after the coming Wednesday."""
    if phrase.value("U") != "W":
        return None
    coming = shifted(Weekly(phrase.number("W")), 1, phrase.today)
    return phrase.says("day", start=plus(coming, 1, "W") if coming else None, relative=True)


def deictic(phrase: Phrase) -> Expression:
    """Yesterday, tomorrow night, tonight, overnight, last night, this morning."""
    words = " ".join(token.text.lower() for token in phrase.tokens("TRLPrU"))
    shift = phrase.number("TL")
    if words.startswith("day"):
        shift *= 2
    part = part_of(phrase)
    if "R" in phrase.classes:
        shift, part = shift or -1, "night"
    if words == "tonight":
        part = "night"
    start = plus(phrase.today, shift, "D") if phrase.today else None
    precision: DatePrecision = "part" if part else "day"
    kind = "time" if part else "date"
    return phrase.says(precision, kind=kind, start=start, part=part, relative=True)


def holiday(phrase: Phrase) -> Expression | None:
    """Christmas Day, New Year's Eve; Christmas alone only behind a preposition or a word."""
    name, year, which = str(phrase.value("H")), phrase.token("Y"), phrase.token("L")
    is_said = year or which or phrase.lexed.before(phrase.first) in "irO2be&"
    if name in _ALSO_NAMES and not is_said:
        return None
    recurring = HOLIDAYS[name]
    if year:
        return phrase.says("day", start=recurring.of(int(year.value)))
    if which:
        start = shifted(recurring, which.value, phrase.today)
        return phrase.says("day", start=start, relative=True)
    return phrase.says("day", recurring=recurring)
