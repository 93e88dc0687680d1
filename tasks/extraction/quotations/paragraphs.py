"""Paragraphs with what is between quotation marks in them, and the words around that."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tasks.extraction.marks import CLOSING_CHARACTERS
from tasks.extraction.parse import Parse, Word
from tasks.extraction.quotations.marks import Marked, marked

_STOPS = frozenset({".", "!", "?", "..."})
_TERMINAL = frozenset(".!?\u2026:;,")
_MARKS = CLOSING_CHARACTERS + ")"


@dataclass(slots=True)
class Paragraph:
    """A paragraph.

    Units: `start` and `end` in code points.

    Attributes:
        pieces: what is between quotation marks, outermost only.
        gaps: the words before the first piece, between two, and behind the last.
        is_prose: it ends as a sentence does; captions, headings and teasers do not.
    """

    start: int
    end: int
    pieces: list[Marked]
    gaps: list[list[Word]] = field(default_factory=list)
    is_prose: bool = True

    def outside(self) -> list[Word]:
        """Give the words that stand outside quotation marks."""
        return [word for gap in self.gaps for word in gap]

    def lead(self, place: int) -> list[Word]:
        """Give the words of the sentence that a piece stands in, before it."""
        gap = self.gaps[place]
        stop = max((i for i, word in enumerate(gap) if _is_stop(word)), default=-1)
        # 'They came at 6 a.m. “It took …”': a full stop that is part of the last word.
        return [] if gap and gap[-1].text.endswith(".") else gap[stop + 1 :]

    def tail(self, place: int) -> list[Word]:
        """Give the words behind a piece, to the end of their sentence."""
        gap = self.gaps[place + 1]
        stop = next((i for i, word in enumerate(gap) if _is_stop(word) and i), len(gap))
        return gap[:stop]

    def is_shared(self, place: int) -> bool:
        """Whether the gap before a piece lies within one sentence, between two pieces."""
        return place > 0 and not any(_is_stop(word) for word in self.gaps[place])


def paragraphs(parse: Parse, text: str, blocks: Iterable[tuple[int, int]]) -> Iterator[Paragraph]:
    """Yield the paragraphs of a text, which are its blocks, in order."""
    for start, end in blocks:
        yield _paragraph(parse, text, start, end)


def _paragraph(parse: Parse, text: str, start: int, end: int) -> Paragraph:
    found = Paragraph(start, end, marked(text, start, end))
    at = start
    for piece in found.pieces:
        found.gaps.append(list(parse.between(at, piece.outer_start)))
        at = piece.outer_end
    found.gaps.append(list(parse.between(at, end)))
    bare = text[max(start, end - len(_MARKS)) : end].rstrip().rstrip(_MARKS)
    found.is_prose = bool(bare) and bare[-1] in _TERMINAL
    return found


def _is_stop(word: Word) -> bool:
    """Whether a sentence ends with a word; 'at 6 p.m.' may be the end of one."""
    return word.text in _STOPS
