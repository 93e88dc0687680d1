"""Towns that stand for their clubs: in results, in tables and before those who play for them."""

import re
from itertools import chain, pairwise
from typing import Final

from tasks.extraction.english.verbs import forms_of
from tasks.extraction.entities.mentions import Mention
from tasks.extraction.parse import Parse, Word

Words = tuple[Word, ...]

_SCORE: Final = re.compile(r"\d{1,3}(?:[-\u2013]\d{1,3})+")
_POINTS: Final = re.compile(r"\d{1,3}")
_LINE: Final = 16
"""Words of a result between two names: scorers may stand in brackets."""

_PLAYERS: Final = frozenset(
    {"coach", "striker", "midfielder", "goalkeeper", "winger", "quarterback", "skipper", "fans"}
)
"""Those who are named with their club before them, and with no town."""

_COLUMNS: Final = 3
"""Numbers behind a name in a table of results."""

_MEETING: Final = forms_of(
    {"beat", "defeat", "thrash", "rout", "edge", "down", "trounce", "hammer", "crush", "host"}
    | {"overcome", "outclass", "demolish", "draw", "lose", "win", "play", "face", "top", "blank"}
)
"""What a club does to another one, or with it, where a score stands beside."""
_BEATING: Final = forms_of({"beat", "defeat", "thrash", "rout", "trounce", "hammer"})
"""What tells as much between two names without a score."""
_AGAINST: Final = frozenset({"to", "with", "against", "over", "v", "vs", "v.", "vs."})


def clubs(mentions: list[Mention], towns: set[int], parse: Parse) -> set[int]:
    """Give which mentions of towns stand for clubs.

    Args:
        mentions: of the whole text, in order.
        towns: the places among them of the names of towns, counties and states; countries play
            under their own names.
        parse: of the text.
    """
    found = {at for at in towns if _plays(mentions[at], parse)}
    for (left, one), (right, other) in pairwise(enumerate(mentions)):
        if {left, right} & towns and _are_opponents(one, other, parse.words):
            found |= {left, right} & towns
    return {at for at in found if not mentions[at].is_bracketed}


def _plays(mention: Mention, parse: Parse) -> bool:
    """Tell whether someone plays for it, or it is the subject or the object of a result."""
    words, first, end = parse.words, mention.words[0].index, mention.words[-1].index + 1
    behind = words[end : end + 1]
    if any(word.lower in _PLAYERS for word in behind):
        return True
    columns = words[end : end + _COLUMNS]
    if len(columns) == _COLUMNS and all(_POINTS.fullmatch(word.text) for word in columns):
        return True
    before = words[max(0, first - 1) : first]
    meets = any(word.lower in _MEETING for word in (*before, *behind))
    opposes = any(word.lower in _AGAINST for word in before)
    return (meets or opposes) and _has_score(parse, mention)


def _has_score(parse: Parse, mention: Mention) -> bool:
    first, end = mention.words[0].index, mention.words[-1].index + 1
    sentence = mention.words[0].sentence
    around = parse.words[max(0, first - _LINE) : end + _LINE]
    same = [word for word in around if word.sentence == sentence]
    apart = ("".join(word.text for word in same[at : at + 3]) for at in range(len(same)))
    return any(map(_SCORE.fullmatch, chain((word.text for word in same), apart)))


def _are_opponents(one: Mention, other: Mention, words: Words) -> bool:
    """Tell so of `Leith 2 Solway 1`, and of `Leith beat Solway`.

    A date or an address has no such number behind either name.
    """
    first, end = one.words[-1].index + 1, other.words[0].index
    if not 0 < end - first <= _LINE:
        return False
    if end - first == 1 and words[first].lower in _BEATING:
        return True
    behind = words[other.words[-1].index + 1 :][:1]
    return bool(_POINTS.fullmatch(words[first].text) and behind) and bool(
        _POINTS.fullmatch(behind[0].text)
    )
