"""Reckoning with the calendar: what recurs, how a time is written, and what lies n units away."""

from dataclasses import dataclass
from datetime import date, timedelta

from tasks.record import DatePrecision

_YEAR_END = 12
PRECISIONS: dict[str, DatePrecision] = {
    "D": "day", "W": "week", "M": "month", "Y": "year", "10Y": "decade", "100Y": "century",
}  # fmt: skip
"""How precise a time is that is named by its unit."""

_SEASON_MONTHS = {21: 3, 22: 6, 23: 9, 24: 12}
_FAR_PAST = timedelta(days=270)
"""A date without a year that is longer ago is more likely to come: where no verb tells."""


@dataclass(frozen=True, slots=True)
class Weekly:
    """A weekday. Units: Monday is 0."""

    weekday: int

    def last(self, day: date) -> date:
        """Give the latest one, not after a day."""
        return plus(day, -((day.weekday() - self.weekday) % 7), "D")

    def next(self, day: date) -> date:
        """Give the first one, not before a day."""
        return plus(day, (self.weekday - day.weekday()) % 7, "D")


@dataclass(frozen=True, slots=True)
class Yearly:
    """A day of every year, with which a month, quarter or season may begin.

    Attributes:
        weekday: on which it falls in the year that is meant, where the text says so.
    """

    month: int
    day: int = 1
    weekday: int | None = None

    def of(self, year: int) -> date:
        """Give that of a year.

        Raises:
            ValueError: that year has no such day.
        """
        return date(year, self.month, self.day)

    def last(self, day: date) -> date:
        """Give the latest one, not after a day."""
        return max(found for found in self.around(day) if found <= day)

    def next(self, day: date) -> date:
        """Give the first one, not before a day."""
        return min(found for found in self.around(day) if found >= day)

    def around(self, day: date) -> list[date]:
        """Give those of some years around a day: a 29th of February comes once in eight."""
        found = []
        for year in range(max(1, day.year - 8), min(9999, day.year + 8) + 1):
            try:
                found.append(self.of(year))
            except ValueError:
                continue
        return found


@dataclass(frozen=True, slots=True)
class AroundEaster(Yearly):
    """A feast that lies some days from Easter.

    Attributes:
        days: how many; before Easter they are less than zero.
    """

    month: int = 4
    days: int = 0

    def of(self, year: int) -> date:
        """Give that of a year. Source: the anonymous Gregorian algorithm (Meeus, 1991)."""
        century, in_century = divmod(year, 100)
        moon = 19 * (year % 19) + century - century // 4 - (8 * century + 13) // 25 + 15
        epact = moon % 30
        epact -= (epact + (year % 19) // 11) // 29
        weekday_of = 2 * (century % 4) + 2 * (in_century // 4) - in_century % 4 - epact + 32
        day_of_march = 22 + epact + weekday_of % 7
        return plus(date(year, 3, 1), day_of_march - 1 + self.days, "D")


@dataclass(frozen=True, slots=True)
class NthWeekday(Yearly):
    """A weekday of a month, as the fourth Thursday of November.

    Attributes:
        falls_on: the weekday; Monday is 0.
        nth: which one of the month; the last is -1.
    """

    falls_on: int = 0
    nth: int = 1

    def of(self, year: int) -> date:
        """Give that of a year; the fifth of a month with four is in the next one."""
        first = Weekly(self.falls_on).next(date(year, self.month, 1))
        if self.nth > 0:
            return plus(first, self.nth - 1, "W")
        return Weekly(self.falls_on).last(plus(date(year, self.month, 1), 1, "M") - timedelta(1))


Recurring = Weekly | Yearly


def nearest(recurring: Recurring, day: date, *, future: bool | None) -> date:
    """Give the one that is meant: the latest, or the next where the text speaks of the future.

    Args:
        recurring: what is meant.
        day: when the text was published.
        future: None where the text does not tell.
    """
    if isinstance(recurring, Yearly) and recurring.weekday is not None:
        told = [found for found in recurring.around(day) if found.weekday() == recurring.weekday]
        if told:
            return min(told, key=lambda found: abs((found - day).days))
    if future:
        return recurring.next(day)
    last = recurring.last(day)
    if future is None and day - last > _FAR_PAST:
        return recurring.next(day)
    return last


def season(code: int) -> Yearly:
    """Give when a season begins. Source: ISO 8601-2, whose codes are those of the north."""
    return Yearly(_SEASON_MONTHS[code])


def quarter(number: int) -> Yearly:
    """Give when a quarter of the year begins."""
    return Yearly(3 * number - 2)


def plus(day: date, count: int, unit: str) -> date:
    """Give the day that lies so many units later. Units: D, W, M or Y.

    A day that the month does not have becomes its last. What is beyond the calendar is its end.
    """
    try:
        if unit in "DW":
            return day + timedelta(days=count * (7 if unit == "W" else 1))
        months = 12 * day.year + day.month - 1 + count * (12 if unit == "Y" else 1)
        first = date(months // 12, months % 12 + 1, 1)
        return first + timedelta(days=min(day.day, _days_in(first)) - 1)
    except (ValueError, OverflowError):
        return date.min if count < 0 else date.max


def _days_in(first: date) -> int:
    if first.month == _YEAR_END:
        return 31
    return (first.replace(month=first.month + 1) - first).days


def written(start: date, precision: DatePrecision) -> str | None:
    """Write a time in ISO 8601, or in EDTF where that is needed; of a weekend its Saturday."""
    year = f"{start.year:04}"
    week = start.isocalendar()
    return {
        "century": f"{year[:2]}XX",
        "decade": f"{year[:3]}X",
        "year": year,
        "season": f"{year}-{start.month // 3 + 20}",
        "quarter": f"{year}-{33 + (start.month - 1) // 3}",
        "month": f"{year}-{start.month:02}",
        "week": f"{week.year:04}-W{week.week:02}",
        "weekend": plus(start, 6 - week.weekday, "D").isoformat(),
        "vague": None,
    }.get(precision, start.isoformat())


def began(day: date, precision: DatePrecision) -> date:
    """Give the first day of the week, month, year, decade or century that a day lies in."""
    if precision == "week":
        return plus(day, -day.weekday(), "D")
    if precision == "day":
        return day
    if precision == "month":
        return day.replace(day=1)
    years = {"decade": 10, "century": 100}.get(precision, 1)
    return date(max(1, day.year - day.year % years), 1, 1)


def away(today: date, count: int, unit: str) -> date:
    """Give when the day, week, month or year began that lies so many of them from today."""
    precision = PRECISIONS[unit]
    many, letter = (int(unit[:-1] or 1) * count, unit[-1])
    return began(plus(today, many, letter), precision)
