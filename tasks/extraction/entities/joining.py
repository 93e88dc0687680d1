"""Names that take in the words beside them which belong to them, and each other."""

from typing import Final

from tasks.extraction.english.calendar import CALENDAR
from tasks.extraction.english.people import LETTERS
from tasks.extraction.entities.heads import HEADS
from tasks.extraction.entities.known import WELL_KNOWN
from tasks.extraction.entities.mentions import key_of
from tasks.extraction.entities.spans import is_of_office, opens_office
from tasks.extraction.entities.words import is_title, is_upper, opens_sentence
from tasks.extraction.parse import NamedSpan, Parse, Word

_BESIDE_NAMES: Final = CALENDAR | LETTERS
"""Capitalised words that stand beside names and belong to none."""

_HYPHENED: Final = frozenset({"person", "organisation", "facility"})
"""Types of names that a hyphen may join; between places it stands for a way or a war."""

_STUDIED: Final = frozenset({"group", "organisation"})
"""Types of what stands behind `for` in the name of an institute."""

_WITH_ARTICLE: Final = frozenset({"organisation", "work", "person", "product"})
"""Types of names that may begin with `The`, as of newspapers and bands."""

_ARTICLED: Final = frozenset({"hague", "bahamas", "gambia", "bronx", "guardian", "times"})
"""Other names that do."""

Words = tuple[Word, ...]


def joined(parse: Parse, names: list[NamedSpan]) -> list[NamedSpan]:
    """Give names as long as the words around them make them.

    Shape: in order, never overlapping.
    """
    found: list[NamedSpan] = []
    for place, name in enumerate(names):
        past = found[-1].end if found else 0
        if name.first < past:
            continue
        limit = names[place + 1].first if place + 1 < len(names) else len(parse.words)
        grown = _grown_left(parse, _grown_right(parse, name, limit), past)
        whole = _whole(parse.words, found[-1], grown) if found else None
        found[-1:] = [whole] if whole else [*found[-1:], grown]
    return found


def _grown_right(parse: Parse, name: NamedSpan, limit: int) -> NamedSpan:
    words, end = parse.words, name.end
    while end < limit:
        if opens_office(words[end], words[end + 1 : end + 2]):
            break
        if _belongs(parse, words[end], words[end - 1]):
            end += 1
        elif name.label in _HYPHENED and _is_glued(words, end):
            end += 2
        else:
            break
    if end == name.end or name.label != "group":
        return NamedSpan(name.first, end, name.label)
    # What follows a nationality is a part of its name in `Swiss Alps` alone.
    head = HEADS.get(words[end - 1].lower)
    return NamedSpan(name.first, end, head) if head else name


def _grown_left(parse: Parse, name: NamedSpan, limit: int) -> NamedSpan:
    words, first = parse.words, _first_beside(parse, name.first, limit)
    articled = name.label in _WITH_ARTICLE or words[first].lower in _ARTICLED
    if articled and first > limit and _is_article(parse, words[first - 1]):
        return NamedSpan(first - 1, name.end, name.label)
    head = first - 1
    if head > limit and words[head].lower == "the":
        head -= 1
    if head > limit and words[head].lower == "of" and _is_head(parse, words[head - 1]):
        label = HEADS[words[head - 1].lower]
        return NamedSpan(_first_beside(parse, head - 1, limit), name.end, label)
    return NamedSpan(first, name.end, name.label)


def _first_beside(parse: Parse, first: int, limit: int) -> int:
    words = parse.words
    while first > limit and _belongs(parse, words[first - 1], words[first]):
        if is_of_office(words, first - 1, first):
            break
        first -= 1
    return first


def _belongs(parse: Parse, word: Word, beside: Word) -> bool:
    """Tell whether a capitalised word outside of a name is a part of it."""
    return (
        word.is_noun
        and is_upper(word)
        and word.lower != "a"
        and not beside.text.isdigit()
        and word.sentence == beside.sentence
        and word.lower not in _BESIDE_NAMES
        and not is_title(word)
        and (not opens_sentence(parse, word) or word.tag == "NNP")
    )


def _is_glued(words: Words, hyphen: int) -> bool:
    """Tell whether a hyphen joins the words around it, and the second has a capital letter."""
    return (
        words[hyphen].text == "-"
        and hyphen + 1 < len(words)
        and words[hyphen - 1].end == words[hyphen].start
        and words[hyphen].end == words[hyphen + 1].start
        and is_upper(words[hyphen + 1])
    )


def _is_article(parse: Parse, word: Word) -> bool:
    return word.text == "The" and not opens_sentence(parse, word)


def _is_head(parse: Parse, word: Word) -> bool:
    return is_upper(word) and word.lower in HEADS and not opens_sentence(parse, word)


def _whole(words: Words, left: NamedSpan, right: NamedSpan) -> NamedSpan | None:
    """Give the name that two neighbours are together."""
    label = _label_of_both(words, left, right)
    return NamedSpan(left.first, right.end, label) if label else None


def _label_of_both(words: Words, left: NamedSpan, right: NamedSpan) -> str | None:
    between = [word.lower for word in words[left.end : right.first]]
    last, head = HEADS.get(words[right.end - 1].lower), HEADS.get(words[left.end - 1].lower)
    if between[:1] == ["and"] and _key(words[left.first : right.end]) in WELL_KNOWN:
        return WELL_KNOWN[_key(words[left.first : right.end])]
    if not between:
        return _label_of_neighbours(words[right.first], left.label, right.label, last)
    if between in (["of"], ["of", "the"]) and left.label not in {"person", "work"}:
        return head
    if between == ["for"] and head == "organisation" and right.label in _STUDIED:
        return head
    return None


def _key(words: Words) -> str:
    return key_of(" ".join(word.text for word in words))


def _label_of_neighbours(second: Word, left: str, right: str, head: str | None) -> str | None:
    if left == right != "group" and (left != "place" or head):
        return left
    if head and right != "person":
        return head
    # A club or an office is named by its town, an acronym is a name of its own.
    if left == "place" and right == "organisation" and not second.text.isupper():
        return right
    return None
