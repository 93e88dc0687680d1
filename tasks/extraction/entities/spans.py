"""Where names begin and end: what the model saw, cut and trimmed by the words in it."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from tasks.extraction.english.people import LETTERS, PORTFOLIOS, QUALIFIERS
from tasks.extraction.english.reporting import SAYING
from tasks.extraction.entities.heads import COMPANIES, HEADS
from tasks.extraction.entities.peoples import is_people
from tasks.extraction.entities.words import (
    NO_NAMES,
    is_capital,
    is_disease,
    is_title,
    is_upper,
    opens_sentence,
)
from tasks.extraction.parse import NamedSpan, Parse, Word

LABELS: Final = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "facility",
    "NORP": "group",
    "EVENT": "event",
    "PRODUCT": "product",
    "WORK_OF_ART": "work",
    "LAW": "law",
    "LANGUAGE": "language",
}
"""The record's types for the labels of OntoNotes, and for those of the French models but for
MISC, which tells nothing. Numbers and dates are other steps'."""

_MARKS: Final = frozenset('/;:|()[]{}\u2013\u2014-\u2022"\u201c\u201d*^+=<>#_~')
_QUOTES: Final = frozenset('"\u201c\u201d')
"""They may stand around a nickname."""

_CODE: Final = frozenset("_=<>%\\{}@#")
"""Marks that no name holds; addresses and programs do."""

_AMOUNT: Final = re.compile(r"\d[.,]\d")
_ENDING: Final = frozenset(
    ("at", "in", "near", "against", "from", "before", "after", "on", "via", "or", "but", "as")
)
"""Small words that end the name of a place, person or organisation."""

_NOT_FIRST: Final = frozenset(
    ("the", "a", "an", "'s", "his", "her", "their", "our", "its", "this", "that")
)
_NO_NOUNS: Final = frozenset(
    ("RB", "RBR", "RBS", "IN", "CC", "WRB", "WP", "WDT", "PRP", "PRP$", "MD", "UH", "EX", "TO")
)
"""Tags of capitalised words that open sentences and no names."""

_FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
"""Tags of verbs; a small one stands between two names, as in `Leith beat Solway`."""

_OPENS_OFFICE: Final = PORTFOLIOS | {"majority", "minority", "cabinet", "district", "circuit"}
"""What stands before a title as a part of it."""

_UNOWNED: Final = frozenset({"VB", "MD", "IN", "CC", ",", "."})
"""Tags of what no name owns: before it a possessive ends the name, as of a chain."""

_SCORE: Final = 3
"""Digits of what is more than a score, as in `Leith Mariners 2 Solway Rovers 1`."""

_SHORT_LINE: Final = 50
"""Code points of a line that no margin has ended."""

_HEADING: Final = 4
"""Words of the shortest heading in capitals."""

_IN_CAPITALS: Final = 0.7
"""Share of the words in capitals in such a heading."""

_SHOUTED: Final = 5
"""Letters of a common word in capitals, which is no acronym."""

_LONGEST: Final = 12
"""Words of a name; what is longer is a list, or no prose."""

Words = tuple[Word, ...]


def labelled(parse: Parse) -> list[NamedSpan]:
    """Give the names that the model saw, with the record's types."""
    return [
        NamedSpan(name.first, name.end, LABELS[name.label])
        for name in parse.names
        if name.label in LABELS
    ]


def mended(parse: Parse) -> list[NamedSpan]:
    """Give the names that the model saw, without what belongs to none.

    Shape: in order, never overlapping; without a label where it tells nothing.
    """
    pieces = (piece for name in labelled(parse) for piece in _cut(parse.words, name))
    names = [name for piece in pieces for name in _trimmed(parse.words, piece)]
    shouted = {sentence.index for sentence in parse.sentences if _is_shouted(parse.of(sentence))}
    return [_doubted(parse, name, shouted) for name in names]


def _is_shouted(words: Words) -> bool:
    letters = [word.text for word in words if word.text[0].isalpha()]
    return len(letters) >= _HEADING and sum(map(str.isupper, letters)) >= _IN_CAPITALS * len(
        letters
    )


def _doubted(parse: Parse, name: NamedSpan, shouted: set[int]) -> NamedSpan:
    """Leave the type open of a name in a heading in capitals, where the model sees many names."""
    if parse.words[name.first].sentence in shouted:
        return NamedSpan(name.first, name.end, "")
    return name


def without_openings(parse: Parse, names: Iterable[NamedSpan], common: set[str]) -> list[NamedSpan]:
    """Leave out words that have their capital letters from the sentences that they open.

    Args:
        parse: of the text.
        names: in order.
        common: words that the text has in small letters.
    """
    return [name for name in names if not _only_opens(parse, name, common)]


