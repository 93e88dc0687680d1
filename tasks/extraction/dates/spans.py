"""Rules for what lies not on a calendar: durations, sets, distances from now, and vague times."""

from dataclasses import replace

from tasks.extraction.dates.expressions import Expression, Phrase
from tasks.extraction.dates.reckoning import PRECISIONS, away
from tasks.record import DatePrecision

_MULTIPLIERS = frozenset({12, 100, 1000})
_HALVES = {
    "TH": "PT30M", "TM": "PT30S", "D": "PT12H", "Y": "P6M", "10Y": "P5Y", "100Y": "P50Y",
    "M": "P15D", "W": "P0.5W", "2W": "P1W",
}  # fmt: skip
_DESCENDING = ("Y", "M", "W", "D", "TH", "TM", "TS")
_EARLIER = frozenset("DWMY")
_LENGTHS = frozenset({"km", "kilometres", "kilometers", "miles", "metres", "meters", "feet"})
"""What a speed is told in: 'miles per hour' is no time."""

_TENS = 10
_WEEKDAY = "XXXX-WXX-{}"


def period(count: float, unit: str) -> str:
    """Write a duration in ISO 8601."""
    time = unit[0] == "T"
    letter = unit[-1]
    many = count if time else count * int(unit[:-1] or 1)
    number = f"{many:g}" if many % 1 else str(int(many))
    return f"P{'T' if time else ''}{number}{letter}"


def amounts(phrase: Phrase) -> list[float]:
    """Give the numbers of a phrase: two, where it has a range."""
    found: list[float] = []
    joins = True
    for letter, token in zip(
        phrase.classes, phrase.lexed.tokens[phrase.first : phrase.end], strict=True
    ):
        if letter in "dnYf":
            number = float(token.value)
            if not found or not joins or letter != "n":
                found.append(number)
            else:
                found[-1] = found[-1] * number if number in _MULTIPLIERS else found[-1] + number
            joins = True
        elif letter in "2&" or (letter == "-" and found and found[-1] % _TENS):
            joins = False
    return found


def duration(phrase: Phrase) -> Expression | None:
    """Three weeks, a three-day visit, two or three hours, a year; 'a 10-year-old' is an age."""
    if (
        phrase.lexed.classes[phrase.end] == "z"
        or phrase.lexed.classes[phrase.end : phrase.end + 2] == "-z"
    ):
        return None
    unit, counted = str(phrase.value("UV")), amounts(phrase)
    if "h" in phrase.classes:
        return _with_half(phrase, unit, counted)
    found = phrase.says(None, kind="duration", code=period(counted[0] if counted else 1, unit))
    if len(counted) > 1:
        return replace(found, end_code=period(counted[-1], unit))
    if phrase.classes == "aU" and _is_rate(phrase):
        return replace(found, kind="set")
    count = counted[0] if counted else 1
    if phrase.token("l") and unit in _EARLIER and count % 1 == 0:
        sign = -1 if phrase.value("l") == "earlier" else 1
        return replace(found, away=(sign * int(count), unit))
    return found


def _is_rate(phrase: Phrase) -> bool:
    """Say whether a number stands before 'a year': ten a year, twice a week."""
    if phrase.first and phrase.lexed.tokens[phrase.first - 1].text.lower() in {"once", "twice"}:
        return True
    before = phrase.lexed.classes[max(0, phrase.first - 3) : phrase.first]
    return before[-1:] not in {"i", "r", ","} and bool(set(before) & set("dnfY"))


def _with_half(phrase: Phrase, unit: str, counted: list[float]) -> Expression:
    if phrase.classes[0] == "h" or phrase.classes[:2] == "ah":
        return phrase.says(None, kind="duration", code=_HALVES.get(unit))
    return phrase.says(None, kind="duration", code=period((counted or [1])[0] + 0.5, unit))


def hours_and_minutes(phrase: Phrase) -> Expression | None:
    """Two hours 24 minutes: a number, a unit, and those of the rest."""
    longer, shorter = (str(token.value) for token in phrase.tokens("UV"))
    if longer not in _DESCENDING or shorter not in _DESCENDING[_DESCENDING.index(longer) + 1 :]:
        return None
    middle = phrase.classes.index("V") + 1
    many = amounts(replace(phrase, end=phrase.first + middle))[0]
    rest = amounts(replace(phrase, first=phrase.first + middle))[0]
    whole = period(many, longer)
    part = period(rest, shorter)
    if longer[0] != "T" or shorter[0] != "T":
        return phrase.says(None, kind="duration", code=whole + part[1:])
    return phrase.says(None, kind="duration", code=whole + part[2:])


