"""Numbers as texts write them, in digits or in words, read to a value.

It knows the grammar of numbers alone: what a number counts, or whether it counts anything, is
told by the words around it.
"""

import re
from dataclasses import dataclass
from typing import Final

_UNITS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9,
}  # fmt: skip
_TEENS: Final = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_SMALL: Final = {**_UNITS, **_TEENS, **_TENS}
_SCALES: Final = {
    "dozen": 12, "hundred": 100, "thousand": 10**3, "lakh": 10**5, "lakhs": 10**5,
    "million": 10**6, "crore": 10**7, "crores": 10**7, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
_SHORT_SCALES: Final = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12,
    "trn": 10**12,
}  # fmt: skip
_FRACTIONS: Final = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
}  # fmt: skip
_VAGUE: Final = {
    "tens": 20, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2_000,
    "millions": 2 * 10**6, "billions": 2 * 10**9,
}  # fmt: skip
"""The least that such a word may stand for: two of them."""

_FEW: Final = 2
"""The least that 'several' and 'a few' may stand for before a scale, as in 'several hundred'."""

_MONEY_OR_NUMBER: Final = frozenset({"m", "b", "M", "B"})
"""Short scales that stand for millions and billions behind a currency, and for much else."""

OPENERS: Final = (
    frozenset(_SMALL) | frozenset(_VAGUE) | {"a", "an", "half", "several", "few", "twice", "couple"}
)
"""The words, in small letters, that a number in words may begin with."""


def _either(words: dict[str, int]) -> str:
    return "|".join(words)


