"""Where and when a figure is from, and who says so."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from tasks.extraction.english.verbs import forms_of
from tasks.extraction.figures.corrections import denies
from tasks.extraction.figures.harm import BE
from tasks.extraction.parse import Parse, Word
from tasks.record import Date, Entity, Extractions, PlaceMention, Quotation

_SAYS = frozenset(
    forms_of(["say", "claim", "report", "announce", "tell", "state", "add", "confirm", "estimate"])
)
_PUTS = frozenset(forms_of(["put"]))
"""A verb of saying where 'at' follows: 'put the toll at eight'."""

_BEFALLS = frozenset(forms_of(["see", "suffer", "lose", "record", "mourn", "bury", "witness"]))
"""Verbs whose subject may be where it happened; a place that does anything else is an agent."""

_CLAIMS = frozenset(forms_of(["claim"]))
"""A storm claims lives, and says nothing."""

_ARTICLES = ("the ", "a ", "an ")
_PERSONAL = frozenset(
    {"he", "she", "they", "i", "we", "it", "you", "who", "one", "this", "that", "those", "these"}
)
_PRONOUNS = frozenset({"PRP", "WP", "WDT", "DT", "EX"})
_COMMON = frozenset({"NN", "NNS"})
_BOUNDS = frozenset({"since", "until", "before", "after"})
_DAY = len("2025-03-11")
_HIGHEST = 12
"""How far up the tree a word of saying may stand."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """Something with a name or a value, and where it stands. Units: code points."""

    start: int
    end: int
    said: str


@dataclass(frozen=True)
class Surroundings:
    """What earlier steps found, to be asked by place."""

    text: str
    parse: Parse
    found: Extractions

    def place_of(self, sentence: int, start: int, end: int) -> str | None:
        """Give the name of the place that a figure is from, as the sentence has it."""
        return _nearest(self._places, self._bounds(sentence), start, end)

    def date_of(self, sentence: int, start: int, end: int) -> str | None:
        """Give the nearest date of the sentence, ISO 8601."""
        return _nearest(self._dates, self._bounds(sentence), start, end)

    def claimed_by(self, word: Word, start: int, end: int) -> str | None:
        """Give those who say so: the entity's name, or else the words without an article."""
        return self._quoted(start, end) or self._reported(word)

    def names_person(self, word: Word) -> bool:
        """Tell whether a word belongs to the name of a person."""
        return _meeting(self._persons, word) is not None

    def _bounds(self, sentence: int) -> tuple[int, int]:
        whole = self.parse.sentences[sentence]
        return self.parse.words[whole.first].start, self.parse.words[whole.end - 1].end

    @cached_property
    def _places(self) -> list[_Spot]:
        mentions = (m for place in self.found.places or () for m in place.mentions)
        return _in_order(_Spot(m.start, m.end, m.text) for m in mentions if self._is_where(m))

    def _is_where(self, mention: PlaceMention) -> bool:
        """Tell a place where something happens from one that does or says it."""
        words = self.parse.words
        last = bisect_left(words, mention.end, key=lambda word: word.start) - 1
        return mention.stands_for is None and (last < 0 or not _is_agent(words[last]))

    @cached_property
    def _dates(self) -> list[_Spot]:
        return _in_order(
            _Spot(date.start, date.end, date.value[:_DAY])
            for date in self.found.dates or ()
            if date.value is not None and _is_point(date)
        )

    @cached_property
    def _entities(self) -> list[_Spot]:
        return _mentions(self.found.entities or ())

    @cached_property
    def _persons(self) -> list[_Spot]:
        return _mentions(one for one in self.found.entities or () if one.type == "person")

    @cached_property
    def _quotations(self) -> list[Quotation]:
        return sorted(self.found.quotations or (), key=lambda quotation: quotation.start)

    @cached_property
    def _quotation_starts(self) -> list[int]:
        return [quotation.start for quotation in self._quotations]

    def _quoted(self, start: int, end: int) -> str | None:
        before = bisect_right(self._quotation_starts, start) - 1
        if before < 0:
            return None
        quotation = self._quotations[before]
        if quotation.end < end or quotation.speaker is None:
            return None
        speaker = quotation.speaker
        if speaker.name is not None or speaker.text.lower() in _PERSONAL:
            return speaker.name
        return self._plain(speaker.start, speaker.end)

    def _plain(self, start: int, end: int) -> str:
        """Give words without what differs from one mention to the next: 'The army', 'Police'."""
        said = self.text[start:end]
        article = next((one for one in _ARTICLES if said.lower().startswith(one)), "")
        at = bisect_left(self.parse.words, start, key=lambda word: word.start)
        is_common = at < len(self.parse.words) and self.parse.words[at].tag in _COMMON
        if article or not is_common:
            return said[len(article) :]
        return said if said[:2].isupper() else said[:1].lower() + said[1:]

    def _reported(self, word: Word) -> str | None:
        below = word
        for above in islice(word.ancestors(), _HIGHEST):
            according = next((w for w in above.children if w.lower == "according"), None)
            puts = above.lower in _PUTS and below.lower == "at"
            is_said = below.dep not in ("nsubj", "nsubjpass", "pobj", "conj")
            says = is_said and (puts or above.lower in _SAYS or denies(above, below))
            is_lost = above.lower in _CLAIMS and below.dep == "dobj"
            who = _sayer(according) if according else None
            if who is None and says and not is_lost:
                who = _sayer(above)
            if who is not None:
                named = _meeting(self._entities, who[1])
                return named or self._plain(who[0].start, who[1].end)
            below = above
        return None


