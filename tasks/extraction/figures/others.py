"""Bare numbers of those told of before: another claim of how many, an earlier one, the rest."""

from collections.abc import Sequence
from typing import Final

from tasks.extraction.english.verbs import forms_of
from tasks.extraction.figures.counted import Counted
from tasks.extraction.parse import Word
from tasks.record import Fate

_CLAIMS: Final = frozenset(
    forms_of(["say", "report", "count", "claim", "estimate", "confirm", "announce", "acknowledge"])
    | forms_of(["admit", "record", "suggest", "tally", "put"])
)
_CLAIMS_WITH: Final = frozenset(
    {"insists on", "insisted on", "spoke of", "speaks of", "speak of", "talked of", "talk of"}
    | {"put it at", "puts it at", "range from", "ranged from", "run from", "ran from", "admits to"}
)
_EARLIER: Final = frozenset(
    {"up from", "down from", "compared with", "compared to", "against", "rather than"}
    | {"instead of", "and not", ", not"}
)
"""What stands between a number and the one that it replaces."""

_PREVIOUS: Final = frozenset({"earlier", "previous", "initial"})
_DISPUTED: Final[frozenset[Fate]] = frozenset({"killed", "injured"})
_THE_REST: Final = frozenset({"other", "remaining"})
_ENDS: Final = frozenset({",", ".", ";", "and", "but", "while", "only", "earlier", "in", "a", ")"})
_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass"})
_LONGEST: Final = 3


def is_other_claim(words: Sequence[Word], what: Counted, fate: Fate) -> bool:
    """Find 'the hospital said 14' and 'a minister spoke of 10 to 50' of those of one fate."""
    if not _is_alone(what) or fate not in _DISPUTED or words[what.number].lower == "twice":
        return False
    before = words[what.first - 1]
    after = words[what.past].lower if what.past < len(words) else "."
    is_claimed = before.lower in _CLAIMS and before.is_verb
    return after in _ENDS and (is_claimed or _ends_with(words, what, _CLAIMS_WITH))


def is_earlier(words: Sequence[Word], what: Counted) -> bool:
    """Find '70 are missing, down from 300', 'against 40 the day before', 'an earlier 95'."""
    if not _is_alone(what):
        return False
    if words[what.first - 1].lower in _PREVIOUS:
        return True
    after = words[what.past] if what.past < len(words) else None
    return _ends_with(words, what, _EARLIER) and not (after is not None and after.is_verb)


def is_rest(words: Sequence[Word], what: Counted) -> bool:
    """Find 'the bodies of the other three', where no verb of their own tells of them."""
    if not _is_alone(what) or what.head.dep in _SUBJECTS:
        return False
    near = (words[what.first], words[what.first - 1])
    return any(word.lower in _THE_REST for word in near) and _is_definite(words, what)


def _is_alone(what: Counted) -> bool:
    return what.is_bare and what.group is None and what.first > 0


def _is_definite(words: Sequence[Word], what: Counted) -> bool:
    return any(word.lower == "the" for word in words[max(0, what.first - 2) : what.number])


def _ends_with(words: Sequence[Word], what: Counted, phrases: frozenset[str]) -> bool:
    """Tell whether one of some phrases stands in front of a number."""
    before = [word.lower for word in words[max(0, what.first - _LONGEST) : what.first]]
    return any(" ".join(before[-length:]) in phrases for length in range(1, _LONGEST + 1))
