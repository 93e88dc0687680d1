"""What a name names: every mention votes, by the name itself and by the words around it.

The model votes too, but it mistakes types now and then: a village for a person, a surname for a
company. One name has one type in a document, so what one place tells plainly helps all others.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from tasks.extraction.english.people import PLAYING
from tasks.extraction.english.reporting import SAYING
from tasks.extraction.entities.cues import Cue, Words, before, behind, in_name
from tasks.extraction.entities.heads import HEADS
from tasks.extraction.entities.mentions import Mention, initials
from tasks.extraction.gazetteer import Gazetteer, Location
from tasks.extraction.marks import DASHES
from tasks.extraction.parse import Parse
from tasks.extraction.places.lexicon import BLOCS, SHORT_FORMS

_MODEL: Final = 2.0
"""Votes of the model's label."""

_OF_SEVERAL: Final = {"person": 2.5, "product": 1.0, "work": 1.5, "law": 1.5, "organisation": 1.5}
_OF_ONE_WORD: Final = {**_OF_SEVERAL, "person": 1.5, "organisation": 1.0}
"""The same for types that it gives to names that it does not know, by their length."""

_LEAST: Final = 2.0
"""Votes that a name needs which the model never saw."""

_SURE: Final = 4.0
"""Votes of a name whose type is sure."""

_BEYOND_THE_MAP: Final = 4.5
"""Votes for another type that the map cannot outdo."""

_BORNE: Final = frozenset({"chad", "georgia", "israel", "jordan"})
"""Countries whose names persons bear."""

_LARGE: Final = 100_000
"""People of a town that readers of news know."""

_SMALL_TOWN: Final = 10_000
"""People of a town that its region knows."""

_SHORTEST_SHOUTED: Final = 5
"""Letters of a name in capitals that is no acronym, as in a dateline."""

_SHORTEST_PLACE: Final = 4
"""The same of a name which is known to be that of a place."""

_TIMES: Final = 2
"""How often the same cue counts."""

_LOOK_BACK, _LOOK_AHEAD = 3, 7
"""Words around a name that may tell of it."""

_LISTING: Final = frozenset({",", "and", "or", "&"})
_BEHIND_DATELINES: Final = DASHES | {"(", ":"}
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")

_LONGEST_LINK: Final = 2
"""Words between two names of a list."""

