"""None at all: 'no casualties', 'nobody was hurt', 'without injuries'."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tasks.extraction.figures.counted import Counted
from tasks.extraction.figures.fates import fate_of
from tasks.extraction.figures.harm import NONE_OF, OF_PERSONS, SEVERELY
from tasks.extraction.parse import Word
from tasks.record import Fate

NEGATIVE: Final = frozenset({"no", "nobody", "none", "without", "any", "zero", "not"})
"""Words that such a phrase begins with."""

_REPORTS: Final = frozenset({"report", "reports", "sign", "signs", "indication", "indications"})
_REACH: Final = 6
_LISTS: Final = frozenset({",", "or", "and", "nor"})
_NOT: Final = frozenset({"not", "n't", "no", "without", "nor", "never"})


@dataclass(frozen=True, slots=True)
class Nobody:
    """A phrase that says that something befell nobody. Units: `first`, `past` are word indices."""

    first: int
    past: int
    fate: Fate
    object: str | None


def none_of(words: Sequence[Word], index: int) -> Iterator[Nobody]:
    """Yield what befell nobody, by the negative word at a place."""
    word = words[index]
    if word.lower in ("none", "nobody") or _is_no_one(words, index):
        yield from _nobody(words, index, index + (2 if word.lower in ("no", "not") else 1))
    elif word.lower == "any" and not _is_negated(words, index):
        return
    elif word.lower != "not":
        yield from _nothing(words, index)


def _is_no_one(words: Sequence[Word], index: int) -> bool:
    return (
        words[index].lower in ("no", "not")
        and index + 1 < len(words)
        and words[index + 1].lower == "one"
    )


def _is_negated(words: Sequence[Word], index: int) -> bool:
    before = words[max(0, index - _REACH) : index]
    return any(w.lower in _NOT and w.sentence == words[index].sentence for w in before)


def _nobody(words: Sequence[Word], first: int, past: int) -> Iterator[Nobody]:
    what = Counted(first, first, past, words[past - 1])
    near = [word.lower for word in words[past : past + 3]]
    is_severe = not SEVERELY.isdisjoint(near[:1] if near[:1] != ["of"] else near)
    fate = "injured" if is_severe else fate_of(words, what)
    if fate in OF_PERSONS:
        yield Nobody(first, past, fate, None)


def _nothing(words: Sequence[Word], first: int) -> Iterator[Nobody]:
    """Read 'no injuries, deaths or damage', 'no reports of injuries', 'no civilians were hurt'."""
    begin, found = first, False
    for index in range(first + 1, min(first + 1 + _REACH, len(words))):
        word = words[index]
        if word.sentence != words[first].sentence:
            return
        if word.lower in NONE_OF and _is_noun(words, index):
            yield Nobody(begin, index + 1, NONE_OF[word.lower], word.text)
            begin, found = index + 1, True
        elif found and word.lower in _LISTS:
            begin = index + 1
        elif word.is_noun and not found and word.lower not in _REPORTS:
            yield from _none(words, first, index)
            return
        elif not (
            word.tag in ("JJ", "NN", "NNS", "VBN", "VBG", "DT", "IN") or word.lower in _LISTS
        ):
            return


def _is_noun(words: Sequence[Word], index: int) -> bool:
    after = words[index + 1] if index + 1 < len(words) else None
    return after is None or not after.is_noun


def _none(words: Sequence[Word], first: int, index: int) -> Iterator[Nobody]:
    if words[first].lower != "no":
        return
    past = index + 1
    while past < len(words) and words[past].is_noun:
        past += 1
    said = " ".join(word.text for word in words[first + 1 : past])
    fate = fate_of(words, Counted(first, first, past, words[past - 1], said))
    if fate in OF_PERSONS:
        yield Nobody(first, past, fate, said)
