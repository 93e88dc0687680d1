"""What the words behind tell: '12 killed', '30 others were seriously wounded', 'one boy dead'."""

from collections.abc import Callable, Sequence
from typing import Final

from tasks.extraction.figures.counted import Counted
from tasks.extraction.figures.harm import (
    BE,
    BREAKS,
    CARE,
    FLEES,
    FORCED,
    FROM,
    HOMES,
    INTO,
    LIMBS,
    LOSES_LIVES,
    MET,
    OUTCOMES,
    PHRASAL,
    RUINS,
    SAVED,
    SEVERELY,
    SKIPPED,
    STATES,
    SUFFERED,
    SUSTAINS,
    TAKEN,
    UNREAL,
    VIOLENT,
    WOUNDS,
    Fate,
)
from tasks.extraction.parse import Word

_FARTHEST: Final = 9
"""Words behind what is counted among which the word for its fate stands."""

_NEAR: Final = 5
_GRAVE: Final = frozenset({"critical", "serious", "grave", "stable"})
_ENDS: Final = frozenset({"", ",", ".", ";", "and"})
_TREATED_HOW: Final = frozenset({"in", "at", "for", "by"})
_ASIDES: Final = frozenset({"including", "among", "most", "many", "mostly", "mainly", "all"})
_LONGEST_ASIDE: Final = 12
_OBJECT_TAGS: Final = frozenset({"CD", "DT", "PRP$", "PRP", "NN", "NNS", "NNP", "NNPS", "JJ"})
_MOSTS: Final = frozenset({"more", "many", "about", "some", "nearly", "up", "around", "dozens"})
_TIMES: Final = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday"}
    | {"today", "overnight", "last", "this", "there", "late", "early"}
)

Rule = Callable[[Word, Sequence[Word], bool], Fate | None]
"""Takes a word, the next ones, and whether 'be' stood before it, so that it is passive."""


def told_behind(words: Sequence[Word], what: Counted) -> Fate | None:
    """Tell what became of what is counted, by the words behind it."""
    is_passive, sentence = False, words[what.number].sentence
    begin = _past_aside(words, what.past)
    for index in range(begin, min(begin + _FARTHEST, len(words))):
        word = words[index]
        if word.sentence != sentence or word.lower in UNREAL:
            return None
        near = words[index + 1 : index + 1 + _NEAR]
        told = (rule(word, near, is_passive) for rule in _RULES)
        fate = next((fate for fate in told if fate is not None), None)
        if fate is not None or not _is_skipped(word):
            return fate
        is_passive = is_passive or word.lower in BE
    return None


def _past_aside(words: Sequence[Word], begin: int) -> int:
    """Tell where the clause goes on: 'five people, including the gunman, were killed'."""
    opening = [word.lower for word in words[begin : begin + 2]]
    if opening[:1] != [","] or _ASIDES.isdisjoint(opening):
        return begin
    aside = words[begin + 1 : begin + 1 + _LONGEST_ASIDE]
    return next((word.index + 1 for word in aside if word.lower == ","), begin)


def _is_skipped(word: Word) -> bool:
    """Tell whether a word may stand between those it happened to and the word for it."""
    lower = word.lower
    return lower in SKIPPED or lower in BE or lower in VIOLENT or word.tag == "RB" or lower in TAKEN


def _state(word: Word, _near: Sequence[Word], _is_passive: bool) -> Fate | None:  # noqa: FBT001
    """Read 'dead', 'missing', 'died', 'drowned'."""
    return None if word.is_noun else STATES.get(word.lower) or MET.get(word.lower)


def _verb(word: Word, near: Sequence[Word], is_passive: bool) -> Fate | None:  # noqa: FBT001
    """Read 'killed', 'were shot down'; not 'two gunmen killed 12 people'."""
    pair = f"{word.lower} {_lower(near)}"
    if pair in PHRASAL and (is_passive or not _has_object(near[1:])):
        return PHRASAL[pair]
    if word.lower not in SUFFERED or word.is_noun or word.lower.endswith("ing"):
        return None
    return SUFFERED[word.lower] if is_passive or not _has_object(near) else None


def _adverb(word: Word, near: Sequence[Word], _is_passive: bool) -> Fate | None:  # noqa: FBT001
    """Read 'two of them fatally', 'stabbed to death', 'three critically'."""
    if word.lower == "fatally" or (word.lower == "to" and _lower(near) == "death"):
        return "killed"
    is_severe = word.lower in SEVERELY and _lower(near) in _ENDS
    return "injured" if is_severe else None


def _among(word: Word, near: Sequence[Word], _is_passive: bool) -> Fate | None:  # noqa: FBT001
    """Read 'were among the dead', 'lay in ruins'."""
    behind = [other.lower for other in near[:3]]
    if word.lower == "among":
        return next((OUTCOMES[other] for other in behind if other in OUTCOMES), None)
    is_ruined = word.lower in RUINS or (word.lower == "in" and _lower(near) == "ruins")
    return "destroyed" if is_ruined else None


def _in_care(word: Word, near: Sequence[Word], _is_passive: bool) -> Fate | None:  # noqa: FBT001
    """Read 'taken to two hospitals', 'in custody', 'in a critical condition', 'treated for'."""
    lower, behind = word.lower, [other.lower for other in near]
    if lower == "in":
        is_grave = not _GRAVE.isdisjoint(behind[:2]) and "condition" in behind[:3]
        return "injured" if is_grave else CARE.get(_lower(near))
    if lower in TAKEN and not INTO.isdisjoint(behind):
        return next((CARE[other] for other in behind if other in CARE), None)
    is_treated = lower == "treated" and _lower(near) in _TREATED_HOW
    is_treated = is_treated or (lower == "under" and _lower(near) == "treatment")
    return "injured" if is_treated else None


def _hurt(word: Word, near: Sequence[Word], _is_passive: bool) -> Fate | None:  # noqa: FBT001
    """Read 'suffered burns', 'broke his leg', 'with shrapnel wounds', 'lost their lives'."""
    lower, behind = word.lower, [other.lower for other in near]
    if lower in LOSES_LIVES and behind[1:2] in (["life"], ["lives"]):
        return "killed"
    has_wounds = (lower in SUSTAINS and not WOUNDS.isdisjoint(behind)) or (
        lower == "with" and not WOUNDS.isdisjoint(behind[:3])
    )
    is_broken = lower in BREAKS and not LIMBS.isdisjoint(behind)
    return "injured" if has_wounds or is_broken else None


def _moved(word: Word, near: Sequence[Word], is_passive: bool) -> Fate | None:  # noqa: FBT001
    """Read 'fled their homes', 'were forced to leave', 'were pulled from', 'were held'."""
    lower, behind = word.lower, [other.lower for other in near]
    is_forced = lower in FLEES or (lower in FORCED and is_passive)
    if is_forced and not HOMES.isdisjoint(behind):
        return "displaced"
    if not is_passive:
        return None
    if lower in SAVED and not FROM.isdisjoint(behind):
        return "rescued"
    return "detained" if lower == "held" else None


def _lower(near: Sequence[Word]) -> str:
    return near[0].lower if near else ""


def _has_object(near: Sequence[Word]) -> bool:
    """Tell whether an object follows, so that those before a verb did it to others."""
    if not near:
        return False
    word = near[0]
    if word.lower == "at":
        return len(near) > 1 and near[1].lower == "least"
    is_object = word.tag in _OBJECT_TAGS and word.lower not in _TIMES
    return is_object or word.lower in _MOSTS


_RULES: Final[tuple[Rule, ...]] = (_state, _verb, _adverb, _among, _in_care, _hurt, _moved)
