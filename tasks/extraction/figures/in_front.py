"""What the words in front of a number tell: 'killing 12 people', 'the deaths of 12 people'."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from tasks.extraction.figures.counted import Counted
from tasks.extraction.figures.harm import (
    BE,
    BUILT,
    BURNS,
    FORCED,
    FROM,
    HELD,
    HOMES,
    INCLUDES,
    LOSES_LIVES,
    OF,
    OUTCOMES,
    PHRASAL,
    SAVED,
    SUFFERED,
    UNREAL,
    VIOLENT,
    Fate,
)
from tasks.extraction.figures.persons import is_person
from tasks.extraction.parse import Word

_NEAR: Final = 5
_BETWEEN: Final = frozenset({"the", "all", "another", "a"})
_DEFINITE: Final = frozenset({"the", "those", "her", "his"})
_LIVES: Final = frozenset({"lives", "life", "loss"})
_TREATED: Final = frozenset({"for", "scene"})

Rule = Callable[[Sequence[Word], Counted, int], Fate | None]
"""Takes all words, what is counted, and the index of the word in front of it."""


def told_in_front(words: Sequence[Word], what: Counted) -> Fate | None:
    """Tell what became of what is counted, by the words in front of it."""
    last = what.first - 1
    while last > 0 and words[last].lower in _BETWEEN:
        last -= 1
    if last < 0 or words[last].sentence != words[what.number].sentence:
        return None
    told = (rule(words, what, last) for rule in _RULES)
    return next((fate for fate in told if fate is not None), None)


def _of(words: Sequence[Word], _what: Counted, last: int) -> Fate | None:
    """Read 'the deaths of 12', 'the lives of 12', 'injuries to 12'."""
    link, noun = words[last].lower, _before(words, last)
    if link == "to":
        return "injured" if noun == "injuries" else None
    if link != "of":
        return None
    if noun in _LIVES:
        near = words[max(0, last - _NEAR) : last]
        is_lost = noun == "loss" or any(word.lower in LOSES_LIVES for word in near)
        return "killed" if is_lost else None
    return OF.get(noun)


def _included(words: Sequence[Word], _what: Counted, last: int) -> Fate | None:
    """Read 'the dead included four firefighters', 'among the injured were two nurses'."""
    if words[last].lower not in INCLUDES:
        return None
    for the, word in pairwise(words[max(0, last - _NEAR) : last]):
        if the.lower in _DEFINITE and word.lower in OUTCOMES:
            return OUTCOMES[word.lower]
    return None


def _phrasal(words: Sequence[Word], _what: Counted, last: int) -> Fate | None:
    """Read 'shot down 11 drones', 'fatally stabbed two men'."""
    if _before(words, last) == "fatally" and words[last].lower in VIOLENT:
        return "killed"
    fate = PHRASAL.get(f"{_before(words, last)} {words[last].lower}")
    return fate if fate and not _is_passive(words, last - 1) else None


def _verb(words: Sequence[Word], _what: Counted, last: int) -> Fate | None:
    """Read 'killed 12 people'; not 'plans to kill 12'."""
    word = words[last]
    if word.lower not in SUFFERED or not (word.is_verb or word.lower.endswith(("ed", "ing"))):
        return None
    fate = SUFFERED[word.lower]
    if word.tag != "VB":
        return None if _is_passive(words, last) else fate
    before = _before(words, last)
    return None if before in UNREAL or (before == "to" and fate == "killed") else fate


def _wide_verb(words: Sequence[Word], what: Counted, last: int) -> Fate | None:
    """Read verbs that mean such a fate only of some: 'held 31 drivers', 'burned 12 homes'."""
    verb, is_of_persons = words[last].lower, is_person(what.head)
    if verb in BURNS and what.head.lower in BUILT:
        return "destroyed"
    if verb in FORCED and _is_behind(words, what, HOMES):
        return "displaced"
    if verb in HELD and is_of_persons:
        return "detained"
    if verb == "treated" and _is_behind(words, what, _TREATED):
        return None if _is_passive(words, last) else "injured"
    is_safe = verb.startswith("sav") or _is_behind(words, what, FROM)
    return "rescued" if verb in SAVED and is_of_persons and is_safe else None


def _before(words: Sequence[Word], index: int) -> str:
    return words[index - 1].lower if index else ""


def _is_behind(words: Sequence[Word], what: Counted, wanted: frozenset[str]) -> bool:
    return any(word.lower in wanted for word in words[what.past : what.past + _NEAR])


def _is_passive(words: Sequence[Word], verb: int) -> bool:
    """Tell whether a form of 'be' stands before a verb, so that what is behind is no object."""
    if words[verb].lower.endswith("ing"):
        return False
    return any(word.lower in BE for word in words[max(0, verb - 2) : verb])


_RULES: Final[tuple[Rule, ...]] = (_of, _included, _phrasal, _verb, _wide_verb)
