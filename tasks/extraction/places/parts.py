"""Names that are parts of longer names, which are not those of places: `University of Georgia`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tasks.extraction.english.people import TITLES
from tasks.extraction.parse import Word
from tasks.extraction.places.kinds import GENERIC, OF_CLUBS, WIDE
from tasks.extraction.places.lexicon import (
    BLOCS,
    BODIES,
    NO_BODY,
    NO_PLACE_BEFORE,
    OFFICES,
    SHORT_FORMS,
    SIDES,
)
from tasks.extraction.places.toponyms import Toponym
from tasks.record import Entity

_REACH: Final = 10
"""Words of a longer name that are looked at on either side."""


@dataclass(frozen=True, slots=True)
class Named:
    """A mention of an entity. Units: code points."""

    start: int
    end: int
    entity: Entity


def named_at(words: Sequence[Word], entities: Iterable[Entity]) -> dict[int, Named]:
    """Give the mention of an entity that covers each word, by the index of the word."""
    mentions = sorted(
        (Named(m.start, m.end, entity) for entity in entities for m in entity.mentions),
        key=lambda named: (named.start, -named.end),
    )
    found: dict[int, Named] = {}
    at = 0
    for word in words:
        while at < len(mentions) and mentions[at].end <= word.start:
            at += 1
        if at < len(mentions) and mentions[at].start < word.end:
            found[word.index] = mentions[at]
    return found


@dataclass(frozen=True, slots=True)
class Parts:
    """Tells whether names are parts of longer ones.

    Attributes:
        words: all words of the text.
        known: indices of the words of names that the gazetteer knows.
    """

    words: Sequence[Word]
    known: frozenset[int]

    def is_part(self, toponym: Toponym, named: Named | None) -> bool:
        """Whether a name is a part of a longer one, perhaps of the entity that covers it."""
        run = self.words[slice(*toponym.run)]
        others = [word for word in run if not toponym.first <= word.index < toponym.end]
        if self._bears_a_title(toponym) or self._names_something_else(toponym, others):
            return True
        if named is None or named.entity.type == "place":
            return False
        if named.entity.type == "person":
            return any(word.text[0].isupper() for word in others)
        if self._has_a_second_name(toponym) or self._is_inside(toponym, named):
            return True
        return named.entity.type == "organisation" and self._is_club(toponym)

    def odd_neighbours(self, toponym: Toponym) -> int:
        """Count what beside a name no place has: `Paris Hilton`, `a Hilton`, no `London court`."""
        first, end = toponym.run
        beside = [index for index in (toponym.first - 1, toponym.end) if first <= index < end]
        return sum(map(self._is_odd, beside)) + self._is_one_of_many(toponym)

    def _bears_a_title(self, toponym: Toponym) -> bool:
        """Whether it is somebody's: `Mr London`."""
        before = self.words[max(0, toponym.first - 1) : toponym.first]
        return any(word.text[0].isupper() and word.lower.rstrip(".") in TITLES for word in before)

    def _names_something_else(self, toponym: Toponym, others: Sequence[Word]) -> bool:
        """Whether a disease, a paper or a school has its name: `Ohio flu`, `Ohio Times`."""
        after = self.words[toponym.end : toponym.end + 1]
        if any(word.lower.endswith(NO_PLACE_BEFORE) for word in after):
            return True
        first = self.words[toponym.first].text
        if first.isupper() and first not in SHORT_FORMS and any(w.text in BLOCS for w in after):
            return True
        return any(word.lower in NO_BODY for word in others)

    def _has_a_second_name(self, toponym: Toponym) -> bool:
        """Whether it is a town's, and another known name stands right beside: `Paris Hilton`."""
        first, end = toponym.run
        beside = {index for index in (toponym.first - 1, toponym.end) if first <= index < end}
        is_wide = any(place.feature.startswith(WIDE) for place in toponym.locations)
        return not is_wide and not beside.isdisjoint(self.known)

    def _is_inside(self, toponym: Toponym, named: Named) -> bool:
        """Whether the name of a body or a work holds more than places and what they have.

        `California` is a place in `California Department of Health`, for that is California's.
        """
        before = _covered(self.words[max(0, toponym.first - _REACH) : toponym.first][::-1], named)
        after = _covered(self.words[toponym.end : toponym.end + _REACH], named)
        if any(word.lower in NO_BODY for word in (*before, *after)):
            return True
        if before and before[0].text != "," and before[0].tag != "POS":
            return any(map(self._is_foreign, before)) or self._makes_another(after)
        return self._makes_another(after)

    def _is_club(self, toponym: Toponym) -> bool:
        """Whether it is the like of `Keld City`, where there is a Keld and no Keld City."""
        words = [word.lower for word in self.words[toponym.first : toponym.end]]
        if words[-1] not in {"city", "town"} or len(words) == 1:
            return False
        return all(place.name.casefold() != " ".join(words) for place in toponym.locations)

    def _makes_another(self, after: Sequence[Word]) -> bool:
        """Whether the words behind a name make another name of it, not what the place has."""
        if not after or after[0].tag == "POS":
            return False
        if after[0].lower in OF_CLUBS:
            return not any(word.lower in BODIES for word in after)
        is_its_own = after[0].lower in BODIES or after[0].lower in OFFICES
        return not is_its_own and any(map(self._is_foreign, after))

    def _is_one_of_many(self, toponym: Toponym) -> bool:
        before = self.words[toponym.first - 1].lower if toponym.first else ""
        after = self.words[toponym.end : toponym.end + 1]
        is_noun_beside = any(word.tag[:2] in {"NN", "JJ"} or word.text == "-" for word in after)
        return before in {"a", "an"} and not is_noun_beside

    def _is_odd(self, index: int) -> bool:
        word = self.words[index]
        return self._is_foreign(word) and word.lower not in BODIES and word.lower not in OFFICES

    def _is_foreign(self, word: Word) -> bool:
        """Whether a word is that of a name, but not of a place, and for no kind or side of one."""
        is_name = word.text[0].isupper() and word.index not in self.known
        return is_name and word.lower not in GENERIC and word.lower not in SIDES


def known_words(toponyms: Iterable[Toponym]) -> frozenset[int]:
    """Give the indices of words of names that the gazetteer knows."""
    return frozenset(index for t in toponyms if t.locations for index in range(t.first, t.end))


def _covered(words: Sequence[Word], named: Named) -> list[Word]:
    return [word for word in words if named.start <= word.start < named.end]
