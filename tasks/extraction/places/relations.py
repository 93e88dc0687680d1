"""What a text says of places together: one lies in another (`Keld, Ohio`), or they are listed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tasks.extraction.gazetteer import Location
from tasks.extraction.marks import POSSESSIVES
from tasks.extraction.parse import Word
from tasks.extraction.places.toponyms import Toponym

Areas = frozenset[str]
"""Codes of countries (`US`) and of their first-order divisions (`US.TX`)."""

_WITHIN: Final = frozenset(
    {",", "in", "of", "the", "northern", "southern", "eastern", "western", "state", "central"}
)
_JOINTS: Final = frozenset({",", ";", "and", "or", "&", "the", "as", "well"})
_LONGEST_JOINT: Final = 5
"""Words between two names that are still said together."""
_LONGEST_HAS: Final = 2
"""The like of `Ohio's` and `Ohio's northern`."""


@dataclass(frozen=True, slots=True)
class Containment:
    """What the text says of which place lies in which.

    Attributes:
        areas: of a name the areas that it lies in, or is.
        outer: the names of those areas.
        towns: the names right before that of a division which has a town so called: they are those
            of towns, whatever country or capital is called alike.
    """

    areas: Mapping[Toponym, Areas]
    outer: frozenset[Toponym]
    towns: frozenset[Toponym] = frozenset()


def contained(toponyms: Sequence[Toponym], words: Sequence[Word]) -> Containment:
    """Find what the text says to lie in what.

    A state or province behind a comma is believed; of other words the gazetteer must agree.
    """
    areas: dict[Toponym, Areas] = {}
    outers, towns = set(), set()
    listed = _listed(toponyms, words)
    for left, right in pairwise(toponyms):
        for inner, outer in _nested(left, right, words):
            found = _areas(inner, outer)
            if _is_town(inner, outer, words) and inner not in listed:
                towns.add(inner)
            if not found and words[inner.end : outer.first] and words[inner.end].text == ",":
                found = _divisions(outer.locations)
            may_be_list = not outer.kinds and _is_wide(inner) and _is_wide(outer)
            if found and not (may_be_list and inner in listed):
                areas[inner] = found
                areas.setdefault(outer, found)
                outers.add(outer)
    return Containment(areas, frozenset(outers), frozenset(towns))


def is_within(location: Location, areas: Areas) -> bool:
    """Whether a place lies in one of the areas."""
    return location.country in areas or location.admin1_code in areas


def lists(toponyms: Iterable[Toponym], words: Sequence[Word]) -> list[list[Toponym]]:
    """Give the names that stand in one list, as `Keld, Ostra and Brem`; a lone name is one too."""
    found: list[list[Toponym]] = []
    for toponym in toponyms:
        if found and _is_joined(found[-1][-1], toponym, words):
            found[-1].append(toponym)
        else:
            found.append([toponym])
    return found


def _is_joined(left: Toponym, right: Toponym, words: Sequence[Word]) -> bool:
    between = words[left.end : right.first]
    if [word.lower for word in between] == [",", "the"]:
        return False  # what follows is a clause or an apposition: `In Keld, the Ostra Players`
    return 0 < len(between) <= _LONGEST_JOINT and all(w.lower in _JOINTS for w in between)


def _nested(
    left: Toponym, right: Toponym, words: Sequence[Word]
) -> Iterator[tuple[Toponym, Toponym]]:
    between = [word.lower for word in words[left.end : right.first]]
    if not between or len(between) > _LONGEST_JOINT:
        return
    if between[0] in POSSESSIVES and len(between) <= _LONGEST_HAS:
        yield right, left
    elif between[0] in {",", "in"} and all(word in _WITHIN for word in between):
        yield left, right


def _areas(inner: Toponym, outer: Toponym) -> Areas:
    # Many a county is called like a state: it must be called a county, or another division.
    codes = {_code(one) for one in outer.locations if one.feature != "ADM2" or outer.kinds}
    return frozenset(
        code for code in codes if code and any(_lies_in(one, code) for one in inner.locations)
    )


def _lies_in(location: Location, code: str) -> bool:
    # A division is not within itself, nor a country.
    if "." in code:
        return location.admin1_code == code and location.feature != "ADM1"
    return location.country == code and not location.feature.startswith("PCL")


def _divisions(locations: Sequence[Location]) -> Areas:
    """Give the divisions of a name that is that of no country and no town of renown."""
    if not locations or locations[0].feature != "ADM1":
        return frozenset()
    return frozenset(one.admin1_code for one in locations[:1] if one.admin1_code)


def _code(location: Location) -> str | None:
    """Give the code of the country or division that a place is, or that its county is in."""
    if location.feature.startswith("PCL"):
        return location.country
    return location.admin1_code if location.feature.startswith("ADM") else None


def _is_wide(toponym: Toponym) -> bool:
    """Whether a name is that of a country, state or province: a comma may only list such names."""
    return any(location.feature in {"ADM1", "PCLI"} for location in toponym.locations)


def _listed(toponyms: Sequence[Toponym], words: Sequence[Word]) -> frozenset[Toponym]:
    """Give the names that stand in lists of countries and states: `Ohio, Iowa and Utah`."""
    return frozenset(
        name for names in lists(toponyms, words) if _lists_areas(names, words) for name in names
    )


def _lists_areas(names: Sequence[Toponym], words: Sequence[Word]) -> bool:
    """Whether a country or state stands in a list by itself, as none does behind its towns."""
    index = 0
    while index < len(names):
        if index + 1 < len(names) and _is_town(names[index], names[index + 1], words):
            index += 2
        elif _is_wide(names[index]):
            return True
        else:
            index += 1
    return False


def _is_town(inner: Toponym, outer: Toponym, words: Sequence[Word]) -> bool:
    """Whether a division follows that has a town of the name: `Keld, Ohio`."""
    if [word.text for word in words[inner.end : outer.first]] != [","]:
        return False
    is_capital = any(place.feature == "PPLC" for place in outer.locations)
    may_be_division = bool(outer.kinds) or not is_capital
    return may_be_division and any("." in code for code in _areas(inner, outer))
