"""A written date, in the languages of news: read as far as it can be told, and no further.

Which of two numbers is the month is settled by the numbers, by the sign between them or by the
language; where both ways are possible the other one is kept, for the rest of the page to decide.
The clock is not read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from tasks.months import month_of
from tasks.record import DateCandidate

_MOST_CHARACTERS = 400
"""A date beside a headline stands in a short line; in a longer one only its beginning is read."""

_MONTH_FIRST = re.compile(r"en(?:[-_](?:us|ca|ph)\b|$)", re.IGNORECASE)
"""The languages that write 3/14/2024; Britain and its former colonies do not."""


_OTHER_DIGITS = {
    ord(zero) + value: str(value)
    for zero in "\u0660\u06f0\u0966\u09e6\uff10"
    for value in range(10)
}
_ZONES = {
    **dict.fromkeys(("Z", "UTC", "GMT"), "+00:00"),
    **dict.fromkeys(("CET", "MEZ", "WAT"), "+01:00"),
    **dict.fromkeys(("CEST", "MESZ", "EET", "SAST"), "+02:00"),
    **dict.fromkeys(("EEST", "MSK"), "+03:00"),
    "WIB": "+07:00",
    "HKT": "+08:00",
    "JST": "+09:00",
    "KST": "+09:00",
    "AEST": "+10:00",
    "AEDT": "+11:00",
    "NZST": "+12:00",
    "NZDT": "+13:00",
    "EDT": "-04:00",
    "EST": "-05:00",
    "CDT": "-05:00",
    "MDT": "-06:00",
    "MST": "-07:00",
    "PDT": "-07:00",
    "PST": "-08:00",
    "BRT": "-03:00",
}
"""Abbreviations that mean one offset wherever news is written; IST, BST and CST mean several."""

_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d\d)?$")

_LAST_OF_THIS_CENTURY = "69"
"""Two digits above this are a year of the last century; POSIX parts them a year earlier."""

_YEAR = r"((?:19|20)\d\d)(?!\d)"
_NAME = r"([^\W\d_][^\s\d,./|():-]{1,14})"
_OF = r"(?:de[l]?\s+|d['\u2019]|of\s+|da\s+)?"
_NAMED = re.compile(
    rf"(?<![\d.:])(\d{{1,2}})\s?(?:st|nd|rd|th|er|\u00ba|\u00b0|\u00aa)?[.,]?[\s/-]{{0,2}}{_OF}{_NAME}"
    rf"[.,]{{0,2}}[\s/-]{{0,2}}{_OF}'?{_YEAR}"
)
_NAME_FIRST = re.compile(
    rf"(?<![^\W_]){_NAME}[.]?\s{{1,2}}(\d{{1,2}})(?:\s?(?:st|nd|rd|th))?(?:,\s?|\s{{1,2}}){_OF}{_YEAR}"
)
_YEAR_FIRST = re.compile(
    rf"(?<!\d){_YEAR}[.,]?[\s-]{{0,2}}(?:m\.\s|gada\s|m\s)?(?:{_NAME}\.?[\s-]{{1,2}}(\d{{1,2}})"
    rf"|(\d{{1,2}})\.?\s{_NAME})(?!\d)"
)
_YEAR_NUMBERS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?([-./])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)")
_COUNTED = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?[\u5e74\ub144]\s?(\d{1,2})\s?[\u6708\uc6d4]\s?(\d{1,2})\s?[\u65e5\uc77c]?"
)
_VIETNAMESE = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s+th\u00e1ng\s+(\d{{1,2}})(?:,\s*|\s+)(?:n\u0103m\s+)?{_YEAR}",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"(?<![\d.,:/-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?((?:19|20)\d\d|\d\d(?!\w))"
    r"(?![\d/]|[.,:-]\d)"
)
_HAS_DATE = re.compile(r"(?:19|20)\d\d|\d[./]\s?\d{1,2}[./]\s?\d\d")

_CLOCK = (
    r"(?P<hour>[01]?\d|2[0-4])(?P<sign>[:.h\u6642\u65f6])(?P<minute>[0-5]\d)"
    r"(?::(?P<second>[0-5]\d)(?:[.,]\d{1,9})?)?(?![\d]|[.:]\d)"
    r"(?:\s?(?P<half>[apAP])\.?\s?[mM]\b\.?)?"
    r"(?:\s?(?:Uhr|hrs|h)\b\.?)?"
    r"(?:\s?\(?(?P<zone>(?:UTC|GMT)?\s?[+-]\d{1,2}(?::?\d\d)?(?!\d)|[A-Z]{3,4}\b|Z(?!\w)))?"
)
_CLOCK_AFTER = re.compile(
    r"T?[\s,.;|\u00b7\u2022@/(\u2013\u2014-]{0,6}(?P<word>(?:[^\W\d_]{1,5}[.:]?\s){0,2})" + _CLOCK
)
_CLOCK_ENDS = re.compile(r"[^\W\d_]\W{0,2}$")
"""What makes '14.07' a time where no word stands before it: 'Uhr', 'pm' or a zone behind it."""

_CLOCK_BEFORE = re.compile(
    _CLOCK + r"[\s,|\u00b7\u2022\u2013\u2014)-]{1,4}(?:on\s)?(?:[^\W\d_]{2,10}[.,]{0,2}\s){0,1}$"
)
_FARTHEST_CLOCK = 40
"""Characters before a date in which its time may stand."""

_NOON = 12

_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)"
    r"(?:[T ]{1,2}(?P<hour>\d{1,2}):(?P<minute>\d{2})(?P<second>:\d{2})?(?:[.,]\d+)?\s*"
    r"(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)
_PARTIAL = re.compile(r"(?:(\d{4})|(\d{4}-(?:0[1-9]|1[0-2])))")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as it is written in a text.

    Attributes:
        start, end: where it stands, with its time.
        day: in ISO 8601.
        swapped: the day that it is when day and month stand the other way round, if it can be.
        clock: `HH:MM` or `HH:MM:SS`, as the writer's clock shows it.
        zone: that clock's offset.
    """

    start: int
    end: int
    day: str
    swapped: str | None = None
    clock: str | None = None
    zone: str | None = None

    def as_candidate(self, source: str) -> DateCandidate:
        """Give it as a claim of a source."""
        return claimed(self.day, self.clock, self.zone, source)


