"""Who those were that a figure counts, where the text says more than the noun."""

from collections.abc import Callable, Sequence
from typing import Final

from tasks.extraction.figures.counted import Counted
from tasks.extraction.parse import Word

_OPENINGS: Final = frozenset({",", "(", "-", "\u2013", "\u2014", ":"})
_CLOSINGS: Final = frozenset({",", ")", ".", ";", "-", "\u2013", "\u2014"})
_JOINS: Final = frozenset({",", "and", "&"})
_INSIDE: Final = frozenset(
    {"DT", "CD", "JJ", "NN", "NNS", "NNP", "NNPS", "PRP$", "POS", "HYPH", "VBN", "CC"}
)
_LONGEST: Final = 16
"""Words of an aside; more are another clause."""


def victims_of(
    words: Sequence[Word], what: Counted, is_person: Callable[[Word], bool]
) -> tuple[int, int] | None:
    """Tell where it is said who they are: 'including the gunman', 'Ana and Ivo Ruiz'.

    Args:
        words: all words of the text.
        what: those who are counted.
        is_person: whether a word belongs to the name of a person.

    Units: indices of the first word and of the one behind the last.
    """
    begin = what.past
    is_aside = begin < len(words) and words[begin].lower in _OPENINGS
    begin += is_aside
    if begin >= len(words) or words[begin].sentence != words[what.number].sentence:
        return None
    opening = [word.lower for word in words[begin : begin + 2]]
    if opening[0] == "including":
        return _phrase(words, begin, begin + 1)
    if opening in (["among", "them"], ["among", "whom"]):
        return _phrase(words, begin, begin + 2)
    return _names(words, begin) if is_aside and is_person(words[begin]) else None


def _phrase(words: Sequence[Word], first: int, begin: int) -> tuple[int, int] | None:
    """Read to the last noun of those who are included."""
    past = first
    for word in words[begin : begin + _LONGEST]:
        if word.sentence != words[first].sentence or not (
            word.tag in _INSIDE or word.lower == "of"
        ):
            break
        if word.is_noun:
            past = word.index + 1
    return (first, past) if past > begin else None


def _names(words: Sequence[Word], first: int) -> tuple[int, int] | None:
    """Read a list of names, which a mark has to close: else they may be a subject."""
    past = first
    for word in words[first : first + _LONGEST]:
        if word.is_name:
            past = word.index + 1
        elif word.lower not in _JOINS:
            break
    is_closed = past < len(words) and words[past].lower in _CLOSINGS
    return (first, past) if is_closed and past > first + 1 else None
