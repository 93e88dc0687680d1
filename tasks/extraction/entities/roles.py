"""Titles and offices that stand beside the names of persons."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from tasks.extraction.english.people import COURTESY, HONOURS, RELATIONS, TITLES, is_office
from tasks.extraction.entities.mentions import Mention
from tasks.extraction.entities.words import is_upper
from tasks.extraction.marks import DASHES
from tasks.extraction.parse import Parse, Word

_LONGEST: Final = 10
"""Words of an office: `head of the regional military administration`."""

_DETERMINERS: Final = frozenset(
    ("the", "a", "an", "its", "his", "her", "their", "our", "former", "'s")
)
_IN_FRONT: Final = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "HYPH", "VBN", "."})
"""Tags of the words of an office right before a name. The mark is that of `Dr.`."""

_SET_OFF: Final = (_IN_FRONT - {"."}) | {"IN", "DT", "CC", "POS", "VBG", "PRP$", "CD"}
"""Tags of the words of an office that is set off by commas."""

_DASHES: Final = DASHES - {"-"}

_OPENING: Final = frozenset({"NN", "NNP", "JJ"})
"""Tags of the first word of such an office, behind its article."""

_CLOSING: Final = frozenset(
    (",", ".", ";", ")", "\u2014", "\u201d", "said", "told", "who", "added")
)
"""What stands behind an office that a comma opens."""

Words = tuple[Word, ...]


def roles_beside(mention: Mention, parse: Parse) -> Iterator[str]:
    """Yield the titles and offices of the person who is named there."""
    sentence = parse.sentences[mention.words[0].sentence]
    first, end = mention.words[0].index, mention.words[-1].index + 1
    before = parse.words[max(sentence.first, first - _LONGEST) : first]
    behind = parse.words[end : min(sentence.end, end + _LONGEST)]
    for office in (_in_front(before), _set_off_before(before), _set_off_behind(behind)):
        if office:
            yield _line(office)


def _in_front(before: Words) -> Words:
    """Give the words right before a name: `Prime Minister`, `the hospital spokeswoman`."""
    office = _trailing(before, _IN_FRONT)
    while office and not _may_open(office[0]):
        office = office[1:]
    named = [word for word in office if word.text != "."]
    if not named or not _is_role(named[-1]):
        return ()
    if named[-1].lower in HONOURS and named[1:]:
        # What stands before `Dr` or `Sir` is an office of its own, or none.
        return tuple(named[:-1]) if _is_role(named[-2]) else (named[-1],)
    return office


def _trailing(words: Words, tags: frozenset[str]) -> Words:
    first = len(words)
    while first and _is_of_office(words[first - 1], tags):
        first -= 1
        if words[first].text == "-" and first and words[first - 1].end < words[first].start:
            return words[first + 1 :]
    return words[first:]


def _is_of_office(word: Word, tags: frozenset[str]) -> bool:
    """Tell so of words with these tags, but for a dash and the marks of a list."""
    return word.tag in tags and word.lower not in _DETERMINERS and word.text not in _DASHES


def _may_open(word: Word) -> bool:
    return word.text[0].isalpha() and word.lower.rstrip(".") not in COURTESY


def _is_role(word: Word) -> bool:
    """Tell whether a word says what somebody is; of whom one is kin is no office."""
    lower = word.lower.rstrip(".")
    if lower in RELATIONS or lower in COURTESY:
        return False
    return is_office(lower) or (lower in TITLES and is_upper(word))


def _set_off_before(before: Words) -> Words:
    """Give an office that a comma ends: `The head of the administration, Ivan Fedorov,`."""
    if before[-1:] == () or before[-1].text != ",":
        return ()
    first = len(before) - 1
    while first and before[first - 1].tag in _SET_OFF:
        first -= 1
    return _office(before[first:-1])


def _set_off_behind(behind: Words) -> Words:
    """Give an office behind a comma: `Ivan Fedorov, 47, head of the administration,`."""
    if behind[:1] == () or behind[0].text != ",":
        return ()
    words = behind[1:]
    if [word.text.isdigit() or word.text == "," for word in words[:2]] == [True, True]:
        words = words[2:]
    end = next((place for place, word in enumerate(words) if word.tag not in _SET_OFF), None)
    is_closed = end is not None and words[end].lower in _CLOSING
    return _office(words[:end]) if is_closed else ()


def _office(words: Words) -> Words:
    """Give a phrase without article and owner, if its noun says what somebody is."""
    owners = [place for place, word in enumerate(words) if word.tag == "POS"]
    words = words[owners[0] + 1 :] if owners else words
    while words and (words[0].lower in _DETERMINERS or words[0].tag not in _OPENING):
        words = words[1:]
    place = next((place for place, word in enumerate(words) if word.tag in {"IN", "CC"}), None)
    noun = words[:place][-1:]
    return words if noun and _is_role(noun[0]) else ()


def _line(words: Words) -> str:
    pieces = [words[0].text]
    for left, right in pairwise(words):
        pieces += [" " if left.end < right.start else "", right.text]
    return "".join(pieces).rstrip(". ")