def claimed(day: str, clock: str | None, zone: str | None, source: str) -> DateCandidate:
    """Put a claim together, as precise as its parts are."""
    if clock is None:
        return DateCandidate(value=day, source=source, precision="day")
    precision: Literal["minute", "second"] = "second" if clock.count(":") > 1 else "minute"
    value = f"{day}T{clock}{zone or ''}"
    return DateCandidate(value=value, source=source, precision=precision, zone=zone)


def candidate(value: str | None, source: str) -> DateCandidate | None:
    """Read a claim that is written for machines; None when it is no date for sure."""
    text = (value or "").strip()
    if not text:
        return None
    match = _ISO.match(text)
    if match:
        return _from_iso(match, source)
    if partial := _PARTIAL.fullmatch(text):
        precision: Literal["month", "year"] = "month" if partial[2] else "year"
        return DateCandidate(value=text, source=source, precision=precision)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return candidate(moment.isoformat(), source)


def day_of(claim: DateCandidate) -> date | None:
    """Give the day that a claim writes down, in its own zone; None where it knows none."""
    try:
        return date.fromisoformat(claim.value[:10])
    except ValueError:
        return None


def _from_iso(match: re.Match[str], source: str) -> DateCandidate | None:
    year, month, day, hour, minute, second, zone = match.groups()
    clock = f"{hour:0>2}:{minute}{second or ''}" if hour else None
    claim = claimed(f"{year}-{month:0>2}-{day:0>2}", clock, zone_of(zone), source)
    try:
        datetime.fromisoformat(claim.value)
    except ValueError:
        return None
    return claim


