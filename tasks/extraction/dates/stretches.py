"""Rules for stretches of the calendar: weeks, quarters, seasons, years, decades, centuries."""

import re
from datetime import date

from tasks.extraction.dates.expressions import Expression, Phrase
from tasks.extraction.dates.points import in_year
from tasks.extraction.dates.reckoning import (
    PRECISIONS,
    Weekly,
    Yearly,
    away,
    began,
    plus,
    quarter,
    season,
)
from tasks.extraction.dates.words import MODIFIERS

_MEASURES = frozenset({"km", "kg", "cm", "mm", "m", "ft", "lb", "mph", "kph", "MW", "kW"})
_QUARTER = 3
_DECEMBER = 12
_LAST_CENTURY = 30
_OLDEST = 10_000
_WHOLE = frozenset(
    {"in", "during", "over", "for", "throughout", "through", "rest", "remainder", "course", "most"}
)
"""Words before 'the year' and 'of the year' that make it a time."""

_NAMED = range(1600, 2051)
"""Years behind 'the' and 'his': the 1898 ruling."""

_SOON = range(1900, 2051)
"""Years that news name without a preposition; other numbers of four digits count things."""


def quarter_of_year(phrase: Phrase) -> Expression | None:
    """Q2 2024, the second quarter, the last quarter of 2023, last quarter."""
    number = phrase.number("qo")
    which, year = phrase.tokens("L"), phrase.token("Y")
    if year or "U" in phrase.classes:
        # Of a year, 'the last quarter' is the fourth.
        number = 4 if number == -1 or not number else number
        when = int(year.value) if year else _year_of(phrase)
        start = quarter(number).of(when) if when and number in range(1, 5) else None
        return phrase.says("quarter", start=start, relative=not year)
    if number in range(1, 5):
        return phrase.says("quarter", recurring=quarter(number))
    if not which or phrase.today is None:
        return phrase.says("quarter", relative=True)
    this = quarter((phrase.today.month + 2) // 3).of(phrase.today.year)
    return phrase.says("quarter", start=plus(this, 3 * int(which[0].value), "M"), relative=True)


def _year_of(phrase: Phrase) -> int | None:
    shift = phrase.tokens("L")
    of_year = shift and phrase.classes[-2] == "L"
    return phrase.today.year + (int(shift[-1].value) if of_year else 0) if phrase.today else None


def season_of_year(phrase: Phrase) -> Expression | None:
    """This autumn, summer 2023, the winter; the verb and the noun 'fall' are none."""
    year, which = phrase.token("Y"), phrase.token("L")
    recurring = season(phrase.number("S"))
    if which and "U" in phrase.classes:
        return in_year(phrase, "season", recurring)
    if year:
        return phrase.says("season", start=recurring.of(int(year.value)))
    if which is None:
        return phrase.says("season", recurring=recurring) if _is_season(phrase) else None
    if phrase.today is None:
        return phrase.says("season", relative=True)
    start = _season_near(recurring, phrase.today, int(which.value))
    return phrase.says("season", start=start, relative=True)


def _is_season(phrase: Phrase) -> bool:
    """Say whether the word stands as a time: 'in spring', 'the fall' behind a preposition."""
    word = phrase.token("S")
    is_fall = word is not None and word.text.lower() == "fall" and "t" not in phrase.classes
    ahead = phrase.lexed.classes[phrase.end]
    return phrase.lexed.before(phrase.first) in "irO2be" and ahead != "O" and not is_fall


def _season_near(recurring: Yearly, today: date, shift: int) -> date:
    """Give the last one that is over, this year's, or the next one that begins."""
    if shift < 0:
        return recurring.last(plus(today, -_QUARTER, "M"))
    if shift > 0:
        return recurring.next(plus(today, 1, "D"))
    # A winter is that of the December in which it begins.
    has_begun = recurring.month == _DECEMBER and today.month <= _QUARTER
    return recurring.of(today.year - has_begun)


def weekend(phrase: Phrase) -> Expression:
    """This weekend, last weekend, the weekend."""
    shifts = phrase.tokens("L")
    if "A" in phrase.classes:
        return phrase.says("weekend", relative=True)
    if phrase.today is None or not shifts:
        return phrase.says("weekend", recurring=Weekly(5), relative=True)
    saturday = plus(began(phrase.today, "week"), 5, "D")
    start = plus(saturday, int(shifts[-1].value), "W")
    return phrase.says("weekend", start=start, relative=True)


def fiscal(phrase: Phrase) -> Expression:
    """Fiscal 2024, the fiscal year 2024."""
    return phrase.says("year", start=date(phrase.number("Y"), 1, 1))


def year(phrase: Phrase) -> Expression | None:
    """Read 2024; a number far from today only behind a preposition."""
    number = phrase.number("Y")
    behind, ahead = phrase.lexed.before(phrase.first), phrase.lexed.classes[phrase.end]
    before, after = phrase.lexed.tokens[phrase.first - 1].text, phrase.lexed.tokens[phrase.end].text
    is_named = behind == "x" and before[:1].isupper()
    if is_named or MODIFIERS.get(before) == "about" or after in _MEASURES:
        return None
    if phrase.lexed.classes[max(0, phrase.first - 2) : phrase.first] == "e-":
        behind = "e"  # In 'mid-1990' the dash is none of a number.
    is_said = behind in "irB2&(Oe" or number in (_NAMED if behind in "ts" else _SOON)
    if behind in "$/.-'" or ahead in "$/%-/" or not is_said:
        return None
    return phrase.says("year", start=date(number, 1, 1))


def years(phrase: Phrase) -> Expression | None:
    """2014-2022 and 2023-24."""
    first, last = (int(token.value) for token in phrase.tokens("Ydn"))
    if last < 100:  # noqa: PLR2004 - two digits
        last += first // 100 * 100
    sure = first in _SOON or phrase.lexed.before(phrase.first) in "irB2(O"
    if last <= first or not sure:
        return None
    until = phrase.says("year", start=date(last, 1, 1))
    return phrase.says("year", start=date(first, 1, 1), until=until)


def decade(phrase: Phrase) -> Expression | None:
    """The 1990s, the '90s; 'in her 30s' is an age."""
    digits = re.sub(r"\D", "", str(phrase.value("D")))
    if len(digits) == len("90"):
        if phrase.lexed.before(phrase.first) == "s" or "t" not in phrase.classes:
            return None
        digits = f"19{digits}" if digits > "20" else f"20{digits}"
    if digits < "1":
        return None
    return phrase.says("decade", start=date(int(digits), 1, 1), modifier=phrase.value("e"))


def of_era(phrase: Phrase) -> Expression | None:
    """Read 480 BC, AD 79 and the third century BC; the year 1 BC is the year 0 of ISO 8601."""
    number = phrase.number("dnYo")
    if number not in range(1, _OLDEST):
        return None
    is_before = phrase.value("G") == "B"
    if "U" in phrase.classes:
        if phrase.value("U") != "100Y":
            return None
        return phrase.says("century", code=f"{'-' * is_before}{number - 1:02}XX")
    return phrase.says("year", code=f"-{number - 1:04}" if is_before else f"{number:04}")


def the_unit(phrase: Phrase) -> Expression | None:
    """In the quarter, for the year, the rest of the week: the one that goes on, or is reported."""
    unit, before = phrase.value("U"), phrase.lexed.word_before(phrase.first)
    if before == "of":
        before = phrase.lexed.word_before(phrase.first - 1)
    if before not in _WHOLE or unit not in {None, "W", "M", "Y"}:
        return None
    return unit_of_now(phrase) if unit else phrase.says("quarter", relative=True)


def ordinal(phrase: Phrase) -> Expression | None:
    """The 19th century, its third week, the second week of May."""
    unit = phrase.value("U")
    number = sum(int(token.value) for token in phrase.tokens("no"))
    if unit == "100Y":
        if number not in range(1, _LAST_CENTURY):
            return None
        start = date(100 * number - 99, 1, 1)
        return phrase.says("century", start=start, modifier=phrase.value("e"))
    precision = PRECISIONS.get(str(unit))
    if precision is None or precision in {"decade", "century"}:
        return None
    if precision == "week" and phrase.token("Mmu"):
        return _week_of_month(phrase, number)
    return phrase.says(precision)


def _week_of_month(phrase: Phrase, number: int) -> Expression | None:
    months = phrase.number("Mmu")
    last = "L" in phrase.classes or number == -1
    day_of_month = 28 if last else 7 * number - 6
    if not 0 < day_of_month < 29:  # noqa: PLR2004
        return None
    year_named = phrase.token("Y")
    if year_named:
        return phrase.says("week", start=date(int(year_named.value), months, day_of_month))
    return phrase.says("week", recurring=Yearly(months, day_of_month))


def shifted_unit(phrase: Phrase) -> Expression | None:
    """Last week, this year, next month; 'the past year' is a duration and read as one."""
    precision = PRECISIONS.get(str(phrase.value("U")))
    which = phrase.tokens("L")[-1]
    if precision is None or phrase.today is None:
        return phrase.says(precision, relative=True) if precision else None
    start = away(phrase.today, int(which.value), str(phrase.value("U")))
    return phrase.says(precision, start=start, relative=True)


def unit_of_now(phrase: Phrase) -> Expression | None:
    """The end of the year, later in the week: of that in which the text was published."""
    precision = PRECISIONS.get(str(phrase.value("U")))
    if precision is None:
        return None
    start = began(phrase.today, precision) if phrase.today else None
    said = phrase.value("bl")
    said = {"earlier": "early", "later": "late"}.get(str(said), said)
    return phrase.says(precision, start=start, modifier=said, relative=True)


def same_unit(phrase: Phrase) -> Expression | None:
    """The previous day, that week, the day before: seen from another time."""
    unit = str(phrase.value("U"))
    precision = PRECISIONS.get(unit)
    if precision is None or precision in {"decade", "century"}:
        return None
    count = phrase.number("A")
    if side := phrase.value("lr"):
        count = -1 if side in {"earlier", "before"} else 1
    return phrase.says(precision, away=(count, unit))
