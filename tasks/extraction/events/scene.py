"""Where, when and to how many people an event happened, from what earlier steps found."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final, TypeVar

from tasks.extraction.events.clauses import governor
from tasks.extraction.events.matching import Act
from tasks.extraction.events.modality import SAYING
from tasks.extraction.parse import Parse, Word
from tasks.record import Date, Extractions, Figure, Size, TextSpan

_Span = TypeVar("_Span", bound=TextSpan)

_SIZES: Final = {
    "killed": frozenset({"ASSAULT", "PROTEST"}),
    "injured": frozenset({"ASSAULT", "PROTEST"}),
    "detained": frozenset({"COERCE", "PROTEST"}),
}
"""Which events have a size of each kind."""

_AT = frozenset({"in", "at", "near", "outside", "around", "inside", "on", "over", "to", "from"})


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
        """Give the place that its clause names behind 'in', 'at', 'near', or the only one."""
        places = self._places.get(act.trigger.sentence, [])
        located = [place for place in places if self._located(place)]
        chosen = located or (places if len(places) == 1 else [])
        nearest = min(chosen, key=lambda place: abs(place.start - act.trigger.start), default=None)
        return nearest.text if nearest else None

    def date(self, act: Act) -> Date | None:
        """Give the nearest date of its clause, or of the one that it completes."""
        dates = self._dates.get(act.trigger.sentence, [])
        clause: Word | None = act.clause.verb
        while clause is not None:
            own = [date for date in dates if self._clause(date) in {clause, act.trigger}]
            if own:
                return min(own, key=lambda date: abs(date.start - act.trigger.start))
            completes = clause.dep in {"xcomp", "conj"} and clause.head.lower not in SAYING
            clause = clause.head if completes else None
        return None

    def _clause(self, date: Date) -> Word:
        return governor(self._parse.between(date.start, date.end)[-1])

    def size(self, act: Act) -> Size | None:
        """Give how many people its sentence says were killed, injured and detained."""
        figures = self._figures.get(act.trigger.sentence, [])
        counts = {
            kind: _count(figures, kind) for kind, types in _SIZES.items() if act.type in types
        }
        if all(count is None for count in counts.values()):
            return None
        return Size(**counts)

    def _located(self, place: TextSpan) -> bool:
        words = self._parse.between(place.start, place.end)
        return bool(words) and any(
            above.lower in _AT for above in (words[-1].head, words[-1].head.head)
        )


def _by_sentence(parse: Parse, spans: Sequence[_Span]) -> dict[int, list[_Span]]:
    found: dict[int, list[_Span]] = defaultdict(list)
    for span in spans:
        if words := parse.between(span.start, span.end):
            found[words[0].sentence].append(span)
    return found


def _count(figures: Sequence[Figure], kind: str) -> int | None:
    for figure in figures:
        count = figure.value if figure.value is not None else figure.low
        if figure.kind == kind and count is not None and not figure.negated:
            return int(count)
    return None
