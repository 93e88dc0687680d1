"""Numbers whose fate is told by what stands before them: lists, parts of a whole, and tolls."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tasks.extraction.figures.counted import Counted
from tasks.extraction.figures.harm import (
    BE,
    COUNTS,
    MET,
    OF_PERSONS,
    OUTCOMES,
    SUFFERED,
    TOLL,
    TOLL_LINKS,
    Fate,
)
from tasks.extraction.figures.persons import is_person, may_be_person
from tasks.extraction.parse import Word

_TOLL_REACH: Final = 24
"""Words from a toll to its number."""

_SEQUEL_REACH: Final = 25
_NEXT: Final = 1
_PREPOSITIONS: Final = frozenset(
    {"over", "in", "near", "above", "at", "on", "from", "outside", "around", "across", "off"}
)
LINKS: Final = frozenset({",", "and", "or", ";", "as", "well", "plus", "along", "with", "&", "but"})
_PARTS: Final = frozenset({"them", "whom", "which", "these"})
_OWN_VERBS: Final = BE | SUFFERED.keys() | MET.keys()
"""Verbs that may tell of the figure before, from which a list goes on."""

_INCLUDES: Final = frozenset({"including", "among"})


@dataclass(frozen=True, slots=True)
class Told:
    """A figure whose fate is known, from which the text may go on.

    Attributes:
        sentence: index of its sentence.
        is_next: whether nothing else was counted behind it.
        any_killed: whether anybody so far was told killed, whom 'the victims' may mean.
    """

    what: Counted
    fate: Fate
    sentence: int
    is_next: bool = True
    any_killed: bool = False


def fate_of_sequel(words: Sequence[Word], what: Counted, last: Told | None) -> Fate | None:
    """Tell what became of what is counted, by what stands before it.

    Args:
        words: all words of the text.
        what: a number whose own clause tells nothing.
        last: the figure before it of which somebody's fate was told.
    """
    toll = _by_toll(words, what, last)
    if toll is not None or last is None:
        return toll
    if last.any_killed and what.group is not None and what.group.lower == "victims":
        return "killed"
    gap = words[what.number].sentence - last.sentence
    if gap > _NEXT or not _alike(what, last):
        return None
    goes_on = _is_predicate(words, what, last.fate) or (last.is_next and _is_part(words, what))
    if gap == 0 and not goes_on:
        is_in_list = _includes(words, what, last) or _is_listed(words, what, last)
        goes_on = _is_earlier(words, what) or (last.is_next and is_in_list)
    return last.fate if goes_on else None


def _alike(what: Counted, last: Told) -> bool:
    """Tell whether both may count the same sort of thing."""
    if what.is_bare:
        return True
    if last.fate in OF_PERSONS:
        return is_person(what.head) or (what.head.tag == "NNPS" and may_be_person(what.head))
    return what.head.lower == last.what.head.lower


def _by_toll(words: Sequence[Word], what: Counted, last: Told | None) -> Fate | None:
    """Read 'the toll rose to 253 from 240', 'the number of missing at 12', 'the figure at 11'."""
    if not (what.is_bare or is_person(what.head) or what.head.lower in OUTCOMES):
        return None
    link = what.first - 1
    near = words[max(0, what.first - _TOLL_REACH) : what.first]
    while link > 0 and words[link].tag == "RB":
        link -= 1
    if link < 0 or words[link].lower not in TOLL_LINKS | {"of"}:
        return None
    for word in reversed(near):
        if word.sentence != words[what.number].sentence:
            return None
        if word.lower in COUNTS and not word.is_verb:
            is_told = words[link].lower != "of" or word.index == link - 1
            return _of_toll(words, word, what.first, last) if is_told else None
    return None


def _of_toll(words: Sequence[Word], noun: Word, end: int, last: Told | None) -> Fate | None:
    said = [word.lower for word in words[noun.index : end]]
    fates = [OUTCOMES.get(word) or SUFFERED.get(word) for word in said]
    told = next((fate for fate in fates if fate is not None), None)
    if told is not None:
        return told
    if noun.lower in TOLL:
        return "killed"
    is_back = noun.lower == "figure" and last is not None
    return last.fate if is_back and last is not None else None


def _is_part(words: Sequence[Word], what: Counted) -> bool:
    """Find 'three of them children', 'nine of the victims'."""
    group = what.group
    if group is None:
        return False
    after = words[group.index + 1].lower if group.index + 1 < len(words) else ""
    return group.lower in _PARTS and after not in ("who", "that")


def _is_predicate(words: Sequence[Word], what: Counted, fate: Fate) -> bool:
    """Find 'Two were children'."""
    if not what.is_bare or what.group is not None or fate not in OF_PERSONS:
        return False
    after = words[what.past : what.past + 5]
    if len(after) < 2 or after[0].lower not in BE or words[what.number].dep not in _SUBJECTS:  # noqa: PLR2004
        return False
    noun = next((word for word in after[1:] if word.is_noun), None)
    return noun is not None and is_person(noun)


def _is_earlier(words: Sequence[Word], what: Counted) -> bool:
    """Find '70 are missing, down from 300'."""
    before = [word.lower for word in words[max(0, what.first - 2) : what.first]]
    return before in (["up", "from"], ["down", "from"])


_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "ROOT"})


def _includes(words: Sequence[Word], what: Counted, last: Told) -> bool:
    """Find '12 people, including two children', 'four people, among them a girl'."""
    before = [word.lower for word in words[max(last.what.past, what.first - 3) : what.first]]
    return not _INCLUDES.isdisjoint(before)


def _is_listed(words: Sequence[Word], what: Counted, last: Told) -> bool:
    """Find 'killed 12 soldiers and three civilians', 'six over Belgorod, three over Kaluga'."""
    between = words[last.what.past : what.first]
    if len(between) > _SEQUEL_REACH:
        return False
    if not what.is_bare:
        return bool(between) and all(word.lower in LINKS for word in between)
    after = words[what.past] if what.past < len(words) else None
    if after is None or after.lower not in _PREPOSITIONS or not between:
        return False
    return between[-1].lower in LINKS and not any(_turns(word) for word in between)


def _turns(word: Word) -> bool:
    """Tell whether a verb tells of something else than the figure before."""
    return word.is_verb and word.tag != "VBG" and word.lower not in _OWN_VERBS
