"""Whose name a short name of an organisation is: an acronym, or a name without its last word."""

from collections.abc import Iterable
from typing import Final

from tasks.extraction.entities.heads import HEADS
from tasks.extraction.entities.mentions import initials

_SHORTEST: Final = 4
"""Letters of a word that may stand for a name that begins with it."""


def in_full(keys: Iterable[str]) -> dict[str, str]:
    """Give the name in full of each name; what is ambiguous is its own."""
    names = list(keys)
    short: dict[str, set[str]] = {}
    for key in names:
        for form in _short_forms(key):
            short.setdefault(form, set()).add(key)
    return {key: _only(short.get(key, set()) - {key}) or key for key in names}


def _short_forms(key: str) -> Iterable[str]:
    parts = key.split()
    if len(parts) == 1:
        return
    if len(acronym := initials(parts)) > 1:
        yield acronym
        # Some keep the small words: `DRC` beside `DoE`.
        yield "".join(part[0] for part in parts)
    if parts[-1] in HEADS:
        yield " ".join(parts[:-1])
    if len(parts[0]) >= _SHORTEST and parts[0] not in HEADS:
        yield parts[0]


def _only(keys: set[str]) -> str | None:
    return next(iter(keys)) if len(keys) == 1 else None