_SP = "[ \xa0\u2009\u202f]"
_LINK = rf"(?:{_SP}|-)"
_SMALL_WORDS = rf"(?:(?:{_either(_TENS)})(?:{_LINK}(?:{_either(_UNITS)}))?|{_either(_TEENS)}|{_either(_UNITS)})"  # noqa: E501
_SCALE_WORDS = rf"(?:{_either(_SCALES)})"
# Bounded, so that the longest row of digits is refused without being tried at all lengths.
_DIGITS = re.compile(
    r"(?:\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,9})?"
    r"|\d{1,2}(?:,\d{2}){1,4},\d{3}"
    r"|(?P<dotted>\d{1,3}(?:\.\d{3}){1,4},\d{1,2}|\d{1,3}(?:\.\d{3}){2,4}|\d{1,9},\d{1,2})"
    r"|\d{1,3}(?:[\xa0\u2009\u202f]\d{3}){1,4}"
    r"|\d{1,15}(?:\.\d{1,9})?)(?!\d|[.,]\d)"
)
_SHORT_SCALE = re.compile(rf"(?:{_SP}?(bn|mn|mln|tn|trn)|([kmbMB]))(?![\w²³/])")
_LONG_SCALE = re.compile(
    rf"{_LINK}({_either(_SCALES)})(?:{_LINK}({_either(_SCALES)}))?\b", re.IGNORECASE
)
_IN_WORDS = re.compile(
    rf"(?:(?:{_SMALL_WORDS}(?:[ -]and[ -]a[ -]half)?|half{_LINK}an?|half|an?){_LINK}{_SCALE_WORDS}"
    rf"(?:{_LINK}{_SCALE_WORDS}){{0,3}}"
    rf"(?:(?:{_SP}and)?{_SP}{_SMALL_WORDS}\b(?:{_LINK}{_SCALE_WORDS}){{0,3}}){{0,6}}"
    rf"(?:{_SP}and{_SP}a{_SP}half)?"
    rf"|{_SMALL_WORDS}(?:[ -]and[ -]a[ -]half)?|(?:an?{_SP})?couple(?={_SP}of\b)|twice)"
    r"\b(?!-(?:first|second|third|\w+th)\b)",
    re.IGNORECASE,
)
_VAGUE_WORDS = re.compile(
    rf"(?:(?:many{_SP})?(?P<tens>tens|dozens|scores|hundreds|thousands)"
    rf"(?:{_SP}of{_SP}(?P<of>thousands|millions|billions))?|(?P<many>millions|billions)"
    rf"|(?:several|(?:an?{_SP})?few){_SP}(?P<scale>{_either(_SCALES)}))\b",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    rf"(?P<top>an?|{_either(_UNITS)}){_LINK}(?P<bottom>{_either(_FRACTIONS)})s?\b(?P<scale>{_SP}of{_SP}a{_SP}(?:million|billion)\b)?",
    re.IGNORECASE,
)
_HALF = re.compile(r"half\b", re.IGNORECASE)
_RATIO = re.compile(
    rf"(?P<top>{_SMALL_WORDS}|\d{{1,3}}){_SP}(?:in|out{_SP}of)(?:{_SP}every)?{_SP}"
    rf"(?P<bottom>{_SMALL_WORDS}|\d{{1,7}})(?![\w,.]\w)\b(?!{_SP}(?:years|months|days|hours|weeks))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and where it stands.

    Units: `start` and `end` in code points of the text.

    Attributes:
        value: None where the words are vague.
        low: the least that vague words may stand for.
        scale: what the last word multiplies by, which a number before it in a range may share.
        is_digits: whether it is written in digits.
        share: what it is a share of: `half` and `one in five` are percents.
    """

    start: int
    end: int
    value: float | None
    low: float | None = None
    scale: int = 1
    is_digits: bool = False
    is_share: bool = False


def numeral_at(text: str, start: int, *, of_money: bool = False) -> Numeral | None:
    """Read the number that begins at a place of a text.

    Args:
        text: the whole text.
        start: where a word begins.
        of_money: whether a sign of money stands before it, so that `m` is a million.
    """
    if text[start : start + 1].isdecimal():
        return _ratio_at(text, start) or _digits_at(text, start, of_money=of_money)
    return (
        _ratio_at(text, start)
        or _vague_at(text, start)
        or _fraction_at(text, start)
        or _words_at(text, start)
        or _half_at(text, start)
    )


def _digits_at(text: str, start: int, *, of_money: bool) -> Numeral | None:
    match = _DIGITS.match(text, start)
    if match is None:
        return None
    digits = match[0]
    if match["dotted"]:
        digits = digits.replace(".", "").replace(",", ".")
    value = float(re.sub(f"[,{_SP[1:-1]}]", "", digits))
    scale, end = _scale_at(text, match.end(), of_money=of_money)
    return Numeral(start, end, round(value * scale, 6), scale=scale, is_digits=True)


def _scale_at(text: str, end: int, *, of_money: bool) -> tuple[int, int]:
    """Give the scale behind digits, and where it ends."""
    if match := _LONG_SCALE.match(text, end):
        further = _SCALES[match[2].lower()] if match[2] else 1
        return _SCALES[match[1].lower()] * further, match.end()
    match = _SHORT_SCALE.match(text, end)
    if match is None:
        return 1, end
    short = match[1] or match[2]
    if short in _MONEY_OR_NUMBER and not of_money and not _counts_millions(text, match.end()):
        return 1, end
    return _SHORT_SCALES[short.lower()], match.end()


_THINGS = re.compile(rf"{_SP}(?!(?:across|is|was|has|does|times|metres|meters)\b)[a-z]+s\b")
_PEOPLE = re.compile(rf"{_SP}(?:[a-z]+{_SP})?(?:people|women|men|children)\b")


def _counts_millions(text: str, end: int) -> bool:
    """Tell whether what follows an `m` is counted: '1.2m homes', not '3.5m tall'."""
    return bool(_PEOPLE.match(text, end) or _THINGS.match(text, end))


def _words_at(text: str, start: int) -> Numeral | None:
    match = _IN_WORDS.match(text, start)
    if match is None:
        return None
    value, scale = _read(_WORD.findall(match[0].lower()))
    return Numeral(start, match.end(), value, scale=scale)


def _read(words: list[str]) -> tuple[float, int]:
    """Give the value of number words, and the last scale among them.

    Scales that follow one another multiply: 'two lakh crore'.
    """
    total, group, scale = 0.0, 0.0, 1
    for word in words:
        if word in _SCALES:
            scale = _SCALES[word]
            group = (group or 1) * scale
            continue
        if group >= _SCALES["thousand"]:
            total, group = total + group, 0.0
        if word == "half":
            group += scale / 2
        elif word in ("couple", "twice"):
            group = 2
        else:
            group += _SMALL.get(word, 0)
    return total + group, scale


def _vague_at(text: str, start: int) -> Numeral | None:
    match = _VAGUE_WORDS.match(text, start)
    if match is None:
        return None
    if match["scale"]:
        low = _FEW * _SCALES[match["scale"].lower()]
    else:
        low = _VAGUE[(match["tens"] or match["many"]).lower()]
    if match["of"]:
        low *= _VAGUE[match["of"].lower()] // _FEW
    return Numeral(start, match.end(), None, low=low)


def _fraction_at(text: str, start: int) -> Numeral | None:
    match = _FRACTION.match(text, start)
    if match is None:
        return None
    top, bottom = _SMALL.get(match["top"].lower(), 1), _FRACTIONS[match["bottom"].lower()]
    if match["scale"]:
        scale = _SCALES[match["scale"].split()[-1].lower()]
        return Numeral(start, match.end(), top * scale / bottom, scale=scale)
    return _share(start, match.end(), top, bottom)


def _half_at(text: str, start: int) -> Numeral | None:
    match = _HALF.match(text, start)
    return match and _share(start, match.end(), 1, 2)


def _ratio_at(text: str, start: int) -> Numeral | None:
    match = _RATIO.match(text, start)
    if match is None:
        return None
    top, bottom = (_small(match[name].lower()) for name in ("top", "bottom"))
    return _share(start, match.end(), top, bottom) if top < bottom else None


def _small(word: str) -> float:
    return float(word) if word.isdecimal() else _read(_WORD.findall(word))[0]


def _share(start: int, end: int, top: float, bottom: float) -> Numeral:
    return Numeral(start, end, round(100 * top / bottom, 2), is_share=True)
