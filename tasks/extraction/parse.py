"""One parse of a text as plain values: words in a tree, sentences, and the names a model saw.

It is read by every step, so it is made once (`worker.parsing`) and holds no object of the
library that made it. Tags are those of the Penn treebank, dependencies those of ClearNLP, labels
of names those of OntoNotes, where the model is an English one.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

_PHRASES = frozenset(
    {"nsubj", "nsubjpass", "dobj", "pobj", "pcomp", "dative", "oprd", "appos", "attr", "ROOT"}
    | {"conj", "npadvmod"}
)
"""What a noun is to its head where it is the head of a phrase, not a part of one."""


@dataclass(slots=True, eq=False, repr=False)
class Word:
    """A word or mark, and where it hangs in the tree of its sentence.

    Units: `start` and `end` in code points of the text; white space is no word.

    Attributes:
        index: its place among all words of the text.
        lower: the text in small letters, with a straight apostrophe.
        head: the word that it depends on; itself, where it is the root of its sentence.
        children: the words that depend on it, in order.
        sentence: index of its sentence.
    """

    index: int
    start: int
    end: int
    text: str
    lower: str
    tag: str
    dep: str
    sentence: int = field(init=False)
    head: "Word" = field(init=False)
    children: "list[Word]" = field(init=False, default_factory=list)

    def __repr__(self) -> str:
        """Give the word as a debugger should show it."""
        return f"{self.text}/{self.tag}/{self.dep}"

    @property
    def is_noun(self) -> bool:
        """Whether it is a common noun or a name."""
        return self.tag[:2] == "NN"

    @property
    def is_name(self) -> bool:
        """Whether it is a proper noun."""
        return self.tag[:3] == "NNP"

    @property
    def is_verb(self) -> bool:
        """Whether it is a verb; a modal is none."""
        return self.tag[:2] == "VB"

    def child(self, *deps: str) -> "Word | None":
        """Give the first word that depends on it in one of these ways."""
        return next((word for word in self.children if word.dep in deps), None)

    def ancestors(self) -> "Iterator[Word]":
        """Yield the words that it depends on, the nearest first."""
        word = self
        while word.head is not word:
            word = word.head
            yield word

    def subtree(self) -> "list[Word]":
        """Give it and all words below it, in no order."""
        found = [self]
        for word in found:  # which grows
            found += word.children
        return found

    def edges(self) -> "tuple[Word, Word]":
        """Give the first and the last word of all that is below it."""
        below = self.subtree()
        return min(below, key=_index), max(below, key=_index)


def _index(word: Word) -> int:
    return word.index


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence. Units: `first` and `end` are a half-open pair of indices of words.

    Attributes:
        opening: index of the word that begins it behind a dateline; `first`, where there is none.
            The words of a dateline hang on none of those behind it.
    """

    index: int
    first: int
    end: int
    opening: int


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A name as the model saw it. Units: `first` and `end` are as those of a sentence."""

    first: int
    end: int
    label: str


@dataclass(frozen=True)
class Parse:
    """The words of a text, its sentences and the names in it; each in the order of the text.

    A sentence never crosses two blocks. Parts of a text that are no prose have no words.
    """

    words: tuple[Word, ...]
    sentences: tuple[Sentence, ...]
    names: tuple[NamedSpan, ...]

    def of(self, sentence: Sentence) -> tuple[Word, ...]:
        """Give the words of a sentence."""
        return self.words[sentence.first : sentence.end]

    def between(self, start: int, end: int) -> tuple[Word, ...]:
        """Give the words that lie in `[start, end)`, if only in part. Units: code points."""
        first = bisect_right(self._starts, start)
        if first and self.words[first - 1].end > start:
            first -= 1
        return self.words[first : bisect_left(self._starts, end)]

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self.words]

    def noun_phrases(self) -> "Iterator[tuple[Word, ...]]":
        """Yield the phrases that a noun ends, without what follows the noun.

        Shape: in order, never overlapping; the noun that heads a phrase is its last word.
        """
        past = 0
        for word in self.words:
            if (word.is_noun or word.tag == "PRP") and word.dep in _PHRASES:
                first = max(past, min((w.index for w in _before(word)), default=word.index))
                yield self.words[first : word.index + 1]
                past = word.index + 1


def _before(word: Word) -> Iterator[Word]:
    """Yield what depends on a word and stands before it, but for joined clauses and phrases."""
    for child in word.children:
        if child.index < word.index:
            yield from child.subtree()
