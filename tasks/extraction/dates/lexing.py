"""A text as words of time: every word and mark becomes one letter, its class.

The grammar reads the string of letters, which is short and holds no text; so one regular
expression reads any language for which there is a lexicon, in linear time.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tasks.extraction.dates.words import CAPITALISED, HOLIDAYS, PLAIN, Value

Classify = Callable[[str], tuple[str, Value] | None]
"""Gives the class and the value of a word; None for a word that is none of time."""

_HOLIDAY = "|".join(
    re.escape(name).replace("\\ ", r"\s").replace("'", "['\u2019]")
    for name in sorted(HOLIDAYS, key=len, reverse=True)
)
_TOKEN = re.compile(
    r"(?P<iso>\d{4}-\d\d?-\d\d?(?:[T ]\d\d:\d\d)?(?![\w-])|\d{4}/\d\d?/\d\d?(?![\w/])"
    r"|\d\d?([./-])\d\d?\2\d{4}(?![\w/-])|\d\d?/\d\d?/\d\d(?![\w/-]))"
    rf"|(?P<holiday>(?-i:(?=[A-Z]))(?:{_HOLIDAY})(?!\w|\s(?-i:[A-Z])))"
    r"|(?P<era>(?-i:BCE?|B\.C\.(?:E\.)?|AD|A\.D\.)(?!\w))"
    r"|(?P<decade>(?:['\u2019]\d0|\d{3}0|[2-9]0)['\u2019]?s\b)"
    r"|(?P<number>\d+(?:[.,:]\d+)*(?:(?P<nth>(?:st|nd|rd|th|er|\xba|\xaa)\b)|(?P<glued>(?!(?:[ap]m|h|hrs)\b)[^\W\d_]\w*))?)"
    r"|(?P<half>[ap](?:\.\s?m\b\.?|m\b)|o['\u2019]clock\b)"
    r"|(?P<quarter>Q[1-4]\b)"
    r"|(?P<word>aujourd['\u2019]hui|[^\W\d_]{5,8}-feira|[^\W\d_]['\u2019]ятниц[яю]|[^\W\d_]+)"
    r"|(?P<mark>[^\w\s])",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])([:.])[0-5]\d")
_DECIMAL = re.compile(r"\d+\.\d+")
_LONGEST_NUMBER = 9
"""Characters of a number that may count days; a longer one is a code."""

_YEARS = range(1000, 2101)
_DAYS = range(1, 32)
_MARKS = {
    **dict.fromkeys("\u2011\u2013\u2014", "-"),
    **dict.fromkeys("\u2018\u2019", "'"),
    **dict.fromkeys("\u20ac\u00a3\u00a5\u20b9", "$"),
}
_KEPT = frozenset(",.-/()'$%")
OTHER = "x"
"""The class of a word or mark that says nothing of time."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark. Units: code points of the text."""

    start: int
    end: int
    text: str
    value: Value = 0


@dataclass(slots=True)
class Lexed:
    """A text as tokens, and their classes as one string of the same length."""

    text: str
    tokens: list[Token]
    classes: str

    def before(self, index: int) -> str:
        """Give the class of the token before; a line end at the beginning."""
        return self.classes[index - 1] if index else "\n"

    def word_before(self, index: int) -> str:
        """Give the token before in small letters; nothing at the beginning."""
        return self.tokens[index - 1].text.lower() if index > 0 else ""

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Give where some tokens stand. Units: code points."""
        return self.tokens[first].start, self.tokens[end - 1].end


def english(word: str) -> tuple[str, Value] | None:
    """Classify an English word."""
    lower = word.lower()
    return PLAIN.get(lower) or (CAPITALISED.get(lower) if word[0].isupper() else None)


def lexed(text: str, blocks: Iterable[tuple[int, int]], classify: Classify) -> Lexed:
    """Read the tokens of a text, block by block; a line end stands between two blocks."""
    tokens: list[Token] = []
    classes: list[str] = []
    for start, end in blocks:
        for match in _TOKEN.finditer(text, start, end):
            letter, value = _classified(match, classify)
            tokens.append(Token(match.start(), match.end(), match[0], value))
            classes.append(letter)
        tokens.append(Token(end, end, ""))
        classes.append("\n")
    return Lexed(text, tokens, "".join(classes))


def _classified(match: re.Match[str], classify: Classify) -> tuple[str, Value]:
    kind = match.lastgroup or ""
    if kind == "word":
        return classify(match[0]) or (OTHER, 0)
    return _KINDS[kind](match)


def _mark(match: re.Match[str]) -> tuple[str, Value]:
    mark = _MARKS.get(match[0], match[0])
    if mark == "-" and match.string[match.end() : match.end() + 1].isspace():
        return "~", 0
    return (mark if mark in _KEPT else OTHER), 0


def _number(match: re.Match[str]) -> tuple[str, Value]:
    word = match[0]
    if match["glued"] or len(word) > _LONGEST_NUMBER:
        return OTHER, 0
    if match["nth"]:
        digits = word[: -len(match["nth"])]
        return ("o", int(digits)) if digits.isdigit() else (OTHER, 0)
    if clock := _CLOCK.fullmatch(word):
        return ("c" if clock[1] == ":" else "f"), word
    digits = word.replace(",", "")
    if digits.isdigit():
        return _whole(word, int(digits))
    return ("f", word) if _DECIMAL.fullmatch(word) else (OTHER, 0)


def _whole(word: str, number: int) -> tuple[str, Value]:
    if number in _YEARS and "," not in word:
        return "Y", number
    return ("d" if number in _DAYS else "n"), number


def _holiday(match: re.Match[str]) -> tuple[str, Value]:
    name = " ".join(match[0].lower().replace("\u2019", "'").split())
    return ("H", name) if name in HOLIDAYS and match[0][0].isupper() else (OTHER, 0)


_KINDS: dict[str, Callable[[re.Match[str]], tuple[str, Value]]] = {
    "iso": lambda match: ("I", match[0]),
    "holiday": _holiday,
    "decade": lambda match: ("D", match[0]),
    "number": _number,
    "era": lambda match: ("G", match[0][0]),
    "half": lambda match: ("p", match[0][0].lower()),
    "quarter": lambda match: ("q", int(match[0][1])),
    "mark": _mark,
}
"""How each alternative of the pattern is read, but for words."""