def _sayer(verb: Word) -> tuple[Word, Word] | None:
    """Give the first and last word of those who say something."""
    if verb.lower == "according":
        to = verb.child("prep")
        noun = to.child("pobj") if to is not None else None
    else:
        noun = verb.child("nsubj")
    if noun is None or noun.tag in _PRONOUNS:
        return None
    first = min((child.index for child in noun.children if child.index < noun.index), default=None)
    return noun if first is None else noun.edges()[0], noun


def _mentions(entities: Iterable[Entity]) -> list[_Spot]:
    return _in_order(_Spot(m.start, m.end, one.name) for one in entities for m in one.mentions)


def _meeting(spots: list[_Spot], word: Word) -> str | None:
    """Give what stands where a word does."""
    before = bisect_right(spots, word.start, key=lambda spot: spot.start) - 1
    return spots[before].said if before >= 0 and spots[before].end >= word.end else None


def _is_agent(word: Word) -> bool:
    """Tell whether a name does something: 'Israel struck', 'struck by Israel', 'Iran's army'."""
    if word.lower in ("'s", "\u2019s", "'", "\u2019"):
        word = word.head
    if word.dep == "poss":
        word = word.head
    if word.dep == "pobj":
        return word.head.dep == "agent"
    return word.dep == "nsubj" and word.head.is_verb and word.head.lower not in BE | _BEFALLS


def _is_point(date: Date) -> bool:
    """Tell whether a date says when: 'before dawn on Sunday' does, 'before Sunday' does not."""
    is_within_day = date.modifier != "since" and (date.kind == "time" or date.part is not None)
    is_bound = date.modifier in _BOUNDS and not is_within_day
    return date.kind in ("date", "time") and not is_bound


def _in_order(spots: Iterable[_Spot]) -> list[_Spot]:
    return sorted(spots, key=lambda spot: spot.start)


def _nearest(spots: list[_Spot], bounds: tuple[int, int], start: int, end: int) -> str | None:
    """Give what stands nearest to a span within a sentence; what follows it comes first."""
    behind = bisect_left(spots, end, key=lambda spot: spot.start)
    if behind < len(spots) and spots[behind].start < bounds[1]:
        return spots[behind].said
    before = behind - 1
    if before >= 0 and spots[before].start >= bounds[0] and spots[before].end <= start:
        return spots[before].said
    return None