Votes = dict[str, float]


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
        seen = {mention.key for mention in mentions if mention.label}
        self._share_parts(votes, seen)
        self._share_neighbours(votes, mentions, seen)
        return {key: type_ for key in votes if (type_ := _winner(votes, key, seen))}

    def is_on_map(self, name: str) -> bool:
        """Tell whether the gazetteer knows a name."""
        return bool(self._located(name))

    def unshouted(self, name: str) -> str | None:
        """Give what the gazetteer calls the place of a name in capitals, as in a dateline."""
        if not name.isupper() or sum(map(str.isalpha, name)) < _SHORTEST_PLACE:
            return None
        return next((at.name for at in self._located(name) if at.is_primary), None)

    def is_renowned(self, name: str) -> bool:
        """Tell whether the gazetteer knows a name as that of a large town or of a county."""
        return any(
            at.is_primary and (at.population >= _LARGE or at.feature[:3] != "PPL")
            for at in self._located(name)[:1]
        )

    def may_have_club(self, name: str) -> bool:
        """Tell whether the gazetteer knows a name, and not as that of a country."""
        locations = self._located(name)
        return bool(locations) and not any(map(_has_national_team, locations))

    def _votes(self, group: list[Mention]) -> Votes:
        votes: Votes = {}
        for mention in group:
            if mention.label:
                _add(votes, mention.label, _trust(mention) / len(group))
        for type_, weight in in_name(group[0]):
            _add(votes, type_, weight)
        around: Counter[Cue] = Counter()
        for mention in group:
            around.update(set(self._around(mention)))
        for (type_, weight), times in around.items():
            _add(votes, type_, weight * min(times, _TIMES))
        if self._is_club(group[0]):
            _add(votes, "organisation", 8.0)
        elif not votes or max(votes.values()) < _BEYOND_THE_MAP:
            _add(votes, "place", self._on_map(group[0]))
        return votes

    def _around(self, mention: Mention) -> Iterator[Cue]:
        first, end = mention.words[0].index, mention.words[-1].index + 1
        ahead = self._words[end : end + _LOOK_AHEAD]
        back = self._words[max(0, first - _LOOK_BACK) : first][::-1]
        yield from before(back)
        if not (ahead and ahead[0].lower in PLAYING and self.may_have_club(mention.key)):
            # A town stands for its club before its coach, and is a town elsewhere.
            yield from behind(ahead)
        head = mention.words[-1]
        is_subject = head.dep in {"nsubj", "nsubjpass"} and head.lower not in HEADS
        if is_subject and head.head.lower in SAYING:
            # A town or a paper of a country says less than its leader: `Ruritania's Varga said`.
            yield "person", 2.25 if back and back[0].lower == "'s" else 1.0
        if head.tag == "NNPS" and back and back[0].lower == "the" and len(mention.words) == 1:
            yield "organisation", 1.0
        is_acronym = mention.name.isupper() and mention.name not in SHORT_FORMS
        if is_acronym and ahead and ahead[0].text in BLOCS:
            yield "organisation", _BEYOND_THE_MAP
        if self._opens_dateline(mention, first, ahead):
            yield "place", 3.0
        around = [word.text for word in (*back[:1], *ahead[:2])]
        if around[:2] == ["(", ")"] and DASHES.issuperset(around[2:]) and around[2:]:
            # The agency in a dateline: `LISBON (Halden Wire) - `.
            yield "organisation", 3.0

    def _opens_dateline(self, mention: Mention, first: int, ahead: Words) -> bool:
        """Tell so of `HALDEN, Norway (Reuters) -`, `HALDEN —` and `HALDEN:`."""
        opens = first == 0 or self._words[first - 1].sentence != mention.words[0].sentence
        if not opens or not mention.name.isupper():
            return False
        for word in ahead:
            if word.text in _BEHIND_DATELINES or _DAY.fullmatch(word.text):
                return True
            if word.text not in {",", "."} and not word.is_name:
                return False
        return False

    def _on_map(self, mention: Mention) -> float:
        """Tell how much the map says for a name's being a place."""
        locations = self._located(mention.key)
        if not locations:
            return 0.0
        if mention.name.isupper() and len(mention.name) < _SHORTEST_SHOUTED:
            is_large = any(at.is_primary and at.population >= _LARGE for at in locations)
            return 2.0 if is_large else 0.0
        if self._is_country(mention.key):
            return 5.0
        if any(at.is_primary and at.feature[:3] != "PPL" for at in locations):
            return 3.0
        return _size(locations)

    def _is_club(self, mention: Mention) -> bool:
        """Tell so of `Halden City` where the map knows a town Halden, and no Halden City."""
        town, _, last = mention.key.rpartition(" ")
        if last not in {"city", "town", "united"} or not town or self._located(mention.key):
            return False
        # Elsewhere than in Britain `City` is a part of the names of towns themselves.
        return any(at.feature[:3] == "PPL" and at.country == "GB" for at in self._located(town)[:1])

    def _located(self, name: str) -> tuple[Location, ...]:
        if self._gazetteer is None:
            return ()
        if name not in self._found:
            self._found[name] = self._gazetteer.named(name)
        return self._found[name]

    def _share_parts(self, votes: dict[str, Votes], seen: set[str]) -> None:
        """Let names in full vote for their short forms; a country is nobody's surname."""
        for key in votes:
            parts = key.split()
            if parts[1:]:
                type_ = _winner(votes, key, seen)
                is_borne = parts[-1] not in votes or not self._is_country(parts[-1])
                if type_ != "person" or is_borne:
                    _share_parts(votes, parts, type_)

    def _is_country(self, name: str) -> bool:
        """Tell so of a name that is that of a country, and of hardly anybody."""
        if name in _BORNE:
            return False
        return any(at.is_primary and at.feature[:3] == "PCL" for at in self._located(name))

    def _share_neighbours(
        self, votes: dict[str, Votes], mentions: list[Mention], seen: set[str]
    ) -> None:
        """Let a name in full vote for its acronym, and sure ones for others in their list."""
        for left, right in pairwise(mentions):
            start, end = left.words[-1].index + 1, right.words[0].index
            if not 0 < end - start <= _LONGEST_LINK:
                continue
            between = [word.lower for word in self._words[start:end]]
            if right.is_bracketed and len(between) == 1 and right.name.isupper():
                is_acronym = right.key == initials(left.key.split())
                weight = 6.0 if is_acronym else 2.0
                _vote(votes, right.key, _winner(votes, left.key, seen), weight)
            elif _LISTING.issuperset(between):
                _vote(votes, right.key, _sure(votes[left.key]), 1.0)
                _vote(votes, left.key, _sure(votes[right.key]), 1.0)


