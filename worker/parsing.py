"""Parsing: blocks of a text, through a spaCy pipeline, into one plain parse of the whole text."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tasks.extraction.datelines import dateline_end
from tasks.extraction.parse import NamedSpan, Parse, Sentence, Word

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

Span = tuple[int, int]

_PIECES_AT_ONCE = 256
_LONGEST_PIECE = 10_000
_LONGEST_WORD = 300
"""Code points. spaCy splits a word that is all punctuation in quadratic time: 5,000 take 2 s."""

_META = "meta"
"""What the words of a dateline hang on is no sentence: their root is marked so."""

# The models take the name of the network for an initial: 'in a post on X. Congress leader'.
_BEHIND_X = re.compile(r"\b(?:on|to|via|platform|network) X\.[\"'\u201d\u2019]?\s+(?=[^\W\d_a-z])")

_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD},}}")
# The models have hardly seen the apostrophe of the press, and take what is behind it for a name.
_AS_TRAINED = str.maketrans({"\u2018": "'", "\u2019": "'", "\xa0": " "})


def parsed(nlp: "Language", text: str, blocks: Iterable[Span]) -> Parse:
    """Parse blocks one by one and put them into one parse.

    Shape: offsets are those of `text`; no sentence crosses two blocks. A dateline is read apart,
    and stands in the first sentence behind it with a root of its own.
    """
    pieces: list[Span] = []
    datelines: set[int] = set()
    for start, end in blocks:
        behind = dateline_end(text, start, end)
        rest = list(_cut(text, behind, end))
        # What stands before a word that is too long to be read belongs to no sentence behind it.
        if behind > start and rest and rest[0][0] == behind:
            datelines.add(start)
            pieces += [(start, behind), *rest]
        else:
            pieces += _cut(text, start, end)
    as_trained = text.translate(_AS_TRAINED)
    docs = nlp.pipe((as_trained[start:end] for start, end in pieces), batch_size=_PIECES_AT_ONCE)
    whole = _Whole(text)
    for (start, _), doc in zip(pieces, docs, strict=True):
        whole.add(doc, start, is_dateline=start in datelines)
    return Parse(tuple(whole.words), tuple(whole.sentences), tuple(whole.names))


class _Whole:
    """The parse of a text while its pieces are put together."""

    def __init__(self, text: str) -> None:
        self.words: list[Word] = []
        self.sentences: list[Sentence] = []
        self.names: list[NamedSpan] = []
        self._text = text
        self._first: int | None = None
        """Where the sentence begins that has so far only a dateline. Units: index of a word."""

    def add(self, doc: "Doc", offset: int, *, is_dateline: bool) -> None:
        """Append the parse of the piece of the text that begins at `offset`."""
        # Where each token stands among the words: white space stands where the next word does.
        places: list[int] = []
        heads: list[int] = []
        for token in doc:
            places.append(len(self.words))
            if token.is_space:
                continue
            start = offset + token.idx
            end = start + len(token)
            self.words.append(
                Word(
                    index=len(self.words),
                    start=start,
                    end=end,
                    text=self._text[start:end],
                    lower=token.lower_,
                    tag=token.tag_,
                    dep=token.dep_ if (head := _head(token)).i != token.i else "ROOT",
                )
            )
            heads.append(head.i)
        places.append(len(self.words))
        self._join(places, heads)
        if is_dateline:
            self._first = places[0]
            for word in self.words[places[0] :]:
                word.dep = _META if word.head is word else word.dep
        else:
            for found in doc.sents:
                self._sentence(places[found.start], places[found.end])
        for name in doc.ents:
            first, end = places[name.start], places[name.end]
            if first < end:
                self.names.append(NamedSpan(first, end, name.label_))

    def _join(self, places: list[int], heads: list[int]) -> None:
        for word, head in zip(self.words[places[0] :], heads, strict=True):
            word.head = self.words[places[head]]
            if word.head is not word:
                word.head.children.append(word)

    def _sentence(self, first: int, end: int) -> None:
        if first == end:
            return
        index = len(self.sentences)
        opening, first = first, first if self._first is None else self._first
        self._first = None
        self.sentences.append(Sentence(index, first, end, opening))
        for word in self.words[first:end]:
            word.sentence = index


def _head(token: "Token") -> "Token":
    """Give the word that a word depends on; itself, where that is nothing but white space."""
    head = token.head
    while head.is_space and head.head.i != head.i:
        head = head.head
    return token if head.is_space else head


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut a block into pieces that are read in linear time, and leave out what is no prose."""
    for word in _LONG_WORD.finditer(text, start, end):
        yield from _pieces(text, start, word.start())
        start = word.end()
    yield from _pieces(text, start, end)


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    for network in _BEHIND_X.finditer(text, start, end):
        yield from _short_pieces(text, start, network.end())
        start = network.end()
    yield from _short_pieces(text, start, end)


def _short_pieces(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > _LONGEST_PIECE:
        middle = text.rfind(" ", start, start + _LONGEST_PIECE) + 1
        middle = middle if middle > start else start + _LONGEST_PIECE
        yield start, middle
        start = middle
    if text[start:end].strip():
        yield start, end
