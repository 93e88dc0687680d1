"""What a name names: every mention votes, by the name itself and by the words around it.

The model votes too, but it mistakes types now and then: a village for a person, a surname for a
company. One name has one type in a document, so what one place tells plainly helps all others.
The weights are votes of one kind: the label of the model is worth up to two of them.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from tasks.extraction.entities.given_names import GIVEN_NAMES
from tasks.extraction.entities.heads import (
    BESIDE,
    COMPANIES,
    COMPANY,
    DIRECTIONS,
    FIRST,
    HEADS,
    MEETING,
    SHIPS,
    WELL_KNOWN,
    WHERE,
)
from tasks.extraction.entities.mentions import Mention, initials
from tasks.extraction.entities.offices import PLAYING, SAYING, TITLES, is_office
from tasks.extraction.entities.peoples import LANGUAGES, is_people
from tasks.extraction.parse import Parse, Word
from tasks.extraction.places.gazetteer import Gazetteer, Location

Vote = tuple[str, float]

_MODEL: Final = 2.0
_OF_SEVERAL: Final = {"product": 1.0, "work": 1.5, "law": 1.5, "organisation": 1.5}
_OF_ONE_WORD: Final = {**_OF_SEVERAL, "person": 1.5, "organisation": 1.0}
"""The same for types that it gives to names that it does not know, by their length."""

_SHORTEST_SHOUTED: Final = 5
"""Letters of a name in capitals that is no acronym, as in a dateline."""

_SURE: Final = 4.0
"""Votes of a name whose type is sure."""

_LEAST: Final = 2.0
"""Votes that a name needs which the model never saw."""

_MANY: Final = 4
"""Words of a name whose first word tells nothing any more: `Lake Region Rights Forum`."""

_INITIALS: Final = range(2, 7)
"""Letters of an acronym."""

_CODE: Final = re.compile(r"[A-Z]+-?\d+[A-Z]+\d*")
"""Names of types, as of aircraft and viruses."""

_DASHES: Final = frozenset({"-", "--", "\u2013", "\u2014"})
_LISTING: Final = frozenset({",", "and", "or", "&"})
_JOINING: Final = frozenset({"of", "for", "on", "at"})
_LARGE: Final = 100_000
"""People of a town that news readers know."""


class Evidence:
    """Tells the types of the names of one document."""

    def __init__(self, parse: Parse, gazetteer: Gazetteer | None) -> None:
        self._words = parse.words
        self._gazetteer = gazetteer
        self._found: dict[str, tuple[Location, ...]] = {}

    def types(self, mentions: list[Mention]) -> dict[str, str]:
        """Give the type of each name that has one, by its key."""
        named: dict[str, list[Mention]] = {}
        for mention in mentions:
            named.setdefault(mention.key, []).append(mention)
        votes = {key: self._votes(group) for key, group in named.items()}
        _share(votes, named)
        self._share_lists(votes, mentions, named)
        return {key: type_ for key, of in votes.items() if (type_ := _winner(of, named[key]))}

    def _votes(self, group: list[Mention]) -> Counter[str]:
        votes: Counter[str] = Counter()
        for mention in group:
            if mention.label:
                votes[mention.label] += _trust(mention) / len(group)
        for type_, weight in by_name(group[0]):
            votes[type_] += weight
        around: Counter[Vote] = Counter()
        for mention in group:
            around.update(set(self._around(mention)))
        for (type_, weight), times in around.items():
            votes[type_] += weight * min(times, 2)
        if _may_be_place(votes):
            votes["place"] += self._on_the_map(group[0])
        return votes

    def _share_lists(
        self,
        votes: dict[str, Counter[str]],
        mentions: list[Mention],
        named: dict[str, list[Mention]],
    ) -> None:
        """Let places and persons vote for their neighbours in a list."""
        for left, right in pairwise(mentions):
            start, end = left.words[-1].index + 1, right.words[0].index
            between = [word.lower for word in self._words[start:end]]
            if between == ["("] and len(right.words) == 1 and right.name.isupper():
                if type_ := _winner(votes[left.key], named[left.key]):
                    votes[right.key][type_] += 2.0
            elif 1 <= len(between) <= 2 and _LISTING.issuperset(between):
                _join(votes, left.key, right.key)
                _join(votes, right.key, left.key)

    def is_on_map(self, name: str) -> bool:
        """Tell whether the gazetteer knows a name."""
        return bool(self._located(name))

    def _located(self, name: str) -> tuple[Location, ...]:
        if self._gazetteer is None:
            return ()
        if name not in self._found:
            self._found[name] = self._gazetteer.named(name)
        return self._found[name]

    def _on_the_map(self, mention: Mention) -> float:
        """Tell how much the map says for a name's being a place."""
        locations = self._located(mention.key)
        if not locations:
            return 0.0
        if mention.name.isupper() and len(mention.name) < _SHORTEST_SHOUTED:
            locations = tuple(where for where in locations if where.is_primary)
            return 2.0 if locations and locations[0].population >= _LARGE else 0.0
        if any(where.is_primary and where.feature[:3] != "PPL" for where in locations):
            return 3.0
        if locations[0].population >= _LARGE:
            return 2.25
        return 0.75 if any(where.is_primary for where in locations) else 0.25

    def _around(self, mention: Mention) -> Iterator[Vote]:
        first, last = mention.words[0].index, mention.words[-1].index
        before = self._words[max(0, first - 3) : first]
        after = self._words[last + 1 : last + 8]
        yield from _before(before[::-1])
        yield from _after(after)
        if after[1:] and after[0].text == ")" and before and before[-1].text == "(":
            # The agency in a dateline: `LISBON (Halden Wire) - `.
            yield from [("organisation", 3.0)] if after[1].text in _DASHES else []
        head = mention.words[-1]
        if head.dep in {"nsubj", "nsubjpass"} and head.head.lower in SAYING:
            yield "person", 1.0


