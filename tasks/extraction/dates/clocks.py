"""Rules for times of day: hours, parts of a day, noon and midnight."""

import re
from dataclasses import replace

from tasks.extraction.dates.expressions import Expression, Part, Phrase
from tasks.record import DatePrecision

_PARTS: dict[str, Part] = {
    "dawn": "morning", "daybreak": "morning", "sunrise": "morning", "dusk": "evening",
    "sunset": "evening", "teatime": "afternoon", "lunchtime": "afternoon", "nightfall": "night",
    "nighttime": "night", "morning": "morning", "afternoon": "afternoon", "evening": "evening",
    "night": "night",
}  # fmt: skip
_WRITTEN = re.compile(r"(\d\d??)[:.]?([0-5]\d)?")
"""18:00, 10.30, 1900 and 6: hour and minute."""

_NOON = 12
_HOURS = 24


def part_of(phrase: Phrase) -> Part | None:
    """Give the part of the day that the tokens name."""
    token = phrase.token("P")
    return _PARTS[token.text.lower()] if token else None


def part_alone(phrase: Phrase) -> Expression | None:
    """That evening, the evening, dawn: of a day that is named elsewhere."""
    word = phrase.token("P")
    if word is None:
        return None
    if phrase.lexed.classes[phrase.end] == "O":
        # 'The night of 6 April' takes its day from what follows.
        return phrase.says("part", kind="time", part=part_of(phrase))
    is_same = "A" in phrase.classes
    is_night = word.text.lower() == "night"
    if not is_same and (is_night or phrase.lexed.before(phrase.first) not in "ir2O"):
        return None
    return phrase.says("part", kind="time", part=part_of(phrase), away=(phrase.number("A"), "D"))


def next_morning(phrase: Phrase) -> Expression:
    """The next morning: seen from another time."""
    return phrase.says("part", kind="time", part=part_of(phrase), away=(1, "D"))


def clock(phrase: Phrase) -> Expression | None:
    """Read 6pm, 5:30 a.m., 18:00, 1900 GMT."""
    return _clock(phrase, 0)


def clocks(phrase: Phrase) -> Expression | None:
    """Read 1 to 3 p.m. and 9am-5pm."""
    first, last = _clock(phrase, 0), _clock(phrase, 1)
    return replace(first, until=last) if first and last else None


def _clock(phrase: Phrase, which: int) -> Expression | None:
    token = phrase.tokens("cdfYn")[which]
    is_said = "p" in phrase.classes or "Z" in phrase.classes
    written = _WRITTEN.fullmatch(str(token.value))
    if written is None or not (is_said or phrase.lexed.before(phrase.first) in "ir2&B,"):
        return None
    hour, minute = written.groups()
    at = _hour(phrase, int(hour), which)
    if at is None:
        return None
    zone = "Z" if phrase.value("Z") == "Z" else ""
    precision: DatePrecision = "minute" if minute else "hour"
    return phrase.says(precision, kind="time", clock=f"{at:02}:{int(minute or 0):02}{zone}")


def _hour(phrase: Phrase, hour: int, which: int) -> int | None:
    halves = phrase.tokens("p")
    if not halves:
        return hour if hour < _HOURS else None
    half = halves[min(which, len(halves) - 1)].value
    if half == "o" or hour > _NOON:
        return hour if hour < _HOURS else None
    return hour % _NOON + (_NOON if half == "p" else 0)


def noon(phrase: Phrase) -> Expression | None:
    """Noon and midnight behind a preposition or beside a day."""
    return phrase.says("minute", kind="time", clock=str(phrase.value("N")))
