"""All that is said in a text: spoken, reported, and spoken within what is spoken."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tasks.extraction.english.people import PEOPLE
from tasks.extraction.parse import Parse, Word
from tasks.extraction.quotations.attributing import Attribution
from tasks.extraction.quotations.cues import Cue, cues
from tasks.extraction.quotations.judged import judged
from tasks.extraction.quotations.lexicon import BODIES
from tasks.extraction.quotations.marks import Marked
from tasks.extraction.quotations.paragraphs import paragraphs
from tasks.extraction.quotations.reported import Stretch, reported
from tasks.extraction.quotations.speakers import Phrase
from tasks.extraction.quotations.spoken import Listener, Utterance, is_sentence
from tasks.record import Entity

Pair = tuple[int, int]
"""Units: code points, half open."""

_SPEAKERS = frozenset({"he", "she", "they", "i", "we"})
_NAMED = frozenset({"person", "organisation", "group"})
_ALIKE = 40
"""Code points; what begins with the same ones is said once, and stands in a caption too."""


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation.

    Attributes:
        outer: who says that it was said, where it stands within what somebody else says.
    """

    kind: Literal["direct", "indirect", "mixed"]
    parts: tuple[Pair, ...]
    cue: Cue | None
    speaker: Phrase | None
    outer: Phrase | None = None


def said_in(
    parse: Parse, text: str, blocks: Iterable[Pair], entities: Sequence[Entity]
) -> list[Said]:
    """Find what is said in a text, in order."""
    read = list(paragraphs(parse, text, blocks))
    heard = [list(cues(parse.words, paragraph.outside())) for paragraph in read]
    listener = Listener(parse, text)
    for number, (paragraph, own) in enumerate(zip(read, heard, strict=True)):
        listener.read(number, paragraph, own)
    spoken, fragments = listener.spoken, listener.fragments
    Attribution(parse, read, heard, _Speakers(entities)).fill(spoken)
    found = [_of(utterance) for utterance in spoken]
    found += _nested(spoken, parse, text)
    found += _outermost(_reported([c for own in heard for c in own], spoken, fragments, parse))
    return sorted(_once(found, text), key=_extent)


class _Speakers:
    """Knows which words name somebody who can speak."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._others = {
            place
            for entity in entities
            if entity.type not in _NAMED
            for mention in entity.mentions
            for place in range(mention.start, mention.end)
        }

    def __call__(self, word: Word) -> bool:
        lower = word.lower
        if word.is_name:
            return word.start not in self._others
        return lower in _SPEAKERS or lower in PEOPLE or lower in BODIES


def _once(found: Sequence[Said], text: str) -> Iterable[Said]:
    """Give of what is repeated, as in a caption, the one with a cue; of equals the longest."""
    best: dict[str, Said] = {}
    for one in found:
        start, end = one.parts[0][0], one.parts[-1][1]
        opening = text[start : min(end, start + _ALIKE)].casefold()
        key = opening if len(opening) == _ALIKE else str(start)
        other = best.get(key)
        if other is None or _worth(one) > _worth(other):
            best[key] = one
    return best.values()


def _worth(one: Said) -> tuple[bool, int]:
    return one.cue is not None, one.parts[-1][1] - one.parts[0][0]


def _of(utterance: Utterance) -> Said:
    parts = tuple((piece.start, piece.end) for piece in utterance.pieces)
    return Said("direct", parts, utterance.cue, utterance.speaker)


def _nested(spoken: Sequence[Utterance], parse: Parse, text: str) -> Iterator[Said]:
    """Yield what somebody quotes who is quoted, where it is a sentence between marks."""
    for utterance in spoken:
        for piece in utterance.pieces:
            for inner in piece.inner:
                is_all = (inner.outer_start, inner.outer_end) == (piece.start, piece.end)
                if not is_all and is_sentence(inner, text, fewest_words=2):
                    cue = _cue_before(piece, inner, parse)
                    parts = ((inner.start, inner.end),)
                    speaker = cue.speaker if cue else None
                    yield Said("direct", parts, cue, speaker, utterance.speaker)


def _cue_before(piece: Marked, inner: Marked, parse: Parse) -> Cue | None:
    before = parse.between(piece.start, inner.outer_start)
    lead = [word for word in before if before and word.sentence == before[-1].sentence]
    found = [cue for cue in cues(parse.words, lead) if cue.form == "verb"]
    return found[-1] if found else None


def _reported(
    found: Sequence[Cue], spoken: Sequence[Utterance], fragments: Sequence[Marked], parse: Parse
) -> Iterator[Said]:
    """Yield what is said in other words."""
    taken = sorted((piece.outer_start, piece.outer_end) for one in spoken for piece in one.pieces)
    used = {one.cue.anchor.index for one in spoken if one.cue is not None}
    for cue in found:
        if cue.anchor.index in used:
            continue
        stretches = reported(cue, parse)
        if not stretches and (stretch := judged(cue, fragments, parse)):
            stretches = [stretch]
        parts = [_pair(stretch, fragments, parse) for stretch in stretches]
        if not parts or any(_meets(part, taken) for part in parts):
            continue
        is_mixed = any(_within(part, fragments) for part in parts)
        yield Said("mixed" if is_mixed else "indirect", tuple(parts), cue, cue.speaker)


def _outermost(found: Iterable[Said]) -> Iterator[Said]:
    """Yield what stands not, with its cue, within something else that is said."""
    past = -1
    for one in sorted(found, key=_extent):
        start, end = one.parts[0][0], one.parts[-1][1]
        if (max(end, one.cue.start) if one.cue else end) > past and start >= 0:
            yield one
        past = max(past, end)


def _extent(one: Said) -> Pair:
    start, end = one.parts[0][0], one.parts[-1][1]
    return start, -end


def _pair(stretch: Stretch, fragments: Sequence[Marked], parse: Parse) -> Pair:
    """Give where a stretch of words stands, with the marks that it begins or ends within."""
    start, end = parse.words[stretch.first].start, parse.words[stretch.end - 1].end
    for piece in _within((start, end), fragments):
        start, end = min(start, piece.outer_start), max(end, piece.outer_end)
    return start, end


def _within(part: Pair, fragments: Sequence[Marked]) -> Sequence[Marked]:
    first = bisect_left(fragments, part[0], key=lambda piece: piece.end)
    last = bisect_left(fragments, part[1], key=lambda piece: piece.outer_start)
    return fragments[first:last]


def _meets(part: Pair, taken: Sequence[Pair]) -> bool:
    """Whether something spoken stands in a part."""
    place = bisect_left(taken, part[1], key=lambda pair: pair[0])
    return place > 0 and taken[place - 1][1] > part[0]