def _trust(mention: Mention) -> float:
    """Give the weight of the model's vote."""
    if len(mention.words) == 1 and not mention.name.isupper():
        return _OF_ONE_WORD.get(mention.label, _MODEL)
    return _OF_SEVERAL.get(mention.label, _MODEL)


def by_name(mention: Mention) -> Iterator[Vote]:
    """Yield what the words of a name tell of it."""
    if mention.key in WELL_KNOWN:
        yield WELL_KNOWN[mention.key], 6.0
        return
    words = [word.lower.rstrip(".") for word in mention.words]
    if len(words) == 1:
        yield from _by_word(mention.words[0], words[0], is_seen=bool(mention.label))
        return
    if words[-1] in COMPANIES:
        yield "organisation", 6.0
    if is_people(words[-1]):
        yield "group", 3.0
    head = _head(words)
    if head in HEADS:
        yield HEADS[head], 3.0
    elif words[0] in FIRST and len(words) < _MANY:
        yield FIRST[words[0]], 3.0
    elif words[0] in SHIPS:
        yield "product", 4.0
    elif words[0] in GIVEN_NAMES:
        yield "person", 2.0
    elif words[0] in DIRECTIONS and len(words) == 2:
        yield "place", 1.5


def _by_word(word: Word, lower: str, *, is_seen: bool) -> Iterator[Vote]:
    if is_people(lower):
        yield "group", 4.0
    elif lower in LANGUAGES:
        yield "language", 3.0
    elif lower in GIVEN_NAMES:
        yield "person", 1.5
    elif lower in HEADS and is_seen:
        yield HEADS[lower], 2.0
    if len(word.text) in _INITIALS and word.text.isalpha() and word.text.isupper():
        yield "organisation", 1.0
        yield "person", -1.0
    if _CODE.match(word.text):
        yield "product", 3.0
    elif any(map(str.isdigit, word.text)):
        yield "product", 1.75
        yield "person", -3.0
        yield "place", -3.0


def _head(words: list[str]) -> str:
    """Give the last word of a name, or the one before its first `of` or `for`."""
    for place, word in enumerate(words):
        if word in _JOINING and place:
            return words[place - 1]
    return words[-1]


