"""The text of an article cut where what was found in it begins and ends.

Findings may nest, overlap and run over paragraphs. The text is cut at every one of their bounds,
so that each segment lies wholly within or without each of them.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from tasks.record import Block, Record, Span, TextSpan
from worker.showing.words import amount, coordinates, moment

MOST_AT_ONE_PLACE: Final = 8
"""Marks that one segment lies in. A hostile record could nest thousands."""

_LINE: Final = re.compile(r"\S[^\n]*")


class Mark(NamedTuple):
    """A finding in the text.

    Attributes:
        kind: the type of the entity, or `date`, `figure`, `quotation`, `trigger`, `summary`.
        title: what is known of it, for people.
    """

    start: int
    end: int
    kind: str
    title: str


class Segment(NamedTuple):
    """A piece of the text, and the marks that it lies in, the longest first."""

    start: int
    text: str
    marks: tuple[Mark, ...]

    @property
    def title(self) -> str:
        """What is known of it, that of the shortest mark first."""
        return " · ".join(dict.fromkeys(mark.title for mark in reversed(self.marks)))


class Passage(NamedTuple):
    """A block of the text."""

    role: str
    segments: tuple[Segment, ...]


def stands(span: Span, text: str) -> bool:
    """Say whether a span lies in a text that may be an excerpt, with the words it should have."""
    if isinstance(span, TextSpan):
        return text[span.start : span.end] == span.text
    return span.end <= len(text)


def marks_of(record: Record) -> list[Mark]:
    """Give what can be marked in the text of a record, each place and kind once."""
    text = record.content.text or ""
    titles: dict[tuple[int, int, str], list[str]] = {}
    for span, kind, title in _findings(record):
        if stands(span, text):
            titles.setdefault((span.start, span.end, kind), []).append(title)
    return [Mark(*place, " · ".join(dict.fromkeys(said))) for place, said in titles.items()]


def passages(text: str, blocks: Iterable[Block], marks: Iterable[Mark]) -> list[Passage]:
    """Cut a text into blocks, and those into segments.

    What no block holds, of a text without blocks all, is a paragraph a line.
    """
    outline = list(_outline(text, blocks))
    cut = _segments(text, sorted(marks), {edge for _, *edges in outline for edge in edges})
    segments = deque(cut)
    found = []
    for role, start, end in outline:
        while segments[0].start < start:
            segments.popleft()
        inside = []
        while segments and segments[0].start < end:
            inside.append(segments.popleft())
        found.append(Passage(role, tuple(inside)))
    return found


def grouped(found: Iterable[Passage]) -> list[tuple[str, list[Passage]]]:
    """Put neighbours of one role together: the elements of a list, the paragraphs of a quote."""
    return [(role, list(group)) for role, group in groupby(found, key=lambda passage: passage.role)]


def _outline(text: str, blocks: Iterable[Block]) -> Iterator[tuple[str, int, int]]:
    """Yield role, start and end of each block, and of each line between them."""
    position = 0
    for block in sorted(blocks, key=lambda block: block.start):
        start, end = max(block.start, position), min(block.end, len(text))
        if start < end:
            yield from _lines(text, position, start)
            yield block.role, start, end
            position = end
    yield from _lines(text, position, len(text))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    for line in _LINE.finditer(text, start, end):
        yield "paragraph", *line.span()


def _segments(text: str, marks: Sequence[Mark], bounds: set[int]) -> Iterator[Segment]:
    edges = bounds | {edge for mark in marks for edge in (mark.start, mark.end)}
    coming = deque(marks)
    current: list[Mark] = []
    for start, end in pairwise(sorted(edges)):
        current = [mark for mark in current if mark.end > start]
        while coming and coming[0].start == start:
            mark = coming.popleft()
            current += [mark] if len(current) < MOST_AT_ONE_PLACE else []
        outermost_first = sorted(current, key=lambda mark: (mark.start - mark.end, mark.kind))
        yield Segment(start, text[start:end], tuple(outermost_first))


def _findings(record: Record) -> Iterator[tuple[Span, str, str]]:
    """Yield each span with its kind and what is known of it."""
    for span in record.summary or ():
        yield span, "summary", "in the summary"
    yield from _names(record)
    for date in record.dates or ():
        yield date, "date", f"{date.kind}: {moment(date) or 'vague'}"
    for figure in record.figures or ():
        says = f", says {figure.claimed_by}" if figure.claimed_by else ""
        yield figure, "figure", f"{figure.kind}: {amount(figure)}{says}"
    for event in record.events or ():
        words = (event.type, event.mode, *event.auxiliary)
        yield event.trigger, "trigger", f"event: {' '.join(word for word in words if word)}"
    yield from _sayings(record)


def _names(record: Record) -> Iterator[tuple[Span, str, str]]:
    for entity in record.entities or ():
        for mention in entity.mentions:
            yield mention, entity.type, f"{entity.type}: {entity.name}"
    for place in record.places or ():
        where = ", ".join(filter(None, (place.name, place.admin1, place.country)))
        for named in place.mentions:
            stands_for = " (its government)" if named.stands_for else ""
            yield named, "place", f"{where}{stands_for} {coordinates(place)}".strip()


def _sayings(record: Record) -> Iterator[tuple[Span, str, str]]:
    text = record.content.text or ""
    for quotation in record.quotations or ():
        speaker = quotation.speaker
        name = (speaker.name or speaker.text) if speaker else "not said by whom"
        if stands(quotation, text):
            for part in quotation.parts or (quotation,):
                yield part, "quotation", f"{quotation.kind} quotation: {name}"