def _only_opens(parse: Parse, name: NamedSpan, common: set[str]) -> bool:
    word = parse.words[name.first]
    if name.end - name.first > 1:
        return False
    if word.text.isupper():
        return word.lower in common and len(word.text) >= _SHOUTED
    is_in_result = parse.words[name.end : name.end + 1] and parse.words[name.end].text.isdigit()
    if is_in_result or not opens_sentence(parse, word):
        return False
    behind = parse.words[name.end : name.end + 1]
    says = word.is_noun and any(verb.lower in SAYING for verb in behind)
    return word.lower in common or not (word.is_name or says or is_people(word.lower))


# ------------------------------------------------------------------ cutting


def by_line(parse: Parse, names: Iterable[NamedSpan], text: str) -> Iterator[NamedSpan]:
    """Cut names where a short line ends, as in tables; a long line is only wrapped there."""
    words = parse.words
    for name in names:
        first = name.first
        if "\n" in text[words[name.first].start : words[name.end - 1].end]:
            for index in range(name.first + 1, name.end):
                if _begins_line(text, words[index - 1].end, words[index].start):
                    yield NamedSpan(first, index, name.label)
                    first = index
        yield NamedSpan(first, name.end, name.label)


def _begins_line(text: str, end: int, start: int) -> bool:
    """Tell whether a short line ends between two words, which end and begin there."""
    if "\n" not in text[end:start]:
        return False
    return end <= _SHORT_LINE or "\n" in text[end - _SHORT_LINE : end]


def _cut(words: Words, name: NamedSpan) -> Iterator[NamedSpan]:
    first = name.first
    for index in range(name.first, name.end):
        if _parts(words, name, index):
            yield NamedSpan(first, index, name.label)
            first = index + 1
    yield NamedSpan(first, name.end, name.label)


def _parts(words: Words, name: NamedSpan, index: int) -> bool:
    """Tell whether a word stands between two names that the model saw as one."""
    word = words[index]
    if word.text.isdigit() and name.first < index < name.end - 1:
        return len(word.text) < _SCORE and name.label != "law"
    if name.label in {"work", "law"}:
        return False
    if word.text in _MARKS:
        return _divides(words, name, index)
    if word.tag in _FINITE and word.text.islower():
        return name.label != "event"
    rule = _DIVIDING.get(word.lower)
    return rule is not None and rule(words, name, index)


def _divides(words: Words, name: NamedSpan, index: int) -> bool:
    """Tell so of a mark; a nickname and a hyphen within a name have no part of their own."""
    if words[index].text in _QUOTES:
        return name.label != "person"
    return words[index].text != "-" or words[index - 1].end < words[index].start


def _lists(words: Words, name: NamedSpan, index: int) -> bool:
    """Tell so of a comma but in `Kestrel, Inc` and `Ministry of Food, Land and Sea`."""
    after = words[index + 1 : name.end]
    if after and after[0].lower.rstrip(".") in COMPANIES | {"jr", "sr"}:
        return False
    is_long = any(word.lower == "of" for word in words[name.first : index])
    return not (is_long and any(word.lower in {"and", "&"} for word in after))


def _adds(words: Words, name: NamedSpan, index: int) -> bool:
    """Tell so of `and`, but within one name as in `Marks and Spencer`."""
    if name.label in {"place", "person", "group"}:
        return words[index].text != "&" or name.label == "person"
    if index - name.first == name.end - index - 1 == 1:
        return words[name.first - 1].lower == "in"
    if any(word.lower in {"of", "for"} for word in words[name.first : index]):
        return False
    both = words[index - 1].lower in HEADS and words[name.end - 1].lower in HEADS
    return both and index - name.first > 1


def _locates(words: Words, name: NamedSpan, index: int) -> bool:
    """Tell so of a preposition, but in `Council on Public Health`."""
    is_studied = words[index].lower == "on" and HEADS.get(words[index - 1].lower) == "organisation"
    if is_studied and name.label == "organisation":
        return words[index + 1].lower in NO_NAMES
    return name.label != "event" and index > name.first and is_capital(words[index - 1])


def _holds_office(words: Words, name: NamedSpan, index: int) -> bool:
    """Tell so of `of` in `Governor General of Canada`."""
    return all(is_title(before) for before in words[name.first : index])