def _before(words: tuple[Word, ...]) -> Iterator[Vote]:
    """Yield what the words before a name tell, the nearest first."""
    if not words:
        return
    near = words[0]
    lower = near.lower.rstrip(".")
    if near.text == "." and len(words) > 1:
        lower = words[1].lower
    earlier = words[1].lower if len(words) > 1 else ""
    if lower in TITLES and near.text[0].isupper():
        yield "person", 4.0
    elif is_office(lower):
        yield "person", 2.0
    elif lower in BESIDE:
        yield BESIDE[lower], 2.0 if BESIDE[lower] != "place" else 0.5
    elif lower in MEETING or (lower in {"for", "with"} and earlier in MEETING):
        yield "organisation", MEETING.get(lower) or MEETING[earlier]
    elif lower in WHERE:
        yield "place", WHERE[lower]
    elif lower in SAYING:
        yield "person", 1.0
    elif lower == "the":
        yield "person", -1.5
    elif lower == "of" and BESIDE.get(earlier) == "place":
        yield "place", 3.0
    elif lower == "in" and earlier == "shares":
        yield "organisation", 2.0


def _after(words: tuple[Word, ...]) -> Iterator[Vote]:
    """Yield what the words behind a name tell."""
    if not words:
        return
    lower = words[0].lower
    second = words[1].lower if len(words) > 1 else ""
    if lower in BESIDE and words[0].text.islower():
        yield BESIDE[lower], 3.0 if BESIDE[lower] == "place" else 1.5
    elif lower in PLAYING:
        yield "organisation", 2.0
        yield "person", -2.0
    elif lower == "who" or (lower == "," and second == "who"):
        yield "person", 1.0
    elif lower == "'s" and second in COMPANY:
        yield "organisation", 1.5
    elif lower in {"is", "was"} and second in {"a", "an"}:
        yield from _described(words[2:])
    elif lower == ",":
        if second in {"a", "an"}:
            yield from _described(words[2:])
        elif second.isdigit() and len(second) < 3 and words[2:3] and words[2].text == ",":
            yield "person", 3.0


def _described(words: tuple[Word, ...]) -> Iterator[Vote]:
    """Yield what the first noun tells of a name that it is said of: `Gigi, a rock band`."""
    noun = next((word for word in words if word.tag == "NN" and word.dep != "compound"), None)
    if noun is None:
        return
    if is_office(noun.lower):
        yield "person", 3.0
    elif noun.lower in BESIDE:
        yield BESIDE[noun.lower], 3.0


def _may_be_place(votes: Counter[str]) -> bool:
    """Tell whether the map can change what a name is held for."""
    best = votes.most_common(1)
    return not best or best[0][0] == "place" or best[0][1] < 4.5


def _share(votes: dict[str, Counter[str]], named: dict[str, list[Mention]]) -> None:
    """Let names in full vote for their short forms: surnames, given names and acronyms."""
    for key, of in votes.items():
        if " " not in key:
            continue
        parts, type_ = key.split(), _winner(of, named[key])
        if type_ == "person":
            _vote(votes, parts[-1], type_, 2.5)
            _vote(votes, parts[0], type_, 1.5)
            _vote(votes, " ".join(parts[-2:]), type_, 2.5)
        elif type_ == "organisation":
            _vote(votes, initials(parts), type_, 3.0)
            if parts[-1] in HEADS:
                _vote(votes, " ".join(parts[:-1]), type_, 1.5)
            if parts[0] not in HEADS:
                _vote(votes, parts[0], type_, 1.0)


def _join(votes: dict[str, Counter[str]], giver: str, taker: str) -> None:
    type_, weight = votes[giver].most_common(1)[0] if votes[giver] else ("", 0.0)
    if type_ in {"place", "person"} and weight >= _SURE:
        votes[taker][type_] += 1.0


def _vote(votes: dict[str, Counter[str]], key: str, type_: str, weight: float) -> None:
    if key in votes:
        votes[key][type_] += weight


def _winner(votes: Counter[str], group: list[Mention]) -> str | None:
    best = votes.most_common(1)
    if not best:
        return None
    type_, weight = best[0]
    seen = any(mention.label for mention in group)
    return type_ if weight >= (0.0 if seen else _LEAST) else None
