"""Whose name a name is: given names, surnames and names in full are joined to one person each."""

from collections.abc import Iterable
from typing import Final

from tasks.extraction.entities.mentions import Mention
from tasks.extraction.entities.spelling import alike

_SHORTEST_SURNAME: Final = 6
"""Letters of a surname that may be another one with a letter wrong."""

_MOST_OF_ONE_SURNAME: Final = 50
"""Persons that a name is compared with. It bounds the time that a list of names can take."""


def persons_in(mentions: list[Mention]) -> list[str]:
    """Give the name in full of the person of each mention; the mentions are in order.

    A surname is that of the person who was last named in full, else of the only one who has it;
    a given name is that of the only person who has it.
    """
    whole = _in_full(dict.fromkeys(mention.key for mention in mentions))
    surnames = _sole((key.split()[-1], key) for key in whole.values() if " " in key)
    given = _sole((key.split()[0], key) for key in whole.values() if " " in key)
    surnames |= _misspelt(surnames, whole.values())
    latest: dict[str, str] = {}
    found = []
    for mention in mentions:
        key = whole[mention.key]
        if " " in key:
            latest[key.split()[-1]] = key
        else:
            key = latest.get(key) or surnames.get(key) or given.get(key) or key
        found.append(key)
    return found


def _sole(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give what has only one bearer."""
    found: dict[str, set[str]] = {}
    for part, key in pairs:
        found.setdefault(part, set()).add(key)
    return {part: next(iter(keys)) for part, keys in found.items() if len(keys) == 1}


def _misspelt(surnames: dict[str, str], keys: Iterable[str]) -> dict[str, str]:
    """Give the person of each lone surname that is a letter away from that of a name in full."""
    alone = [key for key in keys if " " not in key and key not in surnames]
    return {
        slip: surnames[right]
        for right, slip in alike([*surnames, *alone])
        if right in surnames and slip not in surnames and len(slip) >= _SHORTEST_SURNAME
    }


def _in_full(keys: Iterable[str]) -> dict[str, str]:
    """Give the fullest form of each name: with middle names, and with names for initials."""
    found: dict[str, str] = {}
    of_surname: dict[str, list[list[str]]] = {}
    for key in sorted(keys, key=lambda key: -key.count(" ")):
        parts = key.split()
        same = of_surname.setdefault(parts[-1], [])
        fuller = [full for full in same[-_MOST_OF_ONE_SURNAME:] if _is_short_for(parts, full)]
        if len(parts) > 1 and len(fuller) == 1:
            found[key] = " ".join(fuller[0])
        else:
            found[key] = key
            same.append(parts)
    return found


def _is_short_for(parts: list[str], full: list[str]) -> bool:
    """Tell whether two names of one surname may be those of one person."""
    if parts == full[-len(parts) :]:
        return True
    first, fuller = parts[0], full[0]
    if first == fuller:
        return all(part in full or _is_initial_of(part, full) for part in parts[1:])
    return len(first) == 1 and fuller.startswith(first)


def _is_initial_of(part: str, full: list[str]) -> bool:
    return len(part) == 1 and any(name.startswith(part) for name in full[1:])
