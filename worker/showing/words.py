"""How a page says in words what a record has as values."""

import re
from datetime import date as Day  # noqa: N812 - the record's own `Date` is another thing
from typing import Final

from tasks.record import Date, Figure, Place

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
SEASONS: Final = {
    21: "spring",
    22: "summer",
    23: "autumn",
    24: "winter",
    33: "first quarter",
    34: "second quarter",
    35: "third quarter",
    36: "fourth quarter",
}
"""Source: EDTF (ISO 8601-2), sub-year groupings."""

TIME: Final = re.compile(
    r"(?P<year>-?[\dX]{4})"
    r"(?:-(?:W(?P<week>\d\d)|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?"
    r"(?:T(?P<time>\d\d(?::\d\d)?)(?::\d\d(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
    r"[~?%]?"
)
"""A point in time as records have it: ISO 8601, or EDTF of level 1."""

_DURATION: Final = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?"
)
_UNITS: Final = ("year", "month", "week", "day", "hour", "minute", "second")


def moment(date: Date) -> str:
    """Say when: `since Tuesday 20 August 2024, night`; empty where the record does not say."""
    words = [date.modifier or "", spoken(date.value) if date.value else ""]
    if date.end_value:
        words.append(f"to {spoken(date.end_value)}")
    said = " ".join(filter(None, words))
    return f"{said}, {date.part}" if said and date.part else said or date.part or ""


def spoken(value: str) -> str:
    """Say a point in time or a duration; what is neither stays as it is."""
    if (duration := _DURATION.fullmatch(value)) and any(duration.groups()):
        return ", ".join(
            f"{count} {unit}{'' if count == '1' else 's'}"
            for count, unit in zip(duration.groups(), _UNITS, strict=True)
            if count
        )
    found = TIME.fullmatch(value)
    return _spoken(found) if found else value


def _spoken(found: re.Match[str]) -> str:
    year, month, day = found["year"], int(found["month"] or 0), int(found["day"] or 0)
    decade = year.endswith("X") and not year.endswith("XX")
    words = [f"{year[:-1]}0s" if decade else year]
    if found["week"]:
        words.insert(0, f"week {int(found['week'])} of")
    elif month in SEASONS:
        words.insert(0, SEASONS[month])
    elif 1 <= month <= len(MONTHS):
        words.insert(0, MONTHS[month - 1])
        words[:0] = _day(year, month, day) if day else []
    elif month:
        return found[0]
    clock = f", {found['time']}{_zone(found['zone'])}" if found["time"] else ""
    about = "about " if found[0].endswith(("~", "?", "%")) else ""
    return about + " ".join(words) + clock


def _day(year: str, month: int, day: int) -> list[str]:
    try:
        weekday = Day(int(year), month, day).weekday()
    except ValueError:
        return [str(day)]
    return [WEEKDAYS[weekday], str(day)]


def _zone(zone: str | None) -> str:
    return {None: "", "Z": " UTC", "+00:00": " UTC"}.get(zone, f" UTC{zone}")


def amount(figure: Figure) -> str:
    """Say how many: `at least 12`, `10 to 15`, `EUR 1,200`, `dozens`, `none`."""
    number = _number(figure)
    if figure.negated:
        return "none" if figure.value in (None, 0) else f"not {number}"
    if figure.unit and figure.kind != "money":
        return figure.text  # with its unit as the text has it, `24 miles`
    return " ".join(filter(None, (figure.qualifier, number))) or figure.text


def _number(figure: Figure) -> str:
    if figure.value is not None:
        number = written(figure.value)
    elif figure.low is not None and figure.high is not None:
        number = f"{written(figure.low)} to {written(figure.high)}"
    elif figure.low is not None:
        number = f"{written(figure.low)} or more"
    elif figure.high is not None:
        number = f"{written(figure.high)} or fewer"
    else:
        return ""
    if figure.kind == "percent":
        return f"{number} %"
    return f"{figure.unit} {number}" if figure.unit else number


def written(number: float) -> str:
    """Write a number as people do: 47,000 and 41.5."""
    return f"{number:,.15g}"


def coordinates(place: Place) -> str:
    """Say where on the earth: `50.45° N, 30.52° E`; empty where the record does not know."""
    if place.latitude is None or place.longitude is None:
        return ""
    north = "N" if place.latitude >= 0 else "S"
    east = "E" if place.longitude >= 0 else "W"
    return f"{abs(place.latitude):.2f}° {north}, {abs(place.longitude):.2f}° {east}"
