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
)
from tasks.extraction.figures.others import is_earlier, is_other_claim, is_rest
from tasks.extraction.figures.persons import is_person, may_be_person
from tasks.extraction.figures.tolls import told_by_toll
from tasks.extraction.parse import Word
from tasks.record import Fate

_SEQUEL_REACH: Final = 25
_LIST_REACH: Final = 80
"""Words from the colon of a list to its last number."""

_SPARED: Final = frozenset({"unhurt", "unharmed", "unscathed", "uninjured", "safe", "safely"})
_SPARED_REACH: Final = 8
_NEXT: Final = 1
_PREPOSITIONS: Final = frozenset(
    {"over", "in", "near", "above", "at", "on", "from", "outside", "around", "across", "off"}
    | {"by", "with", "inside", "among", "when", "during", "of"}
)
LINKS: Final = frozenset(
    {",", "and", "or", ";", ":", "as", "well", "plus", "while", "along", "with", "&", "but"}
)
_GOES_ON: Final = LINKS | {"then", "\u2014", "\u2013", "-", '"', "\u201c", "\u2018", "``"}
_JOINS: Final = frozenset({":", ",", "and", "plus", "with"})
_ENDS: Final = frozenset({",", ".", ";", "and", ")", "or", "each"})
_PARTS: Final = frozenset({"them", "whom", "which", "these"})
_OWN_VERBS: Final = BE | SUFFERED.keys() | MET.keys()
"""Verbs that may tell of the figure before, from which a list goes on."""

_OF_OTHER_VERBS: Final = BE | {"had", "have", "has", "would", "will", "could"}

_INCLUDES: Final = frozenset({"including", "among"})


@dataclass(frozen=True, slots=True)
class Told:
    """A figure whose fate is known, from which the text may go on.

    Attributes:
        sentence: index of its sentence.
        opening: index of the first word of which a fate was told in that sentence.
        is_next: whether nothing else was counted behind it.
        any_killed: whether anybody so far was told killed, whom 'the victims' may mean.
    """

    what: Counted
    fate: Fate
    sentence: int
    opening: int
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
    goes_on = (
        _is_predicate(words, what, last.fate)
        or (last.is_next and _is_part(words, what))
        or is_earlier(words, what)
        or (last.is_next and _is_of_same(words, what, last.fate))
        or (gap == 0 and _is_of_list(words, what, last))
    )
    return last.fate if goes_on else None


def _is_of_same(words: Sequence[Word], what: Counted, fate: Fate) -> bool:
    return is_other_claim(words, what, fate) or is_rest(words, what)


def _is_of_list(words: Sequence[Word], what: Counted, last: Told) -> bool:
    is_in_list = _includes(words, what, last) or _is_listed(words, what, last)
    return (last.is_next and is_in_list) or _is_broken_down(words, what, last)


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


def _is_broken_down(words: Sequence[Word], what: Counted, last: Told) -> bool:
    """Find 'killed 40 in two states: 25 in Ohio, 15 in Iowa', 'Twelve died: Ohio seven, Iowa 5'."""
    if not what.is_bare or what.first - last.what.past > _SEQUEL_REACH or what.first == 0:
        return False
    before = words[what.first - 1]
    opening = max(last.opening, what.first - _LIST_REACH)
    if not any(word.lower == ":" for word in words[opening : what.first]):
        return False
    after = words[what.past].lower if what.past < len(words) else "."
    is_labelled = before.is_noun and after in _ENDS
    return is_labelled or (before.lower in _JOINS and after not in _OF_OTHER_VERBS)


_FROM_WHERE: Final = frozenset({"from", "aged", "under", "in", "among", "on", "at"})
_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "ROOT"})


def _includes(words: Sequence[Word], what: Counted, last: Told) -> bool:
    """Find '12 people, including two children', 'four people, among them a girl'."""
    before = [word.lower for word in words[max(last.what.past, what.first - 3) : what.first]]
    after = [word.lower for word in words[what.past : what.past + _SPARED_REACH]]
    return not _INCLUDES.isdisjoint(before) and _SPARED.isdisjoint(after)


def _is_listed(words: Sequence[Word], what: Counted, last: Told) -> bool:
    """Find 'killed 12 soldiers and three civilians', 'six over Belgorod, three over Kaluga'."""
    between = words[last.what.past : what.first]
    if len(between) > _SEQUEL_REACH:
        return False
    is_subject = what.head.dep in ("nsubj", "nsubjpass") and not what.is_bare
    if is_subject or not between:
        return False
    if between[-1].lower not in _GOES_ON or _turns(between):
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
