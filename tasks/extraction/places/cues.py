"""The words beside a name that say that it is that of a place, and how much they say."""

from collections.abc import Sequence
from typing import Final

from tasks.extraction.parse import Word
from tasks.extraction.places.kinds import is_called_a_place
from tasks.extraction.places.lexicon import BODIES, OFFICES, PREPOSITIONS, SIDES
from tasks.extraction.places.toponyms import Toponym

_KIND, _DATELINE, _CONTAINER, _SIDE, _ITS_BODY = 2.8, 1.5, 1.3, 1.0, 0.5
"""What words weigh: for a kind of place, of a dateline, for what it lies in, for a side of it, and
for an office or a body that it has."""
_AFTER_DATELINE: Final = frozenset({"(", "-", "\u2013", "\u2014", "--"})
_LOOK_BACK: Final = 5


def cue(toponym: Toponym, words: Sequence[Word], *, is_contained: bool) -> float:
    """Weigh the words beside a name that say that it is a place."""
    return max(
        _KIND * is_called_a_place(words, toponym.first, toponym.end),
        _DATELINE * _is_dateline(toponym, words),
        _CONTAINER * is_contained,
        _ITS_BODY * _has_body(toponym, words),
        _preposition(toponym, words),
    )


def _has_body(toponym: Toponym, words: Sequence[Word]) -> bool:
    """Whether what follows is an office or a body: `Keld police`."""
    after = words[toponym.end : toponym.end + 1]
    return any(word.lower in BODIES or word.lower in OFFICES for word in after)


def _is_dateline(toponym: Toponym, words: Sequence[Word]) -> bool:
    """Whether it opens a sentence and a dash or a bracket follows: `PARIS (Agency) -`."""
    first = words[toponym.first]
    opens = toponym.first == 0 or words[toponym.first - 1].sentence != first.sentence
    after = words[toponym.end] if toponym.end < len(words) else None
    return opens and after is not None and after.text in _AFTER_DATELINE


def _preposition(toponym: Toponym, words: Sequence[Word]) -> float:
    """Weigh a preposition before it, perhaps with an article or a side of the sky between."""
    weight = 0.0
    for word in words[max(0, toponym.first - _LOOK_BACK) : toponym.first][::-1]:
        if word.lower not in SIDES:
            return max(weight, PREPOSITIONS.get(word.lower, 0.0))
        if word.lower not in {"the", "-"}:
            weight = _SIDE
    return weight
