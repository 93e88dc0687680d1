"""Titles and offices that stand beside the names of persons."""

from collections.abc import Iterator
from typing import Final

from tasks.extraction.entities.mentions import Mention
from tasks.extraction.entities.offices import COURTESY, KIN, TITLES, is_office
from tasks.extraction.entities.words import is_title, is_upper
from tasks.extraction.parse import Parse, Word

_LONGEST: Final = 10
"""Words of an office: `head of the regional military administration`."""

_ARTICLES: Final = frozenset({"the", "a", "an", "its", "his", "her", "their", "our", "former"})
_OF_NAMES: Final = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "HYPH", "VBN", "."})
"""Tags of the words of an office before a name."""

_OPENING: Final = frozenset({"NN", "NNP", "JJ"})
_WITHIN: Final = (_OF_NAMES - {"."}) | {"IN", "DT", "CC", "POS", "VBG", "PRP$", "CD"}
"""Tags of the words of an office that is set off by commas."""

Words = tuple[Word, ...]


def roles_beside(mention: Mention, parse: Parse) -> Iterator[str]:
    """Yield the titles and offices of the person who is named there."""
    words = parse.words
    sentence = parse.sentences[mention.words[0].sentence]
    first, end = mention.words[0].index, mention.words[-1].index + 1
    before = words[max(sentence.first, first - _LONGEST) : first]
    after = words[end : min(sentence.end, end + _LONGEST + 2)]
    for office in (_in_front(before), _set_off_before(before), _set_off_behind(after)):
        if office:
            yield _line(office)


def _in_front(before: Words) -> Words:
    """Give the words right before a name: `Prime Minister`, `the hospital spokeswoman`."""
    first = len(before)
    while first and before[first - 1].tag in _OF_NAMES and before[first - 1].lower not in _ARTICLES:
        first -= 1
    office = before[first:]
    while office and not _may_open(office[0]):
        office = office[1:]
    return (
        office
        if office and _is_role(office[-1] if office[-1].text != "." else office[-2:][0])
        else ()
    )


def _may_open(word: Word) -> bool:
    return word.text != "." and word.lower.rstrip(".") not in COURTESY and word.text[0].isalpha()


def _is_role(word: Word) -> bool:
    lower = word.lower.rstrip(".")
    return lower not in KIN and (
        is_office(lower) or (lower in TITLES and is_upper(word) and lower not in COURTESY)
    )


def _set_off_before(before: Words) -> Words:
    """Give an office that a comma ends: `The head of the administration, Ivan Fedorov,`."""
    if len(before) < 2 or before[-1].text != ",":
        return ()
    first = len(before) - 1
    while first and before[first - 1].tag in _WITHIN:
        first -= 1
    return _office(before[first:-1])


def _set_off_behind(after: Words) -> Words:
    """Give an office behind a comma: `Ivan Fedorov, 47, head of the administration,`."""
    if not after or after[0].text != ",":
        return ()
    start = 3 if len(after) > 2 and after[1].text.isdigit() and after[2].text == "," else 1
    end = start
    while end < len(after) and after[end].tag in _WITHIN:
        end += 1
    if end == len(after) or after[end].text not in {",", ".", ";", ")", "\u2014", "\u201d"} | {
        "said",
        "told",
        "who",
        "added",
    }:
        return ()
    return _office(after[start:end])


def _office(words: Words) -> Words:
    """Give a phrase that opens with what somebody is: its noun stands before any `of`."""
    while words and (words[0].lower in _ARTICLES or words[0].tag not in _OPENING):
        words = words[1:]
    owners = [place for place, word in enumerate(words[:_LONGEST]) if word.tag == "POS"]
    words = words[owners[0] + 1 :] if owners else words
    for place, word in enumerate(words[:_LONGEST]):
        if word.tag in {"IN", "CC"} or place + 1 == len(words):
            noun = words[place - 1] if word.tag in {"IN", "CC"} and place else word
            return words if _is_role(noun) else ()
    return ()


def _line(words: Words) -> str:
    pieces = [words[0].text]
    for left, right in zip(words, words[1:], strict=False):
        pieces += [" " if left.end < right.start else "", right.text]
    return "".join(pieces).rstrip(". ")
