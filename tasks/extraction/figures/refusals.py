"""Numbers that count nothing: of dates, times, scores, telephones, models, sections and names.

The step for dates tells most of the times; the rules here hold without it too.
"""

import re
from collections.abc import Sequence
from typing import Final

from tasks.extraction.figures.amount import Amount, Taken
from tasks.extraction.figures.numerals import Numeral
from tasks.extraction.parse import Word

_TIMES: Final = frozenset(
    {"second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks"}
    | {"month", "months", "year", "years", "decade", "decades", "century", "centuries", "fortnight"}
    | {"fortnights", "night", "nights", "weekend", "weekends", "am", "pm", "a.m.", "p.m.", "a.m"}
    | {"p.m", "o'clock", "gmt", "noon", "morning", "mornings", "evening", "afternoon", "bst", "est"}
    | {"edt", "pst", "utc", "cet", "ist", "hrs", "mins", "yrs", "ad", "bc", "bce", "yr", "minute's"}
)
_MONTHS: Final = frozenset(
    {"january", "february", "march", "april", "may", "june", "july", "august", "september"}
    | {"october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep"}
    | {"sept", "oct", "nov", "dec", "jan.", "feb.", "mar.", "apr.", "aug.", "sep.", "sept.", "oct."}
    | {"nov.", "dec."}
)
_LABELS: Final = frozenset(
    {"airbus", "annex", "appendix", "article", "articles", "bay", "block", "boeing"}
    | {"category", "chapter", "channel", "clause", "covid"}
    | {"episode", "example", "exhibit", "figure", "fig", "fig.", "flight", "formula", "gate"}
    | {"grade", "highway", "interstate", "iphone", "item", "junction"}
    | {"lane", "level", "lot", "model", "motorway", "no", "no.", "number", "nos", "page"}
    | {"paragraph", "phase", "pier", "platform", "playstation", "proposition"}
    | {"psalm", "question", "ranked", "reactor", "resolution", "room", "route", "rule"}
    | {"scene", "section", "shed", "size", "stage", "step", "studio"}
    | {"table", "tel", "terminal", "tier", "title", "type", "unit", "version"}
    | {"volume", "windows", "xbox", "#", "§", "p.", "pp.", "vol."}
    | {"apollo", "soyuz", "falcon", "pillar", "schedule", "amendment"}
)
"""Words before a number that make a name of it."""

_LOOSE_LABELS: Final = frozenset(
    {"day", "week", "year", "district", "ward", "zone", "sector", "season", "series", "part"}
    | {"act", "class", "tower", "division", "group", "hall", "area", "track", "round", "game"}
)
"""Such words that may end what stands before a number too: 'that year 12 people'."""

_OF_YEARS: Final = frozenset(
    {"in", "since", "until", "by", "during", "from", "of", "before", "after"}
)
_NO_COUNT_BEFORE: Final = frozenset({"JJ", "JJR", "JJS", "PRP$", "WDT"})
_GOES_ON: Final = frozenset({"JJ", "VBN", "VBD", "VBP", "IN"})
"""What stands behind a number that is no part of the name before it: 'In Oslo 12 are ill'."""

_NO_NOUN_AFTER: Final = frozenset({"POS", "HYPH"})
_NO_ONE: Final = frozenset({"no", "the", "this", "every", "any", "each", "which", "another"})
_HALVES: Final = frozenset({"the", "that", "this", "each", "a", "other", "better", "his", "her"})
_ALMOST: Final = frozenset(
    {"about", "nearly", "almost", "around", "than", "over", "under", "least", "roughly", "only"}
    | {"just", "and", "but", "or", "some", "barely", "approximately"}
)
_OF_SEVERAL: Final = frozenset({"are", "were", "have", "said", "say"})
_OF_HALF: Final = frozenset(
    {"of", "the", "its", "their", "his", "her", "our", "all", "what", "that"}
)
_OPENING: Final = frozenset("\"'\u2018\u2019\u201c\u201d([\u2014\u2013*\u2022")

