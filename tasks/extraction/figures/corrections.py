"""Figures that the text gives as not so: denied, revised, withdrawn."""

from collections.abc import Sequence
from itertools import islice, pairwise
from typing import Final

from tasks.extraction.english.verbs import forms_of
from tasks.extraction.figures.counted import Counted
from tasks.extraction.figures.harm import BE, COUNTS
from tasks.extraction.parse import Word

_DENIES: Final = frozenset(forms_of(["deny", "refute", "rebut"]))
_REVISES: Final = frozenset({"revised", "corrected", "amended", "lowered"})
_WITHDRAWS: Final = frozenset(forms_of(["withdraw", "retract"]))
_WRONG: Final = frozenset(
    {"wrong", "incorrect", "mistaken", "erroneous", "false", "inaccurate", "withdrawn"}
    | {"retracted", "corrected", "inflated", "overstated"}
)
_CLAIMS: Final = COUNTS | {"estimate", "claim", "report", "count"}
_DENIED: Final = frozenset({"report", "reports", "claim", "claims", "allegations", "accusations"})
"""Nouns of saying, of which it is denied what they say."""

_HIGHEST: Final = 8
"""How far up the tree a word of denial may stand."""

_NEAR: Final = 6
"""Words between a number and what is said of it."""


def is_withdrawn(words: Sequence[Word], what: Counted) -> bool:
    """Tell whether a figure is not so, by those who deny, revise or withdraw it."""
    return _is_denied(words[what.number]) or (
        what.is_bare and (_is_revised(words, what) or _is_wrong(words, what))
    )


def denies(verb: Word, below: Word) -> bool:
    """Tell whether a verb denies what stands below it: a clause, or reports of something.

    Who is 'denied care', or denies something 'after' another, denies nothing of that.
    """
    is_told = below.dep in ("ccomp", "xcomp") or (below.dep == "dobj" and below.lower in _DENIED)
    return verb.lower in _DENIES and is_told and not verb.child("neg", "auxpass")


def _is_denied(word: Word) -> bool:
    """Find 'denied that 20 soldiers were dead' and 'denied killing 12'."""
    chain = (word, *islice(word.ancestors(), _HIGHEST))
    return any(denies(verb, below) for below, verb in pairwise(chain))


def _is_revised(words: Sequence[Word], what: Counted) -> bool:
    """Find the number before: 'revised down from 31'."""
    before = [word.lower for word in words[max(0, what.first - 3) : what.first]]
    return before[-1:] == ["from"] and not _REVISES.isdisjoint(before)


def _is_wrong(words: Sequence[Word], what: Counted) -> bool:
    """Find 'an earlier figure of 41 was wrong' and 'withdrew its figure of 41'."""
    before = [word.lower for word in _near(words, what, max(0, what.first - _NEAR), what.first)]
    if before[-1:] != ["of"] or _CLAIMS.isdisjoint(before):
        return False
    behind = [word.lower for word in _near(words, what, what.past, what.past + _NEAR)]
    is_called_wrong = not BE.isdisjoint(behind[:3]) and not _WRONG.isdisjoint(behind)
    return is_called_wrong or not _WITHDRAWS.isdisjoint(before)


def _near(words: Sequence[Word], what: Counted, first: int, past: int) -> list[Word]:
    sentence = words[what.number].sentence
    return [word for word in words[first:past] if word.sentence == sentence]
