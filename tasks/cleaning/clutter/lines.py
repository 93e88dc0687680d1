"""The lines of a text by their form: what the rules about clutter look at."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Literal

from tasks.cleaning.blocks import Piece
from tasks.cleaning.scripts import STOPS
from tasks.record import Caption, Removed, RemovedKind

Form = Literal["complete", "marked", "open", "quoted", "bare"]

_CLOSERS = "'\"\u2019\u201d\u201c\u2018\u00bb\u203a\u00ab)\\]\u300d\u300f"
_COMPLETE = re.compile(rf"[{STOPS}][{_CLOSERS} ]*$")
_OPEN = re.compile(r"[,;:\u2013\u2014\u3001\uff1a\uff0c-]$")
_QUOTED = re.compile(
    "^['\"\u2018\u201c\u201e\u00ab\u00bb\u300c].*['\"\u2019\u201d\u201c\u00bb\u00ab\u300d]$"
)
# Where words are written without spaces between them, every character counts as one.
_WORD = re.compile(r"[\u0e00-\u0e7f\u3040-ヿ㐀-鿿]|\w+(?:['\u2019]\w+)*")
_MARKED = re.compile(
    r"[-\u2013\u2014\u2022\u25aa\u25cf\u25e6\u2023*\u00b7>|#+]\s?|\(?\d{1,2}[.)]\s|[a-z]\)\s"
)
_SENTENCE = re.compile(rf"(?<=[.!?\u2026\u3002])[{_CLOSERS}]{{0,3}}\s+")

_PARAGRAPH_WORDS = 8
"""Words from which a complete line is taken for a paragraph of the story."""

_FEWEST_PARAGRAPHS = 3
"""With fewer complete paragraphs a line without a stop says nothing: the text may be a note."""

_MOST_COMPLETE = 0.5
"""The share of words that must stand in complete lines; verse, tables and lists have fewer."""

_NAME_LETTERS = 3
"""Letters of the shortest name; shorter words in capitals are mostly articles and numerals."""


@dataclass(slots=True)
class Line:
    """A piece, with its form and what became of it.

    Attributes:
        form: `complete` ends with a stop, `marked` begins as an entry of a list does, `open` leads
            on to the next line, `quoted` is wholly in quotation marks, `bare` just ends.
        words: its words in lower case.
        removed: why it is no part of the body.
        caption: what it says of a picture.
    """

    piece: Piece
    form: Form
    words: tuple[str, ...]
    removed: Removed | None = None
    caption: Caption | None = None

    @property
    def text(self) -> str:
        """Give the line as it stands."""
        return self.piece.text

    @property
    def is_paragraph(self) -> bool:
        """Say whether it is a complete paragraph of the story."""
        long = len(self.words) >= _PARAGRAPH_WORDS
        return long and self.form == "complete" and self.removed is None

    @property
    def is_bare(self) -> bool:
        """Say whether it just ends, and is no heading of a page."""
        return self.form == "bare" and self.removed is None and self.piece.role == "paragraph"

    def remove(self, kind: RemovedKind, reason: str) -> None:
        """Take it out of the body; what was taken out before keeps its reason."""
        self.removed = self.removed or Removed(kind=kind, text=self.text, reason=reason)


@dataclass(frozen=True)
class Story:
    """All lines of a text, in order."""

    lines: Sequence[Line]

    @cached_property
    def is_punctuated(self) -> bool:
        """Say whether its paragraphs end with stops, so that a line without one stands out."""
        left = [line for line in self.lines if line.removed is None]
        words = sum(len(line.words) for line in left)
        complete = sum(len(line.words) for line in left if line.form == "complete")
        enough = sum(line.is_paragraph for line in left) >= _FEWEST_PARAGRAPHS
        return enough and complete >= _MOST_COMPLETE * words

    @cached_property
    def names(self) -> frozenset[str]:
        """Give the words that its paragraphs write in capitals inside a sentence."""
        return frozenset(
            name for line in self.lines if line.is_paragraph for name in names_in(line.text)
        )

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Give the words of its paragraphs in lower case."""
        return frozenset(word for line in self.lines if line.is_paragraph for word in line.words)

    def runs(self) -> Iterator[list[int]]:
        """Yield the places of bare lines that stand together; captions among them count."""
        for bare, group in groupby(range(len(self.lines)), self._is_bare_or_caption):
            if bare:
                yield list(group)

    def before(self, place: int) -> Line | None:
        """Give the line of the body that stands before a place."""
        return self._first_left(range(place - 1, -1, -1))

    def after(self, place: int) -> Line | None:
        """Give the line of the body that stands after a place."""
        return self._first_left(range(place + 1, len(self.lines)))

    def _first_left(self, places: range) -> Line | None:
        return next((x for x in map(self.lines.__getitem__, places) if x.removed is None), None)

    def _is_bare_or_caption(self, place: int) -> bool:
        line = self.lines[place]
        return line.is_bare or line.caption is not None


def story_of(pieces: Iterable[Piece]) -> Story:
    """Look at the form of every piece."""
    return Story([Line(piece, form_of(piece.text), words_in(piece.text)) for piece in pieces])


def form_of(text: str) -> Form:
    """Tell how a line ends."""
    if _COMPLETE.search(text):
        return "complete"
    if _MARKED.match(text):
        return "marked"
    if _OPEN.search(text):
        return "open"
    return "quoted" if _QUOTED.match(text) else "bare"


def words_in(text: str) -> tuple[str, ...]:
    """Give the words of a line in lower case."""
    return tuple(_WORD.findall(text.casefold()))


def sentences_in(text: str) -> list[str]:
    """Cut a paragraph into sentences, roughly."""
    return _SENTENCE.split(text)


def names_in(text: str) -> set[str]:
    """Give the words that a line writes in capitals, but for the first one, in lower case."""
    words = _WORD.findall(text)[1:]
    return {
        word.casefold().removesuffix("'s").removesuffix("\u2019s")
        for word in words
        if len(word) >= _NAME_LETTERS and word[0].isupper()
    }
