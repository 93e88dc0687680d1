"""Whose name a short name is: an acronym, or a name without its last words."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from tasks.extraction.entities.heads import HEADS
from tasks.extraction.entities.mentions import Mention, initials

_SHORTEST: Final = 4
"""Letters of a word that may stand for a name that begins with it."""


def in_full(mentions: list[Mention], *, is_place: bool) -> dict[str, str]:
    """Give the name in full of each key; what is ambiguous is its own.

    Args:
        mentions: of one type, in order.
        is_place: the first word of a place is another place: Mexico and Mexico City.
    """
    keys = dict.fromkeys(mention.key for mention in mentions)
    short: dict[str, set[str]] = {}
    for key in keys:
        for form in _acronyms(key) if is_place else {*_acronyms(key), *_beginnings(key)}:
            short.setdefault(form, set()).add(key)
    full = {key: only for key in keys if (only := _only(short.get(key, set()) - {key}))}
    full |= {acronym: key for acronym, key in _defined(mentions) if acronym not in full}
    return {key: _last(full, key) for key in keys}


def _acronyms(key: str) -> set[str]:
    parts = key.split()
    # Some keep the small words: `DRC`, but `DoE`.
    forms = {initials(parts), "".join(part[0] for part in parts)}
    return {form for form in forms if len(form) > 1}


def _beginnings(key: str) -> set[str]:
    parts = key.split()
    if len(parts) == 1:
        return set()
    whole = {" ".join(parts[:-1])} if parts[-1] in HEADS else set()
    is_own = len(parts[0]) >= _SHORTEST and parts[0] not in HEADS
    return whole | {parts[0]} if is_own else whole


def _defined(mentions: list[Mention]) -> Iterable[tuple[str, str]]:
    """Yield acronyms that stand in brackets behind their names: `World Trade Forum (OMC)`."""
    for left, right in pairwise(mentions):
        is_next = right.words[0].index - left.words[-1].index == 2  # noqa: PLR2004
        if right.is_bracketed and is_next and right.name.isupper() and " " in left.key:
            yield right.key, left.key


def _only(keys: set[str]) -> str | None:
    return next(iter(keys)) if len(keys) == 1 else None


def _last(full: dict[str, str], key: str) -> str:
    """Give the fullest name: the short form of a short form is one of the whole, too."""
    while len(full.get(key, "")) > len(key):
        key = full[key]
    return key
