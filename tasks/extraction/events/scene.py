"""Where, when and to how many people an event happened, from what earlier steps found."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final, TypeVar

from tasks.extraction.events.clauses import governor
from tasks.extraction.events.matching import Act
from tasks.extraction.events.modality import SAYING, commemorated
from tasks.extraction.parse import Parse, Word
from tasks.record import Date, Extractions, Figure, Size, TextSpan

_Span = TypeVar("_Span", bound=TextSpan)

_SIZES: Final = {
    "killed": frozenset({"ASSAULT", "PROTEST"}),
    "injured": frozenset({"ASSAULT", "PROTEST"}),
    "detained": frozenset({"COERCE", "PROTEST"}),
}
"""Which events have a size of each kind."""

_FARTHEST = 8
"""How many verbs may share a place and a date."""

_AT = frozenset(
    {"in", "at", "near", "outside", "around", "inside", "on", "over", "across", "throughout", "off"}
)


class Scenes:
    """Places, dates and figures of a text, asked for by sentence."""

    def __init__(self, parse: Parse, found: Extractions) -> None:
        mentions = [mention for place in found.places or () for mention in place.mentions]
        self._parse = parse
        self._places = _by_sentence(parse, mentions)
        dates = [date for date in found.dates or () if date.kind in {"date", "time"} and date.value]
        self._dates = _by_sentence(parse, dates)
        self._figures = _by_sentence(parse, found.figures or ())

    def place(self, act: Act) -> str | None:
        """Give the nearest place that its clause names as where it happens."""
        verbs = _sharing(act)
        places = [
            place
            for place in self._places.get(act.trigger.sentence, [])
            if self._is_where(place, act, verbs)
        ]
        nearest = min(places, key=lambda place: abs(place.start - act.trigger.start), default=None)
        return nearest.text if nearest else None

    def date(self, act: Act) -> Date | None:
        """Give the nearest date of its clause, or of the one that it completes."""
        dates = self._dates.get(act.trigger.sentence, [])
        for verb in _sharing(act):
            own = [date for date in dates if self._clause(date) in {verb, act.trigger}]
            if own:
                return min(own, key=lambda date: abs(date.start - act.trigger.start))
        return None

    def _clause(self, date: Date) -> Word:
        return governor(self._words(date)[-1])

    def size(self, act: Act) -> Size | None:
        """Give how many people were killed, injured and detained in it."""
        figures = [
            figure
            for figure in self._figures.get(act.trigger.sentence, [])
            if self._is_of(figure, act)
        ]
        counts = {
            kind: self._count(figures, kind) for kind, types in _SIZES.items() if act.type in types
        }
        if all(count is None for count in counts.values()):
            return None
        return Size(**counts)

    def _is_where(self, place: TextSpan, act: Act, verbs: list[Word]) -> bool:
        word = self._words(place)[-1]
        if word in act.clause.objects or word.head is act.trigger is not act.clause.verb:
            return True
        if word.head.lower not in _AT and not (act.mode == "visit" and word.head.lower == "to"):
            return False
        above = next((above for above in word.ancestors() if above.is_verb), None)
        return above in verbs or act.trigger in word.ancestors()

    def _is_of(self, figure: Figure, act: Act) -> bool:
        """Whether those who are counted are what the act or its outcome is done to."""
        counted = self._words(figure)[-1]
        if commemorated(counted) and not commemorated(act.trigger):
            return False
        above = next((above for above in counted.ancestors() if above.is_verb), counted)
        if act.trigger in (counted, *counted.ancestors()):
            return True
        return above is act.trigger.head if act.trigger.is_verb else above in _sharing(act)

    def _count(self, figures: Sequence[Figure], kind: str) -> int | None:
        """Give the first figure of a kind; None where it is but a part of the sum."""
        for figure in figures:
            if figure.kind != kind or figure.negated:
                continue
            apart = {w for other in figures if other.kind != kind for w in self._words(other)}
            joined = {w for word in self._words(figure) for w in word.children if w.dep == "conj"}
            count = figure.value if figure.value is not None else figure.low
            return int(count) if count is not None and joined <= apart else None
        return None

    def _words(self, span: TextSpan) -> tuple[Word, ...]:
        return self._parse.between(span.start, span.end)


def _sharing(act: Act) -> list[Word]:
    """Give the verb of an act and those that share with it where and when they happen."""
    verbs = [act.clause.verb]
    while len(verbs) <= _FARTHEST and verbs[-1].dep in {"xcomp", "conj"}:
        if verbs[-1].head.lower in SAYING:
            break
        verbs.append(verbs[-1].head)
    return verbs


def _by_sentence(parse: Parse, spans: Sequence[_Span]) -> dict[int, list[_Span]]:
    found: dict[int, list[_Span]] = defaultdict(list)
    for span in spans:
        if words := parse.between(span.start, span.end):
            found[words[0].sentence].append(span)
    return found