_FIRST_YEAR, _PAST_YEAR = 1500, 2100
_TOUCHES = re.compile(r"[\w/@#&=?%\\~^*\u00b0]|[.,:/-]\d|[-\u2013](?:[A-Z]|\d)")
_HYPHENS: Final = "-\u2010\u2011\u2013"
_AND_TIME = re.compile(r"(?:[ \xa0-]|-and-a-half-)([\w.'\u2019]+)")
_OF_MANY: Final = frozenset({"another", "thing", "side", "hand", "way", "day", "time"})


def is_refused(
    text: str, words: Sequence[Word], amount: Amount, numeral: Numeral, taken: Taken
) -> bool:
    """Tell whether a number counts nothing."""
    if amount.sort == "age":
        return False
    if _touches(text, amount) or taken.covers(amount.start, amount.end):
        return True
    if amount.sort in ("money", "distance", "measure") or (
        amount.sort == "percent" and not numeral.is_share
    ):
        return False
    if numeral.is_share:
        return _is_no_share(words, amount)
    return (
        _is_time(text, words, amount, numeral)
        or _is_label(words, amount)
        or (not numeral.is_digits and (_is_name(text, words, amount) or _is_pronoun(words, amount)))
        or (numeral.is_digits and _is_mark(text, words, amount))
    )


def _touches(text: str, amount: Amount) -> bool:
    """Tell whether it is glued to something: 'S-300', '5G', '2-1', '10:30', a part of a URL."""
    before = text[max(0, amount.start - 2) : amount.start]
    if before and (before[-1].isalnum() or before[-1] in "_/#@&=?%:.\\~+*"):
        return True
    if before[-1:] in _HYPHENS and before[:1].isalnum():
        return True
    return bool(_TOUCHES.match(text, amount.end))


def _is_no_share(words: Sequence[Word], amount: Amount) -> bool:
    """Tell whether a half is one of a game or of an hour, and a third the one behind a second."""
    after = words[amount.past] if amount.past < len(words) else None
    if after is None:
        return False
    if words[amount.number].lower == "half":
        return _is_no_half(words, amount, after)
    is_article = words[amount.number].lower in ("a", "an")
    if is_article and after.lower == "," and _is_name_at(words, amount.past + 1):
        return True
    is_plain = amount.past - amount.number == 2  # noqa: PLR2004 - 'a third', 'two-thirds' has three
    if is_article and after.is_verb and after.lower not in _OF_SEVERAL:
        return True
    return is_plain and is_article and after.lower != "of" and (after.is_noun or after.tag == "JJ")


def _is_name_at(words: Sequence[Word], index: int) -> bool:
    return index < len(words) and words[index].is_name


def _is_no_half(words: Sequence[Word], amount: Amount, after: Word) -> bool:
    before = words[amount.number - 1] if amount.number else None
    if before is not None and (before.tag in ("JJ", "CD", "RB", "CC") or before.lower in _HALVES):
        return before.lower not in _ALMOST
    return after.lower not in _OF_HALF


def _is_time(text: str, words: Sequence[Word], amount: Amount, numeral: Numeral) -> bool:
    after = _AND_TIME.match(text, amount.end)
    unit = after[1].rstrip(".").replace("\u2019", "'") if after else ""
    if unit.lower() == "past" or _is_past_hour(words, amount):
        return True
    if unit.lower() in _TIMES or (unit.lower() in _MONTHS and not unit.islower()):
        return True
    before = words[amount.number - 1] if amount.number else None
    if before is not None and before.lower in _MONTHS and before.is_name:
        return True
    return numeral.is_digits and _is_year(text, words, amount)


