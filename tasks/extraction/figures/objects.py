"""What the words in front of a number tell: 'killing 12 people', 'the deaths of 12 people'."""

from collections.abc import Callable, Sequence
from typing import Final

from tasks.extraction.figures.counted import Counted
from tasks.extraction.figures.harm import (
    ARMED,
    BE,
    BUILT,
    BURNS,
    CLAIMS,
    FORCED,
    FROM,
    HELD,
    HOMES,
    HOSPITAL,
    INCLUDES,
    KILLS_OR_DIES,
    LOSES,
    LOSES_LIVES,
    NO_DEATH,
    OF,
    OUTCOMES,
    PHRASAL,
    SAVED,
    SENDS,
    SUFFERED,
    UNREAL,
    VIOLENT,
)
from tasks.extraction.figures.persons import is_person
from tasks.extraction.figures.predicates import is_either
from tasks.extraction.parse import Word
from tasks.record import Fate

_NEAR: Final = 6
_FAR: Final = 9
_BETWEEN: Final = frozenset({"the", "all", "another", "a", "his", "her", "their", "its", "an"})
_LIVES: Final = frozenset({"lives", "life", "loss"})
_TREATS: Final = frozenset({"treated", "treating"})
_TREATED: Final = frozenset({"for", "scene", "at", "in"})
_ALSO: Final = frozenset({"also", ",", ";", "and"})
_PARTICLES: Final = frozenset({"down", "off", "up", "out", "dead"})
_JOINED: Final = 5
"""How many nouns of a list are climbed."""

Rule = Callable[[Sequence[Word], Counted, int], Fate | None]
"""Takes all words, what is counted, and the index of the word in front of it."""


def told_in_front(words: Sequence[Word], what: Counted) -> Fate | None:
    """Tell what became of what is counted, by the words in front of it."""
    last = what.first - 1
    while last > 0 and _is_between(words[last]):
        last -= 1
    if last < 0 or words[last].sentence != words[what.number].sentence:
        return None
    if words[last].lower in SUFFERED and is_either(words, words[last]):
        return None
    told = (rule(words, what, last) for rule in _RULES)
    return next((fate for fate in told if fate is not None), None)


def _is_between(word: Word) -> bool:
    return word.lower in _BETWEEN or (word.tag == "RB" and word.lower not in _PARTICLES)


def _of(words: Sequence[Word], _what: Counted, last: int) -> Fate | None:
    """Read 'the deaths of 12', 'the lives of 12', 'injuries to 12'."""
    link, noun = words[last].lower, _before(words, last)
    if link == "to":
        return "injured" if noun == "injuries" else None
    if link == "for":
        return "missing" if noun == "search" else None
    if link != "of":
        return None
    if noun in _LIVES:
        near = words[max(0, last - _NEAR) : last]
        is_lost = noun == "loss" or any(word.lower in LOSES_LIVES for word in near)
        return "killed" if is_lost else None
    return OF.get(noun)


def _included(words: Sequence[Word], what: Counted, last: int) -> Fate | None:
    """Read 'the dead included four firemen', 'of the wounded, six are children'."""
    around = (words[max(0, last - _FAR) : last + 1], words[what.reach : what.reach + 2])
    if words[last].lower not in INCLUDES and not any(w.lower in BE for w in around[1]):
        return None
    sentence = words[what.number].sentence
    for index in range(last, max(0, last - _FAR), -1):
        word, before = words[index], words[index - 1].lower
        if word.sentence != sentence:
            return None
        if before in ("those", "the") and word.lower in OUTCOMES and _is_whole(words, index, last):
            return OUTCOMES[word.lower]
    return None


def _inverted(words: Sequence[Word], what: Counted, last: int) -> Fate | None:
    """Read 'Also killed was a cameraman'."""
    if words[last].lower not in BE or last == 0:
        return None
    told, before = words[last - 1], words[max(0, last - 2)]
    begins = before.sentence != told.sentence or before is told or before.lower in _ALSO
    return OUTCOMES.get(told.lower) if begins and not what.contains(told) else None


def _is_whole(words: Sequence[Word], index: int, last: int) -> bool:
    """Tell whether those of whom is told stand at the head of the clause."""
    opening = words[index - 2].lower if index > 1 else ""
    is_part = opening in ("among", "of")
    is_subject = words[last].lower in INCLUDES and not any(
        word.is_verb and word.lower not in OUTCOMES for word in words[index + 1 : last]
    )
    return is_part or is_subject


def _phrasal(words: Sequence[Word], _what: Counted, last: int) -> Fate | None:
    """Read 'shot down 11 drones', 'fatally stabbed two men'."""
    if _before(words, last) == "fatally" and words[last].lower in VIOLENT:
        return "killed"
    fate = PHRASAL.get(f"{_before(words, last)} {words[last].lower}")
    return fate if fate and not _is_passive(words, last - 1) else None


