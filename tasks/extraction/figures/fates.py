"""What became of those that a number counts: who was killed, injured, rescued, shot down.

It is told by the noun itself ('12 deaths'), by a verb or noun in front whose object it is
(`objects`), or by the predicate behind, whose subject it is (`predicates`).
"""

from collections.abc import Iterator, Sequence
from typing import Final

from tasks.extraction.figures.counted import Counted
from tasks.extraction.figures.harm import (
    FOUND,
    GROUPS,
    LOSES_LIVES,
    OF_PERSONS,
    OUTCOMES,
    STATES,
    SUFFERED,
    SURVIVORS,
)
from tasks.extraction.figures.objects import told_in_front
from tasks.extraction.figures.persons import (
    AERIAL,
    is_animal,
    is_person,
    may_be_person,
)
from tasks.extraction.figures.predicates import told_behind
from tasks.extraction.parse import Word
from tasks.record import Fate

_NEAR: Final = 9
_THE: Final = frozenset({"the", "its", "their", "those", "these", "his", "her", "a", "an"})
_PARTS: Final = frozenset({"none", "most", "many", "half", "some", "several", "any", "few"})
_EVERYBODY: Final = frozenset({"all", "everyone", "everybody", "none"})
_BODIES: Final = frozenset({"body", "corpse"})
_DRONES: Final = frozenset(
    {"drone", "drones", "missile", "missiles", "uav", "uavs", "rocket", "rockets", "projectiles"}
)


def fate_of(words: Sequence[Word], what: Counted) -> Fate | None:
    """Tell what became of what is counted, by its own clause."""
    what = _group_of(words, what) or what
    if _is_told_of_others(words, what):
        return None
    fitting = (_fitting(fate, what) for fate in _told(words, what) if fate is not None)
    return next((fate for fate in fitting if fate is not None), None)


def _told(words: Sequence[Word], what: Counted) -> Iterator[Fate | None]:
    """Yield what may have become of it, what is trusted most first."""
    yield _counted_itself(words, what)
    yield _of_the_dead(words, what)
    yield told_in_front(words, what)
    yield from told_behind(words, what)
    yield _of_those(words, what)
    yield _inside(words, what)
    if what.head.lower in SURVIVORS and not what.is_bare:
        yield "rescued"


def _group_of(words: Sequence[Word], what: Counted) -> Counted | None:
    """Give the group of which a number is the size: 'a family of five was killed'."""
    group = words[what.first - 2] if what.first > 1 else None
    if group is None or words[what.first - 1].lower != "of" or group.lower not in GROUPS:
        return None
    first = max(0, group.index - 1)
    return Counted(first, first, what.past, group, group.text)


def _is_told_of_others(words: Sequence[Word], what: Counted) -> bool:
    """Tell whether what is told is not of these: 'all but two', 'two of the 12', 'mother of two'.

    Of 'two of the 12 passengers' it is told of the two.
    """
    of = what.first - 1
    while of > 0 and words[of].lower in _THE:
        of -= 1
    if of < 1:
        return False
    link, part = words[of].lower, words[of - 1]
    if link == "but":
        return part.lower in _EVERYBODY
    is_parent = what.is_bare and part.tag == "NN" and is_person(part)
    return link == "of" and (part.tag == "CD" or part.lower in _PARTS or is_parent)


def _fitting(fate: Fate, what: Counted) -> Fate | None:
    """Check that it can have happened to what is counted; drones destroyed are intercepted."""
    head = what.head
    if what.is_bare or head.lower in _BODIES | OUTCOMES.keys() | {"lives"}:
        return fate
    is_aerial, is_drone = head.lower in AERIAL - {"fighters"}, head.lower in _DRONES
    if fate in OF_PERSONS and not is_aerial:
        is_demonym = head.tag == "JJ" and head.text.istitle()
        return fate if is_demonym or may_be_person(head) else None
    if fate in ("destroyed", "killed"):
        is_thing = fate == "destroyed" and not is_person(head) and not is_animal(head)
        return "intercepted" if is_drone else (fate if is_thing else None)
    return fate if is_aerial and fate not in OF_PERSONS else None


def _counted_itself(words: Sequence[Word], what: Counted) -> Fate | None:
    """Read '12 deaths', '30 wounded', '12 lives were lost'; not '270 swine deaths'."""
    if what.is_bare or any(is_animal(word) for word in words[what.number : what.past]):
        return None
    lower = what.head.lower
    if lower == "lives":
        near = words[max(0, what.first - 3) : what.first + _NEAR]
        return "killed" if any(word.lower in LOSES_LIVES for word in near) else None
    if lower in _BODIES:
        near = words[what.past : what.past + _NEAR]
        return "killed" if any(word.lower in FOUND for word in near) else None
    return OUTCOMES.get(lower)


def _of_the_dead(words: Sequence[Word], what: Counted) -> Fate | None:
    """Read 'nine of the dead', to whom nothing more can have happened."""
    fate = _of_those(words, what)
    return fate if fate == "killed" else None


def _of_those(words: Sequence[Word], what: Counted) -> Fate | None:
    """Read 'nine of the wounded', 'three of those injured'."""
    group = what.group
    if group is None:
        return None
    after = words[group.index + 1] if group.index + 1 < len(words) else group
    return OUTCOMES.get(group.lower) or (_suffered(after) if group.lower == "those" else None)


def _inside(words: Sequence[Word], what: Counted) -> Fate | None:
    """Read 'six wounded soldiers'."""
    inside = words[what.number + 1 : what.past - 1]
    return next((fate for word in inside if (fate := _suffered(word)) in OF_PERSONS), None)


def _suffered(word: Word) -> Fate | None:
    """Give what a participle or adjective says of its noun."""
    if word.lower in STATES:
        return STATES[word.lower]
    fate = SUFFERED.get(word.lower)
    return fate if fate in OF_PERSONS and not word.lower.endswith(("ing", "s")) else None
