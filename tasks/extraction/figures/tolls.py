"""Numbers of a toll: 'the toll rose to 253', 'bringing to 27 the number of dead', 'Hurt: nine'."""

from collections.abc import Iterable, Sequence
from typing import Final

from tasks.extraction.figures.counted import Counted
from tasks.extraction.figures.harm import (
    COUNTS,
    OF_PERSONS,
    OUTCOMES,
    PHRASAL,
    STATES,
    SUFFERED,
    TOLL,
    TOLL_LINKS,
)
from tasks.extraction.figures.persons import is_person
from tasks.extraction.parse import Word
from tasks.record import Fate

_REACH: Final = 24
"""Words from a toll to its number."""

_BEHIND: Final = 6
_ENDS: Final = frozenset({".", ",", ";"})
_HEADED: Final = _ENDS | {"the", "those"}
"""What a heading may begin behind: 'The dead: two'."""

_NUMBERS: Final = frozenset({"number", "numbered", "total", "totalled", "totaled"})
_BETWEEN: Final = frozenset({"now", "already", "the", "a", "an", "earlier", "initial", "previous"})
_COUNTED: Final = COUNTS | {word for word, fate in OUTCOMES.items() if word.endswith("s")}


def told_by_toll(words: Sequence[Word], what: Counted, last: Fate | None) -> Fate | None:
    """Tell of whom a number is the toll, if it is one.

    Args:
        words: all words of the text.
        what: a number whose own clause tells nothing.
        last: what the figure before it was told of, which 'the figure' may mean.
    """
    if not (what.is_bare or is_person(what.head) or what.head.lower in OUTCOMES):
        return None
    link = what.first - 1
    while link > 0 and (words[link].tag == "RB" or words[link].lower in _BETWEEN):
        link -= 1
    if link < 0 or words[link].sentence != words[what.number].sentence:
        return None
    if words[link].lower == ":":
        return _by_heading(words, link) if what.first == link + 1 else None
    return _by_column(words, what) or _by_noun(words, what, link, last)


def _by_noun(words: Sequence[Word], what: Counted, link: int, last: Fate | None) -> Fate | None:
    """Read 'bringing to 27 the number of dead' and 'the toll rose to 253'."""
    near = words[what.past : what.past + _BEHIND]
    if [word.lower for word in near[:1]] == ["the"] and near[1:2] and near[1].lower in COUNTS:
        return _named_in(near[1:]) or ("killed" if near[1].lower in TOLL else None)
    before = words[max(0, what.first - _REACH) : link + 1]
    return _by_count(words, before, what, last)


def _by_column(words: Sequence[Word], what: Counted) -> Fate | None:
    """Read 'Deaths 334. Missing 370.', where each stands alone."""
    label = words[what.first - 1]
    begins = label.index == 0 or words[label.index - 1].sentence != label.sentence
    ends = what.past == len(words) or words[what.past].lower in _ENDS
    return OUTCOMES.get(label.lower) if what.is_bare and begins and ends else None


def _by_heading(words: Sequence[Word], colon: int) -> Fate | None:
    """Read 'Dead: two' and 'Shot down: 121'."""
    word, before = words[colon - 1].lower, words[colon - 2].lower
    begins = colon < 2 or words[colon - 2].sentence != words[colon].sentence or before in _HEADED  # noqa: PLR2004
    plain = OUTCOMES.get(word) or STATES.get(word) or _suffered(words[colon - 1])
    if word in TOLL:
        return "killed"
    return PHRASAL.get(f"{before} {word}") or (plain if begins else None)


def _suffered(word: Word) -> Fate | None:
    return None if word.is_noun else SUFFERED.get(word.lower)


def _by_count(
    words: Sequence[Word], before: Sequence[Word], what: Counted, last: Fate | None
) -> Fate | None:
    link = before[-1].lower
    is_link = link in TOLL_LINKS | {"of"} or (link in _NUMBERS and before[-1].tag != "NN")
    if not is_link:
        return None
    for word in reversed(before[:-1]):
        if word.sentence != words[what.number].sentence:
            return None
        if word.lower in _COUNTED and not word.is_verb:
            if link == "of" and word.index != before[-1].index - 1:
                return None
            said = words[word.index : what.first]
            return _named_in(said) or _of_noun(words, word, last)
        is_the = word.index > 0 and words[word.index - 1].lower in ("the", "its")
        if word.lower in OUTCOMES and (link in _NUMBERS or is_the):
            return OUTCOMES[word.lower]
    return None


def _named_in(words: Iterable[Word]) -> Fate | None:
    """Give what is told of those whose number is meant: 'the number of people injured'."""
    told = (OUTCOMES.get(word.lower) or SUFFERED.get(word.lower) for word in words)
    return next((fate for fate in told if fate in OF_PERSONS), None)


def _of_noun(words: Sequence[Word], noun: Word, last: Fate | None) -> Fate | None:
    before = words[noun.index - 1].lower if noun.index else ""
    if noun.lower in TOLL or before == "death":
        return "killed"
    return last if noun.lower in ("figure", "count", "total") else None
