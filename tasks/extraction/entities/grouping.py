"""One group of mentions for each thing that a text names, in whatever form it names it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tasks.extraction.entities.mentions import Mention
from tasks.extraction.entities.persons import persons_in
from tasks.extraction.entities.shortening import in_full
from tasks.extraction.entities.spelling import alike

Known = Callable[[str], bool]
"""Tells whether a name is on the map."""

_SHORTENED: Final = ("organisation", "facility", "place", "event")
"""Types of things that have acronyms and short names."""

_ACRONYM: Final = 5
"""Letters of the longest acronym; longer names in capitals are shouted, as in a dateline."""

_SHORTEST_SURNAME: Final = 6
"""Letters of a surname that is one with another but for one letter."""


@dataclass(slots=True, eq=False)
class Group:
    """The mentions of one thing, in order."""

    type: str
    mentions: list[Mention]

    def names(self) -> list[str]:
        """Give the forms of its name, the fullest one first.

        That is the one with most words; of equals one that is not shouted, then the one that
        comes most, then the first.
        """
        times = Counter(mention.name for mention in self.mentions)
        return sorted(
            times,
            key=lambda name: (
                -name.count(" "),
                len(name) > _ACRONYM and name.isupper(),
                -times[name],
            ),
        )


def grouped(typed: list[tuple[str, Mention]], is_on_map: Known | None) -> list[Group]:
    """Put mentions of one thing into one group.

    Shape: in the order of their first mentions.
    """
    whole = _in_full(typed)
    whole = _spelt_once(typed, whole, is_on_map)
    groups: dict[tuple[str, str], Group] = {}
    for (type_, mention), key in zip(typed, whole, strict=True):
        groups.setdefault((type_, key), Group(type_, [])).mentions.append(mention)
    return list(groups.values())


def _in_full(typed: list[tuple[str, Mention]]) -> list[str]:
    """Give for each mention the name in full of what it names."""
    by_type: dict[str, list[Mention]] = {}
    for type_, mention in typed:
        by_type.setdefault(type_, []).append(mention)
    persons = iter(persons_in(by_type.get("person", [])))
    full = {
        type_: in_full(by_type.get(type_, []), is_place=type_ == "place") for type_ in _SHORTENED
    }
    return [
        next(persons)
        if type_ == "person"
        else _plain(type_, full.get(type_, {}).get(mention.key, mention.key))
        for type_, mention in typed
    ]


def _plain(type_: str, key: str) -> str:
    return key.removesuffix("s") if type_ == "group" else key.removeprefix("the ")


def _spelt_once(
    typed: list[tuple[str, Mention]], whole: list[str], is_on_map: Known | None
) -> list[str]:
    """Give the same with the right spelling for names that are a letter apart."""
    times = Counter((type_, key) for (type_, _), key in zip(typed, whole, strict=True))
    right: dict[tuple[str, str], str] = {}
    for type_ in ("person", "place", "organisation"):
        for pair in alike(key for of, key in times if of == type_):
            if _are_one(type_, pair, is_on_map):
                rare, usual = sorted(pair, key=lambda key: (times[type_, key], -len(key)))
                right[type_, rare] = usual
    return [right.get((type_, key), key) for (type_, _), key in zip(typed, whole, strict=True)]


def _are_one(type_: str, pair: tuple[str, str], is_on_map: Known | None) -> bool:
    left, right = (key.split() for key in pair)
    if type_ == "person":
        return len(left[-1]) >= _SHORTEST_SURNAME and left[:-1] == right[:-1]
    if type_ == "place":
        return is_on_map is not None and is_on_map(pair[0]) != is_on_map(pair[1])
    return len(left) == len(right) > 1
