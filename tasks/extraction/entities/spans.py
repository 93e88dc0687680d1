"""Where names begin and end: what the model saw, cut, trimmed and joined by the words around it."""

from collections.abc import Iterable, Iterator
from typing import Final

from tasks.extraction.entities.heads import COMPANIES, HEADS
from tasks.extraction.entities.offices import LETTERS, PORTFOLIOS
from tasks.extraction.entities.peoples import is_people
from tasks.extraction.entities.words import CALENDAR, is_capital, is_title, is_upper, opens_sentence
from tasks.extraction.parse import NamedSpan, Parse, Word

LABELS: Final[dict[str, str]] = {
    **{
        "PERSON": "person",
        "ORG": "organisation",
        "GPE": "place",
        "LOC": "place",
        "FAC": "facility",
    },
    **{"NORP": "group", "EVENT": "event", "PRODUCT": "product", "WORK_OF_ART": "work"},
    **{"LAW": "law", "LANGUAGE": "language", "PER": "person"},
}
"""The record's types for the labels of OntoNotes, and for those of the French models but for
MISC, which tells nothing. Numbers and dates are other steps'."""

_MARKS: Final = frozenset('/;:|()[]{}\u2013\u2014-\u2022"\u201c\u201d*^+=<>#_~')
_QUOTES: Final = frozenset('"\u201c\u201d')
"""They may stand around a nickname."""

_ENDING: Final = frozenset(
    {"at", "in", "near", "against", "from", "before", "after", "on", "via", "or", "but", "as"}
)
"""Small words that end the name of a place, person or organisation."""

_NO_NAMES: Final = CALENDAR | {
    "mum",
    "dad",
    "mom",
    "mummy",
    "daddy",
    "madam",
    "god",
    "internet",
    "web",
}
_NO_NAMES |= LETTERS | {
    "fatherland",
    "motherland",
    "covid",
    "covid-19",
    "ebola",
    "ok",
    "tv",
    "gdp",
    "dna",
}

_WITH_ARTICLE: Final = frozenset({"organisation", "work", "person", "product"})
"""Types of names that may begin with `The`, as of newspapers and bands."""

_BESIDE_NAMES: Final = CALENDAR | LETTERS
"""Capitalised words that stand beside names and belong to none."""

_SCORE: Final = 3
"""Digits of what is more than a score, as in `Leith Mariners 2 Solway Rovers 1`."""

_OWNED: Final = frozenset({"NN", "JJ", "CD"})
"""Tags of what may follow a possessive. Before other words it ends a name, as of a chain."""

_ARTICLED: Final = frozenset({"hague", "bahamas", "gambia", "bronx", "guardian", "times"})
"""Other names that do."""

_SHOUTED: Final = 5
"""Letters of a common word in capitals, which is no acronym."""

_CODE: Final = frozenset("_=<>%\\{}@#")
"""Marks that no name holds; addresses and programs do."""

_LONGEST: Final = 12
"""Words of a name; what is longer is a list, or no prose."""


def labelled(parse: Parse) -> list[NamedSpan]:
    """Give the names that the model saw, with the record's types."""
    return [
        NamedSpan(name.first, name.end, LABELS[name.label])
        for name in parse.names
        if name.label in LABELS
    ]


def mended(parse: Parse, common: set[str]) -> list[NamedSpan]:
    """Give the names that the model saw, each as long as English names are.

    Shape: in order, never overlapping.

    Args:
        parse: of the text.
        common: words that the text has in small letters.
    """
    pieces = (piece for name in labelled(parse) for piece in _cut(parse.words, name))
    names = [name for piece in pieces for name in _trimmed(parse.words, piece)]
    joined = _joined(parse, names)
    return [name for name in joined if not _only_opens(parse, name, common)]


def with_works(names: list[NamedSpan], titles: Iterable[NamedSpan]) -> list[NamedSpan]:
    """Add titles of works, in the place of the names that they hold or cross.

    Shape: in order, never overlapping.
    """
    titles = list(titles)
    taken = {index for title in titles for index in range(title.first, title.end)}
    kept = [name for name in names if taken.isdisjoint(range(name.first, name.end))]
    return sorted([*kept, *titles], key=lambda name: name.first)


# ------------------------------------------------------------------ cutting

