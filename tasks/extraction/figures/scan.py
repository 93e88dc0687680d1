"""Numbers of a text with their qualifier, their unit, and the other end of a range.

What is no figure is left out (`refusals`). What a number counts is told by `counted`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tasks.extraction.figures.ages import is_age
from tasks.extraction.figures.amount import Amount, Sort, Taken
from tasks.extraction.figures.numerals import OPENERS, Numeral, numeral_at
from tasks.extraction.figures.refusals import is_refused
from tasks.extraction.figures.units import (
    MONEY_OPENERS,
    counts_indian_rupees,
    currency_at,
    is_in_lakhs,
    measure_at,
    percent_at,
    sum_at,
)
from tasks.extraction.parse import Parse, Word

_LOW: Final = frozenset(
    {"at least", "more than", "over", "well over", "just over", "no fewer than", "no less than"}
    | {"not less than", "not fewer than", "upwards of", "in excess of", "a minimum of", "north of"}
)
_HIGH: Final = frozenset(
    {"up to", "as many as", "as much as", "fewer than", "less than", "under", "nearly", "almost"}
    | {"close to", "just under", "no more than", "not more than", "at most", "a maximum of"}
    | {"well under"}
)
_ABOUT: Final = frozenset(
    {"about", "around", "some", "roughly", "approximately", "an estimated", "estimated", "maybe"}
    | {"perhaps", "circa", "just", "only", "exactly", "barely"}
)
_QUALIFIERS: Final = _LOW | _HIGH | _ABOUT
_LONGEST_QUALIFIER: Final = 3
_BETWEEN: Final = frozenset({"another", "further", "additional", "extra", "other", "a", "the"})
"""Words between a qualifier and its number: 'at least another 30', 'some further 17'."""

_AFTER = re.compile(r"[ \xa0](or more|or so|or fewer|or less)\b|(\+|[ -]plus\b)")
_LINK = re.compile(r"[ \xa0](to|or|and)[ \xa0]|-to-|[-\u2013\u2014]")
_OLD = re.compile(
    r"(?:[ \xa0-](year|month|week|day)s?[ \xa0-]olds?|[ \xa0]years[ \xa0]of[ \xa0]age)\b"
)
_SPACES: Final = " \xa0"
_MARKS: Final = frozenset(",.;:!?()[]\"'-\u2018\u2019\u201c\u201d\u2013\u2014") | {"'s", "\u2019s"}
"""What is neither letter nor digit most often, and begins no number."""


@dataclass(frozen=True, slots=True)
class _Measured:
    """A number and its unit. Units: `end` in code points."""

    numeral: Numeral
    end: int
    sort: Sort = "number"
    unit: str | None = None


def amounts(text: str, parse: Parse, taken: Taken) -> Iterator[Amount]:
    """Yield every number that counts something, with what belongs to it.

    Args:
        text: what was parsed.
        parse: its words.
        taken: where dates stand, whose numbers are left out.

    Shape: in order, never overlapping.
    """
    words, past = parse.words, 0
    is_indian = counts_indian_rupees(text)
    last: Amount | None = None
    for word in words:
        if word.start < past or not _may_begin(word):
            continue
        measured = _measured_at(text, word.start)
        if measured is None:
            continue
        amount = _amount(text, words, word.index, measured)
        past = amount.end
        if amount.sort == "number" and is_age(words, amount.number, amount.past, _lists(last)):
            amount = replace(amount, sort="age")
        elif is_refused(text, words, amount, measured.numeral, taken):
            continue
        last = _qualified(text, words, amount)
        past = last.end
        yield _of_india(text, last) if is_indian else last


def _of_india(text: str, amount: Amount) -> Amount:
    is_rupees = amount.sort == "money" and amount.unit is None
    if is_rupees and is_in_lakhs(text[amount.start : amount.end]):
        return replace(amount, unit="INR")
    return amount


def _lists(last: Amount | None) -> int | None:
    """Give the word behind an age, where a list of ages may go on."""
    return last.past if last is not None and last.sort == "age" else None


def _may_begin(word: Word) -> bool:
    lower = word.lower
    if lower in _MARKS:
        return False
    return not lower.isalpha() or lower in OPENERS or lower in MONEY_OPENERS


def _measured_at(text: str, start: int) -> _Measured | None:
    money = sum_at(text, start)
    if money is not None:
        numeral = numeral_at(text, money[0], of_money=True)
        return _Measured(numeral, numeral.end, "money", money[1]) if numeral else None
    numeral = numeral_at(text, start)
    return _with_unit(text, numeral) if numeral else None


def _with_unit(text: str, numeral: Numeral) -> _Measured:
    end = numeral.end
    if numeral.is_share:
        return _Measured(numeral, end, "percent")
    if old := _OLD.match(text, end):
        unit = old[1] if old[1] != "year" else None
        return _Measured(numeral, old.end(), "age", unit)
    if percent := percent_at(text, end):
        return _Measured(numeral, percent[0], "percent", percent[1])
    is_large = numeral.scale > 1 or (numeral.low or 0) > 1
    if currency := currency_at(text, end, is_large=is_large):
        return _Measured(numeral, currency[0], "money", currency[1])
    if measure := measure_at(text, end):
        return _Measured(numeral, measure[0], "distance" if measure[2] else "measure", measure[1])
    return _Measured(numeral, end)


def _amount(text: str, words: Sequence[Word], number: int, measured: _Measured) -> Amount:
    """Put a number, its unit and the other end of its range in their place among the words."""
    start, numeral = words[number].start, measured.numeral
    other = _other_end(text, words, number, measured)
    if other is None:
        past = _past(words, number, measured.end)
        value, low = numeral.value, numeral.low
        qualifier = None if value is not None else text[start : numeral.end].lower()
        end, sort, unit = measured.end, measured.sort, measured.unit
        return Amount(start, end, number, number, past, sort, value, low, None, qualifier, unit)
    low = _shared(measured, other)
    past = _past(words, number, other.end)
    sort, unit = (other.sort, other.unit) if other.sort != "number" else _own(measured)
    return Amount(
        start, other.end, number, number, past, sort, None, low, other.numeral.value, None, unit
    )


def _own(measured: _Measured) -> tuple[Sort, str | None]:
    return measured.sort, measured.unit


def _past(words: Sequence[Word], index: int, end: int) -> int:
    while index < len(words) and words[index].start < end:
        index += 1
    return index


def _other_end(
    text: str, words: Sequence[Word], number: int, measured: _Measured
) -> _Measured | None:
    """Read the other end of a range: 'between 10 and 15', '10-15', '30 to 40', 'two or three'."""
    link = _LINK.match(text, measured.end)
    if link is None or measured.numeral.value is None or measured.numeral.is_share:
        return None
    before = words[number - 1].lower if number else ""
    if (link[1] == "and") != (before == "between") or (link[1] == "to" and before == "from"):
        return None
    other = _measured_at(text, link.end())
    if other is None or other.numeral.value is None or other.numeral.is_share:
        return None
    if measured.sort != "number" and (link[1] == "or" or measured.sort != other.sort):
        return None
    low, high = _shared(measured, other), other.numeral.value
    return other if low < high and _is_range(text, link, other) else None


def _is_range(text: str, link: re.Match[str], other: _Measured) -> bool:
    """Tell a range from a score or a number of a telephone: it says what it counts."""
    if link[1] or other.sort != "number":
        return True
    return bool(re.compile(r"[ \xa0-][a-z]").match(text, other.end))


def _shared(measured: _Measured, other: _Measured) -> float:
    """Give the low end, with the scale that it may share: '1 to 2 million'."""
    low, scale = measured.numeral.value or 0.0, other.numeral.scale
    return low * scale if measured.numeral.scale == 1 and measured.sort == "number" else low


def _qualified(text: str, words: Sequence[Word], amount: Amount) -> Amount:
    """Add what is said of the number before it or behind it."""
    if amount.low is not None and amount.high is not None:
        return _from_between(words, amount)
    first = amount.number
    while first and words[first - 1].lower in _BETWEEN and _same_line(text, words, first):
        first -= 1
    for length in range(_LONGEST_QUALIFIER, 0, -1):
        begin = first - length
        if begin < 0 or words[begin].sentence != words[amount.number].sentence:
            continue
        qualifier = " ".join(word.lower for word in words[begin:first])
        if qualifier in _QUALIFIERS:
            amount = replace(amount, start=words[begin].start, first=begin)
            return _bounded(amount, qualifier)
    further = [i for i in range(first, amount.number) if words[i].lower not in ("a", "the")]
    if further:
        begin = further[0] - (words[further[0] - 1].lower == "a" if further[0] else 0)
        amount = replace(amount, start=words[begin].start, first=begin)
    return _qualified_behind(text, words, amount)


def _same_line(text: str, words: Sequence[Word], index: int) -> bool:
    return text[words[index - 1].end : words[index].start].strip(_SPACES) == ""


def _from_between(words: Sequence[Word], amount: Amount) -> Amount:
    before = amount.number - 1
    if before >= 0 and words[before].lower in ("between", "from"):
        return replace(amount, start=words[before].start, first=before)
    return amount


def _bounded(amount: Amount, qualifier: str) -> Amount:
    least = amount.value if amount.value is not None else amount.low
    if qualifier in _LOW:
        return replace(amount, low=least, qualifier=qualifier)
    if qualifier in _HIGH and amount.value is not None:
        return replace(amount, high=least, qualifier=qualifier)
    return replace(amount, qualifier=amount.qualifier or qualifier)


def _qualified_behind(text: str, words: Sequence[Word], amount: Amount) -> Amount:
    after = _AFTER.match(text, amount.end)
    if after is None or amount.value is None:
        return amount
    said = (after[1] or "plus").lower()
    past = _past(words, amount.number, after.end())
    amount = replace(amount, end=after.end(), past=past, qualifier=said)
    if said in ("or more", "plus"):
        return replace(amount, low=amount.value)
    return replace(amount, high=amount.value) if said != "or so" else amount