def moments_in(text: str, language: str | None = None) -> list[Moment]:
    """Find the dates that are written in a line.

    Args:
        text: one line.
        language: the page's own language tag, where it has one.

    Shape: sorted by start; they do not overlap.
    """
    text = text[:_MOST_CHARACTERS]
    if not text.isascii():
        text = text.translate(_OTHER_DIGITS)
    if not _HAS_DATE.search(text):
        return []
    found: list[Moment] = []
    for moment in sorted(_days(text, language), key=lambda m: (m.start, -m.end)):
        if not found or moment.start >= found[-1].end:
            found.append(_with_clock(moment, text))
    return found


def _days(text: str, language: str | None) -> Iterator[Moment]:
    for match in _YEAR_NUMBERS.finditer(text):
        yield from _day(match, match[1], match[3], match[4])
    for match in _COUNTED.finditer(text):
        yield from _day(match, match[1], match[2], match[3])
    for match in _VIETNAMESE.finditer(text):
        yield from _day(match, match[3], match[2], match[1])
    for match in _NAMED.finditer(text):
        yield from _day(match, match[3], month_of(match[2], language), match[1])
    for match in _NAME_FIRST.finditer(text):
        yield from _day(match, match[3], month_of(match[1], language), match[2])
    for match in _YEAR_FIRST.finditer(text):
        month = month_of(match[2] or match[5], language)
        yield from _day(match, match[1], month, match[3] or match[4])
    for match in _NUMBERS.finditer(text):
        yield from _numbered(match, language)


def _day(
    match: re.Match[str], year: str, month: str | int | None, day: str | int
) -> Iterator[Moment]:
    written = _iso_day(year, month, day)
    if written:
        yield Moment(*match.span(), written)


def _numbered(match: re.Match[str], language: str | None) -> Iterator[Moment]:
    """Read two numbers and a year: by the sign, the numbers or the language, in this order."""
    first, sign, second, year = match.groups()
    if len(year) == len("24"):
        year = ("19" if year > _LAST_OF_THIS_CENTURY else "20") + year
    usual, other = _iso_day(year, second, first), _iso_day(year, first, second)
    if sign == "/" and _MONTH_FIRST.match(language or "en"):
        usual, other = other, usual
    if usual is None:
        usual, other = other, None
    if usual:
        kept = other if sign != "." and other != usual else None
        yield Moment(*match.span(), usual, kept)


def _iso_day(year: str, month: str | int | None, day: str | int) -> str | None:
    try:
        return date(int(year), int(month or 0), int(day)).isoformat()
    except ValueError:
        return None


def _with_clock(moment: Moment, text: str) -> Moment:
    start, end = moment.start, moment.end
    match = _CLOCK_AFTER.match(text, end)
    if match and (match["sign"] != "." or match["word"] or _CLOCK_ENDS.search(match[0])):
        end = match.end()
    else:
        begin = max(0, start - _FARTHEST_CLOCK)
        match = _CLOCK_BEFORE.search(text[begin:start])
        if match is None or match["sign"] == ".":
            return moment
        start = begin + match.start()
    clock = _clock(match)
    if clock is None:
        return moment
    return Moment(start, end, moment.day, moment.swapped, clock, zone_of(match["zone"]))


def _clock(match: re.Match[str]) -> str | None:
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % _NOON + (_NOON if match["half"] in "pP" else 0)
    if hour == 2 * _NOON:
        return None
    return f"{hour:02d}:{match['minute']}" + (f":{match['second']}" if match["second"] else "")


def zone_of(written: str | None) -> str | None:
    """Give the offset that a zone's abbreviation or number stands for; None for many."""
    if not written:
        return None
    number = _OFFSET.search(written)
    if number:
        return f"{number[1]}{int(number[2]):02d}:{number[3] or '00'}"
    return _ZONES.get(written)