def _owns(words: Words, name: NamedSpan, index: int) -> bool:
    """Tell so of `'s` in `Chechnya's Gudermes`, not in `Nurses' Union`."""
    if index + 1 >= name.end or name.label in {"event", "facility", "product"}:
        return False
    owned = words[index + 1 : name.end]
    return is_upper(owned[0]) and not any(word.lower in HEADS for word in owned)


_DIVIDING: Final = {
    ",": _lists,
    "and": _adds,
    "&": _adds,
    "of": _holds_office,
    "'s": _owns,
    **dict.fromkeys(_ENDING, _locates),
}


# ------------------------------------------------------------------ trimming


def _trimmed(words: Words, name: NamedSpan) -> Iterator[NamedSpan]:
    """Take off what is no part of a name at either end; nothing may be left."""
    first, end, label = name.first, name.end, name.label
    while first < end and not _may_begin(words[first], label):
        first += 1
    while first < end and not _may_end(words, end, label):
        end -= 1
    if label in {"person", "organisation", "place"}:
        first = past_titles(words, first, end, is_organisation=label == "organisation")
    if is_of_office(words, first, end) or _is_no_name(words[first:end]):
        return
    if first < end <= first + _LONGEST:
        yield NamedSpan(first, end, label)


def _may_begin(word: Word, label: str) -> bool:
    if label == "work" or (word.text.isupper() and len(word.text) > 1):
        return is_capital(word)
    return is_capital(word) and word.lower not in _NOT_FIRST and word.tag not in _NO_NOUNS


def _may_end(words: Words, end: int, label: str) -> bool:
    last = words[end - 1]
    if _is_score(words, end):
        return False
    if label == "person":
        return _ends_person(words, end)
    if label == "organisation":
        after = words[end : end + 2]
        if last.lower == "'s":
            return bool(after) and after[0].tag[:2] in _UNOWNED
        if _opens_office(last, after):
            return False
    return is_capital(last) or last.text in {"!", "?"}


def _is_score(words: Words, end: int) -> bool:
    """Tell whether a name ends in a score, as `Leith 0` and the first of `Leith 2 Solway 1`."""
    last, after = words[end - 1].text, words[end : end + _SCORE + 1]
    if not last.isdigit() or len(last) >= _SCORE:
        return False
    has_other = after[:1] != () and is_upper(after[0])
    return last == "0" or (has_other and any(word.text.isdigit() for word in after[1:]))


def _opens_office(last: Word, after: Words) -> bool:
    """Tell whether an office begins in what the model took for a name: `White House Press`."""
    if is_title(last):
        return any(is_upper(word) for word in after)
    return opens_office(last, after)


def opens_office(word: Word, after: Words) -> bool:
    """Tell whether a word is the first of an office: `Majority Leader`."""
    return word.lower in _OPENS_OFFICE and bool(after) and is_title(after[0])


def is_of_office(words: Words, first: int, end: int) -> bool:
    """Tell whether words are a part of an office alone: of `Secretary of State` the last."""
    if any(word.lower not in _OPENS_OFFICE for word in words[first:end]):
        return False
    is_behind = first > 1 and words[first - 1].lower == "of" and is_title(words[first - 2])
    while end < len(words) and words[end].lower in _OPENS_OFFICE:
        end += 1
    return is_behind or (end < len(words) and is_title(words[end]))


def _ends_person(words: Words, end: int) -> bool:
    last = words[end - 1]
    if last.text.isdigit() or (last.lower in LETTERS and last.text.isupper()):
        return False
    # A part behind a hyphen may be small, as in `Kwo-ching`.
    return is_capital(last) or (words[end - 2].text == "-" and words[end - 2].end == last.start)


def _is_no_name(words: Words) -> bool:
    if all(word.lower in NO_NAMES or word.tag in {"CD", "$", "SYM"} for word in words):
        return True
    if is_disease(words[-1]) or all(word.text[1:] in {"", "."} for word in words):
        return True  # an initial, or the letter of a party
    if any(not _CODE.isdisjoint(word.text) or _AMOUNT.search(word.text) for word in words):
        return True
    return all(is_title(word) or not word.text[0].isalpha() for word in words)


def past_titles(words: Words, first: int, end: int, *, is_organisation: bool = False) -> int:
    """Give where a name begins behind the titles and offices before it.

    The name of an organisation has none: `Major League Baseball`.
    """
    if is_organisation and any(word.lower in HEADS for word in words[first + 1 : end]):
        return first
    start = first
    while start + 1 < end and (is_title(words[start]) or words[start].text == "."):
        start += 1
    while start > first and (words[start].text == "-" or words[start - 1].lower in QUALIFIERS):
        start -= 1
    return start