def _verb(words: Sequence[Word], what: Counted, last: int) -> Fate | None:
    """Read 'killed 12 people'; not 'plans to kill 12'."""
    word = words[last]
    if word.lower in SUFFERED and (word.is_verb or word.lower.endswith(("ed", "ing"))):
        return None if _is_passive(words, last) else _of_real(words, word)
    is_lost = word.lower in LOSES and what.head.lower in ARMED
    is_killed = word.lower in KILLS_OR_DIES and is_person(what.head)
    is_claimed = word.lower in CLAIMS and (what.is_bare or what.head.lower == "victims")
    return "killed" if is_lost or is_killed or is_claimed else None


def _of_real(words: Sequence[Word], verb: Word) -> Fate | None:
    fate, before = SUFFERED[verb.lower], _before(words, verb.index)
    two = {before, _before(words, verb.index - 1)}
    if not UNREAL.isdisjoint(two) or (verb.tag == "VB" and before == "to" and fate == "killed"):
        return None
    return fate


def _lethal(words: Sequence[Word], what: Counted, last: int) -> Fate | None:
    """Read 'beat two men to death', 'beat to death two men', 'cost six people their lives'."""
    verb = words[last]
    if verb.lower == "death" and _before(words, last) == "to":
        killing = words[last - 2] if last > 1 else verb
        is_plain = killing.lower in VIOLENT and not _is_passive(words, last - 2)
        return "killed" if is_plain else None
    behind = [word.lower for word in words[what.past : what.past + 3]]
    is_death = behind[:1] == ["dead"] or behind[:2] == ["to", "death"]
    if verb.is_verb and verb.lower not in NO_DEATH and is_death:
        return None if _is_passive(words, last) else "killed"
    costs = verb.lower in LOSES_LIVES and _is_behind(words, what, _LIVES, 2)
    return "killed" if costs else None


def _cared_for(words: Sequence[Word], what: Counted, last: int) -> Fate | None:
    """Read 'sent four others to hospital', 'treated 38 patients for burns'."""
    verb = words[last].lower
    if not (is_person(what.head) or what.is_bare) or _is_passive(words, last):
        return None
    is_sent = verb in SENDS and _is_behind(words, what, HOSPITAL)
    is_treated = verb in _TREATS and (what.is_bare or _is_behind(words, what, _TREATED))
    return "injured" if is_sent or is_treated else None


def _wide_verb(words: Sequence[Word], what: Counted, last: int) -> Fate | None:
    """Read verbs that mean such a fate only of some: 'held 31 drivers', 'burned 12 homes'."""
    verb = words[last].lower
    if verb in BURNS and what.head.lower in BUILT:
        return "destroyed"
    if verb in FORCED and _is_behind(words, what, HOMES):
        return "displaced"
    if words[last].tag == "VB" and _before(words, last) == "to":
        return None
    if verb in HELD and is_person(what.head):
        return "detained"
    is_safe = verb.startswith("sav") or _is_behind(words, what, FROM)
    return "rescued" if verb in SAVED and is_person(what.head) and is_safe else None


def _object(words: Sequence[Word], what: Counted, _last: int) -> Fate | None:
    """Read the tree: 'killed a colonel, two guards and 12 others'."""
    noun = what.head
    for _ in range(_JOINED):
        verb = noun.head
        if noun.dep == "dobj" and verb.is_verb and not verb.child("auxpass"):
            particle = verb.child("prt")
            pair = f"{verb.lower} {particle.lower}" if particle is not None else ""
            return _of_real(words, verb) if verb.lower in SUFFERED else PHRASAL.get(pair)
        if noun.dep == "pobj" and verb.lower == "of":
            is_lost = verb.head.lower not in _LIVES or verb.head.head.lower in LOSES_LIVES
            return OF.get(verb.head.lower) if is_lost else None
        if noun.dep != "conj" or verb.is_verb:
            return None
        noun = verb
    return None


def _before(words: Sequence[Word], index: int) -> str:
    return words[index - 1].lower if index > 0 else ""


def _is_behind(
    words: Sequence[Word], what: Counted, wanted: frozenset[str], reach: int = _NEAR
) -> bool:
    return any(word.lower in wanted for word in words[what.past : what.past + reach])


def _is_passive(words: Sequence[Word], verb: int) -> bool:
    """Tell whether a form of 'be' stands before a verb, so that what is behind is no object."""
    if words[verb].lower.endswith("ing"):
        return False
    return any(word.lower in BE for word in words[max(0, verb - 2) : verb])


_RULES: Final[tuple[Rule, ...]] = (
    _of,
    _included,
    _inverted,
    _phrasal,
    _verb,
    _lethal,
    _cared_for,
    _wide_verb,
    _object,
)
