"""Numbers whose fate is told by a figure before them: lists, parts of a whole, and tolls."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tasks.extraction.figures.counted import Counted
from tasks.extraction.figures.harm import (
    BE,
    INCLUDES,
    MET,
    OF_PERSONS,
    SUFFERED,
    Fate,
)
from tasks.extraction.figures.persons import is_person, may_be_person
from tasks.extraction.figures.tolls import told_by_toll
from tasks.extraction.parse import Word

_SEQUEL_REACH: Final = 25
_NEXT: Final = 1
_PREPOSITIONS: Final = frozenset(
    {"over", "in", "near", "above", "at", "on", "from", "outside", "around", "across", "off"}
    | {"by", "with", "inside", "among", "when", "during", "of"}
)
LINKS: Final = frozenset(
    {",", "and", "or", ";", ":", "as", "well", "plus", "while", "along", "with", "&", "but"}
)
_ENDS: Final = frozenset({",", ".", ";", "and", ")", "or"})
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
    toll = told_by_toll(words, what, last.fate if last else None)
    if toll is not None or last is None:
        return toll
    if last.any_killed and _are_victims(words, what):
        return "killed"
    gap = words[what.number].sentence - last.sentence
    if gap > _NEXT or not _alike(what, last):
        return None
    goes_on = _is_predicate(words, what, last.fate) or (last.is_next and _is_part(words, what))
    if gap == 0 and not goes_on:
        is_in_list = _includes(words, what, last) or _is_listed(words, what, last)
        goes_on = _is_earlier(words, what) or (last.is_next and is_in_list)
    return last.fate if goes_on else None


def _are_victims(words: Sequence[Word], what: Counted) -> bool:
    """Find '24 victims', 'two of the victims' and 'the victims were three Ghanaians'."""
    if what.group is not None or what.head.lower == "victims":
        return what.head.lower == "victims" or _is_group(what, "victims")
    before = [word.lower for word in words[max(0, what.first - 2) : what.first]]
    return before[:1] == ["victims"] and before[-1] in INCLUDES and is_person(what.head)


def _is_group(what: Counted, noun: str) -> bool:
    return what.group is not None and what.group.lower == noun


def _alike(what: Counted, last: Told) -> bool:
    """Tell whether both may count the same sort of thing."""
    if what.is_bare:
        return True
    if last.fate in OF_PERSONS:
        return is_person(what.head) or (what.head.tag == "NNPS" and may_be_person(what.head))
    return what.head.lower == last.what.head.lower


def _is_part(words: Sequence[Word], what: Counted) -> bool:
    """Find 'three of them children', 'nine of the victims'."""
    group = what.group
    if group is None:
        return False
    after = words[group.index + 1].lower if group.index + 1 < len(words) else ""
    return group.lower in _PARTS and after not in ("who", "that")


def _is_predicate(words: Sequence[Word], what: Counted, fate: Fate) -> bool:
    """Find 'Two were children' and 'Six were from one village'."""
    if not what.is_bare or what.group is not None or fate not in OF_PERSONS:
        return False
    after = words[what.past : what.past + 5]
    if len(after) < 2 or after[0].lower not in BE or words[what.number].dep not in _SUBJECTS:  # noqa: PLR2004
        return False
    if after[1].lower in _FROM_WHERE:
        return True
    noun = next((word for word in after[1:] if word.is_noun), None)
    return noun is not None and is_person(noun)


def _is_earlier(words: Sequence[Word], what: Counted) -> bool:
    """Find '70 are missing, down from 300'."""
    before = [word.lower for word in words[max(0, what.first - 2) : what.first]]
    return before in (["up", "from"], ["down", "from"])


_FROM_WHERE: Final = frozenset({"from", "aged", "under", "in", "among", "on", "at"})
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
    is_subject = what.head.dep in ("nsubj", "nsubjpass") and not what.is_bare
    if is_subject or not between:
        return False
    if between[-1].lower not in LINKS or _turns(between):
        return False
    after = words[what.past] if what.past < len(words) else None
    if after is None or after.lower in _ENDS or after.lower in _PREPOSITIONS:
        return True
    return not (what.is_bare or after.is_verb or after.tag in ("MD", "RB"))


def _turns(between: Sequence[Word]) -> bool:
    """Tell whether a verb tells of something else than the figure before, whose own comes first."""
    first = next((i for i, word in enumerate(between) if not _is_own(word)), len(between))
    return any(_is_new(word) for word in between[first:])


def _is_own(word: Word) -> bool:
    return word.is_verb or word.tag in ("RB", "RP", "MD", "WP")


def _is_new(word: Word) -> bool:
    return word.is_verb and word.tag not in ("VBG", "VBN") and word.lower not in _OWN_VERBS
