"""What became of those that a number counts: who was killed, injured, rescued, shot down.

The words next to a number say most of it, and are trusted first; then the tree of the sentence.
"""

from collections.abc import Callable, Sequence
from typing import Final

from tasks.extraction.figures.behind import told_behind
from tasks.extraction.figures.clauses import told_in_tree
from tasks.extraction.figures.counted import Counted
from tasks.extraction.figures.harm import (
    GROUPS,
    LOSES_LIVES,
    OF_PERSONS,
    OUTCOMES,
    STATES,
    SUFFERED,
    Fate,
)
from tasks.extraction.figures.in_front import told_in_front
from tasks.extraction.figures.persons import AERIAL, is_animal, is_person, may_be_person
from tasks.extraction.parse import Word

_NEAR: Final = 9
_DRONES: Final = frozenset(
    {"drone", "drones", "missile", "missiles", "uav", "uavs", "rocket", "rockets", "projectiles"}
)

Rule = Callable[[Sequence[Word], Counted], Fate | None]
"""Takes all words and what is counted; gives what became of it, if it knows."""


def fate_of(words: Sequence[Word], what: Counted) -> Fate | None:
    """Tell what became of what is counted, by its own clause."""
    if what.first and words[what.first - 1].lower == "but":
        return None  # Of 'all but two' it is told of the others.
    for rule in _RULES:
        fate = rule(words, what)
        if fate is not None and (fitting := _fitting(fate, what)) is not None:
            return fitting
    return None


def _fitting(fate: Fate, what: Counted) -> Fate | None:
    """Check that it can have happened to what is counted; drones destroyed are intercepted."""
    head = what.head
    if what.is_bare or head.lower in OUTCOMES or head.lower == "lives":
        return fate
    if fate in OF_PERSONS:
        return fate if may_be_person(head) and head.lower not in AERIAL - {"fighters"} else None
    if fate == "destroyed":
        return "intercepted" if head.lower in _DRONES else (None if is_person(head) else fate)
    return fate if head.lower in AERIAL else None


def _counted_itself(words: Sequence[Word], what: Counted) -> Fate | None:
    """Read '12 deaths', '30 wounded', '12 lives were lost'; not '270 swine deaths'."""
    if what.is_bare or any(is_animal(word) for word in words[what.number : what.past]):
        return None
    if what.head.lower == "lives":
        near = words[max(0, what.first - 3) : what.first + _NEAR]
        return "killed" if any(word.lower in LOSES_LIVES for word in near) else None
    return OUTCOMES.get(what.head.lower)


def _of_group(words: Sequence[Word], what: Counted) -> Fate | None:
    """Read 'nine of the dead', 'three of those injured'."""
    group = what.group
    if group is None:
        return None
    after = words[group.index + 1] if group.index + 1 < len(words) else group
    return OUTCOMES.get(group.lower) or (_suffered(after) if group.lower == "those" else None)


def _as_size(words: Sequence[Word], what: Counted) -> Fate | None:
    """Read 'a family of five was killed'."""
    group = words[what.first - 2] if what.first > 1 else None
    if group is None or words[what.first - 1].lower != "of" or group.lower not in GROUPS:
        return None
    first = max(0, group.index - 1)
    return fate_of(words, Counted(first, first, what.past, group, group.text))


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


_RULES: Final[tuple[Rule, ...]] = (
    _counted_itself,
    _of_group,
    _as_size,
    told_in_front,
    told_behind,
    _inside,
    told_in_tree,
)
"""In order of how much they are trusted."""