Words = tuple[Word, ...]


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
    if name.label in {"work", "law"}:
        return False
    if name.label == "person" and word.text in _QUOTES:
        return False
    if word.text in _MARKS:
        # A hyphen within a name, as in `Jean-Marc`, has no space beside it.
        return word.text != "-" or words[index - 1].end < word.start
    if word.text.isdigit():
        return len(word.text) < _SCORE and name.first < index < name.end - 1
    if word.text == ",":
        return not _goes_on(words, name, index)
    if word.lower in _ENDING:
        return name.label != "event" and index > name.first and is_capital(words[index - 1])
    if word.lower in {"and", "&"}:
        return _joins_names(words, name, index)
    if word.lower == "of":
        return all(is_title(before) for before in words[name.first : index])
    return word.lower == "'s" and _owns(words, name, index)


def _goes_on(words: Words, name: NamedSpan, index: int) -> bool:
    """Tell whether a comma belongs to a name: `Kestrel, Inc`, `Ministry of Food, Land and Sea`."""
    after = words[index + 1 : name.end]
    if after and after[0].lower.rstrip(".") in COMPANIES | {"jr", "sr"}:
        return True
    return any(word.lower in {"and", "&"} for word in after) and any(
        word.lower == "of" for word in words[name.first : index]
    )


def _joins_names(words: Words, name: NamedSpan, index: int) -> bool:
    """Tell whether `and` joins two names, and is not within one as in `Marks and Spencer`."""
    if name.label in {"place", "person", "group"}:
        return words[index].text != "&" or name.label == "person"
    if index - name.first == name.end - index - 1 == 1:
        return words[name.first - 1].lower == "in"
    if any(word.lower in {"of", "for"} for word in words[name.first : index]):
        return False
    return words[index - 1].lower in HEADS and words[name.end - 1].lower in HEADS


def _owns(words: Words, name: NamedSpan, index: int) -> bool:
    """Tell whether what stands before `'s` is a name of its own, as in `Chechnya's Gudermes`."""
    if index + 1 >= name.end or name.label in {"event", "facility", "product"}:
        return False
    return words[name.end - 1].lower not in HEADS and is_upper(words[index + 1])


# ------------------------------------------------------------------ trimming


def _trimmed(words: Words, name: NamedSpan) -> Iterator[NamedSpan]:
    """Take off what is no part of a name at either end; nothing may be left."""
    first, end = name.first, name.end
    while first < end and not _may_begin(words[first], name.label):
        first += 1
    while first < end and not _may_end(words, end, name.label):
        end -= 1
    if name.label in {"person", "organisation", "place"}:
        first = past_titles(words, first, end)
    if first < end <= first + _LONGEST and not _is_no_name(words[first:end]):
        yield NamedSpan(first, end, name.label)


def _may_begin(word: Word, label: str) -> bool:
    if word.lower in {"the", "a", "an", "'s", "his", "her", "their", "our", "its", "this"}:
        return label == "work" and is_capital(word)
    return is_capital(word)


def _may_end(words: Words, end: int, label: str) -> bool:
    last, after = words[end - 1], words[end : end + 2]
    if last.lower == "'s":
        return label == "organisation" and not (after and after[0].tag[:2] in _OWNED)
    if label == "organisation" and _opens_office(last, after):
        return False
    if label == "person":
        return _ends_person(words, end)
    return is_capital(last) or last.text in {"!", "?"}


def _opens_office(last: Word, after: Words) -> bool:
    """Tell whether an office begins in what the model took for a name: `White House Press`."""
    if is_title(last):
        return any(is_upper(word) for word in after)
    return last.lower in PORTFOLIOS and bool(after) and is_title(after[0])


def _ends_person(words: Words, end: int) -> bool:
    last = words[end - 1]
    if last.lower in LETTERS and last.text.isupper():
        return False
    # A part behind a hyphen may be small, as in `Kwo-ching`.
    return is_capital(last) or (words[end - 2].text == "-" and words[end - 2].end == last.start)


def _is_no_name(words: Words) -> bool:
    if all(word.lower in _NO_NAMES or word.tag in {"CD", "$", "SYM"} for word in words):
        return True
    if any(not _CODE.isdisjoint(word.text) for word in words):
        return True
    return all(is_title(word) or not word.text[0].isalpha() for word in words)


