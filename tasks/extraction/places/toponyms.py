"""Names that may be those of places: runs of capitalised words, cut where the gazetteer knows them.

Nothing is decided here. A name that the gazetteer does not know is given whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tasks.extraction.english.nouns import singular
from tasks.extraction.gazetteer import Gazetteer, Location
from tasks.extraction.marks import HYPHENS
from tasks.extraction.parse import Parse, Word
from tasks.extraction.places.kinds import BEFORE_ITS_NAME, GENERIC, WIDE, Kind, kinds_said
from tasks.extraction.places.lexicon import (
    AFTER_HYPHEN,
    ARTICLES,
    BODIES,
    DIVIDERS,
    FUNCTION_WORDS,
    JOINERS,
    NO_BODY,
    NO_NAMES,
    OF_DISTRICTS,
    OFFICES,
    SHORT_FORMS,
    STATES,
)

_LONGEST = 6
"""Words of the longest name that is looked up; `Democratic Republic of the Congo` has five."""

_LONGEST_RUN = 40
"""Words of a line in capitals that are read as one run; what is longer is cut."""

_LOCATIONS = 25
"""Places of one name that are weighed; what is less populous is never meant without a word."""

_NO_NAMES = NO_NAMES | BODIES | NO_BODY | OFFICES

_OF_A_STATE: frozenset[Kind] = frozenset({"division"})

_ACRONYM = 3
"""Letters of the longest name in capitals that is an acronym, not a name in a dateline."""


@dataclass(frozen=True, slots=True, eq=False)
class Toponym:
    """A name where it stands.

    Units: `first` and `end` are a half-open pair of indices of words, and so is `run`, which is
    the whole run of capitalised words that it is cut from.

    Attributes:
        name: what it is looked up by, without a word for its kind.
        kinds: which kinds of place it may be by a word beside it or within, as `region`.
        locations: where the gazetteer has a place of that name.
    """

    first: int
    end: int
    start: int
    stop: int
    name: str
    run: tuple[int, int]
    kinds: frozenset[Kind]
    locations: tuple[Location, ...]

    @property
    def key(self) -> str:
        """What two mentions of one name have in common."""
        return self.name.casefold()


class Spotter:
    """Looks up the names of one text; each name once."""

    def __init__(self, parse: Parse, text: str, gazetteer: Gazetteer) -> None:
        self._words, self._sentences, self._text = parse.words, parse.sentences, text
        self._gazetteer = gazetteer
        self._known: dict[str, tuple[Location, ...]] = {}

    def toponyms(self) -> Iterator[Toponym]:
        """Yield the names of a text. Shape: in order, never overlapping."""
        for sentence in self._sentences:
            for first, end in self._runs(sentence.first, sentence.end):
                yield from self._cut(first, end)

    def locations(self, name: str) -> tuple[Location, ...]:
        """Give the places of a name, the most populous first."""
        found = self._known.get(name)
        if found is None:
            asked = SHORT_FORMS.get(name, name)
            found = self._known[name] = self._gazetteer.named(asked)[:_LOCATIONS]
        return found

    def _runs(self, first: int, end: int) -> Iterator[tuple[int, int]]:
        index = first
        while index < end:
            stop = self._run_end(index, end)
            if stop > index:
                yield index, stop
            index = max(stop, index + 1)

    def _run_end(self, index: int, end: int) -> int:
        """Give where the run ends that begins at a word; the word itself, where none does."""
        stop = index
        for word in self._words[index : min(end, index + _LONGEST_RUN)]:
            if _may_name(word):
                stop = word.index + 1
            elif stop == index or not self._joins(word):
                break
        return stop

    def _joins(self, word: Word) -> bool:
        return word.lower in JOINERS or word.lower.startswith(("d'", "l'"))

    def _cut(self, first: int, end: int) -> Iterator[Toponym]:
        """Yield the known names of a run, the longest first from the left, else the run.

        What stands between two names, as `and`, ends the run of either.
        """
        spans, index = [], first
        while index < end:
            stop = self._known_until(index, end)
            if stop:
                spans.append((index, stop))
            index = max(stop, index + 1)
        for part in self._parts(first, end, spans):
            inside = [span for span in spans if part[0] <= span[0] < part[1]]
            for span in inside:
                yield self._toponym(*span, part, is_known=True)
            if not inside and self._is_whole(*part):
                yield self._toponym(*part, part, is_known=False)

    def _parts(self, first: int, end: int, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Cut a run at the words that divide it, but for those within known names."""
        within = {index for span in spans for index in range(*span)}
        dividers = [
            index
            for index in range(first, end)
            if index not in within and self._words[index].lower in DIVIDERS
        ]
        bounds = [first - 1, *dividers, end]
        return [(left + 1, right) for left, right in pairwise(bounds) if right > left + 1]

    def _known_until(self, index: int, end: int) -> int:
        """Give the end of the longest known name that begins at a word, 0 where none does."""
        if not _may_name(self._words[index]):
            return 0
        for stop in range(min(end, index + _LONGEST), index, -1):
            if _may_name(self._words[stop - 1]) and self._is_known(index, stop):
                return stop
        return 0

    def _is_known(self, first: int, end: int) -> bool:
        if not self._is_whole(first, end) or self._is_of_courts(first, end):
            return False
        name = self._slice(first, end)
        bare = self._bare(first, end)
        return bool(self._located(first, end, name) or (bare and self.locations(bare)))

    def _is_whole(self, first: int, end: int) -> bool:
        """Whether words may be a name by themselves: no acronym, no half of `Navarro-Valls`."""
        words = self._words
        if all(word.lower in _NO_NAMES for word in words[first:end]):
            return False
        if end == first + 1 and not (_is_spelt_out(words[first]) or self._state(first)):
            return False
        return not self._is_half(first, end)

    def _is_of_courts(self, first: int, end: int) -> bool:
        """Whether a name takes in the district of a court: `U.S. District Judge`."""
        after = self._words[end : end + 1]
        is_district = end - first > 1 and self._words[end - 1].lower == "district"
        return is_district and any(word.lower in OF_DISTRICTS for word in after)

    def _is_half(self, first: int, end: int) -> bool:
        """Whether a hyphen joins words to others, unless as in `London-based` or `al-Ostra`."""
        start, stop = self._words[first].start, self._words[end - 1].end
        if self._text[stop : stop + 1] in HYPHENS and self._text[stop + 1 : stop + 2].isalpha():
            after = self._words[end + 1] if end + 1 < len(self._words) else None
            return after is None or not (after.lower in AFTER_HYPHEN or self._is_wide(after))
        before = self._text[max(0, start - 2) : start]
        if before[-1:] in HYPHENS and before[:1].isalpha():
            is_pair = first > 1 and self._is_wide(self._words[first - 2])
            return not is_pair and self._article(first) is None
        return before.endswith("$")

    def _is_wide(self, word: Word) -> bool:
        """Whether a word names a country or more, as either one in `India-Pakistan border`."""
        if not _may_name(word):
            return False
        return any(place.feature.startswith(WIDE) for place in self.locations(word.text))

    def _located(self, first: int, end: int, name: str) -> tuple[Location, ...]:
        state = self._state(first) if end == first + 1 else None
        return self.locations(state or name)

    def _state(self, index: int) -> str | None:
        """Give the state that a word after a name and a comma is short for."""
        word = self._words[index]
        if index < 2 or self._words[index - 1].text != ",":  # noqa: PLR2004 - a name, a comma
            return None
        if word.text.endswith(".") or word.text.isupper():
            return STATES.get(word.lower)
        # At the end of a sentence, or within one, the full stop may be a word of its own.
        is_stopped = index + 1 < len(self._words) and self._words[index + 1].text == "."
        return STATES.get(word.lower + ".") if is_stopped else None

    def _toponym(self, first: int, end: int, run: tuple[int, int], *, is_known: bool) -> Toponym:
        start, stop = self._words[first].start, self._words[end - 1].end
        start = self._article(first) or self._the(first) or start
        name = " ".join(self._text[start:stop].split())
        kinds = _OF_A_STATE if self._state(first) else kinds_said(self._words, first, end)
        bare = self._bare(first, end)
        locations = self._all(first, end, name, bare) if is_known else ()
        return Toponym(first, end, start, stop, bare or name, run, kinds, locations)

    def _all(self, first: int, end: int, name: str, bare: str) -> tuple[Location, ...]:
        """Give the places of a name as it stands, then without the word for its kind."""
        found = self._located(first, end, name)
        other = self.locations(bare or self._slice(first, end))
        points = {place[3:5] for place in found}
        return found + tuple(place for place in other if place[3:5] not in points)

    def _article(self, first: int) -> int | None:
        """Give where a small `al-` begins that a hyphen joins to the name behind it."""
        words = self._words
        if first < 2 or words[first - 1].end != words[first].start:  # noqa: PLR2004 - and a hyphen
            return None
        is_article = words[first - 1].text in HYPHENS and words[first - 2].lower in ARTICLES
        return words[first - 2].start if is_article else None

    def _the(self, first: int) -> int | None:
        """Give where `The` begins that is a part of the name, as in `The Hague`."""
        before = self._words[first - 1] if first else None
        if before is None or before.text != "The":
            return None
        places = self.locations(self._slice(first, first + 1))
        return before.start if any(place.name.startswith("The ") for place in places) else None

    def _slice(self, first: int, end: int) -> str:
        return " ".join(self._text[self._words[first].start : self._words[end - 1].end].split())

    def _bare(self, first: int, end: int) -> str:
        """Give a name without the word for its kind that is a part of it, else nothing."""
        if end - first < 2:  # noqa: PLR2004 - a name and the word
            return ""
        after = self._words[end].lower if end < len(self._words) else ""
        if self._words[end - 1].lower in GENERIC and after != "of":
            return self._slice(first, end - 1)
        if self._words[first].lower in BEFORE_ITS_NAME:
            return self._slice(first + 1, end)
        return ""


def _may_name(word: Word) -> bool:
    """Whether a word may be a part of a name, not joining others."""
    if not word.text[:1].isupper():
        return False
    return word.lower not in FUNCTION_WORDS or word.text in SHORT_FORMS


def _is_spelt_out(word: Word) -> bool:
    """Whether a word may name a place alone: no acronym is one that is not well known."""
    if word.text in SHORT_FORMS:
        return True
    letters = word.text.replace(".", "")
    if singular(word.lower) in _NO_NAMES:
        return False
    return len(letters) > 1 and not (letters.isupper() and len(letters) <= _ACRONYM)