def _size(locations: tuple[Location, ...]) -> float:
    """Tell the same of a name that only towns bear, by how many people know them."""
    if locations[0].population >= _LARGE:
        return 2.25
    if locations[0].is_primary and locations[0].population >= _SMALL_TOWN:
        return 1.25
    return 0.75 if any(at.is_primary for at in locations) else 0.25


def _has_national_team(at: Location) -> bool:
    is_nation = at.country == "GB" and at.feature == "ADM1"
    return is_nation or at.feature.startswith("PCL")


def _trust(mention: Mention) -> float:
    """Give the weight of the model's vote."""
    if len(mention.words) == 1 and not mention.name.isupper():
        return _OF_ONE_WORD.get(mention.label, _MODEL)
    return _OF_SEVERAL.get(mention.label, _MODEL)


def _share_parts(votes: dict[str, Votes], parts: list[str], type_: str | None) -> None:
    """Let a name in full vote for its short forms: surnames, given names and acronyms."""
    if type_ == "person":
        last = parts[-1]
        # The last letter may be doubled: some write `Zelensky`, others `Zelenskyy`.
        for surname in dict.fromkeys((last, last + "s", last + "es", last + last[-1])):
            _vote(votes, surname, type_, 3.5)
        _vote(votes, parts[0], type_, 1.5)
        if parts[2:]:
            _vote(votes, " ".join(parts[-2:]), type_, 2.5)
    elif type_ in {"organisation", "facility"}:
        _vote(votes, initials(parts), type_, 3.0)
        if parts[-1] in HEADS:
            _vote(votes, " ".join(parts[:-1]), type_, 1.5)
        if parts[0] not in HEADS:
            _vote(votes, parts[0], type_, 1.0)


def _vote(votes: dict[str, Votes], key: str, type_: str | None, weight: float) -> None:
    if type_ and key in votes:
        _add(votes[key], type_, weight)


def _add(votes: Votes, type_: str, weight: float) -> None:
    votes[type_] = votes.get(type_, 0.0) + weight


def _sure(votes: Votes) -> str | None:
    """Give the type of a place or person whose type is sure."""
    type_ = max(votes, key=votes.__getitem__, default="")
    is_sure = type_ in {"place", "person"} and votes[type_] >= _SURE
    return type_ if is_sure else None


def _winner(votes: dict[str, Votes], key: str, seen: set[str]) -> str | None:
    """Give the type of a name with most votes, the one that was voted for first of equals."""
    of = votes[key]
    type_ = max(of, key=of.__getitem__, default=None)
    if type_ is None or of[type_] < (0.0 if key in seen else _LEAST):
        return None
    return type_
