"""Which of the many names of a place are names in English, and which are worth looking up."""

import re
from collections.abc import Iterable
from typing import Final

from .folding import key_of

_KINDS: Final = (
    "Autonomous Community|Autonomous Oblast|Autonomous Okrug|Autonomous Region|Canton|County|"
    "Department|District|Division|Emirate|Governorate|Krai|Kray|Municipality|Oblast|Okrug|Parish|"
    "Prefecture|Province|Raion|Rayon|Region|Republic|State|Territory|Voivodeship|Voivodship|"
    "city|district|oblast|province|region"
)
_ENDS: Final = re.compile(rf"(?P<core>.+?)[ -](?:{_KINDS})")
_BEGINS: Final = re.compile(
    r"(?:Autonomous Republic|Canton|City|County|Department|District|Emirate|Governorate|"
    r"Municipality|Parish|Principality|Province|Region|Republic|State|Union Territory) of (?P<core>.+)"
    r"|County (?P<county>.+)"
)
# A name of two or three letters is a code of an airport, a language or a car far more often.
_SHORTEST_ALIAS: Final = 4


def english_name(name: str, others: Iterable[str]) -> str:
    """Give the name of a division that says in English what it is; else the first that is given."""
    others = [other for other in others if is_latin(other)]
    for other in (name, *others):
        if _ENDS.fullmatch(other):
            return other
    for other in others:
        if _BEGINS.fullmatch(other):
            return core_of(other)
    return next(iter(others), name)


def core_of(name: str) -> str:
    """Give the name of a division without the word for what it is: `Bryansk` of Bryansk Oblast."""
    if found := _ENDS.fullmatch(name):
        return found["core"]
    if found := _BEGINS.fullmatch(name):
        return found["core"] or found["county"]
    return name


def is_latin(name: str) -> bool:
    """Tell whether a name is one in Latin letters, with a capital."""
    key = key_of(name)
    return key.isascii() and not key.isdigit() and bool(key) and name != name.lower()


def is_alias(name: str) -> bool:
    """Tell whether a name is worth looking up, being neither a code nor in another script."""
    return len(name) >= _SHORTEST_ALIAS and is_latin(name)