def _only_opens(parse: Parse, name: NamedSpan, common: set[str]) -> bool:
    """Tell whether a word has its capital letter from the sentence that it opens."""
    word = parse.words[name.first]
    if word.text.isupper() and word.lower in common:
        return name.end - name.first == 1 and len(word.text) >= _SHOUTED
    if name.end - name.first > 1 or word.text.isupper() or not opens_sentence(parse, word):
        return False
    return word.lower in common or not (word.is_name or is_people(word.lower))


def past_titles(words: Words, first: int, end: int) -> int:
    """Give where a name begins behind the titles and offices before it.

    What ends as the name of an organisation or a facility does has none.
    """
    if words[end - 1].lower in HEADS:
        return first
    start = first
    while start + 1 < end and (
        is_title(words[start]) or (start > first and words[start].text == ".")
    ):
        start += 1
    return start


# ------------------------------------------------------------------ joining


def _joined(parse: Parse, names: list[NamedSpan]) -> list[NamedSpan]:
    """Let names take in the words beside them that belong to them, and each other."""
    joined: list[NamedSpan] = []
    for place, name in enumerate(names):
        after = names[place + 1].first if place + 1 < len(names) else len(parse.words)
        if joined and name.first < joined[-1].end:
            continue
        name = _grown_right(parse, name, after)
        name = _grown_left(parse, name, joined[-1].end if joined else 0)
        if joined and (whole := _whole(parse.words, joined[-1], name)):
            joined[-1] = whole
        else:
            joined.append(name)
    return joined


def _grown_right(parse: Parse, name: NamedSpan, limit: int) -> NamedSpan:
    words, end = parse.words, name.end
    while end < limit and _belongs(parse, words[end], words[end - 1]):
        end += 1
    if end == name.end or (name.label == "group" and words[end - 1].lower not in HEADS):
        return name
    label = HEADS.get(words[end - 1].lower, name.label) if name.label == "group" else name.label
    return NamedSpan(name.first, end, label)


def _grown_left(parse: Parse, name: NamedSpan, limit: int) -> NamedSpan:
    words, first = parse.words, name.first
    while first > limit and _belongs(parse, words[first - 1], words[first]):
        first -= 1
    articled = name.label in _WITH_ARTICLE or words[first].lower in _ARTICLED
    if articled and first > limit and _is_article(parse, words[first - 1]):
        return NamedSpan(first - 1, name.end, name.label)
    head = first - 1
    if head > limit and words[head].lower == "the":
        head -= 1
    if head > limit and words[head].lower == "of" and _is_head(parse, words[head - 1]):
        first = head - 1
        while first > limit and _belongs(parse, words[first - 1], words[first]):
            first -= 1
        return NamedSpan(first, name.end, HEADS[words[head - 1].lower])
    return NamedSpan(first, name.end, name.label)


def _belongs(parse: Parse, word: Word, beside: Word) -> bool:
    """Tell whether a capitalised word outside of a name is a part of it."""
    return (
        word.is_noun
        and is_upper(word)
        and word.sentence == beside.sentence
        and word.lower not in _BESIDE_NAMES
        and not is_title(word)
        and (not opens_sentence(parse, word) or word.tag == "NNP")
    )


def _is_article(parse: Parse, word: Word) -> bool:
    return word.text == "The" and not opens_sentence(parse, word)


def _is_head(parse: Parse, word: Word) -> bool:
    return is_upper(word) and word.lower in HEADS and not opens_sentence(parse, word)


def _whole(words: Words, left: NamedSpan, right: NamedSpan) -> NamedSpan | None:
    """Give the name that two neighbours are together."""
    between = [word.lower for word in words[left.end : right.first]]
    last, head = words[right.end - 1].lower, words[left.end - 1].lower
    if not between:
        if left.label == right.label != "group" and (left.label != "place" or last in HEADS):
            return NamedSpan(left.first, right.end, left.label)
        if last in HEADS and right.label != "person":
            return NamedSpan(left.first, right.end, HEADS[last])
    if (
        between in (["of"], ["of", "the"])
        and head in HEADS
        and left.label not in {"person", "work"}
    ):
        return NamedSpan(left.first, right.end, HEADS[head])
    return None
