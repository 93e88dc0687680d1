"""What a predicate tells of its subject: 'were later found dead', 'who died', 'hurt in the blast'.

What stands next to a subject is trusted as it is; the verbs farther away are those that have it
for a subject in the tree.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tasks.extraction.figures.counted import Counted
from tasks.extraction.figures.harm import (
    BE,
    FRAMES,
    FROM,
    GRAVE,
    HELD,
    LIGHTLY,
    MET,
    NO_DEATH,
    OF_PERSONS,
    OUTCOMES,
    PHRASAL,
    RUINS,
    SAVED,
    SEVERELY,
    STATES,
    SUFFERED,
    UNREAL,
)
from tasks.extraction.parse import Word
from tasks.record import Fate

_FARTHEST: Final = 36
"""Words behind a subject among which its verbs are looked for."""

_LONGEST: Final = 12
"""Words of a group of verbs, or of an aside before it."""

_NEAR: Final = 5
_AUXILIARIES: Final = frozenset({"aux", "auxpass", "neg"})
_PLACING: Final = frozenset({"from", "of", "with", "carrying", "near", "by"})
_HAVING: Final = frozenset({"had", "have", "has", "having", "needed", "feared", "known"})
_HIGHEST: Final = 6
"""How far up the tree the head of a subject, or the first of joined verbs, may stand."""

_LIGHT: Final = frozenset(
    {"have", "has", "had", "having", "'ve", "to", "also", "either", "both", "all", "each", "may"}
    | {"as", "others", "more", "and", "who", "that", "which", "now", "later", "been", "being"}
    | {"reported", "reportedly", "confirmed", "left", "found", "feared", "believed", "presumed"}
    | {"thought", "known", "said", "pronounced", "declared", "listed", "certified", "made"}
    | {"lay", "lie", "lying", "remain", "remained", "remains", "went", "go", "gone", "going"}
    | {"rendered", "needed", "need", "up", "tragically", "n't", "not", "ended"}
)
"""Words of a group of verbs that leave open what is told: 'have been found', 'are feared'."""

_OBJECT_TAGS: Final = frozenset({"CD", "DT", "PRP$", "PRP", "NN", "NNS", "NNP", "NNPS", "JJ"})
_AMOUNTS: Final = frozenset({"more", "many", "about", "some", "nearly", "up", "around", "dozens"})
_TIMES: Final = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday"}
    | {"today", "overnight", "last", "this", "there", "late", "early", "each"}
)
_INSIDE_SUBJECT: Final = frozenset(
    {"conj", "appos", "nummod", "compound", "quantmod", "amod", "nmod", "dep", "npadvmod"}
)
_RELATIVES: Final = frozenset({"WP", "WDT"})
_SINGULAR: Final = frozenset({"was", "is", "has"})
_ASIDES: Final = {
    ",": (",",),
    "(": (")",),
    "-": ("-",),
    "\u2013": ("\u2013",),
    "\u2014": ("\u2014",),
}
_GRAVE_ENDS: Final = frozenset(
    {"", ",", ".", ";", "and", "in", "at", "but", "on", "with", "after"}
    | {"following", "while", "when", "or"}
)
_OF_EITHER: Final = SUFFERED.keys() | STATES.keys() | MET.keys()
_EITHER_LINKS: Final = frozenset({",", "have", "has", "had", "been", "went", "seriously", "badly"})
_FRAME_ENDS: Final = frozenset({",", ";", ":", "but", "while", "after", "when", "who"})


def told_behind(words: Sequence[Word], what: Counted) -> Iterator[Fate]:
    """Yield what became of what is counted, by what is said of it behind it."""
    for begin in _predicates(words, what):
        if begin < len(words) and words[begin].lower in _SINGULAR and not what.is_singular:
            continue
        fate = _read(words, begin, words[what.number].sentence)
        if fate is not None:
            yield fate


def _predicates(words: Sequence[Word], what: Counted) -> Iterator[int]:
    """Yield where something is said of what is counted: next to it, and at its verbs."""
    begin, sentence = _past_aside(words, what.reach), words[what.number].sentence
    if not _is_within(words, what):
        yield what.reach
    if begin != what.reach:
        yield begin
    for word in words[what.reach : what.reach + _FARTHEST]:
        if word.sentence != sentence:
            return
        if word.is_verb and word.dep not in ("aux", "auxpass") and _has_subject(words, word, what):
            first = min(
                (w.index for w in word.children if w.dep in _AUXILIARIES), default=word.index
            )
            if not _is_purpose(words, first, word):
                yield first


def _is_within(words: Sequence[Word], what: Counted) -> bool:
    """Tell whether a verb next to it is that of a noun before: 'eight from one family were'."""
    if not what.first or words[what.first - 1].lower not in _PLACING or what.is_bare:
        return False
    after = words[what.reach] if what.reach < len(words) else None
    return after is not None and after.tag in ("VBD", "VBZ", "VBP", "MD") and after.lower in BE


def _is_purpose(words: Sequence[Word], first: int, verb: Word) -> bool:
    """Tell whether an infinitive tells of what is to be: 'set to be destroyed'."""
    if words[first].lower != "to" or words[first + 1].lower == "have":
        return False
    return verb.head.lower not in _HAVING


def _past_aside(words: Sequence[Word], begin: int) -> int:
    """Tell where the clause goes on: 'five people, including the gunman, were killed'."""
    closing = _ASIDES.get(words[begin].lower) if begin < len(words) else None
    if closing is None:
        return begin
    aside = words[begin + 1 : begin + 1 + _LONGEST]
    return next((word.index + 1 for word in aside if word.lower in closing), begin)


def _has_subject(words: Sequence[Word], verb: Word, what: Counted) -> bool:
    """Tell whether the tree makes what is counted the subject of a verb."""
    for _ in range(_HIGHEST):
        subject = verb.child("nsubj", "nsubjpass")
        if subject is not None:
            return _is_about(verb, subject, what)
        if verb.dep == "acl":
            return verb.tag == "VBN" and what.contains(verb.head)
        if verb.dep not in ("conj", "xcomp", "dep") or not verb.head.is_verb:
            return False
        # Where another number stands between, its noun is the subject, whatever the tree says.
        if any(word.tag == "CD" for word in words[verb.head.index : verb.index]):
            return False
        verb = verb.head
    return False


def _is_about(verb: Word, subject: Word, what: Counted) -> bool:
    if subject.tag in _RELATIVES:
        return verb.dep == "relcl" and what.contains(verb.head)
    word = what.head
    for _ in range(_HIGHEST):
        if word is subject:
            return True
        is_of_one = word.lower == "of" and word.head.tag != "NNS"
        is_part = word.dep in _INSIDE_SUBJECT or word.head.lower == "of" or is_of_one
        if not is_part:
            return False
        word = word.head
    return False


def _read(words: Sequence[Word], begin: int, sentence: int) -> Fate | None:
    """Read a group of verbs, or a participle or adjective, from its first word."""
    is_passive = False
    for word in words[begin : begin + _LONGEST]:
        if word.sentence != sentence or word.lower in UNREAL:
            return None
        fate = _told_at(words, word, is_passive=is_passive)
        if fate is not None:
            return fate
        is_passive = is_passive or word.lower in BE
        if not (word.lower in BE | _LIGHT or word.tag == "RB" or _is_joined(words, word)):
            return None
    return None


def _is_joined(words: Sequence[Word], verb: Word) -> bool:
    """Tell whether a participle leaves the rest to another: '*shot* and killed'."""
    after = words[verb.index + 1 : verb.index + 2]
    return verb.tag == "VBN" and any(word.lower == "and" for word in after)


def _told_at(words: Sequence[Word], word: Word, *, is_passive: bool) -> Fate | None:
    near = words[word.index + 1 : word.index + _LONGEST]
    spot = _Spot(word, near, word.lower, near[0].lower if near else "", is_passive)
    told = (rule(spot) for rule in _RULES)
    fate = next((fate for fate in told if fate is not None), None)
    return None if fate in OF_PERSONS and is_either(words, word) else fate


def is_either(words: Sequence[Word], word: Word) -> bool:
    """Find 'killed or wounded' and 'killed, wounded or captured': how many of each is not told."""
    before = words[max(0, word.index - _LONGEST) : word.index]
    after = words[word.index + 1 : word.index + 1 + _LONGEST]
    return any(_reaches_or(near) for near in (before[::-1], after))


def _reaches_or(near: Sequence[Word]) -> bool:
    """Tell whether words away from a fate list others, and an 'or' stands between them."""
    is_joined = False
    for word in near:
        if word.lower in _OF_EITHER:
            if is_joined:
                return True
        elif word.lower == "or":
            is_joined = True
        elif word.lower not in BE | _EITHER_LINKS:
            return False
    return False


@dataclass(frozen=True, slots=True)
class _Spot:
    """A word of a predicate, the next ones, and whether 'be' stands before it."""

    word: Word
    near: Sequence[Word]
    lower: str
    after: str
    is_passive: bool


def _framed(spot: _Spot) -> Fate | None:
    """Read what a word says with another one near: 'lost their lives', 'in hospital'."""
    for frame in FRAMES.get(spot.lower, ()):
        if frame.is_passive and spot.word.tag != "VBN":
            continue
        for other in spot.near[: frame.reach]:
            if other.lower in frame.goals:
                return frame.fate
            if other.lower in _FRAME_ENDS:
                break
    if spot.lower == "among":
        told = (OUTCOMES.get(word.lower) or MET.get(word.lower) for word in spot.near[:_NEAR])
        return next((fate for fate in told if fate is not None), None)
    return None


def _phrasal(spot: _Spot) -> Fate | None:
    """Read 'were shot down'."""
    fate = PHRASAL.get(f"{spot.lower} {spot.after}")
    return fate if fate and (spot.is_passive or not _has_object(spot.near[1:])) else None


def _to_death(spot: _Spot) -> Fate | None:
    """Read 'were trampled to death'."""
    if not spot.word.is_verb or spot.lower in NO_DEATH | BE:
        return None
    is_death = [word.lower for word in spot.near[:2]] == ["to", "death"]
    is_subject = spot.is_passive or not _has_object(spot.near)
    return "killed" if is_death and is_subject else None


def _in_a_bad_state(spot: _Spot) -> Fate | None:
    """Read 'is critical', 'two of them seriously', 'were being treated'."""
    is_treated = spot.is_passive and spot.lower == "treated"
    is_bad = is_treated or spot.lower in GRAVE | SEVERELY | LIGHTLY
    return "injured" if is_bad and spot.after in _GRAVE_ENDS else None


def _by_others(spot: _Spot) -> Fate | None:
    """Read 'are being held', 'were plucked from the sea', and of houses 'were rubble'."""
    if not spot.is_passive:
        return None
    if spot.lower in HELD:
        return "detained"
    if spot.lower in RUINS:
        return "destroyed"
    is_safe = spot.lower == "saved" or any(word.lower in FROM for word in spot.near[:_NEAR])
    return "rescued" if spot.lower in SAVED and is_safe else None


def _state(spot: _Spot) -> Fate | None:
    """Read 'dead' and 'died'; not 'dead birds'."""
    if spot.word.is_noun:
        return None
    is_of_next = spot.near and spot.near[0].is_noun and not spot.is_passive
    state = None if is_of_next else STATES.get(spot.lower)
    return state or MET.get(spot.lower)


def _verb(spot: _Spot) -> Fate | None:
    """Read 'killed'; not 'two gunmen killed 12 people'."""
    if spot.lower not in SUFFERED or spot.word.is_noun or spot.lower.endswith("ing"):
        return None
    return SUFFERED[spot.lower] if spot.is_passive or not _has_object(spot.near) else None


def _has_object(near: Sequence[Word]) -> bool:
    """Tell whether an object follows, so that the subject of an active verb did it to others."""
    if not near:
        return False
    word = near[0]
    if word.lower == "at":
        return len(near) > 1 and near[1].lower == "least"
    is_object = word.tag in _OBJECT_TAGS and word.lower not in _TIMES
    return is_object or word.lower in _AMOUNTS


_RULES: Final[tuple[Callable[[_Spot], Fate | None], ...]] = (
    _framed,
    _phrasal,
    _by_others,
    _in_a_bad_state,
    _to_death,
    _state,
    _verb,
)