def trailing(phrase: Phrase) -> Expression:
    """The past three years, the last 24 hours, the past decade; of few or no number it is vague."""
    counted, unit = amounts(phrase), str(phrase.value("UV"))
    if phrase.classes == "tLU" and unit == "D":
        return phrase.says("day", away=(1, "D") if phrase.value("L") == 1 else None)
    if "v" in phrase.classes or ("V" in phrase.classes and not counted):
        return vague(phrase)
    return phrase.says(
        None, kind="duration", code=period(counted[0] if counted else 1, unit), relative=True
    )


def ago(phrase: Phrase) -> Expression | None:
    """Two years ago, a week ago, in ten days' time: as precise as its unit."""
    counted, unit = amounts(phrase), str(phrase.value("UV"))
    if "v" in phrase.classes or not (counted or "a" in phrase.classes):
        return vague(phrase)
    precision, letter = _distance(unit)
    if phrase.today is None or (counted and counted[0] % 1):
        return phrase.says(precision, relative=True)
    count = int(counted[0] if counted else 1)
    if count > phrase.today.year:
        return phrase.says("vague")
    sign = -1 if "g" in phrase.classes else 1
    if unit[0] == "T":
        return phrase.says("day", start=phrase.today, relative=True)
    start = away(phrase.today, sign * count * int(unit[:-1] or 1), letter)
    return phrase.says(precision, start=start, relative=True)


def year_ago(phrase: Phrase) -> Expression | None:
    """Year-ago, year-earlier: the one before that of the text."""
    unit = str(phrase.value("U"))
    precision = PRECISIONS.get(unit)
    if precision is None:
        return None
    start = away(phrase.today, -1, unit) if phrase.today else None
    return phrase.says(precision, start=start, relative=True)


def _distance(unit: str) -> tuple[DatePrecision, str]:
    """Give how precise a distance in some unit is, and the unit to reckon with."""
    letter = unit[-1]
    precisions: dict[str, DatePrecision] = {"D": "day", "W": "week", "M": "month", "Y": "year"}
    return ("day" if unit[0] == "T" else precisions[letter]), letter


def every(phrase: Phrase) -> Expression | None:
    """Every Friday, each year, every two weeks, Fridays, a day behind a number."""
    weekday_named = phrase.token("WX")
    if weekday_named:
        return phrase.says(None, kind="set", code=_WEEKDAY.format(int(weekday_named.value) + 1))
    unit = phrase.value("UVyPK")
    if str(unit)[0] == "T" and phrase.lexed.word_before(phrase.first) in _LENGTHS:
        return None
    if phrase.token("P"):
        return phrase.says(None, kind="set", code="P1D")
    if phrase.token("K"):
        return phrase.says(None, kind="set", code="P1W")
    if phrase.token("y"):
        return phrase.says(None, kind="set", code=str(unit))
    counted = amounts(phrase) or [float(phrase.number("o", 1))]
    return phrase.says(None, kind="set", code=period(counted[0], str(unit)))


def bare(phrase: Phrase) -> Expression | None:
    """For decades, within days, years of turmoil; not 'these days', nor 'office hours'."""
    behind, ahead = phrase.lexed.before(phrase.first), phrase.lexed.classes[phrase.end]
    of_clock = str(phrase.value("V"))[0] == "T"
    if (
        behind in "st"
        or ahead == "z"
        or (of_clock and behind not in "ir" and ahead != "r" and "l" not in phrase.classes)
    ):
        return None
    return vague(phrase)


def vague(phrase: Phrase) -> Expression:
    """Recent weeks, the coming days, years ago are times; a few weeks are a duration."""
    words = {token.text.lower() for token in phrase.tokens("v")}
    is_time = "recent" in words or bool(set(phrase.classes) & set("Ltgl"))
    return phrase.says("vague", kind="date" if is_time else "duration")