def _is_past_hour(words: Sequence[Word], amount: Amount) -> bool:
    """Find the hour of 'ten past six' and 'half past six'."""
    past, minutes = words[amount.number - 1 : amount.number], amount.number - 2
    if minutes < 0 or past[0].lower not in ("past", "to"):
        return False
    is_half = words[minutes].lower in ("half", "quarter")
    return is_half or (past[0].lower == "past" and words[minutes].tag == "CD")


def _is_year(text: str, words: Sequence[Word], amount: Amount) -> bool:
    value, digits = amount.value, text[amount.start : amount.end]
    if value is None:
        low, high = amount.low or 0, amount.high or 0
        return _FIRST_YEAR <= low < high < _PAST_YEAR and "," not in digits
    if not digits.isdecimal() or not _FIRST_YEAR <= value < _PAST_YEAR:
        return False
    if amount.number and words[amount.number - 1].lower in _OF_YEARS:
        return True
    after = words[amount.past] if amount.past < len(words) else None
    return after is None or after.tag != "NNS"


def _is_label(words: Sequence[Word], amount: Amount) -> bool:
    """Tell whether the word before makes a name of it: 'Article 5', 'Boeing 737', 'phase three'."""
    before = words[amount.number - 1] if amount.number else None
    if before is None or before.sentence != words[amount.number].sentence:
        return False
    if before.lower in _LABELS and not before.is_verb:
        return True
    after = words[amount.past] if amount.past < len(words) else None
    if before.lower in _LOOSE_LABELS:
        return after is None or after.tag not in ("NNS", "JJ", "JJR", "VBN", "IN")
    is_word = words[amount.number].text[:1].islower()
    if is_word or not before.is_name or before.dep in ("npadvmod", "tmod"):
        return False
    is_bare = after is None or not (after.is_noun or after.tag in _GOES_ON)
    return is_bare and words[amount.number].dep in (
        "nummod",
        "compound",
        "npadvmod",
        "appos",
        "nmod",
    )


def _is_name(text: str, words: Sequence[Word], amount: Amount) -> bool:
    """Tell whether a capital in the midst of a sentence makes a number a name: 'Channel Four'."""
    word = words[amount.number]
    if not word.text[:1].isupper() or amount.number == 0:
        return False
    before = words[amount.number - 1]
    if before.sentence != word.sentence or before.text in _OPENING or before.text[-1:] in ".:":
        return False
    return "\n" not in text[before.end : word.start]


def _is_pronoun(words: Sequence[Word], amount: Amount) -> bool:
    """Tell whether 'one' counts nothing: 'one of the largest', 'no one', 'one another'."""
    word = words[amount.number]
    if word.lower != "one" or amount.past - amount.number > 1:
        return False
    before = words[amount.number - 1] if amount.number else None
    if before is not None and (before.tag in _NO_COUNT_BEFORE or before.lower in _NO_ONE):
        return True
    after = words[amount.past] if amount.past < len(words) else None
    if before is not None and before.lower == "that" and (after is None or not after.is_noun):
        return True
    is_one_by_one = after is not None and after.lower == "by" and _is_one(words, after.index + 1)
    return is_one_by_one or (
        after is None or after.lower in _OF_MANY or after.tag in _NO_NOUN_AFTER
    )


def _is_one(words: Sequence[Word], index: int) -> bool:
    return index < len(words) and words[index].lower == "one"


def _is_mark(text: str, words: Sequence[Word], amount: Amount) -> bool:
    """Tell whether digits number a line, or belong to a telephone."""
    digits = text[amount.start : amount.end]
    if digits[:1] == "0" and digits[1:2].isdecimal():
        return True
    after = text[amount.end : amount.end + 2]
    if text[amount.end - 1 : amount.end].isdecimal() and after[:1] == " " and after[1:].isdecimal():
        return True
    before = text[max(0, amount.start - 2) : amount.start]
    if before[-1:] == " " and before[:1].isdecimal():
        return True
    begins_line = amount.number == 0 or "\n" in text[words[amount.number - 1].end : amount.start]
    return begins_line and (not after.strip() or after in (". ", ") ", ".\n"))
